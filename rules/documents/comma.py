"""CSV: a sheet saved with commas between its cells, in utf-8 or, as Excel in China does it, in GBK."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from itertools import islice

from rules.blocks import content_of
from rules.columns import Role, heads_tasks, role_of
from rules.decoding import strict_text
from rules.documents import Content
from rules.grid import Drawing, TooLargeError
from rules.model import RuleParseError

FORMAT = "CSV"

MAX_ROWS = 20_000
_SEARCHED_LINES = 60
_LONGEST_HEADER = 300


def recognises(data: bytes) -> bool:
    """Text with a task table's names on one of its first lines, commas between them."""
    if data.startswith((b"PK\x03\x04", b"%PDF", b"{\\rtf", b"<")):
        return False
    lines = re.split(rb"\r?\n|\r", data[:65536], maxsplit=_SEARCHED_LINES)[:_SEARCHED_LINES]
    if not any(line.count(b",") > 1 for line in lines):
        return False
    text = strict_text(data)
    return text is not None and any(map(_is_header, text.splitlines()[:_SEARCHED_LINES]))


def read(data: bytes, file: str) -> Content:
    """The rows; a blank cell may be an empty one or a merged one, CSV does not say."""
    text = strict_text(data) or ""
    drawing = Drawing()
    lines: list[int] = []
    reader = csv.reader(text.lstrip("\ufeff").splitlines(keepends=True), strict=False)
    before = 0
    try:
        for row, cells in enumerate(islice(reader, MAX_ROWS)):
            lines.append(before + 1)
            before = reader.line_num
            for column, cell in enumerate(_across(cells)):
                drawing.put(row, column, [cell])
        return content_of([drawing.grid(merges_known=False, lines=lines)], file)
    except csv.Error:
        raise RuleParseError(
            f"{file} 第{before + 1}行：单元格过长或引号不成对。请检查该行，或另存为 .xlsx 后再试"
        ) from None
    except TooLargeError:
        raise RuleParseError(f"{file}：表格过大。请确认它是任务分工文件") from None


def _across(cells: Sequence[str]) -> Sequence[str]:
    return cells if any(cell.strip() for cell in cells) else [""]


def _is_header(line: str) -> bool:
    if line.count(",") < 2 or len(line) > _LONGEST_HEADER or "\t" in line:
        return False
    names = [name.strip().strip('"') for name in line.split(",")]
    named = [name for name in names if name.strip()]
    return heads_tasks(named) and all(role_of(name) is not Role.UNKNOWN for name in named[:3])
