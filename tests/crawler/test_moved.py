"""Columns that moved between two runs: noticed, judged where they are now, and said to have moved."""

from __future__ import annotations

from datetime import date

import pytest
from minisite import HOME, Answer, MiniSite, page, rows, search

from crawler.evidence import ColumnEvidence, Outcome, Target

OLD_ROWS = rows(date(2023, 3, 20), date(2023, 3, 2), date(2023, 1, 9))
NEW_ROWS = rows(date(2026, 3, 20), date(2026, 3, 2), date(2026, 1, 9))


def at_old_address(answer: Answer, at_new: str = NEW_ROWS) -> tuple[ColumnEvidence, MiniSite]:
    site = MiniSite(
        {
            "/": page(),
            "/zwgk/": page("政务公开", links={"通知公告": "/zwgk/new/"}),
            "/zwgk/new/": page("政务公开", "通知公告", body=at_new),
            "/zwgk/old/": answer,
        }
    )
    path = ("政务公开", "通知公告")
    target = Target(key="k", path=path, stale_before=date(2025, 3, 31), learned=HOME + "zwgk/old/", learned_trail=path)
    return search(site, target).columns["k"], site


MOVED = "栏目已从 https://www.yunshan.example/zwgk/old/ 迁至此处"


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(page("政务公开", "通知公告", body=OLD_ROWS), id="the old page is left where it was"),
        pytest.param("<html><head><meta http-equiv='refresh' content='0;url=/zwgk/new/'></head></html>", id="led on"),
        pytest.param(404, id="gone"),
    ],
)
def test_a_column_that_moved_is_judged_where_it_is_now(answer: Answer) -> None:
    evidence, _ = at_old_address(answer)
    assert evidence.located is not None
    assert (evidence.located.url, evidence.newest) == (HOME + "zwgk/new/", date(2026, 3, 20))
    assert MOVED in evidence.located.via


def test_of_two_old_places_the_known_one_stands() -> None:
    older = rows(date(2022, 3, 20), date(2022, 3, 2), date(2022, 1, 9))
    evidence, _ = at_old_address(page("政务公开", "通知公告", body=OLD_ROWS), older)
    assert evidence.located is not None
    assert (evidence.located.url, evidence.newest, evidence.looks) == (HOME + "zwgk/old/", date(2023, 3, 20), 2)
    assert "迁至" not in evidence.located.via


def test_a_known_column_that_is_new_needs_no_search() -> None:
    _, site = at_old_address(page("政务公开", "通知公告", body=NEW_ROWS))
    assert site.asked == ["/zwgk/old/"]


def test_a_known_parent_without_a_recent_memory_is_searched_again() -> None:
    below = {"教育领域": {".": "/zwgk/jy/", "义务教育": "/zwgk/jy/yw/"}}
    site = MiniSite(
        {
            "/": page(),
            "/zwgk/": page("政务公开", links=below),
            "/zwgk/jy/": page("政务公开", "教育领域", links=below),
            "/zwgk/jy/yw/": page("政务公开", "教育领域", "义务教育", body=NEW_ROWS),
        }
    )
    path = ("政务公开", "教育领域")
    evidence = search(site, Target(key="k", path=path, learned=HOME + "zwgk/jy/", learned_trail=path)).columns["k"]
    assert (evidence.outcome, evidence.newest) == (Outcome.FOUND, date(2026, 3, 20))
