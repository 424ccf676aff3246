"""From one year's pack to the next: which old rule each new rule continues, so that people's edits go along.

Only editions of one place are matched, and only rules that clearly belong together (`rules.likeness`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from rapidfuzz import fuzz

from rules.likeness import pairs, timeless
from rules.model import ManualTask, Rule, RulePack
from rules.typesetting import compact

_SAME_WORDS = 0.7  # likeness of words from which a rule continues another although its path is new
_SAME_PATH = 0.45  # the same when both stand for one path
_SURE = 0.85  # below this likeness a carried edit is worth a look
_NEAR_NAME = 60  # rapidfuzz score of the last names of a path that moved


@dataclass(frozen=True, kw_only=True)
class Continuation:
    """Old entries by the new ones that continue them."""

    rules: Mapping[str, str] = field(default_factory=dict)
    """Old id → new id."""
    manual: Mapping[str, str] = field(default_factory=dict)
    looks: Mapping[str, str] = field(default_factory=dict)
    """New id → Chinese: why a person should look at what was carried to it."""
    unclear: tuple[str, ...] = ()
    """Old ids that could continue in several new entries."""


def is_next_edition(old: RulePack, new: RulePack) -> bool:
    """Another year's (or another title's) document of the same place."""
    same_place = compact(old.place) == compact(new.place) and bool(new.place)
    return same_place and (old.year != new.year or compact(old.title) != compact(new.title))


def continuation(old: RulePack, new: RulePack) -> Continuation:
    """How the old pack's rules and manual tasks go on in the new one; entries with the same id are left alone."""
    known = {rule.id for rule in new.rules} | {task.id for task in new.manual}
    there = {rule.id for rule in old.rules} | {task.id for task in old.manual}
    rules, unclear_rules = pairs(
        [rule for rule in old.rules if rule.id not in known],
        [rule for rule in new.rules if rule.id not in there],
        lambda rule: timeless(rule.text),
        _worth,
        certain=True,
    )
    manual, unclear_manual = pairs(
        [task for task in old.manual if task.id not in known],
        [task for task in new.manual if task.id not in there],
        lambda task: timeless(task.text),
        _manual_worth,
        certain=True,
    )
    return Continuation(
        rules={pair.old.id: pair.new.id for pair in rules},
        manual={pair.old.id: pair.new.id for pair in manual},
        looks={
            pair.new.id: "；".join(reasons)
            for pair in rules
            if (reasons := list(_reasons(pair.old, pair.new, pair.likeness)))
        }
        | {pair.new.id: "任务的表述有较大变化" for pair in manual if pair.likeness < _SURE},
        unclear=(*(rule.id for rule in unclear_rules), *(task.id for task in unclear_manual)),
    )


def keeping_ids(old: RulePack, new: RulePack) -> RulePack:
    """The new pack with the old ids of entries that were only reworded or renamed in the same edition of a document.

    An id is made of a rule's words when it is first derived; findings are followed over the runs by it, so a corrected
    word or a column's new name must not begin a new history.
    """
    if (compact(old.place), old.year, compact(old.title)) != (compact(new.place), new.year, compact(new.title)):
        return new
    found = continuation(old, new)
    if not (found.rules or found.manual):
        return new
    rules = {new_id: old_id for old_id, new_id in found.rules.items()}
    manual = {new_id: old_id for old_id, new_id in found.manual.items()}
    return replace(
        new,
        rules=tuple(replace(rule, id=rules.get(rule.id, rule.id)) for rule in new.rules),
        manual=tuple(replace(task, id=manual.get(task.id, task.id)) for task in new.manual),
    )


def _worth(old: Rule, new: Rule, likeness: float) -> float:
    if old.kind != new.kind or old.suggested != new.suggested or old.topic != new.topic:
        return 0
    same_path = _place(old) == _place(new)
    if likeness < (_SAME_PATH if same_path else _SAME_WORDS):
        return 0
    near = max(
        fuzz.ratio(timeless(old.path[-1]), timeless(new.path[-1])),
        fuzz.ratio(">".join(old.path), ">".join(new.path)),
    )
    if not same_path and (old.site != new.site or near < _NEAR_NAME):
        return 0
    return likeness + 0.5 * same_path + 0.2 * near / 100


def _manual_worth(old: ManualTask, new: ManualTask, likeness: float) -> float:
    same_section = fuzz.ratio(timeless(old.section), timeless(new.section)) / 100
    return likeness + 0.1 * same_section if likeness >= _SAME_WORDS else 0


def _place(rule: Rule) -> tuple[str, ...]:
    return (rule.site, *(timeless(name) for name in rule.path), *rule.subcolumns)


def _reasons(old: Rule, new: Rule, likeness: float) -> Iterator[str]:
    if _place(old) != _place(new):
        yield f"公开路径由“{'>'.join(old.path)}”改为“{'>'.join(new.path)}”"
    if likeness < _SURE:
        yield "任务的表述有较大变化"
