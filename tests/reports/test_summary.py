from __future__ import annotations

from dataclasses import replace

import pytest
from district import audit, result, run, unit

from checker.result import Status
from reports.cleaning import percent
from reports.summary import SummaryRow, shown_coverage, summary, summary_row, worst_first
from reports.view import unit_page


def _row(name: str, *, failed: int = 0, passed: int = 0, warned: int = 0, coverage: float = 1.0) -> SummaryRow:
    judged = failed + passed + warned
    return SummaryRow(
        unit=name,
        passed=passed,
        failed=failed,
        warned=warned,
        unverifiable=0,
        manual=0,
        coverage=coverage,
        pass_rate=passed / judged if judged else None,
    )


@pytest.mark.parametrize(
    ("worse", "better"),
    [
        pytest.param(_row("乙", failed=2, passed=90), _row("甲", failed=1), id="more failures"),
        pytest.param(_row("乙", failed=1), _row("甲", failed=1, passed=9), id="lower rate"),
        pytest.param(_row("乙", warned=1, passed=1), _row("甲", passed=2), id="warnings"),
        pytest.param(_row("乙", passed=2, coverage=0.5), _row("甲", passed=2), id="lower coverage"),
        pytest.param(_row("乙", passed=2), _row("甲"), id="nothing judged comes last"),
        pytest.param(_row("乙", passed=2), _row("甲", passed=2), id="the name settles the rest"),
    ],
)
def test_worst_first(worse: SummaryRow, better: SummaryRow) -> None:
    assert worst_first([better, worse]) == (worse, better)
    assert worst_first([worse, better]) == (worse, better)


def test_summary_row_counts_what_the_unit_answers_for() -> None:
    given = (
        result(1, Status.FAIL, "empty-column"),
        result(2),
        result(3, Status.WARN, "due-soon"),
        result(4, Status.MANUAL),
        result(5, Status.UNVERIFIABLE, "site-blocked"),
        result(6, Status.FAIL, "stale-column"),
    )
    row = summary_row(unit("区财政局", given, lead=[0, 1], named=[2, 3, 4], shared=[5]))
    assert (row.passed, row.failed, row.warned, row.unverifiable, row.manual) == (1, 1, 1, 1, 1)
    assert row.pass_rate == pytest.approx(1 / 3)
    assert row.coverage == pytest.approx(3 / 5)


def test_summary_has_every_unit() -> None:
    one = audit()
    assert {row.unit for row in summary(one)} == {u.name for u in one.units}
    assert summary(replace(one, run=run("other"), units=())) == ()


@pytest.mark.parametrize(
    ("statuses", "shown"),
    [
        pytest.param((), None, id="answers for nothing"),
        pytest.param((Status.WAIVED, Status.NOT_APPLICABLE), None, id="nothing left to judge"),
        pytest.param((Status.MANUAL,), 0.0, id="nothing could be judged"),
        pytest.param((Status.PASS, Status.WAIVED), 1.0, id="all"),
    ],
)
def test_nobody_is_told_that_all_of_nothing_was_covered(statuses: tuple[Status, ...], shown: float | None) -> None:
    given = tuple(result(number, status) for number, status in enumerate(statuses))
    one = unit("甲局", given, lead=range(len(given)))
    assert shown_coverage(one) == shown
    page = unit_page(replace(audit(), results=given, units=(one,)), one)
    assert page.coverage == ("—" if shown is None else percent(shown))
