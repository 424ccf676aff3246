"""Columns without a list of their own: judged by what stands below them, and only when all of that was read."""

from __future__ import annotations

from datetime import date

import pytest
from minisite import Answer, MiniSite, page, rows, search

from crawler.evidence import ColumnEvidence, FailureKind, Outcome, Shape, Target

TOP = "/zwgk/jczy/"
LIMIT = date(2025, 3, 31)
OLD = rows(date(2023, 1, 5), date(2022, 1, 6), date(2021, 2, 3))
NEW = rows(date(2026, 3, 9), date(2026, 2, 9), date(2025, 2, 3))
FOUR = ("义务教育", "高中教育", "学前教育", "职业教育")


def judge(pages: dict[str, Answer]) -> ColumnEvidence:
    home: dict[str, Answer] = {"/": page(), "/zwgk/": page("政务公开", links={"教育领域": TOP})}
    target = Target(key="k", path=("政务公开", "教育领域"), stale_before=LIMIT)
    return search(MiniSite({**home, **pages}), target).columns["k"]


def parent(*names: str) -> dict[str, Answer]:
    below = {name: f"{TOP}{number}/" for number, name in enumerate(names, 1)}
    return {TOP: page("政务公开", "教育领域", links={"教育领域": {".": TOP, **below}})}


def children(*bodies: str, names: tuple[str, ...] = FOUR) -> dict[str, Answer]:
    pages: dict[str, Answer] = {
        f"{TOP}{number}/": page("政务公开", "教育领域", name, body=body)
        for number, (name, body) in enumerate(zip(names, bodies, strict=True), 1)
    }
    return {**parent(*names), **pages}


def test_all_old_is_old_after_two_looks() -> None:
    found = judge(children(OLD, OLD, OLD, OLD))
    assert (found.outcome, found.newest, found.looks) == (Outcome.FOUND, date(2023, 1, 5), 2)


def test_one_that_is_new_makes_the_parent_new() -> None:
    found = judge(children(OLD, OLD, OLD, NEW))
    assert (found.outcome, found.newest) == (Outcome.FOUND, date(2026, 3, 9))


def test_a_child_that_could_not_be_read_may_be_the_new_one() -> None:
    found = judge({**children(OLD, OLD, OLD, OLD), f"{TOP}4/": FailureKind.UNREACHABLE})
    assert (found.outcome, found.reason) == (Outcome.INCOMPLETE, "部分下级栏目未能读取")


def test_a_child_that_opens_again_at_the_second_look_counts() -> None:
    old = page("政务公开", "教育领域", "职业教育", body=OLD)
    new = page("政务公开", "教育领域", "职业教育", body=NEW)
    found = judge({**children(OLD, OLD, OLD, OLD), f"{TOP}4/": (old, new)})
    assert (found.outcome, found.newest) == (Outcome.FOUND, date(2026, 3, 9))


NAMES = tuple(f"第{number}类教育信息" for number in range(1, 15))


def test_of_many_children_the_unread_ones_are_in_doubt() -> None:
    found = judge(children(*[OLD] * 14, names=NAMES))
    assert found.outcome is Outcome.INCOMPLETE
    assert "只读了其中12个" in found.reason


@pytest.mark.parametrize(("body", "newest"), [(OLD, date(2023, 1, 5)), (NEW, date(2026, 3, 9))], ids=["old", "new"])
def test_two_levels_down(body: str, newest: date) -> None:
    pages: dict[str, Answer] = dict(parent("义务教育"))
    below = {"招生入学": f"{TOP}1/a/", "学校名录": f"{TOP}1/b/"}
    pages[f"{TOP}1/"] = page("政务公开", "教育领域", "义务教育", links={"义务教育": below})
    pages[f"{TOP}1/a/"] = page("政务公开", "教育领域", "义务教育", "招生入学", body=OLD)
    pages[f"{TOP}1/b/"] = page("政务公开", "教育领域", "义务教育", "学校名录", body=body)
    found = judge(pages)
    assert (found.outcome, found.newest) == (Outcome.FOUND, newest)
    assert found.listing is not None
    assert found.listing.shape is Shape.SECTION


FLAT = {
    "政策解读": "/zwgk/zcjd/",
    "教育领域": TOP,
    "义务教育": f"{TOP}1/",
    "高中教育": f"{TOP}2/",
    "公示公告": "/zwgk/gg/",
}
"""A side menu without levels: nothing in it tells what stands below what."""


def sent_on(links: dict[str, str], **others: str) -> dict[str, Answer]:
    """The parent's address leads on to its first child, as of many systems; the child's breadcrumb links the parent."""

    def child(name: str, body: str) -> str:
        crumb = f'<a href="/zwgk/">政务公开</a> &gt; <a href="{TOP}">教育领域</a> &gt; <a href="./">{name}</a>'
        return page(crumb, title=name, links=links, body=f"<h2>{name}</h2>{body}")

    bodies = {"义务教育": OLD, "高中教育": OLD, **others}
    pages: dict[str, Answer] = {TOP: f'<html><head><meta http-equiv="refresh" content="0;url={TOP}1/"></head></html>'}
    for name, body in bodies.items():
        pages[FLAT[name]] = child(name, body)
    return pages


@pytest.mark.parametrize(("second", "newest"), [(NEW, date(2026, 3, 9)), (OLD, date(2023, 1, 5))], ids=["new", "old"])
def test_a_parent_that_leads_on_to_its_first_child_has_the_other_ones_as_well(second: str, newest: date) -> None:
    found = judge(sent_on(FLAT, 高中教育=second))
    assert (found.outcome, found.newest) == (Outcome.FOUND, newest)


def test_the_start_page_is_nobodys_child() -> None:
    home = page(links={"政务公开": "/zwgk/"}, body=f"<h2>要闻</h2>{NEW}")
    found = judge({**sent_on({"新闻": "/", "教育领域": TOP}), "/": home})
    assert (found.outcome, found.newest) == (Outcome.FOUND, date(2023, 1, 5))
