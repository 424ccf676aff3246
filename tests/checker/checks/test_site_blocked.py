"""site-blocked: when it speaks, and when it must not."""

from __future__ import annotations

import pytest
from checker_cases import column, facts, site

from checker.checks.site_blocked import site_blocked
from checker.facts import Facts
from checker.result import Status
from crawler.evidence import Outcome, SiteStatus

FIRES = [
    pytest.param(facts(column(Outcome.BLOCKED, reason="HTTP 503。")), "（HTTP 503）", id="this column only"),
    pytest.param(
        facts(at=site(SiteStatus.BLOCKED, reason="连接超时")), "（连接超时）", id="the whole site, nothing asked"
    ),
    pytest.param(
        facts(column(Outcome.BLOCKED), at=site(SiteStatus.BLOCKED)), "拦截", id="the whole site, without a reason"
    ),
]

SILENT = [
    pytest.param(facts(column()), id="an ordinary column"),
    pytest.param(facts(column(), at=site(SiteStatus.BLOCKED)), id="the column was read before the site turned"),
    pytest.param(facts(column(Outcome.UNREACHABLE)), id="another trouble"),
    pytest.param(facts(column(Outcome.DISALLOWED)), id="a third trouble"),
    pytest.param(facts(column(Outcome.ABSENT)), id="looked and not found"),
    pytest.param(facts(column(Outcome.BROKEN)), id="a 404 is an answer"),
]


@pytest.mark.parametrize(("given", "words"), FIRES)
def test_fires(given: Facts, words: str) -> None:
    findings = site_blocked(given)
    assert [finding.code for finding in findings] == ["site-blocked"]
    assert findings[0].status is Status.UNVERIFIABLE
    assert words in findings[0].message
    assert findings[0].advice
    assert "第3行" in findings[0].basis


@pytest.mark.parametrize("given", SILENT)
def test_silent(given: Facts) -> None:
    assert site_blocked(given) == ()
