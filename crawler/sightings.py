"""Columns that a search reads on its way, asked for or not: noted without a request of their own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from crawler.column import Opened
from crawler.evidence import ColumnEvidence, Entry, Listing, Outcome, Shape
from crawler.inspected import SeenColumn
from crawler.readers.addresses import is_home, looks_like_article, page_key
from crawler.readers.endpoints import questions
from crawler.readers.listing import newest_of, read_listing
from crawler.readers.metas import read_metas
from crawler.readers.page import PageFacts
from crawler.relatives import columns_below

#: Columns that are kept of one site.
MOST_COLUMNS = 500
#: Tags that only the national guideline asks for; description, keywords and author stand on pages everywhere.
NATIONAL = frozenset(
    {"sitename", "sitedomain", "siteidcode", "columnname", "columntype", "articletitle", "pubdate", "contentsource"}
)


@dataclass(kw_only=True)
class Sightings:
    """What the pages of one site that were opened show of its columns."""

    home: str
    as_of: date
    read: set[str] = field(default_factory=set)
    """Pages that were read, by the identity of their address."""
    tagged: int = 0
    """How many of them bear a tag of the national guideline."""
    columns: dict[str, SeenColumn] = field(default_factory=dict)
    entries: dict[str, frozenset[tuple[str, date | None]]] = field(default_factory=dict)
    """Rows of each column: the same rows at two addresses are one column."""
    articles: set[str] = field(default_factory=set)
    """Pages that rows lead to: never columns."""

    def take(self, opened: Opened) -> None:
        """Note a page that was opened."""
        facts = opened.facts
        if facts is None or opened.gone or facts.page.drawn is not None or facts.page.status != 200:
            return
        key = page_key(facts.url)
        if key in self.read:
            return
        self.read.add(key)
        self.tagged += any(name.lower() in NATIONAL and content.strip() for name, content in read_metas(facts.document))
        name = facts.identity.crumbs[-1][0] if facts.identity.crumbs else facts.identity.column_name
        if name and len(self.columns) < MOST_COLUMNS and not self._is_other(facts, key):
            self._note(opened, facts, key, name)

    def seen(self, columns: Iterable[ColumnEvidence]) -> tuple[SeenColumn, ...]:
        """Every column: those a rule names by their evidence, then the others; the same rows give one."""
        known = tuple(columns)
        asked = {page_key(one.url): one for evidence in known if (one := _asked(evidence)) is not None}
        rows = {mine for evidence in known if (mine := _rows(evidence.listing))}
        others = []
        for key, column in self.columns.items():
            mine = self.entries.get(key, frozenset())
            if key in asked or key in self.articles or (mine and mine in rows):
                continue
            if mine:
                rows.add(mine)
            others.append(column)
        return (*asked.values(), *others)

    def _is_other(self, facts: PageFacts, key: str) -> bool:
        """Whether the page is the start page, an article, or a page that names its column elsewhere."""
        identity = facts.identity
        if (
            identity.is_article
            or key in self.articles
            or is_home(facts.url, self.home)
            or looks_like_article(facts.url)
        ):
            return True
        above = identity.crumbs[-1][1] if identity.crumbs else None
        return above is not None and page_key(above) != key

    def _note(self, opened: Opened, facts: PageFacts, key: str, name: str) -> None:
        listing = read_listing(facts.document, as_of=self.as_of, names=(name,))
        self.articles |= {page_key(entry.url) for entry in listing.entries if entry.url}
        shape = listing.shape
        if shape in (Shape.LIST, Shape.EMPTY_LIST) and (columns_below(opened) or _asks(facts, listing)):
            # Its sub-columns, or rows that come from elsewhere, may hold what its own page does not show.
            shape = Shape.SECTION if listing.entries else Shape.UNKNOWN
        newest = newest_of(listing)
        self.entries[key] = _rows(listing)
        self.columns[key] = SeenColumn(
            name=name,
            url=facts.url,
            trail=tuple(level for level, _ in facts.identity.crumbs),
            shape=shape.value,
            newest=newest[0] if newest else None,
            total=listing.total,
            fetched_at=facts.page.fetched_at,
            sha256=facts.page.sha256,
        )


def _asked(evidence: ColumnEvidence) -> SeenColumn | None:
    """A column that a rule names, when it was found and read for sure."""
    located, listing = evidence.located, evidence.listing
    if evidence.outcome is not Outcome.FOUND or located is None or located.url is None or listing is None:
        return None
    return SeenColumn(
        name=located.trail[-1] if located.trail else "",
        url=located.url,
        trail=located.trail,
        shape=listing.shape.value,
        newest=evidence.newest,
        total=listing.total,
        asked=True,
        looks=evidence.looks,
        fetched_at=evidence.fetches[0].fetched_at if evidence.fetches else None,
        sha256=evidence.fetches[0].sha256 if evidence.fetches else "",
    )


def _asks(facts: PageFacts, listing: Listing) -> bool:
    """Whether the page has its rows, or further ones, from elsewhere in a way that its own rows do not tell."""
    asking = questions(facts.document, facts.url, has_rows=bool(listing.entries))
    return any(one.endpoint.apart for one in asking) or (bool(asking) and not listing.entries)


def _rows(listing: Listing | None) -> frozenset[tuple[str, date | None]]:
    entries: tuple[Entry, ...] = listing.entries if listing is not None else ()
    return frozenset((entry.title, entry.date) for entry in entries)
