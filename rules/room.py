"""The room between words on a page: what stands apart, what is clear from top to bottom, what runs on.

Lengths are points, heights count from the top of the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from rules.ruled import NEAR, Glyph, words_of

WORD_GAP = 0.7  # character sizes between words that stand apart
_PAGE_NUMBER = re.compile(r"^[\W_]*第?\d{1,4}页?(?:[/／共]*\d{1,4}页?)?[\W_]*$")

WordLine: TypeAlias = list[Glyph]
"""The characters of a line, in any order."""
Band: TypeAlias = tuple[float, float]
"""Top and bottom."""


@dataclass(frozen=True, kw_only=True)
class Chunk:
    """Words that stand apart from others on their line."""

    text: str
    x0: float
    x1: float


def chunks_of(row: Sequence[Glyph], gap: float) -> list[Chunk]:
    """A line's words, parted where the room is wider than `gap` character sizes."""
    groups: list[list[Glyph]] = []
    for glyph in sorted(row, key=lambda glyph: glyph.x0):
        if groups and glyph.x0 - groups[-1][-1].x1 <= gap * glyph.size:
            groups[-1].append(glyph)
        else:
            groups.append([glyph])
    return [
        Chunk(
            text="".join(glyph.text for glyph in group),
            x0=min(glyph.x0 for glyph in group),
            x1=max(glyph.x1 for glyph in group),
        )
        for group in groups
    ]


def levels_across(lines: Sequence[dict[str, Any]], x0: float, x1: float) -> list[float]:
    """Heights of the level lines that run from `x0` to `x1`."""
    found = sorted(
        float(line["top"])
        for line in lines
        if line["orientation"] == "h" and line["x0"] <= x0 + NEAR and line["x1"] >= x1 - NEAR
    )
    return [level for place, level in enumerate(found) if not place or level - found[place - 1] > NEAR]


def inside(body: Sequence[WordLine], band: Band) -> list[WordLine]:
    """The lines of words between two heights."""
    return [row for row in body if band[0] <= row[0].middle <= band[1]]


def words_between(rows: Sequence[WordLine], left: float, right: float) -> str:
    """The words whose middle lies between two places, a line for each line."""
    parts = ([glyph for glyph in row if left <= (glyph.x0 + glyph.x1) / 2 < right] for row in rows)
    return "\n".join(words_of(part) for part in parts if part)


def fills(row: WordLine, zones: Sequence[tuple[float, float]]) -> bool:
    """The line's words run on through all the room between two names, as words in columns never do."""
    chunks = chunks_of(row, WORD_GAP)
    return any(chunk.x0 <= left and chunk.x1 >= right for chunk in chunks for left, right in zones)


def clear_gaps(rows: Sequence[WordLine], zone: tuple[float, float], least: float) -> list[tuple[float, float]]:
    """The stretches of a zone that no character of any row reaches into, at least `least` wide."""
    taken = sorted((glyph.x0, glyph.x1) for row in rows for glyph in row if glyph.x1 > zone[0] and glyph.x0 < zone[1])
    gaps: list[tuple[float, float]] = []
    reach = zone[0]
    for x0, x1 in taken:
        if x0 - reach >= least:
            gaps.append((reach, x0))
        reach = max(reach, x1)
    if zone[1] - reach >= least:
        gaps.append((reach, zone[1]))
    return gaps


def runs_of(body: Sequence[WordLine]) -> list[Band]:
    """Stretches of height with words in them."""
    runs: list[Band] = []
    for top, bottom in sorted((glyph.top, glyph.bottom) for row in body for glyph in row):
        if runs and top <= runs[-1][1]:
            runs[-1] = (runs[-1][0], max(runs[-1][1], bottom))
        else:
            runs.append((top, bottom))
    return runs


def without_page_numbers(rows: Sequence[WordLine]) -> Iterator[WordLine]:
    """The lines but for a page number at either end."""
    for place, row in enumerate(rows):
        if place not in (0, len(rows) - 1) or not _PAGE_NUMBER.match(words_of(row).replace(" ", "")):
            yield row
