"""Tables pasted from a spreadsheet: one line for each row, TABs between the cells, quotes round cells with line ends.

Such a text is told from a flattened table by its header: several names on one line that does not begin with a TAB, or
begins with one while the rows below do not (a column of numbers without a title). What then does not fit is an error
naming the line: a cell in the wrong column would accuse the wrong unit.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from itertools import islice

from rules.columns import heads_tasks
from rules.flattened import TAIL
from rules.layout import is_section_row
from rules.model import RuleParseError
from rules.table import Cell, Table
from rules.typesetting import compact, quote

_MAX_ROWS = 20_000
_MAX_COLUMNS = 30


def read_pasted(text: str, file: str) -> tuple[str, Table] | None:
    """The words before the table and the table; None when no line is such a header."""
    lines = text.split("\n")
    found = _header(lines)
    if found is None:
        return None
    index, names = found
    rows = tuple(_body(lines[index + 1 :], names, index + 2, file))
    if not rows:
        shown = quote("、".join(map(compact, names)))
        raise RuleParseError(f"{file} 第{index + 1}行：表头“{shown}”下面没有任何数据行。请检查文件是否完整")
    return "\n".join(lines[:index]), Table(headers=names, rows=rows, merges_known=False)


def _header(lines: Sequence[str]) -> tuple[int, tuple[str, ...]] | None:
    for index, line in enumerate(lines):
        names = tuple(name.strip().strip('"') for name in line.rstrip().split("\t"))
        if not 2 < len(names) <= _MAX_COLUMNS or len(line) > 300 or "" in names[1:] or not heads_tasks(names[-6:]):
            continue
        below = next((other for other in lines[index + 1 :] if other.strip()), "")
        if names[0] or (below and not below.startswith("\t") and "\t" in below):
            return index, names
    return None


def _body(lines: Sequence[str], names: tuple[str, ...], first: int, file: str) -> Iterator[tuple[Cell, ...]]:
    reader = csv.reader((line + "\n" for line in lines), delimiter="\t", strict=False)
    heading = [compact(name) for name in names]
    before = 0
    try:
        for values in islice(reader, _MAX_ROWS):
            line = first + before
            before = reader.line_num
            while values and not values[-1].strip():
                values.pop()
            if not values or [compact(value) for value in values] == heading:
                continue
            if len(values) == 1 and TAIL.match(values[0]):
                return
            alone = len(values) == 1 and not is_section_row(values[0])
            if len(values) > len(names) or alone:
                raise RuleParseError(
                    f"{file} 第{line}行：“{quote(values[0] or values[-1])}”这一行有 {len(values)} 格，"
                    f"表头有 {len(names)} 列，"
                    "版式无法识别。请检查该行是否多出或缺少单元格"
                )
            cells = [*values, *[""] * (len(names) - len(values))]
            yield tuple(Cell(text=value, line=line) for value in cells)
    except csv.Error:
        raise RuleParseError(f"{file} 第{first + before}行：单元格过长或引号不成对，版式无法识别。请检查该行") from None
