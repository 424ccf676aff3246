"""A run that was kept: which one a word of the command line names, what it was limited to, and its audit as it was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from checker.followed import Followed, as_left
from checker.result import Audit, AuditRun
from checker.scoring import summarise
from rules.model import RulePack
from rules.units import UnitRegistry
from zwgk.audit import judged_sites, scoring
from zwgk.config import Config
from zwgk.errors import UserError
from zwgk.following import decided_until
from zwgk.plan import Selection
from zwgk.publish import only_units
from zwgk.store import LATEST, KeptRun, Store
from zwgk.tables import RunState

STATES: Final[Mapping[RunState, str]] = {
    RunState.PLANNED: "准备中",
    RunState.CRAWLING: "正在检查",
    RunState.JUDGED: "已判定，报告未写成",
    RunState.REPORTED: "已完成",
    RunState.FAILED: "失败，没有结果",
    RunState.INTERRUPTED: "中断，没有做完",
}
"""What people read of a run's state."""


def kept_run(store: Store, word: str) -> KeptRun:
    """The run of that id or `latest`; UserError when there is none, or when it never came to results."""
    run = store.run(word)
    if run is None:
        raise UserError("还没有完成过检查，请先运行 zwgk check") if word == LATEST else unknown_run(word)
    if run.state not in (RunState.JUDGED, RunState.REPORTED):
        raise UserError(f"轮次 {run.id} 没有可用的结果（{STATES[run.state]}），可写 latest 表示最近一轮")
    return run


def unknown_run(word: str) -> UserError:
    """Nothing of that name was kept."""
    return UserError(f"没有轮次 {word}，可写 latest 表示最近一轮")


def selection_of(run: KeptRun) -> Selection:
    """What the run was limited to; UserError when only a former version knew."""
    if run.selection is None and not run.complete:
        raise UserError(f"轮次 {run.id} 只查了一部分，由旧版本程序记录，无法重新判定")
    return Selection.of(run.selection or {})


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
    known = decided_until(run.as_of, run.started, config.timezone)
    followed = following.left_by(run.id, ledger, results, following.rulings(), run.as_of, known)
    return only_units(audit, Selection.of(run.selection or {}).units), followed
