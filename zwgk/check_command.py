"""`zwgk check`: the request of the command line, one audit, and what is told of it."""

from __future__ import annotations

import json
import secrets
import signal
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from checker.result import Audit
from checker.schema import audit_json
from crawler.evidence import SitePlan, SiteProgress
from crawler.run import crawl
from reports.html import write_reports
from reports.naming import ReportError
from zwgk.audit import Crawl, Surroundings, rules_digest, run_audit
from zwgk.config import Config
from zwgk.errors import UserError
from zwgk.outcome import exit_code, show_outcome
from zwgk.packs import read_packs
from zwgk.plan import Asked, Selection, ask, limit
from zwgk.progress import Progress
from zwgk.sites import SiteDirectory
from zwgk.store import Store
from zwgk.tables import RunState
from zwgk.terminal import say
from zwgk.units import named_units, near, place_of, registry

if TYPE_CHECKING:
    from zwgk.cli import Session


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


def run_check(session: Session, config: Config, request: CheckRequest, *, search: Crawl = crawl) -> int:
    """Audit, write reports and JSON, print the summary; returns the exit code of design.md section 7."""

    def now() -> datetime:
        return datetime.now(config.timezone)

    json_file = _json_file(request.json_to)
    quiet = request.json_to == "-"
    packs = read_packs(config, request.packs)
    directory = SiteDirectory(sites=config.sites, place=config.place)
    units = registry(config, packs)
    everything = ask(packs, directory, units, place=config.place)
    chosen = named_units(request.units, packs, units, place_of(config, packs))
    selection = _selection(request, everything, directory, chosen)
    asked = limit(everything, selection, units)
    with ExitStack() as stack:
        store = Store.open(config.database, config.data)
        stack.callback(store.close)
        stack.enter_context(_sigterm_interrupts())
        store.close_abandoned(now=now())
        session.interrupted = "已中断：本轮检查没有完成，不出报告；已查完的站点的取证已保存"
        outcome = run_audit(
            config,
            asked,
            units,
            as_of=request.as_of or now().date(),
            rules_digest=rules_digest(packs),
            selection=selection,
            around=Surroundings(store=store, now=now, crawl=search, watch=_watch(stack)),
        )
        audit = _only(outcome.audit, selection.units)
        try:
            folder = request.reports or config.data / "reports" / audit.run.id
            files = write_reports(audit, folder)
            if request.reports is None and selection.everything:
                _point_latest(config.data / "reports", audit.run.id)
            if json_file is not None:
                write_whole(json_file, _json(audit))
        except ReportError as error:
            store.move(audit.run.id, RunState.FAILED, now=now(), note=str(error)[:500])
            raise UserError(str(error)) from error
        except BaseException as error:
            store.move(audit.run.id, RunState.FAILED, now=now(), note=f"报告未写成：{error}"[:500])
            raise
        store.move(audit.run.id, RunState.REPORTED, now=now())
    if quiet:
        click.echo(_json(audit))
    show_outcome(replace(outcome, audit=audit), files, limited=not selection.everything, err=quiet)
    if json_file is not None:
        say(f"JSON 结果：{json_file}", err=quiet)
    return exit_code(audit.results)


def _selection(request: CheckRequest, asked: Asked, directory: SiteDirectory, units: frozenset[str]) -> Selection:
    ids = {question.rule.id for question in asked.questions} | {task.id for task in asked.manual}
    sites = {*directory.sites, *(question.site for question in asked.questions if question.site is not None)}
    return Selection(
        units=units,
        rules=frozenset(_known(word, ids, "规则") for word in request.rules),
        sites=frozenset(_known(directory.named(word) or word, sites, "站点") for word in request.sites),
    )


def _known(word: str, names: Iterable[str], label: str) -> str:
    listed = sorted(names)
    if word in listed:
        return word
    close = near(word, listed)
    way_out = f"是不是：{'、'.join(close)}？" if close else f"可用的有：{'、'.join(listed[:10]) or '（无）'}"
    raise UserError(f"没有名为“{word}”的{label}，{way_out}")


def _only(audit: Audit, units: frozenset[str]) -> Audit:
    """Figures of the chosen units alone: of the others only a part was looked at."""
    return replace(audit, units=tuple(unit for unit in audit.units if unit.name in units)) if units else audit


def _watch(stack: ExitStack) -> Callable[[Sequence[SitePlan]], Callable[[SiteProgress], None]]:
    def watch(plans: Sequence[SitePlan]) -> Callable[[SiteProgress], None]:
        return stack.enter_context(Progress(plans, time.monotonic)).take

    return watch


@contextmanager
def _sigterm_interrupts() -> Iterator[None]:
    """SIGTERM ends the audit as Ctrl-C does: what is finished is kept, the run is marked interrupted."""

    def interrupt(number: int, frame: object) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)  # a second one must not cut short what the first one saves
        raise KeyboardInterrupt

    try:
        before = signal.signal(signal.SIGTERM, interrupt)
    except ValueError:  # not in the main thread: whoever runs us there takes care of signals
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _json(audit: Audit) -> bytes:
    return json.dumps(audit_json(audit), ensure_ascii=False, indent=1).encode("utf-8", "replace")


def _json_file(word: str | None) -> Path | None:
    """Where the JSON goes; found out before the audit, not after hours of it."""
    if word in (None, "-"):
        return None
    path = Path(str(word))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(f"--json {path}：无法建立文件夹（{error.strerror}）") from error
    if path.is_dir():
        raise UserError(f"--json {path} 是文件夹，请写文件名，或用 - 输出到标准输出")
    return path


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that it appears whole or not at all; UserError when it cannot be written."""
    draft = path.with_name(f".{path.name[:40]}.{secrets.token_hex(4)}.tmp")
    try:
        draft.write_bytes(content)
        draft.replace(path)
    except OSError as error:
        raise UserError(f"写不了 {path}（{error.strerror}），请检查文件夹权限和磁盘空间") from error
    finally:
        draft.unlink(missing_ok=True)


def _point_latest(reports: Path, run: str) -> None:
    """`latest` beside the runs' folders leads to the newest whole run: a link, or a small file where there are none."""
    latest = reports / "latest"
    draft = reports / f".latest-{secrets.token_hex(4)}"
    try:
        draft.symlink_to(run, target_is_directory=True)
    except (OSError, NotImplementedError):
        draft.write_text(f"{run}\n", encoding="utf-8")
    try:
        draft.replace(latest)
    except OSError:  # somebody made a folder of that name; the run's own folder is what counts
        draft.unlink(missing_ok=True)
