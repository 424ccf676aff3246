"""missing-link: when it speaks, and when it must not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from checker_cases import column, facts, listing, rule

from checker.checks.missing_link import missing_link
from checker.facts import Facts
from checker.result import Status
from crawler.evidence import Outcome, Shape
from crawler.inspected import Answering, Lead, LinkAnswer
from rules.model import Requirement, RequirementKind

ASKED = Requirement(kind=RequirementKind.LINK, quote="链接“行政法规库”", names=("行政法规库",), site="中国政府网")
URL = "https://www.example.gov.cn/fgk/"
SEEN = Lead(asked="行政法规库", name="国家行政法规库", url=URL)
UNSEEN = Lead(asked="行政法规库", name="", looks=2)


def answered(answering: Answering, looks: int = 2) -> Lead:
    return replace(SEEN, answer=LinkAnswer(name="库", url=URL, answering=answering, detail="HTTP 404", looks=looks))


def given(*leads: Lead, requirements: tuple[Requirement, ...] = (ASKED,), **changes: Any) -> Facts:
    return facts(column(**({"leads": leads} | changes)), asked=rule(requirements=requirements))


@pytest.mark.parametrize(
    ("case", "words", "status"),
    [
        pytest.param(given(UNSEEN), "未见指向中国政府网“行政法规库”的链接", Status.FAIL, id="not on the page"),
        pytest.param(given(answered(Answering.GONE)), "打不开（HTTP 404）", Status.FAIL, id="dead at both looks"),
        pytest.param(given(answered(Answering.EMPTY)), "打不开", Status.FAIL, id="empty at both looks"),
        pytest.param(given(replace(UNSEEN, looks=1)), "未能核验", Status.UNVERIFIABLE, id="read once"),
        pytest.param(given(), "未能核验", Status.UNVERIFIABLE, id="the page was not read"),
        pytest.param(given(answered(Answering.GONE, 1)), "未能核验", Status.UNVERIFIABLE, id="dead at one look"),
        pytest.param(
            given(UNSEEN, listing=listing(shape=Shape.SHELL)), "未能核验", Status.UNVERIFIABLE, id="drawn by a script"
        ),
    ],
)
def test_fires(case: Facts, words: str, status: Status) -> None:
    (finding,) = missing_link(case)
    assert finding.status is status
    assert words in finding.message


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(given(SEEN), id="on a host that is not ours to open"),
        pytest.param(given(answered(Answering.FINE)), id="there, and it answers"),
        pytest.param(given(answered(Answering.UNKNOWN)), id="there, and the other site refuses us"),
        pytest.param(given(UNSEEN, requirements=()), id="nobody asks for it"),
        pytest.param(given(UNSEEN, outcome=Outcome.ABSENT), id="the column itself is missing"),
    ],
)
def test_silent(case: Facts) -> None:
    assert missing_link(case) == ()
