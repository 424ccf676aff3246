"""Which columns count against a site: each once, whatever the order in which they were seen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from crawler.inspected import SeenColumn
from crawler.neglect import ANY_LEVEL, Neglect, neglected, once
from crawler.surveyed import SurveyLimits, SurveyLine

TODAY = date(2026, 3, 31)
LIMITS = SurveyLimits(
    lines=(
        SurveyLine(match="动态", before=TODAY - timedelta(days=14), level=ANY_LEVEL),
        SurveyLine(match="规划", before=None),
        SurveyLine(match="公告", before=TODAY - timedelta(days=180), level=1),
        SurveyLine(match="", before=TODAY - timedelta(days=365)),
    ),
    other_before=TODAY - timedelta(days=365),
)
COLUMNS = st.lists(
    st.builds(
        SeenColumn,
        name=st.sampled_from(["部门动态", "通知公告", "统计信息", "专项规划"]),
        url=st.sampled_from([f"https://www.yunshan.example/{n}/" for n in range(6)]),
        trail=st.sampled_from([(), ("政务公开",), ("政务公开", "部门动态"), ("通知公告",)]),
        shape=st.sampled_from(["list", "empty-list", "section", "shell"]),
        newest=st.none() | st.dates(date(2020, 1, 1), TODAY),
        total=st.none() | st.integers(0, 3),
        asked=st.booleans(),
        looks=st.integers(1, 2),
        # An empty list has no newest day.
    ).map(lambda one: one if one.shape == "list" else replace(one, newest=None)),
    max_size=12,
)


def column(name: str, age: int | None, url: str = "a", *trail: str) -> SeenColumn:
    newest = None if age is None else TODAY - timedelta(days=age)
    shape = "list" if newest else "empty-list"
    return SeenColumn(
        name=name, url=f"https://www.yunshan.example/{url}/", trail=trail or (name,), shape=shape, newest=newest
    )


def test_of_two_sights_the_better_one_counts() -> None:
    new, old, empty = column("部门动态", 1), column("部门动态", 99), column("部门动态", None)
    for pair in ((new, old), (old, new), (empty, new), (new, empty)):
        assert once(pair) == (new,)
    assert once((empty, old)) == (old,)
    named = replace(column("部门动态", 99, "b"), trail=old.trail)
    assert len(once((old, named))) == 1, "one name at one place"


def test_the_level_of_a_column_that_does_not_tell_it() -> None:
    unknown = replace(column("通知公告", 200), trail=())
    assert not any(neglected([unknown], LIMITS).values()), "perhaps no first-level column"
    assert neglected([replace(unknown, newest=TODAY - timedelta(days=400))], LIMITS)[Neglect.OTHER]
    assert neglected([replace(column("部门动态", 20), trail=())], LIMITS)[Neglect.NEWS]


@given(COLUMNS)
def test_each_column_counts_at_most_once(columns: list[SeenColumn]) -> None:
    found = neglected(columns, LIMITS)
    counted = [one for members in found.values() for one in members]
    assert len({one.url for one in counted}) == len(counted)
    assert all("规划" not in one.name and one.shape in ("list", "empty-list") for one in counted)
    fresh = {one.url for one in columns if one.newest is not None and (TODAY - one.newest).days <= 14}
    assert not fresh & {one.url for one in counted}


def test_columns_are_told_in_one_order_whatever_order_the_pages_came_in() -> None:
    seen = [column(name, 400, name) for name in ("统计信息", "办事流程", "人才服务")]
    assert neglected(seen, LIMITS) == neglected(seen[::-1], LIMITS)
