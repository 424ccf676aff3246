"""The public entry of the crawler: plans in, evidence out, site by site."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path

from crawler.browser import Rendering
from crawler.carrier import THIS_MACHINE, Outside
from crawler.crawling import POLL, Crawling, Means, Part
from crawler.elsewhere import Elsewhere
from crawler.endings import CrawlEnding, CrawlError
from crawler.evidence import SiteEvidence, SitePlan, SiteProgress
from crawler.shares import shares
from crawler.spider import MOST_SITES, Search, TakeTurn

_STOP_SECONDS = 1.5
_ENDING_SECONDS = 10.0
"""What pages under way get to come to their end."""


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
    processes: int = 1,
) -> None:
    """Search all sites at the same time and hand over each one's evidence as soon as it is there.

    Both callbacks run in the calling thread; progress is handed over a few times a second, the latest of each site.
    May be called any number of times in a process, by one thread at a time or by several. Whatever is raised in the
    calling thread meanwhile (KeyboardInterrupt, CrawlCancelled, an error of a callback) ends the crawl within two
    seconds and is passed on; sites that had not finished are not handed over. CrawlEnding leaves pages under way ten
    seconds to come, and hands over the sites that finish by that. With `archive` every page that came is to
    that WARC file (crawler.archive). `take_turn` is asked before each request to a host with a delay, for programs that
    share hosts with others. With `rendering` pages that only scripts can draw are drawn by a browser. `outside` tells
    the addresses of names and whose certificates are trusted. With more than one of `processes` the sites may be shared
    out to further processes, where that is worth their start (crawler.shares); all but the callbacks must be picklable
    then, and hosts that share an address keep one pace only by `take_turn`.
    """
    if not plans:
        return
    here, *others = shares(plans, processes)
    means = Means(
        search=search,
        as_of=as_of,
        now=now,
        archive=archive,
        take_turn=take_turn,
        rendering=rendering,
        outside=outside,
        at_once=max(1, MOST_SITES // (1 + len(others))),
    )
    with means.opened() as given:
        wake = threading.Event()
        parts: list[Part] = [*(Elsewhere(share, wake, means) for share in others), Crawling(here, wake, **given)]
        try:
            _follow(parts, wake, on_site, on_progress)
        finally:
            _leave(parts)
    problem = next((part.problem for part in parts if part.problem is not None), None)
    if problem is not None:
        raise CrawlError(f"抓取未能进行：{problem}") from problem


def _follow(
    parts: Sequence[Part],
    wake: threading.Event,
    on_site: Callable[[SiteEvidence], None],
    on_progress: Callable[[SiteProgress], None],
) -> None:
    def deliver() -> None:
        for part in parts:
            part.deliver(on_site, on_progress)

    try:
        for part in parts:
            part.begin()
        while not all(part.over for part in parts):
            wake.wait(POLL)
            wake.clear()
            deliver()
        deliver()
    except CrawlEnding:
        _wait([part.quieten() for part in parts], _ENDING_SECONDS)
        deliver()
        raise


def _leave(parts: Sequence[Part]) -> None:
    """Stop what is not over; what does not stop in time is left behind."""
    _wait([part.stop() for part in parts], _STOP_SECONDS)
    for part in parts:
        part.close()


def _wait(events: Sequence[threading.Event], seconds: float) -> None:
    """Wait for all of them, so long at most."""
    until = time.monotonic() + seconds
    for event in events:
        event.wait(max(0.0, until - time.monotonic()))
