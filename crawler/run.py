"""The public entry of the crawler: plans in, evidence out, site by site."""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import gc
import logging
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from crawler.archive import Archive
from crawler.browser import Rendering
from crawler.carrier import THIS_MACHINE, Outside
from crawler.evidence import SiteEvidence, SitePlan, SiteProgress
from crawler.spider import Search, SitesSpider, TakeTurn, settings_for

_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"
_POLL = 0.2
_BEAT = 0.05
_STOP_SECONDS = 1.5
_ENDING_SECONDS = 10.0
"""What pages under way get to come to their end."""
_OPEN_FILES = 16384
_COLLECT_AFTER = (20_000, 20, 50)


class CrawlError(Exception):
    """The crawl could not be run at all; `zwgk` shows the message. Faults of sites never raise it."""


class CrawlCancelled(Exception):  # noqa: N818 - an order, not an error
    """To be raised by the caller (from a callback or a signal handler) to end a running crawl."""


class CrawlEnding(KeyboardInterrupt):
    """To be raised by a signal handler to end a crawl in order: nothing more is asked, what was asked is answered."""


def crawl(
    plans: Sequence[SitePlan],
    *,
    as_of: date,
    now: Callable[[], datetime],
    on_site: Callable[[SiteEvidence], None],
    on_progress: Callable[[SiteProgress], None] = lambda _: None,
    search: Search | None = None,
    archive: Path | None = None,
    take_turn: TakeTurn | None = None,
    rendering: Rendering | None = None,
    outside: Outside = THIS_MACHINE,
) -> None:
    """Search all sites at the same time and hand over each one's evidence as soon as it is there.

    Both callbacks run in the calling thread; progress is handed over a few times a second, the latest of each site.
    May be called any number of times in a process, by one thread at a time or by several. Whatever is raised in the
    calling thread meanwhile (KeyboardInterrupt, CrawlCancelled, an error of a callback) ends the crawl within two
    seconds and is passed on; sites that had not finished are not handed over. CrawlEnding leaves pages under way ten
    seconds to come, and hands over the sites that finish by that. With `archive` every page that came is to
    that WARC file (crawler.archive). `take_turn` is asked before each request to a host with a delay, for programs that
    share hosts with others. With `rendering` pages that only scripts can draw are drawn by a browser. `outside` tells
    the addresses of names and whose certificates are trusted.
    """
    if not plans:
        return
    kept = _open_archive(archive) if archive is not None else None
    keep = kept.add if kept is not None else None
    shared = {"keep": keep, "take_turn": take_turn, "rendering": rendering, "outside": outside}
    crawling = _Crawling(plans, search or _search_site(), as_of, now, **shared)
    try:
        crawling.begin()
        while not crawling.over:
            crawling.wake.wait(_POLL)
            crawling.wake.clear()
            crawling.deliver(on_site, on_progress)
        crawling.deliver(on_site, on_progress)
    except CrawlEnding:
        try:
            crawling.come_to_an_end()
            crawling.deliver(on_site, on_progress)
        finally:
            crawling.cancel()
        raise
    except BaseException:
        crawling.cancel()
        raise
    finally:
        if kept is not None:
            kept.close()
    if crawling.problem is not None:
        raise CrawlError(f"抓取未能进行：{crawling.problem}") from crawling.problem


def _open_archive(file: Path) -> Archive:
    try:
        return Archive(file)
    except OSError as error:
        raise CrawlError(f"无法写入取证存档 {file}：{error.strerror or error}") from error


def _search_site() -> Search:
    from crawler.navigate import search_site

    return search_site


class _Crawling:
    """One crawl: its Scrapy crawler lives in the reactor's thread, its results wait here for the calling one."""

    def __init__(
        self, plans: Sequence[SitePlan], search: Search, as_of: date, now: Callable[[], datetime], **shared: Any
    ) -> None:
        self.wake = threading.Event()
        self.over = False
        self.problem: Exception | None = None
        self._plans = plans
        self._spider_args: dict[str, Any] = {"plans": plans, "search": search, "as_of": as_of, "now": now, **shared}
        self._sites: deque[SiteEvidence] = deque()
        self._progress: dict[str, SiteProgress] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._crawler: Any = None
        self._ended = threading.Event()

    def begin(self) -> None:
        """Start the crawl in the reactor's thread."""
        self._loop = _reactor_loop()
        self._loop.call_soon_threadsafe(lambda: asyncio.ensure_future(self._run()))

    def deliver(self, on_site: Callable[[SiteEvidence], None], on_progress: Callable[[SiteProgress], None]) -> None:
        """Hand over what has come since the last time."""
        finished = len(self._sites)  # counted first, so that a site's progress never comes after its evidence
        for site in tuple(self._progress):
            on_progress(self._progress.pop(site))
        for _ in range(finished):
            on_site(self._sites[0])
            self._sites.popleft()  # afterwards: one whose handing over was cut short is handed over again

    def cancel(self) -> None:
        """Stop the crawl; returns when it has stopped, or after a moment without having seen that."""
        if self._loop is not None and not self.over:
            self._loop.call_soon_threadsafe(lambda: asyncio.ensure_future(self._stop()))
            self._ended.wait(_STOP_SECONDS)

    def come_to_an_end(self) -> None:
        """Let nothing more be asked; returns when what was asked is answered, or had long enough."""
        if self._loop is not None and not self.over:
            quiet = threading.Event()
            self._loop.call_soon_threadsafe(lambda: asyncio.ensure_future(self._quieten(quiet)))
            quiet.wait(_ENDING_SECONDS)

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
            with _rare_collections():
                self._crawler = Crawler(SitesSpider, settings_for(self._plans))
                await self._crawler.crawl_async(on_site=self._take, on_progress=self._note, **self._spider_args)
        except Exception as error:
            self.problem = error
        finally:
            self.over = True
            self._ended.set()
            self.wake.set()

    async def _stop(self) -> None:
        with contextlib.suppress(Exception):
            await self._crawler.stop_async()

    def _take(self, evidence: SiteEvidence) -> None:
        self._sites.append(evidence)
        self.wake.set()

    def _note(self, progress: SiteProgress) -> None:
        # No wake-up: 1,000 sites report hundreds of times a second, and each one would change threads.
        self._progress[progress.site] = progress


_lock = threading.Lock()
_running: asyncio.AbstractEventLoop | None = None


def _reactor_loop() -> asyncio.AbstractEventLoop:
    """The event loop of the reactor's thread, started at the first crawl and kept: Twisted cannot restart a reactor."""
    global _running
    with _lock:
        if _running is None:
            ready: deque[asyncio.AbstractEventLoop | Exception] = deque()
            started = threading.Event()
            threading.Thread(target=_run_reactor, args=(ready, started), name="zwgk-reactor", daemon=True).start()
            started.wait()
            outcome = ready[0]
            if isinstance(outcome, Exception):
                raise CrawlError(f"无法启动抓取引擎：{outcome}") from outcome
            _running = outcome
        return _running


def _run_reactor(ready: deque[asyncio.AbstractEventLoop | Exception], started: threading.Event) -> None:
    try:
        _allow_many_connections()
        _hush()
        loop = asyncio.new_event_loop()
        asyncio.set_event_loop(loop)
        from scrapy.utils.reactor import install_reactor, verify_installed_reactor

        install_reactor(_REACTOR)
        verify_installed_reactor(_REACTOR)
        from twisted.internet import reactor as installed
    except Exception as error:
        ready.append(error)
        started.set()
        return
    reactor: Any = installed
    ended = threading.Event()

    def announce() -> None:
        ready.append(loop)
        started.set()

    def end() -> None:
        with contextlib.suppress(Exception):
            reactor.callFromThread(reactor.stop)
            ended.wait(_STOP_SECONDS)

    atexit.register(end)
    loop.call_soon(announce)
    try:
        reactor.run(installSignalHandlers=False)
    finally:
        ended.set()


_crawls = 0
"""Crawls under way; counted in the reactor's thread only."""
_usual = gc.get_threshold()


@contextlib.contextmanager
def _rare_collections() -> Iterator[None]:
    """Collect garbage less often while a crawl runs.

    A page is thousands of small objects that are all given up together when it has been read. At Python's ordinary
    threshold (700 new objects) the collector walks through each page several times while it is still in use, and
    through everything that was imported whenever enough has piled up: a sixth of all processor time. The higher
    threshold costs some 10 MB; what was there before the crawl is not walked through at all.
    """
    global _crawls, _usual
    if _crawls == 0:
        _usual = gc.get_threshold()
        gc.freeze()
        gc.set_threshold(*_COLLECT_AFTER)
    _crawls += 1
    try:
        yield
    finally:
        _crawls -= 1
        if _crawls == 0:
            gc.set_threshold(*_usual)
            gc.unfreeze()


def _allow_many_connections() -> None:
    try:
        import resource
    except ImportError:  # not on this platform
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _OPEN_FILES if hard == resource.RLIM_INFINITY else min(hard, _OPEN_FILES)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _hush() -> None:
    for name in ("scrapy", "scrapy-playwright", "twisted"):
        if logging.getLogger(name).level == logging.NOTSET:
            logging.getLogger(name).setLevel(logging.WARNING)
