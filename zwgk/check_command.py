"""`zwgk check`: the request of the command line, one audit, and what is told of it."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from checker.ruled import RuledRules
from crawler.evidence import SitePlan, SiteProgress
from crawler.run import crawl
from reports.formats.json import json_bytes
from reports.naming import ReportError
from zwgk.audit import Crawl, Outcome, Surroundings, rules_digest, run_audit
from zwgk.clock import set_right
from zwgk.config import Config
from zwgk.cores import cores
from zwgk.database import StoreError, patiently
from zwgk.errors import UserError
from zwgk.following import decided_until
from zwgk.forgetting import tidy_up
from zwgk.journal import Journal
from zwgk.kept import kept_audit
from zwgk.lease import AUDIT, Leases, LeaseTakenError
from zwgk.notifying import told_afterwards
from zwgk.outcome import exit_code, show_outcome
from zwgk.packs import read_packs
from zwgk.pages import pages
from zwgk.pictures import photographer, rendering
from zwgk.placeholders import demand_addresses
from zwgk.plan import Asked, Selection, ask, limit
from zwgk.progress import Progress
from zwgk.publish import json_target, only_units, point_latest, publish
from zwgk.resuming import unfinished_run
from zwgk.sites import SiteDirectory
from zwgk.stopping import sigterm_interrupts
from zwgk.store import KeptRun, Store
from zwgk.tables import RunState
from zwgk.terminal import say
from zwgk.turns import HostTurns
from zwgk.units import named_units, near, place_of, registry

if TYPE_CHECKING:
    from zwgk.options import Session


@dataclass(frozen=True, kw_only=True)
class CheckRequest:
    """The words of the command line."""

    units: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    packs: tuple[Path, ...] = ()
    as_of: date | None = None
    json_to: str | None = None
    reports: Path | None = None
    resume: bool = False
    """Go on with a run that was not finished, or say that there is none."""
    fresh: bool = False
    """Begin anew in any case."""
    relearn: bool = False
    """Take nothing over from earlier runs: every column is looked for and read anew."""


def run_check(
    session: Session,
    config: Config,
    request: CheckRequest,
    *,
    search: Crawl | None = None,
    clock: Callable[[], datetime] | None = None,
) -> int:
    """Audit, write reports and JSON, print the summary; returns the exit code of design.md section 7.

    `search` and `clock` (aware) stand in for the network and the machine's clock.
    """
    now: Callable[[], datetime] = partial(datetime.now, config.timezone)  # can be handed to a crawl's further processes
    if clock is not None:
        now = partial(_in_zone, clock, config.timezone)
    json_file = json_target(request.json_to)
    quiet = request.json_to == "-"
    demand_addresses(config)
    packs = read_packs(config, request.packs)
    directory = SiteDirectory(sites=config.sites, place=config.place)
    units = registry(config, packs)
    chosen = named_units(request.units, packs, units, place_of(config, packs))
    digest = rules_digest(packs)
    with ExitStack() as stack:
        store = Store.open(config.database, config.data)
        stack.callback(store.close)
        if taken_back := set_right(store, now=now()):
            say(taken_back, err=quiet)
        rulings = store.following.rulings()

        def everything(as_of: date) -> Asked:
            known = decided_until(as_of, now(), config.timezone)
            return ask(packs, directory, units, place=config.place, ruled=RuledRules(rulings, as_of, known))

        as_of = request.as_of or now().date()
        asked = everything(as_of)
        selection = _selection(request, asked, directory, chosen)
        stack.enter_context(sigterm_interrupts())
        journal = Journal(config.data, now)
        stack.enter_context(journal.kept())
        if selection.everything:
            turn = ExitStack()
            turn.enter_context(_alone(store, config, now))
            # Told when the turn is given back: a mail server that hangs must not keep the next audit waiting.
            stack.enter_context(told_afterwards(config, store, now, err=quiet))
            stack.enter_context(turn)
        store.close_abandoned(now=now())
        resumed = None
        if not request.fresh:
            resumed = unfinished_run(
                store, selection, rules_digest=digest, as_of=request.as_of, now=now(), demanded=request.resume
            )
        if resumed is not None and resumed.as_of != as_of:
            as_of = resumed.as_of
            asked = everything(as_of)
        asked = limit(asked, selection, units)
        session.interrupted = "已中断：本轮检查没有完成，不出报告；已查完的站点的取证已保存，再次运行时接着检查"
        # Taken at each host with every other program on this machine that has the same data folder.
        turns = HostTurns(config.data / "locks" / "hosts", time.time)
        processes = cores() if clock is None else 1
        if resumed is not None:
            say(_told(resumed, store, config), err=quiet)
        if resumed is not None and resumed.state is RunState.JUDGED:
            audit, followed = kept_audit(config, packs, units, store, resumed)
            outcome = Outcome(audit=audit, held=store.held(resumed.id), followed=followed)
        else:
            outcome = run_audit(
                config,
                asked,
                units,
                as_of=as_of,
                rules_digest=digest,
                selection=selection,
                whole=selection.everything and not request.packs,
                around=Surroundings(
                    store=store,
                    now=now,
                    crawl=search or partial(crawl, take_turn=turns, rendering=rendering(config), processes=processes),
                    watch=_watch(stack, journal),
                    photograph=None if search else photographer(config, as_of=as_of, now=now, take_turn=turns),
                    journal=journal,
                ),
                resumed=resumed,
                dated=request.as_of is None,
            )
        journal.judged(outcome.audit, outcome.followed.of_audit(outcome.audit))
        audit = only_units(outcome.audit, selection.units)
        try:
            folder = request.reports or config.data / "reports" / audit.run.id
            files = publish(audit, folder, json_file, outcome.followed, pages(config, store, audit, units))
            if request.reports is None and selection.everything:
                point_latest(config.data / "reports", audit.run.id)
        except BaseException as error:
            with suppress(StoreError):
                store.move(audit.run.id, RunState.JUDGED, now=now(), note=f"报告未写成：{error}"[:500])
            if isinstance(error, ReportError):
                raise UserError(f"{error}；本轮结果已保存，排除后再次运行即补出报告") from error
            raise
        patiently(lambda: store.move(audit.run.id, RunState.REPORTED, now=now()))
        tidy_up(config, store, now=now())
    if quiet:
        click.echo(json_bytes(audit))
    show_outcome(replace(outcome, audit=audit), files, limited=not selection.everything, err=quiet)
    if json_file is not None:
        say(f"JSON 结果：{json_file}", err=quiet)
    return exit_code(audit.results)


def _in_zone(clock: Callable[[], datetime], zone: tzinfo) -> datetime:
    return clock().astimezone(zone)


@contextmanager
def _alone(store: Store, config: Config, now: Callable[[], datetime]) -> Iterator[None]:
    """Be the only run of everything on all machines with this database."""
    leases = Leases(store.engine, store.errors, config.data / "locks", now)
    what = f"{socket.gethostname()} 上 {now():%m-%d %H:%M} 开始的全面检查"
    try:
        with leases.held(AUDIT, what):
            yield
    except LeaseTakenError as error:
        said = error.what or "另一个程序的全面检查"
        raise UserError(f"{said}还没有结束，请等它结束，或只查一部分（--unit、--rule、--site）") from error


def _told(resumed: KeptRun, store: Store, config: Config) -> str:
    begun = f"{resumed.started.astimezone(config.timezone):%m-%d %H:%M}"
    if resumed.state is RunState.JUDGED:
        return f"接着 {begun} 开始的轮次 {resumed.id}：已判定，只补出报告（要重新检查请加 --fresh）"
    done = len(store.evidence(resumed.id))
    return f"接着 {begun} 开始、没有做完的轮次 {resumed.id}：{done} 个站点已查完，不再访问（要重新检查请加 --fresh）"


def _selection(request: CheckRequest, asked: Asked, directory: SiteDirectory, units: frozenset[str]) -> Selection:
    ids = {question.rule.id for question in asked.questions} | {task.id for task in asked.manual}
    sites = {*directory.sites, *(question.site for question in asked.questions if question.site is not None)}
    return Selection(
        units=units,
        rules=frozenset(_known(word, ids, "规则") for word in request.rules),
        sites=frozenset(_known(directory.named(word) or word, sites, "站点") for word in request.sites),
        relearn=request.relearn,
    )


def _known(word: str, names: Iterable[str], label: str) -> str:
    listed = sorted(names)
    if word in listed:
        return word
    close = near(word, listed)
    way_out = f"是不是：{'、'.join(close)}？" if close else f"可用的有：{'、'.join(listed[:10]) or '（无）'}"
    raise UserError(f"没有名为“{word}”的{label}，{way_out}")


def _watch(stack: ExitStack, journal: Journal) -> Callable[[Sequence[SitePlan]], Callable[[SiteProgress], None]]:
    def watch(plans: Sequence[SitePlan]) -> Callable[[SiteProgress], None]:
        shown = stack.enter_context(Progress(plans, time.monotonic))

        def take(news: SiteProgress) -> None:
            journal.progress(news)
            shown.take(news)

        return take

    return watch
