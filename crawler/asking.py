"""Asking for a list that its page does not hold: the platform's request, the answer, and further pages of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from crawler.evidence import Entry, Failure, Fetch, Listing, Page, Shape
from crawler.readers.endpoints import Endpoint, Question
from crawler.readers.listing import is_ordered, is_rising
from crawler.readers.paging import tells_newest
from crawler.turning import UNREAD_LAST, UNREAD_SOME, Turned

Ask = Callable[[Endpoint, bool], Awaitable[Page | Failure]]
"""`await ask(endpoint, again)`: send a platform's request; a Failure when there is no answer."""

MAX_ASKED = 4
"""Requests for one list: the site's settings, the list, and what may be asked instead."""
MAX_FURTHER = 3


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What came of asking for a list."""

    listing: Listing | None = None
    """None when no answer was understood; then `failure` or `reason` says why."""
    question: Question | None = None
    """With the endpoint that answered."""
    pages: tuple[Page, ...] = ()
    """The answers the listing rests on, the last one first."""
    failure: Failure | None = None
    reason: str = ""
    """Chinese."""


async def ask_list(asking: Sequence[Question], ask: Ask, *, as_of: date, again: bool, sure_only: bool) -> Asked | None:
    """Ask for the list of a page; None when no platform knows how."""
    first: Asked | None = None
    for question in asking:
        if question.endpoint.turns_only or (sure_only and not question.endpoint.sure):
            continue
        asked = await _ask_one(question, ask, as_of, again)
        if asked.listing is not None:
            return asked
        first = first or asked
    return first


async def _ask_one(question: Question, ask: Ask, as_of: date, again: bool) -> Asked:
    endpoint: Endpoint | None = question.endpoint
    pages: list[Page] = []
    failure: Failure | None = None
    reason = ""
    for _ in range(MAX_ASKED):
        if endpoint is None:
            break
        page = await _answer(question, endpoint, ask, as_of, again)
        if isinstance(page, Failure):
            failure = failure or replace(page, detail=f"栏目列表由{endpoint.platform}的接口提供，{page.detail}")
            endpoint = endpoint.instead
            continue
        found = question.answer(page.body, endpoint, as_of) if page.status == 200 else None
        if isinstance(found, Listing):
            answered = replace(question, endpoint=endpoint)
            return Asked(listing=found, question=answered, pages=(page, *reversed(pages)))
        if found is None:
            said = "返回的内容未能识别" if page.status == 200 else f"返回 HTTP {page.status}"
            reason = reason or f"栏目列表由{endpoint.platform}的接口提供，接口{said}"
            endpoint = endpoint.instead
        else:
            pages.append(page)
            endpoint = found
    if question.endpoint.sure and failure is not None:
        return Asked(failure=failure, reason=reason)
    return Asked(reason=reason or (failure.detail if failure is not None else "栏目列表由脚本生成，未能读取"))


async def _answer(question: Question, endpoint: Endpoint, ask: Ask, as_of: date, again: bool) -> Page | Failure:
    """The answer to a request; a second look asks for the list again, not for settings that told where it is."""
    if again:
        kept = await ask(endpoint, False)
        said = question.answer(kept.body, endpoint, as_of) if isinstance(kept, Page) and kept.status == 200 else None
        if isinstance(said, Endpoint):
            return kept
    return await ask(endpoint, again)


async def turn_pages(listing: Listing, question: Question, ask: Ask, *, as_of: date) -> Turned:
    """The listing with further pages where its rows do not run newest first.

    Rows that run oldest first have the newest on the last page, which is then asked for instead of the second.
    """
    rising = is_rising(listing)
    if question.further is None or (is_ordered(listing) and not rising) or (listing.pages or 2) < 2:
        return Turned(listing=listing)
    numbers = list(range(2, 2 + MAX_FURTHER))
    if listing.pages is not None:
        numbers = [listing.pages] if rising else [number for number in numbers if number <= listing.pages]
    known = {(entry.title, entry.url) for entry in listing.entries}
    read: set[int] = set()
    fetches: list[Fetch] = []
    entries = list(listing.entries)
    seen = [listing]
    for number in numbers:
        endpoint = question.further(question.endpoint, number)
        page = await ask(endpoint, False) if endpoint is not None else None
        if endpoint is None or not isinstance(page, Page) or page.status != 200:
            break
        found = question.answer(page.body, endpoint, as_of)
        new: list[Entry] = []
        if isinstance(found, Listing) and found.shape is Shape.LIST:
            new = [entry for entry in found.entries if (entry.title, entry.url) not in known]
        if not new:
            break
        read.add(number)
        known.update((entry.title, entry.url) for entry in new)
        entries += new
        seen += [found] if isinstance(found, Listing) else []
        fetches.append(
            Fetch(
                url=page.url,
                fetched_at=page.fetched_at,
                status=page.status,
                sha256=page.sha256,
                note="栏目列表接口后续页",
            )
        )
    whole = listing.total is not None and len(entries) >= listing.total
    last_read = listing.pages is not None and listing.pages in read
    turned = replace(listing, entries=tuple(entries))
    if rising:
        reason = "" if whole or last_read else UNREAD_LAST
        return Turned(listing=turned, fetches=tuple(fetches), reason=reason)
    unread = not whole and len(seen) < (listing.pages or len(seen))
    return Turned(
        listing=turned, fetches=tuple(fetches), doubt=UNREAD_SOME if unread and not tells_newest(seen) else ""
    )
