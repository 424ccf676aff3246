"""undated-column: when it speaks, and when it must not."""

from __future__ import annotations

import pytest
from checker_cases import AS_OF, column, entries, facts, listing, rule

from checker.checks.undated_column import undated_column
from checker.facts import Facts
from checker.result import Status
from crawler.evidence import Outcome, Shape

FIRES = [
    pytest.param(
        facts(column(listing=listing(*entries(None, None)))), "读到2条信息，列表和文章页均未注明", id="no dates at all"
    ),
    pytest.param(
        facts(column(listing=listing(*entries(-1)))), "均晚于检查日2022-11-01（如2022-11-02）", id="dated tomorrow"
    ),
    pytest.param(
        facts(column(listing=listing(*entries(None, -400)))), "1条日期晚于检查日", id="one in the future, one undated"
    ),
    pytest.param(
        facts(column(listing=listing(shape=Shape.SINGLE)), asked=rule(limit_days=90)),
        "网页未注明",
        id="a single text with a limit of its own",
    ),
]

SILENT = [
    pytest.param(facts(column()), id="an ordinary column"),
    pytest.param(facts(column(listing=listing(*entries(None, 0)))), id="one row is dated today"),
    pytest.param(facts(column(listing=listing(*entries(None)), newest=AS_OF)), id="dated by its articles"),
    pytest.param(facts(column(listing=listing(shape=Shape.EMPTY_LIST))), id="no rows"),
    pytest.param(facts(column(listing=listing())), id="rows that could not be read"),
    pytest.param(facts(column(listing=listing(shape=Shape.SINGLE))), id="a single text"),
    pytest.param(facts(column(listing=listing(*entries(None), shape=Shape.SECTION))), id="blocks of a section"),
    pytest.param(facts(column(listing=listing(*entries(None), shape=Shape.UNKNOWN))), id="a page not understood"),
    pytest.param(
        facts(column(listing=listing(*entries(None))), asked=rule(path=("政务公开", "行政法规"))), id="reference column"
    ),
    pytest.param(facts(column(Outcome.BROKEN, listing=listing(*entries(None)))), id="broken"),
]


@pytest.mark.parametrize(("given", "words"), FIRES)
def test_fires(given: Facts, words: str) -> None:
    findings = undated_column(given)
    assert [finding.code for finding in findings] == ["undated-column"]
    assert findings[0].status is Status.FAIL
    assert words in findings[0].message
    assert findings[0].advice
    assert "第3行" in findings[0].basis


@pytest.mark.parametrize("given", SILENT)
def test_silent(given: Facts) -> None:
    assert undated_column(given) == ()
