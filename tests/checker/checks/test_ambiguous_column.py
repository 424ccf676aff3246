"""ambiguous-column: when it speaks, and when it must not."""

from __future__ import annotations

import pytest
from checker_cases import column, facts, located

from checker.checks.ambiguous_column import ambiguous_column
from checker.facts import Facts
from checker.result import Status
from crawler.evidence import Match, Outcome

FIRES = [
    pytest.param(
        facts(column(Outcome.AMBIGUOUS, reason="两处同名：甲、乙")), "（两处同名：甲、乙）", id="two of one name"
    ),
    pytest.param(facts(column(located=located(Match.AMBIGUOUS))), "多个栏目", id="found, not confirmed"),
]

SILENT = [
    pytest.param(facts(column()), id="an ordinary column"),
    pytest.param(facts(column(located=located(Match.PARTIAL))), id="a level left out"),
    pytest.param(facts(column(Outcome.ABSENT)), id="none at all"),
]


@pytest.mark.parametrize(("given", "words"), FIRES)
def test_fires(given: Facts, words: str) -> None:
    findings = ambiguous_column(given)
    assert [finding.code for finding in findings] == ["ambiguous-column"]
    assert findings[0].status is Status.WARN
    assert words in findings[0].message
    assert findings[0].advice
    assert "第3行" in findings[0].basis


@pytest.mark.parametrize("given", SILENT)
def test_silent(given: Facts) -> None:
    assert ambiguous_column(given) == ()
