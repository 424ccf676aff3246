"""out-of-sync-column: which rows are compared, when it speaks, and when it must not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from checker_cases import AS_OF, column, entries, entry, facts, listing, rule

from checker.checks.out_of_sync_column import out_of_sync_column
from checker.facts import Facts
from checker.result import Status
from crawler.evidence import ColumnEvidence, Entry, Outcome, Shape
from rules.model import Requirement, RequirementKind

ASKED = Requirement(kind=RequirementKind.SAME_SOURCE, quote="保持数据同源", path=("专题", "重大项目"))


def rows(*ages: int, more: bool = False) -> ColumnEvidence:
    """A column with rows of these ages, and further pages when there is `more`."""
    seen = tuple(
        replace(one, url=f"https://www.example.gov.cn/{age}.html")
        for one, age in zip(entries(*ages), ages, strict=True)
    )
    return column(listing=listing(*seen, next_pages=("https://www.example.gov.cn/2.html",) if more else ()))


def titled(*titles: str, **changes: Any) -> ColumnEvidence:
    made = (
        replace(entry(AS_OF.replace(month=5), title), url=f"https://x.cn/{n}/{title}") for n, title in enumerate(titles)
    )
    return column(listing=listing(*(replace(one, **changes) for one in made)))


def given(one: ColumnEvidence, other: ColumnEvidence | None, asked: tuple[Requirement, ...] = (ASKED,)) -> Facts:
    return replace(facts(one, asked=rule(requirements=asked)), twin=other)


@pytest.mark.parametrize(
    ("case", "words"),
    [
        pytest.param(given(rows(20, 40), rows(20)), "本栏目有、“专题>重大项目”没有的1条", id="only here"),
        pytest.param(given(rows(20), rows(20, 40)), "“专题>重大项目”有、本栏目没有的1条", id="only there"),
        pytest.param(given(rows(20, 30), rows(40)), "没有的2条，“专题", id="both ways"),
        pytest.param(
            given(rows(20), column(listing=listing(shape=Shape.EMPTY_LIST))), "没有的1条", id="the other is empty"
        ),
        pytest.param(
            given(rows(20, 30, 60, more=True), rows(20, 90, more=True)), "没有的1条", id="inside the days of both"
        ),
        pytest.param(given(titled("关于甲项目的公告"), titled("关于乙项目的公告")), "没有的1条", id="other titles"),
    ],
)
def test_fires(case: Facts, words: str) -> None:
    (finding,) = out_of_sync_column(case)
    assert finding.status is Status.FAIL
    assert words in finding.message


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(given(rows(20, 40), rows(20, 40)), id="the same rows"),
        pytest.param(given(rows(1, 20), rows(20)), id="too new to have been copied"),
        pytest.param(given(rows(20, 30, 60, more=True), rows(20, 30, more=True)), id="older than what was read there"),
        pytest.param(given(titled("关于甲项目的公告"), titled("关于甲项目的公告 ")), id="the same title elsewhere"),
        pytest.param(
            given(titled("关于做好甲乙丙项目建设…"), titled("关于做好甲乙丙项目建设的通知")), id="a cut title"
        ),
        pytest.param(given(titled("甲", date=None), titled("甲", date=None)), id="without dates, the same"),
        pytest.param(given(rows(20), None, ()), id="nobody asks"),
        pytest.param(given(column(Outcome.ABSENT), rows(20)), id="the column itself is missing"),
    ],
)
def test_silent(case: Facts) -> None:
    assert out_of_sync_column(case) == ()


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(given(rows(20, 40), None), id="the other was not asked"),
        pytest.param(given(rows(20, 40), column(Outcome.BLOCKED)), id="the other could not be read"),
        pytest.param(given(rows(20, 40), column(listing=listing(shape=Shape.SINGLE))), id="the other is one text"),
        pytest.param(given(replace(rows(20, 40), looks=1), rows(20)), id="read once"),
        pytest.param(given(rows(1, 2), rows(3)), id="nothing old enough to compare"),
    ],
)
def test_cannot_tell(case: Facts) -> None:
    (finding,) = out_of_sync_column(case)
    assert finding.status is Status.UNVERIFIABLE


def test_the_differing_titles_are_quoted() -> None:
    many: tuple[Entry, ...] = tuple(entry(AS_OF.replace(month=5), f"第{n}号公告") for n in range(5))
    one = column(listing=listing(*(replace(row, url=f"https://x.cn/{n}") for n, row in enumerate(many))))
    (finding,) = out_of_sync_column(given(one, titled("别的公告")))
    assert "第0号公告" in finding.evidence[0].quote
    assert "别的公告" in finding.evidence[-1].quote
