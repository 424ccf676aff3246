"""Flattened tables: text in which a TAB at the start of a line opens a cell and other lines continue it.

Neither blank lines nor anything else marks the end of a row, so the number of columns is worked out: the header is
found by its names, the cells below it are cut into rows of N for the N that leaves no remainder (a known tail such as
抄送 aside) *and* whose columns hold what their headers promise. A header may have fewer cells than the body: a column
of numbers without a title, or a title over two columns. What fits no N is an error, never a guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations_with_replacement

from rules.assignment import looks_like_units
from rules.columns import UNIT_ROLES, Role, header_name, likely_role, role_of
from rules.deadlines import looks_like_deadline
from rules.model import RuleParseError
from rules.table import Cell, Table
from rules.typesetting import CHINESE_NUMERAL, compact, quote

MAX_CELLS = 50_000  # rows of the longest seen: 66
_MAX_HEADER = 12
_MAX_EXTRA = 3  # columns the body may have more than the header
_TAIL = re.compile(
    r"^\s*(?:抄送|主送|报送[:：]|分送|公开方式|信息公开选项|公开属性|（?附件|[（(]?(?:联系人|联系电话)|[（(]此件|校对[:：]|打印[:：]|印发单位"
    r"|.{2,40}\s*20\d{2}年\d{1,2}月\d{1,2}日\s*印发)"
)
_NUMBER = re.compile(rf"^[（(]?(?:\d{{1,4}}|[{CHINESE_NUMERAL}]{{1,3}})(?:[.．\-]\d{{1,3}})*[)）]?[.．、]?$")
_SECTION_ROW = re.compile(
    rf"^\s*(?:[{CHINESE_NUMERAL}]{{1,3}}、|[（(][{CHINESE_NUMERAL}]{{1,3}}[)）]|第[{CHINESE_NUMERAL}]{{1,3}}[章节部])"
)
_GOOD_FIT = 0.8
_UNIT_FIT = 0.6


@dataclass(frozen=True, kw_only=True)
class _Layout:
    """One way to cut the cells into rows: a header name for each column, and how well the content agrees."""

    headers: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    fit: float
    worst_unit_fit: float


def read_tables(text: str, file: str) -> tuple[str, tuple[Table, ...]]:
    """The words before the first header, and the tables; no table when the text has no cells or no header.

    `RuleParseError` when there is a header whose cells cannot be cut into rows.
    """
    front, cells = _cells(text)
    if len(cells) > MAX_CELLS:
        raise RuleParseError(f"{file}：单元格超过 {MAX_CELLS:,} 个。请确认它是任务分工文件")
    header = _find_header(cells)
    if header is None:
        return text if not cells else "\n".join([front, *(cell.text for cell in cells)]), ()
    start, end = header
    front = "\n".join([front, *(cell.text for cell in cells[:start])])
    names = tuple(cell.text for cell in cells[start:end])
    body = _without_tail(_without_repeated_header(cells[end:], names))
    return front, (_cut(names, body, file, cells[start]),)


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


def _find_header(cells: Sequence[Cell]) -> tuple[int, int] | None:
    """Start and end of the first run of cells that are header names, a task and a unit column among them."""
    for start in range(len(cells)):
        if role_of(cells[start].text) is Role.UNKNOWN:
            continue
        end = _header_end(cells, start)
        roles = {likely_role(cell.text) for cell in cells[start:end]}
        if Role.TEXT in roles and roles & UNIT_ROLES:
            while start and cells[start - 1].blank and not _ends_block(cells[start - 1]):
                start -= 1
            return start, end
    return None


def _header_end(cells: Sequence[Cell], start: int) -> int:
    end = start
    while end < len(cells) and end - start < _MAX_HEADER:
        cell = cells[end]
        if role_of(cell.text) is Role.UNKNOWN:
            same_block = end > start and not _ends_block(cells[end - 1])
            if not same_block or len(header_name(cell.text)) > 12 or re.search("[。；]", cell.text):
                break
        end += 1
    return end


def _ends_block(cell: Cell) -> bool:
    return "\n" in cell.text and not cell.text.split("\n")[-1].strip() and cell.text.count("\n") >= 1


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
    while cells and _TAIL.match(cells[-1].text):
        cells = cells[:-1]
    if cells:
        lines = cells[-1].text.split("\n")
        for index, line in enumerate(lines[1:], start=1):
            if _TAIL.match(line):
                cells = [*cells[:-1], Cell(text="\n".join(lines[:index]), line=cells[-1].line)]
                break
    return cells


def _cut(names: tuple[str, ...], body: list[Cell], file: str, first: Cell) -> Table:
    place = f"{file} 第{first.line}行"
    if not body:
        raise RuleParseError(
            f"{place}：表头“{quote('、'.join(map(compact, names)))}”下面没有任何数据行。请检查文件是否完整"
        )
    layouts = list(_layouts(names, body))
    good = [layout for layout in layouts if layout.fit >= _GOOD_FIT and layout.worst_unit_fit >= _UNIT_FIT]
    if not good:
        raise RuleParseError(_explain(names, body, layouts, file, first))
    best = max(layout.fit for layout in good)
    chosen = [layout for layout in good if layout.fit >= best - 0.02]
    if len({len(layout.headers) for layout in chosen}) > 1 or len({_roles(layout.headers) for layout in chosen}) > 1:
        widths = "、".join(str(width) for width in sorted({len(layout.headers) for layout in chosen}))
        raise RuleParseError(f"{place}：表格每行可能是 {widths} 格，无法确定列数。请补全表头（每列一个名称）后再试")
    return Table(headers=chosen[0].headers, rows=chosen[0].rows, merges_known=False)


def _layouts(names: tuple[str, ...], body: list[Cell]) -> Iterator[_Layout]:
    plain = list(_layouts_of(names, body, _chunks))
    yield from plain
    if not any(layout.fit >= _GOOD_FIT and layout.worst_unit_fit >= _UNIT_FIT for layout in plain):
        yield from _layouts_of(names, body, _chunks_with_section_rows)


def _layouts_of(names: tuple[str, ...], body: list[Cell], chunk: object) -> Iterator[_Layout]:
    assert callable(chunk)
    for width in range(len(names), len(names) + _MAX_EXTRA + 1):
        rows = chunk(body, width)
        if rows is None:
            continue
        for headers in _header_alignments(names, width):
            layout = _judge(headers, rows)
            if layout is not None:
                yield layout


def _chunks(body: list[Cell], width: int) -> tuple[tuple[Cell, ...], ...] | None:
    rest = len(body) % width
    if rest:
        if len(body) < width or not all(cell.blank for cell in body[-rest:]):
            return None
        body = body[:-rest]
    return tuple(tuple(body[index : index + width]) for index in range(0, len(body), width))


def _chunks_with_section_rows(body: list[Cell], width: int) -> tuple[tuple[Cell, ...], ...] | None:
    """Rows of `width`, and section headings that span a whole row as a single cell."""
    rows: list[tuple[Cell, ...]] = []
    index = spanning = 0
    while index < len(body):
        cell = body[index]
        if _SECTION_ROW.match(cell.text) and len(compact(cell.text)) <= 60:
            rows.append((cell, *(Cell(text="", line=cell.line) for _ in range(width - 1))))
            index += 1
            spanning += 1
        elif index + width <= len(body):
            rows.append(tuple(body[index : index + width]))
            index += width
        elif all(rest.blank for rest in body[index:]):
            break
        else:
            return None
    return tuple(rows) if spanning else None


def _header_alignments(names: tuple[str, ...], width: int) -> Iterator[tuple[str, ...]]:
    """Ways to spread the names over `width` columns: a name over two columns, or a column without a title."""
    extra = width - len(names)
    if not extra:
        yield names
        return
    # An even place means "a column without a title before name k", an odd one "name k spans one column more".
    for places in combinations_with_replacement(range(2 * len(names) + 1), extra):
        headers: list[str] = []
        for index, name in enumerate(names):
            headers.extend([""] * places.count(2 * index))
            headers.extend([name] * (1 + places.count(2 * index + 1)))
        headers.extend([""] * places.count(2 * len(names)))
        if headers.count("") <= 1:
            yield tuple(headers)


def _roles(headers: tuple[str, ...]) -> tuple[Role, ...]:
    return tuple(likely_role(header) if header.strip() else Role.NUMBER for header in headers)


def _judge(headers: tuple[str, ...], rows: tuple[tuple[Cell, ...], ...]) -> _Layout | None:
    roles = _roles(headers)
    if roles.count(Role.NUMBER) > 2:
        return None
    fitting = total = 0.0
    worst = 1.0
    for index, role in enumerate(roles):
        texts = [row[index].text for row in rows if not row[index].blank]
        if role in {Role.UNKNOWN, Role.REMARK, Role.PATH} or not texts:
            # A column whose name promises nothing neither speaks for nor against; an untitled column must hold numbers.
            if not headers[index].strip() and not texts:
                return None
            continue
        fits = [_fits(role, text) for text in texts]
        fitting += sum(fits)
        total += len(fits)
        if role in UNIT_ROLES or not headers[index].strip():
            worst = min(worst, sum(fits) / len(fits))
    task = max(index for index, role in enumerate(roles) if role is Role.TEXT)
    filled = sum(not row[task].blank or sum(not cell.blank for cell in row) == 1 for row in rows)
    if not total or filled < 0.8 * len(rows):
        return None
    return _Layout(headers=headers, rows=rows, fit=fitting / total, worst_unit_fit=worst)


@lru_cache(maxsize=MAX_CELLS)
def _fits(role: Role, text: str) -> float:
    squeezed = compact(text)
    if role is Role.NUMBER:
        return float(bool(_NUMBER.match(squeezed)))
    if role in UNIT_ROLES:
        return float(looks_like_units(text))
    if role is Role.DEADLINE:
        return float(looks_like_deadline(text))
    # A task or a heading is words; neither a bare number nor a list of units.
    if _NUMBER.match(squeezed):
        return 0.0
    return 0.3 if len(squeezed) < 40 and looks_like_units(text) else 1.0


def _explain(names: tuple[str, ...], body: list[Cell], layouts: list[_Layout], file: str, first: Cell) -> str:
    """The error: the first cell that does not hold what its column's header promises, or the odd cells at the end."""
    shown = "、".join(quote(compact(name), 10) for name in names)
    way_out = "请检查该处是否多出或缺少单元格，或补全表头后再试"
    if layouts:
        best = max(layouts, key=lambda layout: (min(layout.worst_unit_fit, layout.fit), layout.fit))
        for row in best.rows:
            for header, role, cell in zip(best.headers, _roles(best.headers), row, strict=True):
                if not cell.blank and role in UNIT_ROLES | {Role.NUMBER} and _fits(role, cell.text) < 0.5:
                    named = quote(compact(header), 12) or "（无标题列）"
                    problem = f"“{quote(cell.text)}”不像“{named}”列的内容，版式无法识别（表头：{shown}）"
                    return f"{file} 第{cell.line}行：{problem}。{way_out}"
    misfit = _first_misfit(names, body)
    return (
        f"{file} 第{misfit.line}行：从“{quote(misfit.text)}”起不能与表头对齐，表头 {len(names)} 列（{shown}），"
        f"其下 {len(body)} 个单元格，版式无法识别。{way_out}"
    )


def _first_misfit(names: tuple[str, ...], body: list[Cell]) -> Cell:
    roles = _roles(names)
    for index, cell in enumerate(body):
        role = roles[index % len(roles)]
        if not cell.blank and role in UNIT_ROLES | {Role.NUMBER, Role.DEADLINE} and _fits(role, cell.text) < 0.5:
            return cell
    return body[-1]
