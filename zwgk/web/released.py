"""The ledger as units may know it: without what runs made of it that nobody has released yet."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from pydantic import TypeAdapter
from sqlalchemy import select
from sqlalchemy.orm import Session

from checker.ledger import FindingKey, LedgerEntry, LedgerState
from checker.question import question_key
from checker.result import Finding, Result, Status
from zwgk.tables import ResultRow, RunRow, RunState
from zwgk.web.desk import Desk

_OPENED: Final = (LedgerState.NEW, LedgerState.REOPENED)
_CLOSED: Final = (LedgerState.RECTIFIED, LedgerState.WITHDRAWN)
_FOUND: Final = (Status.FAIL, Status.WARN, Status.WAIVED)
_RESULT: Final = TypeAdapter(Result)
_MANY: Final = 400
"""Keys named in one statement; SQLite of old takes 999 values."""


def as_released(desk: Desk, entries: Iterable[LedgerEntry]) -> list[LedgerEntry]:
    """The entries as the newest released run of everything, and released runs since, left them."""
    listed = list(entries)
    if not desk.config.release.required:
        return listed
    newest = (
        select(RunRow.started)
        .where(RunRow.complete.is_(True), RunRow.state == RunState.REPORTED, RunRow.released.is_not(None))
        .order_by(RunRow.started.desc())
        .limit(1)
    )
    with desk.store.errors(), Session(desk.store.engine) as session:
        since = session.scalar(newest)
        if since is None:
            return []
        hidden = set(session.scalars(select(RunRow.id).where(RunRow.started > since, RunRow.released.is_(None))))
        if not hidden:
            return listed
        shown = [seen for entry in listed if (seen := _before(entry, hidden)) is not None]
        found = _found(session, since, shown)
    return [
        replace(entry, message=found[entry.key].message, status=_weight(entry, found[entry.key]))
        if entry.key in found
        else entry
        for entry in shown
    ]


def _before(entry: LedgerEntry, hidden: Collection[str]) -> LedgerEntry | None:
    """The entry without what a hidden run made of it; None when only such a run opened it."""
    if entry.grew in hidden:
        entry = replace(entry, worsened=entry.worsened - 1, grew="")
    if entry.turned not in hidden:
        return entry
    if entry.state in _OPENED:
        return None
    return replace(entry, state=LedgerState.OPEN, closed=None) if entry.state in _CLOSED else entry


def _found(session: Session, since: datetime, entries: Sequence[LedgerEntry]) -> Mapping[FindingKey, Finding]:
    """What released runs from that moment on said of them last; the ledger has the words of the last run of all."""
    keys = sorted({question_key(entry.key.rule, entry.key.unit or None) for entry in entries if entry.key.rule})
    found: dict[FindingKey, Finding] = {}
    for start in range(0, len(keys), _MANY):
        wanted = (
            select(ResultRow.result)
            .join(RunRow, RunRow.id == ResultRow.run)
            .where(
                RunRow.released.is_not(None),
                RunRow.state == RunState.REPORTED,
                RunRow.started >= since,
                ResultRow.key.in_(keys[start : start + _MANY]),
            )
            .order_by(RunRow.started, RunRow.id)
        )
        for text in session.scalars(wanted):
            result = _RESULT.validate_json(text)
            for finding in result.findings:
                if finding.status in _FOUND:
                    key = FindingKey(rule=result.rule, unit=result.unit or "", code=finding.code)
                    found[key] = finding
    return found


def _weight(entry: LedgerEntry, finding: Finding) -> Status:
    return entry.status if finding.status is Status.WAIVED else finding.status
