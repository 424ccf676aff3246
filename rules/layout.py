"""Cutting a stream of cells into rows when nothing says where a row ends.

The number of columns is the N that leaves no remainder *and* whose columns hold what their headers promise. A header
may have fewer cells than the body: a column of numbers without a title, or a title over two columns; and section
headings may span a row as a single cell. Every row must fit: a table that fits only on the whole has lost a cell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations_with_replacement

from rules.assignment import is_complete, looks_like_units, split_units
from rules.catalogue import is_column_tree
from rules.columns import UNIT_ROLES, Role, likely_role
from rules.deadlines import looks_like_deadline
from rules.table import Cell, Table
from rules.typesetting import CHINESE_NUMERAL, compact, quote

_MAX_EXTRA = 3  # columns the body may have more than the header
_GOOD_FIT = 0.8
_COLUMN_FIT = 0.6
_NEAR_BEST = 0.02
_SAMPLE = 200  # rows that are looked at first
_NUMBER = re.compile(
    rf"^[（(]?(?:\d{{1,4}}|[{CHINESE_NUMERAL}]{{1,3}})(?:[.．\-]\d{{1,3}})*(?:[-—~、,，]\d{{1,4}})?[)）]?[.．、]?$"
)
_SECTION_ROW = re.compile(
    rf"^\s*(?:[{CHINESE_NUMERAL}]{{1,3}}、|[（(][{CHINESE_NUMERAL}]{{1,3}}[)）]|第[{CHINESE_NUMERAL}]{{1,3}}[章节部])"
)

Rows = tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, kw_only=True)
class Layout:
    """One way to cut the cells into rows: a header name for each column, and how well the content agrees."""

    headers: tuple[str, ...]
    rows: Rows
    fit: float
    """Share of cells that hold what their column's header promises, 0.0 to 1.0."""
    worst: float
    """The same for the worst column of units or of numbers without a title."""
    misfit: tuple[int, int] | None
    """Row and column of the first cell that cannot be what its column holds."""

    @property
    def good(self) -> bool:
        """The content agrees, in every row."""
        return self.fit >= _GOOD_FIT and self.worst >= _COLUMN_FIT and self.misfit is None


@dataclass(frozen=True, kw_only=True)
class Undecided:
    """No layout fits, or several do."""

    layouts: tuple[Layout, ...]
    widths: tuple[int, ...] = ()
    """The competing numbers of columns, when several fit."""


def cut(names: tuple[str, ...], body: list[Cell], extra: int = _MAX_EXTRA) -> Table | Undecided:
    """The rows below a header with these `names`; the body may have up to `extra` columns more."""
    layouts = list(_layouts(names, body, extra))
    good = [layout for layout in layouts if layout.good]
    if not good:
        return Undecided(layouts=tuple(layouts))
    best = max(layout.fit for layout in good)
    chosen = [layout for layout in good if layout.fit >= best - _NEAR_BEST]
    # Where every column can have a name of its own, one that nobody named is not looked for.
    chosen = [layout for layout in chosen if len(layout.headers) == len(names)] or chosen
    if len({_roles(layout.headers) for layout in chosen}) > 1:
        return Undecided(layouts=tuple(chosen), widths=tuple(sorted({len(layout.headers) for layout in chosen})))
    return Table(headers=chosen[0].headers, rows=chosen[0].rows, merges_known=False)


def explain(outcome: Undecided, names: tuple[str, ...], body: list[Cell], place: str, first: Cell) -> str:
    """Chinese line: the first cell that is not what its column promises; `place` is the message up to the line."""
    if outcome.widths:
        widths = "、".join(map(str, outcome.widths))
        problem = f"表格每行可能是 {widths} 格，无法确定列数或列的含义"
        return f"{place}{first.line}行：{problem}。请补全表头（每列一个名称）后再试"
    shown = "、".join(quote(compact(name), 10) for name in names)
    way_out = "请检查该处是否多出或缺少单元格，或补全表头后再试"
    known = [layout for layout in outcome.layouts if layout.misfit is not None]
    if known:
        best = max(known, key=lambda layout: (min(layout.worst, layout.fit), layout.fit))
        row, column = best.misfit or (0, 0)
        cell, named = best.rows[row][column], quote(compact(best.headers[column]), 12) or "（无标题列）"
        return (
            f"{place}{cell.line}行：“{quote(cell.text)}”不像“{named}”列的内容，版式无法识别（表头：{shown}）。{way_out}"
        )
    cell = _first_misfit(names, body)
    return (
        f"{place}{cell.line}行：从“{quote(cell.text)}”起不能与表头对齐，表头 {len(names)} 列（{shown}），"
        f"其下 {len(body)} 个单元格，版式无法识别。{way_out}"
    )


def _layouts(names: tuple[str, ...], body: list[Cell], extra: int) -> Iterator[Layout]:
    plain = list(_layouts_of(names, body, extra, _chunks))
    yield from plain
    if not any(layout.good for layout in plain):
        yield from _layouts_of(names, body, extra, _chunks_with_section_rows)


def _layouts_of(
    names: tuple[str, ...], body: list[Cell], extra: int, chunk: Callable[[list[Cell], int], Rows | None]
) -> Iterator[Layout]:
    for width in range(len(names), len(names) + extra + 1):
        rows = chunk(body, width)
        if rows is None or not any(map(_is_filled, rows)):
            continue
        for headers in _header_alignments(names, width):
            layout = _judge(headers, rows[:_SAMPLE])
            # One cell that cannot be right ends a reading, however many rows follow.
            if len(rows) > _SAMPLE and (layout is None or layout.misfit is None):
                layout = _judge(headers, rows)
            if layout is not None:
                yield layout


def _chunks(body: list[Cell], width: int) -> Rows | None:
    rest = len(body) % width
    if rest:
        if len(body) < width or not all(cell.blank for cell in body[-rest:]):
            return None
        body = body[:-rest]
    return tuple(tuple(body[index : index + width]) for index in range(0, len(body), width))


def is_section_row(text: str) -> bool:
    """A numbered heading short enough to stand alone over the rows below it."""
    return bool(_SECTION_ROW.match(text)) and len(compact(text)) <= 60


def _chunks_with_section_rows(body: list[Cell], width: int) -> Rows | None:
    """Rows of `width`, and section headings that span a whole row as a single cell."""
    rows: list[tuple[Cell, ...]] = []
    index = spanning = 0
    while index < len(body):
        cell = body[index]
        if is_section_row(cell.text):
            rows.append((replace(cell, spanning=True), *(Cell(text="", line=cell.line) for _ in range(width - 1))))
            index += 1
            spanning += 1
        elif index + width <= len(body):
            rows.append(tuple(body[index : index + width]))
            index += width
        elif all(rest.blank for rest in body[index:]):
            break
        else:
            return None
    return tuple(rows) if spanning else None


def _header_alignments(names: tuple[str, ...], width: int) -> Iterator[tuple[str, ...]]:
    """Ways to spread the names over `width` columns: a name over two columns, or a column without a title."""
    extra = width - len(names)
    if not extra:
        yield names
        return
    # An even place means "a column without a title before name k", an odd one "name k spans one column more".
    for places in combinations_with_replacement(range(2 * len(names) + 1), extra):
        headers: list[str] = []
        for index, name in enumerate(names):
            headers.extend([""] * places.count(2 * index))
            headers.extend([name] * (1 + places.count(2 * index + 1)))
        headers.extend([""] * places.count(2 * len(names)))
        if headers.count("") <= 1:
            yield tuple(headers)


def _roles(headers: tuple[str, ...]) -> tuple[Role, ...]:
    return tuple(likely_role(header) if header.strip() else Role.NUMBER for header in headers)


def _is_filled(row: Sequence[Cell]) -> bool:
    """More stands in the row than a heading."""
    return sum(not cell.blank for cell in row) > 1


def _judge(headers: tuple[str, ...], rows: Rows) -> Layout | None:
    """How well the rows agree with the headers; None when a column without a title is empty or tasks are missing."""
    roles = _roles(headers)
    task = max(index for index, role in enumerate(roles) if role is Role.TEXT)
    # In a tree of columns a row may stop at any level.
    named = [index for index, role in enumerate(roles) if role is Role.TEXT] if is_column_tree(headers) else [task]
    filled_rows = [row for row in rows if _is_filled(row)]
    with_task = sum(any(not row[index].blank for index in named) for row in filled_rows)
    if not filled_rows or with_task < _GOOD_FIT * len(filled_rows):
        return None
    fitting = total = 0.0
    worst = 1.0
    misfits: list[tuple[int, int]] = []
    spanning = {place for place, row in enumerate(rows) if sum(not cell.blank for cell in row) == 1}
    headings = {place for place in spanning if is_section_row(rows[place][0].text)}
    for index, role in enumerate(roles):
        untitled = not headers[index].strip()
        places = [place for place, row in enumerate(rows) if not row[index].blank and place not in headings]
        if role in {Role.UNKNOWN, Role.REMARK, Role.PATH} or not places:
            if untitled:
                return None
            continue  # a column whose name promises nothing neither speaks for nor against
        fits = [fits_role(role, rows[place][index].text) for place in places]
        fitting += sum(fits)
        total += len(fits)
        if role in UNIT_ROLES or untitled:
            worst = min(worst, sum(fits) / len(fits))
        if role in UNIT_ROLES or role is Role.NUMBER or index == task:
            misfits.extend((place, index) for place, fit in zip(places, fits, strict=True) if not fit)
    misfits = [misfit for misfit in misfits if misfit[0] not in spanning]
    if not total:
        return None
    return Layout(headers=headers, rows=rows, fit=fitting / total, worst=worst, misfit=min(misfits, default=None))


@lru_cache(maxsize=65536)
def fits_role(role: Role, text: str) -> float:
    """How well a cell's text is what a column of that role holds: 1.0 yes, 0.0 it cannot be."""
    squeezed = compact(text)
    if role is Role.NUMBER:
        return 1.0 if _NUMBER.match(squeezed) else 0.3 if len(squeezed) <= 8 else 0.0
    if role in UNIT_ROLES:
        return _unit_fit(text, squeezed)
    if role is Role.DEADLINE:
        return float(looks_like_deadline(text))
    # A task or a heading is words; neither a bare number nor a list of units.
    if _NUMBER.match(squeezed):
        return 0.0
    return 0.3 if len(squeezed) < 40 and looks_like_units(text) else 1.0


def _unit_fit(text: str, squeezed: str) -> float:
    if looks_like_units(text):
        return 1.0
    if _NUMBER.match(squeezed) or _SECTION_ROW.match(text):
        return 0.0
    names = split_units(text)
    if not names:
        return 0.0
    # Bodies with unusual names stand in short lists; sentences do not.
    short = "。" not in squeezed.rstrip("。") and all(len(name) <= 16 for name in names)
    return 0.7 if short or 2 * sum(map(is_complete, names)) >= len(names) else 0.0


def _first_misfit(names: tuple[str, ...], body: list[Cell]) -> Cell:
    roles = _roles(names)
    for index, cell in enumerate(body):
        role = roles[index % len(roles)]
        if not cell.blank and role in UNIT_ROLES | {Role.NUMBER, Role.DEADLINE} and fits_role(role, cell.text) < 0.5:
            return cell
    return body[-1]
