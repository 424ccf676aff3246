"""unit-without-page: when it speaks, and when it must not."""

from __future__ import annotations

import pytest
from checker_cases import column, facts, rule

from checker.checks.unit_without_page import unit_without_page
from checker.facts import Facts
from checker.question import Gap
from checker.result import Status

FIRES = [
    pytest.param(
        facts(asked=rule(site="部门网页"), gap=Gap.UNIT_WITHOUT_PAGE, unit="区财政局"),
        "“区财政局”",
        id="no page configured",
    ),
]

SILENT = [
    pytest.param(facts(column()), id="an ordinary column"),
    pytest.param(facts(gap=Gap.SITE_NOT_CONFIGURED), id="a site that is not configured"),
]


@pytest.mark.parametrize(("given", "words"), FIRES)
def test_fires(given: Facts, words: str) -> None:
    findings = unit_without_page(given)
    assert [finding.code for finding in findings] == ["unit-without-page"]
    assert findings[0].status is Status.UNVERIFIABLE
    assert words in findings[0].message
    assert findings[0].advice
    assert "第3行" in findings[0].basis


@pytest.mark.parametrize("given", SILENT)
def test_silent(given: Facts) -> None:
    assert unit_without_page(given) == ()
