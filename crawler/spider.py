"""The one spider of a crawl: it runs the search of every site at the same time and lends them the network."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Protocol
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.core.scheduler import BaseScheduler
from scrapy.http import Response
from scrapy.logformatter import LogFormatter, LogFormatterResult

from crawler.browser import Browser, Rendering
from crawler.carrier import THIS_MACHINE, DirectCarrier, Outside
from crawler.download import ERRAND
from crawler.evidence import (
    ColumnEvidence,
    Outcome,
    Page,
    SiteEvidence,
    SitePlan,
    SiteProgress,
    SiteStatus,
)
from crawler.fetching import Keep, SiteFetcher
from crawler.guard import Territory
from crawler.outcomes import no_answer
from crawler.pagestore import PageStore
from crawler.rendering import RenderingFetcher
from crawler.resolver import Resolver

logger = logging.getLogger(__name__)

_HEARTBEAT = 0.1
MOST_SITES = 256
"""Sites searched at once, over all processes; the others wait for their turn. At a request a second each they ask for
about as many pages as two processes read, so more of them would take memory and save no time."""
# Above this many sites the first requests are spread over the first second instead of being sent in one burst.
_BURST = 20


class Fetcher(Protocol):
    """What a search asks the network with: see crawler.fetching.SiteFetcher."""

    @property
    def requests(self) -> int:
        """Requests sent so far."""

    @property
    def pages(self) -> int:
        """Pages that came so far."""

    async def __call__(
        self, url: str, *, again: bool = False, data: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Page:
        """The page at an address."""


class Search(Protocol):
    """The search for all columns of one site."""

    async def __call__(
        self, plan: SitePlan, fetch: Fetcher, *, as_of: date, progress: Callable[[SiteProgress], None]
    ) -> SiteEvidence:
        """What was found on the site."""


TakeTurn = Callable[[str, float], float]
"""Takes the next turn at a host, so many seconds after the one before; returns the seconds to wait for it."""


class SitesSpider(Spider):
    """Searches `plans`, all at once; evidence is handed over as soon as a site's search has ended."""

    name = "zwgk"

    def __init__(
        self,
        *,
        plans: Sequence[SitePlan],
        search: Search,
        as_of: date,
        now: Callable[[], datetime],
        on_site: Callable[[SiteEvidence], None],
        on_progress: Callable[[SiteProgress], None],
        keep: Keep | None = None,
        take_turn: TakeTurn | None = None,
        rendering: Rendering | None = None,
        outside: Outside = THIS_MACHINE,
        at_once: int = MOST_SITES,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.resolver = Resolver(outside.addresses)
        self._outside = outside
        self._plans = plans
        self._search = search
        self._as_of = as_of
        self._now = now
        self._on_site = on_site
        self._on_progress = on_progress
        self._keep = keep
        self._store = PageStore()
        self._take_turn = take_turn
        self._rendering = rendering
        self._browser: Browser | None = None
        self._turns: dict[str, asyncio.Semaphore] = {}
        self._slots: dict[str, str] = {}
        self._servers: dict[str, str] = {}
        self._addresses: dict[str, str] = {}
        self._room = asyncio.Semaphore(at_once)
        self.under_way = 0
        """Requests that were sent and not answered yet."""
        self.ending = False
        """Whether no more requests are sent, because the crawl is about to be stopped."""
        self._lost = 0.0
        self._beat = 0.0

    async def start(self) -> AsyncIterator[Any]:
        """Run all searches; yields nothing, requests go straight to the downloader."""
        loop = asyncio.get_running_loop()
        self._beat = loop.time()
        loop.call_later(_HEARTBEAT, self._tick)
        if self._rendering is not None:
            self._browser = Browser(self._rendering, self.crawler)
        spread = 1.0 / len(self._plans) if len(self._plans) > _BURST else 0.0
        try:
            async with asyncio.TaskGroup() as group:
                for number, plan in enumerate(self._plans):
                    group.create_task(self._run_in_turn(number, plan, number * spread))
        finally:
            self._beat = float("inf")
            self.resolver.close()
        return
        yield

    async def closed(self, reason: str) -> None:
        """Scrapy's word that the crawl is over, also when it was stopped."""
        if self._browser is not None:
            await self._browser.close()

    def lost_seconds(self) -> float:
        """Seconds the event loop was kept busy by one piece of work while others waited, so far."""
        return self._lost + max(0.0, asyncio.get_running_loop().time() - self._beat - _HEARTBEAT)

    async def send(self, request: Request) -> Response:
        """The answer to a request in its slot's turn; raises NoAnswerError.

        The slot keeps the delay. How many requests are under way is held here: Scrapy 2.19 counts a transfer only when
        its task has begun, and starts all that were queued in one turn of the event loop.
        """
        key = request.meta["download_slot"] = await self._shared_slot(request)
        turn = self._turns.get(key)
        settings = self.crawler.engine.downloader.per_slot_settings.get(key, {})
        if turn is None:
            turn = self._turns[key] = asyncio.Semaphore(settings.get("concurrency", 1))
        async with turn:
            delay = settings.get("delay", 0.0)
            if self._take_turn is not None and delay > 0:
                wait = self._take_turn(self._addresses.get(key, key), delay)
                if wait > 0:
                    await asyncio.sleep(wait)
            if self.ending:
                await asyncio.Future()
            self.under_way += 1
            try:
                return await self.crawler.engine.download_async(request)
            except Exception as error:
                raise no_answer(error, tls=False) from error
            finally:
                self.under_way -= 1

    async def _shared_slot(self, request: Request) -> str:
        """The slot of a request's host; hosts on one address and port share one, at the gentlest pace of them."""
        key: str = request.meta["download_slot"]
        if key in self._slots or request.meta[ERRAND].proxy:
            return self._slots.get(key, key)
        parts = urlsplit(request.url)
        try:
            addresses = await self.resolver.addresses(parts.hostname or "")
        except OSError:  # the request itself will say so
            return key
        server = key.replace(parts.hostname or "", min(addresses), 1)  # name servers give them in any order
        shared = self._slots[key] = self._servers.setdefault(server, key)
        self._addresses[shared] = server
        if shared != key:
            known = self.crawler.engine.downloader.per_slot_settings
            self.slow_down(shared, known.get(key, {}).get("delay", 0.0))
        return shared

    def slow_down(self, key: str, delay: float) -> None:
        """Keep at least `delay` seconds between requests to a host."""
        key = self._slots.get(key, key)
        downloader = self.crawler.engine.downloader
        settings = downloader.per_slot_settings.setdefault(key, {})
        settings["delay"] = max(delay, settings.get("delay", 0.0))
        if slot := downloader.slots.get(key):
            slot.delay = max(delay, slot.delay)

    async def _run_in_turn(self, number: int, plan: SitePlan, wait: float) -> None:
        if wait:
            await asyncio.sleep(wait)
        async with self._room:
            await self._run_site(number, plan)

    async def _run_site(self, number: int, plan: SitePlan) -> None:
        fetch: SiteFetcher | RenderingFetcher
        fetch = SiteFetcher(plan, self, self._store, site=number, now=self._now, keep=self._keep)
        polite = plan.politeness
        if polite.proxy is None:  # who is sent through a proxy does not see the way itself
            fetch.carrier = DirectCarrier(
                self.resolver, allow_private=plan.allow_private, seconds=polite.timeout, outside=self._outside
            )
        if self._browser is not None:
            fetch = RenderingFetcher(fetch, plan, self._browser, now=self._now, keep=self._keep)
        try:
            evidence = await self._search(plan, fetch, as_of=self._as_of, progress=self._on_progress)
        except (Exception, asyncio.CancelledError) as error:
            task = asyncio.current_task()
            if task is not None and task.cancelling():  # the crawl is being stopped
                raise
            logger.exception("search of %s failed", plan.url)
            evidence = _broken_off(plan, fetch, error)
        finally:
            fetch.close()
        self._on_site(evidence)

    def _tick(self) -> None:
        loop = asyncio.get_running_loop()
        if self._beat < float("inf"):
            self._lost = self.lost_seconds()
            self._beat = loop.time()
            loop.call_later(_HEARTBEAT, self._tick)


def _broken_off(plan: SitePlan, fetch: Fetcher, error: BaseException) -> SiteEvidence:
    reason = f"内部错误：{type(error).__name__}，详见日志"
    columns = {t.key: ColumnEvidence(key=t.key, outcome=Outcome.UNREACHABLE, reason=reason) for t in plan.targets}
    return SiteEvidence(
        name=plan.name,
        url=plan.url,
        status=SiteStatus.UNREACHABLE,
        requests=fetch.requests,
        pages=fetch.pages,
        reason=reason,
        columns=columns,
    )


class NoScheduler(BaseScheduler):
    """Searches send their requests themselves; there is nothing to schedule."""

    def has_pending_requests(self) -> bool:
        """Scrapy's question whether to go on."""
        return False

    def enqueue_request(self, request: Request) -> bool:
        """Scrapy's request to keep a request for later."""
        return False

    def next_request(self) -> Request | None:
        """Scrapy's question for the next request."""
        return None


class QuietFormatter(LogFormatter):
    """Writes no line per page."""

    def crawled(self, request: Request, response: Response, spider: Spider) -> LogFormatterResult | None:  # type: ignore[override]
        """Scrapy's question what to log of an answer."""
        return None


def settings_for(plans: Iterable[SitePlan]) -> dict[str, Any]:
    """Scrapy settings of a crawl: our handler, a slot per host, and nothing we do not use.

    Plans that share a host share its slot; the gentler of their wishes holds.
    """
    slots: dict[str, dict[str, Any]] = {}
    for plan in plans:
        polite = plan.politeness
        for key in Territory(plan).keys:
            slot = slots.setdefault(key, {"concurrency": polite.concurrency, "delay": polite.delay, "jitter": 0.0})
            slot["concurrency"] = min(slot["concurrency"], polite.concurrency)
            slot["delay"] = max(slot["delay"], polite.delay)
    handler = "crawler.download.GuardedHandler"
    return {
        "TWISTED_REACTOR": "twisted.internet.asyncioreactor.AsyncioSelectorReactor",
        "DOWNLOAD_HANDLERS_BASE": {"http": handler, "https": handler},
        "DOWNLOAD_SLOTS": slots,
        "DOWNLOAD_DELAY": 1.0,
        "DOWNLOAD_DELAY_JITTER": 0.0,
        "CONCURRENT_REQUESTS": 0,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "DOWNLOADER_MIDDLEWARES_BASE": {},
        "SPIDER_MIDDLEWARES_BASE": {},
        "EXTENSIONS_BASE": {},
        "TELNETCONSOLE_ENABLED": False,
        "SCHEDULER": "crawler.spider.NoScheduler",
        "STATS_CLASS": "scrapy.statscollectors.DummyStatsCollector",
        "LOG_FORMATTER": "crawler.spider.QuietFormatter",
    }
