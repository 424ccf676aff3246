"""One look at a site's start page: whether, and how quickly, the site can be opened at this moment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from crawler.evidence import FailureKind, Page, SiteEvidence, SitePlan, SiteProgress, SiteStatus
from crawler.spider import Fetcher
from crawler.surveyed import Probe, Surveyed


async def probe_site(
    plan: SitePlan, fetch: Fetcher, *, as_of: date, progress: Callable[[SiteProgress], None]
) -> SiteEvidence:
    """Ask for the start page and nothing else; a crawler.spider.Search.

    The evidence's `surveyed.probe` is None, with the reason, when what came says nothing of how visitors fare.
    """
    page = await fetch(plan.url)
    probe = probe_of(page)
    opened = probe is not None and probe.ok
    return SiteEvidence(
        name=plan.name,
        url=plan.url,
        status=SiteStatus.REACHABLE if opened else SiteStatus.UNREACHABLE,
        requests=fetch.requests,
        pages=fetch.pages,
        reason="" if opened or page.failure is None else page.failure.detail,
        surveyed=Surveyed(probe=probe),
    )


def probe_beside(page: Page, *, given: float, wanted: float) -> Probe | None:
    """What an audit's look at a start page says of that; None when it says nothing.

    The indicators count visits that a page was `wanted` seconds for. An audit that gives a page fewer (`given`) cannot
    tell that nothing would have come, and one that asks for much else at the same time may itself be what was slow.
    """
    probe = probe_of(page)
    if probe is None or (page.status is None and given < wanted):
        return None
    return None if probe.seconds is not None and probe.seconds >= wanted else probe


def probe_of(page: Page) -> Probe | None:
    """What a first look at a start page says of the site's being open to visitors; None when it says nothing."""
    failure = page.failure
    if failure is None:
        ok = page.status is not None and page.status < 400
        return Probe(at=page.fetched_at, seconds=page.seconds, ok=ok, detail="" if ok else f"HTTP {page.status}")
    if failure.kind in (FailureKind.UNREACHABLE, FailureKind.LOOP) and page.status != 200:
        return Probe(at=page.fetched_at, seconds=None, ok=False, detail=failure.detail)
    return None
