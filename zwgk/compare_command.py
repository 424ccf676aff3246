"""`zwgk compare`: what changed from one edition of a document (or pack) to the next."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import click

from rules.compare import Change, Comparison, Edition, Entry, Turnover, compare, editions
from rules.compare_json import compare_json
from zwgk.packs import read_document_or_pack
from zwgk.terminal import say, shorten, table


def run_compare(old: Path, new: Path, *, as_json: bool) -> int:
    """Print the differences: JSON alone, or tables and a summary; 0 whether or not there are any."""
    sides = read_document_or_pack(old), read_document_or_pack(new)
    comparison = compare(*editions(*sides, (old.name, new.name)))
    if as_json:
        click.echo(json.dumps(compare_json(comparison), ensure_ascii=False, indent=2).encode("utf-8"))
        return 0
    say(f"旧：{_title(comparison.old)}")
    say(f"新：{_title(comparison.new)}")
    if comparison.old.place and comparison.new.place and comparison.old.place != comparison.new.place:
        say(f"注意：两份文件的地区不同（{comparison.old.place}、{comparison.new.place}）")
    _entries("新增任务", comparison.added, {row: f"由原第 {old} 行分出" for row, old in comparison.split.items()})
    _entries("取消任务", comparison.dropped, {row: f"并入新的第 {new} 行" for row, new in comparison.merged.items()})
    _changes(comparison.changed)
    say()
    say(_summary(comparison))
    return 0


def _title(edition: Edition) -> str:
    name = f"《{edition.title}》" if edition.title else edition.file
    return f"{name}（{'规则集' if edition.kind == 'pack' else '文件'} {edition.file}，{len(edition.entries)} 项任务）"


def _entries(heading: str, entries: Sequence[Entry], notes: Mapping[int, str]) -> None:
    if not entries:
        return
    say()
    say(f"{heading} {len(entries)} 项")
    rows = [
        (
            str(entry.row),
            entry.seq,
            shorten(entry.text, 60),
            shorten("、".join(entry.lead_units or entry.responsible_units), 28),
            shorten("；".join(entry.paths), 44),
            notes.get(entry.row, ""),
        )
        for entry in entries
    ]
    table(("行", "序号", "任务", "单位", "公开路径", "说明"), rows)


def _changes(changes: Sequence[Change]) -> None:
    if not changes:
        return
    say()
    say(f"变化的任务 {len(changes)} 项")
    rows = [
        (f"{change.old.row} → {change.new.row}" if first else "", shorten(change.new.text, 40) if first else "", what)
        for change in changes
        for first, what in _numbered(_differences(change))
    ]
    table(("行", "任务", "变化"), rows)


def _numbered(lines: Iterator[str]) -> Iterator[tuple[bool, str]]:
    for number, line in enumerate(lines):
        yield number == 0, line


def _differences(change: Change) -> Iterator[str]:
    for before, after in change.paths.renamed:
        yield f"路径改名：{before} → {after}"
    yield from _turned("公开路径", change.paths)
    yield from _turned("牵头单位", change.lead_units)
    yield from _turned("责任单位", change.responsible_units)
    yield from _turned("时限", change.deadlines)
    if change.text:
        yield f"表述有修改（相似 {change.likeness:.0%}）"


def _turned(label: str, turnover: Turnover) -> Iterator[str]:
    if turnover.added:
        yield f"{label}增加：{'、'.join(turnover.added)}"
    if turnover.dropped:
        yield f"{label}去掉：{'、'.join(turnover.dropped)}"


def _summary(comparison: Comparison) -> str:
    changed = comparison.changed
    renamed = sum(len(change.paths.renamed) for change in changed)
    units = sum(bool(change.lead_units or change.responsible_units) for change in changed)
    deadlines = sum(bool(change.deadlines) for change in changed)
    return (
        f"新增 {len(comparison.added)} 项，取消 {len(comparison.dropped)} 项，变化 {len(changed)} 项"
        f"（路径改名 {renamed} 处，单位有变 {units} 项，时限有变 {deadlines} 项），"
        f"未变 {comparison.unchanged} 项"
    )
