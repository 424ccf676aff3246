"""From a document's blocks (paragraphs and grids in reading order) to its content: words before, task tables, text.

One task table may be several grids: page breaks split it, with or without its header said again. Grids that are no task
tables are words, or hold the task table in one of their cells, as layout tables do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rules.columns import UNIT_ROLES, Role, likely_role
from rules.documents import Content
from rules.grid import MAX_PLACES, Grid, PartEnd, TooLargeError
from rules.layout import fits_role
from rules.model import RuleParseError
from rules.pagebreaks import joined
from rules.table import Table
from rules.taskgrid import (
    Body,
    Header,
    Row,
    columns_of,
    find_header,
    heading_row,
    line_words,
    read_body,
    split_at_headers,
)
from rules.typesetting import CHINESE_NUMERAL, compact, quote, tidy

_HEADING = re.compile(
    rf"^\s*(?:[{CHINESE_NUMERAL}]{{1,3}}、|[（(][{CHINESE_NUMERAL}]{{1,3}}[)）]|第[{CHINESE_NUMERAL}]{{1,3}}[章节部])"
)
_LONGEST_HEADING = 60
_CONTINUED = re.compile(r"^[（(]?(?:续上?表|接上页|续)[^。]{0,12}$")
_UNTITLED = "类别"  # what a column of headings without a title is called
_NEAR = 12  # grids in grids (old sites lay out whole pages so); deeper ones are text


class _Open:
    """A task table that may go on in the next grid."""

    def __init__(self, names: tuple[str, ...], width: int, header: Header, merges_known: bool, line: int) -> None:
        self.names = names
        self.width = width
        self.header = header
        self.merges_known = merges_known
        self.line = line
        self.rows: list[Row] = []
        self.notes: list[str] = []
        self.lead_in: list[str] = []
        """Headings right above the first grid; they count when more headings stand between its grids."""

    def add(self, body: Body, remarks: list[str], *, goes_on: bool, page_break: bool) -> None:
        self.rows = joined(
            self.rows, body.rows, self.names, goes_on=goes_on, page_break=page_break, merges_known=self.merges_known
        )
        self.notes.extend(body.notes)
        remarks.extend(body.remarks)

    def open_with_headings(self) -> None:
        """Put the headings right above the table over its first rows."""
        self.rows[:0] = [heading_row(line, len(self.names)) for line in self.lead_in]
        self.lead_in = []

    def table(self) -> Table:
        return Table(
            headers=self.names,
            rows=tuple(row.cells for row in self.rows),
            merges_known=self.merges_known,
            notes=tuple(self.notes),
        )


class _Reading:
    def __init__(self, notes: Sequence[str]) -> None:
        self.front: list[str] = []
        self.text: list[str] = []
        self.remarks: list[str] = []
        self.tables: list[_Open] = []
        self._open: _Open | None = None
        self._since: list[str] = []
        self._notes = list(notes)
        self._places = 0

    def words(self, line: str) -> None:
        self.text.append(line)
        if not self.tables:
            self.front.append(line)
        self._since.append(line)

    def part_end(self) -> None:
        self._open = None
        self._since.clear()

    def grid(self, grid: Grid, depth: int = 0) -> None:
        self._places += len(grid.rows) * grid.width
        if self._places > MAX_PLACES:
            raise TooLargeError
        for part in split_at_headers(grid):
            header = find_header(part)
            if header is not None:
                self._task_grid(part, header)
            elif not self._goes_on(part):
                self._as_words(part, depth)

    def _task_grid(self, grid: Grid, header: Header) -> None:
        for number in range(header.start):
            for line in line_words(grid.own(number)):
                self.words(line)
        columns = columns_of(grid, header, range(header.end, len(grid.rows)))
        names = _named(grid, header, columns)
        table = self._open
        between = self._between()
        known = table is not None and _same(table.names, names) and between is not None
        if not known or table is None:
            lead_in = _last_headings(self._since)
            table = self._open = _Open(names, grid.width, header, grid.merges_known, grid.line(header.start))
            table.notes.extend(self._notes)
            self._notes.clear()
            self.tables.append(table)
            table.lead_in = lead_in
            if len(self.tables) > 1:
                table.open_with_headings()
        self._rows(table, grid, header, header.end, columns, between or [], goes_on=known)

    def _goes_on(self, grid: Grid) -> bool:
        """Read a grid without a header as more rows of the open table, when nothing speaks against it."""
        table, between = self._open, self._between()
        if table is None or between is None:
            return False
        columns = columns_of(grid, None, range(len(grid.rows)))
        if len(columns) != len(table.names) or not _alike(grid, columns, table.names):
            return False
        header = Header(start=0, end=0, names=table.names, keys=table.header.keys)
        self._rows(table, grid, header, 0, columns, between, goes_on=True)
        return True

    def _rows(
        self,
        table: _Open,
        grid: Grid,
        header: Header,
        start: int,
        columns: Sequence[int],
        between: Sequence[str],
        *,
        goes_on: bool,
    ) -> None:
        if goes_on and between:
            table.open_with_headings()
            table.rows.extend(heading_row(line, len(table.names)) for line in between)
        body = read_body(grid, header, start, columns, table.names, first_page=not goes_on)
        table.add(body, self.remarks, goes_on=goes_on and not between, page_break=grid.after_page_break)
        self.text.extend(
            " ".join(compact(spot.text) for spot in grid.own(number)) for number in range(start, len(grid.rows))
        )
        self._since.clear()

    def _between(self) -> list[str] | None:
        """Headings between the open table and here; None when other words stand there and end the table."""
        lines = [line for words in self._since for line in tidy(words).split("\n") if line.strip()]
        headings: list[str] = []
        for line in lines:
            if _is_heading(line):
                headings.append(line.strip())
            elif not _CONTINUED.match(compact(line)):
                return None
        return headings

    def _as_words(self, grid: Grid, depth: int) -> None:
        for number in range(len(grid.rows)):
            for spot in grid.own(number):
                if depth < _NEAR and any(isinstance(block, Grid) for block in spot.blocks):
                    for block in spot.blocks:
                        if isinstance(block, Grid):
                            self.grid(block, depth + 1)
                        elif isinstance(block, str):
                            self.words(tidy(block))
                elif spot.text.strip():
                    self.words(spot.text)


def content_of(blocks: Iterable[str | Grid | PartEnd], file: str, notes: Sequence[str] = ()) -> Content:
    """What a reader found, from the blocks of its document; `notes` say what it left out, for people to check.

    `RuleParseError` when a task table's header has no rows below it, `TooLargeError` when there are too many cells.
    """
    reading = _Reading(notes)
    for block in blocks:
        if isinstance(block, str):
            reading.words(tidy(block))
        elif isinstance(block, Grid):
            reading.grid(block)
        else:
            reading.part_end()
    filled = [table for table in reading.tables if any(not row.heading for row in table.rows)]
    if reading.tables and not filled:
        empty = reading.tables[0]
        shown = quote("、".join(dict.fromkeys(map(compact, empty.names))))
        raise RuleParseError(f"{file} 第{empty.line}行：表头“{shown}”下面没有任何数据行。请检查文件是否完整")
    return Content(
        front="\n".join(reading.front),
        tables=tuple(table.table() for table in filled),
        text="\n".join(reading.text),
        remarks="\n".join(reading.remarks),
    )


def _named(grid: Grid, header: Header, columns: Sequence[int]) -> tuple[str, ...]:
    """The columns' names; one without a title left of the tasks that holds words, not numbers, is one of headings."""
    names = [header.names[column] for column in columns]
    roles = [likely_role(name) for name in names]
    task = max((place for place, role in enumerate(roles) if role is Role.TEXT), default=0)
    for place, column in enumerate(columns[:task]):
        if names[place].strip():
            continue
        spots = {id(row[column]): row[column] for row in grid.rows[header.end :]}
        texts = [spot.text for spot in spots.values() if spot.columns < grid.width and spot.text.strip()]
        if texts and 2 * sum(fits_role(Role.NUMBER, text) < 1.0 for text in texts) > len(texts):
            names[place] = _UNTITLED
    return tuple(names)


def _is_heading(line: str) -> bool:
    return bool(_HEADING.match(line)) and len(compact(line)) <= _LONGEST_HEADING


def _last_headings(words: Sequence[str]) -> list[str]:
    headings: list[str] = []
    for line in reversed([line for block in words[-8:] for line in block.split("\n") if line.strip()]):
        if not _is_heading(line):
            break
        headings.insert(0, line.strip())
    return headings


def _alike(grid: Grid, columns: Sequence[int], names: Sequence[str]) -> bool:
    """Columns of numbers, units and deadlines hold such things, and units are named somewhere."""
    named = nobody = False
    for column, role in zip(columns, map(likely_role, names), strict=True):
        if role not in UNIT_ROLES and role not in (Role.NUMBER, Role.DEADLINE):
            continue
        spots = {id(row[column]): row[column].text for row in grid.rows if row[column].text.strip()}
        fits = [fits_role(role, text) for text in spots.values()]
        if 2 * sum(fit >= 0.7 for fit in fits) < len(fits):
            return False
        if role in UNIT_ROLES:
            named = named or any(fit == 1.0 for fit in fits)
            nobody = nobody or not fits
    return named or nobody


def _same(names: tuple[str, ...], others: tuple[str, ...]) -> bool:
    return [compact(name) for name in names] == [compact(name) for name in others]
