"""The days an item shows: until when to rectify, and how long the document's own deadlines have to go."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from district import AS_OF, finding, result

from checker.result import Result, Status
from reports.days import deadlines, rectify_by
from reports.told import NOTHING
from rules.model import Deadline, DeadlineKind

LATER = AS_OF + timedelta(days=9)


def warned(*codes: str, due: date | None = LATER) -> Result:
    """Warned of by these codes; the newest entry's limit ends five days after the audit's day."""
    base = replace(result(1, Status.WARN), findings=tuple(replace(finding(code), status=Status.WARN) for code in codes))
    given = () if due is None else (Deadline(text="12月1日前", kind=DeadlineKind.DATE, due=due),)
    return replace(base, newest=AS_OF - timedelta(days=360), limit_days=365, deadlines=given)


@pytest.mark.parametrize(
    ("given", "day", "why"),
    [
        pytest.param(warned("deadline-soon"), LATER, "文件规定的时限，还有 9 天", id="document due"),
        pytest.param(warned("due-soon"), AS_OF + timedelta(days=5), "更新期限届满之日，还有 5 天", id="column due"),
        pytest.param(warned("due-soon", "deadline-soon"), AS_OF + timedelta(days=5), "届满", id="the earlier of both"),
        pytest.param(warned("deadline-soon", due=AS_OF), AS_OF, "文件规定的时限，今日到期", id="due today"),
        pytest.param(warned("deadline-soon", due=None), AS_OF + timedelta(days=15), "发现之日起", id="day not known"),
        pytest.param(
            warned("deadline-soon", due=AS_OF - timedelta(days=1)), AS_OF + timedelta(days=15), "发现之日起", id="past"
        ),
        pytest.param(
            warned("renamed-column", "deadline-soon"), AS_OF + timedelta(days=15), "发现之日起", id="a fault already"
        ),
    ],
)
def test_what_is_only_near_is_to_be_done_before_it_fails(given: Result, day: date, why: str) -> None:
    due = rectify_by(given, AS_OF, NOTHING)
    assert due is not None
    assert due.day == day
    assert why in due.words


@pytest.mark.parametrize("status", [Status.PASS, Status.MANUAL, Status.WAIVED, Status.UNVERIFIABLE])
def test_nothing_else_is_to_be_rectified(status: Status) -> None:
    assert rectify_by(replace(warned("deadline-soon"), status=status), AS_OF, NOTHING) is None


def test_days_are_counted_once() -> None:
    assert deadlines(warned("renamed-column"), AS_OF, most=5) == (f"12月1日前（{LATER} 到期，还有 9 天）",)
    assert deadlines(warned("deadline-soon"), AS_OF, most=5) == (f"12月1日前（{LATER} 到期）",)
    assert deadlines(warned("renamed-column", due=AS_OF - timedelta(days=2)), AS_OF, most=5)[0].endswith("已过 2 天）")
