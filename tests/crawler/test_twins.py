"""Columns that share a name or nearly do: which of them answers, and when none may."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest
from minisite import Answer, find, page, rows

from crawler.evidence import ColumnEvidence, FailureKind, Match, Outcome

FRESH = rows(date(2026, 3, 20), date(2026, 3, 2), date(2026, 1, 5))
OTHER = rows(date(2026, 3, 27), date(2026, 3, 22))
HEALTH = {
    "医疗服务": {".": "/zl/yl/", "价格公示": "/zl/yl/jg/"},
    "养老服务": {".": "/zl/yl2/", "价格公示": "/zl/yl2/jg/"},
}


def branches(answer: Answer) -> Mapping[str, Answer]:
    """Two topics with a column of one name each; the first one's page answers as told."""
    return {
        "/": page(title="云山区人民政府", links=HEALTH),
        "/zl/yl/": page("医疗服务", links=HEALTH),
        "/zl/yl2/": page("养老服务", links=HEALTH),
        "/zl/yl/jg/": answer,
        "/zl/yl2/jg/": page("养老服务", "价格公示", links=HEALTH, body=OTHER),
    }


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        pytest.param(404, Outcome.BROKEN, id="gone"),
        pytest.param(410, Outcome.BROKEN, id="removed"),
        pytest.param(FailureKind.BLOCKED, Outcome.BLOCKED, id="shut"),
        pytest.param(FailureKind.UNREACHABLE, Outcome.UNREACHABLE, id="no answer"),
    ],
)
def test_a_twin_in_another_branch_never_answers_for_a_page_that_cannot_be_read(
    answer: Answer, outcome: Outcome
) -> None:
    got = find(branches(answer), "医疗服务>价格公示")
    assert got.outcome is outcome
    assert got.located is not None
    assert got.located.url is not None
    assert got.located.url.endswith("/zl/yl/jg/")


def test_a_namesake_further_down_does_not_answer_for_a_page_that_is_shut() -> None:
    menu = {"信息公开": {".": "/xx/", "农机补贴": "/xx/nj/", "重点": {".": "/xx/zd/", "农机补贴": "/xx/zd/nj/"}}}
    site = {
        "/": page(title="云山区人民政府", links=menu),
        "/xx/": page("信息公开", links=menu),
        "/xx/zd/": page("信息公开", "重点", links=menu),
        "/xx/nj/": FailureKind.BLOCKED,
        "/xx/zd/nj/": page("信息公开", "重点", "农机补贴", body=OTHER),
    }
    assert find(site, "信息公开>农机补贴").outcome is Outcome.BLOCKED


def test_a_dead_link_beside_a_living_one_of_the_same_branch_is_no_fault() -> None:
    twice = {"医疗服务": {".": "/zl/yl/", "价格公示": "/zl/alt/"}, "惠民": {"价格公示": "/zl/yl/jg/"}}
    site = {
        "/": page(title="云山区人民政府", links=twice),
        "/zl/yl/": page("医疗服务", links=twice),
        "/zl/yl/jg/": page("医疗服务", "价格公示", body=FRESH),
    }
    got = find(site, "医疗服务>价格公示")
    assert (got.outcome, got.newest) == (Outcome.FOUND, date(2026, 3, 20))


def test_a_gone_page_that_goes_by_another_offices_word_is_broken_and_not_missing() -> None:
    menu = {"信息公布": {".": "/xxgb/", "招考录用": "/xxgb/zk/"}}
    site = {"/": page(title="云山区人民政府", links=menu), "/xxgb/": page("信息公布", links=menu)}
    got = find(site, "信息公布>招录信息")
    assert (got.outcome, got.looks) == (Outcome.BROKEN, 2)
    assert got.located is not None
    assert got.located.match is Match.RENAMED


def test_the_column_nearest_to_the_path_is_taken_before_its_namesake_further_down() -> None:
    inner = {"法定主动公开内容": {".": "/xx/fd/", "土地征收": "/xx/fd/td/"}}
    site = {
        "/": page(title="云山区人民政府", links={"信息公开": {".": "/xx/", **inner}}),
        "/xx/": page("信息公开", links={**inner, "土地征收": "/xx/td/"}),
        "/xx/fd/": page("信息公开", "法定主动公开内容"),
        "/xx/fd/td/": page("信息公开", "法定主动公开内容", "土地征收", body=OTHER),
        "/xx/td/": page("信息公开", "土地征收", body=FRESH),
    }
    assert where(find(site, "信息公开>土地征收")) == "/xx/td/"
    assert where(find(site, "信息公开>法定主动公开内容>土地征收")) == "/xx/fd/td/"


def test_the_name_of_the_same_characters_is_the_nearer_synonym() -> None:
    menu = {"新闻中心": {".": "/xw/", "公示公告": "/xw/gs/", "通知公告": "/xw/tz/"}}
    site = {
        "/": page(title="云山区人民政府", links=menu),
        "/xw/gs/": page("新闻中心", "公示公告", body=OTHER),
        "/xw/tz/": page("新闻中心", "通知公告", body=FRESH),
    }
    got = find(site, "新闻中心>公告通知")
    assert (where(got), got.outcome) == ("/xw/tz/", Outcome.FOUND)


def test_of_several_synonyms_in_other_branches_none_stands_for_the_column() -> None:
    menu = {
        "政务公开": "/zwgk/",
        "数据": {"统计数据": "/sj/tj/"},
        "档案": {"统计数据": "/da/tj/"},
    }
    site = {
        "/": page(title="云山区人民政府", links=menu),
        "/zwgk/": page("政务公开", links={"行政许可": "/zwgk/xk/"}),
        "/sj/tj/": page("数据", "统计数据", body=FRESH),
        "/da/tj/": page("档案", "统计数据", body=OTHER),
    }
    assert find(site, "政务公开>统计信息").outcome is Outcome.ABSENT


def where(got: ColumnEvidence) -> str | None:
    url = got.located.url if got.located is not None else None
    return url.removeprefix("https://www.yunshan.example") if url else None
