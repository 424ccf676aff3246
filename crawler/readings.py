"""Pages read before, kept for a while: several columns on one page, second looks, a column's page among the levels."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace

from crawler.evidence import Page
from crawler.readers.page import PageFacts, read_page

MOST_BYTES = 8_000_000
"""Source of the pages kept; a parsed page takes about fifteen times its source, so this is some 120 MB."""

_Key = tuple[str, int, str, str, int | None, str]


class Readings:
    """Reads pages; one that came before with the same content under the same address is not read again.

    The facts of a page follow from its content, address, type and status alone, so what is kept holds for an answer
    that was fetched later too. The pages used longest ago go first.
    """

    def __init__(self, read: Callable[[Page], PageFacts] = read_page, most_bytes: int = MOST_BYTES) -> None:
        self._read = read
        self.most_bytes = most_bytes
        self._bytes = 0
        self._kept: OrderedDict[_Key, PageFacts] = OrderedDict()

    def __call__(self, page: Page) -> PageFacts:
        """The facts of a page; see `read_page`."""
        fragment = page.requested.partition("#")[2]
        key = (page.sha256, len(page.body), page.url, fragment, page.status, page.content_type)
        facts = self._kept.get(key)
        if facts is not None:
            self._kept.move_to_end(key)
            return facts if facts.page is page else replace(facts, page=page)
        facts = self._read(page)
        if page.sha256:
            self._kept[key] = facts
            self._bytes += len(page.body)
            while self._bytes > self.most_bytes:
                _, oldest = self._kept.popitem(last=False)
                self._bytes -= len(oldest.page.body)
        return facts


read = Readings()
"""Shared by all sites of the process, so that its bound is one for all of them."""
