"""What the brake compares a new run with: the last good word of the days before on every result."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from checker.result import Status
from zwgk.tables import ResultRow, RunRow, RunState

_COMPARED_DAYS: Final = 14
"""How long a good result is a basis for the brake: a site that stays changed is judged as it is after a fortnight."""
_JUDGED: Final = (RunState.JUDGED, RunState.REPORTED)


def compared(session: Session, as_of: date, *, before: datetime | None = None) -> dict[str, tuple[Status, str]]:
    """Under `checker.brake.result_key` the last status of every result and the run that said so.

    Only runs judged for a day in the fortnight before `as_of`, and never a status that was itself held back; with
    `before` only runs that were started by then.
    """
    wanted = (
        select(ResultRow.key, ResultRow.status, ResultRow.run)
        .join(RunRow, RunRow.id == ResultRow.run)
        .where(RunRow.state.in_(_JUDGED), ResultRow.held.is_(False))
        .where(RunRow.as_of <= as_of, RunRow.as_of >= as_of - timedelta(days=_COMPARED_DAYS))
        .order_by(RunRow.started)
    )
    if before is not None:
        wanted = wanted.where(RunRow.started < before)
    return {key: (Status(status), run) for key, status, run in session.execute(wanted)}
