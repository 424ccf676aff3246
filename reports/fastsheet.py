"""An XlsxWriter worksheet that takes whole rows: a workbook of 20,000 results has two million cells.

Cell by cell the library needs a minute for them. Here the rows' XML goes straight into the file in which its
`constant_memory` mode collects them, and every different text is cleaned and measured once; all else (package, styles,
links, filters, print settings) stays the library's. It rests on what the library calls private: setup.cfg holds it to
one minor version, and the tests read back what it wrote.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from xlsxwriter.url import Url
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from reports.cleaning import Link
from reports.sheet import Cell, is_active, safe_text

MOST_LINKS: Final = 65_000
"""Excel repairs files with more than 65,530 links on one sheet; beyond this the address is only shown."""
_FIRST_DAY: Final = date(1900, 3, 1)
"""Before it Excel counts a day that never was."""
_DAY_ZERO: Final = date(1899, 12, 30).toordinal()
_LINE_POINTS: Final = 15
_MOST_LINES: Final = 14
_WIDE: Final = re.compile(r"[\u1100-\uffff\U00020000-\U0003ffff]")


@dataclass(frozen=True, kw_only=True)
class CellStyles:
    """Formats of the kinds of cells; those that are `marked` carry quotePrefix."""

    text: Any
    marked: Any
    link: Any
    marked_link: Any
    day: Any
    number: Any


class Texts:
    """The different texts of one workbook: each is cleaned, measured and put into the shared strings once."""

    def __init__(self, table: Any) -> None:
        self._table = table
        self._known: dict[str, tuple[int, bool, int]] = {}

    def __getitem__(self, text: str) -> tuple[int, bool, int]:
        """Number among the shared strings, whether it must be marked as text, width in Latin characters."""
        known = self._known.get(text)
        if known is None:
            shown = safe_text(text)
            # The library takes a text within <r> for its own markup and would write it as it stands.
            safe = f"{shown} " if shown.startswith("<r>") and shown.endswith("</r>") else shown
            number = self._table._get_shared_string_index(safe)
            known = (number, is_active(shown), len(shown) + len(_WIDE.findall(shown)))
            self._known[text] = known
        return known


class FastSheet(Worksheet):  # type: ignore[misc]
    """A worksheet in constant_memory mode whose rows below the head are written by `write_line`."""

    def begin(self, texts: Texts, styles: CellStyles, shares: Mapping[int, Any], widths: Sequence[int]) -> None:
        """After the head was written as usual; `shares` are the formats of columns that show per cent."""
        self._write_single_row(1)
        self._texts, self._widths = texts, widths
        self._names = [xl_col_to_name(number) for number in range(len(widths))]
        index = {name: getattr(styles, name)._get_xf_index() for name in CellStyles.__dataclass_fields__}
        self._text = (index["text"], index["marked"])
        self._link = (index["link"], index["marked_link"])
        self._day = index["day"]
        self._numbers = [
            shares[number]._get_xf_index() if number in shares else index["number"] for number in range(len(widths))
        ]
        self.dim_colmin, self.dim_colmax = 0, len(widths) - 1

    def write_line(self, row: int, cells: Sequence[Cell]) -> None:
        """The next row, counted from 0; empty cells are left out."""
        self.previous_row, self.dim_rowmax = row + 1, row
        shown = row + 1
        lines = 1
        parts: list[str] = []
        for number, cell in enumerate(cells):
            if cell is None or cell == "":
                continue
            name = self._names[number]
            if isinstance(cell, str):
                place, active, width = self._texts[cell]
                style = self._text[active]
            elif isinstance(cell, Link):
                place, active, width = self._texts[cell.text]
                style = self._linked(row, number, cell, active)
            else:
                style, value = self._value(number, cell)
                if value is not None:
                    parts.append(f'<c r="{name}{shown}" s="{style}"><v>{value}</v></c>')
                    continue
                place, _, width = self._texts[str(cell)]
            if width > self._widths[number]:
                lines = max(lines, -(-width // max(self._widths[number] - 1, 1)))
            parts.append(f'<c r="{name}{shown}" s="{style}" t="s"><v>{place}</v></c>')
        height = f' ht="{_LINE_POINTS * min(lines, _MOST_LINES)}" customHeight="1"' if lines > 1 else ""
        self.row_data_fh.write(f'<row r="{shown}"{height}>{"".join(parts)}</row>')

    def _value(self, number: int, cell: int | float | date) -> tuple[int, str | None]:
        """Style and number of a day or a figure; no number for a day that Excel does not know."""
        if isinstance(cell, date):
            if cell < _FIRST_DAY:
                return self._text[0], None
            return self._day, str(cell.toordinal() - _DAY_ZERO)
        return self._numbers[number], repr(cell)

    def _linked(self, row: int, number: int, cell: Link, active: bool) -> int:
        if cell.href is None or self.hlink_count >= MOST_LINKS:
            return int(self._text[active])
        try:
            url = Url(cell.href)
        except ValueError:  # longer than Excel takes
            return int(self._text[active])
        self.hlink_count += 1
        self.hyperlinks[row][number] = url
        return int(self._link[active])
