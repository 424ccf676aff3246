"""Fetching for one site: every page it is asked for comes back as a Page, whatever happens on the way."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Response

from crawler.body import HEAD_BYTES
from crawler.carrier import Carrier
from crawler.cookies import Cookies
from crawler.download import CUT, ERRAND, TOO_LARGE, Errand
from crawler.evidence import Failure, FailureKind, Page, SitePlan
from crawler.exchange import Limits
from crawler.fields import header_of, headers_of, keeps_body, redirect_of
from crawler.guard import BadUrlError, Territory, host_key, request_key, tidy
from crawler.outcomes import NoAnswerError, is_passing, refused, retry_after, status_failure
from crawler.pagestore import PageStore
from crawler.robots import MAX_BYTES as ROBOTS_BYTES
from crawler.robots import Robots

RETRY_PAUSE = 1.0
"""Seconds before the one retry: a 503 seen once, or a dropped connection, says nothing about a site."""

NOT_MODIFIED = 304
_MAX_VALIDATOR = 256

_MAX_RETRY_AFTER = 60.0
_MAX_HOPS = 8
FILE_PATIENCE = 4
"""A file is given so many times the seconds of a page: it is larger."""
_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "zh-CN,zh;q=0.9",
    "Accept-Encoding": "gzip, deflate",
}


@dataclass(frozen=True, kw_only=True)
class _Asking:
    """What is sent along with an address: a body makes it a POST."""

    data: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    most: int | None = None
    """For a file: how many bytes are read of it at most; None for a page."""

    @property
    def posted(self) -> str:
        """Digest of the body; empty when there is none."""
        return "" if self.data is None else hashlib.sha256(self.data).hexdigest()

    @property
    def conditions(self) -> tuple[tuple[str, str], ...]:
        """The headers that ask whether anything changed."""
        return tuple((name, value) for name, value in self.headers.items() if name.lower().startswith("if-"))

    def key(self, address: str) -> str:
        """Identity of the request among those of its site."""
        return request_key(address, self.posted)


_PLAIN = _Asking()


class Line(Protocol):
    """The way to the network, shared by all sites of a crawl."""

    async def send(self, request: Request) -> Response:
        """The answer to a request, in its host's turn; raises NoAnswerError."""

    def slow_down(self, key: str, delay: float) -> None:
        """Keep at least `delay` seconds between requests to a host."""


class Keep(Protocol):
    """Keeps pages as evidence: see crawler.archive.Archive.add."""

    def __call__(self, site: str, page: Page, headers: Sequence[tuple[str, str]] = ()) -> None:
        """Keep a page of the site of that name, with the headers of its answer."""


class SiteFetcher:
    """The fetcher of one site: addresses, robots, redirects, retries, cookies and budgets."""

    def __init__(
        self,
        plan: SitePlan,
        line: Line,
        store: PageStore,
        *,
        site: int,
        now: Callable[[], datetime],
        keep: Keep | None = None,
    ) -> None:
        self.requests = 0
        """Requests sent so far, with robots.txt, redirects and retries."""
        self.pages = 0
        """Pages that came, with any status that is an answer."""
        self.carrier: Carrier | None = None
        """Looks at the way to the site besides."""
        self._plan = plan
        self._polite = plan.politeness
        self._line = line
        self._store = store
        self._site = site
        self._now = now
        self._keep = keep
        self._territory = Territory(plan)
        self._cookies = Cookies()
        self._asked = 0
        self._started: float | None = None
        self._in_flight: dict[str, asyncio.Future[Page | None]] = {}
        self._robots: dict[str, asyncio.Task[Robots]] = {}
        self._legacy_tls: set[str] = set()
        self._quiet_until: dict[str, float] = {}
        self._unchanged: dict[tuple[str, tuple[tuple[str, str], ...]], Page] = {}
        self._headers = {**_HEADERS, "User-Agent": plan.politeness.user_agent, "Referer": plan.url}

    async def __call__(
        self, url: str, *, again: bool = False, data: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Page:
        """The page at an address; never raises for what a site does.

        `again` asks the site a second time; without it an address is asked for once in a run, with each body (`data`,
        sent by POST) that is asked for there. `headers` are sent besides our own.
        """
        asking = _PLAIN if data is None and not headers else _Asking(data=data, headers=dict(headers or {}))
        return await self._answer(url, asking, again=again)

    async def file(self, url: str, *, again: bool = False, head: bool = False) -> Page:
        """The answer at an address with its whole body, text or not; `cut` to its beginning when it is larger.

        With `head` only the beginning is read. Never raises for what a site does.
        """
        most = HEAD_BYTES if head else self._polite.max_page_bytes
        return await self._answer(url, _Asking(most=most), again=again)

    def kept(self, url: str) -> bool:
        """Whether an address was answered in this run, so that asking for it costs no request."""
        try:
            return self._store.get(self._site, _PLAIN.key(tidy(url))) is not None
        except BadUrlError:
            return True

    async def _answer(self, url: str, asking: _Asking, *, again: bool) -> Page:
        try:
            address = tidy(url)
        except BadUrlError as error:
            return self._failed(url, refused(f"{error}：{url[:200]}"))
        key = asking.key(address)
        if not again and (unchanged := self._unchanged.get((key, asking.conditions))) is not None:
            return replace(unchanged, requested=url)
        while not again:
            if (page := self._store.get(self._site, key)) is not None:
                if asking.most is not None and page.cut and len(page.body) < asking.most:
                    break  # a page only so far
                return page if page.requested == url else replace(page, requested=url)
            if (waiting := self._in_flight.get(key)) is None:
                break
            if (page := await asyncio.shield(waiting)) is not None:
                return page if page.requested == url else replace(page, requested=url)
        mark: asyncio.Future[Page | None] = asyncio.get_running_loop().create_future()
        self._in_flight[key] = mark
        answered: Page | None = None
        try:
            page = await self._within_budget(url, address, asking, again=again)
            if page.failure is not None and self._keep is not None:
                page = replace(page, posted=asking.posted)
                self._keep(self._plan.name, page)
            if page.status == NOT_MODIFIED:  # an answer to this question only
                self._unchanged[key, asking.conditions] = page
                return page
            answered = page
        finally:
            if self._in_flight.get(key) is mark:
                del self._in_flight[key]
            mark.set_result(answered)
        self._store.put(self._site, _head_of(answered) if asking.most else answered, key)
        return answered

    def close(self) -> None:
        """Forget the site's pages; to be called when its search has ended."""
        for task in self._robots.values():
            task.cancel()
        self._store.forget(self._site)

    async def _within_budget(self, url: str, address: str, asking: _Asking, *, again: bool) -> Page:
        loop = asyncio.get_running_loop()
        if self._started is None:
            self._started = loop.time()
        limit = self._polite
        if self._asked >= limit.max_pages:
            return self._failed(url, _budget(f"页数预算已用完（{limit.max_pages}页）"))
        deadline = self._started + limit.max_seconds
        spent = _budget(f"时间预算已用完（{limit.max_seconds:g}秒）")
        if loop.time() >= deadline:
            return self._failed(url, spent)
        self._asked += 1
        if again:
            self._forget_dead_robots()
        limits = Limits(seconds=limit.timeout, max_bytes=limit.max_page_bytes)
        if asking.most is not None:
            seconds = limit.timeout * FILE_PATIENCE
            limits = Limits(seconds=seconds, max_bytes=asking.most, keep_head=True, whole=True)
        try:
            async with asyncio.timeout_at(deadline):
                page = await self._follow(url, address, limits, asking, robots=limit.obey_robots)
        except TimeoutError:
            return self._failed(url, spent)
        if page.failure is None:
            self.pages += 1
        elif page.failure.kind in (FailureKind.REFUSED, FailureKind.DISALLOWED):
            self._asked -= 1  # an address we stay away from costs the site nothing
        return page

    async def _follow(self, url: str, address: str, limits: Limits, asking: _Asking, *, robots: bool) -> Page:
        seen: set[tuple[str, int]] = set()
        posted = asking.posted
        for _ in range(_MAX_HOPS + 1):
            if not self._territory.covers(address):
                return self._failed(url, refused(f"不在本站点配置的地址内：{address[:200]}"))
            # The same address with new cookies is how some portals let a visitor in; without, it is a loop.
            if (address, self._cookies.version) in seen:
                return self._failed(url, Failure(kind=FailureKind.LOOP, detail=f"重定向循环：{address[:200]}"))
            seen.add((address, self._cookies.version))
            if robots and (refusal := (await self._robots_of(address)).refusal(address)):
                return self._failed(url, refusal)
            outcome = await self._ask(url, address, limits, asking)
            if isinstance(outcome, Page):
                return outcome
            target = redirect_of(outcome, address)
            if target is None:
                return self._page(url, address, outcome, posted, whole=limits.whole)
            before = address
            try:
                address = tidy(target)
            except BadUrlError as error:
                return self._failed(url, refused(f"重定向到无法访问的地址（{error}）：{target[:200]}"))
            if asking.data is not None and not keeps_body(outcome.status, before, address):
                asking = _Asking(headers=asking.headers)
        return self._failed(url, Failure(kind=FailureKind.LOOP, detail=f"重定向超过{_MAX_HOPS}次"))

    async def _robots_of(self, address: str) -> Robots:
        parts = urlsplit(address)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._robots:
            # A task of its own: a fetch that gives up does not take those with it that wait for the same answer.
            self._robots[origin] = asyncio.ensure_future(self._ask_robots(origin))
        return await asyncio.shield(self._robots[origin])

    def _forget_dead_robots(self) -> None:
        # A second look is one at robots.txt too, when that was what kept us out.
        for origin, task in tuple(self._robots.items()):
            if task.done() and (task.cancelled() or task.result().failure):
                del self._robots[origin]

    async def _ask_robots(self, origin: str) -> Robots:
        url = f"{origin}/robots.txt"
        limits = Limits(seconds=self._polite.timeout, max_bytes=ROBOTS_BYTES, keep_head=True)
        page = await self._follow(url, url, limits, _PLAIN, robots=False)
        self._store.put(self._site, page, _PLAIN.key(url))  # it may be asked for again: it names sitemap files
        robots = Robots(page, self._polite.user_agent)
        if robots.crawl_delay > self._polite.delay:
            self._line.slow_down(host_key(origin), robots.crawl_delay)
        return robots

    async def _ask(self, url: str, address: str, limits: Limits, asking: _Asking) -> Response | Page:
        """The answer to an address, or the failed page when the one retry brought none either."""
        loop = asyncio.get_running_loop()
        key = host_key(address)
        legacy = key in self._legacy_tls
        retried = False
        while True:
            if (quiet := self._quiet_until.get(key, 0.0) - loop.time()) > 0:
                await asyncio.sleep(quiet)
            pause = RETRY_PAUSE
            try:
                response = await self._send(address, key, limits, asking, legacy=legacy)
            except NoAnswerError as problem:
                outcome = self._failed(url, problem.failure)
                if problem.tls and not legacy:
                    legacy = True
                    if not problem.retry:
                        continue
                again = problem.retry
            else:
                if legacy:
                    self._legacy_tls.add(key)
                failure = status_failure(response.status)
                if failure is None and TOO_LARGE in response.flags and not limits.keep_head:
                    failure = Failure(kind=FailureKind.TOO_LARGE, detail=f"页面超过{_size(limits.max_bytes)}")
                if failure is None:
                    return response
                outcome = self._failed(url, failure, status=response.status)
                again = is_passing(response.status)
                asked = self._asked_to_wait(response)
                if asked is not None:
                    again = asked <= _MAX_RETRY_AFTER
                    pause = max(pause, asked)
                    self._quiet_until[key] = loop.time() + min(asked, _MAX_RETRY_AFTER)
            if retried or not again:
                return outcome
            retried = True
            await asyncio.sleep(pause)

    def _asked_to_wait(self, response: Response) -> float | None:
        value = response.headers.get("Retry-After") if response.status in (429, 503) else None
        return retry_after(value.decode("latin-1"), self._now()) if value else None

    async def _send(self, address: str, key: str, limits: Limits, asking: _Asking, *, legacy: bool) -> Response:
        headers = {**self._headers, **asking.headers}
        if cookie := self._cookies.header(address):
            headers = {**headers, "Cookie": cookie}
        polite = self._polite
        errand = Errand(limits=limits, allow_private=self._plan.allow_private, legacy_tls=legacy, proxy=polite.proxy)
        self.requests += 1
        try:
            response = await self._line.send(
                Request(
                    address,
                    method="GET" if asking.data is None else "POST",
                    headers=headers,
                    body=asking.data or b"",
                    meta={"download_slot": key, ERRAND: errand},
                )
            )
        except asyncio.CancelledError:
            errand.abandoned = True
            raise
        except NoAnswerError as problem:
            if problem.failure.kind is FailureKind.REFUSED:
                self.requests -= 1  # the guard stood before the connection
            raise
        if set_cookie := response.headers.getlist("Set-Cookie"):
            self._cookies.remember(address, set_cookie)
        return response

    def _page(self, url: str, address: str, response: Response, posted: str, *, whole: bool) -> Page:
        cut = TOO_LARGE in response.flags or CUT in response.flags
        body = response.body[:HEAD_BYTES] if cut and whole else response.body  # half a file is of no use
        page = Page(
            requested=url,
            url=address,
            status=response.status,
            body=body,
            content_type=header_of(response, "Content-Type"),
            fetched_at=self._now(),
            sha256=hashlib.sha256(body).hexdigest(),
            etag=header_of(response, "ETag")[:_MAX_VALIDATOR],
            last_modified=header_of(response, "Last-Modified")[:_MAX_VALIDATOR],
            posted=posted,
            cut=cut,
            seconds=_seconds(response),
        )
        if self._keep is not None:
            self._keep(self._plan.name, page, headers_of(response))
        return page

    def _failed(self, url: str, failure: Failure, *, status: int | None = None) -> Page:
        address = url.partition("#")[0]
        return Page(requested=url, url=address, status=status, fetched_at=self._now(), failure=failure)


def _head_of(page: Page) -> Page:
    """A file as it is kept in memory: whoever asked for it has read it."""
    return page if len(page.body) <= HEAD_BYTES else replace(page, body=page.body[:HEAD_BYTES], cut=True)


def _seconds(response: Response) -> float | None:
    errand = response.request.meta.get(ERRAND) if response.request is not None else None
    return round(errand.seconds, 3) if isinstance(errand, Errand) and errand.seconds is not None else None


def _budget(detail: str) -> Failure:
    return Failure(kind=FailureKind.BUDGET, detail=detail)


def _size(count: int) -> str:
    return f"{count / 1024 / 1024:g} MB" if count >= 1024 * 1024 else f"{count} 字节"
