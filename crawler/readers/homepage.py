"""How new a start page is: the days its rows bear, and the entries on it that bear none."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from lxml.html import HtmlElement as Element

from crawler.readers.addresses import is_home, looks_like_article
from crawler.readers.dates import date_in_url
from crawler.readers.document import Document
from crawler.readers.rows import address, flat_rows, read_row
from crawler.readers.survey import Survey, ancestors, dated_elements, said, squeeze, survey

#: Links of a start page that are looked at.
MOST_LINKS = 5000
#: Entries without a day that are named.
MOST_UNDATED = 60
#: Characters from which on a link's text is a title, not a name of a column or an office.
TITLE_LENGTH = 14


@dataclass(frozen=True, kw_only=True)
class HomeRows:
    """The listed entries of a start page."""

    newest: date | None
    """The newest day of a row, or of an entry's address; days after as-of are left out. A day printed without its year
    takes the latest year that is possible."""
    undated: tuple[str, ...]
    """Addresses of entries without any day, the first of every block before all others, at most 60."""
    blocks: int
    """Blocks that hold such entries: the first so many of `undated` are from different ones."""


def read_homepage(document: Document, *, as_of: date) -> HomeRows:
    """Every block counts, the main one as well as those beside it; calendars and clocks are no rows."""
    found = survey(document, as_of)
    elements, flats = dated_elements(found)
    rows = [row for element in elements if (row := read_row(found, element))]
    rows += itertools.chain.from_iterable(flat_rows(found, element) for element in flats)
    days = [row.day.day for row in rows if row.day is not None and row.day.day <= as_of]
    dated = {row.element for row in rows if row.day is not None} | set(flats)
    blocks: dict[Element, list[str]] = {}
    for anchor, url in _entries(found, dated):
        day = date_in_url(url, as_of=as_of)
        if day is not None:
            days.append(day)
        elif _is_entry(anchor, url, document.url):
            blocks.setdefault(_block_of(anchor), []).append(url)
    order = itertools.chain.from_iterable(itertools.zip_longest(*blocks.values()))
    undated = dict.fromkeys(url for url in order if url is not None)
    return HomeRows(newest=max(days, default=None), undated=tuple(undated)[:MOST_UNDATED], blocks=len(blocks))


def _entries(found: Survey, dated: set[Element]) -> Iterator[tuple[Element, str]]:
    """Links outside the dated rows, with their addresses."""
    for anchor in itertools.islice(found.document.tagged("a"), MOST_LINKS):
        url = address(found.document, anchor)
        if url is None or is_home(url, found.document.url):
            continue
        if anchor not in dated and not any(above in dated for above in ancestors(anchor)):
            yield anchor, url


def _is_entry(anchor: Element, url: str, home: str) -> bool:
    """Whether a link leads to an article: by its address, or on this host by a title as its text."""
    if looks_like_article(url):
        return True
    if url.partition("//")[2].partition("/")[0] != home.partition("//")[2].partition("/")[0]:
        return False
    return len(said(anchor) or squeeze(anchor.get("title"))) >= TITLE_LENGTH


def _block_of(anchor: Element) -> Element:
    """The list, table or box that a link is an item of."""
    for above in ancestors(anchor):
        if above.tag in ("ul", "ol", "table", "dl", "body") or sum(1 for _ in itertools.islice(above.iter("a"), 3)) > 1:
            return above
    return anchor
