"""A table as a format draws it: places in rows and columns, and the cells that cover them.

Formats differ in how they merge (gridSpan and vMerge, rowspan and colspan, ranges, ruled lines) and agree in the
result: a cell covers a rectangle of places. Readers draw that; what is a header, a task or a heading is told from it
elsewhere (`rules.taskgrid`), once for all formats.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from rules.typesetting import PARAGRAPH_END, tidy

MAX_COLUMNS = 128  # the widest seen has 12
MAX_PLACES = 100_000  # rows times columns of all tables of a document; the longest seen has 500


class TooLargeError(Exception):
    """A document with more places than any task-division document has; readers turn it into a `RuleParseError`."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Spot:
    """One cell: what it holds and the rectangle of places it covers, counted from 0."""

    row: int
    column: int
    rows: int = 1
    columns: int = 1
    blocks: tuple[Block, ...] = ()

    @cached_property
    def text(self) -> str:
        """Lines separated by newlines; a table inside the cell gives a line for each of its rows, a paragraph each."""
        lines: list[str] = []
        for block in self.blocks:
            if isinstance(block, Grid):
                lines[-1:] = [line + PARAGRAPH_END for line in lines[-1:]]
                lines.extend(line + PARAGRAPH_END for line in lines_of(block))
            else:
                lines.extend(_lines([block]))
        return "\n".join(lines)

    @property
    def end(self) -> int:
        """The first column right of the cell."""
        return self.column + self.columns

    @property
    def bottom(self) -> int:
        """The first row below the cell."""
        return self.row + self.rows


@dataclass(frozen=True, eq=False, kw_only=True)
class Grid:
    """A table: rows of equal length, with a merged cell's spot at every place it covers."""

    rows: tuple[tuple[Spot, ...], ...]
    merges_known: bool = True
    """False when the format cannot say whether a blank cell is empty or merged with the one above (Markdown)."""
    after_page_break: bool = False
    """The table begins where a page begins: its first row may belong to the last row of the table before."""
    lines: tuple[int, ...] = ()
    """What messages call each row: its number in the sheet or file; empty counts from 1."""

    @property
    def width(self) -> int:
        """Number of columns."""
        return len(self.rows[0]) if self.rows else 0

    def line(self, row: int) -> int:
        """What messages call the row."""
        return self.lines[row] if row < len(self.lines) else row + 1

    def part(self, start: int, end: int) -> Grid:
        """The rows from `start` to before `end` as a grid of their own; cells that cross its edges are cut."""
        drawing = Drawing()
        for number in range(start, end):
            for column, spot in enumerate(self.rows[number]):
                if spot.column == column and number == max(start, spot.row):
                    height = min(spot.bottom, end) - number
                    drawing.put(number - start, column, spot.blocks, height, spot.columns)
        return drawing.grid(
            merges_known=self.merges_known,
            after_page_break=self.after_page_break and start == 0,
            lines=[self.line(number) for number in range(start, end)],
        )

    def own(self, row: int) -> tuple[Spot, ...]:
        """The cells that begin in this row, left to right."""
        return tuple(spot for column, spot in enumerate(self.rows[row]) if (spot.row, spot.column) == (row, column))


@dataclass(frozen=True, kw_only=True)
class PartEnd:
    """Nothing after this continues a table before it: the end of a sheet."""


Block: TypeAlias = str | Grid | PartEnd
"""What documents consist of: a paragraph (its lines separated by newlines), a table, or the end of a part."""


class Drawing:
    """A grid under construction; cells that would lie on top of others give way, as browsers do it."""

    def __init__(self) -> None:
        self._rows: list[dict[int, Spot]] = []
        self._places = 0

    def free(self, row: int, column: int = 0) -> int:
        """The first place in the row, from `column` on, that no cell covers."""
        taken = self._rows[row] if row < len(self._rows) else {}
        while column in taken:
            column += 1
        return column

    def put(self, row: int, column: int, blocks: Sequence[Block], rows: int = 1, columns: int = 1) -> None:
        """Draw a cell; `TooLargeError` when the grid outgrows what a task-division document can be."""
        if column >= MAX_COLUMNS:
            return
        columns = max(1, min(columns, MAX_COLUMNS - column))
        rows = max(1, rows)
        if self._places + rows * columns + row - len(self._rows) > MAX_PLACES:
            raise TooLargeError
        while len(self._rows) < row + rows:
            self._rows.append({})
        columns = next((width for width in range(columns) if width and column + width in self._rows[row]), columns)
        rows = next(
            (
                height
                for height in range(1, rows)
                if any(place in self._rows[row + height] for place in range(column, column + columns))
            ),
            rows,
        )
        spot = Spot(row=row, column=column, rows=rows, columns=columns, blocks=tuple(blocks))
        for line in range(row, row + rows):
            for place in range(column, column + columns):
                self._rows[line][place] = spot
        self._places += rows * columns

    def grid(self, *, merges_known: bool = True, after_page_break: bool = False, lines: Sequence[int] = ()) -> Grid:
        """The finished grid; places no cell covers are empty cells."""
        width = max((max(row, default=-1) + 1 for row in self._rows), default=0)
        if width * len(self._rows) > MAX_PLACES:
            raise TooLargeError
        rows = tuple(
            tuple(row.get(column) or Spot(row=number, column=column) for column in range(width))
            for number, row in enumerate(self._rows)
        )
        return Grid(rows=rows, merges_known=merges_known, after_page_break=after_page_break, lines=tuple(lines))


def lines_of(grid: Grid) -> Iterator[str]:
    """The words of a table that is read as text: a line for each row."""
    for number in range(len(grid.rows)):
        line = " ".join(filter(None, (" ".join(_lines(spot.blocks)).strip() for spot in grid.own(number))))
        if line:
            yield line


def _lines(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, str):
            yield tidy(block)
        elif isinstance(block, Grid):
            yield from lines_of(block)
