"""missing-homepage-entry: when it speaks, and when it must not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from checker_cases import column, facts, located, rule, site
from golden_content import HOME

from checker.checks.missing_homepage_entry import missing_entries, missing_homepage_entry
from checker.facts import Facts
from checker.result import Status
from crawler.evidence import Outcome, SiteStatus
from crawler.inspected import HomeFacts
from rules.model import Requirement, RequirementKind, RuleKind

COLUMN = "https://www.example.gov.cn/jsjf/"
ENTRY = Requirement(kind=RequirementKind.HOMEPAGE_ENTRY, quote="首页设置“减税降费”栏目", names=("减税降费",))


def given(home: HomeFacts | None = HOME, outcome: Outcome = Outcome.FOUND, **asked: Any) -> Facts:
    wanted = rule(**({"kind": RuleKind.HOMEPAGE_ENTRY, "path": ("减税降费",)} | asked))
    seen = column(outcome, located=located(url=COLUMN)) if outcome is Outcome.FOUND else column(outcome)
    whole = facts(seen, asked=wanted)
    where = site(SiteStatus.REACHABLE, homes={} if home is None else {"": home})
    return replace(whole, site=where)


def shown(*names: tuple[str, str], **changes: Any) -> HomeFacts:
    return replace(HOME, names=(*HOME.names, *names), **changes)


FIRES = [
    pytest.param(given(), id="nothing of that name, and no link to the column"),
    pytest.param(given(outcome=Outcome.ABSENT), id="no such column either"),
    pytest.param(given(kind=RuleKind.COLUMN, requirements=(ENTRY,)), id="asked beside the column itself"),
    pytest.param(given(shown(("减税", COLUMN + "2.html"))), id="another name, another page"),
]
SILENT = [
    pytest.param(given(shown(("减税降费", COLUMN))), id="a link of that name"),
    pytest.param(given(shown(("减税降费", ""))), id="a heading of that name"),
    pytest.param(given(shown(("减税降费专题", "https://www.example.gov.cn/zt/"))), id="with a word that adds nothing"),
    pytest.param(given(shown(("", COLUMN))), id="a picture without a name that leads to the column"),
    pytest.param(given(replace(HOME, looks=1)), id="looked at once"),
    pytest.param(given(replace(HOME, drawn_by_script=True)), id="drawn by a script"),
    pytest.param(given(None), id="the home page was not read"),
    pytest.param(given(kind=RuleKind.COLUMN), id="nobody asks for an entry"),
]


@pytest.mark.parametrize("case", FIRES)
def test_fires(case: Facts) -> None:
    (finding,) = missing_homepage_entry(case)
    assert finding.status is Status.FAIL
    assert "首页设置“减税降费”" in finding.message
    assert finding.evidence[0].url == HOME.url


@pytest.mark.parametrize("case", SILENT)
def test_silent(case: Facts) -> None:
    assert missing_homepage_entry(case) == ()


@pytest.mark.parametrize(
    ("case", "told"),
    [
        pytest.param(given(replace(HOME, looks=1)), False, id="looked at once"),
        pytest.param(given(None), False, id="not read"),
        pytest.param(given(), True, id="missing"),
        pytest.param(given(shown(("减税降费", COLUMN), looks=1)), True, id="seen at the first look"),
    ],
)
def test_able(case: Facts, told: bool) -> None:
    assert (missing_entries(case) is not None) == told
