"""CSV: 问题台账 and 全部结果, as Excel and WPS open them by a double click (UTF-8 with its mark).

A text that a spreadsheet program could take for a formula gets an apostrophe before it, as these programs show texts.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from checker.followed import Followed
from checker.result import Audit
from reports.cleaning import Link
from reports.formats import keep
from reports.sheet import Cell, Sheet, is_active, safe_text
from reports.sheets import sheets

name = "csv"
_MAIN: Final = "问题台账"
_WRITTEN: Final = (_MAIN, "全部结果")


def write(audit: Audit, followed: Followed | None, folder: Path, units: Sequence[str] | None) -> Mapping[str, Path]:
    """A file for the findings and one for all results, over the audit or over what `units` answer for."""
    return {
        "" if sheet.name == _MAIN else sheet.name: keep(folder / f"{sheet.name}.csv", csv_bytes(sheet))
        for sheet in sheets(audit, followed, units)
        if sheet.name in _WRITTEN
    }


def csv_bytes(sheet: Sheet) -> bytes:
    """A sheet as CSV: heads, then rows; links by their text (their addresses have columns of their own)."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([column.title for column in sheet.columns])
    writer.writerows([_word(cell) for cell in cells] for cells in sheet.cells())
    return text.getvalue().encode("utf-8-sig")


def _word(cell: Cell) -> str:
    if isinstance(cell, str | Link):
        word = safe_text(cell if isinstance(cell, str) else cell.text)
        return f"'{word}" if is_active(word) else word
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None else str(cell)
