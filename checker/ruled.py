"""What rulings make of results: waived findings, rules that do not apply, units that need not answer. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from checker.result import Finding, Result, SiteResult, Status
from checker.rulings import Ruling, RulingKind, RulingUse
from rules.model import Rule

_ACCUSING = (Status.FAIL, Status.WARN)


def apply_rulings(
    results: Sequence[Result], rulings: Iterable[Ruling], as_of: date, known: date | None = None
) -> tuple[Result, ...]:
    """The results with every ruling in force (`Ruling.holds`) applied and named on the result it touches.

    A waived finding keeps its words and bears `waived`; a result is `waived` only when nothing else accuses. A ruling
    that a rule does not apply makes its results `not_applicable`; limited to a unit of a shared rule it only releases
    that unit.
    """
    by_rule: dict[str, list[Ruling]] = defaultdict(list)
    for ruling in rulings:
        if ruling.holds(as_of, known):
            by_rule[ruling.rule].append(ruling)
    return tuple(_ruled(result, by_rule.get(result.rule, ())) if by_rule else result for result in results)


def waive_on_sites(
    sites: Iterable[SiteResult], rulings: Iterable[Ruling], as_of: date, known: date | None = None
) -> tuple[SiteResult, ...]:
    """The sites with waived findings marked so; a waiver of a site's finding bears the site's name for a rule's id.

    What is waived is no veto.
    """
    waivers = [one for one in rulings if one.kind is RulingKind.WAIVER and one.holds(as_of, known)]
    return tuple(_waived_site(site, [one for one in waivers if one.rule == site.name]) for site in sites)


def _waived_site(site: SiteResult, waivers: Iterable[Ruling]) -> SiteResult:
    findings = site.findings
    for ruling in waivers:
        findings = tuple(_waived(finding, ruling) for finding in findings)
    waived = {finding.code for finding in findings if finding.status is Status.WAIVED}
    return replace(site, findings=findings, veto=tuple(code for code in site.veto if code not in waived))


def uses(
    results: Iterable[Result], rulings: Iterable[Ruling], as_of: date, known: date | None = None
) -> tuple[RulingUse, ...]:
    """Each ruling with whether it has expired and whether these results still need it.

    What was revoked until `known` (else until `as_of`), or made after it, is left out, and so is one that has expired
    and was made anew. `results` are a run's results after `apply_rulings`; a waiver of a rule that was not judged is
    taken as needed.
    """
    until = known or as_of
    rulings = tuple(one for one in rulings if one.on <= until and (one.revoked is None or until < one.revoked))
    named = {one.rule for one in rulings}
    seen: dict[str, list[Result]] = defaultdict(list)
    for result in results:
        if result.rule in named:
            seen[result.rule].append(result)
    renewed = {_about(one) for one in rulings if one.holds(as_of, known)}
    return tuple(
        RulingUse(ruling=one, expired=one.expired(as_of), needed=_needed(one, seen.get(one.rule, ())))
        for one in rulings
        if not (one.expired(as_of) and _about(one) in renewed)
    )


def _about(ruling: Ruling) -> tuple[RulingKind, str, str | None, str | None]:
    return ruling.kind, ruling.rule, ruling.unit, ruling.code


def _ruled(result: Result, rulings: Sequence[Ruling]) -> Result:
    for ruling in rulings:
        if ruling.unit is not None and result.unit is None:
            if ruling.kind is RulingKind.NOT_APPLICABLE:
                released = (*result.released, ruling.unit)
                result = replace(result, released=released, rulings=(*result.rulings, ruling))
        elif ruling.unit in (None, result.unit):
            result = _touched(result, ruling)
    return result


def _touched(result: Result, ruling: Ruling) -> Result:
    if ruling.kind is RulingKind.COLUMN:
        return replace(result, rulings=(*result.rulings, ruling))
    if ruling.kind is RulingKind.NOT_APPLICABLE:
        return replace(
            result,
            status=Status.NOT_APPLICABLE,
            findings=(),
            reason=_because(ruling),
            rulings=(*result.rulings, ruling),
        )
    findings = tuple(_waived(finding, ruling) for finding in result.findings)
    if findings == result.findings:
        return result
    left = {finding.status for finding in findings}
    status = result.status
    if result.status in _ACCUSING:
        status = next((one for one in (*_ACCUSING, Status.WAIVED) if one in left), result.status)
    return replace(result, status=status, findings=findings, rulings=(*result.rulings, ruling))


def _waived(finding: Finding, ruling: Ruling) -> Finding:
    if finding.status in _ACCUSING and ruling.code in (None, finding.code):
        return replace(finding, status=Status.WAIVED)
    return finding


def _needed(ruling: Ruling, results: Sequence[Result]) -> bool:
    if ruling.kind is not RulingKind.WAIVER:
        return True
    about = [one for one in results if ruling.unit in (None, one.unit)]
    if not about or any(one.status in _UNTOLD for one in about):
        return True
    return any(_falls_under(finding, ruling) for one in about for finding in one.findings)


def _falls_under(finding: Finding, ruling: Ruling) -> bool:
    return finding.status in (*_ACCUSING, Status.WAIVED) and ruling.code in (None, finding.code)


_UNTOLD = (Status.UNVERIFIABLE, Status.MANUAL, Status.NOT_APPLICABLE)


class RuledRules:
    """Rules as people ruled on them for one day: "this is the column", "not applicable"; of two, the later decision.

    `known` as in `Ruling.holds`.
    """

    def __init__(self, rulings: Iterable[Ruling], day: date, known: date | None = None) -> None:
        self._found: dict[tuple[RulingKind, str, str | None], Ruling] = {}
        for ruling in sorted(rulings, key=lambda one: (one.on, one.id)):
            if ruling.holds(day, known):
                self._found[ruling.kind, ruling.rule, ruling.unit] = ruling

    def __bool__(self) -> bool:
        return bool(self._found)

    def __call__(self, rule: Rule, unit: str | None) -> Rule:
        """The rule to ask for a unit's page, or for everybody (None)."""
        column = self._of(RulingKind.COLUMN, rule, unit)
        if column is not None and column.url is not None:
            rule = replace(rule, url=column.url)
        idle = self._of(RulingKind.NOT_APPLICABLE, rule, unit)
        if idle is not None:
            rule = replace(rule, skip=_because(idle))
        return rule

    def _of(self, kind: RulingKind, rule: Rule, unit: str | None) -> Ruling | None:
        return self._found.get((kind, rule.id, unit)) or self._found.get((kind, rule.id, None))


def _because(ruling: Ruling) -> str:
    return f"{ruling.reason}（{ruling.by}，{ruling.on}）"
