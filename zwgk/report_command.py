"""`zwgk report`: the results of a kept run as files, in any of the formats there are; nothing is judged anew."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from checker.followed import Followed, as_left
from checker.result import Audit, AuditRun
from checker.scoring import summarise
from reports.formats import Format, format_names, load_format
from reports.naming import ReportError
from rules.model import RulePack
from rules.units import UnitRegistry
from zwgk.audit import judged_sites, scoring
from zwgk.config import Config
from zwgk.errors import UserError
from zwgk.letters import letterhead
from zwgk.outcome import shown_path
from zwgk.packs import read_packs
from zwgk.pages import pages
from zwgk.plan import Selection
from zwgk.publish import only_units
from zwgk.recheck_command import kept_run
from zwgk.store import KeptRun, Store
from zwgk.terminal import say
from zwgk.units import named_units, near, place_of, registry


@dataclass(frozen=True, kw_only=True)
class ReportRequest:
    """The words of the command line."""

    run: str
    units: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    """Names, also several with commas between them."""
    out: Path | None = None
    packs: tuple[Path, ...] = ()


def run_report(config: Config, request: ReportRequest) -> int:
    """Write the files and tell where they are; 0. UserError before anything is written when a name means nothing."""
    formats = wanted_formats(request.formats)
    packs = read_packs(config, request.packs)
    known = registry(config, packs)
    chosen = named_units(request.units, packs, known, place_of(config, packs))
    with closing(Store.open(config.database, config.data)) as store:
        run = kept_run(store, request.run)
        audit, followed = kept_audit(config, packs, known, store, run)
        own: dict[str, Callable[[], Format]] = {
            "docx": lambda: letterhead(config, store, run),
            "html": lambda: pages(config, store, audit, known),
        }
        formats = tuple(own[one.name]() if one.name in own else one for one in formats)
    units = _of_run(audit, chosen) if request.units else None
    folder = request.out or config.data / "reports" / f"{run.id}-report"
    _make(folder)
    say(f"轮次 {run.id}（以 {run.as_of} 为准）的报告，写在 {shown_path(folder)}：")
    for one in formats:
        try:
            files = one.write(audit, followed, folder, units)
        except ReportError as error:
            raise UserError(str(error)) from error
        say(f"  {one.name}：{_told(list(files.values()))}")
    return 0


def kept_audit(
    config: Config, packs: Sequence[RulePack], units: UnitRegistry, store: Store, run: KeptRun
) -> tuple[Audit, Followed]:
    """The audit of a run as it was kept, and the ledger as the run left it.

    Results are those of the run; who answers for them, and what it costs, is reckoned by the configuration of today.
    """
    results = store.results(run.id)
    evidence = store.evidence(run.id)
    order = dict.fromkeys((*config.sites, *(result.site for result in results if result.site), *sorted(evidence)))
    sites = {name: evidence[name] for name in order if name in evidence}
    finished = run.finished or run.started
    rows: dict[str, int] = {}
    for pack in packs:
        title = pack.title or pack.source
        rows[title] = rows.get(title, 0) + pack.rows
    audit = Audit(
        run=AuditRun(
            id=run.id,
            as_of=run.as_of,
            started=run.started.astimezone(config.timezone),
            finished=finished.astimezone(config.timezone),
            place=config.place,
        ),
        sites=judged_sites(config, store, sites, results, run.as_of, finished),
        results=results,
        units=summarise(results, units, scoring(config)),
        documents={
            title: rows[title] for title in dict.fromkeys(result.document for result in results) if title in rows
        },
    )
    following = store.following
    ledger = as_left(following.ledger(), run.as_of)
    followed = following.left_by(run.id, ledger, results, following.rulings(), run.as_of)
    return only_units(audit, Selection.of(run.selection or {}).units), followed


def wanted_formats(words: Iterable[str]) -> tuple[Format, ...]:
    """The formats of --format, each once, all when none is named; UserError with a suggestion for an unknown one."""
    known = format_names()
    named = [name for word in words for part in word.replace("，", ",").split(",") if (name := part.strip().lower())]
    for name in named:
        if name not in known:
            close = [one for one in known if one.startswith(name) or name.startswith(one)] or list(near(name, known))
            way_out = f"是不是 {close[0]}？" if close else ""
            raise UserError(f"没有名为“{name}”的报告格式，{way_out}可用的有：{'、'.join(known)}")
    return tuple(load_format(name) for name in dict.fromkeys(named or known))


def _of_run(audit: Audit, chosen: frozenset[str]) -> tuple[str, ...]:
    """The chosen units in the audit's order; UserError for one that answers for nothing in it."""
    there = tuple(unit.name for unit in audit.units if unit.name in chosen)
    if missing := sorted(chosen - set(there)):
        raise UserError(f"轮次 {audit.run.id} 中没有单位“{missing[0]}”的任务，无法写它的报告")
    return there


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(f"--out {folder}：无法建立文件夹（{error.strerror}）") from error


def _told(files: Sequence[Path]) -> str:
    names = "、".join(path.name for path in files[:3])
    return f"{names} 等 {len(files)} 个文件" if len(files) > 3 else names
