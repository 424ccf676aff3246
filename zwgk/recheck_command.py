"""`zwgk recheck`: what a run saw, judged again by the rules and limits of today, without network."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from checker.followed import as_left
from checker.question import Question
from checker.result import Audit, AuditRun
from checker.ruled import RuledRules
from checker.scoring import summarise
from crawler.evidence import ColumnEvidence, Remembered, SiteEvidence, SitePlan, Target
from crawler.replay import read_archive
from reports.formats.json import json_bytes
from reports.naming import ReportError
from rules.model import RulePack
from rules.refused import why
from rules.units import UnitRegistry
from zwgk.archives import archive_file
from zwgk.audit import Outcome, freshness_table, judged, judged_sites, politeness, refuse_doubles, scoring
from zwgk.config import Config
from zwgk.errors import UserError
from zwgk.following import decided_until
from zwgk.kept import kept_run, selection_of
from zwgk.outcome import exit_code, show_outcome
from zwgk.packs import read_packs, reading_ahead
from zwgk.pages import pages
from zwgk.pictures import with_pictures
from zwgk.plan import Asked, ask, limit
from zwgk.publish import json_target, only_units, publish
from zwgk.sites import SiteDirectory
from zwgk.store import KeptRun, Store
from zwgk.targets import PlanSettings, site_plans
from zwgk.terminal import say
from zwgk.terms import terms
from zwgk.units import registry

if TYPE_CHECKING:
    from zwgk.options import Session


@dataclass(frozen=True, kw_only=True)
class RecheckRequest:
    """The words of the command line."""

    run: str
    packs: tuple[Path, ...] = ()
    as_of: date | None = None
    json_to: str | None = None
    reports: Path | None = None
    reread: bool = False


def run_recheck(session: Session, config: Config, request: RecheckRequest) -> int:
    """Judge a kept run again, write reports and JSON, print the summary; exit codes as of `zwgk check`.

    The run itself and the ledger stay as they were kept; reports show the states that the run gave.
    """
    session.interrupted = "已中断：没有写报告，原来的结果不变"
    with nullcontext() if request.reread else _uncollected():
        return _recheck(config, request)


def _recheck(config: Config, request: RecheckRequest) -> int:
    json_file = json_target(request.json_to)
    quiet = request.json_to == "-"
    with ExitStack() as stack:
        with reading_ahead(config, request.packs):
            store = Store.open(config.database, config.data)
            stack.callback(store.close)
            run = kept_run(store, request.run)
            evidence = store.evidence(run.id)
        packs = read_packs(config, request.packs)
        limited = not selection_of(run).everything
        units = registry(config, packs)
        outcome = _judged_again(config, packs, units, store, run, evidence, request)
        del evidence  # as large as all the rest, and nobody asks for it any more
        audit = outcome.audit
        try:
            folder = request.reports or config.data / "reports" / f"{run.id}-recheck"
            files = publish(audit, folder, json_file, outcome.followed, pages(config, store, audit, units))
        except ReportError as error:
            raise UserError(str(error)) from error
    if quiet:
        click.echo(json_bytes(audit))
    say(f"重新判定轮次 {run.id}（{'重读存档网页' if request.reread else '取证记录'}），没有访问网站", err=quiet)
    show_outcome(outcome, files, limited=limited, err=quiet)
    if json_file is not None:
        say(f"JSON 结果：{json_file}", err=quiet)
    return exit_code(audit.results)


def _judged_again(
    config: Config,
    packs: Sequence[RulePack],
    units: UnitRegistry,
    store: Store,
    run: KeptRun,
    evidence: Mapping[str, SiteEvidence],
    request: RecheckRequest,
) -> Outcome:
    as_of = request.as_of or run.as_of
    rulings = store.following.rulings()
    known = decided_until(as_of, run.started, config.timezone)
    everything = asked_then(config, packs, units, evidence, RuledRules(rulings, as_of, known))
    selection = selection_of(run)
    asked = limit(everything, selection, units)
    refuse_doubles(asked)
    if request.reread:
        evidence = _read_anew(config, asked, units, run, as_of, store, evidence)
    evidence = _in_order(evidence, config, asked)
    previous = store.previous_statuses(as_of, before=run.started)
    table = freshness_table(config)
    results, held = judged(asked, evidence, previous, as_of, table, terms(config), rulings=rulings, known=known)
    results = with_pictures(config.data, run.id, results)
    audit = Audit(
        run=AuditRun(
            id=run.id,
            as_of=as_of,
            started=run.started.astimezone(config.timezone),
            finished=(run.finished or run.started).astimezone(config.timezone),
            place=config.place,
        ),
        sites=judged_sites(config, store, evidence, results, as_of, run.finished or run.started),
        results=results,
        units=summarise(results, units, scoring(config)),
        documents=asked.documents,
    )
    ledger = as_left(store.following.ledger(), run.as_of)
    followed = store.following.left_by(run.id, ledger, results, rulings, as_of, known)
    return Outcome(audit=only_units(audit, selection.units), held=held, followed=followed)


def asked_then(
    config: Config,
    packs: Sequence[RulePack],
    units: UnitRegistry,
    evidence: Mapping[str, SiteEvidence],
    ruled: RuledRules,
) -> Asked:
    """What is asked of a kept run: as people ruled on it, except for a page they named after the run had looked."""
    directory = SiteDirectory(sites=config.sites, place=config.place)
    asked = ask(packs, directory, units, place=config.place, ruled=ruled)
    if not ruled:
        return asked
    written = ask(packs, directory, units, place=config.place).questions
    questions = tuple(
        one if one.key is None or one.key == before.key or _seen(one, evidence) else before
        for one, before in zip(asked.questions, written, strict=True)
    )
    return replace(asked, questions=questions)


def _seen(question: Question, evidence: Mapping[str, SiteEvidence]) -> bool:
    site = evidence.get(question.site or "")
    return site is not None and question.key in site.columns


@contextmanager
def _uncollected() -> Iterator[None]:
    """No search for garbage meanwhile: with the evidence of thousands of columns in memory it takes half the time.

    The body must have let go of what it made when it ends, or all of it is searched then.
    """
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


def _in_order(evidence: Mapping[str, SiteEvidence], config: Config, asked: Asked) -> dict[str, SiteEvidence]:
    """Sites as a run has them: those of the configuration first, then those of unit pages; only what is asked."""
    wanted = dict.fromkeys(question.site for question in asked.questions if question.site and question.key)
    order = [name for name in config.sites if name in wanted] + [name for name in wanted if name not in config.sites]
    return {name: evidence[name] for name in order if name in evidence}


def _read_anew(
    config: Config,
    asked: Asked,
    units: UnitRegistry,
    run: KeptRun,
    as_of: date,
    store: Store,
    seen: Mapping[str, SiteEvidence],
) -> dict[str, SiteEvidence]:
    """The evidence that the archived pages give today; figures of what was asked of a site stay the run's."""
    settings = PlanSettings(
        sites=config.sites,
        politeness=politeness(config),
        table=freshness_table(config),
        as_of=as_of,
        inspect=config.inspect,
        terms=terms(config),
    )
    wanted = site_plans(asked.questions, settings, lambda site: {})
    kept = store.plans(run.id)
    plans = [_as_then(plan, kept[plan.name], seen[plan.name], run) for plan in wanted if plan.name in kept]
    if seen and not kept:
        raise UserError(f"轮次 {run.id} 由旧版本程序记录，只能不加 --reread 重新判定")
    file = archive_file(config, run.id)
    try:
        read = read_archive(plans, file, as_of=as_of, now=lambda: datetime.now(config.timezone))
    except FileNotFoundError as error:
        raise UserError(f"轮次 {run.id} 的网页存档 {file} 已不在（只保留最近几轮，见配置的 archive）") from error
    except OSError as error:
        raise UserError(f"读不了网页存档 {file}（{why(error)}）") from error
    return {name: _measured_then(evidence, seen[name]) for name, evidence in read.items()}


def _measured_then(read: SiteEvidence, seen: SiteEvidence) -> SiteEvidence:
    """With what no archived page tells: requests, how long answers took, and how the site could be reached."""
    homes = {
        key: replace(home, seconds=seen.homes[key].seconds) if key in seen.homes else home
        for key, home in read.homes.items()
    }
    surveyed = read.surveyed
    if surveyed is not None and seen.surveyed is not None:
        surveyed = replace(surveyed, probe=seen.surveyed.probe)
    return replace(
        read, requests=seen.requests, pages=seen.pages, transport=seen.transport, homes=homes, surveyed=surveyed
    )


def _as_then(plan: SitePlan, kept: SitePlan, seen: SiteEvidence, run: KeptRun) -> SitePlan:
    """The run's plan of a site for what is asked today."""
    known = {target.key: target for target in kept.targets}
    targets: Sequence[Target] = [
        _target_then(target, known.get(target.key), seen.columns.get(target.key), run) for target in plan.targets
    ]
    return replace(kept, targets=tuple(targets))


def _target_then(target: Target, kept: Target | None, column: ColumnEvidence | None, run: KeptRun) -> Target:
    if kept is None:
        return target
    then = replace(kept, stale_before=target.stale_before, inspected=column.inspection if column is not None else None)
    # What the run took over from an earlier one is in no page of its own: it stands for itself.
    if column is not None and column.since is not None:
        then = replace(then, remembered=Remembered(evidence=column, as_of=run.as_of))
    return then
