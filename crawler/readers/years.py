"""Years that rows do not print (12-30): settled by the rows beside them, bounded by a day that is known."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from crawler.evidence import Entry
from crawler.readers.dates import latest_such_day

#: A list of news crosses a new year now and then; one that would do so between every few rows is not in order of time.
ROWS_PER_YEAR = 5
_SLACK = timedelta(days=1)


def settle_years(entries: Sequence[Entry], latest: date) -> tuple[Entry, ...]:
    """The rows with the years that are not printed, none after `latest`.

    Each takes the latest year that is possible. Where the rows then run neither from new to old nor from old to new,
    but do run from new to old when a row may not be newer than the one above it, they take those years. Pinned rows
    and printed days are left as they are.
    """
    plain = tuple(_at_latest(entry, latest) if entry.inferred else entry for entry in entries)
    if not any(entry.inferred for entry in plain):
        return plain
    days = _days(plain)
    if _falls(days) or _falls(days[::-1]):
        return plain
    bounded = _bounded(plain, latest)
    found = _days(bounded)
    years = sum(after.year != before.year for before, after in itertools.pairwise(found))
    return bounded if _falls(found) and years <= max(1, len(found) // ROWS_PER_YEAR) else plain


def _bounded(entries: Sequence[Entry], latest: date) -> tuple[Entry, ...]:
    settled: list[Entry] = []
    bound = latest
    for entry in entries:
        if entry.date is None or entry.pinned or entry.future:
            settled.append(entry)
            continue
        if entry.inferred:
            entry = _at_latest(entry, min(bound + _SLACK, latest))
        bound = entry.date or bound
        settled.append(entry)
    return tuple(settled)


def _at_latest(entry: Entry, latest: date) -> Entry:
    day = entry.date and latest_such_day(entry.date.month, entry.date.day, latest)
    return replace(entry, date=day or entry.date)


def _days(entries: Sequence[Entry]) -> list[date]:
    return [entry.date for entry in entries if entry.date is not None and not entry.pinned and not entry.future]


def _falls(days: Sequence[date]) -> bool:
    return all(after <= before + _SLACK for before, after in itertools.pairwise(days))
