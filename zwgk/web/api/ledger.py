"""The ledger, answers, rulings and histories."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request

from checker.ledger import STANDING, LedgerState
from zwgk.actions import Act
from zwgk.decisions import RulingRequest, answer, named
from zwgk.web.auth import CallingAnybody, CallingSupervisor, Viewer
from zwgk.web.book import finding_for, ledger_for
from zwgk.web.desk import desk_of
from zwgk.web.history import history_for
from zwgk.web.rulings import FIELDS, keep_ruling, revoke_ruling
from zwgk.web.wire import Done
from zwgk.web.wire_ledger import Entry, Past, Reply, RulingKept, RulingWanted

router = APIRouter(tags=["ledger"])
Word = Annotated[str, Query(max_length=255)]


@router.get("/ledger")
def ledger(
    request: Request,
    who: Viewer,
    state: Annotated[list[LedgerState] | None, Query(max_length=10)] = None,
    unit: Word = "",
    q: Word = "",
    start: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
    count: Annotated[int, Query(ge=1, le=1000)] = 200,
) -> list[Entry]:
    """Findings in these states; without one, those that ask for something."""
    found = ledger_for(desk_of(request), who, states=state or STANDING, unit=unit, words=q)
    return [Entry.of(one) for one in found[start : start + count]]


@router.post("/replies")
def reply(request: Request, who: CallingAnybody, wanted: Reply) -> Entry:
    """整改反馈 to a finding that the account sees."""
    desk = desk_of(request)
    key = finding_for(desk, who, wanted.key()).entry.key
    by = f"{who.unit}（{who.name}）" if who.unit else who.name
    answer(desk.store, key, wanted.text, by=by, today=desk.today, fields=FIELDS)
    desk.note(request, Act.REPLY, subject=named(key), detail=f"{key.code} {key.unit}".strip())
    return Entry.of(finding_for(desk, who, key))


@router.post("/rulings")
def ruling(request: Request, who: CallingSupervisor, wanted: RulingWanted) -> RulingKept:
    """豁免, 这就是该栏目, 不适用; in force from the next run on."""
    asked = RulingRequest(
        kind=wanted.kind,
        rule=wanted.rule,
        reason=wanted.reason,
        by=who.name,
        unit=wanted.unit,
        code=wanted.code,
        url=wanted.url,
        until=wanted.until,
    )
    return RulingKept(id=keep_ruling(request, asked).ruling.id)


@router.delete("/rulings/{ruling}")
def revoke(request: Request, who: CallingSupervisor, ruling: Annotated[str, Path(max_length=40)]) -> Done:
    """Take a ruling back."""
    revoke_ruling(request, ruling, by=who.name)
    return Done()


@router.get("/history")
def history(
    request: Request, who: Viewer, rule: Annotated[str, Query(min_length=1, max_length=255)], unit: Word = ""
) -> list[Past]:
    """What every run said of a rule, newest first."""
    return [Past.of(one) for one in history_for(desk_of(request), who, rule, unit)]
