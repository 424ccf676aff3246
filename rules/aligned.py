"""Tables of a page that draws no lines between its columns: words stand below each other, and that is all.

The header says which columns there are; the room between two of its names must hold one clear gap that runs down
through all rows. Rows are parted by level lines, else by the wider of two kinds of room between lines of words. Where
more than one reading is possible the table is `unclear`: a task in the wrong row would accuse the wrong unit.

Lengths are points, heights count from the top of the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from rules.alignedheader import header_line, with_neighbours
from rules.columns import UNIT_ROLES, Role, likely_role
from rules.layout import fits_role, is_section_row
from rules.room import (
    Band,
    Chunk,
    WordLine,
    clear_gaps,
    fills,
    inside,
    levels_across,
    runs_of,
    without_page_numbers,
    words_between,
)
from rules.ruled import NEAR, Box, Glyph, lines_of_glyphs, words_of

_CLEAR = 0.4  # character sizes; a gap between columns is at least as wide
_FEW_LINES = 3  # above and below the header and at the end: lines that part no rows
_JUMP = 0.15  # character sizes by which the room between rows is wider than the room between lines
_TALLEST_HEADER = 4  # lines of words
_NUMBERED = re.compile(r"^(\d{1,4})[.．、]?$")


@dataclass(frozen=True, kw_only=True)
class Columns:
    """Where the columns of an aligned table stand, for the pages it goes on to."""

    xs: tuple[float, ...]
    """Left edge, boundaries and right edge."""
    names: tuple[str, ...]
    zones: tuple[tuple[float, float], ...]
    """The room between two neighbouring names; words that fill one belong to no column."""
    reaches: tuple[tuple[float, float], ...]
    """From where to where the words of each column go."""
    lined: bool
    """Level lines part its rows."""


@dataclass(frozen=True, kw_only=True)
class Found:
    """What was found on a page: the cells of a table, or the header of one that cannot be read without guessing."""

    cells: tuple[Box, ...] = ()
    columns: Columns | None = None
    unclear: str = ""


def aligned_table(glyphs: Sequence[Glyph], lines: Sequence[dict[str, Any]], before: Columns | None) -> Found:
    """The aligned task table of a page; `before` are the columns of one on the page before, which may go on here."""
    rows = list(without_page_numbers(list(lines_of_glyphs(glyphs))))
    header = header_line(rows, lines)
    if header is not None:
        found = _from_header(rows, header, lines)
    elif before is not None and not any(line["orientation"] == "v" for line in lines):
        found = _going_on(rows, before, lines)
    else:
        return _going_on(rows, before, lines) if before else Found()
    columns = found.columns or before
    if columns is None or found.unclear or not _left_over(columns, rows, found.cells):
        return found
    return Found(unclear=" ".join(filter(None, columns.names)))  # a task read as loose words would be lost


def _left_over(columns: Columns, rows: Sequence[WordLine], cells: Sequence[Box]) -> bool:
    """Words outside the cells stand in the columns as a task does."""
    top, bottom = min((cell[1] for cell in cells), default=0.0), max((cell[3] for cell in cells), default=0.0)
    return any(not top <= row[0].middle <= bottom and _like_task(columns, row) for row in rows)


def _like_task(columns: Columns, row: WordLine) -> bool:
    """A line of a task: words in its column, a unit in one of theirs, nothing but a number in that of numbers."""
    if fills(row, columns.zones) or min(glyph.x0 for glyph in row) < columns.xs[0] - NEAR:
        return False
    texts = [words_between([row], left, right) for left, right in pairwise(columns.xs)]
    said = list(zip(texts, _roles(columns), strict=True))
    return (
        all(_NUMBERED.match(text) for text, role in said if role is Role.NUMBER and text)
        and any(text for text, role in said if role is Role.TEXT)
        and any(text and fits_role(role, text) == 1.0 for text, role in said if role in UNIT_ROLES)
    )


# --- table ----------------------------------------------------------------------------------------------------------


def _from_header(rows: Sequence[WordLine], header: tuple[int, list[Chunk]], lines: Sequence[dict[str, Any]]) -> Found:
    index, chunks = header
    middle = rows[index][0].middle
    shown = " ".join(chunk.text for chunk in chunks)
    levels = levels_across(lines, chunks[0].x0, chunks[-1].x1)
    above = [level for level in levels if level <= middle]
    below = [level for level in levels if level > middle]
    band = (above[-1], below[0]) if above and below else None
    names, own = with_neighbours(rows, index, chunks, band)
    if band and (len(names) < len(chunks) or len(own) > _TALLEST_HEADER):
        band, below = None, []
        names, own = with_neighbours(rows, index, chunks, None)
    if len(names) < len(chunks):
        return Found(unclear=shown)
    size = rows[index][0].size
    zones = tuple((left.x1, right.x0) for left, right in pairwise(names))
    bounded = len(below) > 1
    body = [
        row
        for row in rows
        if own[-1][0].middle < row[0].middle and not (bounded and row[0].middle > below[-1]) and row not in own
    ]
    if not bounded:
        body = _until_words(body, zones)
    plain = [*own, *(row for row in body if not fills(row, zones))]
    if len(plain) == len(own):
        return Found(unclear=shown)
    inner: list[float] = []
    for zone in zones:
        gaps = clear_gaps(plain, zone, _CLEAR * size)
        if len(gaps) != 1:
            return Found(unclear=shown)
        inner.append(sum(gaps[0]) / 2)
    left, right = min(glyph.x0 for row in plain for glyph in row), max(glyph.x1 for row in plain for glyph in row)
    titles = tuple(name.text for name in names)
    untitled = [gap for gap in clear_gaps(plain, (left, names[0].x0), _CLEAR * size) if gap[0] > left]
    if untitled:
        inner.insert(0, sum(untitled[0]) / 2)
        zones = (untitled[0], *zones)
        titles = ("", *titles)
    xs = (left - 1, *inner, right + 1)
    columns = Columns(xs=xs, names=titles, zones=zones, reaches=tuple(_reaches(xs, plain)), lined=False)
    columns = replace(columns, lined=bounded and _parts_rows(columns, below, body, lines))
    top = band[0] if band else min(glyph.top for row in own for glyph in row) - 1
    head_end = band[1] if band else max(glyph.bottom for row in own for glyph in row)
    return _read(columns, body, lines, head=(top, head_end), shown=shown, loose=_below(rows, body, zones))


def _below(rows: Sequence[WordLine], body: Sequence[WordLine], zones: Sequence[tuple[float, float]]) -> list[WordLine]:
    """The lines of words under the last level line, where a last row without a line below it stands."""
    end = max((row[0].middle for row in body), default=float("inf"))
    return _until_words([row for row in rows if row[0].middle > end], zones)


def _going_on(rows: Sequence[WordLine], columns: Columns, lines: Sequence[dict[str, Any]]) -> Found:
    """The table of the page before, without its header, at the top of this page."""
    start = next((place for place, row in enumerate(rows) if not fills(row, columns.zones)), len(rows))
    if start > 2:
        return Found()
    levels = levels_across(lines, columns.xs[1], columns.xs[-2]) if columns.lined else []
    if levels:
        body = [row for row in rows[start:] if row[0].middle < levels[-1]]
        if not any(_like_task(columns, row) for row in body if row[0].middle < levels[0]):
            body = [row for row in body if row[0].middle > levels[0]]
    else:
        body = _until_words(rows[start:], columns.zones)
    held = [row for row in body if columns.xs[0] - NEAR <= min(glyph.x0 for glyph in row)]
    if not held or len(held) < len(body):
        return Found()
    shown = " ".join(filter(None, columns.names))
    found = _read(
        replace(columns, lined=bool(levels)),
        body,
        lines,
        head=None,
        shown=shown,
        loose=_below(rows, body, columns.zones) if levels else (),
    )
    return replace(found, columns=columns if found.columns else None)


def _read(
    columns: Columns,
    body: Sequence[WordLine],
    lines: Sequence[dict[str, Any]],
    *,
    head: Band | None,
    shown: str,
    loose: Sequence[WordLine],
) -> Found:
    if columns.lined:
        levels = levels_across(lines, columns.xs[1], columns.xs[-2])
        first = min((glyph.top for row in body for glyph in row), default=0.0) - 1
        if head is None and levels and first < levels[0] - NEAR:  # the page began without the line above its first row
            levels.insert(0, first)
        bands = [band for band in pairwise(levels) if head is None or band[0] >= head[1] - NEAR]
        cells = list(_lined_cells(columns, bands, body, lines))
        if any(_like_task(columns, row) for row in loose):
            last = _bands_by_room(columns, loose, goes_on=False)
            if last is None or not _follows(columns, cells, body, inside(loose, last[0][:2])):
                return Found(unclear=shown)
            cells += [cell for top, bottom, whole in last for cell in _row(columns, top, bottom, whole=whole)]
            body = [*body, *loose]
    else:
        found = _bands_by_room(columns, body, goes_on=head is None)
        if found is None:
            return Found(unclear=shown)
        cells = [cell for top, bottom, whole in found for cell in _row(columns, top, bottom, whole=whole)]
    if head:
        first = min((cell[1] for cell in cells), default=head[1])
        cells = [*_row(columns, head[0], first, whole=False), *cells]
    if not _agrees(columns, cells, body):
        return Found(unclear=shown)
    return Found(cells=tuple(cells), columns=columns)


def _follows(columns: Columns, cells: Sequence[Box], body: Sequence[WordLine], row: Sequence[WordLine]) -> bool:
    """The row has the number after the last one of the cells."""
    place = _roles(columns).index(Role.NUMBER)
    left, right = columns.xs[place], columns.xs[place + 1]
    texts = [words_between(inside(body, (top, bottom)), x0, x1) for x0, top, x1, bottom in cells if x1 == right]
    found = [_NUMBERED.match(text) for text in (*texts, words_between(row, left, right)) if text]
    return len(found) > 1 and all(found) and int(found[-1][1]) == int(found[-2][1]) + 1  # type: ignore[index]


def _reaches(xs: Sequence[float], rows: Sequence[WordLine]) -> Iterator[tuple[float, float]]:
    for left, right in pairwise(xs):
        held = [glyph for row in rows for glyph in row if left <= glyph.x0 < right]
        yield (
            min((glyph.x0 for glyph in held), default=left),
            max((glyph.x1 for glyph in held), default=right),
        )


def _row(columns: Columns, top: float, bottom: float, *, whole: bool) -> Iterator[Box]:
    if whole:
        yield columns.xs[0], top, columns.xs[-1], bottom
    else:
        yield from ((left, top, right, bottom) for left, right in pairwise(columns.xs))


def _lined_cells(
    columns: Columns, bands: Sequence[Band], body: Sequence[WordLine], lines: Sequence[dict[str, Any]]
) -> Iterator[Box]:
    """Cells between level lines; a line that stops short of a column leaves its cell to go on below."""
    for top, bottom in bands:
        rows = [row for row in body if top < row[0].middle < bottom]
        if any(fills(row, columns.zones) for row in rows) or _is_heading(columns, rows):
            yield from _row(columns, top, bottom, whole=True)
            continue
        for (left, right), reach in zip(pairwise(columns.xs), columns.reaches, strict=True):
            inner = [level for level in levels_across(lines, *reach) if top < level < bottom]
            yield from ((left, upper, right, lower) for upper, lower in pairwise([top, *inner, bottom]))


def _parts_rows(
    columns: Columns, levels: Sequence[float], body: Sequence[WordLine], lines: Sequence[dict[str, Any]]
) -> bool:
    """The level lines part all rows: no cell of the numbers' column holds two of them."""
    roles = _roles(columns)
    if Role.NUMBER not in roles:
        return len(levels) >= _FEW_LINES
    place = roles.index(Role.NUMBER)
    left, right = columns.xs[place], columns.xs[place + 1]
    cells = _lined_cells(columns, list(pairwise(levels)), body, lines)
    numbers = [
        words_between(inside(body, (top, bottom)), x0, x1) for x0, top, x1, bottom in cells if (x0, x1) == (left, right)
    ]
    return not any("\n" in text for text in numbers)


def _is_heading(columns: Columns, rows: Sequence[WordLine]) -> bool:
    """Numbered words at the left edge, and nothing in any other column."""
    first, *rest = (words_between(rows, left, right) for left, right in pairwise(columns.xs))
    return not any(rest) and is_section_row(first)


def _bands_by_room(
    columns: Columns, body: Sequence[WordLine], *, goes_on: bool
) -> list[tuple[float, float, bool]] | None:
    """Top, bottom and "one cell over the whole width" of each row; None when none or several ways agree."""
    runs = runs_of(body)
    if not runs:
        return None
    rooms = sorted(lower[0] - upper[1] for upper, lower in pairwise(runs))
    size = body[0][0].size
    cuts = [-1.0, *((low + high) / 2 for low, high in pairwise(rooms) if high - low > _JUMP * size), float("inf")]
    agreeing: dict[tuple[Band, ...], None] = {}
    for cut in cuts:
        bands: list[Band] = []
        for run in runs:
            if bands and run[0] - bands[-1][1] <= cut and not _fills_band(columns, body, bands[-1], run):
                bands[-1] = (bands[-1][0], run[1])
            else:
                bands.append(run)
        if _one_task_each(columns, body, bands, goes_on=goes_on):
            agreeing[tuple(bands)] = None
    if len(agreeing) != 1:
        return None
    bands = list(next(iter(agreeing)))
    edges = [bands[0][0] - 1, *((upper[1] + lower[0]) / 2 for upper, lower in pairwise(bands)), bands[-1][1] + 1]
    return [
        (top, bottom, any(fills(row, columns.zones) for row in inside(body, (top, bottom))))
        for top, bottom in pairwise(edges)
    ]


def _fills_band(columns: Columns, body: Sequence[WordLine], *bands: Band) -> bool:
    return any(fills(row, columns.zones) for band in bands for row in inside(body, band))


def _one_task_each(columns: Columns, body: Sequence[WordLine], bands: Sequence[Band], *, goes_on: bool) -> bool:
    """Each row has the next number, and words in every column of tasks and units."""
    roles = _roles(columns)
    if Role.NUMBER not in roles:
        return False
    number = roles.index(Role.NUMBER)
    before: int | None = None
    for place, band in enumerate(bands):
        rows = inside(body, band)
        if any(fills(row, columns.zones) for row in rows):
            if len(rows) > 1:
                return False
            continue
        texts = [words_between(rows, left, right) for left, right in pairwise(columns.xs)]
        needed = [text for text, role in zip(texts, roles, strict=True) if role in UNIT_ROLES or role is Role.TEXT]
        rest = goes_on and place == 0 and not texts[number]
        found = _NUMBERED.match(texts[number])
        if not rest and (not found or not all(needed) or (before is not None and int(found[1]) != before + 1)):
            return False
        before = int(found[1]) if found else before
    return True


def _agrees(columns: Columns, cells: Sequence[Box], body: Sequence[WordLine]) -> bool:
    """Columns of units and numbers hold such things."""
    for place, role in enumerate(_roles(columns)):
        if role not in UNIT_ROLES and role is not Role.NUMBER:
            continue
        left, right = columns.xs[place], columns.xs[place + 1]
        texts = [
            words_between(inside(body, (top, bottom)), left, right)
            for x0, top, x1, bottom in cells
            if (x0, x1) == (left, right)
        ]
        fits = [fits_role(role, text) >= 0.7 for text in texts if text]
        if 2 * sum(fits) < len(fits) or (role is Role.NUMBER and not all(fits)):
            return False
    return True


def _roles(columns: Columns) -> list[Role]:
    return [likely_role(name) if name else Role.NUMBER for name in columns.names]


def _until_words(body: Sequence[WordLine], zones: Sequence[tuple[float, float]]) -> list[WordLine]:
    """The lines of words before the first that is no row and no heading."""
    kept: list[WordLine] = []
    for row in body:
        if fills(row, zones) and not is_section_row(words_of(row)):
            break
        kept.append(row)
    return kept
