"""Pages of a crawl that may be asked for again, within a bound that all its sites share."""

from __future__ import annotations

from collections import OrderedDict

from crawler.evidence import Page


class PageStore:
    """Pages of all sites of a crawl that may be asked for again; the least recently used go first."""

    def __init__(self, max_bytes: int = 64 * 1024 * 1024) -> None:
        self._pages: OrderedDict[tuple[int, str], Page] = OrderedDict()
        self._room = max_bytes

    def get(self, site: int, url: str) -> Page | None:
        """The page of a site under the address it was asked for."""
        page = self._pages.get((site, url))
        if page is not None:
            self._pages.move_to_end((site, url))
        return page

    def put(self, site: int, page: Page, url: str) -> None:
        """Keep a page."""
        self._drop((site, url))
        self._pages[site, url] = page
        self._room -= _weight(page)
        while self._room < 0 and self._pages:
            self._drop(next(iter(self._pages)))

    def forget(self, site: int) -> None:
        """Drop all pages of a site."""
        for key in [key for key in self._pages if key[0] == site]:
            self._drop(key)

    def _drop(self, key: tuple[int, str]) -> None:
        if (page := self._pages.pop(key, None)) is not None:
            self._room += _weight(page)


def _weight(page: Page) -> int:
    return len(page.body) + 1024
