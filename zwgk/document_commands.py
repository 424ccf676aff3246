"""`zwgk tasks` and `zwgk derive`: from a task-division document to rules people can review."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click
from rich.cells import cell_len

from rules.derive import coverage, derive
from rules.model import DisclosurePath, PathKind, RulePack, Task, TaskDocument
from rules.pack import PackChanges, load_pack, merge_and_write
from rules.schema import tasks_json
from rules.tasks import read_tasks
from rules.units import ExpansionKind
from zwgk.actions import Act
from zwgk.config import Config
from zwgk.recording import record_rules
from zwgk.terminal import say, shorten, table
from zwgk.units import printed_units, registry

_SHOWN = 12
_UNITS_WIDTH = 48  # terminal cells
_HEADERS = ("行", "序号", "任务", "牵头单位", "责任单位", "公开路径", "时限")
_DOUBTFUL = " 疑"
_FROM_ABOVE = "（同上）"


def show_tasks(document: Path, *, as_json: bool) -> int:
    """Print what the document says: JSON alone, or a table and the coverage statement."""
    read = read_tasks(document)
    if as_json:
        click.echo(json.dumps(tasks_json(read), ensure_ascii=False, indent=2).encode("utf-8"))
        return 0
    say(f"《{read.title}》" if read.title else read.file)
    say(f"{read.place or '地区未写明'}，{f'{read.year} 年' if read.year else '年份未写明'}，{_layout(read)}")
    say()
    _table(read.rows)
    say()
    say(_task_coverage(read))
    asked = [f"第 {task.row} 行：{one.quote}" for task in read.rows for one in task.requirements]
    for line in _first(dict.fromkeys(asked), "项具体要求"):
        say(f"  要求：{line}")
    mended = [
        f"第 {task.row} 行：原文“{one.original}”按“{one.corrected}”理解"
        for task in read.rows
        for path in task.paths
        for one in path.corrections
    ]
    for line in _first(dict.fromkeys(mended), "处更正"):
        say(f"  更正：{line}")
    _doubts([f"第 {task.row} 行：{doubt}" for task in read.rows for doubt in task.doubts])
    return 0


def derive_pack(document: Path, output: Path, config: Config | None) -> int:
    """Write the rule pack and say what changed and how much of the document it covers."""
    read = read_tasks(document)
    fresh = not output.exists()
    changes = merge_and_write(derive(read), output)
    if fresh or not changes.none:
        record_rules(config, Act.DERIVED, output, document.name)
    pack = load_pack(output)
    say(f"规则集已{'写入' if fresh else '更新'}：{output}")
    for line in _carried(changes):  # never shortened: a person's ruling now holds for a new task
        say(f"  {line}")
    for line in _first(_changes(changes, fresh=fresh), "项变化"):
        say(f"  {line}")
    figures = coverage(read, pack)
    waiting = sum(rule.waiting for rule in pack.rules)
    more = f"，另有建议规则 {waiting} 条，用 zwgk accept 采纳后才检查" if waiting else ""
    say(
        f"文件共 {figures.rows} 行，其中 {figures.rows_with_path} 行写有公开路径；规则 {figures.rules} 条，"
        f"覆盖 {figures.rows_with_rules} 行；{figures.manual_rows} 行由人工跟进{more}；疑点 {figures.doubts} 处"
    )
    if figures.uncovered:
        rows = "、".join(str(row) for row in figures.uncovered)
        say(f"注意：第 {rows} 行既没有规则也没有人工任务（在规则集中被删去了）")
    _doubts([*pack.doubts, *_rule_doubts(pack), *(_unknown_units(pack, config) if config else ())])
    return 0


def _changes(changes: PackChanges, *, fresh: bool) -> Iterator[str]:
    if fresh:
        return
    if changes.none:
        yield "没有变化"
    for name, fields in changes.conflicts.items():
        yield f"请核对 {name}：{'、'.join(fields)} 在文件中有变化，保留了人工修改"
    yield from (f"请核对 {name}：文件中已没有，因有人工修改而保留" for name in changes.orphaned)
    yield from (f"删去 {name}（文件中已没有）" for name in changes.dropped)
    yield from (f"新增 {name}" for name in changes.added)
    yield from (f"更新 {name}" for name in changes.changed)
    kept = len(changes.kept) - len(changes.carried)
    if kept > 0:
        yield f"保留了 {kept} 条规则的人工修改"


def _carried(changes: PackChanges) -> Iterator[str]:
    """What people had edited in last year's pack, where it went, and what of it needs a look."""
    for old, new in changes.carried.items():
        fields = "、".join(changes.kept.get(new, ()))
        look = changes.looks.get(new)
        yield f"{'请核对 ' if look else ''}{old} 的人工修改（{fields}）已转到 {new}{f'：{look}' if look else ''}"
    for old in changes.unclear:
        yield f"请核对 {old}：新文件中有多条规则与它相近，人工修改没有转过去"


def _layout(read: TaskDocument) -> str:
    return "表格" if read.layout == "table" else "条目式"


def _table(tasks: Sequence[Task]) -> None:
    """The tasks, without the columns that are empty throughout, and what the marks in it mean."""
    rows = [_row(task) for task in tasks]
    filled = [place for place in range(len(_HEADERS)) if any(row[place] for row in rows)]
    table([_HEADERS[place] for place in filled], [[row[place] for place in filled] for row in rows])
    cells = [cell for row in rows for cell in row]
    marks = (
        (any(row[0].endswith(_DOUBTFUL) for row in rows), "疑：有疑点，见下"),
        (any(cell.endswith(_FROM_ABOVE) for cell in cells), "（同上）：该格合并或空白，取自上一行"),
        (any(cell.endswith("…") or "…等 " in cell for cell in cells), "…：有省略，全文见 --json"),
    )
    said = [meaning for seen, meaning in marks if seen]
    if said:
        say()
        say("；".join(said))


def _row(task: Task) -> tuple[str, ...]:
    return (
        f"{task.row}{_DOUBTFUL if task.doubts else ''}",
        task.seq,
        shorten(task.text, 44),
        _units(task.lead_units, inherited="lead_units" in task.inherited),
        _units(task.responsible_units, inherited="responsible_units" in task.inherited),
        shorten("；".join(_path(path) for path in task.paths), 88),
        shorten("；".join(deadline.text for deadline in task.deadlines), 28),
    )


def _units(names: Sequence[str], *, inherited: bool) -> str:
    """As many names as there is room for, never half a one, and how many there are."""
    shown = "、".join(names)
    if cell_len(shown) > _UNITS_WIDTH:
        count = max(1, sum(cell_len("、".join(names[: place + 1])) <= _UNITS_WIDTH for place in range(len(names))))
        shown = f"{'、'.join(names[:count])}…等 {len(names)} 个"
    return shown + _FROM_ABOVE if inherited and names else shown


def _path(path: DisclosurePath) -> str:
    return ">".join((path.site, *("/".join(names) for names in path.segments)))


def _task_coverage(read: TaskDocument) -> str:
    paths = [path for task in read.rows for path in task.paths]
    places = [path for path in paths if path.kind in (PathKind.PATH, PathKind.SET_UP)]
    with_path = sum(bool(task.paths) for task in read.rows)
    leaves = sum(len(path.leaves()) for path in places)
    doubts = sum(len(task.doubts) for task in read.rows)
    return (
        f"共 {len(read.rows)} 行，其中 {with_path} 行写有公开路径，{len(read.rows) - with_path} 行没有；"
        f"公开路径 {len(places)} 条，展开为 {leaves} 个栏目；疑点 {doubts} 处"
    )


def _rule_doubts(pack: RulePack) -> Iterator[str]:
    for rule in pack.rules:
        yield from (f"第 {rule.row} 行（规则 {rule.id}）：{doubt}" for doubt in rule.doubts)


def _unknown_units(pack: RulePack, config: Config) -> Iterator[str]:
    known = registry(config)
    unknown = [name for name in printed_units([pack]) if known.expand(name).kind is ExpansionKind.UNKNOWN]
    if config.units and unknown:
        yield f"配置的 units 中没有这些单位或单位组：{'、'.join(unknown)}"


def _doubts(doubts: Iterable[str]) -> None:
    for line in _first(dict.fromkeys(doubts), "处疑点"):
        say(f"  疑点：{line}")


def _first(lines: Iterable[str], unit: str) -> Iterator[str]:
    """The first lines, and how many more there are."""
    listed = list(lines)
    yield from listed[:_SHOWN]
    if len(listed) > _SHOWN:
        yield f"…… 还有 {len(listed) - _SHOWN} {unit}"
