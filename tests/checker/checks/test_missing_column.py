"""missing-column: when it speaks, and when it must not."""

from __future__ import annotations

import pytest
from checker_cases import column, facts

from checker.checks.missing_column import missing_column
from checker.facts import Facts
from checker.result import Status
from crawler.evidence import Look, Outcome

FIRES = [
    pytest.param(
        facts(column(Outcome.ABSENT, looked=tuple(Look(place=p, url=None) for p in ("首页", "网站地图", "首页")))),
        "政府网站 > 专题专栏 > 减税降费”。已查找：首页、网站地图。",
        id="looked everywhere, each place named once",
    ),
    pytest.param(facts(column(Outcome.ABSENT, reason="上级栏目存在。")), "（上级栏目存在）", id="with a reason"),
]

SILENT = [
    pytest.param(facts(column()), id="an ordinary column"),
    pytest.param(facts(), id="never looked"),
    *(
        pytest.param(facts(column(outcome)), id=f"not {outcome.value}")
        for outcome in Outcome
        if outcome is not Outcome.ABSENT
    ),
]


@pytest.mark.parametrize(("given", "words"), FIRES)
def test_fires(given: Facts, words: str) -> None:
    findings = missing_column(given)
    assert [finding.code for finding in findings] == ["missing-column"]
    assert findings[0].status is Status.FAIL
    assert words in findings[0].message
    assert findings[0].advice
    assert "第3行" in findings[0].basis


@pytest.mark.parametrize("given", SILENT)
def test_silent(given: Facts) -> None:
    assert missing_column(given) == ()
