"""broken-link: when it speaks, and when it must not."""

from __future__ import annotations

import pytest
from checker_cases import column, facts
from looked_cases import answer, article, inspected

from checker.checks.broken_link import broken_link
from checker.facts import Facts
from checker.result import Status
from crawler.evidence import Outcome
from crawler.inspected import Answering
from rules.model import RuleKind

GONE = article("关于开展清理的通知", answering=Answering.GONE)
FINE = article("另一条", number=2)


@pytest.mark.parametrize(
    ("case", "words"),
    [
        pytest.param(
            inspected(GONE, FINE), "最新2条信息中有1条打不开：“关于开展清理的通知”（HTTP 404）", id="gone twice"
        ),
        pytest.param(inspected(article(answering=Answering.EMPTY)), "1条打不开：“一条信息”（内容为空）", id="empty"),
        pytest.param(
            inspected(*(article(f"第{n}条", number=n, answering=Answering.GONE) for n in (1, 2, 3))),
            "有3条打不开：“第1条”（HTTP 404）、“第2条”（HTTP 404）等",
            id="one finding for all",
        ),
    ],
)
def test_fires(case: Facts, words: str) -> None:
    (finding,) = broken_link(case)
    assert finding.status is Status.FAIL
    assert words in finding.message
    assert len(finding.message) <= 150


def test_names_the_entries() -> None:
    (finding,) = broken_link(inspected(GONE, FINE))
    assert [ref.url for ref in finding.evidence] == ["https://www.example.gov.cn/jsjf/", GONE.url]
    assert finding.evidence[1].quote == "关于开展清理的通知：HTTP 404"


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(inspected(FINE), id="all open"),
        pytest.param(inspected(), id="nothing was opened"),
        pytest.param(facts(column()), id="no closer look"),
        pytest.param(inspected(article(answer=answer(Answering.GONE, looks=1))), id="seen once"),
        pytest.param(inspected(article(answering=Answering.UNKNOWN)), id="refused or failed"),
        pytest.param(inspected(GONE, outcome=Outcome.ABSENT), id="the column itself is missing"),
        pytest.param(inspected(GONE, asked={"kind": RuleKind.HOMEPAGE_ENTRY}), id="the rule asks for something else"),
    ],
)
def test_silent(case: Facts) -> None:
    assert broken_link(case) == ()


@pytest.mark.parametrize(
    ("case", "able"),
    [
        pytest.param(inspected(FINE), True, id="all open"),
        pytest.param(inspected(), False, id="nothing was opened"),
        pytest.param(inspected(FINE, article(number=3, answering=Answering.UNKNOWN)), False, id="one failed"),
        pytest.param(
            inspected(FINE, article(number=3, answer=answer(Answering.UNKNOWN, fetched_at=None))),
            True,
            id="one lies elsewhere and was never asked for",
        ),
        pytest.param(inspected(FINE, article(answer=answer(Answering.GONE, looks=1))), False, id="one not confirmed"),
    ],
)
def test_able(case: Facts, able: bool) -> None:
    assert broken_link.able(case) is able
