"""renamed-column: when it speaks, and when it must not."""

from __future__ import annotations

import pytest
from checker_cases import column, facts, located

from checker.checks.renamed_column import renamed_column
from checker.facts import Facts
from checker.result import Status
from crawler.evidence import Match, Outcome

FIRES = [
    pytest.param(
        facts(column(located=located(Match.RENAMED, trail=("专题专栏", "减税降费政策"), similarity=0.8))),
        "“减税降费政策”（位置：专题专栏 > 减税降费政策，相似度80%）",
        id="a near name",
    ),
    pytest.param(facts(column(located=located(Match.RENAMED, trail=()))), "（无名称）", id="no trail read"),
]

SILENT = [
    *(
        pytest.param(facts(column(located=located(match))), id=match.value)
        for match in Match
        if match is not Match.RENAMED
    ),
    pytest.param(facts(column(Outcome.BROKEN, located=located(Match.RENAMED))), id="broken"),
    pytest.param(facts(column(located=None)), id="no place known"),
]


@pytest.mark.parametrize(("given", "words"), FIRES)
def test_fires(given: Facts, words: str) -> None:
    findings = renamed_column(given)
    assert [finding.code for finding in findings] == ["renamed-column"]
    assert findings[0].status is Status.WARN
    assert words in findings[0].message
    assert findings[0].advice
    assert "第3行" in findings[0].basis


@pytest.mark.parametrize("given", SILENT)
def test_silent(given: Facts) -> None:
    assert renamed_column(given) == ()
