"""When something is planned: the moments of a cron expression, each put off by its own share of the jitter."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from apscheduler.triggers.base import BaseTrigger

from zwgk.cron import parse_cron

_TICK: Final = timedelta(microseconds=1)


class Hours(BaseTrigger):  # type: ignore[misc]  # APScheduler has no types
    """A trigger that always says the same: how much a moment is put off hangs on the moment and on `seed` alone.

    So what a moment was put off to is known again after a restart, and nothing is begun twice or left out by it.
    `jitter` is in seconds. Kept by APScheduler's job store as its four words.
    """

    __slots__ = ("_trigger", "cron", "jitter", "seed", "zone")

    def __init__(self, cron: str, zone: str, jitter: int = 0, seed: str = "") -> None:
        self.cron = cron
        self.zone = zone
        self.jitter = jitter
        self.seed = seed
        self._trigger = parse_cron(cron, ZoneInfo(zone))

    def planned_after(self, moment: datetime) -> datetime:
        """The first moment of the expression after this one, not put off."""
        found: datetime = self._trigger.get_next_fire_time(None, moment.astimezone(ZoneInfo(self.zone)) + _TICK)
        return found

    def begins(self, planned: datetime) -> datetime:
        """When what is planned for a moment begins."""
        if not self.jitter:
            return planned
        drawn = hashlib.sha256(f"{self.seed}\n{planned.isoformat()}".encode()).digest()
        return planned + timedelta(seconds=int.from_bytes(drawn[:8], "big") % (self.jitter + 1))

    def begins_after(self, moment: datetime, *, handled: datetime | None = None) -> datetime:
        """The first beginning after a moment, of what is planned after `handled`."""
        since = moment - timedelta(seconds=self.jitter)
        planned = self.planned_after(since if handled is None else max(since, handled))
        while self.begins(planned) <= moment:
            planned = self.planned_after(planned)
        return self.begins(planned)

    def last_planned(self, moment: datetime, within: timedelta) -> datetime | None:
        """The last moment of the expression up to this one; None when there was none within that time."""
        last = None
        planned = self.planned_after(moment - within)
        while planned <= moment:
            last, planned = planned, self.planned_after(planned)
        return last

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime:
        """APScheduler's question: the next beginning."""
        return self.begins_after(previous_fire_time if previous_fire_time is not None else now - _TICK)

    def __getstate__(self) -> dict[str, Any]:
        return {"cron": self.cron, "zone": self.zone, "jitter": self.jitter, "seed": self.seed}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__init__(**state)  # type: ignore[misc]

    def __str__(self) -> str:
        return self.cron
