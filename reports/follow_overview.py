"""整改跟踪 of a whole run: figures over all and by unit, what sites have rectified, rulings that hold or ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from checker.followed import Followed, Turn
from checker.result import Audit
from checker.rulings import RulingKind
from reports.cleaning import clean
from reports.follow import RectifiedView, RulingView, TurnView, longest, rectified_view, turn_views, use_view
from reports.item import NAME

MOST_RULINGS = 200
"""Rulings of one kind that are listed; `zwgk ledger` lists them all."""


@dataclass(frozen=True, kw_only=True, slots=True)
class UnitTurns:
    """One unit's figures, over what it leads or is named for."""

    unit: str
    figures: tuple[int, ...]
    """In the order of `FollowView.names`."""
    longest: int


@dataclass(frozen=True, kw_only=True, slots=True)
class FollowView:
    """The block of the overview."""

    turns: tuple[TurnView, ...]
    names: tuple[str, ...]
    """Of the figures of every unit."""
    units: tuple[UnitTurns, ...]
    sites: tuple[RectifiedView, ...]
    """What was rectified of sites since the last run."""
    withdrawn: int
    expired: tuple[RulingView, ...]
    idle: tuple[RulingView, ...]
    """Waivers that nothing falls under any more."""
    standing: tuple[RulingView, ...]
    """All others, in force."""
    left_out: int


def follow_view(audit: Audit, followed: Followed | None, order: Sequence[str]) -> FollowView | None:
    """The block for `audit`; units come in `order`, those without any finding are left out."""
    if followed is None:
        return None
    waivers = [use for use in followed.uses if use.ruling.kind is RulingKind.WAIVER]
    expired = [use for use in followed.uses if use.expired]
    idle = [use for use in waivers if not use.expired and not use.needed]
    standing = [use for use in followed.uses if not use.expired and use not in idle]
    turns = turn_views(followed.of_audit(audit), longest=longest(followed, audit.results))
    return FollowView(
        turns=turns,
        names=tuple(turn.name for turn in turns),
        units=_units(audit, followed, order, [turn.key for turn in turns]),
        sites=tuple(
            rectified_view(followed, entry, clean(site.name, NAME), ())
            for site in audit.sites
            for entry in followed.rectified_site(site)
        ),
        withdrawn=followed.withdrawn(),
        expired=tuple(use_view(use) for use in expired[:MOST_RULINGS]),
        idle=tuple(use_view(use) for use in idle[:MOST_RULINGS]),
        standing=tuple(use_view(use) for use in standing[:MOST_RULINGS]),
        left_out=sum(max(0, len(uses) - MOST_RULINGS) for uses in (expired, idle, standing)),
    )


def _units(audit: Audit, followed: Followed, order: Sequence[str], keys: Sequence[str]) -> tuple[UnitTurns, ...]:
    by_name = {unit.name: unit for unit in audit.units}
    wanted = [turn for turn in Turn if f"turn-{turn.value}" in keys]
    wanted.sort(key=lambda turn: keys.index(f"turn-{turn.value}"))
    rows: list[UnitTurns] = []
    for name in order:
        unit = by_name[name]
        results = [audit.results[index] for index in dict.fromkeys((*unit.lead, *unit.named))]
        figures = followed.turns(results)
        if any(figures.values()):
            rows.append(
                UnitTurns(
                    unit=clean(name, NAME),
                    figures=tuple(figures[turn] for turn in wanted),
                    longest=longest(followed, results),
                )
            )
    return tuple(rows)
