"""Which of a task's columns each of its requirements speaks of; what fits several is told as a doubt, never guessed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from rules.model import DisclosurePath, PathKind, Requirement, RequirementKind, Task
from rules.requirements import requirements_of, same_source
from rules.typesetting import quote

_PLACES = frozenset({PathKind.PATH, PathKind.SET_UP})
_BREAKS = "。\n"


@dataclass(frozen=True, kw_only=True)
class Demands:
    """The requirements of one task's paths, and what could not be given to one of them."""

    by_path: dict[int, tuple[Requirement, ...]] = field(default_factory=dict)
    """Index in the task's `paths` → what its words ask of that column."""
    doubts: dict[int, tuple[str, ...]] = field(default_factory=dict)

    def of(self, index: int, path: DisclosurePath, leaf: tuple[str, ...]) -> tuple[Requirement, ...]:
        """What is asked of one leaf of a path."""
        asked = [one for one in self.by_path.get(index, ()) if _speaks_of(one, path, leaf)]
        return (*requirements_of(path, leaf), *asked)

    def doubts_of(self, index: int) -> tuple[str, ...]:
        """Chinese sentences on requirements that fit several columns, this path's among them."""
        return self.doubts.get(index, ())


def demands(task: Task) -> Demands:
    """Give each of the task's requirements to the path it is written with."""
    by_path: dict[int, list[Requirement]] = {}
    doubts: dict[int, list[str]] = {}
    begin = 0
    for requirement in task.requirements:
        start = max(task.text.find(requirement.quote, begin), 0) or max(task.text.find(requirement.quote), 0)
        begin = start
        places = _places(task, start)
        chosen = _chosen(task, places, start)
        if chosen is None:
            if requirement.kind is not RequirementKind.CYCLE:
                for index in places:
                    doubts.setdefault(index, []).append(
                        f"“{quote(requirement.quote, 40)}”应在哪个栏目核对，原文未写明，需人工核查"
                    )
            continue
        path = task.paths[chosen]
        if any(_speaks_of(requirement, path, leaf) for leaf in path.leaves()):
            by_path.setdefault(chosen, []).append(requirement)
        else:
            doubts.setdefault(chosen, []).append(
                f"“{quote(requirement.quote, 40)}”属于并列栏目中的哪一个，原文未写明，需人工核查"
            )
    for index, path in enumerate(task.paths):
        if path.kind is PathKind.SAME_SOURCE:
            mates = [place for place, one in enumerate(task.paths) if one.kind is PathKind.PATH]
            before = [place for place in mates if place < index]
            behind = [place for place in mates if task.paths[place].item == path.item]
            if before or len(behind) == 1:  # the note may stand before its path, when there is only one it can mean
                by_path.setdefault((before or behind)[-1], []).extend(same_source(path))
    return Demands(
        by_path={index: tuple(asked) for index, asked in by_path.items()},
        doubts={index: tuple(dict.fromkeys(told)) for index, told in doubts.items()},
    )


def _places(task: Task, start: int) -> list[int]:
    """The paths of the item a requirement stands in; all of them when the task has no items."""
    item = None
    for numbered in task.items:
        begin = task.text.find(numbered.text)
        if begin <= start < begin + len(numbered.text):
            item = numbered.no
    indices = [index for index, path in enumerate(task.paths) if path.kind in _PLACES]
    return [index for index in indices if task.paths[index].item == item]


def _chosen(task: Task, places: list[int], start: int) -> int | None:
    """The path in the requirement's own sentence, behind it first, else before it; else the only one there is."""
    positions = dict(_positions(task, places))
    for index, position in positions.items():
        if position >= start and not any(mark in task.text[start:position] for mark in _BREAKS):
            return index
    for index, position in reversed(positions.items()):
        between = task.text[position:start]
        if position < start and task.paths[index].kind is PathKind.SET_UP and not any(m in between for m in _BREAKS):
            return index
    return places[0] if len(places) == 1 else None


def _positions(task: Task, places: list[int]) -> Iterator[tuple[int, int]]:
    """Index of each path and where in the text it is printed, in printed order; not those of a column of paths."""
    after = 0
    for index in places:
        position = task.text.find(task.paths[index].raw, after)
        if position >= 0:
            yield index, position
            after = position


def _speaks_of(requirement: Requirement, path: DisclosurePath, leaf: tuple[str, ...]) -> bool:
    """A cycle holds for every alternative; a document or a link for the only leaf, or for the one it names."""
    leaves = path.leaves()
    if len(leaves) == 1 or requirement.kind in {RequirementKind.CYCLE, RequirementKind.SAME_SOURCE}:
        return True
    named = [one for one in leaves if any(one[-1] in name for name in requirement.names)]
    return named == [leaf]
