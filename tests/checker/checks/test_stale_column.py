"""stale-column: when it speaks, and when it must not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from checker_cases import AS_OF, column, entries, entry, facts, listing, rule

from checker.checks.stale_column import stale_column
from checker.facts import Facts
from checker.result import Status
from crawler.evidence import Outcome, Shape

FIRES = [
    pytest.param(
        facts(column(listing=listing(*entries(366)))),
        "最新信息日期为2021-10-31，截至2022-11-01已366天",
        id="one day late",
    ),
    pytest.param(
        facts(column(listing=listing(*entries(400, 390, 500)))), "390天", id="the newest row is not the first"
    ),
    pytest.param(
        facts(column(listing=listing(*entries(-3, 400)))), "已400天", id="a future row does not make it fresh"
    ),
    pytest.param(
        facts(column(listing=listing(*entries(15))), asked=rule(path=("政务动态",))),
        "超过14天的期限1天",
        id="news, one day late",
    ),
    pytest.param(
        facts(column(listing=listing(*entries(11))), asked=rule(limit_days=10)), "超过10天", id="the rule's own limit"
    ),
    pytest.param(
        facts(column(listing=listing(shape=Shape.SECTION), newest=AS_OF - timedelta(days=900))),
        "已900天",
        id="sub-columns, the newest of them old",
    ),
    pytest.param(
        facts(
            column(listing=listing(shape=Shape.SINGLE), newest=AS_OF - timedelta(days=91)), asked=rule(limit_days=90)
        ),
        "已91天",
        id="a single text with a limit of its own",
    ),
]

SILENT = [
    pytest.param(facts(column()), id="an ordinary column"),
    pytest.param(facts(column(listing=listing(*entries(0)))), id="today"),
    pytest.param(facts(column(listing=listing(*entries(365)))), id="on the limit"),
    pytest.param(
        facts(column(listing=listing(entry(None, pinned=True), *entries(10)))), id="a pinned row without a date"
    ),
    pytest.param(facts(column(listing=listing(*entries(900, 3)))), id="old rows above a new one"),
    pytest.param(facts(column(listing=listing(*entries(None, None)))), id="no date found"),
    pytest.param(facts(column(listing=listing(*entries(-5)))), id="only future dates"),
    pytest.param(facts(column(listing=listing(shape=Shape.EMPTY_LIST))), id="empty"),
    pytest.param(
        facts(column(listing=listing(shape=Shape.SINGLE), newest=AS_OF - timedelta(days=3000))), id="a single text"
    ),
    pytest.param(
        facts(column(listing=listing(*entries(3000))), asked=rule(path=("规划信息", "国民经济和社会发展规划"))),
        id="a plan is old by nature",
    ),
    pytest.param(facts(column(Outcome.UNREACHABLE, listing=listing(*entries(900)))), id="not read in this run"),
]


@pytest.mark.parametrize(("given", "words"), FIRES)
def test_fires(given: Facts, words: str) -> None:
    findings = stale_column(given)
    assert [finding.code for finding in findings] == ["stale-column"]
    assert findings[0].status is Status.FAIL
    assert words in findings[0].message
    assert findings[0].advice
    assert "第3行" in findings[0].basis


@pytest.mark.parametrize("given", SILENT)
def test_silent(given: Facts) -> None:
    assert stale_column(given) == ()


@pytest.mark.parametrize(
    ("age", "extent"),
    [
        pytest.param(15, 1, id="a day late"),
        pytest.param(27, 1, id="not yet as late again"),
        pytest.param(28, 2, id="twice the limit"),
        pytest.param(200, 4, id="fourteen times the limit"),
    ],
)
def test_how_late_it_is_doubles_from_step_to_step(age: int, extent: int) -> None:
    """A night more is no news; each doubling is."""
    (found,) = stale_column(facts(column(listing=listing(*entries(age))), asked=rule(path=("政务动态",))))
    assert found.extent == extent
