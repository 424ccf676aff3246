"""建议规则: what a task without a path most likely asks of the standard columns, for people to accept or leave.

Nothing here is judged by itself: a suggestion is a rule with `suggested=True, accepted=False` and the reason why.
"""

from __future__ import annotations

from collections.abc import Iterator

from rules.model import Rule, Task
from rules.paths import GOVERNMENT_SITE, alternatives
from rules.topics import Match, catalogue
from rules.typesetting import quote

_QUOTED = 60  # characters of the task's sentence shown as the reason


def suggestions(task: Task, document: str) -> Iterator[Rule]:
    """Suggested rules of one task, each topic once, without ids; `document` is the title of the rules' document."""
    seen: set[str] = set()
    parts: list[tuple[int | None, str]] = [(item.no, item.text) for item in task.items]
    for number, text in parts or [(None, task.text)]:
        for match in catalogue().matches(text):
            if match.topic.id not in seen:
                seen.add(match.topic.id)
                yield from _rules(task, document, number, text, match)


def _rules(task: Task, document: str, item: int | None, text: str, match: Match) -> Iterator[Rule]:
    *parents, last = match.topic.path
    leaves = alternatives(last)
    said = {deadline.text for deadline in task.deadlines if deadline.text in text}
    for leaf in leaves:
        yield Rule(
            id="",
            document=document,
            row=task.row,
            item=item,
            section=task.section,
            text=text,
            site=GOVERNMENT_SITE,
            path=(*parents, leaf),
            literal=last if len(leaves) > 1 else None,
            lead_units=task.lead_units,
            responsible_units=task.responsible_units,
            deadlines=tuple(one for one in task.deadlines if one.text in said or one.text not in task.text),
            limit_days=match.topic.limit_days,
            suggested=True,
            accepted=False,
            topic=match.topic.id,
            why=_why(match),
        )


def _why(match: Match) -> str:
    topic = match.topic
    return (
        f"原文“{quote(match.sentence, _QUOTED)}”中的“{quote(match.words, 20)}”"
        f"属于“{topic.name}”：{topic.explain}。依据：{topic.basis}"
    )
