"""One row of figures for each unit: what the command line prints and the overview ranks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from checker.result import Audit, Status, UnitResult


@dataclass(frozen=True, kw_only=True, slots=True)
class SummaryRow:
    """Figures of one unit over what it leads or is named for; what it shares through a group is not in them."""

    unit: str
    passed: int
    failed: int
    warned: int
    unverifiable: int
    manual: int
    coverage: float
    """0–1."""
    pass_rate: float | None
    """合格率, 0–1: passed / (passed + warned + failed); None when nothing could be judged."""


def pass_rate(passed: int, warned: int, failed: int) -> float | None:
    """合格率: the share of 合格 in what could be judged, 0–1; None when nothing could be judged."""
    judged = passed + warned + failed
    return passed / judged if judged else None


def summary_row(unit: UnitResult) -> SummaryRow:
    """The figures of one unit."""
    passed, warned, failed = (unit.counts.get(s, 0) for s in (Status.PASS, Status.WARN, Status.FAIL))
    return SummaryRow(
        unit=unit.name,
        passed=passed,
        failed=failed,
        warned=warned,
        unverifiable=unit.counts.get(Status.UNVERIFIABLE, 0),
        manual=unit.counts.get(Status.MANUAL, 0),
        coverage=unit.coverage,
        pass_rate=pass_rate(passed, warned, failed),
    )


def shown_coverage(unit: UnitResult) -> float | None:
    """覆盖率 as it is printed: None where nothing was to be judged, which no reader takes for all of it."""
    aside = (Status.NOT_APPLICABLE, Status.WAIVED)
    return unit.coverage if any(count for status, count in unit.counts.items() if status not in aside) else None


def worst_first(rows: Iterable[SummaryRow]) -> tuple[SummaryRow, ...]:
    """Most failures first, then the lower 合格率, more warnings, lower coverage; names settle the rest."""
    return tuple(
        sorted(
            rows,
            key=lambda row: (
                -row.failed,
                2.0 if row.pass_rate is None else row.pass_rate,
                -row.warned,
                row.coverage,
                row.unit,
            ),
        )
    )


def summary(audit: Audit) -> tuple[SummaryRow, ...]:
    """Every unit's figures, worst first."""
    return worst_first(summary_row(unit) for unit in audit.units)
