"""What the schedule has dealt with: what makes a missed night be caught up once, and not again and again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from typing import Final

from sqlalchemy.orm import Session

from zwgk.clock import BELIEVED
from zwgk.database import patiently
from zwgk.hours import Hours
from zwgk.store import Store
from zwgk.tables import ScheduleRow

MOST_ATTEMPTS: Final = 2
"""An audit that failed or was cut off is begun once more; one that takes the machine down is not begun for ever."""


class Nights:
    """The memory of one planned thing, by its name. Times are aware. Waits for a database that is busy or away."""

    def __init__(self, store: Store, name: str, hours: Hours) -> None:
        self._store = store
        self._name = name
        self._hours = hours

    def begin(self, now: datetime) -> datetime | None:
        """Start to watch: what was planned before the first start, or before a change of the hours, was never missed.

        What was begun often enough and never came to an end is given up here; returns since when it waited.
        """
        given_up = None
        with self._row(now) as row:
            if row.cron != self._hours.cron or row.handled_until > now + BELIEVED:  # as a clock that was ahead left it
                row.cron, row.handled_until, row.attempts = self._hours.cron, now, 0
            elif row.attempts >= MOST_ATTEMPTS:
                given_up = row.handled_until.astimezone(now.tzinfo)
                row.handled_until, row.attempts = max(now, row.handled_until), 0
        return given_up

    def handled(self, now: datetime) -> datetime:
        """The moment up to which everything was dealt with."""
        with self._row(now) as row:
            return row.handled_until.astimezone(now.tzinfo)

    def missed(self, now: datetime) -> datetime | None:
        """The first moment whose work should have begun by now and was not dealt with; None when there is none."""
        planned = self._hours.planned_after(self.handled(now))
        return planned if self._hours.begins(planned) <= now else None

    def attempt(self, now: datetime) -> int:
        """The work begins; returns how often it was begun by now."""

        def count() -> int:
            with self._row(now) as row:
                row.attempts += 1
                return row.attempts

        return patiently(count)

    def stopped(self, now: datetime) -> None:
        """The work was stopped in order: that costs no attempt, it goes on at the next start."""

        def discount() -> None:
            with self._row(now) as row:
                row.attempts = max(0, row.attempts - 1)

        patiently(discount)

    def done(self, planned: datetime, now: datetime) -> None:
        """The work came to its end, good or bad: everything planned until now is dealt with.

        So is what it was `planned` for, when the clock was set back meanwhile.
        """
        patiently(partial(self._done, max(planned, now), now))

    def _done(self, until: datetime, now: datetime) -> None:
        with self._row(now) as row:
            row.handled_until, row.attempts = until, 0

    @contextmanager
    def _row(self, now: datetime) -> Iterator[ScheduleRow]:
        with self._store.errors(), Session(self._store.engine) as session:
            row = session.get(ScheduleRow, self._name)
            if row is None:
                row = ScheduleRow(name=self._name, cron=self._hours.cron, handled_until=now, attempts=0)
                session.add(row)
                session.flush()
            yield row
            session.commit()
