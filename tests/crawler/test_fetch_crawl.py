"""Many sites at once: budgets, politeness, delivery, faults and cancelling."""

from __future__ import annotations

import asyncio
import gc
import itertools
import logging
import threading
import time
from datetime import date
from typing import Any

import pytest
from fetch_server import AS_OF, Asked, Servers, answer, evidence, fetch_all, now, plan_for, polite

from crawler.endings import CrawlCancelled
from crawler.evidence import FailureKind, Outcome, Page, SiteEvidence, SitePlan, SiteProgress, SiteStatus, Target
from crawler.run import crawl

pytestmark = pytest.mark.usefixtures("quick_retry")


async def hang(asked: Asked, writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(30)


async def slowly(asked: Asked, writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(0.1)
    writer.write(answer("page"))


async def front_page(plan: SitePlan, fetch: Any, *, as_of: date, progress: Any) -> SiteEvidence:
    page = await fetch(plan.url)
    progress(SiteProgress(site=plan.name, requests=fetch.requests, targets_done=1, targets=1))
    site = evidence(plan, fetch)
    assert isinstance(page, Page)
    return site


def test_delay_between_requests(servers: Servers) -> None:
    server = servers.open({"*": answer("page")})
    fetch_all(plan_for(server, politeness=polite(delay=0.2)), ["/1", "/2", "/3", "/4"], at_once=True)
    times = [asked.at for asked in server.log]
    assert all(later - sooner > 0.1 for sooner, later in itertools.pairwise(times)), "without turns: thousandths"


@pytest.mark.parametrize("concurrency", [1, 3])
def test_concurrency(servers: Servers, concurrency: int) -> None:
    server = servers.open({"*": slowly})
    paths = [f"/{n}" for n in range(9)]
    fetch_all(plan_for(server, politeness=polite(concurrency=concurrency)), paths, at_once=True)
    assert server.most_busy == concurrency


def test_two_plans_on_one_server_share_its_slot(servers: Servers) -> None:
    server = servers.open({"*": answer("page")})
    plans = [
        plan_for(server, name="gentle", politeness=polite(delay=0.2)),
        plan_for(server, name="hasty", politeness=polite(delay=0.0)),
    ]
    crawl(plans, as_of=AS_OF, now=now, on_site=lambda _: None, search=front_page)
    assert server.log[1].at - server.log[0].at > 0.1


def test_page_budget(servers: Servers) -> None:
    server = servers.open({"/robots.txt": answer("", 404), "*": answer("page")})
    plan = plan_for(server, politeness=polite(max_pages=3, obey_robots=True))
    pages, site = fetch_all(plan, [f"/{n}" for n in range(5)])
    assert [page.failure and page.failure.kind for page in pages] == [None] * 3 + [FailureKind.BUDGET] * 2
    assert (site.requests, site.pages) == (4, 3)


def test_addresses_we_stay_away_from_cost_no_budget(servers: Servers) -> None:
    server = servers.open({"*": answer("page")})
    paths = ["http://elsewhere.example/", "javascript:;//://", "/1", "/2"]
    pages, _ = fetch_all(plan_for(server, politeness=polite(max_pages=2)), paths)
    assert [page.failure is None for page in pages] == [False, False, True, True]


def test_time_budget_ends_a_fetch_under_way(servers: Servers) -> None:
    server = servers.open({"/": answer("page"), "*": hang})
    plan = plan_for(server, politeness=polite(max_seconds=0.5, timeout=20.0))
    started = time.monotonic()
    pages, _ = fetch_all(plan, ["/", "/slow", "/later"])
    assert [page.failure and page.failure.kind for page in pages] == [None, FailureKind.BUDGET, FailureKind.BUDGET]
    assert time.monotonic() - started < 3


def test_same_address_is_asked_once(servers: Servers) -> None:
    server = servers.open({"*": slowly})
    pages, site = fetch_all(plan_for(server), ["/a", "/a#part", "/a", "/b"], at_once=True)
    more, _ = fetch_all(plan_for(server), ["/a", "/a", "/a#part"])
    assert sorted(server.paths()) == ["/a", "/a", "/b"]
    assert (site.requests, site.pages) == (2, 2)
    assert [page.requested.rpartition("/")[2] for page in pages] == ["a", "a#part", "a", "b"]
    assert more[0] is more[1]
    assert more[2].url == more[0].url


def test_second_look_goes_to_the_site(servers: Servers) -> None:
    async def counts(asked: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(answer(str(asked.count)))

    server = servers.open({"*": counts})
    bodies: list[bytes] = []

    async def search(plan: SitePlan, fetch: Any, *, as_of: date, progress: Any) -> SiteEvidence:
        for again in (False, True, False):
            bodies.append((await fetch(plan.url, again=again)).body)
        return evidence(plan, fetch)

    crawl([plan_for(server)], as_of=AS_OF, now=now, on_site=lambda _: None, search=search)
    assert bodies == [b"1", b"2", b"2"]


def test_headers(servers: Servers) -> None:
    server = servers.open({"*": answer("page")})
    fetch_all(plan_for(server, politeness=polite(user_agent="zwgk/9 (+https://example.org)")), ["/x"])
    sent = server.log[0].headers
    assert sent["user-agent"] == "zwgk/9 (+https://example.org)"
    assert sent["accept-language"].startswith("zh-CN")
    assert sent["referer"] == server.url


def test_one_hanging_site_holds_up_nobody(servers: Servers) -> None:
    slow = plan_for(servers.open({"*": hang}), name="slow", politeness=polite(timeout=0.8))
    quick = [plan_for(servers.open({"*": answer("page")}), name=f"quick {n}") for n in range(6)]
    ended: dict[str, float] = {}
    started = time.monotonic()

    def note(site: SiteEvidence) -> None:
        ended[site.name] = time.monotonic() - started

    crawl([slow, *quick], as_of=AS_OF, now=now, on_site=note, search=front_page)
    assert set(ended) == {plan.name for plan in (slow, *quick)}
    assert max(ended[plan.name] for plan in quick) < ended["slow"] / 2


def test_callbacks_run_in_the_calling_thread(servers: Servers) -> None:
    seen: list[tuple[str, int]] = []
    crawl(
        [plan_for(servers.open({"*": answer("page")}))],
        as_of=AS_OF,
        now=now,
        on_site=lambda site: seen.append(("site", threading.get_ident())),
        on_progress=lambda progress: seen.append(("progress", threading.get_ident())),
        search=front_page,
    )
    assert seen == [("progress", threading.get_ident()), ("site", threading.get_ident())]


def test_fault_in_one_search(servers: Servers, caplog: pytest.LogCaptureFixture) -> None:
    bad = plan_for(
        servers.open({}), name="bad", targets=(Target(key="k1", path=("甲",)), Target(key="k2", path=("乙",)))
    )
    good = plan_for(servers.open({"*": answer("page")}), name="good")
    sites: dict[str, SiteEvidence] = {}

    async def search(plan: SitePlan, fetch: Any, *, as_of: date, progress: Any) -> SiteEvidence:
        if plan.name == "bad":
            raise ZeroDivisionError("of our own making")
        return await front_page(plan, fetch, as_of=as_of, progress=progress)

    with caplog.at_level(logging.ERROR):
        crawl([bad, good], as_of=AS_OF, now=now, on_site=lambda s: sites.update({s.name: s}), search=search)
    assert sites["good"].status is SiteStatus.REACHABLE
    assert sites["bad"].status is SiteStatus.UNREACHABLE
    assert {key: column.outcome for key, column in sites["bad"].columns.items()} == dict.fromkeys(
        ("k1", "k2"), Outcome.UNREACHABLE
    )
    assert "内部错误" in sites["bad"].columns["k1"].reason
    assert "of our own making" in caplog.text


def test_search_that_cancels_itself(servers: Servers) -> None:
    sites: list[SiteEvidence] = []

    async def search(plan: SitePlan, fetch: Any, *, as_of: date, progress: Any) -> SiteEvidence:
        raise asyncio.CancelledError

    crawl([plan_for(servers.open({}))], as_of=AS_OF, now=now, on_site=sites.append, search=search)
    assert "内部错误" in sites[0].reason


def test_work_of_others_is_no_timeout(servers: Servers) -> None:
    """While one search computes, no other can be read; its site must not look dead for that."""
    server = servers.open({"*": answer("page")})
    waiting = plan_for(server, name="waiting", politeness=polite(timeout=0.5))
    busy = plan_for(servers.open({}), name="busy")
    pages: list[Page] = []

    async def search(plan: SitePlan, fetch: Any, *, as_of: date, progress: Any) -> SiteEvidence:
        if plan.name == "waiting":
            pages.append(await fetch(plan.url))
        else:
            while not pages:
                time.sleep(0.1)
                await asyncio.sleep(0)
        return evidence(plan, fetch)

    crawl([waiting, busy], as_of=AS_OF, now=now, on_site=lambda _: None, search=search)
    assert pages[0].body == b"page"
    assert len(server.log) == 1


class StopNow(BaseException):
    pass


@pytest.mark.parametrize("error", [CrawlCancelled, KeyboardInterrupt, StopNow, OSError], ids=lambda e: e.__name__)
def test_cancel(servers: Servers, error: type[BaseException]) -> None:
    quick = plan_for(servers.open({"*": answer("page")}), name="quick")
    hung = servers.open({"*": hang})
    slow = [plan_for(hung, name=f"slow {n}", politeness=polite(timeout=60.0)) for n in range(5)]
    sites: list[str] = []

    def stop(site: SiteEvidence) -> None:
        sites.append(site.name)
        raise error

    started = time.monotonic()
    with pytest.raises(error):
        crawl([quick, *slow], as_of=AS_OF, now=now, on_site=stop, search=front_page)
    assert time.monotonic() - started < 2
    assert sites == ["quick"]
    # and the next crawl in the same process works
    again: list[SiteEvidence] = []
    crawl([quick], as_of=AS_OF, now=now, on_site=again.append, search=front_page)
    assert [site.name for site in again] == ["quick"]


def test_cancel_while_waiting_for_a_turn(servers: Servers) -> None:
    """Requests still queued in a slot when the crawl is stopped are never sent."""
    server = servers.open({"*": answer("page")})
    plan = plan_for(server, politeness=polite(delay=0.3, concurrency=1))

    async def search(plan: SitePlan, fetch: Any, *, as_of: date, progress: Any) -> SiteEvidence:
        progress(SiteProgress(site=plan.name, requests=0, targets_done=0, targets=1))
        await asyncio.gather(*(fetch(f"{plan.url}/{n}") for n in range(50)))
        return evidence(plan, fetch)

    def stop(progress: SiteProgress) -> None:
        raise CrawlCancelled

    with pytest.raises(CrawlCancelled):
        crawl([plan], as_of=AS_OF, now=now, on_site=lambda _: None, on_progress=stop, search=search)
    sent = len(server.log)
    time.sleep(0.8)
    assert len(server.log) == sent <= 3


def test_crawls_from_two_threads(servers: Servers) -> None:
    server = servers.open({"*": slowly})
    sites: list[SiteEvidence] = []
    threads = [
        threading.Thread(
            target=crawl,
            args=([plan_for(server)],),
            kwargs={"as_of": AS_OF, "now": now, "on_site": sites.append, "search": front_page},
        )
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert len(sites) == 3


def test_no_plans() -> None:
    crawl([], as_of=AS_OF, now=now, on_site=lambda _: pytest.fail("nothing to deliver"), search=front_page)


def test_many_sites(servers: Servers) -> None:
    """60 sites with a delay run side by side, not one after the other."""
    opened = [servers.open({"*": answer("page")}) for _ in range(60)]
    sites: list[SiteEvidence] = []

    async def search(plan: SitePlan, fetch: Any, *, as_of: date, progress: Any) -> SiteEvidence:
        for number in range(3):
            await fetch(f"{plan.url}/{number}")
        return evidence(plan, fetch)

    started = time.monotonic()
    plans = [plan_for(server, politeness=polite(delay=0.3)) for server in opened]
    crawl(plans, as_of=AS_OF, now=now, on_site=sites.append, search=search)
    assert [(site.requests, site.pages) for site in sites] == [(3, 3)] * 60
    assert 0.6 < time.monotonic() - started < 20


def test_sites_beyond_a_number_wait_for_others_to_end(servers: Servers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crawler.run.MOST_SITES", 2)
    server = servers.open({"*": answer("page")})
    under_way: set[str] = set()
    most: list[int] = []

    async def counted(plan: SitePlan, fetch: Any, *, as_of: date, progress: Any) -> SiteEvidence:
        under_way.add(plan.name)
        most.append(len(under_way))
        site = await front_page(plan, fetch, as_of=as_of, progress=progress)
        under_way.remove(plan.name)
        return site

    plans = [plan_for(server, name=str(number)) for number in range(6)]
    seen: list[SiteEvidence] = []
    crawl(plans, as_of=AS_OF, now=now, on_site=seen.append, search=counted)
    assert {site.name for site in seen} == {plan.name for plan in plans}
    assert max(most) == 2


def test_the_garbage_collector_is_left_as_it_was(servers: Servers) -> None:
    during: list[tuple[int, int, int]] = []

    async def watching(plan: SitePlan, fetch: Any, **_: Any) -> SiteEvidence:
        during.append(gc.get_threshold())
        return evidence(plan, fetch)

    before = gc.get_threshold()
    crawl([plan_for(servers.open({}))], as_of=AS_OF, now=now, on_site=lambda site: None, search=watching)
    assert during[0] > before
    assert gc.get_threshold() == before
    assert gc.get_freeze_count() == 0
