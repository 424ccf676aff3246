"""Days of rows that the list leaves open or that look doubtful: read from the articles, and held against each other.

A row's day counts before the article's visible 发布时间, that before PubDate, that before the day in the address. It is
overruled only by two witnesses that agree: the article and the address, both older by more than `TOLERANCE` days.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from crawler.evidence import ArticleDates, DateSource, Entry, Failure, FailureKind, Fetch, Listing
from crawler.readers.article import DaysOfArticle, days_of_article
from crawler.readers.dates import date_in_url

if TYPE_CHECKING:
    from crawler.column import KnownDates, Open

#: An undated list needs three articles, two more only when those are undated (design.md section 6, point 7).
ARTICLES = 3
MORE_ARTICLES = 2
#: Articles opened because the days of the rows look doubtful.
DOUBTFUL = 2
#: Days by which two places of one article may differ: drafts wait, and pages are moved within a month.
TOLERANCE = 30
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


async def date_by_articles(listing: Listing, open_page: Open, as_of: date, known: KnownDates) -> Dated:
    """Rows without a date: the dates of the first articles.

    Only articles that were read prove that there is no date: where every one of them lies elsewhere or does not open,
    nothing is known.
    """
    linked = [(entry.title, entry.url) for entry in listing.entries if entry.url is not None and not entry.future]
    dated: dict[str, tuple[date, DateSource]] = {}
    fetches: list[Fetch] = []
    dates: list[ArticleDates] = []
    unread = 0
    asked = 0
    for title, url in linked:
        if asked >= ARTICLES and (dated or asked >= ARTICLES + MORE_ARTICLES):
            break
        asked += 1
        if (title, url) in known:
            dated[url] = known[title, url]
            continue
        article = await open_page(url, False)
        if article.facts is None or article.gone:
            unread += 1
            continue
        fetches.append(article.fetch("文章页"))
        days = days_of_article(article.facts.document, article.facts.page.url, as_of=as_of)
        dates.append(_dates(title, url, None, days))
        found = days.chosen(as_of)
        if found is not None and found[0] <= as_of:
            dated[url] = found
    entries = tuple(_with_date(entry, dated) for entry in listing.entries)
    failure = None
    if asked and unread == asked:
        failure = Failure(kind=FailureKind.UNREACHABLE, detail="条目未标日期，且条目页面打不开或不在本网站")
    return Dated(listing=replace(listing, entries=entries), fetches=tuple(fetches), dates=tuple(dates), failure=failure)


async def check_doubtful_rows(listing: Listing, open_page: Open, as_of: date) -> Dated:
    """Where the rows' days look as if they were not those of publication: what at most two articles say.

    Rows that the article and the address agree against take the article's day; when all rows bear one day and all
    articles opened speak against it, the others take the day of their address where that is older too.
    """
    doubtful = doubtful_rows(listing, as_of)
    if not doubtful:
        return Dated(listing=listing)
    fetches: list[Fetch] = []
    dates: list[ArticleDates] = []
    for entry in doubtful[:DOUBTFUL]:
        article = await open_page(entry.url or "", False)
        if article.facts is None or article.gone:
            continue
        fetches.append(article.fetch("文章页"))
        days = days_of_article(article.facts.document, article.facts.page.url, as_of=as_of)
        dates.append(_dates(entry.title, entry.url or "", entry.date, days))
    overruled = {
        one.url: _said(one) for one in dates if _older(_day_said(one), one.row) and _older(one.address, one.row)
    }
    if overruled and len(overruled) == len(dates) and is_mass(listing):
        for entry in _usable(listing):
            made = date_in_url(entry.url or "", as_of=as_of)
            if entry.url and entry.url not in overruled and made is not None and _older(made, entry.date):
                overruled[entry.url] = (made, DateSource.URL)
    entries = tuple(_with_date(entry, overruled) for entry in listing.entries)
    dates = [replace(one, overruled=one.url in overruled) for one in dates]
    return Dated(listing=replace(listing, entries=entries), fetches=tuple(fetches), dates=tuple(dates))


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


def _dates(title: str, url: str, row: date | None, days: DaysOfArticle) -> ArticleDates:
    return ArticleDates(
        title=title, url=url, row=row, visible=days.visible, meta=days.meta, built=days.built, address=days.address
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


def _with_date(entry: Entry, found: Mapping[str, tuple[date, DateSource]]) -> Entry:
    if entry.url is None or entry.url not in found:
        return entry
    day, source = found[entry.url]
    return replace(entry, date=day, date_source=source, inferred=False)
