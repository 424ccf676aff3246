"""Reading a column that was found: its rows, its frames, its further pages, its articles' dates, its sub-columns."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol, TypeAlias, runtime_checkable

from crawler.asking import Ask, ask_list, turn_pages
from crawler.dating import Dated, check_doubtful_rows, date_by_articles, settle_newest_year
from crawler.evidence import ArticleDates, DateSource, Drawn, Failure, Fetch, Listing, Page, Shape
from crawler.readers.addresses import is_home
from crawler.readers.article import page_date
from crawler.readers.endpoints import Question, questions
from crawler.readers.listing import is_ordered, newest_of, read_listing
from crawler.readers.page import PageFacts
from crawler.turning import turn_static

ENDPOINT = "栏目列表接口"
DRAWN_COLUMN = "栏目页（经浏览器绘制）"
DRAWN_IN_PART = "栏目列表由浏览器绘制，绘制时未能取得全部数据，更新的内容可能没有显示"
MAX_FRAMES = 2


class Fetcher(Protocol):
    """Fetches a page of one site; `again` asks the site anew instead of any copy kept in this run.

    With `data` it is posted; `headers` are sent besides the fetcher's own.
    """

    async def __call__(
        self, url: str, *, again: bool = False, data: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Page:
        """Answer with the page or its failure; never raises for what a site does."""


@runtime_checkable
class Artist(Protocol):
    """A fetcher that can also have a page drawn by a browser: see crawler.rendering."""

    async def draw(self, page: Page, *, again: bool = False) -> Page | None:
        """The page as a browser draws it, or its failure; None when no browser was asked."""


Draw: TypeAlias = Callable[[bool], Awaitable["Opened | None"]]
"""`await draw(again)`: the page as a browser draws it; None when there is none to ask."""


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A page that was opened, read and followed through its script redirects."""

    page: Page
    facts: PageFacts | None
    """None when there is no page to read."""
    draw: Draw | None = None
    """Has the page drawn by a browser."""

    @property
    def failure(self) -> Failure | None:
        """Why there is no page; None when there is one, be it a 404."""
        return self.page.failure

    @property
    def gone(self) -> bool:
        """404, 410, or a page that says so with another status."""
        return self.failure is None and (
            self.page.status in (404, 410) or (self.facts is not None and self.facts.soft_404)
        )

    def led_to(self, home: str, asked: str) -> bool:
        """Whether the page sent its visitor to the home page instead: there is no such page."""
        return self.facts is not None and is_home(self.facts.url, home) and not is_home(asked, home)

    def fetch(self, note: str) -> Fetch:
        """The record of this fetch."""
        return record(self.page, note)


def record(page: Page, note: str) -> Fetch:
    """The record of a page for a verdict that rests on it."""
    return Fetch(
        url=page.url,
        fetched_at=page.fetched_at,
        status=page.status,
        sha256=page.sha256,
        note=note,
        etag=page.etag,
        last_modified=page.last_modified,
    )


KnownDates = Mapping[tuple[str, str], tuple[date, DateSource]]
"""Dates of rows by title and address."""

Open = Callable[[str, bool], Awaitable[Opened]]
"""`await open(url, again)`: fetch, parse and follow a page."""


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What a column lists and what that rests on."""

    listing: Listing
    newest: date | None = None
    source: DateSource | None = None
    fetches: tuple[Fetch, ...] = ()
    dates: tuple[ArticleDates, ...] = ()
    """What articles say that were opened for their days."""
    failure: Failure | None = None
    """A page the reading needed could not be had: nothing negative may be said."""
    reason: str = ""
    """Chinese: why the list could not be read, when only a browser could; empty when it was."""
    doubt: str = ""
    """Chinese: why there may be newer rows than `newest` on pages that were not read; empty when there are none."""
    guess: str = ""
    """Chinese: why `newest` may be older than it looks; empty when it is printed or borne out."""


async def read_column(
    opened: Opened,
    open_page: Open,
    *,
    names: Sequence[str],
    as_of: date,
    again: bool = False,
    ask: Ask | None = None,
    known: KnownDates | None = None,
) -> Reading:
    """Read a column's own page and whatever it needs to know its newest date.

    `ask` sends a platform's request for rows that are not in the page; without it such a page is a shell. `known` are
    the dates that articles gave to rows before.
    """
    facts = opened.facts
    if facts is None:
        return Reading(listing=Listing(shape=Shape.UNKNOWN), failure=opened.failure)
    rows, facts, fetches = await first_page(opened, facts, open_page, names=names, as_of=as_of, again=again, ask=ask)
    listing = rows.listing
    if listing.shape is Shape.SINGLE:
        return _of_text(facts, listing, as_of, fetches)
    if listing.shape is not Shape.LIST:
        settled = await settle_newest_year(listing, open_page, as_of)
        read = _reading(settled.listing, [*fetches, *settled.fetches], rows.failure)
        return replace(read, reason=rows.reason, doubt=settled.doubt, guess=settled.guess)
    if rows.question is not None and ask is not None:
        turned = await turn_pages(listing, rows.question, ask, as_of=as_of)
    else:
        turned = await turn_static(listing, open_page, facts, names=names, as_of=as_of)
    fetches += turned.fetches
    dated = await _dated(turned.listing, open_page, as_of, known or {})
    read = _reading(dated.listing, [*fetches, *dated.fetches], dated.failure)
    doubt = turned.doubt or rows.doubt or dated.doubt
    return replace(read, dates=dated.dates, guess=dated.guess, reason=turned.reason, doubt=doubt)


async def first_page(
    opened: Opened,
    facts: PageFacts,
    open_page: Open,
    *,
    names: Sequence[str],
    as_of: date,
    again: bool = False,
    ask: Ask | None = None,
) -> tuple[FirstPage, PageFacts, list[Fetch]]:
    """The rows of a column's own page, wherever that keeps them, the page they stand in, and what they rest on."""
    fetches = [opened.fetch("栏目页")]
    rows = await _rows(facts, names, as_of, again, ask, fetches)
    if not rows.listing.entries and rows.question is None and facts.frames:
        rows = await _read_frames(facts, open_page, names, as_of, again, ask, fetches) or rows
    rows, facts = await _as_drawn(opened, facts, rows, names, as_of, again, fetches)
    return rows, facts, fetches


async def _dated(listing: Listing, open_page: Open, as_of: date, known: KnownDates) -> Dated:
    """The listing with days that are missing or doubtful read from its articles."""
    if newest_of(listing) is None:
        return await date_by_articles(listing, open_page, as_of, known)
    settled = await settle_newest_year(listing, open_page, as_of)
    return settled if settled.fetches or settled.guess else await check_doubtful_rows(listing, open_page, as_of)


def _of_text(facts: PageFacts, listing: Listing, as_of: date, fetches: Sequence[Fetch]) -> Reading:
    """A single text is dated by its page."""
    day, source = page_date(facts.document, facts.page.url, as_of=as_of) or (None, None)
    return Reading(listing=listing, newest=day, source=source, fetches=tuple(fetches))


def _reading(listing: Listing, fetches: Sequence[Fetch], failure: Failure | None = None) -> Reading:
    day, source = newest_of(listing) or (None, None)
    return Reading(listing=listing, newest=day, source=source, fetches=tuple(fetches), failure=failure)


@dataclass(frozen=True, kw_only=True)
class FirstPage:
    """A page's list, and how to turn its pages when that takes a request."""

    listing: Listing
    question: Question | None = None
    failure: Failure | None = None
    reason: str = ""
    doubt: str = ""


async def _rows(
    facts: PageFacts, names: Sequence[str], as_of: date, again: bool, ask: Ask | None, fetches: list[Fetch]
) -> FirstPage:
    """The list in a page, or the one that its platform answers when the page holds none."""
    listing = read_listing(facts.document, as_of=as_of, names=tuple(names))
    if ask is None:
        return FirstPage(listing=listing)
    asking = questions(facts.document, facts.url, has_rows=bool(listing.entries))
    if listing.entries and not any(one.endpoint.apart for one in asking):
        turning = asking if listing.shape is Shape.LIST and not listing.next_pages else ()
        return FirstPage(listing=listing, question=next(iter(turning), None))
    sure_only = listing.shape is not Shape.SHELL
    asked = await ask_list(asking, ask, as_of=as_of, again=again, sure_only=sure_only)
    if asked is None:
        return FirstPage(listing=listing)
    if asked.listing is not None:
        fetches.extend(record(page, ENDPOINT) for page in asked.pages)
        return FirstPage(listing=asked.listing, question=asked.question)
    if listing.shape in (Shape.SINGLE, Shape.SECTION) and not any(one.endpoint.apart for one in asking):
        return FirstPage(listing=listing)
    # The page says that its list comes from elsewhere: whatever it looks like, it is not known to be empty.
    shell = Listing(shape=Shape.SHELL, pages=listing.pages, note=listing.note)
    return FirstPage(listing=shell, failure=asked.failure, reason=asked.reason)


async def _as_drawn(
    opened: Opened,
    facts: PageFacts,
    rows: FirstPage,
    names: Sequence[str],
    as_of: date,
    again: bool,
    fetches: list[Fetch],
) -> tuple[FirstPage, PageFacts]:
    """The rows of a script's shell, or of a page nothing was read of, as a browser draws them, with their page.

    No rows in what was drawn says nothing: they may come later, or after a click.
    """
    shell = rows.listing.shape is Shape.SHELL or bool(rows.reason)
    unread = rows.listing.shape is Shape.UNKNOWN and bool(facts.document.tagged("script"))
    if opened.draw is None or rows.listing.entries or rows.failure is not None or not (shell or unread):
        return rows, facts
    drawn = await opened.draw(again)
    if drawn is None or (drawn.facts is None and not shell):
        return rows, facts
    why = rows.reason or "栏目列表由脚本生成，未能读取"
    if drawn.facts is None:
        detail = drawn.failure.detail if drawn.failure is not None else ""
        return replace(rows, reason=f"{why}；{detail}"), facts
    fetches.append(drawn.fetch(DRAWN_COLUMN))
    listing = read_listing(drawn.facts.document, as_of=as_of, names=tuple(names))
    partial = drawn.page.drawn is Drawn.PARTIAL
    if listing.entries:
        unturned = (listing.pages or 1) > 1 and not is_ordered(listing) and not listing.next_pages
        return FirstPage(listing=listing, doubt=DRAWN_IN_PART if partial or unturned else ""), drawn.facts
    if listing.shape in (Shape.SINGLE, Shape.SECTION) and not partial:
        return FirstPage(listing=listing), drawn.facts
    return (replace(rows, reason=f"{why}；经浏览器绘制后仍未见信息列表") if shell else rows), drawn.facts


def _is_menu(facts: PageFacts, listing: Listing) -> bool:
    """Whether a page holds links and nothing else, now or later."""
    scripts = bool(facts.document.tagged("script"))
    return bool(facts.links) and (listing.shape is Shape.SECTION or (listing.shape is Shape.UNKNOWN and not scripts))


async def _read_frames(
    facts: PageFacts,
    open_page: Open,
    names: Sequence[str],
    as_of: date,
    again: bool,
    ask: Ask | None,
    fetches: list[Fetch],
) -> FirstPage | None:
    """The list of a column whose page is a shell around a frame; read anew where its frames hold menus only."""
    silent = len(facts.frames) <= MAX_FRAMES
    for address in facts.frames[:MAX_FRAMES]:
        frame = await open_page(address, again)
        if frame.facts is None or frame.gone:
            silent = False
            continue
        seen = [frame.fetch("内嵌列表页")]
        rows = await _rows(frame.facts, names, as_of, again, ask, seen)
        rows, _ = await _as_drawn(frame, frame.facts, rows, names, as_of, again, seen)
        if rows.listing.entries or rows.listing.shape is Shape.EMPTY_LIST:
            fetches += seen
            return rows
        silent = silent and rows.failure is None and _is_menu(frame.facts, rows.listing)
    if not silent:
        return None
    return FirstPage(listing=read_listing(facts.document, as_of=as_of, names=tuple(names), frames_read=True))
