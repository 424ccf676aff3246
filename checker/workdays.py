"""工作日与法定节假日: which days of China are working days. Pure; every day comes in as an argument.

The days are those the State Council announces each year for the next, kept by the package `chinesecalendar`. Of a year
that it does not know yet only weekends are days of rest; the configuration's `extra_holidays` closes the gap.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from chinese_calendar import constants

_SATURDAY = 5
#: No span of rest is longer; a bound for searches.
_LONGEST_REST = 60


@cache
def _known_years() -> tuple[int, int]:
    return min(constants.holidays).year, max(constants.holidays).year


@dataclass(frozen=True, kw_only=True)
class WorkCalendar:
    """China's calendar with local additions, which come before the national ones."""

    extra_holidays: frozenset[date] = frozenset()
    extra_workdays: frozenset[date] = frozenset()

    def is_workday(self, day: date) -> bool:
        """Whether offices are open: Monday to Friday without holidays, and weekends worked in exchange for them."""
        if day in self.extra_workdays:
            return True
        if day in self.extra_holidays:
            return False
        first, last = _known_years()
        if first <= day.year <= last and (day in constants.workdays or day in constants.holidays):
            return day in constants.workdays
        return day.weekday() < _SATURDAY

    def holiday(self, day: date) -> str:
        """The holiday's name in Chinese (春节) on one of its days off; empty on other days, weekends among them."""
        if day in self.extra_holidays:
            return "节假日"
        if day in self.extra_workdays or day not in constants.holidays:
            return ""
        names = {holiday.value: holiday.chinese for holiday in constants.Holiday}
        return str(names.get(constants.holidays[day], "节假日"))

    def next_workday(self, day: date) -> date:
        """The day itself when it is a working day, else the first one after it."""
        for later in range(_LONGEST_REST):
            if self.is_workday(day + timedelta(days=later)):
                return day + timedelta(days=later)
        return day

    def add_workdays(self, day: date, number: int) -> date:
        """The day on which so many working days have passed; the day itself does not count (5个工作日内)."""
        while number > 0:
            day += timedelta(days=1)
            number -= self.is_workday(day)
        return day

    def workdays_between(self, after: date, until: date) -> int:
        """Working days after one day, up to and with another; 0 when there are none between them."""
        return sum(self.is_workday(after + timedelta(days=one)) for one in range(1, (until - after).days + 1))

    def holidays_between(self, after: date, until: date) -> tuple[int, str]:
        """Days of holidays after one day, up to and with another, and the longest holiday's name."""
        names = [
            name for one in range(1, (until - after).days + 1) if (name := self.holiday(after + timedelta(days=one)))
        ]
        return len(names), max(dict.fromkeys(names), key=names.count, default="")
