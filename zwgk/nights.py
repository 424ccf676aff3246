"""Which nights the schedule has dealt with: what makes a missed one be caught up once, and not again and again."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from apscheduler.triggers.base import BaseTrigger
from sqlalchemy.orm import Session

from zwgk.store import Store
from zwgk.tables import ScheduleRow

_NAME: Final = "nightly"
_MOST_ATTEMPTS: Final = 2
"""An audit that was cut off is begun once more; one that takes the machine down with it is not begun for ever."""


class Nights:
    """The schedule's memory. Times are aware."""

    def __init__(self, store: Store, cron: str) -> None:
        self._store = store
        self._cron = cron

    def begin(self, now: datetime) -> None:
        """Start to watch: nights before the first start, or before a change of the hours, were never missed.

        A night that was begun often enough and never came to an end is given up here.
        """
        with self._store.errors(), Session(self._store.engine) as session:
            row = session.get(ScheduleRow, _NAME)
            if row is None:
                session.add(ScheduleRow(name=_NAME, cron=self._cron, handled_until=now, attempts=0))
            elif row.cron != self._cron or row.attempts >= _MOST_ATTEMPTS:
                row.cron, row.handled_until, row.attempts = self._cron, now, 0
            session.commit()

    def missed(self, trigger: BaseTrigger, now: datetime) -> datetime | None:
        """The first night that should have been audited by now and was not; None when there is none."""
        with self._store.errors(), Session(self._store.engine) as session:
            row = session.get_one(ScheduleRow, _NAME)
            since = row.handled_until.astimezone(now.tzinfo)
            planned: datetime | None = trigger.get_next_fire_time(None, since + timedelta(seconds=1))
            return planned if planned is not None and planned <= now else None

    def attempt(self) -> None:
        """An audit begins."""
        with self._store.errors(), Session(self._store.engine) as session:
            session.get_one(ScheduleRow, _NAME).attempts += 1
            session.commit()

    def done(self, now: datetime) -> None:
        """An audit came to its end, good or bad: every night until now is dealt with."""
        with self._store.errors(), Session(self._store.engine) as session:
            row = session.get_one(ScheduleRow, _NAME)
            row.handled_until, row.attempts = now, 0
            session.commit()
