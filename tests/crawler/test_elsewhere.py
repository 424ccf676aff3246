"""A crawl that is shared out to a second process: the same evidence, one archive, and an end whatever happens."""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from fetch_server import AS_OF, Servers, answer, now, plan_for

import crawler.shares
from crawler.archive import archived_pages
from crawler.elsewhere import Elsewhere
from crawler.endings import CrawlCancelled, CrawlEnding, CrawlError
from crawler.evidence import Politeness, SiteEvidence, SitePlan, SiteProgress, SiteStatus
from crawler.run import crawl

pytestmark = pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="sites are shared out on Linux only")
PAGES = 5


@pytest.fixture(autouse=True)
def _worth_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crawler.shares, "LEAST_TARGETS", 0)


def evidence(plan: SitePlan, fetch: Any, reason: str = "") -> SiteEvidence:
    return SiteEvidence(
        name=plan.name,
        url=plan.url,
        status=SiteStatus.REACHABLE,
        requests=fetch.requests,
        pages=fetch.pages,
        reason=reason,
    )


async def asks(plan: SitePlan, fetch: Any, *, as_of: date, progress: Any) -> SiteEvidence:
    """A few pages; tells in which process they were asked for."""
    for number in range(PAGES):
        await fetch(f"{plan.url}/{number}")
    logging.getLogger("crawler.test").warning("searched %s", plan.name)
    progress(SiteProgress(site=plan.name, requests=fetch.requests, targets_done=0, targets=0))
    return evidence(plan, fetch, str(os.getpid()))


async def asks_for_ever(plan: SitePlan, fetch: Any, *, as_of: date, progress: Any) -> SiteEvidence:
    """One page after another."""
    number = 0
    progress(SiteProgress(site=plan.name, requests=1, targets_done=0, targets=0))
    while True:
        await fetch(f"{plan.url}/{number}")
        await asyncio.sleep(0.05)
        number += 1


async def dies(plan: SitePlan, fetch: Any, *, as_of: date, progress: Any) -> SiteEvidence:
    """Its process is killed, as by a system that has no memory left, unless it is the test's own."""
    if multiprocessing.parent_process() is not None:
        os.kill(os.getpid(), signal.SIGKILL)
    return evidence(plan, fetch)


def children() -> list[str]:
    return [child.name for child in multiprocessing.active_children() if child.name == "zwgk-crawl"]


def test_sites_are_searched_in_two_processes(
    servers: Servers, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    plans = [plan_for(servers.open({"*": answer("page")}), name=f"site{number}") for number in range(6)]
    found: list[SiteEvidence] = []
    progress: set[str] = set()
    archive = tmp_path / "run.warc.gz"
    crawl(
        plans,
        as_of=AS_OF,
        now=now,
        on_site=found.append,
        on_progress=lambda news: progress.add(news.site),
        search=asks,
        archive=archive,
        processes=2,
    )
    assert sorted(site.name for site in found) == [plan.name for plan in plans]
    assert {site.pages for site in found} == {PAGES}
    where = {site.reason for site in found}
    assert len(where) == 2
    assert str(os.getpid()) in where
    assert progress == {plan.name for plan in plans}
    kept = [(item.site, item.page.requested) for item in archived_pages(archive)]
    for plan in plans:
        asked = [url for site, url in kept if site == plan.name and url.removeprefix(f"{plan.url}/").isdigit()]
        assert asked == [f"{plan.url}/{number}" for number in range(PAGES)], "each site's in the order they came"
    assert {record.getMessage() for record in caplog.records} >= {f"searched {plan.name}" for plan in plans}
    assert not children()


def test_a_process_that_dies_costs_its_sites_only(servers: Servers) -> None:
    plans = [plan_for(servers.open({"*": answer("page")}), name=name) for name in ("here", "there")]
    found: list[str] = []
    with pytest.raises(CrawlError, match="第二个抓取进程意外结束（退出码 -9）"):
        crawl(plans, as_of=AS_OF, now=now, on_site=lambda site: found.append(site.name), search=dies, processes=2)
    assert found == ["here"]
    assert not children()


@pytest.mark.parametrize(
    "order",
    [
        pytest.param(CrawlCancelled, id="cancelled"),
        pytest.param(CrawlEnding, id="ended in order"),
        pytest.param(RuntimeError, id="an error of the caller's"),
    ],
)
def test_nothing_more_is_asked_afterwards(servers: Servers, order: type[BaseException]) -> None:
    opened = [servers.open({"*": answer("page")}) for _ in range(2)]
    plans = [plan_for(server, name=f"site{number}") for number, server in enumerate(opened)]
    begun: set[str] = set()

    def both(news: SiteProgress) -> None:
        begun.add(news.site)
        if len(begun) == 2:
            raise order

    with pytest.raises(order):
        crawl(plans, as_of=AS_OF, now=now, on_site=lambda _: None, on_progress=both, search=asks_for_ever, processes=2)
    assert not children()
    sent = [len(server.log) for server in opened]
    time.sleep(0.2)
    assert [len(server.log) for server in opened] == sent
    assert all(sent)


def test_an_archive_that_cannot_be_written_is_told(servers: Servers, tmp_path: Path) -> None:
    (tmp_path / "run.warc.gz").mkdir()
    plan = plan_for(servers.open({"*": answer("page")}), name="there")
    wake = threading.Event()
    part = Elsewhere([plan], wake, _means(tmp_path / "run.warc.gz", now))
    part.begin()
    assert wake.wait(60)
    part.close()
    assert "无法写入取证存档" in str(part.problem)


ALONE = """
import sys
from pathlib import Path
from crawler.run import crawl
import crawler.shares
from fetch_server import AS_OF, now
from test_elsewhere import asks_for_ever, plans_of

crawler.shares.LEAST_TARGETS = 0
crawl(
    plans_of(sys.argv[1:]), as_of=AS_OF, now=now, on_site=lambda _: None, search=asks_for_ever, processes=2,
    on_progress=lambda news: print(news.site, flush=True),
)
"""


def plans_of(urls: Sequence[str]) -> list[SitePlan]:
    polite = Politeness(delay=0.0, obey_robots=False)
    return [SitePlan(name=url, url=url, allow_private=True, politeness=polite) for url in urls]


def test_no_process_outlives_the_one_that_gives_the_orders(servers: Servers) -> None:
    opened = [servers.open({"*": answer("page")}) for _ in range(2)]
    urls = [plan_for(server).url for server in opened]
    place = {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    command = [sys.executable, "-c", ALONE, *urls]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env={**os.environ, **place}) as first:
        assert first.stdout is not None
        begun = {first.stdout.readline() for _ in urls}
        first.kill()
    assert len(begun) == 2
    for _ in range(200):  # it sees within a poll that it is alone
        sent = [len(server.log) for server in opened]
        time.sleep(0.3)
        if sent == [len(server.log) for server in opened]:
            return
    pytest.fail("its sites are still asked")


def _means(archive: Path, clock: Callable[[], datetime]) -> Any:
    from crawler.carrier import THIS_MACHINE
    from crawler.crawling import Means

    return Means(
        search=asks,
        as_of=AS_OF,
        now=clock,
        archive=archive,
        take_turn=None,
        rendering=None,
        outside=THIS_MACHINE,
    )
