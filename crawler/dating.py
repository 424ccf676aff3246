"""Days of rows that the list leaves open or that look doubtful: read from the articles, and held against each other.

A row's day counts before the article's visible 发布时间, that before PubDate, that before the day in the address. It is
overruled only by two witnesses that agree: the article and the address, both older by more than `TOLERANCE` days.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from crawler.evidence import ArticleDates, DateSource, Entry, Failure, FailureKind, Fetch, Listing
from crawler.readers.article import DaysOfArticle, days_of_article
from crawler.readers.dates import date_in_url, latest_such_day
from crawler.readers.years import settle_years

if TYPE_CHECKING:
    from crawler.column import KnownDates, Open

#: An undated list needs three articles, two more only when those are undated (design.md section 6, point 7).
ARTICLES = 3
MORE_ARTICLES = 2
#: Articles opened because the days of the rows look doubtful.
DOUBTFUL = 2
#: Days by which two places of one article may differ: drafts wait, and pages are moved within a month.
TOLERANCE = 30
UNORDERED = "条目未标完整日期，且不按时间排列，最新一条无法确认"
NO_YEAR = "列表日期未标年份，文章页也未能确认年份"
_FILE = re.compile(r"\.(?:pdf|docx?|wps|xlsx?|et|pptx?|zip|rar|7z|ofd|jpe?g|png)\Z", re.IGNORECASE)
#: Rows that bear one and the same day look as if they had been published anew together.
MASS = 8
#: A row so many days newer than its address looks as if it had been dated anew.
REDATED = 180


@dataclass(frozen=True, kw_only=True)
class Dated:
    """A listing with what its articles say of their days."""

    listing: Listing
    fetches: tuple[Fetch, ...] = ()
    dates: tuple[ArticleDates, ...] = ()
    failure: Failure | None = None
    """No article could be read: nothing is known of the days."""
    doubt: str = ""
    """Chinese: why a row that was not dated may be newer: nothing may be called stale."""
    guess: str = ""
    """Chinese: why the newest day may be older than it looks: nothing may be called fresh."""


async def date_by_articles(listing: Listing, open_page: Open, as_of: date, known: KnownDates) -> Dated:
    """Rows without a date: the dates of the first articles, and of the last ones when those do not run newest first.

    Only articles that were read prove that there is no date: where every one of them lies elsewhere or does not open,
    nothing is known. A file is dated by its address or not at all.
    """
    articles = _Articles(open_page=open_page, as_of=as_of)
    linked = [entry for entry in listing.entries if entry.url is not None and not entry.future]
    days: dict[str, tuple[date, DateSource]] = {}
    asked = 0

    async def look(entry: Entry) -> None:
        url = entry.url or ""
        found = known.get((entry.title, url)) or await articles.day_of(entry)
        if found is not None:
            days[url] = found

    for entry in linked:
        if asked >= ARTICLES and (days or asked >= ARTICLES + MORE_ARTICLES):
            break
        asked += 1
        await look(entry)
    doubt = ""
    seen = [days[entry.url or ""][0] for entry in linked[:asked] if entry.url in days]
    if len(linked) > asked and not is_falling(seen):
        for entry in linked[max(asked, len(linked) - MORE_ARTICLES) :]:
            await look(entry)
        ends = [days[entry.url or ""][0] for entry in linked if entry.url in days]
        if (listing.pages or 1) > 1 or not is_falling(ends[::-1]) or not set(ends) - set(seen):
            doubt = UNORDERED
    failure = None
    if asked and articles.unread == asked:
        failure = Failure(kind=FailureKind.UNREACHABLE, detail="条目未标日期，且条目页面打不开或不在本网站")
    return Dated(
        listing=_with_days(listing, days),
        fetches=tuple(articles.fetches),
        dates=tuple(articles.dates),
        failure=failure,
        doubt=doubt,
    )


@dataclass(kw_only=True)
class _Articles:
    """Opens the articles of one list."""

    open_page: Open
    as_of: date
    fetches: list[Fetch] = field(default_factory=list)
    dates: list[ArticleDates] = field(default_factory=list)
    unread: int = 0

    async def days_of(self, entry: Entry) -> DaysOfArticle | None:
        """Every day an entry's article bears; None where it could not be read."""
        article = await self.open_page(entry.url or "", False)
        if article.facts is None or article.gone:
            self.unread += 1
            return None
        self.fetches.append(article.fetch("文章页"))
        days = days_of_article(article.facts.document, article.facts.page.url, as_of=self.as_of)
        self.dates.append(_dates(entry, days))
        return days

    async def day_of(self, entry: Entry) -> tuple[date, DateSource] | None:
        """The day an entry's article was published."""
        if _FILE.search((entry.url or "").partition("?")[0]):
            made = date_in_url(entry.url or "", as_of=self.as_of)
            if made is not None:
                return made, DateSource.URL
        days = await self.days_of(entry)
        return days.chosen(self.as_of) if days is not None else None


async def settle_newest_year(listing: Listing, open_page: Open, as_of: date) -> Dated:
    """Where the newest row does not print its year: the year that its article bears.

    The year taken from the calendar is the latest possible; the column may be years older.
    """
    newest = max(_usable(listing), key=lambda entry: entry.date or date.min, default=None)
    if newest is None or not newest.inferred or newest.date is None:
        return Dated(listing=listing)
    articles = _Articles(open_page=open_page, as_of=as_of)
    days = await articles.days_of(newest) if newest.url is not None else None
    said = days.chosen(as_of) if days is not None else None
    read = Dated(listing=listing, fetches=tuple(articles.fetches), dates=tuple(articles.dates))
    if said is None:
        return replace(read, guess=NO_YEAR)
    if not _older(said[0], newest.date):
        return read
    year = latest_such_day(newest.date.month, newest.date.day, said[0] + timedelta(days=TOLERANCE))
    entries = settle_years(listing.entries, year or said[0])
    ordered = is_falling([entry.date for entry in listing.entries if entry.date and not entry.pinned])
    return replace(
        read,
        listing=replace(listing, entries=entries),
        dates=tuple(replace(one, row=year) for one in read.dates),
        doubt="" if ordered else UNORDERED,
    )


def is_falling(days: Sequence[date]) -> bool:
    """Whether days run from new to old."""
    return all(after <= before + timedelta(days=1) for before, after in itertools.pairwise(days))


async def check_doubtful_rows(listing: Listing, open_page: Open, as_of: date) -> Dated:
    """Where the rows' days look as if they were not those of publication: what at most two articles say.

    Rows that the article and the address agree against take the article's day; when all rows bear one day and all
    articles opened speak against it, the others take the day of their address where that is older too.
    """
    doubtful = doubtful_rows(listing, as_of)
    if not doubtful:
        return Dated(listing=listing)
    articles = _Articles(open_page=open_page, as_of=as_of)
    for entry in doubtful[:DOUBTFUL]:
        await articles.days_of(entry)
    dates = articles.dates
    overruled = {
        one.url: _said(one) for one in dates if _older(_day_said(one), one.row) and _older(one.address, one.row)
    }
    if overruled and len(overruled) == len(dates) and is_mass(listing):
        for entry in _usable(listing):
            made = date_in_url(entry.url or "", as_of=as_of)
            if entry.url and entry.url not in overruled and made is not None and _older(made, entry.date):
                overruled[entry.url] = (made, DateSource.URL)
    return Dated(
        listing=_with_days(listing, overruled),
        fetches=tuple(articles.fetches),
        dates=tuple(replace(one, overruled=one.url in overruled) for one in dates),
    )


def doubtful_rows(listing: Listing, as_of: date) -> list[Entry]:
    """Rows whose days an article should bear out, the newest first; empty for an ordinary list.

    Either all rows bear one day and their addresses do not bear it out, or the newest row is much newer than its
    address. Addresses younger than their rows are nothing: pages are moved to new addresses.
    """
    usable = sorted(_usable(listing), key=lambda entry: entry.date or date.min, reverse=True)
    linked = [entry for entry in usable if entry.url]
    if is_mass(listing):
        made = [(entry.date, date_in_url(entry.url or "", as_of=as_of)) for entry in linked]
        borne_out = sum(day is not None and not _older(day, row) for row, day in made)
        return linked if borne_out * 2 < len(linked) else []
    newest = [entry for entry in linked if entry.date == usable[0].date]
    return [entry for entry in newest if _older(date_in_url(entry.url or "", as_of=as_of), entry.date, REDATED)]


def is_mass(listing: Listing) -> bool:
    """Whether all rows bear one and the same day, and there are many."""
    days = Counter(entry.date for entry in _usable(listing))
    return len(days) == 1 and days.total() >= MASS


def _usable(listing: Listing) -> list[Entry]:
    return [entry for entry in listing.entries if entry.date is not None and not entry.future]


def _dates(entry: Entry, days: DaysOfArticle) -> ArticleDates:
    return ArticleDates(
        title=entry.title,
        url=entry.url or "",
        row=entry.date,
        visible=days.visible,
        meta=days.meta,
        built=days.built,
        address=days.address,
    )


def _said(one: ArticleDates) -> tuple[date, DateSource]:
    """What an article says of its day, the visible one first."""
    if one.visible is not None:
        return one.visible, DateSource.VISIBLE
    if one.meta is not None:
        return one.meta, DateSource.META
    return (one.address or date.min, DateSource.URL)


def _day_said(one: ArticleDates) -> date | None:
    return one.visible or one.meta


def _older(day: date | None, row: date | None, days: int = TOLERANCE) -> bool:
    return day is not None and row is not None and (row - day).days > days


def _with_days(listing: Listing, found: Mapping[str, tuple[date, DateSource]]) -> Listing:
    return replace(listing, entries=tuple(_with_day(entry, found) for entry in listing.entries))


def _with_day(entry: Entry, found: Mapping[str, tuple[date, DateSource]]) -> Entry:
    if entry.url is None or entry.url not in found:
        return entry
    day, source = found[entry.url]
    return replace(entry, date=day, date_source=source, inferred=False)
