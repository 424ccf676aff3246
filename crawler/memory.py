"""What an earlier run saw, used by the next one: what is unchanged need not be read or looked at a second time.

A memory is trusted for a week at most (`FULL_LOOK_DAYS`); then everything is read in full again, so that an answer 304
that was wrong, or a column that appeared where no menu leads, cannot mislead for long. Pure: pages and days come in.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from crawler.allowance import FOREIGN, SPENT
from crawler.column import ENDPOINT, Reading
from crawler.dating import TOLERANCE
from crawler.evidence import ArticleDates, ColumnEvidence, DateSource, Fetch, Outcome, Page, Remembered, Shape, Target
from crawler.inspected import Answering, Article, Inspection
from crawler.matching import plain
from crawler.readers.addresses import looks_like_article, page_key
from crawler.readers.links import Place
from crawler.readers.page import PageFacts

FULL_LOOK_DAYS = 7
INSPECTED_DAYS = 30
"""How long an entry that was opened needs no other look."""
_CONFIRMED = 2
_NOT_MODIFIED = 304
#: Note of further pages that were read for titles only: the newest date does not rest on them.
TITLES_PAGE = "查找文件的列表页"
#: A reading that rests on other pages than these may change while the column's own page does not.
_OWN_PAGES = frozenset(("栏目页", "文章页", TITLES_PAGE))


def is_recent(remembered: Remembered, as_of: date) -> bool:
    """Whether a memory still counts on this day."""
    return remembered.as_of <= as_of and (as_of - remembered.seen).days < FULL_LOOK_DAYS


def conditions(remembered: Remembered | None, url: str, as_of: date) -> dict[str, str]:
    """The headers that ask whether a column's page changed (RFC 9110, 13.1); empty when nothing is to be taken over."""
    fetch = _own_page(remembered, url, as_of)
    if fetch is None:
        return {}
    headers = {"If-None-Match": fetch.etag, "If-Modified-Since": fetch.last_modified}
    return {name: value for name, value in headers.items() if value}


def taken_over(remembered: Remembered | None, page: Page, as_of: date) -> Reading | None:
    """The remembered reading when the column's page is as it was (304, or the same body); else None."""
    fetch = _own_page(remembered, page.url, as_of)
    if remembered is None or fetch is None or page.failure is not None:
        return None
    if page.status != _NOT_MODIFIED and page.sha256 != fetch.sha256:
        return None
    seen = remembered.evidence
    if seen.listing is None:
        return None
    now = replace(fetch, fetched_at=page.fetched_at, etag=page.etag or fetch.etag)
    now = replace(now, last_modified=page.last_modified or fetch.last_modified)
    return Reading(
        listing=seen.listing,
        newest=seen.newest,
        source=seen.newest_source,
        fetches=(now, *seen.fetches[1:]),
        dates=seen.dates,
    )


def _own_page(remembered: Remembered | None, url: str, as_of: date) -> Fetch | None:
    """The remembered fetch of the column's own page, when the reading rests on nothing that may have changed alone."""
    if remembered is None or not is_recent(remembered, as_of):
        return None
    seen = remembered.evidence
    listing = seen.listing
    if seen.outcome is not Outcome.FOUND or listing is None or not seen.fetches or seen.children:
        return None
    if listing.shape not in (Shape.LIST, Shape.EMPTY_LIST, Shape.SINGLE):
        return None
    if any(entry.future or entry.inferred for entry in listing.entries):
        return None  # what such rows say depends on the day
    own = seen.fetches[0]
    if page_key(own.url) != page_key(url) or any(fetch.note not in _OWN_PAGES for fetch in seen.fetches):
        return None
    return own


def rests_on_endpoint(seen: ColumnEvidence) -> bool:
    """Whether a column's rows were answered by its platform, none of them by its page or its sub-columns."""
    asked = sum(fetch.note == ENDPOINT for fetch in seen.fetches)
    return seen.outcome is Outcome.FOUND and asked > 0 and not seen.children


def article_dates(remembered: Remembered | None, as_of: date) -> dict[tuple[str, str], tuple[date, DateSource]]:
    """Dates that articles gave to rows, by title and address: a row that is as it was needs no second reading.

    An article that bore days which do not agree is read again: what is said of it must rest on this run.
    """
    if remembered is None or not is_recent(remembered, as_of) or remembered.evidence.listing is None:
        return {}
    disputed = {(one.title, one.url) for one in remembered.evidence.dates if _disagrees(one)}
    return {
        (entry.title, entry.url): (entry.date, entry.date_source)
        for entry in remembered.evidence.listing.entries
        if entry.url and entry.date and entry.date_source and entry.date_source is not DateSource.ROW
        if (entry.title, entry.url) not in disputed
    }


def _disagrees(article: ArticleDates) -> bool:
    # An address younger than the article is nothing, pages are moved; it counts beside a PubDate of the page's making.
    told = (article.row, article.visible, article.meta, article.address if article.built else None)
    days = [day for day in told if day is not None]
    return bool(days) and (max(days) - min(days)).days > TOLERANCE


def is_confirmed(remembered: Remembered | None, now: ColumnEvidence, as_of: date) -> bool:
    """Whether a negative needs no second look: two looks confirmed it in an earlier run, and nothing changed since."""
    if remembered is None or not is_recent(remembered, as_of):
        return False
    before = remembered.evidence
    if before.looks < _CONFIRMED or before.outcome is not now.outcome or _place(before) != _place(now):
        return False
    if now.outcome is Outcome.BROKEN:
        return [fetch.status for fetch in before.fetches] == [fetch.status for fetch in now.fetches]
    return now.outcome is Outcome.FOUND and _rows(before) == _rows(now)


def _place(evidence: ColumnEvidence) -> str | None:
    return page_key(evidence.located.url) if evidence.located is not None and evidence.located.url else None


def _rows(evidence: ColumnEvidence) -> object:
    listing = evidence.listing
    return listing and (
        listing.shape,
        listing.total,
        [(entry.title, entry.url, entry.date) for entry in listing.entries],
    )


def inspected_before(target: Target) -> Inspection | None:
    """The closer look of an earlier run, every entry with the day it was opened on."""
    if target.inspected is not None or target.remembered is None:
        return target.inspected
    before = target.remembered.evidence.inspection
    if before is None:
        return None
    day = target.remembered.as_of
    return replace(
        before, articles=tuple(replace(one, inspected_on=one.inspected_on or day) for one in before.articles)
    )


def counts_still(article: Article, as_of: date) -> bool:
    """Whether the day an entry was opened on is not too long ago."""
    return article.inspected_on is not None and 0 <= (as_of - article.inspected_on).days < INSPECTED_DAYS


def is_settled(article: Article, covers: Callable[[str], bool]) -> bool:
    """Whether an entry that was opened before needs no other look: all that was asked of it answered well.

    An address outside the site (`covers` says so) can never be opened, so that it is settled too; one that there was
    no allowance for is still to be asked, and says nothing of the others.
    """
    return not article.exposures and all(
        answer.answering is Answering.FINE
        or (answer.answering is Answering.UNKNOWN and (answer.detail in (SPENT, FOREIGN) or not covers(answer.url)))
        for answer in (article.answer, *article.attachments)
    )


def goes_on(target: Target) -> bool:
    """Whether the closer look at a remembered column has more to do than to open what is new since.

    That is so when the allowance did not suffice for its newest entries, their files or a second look at what was bad.
    """
    if target.inspect == 0 or target.remembered is None:
        return False
    before = inspected_before(target)
    if before is None:
        seen = target.remembered.evidence
        return seen.outcome is Outcome.FOUND and seen.listing is not None and seen.listing.shape is Shape.LIST
    answers = (answer for article in before.articles for answer in (article.answer, *article.attachments))
    return bool(before.reason) or any(one.detail == SPENT or (one.bad and one.looks < _CONFIRMED) for one in answers)


def follow_up(target: Target, covers: Callable[[str], bool]) -> int:
    """Requests it takes to see whether what an earlier run found bad in a column's newest entries is bad still."""
    before = inspected_before(target) if target.inspect else None
    return sum(
        sum(covers(answer.url) for answer in (article.answer, *article.attachments))
        for article in (before.articles if before is not None else ())
        if target.accused or not is_settled(article, covers)
    )


def names_digest(facts: PageFacts) -> str:
    """Names the links of a page's menus and blocks; without its rows and articles, so that news change nothing."""
    names = {
        f"{plain(link.text)}\t{(link.url or '').partition('#')[0]}"
        for link in facts.links
        if link.place is not Place.LIST and not looks_like_article(link.url or "")
    }
    return hashlib.sha256("\n".join(sorted(names)).encode("utf-8", "replace")).hexdigest()[:16]


def is_still_absent(remembered: Remembered | None, names: Mapping[str, str], as_of: date) -> bool:
    """Whether a column that was looked for everywhere is absent still: the pages read then and now name what they did.

    `names` are the digests of the pages that this search has read, by `page_key`.
    """
    if remembered is None or not is_recent(remembered, as_of):
        return False
    before = remembered.evidence
    if before.outcome is not Outcome.ABSENT or before.looks < _CONFIRMED:
        return False
    known = dict(before.names)
    both = [(known[key], digest) for key, digest in names.items() if key in known]
    # A page that was not read then tells nothing of a change: what names it would have changed too.
    return len(both) * 2 > len(names) and all(then == now for then, now in both)
