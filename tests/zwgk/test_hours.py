"""When something is planned: moments put off by a share of the jitter that is always the same."""

from __future__ import annotations

import pickle
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zwgk.hours import Hours

ZONE = "Asia/Shanghai"
NOON = datetime(2026, 3, 1, 12, 0, tzinfo=ZoneInfo(ZONE))
"""A Sunday."""
MINUTE = timedelta(minutes=1)


def test_without_jitter_it_is_the_expression() -> None:
    hours = Hours("0 2 * * *", ZONE)
    assert f"{hours.begins_after(NOON):%m-%d %H:%M}" == "03-02 02:00"
    assert hours.get_next_fire_time(None, NOON) == hours.planned_after(NOON)


def test_what_is_due_this_moment_is_the_next_for_who_asks_without_one_before() -> None:
    two = NOON.replace(hour=2)
    hours = Hours("0 2 * * *", ZONE)
    assert hours.get_next_fire_time(None, two) == two
    assert hours.get_next_fire_time(two, two) == two + timedelta(days=1)


@given(st.integers(1, 3600), st.text(max_size=5), st.integers(0, 400))
def test_put_off_by_at_most_the_jitter_and_never_left_out(jitter: int, seed: str, minutes: int) -> None:
    hours, now = Hours("0 2 * * *", ZONE, jitter, seed), NOON + minutes * 7 * MINUTE
    begins = hours.begins_after(now)
    assert begins > now
    planned = hours.last_planned(begins, timedelta(hours=2))
    assert planned is not None
    assert timedelta(0) <= begins - planned <= timedelta(seconds=jitter)
    assert hours.begins(planned) == begins
    assert hours.get_next_fire_time(begins, begins) - begins > timedelta(hours=22)
    assert hours.begins_after(now, handled=planned) > planned + timedelta(hours=23), "what was dealt with is not next"


def test_the_same_after_a_restart_and_another_elsewhere() -> None:
    hours = Hours("0 2 * * *", ZONE, 3000, "云山区")
    again = pickle.loads(pickle.dumps(hours))
    assert again.begins_after(NOON) == hours.begins_after(NOON)
    assert len({Hours("0 2 * * *", ZONE, 3000, str(n)).begins_after(NOON) for n in range(20)}) > 10


@pytest.mark.parametrize(
    ("cron", "within", "last"),
    [
        pytest.param("0 2 * * *", 24, "03-01 02:00", id="this morning"),
        pytest.param("0 2 * * *", 9, None, id="not within nine hours"),
        pytest.param("0 12 * * *", 1, "03-01 12:00", id="this moment"),
        pytest.param("0 * * * *", 24, "03-01 12:00", id="the last of several"),
    ],
)
def test_the_last_one(cron: str, within: int, last: str | None) -> None:
    found = Hours(cron, ZONE).last_planned(NOON, timedelta(hours=within))
    assert (None if found is None else f"{found:%m-%d %H:%M}") == last
