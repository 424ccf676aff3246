"""What is known of findings beyond one run: since when they stand, what was answered, what people ruled. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cached_property

from checker.ledger import STANDING, FindingKey, LedgerEntry, LedgerState, Reply
from checker.result import Audit, Finding, Result, SiteResult, Status
from checker.rulings import RulingKind, RulingUse

_FOUND = (Status.FAIL, Status.WARN, Status.WAIVED)
_LASTING = STANDING | {LedgerState.WAIVED}


class Turn(StrEnum):
    """What one run makes of a finding, for the figures that reports begin with."""

    NEW = "new"  # 新发现
    RECTIFIED = "rectified"  # 已整改, by this run
    OPEN = "open"  # 未整改
    REOPENED = "reopened"  # 反弹
    WAIVED = "waived"  # 豁免
    UNTOLD = "untold"  # 未能复查: stands in the ledger, and this run could not tell


_TURN: Mapping[LedgerState, Turn] = {
    LedgerState.NEW: Turn.NEW,
    LedgerState.OPEN: Turn.OPEN,
    LedgerState.REOPENED: Turn.REOPENED,
    LedgerState.WAIVED: Turn.WAIVED,
}


@dataclass(frozen=True, kw_only=True)
class Followed:
    """The ledger as one run left it, with answers and rulings; stands beside the run's `Audit`."""

    run: str
    """Id of the run."""
    entries: Mapping[FindingKey, LedgerEntry] = field(default_factory=dict)
    replies: Mapping[FindingKey, Sequence[Reply]] = field(default_factory=dict)
    uses: tuple[RulingUse, ...] = ()

    def standing(self, result: Result, finding: Finding) -> LedgerEntry | None:
        """The entry of a finding of this run; None for what the ledger does not follow or does not know."""
        if finding.status not in _FOUND:
            return None
        for entry in self._of(result.rule, result.unit or "", ""):
            if entry.key.code == finding.code:
                return entry if entry.state in _LASTING else None
        return None

    def untold(self, result: Result) -> tuple[LedgerEntry, ...]:
        """What stands of a rule and this run could not tell anything of: it keeps its last state."""
        entries = self._of(result.rule, result.unit or "", "")
        if not entries:
            return ()
        found = {finding.code for finding in result.findings if finding.status in _FOUND}
        return tuple(entry for entry in entries if entry.state in _LASTING and entry.key.code not in found)

    def rectified(self, result: Result) -> tuple[LedgerEntry, ...]:
        """What this run found rectified of a rule."""
        return self._closed(result.rule, result.unit or "", "")

    def standing_site(self, site: SiteResult, finding: Finding) -> LedgerEntry | None:
        """The entry of a finding on a site; None for what the ledger does not follow or does not know."""
        if finding.status not in _FOUND:
            return None
        entries = (one for one in self._of("", "", site.name) if one.key.code == finding.code and one.state in _LASTING)
        return next(entries, None)

    def untold_site(self, site: SiteResult) -> tuple[LedgerEntry, ...]:
        """What stands of a site and this run could not tell anything of."""
        found = {finding.code for finding in site.findings if finding.status in _FOUND}
        entries = self._of("", "", site.name)
        return tuple(entry for entry in entries if entry.state in _LASTING and entry.key.code not in found)

    def rectified_site(self, site: SiteResult) -> tuple[LedgerEntry, ...]:
        """What this run found rectified of a site."""
        return self._closed("", "", site.name)

    def expired(self, result: Result) -> tuple[RulingUse, ...]:
        """Waivers of a rule that have run out while something they would waive is there."""
        return tuple(
            use
            for use in self._expired.get(result.rule, ())
            if use.ruling.unit in (None, result.unit)
            and any(
                finding.status in (Status.FAIL, Status.WARN) and use.ruling.code in (None, finding.code)
                for finding in result.findings
            )
        )

    def turns(self, results: Iterable[Result], sites: Iterable[SiteResult] = ()) -> dict[Turn, int]:
        """How many findings of these took each turn; every turn is present."""
        figures = dict.fromkeys(Turn, 0)
        for result in results:
            if not self._of(result.rule, result.unit or "", ""):
                continue
            for finding in result.findings:
                entry = self.standing(result, finding)
                if entry is not None:
                    figures[_TURN[entry.state]] += 1
            figures[Turn.UNTOLD] += len(self.untold(result))
            figures[Turn.RECTIFIED] += len(self.rectified(result))
        for site in sites:
            codes = {finding.code for finding in site.findings if finding.status in _FOUND}
            for entry in self._of("", "", site.name):
                if entry.state in _LASTING:
                    figures[_TURN[entry.state] if entry.key.code in codes else Turn.UNTOLD] += 1
            figures[Turn.RECTIFIED] += len(self.rectified_site(site))
        return figures

    def of_audit(self, audit: Audit) -> dict[Turn, int]:
        """The figures of a whole audit."""
        return self.turns(audit.results, audit.sites)

    def withdrawn(self) -> int:
        """How many findings this run withdrew: their rules were dropped, or ruled not applicable."""
        return sum(entry.state is LedgerState.WITHDRAWN and entry.turned == self.run for entry in self.entries.values())

    def _closed(self, rule: str, unit: str, place: str) -> tuple[LedgerEntry, ...]:
        entries = self._of(rule, unit, place)
        if not entries:
            return ()
        return tuple(entry for entry in entries if entry.state is LedgerState.RECTIFIED and entry.turned == self.run)

    def _of(self, rule: str, unit: str, place: str) -> Sequence[LedgerEntry]:
        return self._places.get((rule, unit, place), ())

    @cached_property
    def _places(self) -> Mapping[tuple[str, str, str], Sequence[LedgerEntry]]:
        places: dict[tuple[str, str, str], list[LedgerEntry]] = defaultdict(list)
        for key, entry in self.entries.items():
            places[key.rule, key.unit, key.place].append(entry)
        return {place: sorted(entries, key=lambda entry: entry.key.code) for place, entries in places.items()}

    @cached_property
    def _expired(self) -> Mapping[str, Sequence[RulingUse]]:
        rules: dict[str, list[RulingUse]] = defaultdict(list)
        for use in self.uses:
            if use.expired and use.ruling.kind is RulingKind.WAIVER:
                rules[use.ruling.rule].append(use)
        return rules


def as_left(entries: Mapping[FindingKey, LedgerEntry], as_of: date) -> dict[FindingKey, LedgerEntry]:
    """The ledger as a run for `as_of` left it, as far as today's ledger still tells.

    Of what later runs looked at again it tells only that it stood since its day; how often it had been seen by then is
    not known any more (`runs` is 0). What was opened later is left out.
    """
    left: dict[FindingKey, LedgerEntry] = {}
    for key, entry in entries.items():
        if entry.looked <= as_of:
            left[key] = entry
        elif entry.opened <= as_of:
            state = LedgerState.OPEN
            if entry.opened == as_of:
                state = LedgerState.NEW if entry.openings == 1 else LedgerState.REOPENED
            left[key] = replace(entry, state=state, runs=0, closed=None, turned="", looked=as_of, seen=as_of)
    return left
