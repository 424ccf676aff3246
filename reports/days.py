"""期限: the days an item shows, in words: for rectification, of the document, of its newest entry."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from checker.result import Result, Status
from reports.cleaning import clean, long_date
from reports.told import Told

_TEXT = 120
_FAULTY = (Status.FAIL, Status.WARN)
_DOCUMENTS = frozenset(("missing-document", "deadline-soon", "late-document"))
"""Findings that count the days to a document's deadline themselves, and to the next workday."""


@dataclass(frozen=True, slots=True)
class Due:
    """整改期限: its day, and in words how it was come by."""

    day: date
    words: str


def rectify_by(result: Result, as_of: date, told: Told) -> Due | None:
    """The last day for rectification of what fails or warns; None of everything else.

    Of what is only warned of before it fails, the day before which it has to be done; else so many days after the
    oldest of the faults was found.
    """
    if result.status not in _FAULTY:
        return None
    due, why = min(_before_it_fails(result, as_of), default=(None, ""))
    if due is None:
        due = _found(result, as_of, told) + timedelta(days=told.rectify_days)
        why = f"发现之日起 {told.rectify_days} 天"
    return Due(due, f"{long_date(due)}（{why}，{_left(due, as_of, '已逾期')}）")


def deadlines(result: Result, as_of: date, *, most: int) -> tuple[str, ...]:
    """The document's own deadlines; with the days that are left where no finding counts them."""
    counted = not any(finding.code in _DOCUMENTS for finding in result.findings)
    return tuple(
        clean(one.text, _TEXT)
        + (
            ""
            if one.due is None
            else f"（{one.due.isoformat()} 到期，{_left(one.due, as_of, '已过')}）"
            if counted
            else f"（{one.due.isoformat()} 到期）"
        )
        for one in result.deadlines[:most]
    )


def age(result: Result, as_of: date) -> str:
    """How old the newest entry is, and by how much it is over or under the limit; empty where none is known."""
    if result.newest is None or (days := (as_of - result.newest).days) < 0:
        return ""
    if result.limit_days is None:
        return f"距审核基准日 {days} 天"
    left = result.limit_days - days
    return f"距审核基准日 {days} 天，" + (f"距更新期限还有 {left} 天" if left >= 0 else f"超过更新期限 {-left} 天")


def _left(day: date, as_of: date, over: str) -> str:
    left = (day - as_of).days
    return "今日到期" if left == 0 else f"还有 {left} 天" if left > 0 else f"{over} {-left} 天"


def _before_it_fails(result: Result, as_of: date) -> Iterator[tuple[date, str]]:
    """The days on which what is warned of becomes a fault; none where something is a fault already."""
    codes = {finding.code for finding in result.findings if finding.status in _FAULTY}
    if not codes <= {"due-soon", "deadline-soon"}:
        return
    if "deadline-soon" in codes:
        yield from ((one.due, "文件规定的时限") for one in result.deadlines if one.due is not None and one.due >= as_of)
    if "due-soon" in codes and result.newest is not None and result.limit_days is not None:
        day = result.newest + timedelta(days=result.limit_days)
        if day >= as_of:
            yield day, "更新期限届满之日"


def _found(result: Result, as_of: date, told: Told) -> date:
    found = as_of
    for finding in result.findings:
        entry = None if told.followed is None else told.followed.standing(result, finding)
        if entry is not None:
            found = min(found, entry.opened)
    return found
