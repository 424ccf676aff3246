"""What runs changed in the ledger, step by step: a run that turns out to be wrong can be taken back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from pydantic import TypeAdapter
from sqlalchemy import Connection, Row, and_, delete, insert, or_, select

from checker.ledger import FindingKey, LedgerEntry
from zwgk.following import keep_ledger
from zwgk.tables import LedgerRow, LedgerStepRow, RunRow

_ENTRY: Final = TypeAdapter(LedgerEntry)
_KEPT: Final = 30
"""Of so many newest runs: who takes one back does so soon, and a night changes as many lines as there are findings."""
_KEY: Final = ("rule", "unit", "code", "place")


def keep_steps(
    connection: Connection, run: str, before: Mapping[FindingKey, LedgerEntry], changed: Iterable[FindingKey]
) -> None:
    """Keep what the ledger was `before` a run where the run changed it, and forget the steps of long ago."""
    rows = [
        {name: getattr(key, name) for name in _KEY}
        | {"run": run, "before": _ENTRY.dump_json(before[key]).decode() if key in before else None}
        for key in changed
    ]
    if rows:
        connection.execute(insert(LedgerStepRow), rows)
    newest = select(RunRow.id).order_by(RunRow.started.desc(), RunRow.id.desc()).limit(_KEPT)
    kept = {run, *connection.scalars(newest)}
    connection.execute(delete(LedgerStepRow).where(LedgerStepRow.run.not_in(kept)))


def take_back(connection: Connection, run: str, as_of: date) -> None:
    """Make the ledger what it was before a run of that day, but for lines that other runs have changed since."""
    ledger = _ledger(connection)
    begun = connection.scalar(select(RunRow.started).where(RunRow.id == run))
    later = or_(RunRow.started > begun, and_(RunRow.started == begun, RunRow.id > run))
    steps = select(LedgerStepRow.__table__).join(RunRow, RunRow.id == LedgerStepRow.run)
    changed = {_key(step) for step in connection.execute(steps.where(later))}
    restored: dict[FindingKey, LedgerEntry] = {}
    for step in connection.execute(select(LedgerStepRow.__table__).where(LedgerStepRow.run == run)).all():
        key = _key(step)
        if key in changed or key not in ledger or ledger[key].looked != as_of:
            continue
        if step.before is None:
            mine = (getattr(LedgerRow, name) == getattr(key, name) for name in _KEY)
            connection.execute(delete(LedgerRow).where(*mine))
        else:
            restored[key] = _ENTRY.validate_json(step.before)
    keep_ledger(connection, restored, restored)
    connection.execute(delete(LedgerStepRow).where(LedgerStepRow.run == run))


def clamp(connection: Connection, days: Collection[date], today: date) -> None:
    """Let today be the latest day of lines that were looked at last on one of these days that are still to come.

    For runs whose steps are not known any more: the lines stay as the run left them, and the next one is free to look.
    """
    clamped = {
        key: replace(
            entry,
            opened=min(entry.opened, today),
            first_opened=min(entry.first_opened, today),
            seen=min(entry.seen, today),
            looked=today,
            closed=entry.closed and min(entry.closed, today),
        )
        for key, entry in _ledger(connection).items()
        if entry.looked in days and entry.looked > today
    }
    keep_ledger(connection, clamped, clamped)


def _key(step: Row[Any]) -> FindingKey:
    return FindingKey(rule=step.rule, unit=step.unit, code=step.code, place=step.place)


def _ledger(connection: Connection) -> dict[FindingKey, LedgerEntry]:
    entries = [_ENTRY.validate_json(text) for text in connection.scalars(select(LedgerRow.entry))]
    return {entry.key: entry for entry in entries}
