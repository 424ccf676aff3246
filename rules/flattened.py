"""Flattened tables: text in which a TAB at the start of a line opens a cell and other lines continue it.

Neither blank lines nor anything else marks the end of a row. This module finds the cells, the header by its names, and
what does not belong to the table (repeated headers, the tail); `rules.layout` cuts the rest into rows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from rules.columns import Role, header_name, heads_tasks, heads_tasks_alone, likely_role, role_of
from rules.layout import cut, explain
from rules.model import RuleParseError
from rules.table import Cell, Table
from rules.typesetting import compact, quote
from rules.unitgroups import says_who

MAX_CELLS = 20_000  # of the longest seen: 234
_MAX_HEADER = 12
_SEARCHED = 200  # cells before a header of two rows; titles and letters seldom stand in any
_MOST_PARTS = 5  # of one name in a header of two rows
TAIL = re.compile(
    r"^\s*(?:抄送|主送|报送[:：]|分送|公开方式|信息公开选项|公开属性|（?附件|[（(]?(?:联系人|联系电话)|[（(]此件|校对[:：]|打印[:：]|印发单位"
    r"|.{2,40}\s*20\d{2}年\d{1,2}月\d{1,2}日\s*印发)"
)


def read_tables(text: str, file: str) -> tuple[str, tuple[Table, ...]]:
    """The words before the first header, and the tables; no table when the text has no cells or no header.

    `RuleParseError` when there is a header whose cells cannot be cut into rows.
    """
    front, cells = _cells(text)
    if len(cells) > MAX_CELLS:
        raise RuleParseError(f"{file}：单元格超过 {MAX_CELLS:,} 个。请确认它是任务分工文件")
    ruled = _table_below_two_rows(cells)
    if ruled is not None:
        return "\n".join([front, *(cell.text for cell in cells[: ruled[0]])]), (ruled[1],)
    header = _find_header(cells)
    if header is None:
        alone = _table_alone(cells)
        if alone is not None:
            return "\n".join([front, *(cell.text for cell in cells[: alone[0]])]), (alone[1],)
        return text if not cells else "\n".join([front, *(cell.text for cell in cells)]), ()
    start, ends = header
    front = "\n".join([front, *(cell.text for cell in cells[:start])])
    problems: list[str] = []
    undecided: list[tuple[tuple[str, ...], list[Cell]]] = []
    for end in ends:
        names = tuple(cell.text for cell in cells[start:end])
        body = _without_tail(_without_repeated_header(cells[end:], names))
        if not body:
            shown = quote("、".join(map(compact, names)))
            problems.append(f"{file} 第{cells[start].line}行：表头“{shown}”下面没有任何数据行。请检查文件是否完整")
            continue
        outcome = cut(names, body)
        if isinstance(outcome, Table):
            # A reading in which every column has a name of its own beats one with columns nobody named.
            named = _two_level(names, body) if len(outcome.headers) > len(names) else None
            return front, (named or outcome,)
        undecided.append((names, body))
        problems.append(explain(outcome, names, body, f"{file} 第", cells[start]))
    two_level = [table for names, body in undecided if (table := _two_level(names, body)) is not None]
    if len(two_level) == 1:
        return front, (two_level[0],)
    raise RuleParseError(problems[0])


def _cells(text: str) -> tuple[str, list[Cell]]:
    front: list[str] = []
    cells: list[tuple[int, list[str]]] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if line.startswith("\t"):
            cells.extend((number, [piece]) for piece in line[1:].split("\t"))
        elif cells:
            cells[-1][1].append(line.replace("\t", " "))
        else:
            front.append(line)
    return "\n".join(front), [Cell(text="\n".join(lines), line=number) for number, lines in cells]


def _table_alone(cells: Sequence[Cell]) -> tuple[int, Table] | None:
    """Start of the header, and the table whose tasks say themselves who answers for them (责任单位：…)."""
    labelled = sum(says_who(cell.text) for cell in cells)
    header = _find_header(cells, heads_tasks_alone) if labelled else None
    if header is None:
        return None
    start, ends = header
    for end in ends:
        names = tuple(cell.text for cell in cells[start:end])
        body = _without_tail(_without_repeated_header(cells[end:], names))
        found = cut(names, body) if body else None
        if isinstance(found, Table) and 2 * labelled >= len(found.rows):
            return start, found
    return None


def _find_header(
    cells: Sequence[Cell], heads: Callable[[Sequence[str]], bool] = heads_tasks
) -> tuple[int, tuple[int, ...]] | None:
    """Start and possible ends of the first run of cells that are header names, a task and a unit column among them.

    The header ends with the last name that is in the vocabulary, else with its block (a blank line).
    """
    for start in range(len(cells)):
        if role_of(cells[start].text) is Role.UNKNOWN:
            continue
        ends = [
            end
            for end in (_vocabulary_end(cells, start), _block_end(cells, start))
            if heads([cell.text for cell in cells[start:end]])
        ]
        if ends:
            while start and cells[start - 1].blank and not _ends_block(cells[start - 1]):
                start -= 1
            return start, tuple(dict.fromkeys(ends))
    return None


def _table_below_two_rows(cells: Sequence[Cell]) -> tuple[int, Table] | None:
    """Start of a header of two rows whose covered places are printed as blanks, and its table.

    序号 任务 责任分工 〔blank〕 / 〔blank〕 〔blank〕 牵头单位 配合单位: each column is called by its lower name.
    """
    for start in range(min(len(cells), _SEARCHED)):
        for width in range(3, _MAX_HEADER + 1):
            names = _names_of_two_rows(cells[start : start + 2 * width], width)
            if names is None or not heads_tasks(names):
                continue
            printed = tuple(cell.text for cell in cells[start : start + 2 * width])
            body = _without_tail(_without_repeated_header(cells[start + 2 * width :], printed))
            found = cut(names, body, extra=0) if body else None
            if isinstance(found, Table):
                return start, found
    return None


def _names_of_two_rows(cells: Sequence[Cell], width: int) -> tuple[str, ...] | None:
    """The columns' names when the cells are two rows of a header with blanks in both places a name covers."""
    above, below = cells[:width], cells[width:]
    if len(below) < width or not any(cell.blank for cell in below) or sum(not cell.blank for cell in below) < 2:
        return None
    names = tuple(lower.text if not lower.blank else upper.text for upper, lower in zip(above, below, strict=True))
    known = all(role_of(name) is not Role.UNKNOWN for name in names if name.strip())
    # A lower name stands below the name it belongs to, or below the blank that this name covers.
    covered = any(upper.blank and not lower.blank for upper, lower in zip(above, below, strict=True))
    return names if known and covered and sum(not name.strip() for name in names) <= 1 else None


def _two_level(names: tuple[str, ...], body: list[Cell]) -> Table | None:
    """The table below a header of two rows, whose second row names the parts of one or all names of the first.

    序号 任务 责任分工 时限 / 牵头单位 配合单位: the parts take the place of their common name. None when no reading or
    more than one fits the cells.
    """
    readings: list[tuple[str, ...]] = []
    for parts in range(2, min(_MOST_PARTS, len(names) - 1) + 1):
        above, below = names[:-parts], names[-parts:]
        if any(role_of(name) is Role.UNKNOWN for name in below):
            break
        if heads_tasks(below):
            readings.append(below)
        families = {_family(name) for name in below}
        if len(families) == 1 and families != {Role.UNKNOWN}:
            readings.extend(
                (*above[:place], *below, *above[place + 1 :])
                for place, name in enumerate(above)
                if _family(name) in families | {Role.UNKNOWN}
            )
    tables = [table for reading in readings if isinstance(table := cut(reading, body, extra=0), Table)]
    return tables[0] if len({table.headers for table in tables}) == 1 else None


def _family(name: str) -> Role:
    role = likely_role(name)
    return Role.RESPONSIBLE if role is Role.LEAD else role


def _block_end(cells: Sequence[Cell], start: int) -> int:
    """Past the run of names; one that is not in the vocabulary counts while it stands in the same block."""
    end = start
    while end < len(cells) and end - start < _MAX_HEADER:
        cell = cells[end]
        if role_of(cell.text) is Role.UNKNOWN:
            same_block = end > start and not _ends_block(cells[end - 1])
            if not same_block or len(header_name(cell.text)) > 12 or re.search("[。；]", cell.text):
                break
        end += 1
    return end


def _vocabulary_end(cells: Sequence[Cell], start: int) -> int:
    end = start
    while end < len(cells) and end - start < _MAX_HEADER and role_of(cells[end].text) is not Role.UNKNOWN:
        end += 1
    return end


def _ends_block(cell: Cell) -> bool:
    return "\n" in cell.text and not cell.text.rsplit("\n", 1)[-1].strip()


def _without_repeated_header(cells: Sequence[Cell], names: tuple[str, ...]) -> list[Cell]:
    """Cells without the header rows that page breaks repeat."""
    wanted = [compact(name) for name in names]
    words = [compact(cell.text[:60]) for cell in cells]
    kept: list[Cell] = []
    index = 0
    while index < len(cells):
        if words[index : index + len(wanted)] == wanted:
            index += len(wanted)
        else:
            kept.append(cells[index])
            index += 1
    return kept


def _without_tail(cells: list[Cell]) -> list[Cell]:
    """Cells without what follows the table (抄送, 公开方式), as cells of their own or inside the last one."""
    while cells and TAIL.match(cells[-1].text):
        cells = cells[:-1]
    if cells:
        lines = cells[-1].text.split("\n")
        for index, line in enumerate(lines[1:], start=1):
            if TAIL.match(line):
                cells = [*cells[:-1], Cell(text="\n".join(lines[:index]), line=cells[-1].line)]
                break
    return cells
