"""Worksheets as blocks, whatever program wrote them: one drawing for .xlsx and .xls."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time

from rules.grid import MAX_COLUMNS, Block, Drawing, PartEnd

MAX_ROWS = 20_000  # rows of a sheet that are read; the longest seen has 70
_SHOWN = 6  # rows named in a note
Value = str | int | float | bool | date | time | None


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A worksheet as stored: values by row and column from 0, merged ranges, what is hidden."""

    name: str
    values: Mapping[tuple[int, int], Value]
    merged: Sequence[tuple[int, int, int, int]] = ()
    """First row, end row, first column, end column of each range; ends are not included."""
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    uncomputed: int = 0
    """Formulas without a stored value."""


def sheet_blocks(sheets: Sequence[Sheet]) -> tuple[list[Block], list[str]]:
    """A grid for each sheet, hidden rows and columns left out, and Chinese notes on what was left out."""
    blocks: list[Block] = []
    notes: list[str] = []
    for sheet in sheets:
        texts = {place: text for place, value in sheet.values.items() if (text := printed(value)).strip()}
        notes.extend(_left_out(sheet, texts))
        if texts:
            blocks.extend(_blocks(sheet, texts))
    return blocks, notes


def printed(value: Value) -> str:
    """A cell's value in words: dates as documents write them, whole numbers without a point."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, date):  # a datetime is a date
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:g}"
    return str(value)


def _blocks(sheet: Sheet, texts: Mapping[tuple[int, int], str]) -> Iterator[Block]:
    last_row = max(row for row, _ in texts)
    last_column = max(column for _, column in texts)
    rows = [row for row in range(last_row + 1) if row not in sheet.hidden_rows]
    columns = [column for column in range(last_column + 1) if column not in sheet.hidden_columns]
    row_places = {row: place for place, row in enumerate(rows)}
    column_places = {column: place for place, column in enumerate(columns)}
    drawing = Drawing()
    for top, bottom, left, right in sheet.merged:
        # A merged cell shows its first value, wherever the range begins to be visible.
        shown_rows = [row_places[row] for row in range(top, min(bottom, last_row + 1)) if row in row_places]
        shown = [
            column_places[column] for column in range(left, min(right, last_column + 1)) if column in column_places
        ]
        if shown_rows and shown:
            text = texts.get((top, left), "")
            drawing.put(shown_rows[0], shown[0], [text], len(shown_rows), len(shown))
    covered = {
        (row, column)
        for top, bottom, left, right in sheet.merged
        for row in range(top, min(bottom, last_row + 1))
        for column in range(left, min(right, last_column + 1))
    }
    for (row, column), text in sorted(texts.items()):
        if (row, column) not in covered and row in row_places and column in column_places:
            drawing.put(row_places[row], column_places[column], [text])
    yield drawing.grid(lines=[row + 1 for row in rows])
    yield PartEnd()


def _left_out(sheet: Sheet, texts: Mapping[tuple[int, int], str]) -> Iterator[str]:
    rows = sorted({row for row, _ in texts} & sheet.hidden_rows)
    if rows:
        named = "、".join(str(row + 1) for row in rows[:_SHOWN]) + ("等" if len(rows) > _SHOWN else "")
        yield f"工作表“{sheet.name}”第{named}行（共{len(rows)}行）已隐藏，未读取"
    columns = sorted({column for _, column in texts} & sheet.hidden_columns)
    if columns:
        yield f"工作表“{sheet.name}”有{len(columns)}列已隐藏，未读取"
    if sheet.uncomputed:
        yield (
            f"工作表“{sheet.name}”有{sheet.uncomputed}个公式没有保存计算结果，按空白读取；请用 Excel/WPS 打开后另存再试"
        )


def within_bounds(row: int, column: int) -> bool:
    """The place is in the part of a sheet that is read."""
    return row < MAX_ROWS and column < MAX_COLUMNS
