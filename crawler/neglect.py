"""Columns seen on a site that speak against it as a whole: not updated, or empty. Pure.

Which ones the national indicators count (国办秘函〔2019〕19号, 单项否决“栏目不更新”; government-sites.md section 3.2):
columns of news (两周) and first-level columns of notices and policies (六个月) together, all others that should be
updated, and those that hold nothing. One column counts once, whatever number of addresses it has.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from functools import lru_cache

from crawler.evidence import Shape
from crawler.inspected import SeenColumn
from crawler.matching import plain
from crawler.readers.addresses import page_key
from crawler.surveyed import SurveyLimits

#: A `SurveyLine.level` that no column lies below; that of a column whose level is not known.
ANY_LEVEL = 99
#: Campaigns end, and what they left stays as it is; the indicators leave them out (历史专题除外).
_PAST = re.compile(r"专题|专栏|往期|历史|归档|存档|旧版|回顾")


class Neglect(StrEnum):
    """What speaks against a column."""

    NEWS = "news"  # a column of news, or a first-level one of notices or policies, is not updated
    OTHER = "other"  # another column that should be updated is not
    EMPTY = "empty"  # nothing was ever put in


def neglected(seen: Iterable[SeenColumn], limits: SurveyLimits) -> Mapping[Neglect, tuple[SeenColumn, ...]]:
    """The columns that count, by what speaks against them; every kind is present.

    In the order of their places on the site: pages come in any order, and a finding must read the same in every run.
    """
    columns = once(seen)
    found: dict[Neglect, list[SeenColumn]] = {kind: [] for kind in Neglect}
    for column in columns:
        kind = neglect_of(column, limits)
        if kind is not None and not _is_past(column) and not _lives_below(column, columns):
            found[kind].append(column)
    return {kind: tuple(sorted(members, key=_place)) for kind, members in found.items()}


def _place(column: SeenColumn) -> tuple[tuple[str, ...], str, str]:
    return column.trail, column.name, column.url


def neglect_of(column: SeenColumn, limits: SurveyLimits) -> Neglect | None:
    """What speaks against one column by itself; None when nothing does, or when its kind is exempt."""
    line = next((one for one in limits.lines if _pattern(one.match).search(column.name)), None)
    if line is None or line.before is None:
        return None
    if column.shape == Shape.EMPTY_LIST:
        return Neglect.EMPTY if not column.total else None
    if column.shape != Shape.LIST or column.newest is None:
        return None
    first = 0 < (len(column.trail) or ANY_LEVEL) <= line.level
    before = line.before if first or not line.level else min(line.before, limits.other_before or line.before)
    if column.newest >= before:
        return None
    return Neglect.NEWS if first else Neglect.OTHER


def once(seen: Iterable[SeenColumn]) -> tuple[SeenColumn, ...]:
    """Each column once: pages of one address, or of one name at one place, are one; the better one stands for it."""
    kept: dict[object, SeenColumn] = {}
    keys: dict[object, object] = {}
    for column in seen:
        marks: tuple[object, ...] = (page_key(column.url),)
        if column.trail:
            marks += (tuple(plain(level) for level in column.trail),)
        key = next((keys[mark] for mark in marks if mark in keys), marks[0])
        for mark in marks:
            keys.setdefault(mark, key)
        kept[key] = _better(kept[key], column) if key in kept else column
    return tuple(kept.values())


def _better(one: SeenColumn, other: SeenColumn) -> SeenColumn:
    """The one that speaks less against the column; of equal ones that which a rule names."""
    days = (one.newest or date.min, other.newest or date.min)
    if days[0] != days[1]:
        return one if days[0] > days[1] else other
    if (one.shape == Shape.EMPTY_LIST) != (other.shape == Shape.EMPTY_LIST):
        return other if one.shape == Shape.EMPTY_LIST else one
    return other if other.asked and not one.asked else one


def _is_past(column: SeenColumn) -> bool:
    """Whether nobody asks for it and it belongs to a campaign or an archive."""
    return not column.asked and any(_PAST.search(level) for level in (*column.trail, column.name))


def _lives_below(column: SeenColumn, columns: Iterable[SeenColumn]) -> bool:
    """Whether a column below it is newer, or holds something: its own page then shows only a part of it."""
    trail = tuple(plain(level) for level in column.trail)
    for other in columns:
        below = len(other.trail) > len(trail) and tuple(plain(level) for level in other.trail[: len(trail)]) == trail
        if below and trail and other.newest is not None and (column.newest is None or other.newest > column.newest):
            return True
    return False


@lru_cache(maxsize=512)
def _pattern(match: str) -> re.Pattern[str]:
    return re.compile(match)
