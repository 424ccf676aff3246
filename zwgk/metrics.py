"""Figures for monitoring, in the text format of Prometheus: `zwgk metrics` and the web service's /metrics.

They are read from the database when somebody asks; nothing is counted in between, so every program gives the same.
"""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import click
from sqlalchemy import func, select
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from checker.ledger import STANDING, FindingKey, LedgerEntry, LedgerState
from checker.question import question_key
from checker.result import Result, Status
from checker.scoring import summarise
from crawler.evidence import SiteStatus
from rules.refused import why
from zwgk.config import Config
from zwgk.errors import UserError
from zwgk.news import newest_reported, newest_whole
from zwgk.publish import write_whole
from zwgk.store import KeptRun, Store
from zwgk.tables import NoticeRow, ResultRow, RunRow, RunState, SiteEvidenceRow
from zwgk.units import registry

_STATUS: Final = re.compile(r'^\{"name":"(?:[^"\\]|\\.)*","url":"(?:[^"\\]|\\.)*","status":"([a-z_]+)"')
"""How the JSON of a SiteEvidence begins: its megabytes need not be read for this."""
_BEGINNING: Final = 3000
_NO_UNIT: Final = ""


def run_metrics(config: Config, out: Path | None) -> int:
    """Print them, or write them into a file that appears whole; 0."""
    with closing(Store.open(config.database, config.data)) as store:
        text = metrics_text(store, config, datetime.now(config.timezone))
    if out is None:
        click.echo(text, nl=False)
        return 0
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(f"--out {out}：无法建立文件夹（{why(error)}）") from error
    write_whole(out, text)
    return 0


def metrics_text(store: Store, config: Config, now: datetime) -> bytes:
    """The state of the database at this moment; UserError when prometheus-client is not installed."""
    try:
        from prometheus_client import CollectorRegistry, Gauge, generate_latest
    except ImportError as error:
        raise UserError("监控指标需要 prometheus-client，请运行 pip install 'zwgk-checker[web]'") from error
    registry_ = CollectorRegistry()

    def gauge(name: str, told: str, values: Mapping[str, float] | float, label: str | None = None) -> None:
        one: Any = Gauge(f"zwgk_{name}", told, [label] if label else [], registry=registry_)
        if isinstance(values, Mapping):
            for word, value in values.items():
                one.labels(word).set(value)
        else:
            one.set(values)

    ended, done = newest_whole(store), newest_reported(store)
    state = _state(store)
    gauge(
        "run_state", "1 for the state of the newest run of everything", {s.value: s == state for s in RunState}, "state"
    )
    gauge("run_failed", "1 when the newest run of everything that ended has failed", bool(ended and ended.failure))
    if done is not None:
        finished = done.finished or done.started
        gauge("last_run_timestamp_seconds", "When the newest complete run ended", finished.timestamp())
        gauge("last_run_age_seconds", "Seconds since then", (now - finished).total_seconds())
        gauge("last_run_duration_seconds", "How long it took", (finished - done.started).total_seconds())
        gauge("last_run_results", "Its results by status", _results(store, done), "status")
        gauge("last_run_sites", "Its sites by status", _sites(store, done), "status")
    ledger = store.following.ledger()
    gauge("findings", "Findings in the ledger by state", _by_state(ledger.values()), "state")
    if done is not None:
        told = "Findings that stand, by the unit that leads or is named; empty: of sites"
        gauge("open_findings", told, _by_unit(config, store, done, ledger), "unit")
    gauge("notices", "Changes to be told, by how they stand", _notices(store), "state")
    gauge("data_free_bytes", "Free space of the data folder", _free(config.data))
    size = _size(config.database)
    if size is not None:
        gauge("database_bytes", "Size of the SQLite database", size)
    return bytes(generate_latest(registry_))


def _state(store: Store) -> str | None:
    wanted = select(RunRow.state).where(RunRow.complete.is_(True)).order_by(RunRow.started.desc(), RunRow.id.desc())
    with store.errors(), Session(store.engine) as session:
        return session.scalars(wanted.limit(1)).first()


def _results(store: Store, run: KeptRun) -> dict[str, float]:
    wanted = select(ResultRow.status, func.count()).where(ResultRow.run == run.id).group_by(ResultRow.status)
    with store.errors(), Session(store.engine) as session:
        found = {row[0]: row[1] for row in session.execute(wanted)}
    return {status.value: found.get(status.value, 0) for status in Status}


def _sites(store: Store, run: KeptRun) -> dict[str, float]:
    beginning = func.substr(SiteEvidenceRow.evidence, 1, _BEGINNING)
    with store.errors(), Session(store.engine) as session:
        texts = session.scalars(select(beginning).where(SiteEvidenceRow.run == run.id)).all()
    found = Counter(match[1] for text in texts if (match := _STATUS.match(text)))
    return {status.value: found[status.value] for status in SiteStatus}


def _by_state(entries: Iterable[LedgerEntry]) -> dict[str, float]:
    found = Counter(entry.state for entry in entries)
    return {state.value: found[state] for state in LedgerState}


def _by_unit(config: Config, store: Store, run: KeptRun, ledger: Mapping[FindingKey, LedgerEntry]) -> dict[str, float]:
    """Each configured unit has its figure, also 0: a series that comes and goes makes no alarm."""
    standing = [entry for entry in ledger.values() if entry.state in STANDING]
    keys = sorted({question_key(entry.key.rule, entry.key.unit or None) for entry in standing if entry.key.rule})
    results = _chosen(store, run, keys)
    owners: dict[tuple[str, str], list[str]] = {}
    for unit in summarise(results, registry(config)):
        for index in (*unit.lead, *unit.named):
            owners.setdefault((results[index].rule, results[index].unit or ""), []).append(unit.name)
    found: Counter[str] = Counter({unit.name: 0 for unit in config.units} | {_NO_UNIT: 0})
    for entry in standing:
        names = [_NO_UNIT] if entry.key.place else owners.get((entry.key.rule, entry.key.unit), ())
        found.update(names)
    return dict(found)


def _chosen(store: Store, run: KeptRun, keys: list[str]) -> list[Result]:
    from pydantic import TypeAdapter

    reader = TypeAdapter(Result)
    found: list[Result] = []
    with store.errors(), Session(store.engine) as session:
        for start in range(0, len(keys), 400):
            chunk = keys[start : start + 400]
            wanted = select(ResultRow.result).where(ResultRow.run == run.id, ResultRow.key.in_(chunk))
            found += [reader.validate_json(text) for text in session.scalars(wanted)]
    return found


def _notices(store: Store) -> dict[str, float]:
    wanted = select(NoticeRow.state, func.count()).group_by(NoticeRow.state)
    with store.errors(), Session(store.engine) as session:
        found = {row[0]: row[1] for row in session.execute(wanted)}
    return {state: found.get(state, 0) for state in ("waiting", "failed", "sending")}


def _free(folder: Path) -> float:
    there = next(path for path in (folder, *folder.parents) if path.exists())
    return float(shutil.disk_usage(there).free)


def _size(database: str) -> float | None:
    url = make_url(database)
    if url.get_backend_name() != "sqlite" or not url.database:
        return None
    files = [Path(f"{url.database}{end}") for end in ("", "-wal")]
    return float(sum(file.stat().st_size for file in files if file.exists()))
