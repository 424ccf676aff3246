"""Turning the pages of static lists whose first row need not be the newest."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from minisite import Answer, MiniSite, page, search

from crawler.evidence import ColumnEvidence, Outcome, Target

FOLDER = "/zwgk/tzgg/"


def items(*days: str, start: int = 1) -> str:
    rows = "".join(
        f"<li><a href='{FOLDER}t{number}.html'>云山区公布第{number}号事项办理情况</a><span>{day}</span></li>"
        for number, day in enumerate(days, start)
    )
    return f"<ul class='list'>{rows}</ul>"


MIXED = items("2021-03-01", "2023-05-02", "2020-01-09", "2024-02-03", "2019-06-06")
SECOND = items("2022-02-02", "2026-03-15", "2018-01-01", "2025-07-07", start=6)
THIRD = items("2017-02-02", "2016-03-15", start=10)


def read(first: str, others: dict[str, Answer]) -> tuple[ColumnEvidence, MiniSite]:
    site = MiniSite(
        {
            "/": page(),
            "/zwgk/": page("政务公开", links={"通知公告": FOLDER}),
            FOLDER: page("政务公开", "通知公告", body=first),
            **others,
        }
    )
    return search(site, Target(key="k", path=("政务公开", "通知公告"))).columns["k"], site


def column(body: str) -> str:
    return page("政务公开", "通知公告", body=body)


@pytest.mark.parametrize(
    "others",
    [
        pytest.param({"index_1.html": SECOND, "index_2.html": THIRD}, id="counted from 0"),
        pytest.param({"index_1.html": MIXED, "index_2.html": SECOND, "index_3.html": THIRD}, id="counted from 1"),
        pytest.param({"index_2.html": SECOND, "index_3.html": THIRD}, id="counted from 1, without _1"),
    ],
)
def test_pages_that_only_a_script_turns_are_found_by_what_they_hold(others: dict[str, str]) -> None:
    counted = MIXED + "<div class='page'>共3页</div>"
    found, _ = read(counted, {FOLDER + name: column(body) for name, body in others.items()})
    assert found.newest == date(2026, 3, 15)


def test_pages_of_another_column_are_not_read() -> None:
    counted = MIXED + "<div class='page'>共3页</div>"
    wrong = page("政务公开", "部门动态", body=SECOND)
    found, _ = read(counted, {FOLDER + "index_1.html": wrong, FOLDER + "index_2.html": wrong})
    assert found.newest == date(2024, 2, 3)


def test_a_next_link_that_leads_into_another_column_is_not_followed() -> None:
    turned = MIXED + "<div class='page'><a href='index_2.html'>2</a> <a href='index_2.html'>下一页</a> 共2页</div>"
    found, _ = read(turned, {FOLDER + "index_2.html": page("政务公开", "部门动态", body=SECOND)})
    assert found.newest == date(2024, 2, 3)


def test_a_pager_that_loops_ends() -> None:
    turned = MIXED + "<div class='page'><a href='index_2.html'>2</a> <a href='index_2.html'>下一页</a> 共9页</div>"
    found, site = read(turned, {FOLDER + "index_2.html": column(turned)})
    assert found.newest == date(2024, 2, 3)
    assert site.asked.count(FOLDER + "index_2.html") == 1


def test_rows_in_order_need_no_further_page() -> None:
    ordered = items("2026-03-01", "2026-02-01", "2026-01-01", "2025-12-01") + "<div class='page'>共3页</div>"
    found, site = read(ordered, {FOLDER + "index_1.html": column(SECOND)})
    assert found.newest == date(2026, 3, 1)
    assert FOLDER + "index_1.html" not in site.asked


def test_each_page_may_name_the_one_after_it() -> None:
    def turn(body: str, number: int) -> str:
        return f"{body}<div class='page'>共9条 {number}/3 <a href='list_{number + 1}.html'>下一页</a></div>"

    middle = turn(items("2019-01-01", "2018-01-01", "2018-02-01", start=30), 2)
    others = {FOLDER + "list_2.html": column(middle), FOLDER + "list_3.html": column(SECOND)}
    found, site = read(turn(MIXED, 1), others)
    assert found.newest == date(2026, 3, 15)
    assert FOLDER + "list_4.html" not in site.asked


def risen(start: int) -> str:
    days = [date(2024, 1, 1) + timedelta(days=10 * (start + number)) for number in range(6)]
    return items(*(day.isoformat() for day in days), start=start + 1)


def test_rows_from_old_to_new_are_read_on_the_last_page() -> None:
    def body(number: int) -> str:
        return risen(number * 6) + f"<script>createPageHTML(13, {number}, 'index', 'html')</script>"

    others = {f"{FOLDER}index_{number}.html": column(body(number)) for number in range(1, 13)}
    found, site = read(body(0), others)
    assert found.newest == date(2026, 2, 9)
    assert [path for path in site.asked if "index_" in path] == [FOLDER + "index_12.html"]


def test_rows_from_old_to_new_without_their_last_page_are_not_judged() -> None:
    found, _ = read(risen(0) + "<script>createPageHTML(13, 0, 'index', 'html')</script>", {})
    assert found.outcome is Outcome.INCOMPLETE
    assert "最后一页" in found.reason


def stale(first: str, others: dict[str, Answer]) -> ColumnEvidence:
    site = MiniSite(
        {
            "/": page(),
            "/zwgk/": page("政务公开", links={"通知公告": FOLDER}),
            FOLDER: page("政务公开", "通知公告", body=first),
            **others,
        }
    )
    target = Target(key="k", path=("政务公开", "通知公告"), stale_before=date(2025, 12, 1))
    return search(site, target).columns["k"]


def test_no_list_without_order_is_called_stale_for_what_was_not_read() -> None:
    pager = "<script>createPageHTML(13, 0, 'index', 'html')</script>"
    later = items("2021-02-02", "2024-06-15", "2018-01-01", start=6)
    doubted = stale(MIXED + pager, {FOLDER + "index_1.html": column(later)})
    assert doubted.outcome is Outcome.INCOMPLETE
    assert "不按时间排列" in doubted.reason
    fresh = items("2021-02-02", "2026-03-15", "2018-01-01", start=6)
    assert stale(MIXED + pager, {FOLDER + "index_1.html": column(fresh)}).outcome is Outcome.FOUND
    falling = items("2018-02-02", "2019-06-15", "2018-01-01", start=6)
    assert stale(MIXED + pager, {FOLDER + "index_1.html": column(falling)}).outcome is Outcome.FOUND
