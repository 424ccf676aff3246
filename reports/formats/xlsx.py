"""Excel: the 台账 with a sheet for each view (`reports.sheets`).

Everything from outside is written as text, never as a formula; what begins like one is marked as text for good
(quotePrefix), so that it stays text when somebody edits the cell. XlsxWriter gives archives with fixed times.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Final

import xlsxwriter
from xlsxwriter.exceptions import XlsxWriterException

from checker.followed import Followed
from checker.ledger import LedgerState
from checker.result import Audit, Status
from reports.cleaning import Link, clean
from reports.follow import STATES
from reports.formats import keep
from reports.naming import ReportError
from reports.register import SEEN, UNTOLD
from reports.sheet import Cell, Column, Kind, Sheet, is_active, safe_text
from reports.sheets import sheets
from reports.wording import STATUS

name = "xlsx"
FILE: Final = "问题台账.xlsx"
MOST_ROWS: Final = 1_048_576
"""Rows of an Excel sheet, its head included."""
MOST_LINKS: Final = 65_000
"""Excel repairs files with more than 65,530 links on one sheet; beyond this the address is only shown."""
_FIRST_DAY: Final = date(1900, 3, 1)
"""Before it Excel counts a day that never was."""
_LINE_POINTS: Final = 15
_MOST_LINES: Final = 14

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
        with xlsxwriter.Workbook(content, {"constant_memory": True, "strings_to_urls": False}) as book:
            book.set_properties(
                {
                    "title": f"政务公开问题台账 {clean(audit.run.place, 60)} {audit.run.as_of}",
                    "created": datetime.combine(audit.run.as_of, time()),
                }
            )
            formats = _Formats(book)
            for sheet in given:
                _write_sheet(book.add_worksheet(sheet.name), sheet, formats, run=clean(audit.run.id, 60))
    except (OSError, XlsxWriterException) as error:
        raise ReportError(f"无法生成 {FILE}：{error}。请检查临时文件夹的磁盘空间。") from error
    return content.getvalue()


class _Formats:
    """The formats of one workbook."""

    def __init__(self, book: Any) -> None:
        cell = {"valign": "top", "text_wrap": True, "border": 1, "border_color": "#C8C8C8", "font_size": 10}
        blue = {"font_color": "#0B4F9E", "underline": 1}
        self.head = book.add_format(
            {"bold": True, "bg_color": "#1F4E79", "font_color": "#FFFFFF", "text_wrap": True, "valign": "vcenter"}
            | {"border": 1, "border_color": "#C8C8C8", "font_size": 10}
        )
        self.text = book.add_format(cell)
        self.marked = book.add_format(cell | {"quote_prefix": True})
        self.day = book.add_format(cell | {"num_format": "yyyy-mm-dd", "align": "left"})
        self.number = book.add_format(cell)
        self.share = book.add_format(cell | {"num_format": "0.0%"})
        self.link = book.add_format(cell | blue)
        self.marked_link = book.add_format(cell | blue | {"quote_prefix": True})
        self.colours = {
            word: book.add_format({"bg_color": fill, "font_color": ink}) for word, (fill, ink) in _COLOURS.items()
        }


def _write_sheet(page: Any, sheet: Sheet, formats: _Formats, *, run: str) -> None:
    columns = sheet.columns
    for number, column in enumerate(columns):
        page.set_column(number, number, column.width)
    page.set_row(0, 32)
    for number, column in enumerate(columns):
        page.write_string(0, number, column.title, formats.head)
    row = links = 0
    for cells in sheet.cells():
        if row == MOST_ROWS - 2:
            page.write_string(row + 1, 0, "（超出一张工作表的行数，其余从略）", formats.text)
            row += 1
            break
        row += 1
        written = [safe_text(cell) if isinstance(cell, str) else cell for cell in cells]
        lines = max(map(_lines, written, columns), default=1)
        if lines > 1:  # has to be said before the row's cells
            page.set_row(row, _LINE_POINTS * min(lines, _MOST_LINES))
        for number, cell in enumerate(written):
            if isinstance(cell, Link) and cell.href is not None:
                links += 1
            _write_cell(page, row, number, cell, columns[number], formats, linked=links <= MOST_LINKS)
    _finish(page, sheet, formats, rows=row, run=run)


def _write_cell(
    page: Any, row: int, number: int, cell: Cell, column: Column, formats: _Formats, *, linked: bool
) -> None:
    if cell is None or cell == "":
        page.write_blank(row, number, None, formats.text)
    elif isinstance(cell, str):
        page.write_string(row, number, _unrich(cell), formats.marked if is_active(cell) else formats.text)
    elif isinstance(cell, Link):
        _write_link(page, row, number, cell, formats, linked=linked)
    elif isinstance(cell, date):
        if cell < _FIRST_DAY:
            page.write_string(row, number, cell.isoformat(), formats.text)
        else:
            page.write_datetime(row, number, datetime.combine(cell, time()), formats.day)
    else:
        page.write_number(row, number, cell, formats.share if column.kind is Kind.SHARE else formats.number)


def _write_link(page: Any, row: int, number: int, cell: Link, formats: _Formats, *, linked: bool) -> None:
    text = _unrich(cell.text)
    active = is_active(text)
    if cell.href is None or not linked:
        page.write_string(row, number, text, formats.marked if active else formats.text)
        return
    page.write_url(row, number, cell.href, formats.marked_link if active else formats.link, text)


def _unrich(text: str) -> str:
    """XlsxWriter takes a text within <r> for its own markup and would write it as it stands."""
    return f"{text} " if text.startswith("<r>") and text.endswith("</r>") else text


def _lines(cell: Cell, column: Column) -> int:
    """How many lines the cell takes in its column, roughly; a Chinese character is two wide."""
    text = cell if isinstance(cell, str) else cell.text if isinstance(cell, Link) else ""
    if len(text) * 2 <= column.width:
        return 1
    wide = len(text) + len(_WIDE.findall(text)) if len(text) < 2000 else len(text) * 2
    return -(-wide // max(column.width - 1, 1))


_WIDE: Final = re.compile(r"[\u1100-\uffff]")


def _finish(page: Any, sheet: Sheet, formats: _Formats, *, rows: int, run: str) -> None:
    last = len(sheet.columns) - 1
    page.freeze_panes(1, sheet.frozen)
    page.autofilter(0, 0, rows, last)
    for number, column in enumerate(sheet.columns):
        if column.kind is Kind.STATE and rows:
            for word, colour in formats.colours.items():
                condition = {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": colour}
                page.conditional_format(1, number, rows, number, condition)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.set_margins(0.4, 0.4, 0.6, 0.6)
    page.repeat_rows(0)
    page.fit_to_pages(1, 0)
    page.print_area(0, 0, rows, (sheet.printed or len(sheet.columns)) - 1)
    page.set_footer(f"&L{sheet.name}　{run.replace('&', '&&')}&R第 &P 页，共 &N 页")
