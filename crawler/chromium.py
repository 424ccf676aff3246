"""scrapy-playwright's download handler, turned round: what a drawn page asks for is answered by us, never by Chromium.

The library owns the driver, Chromium, contexts and pages. As it comes, its handler lets Chromium fetch for itself, so
three of its private methods are overridden: no request is continued to the network, no context is made without our
routes, and a page's document is read by who draws it, within its limits. That is why setup.cfg admits one release
only; tests/crawler/test_chromium.py fails when a method is not what it was. Imported only when a page is to be drawn.

It is no handler of the crawl's engine: what a page asks for goes through that engine, and a handler must never do that.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from importlib import resources
from typing import Any, Protocol

from playwright.async_api import Dialog, Page, Route
from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import HtmlResponse, Response
from scrapy.http.headers import Headers
from scrapy_playwright.handler import BrowserContextWrapper, ScrapyPlaywrightDownloadHandler

_END_SECONDS = 2.0
_WIDTH, _HEIGHT = 1280, 1600
_CONTEXT: Mapping[str, Any] = {
    "accept_downloads": False,
    "bypass_csp": False,
    "ignore_https_errors": True,
    "locale": "zh-CN",
    "permissions": [],
    "service_workers": "block",
    "timezone_id": "Asia/Shanghai",
    "viewport": {"width": _WIDTH, "height": _HEIGHT},
}
_QUIET_WINDOW = resources.files("crawler").joinpath("quiet_window.js").read_text(encoding="utf-8")


class Sitting(Protocol):
    """One page while it is drawn: see crawler.drawing."""

    async def answer(self, route: Route) -> None:
        """Fulfil or abort a request of the page, a frame, a worker or a popup; never continue it."""

    async def read(self, tab: Page) -> bytes:
        """Have the page loaded in an empty tab; its document, in UTF-8."""

    def crash(self) -> None:
        """Hear that the tab crashed."""


class AnsweringHandler(ScrapyPlaywrightDownloadHandler):
    """Chromium for one crawl; each page is drawn in a context of its own that shares nothing."""

    def __init__(self, crawler: Crawler, *, launch: Mapping[str, Any]) -> None:
        super().__init__(crawler)
        self.config = replace(
            self.config,
            launch_options=dict(launch),
            max_pages_per_context=1,
            restart_disconnected_browser=False,  # crawler.browser starts another handler, so often and no oftener
            target_closed_max_retries=0,
            use_threaded_loop=False,  # the fetcher that answers lives in this loop
        )
        self._sittings: dict[str, Sitting] = {}
        self._contexts = 0

    @property
    def alive(self) -> bool:
        """Whether Chromium runs."""
        return hasattr(self, "browser") and self.browser.is_connected()

    async def start(self) -> None:
        """Start the driver and Chromium; raises what they like. To be closed in any case."""
        await self._launch()
        await self._maybe_launch_browser()

    async def open(self) -> str:
        """A fresh context; returns its name. Raises what a driver that died likes."""
        self._contexts += 1
        name = str(self._contexts)
        await self._create_browser_context(name, None)
        return name

    async def draw(self, context: str, url: str, sitting: Sitting) -> bytes:
        """The document of a page as its sitting reads it; raises what the sitting, or a driver that died, does."""
        self._sittings[context] = sitting
        meta = {
            "playwright": True,
            "playwright_context": context,
            "playwright_include_page": True,  # it is closed with its context, which has a time limit
            "playwright_page_event_handlers": {"crash": lambda _: sitting.crash(), "dialog": _dismiss},
        }
        return (await self.download_request(Request(url, meta=meta))).body

    async def end(self, context: str) -> None:
        """Close a context with everything in it, or give up after a moment."""
        self._sittings.pop(context, None)
        wrapper = self.context_wrappers.get(context)
        if wrapper is not None:
            await _ended(wrapper.context.close())

    async def download_request(self, request: Request) -> Response:
        """Scrapy's call; what is not to be drawn would be fetched past the guard."""
        if request.meta.get("playwright_context") not in self._sittings:
            raise ValueError(f"not to be drawn: {request}")
        return await super().download_request(request)

    async def close(self) -> None:
        """End Chromium and its driver, however they are; takes a few seconds at most."""
        self._sittings.clear()
        await _ended(super().close())
        if hasattr(self, "browser_provider"):
            await _ended(self.browser_provider.close())  # the driver's end takes Chromium with it

    # -- overridden in scrapy-playwright -------------------------------------------------------------------------

    async def _create_browser_context(
        self, name: str, context_kwargs: dict[str, Any] | None, spider: Spider | None = None
    ) -> BrowserContextWrapper:
        """Every context, whoever wants it, is ours: popups and workers are answered through it, not by their page."""
        wrapper = await super()._create_browser_context(name, {**_CONTEXT}, spider)
        await wrapper.context.add_init_script(_QUIET_WINDOW)
        await wrapper.context.route("**", self._answerer(name))
        return wrapper

    def _make_request_handler(
        self,
        context_name: str,
        method: str,
        url: str,
        headers: Headers,
        body: bytes | None,
        encoding: str,
        spider: Spider,
        initial_request_done: asyncio.Event,
    ) -> Callable[[Route], Awaitable[None]]:
        """What answers the requests of a page: the library's own would continue them."""
        return self._answerer(context_name)

    async def _download_request_with_page(self, request: Request, page: Page, spider: Spider) -> Response:
        """Reading is the sitting's: the library's own waits for a page that hangs without end, and reads any size."""
        page.context.on("page", _close_tab)  # from now on every other one is a popup
        body = await self._sittings[request.meta["playwright_context"]].read(page)
        return HtmlResponse(request.url, body=body, encoding="utf-8", request=request)

    async def _browser_disconnected_callback(self) -> None:
        """Nothing is left to be closed."""
        self.context_wrappers.clear()

    def _answerer(self, context: str) -> Callable[[Route], Awaitable[None]]:
        async def answer(route: Route) -> None:
            sitting = self._sittings.get(context)
            if sitting is not None:
                await sitting.answer(route)
            else:
                with contextlib.suppress(Exception):  # it is gone meanwhile
                    await route.abort()

        return answer


async def _ended(closing: Awaitable[Any]) -> None:
    """Wait a moment for something to close, whatever comes of it."""
    with contextlib.suppress(Exception):
        async with asyncio.timeout(_END_SECONDS):
            await closing


async def _close_tab(tab: Page) -> None:
    with contextlib.suppress(Exception):
        await tab.close()


async def _dismiss(dialog: Dialog) -> None:
    with contextlib.suppress(Exception):
        await dialog.dismiss()
