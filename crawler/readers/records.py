"""Rows out of the data that a platform's endpoint answers with: JSON records, or markup as its script would draw it.

An answer must look right before it is believed: titles, days or addresses in most rows, and no more rows than its
total. What does not is None, so that nobody is accused because of a guess.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from html import unescape

from crawler.evidence import DateSource, Entry, Listing, Shape
from crawler.readers.addresses import resolve
from crawler.readers.blocks import SHORT_NAME
from crawler.readers.dates import EARLIEST, lone_date
from crawler.readers.document import Document, decode, parse_document
from crawler.readers.listing import MOST_ENTRIES, entry_of, read_listing
from crawler.readers.numbers import hide
from crawler.readers.rows import read_row
from crawler.readers.survey import ancestors, survey

LONGEST_ANSWER = 4_000_000
FEW = 3
"""So many links are no list by their look alone, but they are one where the answer counts just as many."""
_CHINA = timezone(timedelta(hours=8))
_PADDED = re.compile(r"^\s*[\w$.]{1,60}\s*\((.*)\)\s*;?\s*\Z", re.DOTALL)
_TAG = re.compile(r"<[^<>]{0,300}>")
_COMPACT = re.compile(r"^((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?:\d{6})?$")
_EPOCH = re.compile(r"^\d{9,10}(?:\d{3})?(?:\.0)?$")
_IDEOGRAPH = re.compile("[㐀-鿿]")


def json_of(body: bytes) -> object:
    """The value of a JSON or JSONP answer, None when it is neither or too large."""
    if len(body) > LONGEST_ANSWER:
        return None
    text = decode(body, "application/json").lstrip("\ufeff \t\r\n")
    if text[:1] not in ("{", "["):
        padded = _PADDED.match(text)
        if padded is None:
            return None
        text = padded[1]
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def at(value: object, *path: str) -> object:
    """What stands at a path of keys in nested objects, None when something is missing."""
    for key in path:
        if not isinstance(value, dict):
            return None
        value = value.get(key)
    return value


def number_of(value: object) -> int | None:
    """A count that is not negative, written as number or digits; None for anything else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value if 0 <= value < 10_000_000 else None
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit() and len(value.strip()) < 8:
        return int(value.strip())
    return None


def day_of(value: object, as_of: date) -> date | None:
    """The day a record states: printed in any usual form, 20210630, or seconds or milliseconds since 1970."""
    if isinstance(value, bool) or value is None:
        return None
    text = str(value).strip()
    if _EPOCH.match(text):
        number = int(float(text))
        if number > 99_999_999_999:
            number //= 1000
        day = datetime.fromtimestamp(number, UTC).astimezone(_CHINA).date()
        return day if day >= EARLIEST else None
    if compact := _COMPACT.match(text):
        try:
            return date(int(compact[1]), int(compact[2]), int(compact[3]))
        except ValueError:
            return None
    found = lone_date(text.replace("T", " ")[:60], as_of=as_of)
    return found.day if found is not None and not found.inferred else None


def words_of(value: object) -> str:
    """A title without tags and entities, with single blanks."""
    return " ".join(unescape(_TAG.sub("", value)).split()) if isinstance(value, str) else ""


def first_of(record: Mapping[str, object], keys: Sequence[str]) -> object:
    """The value of the first of these keys that holds something."""
    return next((record[key] for key in keys if record.get(key) not in (None, "", 0, "0")), None)


def listing_of(
    records: object,
    *,
    total: int | None,
    base: str,
    as_of: date,
    titles: Sequence[str],
    urls: Sequence[str],
    days: Sequence[str],
    per_page: int | None = None,
) -> Listing | None:
    """The listing of JSON records, keys tried in the given order; None when they do not look like a column's rows.

    Records of a platform have days: where most have none that we can read, these are not the rows we know.
    """
    if not isinstance(records, list):
        return None
    if not records:
        return Listing(shape=Shape.EMPTY_LIST, total=0, note="列表接口返回共0条") if total == 0 else None
    entries: list[Entry] = []
    for record in records[:MOST_ENTRIES]:
        if not isinstance(record, dict):
            return None
        title = words_of(first_of(record, titles))
        if not title:
            continue
        day = day_of(first_of(record, days), as_of)
        address = first_of(record, urls)
        url = resolve(base, unescape(address)) if isinstance(address, str) else None
        entries.append(_entry(title[:300], url, day, as_of))
    if len(entries) * 5 < len(records[:MOST_ENTRIES]) * 4:
        return None
    listing = Listing(
        shape=Shape.LIST, entries=tuple(entries), total=total, pages=_pages(total, per_page, len(entries))
    )
    return checked(listing) if sum(entry.date is not None for entry in entries) * 2 >= len(entries) else None


def _entry(title: str, url: str | None, day: date | None, as_of: date) -> Entry:
    source = DateSource.ROW if day else None
    return Entry(title=hide(title), url=url, date=day, date_source=source, future=bool(day and day > as_of))


def _pages(total: int | None, per_page: int | None, count: int) -> int | None:
    if total is None:
        return None
    size = per_page or count
    return -(-total // size) if size else None


def listing_of_markup(
    markup: str, *, base: str, as_of: date, total: int | None, per_page: int | None = None
) -> Listing | None:
    """The listing of rows drawn as HTML, read as if they stood in the column page; None when they are no list."""
    if len(markup) > LONGEST_ANSWER:
        return None
    if not _TAG.sub("", markup).strip():
        return None
    page = f'<html><body><div class="main"><div class="content">{markup}</div></div></body></html>'
    document = parse_document(page.encode(), base, "text/html; charset=utf-8")
    listing = read_listing(document, as_of=as_of)
    if listing.shape is not Shape.LIST:
        rows = _counted(document, total, as_of)
        return checked(Listing(shape=Shape.LIST, entries=rows, total=total, pages=1)) if rows else None
    total = total if total is not None else listing.total
    pages = _pages(total, per_page, len(listing.entries)) if total is not None else listing.pages
    return checked(Listing(shape=Shape.LIST, entries=listing.entries, total=total, pages=pages))


def _counted(document: Document, total: int | None, as_of: date) -> tuple[Entry, ...]:
    """The links of an answer that are just as many as it counts: in a page, one or two would prove no list."""
    found = survey(document, as_of)
    if total is None or not 0 < total <= FEW or len(found.anchors) != total:
        return ()
    rows = []
    for anchor in found.anchors:
        # All that belongs to one link and to no other is its row.
        around = itertools.takewhile(lambda one: found.links[one] == 1 and one is not found.body, ancestors(anchor))
        rows.append(read_row(found, next(reversed([anchor, *around]))))
    return tuple(entry_of(row, as_of) for row in rows if row is not None and len(row.title) >= SHORT_NAME)


def checked(listing: Listing) -> Listing | None:
    """The listing when its rows are plausible, else None."""
    rows = listing.entries
    if not rows or (listing.total is not None and listing.total < len(rows)):
        return None
    if sum(bool(_IDEOGRAPH.search(row.title)) for row in rows) * 2 < len(rows):
        return None
    if sum(row.url is not None or row.date is not None for row in rows) * 2 < len(rows):
        return None
    if len(rows) > 2 and len({(row.title, row.url) for row in rows}) == 1:
        return None
    return listing
