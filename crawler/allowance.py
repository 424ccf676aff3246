"""What closer looks may cost a site: requests over all that was asked of it in a run, the search included."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from crawler.evidence import Page, SitePlan

SPENT = "访问额度用尽"
"""Why a link was not followed that would have been with a larger allowance."""


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
    held: int = 0
    """Requests set aside for second looks."""

    @property
    def limit(self) -> float | None:
        """Requests of the whole run; None when there is no ceiling."""
        return None if self.plan.ceiling is None else self.plan.ceiling * len(self.plan.targets)

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
        return limit is None or int(getattr(self.fetch, "requests", 0)) + self.held < limit

    def is_free(self, url: str) -> bool:
        """Whether asking for an address costs no request."""
        return isinstance(self.fetch, FileFetcher) and self.fetch.kept(url)
