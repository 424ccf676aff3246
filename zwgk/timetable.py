"""What runs by itself and when, as the configuration says: audits, audits from scratch, looks at start pages."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from zwgk.config import Config
from zwgk.hours import Hours

NIGHTLY: Final = "nightly"
DESCENT: Final = "descent"
PROBES: Final = "probes"
_SAME_NIGHT: Final = timedelta(hours=6)
"""An audit from scratch planned this near is the night's audit."""
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Planned:
    """One line of the timetable."""

    name: str
    label: str
    """For people."""
    hours: Hours
    command: tuple[str, ...]
    """What is run, in a process of its own."""

    @property
    def whole(self) -> bool:
        """Whether it is an audit of everything: these run one at a time, and are caught up when they were missed."""
        return self.name != PROBES


def timetable(config: Config) -> dict[str, Planned]:
    """The lines by name; what the configuration leaves out is not there."""
    wanted = config.schedule
    lines = (
        (NIGHTLY, "每夜检查", wanted.cron, ("check",)),
        (DESCENT, "从头重查", wanted.descent, ("check", "--relearn")),
        (PROBES, "首页访问", wanted.probes, ("probe",)),
    )
    return {
        name: Planned(
            name=name,
            label=label,
            hours=Hours(cron, config.timezone.key, wanted.jitter, f"{config.place}\n{config.file}\n{name}"),
            command=(sys.executable, "-m", "zwgk", *words, "--config", str(config.file)),
        )
        for name, label, cron, words in lines
        if cron is not None
    }


def same_night(plans: Mapping[str, Planned], now: datetime) -> datetime | None:
    """When the audit from scratch is planned that may stand for the night's audit due now; None when none is."""
    descent = plans.get(DESCENT)
    planned = plans[NIGHTLY].hours.last_planned(now, _DAY)
    if descent is None or planned is None:
        return None
    return descent.hours.last_planned(planned + _SAME_NIGHT, 2 * _SAME_NIGHT)


def too_few_probes(config: Config, plans: Mapping[str, Planned], now: datetime) -> int | None:
    """How often start pages are opened in the coming day, when that is too seldom to be judged; else None."""
    if PROBES not in plans:
        return None
    hours = plans[PROBES].hours
    count, moment = 0, hours.planned_after(now)
    while moment <= now + _DAY and count < config.site_checks.probes_a_day:
        count, moment = count + 1, hours.planned_after(moment)
    return count if count < config.site_checks.probes_a_day else None
