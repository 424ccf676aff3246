"""A run's pages out of its archive, in the order in which the search asked for them: reading anew without network."""

from __future__ import annotations

import asyncio
import hashlib
import heapq
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from crawler.archive import ArchiveIndex, Stored
from crawler.evidence import Failure, FailureKind, Page, SiteEvidence, SitePlan
from crawler.fetching import NOT_MODIFIED
from crawler.guard import BadUrlError, drawing_key, request_key, tidy
from crawler.navigate import search_site
from crawler.outcomes import refused

#: Turns of the event loop without a new question after which all tasks of a search are taken to be waiting.
_QUIET_TURNS = 16
_NOT_THERE = "存档中没有这一页"


class ArchiveFetcher:
    """Answers one site's search from the archive; a page that is not there is a budget failure, never a 404.

    Answers come in the order of the archive among those that are waited for: a search reads what its pages show in the
    order in which they came, so that the same archive leads to the same evidence.
    """

    live = False
    """There is no site behind it: what the archive does not have cannot be had."""

    def __init__(self, index: ArchiveIndex, site: str, *, now: Callable[[], datetime]) -> None:
        self._index = index
        self._stored = index.site(site)
        self._now = now
        self._given: dict[str, int] = {}
        self._unchanged: dict[str, int] = {}
        """Answers 304 that were passed by, by request."""
        self._waiting: list[tuple[int, int, asyncio.Future[None]]] = []
        self._asked = 0
        self._pump: asyncio.Task[None] | None = None

    async def __call__(
        self, url: str, *, again: bool = False, data: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Page:
        """The page as it came in the run; `again` gives the next answer that the run had from there."""
        try:
            key = request_key(tidy(url), "" if data is None else hashlib.sha256(data).hexdigest())
        except BadUrlError as error:
            return self._failed(url, refused(f"{error}：{url[:200]}"))
        answers = self._stored.get(key, ())
        last = self._given.get(key)
        number = (0 if last is None else last + 1) if again or last is None else last
        conditional = headers is not None and any(name.lower().startswith("if-") for name in headers)
        while not conditional and number < len(answers) and answers[number].status == NOT_MODIFIED:
            number += 1
            self._unchanged[key] = self._unchanged.get(key, 0) + 1
        if again and last is not None and number >= len(answers) and self._unchanged.get(key, 0) > 0:
            # The site was asked as often: one answer was that the page had not changed, and this is that page.
            self._unchanged[key] -= 1
            number = last
        if number >= len(answers):
            return self._failed(url, Failure(kind=FailureKind.BUDGET, detail=_NOT_THERE))
        if number != last:
            self._given[key] = number
            await self._turn(answers[number])
        return self._page(answers[number], url)

    async def file(self, url: str, *, again: bool = False, head: bool = False) -> Page:
        """The answer at an address as it came in the run, text or not."""
        page = await self(url, again=again)
        if page.cut and not again and not head:  # it was asked for as a page before it was asked for as a file
            later = await self(url, again=True)
            return page if later.failure is not None and later.failure.detail == _NOT_THERE else later
        return page

    def kept(self, url: str) -> bool:
        """Whether the archive has an answer of an address: there is no other."""
        try:
            return request_key(tidy(url)) in self._stored
        except BadUrlError:
            return True

    async def draw(self, page: Page, *, again: bool = False) -> Page | None:
        """The page as it was drawn in the run; None when no browser was asked for it."""
        try:
            key = drawing_key(page.requested)
        except BadUrlError:
            return None
        answers = self._stored.get(key, ())
        last = self._given.get(key)
        number = 0 if last is None else min(last + again, len(answers) - 1)
        if number >= len(answers):
            return None
        if number != last:
            self._given[key] = number
            await self._turn(answers[number])
        return self._page(answers[number], page.requested)

    def _page(self, stored: Stored, requested: str) -> Page:
        page = self._index.page(stored)
        return replace(page, requested=requested, fetched_at=page.fetched_at.astimezone(self._now().tzinfo))

    async def _turn(self, stored: Stored) -> None:
        """Wait until every other task of the search waits as well and this answer is the earliest."""
        ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._asked += 1
        heapq.heappush(self._waiting, (stored.number, self._asked, ready))
        if self._pump is None or self._pump.done():
            self._pump = asyncio.ensure_future(self._release())
        await ready

    async def _release(self) -> None:
        while self._waiting:
            quiet, seen = 0, self._asked
            while quiet < _QUIET_TURNS:
                await asyncio.sleep(0)
                quiet, seen = (quiet + 1, seen) if seen == self._asked else (0, self._asked)
            _, _, ready = heapq.heappop(self._waiting)
            if not ready.done():
                ready.set_result(None)

    def _failed(self, url: str, failure: Failure) -> Page:
        return Page(requested=url, url=url.partition("#")[0], status=None, fetched_at=self._now(), failure=failure)


def read_archive(
    plans: Sequence[SitePlan], file: Path, *, as_of: date, now: Callable[[], datetime]
) -> dict[str, SiteEvidence]:
    """Search all sites again in the pages of an archive; evidence by site name. Raises OSError without the file."""
    # In a thread of its own, as crawl() is: whoever asks may have an event loop already.
    with ArchiveIndex(file) as index, ThreadPoolExecutor(max_workers=1) as reader:
        return {
            plan.name: reader.submit(
                asyncio.run, search_site(plan, ArchiveFetcher(index, plan.name, now=now), as_of=as_of)
            ).result()
            for plan in plans
        }
