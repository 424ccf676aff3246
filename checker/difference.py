"""What changed between two runs, finding by finding. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from checker.brake import result_key
from checker.ledger import reached
from checker.result import Finding, Result, Status

_FOUND = (Status.FAIL, Status.WARN)
_UNTOLD = (Status.UNVERIFIABLE, Status.MANUAL)


class Change(StrEnum):
    """What became of a finding, or of a rule without one."""

    APPEARED = "appeared"  # 新增: not there before
    GONE = "gone"  # 消除
    STILL = "still"  # 仍在
    RESUMED = "resumed"  # waived before, counted again: the waiver has ended
    UNTOLD = "untold"  # there before, could not be verified this time
    WAIVED = "waived"  # there before, waived now
    RELEASED = "released"  # there before, and the rule does not apply now: nobody rectified anything
    BLIND = "blind"  # no finding before or now, verified before and not now
    SEEN = "seen"  # no finding before or now, not verified before and verified now
    UNCOVERED = "uncovered"  # a finding, of what could not be verified before: nobody knows if it was there
    ADDED = "added"  # the rule was not asked before
    DROPPED = "dropped"  # the rule is not asked any more


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One line of the comparison."""

    change: Change
    result: Result
    """Of the later run; of the earlier one for what is not asked any more."""
    finding: Finding | None = None
    """Of the later run where it has it, else of the earlier one; None where no finding is meant."""


def differences(before: Iterable[Result], after: Iterable[Result]) -> tuple[Difference, ...]:
    """Every finding of two runs with what became of it, in the order of the later run, then what was dropped.

    A rule that is new and has findings gives them as `appeared`; without findings it is `added`.
    """
    old = {result_key(result): result for result in before}
    new = {result_key(result): result for result in after}
    found: list[Difference] = []
    for key, result in new.items():
        found += _of(old.get(key), result)
    found += [Difference(change=Change.DROPPED, result=result) for key, result in old.items() if key not in new]
    return tuple(found)


def tally(found: Iterable[Difference]) -> dict[Change, int]:
    """How many of each; every change is present."""
    figures = dict.fromkeys(Change, 0)
    for one in found:
        figures[one.change] += 1
    return figures


def _of(before: Result | None, after: Result) -> list[Difference]:
    was = _findings(before) if before is not None else {}
    now = _findings(after)
    untold = before is not None and before.status is Status.UNVERIFIABLE
    fresh = Change.UNCOVERED if untold else Change.APPEARED
    excused = _waived(before) if before is not None else frozenset()
    lines = [
        Difference(
            change=Change.STILL if code in was else Change.RESUMED if code in excused else fresh,
            result=after,
            finding=finding,
        )
        for code, finding in now.items()
    ]
    waived, told = _waived(after), reached(after.findings)
    for code, finding in was.items():
        if code in now:
            continue
        change = Change.GONE
        if code in waived:
            change = Change.WAIVED
        elif after.status is Status.NOT_APPLICABLE:
            change = Change.RELEASED
        elif after.status in _UNTOLD or code in after.unexamined or not told(code):
            change = Change.UNTOLD
        lines.append(Difference(change=change, result=after, finding=finding))
    if lines:
        return lines
    if before is None:
        return [Difference(change=Change.ADDED, result=after)]
    if before.status not in _UNTOLD and after.status is Status.UNVERIFIABLE:
        return [Difference(change=Change.BLIND, result=after)]
    if before.status is Status.UNVERIFIABLE and after.status not in _UNTOLD:
        return [Difference(change=Change.SEEN, result=after)]
    return []


def _findings(result: Result) -> Mapping[str, Finding]:
    return {finding.code: finding for finding in result.findings if finding.status in _FOUND}


def _waived(result: Result) -> frozenset[str]:
    return frozenset(finding.code for finding in result.findings if finding.status is Status.WAIVED)
