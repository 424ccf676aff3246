"""单位得分: who answers for which result, and what its results come to.

Headline figures count what a unit leads or is named for; what it shares only as a member of a group stands apart, so
that one missing column does not mark 26 departments down (design.md section 7).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from checker.deductions import JUDGED, Scoring, score
from checker.result import Result, Status, UnitResult
from rules.units import Expansion, ExpansionKind, UnitRegistry

_OUT_OF_SCOPE: Final = (Status.NOT_APPLICABLE, Status.WAIVED)


@dataclass(kw_only=True)
class _Share:
    """Indices of one unit's results while they are being collected."""

    groups: tuple[str, ...] = ()
    lead: list[int] = field(default_factory=list)
    named: list[int] = field(default_factory=list)
    shared: list[int] = field(default_factory=list)


def summarise(
    results: Sequence[Result], registry: UnitRegistry, scoring: Scoring | None = None
) -> tuple[UnitResult, ...]:
    """Figures of every unit that answers for a result: configured units first in their order, then the others.

    A printed name the configuration does not know becomes a unit of its own, so that nobody disappears. Groups that are
    never expanded (有关单位) belong to nobody.
    """
    shares: dict[str, _Share] = {unit.name: _Share(groups=tuple(unit.groups)) for unit in registry.units}
    expand = cache(registry.expand_all)  # a fleet's 20,000 results name the same few dozen lists of units
    for index, result in enumerate(results):
        roles = _roles(result, expand)
        for name in roles.lead:
            shares.setdefault(name, _Share()).lead.append(index)
        for name in roles.named:
            shares.setdefault(name, _Share()).named.append(index)
        for name in roles.shared:
            shares.setdefault(name, _Share()).shared.append(index)
    how = scoring or Scoring()
    return tuple(
        _unit(name, share, results, how) for name, share in shares.items() if share.lead or share.named or share.shared
    )


def counts(results: Iterable[Result]) -> dict[Status, int]:
    """How many results have each status; every status is present."""
    figures = dict.fromkeys(Status, 0)
    for result in results:
        figures[result.status] += 1
    return figures


def coverage(figures: Mapping[Status, int]) -> float:
    """Judged / (all − not applicable − waived), 0–1; 1.0 when there is nothing to judge."""
    asked = sum(number for status, number in figures.items() if status not in _OUT_OF_SCOPE)
    return 1.0 if asked == 0 else sum(figures[status] for status in JUDGED) / asked


@dataclass(frozen=True, kw_only=True)
class _Roles:
    lead: tuple[str, ...]
    named: tuple[str, ...]
    shared: tuple[str, ...]


_Expand = Callable[[tuple[str, ...]], tuple[Expansion, ...]]


def _roles(result: Result, expand: _Expand) -> _Roles:
    """Who answers for a result, each unit once, in its weightiest role."""
    lead, lead_members = _expand(result.lead_units, expand)
    named, members = _expand(result.responsible_units, expand)
    if result.released:
        released = frozenset(result.released)
        lead, lead_members, named, members = (
            [name for name in names if name not in released] for names in (lead, lead_members, named, members)
        )
    if result.unit is not None:
        # A unit's own page is its own business, also when the document asks a whole group for theirs.
        own = (result.unit,)
        return _Roles(lead=own, named=(), shared=()) if result.unit in lead else _Roles(lead=(), named=own, shared=())
    leading = dict.fromkeys(lead)
    naming = dict.fromkeys(name for name in named if name not in leading)
    sharing = dict.fromkeys(name for name in (*lead_members, *members) if name not in leading and name not in naming)
    return _Roles(lead=tuple(leading), named=tuple(naming), shared=tuple(sharing))


def _expand(printed: Sequence[str], expand: _Expand) -> tuple[list[str], list[str]]:
    """Units named one by one, and units meant as members of a group."""
    named: list[str] = []
    members: list[str] = []
    for name, expansion in zip(printed, expand(tuple(printed)), strict=True):
        if expansion.kind is ExpansionKind.UNASSIGNED:
            continue
        if expansion.kind is ExpansionKind.GROUP:
            members.extend(unit.name for unit in expansion.units)
        else:
            named.extend([unit.name for unit in expansion.units] or [name])
    return named, members


def _unit(name: str, share: _Share, results: Sequence[Result], scoring: Scoring) -> UnitResult:
    own = [results[index] for index in (*share.lead, *share.named)]
    figures = counts(own)
    points = score(own, name, scoring)
    return UnitResult(
        name=name,
        groups=share.groups,
        lead=tuple(share.lead),
        named=tuple(share.named),
        shared=tuple(share.shared),
        counts=figures,
        coverage=coverage(figures),
        score=points.points,
        vetoes=points.vetoes,
        bonus=points.bonus,
    )
