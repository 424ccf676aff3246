"""empty-column: when it speaks, and when it must not."""

from __future__ import annotations

import pytest
from checker_cases import AS_OF, column, entries, facts, listing, rule

from checker.checks.empty_column import empty_column
from checker.facts import Facts
from checker.result import Status
from crawler.evidence import Outcome, Shape
from rules.model import RuleKind

FIRES = [
    pytest.param(facts(column(listing=listing(shape=Shape.EMPTY_LIST))), "没有任何信息。", id="a list without rows"),
    pytest.param(
        facts(column(listing=listing(shape=Shape.EMPTY_LIST, total=0))), "总数为0", id="a total of 0 is quoted"
    ),
    pytest.param(facts(column(listing=listing(total=0))), "总数为0", id="a list that states 0"),
    pytest.param(
        facts(column(listing=listing(shape=Shape.EMPTY_LIST)), asked=rule(path=("政务公开", "行政法规"))),
        "行政法规",
        id="exempt from updates, not from having content",
    ),
]

SILENT = [
    pytest.param(facts(column()), id="an ordinary column"),
    pytest.param(facts(column(listing=listing(*entries(None), total=0))), id="rows contradict the total"),
    pytest.param(facts(column(listing=listing(total=12))), id="12 rows that could not be read"),
    pytest.param(facts(column(listing=listing())), id="a list of unknown length"),
    pytest.param(facts(column(listing=listing(shape=Shape.SINGLE, total=0))), id="a single text"),
    pytest.param(facts(column(listing=listing(shape=Shape.SECTION, total=0))), id="sub-columns"),
    pytest.param(facts(column(listing=listing(shape=Shape.SHELL, total=0))), id="a script shell"),
    pytest.param(facts(column(listing=listing(shape=Shape.UNKNOWN, total=0))), id="a page not understood"),
    pytest.param(facts(column(listing=None)), id="a label without a page"),
    pytest.param(facts(column(listing=listing(shape=Shape.EMPTY_LIST), newest=AS_OF)), id="its children have entries"),
    pytest.param(facts(column(Outcome.BROKEN, listing=listing(shape=Shape.EMPTY_LIST))), id="broken, not empty"),
    pytest.param(
        facts(column(listing=listing(shape=Shape.EMPTY_LIST)), asked=rule(kind=RuleKind.SUBCOLUMNS)),
        id="only the existence is asked",
    ),
]


@pytest.mark.parametrize(("given", "words"), FIRES)
def test_fires(given: Facts, words: str) -> None:
    findings = empty_column(given)
    assert [finding.code for finding in findings] == ["empty-column"]
    assert findings[0].status is Status.FAIL
    assert words in findings[0].message
    assert findings[0].advice
    assert "第3行" in findings[0].basis


@pytest.mark.parametrize("given", SILENT)
def test_silent(given: Facts) -> None:
    assert empty_column(given) == ()
