"""The system's Chromium, for pages that only a browser can draw: started at the first such page, gone with the crawl.

It has no network of its own. Every request of a page is answered by us or not at all (crawler.chromium); what might
slip past that (a web socket, a peer connection, Chromium's own services) meets a proxy that nobody answers and names
that nobody resolves. So the address guard, robots.txt, the turns of a host and the budgets hold for drawn pages too.
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
import logging
import os
import shutil
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from scrapy.crawler import Crawler

if TYPE_CHECKING:
    from crawler.chromium import AnsweringHandler
    from crawler.drawing import Show

logger = logging.getLogger(__name__)

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""What the program is called on the systems we know; searched on PATH in this order."""

AT_ONCE = 3
"""Pages drawn at the same time, of all sites."""
MAX_STARTS = 5
"""Starts in one crawl: a Chromium that dies again and again is left alone."""

_START_SECONDS = 30.0
_NO_EXTRA = "没有安装浏览器绘制组件，请执行 pip install 'zwgk-checker[render]'"
_NO_BROWSER = "没有找到 Chromium 浏览器，请安装（如 apt install chromium）或在配置 render.browser 中写明路径"
_ARGUMENTS = (
    "--proxy-bypass-list=<-loopback>",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--force-webrtc-ip-handling-policy",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-quic",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--js-flags=--max-old-space-size=256",
)


@dataclass(frozen=True, kw_only=True)
class Rendering:
    """How pages are drawn (configuration key `render`)."""

    browser: str | None = None
    """Path or name of Chromium; None looks for it on PATH."""
    max_pages: int = 20
    """Pages drawn for one site in one run."""
    timeout: float = 60.0
    """Seconds for one page, with the waiting for the site's turns."""


class UndrawnError(Exception):
    """A page could not be drawn; the message is a Chinese phrase. Caught by crawler.rendering."""


def find_browser(configured: str | None) -> str:
    """The Chromium to start; raises UndrawnError that says what to install."""
    if importlib.util.find_spec("scrapy_playwright") is None:
        raise UndrawnError(_NO_EXTRA)
    if configured is not None:
        program = shutil.which(configured)
        if program is None:
            raise UndrawnError(f"配置 render.browser 写的 {configured} 不是可执行的浏览器程序")
        return program
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        raise UndrawnError(_NO_BROWSER)
    return found


class Browser:
    """One Chromium for all sites of a crawl; each page gets a context of its own that shares nothing."""

    def __init__(self, rendering: Rendering, crawler: Crawler) -> None:
        self.rendering = rendering
        self._crawler = crawler
        self._lock = asyncio.Lock()
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._handler: AnsweringHandler | None = None
        self._starts = 0
        self._trouble = ""
        self._closed = False
        self._deaf: socket.socket | None = None

    @contextlib.asynccontextmanager
    async def context(self) -> AsyncIterator[Show]:
        """A fresh context to show one page in; closed with everything in it whatever happens.

        Raises UndrawnError when there is none.
        """
        async with self._turns:
            handler, name = await self._new_context()
            try:
                yield partial(handler.draw, name)
            finally:
                await asyncio.shield(asyncio.ensure_future(handler.end(name)))

    @property
    def alive(self) -> bool:
        """Whether Chromium runs."""
        return self._handler is not None and self._handler.alive

    async def close(self) -> None:
        """End Chromium and its driver; nothing is drawn any more."""
        self._closed = True
        await self._end()

    async def _new_context(self) -> tuple[AnsweringHandler, str]:
        async with self._lock:
            handler = self._handler
            if handler is None or not handler.alive:
                await self._end()
                handler = await self._start()
            try:
                async with asyncio.timeout(_START_SECONDS):
                    return handler, await handler.open()
            except Exception as error:  # a driver that died raises what it likes
                logger.warning("Chromium gave no context: %s", error)
                await self._end()
                raise UndrawnError("浏览器没有响应") from error

    async def _start(self) -> AnsweringHandler:
        path = find_browser(self.rendering.browser)
        if self._closed or self._starts >= MAX_STARTS:
            raise UndrawnError("已停止" if self._closed else self._trouble or "浏览器多次异常退出，本轮不再使用")
        self._starts += 1
        from crawler.chromium import AnsweringHandler

        self._deaf = socket.socket()  # bound and not listening: the port is ours, and every connection to it is refused
        self._deaf.bind(("127.0.0.1", 0))
        launch = {"executable_path": path, "headless": True, "chromium_sandbox": not _is_root()}
        arguments = _arguments(self._deaf.getsockname()[1])
        handler = self._handler = AnsweringHandler(self._crawler, launch={**launch, "args": arguments})
        try:
            async with asyncio.timeout(_START_SECONDS):
                await handler.start()
        except Exception as error:  # a driver that died raises what it likes
            logger.warning("Chromium %s did not start: %s", path, error)
            await self._end()
            self._trouble = f"浏览器 {path} 无法启动"
            raise UndrawnError(self._trouble) from error
        self._trouble = ""
        return handler

    async def _end(self) -> None:
        handler, self._handler = self._handler, None
        deaf, self._deaf = self._deaf, None
        if handler is not None:
            await handler.close()
        if deaf is not None:
            deaf.close()


def _arguments(deaf_port: int) -> list[str]:
    return [*_ARGUMENTS, f"--proxy-server=http://127.0.0.1:{deaf_port}"]


def _is_root() -> bool:
    """Chromium refuses its sandbox to root, and only then it does without."""
    return hasattr(os, "geteuid") and os.geteuid() == 0
