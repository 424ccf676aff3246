"""APScheduler, driven in the thread that calls: with a job store in our database, and deaf to what fails for a while.

Its own background thread ends for good when the database is away at the wrong moment, and sleeps through a clock that
is set; so each turn is taken here, at least twice a minute, and one that fails is taken again.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.base import BaseScheduler
from sqlalchemy import Engine

from zwgk.timetable import Planned

logger = logging.getLogger(__name__)

_MOST_SECONDS: Final = 30.0
_LATE_SECONDS: Final = 300
"""A look at start pages that is later than this is left out: the next one comes within the hour."""
_serving: dict[str, Callable[[str], None]] = {}


def perform(key: str, name: str) -> None:
    """The job as it is kept: what serves under `key` in this process does the line of that name."""
    serve = _serving.get(key)
    if serve is not None:
        serve(name)


@contextmanager
def serving(key: str, serve: Callable[[str], None]) -> Iterator[None]:
    """Meanwhile kept jobs of `key` are done by `serve`, each in a thread of its own."""
    _serving[key] = serve
    try:
        yield
    finally:
        del _serving[key]


class Clockwork(BaseScheduler):  # type: ignore[misc]  # APScheduler has no types
    """One job for each line of the timetable; a job runs once at a time, however often it fell due."""

    def __init__(self, engine: Engine, zone: ZoneInfo, key: str) -> None:
        super().__init__(
            timezone=zone,
            jobstores={"default": SQLAlchemyJobStore(engine=engine)},
            executors={"default": ThreadPoolExecutor(4)},
            job_defaults={"coalesce": True, "max_instances": 1},
        )
        self._key = key
        self._woken = threading.Event()

    def begin(self, plans: Mapping[str, Planned]) -> None:
        """Start, without jobs that are no longer planned."""
        self.start(paused=True)
        for job in self.get_jobs():
            if job.id not in plans:
                job.remove()

    def plan(self, planned: Planned, moment: datetime) -> None:
        """Let a line run next at that moment."""
        self.add_job(
            perform,
            planned.hours,
            args=(self._key, planned.name),
            id=planned.name,
            name=planned.label,
            next_run_time=moment,
            # What was missed of audits is for the memory of nights to judge.
            misfire_grace_time=None if planned.whole else _LATE_SECONDS,
            replace_existing=True,
        )

    def next_run(self, name: str) -> datetime | None:
        """When a line runs next; None when it is not planned."""
        job = self.get_job(name)
        return None if job is None else job.next_run_time

    def turn(self) -> float:
        """Begin what is due; returns the seconds after which to ask again at the latest."""
        try:
            wait = self._process_jobs()
        except Exception as error:  # the database is away: what is due now is due in a moment as well
            logger.warning("the schedule's jobs cannot be read: %s", error)
            return 5.0
        return _MOST_SECONDS if wait is None else min(wait, _MOST_SECONDS)

    def sleep(self, seconds: float) -> bool:
        """Wait so long, or until something was planned anew: then True."""
        woken = self._woken.wait(seconds)
        self._woken.clear()
        return woken

    def shutdown(self, wait: bool = True) -> None:
        """End; with `wait` when the jobs under way have ended."""
        super().shutdown(wait)

    def wakeup(self) -> None:
        """End `sleep`; not for signal handlers."""
        self._woken.set()
