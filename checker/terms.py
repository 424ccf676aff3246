"""时限口径: how days are reckoned in a run. The figures come from the configuration."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from checker.freshness import Limit
from checker.workdays import WorkCalendar


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What holds for deadlines and for short limits."""

    warn_days: int = 14
    """A document that is due within so many days and not there is told of."""
    grace_up_to: int = 14
    """Freshness limits of at most so many days grow by the days of holidays within them; 0 lets none grow."""
    calendar: WorkCalendar = field(default_factory=WorkCalendar)

    def due_day(self, due: date) -> date:
        """The last day that is in time: a day of rest moves to the next working day, as limits usually do."""
        return self.calendar.next_workday(due)

    def moved(self, due: date) -> str:
        """Chinese remark on a due day that was moved; empty when it was not."""
        day = self.due_day(due)
        return f"，{due}为休息日，顺延至{day}" if day != due else ""

    def with_grace(self, limit: Limit, newest: date | None, as_of: date) -> Limit:
        """The limit with the holidays since the newest entry, where it is short and they matter."""
        if limit.days is None or newest is None or not limit.days <= self.grace_up_to:
            return limit
        if (as_of - newest).days <= limit.days - limit.warn:
            return limit
        days, name = self.calendar.holidays_between(newest, as_of)
        if not days:
            return limit
        told = f"其间{name}等法定节假日{days}天，期限由{limit.days}天顺延为{limit.days + days}天"
        return replace(limit, days=limit.days + days, basis="；".join(one for one in (limit.basis, told) if one))


USUAL = Terms()
"""What holds where the configuration says nothing."""
