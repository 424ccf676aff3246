"""broken-column: when it speaks, and when it must not."""

from __future__ import annotations

import pytest
from checker_cases import column, facts, fetch, located

from checker.checks.broken_column import broken_column
from checker.facts import Facts
from checker.result import Status
from crawler.evidence import Outcome

FIRES = [
    pytest.param(
        facts(column(Outcome.BROKEN, located=located(), fetches=(fetch(404),))),
        "页面（https://www.example.gov.cn/jsjf/）返回 HTTP 404",
        id="answers 404",
    ),
    pytest.param(facts(column(Outcome.BROKEN)), "页面打开后提示内容不存在", id="a soft 404, address unknown"),
]

SILENT = [
    pytest.param(facts(column()), id="an ordinary column"),
    *(
        pytest.param(facts(column(outcome)), id=f"not {outcome.value}")
        for outcome in Outcome
        if outcome is not Outcome.BROKEN
    ),
]


@pytest.mark.parametrize(("given", "words"), FIRES)
def test_fires(given: Facts, words: str) -> None:
    findings = broken_column(given)
    assert [finding.code for finding in findings] == ["broken-column"]
    assert findings[0].status is Status.FAIL
    assert words in findings[0].message
    assert findings[0].advice
    assert "第3行" in findings[0].basis


@pytest.mark.parametrize("given", SILENT)
def test_silent(given: Facts) -> None:
    assert broken_column(given) == ()
