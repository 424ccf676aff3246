"""What is asked about a generated site, with the truth of each answer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from random import Random

from benchmarks.generator import names, words
from benchmarks.generator.model import Column, Dating, Fault, Kind
from benchmarks.generator.site import Site

#: The examination's own limits: a pattern in the asked name, and days; None for names without a limit.
LIMITS: tuple[tuple[str, int | None], ...] = (("指南|制度|简介", None), ("动态|要闻", 14), (".", 365))
#: What the design allows for a list that shows no days.
ARTICLES = 3
UNSURE = frozenset({"unverifiable"})


@dataclass(frozen=True, kw_only=True)
class Question:
    """One asked path. `verdicts` are the answers that are right; `addresses` the right pages, empty when there is none.

    `newest` is the day that must be named, None when none is asked for. `kind` says how the path was made.
    """

    kind: str
    path: tuple[str, ...]
    verdicts: frozenset[str]
    addresses: frozenset[str] = frozenset()
    newest: date | None = None
    leaves: int = 1
    articles: int = 0
    """Articles that must be opened to date what its lists leave undated: three for each such list, or all it has."""
    column: Column | None = None

    @property
    def open(self) -> bool:
        """Whether the column can be looked at."""
        return not self.verdicts & UNSURE


def limit(name: str) -> int | None:
    """Days that a column of this name may be silent."""
    return next(days for pattern, days in LIMITS if re.search(pattern, name))


def judge(column: Column, asked: str, as_of: date) -> frozenset[str]:
    """The right verdicts on a column that was found by the name asked for."""
    match column.fault:
        case Fault.GONE | Fault.REMOVED | Fault.SOFT:
            return frozenset({"broken"})
        case Fault.HOME:
            return frozenset({"broken"}) | UNSURE
        case Fault.ALWAYS | Fault.FORBIDDEN | Fault.CHALLENGE:
            return UNSURE
    if column.kind is Kind.EMPTY:
        return frozenset({"empty"})
    if column.kind is Kind.SINGLE:
        return frozenset({"ok"})
    newest = column.newest(as_of)
    days = limit(asked)
    if newest is None:
        return frozenset({"undated", "ok"} if days is None else {"undated"})
    if days is None:
        return frozenset({"ok"})
    age = (as_of - newest).days
    band = max(2, days // 10)
    if age > days:
        return frozenset({"stale"})
    return frozenset({"ok", "due"}) if age >= days - band - 1 else frozenset({"ok"})


def fits(site: Site, path: tuple[str, ...]) -> list[Column]:
    """The columns whose trail holds the path in order and ends with its last name."""

    def holds(column: Column) -> bool:
        rest = iter(one.name for one in column.trail)
        return column.name == path[-1] and all(name in rest for name in path)

    return [one for one in site.columns if holds(one)]


class Examiner:
    """Draws a site's questions; the same seed draws the same."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.rng = Random(f"{site.seed}{site.platform.name}questions")
        self.names = {one.name for one in site.columns}
        self.leaves = [one for one in site.columns if not one.children]
        self.asked: dict[tuple[str, ...], Question] = {}

    def questions(self) -> list[Question]:
        """20 to 35 questions in a random order."""
        rng = self.rng
        for column in rng.sample(self.leaves, min(len(self.leaves), rng.randint(14, 20))):
            self.exact(column)
        for column in [
            one for one in self.leaves if one.fault or one.kind is not Kind.LIST or one.dating is not Dating.ROW
        ][:6]:
            self.exact(column)
        for column in rng.sample(self.site.columns, len(self.site.columns)):
            self.parent(column)
        for column in rng.sample(self.leaves, len(self.leaves)):
            self.near(column)
            self.misplaced(column)
        for _ in range(3):
            self.absent(self.names_far())
        self.traps()
        found = list(self.asked.values())
        rng.shuffle(found)
        return found

    def ask(self, kind: str, path: tuple[str, ...], column: Column | None) -> None:
        if path in self.asked:
            return
        if column is None:
            right = frozenset({"missing"}) | (UNSURE if self.site.throttles else frozenset())
            self.asked[path] = Question(kind=kind, path=path, verdicts=right)
            return
        as_of = self.site.as_of
        verdicts = judge(column, path[-1], as_of)
        broken = bool(verdicts & {"broken"})
        newest = column.newest(as_of) if verdicts & {"ok", "stale", "due"} else None
        if (
            getattr(self.site.platform, "hidden", False)
            and not column.children
            and column.kind is not Kind.SINGLE
            and not broken
        ):
            verdicts, newest = UNSURE, None
        read = [one for one in (column, *column.below()) if one.has_page]
        asks = self.site.platform.asks
        leaves = sum(1 + (asks and one.kind in (Kind.LIST, Kind.EMPTY)) for one in read)
        undated = [one for one in read if one.kind is Kind.LIST and one.dating in (Dating.ARTICLE, Dating.NOWHERE)]
        articles = 0 if verdicts is UNSURE else sum(min(ARTICLES, len(one.entries)) for one in undated)
        if self.site.throttles:
            verdicts |= UNSURE
        self.asked[path] = Question(
            kind=kind,
            path=path,
            verdicts=verdicts,
            addresses=frozenset(self.addresses(column)),
            newest=None if self.site.throttles else newest,
            leaves=leaves,
            articles=articles,
            column=column,
        )

    def addresses(self, column: Column) -> set[str]:
        """Where a person who opens the column arrives."""
        site = self.site
        if not column.has_page:
            return set()
        if column.fault in (Fault.MOVED, Fault.REFRESH, Fault.SCRIPTED):
            return {site.moved(column)}
        found = {column.address}
        if site.forwards(column):
            found.add(column.children[0].address)
        return found

    def trail(self, column: Column) -> tuple[str, ...]:
        return tuple(one.name for one in column.trail)

    def exact(self, column: Column) -> None:
        """The whole trail, or one with a level left out, or with a suffix that means nothing."""
        path = self.trail(column)
        roll = self.rng.random()
        if roll < 0.25 and len(path) > 2:
            drop = self.rng.randrange(1, len(path) - 1)
            shorter = path[:drop] + path[drop + 1 :]
            path = shorter if len(fits(self.site, shorter)) == 1 else path
        elif (
            roll < 0.35 and not path[-1].endswith(words.SUFFIXES) and not column.name.startswith(("聚焦", "助力", "看"))
        ):
            longer = path[-1] + self.rng.choice(words.SUFFIXES)
            path = (*path[:-1], longer) if longer not in self.names else path
        elif roll < 0.42 and len(path) > 1:
            level = next(name for name in iter(lambda: self.rng.choice(words.FIELDS) + "工作", "") if self.far(name))
            path = (*path[:-1], level, path[-1])
        self.ask("exact", path, column)

    def parent(self, column: Column) -> None:
        """Two parents with few, sound children."""
        if (
            sum(one.kind == "parent" for one in self.asked.values()) >= 2
            or not column.children
            or len(column.children) > 4
        ):
            return
        sound = all(one.kind is Kind.LIST and not one.fault and one.dating is Dating.ROW for one in column.children)
        if sound and len(fits(self.site, self.trail(column))) == 1 and column.parent:
            self.ask("parent", self.trail(column), column)

    def near(self, column: Column) -> None:
        """A few names in the words of another office, or with a slip."""
        if sum(one.kind == "near" for one in self.asked.values()) >= 4:
            return
        path = self.trail(column)
        others = [one for group in words.SAME if column.name in group for one in group if one != column.name]
        if len(fits(self.site, path)) != 1 or any(one in self.names for one in others):
            return
        if others:
            self.ask("near", (*path[:-1], self.rng.choice(others)), column)
        elif len(column.name) >= 7 and self.rng.random() < 0.4:
            slips = [(n, pair) for n, one in enumerate(column.name) for pair in words.SLIPS if pair[0] == one]
            if slips and not [
                one for one in self.names if one != column.name and names.likeness(one, column.name) > 0.6
            ]:
                at, pair = self.rng.choice(slips)
                self.ask("near", (*path[:-1], column.name[:at] + pair[1] + column.name[at + 1 :]), column)

    def misplaced(self, column: Column) -> None:
        """A name that is elsewhere than asked."""
        site = self.site
        if sum(one.kind == "misplaced" for one in self.asked.values()) >= 2 or self.rng.random() < 0.8:
            return
        others = [one for one in site.tops if one is not column.trail[0] and not one.name.endswith("公开")]
        if not others or any(names.likeness(one, column.name) > 0.6 for one in self.names if one != column.name):
            return
        if sum(one.name == column.name for one in site.columns) == 1:
            self.ask("misplaced", (self.rng.choice(others).name, column.name), column)

    def far(self, name: str) -> bool:
        return all(names.likeness(name, one) < 0.55 and name not in one and one not in name for one in self.names)

    def names_far(self) -> str:
        """A name that is like none of the site's."""
        while True:
            subject = self.rng.choice(words.FIELDS)
            name = (
                subject + self.rng.choice(words.ASPECTS)
                if self.rng.random() < 0.6
                else self.rng.choice(words.TOPICS).replace("{f}", subject)
            )
            if self.far(name):
                return name

    def absent(self, name: str) -> None:
        parents = [one for one in self.site.columns if one.children and len(one.trail) < 3]
        self.ask("absent", (*self.trail(self.rng.choice(parents)), name), None)

    def traps(self) -> None:
        """Absent names beside names that share most of their characters."""
        for one, other in (
            pair for pair in (*words.UNLIKE, *(pair[::-1] for pair in words.UNLIKE)) if "规划" not in pair[0]
        ):
            here = next((column for column in self.site.columns if column.name == one), None)
            if here and other not in self.names and here.parent:
                synonyms = {name for group in words.SAME if other in group for name in group}
                if not synonyms & self.names:
                    self.ask("absent", (*self.trail(here.parent), other), None)
        for column in self.leaves:
            subject = next((one for one in words.FIELDS if column.name.startswith(one) and column.name != one), None)
            if subject and column.parent and sum(one.kind == "absent" for one in self.asked.values()) < 7:
                asked = subject + self.rng.choice([one for one in words.ASPECTS if one != column.name[len(subject) :]])
                if asked not in self.names and subject not in self.names:
                    self.ask("absent", (*self.trail(column.parent), asked), None)
