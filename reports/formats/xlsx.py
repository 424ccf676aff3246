"""Excel: the 台账 with a sheet for each view (`reports.sheets`).

Everything from outside is written as text, never as a formula; what begins like one is marked as text for good
(quotePrefix), so that it stays text when somebody edits the cell. XlsxWriter gives archives with fixed times.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import datetime, time
from pathlib import Path
from typing import Any, Final

import xlsxwriter
from xlsxwriter.exceptions import XlsxWriterException

from checker.followed import Followed
from checker.ledger import LedgerState
from checker.result import Audit, Status
from reports.cleaning import clean
from reports.fastsheet import CellStyles, FastSheet, Texts
from reports.follow import STATES
from reports.formats import keep
from reports.naming import ReportError
from reports.register import SEEN, UNTOLD
from reports.sheet import Kind, Sheet
from reports.sheets import sheets
from reports.wording import STATUS

name = "xlsx"
FILE: Final = "问题台账.xlsx"
MOST_ROWS: Final = 1_048_576
"""Rows of an Excel sheet, its head included."""

_A3, _A4 = 8, 9
_A4_WIDTH: Final = 190
"""Characters across a sheet of A4; beyond that the print would be smaller than 7 points."""

_RED, _ORANGE, _YELLOW = ("#FBD9D5", "#8A1C10"), ("#FDE6CC", "#7A4100"), ("#FFF3C4", "#6B5200")
_GREEN, _BLUE, _GREY = ("#DDEFD9", "#1F5A1A"), ("#DCE9F7", "#1B4470"), ("#E8E8E8", "#3F3F3F")
_COLOURS: Final[Mapping[str, tuple[str, str]]] = {
    STATES[LedgerState.NEW]: _ORANGE,
    STATES[LedgerState.REOPENED]: _RED,
    STATES[LedgerState.OPEN]: _RED,
    SEEN: _ORANGE,
    UNTOLD: _GREY,
    STATES[LedgerState.WAIVED]: _BLUE,
    STATES[LedgerState.RECTIFIED]: _GREEN,
    STATES[LedgerState.WITHDRAWN]: _GREY,
    STATUS[Status.FAIL].name: _RED,
    STATUS[Status.WARN].name: _YELLOW,
    STATUS[Status.UNVERIFIABLE].name: _GREY,
    STATUS[Status.MANUAL].name: _BLUE,
    STATUS[Status.PASS].name: _GREEN,
    "已到期": _RED,
    "不再需要": _GREY,
}
"""Fill and text of a word; the word itself says the same, for those who see no colours."""


def write(audit: Audit, followed: Followed | None, folder: Path, units: Sequence[str] | None) -> Mapping[str, Path]:
    """One workbook over the audit, or over what `units` answer for."""
    return {"": keep(folder / FILE, workbook_bytes(audit, sheets(audit, followed, units)))}


def workbook_bytes(audit: Audit, given: Sequence[Sheet]) -> bytes:
    """The workbook as a file; the same sheets give the same bytes. ReportError when there is no room for its parts."""
    content = io.BytesIO()
    try:
        # constant_memory: one row at a time goes to a temporary file.
        with xlsxwriter.Workbook(content, {"constant_memory": True}) as book:
            book.set_properties(
                {
                    "title": f"政务公开问题台账 {clean(audit.run.place, 60)} {audit.run.as_of}",
                    "created": datetime.combine(audit.run.as_of, time()),
                }
            )
            formats, texts = _Formats(book), Texts(book.str_table)
            for sheet in given:
                page = book.add_worksheet(sheet.name, FastSheet)
                rows = _write_rows(page, sheet, formats, texts)
                _finish(page, sheet, formats, rows=rows, run=clean(audit.run.id, 60))
    except (OSError, XlsxWriterException) as error:
        raise ReportError(f"无法生成 {FILE}：{error}。请检查临时文件夹的磁盘空间。") from error
    return content.getvalue()


class _Formats:
    """The formats of one workbook."""

    def __init__(self, book: Any) -> None:
        cell = {"valign": "top", "text_wrap": True, "font_size": 10}
        figure = {"align": "right", "indent": 1}  # else a figure stands close to the text of the next column
        blue = {"font_color": "#0B4F9E", "underline": 1}
        self.head = book.add_format(
            {"bold": True, "bg_color": "#1F4E79", "font_color": "#FFFFFF", "text_wrap": True, "valign": "vcenter"}
            | {"border": 1, "border_color": "#C8C8C8", "font_size": 10}
        )
        self.cells = CellStyles(
            text=book.add_format(cell),
            marked=book.add_format(cell | {"quote_prefix": True}),
            link=book.add_format(cell | blue),
            marked_link=book.add_format(cell | blue | {"quote_prefix": True}),
            day=book.add_format(cell | {"num_format": "yyyy-mm-dd", "align": "left"}),
            number=book.add_format(cell | figure),
        )
        self.share = book.add_format(cell | figure | {"num_format": "0.0%"})
        self.colours = {
            word: book.add_format({"bg_color": fill, "font_color": ink}) for word, (fill, ink) in _COLOURS.items()
        }


def _write_rows(page: FastSheet, sheet: Sheet, formats: _Formats, texts: Texts) -> int:
    """Heads and rows; how many rows stand below the head."""
    widths = [column.width for column in sheet.columns]
    page.set_row(0, 32)
    for number, column in enumerate(sheet.columns):
        page.set_column(number, number, column.width)
        page.write_string(0, number, column.title, formats.head)
    shares = {place: formats.share for place, column in enumerate(sheet.columns) if column.kind is Kind.SHARE}
    page.begin(texts, formats.cells, shares, widths)
    row = 0
    for cells in sheet.cells():
        row += 1
        if row == MOST_ROWS - 1:
            page.write_line(row, ("（超出一张工作表的行数，其余从略）",))
            break
        page.write_line(row, cells)
    return row


def _finish(page: Any, sheet: Sheet, formats: _Formats, *, rows: int, run: str) -> None:
    last = len(sheet.columns) - 1
    page.freeze_panes(1, sheet.frozen)
    page.autofilter(0, 0, rows, last)
    for number, column in enumerate(sheet.columns):
        if column.kind is Kind.STATE and rows:
            for word, colour in formats.colours.items():
                condition = {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": colour}
                page.conditional_format(1, number, rows, number, condition)
    page.hide_gridlines(0)  # on paper, too
    page.set_landscape()
    printed = sheet.columns[: sheet.printed or None]
    page.set_paper(_A4 if sum(column.width for column in printed) <= _A4_WIDTH else _A3)
    page.set_margins(0.4, 0.4, 0.6, 0.6)
    page.repeat_rows(0)
    page.fit_to_pages(1, 0)
    page.print_area(0, 0, rows, len(printed) - 1)
    page.set_footer(f"&L{sheet.name}　{run.replace('&', '&&')}&R第 &P 页，共 &N 页")
