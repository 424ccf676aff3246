"""`zwgk accept`: which suggested rules are judged from now on, marked in the packs themselves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rules.model import Rule
from rules.pack import load_pack, mark_accepted
from rules.suggest import CATALOGUE_TOPIC
from rules.topics import catalogue
from zwgk.actions import Act
from zwgk.config import Config
from zwgk.errors import UserError
from zwgk.outcome import shown_path
from zwgk.recording import record_rules
from zwgk.terminal import say, shorten, table
from zwgk.units import near

_CATALOGUE = "公开目录"
_HEADERS = ("编号", "行", "栏目", "采纳", "理由")


@dataclass(frozen=True, kw_only=True)
class AcceptRequest:
    """What the command line asked for."""

    rules: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    rows: tuple[int, ...] = ()
    everything: bool = False
    reject: bool = False


def run_accept(packs: Sequence[Path], request: AcceptRequest, config: Config | None = None) -> int:
    """Mark the chosen suggestions; without a choice, list them all. UserError when a choice means none.

    What is changed of the packs of `config` is put on record.
    """
    suggested = {path: [rule for rule in load_pack(path).rules if rule.suggested] for path in packs}
    everything = [rule for rules in suggested.values() for rule in rules]
    if not everything:
        say(f"规则集中没有建议规则：{'、'.join(shown_path(path) for path in packs)}")
        return 0
    if not (request.rules or request.topics or request.rows or request.everything):
        _list(everything)
        return 0
    chosen = _chosen(everything, request)
    for path, rules in suggested.items():
        ids = {rule.id for rule in rules} & chosen
        changed = mark_accepted(path, ids, accepted=not request.reject) if ids else ()
        if ids:
            _tell(path, rules, ids, changed, reject=request.reject)
        if changed:
            record_rules(config, Act.REJECTED if request.reject else Act.ACCEPTED, path, "、".join(changed))
    return 0


def _chosen(suggested: Sequence[Rule], request: AcceptRequest) -> set[str]:
    known = {rule.id for rule in suggested}
    chosen = set(known) if request.everything else set()
    for word in request.rules:
        if word not in known:
            raise UserError(f"没有编号为“{word}”的建议规则，{_way_out(word, sorted(known))}")
        chosen.add(word)
    for word in request.topics:
        chosen |= _of_topic(word, suggested)
    for row in request.rows:
        found = {rule.id for rule in suggested if rule.row == row}
        if not found:
            there = "、".join(str(one) for one in sorted({rule.row for rule in suggested})[:20])
            raise UserError(f"第 {row} 行没有建议规则，有建议规则的行：{there}")
        chosen |= found
    return chosen


def _of_topic(word: str, suggested: Sequence[Rule]) -> set[str]:
    there = {rule.topic for rule in suggested}
    named = [topic.id for topic in catalogue().named(word) if topic.id in there]
    if word in {CATALOGUE_TOPIC, _CATALOGUE}:
        named = [CATALOGUE_TOPIC]
    found = {rule.id for rule in suggested if [rule.topic] == named}
    if not found:
        names = [one.name for one in catalogue().topics if one.id in there]
        names += [_CATALOGUE] if CATALOGUE_TOPIC in there else []
        raise UserError(f"没有主题为“{word}”的建议规则，{_way_out(word, names)}")
    return found


def _way_out(word: str, names: Sequence[str]) -> str:
    close = near(word, names)
    return f"是不是：{'、'.join(close)}？" if close else f"可用的有：{'、'.join(names[:10])}"


def _list(suggested: Iterable[Rule]) -> None:
    listed = list(suggested)
    rows = [
        (
            rule.id,
            str(rule.row),
            shorten(">".join(rule.path), 44),
            "已采纳" if rule.accepted else "",
            shorten(rule.why, 60),
        )
        for rule in listed
    ]
    table(_HEADERS, rows)
    say()
    waiting = sum(rule.waiting for rule in listed)
    say(f"建议规则 {len(listed)} 条，其中 {waiting} 条待采纳；理由全文见规则集中的 why")
    say("采纳：zwgk accept 编号…，或 --topic 主题，或 --row 行，或 --all；不再采纳：加 --reject")


def _tell(path: Path, rules: Sequence[Rule], ids: set[str], changed: Sequence[str], *, reject: bool) -> None:
    done = "不再采纳" if reject else "采纳"
    say(f"{shown_path(path)}：{done} {len(changed)} 条建议规则")
    for rule in rules:
        if rule.id in changed:
            say(f"  {rule.id}  第 {rule.row} 行  {'>'.join(rule.path)}")
    if already := len(ids) - len(changed):
        say(f"  另有 {already} 条原来就是这样，没有改动")
