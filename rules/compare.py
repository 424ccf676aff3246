"""Two editions side by side: tasks added, dropped and changed, paths renamed, units and deadlines changed.

Documents and packs compare alike; when one side is a pack, the document of the other side is derived first, so that
the same things are compared.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from rules.derive import derive
from rules.likeness import Pair, pairs, timeless
from rules.model import Deadline, ManualTask, PathKind, Rule, RulePack, Task, TaskDocument
from rules.typesetting import compact
from rules.units import Unit, UnitRegistry

_SAME_TASK = 0.6  # likeness of the words from which two tasks are one; with a path in common less will do
_SAME_TASK_AND_PATH = 0.4
_PART = 90  # rapidfuzz partial score from which a task's words stand inside another's
_SHORTEST_PART = 10  # characters; shorter words stand in many tasks
_RENAMED = 60  # rapidfuzz score from which a path that went and one that came are one, renamed


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One task of an edition, from a document's row or from a pack's rules of one row."""

    row: int
    seq: str
    section: str
    text: str
    lead_units: tuple[str, ...]
    responsible_units: tuple[str, ...]
    paths: tuple[str, ...]
    """Each leaf as site>segment>segment."""
    deadlines: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Edition:
    """One side of a comparison."""

    file: str
    kind: str
    """`document` or `pack`."""
    title: str
    place: str
    year: int | None
    entries: tuple[Entry, ...]


@dataclass(frozen=True, kw_only=True)
class Turnover:
    """What came and what went of a task's units, deadlines or paths."""

    added: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()
    """Paths only: before and after."""

    def __bool__(self) -> bool:
        """Anything changed."""
        return bool(self.added or self.dropped or self.renamed)


@dataclass(frozen=True, kw_only=True)
class Change:
    """A task of both editions that is not the same in both."""

    old: Entry
    new: Entry
    likeness: float
    """Of the words without years, 0.0 to 1.0."""
    text: bool
    """The words changed by more than years."""
    paths: Turnover
    lead_units: Turnover
    responsible_units: Turnover
    deadlines: Turnover


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """All differences between two editions."""

    old: Edition
    new: Edition
    added: tuple[Entry, ...]
    dropped: tuple[Entry, ...]
    changed: tuple[Change, ...]
    unchanged: int
    merged: Mapping[int, int]
    """Row of a dropped task → row of the new task that goes on with it."""
    split: Mapping[int, int]
    """Row of an added task → row of the old task it was part of."""


def editions(
    old: TaskDocument | RulePack, new: TaskDocument | RulePack, files: tuple[str, str]
) -> tuple[Edition, Edition]:
    """Both sides in one form; `files` are their names."""
    if isinstance(old, TaskDocument) and isinstance(new, TaskDocument):
        return _of_document(old, files[0]), _of_document(new, files[1])
    return _of_side(old, files[0]), _of_side(new, files[1])


def compare(old: Edition, new: Edition) -> Comparison:
    """The differences, in the order of the new edition (dropped tasks in that of the old)."""
    found, _ = pairs(old.entries, new.entries, lambda entry: timeless(entry.text), _worth, certain=False)
    units = UnitRegistry((Unit(name=name) for name in _names(old)), new.place or old.place)
    changes = [_change(pair, units) for pair in found]
    kept_old, kept_new = {id(pair.old) for pair in found}, {id(pair.new) for pair in found}
    changed = tuple(change for change in changes if change is not None)
    added = tuple(entry for entry in new.entries if id(entry) not in kept_new)
    dropped = tuple(entry for entry in old.entries if id(entry) not in kept_old)
    return Comparison(
        old=old,
        new=new,
        added=added,
        dropped=dropped,
        changed=changed,
        unchanged=len(found) - len(changed),
        merged=_parts(dropped, [pair.new for pair in found]),
        split=_parts(added, [pair.old for pair in found]),
    )


def _parts(entries: Sequence[Entry], wholes: Sequence[Entry]) -> Mapping[int, int]:
    """Tasks by the row of the task of the other edition that holds their paths or their words."""
    words = {entry.row: timeless(entry.text) for entry in wholes}
    paths = {entry.row: {timeless(path) for path in entry.paths} for entry in wholes}
    found: dict[int, int] = {}
    for entry in entries:
        own = {timeless(path) for path in entry.paths}
        said = timeless(entry.text)
        whole = next((row for row in paths if own & paths[row]), None)
        if whole is None and len(said) >= _SHORTEST_PART:
            longer = [row for row in words if len(words[row]) > len(said)]
            best = max(longer, key=lambda row: fuzz.partial_ratio(said, words[row]), default=None)
            whole = best if best is not None and fuzz.partial_ratio(said, words[best]) >= _PART else None
        if whole is not None:
            found[entry.row] = whole
    return found


def _worth(old: Entry, new: Entry, likeness: float) -> float:
    shared = bool({timeless(path) for path in old.paths} & {timeless(path) for path in new.paths})
    if likeness < (_SAME_TASK_AND_PATH if shared else _SAME_TASK):
        return 0
    same_section = fuzz.ratio(timeless(old.section), timeless(new.section)) / 100
    return likeness + 0.15 * shared + 0.05 * same_section + 0.02 * (bool(old.seq) and old.seq == new.seq)


def _change(pair: Pair[Entry], units: UnitRegistry) -> Change | None:
    old, new = pair.old, pair.new
    change = Change(
        old=old,
        new=new,
        likeness=pair.likeness,
        text=timeless(old.text) != timeless(new.text),
        paths=_paths(old.paths, new.paths),
        lead_units=_units(old.lead_units, new.lead_units, units),
        responsible_units=_units(old.responsible_units, new.responsible_units, units),
        deadlines=_turnover(old.deadlines, new.deadlines, timeless),
    )
    different = change.text or change.paths or change.lead_units or change.responsible_units or change.deadlines
    return change if different else None


def _paths(old: Sequence[str], new: Sequence[str]) -> Turnover:
    turnover = _turnover(old, new, timeless)
    added, dropped = list(turnover.added), list(turnover.dropped)
    offers = sorted(
        ((_path_likeness(one, other), one, other) for one in dropped for other in added), key=lambda offer: -offer[0]
    )
    renamed: list[tuple[str, str]] = []
    for score, one, other in offers:
        if score >= _RENAMED and one in dropped and other in added:
            renamed.append((one, other))
            dropped.remove(one)
            added.remove(other)
    return Turnover(added=tuple(added), dropped=tuple(dropped), renamed=tuple(renamed))


def _path_likeness(one: str, other: str) -> float:
    """The better of the likeness of the whole paths and of their last names; other sites are other paths."""
    (site, *old), (new_site, *new) = one.split(">"), other.split(">")
    if site != new_site or not old or not new:
        return 0
    return max(fuzz.ratio(">".join(old), ">".join(new)), fuzz.ratio(old[-1], new[-1]))


def _units(old: Sequence[str], new: Sequence[str], known: UnitRegistry) -> Turnover:
    """区发改委 and 区发展改革委 are one unit, and 区政府各部门 and 区政府部门 one group."""

    def same(name: str) -> str:
        unit = known.find(name)
        return compact(unit.name if unit is not None else name)

    return _turnover(old, new, same)


def _turnover(old: Sequence[str], new: Sequence[str], key: Callable[[str], str]) -> Turnover:
    before, after = {key(one) for one in old}, {key(one) for one in new}
    return Turnover(
        added=tuple(one for one in new if key(one) not in before),
        dropped=tuple(one for one in old if key(one) not in after),
    )


def _names(edition: Edition) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(name for entry in edition.entries for name in (*entry.lead_units, *entry.responsible_units))
    )


def _of_side(side: TaskDocument | RulePack, file: str) -> Edition:
    return _of_pack(side, file, "pack") if isinstance(side, RulePack) else _of_pack(derive(side), file, "document")


def _of_document(document: TaskDocument, file: str) -> Edition:
    return Edition(
        file=file,
        kind="document",
        title=document.title,
        place=document.place,
        year=document.year,
        entries=tuple(_of_task(task) for task in document.rows),
    )


def _of_task(task: Task) -> Entry:
    named = (path for path in task.paths if path.kind in {PathKind.PATH, PathKind.SET_UP})
    return Entry(
        row=task.row,
        seq=task.seq,
        section=task.section,
        text=task.text,
        lead_units=task.lead_units,
        responsible_units=task.responsible_units,
        paths=_once(">".join((path.site, *leaf)) for path in named for leaf in path.leaves()),
        deadlines=_deadlines(task.deadlines),
    )


def _of_pack(pack: RulePack, file: str, kind: str) -> Edition:
    """A task for each row, of the words of its rules and of its manual task, and for each rule people added themselves.

    Waiting suggestions do not count.
    """
    rows: dict[tuple[int, str], list[Rule | ManualTask]] = defaultdict(list)
    everything: tuple[Rule | ManualTask, ...] = (*pack.rules, *pack.manual)
    for entry in everything:
        if entry.row == 0 and entry.skip:
            continue  # left over from an earlier edition
        if isinstance(entry, ManualTask) or not entry.waiting:
            rows[entry.row, "" if entry.row else entry.id].append(entry)
    return Edition(
        file=file,
        kind=kind,
        title=pack.title,
        place=pack.place,
        year=pack.year,
        entries=tuple(_of_entries(place[0], rows[place]) for place in sorted(rows)),
    )


def _of_entries(row: int, entries: Sequence[Rule | ManualTask]) -> Entry:
    manual = [entry for entry in entries if isinstance(entry, ManualTask)]
    rules = [entry for entry in entries if isinstance(entry, Rule)]
    return Entry(
        row=row,
        seq="",
        section=entries[0].section,
        text="\n".join(_once(entry.text for entry in manual or rules)),
        lead_units=_once(name for entry in entries for name in entry.lead_units),
        responsible_units=_once(name for entry in entries for name in entry.responsible_units),
        paths=_once(">".join((rule.site, *rule.path)) for rule in rules),
        deadlines=_once(text for entry in entries for text in _deadlines(entry.deadlines)),
    )


def _deadlines(deadlines: Iterable[Deadline]) -> tuple[str, ...]:
    return _once(deadline.text for deadline in deadlines)


def _once(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))
