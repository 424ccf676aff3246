"""Every finding of a run once, with who answers for it first and where it stands: what letters are made of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from checker.followed import Followed
from checker.ledger import LedgerState
from checker.result import Audit, Finding, Result, Status
from reports.cleaning import clean
from reports.follow import ReplyView, StateView, replies_to, state_view
from reports.item import NAME, SENTENCE, expected_path, title_of
from reports.register import Line, lines_of
from reports.wording import SEVERITY, STATUS, code_name

COUNTED = (Status.FAIL, Status.WARN)
"""What letters tell; a result that was waived, ruled out or could not be verified accuses nobody whatever it found."""
NOBODY = "未明确责任单位"


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """One finding on a column, or on a site as a whole (`units` is empty then)."""

    units: tuple[str, ...]
    """Who leads; where nobody does, who is named."""
    all_units: tuple[str, ...]
    """Who leads and who is named."""
    title: str
    path: str
    kind: str
    failed: bool
    """不合格, else 预警."""
    verdict: str
    message: str
    state: LedgerState | None
    """None where no ledger is known."""
    standing: str
    """未整改，自 2024-08-01 起第 5 轮; empty where no ledger is known."""
    runs: int
    replies: tuple[ReplyView, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Settled:
    """A finding that this run found rectified."""

    units: tuple[str, ...]
    title: str
    path: str
    kind: str
    opened: str


class Answering:
    """Who answers for each result of an audit."""

    def __init__(self, audit: Audit) -> None:
        self._results = audit.results
        self._lead: Mapping[int, list[str]] = defaultdict(list)
        self._named: Mapping[int, list[str]] = defaultdict(list)
        for unit in audit.units:
            for index in unit.lead:
                self._lead[index].append(unit.name)
            for index in unit.named:
                self._named[index].append(unit.name)

    def first(self, index: int) -> tuple[str, ...]:
        """Who leads the result, or else who is named; as printed where no unit of the audit is meant."""
        result = self._results[index]
        if index in self._lead:
            return tuple(self._lead[index])
        released = frozenset(result.released)
        leading = tuple(name for name in result.lead_units if name not in released)
        if leading and result.unit is None:
            return leading
        if index in self._named:
            return tuple(self._named[index])
        return tuple(name for name in result.responsible_units if name not in released) or (NOBODY,)

    def all(self, index: int) -> tuple[str, ...]:
        """The leading units and then the others."""
        return tuple(dict.fromkeys((*self.first(index), *self._lead.get(index, ()), *self._named.get(index, ()))))

    def of(self, line: Line) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Who leads and everybody who answers for a finding; nobody for one on a site as a whole."""
        return ((), ()) if line.index is None else (self.first(line.index), self.all(line.index))


def problems(audit: Audit, followed: Followed | None) -> tuple[Problem, ...]:
    """Failures and warnings of columns in the order of the audit, then of sites; of one column the graver first."""
    answering = Answering(audit)
    counted = (line for line in lines_of(audit, followed) if line.finding is not None and _is_counted(line))
    return tuple(
        _problem(line, finding, answering, followed)
        for _, lines in groupby(counted, key=lambda line: (line.index, line.site and line.site.name))
        for finding, line in sorted(
            ((line.finding, line) for line in lines if line.finding is not None),
            key=lambda one: SEVERITY[one[0].status],
        )
    )


def settled(audit: Audit, followed: Followed | None) -> tuple[Settled, ...]:
    """What this run found rectified, of columns and then of sites."""
    answering = Answering(audit)
    return tuple(
        Settled(
            units=answering.of(line)[0],
            title=_title(line),
            path=_path(line),
            kind=code_name(line.code),
            opened=line.entry.opened.isoformat(),
        )
        for line in lines_of(audit, followed)
        if line.entry is not None and line.finding is None and line.entry.state is LedgerState.RECTIFIED
    )


def _is_counted(line: Line) -> bool:
    """Whether the finding accuses, and its result was judged so."""
    return (
        line.finding is not None
        and line.finding.status in COUNTED
        and (line.result is None or line.result.status in COUNTED)
    )


def _title(line: Line) -> str:
    if line.result is not None:
        return title_of(line.result)
    return clean(line.site.name, NAME) if line.site is not None else ""


def _path(line: Line) -> str:
    return path_of(line.result) if line.result is not None else _title(line)


def path_of(result: Result) -> str:
    """Site and segments as the document demands them; the task's beginning where there is no path."""
    path = expected_path(result)
    if result.unit is not None and path:
        path = (f"{clean(result.unit, NAME)}部门网页", *path[1:])
    return " > ".join(path) or title_of(result)


def shortened(message: str, path: str) -> str:
    """The message beside its path: "栏目“path”" is 该栏目 there."""
    return message.replace(f"栏目“{path}”", "该栏目")


def standing(view: StateView) -> str:
    """反弹，第 2 次，首次发现 2026-11-20: without brackets, for it may stand in some."""
    return "，".join(part for part in (view.name, view.detail.replace("（", "，").replace("）", "")) if part)


def _problem(line: Line, finding: Finding, answering: Answering, followed: Followed | None) -> Problem:
    entry, path = line.entry, _path(line)
    view = None if entry is None else state_view(entry)
    units, all_units = answering.of(line)
    return Problem(
        units=units,
        all_units=all_units,
        title=_title(line),
        path=path,
        kind=code_name(finding.code),
        failed=finding.status is Status.FAIL,
        verdict=STATUS[finding.status].name,
        message=shortened(clean(finding.message, SENTENCE), path),
        state=None if entry is None else entry.state,
        standing="" if view is None else standing(view),
        runs=0 if entry is None else entry.runs,
        replies=() if entry is None or followed is None else replies_to(followed, entry),
    )
