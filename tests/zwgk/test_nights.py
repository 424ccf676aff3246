"""The memory of nights: a missed one is caught up once, whatever the clock does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from zwgk.hours import Hours
from zwgk.nights import Nights
from zwgk.store import Store

ZONE = ZoneInfo("Asia/Shanghai")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=ZONE)


def hours(cron: str = "0 2 * * *", jitter: int = 0) -> Hours:
    return Hours(cron, "Asia/Shanghai", jitter)


@pytest.fixture
def store(database: str, tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(database, tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def nights(store: Store) -> Nights:
    made = Nights(store, "nightly", hours())
    assert made.begin(at(1, 20)) is None
    return made


def done(nights: Nights, planned: datetime, now: datetime) -> None:
    nights.attempt(now)
    nights.done(planned, now)


def test_before_the_first_start_nothing_was_missed(nights: Nights) -> None:
    assert nights.missed(at(2, 1)) is None


def test_a_missed_night_is_caught_up_once_however_many_there_were(nights: Nights) -> None:
    assert nights.begin(at(5, 9)) is None
    assert nights.missed(at(5, 9)) == at(2, 2)
    done(nights, at(2, 2), at(5, 10))
    assert nights.missed(at(5, 11)) is None
    assert nights.missed(at(6, 3)) == at(6, 2)


def test_a_night_that_was_audited_is_not_missed_after_a_restart(nights: Nights) -> None:
    done(nights, at(2, 2), at(2, 3))
    nights.begin(at(2, 9))
    assert nights.missed(at(2, 9)) is None


def test_an_audit_that_was_cut_off_is_begun_once_more_and_not_for_ever(nights: Nights) -> None:
    assert nights.attempt(at(2, 2)) == 1
    assert nights.begin(at(2, 9)) is None
    assert nights.missed(at(2, 9)) == at(2, 2)
    assert nights.attempt(at(2, 9)) == 2
    assert nights.begin(at(2, 10)) == at(1, 20), "given up"
    assert nights.missed(at(2, 10)) is None
    nights.attempt(at(3, 2))
    nights.begin(at(3, 9))
    assert nights.missed(at(3, 9)) == at(3, 2), "the next night counts again"


def test_a_stop_in_order_costs_no_attempt(nights: Nights) -> None:
    for hour in range(3, 9):
        assert nights.begin(at(2, hour)) is None
        assert nights.missed(at(2, hour)) == at(2, 2)
        nights.attempt(at(2, hour))
        nights.stopped(at(2, hour))


def test_new_hours_do_not_make_this_morning_a_missed_night(store: Store, nights: Nights) -> None:
    done(nights, at(2, 2), at(2, 3))
    moved = Nights(store, "nightly", hours("0 9 * * *"))
    moved.begin(at(2, 10))
    assert moved.missed(at(2, 10)) is None


def test_each_line_of_the_timetable_has_its_own_memory(store: Store, nights: Nights) -> None:
    other = Nights(store, "descent", hours())
    other.begin(at(1, 20))
    done(nights, at(2, 2), at(2, 3))
    assert other.missed(at(2, 4)) == at(2, 2)


def test_what_is_put_off_is_not_missed_before_its_time(store: Store) -> None:
    late = hours(jitter=3600)
    begins = late.begins(at(2, 2))
    assert at(2, 2) < begins
    nights = Nights(store, "nightly", late)
    nights.begin(at(1, 20))
    assert nights.missed(begins - timedelta(seconds=1)) is None
    assert nights.missed(begins) == at(2, 2)


def test_a_clock_set_back_while_it_works_repeats_nothing(nights: Nights) -> None:
    done(nights, at(2, 2), at(1, 23))
    nights.begin(at(2, 3))
    assert nights.missed(at(2, 3)) is None
    assert nights.missed(at(3, 2)) == at(3, 2)


@pytest.mark.parametrize(
    ("ahead", "missed"),
    [
        pytest.param(timedelta(hours=5), None, id="set back by hours: the night was audited"),
        pytest.param(timedelta(days=400), at(3, 2), id="it was a year ahead: the next night is not waited for a year"),
    ],
)
def test_a_clock_that_was_ahead(nights: Nights, ahead: timedelta, missed: datetime | None) -> None:
    done(nights, at(2, 22), at(2, 22) + ahead)
    nights.begin(at(2, 22))
    assert nights.missed(at(2, 23)) is None
    nights.begin(at(3, 2))
    assert nights.missed(at(3, 2)) == missed
    nights.begin(at(4, 2))
    assert nights.missed(at(4, 2)) is not None
