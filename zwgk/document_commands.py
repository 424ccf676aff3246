"""`zwgk tasks` and `zwgk derive`: from a task-division document to rules people can review."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from rules.derive import derive
from rules.model import DisclosurePath, PathKind, RulePack, Task, TaskDocument
from rules.pack import merge_and_write
from rules.schema import tasks_json
from rules.tasks import read_tasks
from zwgk.config import Config
from zwgk.terminal import say, shorten, table
from zwgk.units import registry

_SHOWN_DOUBTS = 10


def show_tasks(document: Path, *, as_json: bool) -> int:
    """Print what the document says: JSON alone, or a table and the coverage statement."""
    read = read_tasks(document)
    if as_json:
        click.echo(json.dumps(tasks_json(read), ensure_ascii=False, indent=2).encode("utf-8"))
        return 0
    say(f"《{read.title}》" if read.title else read.file)
    say(f"{read.place or '地区未写明'}，{f'{read.year} 年' if read.year else '年份未写明'}，{_layout(read)}")
    say()
    table(("行", "序号", "任务", "牵头单位", "责任单位", "公开路径", "时限"), [_row(task) for task in read.rows])
    say()
    say(_task_coverage(read))
    _doubts([f"第 {task.row} 行：{doubt}" for task in read.rows for doubt in task.doubts])
    return 0


def derive_pack(document: Path, output: Path, config: Config | None) -> int:
    """Write the rule pack and say what changed and how much of the document it covers."""
    pack = derive(read_tasks(document))
    changes = merge_and_write(pack, output)
    say(f"规则集已写入 {output}")
    for line in changes.lines():
        say(f"  {line}")
    say(_pack_coverage(pack))
    _doubts([*pack.doubts, *_rule_doubts(pack), *(_unknown_units(pack, config) if config else ())])
    return 0


def _layout(read: TaskDocument) -> str:
    return "表格" if read.layout == "table" else "条目式"


def _row(task: Task) -> tuple[str, ...]:
    return (
        str(task.row),
        task.seq,
        shorten(task.text, 44),
        shorten("、".join(task.lead_units), 20),
        shorten("、".join(task.responsible_units), 28),
        shorten("；".join(_path(path) for path in task.paths), 44),
        shorten("；".join(deadline.text for deadline in task.deadlines), 20),
    )


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


def _pack_coverage(pack: RulePack) -> str:
    with_path = len({rule.row for rule in pack.rules if not rule.suggested})
    suggested = sum(rule.suggested for rule in pack.rules)
    more = f"（另有建议规则 {suggested} 条，采纳后才检查）" if suggested else ""
    doubts = len(pack.doubts) + sum(len(rule.doubts) for rule in pack.rules)
    return (
        f"文件共 {pack.rows} 行，其中 {with_path} 行有公开路径，生成规则 {len(pack.rules) - suggested} 条{more}；"
        f"需人工跟进 {len(pack.manual)} 项；疑点 {doubts} 处"
    )


def _rule_doubts(pack: RulePack) -> Iterator[str]:
    for rule in pack.rules:
        yield from (f"第 {rule.row} 行（规则 {rule.id}）：{doubt}" for doubt in rule.doubts)


def _unknown_units(pack: RulePack, config: Config) -> Iterator[str]:
    known = registry(config)
    printed = dict.fromkeys(
        unit for entry in (*pack.rules, *pack.manual) for unit in (*entry.lead_units, *entry.responsible_units)
    )
    unknown = [name for name in printed if not known.expand(name)]
    if config.units and unknown:
        yield f"配置的 units 中没有这些单位或单位组：{'、'.join(unknown)}"


def _doubts(doubts: Iterable[str]) -> None:
    lines = list(dict.fromkeys(doubts))
    for line in lines[:_SHOWN_DOUBTS]:
        say(f"  疑点：{line}")
    if len(lines) > _SHOWN_DOUBTS:
        say(f"  …… 还有 {len(lines) - _SHOWN_DOUBTS} 处疑点")
