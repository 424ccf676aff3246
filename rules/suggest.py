"""建议规则: what a task without a path most likely asks of the website's columns, for people to accept or leave.

Nothing here is judged by itself: a suggestion is a rule with `suggested=True, accepted=False` and the reason why. Rows
of a task table go by their topics (rules/topics); rows of a catalogue by the names the catalogue itself gives them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rules.catalogue import is_ticked
from rules.model import DeadlineKind, DisclosurePath, Rule, RuleKind, Task, TaskDocument
from rules.paths import GOVERNMENT_SITE, alternatives
from rules.topics import Match, catalogue
from rules.typesetting import compact, quote

CATALOGUE_TOPIC = "catalogue"
"""Topic of a rule a catalogue's row suggests by its own names."""

_QUOTED = 60  # characters of the task's sentence shown as the reason
_GRASSROOTS = "基层政务公开"
_STATUTORY = ("政府信息公开", "法定主动公开内容")
_FIELD = re.compile(r"^(?:关于|《)?(?P<field>[^领]{2,16}?)领域")
_YEARLY = 400  # days: a year and the weeks in which one year's publication follows the other's
_NO_CYCLE = 3650  # days: published when something changes, so that age says nothing
_STANDARD = "《国务院办公厅关于全面推进基层政务公开标准化规范化工作的指导意见》（国办发〔2019〕54号）"


def suggestions(task: Task, document: TaskDocument, title: str) -> Iterator[Rule]:
    """Suggested rules of one task, each topic once, without ids; `title` is the name of the rules' document."""
    ticked = next((path for path in task.paths if is_ticked(path)), None)
    if ticked is not None:
        yield _of_catalogue(task, document, title, ticked)
        return
    seen: set[str] = set()
    parts: list[tuple[int | None, str]] = [(item.no, item.text) for item in task.items]
    for number, text in parts or [(None, task.text)]:
        for match in catalogue().matches(text):
            if match.topic.id not in seen:
                seen.add(match.topic.id)
                yield from _of_topic(task, title, number, text, match)


def _of_topic(task: Task, title: str, item: int | None, text: str, match: Match) -> Iterator[Rule]:
    *parents, last = match.topic.path
    leaves = alternatives(last)
    for leaf in leaves:
        yield _rule(
            task,
            title,
            item=item,
            text=text,
            path=(*parents, leaf),
            kind=match.topic.kind,
            literal=last if len(leaves) > 1 else None,
            limit_days=match.topic.limit_days,
            topic=match.topic.id,
            why=_why(match),
        )


def _of_catalogue(task: Task, document: TaskDocument, title: str, ticked: DisclosurePath) -> Rule:
    """The row's own names below the column where catalogues of its kind are published."""
    named = "／".join(segment[0] for segment in ticked.segments)
    field = _field(document)
    if field or _GRASSROOTS in compact(document.title):
        parents, where = (_GRASSROOTS, *filter(None, [field])), _STANDARD
    else:
        parents, where = _STATUTORY, "《政府信息公开条例》第十九条至第二十一条"
    return _rule(
        task,
        title,
        text=task.text,
        path=(*parents, *(segment[0] for segment in ticked.segments)),
        limit_days=_limit(task),
        topic=CATALOGUE_TOPIC,
        why=(
            f"目录把“{quote(named, _QUOTED)}”的公开渠道勾选为“{quote(ticked.raw, 20)}”，没有写栏目；"
            f"按目录自己的事项名称在“{'>'.join(parents)}”下核查"
            f"{'，按变更公开的事项不判更新期限' if _limit(task) == _NO_CYCLE else ''}。依据：{where}"
        ),
    )


def _limit(task: Task) -> int | None:
    """Most catalogues want publication so many days after a change: a column may then be old and right."""
    cycles = [deadline.text for deadline in task.deadlines if deadline.kind is DeadlineKind.RECURRING]
    if not cycles:
        return _NO_CYCLE
    return _YEARLY if all("每年" in cycle for cycle in cycles) else None


def _field(document: TaskDocument) -> str:
    """征地补偿 of 云山区征地补偿领域基层政务公开标准目录; empty when the title names no field."""
    title = compact(document.title)
    places = [document.place[start:] for start in range(len(document.place) - 1)]
    bare = next((title.removeprefix(place) for place in places if title.startswith(place)), title)
    found = _FIELD.match(re.sub(r"^20\d{2}年?度?", "", bare))
    return found["field"] if found else ""


def _rule(
    task: Task,
    title: str,
    *,
    text: str,
    path: tuple[str, ...],
    topic: str,
    why: str,
    kind: RuleKind = RuleKind.COLUMN,
    item: int | None = None,
    literal: str | None = None,
    limit_days: int | None = None,
) -> Rule:
    said = {deadline.text for deadline in task.deadlines if deadline.text in text}
    return Rule(
        id="",
        document=title,
        row=task.row,
        item=item,
        section=task.section,
        text=text,
        site=GOVERNMENT_SITE,
        path=path,
        kind=kind,
        literal=literal,
        lead_units=task.lead_units,
        responsible_units=task.responsible_units,
        deadlines=tuple(one for one in task.deadlines if one.text in said or one.text not in task.text),
        limit_days=limit_days,
        suggested=True,
        accepted=False,
        topic=topic,
        why=why,
    )


def _why(match: Match) -> str:
    topic = match.topic
    return (
        f"原文“{quote(match.sentence, _QUOTED)}”中的“{quote(match.words, 20)}”"
        f"属于“{topic.name}”：{topic.explain}。依据：{topic.basis}"
    )
