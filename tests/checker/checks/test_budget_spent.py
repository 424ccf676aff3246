"""budget-spent: when it speaks, and when it must not."""

from __future__ import annotations

import pytest
from checker_cases import column, facts

from checker.checks.budget_spent import budget_spent
from checker.facts import Facts
from checker.result import Status
from crawler.evidence import Outcome

FIRES = [
    pytest.param(facts(column(Outcome.BUDGET_SPENT, reason="已访问400页")), "（已访问400页）", id="pages used up"),
]

SILENT = [
    pytest.param(facts(column()), id="an ordinary column"),
    pytest.param(facts(column(Outcome.ABSENT)), id="looked everywhere"),
]


@pytest.mark.parametrize(("given", "words"), FIRES)
def test_fires(given: Facts, words: str) -> None:
    findings = budget_spent(given)
    assert [finding.code for finding in findings] == ["budget-spent"]
    assert findings[0].status is Status.UNVERIFIABLE
    assert words in findings[0].message
    assert findings[0].advice
    assert "第3行" in findings[0].basis


@pytest.mark.parametrize("given", SILENT)
def test_silent(given: Facts) -> None:
    assert budget_spent(given) == ()
