"""site-not-configured: when it speaks, and when it must not."""

from __future__ import annotations

import pytest
from checker_cases import column, facts, rule

from checker.checks.site_not_configured import site_not_configured
from checker.facts import Facts
from checker.question import Gap
from checker.result import Status
from crawler.evidence import Outcome

FIRES = [
    pytest.param(
        facts(asked=rule(site="区税务局网站"), gap=Gap.SITE_NOT_CONFIGURED),
        "“区税务局网站”",
        id="a site we do not know",
    ),
    pytest.param(
        facts(column(Outcome.OFF_SITE, reason="指向 https://other.example.cn/。")),
        "：指向 https://other.example.cn/。",
        id="the menu leads to a foreign host",
    ),
    pytest.param(facts(column(Outcome.OFF_SITE)), "未予访问。", id="foreign host, no reason given"),
]

SILENT = [
    pytest.param(facts(column()), id="an ordinary column"),
    pytest.param(facts(gap=Gap.UNIT_WITHOUT_PAGE), id="a unit without a page"),
]


@pytest.mark.parametrize(("given", "words"), FIRES)
def test_fires(given: Facts, words: str) -> None:
    findings = site_not_configured(given)
    assert [finding.code for finding in findings] == ["site-not-configured"]
    assert findings[0].status is Status.UNVERIFIABLE
    assert words in findings[0].message
    assert findings[0].advice
    assert "第3行" in findings[0].basis


@pytest.mark.parametrize("given", SILENT)
def test_silent(given: Facts) -> None:
    assert site_not_configured(given) == ()
