"""From rules to what is asked of which site: the questions of a run and one plan per site. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from checker.question import Gap, Question
from rules.model import ManualTask, RequirementKind, Rule, RulePack
from rules.units import ExpansionKind, UnitRegistry
from zwgk.sites import SiteDirectory, is_unit_page

Ruled = Callable[[Rule, str | None], Rule]
"""A rule as people ruled on it, for one unit's page or for everybody (None)."""


def as_written(rule: Rule, unit: str | None) -> Rule:
    """Nobody ruled anything."""
    return rule


@dataclass(frozen=True, kw_only=True)
class Selection:
    """What a run is limited to; empty means everything."""

    units: frozenset[str] = frozenset()
    """Names of the configuration (or as printed, for units it does not know)."""
    rules: frozenset[str] = frozenset()
    """Ids of rules and manual tasks."""
    sites: frozenset[str] = frozenset()
    """Names of site plans."""
    relearn: bool = False
    """Nothing is taken over from earlier runs; limits nothing, but such a run is continued by its like only."""

    @property
    def everything(self) -> bool:
        """Whether the run is not limited at all."""
        return not (self.units or self.rules or self.sites)

    def words(self) -> dict[str, list[str]]:
        """The names by kind, as they are kept with a run."""
        words = {"units": sorted(self.units), "rules": sorted(self.rules), "sites": sorted(self.sites)}
        return words | {"relearn": ["yes"]} if self.relearn else words

    @classmethod
    def of(cls, words: Mapping[str, Iterable[str]]) -> Selection:
        """What `words` told."""
        names = {kind: frozenset(words.get(kind, ())) for kind in ("units", "rules", "sites")}
        return cls(**names, relearn=bool(words.get("relearn")))


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Everything a run asks."""

    questions: tuple[Question, ...]
    manual: tuple[ManualTask, ...]
    documents: Mapping[str, int]
    """Title → rows."""


def ask(
    packs: Iterable[RulePack],
    directory: SiteDirectory,
    units: UnitRegistry,
    *,
    place: str = "",
    ruled: Ruled = as_written,
) -> Asked:
    """Every question of the packs, unlimited: one per rule, and one per unit for 部门网页.

    `ruled` gives the rule as people ruled on it, for one unit's page or for all.
    """
    questions: list[Question] = []
    manual: list[ManualTask] = []
    documents: dict[str, int] = {}
    for pack in packs:
        title = pack.title or pack.source
        documents[title] = documents.get(title, 0) + pack.rows
        here = directory if place or not pack.place else replace(directory, place=pack.place)
        for rule in pack.rules:
            if rule.accepted or not rule.suggested:
                asked = _questions(rule, title, here, units, ruled)
                questions.extend(replace(question, year=pack.year) for question in asked)
        manual.extend(_still_manual(pack))
    return Asked(questions=tuple(questions), manual=tuple(manual), documents=documents)


def _still_manual(pack: RulePack) -> Iterator[ManualTask]:
    """Every manual task; where suggestions of its row were accepted, its reason says which part of it they cover."""
    covered: dict[int, list[str]] = {}
    for rule in pack.rules:
        if rule.suggested and rule.accepted and rule.skip is None:
            covered.setdefault(rule.row, []).append(f"{'>'.join(rule.path)}（{rule.id}）")
    for task in pack.manual:
        names = covered.get(task.row)
        if names and task.row:
            reason = task.reason or "需人工核查"
            yield replace(task, reason=f"{reason}；已采纳的建议规则另行检查其中的栏目：{'、'.join(names)}")
        else:
            yield task


def limit(asked: Asked, selection: Selection, units: UnitRegistry) -> Asked:
    """Only what the selection keeps: all that a chosen unit leads, is named for, or shares through a group."""

    def concerns(lead: Sequence[str], responsible: Sequence[str], own: str | None) -> bool:
        if not selection.units:
            return True
        if own is not None:
            return own in selection.units
        named = (*_expanded(units, lead), *_expanded(units, responsible))
        return any(not selection.units.isdisjoint((name, *members)) for name, _, members in named)

    questions = tuple(
        question
        for question in asked.questions
        if concerns(question.rule.lead_units, question.rule.responsible_units, question.unit)
        and (not selection.rules or question.rule.id in selection.rules)
        and (not selection.sites or question.site in selection.sites)
    )
    manual = tuple(
        task
        for task in asked.manual
        if concerns(task.lead_units, task.responsible_units, None)
        and (not selection.rules or task.id in selection.rules)
        and not selection.sites
    )
    return Asked(questions=questions, manual=manual, documents=asked.documents)


def _questions(
    rule: Rule, title: str, directory: SiteDirectory, units: UnitRegistry, ruled: Ruled
) -> Iterator[Question]:
    if is_unit_page(rule.site):
        yield from _unit_questions(rule, title, directory, units, ruled)
        return
    rule = ruled(rule, None)
    site = directory.named(rule.site)
    gap = Gap.SITE_NOT_CONFIGURED if site is None else None
    question = Question(rule=rule, document=title, site=site, key=_key(rule, None) if site else None, gap=gap)
    yield _with_others(question, directory)


def _unit_questions(
    rule: Rule, title: str, directory: SiteDirectory, units: UnitRegistry, ruled: Ruled
) -> Iterator[Question]:
    asked: set[str] = set()
    unassigned = False
    for printed, kind, members in _expanded(units, rule.responsible_units or rule.lead_units):
        if kind is ExpansionKind.UNASSIGNED or (kind is ExpansionKind.GROUP and not members):
            unassigned = True
            continue
        for name in members or (printed,):
            if name in asked:
                continue
            asked.add(name)
            unit = units.find(name)
            page = unit.page if unit is not None else None
            if page is None:
                yield Question(rule=rule, document=title, site=None, key=None, unit=name, gap=Gap.UNIT_WITHOUT_PAGE)
            else:
                site = directory.at(page) or foreign_site(page)
                own = ruled(rule, name)
                key = _key(own, page)
                question = Question(rule=own, document=title, site=site, key=key, unit=name, start=page)
                yield _with_others(question, directory)
    if unassigned or not asked:
        yield Question(rule=rule, document=title, site=None, key=None, gap=Gap.UNIT_UNASSIGNED)


def _with_others(question: Question, directory: SiteDirectory) -> Question:
    """The question with the other columns it takes: named sub-columns, and the one it must agree with."""
    rule, site = question.rule, question.site
    if question.key is None or site is None:
        return question
    parts = tuple((name, beside(rule, (*rule.path, name), question.start)) for name in rule.subcolumns)
    twin = next((one for one in rule.requirements if one.kind is RequirementKind.SAME_SOURCE and one.path), None)
    if twin is None or (twin.site and not is_unit_page(twin.site) and directory.named(twin.site) != site):
        return replace(question, parts=parts)
    return replace(question, parts=parts, twin=(site, beside(rule, twin.path, question.start)))


def beside(rule: Rule, path: tuple[str, ...], start: str | None) -> str:
    """Identity of another column that a rule's question takes."""
    return _key(replace(rule, path=path, literal=None, url=None, skip=None), start) or ""


def _expanded(units: UnitRegistry, printed: Sequence[str]) -> Iterator[tuple[str, ExpansionKind, tuple[str, ...]]]:
    """Each printed name of a list with what it means and the units it stands for."""
    for name, expansion in zip(printed, units.expand_all(printed), strict=True):
        yield name, expansion.kind, tuple(unit.name for unit in expansion.units)


def foreign_site(page: str) -> str:
    """Name of the site of unit pages on a host that no configured site has."""
    return f"部门网页 {urlsplit(page).netloc}"


def _key(rule: Rule, start: str | None) -> str | None:
    """Identity of what is looked for: rules that mean the same place share it."""
    if rule.skip is not None or not rule.path:
        return None
    key = ">".join(rule.path)
    for mark, value in (("=", rule.literal), ("@", start), ("!", rule.url)):
        key += f" {mark}{value}" if value is not None else ""
    return key
