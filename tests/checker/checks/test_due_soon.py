"""due-soon: when it speaks, and when it must not."""

from __future__ import annotations

import pytest
from checker_cases import column, entries, facts, listing, rule

from checker.checks.due_soon import due_soon
from checker.facts import Facts
from checker.result import Status

FIRES = [
    pytest.param(facts(column(listing=listing(*entries(365)))), "今天已满365天", id="on the limit"),
    pytest.param(
        facts(column(listing=listing(*entries(330)))), "再过35天即满365天", id="first day of the band: 10 % of 365"
    ),
    pytest.param(
        facts(column(listing=listing(*entries(13))), asked=rule(path=("要闻",))),
        "再过1天即满14天",
        id="first day of the band: 2 days",
    ),
]

SILENT = [
    pytest.param(facts(column()), id="an ordinary column"),
    pytest.param(facts(column(listing=listing(*entries(329)))), id="the day before the band"),
    pytest.param(facts(column(listing=listing(*entries(366)))), id="already stale"),
    pytest.param(facts(column(listing=listing(*entries(12))), asked=rule(path=("要闻",))), id="news with 2 days left"),
    pytest.param(
        facts(column(listing=listing(*entries(0))), asked=rule(limit_days=1)), id="updated today, limit of 1 day"
    ),
    pytest.param(facts(column(listing=listing(*entries(None)))), id="no date"),
    pytest.param(facts(column(listing=listing(*entries(350))), asked=rule(path=("行政法规",))), id="no limit"),
]


@pytest.mark.parametrize(("given", "words"), FIRES)
def test_fires(given: Facts, words: str) -> None:
    findings = due_soon(given)
    assert [finding.code for finding in findings] == ["due-soon"]
    assert findings[0].status is Status.WARN
    assert words in findings[0].message
    assert findings[0].advice
    assert "第3行" in findings[0].basis


@pytest.mark.parametrize("given", SILENT)
def test_silent(given: Facts) -> None:
    assert due_soon(given) == ()
