"""What earlier runs came to, in figures: for the trend, and for what a run is compared with. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from checker.result import Audit, Status

MOST_RUNS: Final = 30
"""Runs of a trend, the run itself among them."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Tally:
    """How some results of one run were judged."""

    passed: int = 0
    warned: int = 0
    failed: int = 0
    unjudged: int = 0
    """无法核验 and 需人工核查; 不适用 and 豁免 are in no figure."""

    @property
    def judged(self) -> int:
        """What a verdict was given on."""
        return self.passed + self.warned + self.failed

    @property
    def pass_rate(self) -> float | None:
        """合格率, 0–1; None when nothing could be judged."""
        return self.passed / self.judged if self.judged else None

    @property
    def coverage(self) -> float:
        """Judged / (judged + unjudged), 0–1; 1.0 when there was nothing to judge."""
        asked = self.judged + self.unjudged
        return self.judged / asked if asked else 1.0


@dataclass(frozen=True, kw_only=True, slots=True)
class PastRun:
    """One earlier run."""

    id: str
    as_of: date
    whole: Tally
    """Over all its results, each once."""
    units: Mapping[str, Tally] = field(default_factory=dict)
    """Over what each unit leads or is named for; without those that answered for nothing."""
    scores: Mapping[str, float] = field(default_factory=dict)
    """得分 of each unit that had one; only of the run that a run is compared with."""


@dataclass(frozen=True, kw_only=True, slots=True)
class History:
    """The complete runs of earlier days than a run, oldest first, one for each day, at most `MOST_RUNS` - 1."""

    runs: tuple[PastRun, ...] = ()
    statuses: Mapping[str, Status] = field(default_factory=dict)
    """Of the last of `runs`: `checker.brake.result_key` → status."""
    complete: bool = True
    """False of a part of a run (some units, sites or rules), which compares with nothing."""

    @property
    def last(self) -> PastRun | None:
        """What the run is compared with."""
        return self.runs[-1] if self.runs else None


def tally(counts: Mapping[Status, int]) -> Tally:
    """The figures of `counts`; statuses that are not there count as none."""
    return Tally(
        passed=counts.get(Status.PASS, 0),
        warned=counts.get(Status.WARN, 0),
        failed=counts.get(Status.FAIL, 0),
        unjudged=counts.get(Status.UNVERIFIABLE, 0) + counts.get(Status.MANUAL, 0),
    )


def tally_of(statuses: Iterable[Status]) -> Tally:
    """The figures of results with these statuses."""
    counts = dict.fromkeys(Status, 0)
    for status in statuses:
        counts[status] += 1
    return tally(counts)


def this_run(audit: Audit) -> PastRun:
    """The run itself, as a later one would see it."""
    return PastRun(
        id=audit.run.id,
        as_of=audit.run.as_of,
        whole=tally_of(result.status for result in audit.results),
        units={unit.name: tally(unit.counts) for unit in audit.units},
    )
