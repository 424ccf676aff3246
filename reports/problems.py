"""Every finding of a run once, with who answers for it first and where it stands: what letters are made of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from checker.followed import Followed
from checker.ledger import FindingKey, LedgerEntry, LedgerState
from checker.result import Audit, Finding, Result, SiteResult, Status
from reports.cleaning import clean
from reports.follow import ReplyView, StateView, replies_to, state_view
from reports.item import NAME, SENTENCE, expected_path, title_of
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


def problems(audit: Audit, followed: Followed | None) -> tuple[Problem, ...]:
    """Failures and warnings of columns in the order of the audit, then those of sites."""
    answering = Answering(audit)
    found: list[Problem] = []
    for index, result in enumerate(audit.results):
        if result.status not in COUNTED:
            continue
        for finding in _counted(result.findings):
            entry = None if followed is None else followed.standing(result, finding)
            found.append(
                _problem(
                    finding,
                    entry,
                    followed,
                    units=answering.first(index),
                    all_units=answering.all(index),
                    title=title_of(result),
                    path=path_of(result),
                )
            )
    for site in audit.sites:
        for finding in _counted(site.findings):
            name = clean(site.name, NAME)
            entry = _site_entry(followed, site, finding)
            found.append(_problem(finding, entry, followed, units=(), all_units=(), title=name, path=name))
    return tuple(found)


def settled(audit: Audit, followed: Followed | None) -> tuple[Settled, ...]:
    """What this run found rectified, of columns and then of sites."""
    if followed is None:
        return ()
    answering = Answering(audit)
    gone = [
        (entry, answering.first(index), title_of(result), path_of(result))
        for index, result in enumerate(audit.results)
        for entry in followed.rectified(result)
    ]
    gone += [
        (entry, (), clean(site.name, NAME), clean(site.name, NAME))
        for site in audit.sites
        for entry in followed.rectified_site(site)
    ]
    return tuple(
        Settled(units=units, title=title, path=path, kind=code_name(entry.key.code), opened=entry.opened.isoformat())
        for entry, units, title, path in gone
    )


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


def _counted(findings: Sequence[Finding]) -> Iterator[Finding]:
    yield from sorted((one for one in findings if one.status in COUNTED), key=lambda one: SEVERITY[one.status])


def _site_entry(followed: Followed | None, site: SiteResult, finding: Finding) -> LedgerEntry | None:
    if followed is None:
        return None
    return followed.entries.get(FindingKey(rule="", code=finding.code, place=site.name))


def _problem(
    finding: Finding,
    entry: LedgerEntry | None,
    followed: Followed | None,
    *,
    units: tuple[str, ...],
    all_units: tuple[str, ...],
    title: str,
    path: str,
) -> Problem:
    view = None if entry is None else state_view(entry)
    return Problem(
        units=units,
        all_units=all_units,
        title=title,
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
