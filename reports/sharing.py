"""Work on many pages shared out over the processor's cores, where that is safe; the same work in one process elsewhere.

Safe is a process of one thread on Linux: a fork copies only the thread that calls it, and a lock that another one held
would stay locked in the copy for ever. So `zwgk recheck` uses all cores, while `zwgk check`, whose crawl has left
Twisted's reactor in a thread of its own, writes its pages alone. Elsewhere than on Linux there is no fork (Windows), or
system libraries do not bear one (macOS), and handing a whole audit over to a new process costs more than its pages do.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from multiprocessing.context import ForkProcess

LEAST = 20
"""Pieces of work below which a second process is not worth its start."""
MOST = 4
"""Processes; each one comes to copy what it touches of the audit."""
_PATIENCE = 5.0
"""Seconds in which a helper that is told to end clears up behind itself."""


def share_out(weights: Sequence[float], work: Callable[[int], None], *, processes: int | None = None) -> None:
    """Call `work` for each place of `weights`, in several processes at a time where that is safe.

    `weights` tell what each piece costs, in any unit. `work` must leave nothing but files, and may be done twice: what
    it changes in memory is lost, and the share of a helper that failed is done again in this process, which then
    raises what there is to raise. No helper outlives the call, whatever ends it. `processes` None takes one for each
    core; with 1 everything happens here, in the order of the places.
    """
    own, *others = _shares(weights, _usable(len(weights)) if processes is None else processes)
    helpers: list[tuple[ForkProcess, list[int]]] = []
    try:
        for share in others:
            try:
                helpers.append((_started(share, work), share))
            except OSError:  # the system has no process or memory left for one
                own.extend(share)
        for place in own:
            work(place)
        for helper, share in helpers:
            helper.join()
            if helper.exitcode != 0:
                for place in share:
                    work(place)
    finally:
        for helper, _ in helpers:
            _stop(helper)


@contextmanager
def beside(work: Callable[[], None]) -> Iterator[None]:
    """Do `work` in a helper while the body goes on, after it where that is not safe; conditions as of `share_out`."""
    helper: ForkProcess | None = None
    if _usable(LEAST) > 1:
        with suppress(OSError):
            helper = _started([0], lambda _: work())
    try:
        yield
        if helper is not None:
            helper.join()
        if helper is None or helper.exitcode != 0:
            work()
    finally:
        if helper is not None:
            _stop(helper)


def _usable(pieces: int) -> int:
    """How many processes may take part."""
    if pieces < LEAST or sys.platform != "linux" or threading.active_count() > 1:
        return 1
    return min(len(os.sched_getaffinity(0)), MOST)


def _shares(weights: Sequence[float], count: int) -> list[list[int]]:
    """Places in `count` runs of about the same weight: neighbours stay together, for what they have in common."""
    shares: list[list[int]] = [[] for _ in range(count)]
    whole, before = sum(weights) or 1.0, 0.0
    for place, weight in enumerate(weights):
        middle = before + weight / 2
        shares[min(count - 1, int(count * middle / whole))].append(place)
        before += weight
    return shares


def _started(share: Sequence[int], work: Callable[[int], None]) -> ForkProcess:
    helper = multiprocessing.get_context("fork").Process(target=_help, args=(share, work), daemon=True)
    helper.start()
    return helper


def _help(share: Sequence[int], work: Callable[[int], None]) -> None:
    """What a helper does; it says nothing. Ctrl-C reaches it as well, and is left to the process that ends it then."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # by way of every `finally`: no half a file stays
    try:
        for place in share:
            work(place)
    except BaseException:  # the first process does the share again, and tells what is wrong
        os._exit(1)


def _stop(helper: ForkProcess) -> None:
    """End a helper that has not ended by itself."""
    helper.terminate()
    helper.join(_PATIENCE)
    helper.kill()
    helper.join()
