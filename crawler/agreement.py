"""Whether two columns that must show the same rows do (数据同源). Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from crawler.evidence import ColumnEvidence, Entry, Shape
from crawler.matching import plain
from crawler.readers.addresses import page_key

#: A row may reach the other column some days later.
LAG_DAYS = 7
#: Rows cut off in a list (…) are compared by what both show.
_CUT = ("…", "...", "．．．")
_SHORTEST_CUT = 8


@dataclass(frozen=True, kw_only=True)
class Disagreement:
    """Rows that stand in one of two columns only, newest first."""

    only_first: tuple[Entry, ...] = ()
    only_second: tuple[Entry, ...] = ()
    compared: int = 0
    """Rows of both columns that could be compared."""

    @property
    def any(self) -> bool:
        """Whether a row is missing on one side."""
        return bool(self.only_first or self.only_second)


def disagreement(first: ColumnEvidence, second: ColumnEvidence, as_of: date) -> Disagreement | None:
    """The rows that one of two columns lacks; None when what was read of them cannot be compared.

    Only days that were read whole in both columns are compared, and only rows older than the lag that a copy may have.
    """
    one, other = _rows(first), _rows(second)
    if one is None or other is None:
        return None
    begin = max(_read_from(first, one), _read_from(second, other))
    end = as_of - timedelta(days=LAG_DAYS)
    mine = [entry for entry in one if _within(entry, begin, end)]
    theirs = [entry for entry in other if _within(entry, begin, end)]
    if not mine and not theirs:
        return None
    return Disagreement(
        only_first=_lacking(mine, other),
        only_second=_lacking(theirs, one),
        compared=len(mine) + len(theirs),
    )


def _rows(column: ColumnEvidence) -> tuple[Entry, ...] | None:
    listing = column.listing
    if listing is None or column.located is None:
        return None
    if listing.shape is Shape.EMPTY_LIST:
        return ()
    if listing.shape is not Shape.LIST:
        return None
    return (*listing.entries, *column.further)


def _read_from(column: ColumnEvidence, rows: tuple[Entry, ...]) -> date:
    """The first day of which every row of the column was read.

    The oldest day on the pages that were read may go on upon the next one, so it is not whole.
    """
    listing = column.listing
    if listing is None or column.whole or not (listing.next_pages or (listing.pages or 1) > 1 or _counts_more(column)):
        return date.min
    days = [entry.date for entry in rows if entry.date is not None and not entry.pinned]
    if len(days) < len([entry for entry in rows if not entry.pinned]) or not days:
        return date.max
    if column.back_to is not None:
        return column.back_to
    return min(days) + timedelta(days=1)


def _counts_more(column: ColumnEvidence) -> bool:
    listing = column.listing
    return listing is not None and listing.total is not None and listing.total > len(listing.entries)


def _within(entry: Entry, begin: date, end: date) -> bool:
    if entry.date is None:
        return begin == date.min
    return begin <= entry.date <= end and not entry.future


def _lacking(rows: list[Entry], others: tuple[Entry, ...]) -> tuple[Entry, ...]:
    addresses = {page_key(entry.url) for entry in others if entry.url}
    titles = {plain(entry.title) for entry in others}
    cut = [_beginning(entry.title) for entry in others if entry.title.endswith(_CUT)]
    lacking = []
    for entry in rows:
        title = plain(entry.title)
        if (entry.url and page_key(entry.url) in addresses) or title in titles:
            continue
        if any(len(begin) >= _SHORTEST_CUT and title.startswith(begin) for begin in cut):
            continue
        if entry.title.endswith(_CUT) and len(_beginning(entry.title)) >= _SHORTEST_CUT:
            begin = _beginning(entry.title)
            if any(one.startswith(begin) for one in titles):
                continue
        lacking.append(entry)
    return tuple(sorted(lacking, key=lambda entry: entry.date or date.min, reverse=True))


def _beginning(title: str) -> str:
    for mark in _CUT:
        title = title.removesuffix(mark)
    return plain(title)
