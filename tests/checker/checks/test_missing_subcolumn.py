"""missing-subcolumn: when it speaks, and when it must not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from checker_cases import column, facts, located, rule

from checker.checks.missing_subcolumn import missing_subcolumn, settled
from checker.facts import Facts
from checker.result import Status
from crawler.evidence import ColumnEvidence, Match, Outcome
from crawler.inspected import Lead
from rules.model import Requirement, RequirementKind, RuleKind

GONE = column(Outcome.ABSENT)
ELSEWHERE = column(located=located(Match.MISPLACED))
UNSEEN = Lead(asked="视频", name="", looks=2)


def given(part: ColumnEvidence | None, *leads: Lead, outcome: Outcome = Outcome.FOUND, **asked: Any) -> Facts:
    wanted = rule(**({"kind": RuleKind.SUBCOLUMNS, "subcolumns": ("视频",)} | asked))
    return replace(facts(column(outcome, leads=leads), asked=wanted), parts={"视频": part})


def counted(number: int) -> tuple[Requirement, ...]:
    return (Requirement(kind=RequirementKind.SUBCOLUMNS, quote="至少设置子栏目", names=("视频",), at_least=number),)


FIRES = [
    pytest.param(given(GONE, UNSEEN), id="nowhere on the site and not on the page"),
    pytest.param(given(ELSEWHERE, UNSEEN), id="only elsewhere on the site"),
]
UNTOLD = [
    pytest.param(given(GONE, replace(UNSEEN, looks=1)), id="the page was read once"),
    pytest.param(given(GONE), id="the page was not read"),
    pytest.param(given(replace(GONE, looks=1), UNSEEN), id="searched for once"),
    pytest.param(given(column(Outcome.BLOCKED), UNSEEN), id="the search was blocked"),
    pytest.param(given(None, UNSEEN), id="never searched for"),
]
SILENT = [
    pytest.param(given(column(), UNSEEN), id="found below the column"),
    pytest.param(given(column(located=located(Match.RENAMED)), UNSEEN), id="found by a synonym"),
    pytest.param(given(GONE, Lead(asked="视频", name="视频")), id="a tab or heading of the page"),
    pytest.param(given(GONE, UNSEEN, outcome=Outcome.ABSENT), id="the column itself is missing"),
]


@pytest.mark.parametrize("case", FIRES)
def test_fires(case: Facts) -> None:
    (finding,) = missing_subcolumn(case)
    assert (finding.status, settled(case)) == (Status.FAIL, True)
    assert "未见“视频”" in finding.message


@pytest.mark.parametrize("case", UNTOLD)
def test_cannot_tell(case: Facts) -> None:
    (finding,) = missing_subcolumn(case)
    assert (finding.status, settled(case)) == (Status.UNVERIFIABLE, False)


@pytest.mark.parametrize("case", SILENT)
def test_silent(case: Facts) -> None:
    assert missing_subcolumn(case) == ()


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        pytest.param({"requirements": counted(1)}, True, id="as many as are named"),
        pytest.param({"requirements": counted(3)}, False, id="more than are named: people count"),
        pytest.param({"kind": RuleKind.COLUMN}, True, id="an ordinary rule"),
    ],
)
def test_numbers_are_for_people(asked: dict[str, Any], told: bool) -> None:
    assert settled(given(column(), **asked)) == told
    assert settled(replace(given(column()), parts={})) is False
