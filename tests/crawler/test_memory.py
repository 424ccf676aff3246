"""What an earlier run saw: taken over while nothing changed, and for a week at most; moved columns are said to have moved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from minisite import AS_OF, HOME, Answer, MiniSite, page, rows, search

from benchmarks.accuracy import AS_OF as SITES_AS_OF
from benchmarks.second_run import differences, leaves, plan_of, remembering, run_twice
from benchmarks.sites import all_sites
from crawler.evidence import ColumnEvidence, Match, Outcome, Page, Remembered, Target
from crawler.memory import FULL_LOOK_DAYS

SITES = all_sites(SITES_AS_OF, 0)
PATH = ("政务公开", "规划信息")
FRESH, OLD = AS_OF - timedelta(days=3), AS_OF - timedelta(days=700)


@pytest.mark.parametrize("site", SITES, ids=[site.key for site in SITES])
def test_the_second_run_is_cheap_and_says_the_same(site: Any) -> None:
    first, second, _ = run_twice(site.pages, plan_of(site.key, site.labels()))
    assert differences(first, second) == []
    assert second.requests <= 1.25 * leaves(first)


class Conditional(MiniSite):
    """Answers 304 to whoever knows the page."""

    def __init__(self, pages: Mapping[str, Answer]) -> None:
        super().__init__(pages)
        self.kept: dict[str, Page] = {}
        self.unchanged = 0

    async def __call__(
        self, url: str, *, again: bool = False, data: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Page:
        if not again and url in self.kept:
            return self.kept[url]
        answer = await super().__call__(url, again=again)
        answer = replace(answer, etag=f'"{answer.sha256}"') if answer.status == 200 else answer
        if (headers or {}).get("If-None-Match") == answer.etag:
            self.unchanged += 1
            return replace(answer, status=304, body=b"", sha256="")
        self.kept[url] = answer
        return answer


def site_of(column: str, **more: Answer) -> dict[str, Answer]:
    return {
        "/": page(links={"政务公开": "/zwgk/"}),
        "/zwgk/": page("政务公开", links={"规划信息": "/zwgk/gh/", "财政信息": "/zwgk/cz/"}),
        "/zwgk/gh/": page("政务公开", "规划信息", body=column),
        "/zwgk/cz/": page("政务公开", "财政信息", body=rows(FRESH)),
        **more,
    }


def remembered(seen: ColumnEvidence, target: Target, days_ago: int = 1) -> Target:
    then = remembering(target, seen)
    assert then.remembered is not None
    return replace(then, remembered=replace(then.remembered, as_of=AS_OF - timedelta(days=days_ago)))


def two_runs(
    before: Mapping[str, Answer],
    after: Mapping[str, Answer],
    days_ago: int = 1,
    change: Callable[[Target], Target] = lambda one: one,
    path: tuple[str, ...] = PATH,
) -> tuple[ColumnEvidence, ColumnEvidence, Conditional]:
    target = Target(key="k", path=path, stale_before=AS_OF - timedelta(days=365))
    first = search(Conditional(before), target).columns["k"]
    site = Conditional(after)
    second = search(site, change(remembered(first, target, days_ago))).columns["k"]
    return first, second, site


def test_an_unchanged_column_costs_one_request() -> None:
    pages = site_of(rows(FRESH, OLD))
    first, second, site = two_runs(pages, pages)
    assert (site.asked, site.unchanged) == (["/zwgk/gh/"], 1)
    assert (second.newest, second.listing) == (first.newest, first.listing)
    assert second.since == AS_OF - timedelta(days=1)
    assert second.fetches[0].sha256 == first.fetches[0].sha256, "the digest is of the page that was read"


def test_a_changed_column_is_read_anew() -> None:
    _, second, site = two_runs(site_of(rows(OLD)), site_of(rows(FRESH, OLD)))
    assert (second.newest, second.since, site.unchanged) == (FRESH, None, 0)


@pytest.mark.parametrize(
    ("days_ago", "taken"),
    [
        pytest.param(FULL_LOOK_DAYS - 1, True, id="within a week"),
        pytest.param(FULL_LOOK_DAYS, False, id="a week later all is read in full"),
        pytest.param(-1, False, id="a memory from after as-of"),
    ],
)
def test_a_memory_holds_for_a_week(days_ago: int, taken: bool) -> None:
    pages = site_of(rows(FRESH))
    _, second, site = two_runs(pages, pages, days_ago)
    assert (site.unchanged == 1, second.since is not None) == (taken, taken)


def test_the_week_does_not_begin_anew_with_each_night() -> None:
    pages = site_of(rows(FRESH))
    _, second, _ = two_runs(pages, pages, FULL_LOOK_DAYS - 1)
    target = Target(key="k", path=PATH)
    third = search(Conditional(pages), remembered(second, target)).columns["k"]
    assert third.since == second.since
    late = Remembered(evidence=second, as_of=AS_OF)
    fourth = replace(
        remembered(second, target),
        remembered=replace(late, evidence=replace(second, since=AS_OF - timedelta(days=FULL_LOOK_DAYS))),
    )
    assert search(Conditional(pages), fourth).columns["k"].since is None


def test_a_confirmed_negative_that_is_unchanged_needs_no_second_look() -> None:
    pages = site_of(rows(OLD))
    first, second, site = two_runs(pages, pages)
    assert (first.looks, second.looks) == (2, 2)
    assert site.asked == ["/zwgk/gh/"]


def test_a_negative_that_is_new_is_looked_at_twice_although_the_page_is_unchanged() -> None:
    pages = site_of(rows(FRESH))

    def stricter(target: Target) -> Target:
        return replace(target, stale_before=AS_OF)

    _, second, site = two_runs(pages, pages, change=stricter)
    assert second.looks == 2
    assert site.asked == ["/zwgk/gh/", "/zwgk/gh/"]


def test_rows_that_depend_on_the_day_are_never_taken_over() -> None:
    pages = site_of(rows(AS_OF + timedelta(days=3), FRESH))
    _, second, site = two_runs(pages, pages)
    assert (site.unchanged, second.since) == (0, None)


def test_an_absent_column_is_not_looked_for_everywhere_again() -> None:
    pages = site_of(rows(FRESH))
    first, second, site = two_runs(pages, pages, path=("政务公开", "应急管理"))
    assert (first.outcome, second.outcome, second.looks) == (Outcome.ABSENT, Outcome.ABSENT, 2)
    assert sorted(set(site.asked)) == ["/", "/wzdt/", "/zwgk/", "/zwgk/zfxxgk/"]
    assert len(site.asked) == 4
    assert "此后未变" in second.looked[-1].place


def test_a_column_that_was_added_is_found() -> None:
    after = {
        **site_of(rows(FRESH)),
        "/zwgk/": page("政务公开", links={"规划信息": "/zwgk/gh/", "应急管理": "/zwgk/yj/"}),
        "/zwgk/yj/": page("政务公开", "应急管理", body=rows(FRESH)),
    }
    first, second, _ = two_runs(site_of(rows(FRESH)), after, path=("政务公开", "应急管理"))
    assert (first.outcome, second.outcome, second.newest) == (Outcome.ABSENT, Outcome.FOUND, FRESH)


def test_a_new_link_anywhere_makes_the_search_complete_again() -> None:
    after = {
        **site_of(rows(FRESH)),
        "/": page(links={"政务公开": "/zwgk/", "数据开放": "/sjkf/"}),
        "/sjkf/": page("数据开放", links={"应急管理": "/sjkf/yj/"}),
        "/sjkf/yj/": page("数据开放", "应急管理", body=rows(FRESH)),
    }
    _, second, _ = two_runs(site_of(rows(FRESH)), after, path=("政务公开", "应急管理"))
    assert second.outcome is Outcome.FOUND
    assert second.located is not None
    assert second.located.match is Match.MISPLACED


@pytest.mark.parametrize(
    "left",
    [
        pytest.param(404, id="gone"),
        pytest.param(page("政务公开", "政策解读", title="政策解读", body=rows(FRESH)), id="another name now"),
    ],
)
def test_a_moved_column_is_said_to_have_moved(left: Answer) -> None:
    after = {
        **site_of(rows(FRESH)),
        "/zwgk/": page("政务公开", links={"规划信息": "/zwgk/ghxx/"}),
        "/zwgk/ghxx/": page("政务公开", "规划信息", body=rows(FRESH)),
        "/zwgk/gh/": left,
    }
    _, second, _ = two_runs(site_of(rows(FRESH)), after)
    assert second.outcome is Outcome.FOUND
    assert second.located is not None
    assert second.located.url == HOME + "zwgk/ghxx/"
    assert f"栏目已从 {HOME}zwgk/gh/ 迁至此处" in second.located.via


def test_a_column_in_its_place_has_not_moved() -> None:
    _, second, _ = two_runs(site_of(rows(OLD)), site_of(rows(FRESH)))
    assert second.located is not None
    assert "迁至" not in second.located.via


def test_articles_of_rows_that_are_as_they_were_are_not_read_again() -> None:
    article = "<html><head><meta name='PubDate' content='2026-03-20 10:00'></head><body><h1>通报</h1><p>发布时间：2026-03-20</p></body></html>"
    articles: dict[str, Answer] = {f"/zwgk/gh/t{number}.html": article for number in range(1, 4)}
    before = {**site_of(rows(None, None, None)), **articles}
    changed = {**before, "/zwgk/gh/": page("政务公开", "规划信息", body=rows(None, None, None) + "<p>访问量 8</p>")}
    first, second, site = two_runs(before, changed)
    assert first.newest == date(2026, 3, 20)
    assert (second.newest, site.asked) == (first.newest, ["/zwgk/gh/"])


def test_articles_whose_days_disagree_are_read_again() -> None:
    """Else the next run would know nothing of the disagreement, and the ledger would take it for rectified."""
    article = "<html><head><meta name='PubDate' content='2026-03-20 10:00'></head><body><h1>通报</h1><p>发布时间：2025-03-20</p></body></html>"
    articles: dict[str, Answer] = {f"/zwgk/gh/t{number}.html": article for number in range(1, 4)}
    before = {**site_of(rows(None, None, None)), **articles}
    changed = {**before, "/zwgk/gh/": page("政务公开", "规划信息", body=rows(None, None, None) + "<p>访问量 8</p>")}
    first, second, site = two_runs(before, changed)
    assert len(first.dates) == 3
    assert second.dates == first.dates
    assert "/zwgk/gh/t1.html" in site.asked
