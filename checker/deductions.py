"""What a finding costs: deductions with caps, vetoes and bonus, as the national indicators reckon (weights in config).

Source of the method: 《政府网站与政务新媒体检查指标》（国办秘函〔2019〕19号）: a veto fails the whole, deductions never
exceed what a metric is worth, bonus counts only above a threshold, and a fault counted once is not deducted again.
The figures are this program's own defaults.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from checker.result import Result, Status

#: Share of a result's worth that a finding costs; what is not named costs by its status.
WEIGHTS: Final[Mapping[str, float]] = {
    "missing-document": 0.5,
    "late-document": 0.3,
    "missing-subcolumn": 0.5,
    "missing-homepage-entry": 0.5,
    "out-of-sync-column": 0.3,
    "missing-link": 0.3,
    "broken-link": 0.3,
    "broken-attachment": 0.3,
    "missing-meta": 0.1,
    "suspicious-date": 0.1,
    "unlinked-interpretation": 0.1,
    "deadline-soon": 0.0,
}
BY_STATUS: Final[Mapping[Status, float]] = {Status.FAIL: 1.0, Status.WARN: 0.2}
#: Statuses of results that were judged; what could not be judged counts neither way.
JUDGED: Final = frozenset({Status.PASS, Status.FAIL, Status.WARN})


@dataclass(frozen=True, kw_only=True)
class Bonus:
    """Points that the supervisor gives a unit, with the reason that is shown."""

    unit: str
    points: float
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Scoring:
    """How findings become points."""

    weights: Mapping[str, float] = field(default_factory=lambda: dict(WEIGHTS))
    veto: frozenset[str] = frozenset()
    """Codes that make a unit's score 0, whatever else is well."""
    bonus: tuple[Bonus, ...] = ()
    bonus_from: float = 80.0
    """Bonus is added to a score above this only."""
    bonus_most: float = 30.0

    def lost(self, result: Result) -> float:
        """What a judged result loses of its worth, 0–1: its findings together, never more than all of it."""
        return min(1.0, sum(self._cost(one.code, one.status) for one in result.findings))

    def _cost(self, code: str, status: Status) -> float:
        usual = BY_STATUS.get(status)
        return 0.0 if usual is None else self.weights.get(code, usual)


@dataclass(frozen=True, kw_only=True)
class Score:
    """A unit's points, and what they are made of."""

    points: float | None
    """0–100 without bonus, 0–130 with it, one decimal; None when nothing could be judged."""
    vetoes: tuple[str, ...] = ()
    bonus: float = 0.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Cost:
    """What one judged result costs whoever answers for it."""

    lost: float
    """Of its worth, 0–1."""
    vetoes: frozenset[str] = frozenset()


def cost(result: Result, scoring: Scoring) -> Cost | None:
    """What `result` costs; None when it was not judged."""
    if result.status not in JUDGED:
        return None
    vetoes = {one.code for one in result.findings if one.status is Status.FAIL and one.code in scoring.veto}
    return Cost(lost=scoring.lost(result), vetoes=frozenset(vetoes))


def score(results: Iterable[Result], unit: str, scoring: Scoring) -> Score:
    """The points of what `unit` answers for, over what could be judged; each judged result is worth the same."""
    return points([one for one in (cost(result, scoring) for result in results) if one is not None], unit, scoring)


def points(costs: Sequence[Cost], unit: str, scoring: Scoring) -> Score:
    """The same from what each judged result costs."""
    if not costs:
        return Score(points=None)
    vetoes = {code for one in costs for code in one.vetoes}
    if vetoes:
        return Score(points=0.0, vetoes=tuple(sorted(vetoes)))
    left = 100 * (1 - sum(one.lost for one in costs) / len(costs))
    given = min(scoring.bonus_most, sum(one.points for one in scoring.bonus if one.unit == unit))
    bonus = given if left > scoring.bonus_from else 0.0
    return Score(points=round(left + bonus, 1), bonus=bonus)
