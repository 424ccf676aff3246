"""Which address is a list's second page, where the page states more pages and names none.

`index_1.html` is the second page on systems that count from 0 and the first on those that count from 1; what the pages
hold decides.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections.abc import Sequence
from urllib.parse import urlsplit

from crawler.evidence import Listing
from crawler.readers.listing import newest_of
from crawler.readers.pager import MOST_NEXT

_FILE = re.compile(r"(?P<stem>[\w-]{1,60})\.(?P<extension>s?html?)\Z", re.IGNORECASE)
_NUMBERED = re.compile(r"_\d{1,4}\Z")
_SAME = 0.5
"""Share of rows in common from which two pages are the same page, perhaps with news in between."""
_MOSTLY = 0.7
"""Share of rows in falling order from which a page counts as sorted, with a few rows put in by hand."""


def numbered(page_url: str, number: int) -> str | None:
    """The address beside a list's first page with a number in it; None where the address has no place for one."""
    page = page_url.partition("#")[0]
    if urlsplit(page).query:
        return None
    folder, _, name = page.rpartition("/")
    if not name:
        return f"{folder}/index_{number}.html"
    file = _FILE.fullmatch(name)
    if file is None or _NUMBERED.search(file["stem"]):
        return None
    return f"{folder}/{file['stem']}_{number}.{file['extension']}"


def counted_from(first: Listing, one: Listing | None, two: Listing | None) -> int | None:
    """Where a list's page numbers start, judged by what the pages `_1` and `_2` hold; None when that does not tell.

    0: `_1` holds rows that neither the first page nor `_2` holds. 1: `_1` is missing or is the first page again, and
    `_2` holds other rows.
    """
    if one is not None and one.entries and not _alike(one, first):
        if two is not None and _alike(one, two):
            return None  # unknown addresses are answered with some page of their own
        return 0
    if two is None or not two.entries or _alike(two, first):
        return None
    return 1


def following(page_url: str, base: int, pages: int) -> tuple[str, ...]:
    """The addresses of the second page and those after it, at most ten."""
    numbers = range(1 + base, pages + base)
    found = (numbered(page_url, number) for number in numbers[:MOST_NEXT])
    return tuple(url for url in found if url is not None)


def _alike(one: Listing, other: Listing) -> bool:
    rows = {(entry.title, entry.url) for entry in one.entries}
    others = {(entry.title, entry.url) for entry in other.entries}
    return len(rows & others) > _SAME * min(len(rows), len(others)) if rows and others else not rows and not others


def tells_newest(pages: Sequence[Listing]) -> bool:
    """Whether the first pages of a list, in order, show that the pages after them hold nothing newer.

    They do when each page's newest row is older than that of the page before; a single page when nearly all its rows
    fall in time.
    """
    newest = [found[0] for page in pages if (found := newest_of(page)) is not None]
    if len(newest) > 1:
        return all(later <= earlier for earlier, later in itertools.pairwise(newest))
    days = [e.date.toordinal() for page in pages for e in page.entries if e.date is not None and not e.future]
    return _falling(days) >= _MOSTLY * len(days)


def _falling(days: Sequence[int]) -> int:
    """The length of the longest run of days, others left out, in which none is newer than the one before."""
    ends: list[int] = []
    for day in days:
        place = bisect_right(ends, -day)
        ends[place : place + 1] = [-day]
    return len(ends)
