"""SIGTERM ends a command in order, as Ctrl-C does."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

from crawler.endings import CrawlEnding


@contextmanager
def sigterm_interrupts() -> Iterator[None]:
    """Meanwhile SIGTERM raises CrawlEnding in the main thread: pages under way come to their end, then all is saved."""

    def interrupt(number: int, frame: object) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)  # a second one must not cut short what the first one saves
        raise CrawlEnding

    try:
        before = signal.signal(signal.SIGTERM, interrupt)
    except ValueError:  # not in the main thread: whoever runs us there takes care of signals
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
