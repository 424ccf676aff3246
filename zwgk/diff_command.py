"""`zwgk diff`: what changed between two runs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import closing
from typing import Any, Final

import click

from checker.difference import Change, Difference, differences, tally
from zwgk.config import Config
from zwgk.errors import UserError
from zwgk.kept import kept_run
from zwgk.store import KeptRun, Store
from zwgk.terminal import say, shorten, table

DIFF: Final = "zwgk.diff/1"
_NAMES: Final[Mapping[Change, str]] = {
    Change.APPEARED: "新增",
    Change.GONE: "已消除",
    Change.STILL: "仍在",
    Change.RESUMED: "豁免已止，恢复计入",
    Change.WAIVED: "已豁免",
    Change.RELEASED: "不再适用",
    Change.UNTOLD: "未能复查",
    Change.BLIND: "改为无法核验",
    Change.SEEN: "恢复核验",
    Change.UNCOVERED: "恢复核验，有问题",
    Change.ADDED: "新规则",
    Change.DROPPED: "不再检查",
}
_HEADERS: Final = ("变化", "编号", "栏目", "说明")


def run_diff(config: Config, words: Sequence[str], *, as_json: bool) -> int:
    """Print it; always 0. UserError when a run does not exist or there is nothing to compare with."""
    with closing(Store.open(config.database, config.data)) as store:
        before, after = _runs(store, words)
        found = differences(store.results(before.id), store.results(after.id))
    if as_json:
        click.echo(json.dumps(_json(before, after, found), ensure_ascii=False, indent=1))
        return 0
    scope = (
        "" if before.complete and after.complete else "（其中有只查一部分的轮次，没查到的规则列为“不再检查”或“新规则”）"
    )
    say(f"轮次 {before.id}（{before.as_of}）与 {after.id}（{after.as_of}）比较{scope}")
    order = list(Change)
    shown = sorted((one for one in found if one.change is not Change.STILL), key=lambda one: order.index(one.change))
    if shown:
        say()
        table(_HEADERS, [_row(one) for one in shown])
        say()
    figures = tally(found)
    say(
        "；".join(f"{_NAMES[change]} {number} 项" for change, number in figures.items() if number)
        or "没有变化，也没有问题"
    )
    return 0


def _runs(store: Store, words: Sequence[str]) -> tuple[KeptRun, KeptRun]:
    if len(words) == 2:
        return kept_run(store, words[0]), kept_run(store, words[1])
    complete = [run for run in store.runs(complete=True) if store.judged(run)]
    if not words and len(complete) < 2:
        raise UserError("还没有两次全面检查可以比较，请先运行 zwgk check，或写明两个轮次")
    if not words:
        return kept_run(store, complete[1]), kept_run(store, complete[0])
    after = kept_run(store, words[0])
    earlier = [run for run in complete if run < after.id]
    if not earlier:
        raise UserError(f"轮次 {after.id} 之前没有全面检查可以比较，请写明两个轮次：zwgk diff 旧轮次 新轮次")
    return kept_run(store, earlier[0]), after


def _row(one: Difference) -> tuple[str, ...]:
    result = one.result
    place = f"{result.unit}：" if result.unit else ""
    said = one.finding.message if one.finding is not None else result.reason or ""
    return (_NAMES[one.change], result.rule, shorten(place + ">".join(result.path), 40), shorten(said, 80))


def _json(before: KeptRun, after: KeptRun, found: Sequence[Difference]) -> dict[str, Any]:
    return {
        "schema": DIFF,
        "before": {"id": before.id, "as_of": before.as_of.isoformat(), "complete": before.complete},
        "after": {"id": after.id, "as_of": after.as_of.isoformat(), "complete": after.complete},
        "counts": {change.value: number for change, number in tally(found).items()},
        "changes": [
            {
                "change": one.change.value,
                "rule": one.result.rule,
                "unit": one.result.unit,
                "site": one.result.site,
                "path": list(one.result.path),
                "code": one.finding.code if one.finding else None,
                "status": one.result.status.value,
                "message": one.finding.message if one.finding else one.result.reason,
            }
            for one in found
        ],
    }
