"""Cron expressions mean what crontab(5) says, not what APScheduler makes of them."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from zwgk.cron import parse_cron

ZONE = ZoneInfo("Asia/Shanghai")
SUNDAY = datetime(2026, 3, 1, 12, 0, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        pytest.param("0 2 * * *", "2026-03-02 02:00", id="every night"),
        pytest.param("30 13 * * *", "2026-03-01 13:30", id="later today"),
        pytest.param("0 2 * * 0", "2026-03-08 02:00", id="0 is Sunday"),
        pytest.param("0 2 * * 7", "2026-03-08 02:00", id="7 is Sunday too"),
        pytest.param("0 2 * * 1", "2026-03-02 02:00", id="1 is Monday"),
        pytest.param("0 2 * * 5-7", "2026-03-06 02:00", id="Friday to Sunday"),
        pytest.param("0 2 * * mon-fri", "2026-03-02 02:00", id="names of days"),
        pytest.param("0 2 1 * *", "2026-04-01 02:00", id="first of the month"),
        pytest.param("0 2 5 * 3", "2026-03-04 02:00", id="day or weekday, whichever comes first"),
        pytest.param("0 2 3 * 6", "2026-03-03 02:00", id="day or weekday, the other way"),
        pytest.param("*/20 * * * *", "2026-03-01 12:00", id="steps"),
        pytest.param("0 8-18/5 * * *", "2026-03-01 13:00", id="range with steps"),
        pytest.param("0 2 * jun *", "2026-06-01 02:00", id="names of months"),
        pytest.param("0 2 29 2 *", "2028-02-29 02:00", id="leap day"),
    ],
)
def test_next(expression: str, expected: str) -> None:
    found = parse_cron(expression, ZONE).get_next_fire_time(None, SUNDAY)
    assert f"{found:%Y-%m-%d %H:%M}" == expected
    assert found.utcoffset() == SUNDAY.utcoffset()


@pytest.mark.parametrize(
    "expression",
    [
        pytest.param("", id="empty"),
        pytest.param("@daily", id="nickname"),
        pytest.param("0 2 * *", id="four fields"),
        pytest.param("0 2 * * * *", id="six fields"),
        pytest.param("60 2 * * *", id="minute 60"),
        pytest.param("0 24 * * *", id="hour 24"),
        pytest.param("0 2 0 * *", id="day 0"),
        pytest.param("0 2 * 13 *", id="month 13"),
        pytest.param("0 2 * * 8", id="weekday 8"),
        pytest.param("0 2 * * fr", id="half a name"),
        pytest.param("0 5-2 * * *", id="backwards"),
        pytest.param("*/0 * * * *", id="no step"),
        pytest.param("0 2 31 4,6 *", id="a day that never comes"),
        pytest.param("0 2 ² * *", id="a digit that is none"),
    ],
)
def test_refused(expression: str) -> None:
    with pytest.raises(ValueError, match="cron"):
        parse_cron(expression, ZONE)
