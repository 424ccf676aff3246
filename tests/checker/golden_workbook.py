"""A workbook as text, so that a person can read what changed in it: every sheet, row, cell and link."""

from __future__ import annotations

import io
from datetime import datetime

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell, MergedCell


def workbook_text(content: bytes) -> str:
    lines = []
    for sheet in load_workbook(io.BytesIO(content)):
        lines += [f"# {sheet.title}（{sheet.max_row} × {sheet.max_column}）", ""]
        heads = [str(cell.value) for cell in sheet[1]]
        for row in sheet.iter_rows(min_row=2):
            cells = zip(heads, row, strict=True)
            lines.append(" | ".join(f"{head}={_shown(cell)}" for head, cell in cells if cell.value is not None))
        lines.append("")
    return "\n".join(lines)


def _shown(cell: Cell | MergedCell) -> str:
    value = cell.value.date().isoformat() if isinstance(cell.value, datetime) else str(cell.value)
    link = cell.hyperlink.target if isinstance(cell, Cell) and cell.hyperlink else None
    return value if link in (None, value) else f"{value} → {link}"
