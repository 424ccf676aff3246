"""From a document to its tasks: every row, with or without a path, and what is doubtful about it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from rules import deadlines as when
from rules.assignment import Assignment, LeadRule, assign, is_complete, lead_rule
from rules.catalogue import as_task_table, channels_cell
from rules.channels import publishes_elsewhere
from rules.columns import Role, likely_role
from rules.documents import SourceDocument, read_document
from rules.items import item_at, numbered_items
from rules.model import DisclosurePath, PathKind, RuleParseError, Task, TaskDocument
from rules.pathmarks import ARROW
from rules.paths import cell_paths, read_annotations
from rules.prose import read_prose
from rules.requirements import asked_in
from rules.sentences import sentences
from rules.table import Cell, Table
from rules.titles import Identity, identify
from rules.typesetting import CHINESE_NUMERAL, compact, heading, means_none, quote, unwrap
from rules.unitgroups import units_in_cell

_SECTION_START = re.compile(
    rf"^\s*(?:[{CHINESE_NUMERAL}]{{1,3}}、|[（(][{CHINESE_NUMERAL}]{{1,3}}[)）]|第[{CHINESE_NUMERAL}]{{1,3}}[章节部])"
)

_RUNNING = re.compile(r"\d{1,4}(?:[-—~]\d{1,4})?")


@dataclass(frozen=True, kw_only=True)
class _Row:
    """A task before its text is understood."""

    seq: str
    section: str
    subsection: str
    text: str
    units: Assignment
    inherited: tuple[str, ...] = ()
    deadline: str = ""
    path: str = ""
    doubts: tuple[str, ...] = ()


def read_tasks(path: Path) -> TaskDocument:
    """Read a task-division document completely; `RuleParseError` when its format or layout is not recognised."""
    return understand(read_document(path))


def understand(source: SourceDocument) -> TaskDocument:
    """The tasks of a document already read."""
    content = source.content
    if content.tables:
        layout, front = "table", content.front
        words = "\n".join((front, content.remarks))
        rows = [row for table in content.tables for row in _table_rows(as_task_table(table), words, source.file)]
    else:
        layout = "prose"
        front, items = read_prose(content.text)
        rows = [
            _Row(
                seq=item.seq,
                section=item.section,
                subsection=item.subsection,
                text=item.text,
                units=item.units,
                deadline=item.deadline,
                doubts=item.units.doubts,
            )
            for item in items
        ]
    if not rows:
        raise RuleParseError(_unrecognised(content.text, source.file))
    identity = identify(front, content.text)
    known = _column_names(rows)
    tasks = tuple(_task(number, row, identity, known) for number, row in enumerate(rows, start=1))
    return TaskDocument(
        file=source.file,
        sha256=source.sha256,
        layout=layout,
        title=identity.title,
        place=identity.place,
        year=identity.year,
        rows=tuple(_with_gaps(_numbered(tasks))),
    )


def _unrecognised(text: str, file: str) -> str:
    lines = text.split("\n")
    number, line = next(
        ((index, line) for index, line in enumerate(lines, start=1) if line.startswith("\t") and line.strip()), (0, "")
    )
    if not number:
        number, line = next(((index, line) for index, line in enumerate(lines, start=1) if line.strip()), (1, ""))
    return (
        f"{file} 第{number}行：“{quote(line)}”：版式无法识别，既没有同时含任务列和单位列的表头，也没有（责任单位：…）。"
        "请确认文件是任务分工表，或补全表头后再试"
    )


class _Column:
    """The cells of one column, read top to bottom; a blank one takes the value above when merges cannot be told."""

    def __init__(self, index: int | None, merges_known: bool) -> None:
        self.index = index
        self._guess = not merges_known
        self._above: str | None = None

    def read(self, row: Sequence[Cell], inherits: bool = True) -> tuple[str, bool]:
        """The cell's text and whether it comes from above."""
        if self.index is None:
            return "", False
        cell = row[self.index]
        if not cell.blank:
            self._above = cell.text
            return cell.text, cell.inherited and not means_none(cell.text)
        if not self._guess or self._above is None:
            return "", False
        if not inherits:
            self._above = None
            return "", False
        return self._above, not means_none(self._above)


def _table_rows(table: Table, front: str, file: str) -> Iterator[_Row]:
    roles = [likely_role(header) if header.strip() else Role.NUMBER for header in table.headers]
    texts = [index for index, role in enumerate(roles) if role is Role.TEXT]
    if not texts:
        raise RuleParseError(
            f"{file}：表头“{quote('、'.join(map(compact, table.headers)), 60)}”中没有任务列。请补全表头"
        )

    def column(index: int | None) -> _Column:
        return _Column(index, table.merges_known)

    def first(role: Role) -> int | None:
        return roles.index(role) if role in roles else None

    number, lead, deadline, path = (column(first(role)) for role in (Role.NUMBER, Role.LEAD, Role.DEADLINE, Role.PATH))
    sections = [column(index) for index in texts[:-1]]
    helpers = [column(index) for index, role in enumerate(roles) if role is Role.RESPONSIBLE]
    remarks = [index for index, role in enumerate(roles) if role is Role.REMARK]
    one_unit_column = len(helpers) == 1 and lead.index is None
    rule = lead_rule(front + "\n" + "\n".join(table.headers)) if one_unit_column else LeadRule.NONE
    unread = [compact(header) for header, role in zip(table.headers, roles, strict=True) if role is Role.UNKNOWN]
    notes = [*(f"表头“{name}”未能识别，该列未使用" for name in unread), *table.notes]
    spanning = ""
    before: tuple[str, ...] | None = None
    for cells in table.rows:
        if _is_section_row(cells, texts[-1]):
            spanning = heading(next(cell.text for cell in cells if not cell.blank))
            continue
        if all(cell.blank for cell in cells):
            continue
        inherited: list[str] = []
        doubts, notes = notes, []
        new_section = (
            bool(sections)
            and not cells[texts[0]].blank
            and (before is None or heading(cells[texts[0]].text) != before[0])
        )
        headings = [section.read(cells, inherits=not (place and new_section)) for place, section in enumerate(sections)]
        names = tuple(heading(text) for text, _ in headings)
        for field, (_, from_above) in zip(("section", "subsection"), headings, strict=False):
            if from_above:
                inherited.append(field)
        seq, from_above = number.read(cells, inherits=not new_section)
        if from_above:
            inherited.insert(0, "seq")
        units, unit_doubts = _read_units(cells, lead, helpers, rule, inherited, new_section and not table.merges_known)
        limit, from_above = deadline.read(cells)
        if from_above:
            inherited.append("deadlines")
        if deadline.index is None:
            limit = next((cells[index].text for index in remarks if when.is_due_date(cells[index].text)), "")
        text = unwrap(cells[texts[-1]].text)
        if not text:
            doubts.append("任务内容为空")
        elif lead.index is None and not helpers:
            said = units_in_cell(text, lead_rule(front))
            if said is not None:
                text, units, limit = said[0], said[1], limit or said[2]
            else:
                doubts.append("原文未写责任单位")
        if spanning and (not names or names[0] != spanning):
            names = (spanning, *names)
        yield _Row(
            seq=compact(seq).strip(".、"),
            section=names[0] if names else "",
            subsection="／".join(filter(None, names[1:])),
            text=text,
            units=units,
            inherited=tuple(inherited),
            deadline=limit,
            path="" if path.index is None else cells[path.index].text,
            doubts=(*doubts, *unit_doubts),
        )
        before = names or before


def _read_units(
    cells: Sequence[Cell],
    lead: _Column,
    helpers: list[_Column],
    rule: LeadRule,
    inherited: list[str],
    new_section: bool,
) -> tuple[Assignment, list[str]]:
    leads: list[str] = []
    responsible: list[str] = []
    doubts: list[str] = []
    text, from_above = lead.read(cells)
    if from_above:
        inherited.append("lead_units")
        if new_section:
            doubts.append("牵头单位空白且任务另起一项，按与上一行合并理解")
    _extend(leads, assign(text).names)
    for helper in helpers:
        text, from_above = helper.read(cells)
        assignment = assign(text, rule)
        # Beside a column of leads every unit here is responsible; alone, the cell itself says who leads.
        if lead.index is None:
            _extend(leads, assignment.lead)
            _extend(responsible, assignment.responsible)
        else:
            _extend(responsible, assignment.names)
        doubts.extend(assignment.doubts)
        if from_above:
            inherited.extend(["lead_units"] if assignment.lead and lead.index is None else [])
            if (assignment.responsible or lead.index is not None) and "responsible_units" not in inherited:
                inherited.append("responsible_units")
            if new_section:
                doubts.append("责任单位空白且任务另起一项，按与上一行合并理解")
    for name in (*leads, *responsible):
        if not is_complete(name):
            doubts.append(f"“{name[:30]}”不像单位名称")
    return Assignment(lead=tuple(leads), responsible=tuple(responsible)), doubts


def _extend(names: list[str], more: Sequence[str]) -> None:
    names.extend(name for name in more if name not in names)


def _is_section_row(cells: Sequence[Cell], task: int) -> bool:
    """A heading that spans the whole row: one cell filled, and not the task's unless it is numbered like a section."""
    if cells[0].spanning:
        return True
    filled = [index for index, cell in enumerate(cells) if not cell.blank and not cell.inherited]
    if len(filled) != 1 or len(cells) < 3:
        return False
    text = cells[filled[0]].text
    return filled[0] != task and bool(_SECTION_START.match(text)) and len(compact(text)) <= 60 and filled[0] == 0


def _column_names(rows: Sequence[_Row]) -> frozenset[str]:
    """Names of columns in the document's paths that are printed with their separators."""
    annotated = (
        annotation
        for row in rows
        for annotation in (*read_annotations(row.text), *([cell_paths(row.path)] if row.path.strip() else ()))
    )
    return frozenset(
        name
        for annotation in annotated
        for path in annotation.paths
        if ARROW.search(path.raw)
        for segment in path.segments
        for name in segment
    )


def _task(number: int, row: _Row, identity: Identity, known: frozenset[str]) -> Task:
    text = row.text
    annotated = read_annotations(text, known)
    closed = [(annotation.start, annotation.end) for annotation in annotated]
    items, item_doubts = numbered_items(text, closed)
    placed = [
        (annotation.start, replace(path, item=item_at(items, annotation.start)))
        for annotation in annotated
        for path in annotation.paths
    ]
    asked, unplaced = sentences(text, closed, identity.place, lambda start: _only_column(placed, item_at(items, start)))
    placed += [(sentence.start, replace(sentence.path, item=item_at(items, sentence.start))) for sentence in asked]
    in_column = None
    if row.path.strip():
        in_column = cell_paths(row.path, known)
        if not in_column.paths:
            in_column = channels_cell(row.path, (row.section, row.subsection)) or in_column
    paths = tuple(path for _, path in sorted(placed, key=lambda pair: pair[0])) + (in_column.paths if in_column else ())
    named, deadline_doubts = when.deadlines_in_cell(row.deadline, identity.year)
    spoken = when.deadlines_in_text(text, identity.year)
    in_cell = {deadline.text for deadline in named}
    listed = any(annotation.other_channels for annotation in annotated) or bool(in_column and in_column.other_channels)
    doubts: list[str] = [*row.doubts, *item_doubts, *deadline_doubts, *unplaced]
    for annotation in (*annotated, *([in_column] if in_column else [])):
        doubts.extend(annotation.doubts)
    for sentence in asked:
        doubts.extend(sentence.doubts)
    return Task(
        row=number,
        seq=row.seq,
        section=row.section,
        subsection=row.subsection,
        text=text,
        items=tuple(numbered.item for numbered in items),
        lead_units=row.units.lead,
        responsible_units=row.units.responsible,
        inherited=row.inherited,
        paths=paths,
        other_channels=listed or publishes_elsewhere(_outside(text, closed)),
        deadlines=named + tuple(deadline for deadline in spoken if deadline.text not in in_cell),
        requirements=tuple(asked.requirement for asked in asked_in(text, closed, identity.year)),
        doubts=tuple(dict.fromkeys(doubts)),
    )


def _only_column(placed: Sequence[tuple[int, DisclosurePath]], item: int | None) -> DisclosurePath | None:
    """The column of an item's only annotated path; None where there are several."""
    columns = [path for _, path in placed if path.item == item and path.kind is PathKind.PATH]
    return columns[0] if len(columns) == 1 and len(columns[0].leaves()) == 1 else None


def _outside(text: str, spans: Sequence[tuple[int, int]]) -> str:
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + text[end:]
    return text


def _numbered(tasks: tuple[Task, ...]) -> tuple[Task, ...]:
    """Tasks without a number column whose own numbers run on over the whole document take them as `seq`."""
    numbers = [item.no for task in tasks for item in task.items]
    if any(task.seq for task in tasks) or not all(task.items for task in tasks) or len(tasks) < 2:
        return tasks
    if any(later <= earlier for earlier, later in pairwise(numbers)):
        return tasks
    return tuple(replace(task, seq=_span([item.no for item in task.items])) for task in tasks)


def _with_gaps(tasks: Sequence[Task]) -> Iterator[Task]:
    """Tasks, with a doubt where the running numbers skip some: a row may be lost, or the document itself skips it."""
    before: int | None = None
    for task in tasks:
        numbers = [int(part) for part in re.findall(r"\d{1,4}", task.seq)] if _RUNNING.fullmatch(task.seq) else []
        if numbers and before is not None and before + 1 < numbers[0] <= before + 5 and "seq" not in task.inherited:
            doubt = f"序号从 {before} 跳到 {numbers[0]}，请核对原文是否缺少任务"
            task = replace(task, doubts=(*task.doubts, doubt))
        before = numbers[-1] if numbers else before
        yield task


def _span(numbers: list[int]) -> str:
    return str(numbers[0]) if len(numbers) == 1 else f"{numbers[0]}-{numbers[-1]}"
