"""From the configuration to how days are reckoned."""

from __future__ import annotations

from checker.terms import Terms
from checker.workdays import WorkCalendar
from zwgk.config import Config


def terms(config: Config) -> Terms:
    """The warning band of deadlines, and the working days with what the configuration adds."""
    days = config.workdays
    return Terms(
        warn_days=config.deadlines.warn,
        grace_up_to=days.grace,
        calendar=WorkCalendar(
            extra_holidays=frozenset(days.extra_holidays), extra_workdays=frozenset(days.extra_workdays)
        ),
    )
