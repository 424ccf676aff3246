"""The fetcher of one site, with a browser at hand: pages that only scripts can draw come back as a visitor sees them.

Drawn by scrapy-playwright, whose handler is turned round in crawler.chromium: what a page asks for comes from here.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime

from crawler.browser import Browser, UndrawnError
from crawler.carrier import Carrier
from crawler.drawing import Result, Wanted, draw
from crawler.evidence import Drawn, Failure, FailureKind, Page, SitePlan
from crawler.fetching import Keep, SiteFetcher
from crawler.guard import drawing_key


class RenderingFetcher:
    """A SiteFetcher that can also have a page drawn; one page of a site at a time."""

    def __init__(
        self,
        fetch: SiteFetcher,
        plan: SitePlan,
        browser: Browser,
        *,
        now: Callable[[], datetime],
        keep: Keep | None = None,
    ) -> None:
        self._fetch = fetch
        self._plan = plan
        self._browser = browser
        self._now = now
        self._keep = keep
        self._drawn: dict[str, Page] = {}
        self._count = 0
        self._turn = asyncio.Lock()

    @property
    def carrier(self) -> Carrier | None:
        """Looks at the way to the site besides."""
        return self._fetch.carrier

    @property
    def requests(self) -> int:
        """Requests sent so far, with those of drawn pages."""
        return self._fetch.requests

    @property
    def pages(self) -> int:
        """Pages that came."""
        return self._fetch.pages

    async def __call__(
        self, url: str, *, again: bool = False, data: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Page:
        """The page at an address; see SiteFetcher."""
        return await self._fetch(url, again=again, data=data, headers=headers)

    async def file(self, url: str, *, again: bool = False, head: bool = False) -> Page:
        """The answer at an address, text or not; see SiteFetcher."""
        return await self._fetch.file(url, again=again, head=head)

    def kept(self, url: str) -> bool:
        """Whether an address was answered in this run; see SiteFetcher."""
        return self._fetch.kept(url)

    async def draw(self, page: Page, *, again: bool = False) -> Page | None:
        """A fetched page as a browser draws it; with an UNDRAWN failure when none could. Never raises for that.

        Without `again` a page is drawn once in a run; with it the data it asks for is asked of the site anew.
        """
        async with self._turn:
            key = drawing_key(page.requested)
            if not again and key in self._drawn:
                return self._drawn[key]
            drawn = self._drawn[key] = await self._drawing(page, again)
            if self._keep is not None:
                self._keep(self._plan.name, drawn)
            return drawn

    async def picture(self, page: Page) -> bytes | None:
        """A fetched page as PNG, with its styles and without its pictures; None when it cannot be drawn."""
        async with self._turn:
            try:
                return (await self._result(page, again=False, picture=True)).picture
            except UndrawnError:
                return None

    def close(self) -> None:
        """Forget the site's pages."""
        self._drawn.clear()
        self._fetch.close()

    async def _drawing(self, page: Page, again: bool) -> Page:
        try:
            result = await self._result(page, again=again)
        except UndrawnError as error:
            failure = Failure(kind=FailureKind.UNDRAWN, detail=str(error))
            return Page(
                requested=page.requested,
                url=page.url,
                status=page.status,
                fetched_at=self._now(),
                failure=failure,
                drawn=Drawn.PARTIAL,
            )
        return Page(
            requested=page.requested,
            url=page.url,
            status=page.status,
            body=result.html,
            content_type="text/html; charset=utf-8",
            fetched_at=self._now(),
            sha256=hashlib.sha256(result.html).hexdigest(),
            drawn=Drawn.WHOLE if result.whole else Drawn.PARTIAL,
        )

    async def _result(self, page: Page, *, again: bool, picture: bool = False) -> Result:
        limits = self._browser.rendering
        if self._count >= limits.max_pages:
            raise UndrawnError(f"本轮在该网站由浏览器绘制的页数已用完（{limits.max_pages}页，见配置 render）")
        self._count += 1
        asked: set[str] = set()

        async def ask(wanted: Wanted) -> Page:
            """Data is asked for anew at a second look, once; scripts are what they were."""
            anew = again and wanted.is_data and wanted.url not in asked
            asked.add(wanted.url)
            return await self._fetch(wanted.url, again=anew, data=wanted.data, headers=wanted.headers)

        for last in (False, True):
            try:
                async with self._browser.context() as show:
                    return await draw(
                        show,
                        page,
                        ask,
                        seconds=limits.timeout,
                        max_bytes=self._plan.politeness.max_page_bytes,
                        picture=picture,
                    )
            except UndrawnError:
                if last or self._browser.alive:  # a browser that somebody killed is started once more
                    raise
        raise AssertionError("unreachable")
