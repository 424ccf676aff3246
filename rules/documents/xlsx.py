"""Excel 工作簿: .xlsx, also as WPS writes it; hidden sheets, rows and columns are left out, with a note."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator

from lxml import etree

from rules.blocks import content_of
from rules.documents import Content
from rules.grid import MAX_COLUMNS, TooLargeError
from rules.model import RuleParseError
from rules.package import Package, holds
from rules.sheets import MAX_ROWS, Sheet, Value, sheet_blocks

FORMAT = "Excel 工作簿"

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_MAX_SHEETS = 50
_MAX_MERGED = 20_000  # merged ranges of a sheet


def recognises(data: bytes) -> bool:
    """A zip with an `xl/` folder, also one that is cut off."""
    return holds(data, "xl/")


def read(data: bytes, file: str) -> Content:
    """The visible sheets in order; a cell shows its last computed value."""
    package = Package(data, file)
    if "xl/workbook.xml" not in package:
        raise RuleParseError(f"{file}：不是 .xlsx 工作簿（可能是 .xlsb）。请用 Excel/WPS 另存为 .xlsx 后再试")
    package.check_xml()
    paths = _visible_sheets(package)
    if not paths:
        raise RuleParseError(f"{file}：工作簿没有可见的工作表。请取消隐藏后另存再试")
    try:
        sheets = list(_sheets(package, data, paths))
    except RuleParseError:
        raise
    except Exception:  # openpyxl lets whatever it stumbles over out: KeyError, TypeError, ValueError, IndexError …
        raise RuleParseError(f"{file}：工作簿已损坏，无法读取。请用 Excel/WPS 打开后另存再试") from None
    blocks, notes = sheet_blocks(sheets)
    try:
        return content_of(blocks, file, notes)
    except TooLargeError:
        raise RuleParseError(f"{file}：表格过大。请确认它是任务分工文件") from None


def _visible_sheets(package: Package) -> dict[str, str]:
    """Name → part of each sheet that is not hidden, in the workbook's order."""
    targets = {}
    if "xl/_rels/workbook.xml.rels" in package:
        for relation in package.xml("xl/_rels/workbook.xml.rels"):
            target = relation.get("Target") or ""
            targets[relation.get("Id") or ""] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    found = {}
    for sheet in package.xml("xl/workbook.xml").iter(f"{_S}sheet"):
        part = targets.get(sheet.get(_RELATION) or "", "")
        if sheet.get("state", "visible") == "visible" and part in package and "worksheets/" in part:
            found[sheet.get("name") or ""] = part
    return dict(list(found.items())[:_MAX_SHEETS])


def _sheets(package: Package, data: bytes, paths: dict[str, str]) -> Iterator[Sheet]:
    from openpyxl import load_workbook  # takes as long to load as most documents take to read

    # Read-only mode streams the rows; the other one draws every place of a merged range, also of a million rows.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # extensions openpyxl does not know; nothing that is read here
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        try:
            for name, part in paths.items():
                values: dict[tuple[int, int], Value] = {}
                rows = book[name].iter_rows(max_row=MAX_ROWS, max_col=MAX_COLUMNS, values_only=True)
                for row, cells in enumerate(rows):
                    for column, value in enumerate(cells):
                        if value is not None:
                            values[row, column] = value  # type: ignore[assignment]
                merged, hidden_rows, hidden_columns, unsaved = _shape(package.read(part))
                yield Sheet(
                    name=name,
                    values=values,
                    merged=merged,
                    hidden_rows=hidden_rows,
                    hidden_columns=hidden_columns,
                    uncomputed=unsaved,
                )
        finally:
            book.close()


def _shape(data: bytes) -> tuple[list[tuple[int, int, int, int]], frozenset[int], frozenset[int], int]:
    """Merged ranges, hidden rows and columns of a sheet, which openpyxl tells in its unbounded mode only.

    The last is how many formulas have no value: the program that wrote them computes nothing.
    """
    from openpyxl.utils.cell import range_boundaries

    uncomputed = 0
    merged: list[tuple[int, int, int, int]] = []
    rows: set[int] = set()
    columns: set[int] = set()
    for _, element in etree.iterparse(io.BytesIO(data), resolve_entities=False, no_network=True):
        if element.tag == f"{_S}mergeCell" and len(merged) < _MAX_MERGED:
            left, top, right, bottom = range_boundaries(element.get("ref") or "")
            if None not in (left, top, right, bottom):
                merged.append((int(top) - 1, int(bottom), int(left) - 1, int(right)))  # type: ignore[arg-type]
        elif element.tag == f"{_S}c":
            uncomputed += element.find(f"{_S}f") is not None and not element.findtext(f"{_S}v")
        elif element.tag == f"{_S}row":
            if element.get("hidden") in ("1", "true") and (element.get("r") or "").isdecimal():
                rows.add(int(element.get("r") or 1) - 1)
            element.clear()
        elif element.tag == f"{_S}col" and element.get("hidden") in ("1", "true"):
            first, last = int(element.get("min") or 1), int(element.get("max") or 1)
            columns.update(range(first - 1, min(last, MAX_COLUMNS)))
    return merged, frozenset(rows), frozenset(columns), uncomputed
