"""What a page break did to a table: a row cut in two, a merged cell that begins anew as a blank one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rules.assignment import is_complete
from rules.columns import UNIT_ROLES, Role, likely_role
from rules.table import Cell
from rules.taskgrid import Row, marked
from rules.typesetting import PARAGRAPH_START

_ENDS = "。；！？;!?)）"
_ITEM = re.compile(r"^\s*(\d{1,2})\s*[.．、](?!\d)")


def joined(
    above: list[Row],
    below: Sequence[Row],
    names: Sequence[str],
    *,
    goes_on: bool,
    page_break: bool,
    merges_known: bool,
) -> list[Row]:
    """The rows of both; where a page begins, a cut row is made whole and merged cells keep their value.

    `goes_on` says that the first of `below` follows the last of `above` directly; `page_break`, that the format splits
    merged cells there without a trace.
    """
    roles = [likely_role(name) if name.strip() else Role.NUMBER for name in names]
    rows = list(above)
    emptied = _left_empty([*above, *below], len(names)) if page_break else frozenset()
    reach: dict[int, str] = {}  # column → value that blank cells below take, while their merged cell goes on
    for index, row in enumerate(below):
        at_break = row.begins_page and (index > 0 or goes_on) and bool(rows) and not row.heading
        last = rows[-1] if rows else None
        if at_break and last is not None and not last.heading:
            if _cut(rows, row, roles):
                rows[-1] = _whole(last, row, roles)
                reach = {
                    column: cell.text
                    for column, cell in enumerate(rows[-1].cells)
                    if row.merged_below and row.merged_below[column] and not cell.blank
                }
                continue
            if merges_known:
                reach = _reach(last, row, roles, page_break=page_break, emptied=emptied)
        for column, text in list(reach.items()):
            if row.cells[column].blank or row.cells[column].inherited:
                row = marked(row, column, text)
            if not row.merged_below or not row.merged_below[column]:
                del reach[column]
        rows.append(row)
    return rows


def _task(roles: Sequence[Role]) -> int:
    return max(index for index, role in enumerate(roles) if role is Role.TEXT)


def _cut(rows: Sequence[Row], row: Row, roles: Sequence[Role]) -> bool:
    """The row is the rest of the last one."""
    last, task = rows[-1], _task(roles)
    words, before = row.cells[task].text.strip(), last.cells[task].text.strip()
    # Numbers and headings that are centred may stand in either half of a cut row, in both they are two rows.
    keys = [index for index, role in enumerate(roles) if role is Role.NUMBER or (role is Role.TEXT and index != task)]
    anew = [index for index in keys if not row.cells[index].blank]
    if any(_says_anew(last.cells[index], row.cells[index], roles[index]) for index in anew):
        return False
    if not words:
        return not anew and any(not cell.blank for cell in row.cells)
    if not before:
        return False
    nobody = all(cell.blank for cell, role in zip(row.cells, roles, strict=True) if role in UNIT_ROLES)
    item = _ITEM.match(words)
    if item is not None:
        return nobody and re.search(rf"(?:^|\n)\s*{int(item[1]) - 1}\s*[.．、](?!\d)", before) is not None
    if PARAGRAPH_START.match(words) or before[-1] in _ENDS:
        return False
    tasks = [earlier for earlier in rows if not earlier.heading]
    numbered = [index for index in keys if 2 * sum(not earlier.cells[index].blank for earlier in tasks) > len(tasks)]
    if not nobody and not numbered and not _units_cut(last, roles):
        return False
    ended = sum(earlier.cells[task].text.strip()[-1:] in tuple(_ENDS) for earlier in tasks[:-1])
    if len(tasks) > 1 and 2 * ended >= len(tasks) - 1:
        return True
    return nobody and not anew and Role.NUMBER in roles


def _units_cut(last: Row, roles: Sequence[Role]) -> bool:
    """The units of the row above are none, or end inside a list or a name."""
    texts = [cell.text.strip() for cell, role in zip(last.cells, roles, strict=True) if role in UNIT_ROLES]
    return any(
        not text or text[-1] in "、，,；;" or not is_complete(re.split(r"[、，,；;\n]", text)[-1]) for text in texts
    )


def _says_anew(upper: Cell, lower: Cell, role: Role) -> bool:
    if upper.blank or upper.inherited:
        return False
    return role is Role.NUMBER or PARAGRAPH_START.match(lower.text.strip()) is not None


def _whole(last: Row, rest: Row, roles: Sequence[Role]) -> Row:
    cells = tuple(
        upper if lower.blank else replace(upper, text=_joined_text(upper.text, lower.text, role), inherited=False)
        for upper, lower, role in zip(last.cells, rest.cells, roles, strict=True)
    )
    return replace(last, cells=cells, merged_below=rest.merged_below)


def _joined_text(upper: str, lower: str, role: Role) -> str:
    # Names are told apart without a separator, and a name cut in two is only found without a line end in it.
    return (upper.rstrip() + ("" if role in UNIT_ROLES else "\n") + lower.lstrip()).strip("\n")


def _left_empty(rows: Sequence[Row], width: int) -> frozenset[int]:
    """The columns whose cells are left empty where no page begins, and never merged: a blank one is empty there."""
    tasks = [row for row in rows if not row.heading]
    return frozenset(
        column
        for column in range(width)
        if any(row.cells[column].blank and not row.begins_page for row in tasks[1:])
        and not any(
            row.cells[column].inherited
            or (row.merged_below and row.merged_below[column] and not row.cells[column].blank)
            for row in tasks
        )
    )


def _reach(last: Row, row: Row, roles: Sequence[Role], *, page_break: bool, emptied: frozenset[int]) -> dict[int, str]:
    """The columns whose blank cell goes on with the value above the break, and that value.

    Headings and numbers do, up to the first that is said anew. Units do where the format cuts merged cells without a
    trace, or where the blank cell is itself merged: a plain blank cell in a table of its own is an empty one.
    """
    reach: dict[int, str] = {}
    task = _task(roles)
    # A heading said anew opens a new number and new headings right of it; a number opens no heading.
    anew = min(
        (
            column
            for column, role in enumerate(roles)
            if role is Role.TEXT and column != task and not row.cells[column].blank and not row.cells[column].inherited
        ),
        default=len(roles),
    )
    for column, (upper, lower, role) in enumerate(zip(last.cells, row.cells, roles, strict=True)):
        if column == task or upper.blank or not lower.blank:
            continue
        if role in (Role.NUMBER, Role.TEXT):
            if column < anew and (role is Role.TEXT or anew == len(roles)):
                reach[column] = upper.text
        elif (role in UNIT_ROLES or role is Role.DEADLINE) and (
            (page_break and column not in emptied) or upper.inherited or (row.merged_below and row.merged_below[column])
        ):
            reach[column] = upper.text
    return reach
