"""Years that rows do not print."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.evidence import Entry
from crawler.readers.years import settle_years

LATEST = date(2026, 3, 31)


def entries(*days: str) -> list[Entry]:
    """Rows with a full day as printed, or with month and day only (in any year)."""
    return [
        Entry(
            title=day,
            url=None,
            date=date.fromisoformat(day) if len(day) > 5 else date.fromisoformat(f"2024-{day}"),
            inferred=len(day) == 5,
        )
        for day in days
    ]


@pytest.mark.parametrize(
    ("printed", "years"),
    [
        pytest.param(("03-15", "02-01", "01-09"), [2026, 2026, 2026], id="all in one year"),
        pytest.param(("03-15", "12-30", "11-05"), [2026, 2025, 2025], id="over a new year"),
        pytest.param(("12-30", "11-05", "03-15", "02-01", "12-12"), [2025, 2025, 2025, 2025, 2024], id="older below"),
        pytest.param(
            ("2025-06-01", "05-20", "04-02", "03-01"), [2025, 2025, 2025, 2025], id="bounded by a printed year"
        ),
        pytest.param(("01-05", "02-10", "03-20"), [2026, 2026, 2026], id="from old to new"),
        pytest.param(("03-20", "02-10", "03-25", "01-05", "03-28", "02-02"), [2026] * 6, id="in no order"),
        pytest.param(("03-15", "03-16", "03-14"), [2026, 2026, 2026], id="a day of disorder"),
        pytest.param(("2026-03-01", "2025-01-01"), [2026, 2025], id="all printed"),
    ],
)
def test_years(printed: tuple[str, ...], years: list[int]) -> None:
    assert [entry.date.year for entry in settle_years(entries(*printed), LATEST) if entry.date] == years


@given(st.lists(st.dates(date(2020, 1, 1), LATEST), max_size=20), st.data())
def test_rows_in_order_keep_month_and_day_and_never_lie_after_the_latest(days: list[date], data: st.DataObject) -> None:
    rows = [
        Entry(title="行", url=None, date=day, inferred=data.draw(st.booleans())) for day in sorted(days, reverse=True)
    ]
    for before, after in zip(rows, settle_years(rows, LATEST), strict=True):
        assert before.date is not None
        assert after.date is not None
        assert (before.date.month, before.date.day) == (after.date.month, after.date.day)
        assert after.date <= LATEST
        assert before.inferred or before.date == after.date
