"""From questions to what is asked of which site: one plan per site, one target per place. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from checker.documents import earliest_due, wanted_documents
from checker.freshness import FreshnessLimit, limit_for, stale_before
from checker.question import Question
from checker.terms import USUAL, Terms
from crawler.evidence import Politeness, SitePlan, Target
from crawler.guard import Territory
from crawler.memory import follow_up, goes_on
from crawler.surveyed import SurveyLimits
from rules.model import RequirementKind, Rule, RuleKind
from zwgk.learning import Learned, place_digest
from zwgk.settings import Ceiling, InspectSettings, SiteSettings

FIRST = 2.0
LATER = 1.25
"""Requests that a site may be asked for each column, in the first run and in those that remember it."""
FIXED = 6.0
"""Requests that a site takes however few columns are asked of it: its start page, second looks."""

SMALL = 40
"""Requests besides one for each column that even a site with few columns may be asked in a first look."""

LearnedOn = Callable[[str], Mapping[str, Learned]]
"""Site name → what was learned there, under `place_digest`."""


@dataclass(frozen=True, kw_only=True)
class PlanSettings:
    """What the configuration says about visiting sites and about freshness."""

    sites: Mapping[str, SiteSettings]
    politeness: Politeness
    table: Sequence[FreshnessLimit]
    as_of: date
    inspect: InspectSettings
    terms: Terms = USUAL
    accused: frozenset[tuple[str, str | None]] = frozenset()
    """Rules, with their unit, of which a fault of the newest entries stands in the ledger."""
    limited: bool = False
    """Whether the run is of some units, rules or sites only: then no ceiling holds."""
    survey: Callable[[str], SurveyLimits] | None = None
    """Site name → by what it is judged as a whole; None when the run is limited to units or rules."""


@dataclass(kw_only=True)
class _Draft:
    url: str
    targets: dict[str, Target] = field(default_factory=dict)
    home_names: dict[str, None] = field(default_factory=dict)


def site_plans(questions: Iterable[Question], settings: PlanSettings, learned: LearnedOn) -> tuple[SitePlan, ...]:
    """One plan per site that is asked anything, in the configuration's order, then sites of unit pages."""
    drafts: dict[str, _Draft] = {name: _Draft(url=site.url) for name, site in settings.sites.items()}
    memory: dict[str, Mapping[str, Learned]] = {}
    for question in questions:
        if question.site is None or question.key is None:
            continue
        draft = drafts.setdefault(question.site, _Draft(url=question.start or ""))
        if question.site not in memory:
            memory[question.site] = learned(question.site)
        for target in _targets(question, settings):
            draft.targets[target.key] = _joined(draft.targets.get(target.key), target)
        draft.home_names.update(dict.fromkeys(_home_names(question.rule)))
    return tuple(_plan(name, draft, settings, memory[name]) for name, draft in drafts.items() if draft.targets)


def _plan(name: str, draft: _Draft, settings: PlanSettings, known: Mapping[str, Learned]) -> SitePlan:
    site = settings.sites.get(name)
    polite = settings.politeness
    if site is not None and site.max_pages is not None:
        polite = replace(polite, max_pages=site.max_pages)
    plan = SitePlan(
        name=name,
        url=draft.url,
        hosts=site.hosts if site is not None else (),
        allow_private=site.allow_private if site is not None else False,
        politeness=polite,
        targets=tuple(draft.targets.values()),
        home_names=tuple(draft.home_names),
        survey=settings.survey is not None and site is not None,
        survey_limits=settings.survey(name) if settings.survey is not None and site is not None else None,
        with_metas=settings.inspect.meta,
        personal_data=settings.inspect.personal_data,
        telephones=settings.inspect.telephones,
    )
    # The configuration may have changed since: an address it no longer covers is not asked.
    territory = Territory(plan)
    targets = tuple(_remembering(target, known, territory) for target in plan.targets)
    return replace(plan, targets=targets, ceiling=_ceiling(targets, settings, territory.covers))


def _ceiling(targets: Sequence[Target], settings: PlanSettings, covers: Callable[[str], bool]) -> float | None:
    if settings.limited or settings.inspect.ceiling is Ceiling.NONE:
        return None
    return requests_per_column(
        len(targets),
        sum(target.remembered is not None for target in targets),
        waiting=sum(goes_on(target) for target in targets),
        follow_up=sum(follow_up(target, covers) for target in targets),
    )


def requests_per_column(columns: int, remembered: int, *, waiting: int = 0, follow_up: int = 0) -> float:
    """Requests for each column: 2 × (columns + 1) in all on a first look, 1.25 × columns later (design section 9).

    A site with few columns (fewer than 38) may be asked for 40 more than its columns in the first look.

    Columns whose entries are `waiting` for a closer look that has begun are on their first look still, and `follow_up`
    requests for what stands against entries come on top: otherwise faults that stay would keep the rest from being
    opened at all. The second figure is for a site that is as it was and in order.
    """
    if not columns or 2 * remembered < columns:
        # Twice a handful of columns would leave most of their entries unopened, and spare a site next to nothing.
        return max(FIRST * (columns + 1), columns + SMALL) / max(1, columns)
    going_on = (FIRST - LATER) * waiting + FIXED if waiting else 0.0
    return LATER + (going_on + min(follow_up, FIRST * columns)) / columns


def _targets(question: Question, settings: PlanSettings) -> Iterator[Target]:
    """The question's own column, then the other columns it takes."""
    rule = question.rule
    wanted = wanted_documents(rule, question.year) if rule.kind is RuleKind.COLUMN else ()
    own = Target(
        key=question.key or "",
        path=rule.path,
        literal=rule.literal,
        url=rule.url,
        start=question.start,
        stale_before=stale_before(limit_for(rule, settings.table), settings.as_of),
        inspect=settings.inspect.entries,
        accused=(rule.id, question.unit) in settings.accused,
        leads=(*rule.subcolumns, *_libraries(rule)),
        documents=tuple(one.name for one in wanted),
        back_to=min((one.back_to for one in wanted if one.back_to is not None), default=None),
        due=earliest_due(wanted, settings.terms),
        pages=settings.inspect.pages,
        twin=question.twin[1] if question.twin is not None else None,
    )
    yield own
    for name, key in question.parts:
        yield Target(key=key, path=(*rule.path, name), start=question.start)
    if question.twin is not None:
        path = next(one.path for one in rule.requirements if one.kind is RequirementKind.SAME_SOURCE and one.path)
        yield Target(key=question.twin[1], path=path, start=question.start)


def _libraries(rule: Rule) -> Iterator[str]:
    for requirement in rule.requirements:
        if requirement.kind is RequirementKind.LINK:
            yield from requirement.names


def _home_names(rule: Rule) -> Iterator[str]:
    if rule.kind is RuleKind.HOMEPAGE_ENTRY:
        yield rule.path[-1]
    for requirement in rule.requirements:
        if requirement.kind is RequirementKind.HOMEPAGE_ENTRY:
            yield from requirement.names


def _remembering(target: Target, known: Mapping[str, Learned], territory: Territory) -> Target:
    found = known.get(place_digest(target.path, target.literal, target.start))
    if found is None or target.url is not None:
        return target
    if found.url is None:
        return replace(target, remembered=found.remembered)
    if not territory.covers(found.url):
        return target
    return replace(
        target,
        remembered=found.remembered,
        learned=found.url,
        learned_trail=found.trail,
        learned_match=found.match,
        learned_similarity=found.similarity,
    )


def _joined(one: Target | None, other: Target) -> Target:
    """The target of two rules that share a place: all that either asks, the stricter day for a second look."""
    if one is None:
        return other
    days = [day for day in (one.stale_before, other.stale_before) if day is not None]
    starts = [day for day in (one.back_to, other.back_to) if day is not None]
    return replace(
        one,
        stale_before=max(days, default=None),
        inspect=max(one.inspect, other.inspect),
        accused=one.accused or other.accused,
        back_to=min(starts, default=None),
        documents=tuple(dict.fromkeys((*one.documents, *other.documents))),
        due=min((day for day in (one.due, other.due) if day is not None), default=None),
        leads=tuple(dict.fromkeys((*one.leads, *other.leads))),
        twin=one.twin or other.twin,
    )
