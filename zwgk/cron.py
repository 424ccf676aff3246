"""Cron expressions as people know them, turned into APScheduler triggers.

APScheduler's own `from_crontab` counts weekdays from Monday = 0 and joins day-of-month and day-of-week with "and";
crontab(5) counts from Sunday = 0 (and 7) and joins them with "or". People write crontab(5).
"""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.combining import OrTrigger
from apscheduler.triggers.cron import CronTrigger

_WEEKDAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_PART = re.compile(r"(?P<first>\*|[a-z]{3}|\d{1,2})(?:-(?P<last>[a-z]{3}|\d{1,2}))?(?:/(?P<step>\d{1,2}))?", re.ASCII)


def parse_cron(expression: str, timezone: ZoneInfo) -> BaseTrigger:
    """The trigger of a five-field expression; ValueError with a Chinese phrase when it is not one."""
    fields = expression.lower().split()
    if len(fields) != 5:
        raise ValueError(f"cron 表达式应有 5 段（分 时 日 月 周），现在是 {len(fields)} 段，如 0 2 * * *")
    minute = _values(fields[0], 0, 59, (), "分")
    hour = _values(fields[1], 0, 23, (), "时")
    day = _values(fields[2], 1, 31, (), "日")
    month = _values(fields[3], 1, 12, _MONTHS, "月", names_from=1)
    weekday = sorted({value % 7 for value in _values(fields[4], 0, 7, _WEEKDAYS, "周")})
    if fields[4].startswith("*") and "/" not in fields[4]:
        weekday = list(range(7))
    names = ",".join(_WEEKDAYS[value] for value in weekday)
    common = {"minute": _joined(minute), "hour": _joined(hour), "month": _joined(month), "timezone": timezone}
    by_day = CronTrigger(day=_joined(day), **common)
    by_weekday = CronTrigger(day_of_week=names, **common)
    trigger: BaseTrigger
    if fields[2].startswith("*") and fields[4].startswith("*"):
        trigger = CronTrigger(day=_joined(day), day_of_week=names, **common)
    elif fields[2].startswith("*"):
        trigger = by_weekday
    elif fields[4].startswith("*"):
        trigger = by_day
    else:
        trigger = OrTrigger([by_day, by_weekday])
    if not _ever(day, month, fields):
        raise ValueError("cron 表达式的日期永远不会到来，请检查 日、月 两段")
    return trigger


def _ever(days: list[int], months: list[int], fields: list[str]) -> bool:
    longest = {2: 29, 4: 30, 6: 30, 9: 30, 11: 30}
    return not fields[4].startswith("*") or any(min(days) <= longest.get(month, 31) for month in months)


def _values(field: str, low: int, high: int, names: tuple[str, ...], label: str, *, names_from: int = 0) -> list[int]:
    values: set[int] = set()
    for part in field.split(","):
        found = _PART.fullmatch(part)
        if found is None:
            raise ValueError(f"cron 表达式的“{label}”段写法不对：{field}")
        step = int(found["step"] or 1)
        if found["first"] == "*":
            first, last = low, high
        else:
            first = _number(found["first"], names, names_from, label)
            last = _number(found["last"], names, names_from, label) if found["last"] else first
            if found["step"] and not found["last"]:
                last = high
        if step < 1 or not low <= first <= high or not first <= last <= high:
            raise ValueError(f"cron 表达式的“{label}”段应在 {low}–{high} 之间：{field}")
        values.update(range(first, last + 1, step))
    return sorted(values)


def _number(word: str, names: tuple[str, ...], names_from: int, label: str) -> int:
    if word.isdecimal():
        return int(word)
    if word in names:
        return names.index(word) + names_from
    raise ValueError(f"cron 表达式的“{label}”段有不认识的写法：{word}")


def _joined(values: list[int]) -> str:
    return ",".join(str(value) for value in values)
