"""deadline-soon: when it speaks, and when it must not."""

from __future__ import annotations

from datetime import date

import pytest
from checker_cases import entry
from named_documents import GUIDE, asked, documents

from checker.checks.deadline_soon import deadline_soon
from checker.facts import Facts
from checker.result import Status
from checker.terms import Terms

IN_TEN = date(2022, 11, 11)


@pytest.mark.parametrize(
    ("case", "words"),
    [
        pytest.param(
            documents(asked(GUIDE, due=IN_TEN)), f"尚未见《{GUIDE}》（时限2022-11-11，还有10天）", id="ten days"
        ),
        pytest.param(documents(asked(GUIDE, due=date(2022, 11, 1))), "今天到期", id="today"),
        pytest.param(documents(asked(GUIDE, due=date(2022, 11, 15))), "还有14天", id="the edge of the band"),
        pytest.param(
            documents(asked(GUIDE, due=date(2022, 11, 5))),
            "2022-11-05为休息日，顺延至2022-11-07，还有6天",
            id="a Saturday",
        ),
    ],
)
def test_fires(case: Facts, words: str) -> None:
    (finding,) = deadline_soon(case)
    assert finding.status is Status.WARN
    assert words in finding.message


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(documents(asked(GUIDE, due=date(2022, 11, 16))), id="fifteen days"),
        pytest.param(documents(asked(GUIDE, due=IN_TEN), terms=Terms(warn_days=9)), id="a narrower band"),
        pytest.param(documents(asked(GUIDE, due=date(2022, 10, 31))), id="past: it is missing"),
        pytest.param(documents(asked(GUIDE, due=IN_TEN), rows=(entry(None, GUIDE),)), id="there"),
        pytest.param(documents(asked(GUIDE, due=IN_TEN), rows=(entry(None, "税费政策优惠指南"),)), id="perhaps there"),
        pytest.param(documents(asked(GUIDE, due=IN_TEN), title_looks=1), id="looked at once"),
        pytest.param(documents(asked(GUIDE), as_of=date(2022, 12, 30)), id="the year's end is nobody's deadline"),
    ],
)
def test_silent(case: Facts) -> None:
    assert deadline_soon(case) == ()
