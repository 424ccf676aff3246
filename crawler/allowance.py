"""What closer looks may cost a site: requests over all that was asked of it in a run, the search included."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from crawler.evidence import ColumnEvidence, Page, SitePlan
from crawler.readers.addresses import page_key

SPENT = "访问额度用尽"
"""Why a link was not followed that would have been with a larger allowance."""
FOREIGN = "不在本站点配置的地址内"
"""Why a link was not followed to its end: it leaves the site."""


@runtime_checkable
class FileFetcher(Protocol):
    """A fetcher that also gives files, and tells what it has: see crawler.fetching.SiteFetcher."""

    async def file(self, url: str, *, again: bool = False, head: bool = False) -> Page:
        """The answer at an address with its whole body, text or not; with `head` only its beginning."""

    def kept(self, url: str) -> bool:
        """Whether an address was answered in this run, so that asking for it costs no request."""


@dataclass(kw_only=True)
class Allowance:
    """How many requests a site has left for closer looks."""

    plan: SitePlan
    fetch: object
    asked: int
    """Columns that were asked for; several rules may mean one."""
    held: int = 0
    """Requests set aside for second looks."""

    @property
    def limit(self) -> float | None:
        """Requests of the whole run; None when there is no ceiling."""
        return None if self.plan.ceiling is None else self.plan.ceiling * self.asked

    @property
    def live(self) -> bool:
        """Whether there is a site behind the fetcher, and not the archive of a run."""
        return bool(getattr(self.fetch, "live", True))

    @property
    def left(self) -> bool:
        """Whether one more request may be made."""
        if not self.live:
            return False
        limit = self.limit
        return limit is None or int(getattr(self.fetch, "requests", 0)) + self.held + 1 <= limit

    def is_free(self, url: str) -> bool:
        """Whether asking for an address costs no request."""
        return isinstance(self.fetch, FileFetcher) and self.fetch.kept(url)


def columns_asked(columns: Iterable[ColumnEvidence]) -> int:
    """How many columns were asked for: those that were found on one page count as one."""
    places = (one.located.url if one.located is not None else None for one in columns)
    return len({page_key(place) if place else str(number) for number, place in enumerate(places)})
