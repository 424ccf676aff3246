"""misplaced-column: when it speaks, and when it must not."""

from __future__ import annotations

import pytest
from checker_cases import column, facts, located

from checker.checks.misplaced_column import misplaced_column
from checker.facts import Facts
from checker.result import Status
from crawler.evidence import Match, Outcome

FIRES = [
    pytest.param(
        facts(column(located=located(Match.MISPLACED, trail=("政务公开", "减税降费")))),
        "实际位于“政务公开 > 减税降费”",
        id="below another level",
    ),
]

SILENT = [
    *(
        pytest.param(facts(column(located=located(match))), id=match.value)
        for match in Match
        if match is not Match.MISPLACED
    ),
    pytest.param(facts(column(Outcome.BROKEN, located=located(Match.MISPLACED))), id="broken"),
]


@pytest.mark.parametrize(("given", "words"), FIRES)
def test_fires(given: Facts, words: str) -> None:
    findings = misplaced_column(given)
    assert [finding.code for finding in findings] == ["misplaced-column"]
    assert findings[0].status is Status.WARN
    assert words in findings[0].message
    assert findings[0].advice
    assert "第3行" in findings[0].basis


@pytest.mark.parametrize("given", SILENT)
def test_silent(given: Facts) -> None:
    assert misplaced_column(given) == ()
