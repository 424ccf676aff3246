"""Drawing one page in Chromium: the page gets what it is given, and its document is read when it has come to rest."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from crawler.body import is_text
from crawler.browser import UndrawnError
from crawler.evidence import FailureKind, Page
from crawler.readers.addresses import page_key

if TYPE_CHECKING:
    from playwright.async_api import Page as Tab
    from playwright.async_api import Request, Route

    from crawler.chromium import Sitting

logger = logging.getLogger(__name__)

MAX_REQUESTS = 60
"""Answers one page gets, scripts and data together."""
MAX_BYTES = 20 * 1024 * 1024
"""Of those answers together."""
MAX_POSTED = 64 * 1024
MAX_RELOADS = 2
MAX_NODES = 150_000
PICTURE_HEIGHT = 4000
"""Pixels; what stands further down is not in the picture."""

_DATA = frozenset(("xhr", "fetch"))
_ASKED = frozenset((*_DATA, "script"))
_PAUSE = 0.25
_CALM_TURNS = 3
_LEAST_SECONDS = 1.0
_RESTLESS_SECONDS = 5.0
"""A page with a clock never comes to rest; after so long without a request it is taken as it is."""
_READ_SECONDS = 8.0
_OWN_HEADERS = frozenset(
    (
        *("host", "connection", "content-length", "cookie", "origin", "user-agent", "te", "upgrade", "purpose"),
        *("accept-encoding", "accept-language", "cache-control", "pragma", "range", "priority"),
    )
)
_MEASURE = """(() => {
  const root = document.documentElement;
  return [document.getElementsByTagName('*').length, document.links.length, root ? root.textContent.length : 0].join();
})()"""
_DUE = "window.zwgkDue > 0"  # crawler/quiet_window.js
_READ = """(() => {
  if (!document.documentElement || document.getElementsByTagName('*').length > %d) return null;
  const copy = document.documentElement.cloneNode(true);
  const drop = 'script, noscript, template, meta[charset], meta[http-equiv]';
  for (const element of copy.querySelectorAll(drop)) element.remove();
  const walker = document.createTreeWalker(copy, NodeFilter.SHOW_COMMENT);
  const comments = [];
  while (walker.nextNode()) comments.push(walker.currentNode);
  for (const comment of comments) comment.remove();
  const html = '<!DOCTYPE html>' + copy.outerHTML;
  return html.length > %d ? null : html;
})()"""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A request of a page that is being drawn."""

    url: str
    data: bytes | None
    """None for a GET."""
    headers: Mapping[str, str]
    is_data: bool
    """Asked for by a script for its contents, not a script itself."""


Ask = Callable[[Wanted], Awaitable[Page]]
"""Answers a page's request, within everything that holds for the site; never raises for what a site does."""
Show: TypeAlias = "Callable[[str, Sitting], Awaitable[bytes]]"
"""Shows the page at an address in a browser, as crawler.chromium does; what its sitting read of it."""


@dataclass(frozen=True, kw_only=True)
class Result:
    """A drawn document."""

    html: bytes
    """UTF-8, without scripts and comments: what a visitor sees."""
    whole: bool
    picture: bytes | None = None
    """PNG; None when none was wanted."""


async def draw(show: Show, page: Page, ask: Ask, *, seconds: float, max_bytes: int, picture: bool = False) -> Result:
    """Draw a fetched page; raises UndrawnError when nothing can be read of it within the time."""
    drawing = _Drawing(page=page, ask=ask, seconds=seconds, max_bytes=max_bytes, picture=picture)
    return await drawing.run(show)


@dataclass(kw_only=True)
class _Drawing:
    """The Sitting of one page."""

    page: Page
    ask: Ask
    seconds: float
    max_bytes: int
    picture: bool
    png: bytes | None = None
    whole: bool = True
    asking: set[asyncio.Task[Page]] = field(default_factory=set)
    asked: int = 0
    bytes_given: int = 0
    served: int = 0
    """How often the page itself was given to the browser."""

    async def run(self, show: Show) -> Result:
        loop = asyncio.get_running_loop()
        self.crashed: asyncio.Future[None] = loop.create_future()
        self.deadline = loop.time() + self.seconds
        work = asyncio.ensure_future(show(self.page.url, self))
        try:
            limit = self.seconds + _READ_SECONDS * (2 if self.picture else 1)
            watched: set[asyncio.Future[Any]] = {work, self.crashed}
            await asyncio.wait(watched, timeout=limit, return_when=asyncio.FIRST_COMPLETED)
            if work.done():
                return Result(html=work.result(), whole=self.whole, picture=self.png)
            raise UndrawnError("浏览器绘制该页时崩溃" if self.crashed.done() else "页面的脚本一直没有停下来")
        except TimeoutError as error:
            raise UndrawnError("页面的脚本一直没有停下来") from error
        except UndrawnError:
            raise
        except Exception as error:  # a browser or driver that died raises what it likes
            logger.info("%s could not be drawn: %s", self.page.url, error)
            raise UndrawnError("浏览器在绘制该页时退出或出错") from error
        finally:
            for task in (work, *self.asking):
                task.cancel()
            await asyncio.gather(work, return_exceptions=True)

    async def read(self, tab: Tab) -> bytes:
        """The document when it has come to rest, or when its time is over."""
        fragment = self.page.requested.partition("#")[2]
        address = f"{self.page.url}#{fragment}" if fragment else self.page.url
        line = await tab.context.new_cdp_session(tab)
        try:
            async with asyncio.timeout_at(self.deadline):
                await tab.goto(address, wait_until="domcontentloaded", timeout=0)
                await self._come_to_rest(tab, line, asyncio.get_running_loop())
        except TimeoutError:
            self.whole = False
        async with asyncio.timeout(_READ_SECONDS):
            html = await _while_it_reloads(tab, line, _READ % (MAX_NODES, self.max_bytes))
        if not isinstance(html, str):
            raise UndrawnError("绘制后的页面过大")
        body = html.encode("utf-8", "replace")
        if len(body) > self.max_bytes:
            raise UndrawnError("绘制后的页面过大")
        if self.picture:
            self.png = await _picture(tab)
        return body

    async def _come_to_rest(self, tab: Tab, line: Any, loop: asyncio.AbstractEventLoop) -> None:
        """Wait until nothing is asked for and nothing changes any more."""
        began = quiet_since = loop.time()
        calm, before = 0, ""
        while True:
            await asyncio.sleep(_PAUSE)
            if self.asking:
                calm, quiet_since = 0, loop.time()
                continue
            now = str(await _while_it_reloads(tab, line, _MEASURE))
            calm, before = (calm + 1 if now == before else 0), now
            long_enough = calm >= _CALM_TURNS and loop.time() - began >= _LEAST_SECONDS
            if long_enough and not await _while_it_reloads(tab, line, _DUE, ours=False):
                return
            if loop.time() - quiet_since >= _RESTLESS_SECONDS:
                return

    def crash(self) -> None:
        """The tab crashed: whatever is waited for does not come."""
        if not self.crashed.done():
            self.crashed.set_result(None)

    # -- what the page asks for ----------------------------------------------------------------------------------

    async def answer(self, route: Route) -> None:
        """Give a request what it gets: a page of the site's fetcher, or nothing."""
        try:
            given = await self._answer(route.request)
        except Exception:
            logger.exception("a request of %s could not be answered", self.page.url)
            self.whole, given = False, None
        with contextlib.suppress(Exception):  # the page is gone meanwhile
            if given is None:
                await route.abort("aborted")  # what is shown stays, where a navigation is refused
            else:
                await route.fulfill(status=given.status or 200, headers=_headers(given, route.request), body=given.body)

    async def _answer(self, request: Request) -> Page | None:
        """What the browser is given for a request; None when it gets nothing."""
        kind = request.resource_type
        if request.is_navigation_request():
            return self._document(request)
        if kind not in _ASKED and not (self.picture and kind == "stylesheet"):
            return None
        wanted = _wanted(request)
        if wanted is None or self.asked >= MAX_REQUESTS or self.bytes_given >= MAX_BYTES:
            self.whole = False
            return None
        self.asked += 1
        page = await self._ask(wanted)
        if page is None:
            return None
        if page.failure is not None or not is_text(page.content_type, page.body[:512], ""):
            # A foreign counter or share button draws no list; a foreign answer that a script waits for may.
            foreign = page.failure is not None and page.failure.kind is FailureKind.REFUSED
            if kind in _DATA or (kind == "script" and not foreign):
                self.whole = False
            return None
        self.bytes_given += len(page.body)
        return page

    async def _ask(self, wanted: Wanted) -> Page | None:
        task = asyncio.ensure_future(self.ask(wanted))
        self.asking.add(task)
        try:
            await asyncio.wait({task})
        finally:
            self.asking.discard(task)
        return None if task.cancelled() else task.result()

    def _document(self, request: Request) -> Page | None:
        """The page itself, also when it reloads itself; no other document: where a page leads is for the search."""
        from playwright.async_api import Error

        try:
            if request.frame.parent_frame is not None:
                return None
        except Error:  # a popup asks before it has a frame
            self.whole = False
            return None
        same = page_key(request.url) == page_key(self.page.url) and request.method == "GET"
        if not same or self.served > MAX_RELOADS:
            self.whole = False
            return None
        self.served += 1
        return self.page


def _wanted(request: Request) -> Wanted | None:
    if request.method not in ("GET", "POST"):
        return None
    data = (request.post_data_buffer or b"") if request.method == "POST" else None
    if data is not None and len(data) > MAX_POSTED:
        return None
    headers = {
        "-".join(part.capitalize() for part in name.split("-")): value
        for name, value in request.headers.items()
        if name not in _OWN_HEADERS and not name.startswith(("sec-", "if-", "proxy-", ":"))
    }
    return Wanted(url=request.url, data=data, headers=headers, is_data=request.resource_type in _DATA)


def _headers(given: Page, request: Request) -> dict[str, str]:
    """The headers of an answer; one host of a site may read what another one of it says."""
    headers = {"Cache-Control": "no-store", "Content-Type": given.content_type or "text/html"}
    if origin := request.headers.get("origin"):
        headers |= {"Access-Control-Allow-Origin": origin, "Access-Control-Allow-Credentials": "true"}
    return headers


async def _while_it_reloads(tab: Tab, line: Any, expression: str, *, ours: bool = True) -> object:
    """The value of an expression, asked for again where the document was replaced in the middle of the question."""
    from playwright.async_api import Error

    while True:
        try:
            return await _evaluate(line, expression, ours=ours)
        except Error:
            if tab.is_closed():
                raise
            await asyncio.sleep(_PAUSE)


async def _evaluate(line: Any, expression: str, *, ours: bool = True) -> object:
    """The value of an expression in a world of our own, where the page's scripts changed nothing, or else in theirs."""
    asked = {"expression": expression, "returnByValue": True}
    if ours:
        tree = await line.send("Page.getFrameTree")
        frame = tree["frameTree"]["frame"]["id"]
        world = await line.send("Page.createIsolatedWorld", {"frameId": frame, "worldName": "zwgk"})
        asked["contextId"] = world["executionContextId"]
    answer = await line.send("Runtime.evaluate", asked)
    value: object = answer.get("result", {}).get("value")
    return value


async def _picture(tab: Tab) -> bytes | None:
    from playwright.async_api import Error

    size = tab.viewport_size or {"width": 1280, "height": 1600}
    with contextlib.suppress(Error, TimeoutError):
        async with asyncio.timeout(_READ_SECONDS):
            height = await tab.evaluate("Math.ceil(document.documentElement.getBoundingClientRect().height)")
            tall = min(max(int(height or 0), 200), PICTURE_HEIGHT)
            clip: Any = {"x": 0, "y": 0, "width": size["width"], "height": tall}
            return await tab.screenshot(type="png", full_page=True, clip=clip, animations="disabled")
    return None
