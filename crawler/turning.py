"""Turning a list's static pages where its rows do not run newest first; what of the column stays unknown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from crawler.evidence import Fetch, Listing, Shape
from crawler.readers.identity import same_column
from crawler.readers.listing import is_ordered, is_rising, newest_of, read_listing
from crawler.readers.page import PageFacts
from crawler.readers.paging import counted_from, following, numbered, tells_newest

if TYPE_CHECKING:
    from crawler.column import Open

MAX_FURTHER_PAGES = 3
UNREAD_LAST = "栏目列表从旧到新排列，未能读到最后一页"
UNREAD_SOME = "栏目列表不按时间排列，只读了其中几页，更新的内容可能在其余页上"


@dataclass(frozen=True, kw_only=True)
class Turned:
    """A listing with the rows of further pages."""

    listing: Listing
    fetches: tuple[Fetch, ...] = ()
    reason: str = ""
    """Chinese: why the newest row stands on a page that was not read; empty when it is read or may be."""
    doubt: str = ""
    """Chinese: why a newer row may stand on a page that was not read: nothing may be called stale."""


async def turn_static(
    listing: Listing, open_page: Open, facts: PageFacts, *, names: Sequence[str], as_of: date
) -> Turned:
    """The listing with the rows of its further pages, where those may hold the newest one.

    A page of another column, or one without new rows, ends the turning. Rows that run oldest first have the newest on
    the last page, which is then read instead of the second.
    """
    rising = is_rising(listing)
    if newest_of(listing) is None or (is_ordered(listing) and not rising):
        return Turned(listing=listing)
    turner = Turner(open_page=open_page, facts=facts, names=tuple(names), as_of=as_of)
    following_pages = listing.next_pages
    last = listing.last_page
    if not following_pages:
        following_pages, last = await turner.guess(listing)
    if last is None and listing.pages is not None and len(following_pages) == listing.pages - 1 > 0:
        last = following_pages[-1]
    if rising:
        return await turner.last(listing, last, more=bool(following_pages) or (listing.pages or 1) > 1)
    return await turner.onward(listing, following_pages)


async def first_further(
    listing: Listing, open_page: Open, facts: PageFacts, *, names: Sequence[str], as_of: date
) -> tuple[str, ...]:
    """Addresses of a static list's second page and those after it, as far as they are named or can be told."""
    if listing.next_pages:
        return listing.next_pages
    turner = Turner(open_page=open_page, facts=facts, names=tuple(names), as_of=as_of)
    return (await turner.guess(listing))[0]


@dataclass(frozen=True, kw_only=True)
class Turner:
    """Reads pages of one column."""

    open_page: Open
    facts: PageFacts
    names: tuple[str, ...]
    as_of: date
    again: bool = False
    """Ask the site anew instead of any copy kept in this run."""

    async def read(self, address: str) -> tuple[Listing, Fetch] | None:
        """The rows at an address; None where there is no page or it is one of another column."""
        page = await self.open_page(address, self.again)
        if page.facts is None or page.gone or not same_column(self.facts.identity, page.facts.identity):
            return None
        rows = read_listing(page.facts.document, as_of=self.as_of, names=self.names)
        return rows, page.fetch("栏目后续页")

    async def last(self, listing: Listing, address: str | None, *, more: bool) -> Turned:
        """The listing with the rows of its last page."""
        if not more:
            return Turned(listing=listing)
        read = await self.read(address) if address is not None else None
        new = _new(listing, read[0]) if read is not None else None
        if read is None or new is None:
            return Turned(listing=listing, reason=UNREAD_LAST)
        return Turned(listing=new, fetches=(read[1],))

    async def onward(self, listing: Listing, addresses: Sequence[str]) -> Turned:
        """The listing with the rows of the next few pages; each page may name the one after it."""
        waiting = list(addresses)
        seen = {self.facts.page.url, self.facts.url}
        fetches: list[Fetch] = []
        found = [listing]
        while waiting and len(fetches) < MAX_FURTHER_PAGES:
            address = waiting.pop(0)
            if address in seen:
                continue
            seen.add(address)
            read = await self.read(address)
            longer = _new(listing, read[0]) if read is not None else None
            if read is None or longer is None:
                break
            listing = longer
            found.append(read[0])
            fetches.append(read[1])
            waiting = waiting or list(read[0].next_pages)
        unread = (listing.pages or 1) > len(found)
        doubt = UNREAD_SOME if unread and not tells_newest(found) else ""
        return Turned(listing=listing, fetches=tuple(fetches), doubt=doubt)

    async def guess(self, listing: Listing) -> tuple[tuple[str, ...], str | None]:
        """Addresses of further pages that the page counts and does not name, and the last page's.

        The two that may be the second page are opened, and what they hold tells.
        """
        url, pages = self.facts.page.url, listing.pages or 1
        first, second = (numbered(url, number) for number in (1, 2))
        if pages < 2 or first is None or second is None:
            return (), None
        one, two = [await self.read(address) for address in (first, second)]
        base = counted_from(listing, one[0] if one else None, two[0] if two else None)
        return (following(url, base, pages), numbered(url, pages - 1 + base)) if base is not None else ((), None)


def _new(listing: Listing, further: Listing) -> Listing | None:
    """The listing with the rows of a further page; None when that is no list or has none that are new."""
    known = {(entry.title, entry.url) for entry in listing.entries}
    new = tuple(entry for entry in further.entries if (entry.title, entry.url) not in known)
    if further.shape is not Shape.LIST or not new:
        return None
    return replace(listing, entries=(*listing.entries, *new))
