"""旧版 Excel 工作簿: .xls, also .et of WPS; hidden sheets, rows and columns are left out, with a note."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, Literal

import xlrd
from xlrd.biffh import XLRDError

from rules.blocks import content_of
from rules.compound import root_streams
from rules.documents import Content
from rules.grid import TooLargeError
from rules.model import RuleParseError
from rules.sheets import Sheet, Value, sheet_blocks, within_bounds

FORMAT = "旧版 Excel 工作簿"


def recognises(data: bytes) -> bool:
    """A compound file whose main stream is a workbook."""
    return not root_streams(data).isdisjoint(("workbook", "book"))


def read(data: bytes, file: str) -> Content:
    """The visible sheets in order."""
    try:
        # Merged ranges and hidden rows come with the formatting only.
        book = xlrd.open_workbook(
            file_contents=data, formatting_info=True, on_demand=True, ragged_rows=True, logfile=io.StringIO()
        )
        sheets = list(_sheets(book))
    except XLRDError as error:
        if "encrypted" in str(error):
            raise RuleParseError(f"{file}：文件有密码保护，无法读取。请去掉密码后另存再试") from None
        raise RuleParseError(f"{file}：工作簿已损坏，无法读取。请用 Excel/WPS 另存为 .xlsx 后再试") from None
    except Exception:  # xlrd asserts and indexes its way through damaged files
        raise RuleParseError(f"{file}：工作簿已损坏，无法读取。请用 Excel/WPS 另存为 .xlsx 后再试") from None
    if not sheets:
        raise RuleParseError(f"{file}：工作簿没有可见的工作表。请取消隐藏后另存再试")
    blocks, notes = sheet_blocks(sheets)
    try:
        return content_of(blocks, file, notes)
    except TooLargeError:
        raise RuleParseError(f"{file}：表格过大。请确认它是任务分工文件") from None


def _sheets(book: Any) -> Iterator[Sheet]:
    for sheet in book.sheets():
        if sheet.visibility:
            continue
        values = {
            (row, column): _value(sheet.cell(row, column), 1 if book.datemode else 0)
            for row in range(sheet.nrows)
            for column in range(sheet.row_len(row))
            if within_bounds(row, column)
        }
        yield Sheet(
            name=sheet.name,
            values=values,
            merged=list(sheet.merged_cells),
            hidden_rows=frozenset(row for row, info in sheet.rowinfo_map.items() if info.hidden),
            hidden_columns=frozenset(column for column, info in sheet.colinfo_map.items() if info.hidden),
        )


def _value(cell: Any, datemode: Literal[0, 1]) -> Value:
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            return xlrd.xldate.xldate_as_datetime(cell.value, datemode)
        except (ValueError, OverflowError):
            return str(cell.value)
    return (
        str(cell.value)
        if cell.ctype == xlrd.XL_CELL_TEXT
        else cell.value
        if cell.ctype == xlrd.XL_CELL_NUMBER
        else None
    )
