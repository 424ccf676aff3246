"""late-document: when it speaks, and when it must not."""

from __future__ import annotations

from datetime import date

import pytest
from checker_cases import entry
from named_documents import GUIDE, asked, documents

from checker.checks.late_document import late_document
from checker.facts import Facts
from crawler.evidence import Entry

DUE = date(2022, 9, 30)


def dated(*days: date | None, due: date | None = DUE, looks: int = 2) -> Facts:
    rows: tuple[Entry, ...] = tuple(entry(day, GUIDE) for day in days)
    return documents(asked(GUIDE, due=due), rows=rows, title_looks=looks)


@pytest.mark.parametrize(
    ("case", "words"),
    [
        pytest.param(
            dated(date(2022, 10, 12)), f"《{GUIDE}》2022-10-12公开，晚于时限2022-09-30（12天）", id="twelve days"
        ),
        pytest.param(dated(date(2022, 10, 1)), "（1天）", id="a day"),
        pytest.param(dated(date(2022, 10, 20), date(2022, 10, 12)), "2022-10-12公开", id="the earliest of two counts"),
        pytest.param(
            dated(date(2022, 10, 9), due=date(2022, 10, 5)), "顺延至2022-10-08", id="counted from the day it moved to"
        ),
    ],
)
def test_fires(case: Facts, words: str) -> None:
    (finding,) = late_document(case)
    assert words in finding.message


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(dated(date(2022, 9, 30)), id="on its day"),
        pytest.param(dated(date(2022, 10, 8), due=date(2022, 10, 5)), id="the first working day after a holiday"),
        pytest.param(dated(date(2022, 5, 1), date(2022, 10, 12)), id="once in time, and again"),
        pytest.param(dated(None), id="without a date"),
        pytest.param(dated(None, date(2022, 10, 12)), id="an undated entry beside it"),
        pytest.param(dated(date(2022, 12, 1)), id="dated after the day of the check"),
        pytest.param(dated(date(2022, 10, 12), due=None), id="no day was set"),
        pytest.param(dated(date(2022, 10, 12), looks=1), id="looked at once"),
        pytest.param(dated(), id="not there"),
    ],
)
def test_silent(case: Facts) -> None:
    assert late_document(case) == ()
