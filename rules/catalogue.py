"""公开目录: tables that list what is published where (基层政务公开标准目录), and trees of columns, read as tasks.

Their headers say what they are. A table is brought into the order and the columns of a task table, then read like any
other: 公开主体 answers, 公开时限 is the deadline, the levels are headings, or the path itself in a tree of columns
(task-documents.md sections 2, 4 and 5).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rules.columns import UNIT_ROLES, Role, header_name, likely_role
from rules.model import DisclosurePath, PathKind
from rules.paths import GOVERNMENT_SITE, Annotation
from rules.table import Cell, Table
from rules.ticks import names_website, ticked, with_one_channel_column, without_on_request
from rules.typesetting import compact, heading, means_none

_CATALOGUE = re.compile(r"公开(?:事项|内容|依据|时限|时间|主体|渠道|载体|方式|对象|层级|属性|要素|范围|类别)")
_LEVEL = re.compile(
    r"(?P<number>[一二三四五六1-6])级(?:公开)?(?P<kind>栏目|目录|标题|类目|分类|事项|项目|指标)(?:名称)?"
)
_CONTENT = re.compile(r"公开内容|内容要素|公开要素|内容")
_SAME_AS_ABOVE = re.compile(r"^[（(]?同上(?:一?[行栏格])?[)）]?[。.]?$")
_LEVELS = "一二三四五六"


def as_task_table(table: Table) -> Table:
    """A catalogue in the order of a task table, a tree of columns with its paths; other tables unchanged."""
    table = with_one_channel_column(table)
    names = [header_name(header) for header in table.headers]
    levels = _levels(names)
    tree = is_column_tree(table.headers)
    if not tree and not is_catalogue(table.headers):
        return table
    table = without_on_request(_without_same_as_above(table))
    return _tree(table, levels) if tree else _in_order(table, names, levels)


def is_column_tree(headers: Sequence[str]) -> bool:
    """Two or more levels of 栏目, and no column that tells the content: the levels are the path itself."""
    names = [header_name(header) for header in headers]
    levels = _levels(names)
    return len(levels) >= 2 and any("栏目" in names[index] for index in levels) and not any(map(_is_content, names))


def is_catalogue(headers: Sequence[str]) -> bool:
    """Headers of 公开…, at least three of them."""
    return len({name for name in map(header_name, headers) if _CATALOGUE.match(name)}) >= 3


def channels_cell(cell: str, names: Sequence[str]) -> Annotation | None:
    """A list of channels as an annotation of other channels and, where the website is ticked, a named place.

    `names` are the row's headings, levels of one heading joined by ／: the catalogue tells what to look for on the
    website, not where. None when the cell is no such list.
    """
    channels = ticked(cell)
    if channels is None:
        return None
    segments = tuple((part,) for name in names for part in name.split("／") if part)
    paths = [
        DisclosurePath(item=None, site=GOVERNMENT_SITE, segments=segments, kind=PathKind.MENTION, raw=channels.website)
    ]
    return Annotation(
        start=0,
        end=len(cell),
        paths=tuple(paths) if channels.website and segments else (),
        other_channels=channels.others,
    )


def is_ticked(path: DisclosurePath) -> bool:
    """A place named by a catalogue's row whose website is ticked, not by the words of a sentence."""
    named = (name for segment in path.segments for name in segment)
    return path.kind is PathKind.MENTION and names_website(path.raw) and not any(name in path.raw for name in named)


def _levels(names: Sequence[str]) -> list[int]:
    """Places of the level columns, outermost first, wherever they stand."""
    found = {}
    for index, name in enumerate(names):
        if match := _LEVEL.fullmatch(name):
            number = match["number"]
            found[index] = int(number) if number.isdigit() else _LEVELS.index(number) + 1
    return sorted(found, key=lambda index: (found[index], index))


def _is_content(name: str) -> bool:
    return bool(_CONTENT.match(name))


def _without_same_as_above(table: Table) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for row in table.rows:
        cells = list(row)
        for index, cell in enumerate(row):
            if _SAME_AS_ABOVE.match(compact(cell.text)) and rows:
                cells[index] = replace(cell, text=rows[-1][index].text, inherited=True)
        rows.append(tuple(cells))
    return replace(table, rows=tuple(rows))


def _in_order(table: Table, names: Sequence[str], levels: Sequence[int]) -> Table:
    """The text columns from the widest to the task itself: levels, 公开事项, 公开内容."""
    texts = [index for index, name in enumerate(names) if likely_role(name) is Role.TEXT or index in levels]
    content = [index for index in texts if _is_content(names[index]) and index not in levels]
    items = [index for index in texts if index not in levels and index not in content]
    wanted = dict(zip(texts, [*levels, *items, *content], strict=True))
    order = [wanted.get(index, index) for index in range(len(names))]
    return replace(
        table,
        headers=tuple(table.headers[index] for index in order),
        rows=tuple(tuple(row[index] for index in order) for row in table.rows),
    )


def _tree(table: Table, levels: Sequence[int]) -> Table:
    """A tree of columns: each row's levels are its path, and its task is to publish there."""
    kept = [
        index
        for index, header in enumerate(table.headers)
        if index not in levels and likely_role(header) in {*UNIT_ROLES, Role.DEADLINE, Role.NUMBER, Role.REMARK}
    ]
    rows: list[tuple[Cell, ...]] = []
    above: list[str] = [""] * len(levels)
    for row in table.rows:
        if row[0].spanning or all(cell.blank for cell in row):
            rows.append((row[0], *[replace(row[0], text="", spanning=False)] * (len(kept) + 2)))
            continue
        names = [heading(row[index].text) for index in levels]
        if not table.merges_known:
            names = _filled(names, above)
        above = names
        path = [name for name in names if name and not means_none(name)]
        line = row[levels[0]].line
        inherited = any(row[index].inherited for index in levels[:1]) or not row[levels[0]].text.strip()
        rows.append(
            (
                Cell(text=path[0] if path else "", inherited=inherited, line=line),
                Cell(text="／".join(path), line=line),
                Cell(text=">".join((GOVERNMENT_SITE, *path)) if path else "", line=line),
                *(row[index] for index in kept),
            )
        )
    return replace(
        table,
        headers=("类别", "工作任务", "公开路径", *(table.headers[index] for index in kept)),
        rows=tuple(rows),
    )


def _filled(names: Sequence[str], above: Sequence[str]) -> list[str]:
    """Blank outer levels take the names above them, down to the first that this row names."""
    first = next((index for index, name in enumerate(names) if name), len(names))
    return [*above[:first], *names[first:]]
