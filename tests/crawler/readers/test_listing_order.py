"""Whether a list runs from new to old, and which of its days is the newest."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from listing_pages import AS_OF

from crawler.evidence import DateSource, Entry, Listing, Shape
from crawler.readers.listing import is_ordered, newest_of


def entries(*days: date, pinned: int = 0) -> Listing:
    return Listing(
        shape=Shape.LIST,
        entries=tuple(
            Entry(
                title=f"第{n}条", url=None, date=day, date_source=DateSource.ROW, pinned=n < pinned, future=day > AS_OF
            )
            for n, day in enumerate(days)
        ),
    )


def back(*ago: int) -> list[date]:
    return [AS_OF - timedelta(days=days) for days in ago]


@pytest.mark.parametrize(
    ("listing", "ordered"),
    [
        pytest.param(entries(*back(1, 2, 3, 9)), True, id="new to old"),
        pytest.param(entries(*back(90, 1, 2, 3), pinned=1), True, id="pinned first"),
        pytest.param(entries(*back(90, 80, 1, 2, 3, 4)), True, id="two unmarked pins"),
        pytest.param(entries(*back(2, 1, 3, 9)), True, id="a day out of order"),
        pytest.param(entries(*back(1, 2, -30, 9)), True, id="a slip after as-of"),
        pytest.param(entries(*back(9, 3, 2, 1)), False, id="old to new"),
        pytest.param(entries(*back(1, 30, 5, 60, 2)), False, id="mixed"),
        pytest.param(entries(*back(90, 1)), False, id="two rows, the older first"),
    ],
)
def test_order(listing: Listing, ordered: bool) -> None:
    assert is_ordered(listing) is ordered


def test_newest_ignores_the_future() -> None:
    assert newest_of(entries(*back(-5, 10, 20))) == (AS_OF - timedelta(days=10), DateSource.ROW)
    assert newest_of(Listing(shape=Shape.EMPTY_LIST)) is None
