"""Characters and ruled lines of a page as tables and lines of words: where they stand is all a PDF says.

Lengths are points, heights count from the top of the page.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple, TypedDict

from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

from rules.typesetting import PARAGRAPH_START

NEAR = 3.0  # points within which lines are one line, and meet
_SHORT = 6.0  # points; no cell is smaller
_FULL = 2.1  # character sizes left on a line that is full: Chinese wraps anywhere but before punctuation
_WIDEST_PADDING = 9.0  # points between a cell's border and its words; 5.4 where nobody changed it


class TableJson(TypedDict):
    """A ruled table: [row, column, rows, columns, text] of each cell, and its number of rows."""

    cells: list[tuple[int, int, int, int, str]]


class Glyph(NamedTuple):
    """A character and where it stands, from the top left corner, in points."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    middle: float
    """Height of its middle line."""
    size: float
    """Its height, at least one point."""


# --- tables ---------------------------------------------------------------------------------------------------------

Box = tuple[float, float, float, float]
"""x0, top, x1, bottom of a cell."""


def ruled_tables(edges: list[dict[str, Any]]) -> list[list[Box]]:
    """Boxes (x0, top, x1, bottom) of the cells of each ruled table."""
    if len(edges) < 4:
        return []
    lines = ruled_lines(edges)
    lines = merge_edges(lines + list(_open_sides(lines)), NEAR, NEAR, NEAR, NEAR)
    lines = merge_edges(lines + list(_open_ends(lines)), NEAR, NEAR, NEAR, NEAR)
    cells = intersections_to_cells(edges_to_intersections(lines, NEAR, NEAR))
    return [[tuple(map(float, cell)) for cell in table] for table in cells_to_tables(cells)]  # type: ignore[misc]


def ruled_lines(edges: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Edges that lie on each other as one line, without the strokes too short to part cells."""
    lines = merge_edges(edges, NEAR, NEAR, NEAR, NEAR)
    return [line for line in lines if max(line["width"], line["height"]) >= _SHORT]


def _open_sides(lines: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The outer borders that tables with open sides leave out: where level lines end together beyond upright ones."""
    level = [line for line in lines if line["orientation"] == "h"]
    upright = [line for line in lines if line["orientation"] == "v"]
    for side, outward in (("x0", -1), ("x1", 1)):
        ends: dict[int, list[dict[str, Any]]] = {}
        for line in level:
            ends.setdefault(round(line[side] / NEAR), []).append(line)
        for group in ends.values():
            x = group[0][side]
            group = sorted(group, key=lambda line: float(line["top"]))
            for upper, lower in pairwise(group):
                top, bottom = upper["top"], lower["top"]
                between = [
                    line["x0"] for line in upright if line["top"] <= top + NEAR and line["bottom"] >= bottom - NEAR
                ]
                inside = [place for place in between if (x - place) * outward > _SHORT]
                if inside and not any((place - x) * outward >= -NEAR for place in between):
                    yield {
                        "x0": x,
                        "x1": x,
                        "top": top,
                        "bottom": bottom,
                        "width": 0.0,
                        "height": bottom - top,
                        "orientation": "v",
                        "object_type": "line",
                    }


def _open_ends(lines: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The line a page break leaves out below a cut row, or above its rest: where upright lines end together."""
    for side in ("top", "bottom"):
        ends: dict[int, list[dict[str, Any]]] = {}
        for line in lines:
            if line["orientation"] == "v":
                ends.setdefault(round(line[side] / NEAR), []).append(line)
        for group in ends.values():
            if len(group) < 3:
                continue
            y, x0, x1 = group[0][side], min(line["x0"] for line in group), max(line["x0"] for line in group)
            drawn = any(
                line["orientation"] == "h"
                and abs(line["top"] - y) <= NEAR
                and line["x0"] - NEAR <= x0
                and line["x1"] + NEAR >= x1
                for line in lines
            )
            if not drawn:
                yield {
                    "x0": x0,
                    "x1": x1,
                    "top": y,
                    "bottom": y,
                    "width": x1 - x0,
                    "height": 0.0,
                    "orientation": "h",
                    "object_type": "line",
                }


class RuledTable:
    """A ruled table that takes in the characters inside its cells."""

    def __init__(self, cells: Sequence[Box]) -> None:
        self._xs = sorted({edge for x0, _, x1, _ in cells for edge in (x0, x1)})
        self._ys = sorted({edge for _, top, _, bottom in cells for edge in (top, bottom)})
        self._cells = [self._place(cell) for cell in cells]
        self._at = {
            (row + down, column + right): index
            for index, (row, column, rows, columns) in enumerate(self._cells)
            for down in range(rows)
            for right in range(columns)
        }
        self._glyphs: list[list[Glyph]] = [[] for _ in cells]
        self.top = self._ys[0]

    @property
    def filled(self) -> bool:
        """It holds words; empty frames are decoration."""
        return any(self._glyphs)

    def take(self, glyph: Glyph) -> bool:
        """Take the character in when it stands inside a cell."""
        row = bisect_right(self._ys, glyph.middle) - 1
        column = bisect_right(self._xs, (glyph.x0 + glyph.x1) / 2) - 1
        index = self._at.get((row, column))
        if index is None:
            return False
        self._glyphs[index].append(glyph)
        return True

    def json(self) -> TableJson:
        """The cells with their words."""
        return {
            "cells": [
                (*place, _paragraphs(list(lines_of_words(glyphs)), self._xs[place[1]], self._xs[place[1] + place[3]]))
                for place, glyphs in zip(self._cells, self._glyphs, strict=True)
            ]
        }

    def _place(self, cell: Box) -> tuple[int, int, int, int]:
        x0, top, x1, bottom = cell
        row, column = self._ys.index(top), self._xs.index(x0)
        return row, column, self._ys.index(bottom) - row, self._xs.index(x1) - column


# --- words ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line of words and how far it goes, in points."""

    text: str
    top: float
    x0: float
    x1: float
    size: float


def _paragraphs(lines: Sequence[Line], left: float, right: float) -> str:
    """The words of a cell: a line that fills its width goes on in the next, one that ends early ends a paragraph."""
    if not lines:
        return ""
    padding = max(0.0, min(_WIDEST_PADDING, min(line.x0 - left for line in lines)))
    text = lines[0].text
    for line, after in pairwise(lines):
        room = right - left - 2 * padding - (line.x1 - line.x0)
        goes_on = room < _FULL * line.size and not PARAGRAPH_START.match(after.text)
        text += after.text if goes_on else "\n" + after.text
    return text


def lines_of_words(glyphs: Sequence[Glyph]) -> Iterator[Line]:
    """Lines from top to bottom."""
    yield from map(_line, lines_of_glyphs(glyphs))


def lines_of_glyphs(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """The characters of each line, from top to bottom; in a line they have no order."""
    line: list[Glyph] = []
    for glyph in sorted(glyphs, key=lambda glyph: glyph.middle):
        if line and glyph.middle - line[-1].middle > 0.5 * min(glyph.size, line[-1].size):
            yield line
            line = []
        line.append(glyph)
    if line:
        yield line


def _line(glyphs: Sequence[Glyph]) -> Line:
    return Line(
        text=words_of(glyphs),
        top=glyphs[0].top,
        x0=min(glyph.x0 for glyph in glyphs),
        x1=max(glyph.x1 for glyph in glyphs),
        size=max(glyph.size for glyph in glyphs),
    )


def words_of(line: Sequence[Glyph]) -> str:
    """The words of one line, with a space where there is room for one."""
    words: list[str] = []
    last: Glyph | None = None
    for glyph in sorted(line, key=lambda glyph: glyph.x0):
        if last is not None:
            if glyph.text == last.text and abs(glyph.x0 - last.x0) < 0.2 * glyph.size:
                continue  # printed twice to look bold
            gap = (glyph.x0 - last.x1) / max(glyph.size, last.size)
            latin = glyph.text.isascii() and last.text.isascii()
            if gap > (0.2 if latin else 0.7):
                words.append(" ")
        words.append(glyph.text)
        last = glyph
    return "".join(words)
