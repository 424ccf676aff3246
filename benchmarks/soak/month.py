"""The month: what becomes of the portal's columns night by night, and what the ledger must say of it.

Each watched column has one fault, which comes and goes by a seeded plan; on some nights a column or a whole site lets
nobody look. The truth is computed from the plan alone, by the rules of docs/follow-up.md, not by the program's ledger.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any, Final

from demo.column import Column, Kind, every
from demo.columns import COLUMNS
from demo.district import GOV, TAX
from demo.edition import Edition

_FAULTS: Final[Mapping[str, Mapping[str, Any]]] = {
    "broken-column": {"kind": Kind.GONE},
    "empty-column": {"ages": (), "newer": ()},
    "stale-column": {"ages": every(500, 9, 12), "newer": ()},
}
_SHUT: Final[Mapping[str, Any]] = {"kind": Kind.BLOCKED}
_FRESH: Final = (GOV, "/xwzx/ysyw/")
"""The watched column that would go stale within the month."""
_NEWS: Final = (TAX, "/site/c200200/xwzx_list.shtml")
"""What the tax bureau's start page shows; like the former it gets a new entry every night."""
_MOST_TURNS: Final = 2
"""Columns of a site that turn bad in one night; five would be the brake's business."""


@dataclass(frozen=True, kw_only=True)
class Watched:
    """A column that the month's document names, and the fault it has at times."""

    site: str
    path: str
    fault: str

    @property
    def column(self) -> Column:
        """As it is on the demo portal."""
        return next(column for column in COLUMNS if (column.site, column.path) == (self.site, self.path))


_ML: Final = "/zwgk/zfxxgkml"
WATCHED: Final = (
    Watched(site=GOV, path=f"{_ML}/yhyshj/", fault="broken-column"),
    Watched(site=GOV, path=f"{_ML}/gpjzsc/", fault="empty-column"),
    Watched(site=GOV, path=f"{_ML}/aqsc/", fault="stale-column"),
    Watched(site=GOV, path=f"{_ML}/csdb/", fault="broken-column"),
    Watched(site=GOV, path="/ztzl/jsjf/", fault="stale-column"),
    Watched(site=GOV, path="/ztzl/xczx/", fault="empty-column"),
    Watched(site=GOV, path="/zwgk/tzgg/", fault="broken-column"),
    Watched(site=GOV, path="/zwgk/rsxx/", fault="stale-column"),
    Watched(site=GOV, path="/zwgk/zfgb/", fault="empty-column"),
    Watched(site=GOV, path=_FRESH[1], fault="broken-column"),
    Watched(site=TAX, path="/site/c200303/xwzx_list_2.shtml", fault="broken-column"),
    Watched(site=TAX, path="/site/c200302/xwzx_list.shtml", fault="stale-column"),
    Watched(site=TAX, path="/site/c200306/xxgk_list.shtml", fault="empty-column"),
    Watched(site=TAX, path="/site/c200403/list.shtml", fault="broken-column"),
)


class Sight(StrEnum):
    """What there is to see of a column in a night."""

    GOOD = "good"
    BAD = "bad"
    NOTHING = "nothing"


@dataclass(frozen=True, kw_only=True)
class Night:
    """What the portal is like, by place in WATCHED."""

    sights: tuple[Sight, ...]
    down: frozenset[str] = frozenset()
    """Sites that answer nobody."""

    def seen(self, place: int) -> Sight:
        """What a visitor can tell of a column."""
        return Sight.NOTHING if WATCHED[place].site in self.down else self.sights[place]


def plan(nights: int, seed: int) -> tuple[Night, ...]:
    """The month of a seed."""
    chance = random.Random(seed)
    bad = [chance.random() < 0.3 for _ in WATCHED]
    month = []
    for number in range(nights):
        if number:
            turns = dict.fromkeys((GOV, TAX), 0)
            for place in chance.sample(range(len(WATCHED)), len(WATCHED)):
                site = WATCHED[place].site
                if bad[place]:
                    bad[place] = chance.random() > 0.3
                elif chance.random() < 0.15 and turns[site] < _MOST_TURNS:
                    bad[place], turns[site] = True, turns[site] + 1
        sights = [Sight.BAD if fault else Sight.GOOD for fault in bad]
        for place, watched in enumerate(WATCHED):
            if watched.site == GOV and chance.random() < 0.04:
                sights[place] = Sight.NOTHING
        month.append(
            Night(sights=tuple(sights), down=frozenset({TAX}) if number and chance.random() < 0.12 else frozenset())
        )
    return tuple(month)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A line of the ledger."""

    state: str
    runs: int
    openings: int


def truth(month: Sequence[Night]) -> dict[int, Standing]:
    """What the ledger must say after these nights, by place in WATCHED; nothing of a fault that never was."""
    known: dict[int, Standing] = {}
    for night in month:
        for place in range(len(WATCHED)):
            before, sight = known.get(place), night.seen(place)
            closed = before is not None and before.state == "rectified"
            if sight is Sight.BAD and before is None:
                known[place] = Standing(state="new", runs=1, openings=1)
            elif sight is Sight.BAD and before is not None and closed:
                known[place] = Standing(state="reopened", runs=1, openings=before.openings + 1)
            elif sight is Sight.BAD and before is not None:
                known[place] = replace(before, state="open", runs=before.runs + 1)
            elif sight is Sight.GOOD and before is not None and not closed:
                known[place] = replace(before, state="rectified")
    return known


@dataclass(frozen=True, kw_only=True)
class MonthEdition(Edition):
    """The portal in one night of the month; rows keep the days they were published on in the first night."""

    first: date
    changes: Mapping[tuple[str, str], Mapping[str, Any]] = field(default_factory=dict)

    @property
    def opened(self) -> date:
        """The day of the first night."""
        return self.first

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """Those of the demo's first night with tonight's changes."""
        return tuple(replace(column, **self.changes.get((column.site, column.path), {})) for column in COLUMNS)


def edition(night: Night, number: int, first: date, as_of: date) -> MonthEdition:
    """The portal of a night; numbers count from 0."""
    news = {"newer": tuple(-day for day in range(number, 0, -1))}
    changes: dict[tuple[str, str], Mapping[str, Any]] = {_FRESH: news, _NEWS: news}
    for watched, sight in zip(WATCHED, night.sights, strict=True):
        if sight is not Sight.GOOD:
            # What stands on the start page stays there when the column it is from cannot be opened.
            kept = changes.get((watched.site, watched.path), {})
            changes[watched.site, watched.path] = {**kept, **(_FAULTS[watched.fault] if sight is Sight.BAD else _SHUT)}
    return MonthEdition(as_of=as_of, first=first, changes=changes)


def document() -> str:
    """The task document that names the watched columns, one row each."""
    rows = "".join(
        f"\n\t{number}\n\t公开{watched.column.name}（公开路径：{watched.site}>{'>'.join(watched.column.trail)}）。\n"
        "\t区政府办公室\n\t区财政局\n"
        for number, watched in enumerate(WATCHED, 1)
    )
    return f"云山区政务公开工作要点任务分工\n\n\t序号\n\t工作任务\n\t牵头单位\n\t责任单位\n{rows}"


def configuration(urls: Mapping[str, str], *, database: str | None, runs: int, archives: int) -> str:
    """The month's config.yaml."""
    kept = f"database: {database}\n" if database else ""
    return f"""\
place: 示范市云山区
{kept}sites:
  {GOV}: {{url: "{urls[GOV]}", allow_private: true}}
  {TAX}: {{url: "{urls[TAX]}", allow_private: true}}
units: [{{name: 区政府办公室}}, {{name: 区财政局}}]
rules: [pack.yaml]
politeness: {{delay: 0, concurrency: 8, timeout: 10}}
render: {{enabled: false}}
workdays: {{grace: 0}}
archive: {{keep_runs: {archives}}}
retention: {{runs: {runs}}}
"""
