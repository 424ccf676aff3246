"""Working days, holidays, and what they move: due days and short limits."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.freshness import Limit
from checker.terms import Terms
from checker.workdays import WorkCalendar

CHINA = WorkCalendar()
#: The notices for 2022 and 2026: Spring Festival from 31 January, and from 15 February.
OPEN = [date(2022, 1, 29), date(2022, 1, 30), date(2022, 2, 7), date(2022, 10, 8), date(2026, 2, 14), date(2026, 2, 28)]
SHUT = [date(2022, 1, 31), date(2022, 2, 6), date(2022, 10, 7), date(2026, 2, 15), date(2026, 2, 23), date(2026, 3, 1)]


@pytest.mark.parametrize("day", OPEN)
def test_working_days(day: date) -> None:
    assert CHINA.is_workday(day)


@pytest.mark.parametrize("day", SHUT)
def test_days_of_rest(day: date) -> None:
    assert not CHINA.is_workday(day)


def test_a_year_nobody_knows_has_weekends_and_what_is_configured() -> None:
    local = WorkCalendar(
        extra_holidays=frozenset({date(2031, 1, 23)}), extra_workdays=frozenset({date(2031, 1, 25), date(2022, 2, 1)})
    )
    assert CHINA.is_workday(date(2031, 1, 23))
    assert not local.is_workday(date(2031, 1, 23))
    assert not CHINA.is_workday(date(2031, 1, 25))
    assert local.is_workday(date(2031, 1, 25))
    assert local.is_workday(date(2022, 2, 1)), "what is configured comes first"


@pytest.mark.parametrize(
    ("start", "number", "end"),
    [
        pytest.param(date(2022, 1, 27), 5, date(2022, 2, 8), id="over Spring Festival, with two weekends worked"),
        pytest.param(date(2022, 11, 4), 1, date(2022, 11, 7), id="over a weekend"),
        pytest.param(date(2022, 9, 30), 20, date(2022, 11, 2), id="twenty days over National Day"),
        pytest.param(date(2022, 11, 4), 0, date(2022, 11, 4), id="none"),
    ],
)
def test_so_many_working_days_later(start: date, number: int, end: date) -> None:
    assert CHINA.add_workdays(start, number) == end
    assert CHINA.workdays_between(start, end) == number


@given(st.dates(date(2004, 1, 1), date(2035, 12, 31)), st.integers(0, 60))
def test_counting_undoes_adding(day: date, number: int) -> None:
    assert CHINA.workdays_between(day, CHINA.add_workdays(day, number)) == number
    assert CHINA.is_workday(CHINA.next_workday(day))
    assert CHINA.next_workday(day) - day <= timedelta(days=12)


LIMIT = Limit(days=14, warn=2, basis="指标")


@pytest.mark.parametrize(
    ("newest", "as_of", "days"),
    [
        pytest.param(date(2022, 1, 28), date(2022, 2, 14), 21, id="Spring Festival lies between"),
        pytest.param(date(2022, 1, 28), date(2022, 2, 5), 14, id="nothing is near the limit"),
        pytest.param(date(2022, 11, 1), date(2022, 11, 20), 14, id="only weekends"),
        pytest.param(date(2022, 2, 6), date(2022, 2, 25), 14, id="after the holiday"),
        pytest.param(None, date(2022, 2, 14), 14, id="no date"),
    ],
)
def test_short_limits_grow_by_holidays(newest: date | None, as_of: date, days: int) -> None:
    grown = Terms().with_grace(LIMIT, newest, as_of)
    assert grown.days == days
    assert ("春节" in grown.basis) is (days != LIMIT.days)


@pytest.mark.parametrize(
    ("limit", "terms"),
    [
        pytest.param(Limit(days=180, warn=18, basis=""), Terms(), id="a long limit"),
        pytest.param(Limit(days=None, warn=0, basis=""), Terms(), id="no limit"),
        pytest.param(LIMIT, Terms(grace_up_to=0), id="switched off"),
    ],
)
def test_other_limits_stay(limit: Limit, terms: Terms) -> None:
    assert terms.with_grace(limit, date(2021, 7, 28), date(2022, 2, 14)) == limit
