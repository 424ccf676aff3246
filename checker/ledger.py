"""台账: every finding across runs, from the day it was opened to the day it was rectified.

A finding is one code on one rule (and unit) or on one site; its identity is in neither the row's number nor its words.
What could not be verified neither opens nor closes anything. Pure: entries and a run's results in, entries out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cache
from typing import TypeAlias

from checker.engine import load_checks
from checker.result import Finding, Result, SiteResult, Status
from checker.sites import load_site_checks
from crawler.evidence import SiteStatus


class LedgerState(StrEnum):
    """Where a finding stands."""

    NEW = "new"  # 新发现
    OPEN = "open"  # 未整改
    REOPENED = "reopened"  # 反弹: rectified once, there again
    RECTIFIED = "rectified"  # 已整改
    WAIVED = "waived"  # 豁免
    WITHDRAWN = "withdrawn"  # 撤销: the rule was dropped or ruled not applicable, or what a warning warned of has come


#: States in which a finding is there and asks for something.
STANDING = frozenset({LedgerState.NEW, LedgerState.OPEN, LedgerState.REOPENED})
#: Order from which checks judge a column's newest entries (checker.registry).
ENTRY_CHECKS = 500
_CLOSED = frozenset({LedgerState.RECTIFIED, LedgerState.WITHDRAWN})
#: Warnings that end because what they warned of has come: nobody rectified anything.
_GROWN = {"due-soon": "stale-column", "deadline-soon": "missing-document"}
_FOUND = (Status.FAIL, Status.WARN, Status.WAIVED)
_TELLING = (Status.PASS, Status.FAIL, Status.WARN, Status.WAIVED)


@dataclass(frozen=True, kw_only=True, order=True)
class FindingKey:
    """What names a finding over runs."""

    rule: str
    """Id of the rule; empty for a finding on a site."""
    unit: str = ""
    """The unit, for 部门网页; else empty."""
    code: str
    place: str = ""
    """Name of the site, for a finding on a site; else empty."""


@dataclass(frozen=True, kw_only=True)
class LedgerEntry:
    """One line of the ledger; days are as-of days of runs."""

    key: FindingKey
    state: LedgerState
    status: Status
    """`fail` or `warn`: how heavy it was when seen last."""
    message: str
    """Its words when seen last."""
    site: str | None
    document: str = ""
    row: int = 0
    item: int | None = None
    path: tuple[str, ...] = ()
    lead_units: tuple[str, ...] = ()
    """As printed."""
    responsible_units: tuple[str, ...] = ()
    opened: date
    """Since when it stands, or stood when it was closed."""
    first_opened: date
    runs: int
    """How many runs saw it since `opened`."""
    openings: int = 1
    """How often it was opened; 2 when it came back once."""
    extent: int = 0
    """How far it went at its worst since `opened`, as of `Finding`."""
    worsened: int = 0
    """How often it grew worse since `opened`: went further than ever, or from a warning to a fault."""
    grew: str = ""
    """The run that saw it grow last."""
    seen: date
    looked: date
    """The last day that could tell whether it is there."""
    closed: date | None = None
    turned: str = ""
    """The run that gave it its state."""


@dataclass(frozen=True, kw_only=True)
class Reply:
    """整改反馈: what a unit answered to a finding; it closes nothing, the next look does."""

    key: FindingKey
    text: str
    by: str
    on: date


Ledger: TypeAlias = Mapping[FindingKey, LedgerEntry]
_Place: TypeAlias = tuple[str, str, str]


def advance(
    ledger: Ledger,
    results: Iterable[Result],
    sites: Iterable[SiteResult] = (),
    *,
    run: str,
    as_of: date,
    complete: bool,
) -> dict[FindingKey, LedgerEntry]:
    """The entries that this run makes or changes.

    `results` are after `checker.ruled.apply_rulings`. Days before an entry's last look change nothing: an audit for a
    past day tells nothing new. Only a `complete` run withdraws what it was not asked any more.
    """
    step = _Step(ledger=ledger, places=_by_place(ledger), run=run, as_of=as_of)
    changed: dict[FindingKey, LedgerEntry] = {}
    asked: set[tuple[str, str, str]] = set()
    for result in results:
        asked.add((result.rule, result.unit or "", ""))
        changed.update(step.of_result(result))
    for site in sites:
        asked.add(("", "", site.name))
        changed.update(step.of_site(site))
    if complete:
        for key, entry in ledger.items():
            if (key.rule, key.unit, key.place) not in asked and entry.state not in _CLOSED and as_of >= entry.looked:
                changed[key] = step.closed(entry, LedgerState.WITHDRAWN)
    return changed


@dataclass(frozen=True, kw_only=True)
class _Step:
    ledger: Ledger
    places: Mapping[_Place, Sequence[LedgerEntry]]
    run: str
    as_of: date

    def of_result(self, result: Result) -> Iterator[tuple[FindingKey, LedgerEntry]]:
        """What one result makes of its rule's entries."""
        standing = self._entries(result.rule, result.unit or "", "")
        if result.status is Status.NOT_APPLICABLE:
            for entry in standing:
                yield entry.key, self.closed(entry, LedgerState.WITHDRAWN)
        if result.status not in _TELLING:
            return
        found = {finding.code: finding for finding in reversed(result.findings) if finding.status in _FOUND}
        for code, finding in found.items():
            key = FindingKey(rule=result.rule, unit=result.unit or "", code=code)
            seen = self._seen(key, finding)
            if seen is not None:
                yield key, _described(seen, result)
        told = reached(result.findings)
        for entry in standing:
            code = entry.key.code
            if code not in found and code not in result.unexamined and told(code):
                grown = _GROWN.get(code) in found
                yield entry.key, self.closed(entry, LedgerState.WITHDRAWN if grown else LedgerState.RECTIFIED)

    def of_site(self, site: SiteResult) -> Iterator[tuple[FindingKey, LedgerEntry]]:
        """What one site's findings make of its entries."""
        found = {finding.code: finding for finding in site.findings if finding.status in _FOUND}
        for code, finding in found.items():
            key = FindingKey(rule="", code=code, place=site.name)
            seen = self._seen(key, finding)
            if seen is not None:
                yield key, replace(seen, site=site.name)
        if site.status is not SiteStatus.REACHABLE:
            return
        for entry in self._entries("", "", site.name):
            if entry.key.code not in found and entry.key.code not in site.unexamined:
                yield entry.key, self.closed(entry, LedgerState.RECTIFIED)

    def closed(self, entry: LedgerEntry, state: LedgerState) -> LedgerEntry:
        """The entry closed by this run."""
        return replace(entry, state=state, closed=self.as_of, looked=self.as_of, turned=self.run)

    def _entries(self, rule: str, unit: str, place: str) -> list[LedgerEntry]:
        """What stands or is waived of one rule or site, and was not looked at after this day."""
        return [
            entry
            for entry in self.places.get((rule, unit, place), ())
            if entry.state not in _CLOSED and self.as_of >= entry.looked
        ]

    def _seen(self, key: FindingKey, finding: Finding) -> LedgerEntry | None:
        before = self.ledger.get(key)
        waived = finding.status is Status.WAIVED
        if before is None or before.state in _CLOSED:
            if before is not None and self.as_of < before.looked:
                return None
            state = LedgerState.NEW if before is None else LedgerState.REOPENED
            return LedgerEntry(
                key=key,
                state=LedgerState.WAIVED if waived else state,
                status=_weight(finding, before),
                extent=finding.extent,
                message=finding.message,
                site=None,
                opened=self.as_of,
                first_opened=before.first_opened if before else self.as_of,
                runs=1,
                openings=before.openings + 1 if before else 1,
                seen=self.as_of,
                looked=self.as_of,
                turned=self.run,
            )
        if self.as_of < before.looked:
            return None
        state = LedgerState.WAIVED if waived else LedgerState.OPEN
        weight = _weight(finding, before)
        # What a former version kept has no extent: nothing is known to have grown.
        worse = 0 < before.extent < finding.extent
        if before.status is Status.WARN and weight is Status.FAIL:
            worse = worse or not before.worsened  # what goes up and down is told once
        return replace(
            before,
            state=state,
            status=weight,
            extent=max(before.extent, finding.extent),
            worsened=before.worsened + worse,
            grew=self.run if worse else before.grew,
            message=finding.message,
            runs=before.runs + 1,
            seen=self.as_of,
            looked=self.as_of,
            turned=before.turned if before.state is state else self.run,
        )


def accused_entries(ledger: Ledger) -> frozenset[tuple[str, str | None]]:
    """Rules, with their unit, of which a fault of the newest entries stands or is waived: these are opened anew."""
    orders = _orders()
    return frozenset(
        (key.rule, key.unit or None)
        for key, entry in ledger.items()
        if key.rule and entry.state not in _CLOSED and orders.get(key.code, 0) >= ENTRY_CHECKS
    )


def _by_place(ledger: Ledger) -> Mapping[_Place, Sequence[LedgerEntry]]:
    places: dict[_Place, list[LedgerEntry]] = defaultdict(list)
    for key, entry in ledger.items():
        places[key.rule, key.unit, key.place].append(entry)
    return places


def _weight(finding: Finding, before: LedgerEntry | None) -> Status:
    """How heavy the finding is; a waived one keeps what it was, or what its check makes of it."""
    if finding.status is not Status.WAIVED:
        return finding.status
    return before.status if before is not None else _weights().get(finding.code, Status.FAIL)


def _described(entry: LedgerEntry, result: Result) -> LedgerEntry:
    """With the rule's place in the document as it is today: a rule that moved keeps its history."""
    return replace(
        entry,
        site=result.site,
        document=result.document,
        row=result.row,
        item=result.item,
        path=result.path,
        lead_units=result.lead_units,
        responsible_units=result.responsible_units,
    )


def reached(findings: Iterable[Finding]) -> Callable[[str], bool]:
    """Whether the judging came as far as a check: a column that is gone says nothing of its dates."""
    orders = _orders()
    ends = [orders[finding.code] for finding in findings if finding.code in _ending() and finding.code in orders]
    last = min(ends, default=None)
    return lambda code: last is None or orders.get(code, 0) <= last


@cache
def _orders() -> Mapping[str, int]:
    return {check.code: check.order for check in load_checks()}


@cache
def _ending() -> frozenset[str]:
    return frozenset(check.code for check in load_checks() if check.ends)


@cache
def _weights() -> Mapping[str, Status]:
    weights = {check.code: check.status for check in load_checks()}
    return weights | {check.code: check.status for check in load_site_checks()}
