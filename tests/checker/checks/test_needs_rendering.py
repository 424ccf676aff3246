"""needs-rendering: when it speaks, and when it must not."""

from __future__ import annotations

import pytest
from checker_cases import column, entries, facts, listing, rule

from checker.checks.needs_rendering import needs_rendering
from checker.facts import Facts
from checker.result import Status
from crawler.evidence import Outcome, Shape
from rules.model import RuleKind

FIRES = [
    pytest.param(facts(column(Outcome.NEEDS_RENDERING, reason="列表由脚本生成")), "运行脚本", id="could not be drawn"),
    pytest.param(
        facts(column(Outcome.NEEDS_RENDERING, reason="没有找到浏览器")), "（没有找到浏览器）", id="why it could not"
    ),
    pytest.param(facts(column(listing=listing(shape=Shape.SHELL))), "运行脚本", id="a shell without rows"),
]

SILENT = [
    pytest.param(facts(column()), id="an ordinary column"),
    pytest.param(
        facts(column(listing=listing(*entries(3), shape=Shape.SHELL))), id="a shell whose rows were had otherwise"
    ),
    pytest.param(facts(column(listing=listing(shape=Shape.EMPTY_LIST))), id="an empty list is no shell"),
    pytest.param(
        facts(column(listing=listing(shape=Shape.SHELL)), asked=rule(kind=RuleKind.SUBCOLUMNS)),
        id="only the existence is asked",
    ),
]


@pytest.mark.parametrize(("given", "words"), FIRES)
def test_fires(given: Facts, words: str) -> None:
    findings = needs_rendering(given)
    assert [finding.code for finding in findings] == ["needs-rendering"]
    assert findings[0].status is Status.UNVERIFIABLE
    assert words in findings[0].message
    assert findings[0].advice
    assert "第3行" in findings[0].basis


@pytest.mark.parametrize("given", SILENT)
def test_silent(given: Facts) -> None:
    assert needs_rendering(given) == ()
