"""The table of limits: which line holds for which name, and what the bands are."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from checker_cases import rule
from hypothesis import given
from hypothesis import strategies as st

from checker.freshness import BUILT_IN, FreshnessLimit, default_warning, limit_for, stale_before
from rules.model import RuleKind

KINDS = [
    pytest.param("政务动态", 14, id="news"),
    pytest.param("云山要闻", 14, id="headlines"),
    pytest.param("规划动态", 14, id="news of planning is news"),
    pytest.param("权责清单动态调整", None, id="the adjustment of a list is no news"),
    pytest.param("通知公告", 180, id="notices"),
    pytest.param("双公示", 180, id="publication for objection"),
    pytest.param("政策文件", 180, id="policy documents"),
    pytest.param("行政规范性文件", 180, id="normative documents"),
    pytest.param("政策", 180, id="the bare word"),
    pytest.param("政策解读", 365, id="explanations are not policy documents"),
    pytest.param("政府公报", 365, id="a gazette is no notice"),
    pytest.param("规划计划", 365, id="plans and programmes"),
    pytest.param("规划信息", 365, id="planning information in general"),
    pytest.param("人事任免", 365, id="appointments"),
    pytest.param("减税降费", 365, id="anything else"),
    pytest.param("财政专项资金", 365, id="专项 alone is no plan"),
    pytest.param("国民经济和社会发展规划", None, id="a five-year plan"),
    pytest.param("专项规划", None, id="special plans"),
    pytest.param("国土空间规划", None, id="spatial plans"),
    pytest.param("政府信息公开指南", None, id="the guide"),
    pytest.param("政府信息公开制度", None, id="the rules"),
    pytest.param("行政法规", None, id="regulations"),
    pytest.param("市政府规章", None, id="local rules"),
    pytest.param("机构简介", None, id="about the body"),
    pytest.param("机关简介", None, id="about the body, other word"),
    pytest.param("机构职能", None, id="duties"),
    pytest.param("权责清单", None, id="powers and duties"),
    pytest.param("联系我们", None, id="address"),
]


@pytest.mark.parametrize(("name", "days"), KINDS)
def test_built_in_table(name: str, days: int | None) -> None:
    limit = limit_for(rule(path=("政务公开", name)))
    assert limit.days == days
    assert limit.basis


def test_only_the_leaf_decides() -> None:
    assert limit_for(rule(path=("政务动态", "人事任免"))).days == 365


def test_the_rule_overrides_the_table() -> None:
    limit = limit_for(rule(path=("行政法规",), limit_days=30))
    assert (limit.days, limit.warn, limit.basis) == (30, 3, "规则集设定")


@pytest.mark.parametrize("kind", [RuleKind.SUBCOLUMNS, RuleKind.HOMEPAGE_ENTRY])
def test_other_demands_have_no_limit(kind: RuleKind) -> None:
    assert limit_for(rule(kind=kind, limit_days=30)).days is None


def test_a_configured_table_replaces_the_built_in_one_whole() -> None:
    table = (FreshnessLimit(match="公报$", days=31, warn=5, basis="本区规定"),)
    assert limit_for(rule(path=("政府公报",)), table).days == 31
    assert limit_for(rule(path=("政府公报",)), table).warn == 5
    assert limit_for(rule(path=("政务动态",)), table).days is None


def test_the_first_line_that_fits_wins() -> None:
    table = (FreshnessLimit(match="公告", days=7), FreshnessLimit(match="通知公告", days=99))
    assert limit_for(rule(path=("通知公告",)), table).days == 7


@pytest.mark.parametrize(
    ("days", "warn"),
    [
        pytest.param(365, 36, id="10 %"),
        pytest.param(180, 18, id="10 % exactly"),
        pytest.param(14, 2, id="at least 2"),
        pytest.param(2, 1, id="never the whole limit"),
        pytest.param(1, 0, id="a daily column"),
        pytest.param(0, 0, id="must be of today"),
    ],
)
def test_default_warning(days: int, warn: int) -> None:
    assert default_warning(days) == warn


def test_every_line_of_the_built_in_table_says_where_it_comes_from() -> None:
    assert all(line.basis for line in BUILT_IN)


@given(st.integers(0, 4000), st.integers(0, 4000))
def test_stale_before_is_the_day_the_stale_check_turns(days: int, age: int) -> None:
    as_of = date(2022, 11, 1)
    first_fresh = stale_before(limit_for(rule(limit_days=days)), as_of)
    assert first_fresh is not None
    assert (as_of - timedelta(days=age) < first_fresh) == (age > days)


def test_nothing_is_stale_without_a_limit() -> None:
    assert stale_before(limit_for(rule(path=("行政法规",))), date(2022, 11, 1)) is None
