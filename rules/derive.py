"""Rules from tasks: one for each expanded leaf of a path; a manual task and suggestions for every row without one."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rules.catalogue import is_ticked
from rules.demands import Demands, demands
from rules.model import Deadline, DisclosurePath, ManualTask, PathKind, Rule, RuleKind, RulePack, Task, TaskDocument
from rules.sentences import is_homepage_entry, names_subcolumns
from rules.suggest import suggestions
from rules.typesetting import compact

_SLUG_MARKS = re.compile(r"[^\w\u4e00-\u9fff]+")
_PLACE_NAME = re.compile(
    r"([\u4e00-\u9fff]{2,8}?|[\u4e00-\u9fff])(?:特别行政区|自治区|自治州|自治县|省|市|区|县|州|旗|盟)$"
)


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """How much of a document its rules cover: each row has a rule, or a manual task, or is `uncovered`."""

    rows: int
    rows_with_path: int
    rows_with_rules: int
    rules: int
    manual_rows: int
    doubts: int
    uncovered: tuple[int, ...]
    """Rows that have neither a rule nor a manual task (people removed them from the pack)."""


def derive(document: TaskDocument) -> RulePack:
    """The rule pack of a document; the same document always gives the same pack."""
    rules: list[Rule] = []
    manual: list[ManualTask] = []
    title = document.title or document.file
    for task in document.rows:
        asked = demands(task)
        derived = [
            rule for index, path in enumerate(task.paths) for rule in _rules(document, title, task, path, index, asked)
        ]
        if derived:
            rules.extend(derived)
        else:
            manual.append(_manual(document, title, task))
            rules.extend(_identified(document, rule) for rule in suggestions(task, document, title))
    return RulePack(
        title=document.title,
        place=document.place,
        year=document.year,
        source=document.file,
        sha256=document.sha256,
        rows=len(document.rows),
        rules=tuple(_with_unique_ids(rules)),
        manual=tuple(_with_unique_manual_ids(manual)),
        doubts=tuple(f"第{task.row}行：{doubt}" for task in document.rows for doubt in task.doubts),
    )


def coverage(document: TaskDocument, pack: RulePack) -> Coverage:
    """Rows, rows with a path, rules, rows left to people, doubts; and the rows a pack has lost."""
    with_rules = {rule.row for rule in pack.rules if not rule.waiting}
    by_hand = {task.row for task in pack.manual}
    rows = {task.row for task in document.rows}
    return Coverage(
        rows=len(rows),
        rows_with_path=sum(
            any(path.kind in {PathKind.PATH, PathKind.SET_UP} for path in task.paths) for task in document.rows
        ),
        rows_with_rules=len(with_rules & rows),
        rules=sum(not rule.waiting for rule in pack.rules),
        manual_rows=len(by_hand & rows),
        doubts=sum(len(task.doubts) for task in document.rows),
        uncovered=tuple(sorted(rows - with_rules - by_hand)),
    )


def _rules(
    document: TaskDocument, title: str, task: Task, path: DisclosurePath, index: int, asked: Demands
) -> Iterator[Rule]:
    if path.kind is PathKind.MENTION and is_homepage_entry(path):
        kind = RuleKind.HOMEPAGE_ENTRY
    elif path.kind in {PathKind.PATH, PathKind.SET_UP}:
        kind = RuleKind.COLUMN
    else:
        return
    text = _words(task, path.item)
    rule = Rule(
        id="",
        document=title,
        row=task.row,
        item=path.item,
        section=task.section,
        text=text,
        site=path.site,
        path=(),
        kind=kind,
        lead_units=task.lead_units,
        responsible_units=task.responsible_units,
        deadlines=_deadlines(task, text),
        corrections=path.corrections,
        doubts=(*task.doubts, *asked.doubts_of(index)),
    )
    if names_subcolumns(path):
        for parent in _leaves(path.segments[:-1]):
            yield _identified(
                document,
                replace(
                    rule,
                    path=parent,
                    kind=RuleKind.SUBCOLUMNS,
                    subcolumns=path.segments[-1],
                    requirements=asked.of(index, path, (*parent, path.segments[-1][0])),
                ),
            )
        return
    last = path.segments[-1]
    literal = "/".join(last) if len(last) > 1 and path.kind is PathKind.PATH else None
    for leaf in path.leaves():
        yield _identified(document, replace(rule, path=leaf, literal=literal, requirements=asked.of(index, path, leaf)))


def _leaves(segments: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    paths: list[tuple[str, ...]] = [()]
    for alternatives in segments:
        paths = [(*path, name) for path in paths for name in alternatives]
    return paths


def _deadlines(task: Task, words: str) -> tuple[Deadline, ...]:
    """Deadlines of the item itself and those of the row's own column, not those of the row's other items."""
    return tuple(deadline for deadline in task.deadlines if deadline.text in words or deadline.text not in task.text)


def _words(task: Task, item: int | None) -> str:
    return next((numbered.text for numbered in task.items if numbered.no == item), task.text)


def _manual(document: TaskDocument, title: str, task: Task) -> ManualTask:
    if any(map(is_ticked, task.paths)):
        reason = "目录勾选了政府网站，未写栏目，需人工核查"
    elif any(path.kind is PathKind.MENTION for path in task.paths):
        reason = "任务只点到栏目名称，未写公开路径，需人工核查"
    elif task.other_channels:
        reason = "任务只写了网站以外的公开渠道，需人工核查"
    else:
        reason = "任务未写公开路径，需人工核查"
    return ManualTask(
        id=f"{_slug(document)}-人工-{_digest(document, task.section, task.text)}",
        document=title,
        row=task.row,
        section=task.section,
        text=task.text,
        lead_units=task.lead_units,
        responsible_units=task.responsible_units,
        deadlines=task.deadlines,
        reason=reason,
    )


def _identified(document: TaskDocument, rule: Rule) -> Rule:
    name = _SLUG_MARKS.sub("", rule.path[-1]) or "栏目"
    digest = _digest(document, rule.kind, rule.site, *rule.path, *rule.subcolumns, "\n", rule.text)
    kind = "建议-" if rule.suggested else ""
    return replace(rule, id=f"{_slug(document)}-{kind}{name[:16]}-{digest}")


def _slug(document: TaskDocument) -> str:
    """Year and place, else the beginning of the title, so that an id tells which document it is of."""
    match = _PLACE_NAME.search(re.sub(r"^.*(?:省|市|自治区|自治州|盟)(?=.{2,})", "", document.place))
    name = match[1] if match else _SLUG_MARKS.sub("", re.sub(r"20\d{2}年?", "", document.title))[:8]
    return "-".join(part for part in (str(document.year or ""), name) if part) or "文件"


def _digest(document: TaskDocument, *parts: str) -> str:
    words = "\x1f".join(compact(part) for part in (str(document.year), document.place, document.title, *parts))
    return hashlib.sha256(words.encode()).hexdigest()[:6]


def _with_unique_ids(rules: Sequence[Rule]) -> Iterator[Rule]:
    """Two rows with the very same words and path get numbered ids."""
    seen: Counter[str] = Counter()
    for rule in rules:
        seen[rule.id] += 1
        yield rule if seen[rule.id] == 1 else replace(rule, id=f"{rule.id}-{seen[rule.id]}")


def _with_unique_manual_ids(tasks: Sequence[ManualTask]) -> Iterator[ManualTask]:
    seen: Counter[str] = Counter()
    for task in tasks:
        seen[task.id] += 1
        yield task if seen[task.id] == 1 else replace(task, id=f"{task.id}-{seen[task.id]}")
