"""问题台账: the findings over runs, and of each what it rests on, what was answered and what was ruled."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query, Request
from starlette.responses import Response

from checker.ledger import STANDING, FindingKey, LedgerState
from checker.rulings import RulingKind
from reports.follow import STATES
from zwgk.actions import Act
from zwgk.decisions import NAMES, RulingRequest, answer, described, named
from zwgk.errors import UserError
from zwgk.web.answers import back, page
from zwgk.web.auth import PostingAnybody, PostingSupervisor, Viewer
from zwgk.web.book import finding_for, ledger_for
from zwgk.web.desk import desk_of
from zwgk.web.rulings import FIELDS, keep_ruling, revoke_ruling

router = APIRouter()
PAGE: Final = 100
Word = Annotated[str, Query(max_length=255)]
Posted = Annotated[str, Form(max_length=255)]


@router.get("/ledger")
def ledger(
    request: Request,
    who: Viewer,
    state: Annotated[str, Query(max_length=20)] = "",
    unit: Word = "",
    q: Word = "",
    start: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> Response:
    """The list: what stands and what is waived, unless another state is asked for."""
    desk = desk_of(request)
    chosen = {LedgerState(state)} if state in tuple(LedgerState) else {*STANDING, LedgerState.WAIVED}
    found = ledger_for(desk, who, states=chosen, unit=unit, words=q)
    words = {"state": state, "unit": unit, "q": q}
    further = f"/ledger?{urlencode({**words, 'start': start + PAGE})}" if len(found) > start + PAGE else ""
    return page(
        request,
        "ledger.j2",
        lines=[(line, address_of(line.entry.key)) for line in found[start : start + PAGE]],
        total=len(found),
        further=further,
        states={one.value: name for one, name in STATES.items()},
        units=[one.name for one in desk.units().units] if who.sees_all else [],
        chosen=words,
    )


@router.get("/ledger/finding")
def finding(
    request: Request, who: Viewer, rule: Word = "", unit: Word = "", code: Word = "", place: Word = ""
) -> Response:
    """One finding."""
    desk = desk_of(request)
    line = finding_for(desk, who, FindingKey(rule=rule, unit=unit, code=code, place=place))
    return page(
        request,
        "finding.j2",
        line=line,
        history=f"/history?{urlencode({'rule': rule, 'unit': unit})}" if rule else "",
        names=NAMES,
        today=desk.today,
        described=described,
    )


@router.post("/ledger/reply")
def reply(
    request: Request,
    who: PostingAnybody,
    rule: Posted = "",
    unit: Posted = "",
    code: Posted = "",
    place: Posted = "",
    text: Annotated[str, Form(max_length=8000)] = "",
) -> Response:
    """整改反馈 to a finding that the account sees."""
    desk = desk_of(request)
    line = finding_for(desk, who, FindingKey(rule=rule, unit=unit, code=code, place=place))
    by = f"{who.unit}（{who.name}）" if who.unit else who.name
    answer(desk.store, line.entry.key, text, by=by, today=desk.today, fields=FIELDS)
    desk.note(request, Act.REPLY, subject=named(line.entry.key), detail=f"{code} {unit}".strip())
    return back(address_of(line.entry.key), "replied")


@router.post("/ledger/ruling")
def ruling(
    request: Request,
    who: PostingSupervisor,
    kind: Annotated[str, Form(max_length=20)],
    rule: Posted = "",
    unit: Posted = "",
    code: Posted = "",
    place: Posted = "",
    whole: Annotated[str, Form(max_length=10)] = "",
    url: Annotated[str, Form(max_length=2000)] = "",
    until: Annotated[str, Form(max_length=10)] = "",
    reason: Annotated[str, Form(max_length=8000)] = "",
) -> Response:
    """豁免, 这就是该栏目, 不适用."""
    desk = desk_of(request)
    line = finding_for(desk, who, FindingKey(rule=rule, unit=unit, code=code, place=place))
    if not rule or kind not in tuple(RulingKind):
        raise UserError("这个问题不能这样裁定")
    wanted = RulingKind(kind)
    keep_ruling(
        request,
        RulingRequest(
            kind=wanted,
            rule=rule,
            unit=unit or None,
            code=code if wanted is RulingKind.WAIVER and not whole else None,
            url=url.strip() or None if wanted is RulingKind.COLUMN else None,
            reason=reason,
            by=who.name,
            until=_day(until),
        ),
    )
    return back(address_of(line.entry.key), "ruled")


@router.post("/rulings/revoke")
def revoke(request: Request, who: PostingSupervisor, id: Posted = "", to: Posted = "/ledger") -> Response:
    """Take a ruling back."""
    revoke_ruling(request, id, by=who.name)
    return back(to if to.startswith("/ledger") else "/ledger", "revoked")


def address_of(key: FindingKey) -> str:
    """Of a finding's page."""
    words = {"rule": key.rule, "unit": key.unit, "code": key.code, "place": key.place}
    return f"/ledger/finding?{urlencode({name: word for name, word in words.items() if word})}"


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise UserError(f"“{text}”不是日期，应写如 2027-02-06") from None
