"""Characters and ruled lines of a page as tables and lines of words: where they stand is all a PDF says.

Lengths are points, heights count from the top of the page.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypedDict

from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

from rules.typesetting import PARAGRAPH_START

NEAR = 3.0  # points within which lines are one line, and meet
_SHORT = 6.0  # points; no cell is smaller
_FULL = 2.1  # character sizes left on a line that is full: Chinese wraps anywhere but before punctuation
_WIDEST_PADDING = 9.0  # points between a cell's border and its words; 5.4 where nobody changed it


class TableJson(TypedDict):
    """A ruled table: [row, column, rows, columns, text] of each cell, and its number of rows."""

    cells: list[tuple[int, int, int, int, str]]


@dataclass(frozen=True, kw_only=True)
class Glyph:
    """A character and where it stands, from the top left corner, in points."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float

    @property
    def middle(self) -> float:
        """Height of its middle line."""
        return (self.top + self.bottom) / 2

    @property
    def size(self) -> float:
        """Its height."""
        return max(1.0, self.bottom - self.top)


# --- tables ---------------------------------------------------------------------------------------------------------

_Box = tuple[float, float, float, float]


def ruled_tables(edges: list[dict[str, Any]]) -> list[list[_Box]]:
    """Boxes (x0, top, x1, bottom) of the cells of each ruled table."""
    if len(edges) < 4:
        return []
    lines = merge_edges(edges, NEAR, NEAR, NEAR, NEAR)
    lines = [line for line in lines if max(line["width"], line["height"]) >= _SHORT]
    lines = merge_edges(lines + list(_open_ends(lines)), NEAR, NEAR, NEAR, NEAR)
    cells = intersections_to_cells(edges_to_intersections(lines, NEAR, NEAR))
    return [[tuple(map(float, cell)) for cell in table] for table in cells_to_tables(cells)]  # type: ignore[misc]


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

    def __init__(self, cells: Sequence[_Box]) -> None:
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

    def _place(self, cell: _Box) -> tuple[int, int, int, int]:
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
    line: list[Glyph] = []
    for glyph in sorted(glyphs, key=lambda glyph: glyph.middle):
        if line and glyph.middle - line[-1].middle > 0.5 * min(glyph.size, line[-1].size):
            yield _line(line)
            line = []
        line.append(glyph)
    if line:
        yield _line(line)


def _line(glyphs: Sequence[Glyph]) -> Line:
    return Line(
        text=_words(glyphs),
        top=glyphs[0].top,
        x0=min(glyph.x0 for glyph in glyphs),
        x1=max(glyph.x1 for glyph in glyphs),
        size=max(glyph.size for glyph in glyphs),
    )


def _words(line: Sequence[Glyph]) -> str:
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
