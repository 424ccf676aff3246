"""A part of a crawl in a process of its own: plans go there, evidence and progress come back.

A page takes several milliseconds to be read, so one process reads some hundred of them a second and leaves the other
cores of the machine idle. The process is a new one (spawn): a fork would copy the locks of threads it does not copy.
Its first process gives the orders; signals of the terminal or of systemd reach it as well and are left to that one, and
when that one is gone nobody would take what is found, so it ends.
"""

from __future__ import annotations

import logging
import logging.handlers
import multiprocessing
import os
import signal
import threading
from collections.abc import Sequence
from functools import partial
from multiprocessing.connection import Connection
from queue import SimpleQueue
from typing import TYPE_CHECKING, NoReturn

from crawler.crawling import POLL, Crawling, Inbox, Means, OnProgress, OnSite
from crawler.endings import CrawlError
from crawler.evidence import SitePlan

if TYPE_CHECKING:
    from multiprocessing.context import SpawnProcess

_STOP_SECONDS = 1.0
_QUIETEN, _STOP = "quieten", "stop"
_SITE, _PROGRESS, _LOG, _QUIET, _OVER = "site", "progress", "log", "quiet", "over"


class Elsewhere:
    """The crawl of `plans` in another process; plans and means must be picklable."""

    def __init__(self, plans: Sequence[SitePlan], wake: threading.Event, means: Means) -> None:
        self.over = False
        self.problem: Exception | None = None
        self._wake = wake
        self._inbox = Inbox(wake)
        self._quiet = threading.Event()
        self._ended = threading.Event()
        self._given = (plans, means, logging.getLogger().getEffectiveLevel())
        self._process: SpawnProcess | None = None
        self._line: Connection | None = None
        self._reader: threading.Thread | None = None

    def begin(self) -> None:
        """Start the process; raises CrawlError."""
        spawn = multiprocessing.get_context("spawn")
        try:
            self._line, theirs = spawn.Pipe()
            self._process = spawn.Process(target=_search, args=(theirs, *self._given), name="zwgk-crawl", daemon=True)
            self._process.start()
        except OSError as error:
            raise CrawlError(f"无法启动第二个抓取进程：{error.strerror or error}") from error
        theirs.close()
        self._reader = threading.Thread(target=self._read, name="zwgk-crawl-news", daemon=True)
        self._reader.start()

    def deliver(self, on_site: OnSite, on_progress: OnProgress) -> None:
        """Hand over what has come since the last time."""
        self._inbox.deliver(on_site, on_progress)

    def quieten(self) -> threading.Event:
        """Let nothing more be asked there; the event tells that what was asked is answered and has come."""
        if self.over or not self._order(_QUIETEN):
            self._quiet.set()
        return self._quiet

    def stop(self) -> threading.Event:
        """Stop the crawl; the event tells that its process has said its last word."""
        if self._line is None or not (self.over or self._order(_STOP)):
            self._ended.set()
        return self._ended

    def close(self) -> None:
        """End the process."""
        if self._process is not None and self._process.pid is not None:
            self._process.kill()
            self._process.join()

    def _order(self, order: str) -> bool:
        assert self._line is not None
        try:
            self._line.send(order)
        except OSError:
            return False
        return True

    def _read(self) -> None:
        assert self._line is not None
        assert self._process is not None
        told = False
        try:
            while not told:
                what, said = self._line.recv()
                if what == _SITE:
                    self._inbox.site(said)
                elif what == _PROGRESS:
                    self._inbox.progress(said)
                elif what == _LOG:
                    logging.getLogger(said.name).handle(said)
                elif what == _QUIET:
                    self._quiet.set()
                elif what == _OVER:
                    self.problem = CrawlError(said) if said else None
                    told = True
        except (EOFError, OSError):
            self._process.join()
            code = self._process.exitcode
            self.problem = CrawlError(f"第二个抓取进程意外结束（退出码 {code}），查完的站点已保存，再次运行时接着检查")
        finally:
            self.over = True
            self._ended.set()
            self._quiet.set()
            self._wake.set()


def _search(line: Connection, plans: Sequence[SitePlan], means: Means, level: int) -> None:
    """What the process does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    told = _Told(line)
    logging.getLogger().addHandler(_LogLine(told))
    logging.getLogger().setLevel(level)
    problem = ""
    try:
        with means.opened() as given:
            wake = threading.Event()
            crawling = Crawling(plans, wake, **given)
            crawling.begin()
            _follow(line, crawling, wake, told)
            if crawling.problem is not None:
                raise crawling.problem
    except Exception as error:
        problem = str(error) or type(error).__name__
    told.say(_OVER, problem)


def _follow(line: Connection, crawling: Crawling, wake: threading.Event, told: _Told) -> None:
    """Tell what comes and do what is ordered, until the crawl is over or is to stop."""
    on_site, on_progress = partial(told.say, _SITE), partial(told.say, _PROGRESS)
    quiet: threading.Event | None = None
    while not crawling.over:
        wake.wait(POLL)
        wake.clear()
        calm = quiet is not None and quiet.is_set()
        crawling.deliver(on_site, on_progress)
        if calm:
            told.say(_QUIET)
            quiet = None
        while line.poll():
            try:
                order = line.recv()
            except (EOFError, OSError):
                _alone()
            if order == _STOP:
                crawling.stop().wait(_STOP_SECONDS)
                return
            quiet = crawling.quieten()
    crawling.deliver(on_site, on_progress)


def _alone() -> NoReturn:
    """End at once: the first process is gone, and whoever goes on with its run asks these sites again."""
    os._exit(1)


class _Told:
    """The way to the first process, for any thread."""

    def __init__(self, line: Connection) -> None:
        self._line = line
        self._lock = threading.Lock()

    def say(self, what: str, said: object = None) -> None:
        """Say it; the end of everything when nobody listens."""
        try:
            with self._lock:
                self._line.send((what, said))
        except OSError:
            _alone()


class _LogLine(logging.handlers.QueueHandler):
    """Log records are told as well: what is logged goes where the first process logs."""

    def __init__(self, told: _Told) -> None:
        super().__init__(SimpleQueue())
        self._told = told

    def enqueue(self, record: logging.LogRecord) -> None:
        """Logging's word with a record that can be pickled."""
        self._told.say(_LOG, record)
