"""Twisted's reactor in a thread of its own, for all crawls of a process, and how the process is set up for them."""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import gc
import logging
import threading
from collections import deque
from collections.abc import Iterator
from typing import Any

from crawler.endings import CrawlError

_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"
_STOP_SECONDS = 1.5
_OPEN_FILES = 16384
_COLLECT_AFTER = (20_000, 20, 50)


_lock = threading.Lock()
_running: asyncio.AbstractEventLoop | None = None


def reactor_loop() -> asyncio.AbstractEventLoop:
    """The event loop of the reactor's thread, started at the first crawl and kept: Twisted cannot restart a reactor.

    Raises CrawlError.
    """
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
def rare_collections() -> Iterator[None]:
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
