"""Ending a crawl in order: what was asked is answered and kept, nothing more is asked."""

from __future__ import annotations

import asyncio
import threading
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fetch_server import AS_OF, Asked, Servers, answer, evidence, now, plan_for, polite
from warcio.archiveiterator import ArchiveIterator

import crawler.run
from crawler.endings import CrawlEnding
from crawler.evidence import SiteEvidence, SitePlan, SiteProgress
from crawler.run import crawl

pytestmark = pytest.mark.usefixtures("quick_retry")


async def asks_pages(plan: SitePlan, fetch: Any, *, as_of: date, progress: Any) -> SiteEvidence:
    for number in range(1 if plan.name == "short" else 10_000):
        await fetch(f"{plan.url}/{number}")
    return evidence(plan, fetch)


def archived(file: Path) -> set[str]:
    with file.open("rb") as stream:
        return {record.rec_headers.get_header("WARC-Target-URI") for record in ArchiveIterator(stream)}


def test_pages_under_way_come_and_sites_that_finish_by_them_are_handed_over(servers: Servers, tmp_path: Path) -> None:
    asked, stopping = threading.Event(), threading.Event()

    async def when_the_end_has_begun(_: Asked, writer: asyncio.StreamWriter) -> None:
        asked.set()
        while not stopping.is_set():
            await asyncio.sleep(0.01)
        writer.write(answer("page"))

    slow = servers.open({"*": when_the_end_has_begun})
    busy = servers.open({"*": answer("page")})
    plans = [plan_for(slow, name="short"), plan_for(busy, name="long")]
    sites: list[str] = []

    async def search(plan: SitePlan, fetch: Any, *, as_of: date, progress: Any) -> SiteEvidence:
        if plan.name == "long":
            progress(SiteProgress(site=plan.name, requests=0, targets_done=0, targets=1))
        return await asks_pages(plan, fetch, as_of=as_of, progress=progress)

    def stop(_: SiteProgress) -> None:
        assert asked.wait(30)
        stopping.set()
        raise CrawlEnding

    archive = tmp_path / "run.warc.gz"
    with pytest.raises(KeyboardInterrupt):
        crawl(
            plans,
            as_of=AS_OF,
            now=now,
            on_site=lambda site: sites.append(site.name),
            on_progress=stop,
            search=search,
            archive=archive,
        )
    assert sites == ["short"]
    assert f"{plans[0].url}/0" in archived(archive)
    sent = len(busy.log)
    time.sleep(0.2)
    assert len(busy.log) == sent, "nothing more is asked"


def test_a_page_that_never_comes_is_not_waited_for_without_end(
    servers: Servers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crawler.run, "_ENDING_SECONDS", 0.3)
    asked = threading.Event()

    async def never(_: Asked, writer: asyncio.StreamWriter) -> None:
        asked.set()
        await asyncio.sleep(60)

    quick = plan_for(servers.open({"*": answer("page")}), name="short")
    hung = plan_for(servers.open({"*": never}), name="long", politeness=polite(timeout=60.0))
    sites: list[str] = []

    def stop(site: SiteEvidence) -> None:
        sites.append(site.name)
        if len(sites) == 1:
            assert asked.wait(30)
            raise CrawlEnding

    began = time.monotonic()
    with pytest.raises(CrawlEnding):
        crawl([quick, hung], as_of=AS_OF, now=now, on_site=stop, search=asks_pages)
    assert time.monotonic() - began < 30
    assert sites == ["short", "short"], "a handing over that was cut short is done again"
