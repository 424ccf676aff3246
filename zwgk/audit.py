"""One audit from start to end: ask the sites, keep the evidence, judge, apply the brake, put the figures together."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Protocol

from checker.brake import hold_regressions, result_key
from checker.deductions import Bonus, Scoring
from checker.engine import judge
from checker.followed import Followed
from checker.freshness import BUILT_IN, FreshnessLimit
from checker.ledger import accused_entries, advance
from checker.question import Question
from checker.result import Audit, AuditRun, Result, SiteResult, Status
from checker.ruled import apply_rulings, waive_on_sites
from checker.rulings import Ruling
from checker.scoring import summarise
from checker.sitecheck import SiteFigures, survey_limits
from checker.sites import judge_sites
from checker.terms import Terms
from crawler.endings import CrawlCancelled, CrawlError
from crawler.evidence import Politeness, SiteEvidence, SitePlan, SiteProgress
from crawler.surveyed import SurveyLimits
from rules.model import RulePack
from rules.units import UnitRegistry
from zwgk.archives import archive_to, keep_archive
from zwgk.clock import BELIEVED
from zwgk.config import Config
from zwgk.database import StoreError, patiently
from zwgk.errors import UserError
from zwgk.following import decided_until
from zwgk.journal import Journal
from zwgk.learning import Learned
from zwgk.pictures import Photograph, with_pictures
from zwgk.plan import Asked, Selection
from zwgk.store import KeptRun, Store
from zwgk.tables import RunState
from zwgk.targets import PlanSettings, site_plans
from zwgk.terms import terms

_SET_BACK = "检查期间本机时钟被调回，本轮按错误的日期进行，已作废；请核对时钟（timedatectl）后重新检查"


class Crawl(Protocol):
    """`crawler.run.crawl`, or what stands in for it in tests."""

    def __call__(
        self,
        plans: Sequence[SitePlan],
        *,
        as_of: date,
        now: Callable[[], datetime],
        on_site: Callable[[SiteEvidence], None],
        on_progress: Callable[[SiteProgress], None],
        archive: Path | None,
    ) -> None:
        """Search all sites; hand over each one's evidence when it is there; keep the pages in `archive`."""


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What an audit touches of the outside world."""

    store: Store
    now: Callable[[], datetime]
    """Aware, in the configuration's timezone."""
    crawl: Crawl
    watch: Callable[[Sequence[SitePlan]], Callable[[SiteProgress], None]]
    """Given the plans, what to tell of their progress."""
    photograph: Photograph | None = None
    """Takes pictures of what failed."""
    journal: Journal | None = None
    """Told when the run begins and of each site that is finished."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """An audit that came to an end."""

    audit: Audit
    held: frozenset[str]
    """Keys of results that the brake held back."""
    followed: Followed
    """The ledger as the run left it, with answers and rulings."""


def _learned(store: Store, selection: Selection, site: str) -> Mapping[str, Learned]:
    """What is taken from earlier runs.

    Who asks for one unit, rule or site wants to see it now: only addresses are taken then.
    """
    if selection.relearn:
        return {}
    learned = store.learned(site)
    if selection.everything:
        return learned
    return {place: replace(found, remembered=None) for place, found in learned.items()}


def run_audit(
    config: Config,
    asked: Asked,
    units: UnitRegistry,
    *,
    as_of: date,
    rules_digest: str,
    selection: Selection,
    whole: bool,
    around: Surroundings,
    resumed: KeptRun | None = None,
    dated: bool = False,
) -> Outcome:
    """Audit what is asked and keep it; the run is left `judged`.

    `whole` says that it asks everything there is to ask: findings of rules it does not know are then withdrawn.
    `dated` says that `as_of` is what the clock said and not what somebody asked for: a clock that is set back meanwhile
    then takes the day with it, and nothing is judged (UserError).

    With `resumed`, a run that was reopened for it and not yet judged, sites that it finished are not asked again.

    Interrupted (KeyboardInterrupt, CrawlCancelled) or failing, the run is left so, with every finished site's evidence
    kept, and the exception is passed on.
    """
    refuse_doubles(asked)
    store, now = around.store, around.now
    started = now() if resumed is None else resumed.started.astimezone(config.timezone)
    table = freshness_table(config)
    settings = PlanSettings(
        sites=config.sites,
        politeness=politeness(config),
        table=table,
        as_of=as_of,
        inspect=config.inspect,
        terms=terms(config),
        accused=accused_entries(store.following.ledger()),
        limited=not selection.everything,
        survey=None if selection.units or selection.rules else partial(_survey, config, store, as_of),
    )
    plans = site_plans(asked.questions, settings, partial(_learned, store, selection))
    if resumed is None:
        run = store.begin(
            now=started,
            as_of=as_of,
            rules_digest=rules_digest,
            complete=selection.everything,
            selection=selection.words(),
        )
    else:
        run = resumed.id
    if around.journal is not None:
        around.journal.began(run, complete=selection.everything, resumed=resumed is not None)
    try:
        evidence = _gather(config, run, plans, asked, as_of, around)
        if dated and started > now() + BELIEVED:
            raise UserError(_SET_BACK)
        previous = store.previous_statuses(as_of, before=started)
        rulings = store.following.rulings()
        known = decided_until(as_of, started, config.timezone)
        results, held = judged(asked, evidence, previous, as_of, table, terms(config), rulings=rulings, known=known)
        if around.photograph is not None:
            around.photograph(run, plans, results)
            results = with_pictures(config.data, run, results)
        ended = now()
        patiently(partial(store.watching.record_audit, plans, evidence))
        sites = judged_sites(config, store, evidence, results, as_of, ended)
        ledger = store.following.ledger()
        changed = advance(ledger, results, sites, run=run, as_of=as_of, complete=whole)
        conclude = partial(store.conclude, run, results, held, ledger=ledger, changed=changed, now=ended)
        patiently(conclude)
        followed = store.following.left_by(run, ledger | changed, results, rulings, as_of, known)
    except (KeyboardInterrupt, CrawlCancelled):
        with suppress(StoreError):  # what interrupts is told; the next program finds the run abandoned
            store.move(run, RunState.INTERRUPTED, now=now(), note="人工中断")
        raise
    except BaseException as error:
        with suppress(StoreError):
            store.move(run, RunState.FAILED, now=now(), note=f"{type(error).__name__}: {error}"[:500])
        if isinstance(error, CrawlError):
            raise UserError(str(error)) from error
        raise
    audit = Audit(
        run=AuditRun(id=run, as_of=as_of, started=started, finished=ended, place=config.place),
        sites=sites,
        results=results,
        units=summarise(results, units, scoring(config)),
        documents=asked.documents,
    )
    return Outcome(audit=audit, held=held, followed=followed)


def judged(
    asked: Asked,
    evidence: Mapping[str, SiteEvidence],
    previous: Mapping[str, Status],
    as_of: date,
    table: Sequence[FreshnessLimit],
    terms: Terms,
    *,
    rulings: Sequence[Ruling],
    known: date,
) -> tuple[tuple[Result, ...], frozenset[str]]:
    """The results of what is asked, with people's rulings applied, and the keys of those the brake held back.

    `known` is the day until which decisions count.
    """
    fresh = judge(asked.questions, asked.manual, evidence, as_of=as_of, table=table, terms=terms)
    results = hold_regressions(previous, fresh)
    held = (
        result_key(after) for before, after in zip(fresh, results, strict=True) if before.status is not after.status
    )
    return apply_rulings(results, rulings, as_of, known), frozenset(held)


def judged_sites(
    config: Config,
    store: Store,
    evidence: Mapping[str, SiteEvidence],
    results: Sequence[Result],
    as_of: date,
    until: datetime,
) -> tuple[SiteResult, ...]:
    """What is said of the sites themselves, with the attempts to open them in the days up to `until`, and waivers."""
    figures = site_figures(config)
    probes = store.watching.probes(until, figures.probe_days)
    table = freshness_table(config)
    sites = judge_sites(evidence, as_of=as_of, results=results, figures=figures, table=table, probes=probes)
    known = decided_until(as_of, until, config.timezone)
    return waive_on_sites(sites, store.following.rulings(), as_of, known)


def _survey(config: Config, store: Store, as_of: date, site: str) -> SurveyLimits:
    known = store.watching.seen(site)
    return survey_limits(site_figures(config), freshness_table(config), as_of, known=known)


def site_figures(config: Config) -> SiteFigures:
    """The figures by which sites as a whole are judged."""
    return SiteFigures(**config.site_checks.model_dump())


def _gather(
    config: Config, run: str, plans: Sequence[SitePlan], asked: Asked, as_of: date, around: Surroundings
) -> Mapping[str, SiteEvidence]:
    """The evidence of every site that answered: what the run has already, and what is asked now, kept site by site."""
    store, now = around.store, around.now
    by_name = {plan.name: plan for plan in plans}
    gathered = finished_sites(plans, store.plans(run), store.evidence(run))
    archive = archive_to(config, run)
    if archive is not None:
        keep_archive(archive, gathered.keys())
    places: dict[str | None, list[int]] = {}
    for place, question in enumerate(asked.questions):
        places.setdefault(question.site, []).append(place)

    def keep(site: SiteEvidence) -> None:
        plan = by_name[site.name]
        questions = {place: asked.questions[place] for place in places[site.name]}
        results = _so_far(questions, site, as_of, freshness_table(config), terms(config))
        patiently(lambda: store.save_site(run, site, plan, now=now(), results=results))
        gathered[site.name] = site
        if around.journal is not None:
            around.journal.site(site, results.values())

    patiently(lambda: store.move(run, RunState.CRAWLING, now=now()))
    left = [plan for plan in plans if plan.name not in gathered]
    if left:
        watch = around.watch(left)
        around.crawl(left, as_of=as_of, now=now, on_site=keep, on_progress=watch, archive=archive)
    return {plan.name: gathered[plan.name] for plan in plans if plan.name in gathered}


def finished_sites(
    plans: Sequence[SitePlan], kept: Mapping[str, SitePlan], evidence: Mapping[str, SiteEvidence]
) -> dict[str, SiteEvidence]:
    """The evidence among what a run kept that answers a plan of today: the same address, and every column asked."""
    return {
        plan.name: evidence[plan.name]
        for plan in plans
        if plan.name in evidence
        and plan.name in kept
        and kept[plan.name].url == plan.url
        and {target.key for target in plan.targets} <= evidence[plan.name].columns.keys()
    }


def _so_far(
    questions: Mapping[int, Question], site: SiteEvidence, as_of: date, table: Sequence[FreshnessLimit], terms: Terms
) -> dict[int, Result]:
    """What one site's evidence alone says, by place in the run: shown while the run goes, judged anew at its end."""
    results = judge(questions.values(), (), {site.name: site}, as_of=as_of, table=table, terms=terms)
    return dict(zip(questions, results, strict=True))


def freshness_table(config: Config) -> tuple[FreshnessLimit, ...]:
    """The configured table, which replaces the built-in one whole."""
    if config.freshness is None:
        return BUILT_IN
    return tuple(
        FreshnessLimit(match=row.match, days=row.days, warn=row.warn, basis=row.basis) for row in config.freshness
    )


def scoring(config: Config) -> Scoring:
    """What findings cost a unit."""
    wanted = config.scoring
    return Scoring(
        weights=wanted.all_weights(),
        veto=frozenset(wanted.veto),
        bonus=tuple(Bonus(unit=one.unit, points=one.points, reason=one.reason) for one in wanted.bonus),
        bonus_from=wanted.bonus_from,
        bonus_most=wanted.bonus_most,
    )


def politeness(config: Config) -> Politeness:
    """How sites are visited; a contact address lets a webmaster ask who is there."""
    contact = f" (+{config.contact})" if config.contact else ""
    agent = f"zwgk-checker/{version('zwgk-checker')}{contact}"
    return replace(Politeness(), **config.politeness.model_dump(), user_agent=agent)


def rules_digest(packs: Sequence[RulePack]) -> str:
    """Names the rules of a run, whatever file they came from."""
    return hashlib.sha256("\n".join(repr(pack) for pack in packs).encode()).hexdigest()


def refuse_doubles(asked: Asked) -> None:
    """Results are remembered by their rule's id, so an id that means two rules would mix them up."""
    seen: dict[tuple[str, str | None], str] = {}
    keys = [((question.rule.id, question.unit), question.document) for question in asked.questions]
    keys += [((task.id, None), task.document) for task in asked.manual]
    for key, document in keys:
        if key in seen:
            raise UserError(
                f"规则编号 {key[0]} 重复（《{seen[key]}》和《{document}》），请检查是否重复列入规则集，或改用不同编号"
            )
        seen[key] = document
