"""One crawl in this process: its Scrapy crawler lives in the reactor's thread, its results wait for the calling one."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Protocol

from crawler.archive import Archive
from crawler.browser import Rendering
from crawler.carrier import Outside
from crawler.endings import CrawlError
from crawler.evidence import SiteEvidence, SitePlan, SiteProgress
from crawler.reactor import rare_collections, reactor_loop
from crawler.spider import MOST_SITES, Search, SitesSpider, TakeTurn, settings_for

POLL = 0.2
"""Seconds between two looks for news, when nobody wakes the one who waits for them."""
_BEAT = 0.05

OnSite = Callable[[SiteEvidence], None]
OnProgress = Callable[[SiteProgress], None]


@dataclass(frozen=True, kw_only=True)
class Means:
    """What a crawl works with, the same for all its sites: see `crawler.run.crawl`."""

    search: Search | None
    """None for the search for columns."""
    as_of: date
    now: Callable[[], datetime]
    archive: Path | None
    take_turn: TakeTurn | None
    rendering: Rendering | None
    outside: Outside
    at_once: int = MOST_SITES
    """Sites searched at once."""

    @contextlib.contextmanager
    def opened(self) -> Iterator[dict[str, Any]]:
        """What SitesSpider takes beside plans and callbacks; raises CrawlError when the archive cannot be written."""
        try:
            archive = None if self.archive is None else Archive(self.archive)
        except OSError as error:
            raise CrawlError(f"无法写入取证存档 {self.archive}：{error.strerror or error}") from error
        try:
            yield {
                "search": self.search or _search_for_columns(),
                "as_of": self.as_of,
                "now": self.now,
                "keep": None if archive is None else archive.add,
                "take_turn": self.take_turn,
                "rendering": self.rendering,
                "outside": self.outside,
                "at_once": self.at_once,
            }
        finally:
            if archive is not None:
                archive.close()


def _search_for_columns() -> Search:
    from crawler.navigate import search_site

    return search_site


class Part(Protocol):
    """A crawl of some of the sites, wherever it runs; all is called from one thread."""

    @property
    def over(self) -> bool:
        """Whether nothing more comes; what has come may still have to be delivered."""

    @property
    def problem(self) -> Exception | None:
        """Why it could not be run; known when it is over."""

    def begin(self) -> None:
        """Start it; returns at once. Raises CrawlError."""

    def deliver(self, on_site: OnSite, on_progress: OnProgress) -> None:
        """Hand over what has come since the last time."""

    def quieten(self) -> threading.Event:
        """Let nothing more be asked; the event tells that what was asked is answered."""

    def stop(self) -> threading.Event:
        """Stop it; the event tells that it has stopped."""

    def close(self) -> None:
        """Leave nothing of it behind, stopped or not."""


class Inbox:
    """Evidence and progress on their way from the thread they came in to the one that is to have them."""

    def __init__(self, wake: threading.Event) -> None:
        self._wake = wake
        self._sites: deque[SiteEvidence] = deque()
        self._progress: dict[str, SiteProgress] = {}

    def site(self, evidence: SiteEvidence) -> None:
        """A site is finished."""
        self._sites.append(evidence)
        self._wake.set()

    def progress(self, progress: SiteProgress) -> None:
        """How far a site is; wakes nobody: 1,000 sites say so hundreds of times a second, each a change of threads."""
        self._progress[progress.site] = progress

    def deliver(self, on_site: OnSite, on_progress: OnProgress) -> None:
        """Hand over all, the latest progress of each site only."""
        finished = len(self._sites)  # counted first, so that a site's progress never comes after its evidence
        for site in tuple(self._progress):
            on_progress(self._progress.pop(site))
        for _ in range(finished):
            on_site(self._sites[0])
            self._sites.popleft()  # afterwards: one whose handing over was cut short is handed over again


class Crawling:
    """The crawl of `plans` in this process; `given` is what SitesSpider takes beside them and the callbacks."""

    def __init__(self, plans: Sequence[SitePlan], wake: threading.Event, **given: Any) -> None:
        self.over = False
        self.problem: Exception | None = None
        self._wake = wake
        self._plans = plans
        self._given = given
        self._inbox = Inbox(wake)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._crawler: Any = None
        self._ended = threading.Event()

    def begin(self) -> None:
        """Start the crawl in the reactor's thread; raises CrawlError."""
        self._loop = reactor_loop()
        self._loop.call_soon_threadsafe(lambda: asyncio.ensure_future(self._run()))

    def deliver(self, on_site: OnSite, on_progress: OnProgress) -> None:
        """Hand over what has come since the last time."""
        self._inbox.deliver(on_site, on_progress)

    def quieten(self) -> threading.Event:
        """Let nothing more be asked; the event tells that what was asked is answered."""
        quiet = threading.Event()
        if self._loop is None or self.over:
            quiet.set()
        else:
            self._loop.call_soon_threadsafe(lambda: asyncio.ensure_future(self._quieten(quiet)))
        return quiet

    def stop(self) -> threading.Event:
        """Stop the crawl; the event tells that it has stopped."""
        if self._loop is None:
            self._ended.set()
        elif not self.over:
            self._loop.call_soon_threadsafe(lambda: asyncio.ensure_future(self._stop()))
        return self._ended

    def close(self) -> None:
        """Nothing: the reactor's thread is kept for the next crawl."""

    async def _quieten(self, quiet: threading.Event) -> None:
        spider = None if self._crawler is None else self._crawler.spider
        if spider is not None:
            spider.ending = True
            while spider.under_way and not self.over:
                await asyncio.sleep(_BEAT)
            await asyncio.sleep(_BEAT)  # who waited for the last page may have the whole site by it
        quiet.set()

    async def _run(self) -> None:
        from scrapy.crawler import Crawler

        try:
            with rare_collections():
                self._crawler = Crawler(SitesSpider, settings_for(self._plans))
                await self._crawler.crawl_async(
                    plans=self._plans, on_site=self._inbox.site, on_progress=self._inbox.progress, **self._given
                )
        except Exception as error:
            self.problem = error
        finally:
            self.over = True
            self._ended.set()
            self._wake.set()

    async def _stop(self) -> None:
        with contextlib.suppress(Exception):
            await self._crawler.stop_async()
