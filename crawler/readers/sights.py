"""What a page shows whatever its column is expected to be called, kept for the next name it is read for."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import date

from lxml.html import HtmlElement as Element

from crawler.evidence import Listing
from crawler.readers.document import Document
from crawler.readers.headings import own_names, plain_names
from crawler.readers.pager import Pager, as_drawn, find_pager
from crawler.readers.scene import Scene, pager_marks
from crawler.readers.survey import Survey, survey

MOST_CHARACTERS = 3_200_000
"""Source of the pages whose sights are kept; a parsed page takes some fifteen times its source. Nearly all are pages
that `crawler.readings` keeps anyway."""
_MOST_PAGES = 128
"""However small: pages of the sites searched at once, not of nights before."""
_LONGEST = 200_000
"""Characters of a page whose sight is kept at all."""
_MOST_LISTINGS = 16

Asked = tuple[tuple[str, ...], bool]
"""The names a list is read for, and whether the page's frames were read."""


@dataclass(kw_only=True)
class Sight:
    """A page as it is seen before anybody asks for a column; one page is often read for several names."""

    found: Survey
    pager: Pager | None
    names: tuple[str, ...]
    """Plain names by which the page calls its column."""
    marks: list[Element]
    signatures: dict[Element, str] = field(default_factory=dict)
    zones: dict[Element, float] = field(default_factory=dict)
    listings: dict[Asked, Listing] = field(default_factory=dict)
    """What was read of the page so far."""

    def scene(self, expected: tuple[str, ...]) -> Scene:
        """The page to be weighed for these plain names; what does not depend on names is worked out once."""
        return Scene(
            found=self.found,
            names=self.names,
            expected=expected,
            pager_marks=self.marks,
            signatures=self.signatures,
            zones=self.zones,
        )

    def keep(self, asked: Asked, listing: Listing) -> Listing:
        """Remember a listing for whoever asks the same again."""
        if len(self.listings) >= _MOST_LISTINGS:
            self.listings.clear()
        self.listings[asked] = listing
        return listing


class Sights:
    """The sights of the pages used last, as many as the bound on their source allows."""

    def __init__(self, most_characters: int = MOST_CHARACTERS) -> None:
        self._most = most_characters
        self._characters = 0
        self._kept: OrderedDict[tuple[Document, date], Sight] = OrderedDict()

    def __call__(self, document: Document, as_of: date) -> Sight:
        """What a page shows as of a day."""
        key = (document, as_of)
        sight = self._kept.get(key)
        if sight is not None:
            self._kept.move_to_end(key)
            return sight
        sight = _look(document, as_of)
        if len(document.text) <= _LONGEST:
            self._kept[key] = sight
            self._characters += len(document.text)
            while self._characters > self._most or len(self._kept) > _MOST_PAGES:
                (oldest, _), _ = self._kept.popitem(last=False)
                self._characters -= len(oldest.text)
        return sight


def _look(document: Document, as_of: date) -> Sight:
    found = survey(as_drawn(document), as_of)
    pager = find_pager(document)
    marks = list(pager_marks(found.document, found.body)) if pager is not None else []
    return Sight(found=found, pager=pager, names=plain_names(own_names(document)), marks=marks)


sight_of = Sights()
"""Shared by all sites of the process, so that its bound is one for all of them."""
