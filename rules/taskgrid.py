"""Task tables among grids: where the header is, which cells stand in which column, and what is no task.

The header is found by its names, not by size or place: the task table of a web page is rarely its biggest table. A
grid without such a header is words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from rules.columns import UNIT_ROLES, Role, header_name, heads_tasks, heads_tasks_alone, likely_role, role_of
from rules.flattened import TAIL
from rules.grid import Grid, Spot
from rules.layout import fits_role
from rules.table import Cell
from rules.typesetting import CHINESE_NUMERAL, compact, quote
from rules.unitgroups import says_who

_DEEPEST_HEADER = 3
_LONGEST_NAME = 16
_SEARCHED_ROWS = 400  # a header below that many rows of something else is none
_REMARK = re.compile(r"^\s*(?:[（(]?(?:备注|说明|注)[）)]?\s*[:：]|注\d{0,2}[.．、:：])")
_BARE_NUMERAL = re.compile(rf"^(?:[{CHINESE_NUMERAL}]{{1,3}}|第[{CHINESE_NUMERAL}]{{1,3}}[章节部分]{{1,2}})$")
_LONGEST_HEADING = 60


@dataclass(frozen=True, kw_only=True)
class Header:
    """The header rows of a grid."""

    start: int
    """The first of its rows; what stands above is the title."""
    end: int
    """The first body row."""
    names: tuple[str, ...]
    """For each column of the grid; a name over several columns is repeated."""
    keys: frozenset[tuple[str, ...]]
    """The words of each of its rows, to know it again where a page break repeats it."""

    def repeated_by(self, spots: Sequence[Spot]) -> bool:
        """A row whose cells are those of one of the header's rows."""
        return _key(spots) in self.keys


@dataclass(frozen=True, kw_only=True)
class Row:
    """A body row: its cells by column, or the heading it is."""

    cells: tuple[Cell, ...]
    begins_page: bool = False
    """It follows a repeated header or stands first in its grid."""
    merged_below: tuple[bool, ...] = ()
    """For each column: the cell reaches further down than this row."""

    @property
    def heading(self) -> bool:
        """A heading of the rows below."""
        return self.cells[0].spanning


@dataclass(frozen=True, kw_only=True)
class Body:
    """What a header's rows hold, apart from the tasks."""

    rows: tuple[Row, ...]
    remarks: tuple[str, ...]
    """Notes in rows of their own (注：…)."""
    notes: tuple[str, ...]
    """Chinese sentences about rows that are neither tasks nor headings, for people to check."""


def find_header(grid: Grid) -> Header | None:
    """The first rows whose names speak of a task and of who answers for it, or whose tasks say that themselves."""
    header = _first_header(grid, heads_tasks)
    if header is None and 2 * sum(any(says_who(spot.text) for spot in row) for row in grid.rows) >= len(grid.rows):
        header = _first_header(grid, heads_tasks_alone)
    return header


def _first_header(grid: Grid, heads: Callable[[Sequence[str]], bool]) -> Header | None:
    for start in range(min(len(grid.rows), _SEARCHED_ROWS)):
        if not _may_be_header(grid.own(start)):
            continue
        for depth in range(1, min(_DEEPEST_HEADER, len(grid.rows) - start) + 1):
            if depth > 1 and not _may_go_on(grid, start + depth - 1):
                break
            names = _names(grid, start, start + depth)
            if heads(names) and 2 * _known(names) >= len({name for name in names if name}):
                return _complete(grid, start, start + depth)
    return None


def split_at_headers(grid: Grid) -> list[Grid]:
    """The grid, or its parts where further down another header begins another table."""
    header = find_header(grid)
    if header is None:
        return [grid]
    keys = set(header.keys)
    cuts = [0]
    for number in range(header.end, len(grid.rows)):
        spots = grid.own(number)
        names = [spot.text for spot in spots if spot.text.strip()]
        named = _may_be_header(spots) and _known(names) == len(set(names))
        if named and _key(spots) not in keys and heads_tasks(names):
            cuts.append(number)
            keys = {_key(spots)}
    if len(cuts) == 1:
        return [grid]
    return [grid.part(start, end) for start, end in pairwise([*cuts, len(grid.rows)])]


def columns_of(grid: Grid, header: Header | None, body: range) -> tuple[int, ...]:
    """The columns of the grid in which cells begin; lines that only headings or merged cells cross are no columns."""
    begins: set[int] = set()
    for number in [*(range(header.start, header.end) if header else ()), *body]:
        spots = grid.own(number)
        if len(spots) > 1 or (spots and spots[0].columns < grid.width):
            begins.update(spot.column for spot in spots)
    kept = sorted(begins) or [0]
    if header is None:
        return tuple(kept)
    return tuple(
        column
        for column in kept
        if header.names[column] or any(grid.rows[number][column].text.strip() for number in body)
    )


def read_body(
    grid: Grid, header: Header, start: int, columns: Sequence[int], names: Sequence[str], *, first_page: bool
) -> Body:
    """The rows from `start` on, in the given columns; `names` are the header's for them."""
    roles = [likely_role(name) if name.strip() else Role.NUMBER for name in names]
    rows: list[Row] = []
    remarks: list[str] = []
    notes: list[str] = []
    begins_page = not first_page
    end = _tail(grid, start)
    titles = {_key(grid.own(number)) for number in range(header.start)} if start >= header.end else set()
    for number in range(start, end):
        spots = grid.own(number)
        filled = [spot for spot in spots if spot.text.strip()]
        if not filled:
            continue
        if header.repeated_by(spots) or _key(spots) in titles:
            begins_page = True
            continue
        line = grid.line(number)
        words = _across(filled, columns, roles, grid.width)
        if words is None:
            row = Row(
                cells=tuple(_cells(grid, number, start, columns, roles)),
                begins_page=begins_page,
                merged_below=tuple(grid.rows[number][column].bottom > number + 1 for column in columns),
            )
            rows.append(row)
            begins_page = False
        elif _REMARK.match(words):
            remarks.append(words)
        elif len(compact(words)) <= _LONGEST_HEADING:
            rows.append(heading_row(words, len(columns), line))
        else:
            notes.append(f"第{line}行是横贯整行的文字“{quote(words)}”，未作为任务读取")
    return Body(rows=tuple(rows), remarks=tuple(remarks), notes=tuple(notes))


def heading_row(words: str, width: int, line: int | None = None) -> Row:
    """A heading over the rows below it."""
    blank = Cell(text="", line=line)
    return Row(cells=(Cell(text=words, spanning=True, line=line), *[blank] * (width - 1)))


def marked(row: Row, column: int, text: str) -> Row:
    """The row with a cell that takes its value from above."""
    cells = list(row.cells)
    cells[column] = replace(cells[column], text=text, inherited=True)
    return replace(row, cells=tuple(cells))


# --- header ---------------------------------------------------------------------------------------------------------


def _key(spots: Sequence[Spot]) -> tuple[str, ...]:
    return tuple(filter(None, (compact(spot.text[:80]) for spot in spots)))


def _may_be_header(spots: Sequence[Spot]) -> bool:
    names = [spot.text for spot in spots if spot.text.strip()]
    return len(names) > 1 and all(map(_like_name, names)) and any(role_of(name) is not Role.UNKNOWN for name in names)


def _like_name(text: str) -> bool:
    return len(text) <= 200 and len(header_name(text)) <= _LONGEST_NAME and not re.search("[。；]", header_name(text))


def _may_go_on(grid: Grid, number: int) -> bool:
    """A second header row holds names only."""
    names = [spot.text for spot in grid.own(number) if spot.text.strip()]
    return bool(names) and all(map(_like_name, names))


def _known(names: Sequence[str]) -> int:
    return sum(role_of(name) is not Role.UNKNOWN for name in set(names))


def _complete(grid: Grid, start: int, end: int) -> Header:
    """The header with the rows that its cells reach down to, and further rows of names."""
    end = max([end, *(spot.bottom for spot in grid.rows[end - 1] if spot.bottom - start <= _DEEPEST_HEADER)])
    while end < len(grid.rows) and end - start < _DEEPEST_HEADER:
        spots = grid.own(end)
        names = [spot.text for spot in spots if spot.text.strip()]
        above = {_key(grid.own(number)) for number in range(start, end)}
        if not names or _key(spots) in above or any(role_of(name) is Role.UNKNOWN for name in names):
            break
        end += 1
    keys = frozenset(filter(None, (_key(grid.own(number)) for number in range(start, end))))
    return Header(start=start, end=end, names=_names(grid, start, end), keys=keys)


def _names(grid: Grid, start: int, end: int) -> tuple[str, ...]:
    return tuple(
        _name([grid.rows[number][column].text for number in range(start, end)]) for column in range(grid.width)
    )


def _name(levels: Sequence[str]) -> str:
    """The innermost of the names above each other that says something; all of them when only together they do."""
    names = [name for name in dict.fromkeys(levels) if name.strip()]
    for name in (*reversed(names), "".join(names)):
        role = role_of(name)
        if role in {Role.PATH, Role.REMARK} and name in names[:-1]:  # 公开渠道和载体 over a column for each channel
            return f"{name}（{compact(names[-1])}）"
        if role is not Role.UNKNOWN:
            return name
    return names[-1] if names else ""


# --- body -----------------------------------------------------------------------------------------------------------


def _tail(grid: Grid, start: int) -> int:
    """The row after the last task: 抄送 and the like below it are none."""
    end = len(grid.rows)
    while end > start:
        filled = [spot.text for spot in grid.own(end - 1) if spot.text.strip()]
        if len(filled) > 2 or (filled and not TAIL.match(filled[0])):
            break
        end -= 1
    return end


def _across(filled: Sequence[Spot], columns: Sequence[int], roles: Sequence[Role], width: int) -> str | None:
    """The words of a row that is no task because one cell covers tasks and units alike, or the whole row."""
    if len(filled) == 1 and _alone_in_its_row(filled[0], columns, roles):
        return filled[0].text.strip()
    for spot in filled:
        covered = {role for column, role in zip(columns, roles, strict=True) if spot.column <= column < spot.end}
        if spot.columns == width or (Role.TEXT in covered and covered & UNIT_ROLES):
            before = "".join(compact(other.text) for other in filled if other.column < spot.column)
            return f"{before}、{spot.text.strip()}" if _BARE_NUMERAL.match(before) else before + spot.text.strip()
    return None


def _alone_in_its_row(spot: Spot, columns: Sequence[int], roles: Sequence[Role]) -> bool:
    """Words that run over the empty cells beside them, as sheets show them: a note, or no number among numbers."""
    text = spot.text.strip()
    numbers = any(column == spot.column and role is Role.NUMBER for column, role in zip(columns, roles, strict=True))
    return bool(_REMARK.match(text)) or (numbers and fits_role(Role.NUMBER, text) < 1.0)


def _cells(grid: Grid, number: int, start: int, columns: Sequence[int], roles: Sequence[Role]) -> Iterator[Cell]:
    line = grid.line(number)
    for place, column in enumerate(columns):
        spot = grid.rows[number][column]
        if spot.row < start or place not in _holders(spot, columns, roles):
            yield Cell(text="", line=line)
        else:
            yield Cell(text=spot.text, inherited=spot.row < number and bool(spot.text.strip()), line=line)


def _holders(spot: Spot, columns: Sequence[int], roles: Sequence[Role]) -> tuple[int, ...]:
    """Which of the columns a cell covers hold its words: the task's, else all of units, else the first of headings."""
    covered = tuple(place for place, column in enumerate(columns) if spot.column <= column < spot.end)
    if len(covered) < 2:
        return covered
    texts = [place for place in covered if roles[place] is Role.TEXT]
    if texts:
        last = max(place for place, role in enumerate(roles) if role is Role.TEXT)
        return (last if last in texts else texts[0],)
    units = tuple(place for place in covered if roles[place] in UNIT_ROLES)
    return units if len(units) > 1 else covered[:1]


def line_words(spots: Sequence[Spot]) -> Iterator[str]:
    """The words of a row above the header."""
    yield from (spot.text for spot in spots if spot.text.strip())
