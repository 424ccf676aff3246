"""What the platforms know of a page: how many pages its list has, where the next ones are, which rows are stored.

Each module of crawler.platforms may offer `pager(document)` and `expanded(document)`; they are found by walking the
package and registered nowhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from crawler.readers.dialects import offering
from crawler.readers.document import Document

MOST_NEXT = 10
"""Following pages that are named at most (crawler.evidence.Listing.next_pages)."""


@dataclass(frozen=True, kw_only=True)
class Pager:
    """A list's pager as the page states it."""

    current: int
    """Counted from 0."""
    pages: int
    """0 or 1 when the list has no further page."""
    total: int | None = None
    """Items in the whole list; sites cap it at times (1000)."""
    next_urls: tuple[str, ...] = ()
    """Following pages, nearest first, at most ten; empty when only a script can turn the page."""
    last_url: str | None = None
    """The last page where its address is known and not among `next_urls`."""


def as_drawn(document: Document) -> Document:
    """The page with the rows that a platform stores in it for its script to draw; the page itself when none does.

    A platform module that offers `expanded(document)` is asked.
    """
    for module in offering("expanded"):
        drawn: Document | None = module.expanded(document)
        if drawn is not None:
            return drawn
    return document


def find_pager(document: Document) -> Pager | None:
    """The pager of a page, None when it has none; of several the one that knows most pages, then the total."""
    found = [pager for module in offering("pager") if (pager := module.pager(document)) is not None]
    return max(found, key=lambda p: (p.pages, bool(p.next_urls), p.total is not None), default=None)


_EXTENSION = re.compile(r"\.(s?html?|jsp|aspx?|php|do)$", re.IGNORECASE)


def numbered_pages(
    document: Document, *, name: str, extension: str, numbers: range
) -> tuple[tuple[str, ...], str | None]:
    """Addresses `name_N.extension` beside the page, at most ten, and the last one when there are more.

    Where the page itself is served under another extension than its script says (mirrors, gateways), the page's own
    is used: a person who turns the page stays on the same server.
    """
    own = urlsplit(document.url).path.rpartition("/")[2]
    match = _EXTENSION.search(own)
    stem = own[: match.start()] if match else ""
    if match and (stem == name or re.fullmatch(rf"{re.escape(name)}_\d+", stem)):
        extension = match[1]
    if not re.fullmatch(r"[\w\-./%]{1,120}", name) or not re.fullmatch(r"\w{1,8}", extension):
        return (), None
    folder = document.url.partition("#")[0].partition("?")[0]
    found = [urljoin(folder, f"{name}_{number}.{extension}") for number in (*numbers[:MOST_NEXT], *numbers[-1:])]
    return tuple(found[: len(numbers)][:MOST_NEXT]), found[-1] if len(numbers) > MOST_NEXT else None
