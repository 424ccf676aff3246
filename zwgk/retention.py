"""How long runs are kept: which of them, or of their pages, go now, and taking them away with all that belongs to them.

The ledger, rulings, answers, what people did and what was learned of sites are no part of a run and always stay.
"""

from __future__ import annotations

import contextlib
import logging
import shutil
from collections import defaultdict
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from checker.history import MOST_RUNS
from crawler.exhibits import LIST
from zwgk.archives import archive_file
from zwgk.config import Config
from zwgk.database import StoreError
from zwgk.pictures import pictures_of, remove_pictures
from zwgk.resuming import RESUMED_WITHIN
from zwgk.settings import RetentionSettings
from zwgk.store import Store
from zwgk.tables import RunRow, RunState

logger = logging.getLogger(__name__)

_JUDGED: Final = (RunState.JUDGED, RunState.REPORTED)
_OPEN: Final = (RunState.PLANNED, RunState.CRAWLING)
_AT_ONCE: Final = 20
"""Runs that a check removes at most: a clock that is wrong for a night, or a slip in config.yaml, costs little."""


@dataclass(frozen=True, kw_only=True)
class KnownRun:
    """What decides whether a run is kept."""

    id: str
    state: RunState
    as_of: date
    started: datetime
    complete: bool
    pinned: bool

    @property
    def judged(self) -> bool:
        """Whether its results count."""
        return self.state in _JUDGED


@dataclass(frozen=True, kw_only=True)
class Outdated:
    """What goes: ids of runs, the oldest first."""

    runs: tuple[str, ...] = ()
    """With everything that belongs to them."""
    pages: tuple[str, ...] = ()
    """Of these runs the archived pages and pictures only."""


def outdated_runs(
    runs: Sequence[KnownRun], wanted: RetentionSettings, *, now: datetime, needed: AbstractSet[str] = frozenset()
) -> tuple[str, ...]:
    """Ids of the runs that retention lets go, the oldest first.

    Whole runs and parts, judged ones and others are counted apart: neither looking at single units all day nor a week
    of failures removes the nights. Kept in any case are pinned runs, the newest whole one, those `needed` by the brake,
    those that can be continued, and from age the last runs of the newest 30 days that trends are drawn from. Age counts
    up to the whole run before the newest one: a clock that is ahead for a night must not make everything look old.
    """
    newest = sorted(runs, key=lambda run: (run.started, run.id), reverse=True)
    whole = [run for run in newest if run.complete and run.judged]
    spared = {run.id for run in runs if run.pinned or run.started > now - RESUMED_WITHIN} | needed
    spared |= {run.id for run in whole[:1]}
    last_of_day = {run.as_of: run.id for run in reversed(whole)}
    drawn = {last_of_day[day] for day in sorted(last_of_day, reverse=True)[:MOST_RUNS]}
    oldest = min([now, *(run.started for run in whole[1:2])]) - timedelta(days=wanted.days)
    going = set()
    counted: defaultdict[tuple[bool, bool], int] = defaultdict(int)
    for run in newest:
        if run.started < oldest and run.id not in drawn:
            going.add(run.id)
        if run.pinned or run.state in _OPEN:
            continue
        counted[run.complete, run.judged] += 1
        if counted[run.complete, run.judged] > (wanted.runs if run.complete else wanted.parts):
            going.add(run.id)
    return tuple(run.id for run in reversed(newest) if run.id in going - spared)


def outdated(config: Config, store: Store, *, now: datetime) -> Outdated:
    """What retention lets go now."""
    runs = known_runs(store)
    going = outdated_runs(runs, config.retention, now=now, needed=store.compared_runs(now.date()))
    return Outdated(runs=going, pages=_outdated_pages(config, [run for run in runs if run.id not in going]))


def tidy(config: Config, store: Store, *, now: datetime) -> Outdated:
    """Let go what is outdated after a check; what fails is logged, for the check has come to its end already."""
    try:
        plan = outdated(config, store, now=now)
        return remove(config, store, Outdated(runs=plan.runs[:_AT_ONCE], pages=plan.pages))
    except StoreError as error:
        logger.warning("outdated runs stay for now: %s", error)
        return Outdated()


def remove(config: Config, store: Store, going: Outdated) -> Outdated:
    """Remove it; returns what went. A run goes when its files went, so that one that is cut off begins again."""
    pages = tuple(run for run in going.pages if remove_pages(config, run))
    runs = tuple(run for run in going.runs if _remove_run(config, store, run))
    return Outdated(runs=runs, pages=pages)


def remove_pages(config: Config, run: str) -> bool:
    """Remove the archive and the pictures of a run; False when something is left."""
    remove_pictures(config.data, run)
    file = archive_file(config, run)
    with contextlib.suppress(OSError):
        file.with_name(file.name + LIST).unlink(missing_ok=True)
        file.unlink(missing_ok=True)
    return not file.exists() and not pictures_of(config.data, run).exists()


def report_folders(config: Config, run: str) -> tuple[Path, ...]:
    """Where the commands put what they write of a run, unless they are told otherwise."""
    return tuple(config.data / "reports" / f"{run}{ending}" for ending in ("", "-recheck", "-report"))


def known_runs(store: Store) -> tuple[KnownRun, ...]:
    """Every run there is."""
    columns = (RunRow.id, RunRow.state, RunRow.as_of, RunRow.started, RunRow.complete, RunRow.pinned)
    with store.errors(), Session(store.engine) as session:
        return tuple(
            KnownRun(id=run, state=RunState(state), as_of=as_of, started=started, complete=complete, pinned=pinned)
            for run, state, as_of, started, complete, pinned in session.execute(select(*columns))
        )


def pin(store: Store, run: str, *, pinned: bool) -> bool:
    """Keep a run whatever retention says, or no longer; False when it was so before. The run must exist."""
    with store.errors(), Session(store.engine) as session:
        row = session.get_one(RunRow, run)
        changed = row.pinned is not pinned
        row.pinned = pinned
        session.commit()
        return changed


def _outdated_pages(config: Config, runs: Sequence[KnownRun]) -> tuple[str, ...]:
    going, kept = [], {True: 0, False: 0}
    for run in sorted(runs, key=lambda run: (run.started, run.id), reverse=True):
        if run.pinned or run.state in (*_OPEN, RunState.JUDGED):
            continue
        if archive_file(config, run.id).exists() or pictures_of(config.data, run.id).exists():
            kept[run.complete] += 1
            if kept[run.complete] > config.archive.keep_runs:
                going.append(run.id)
    return tuple(reversed(going))


def _remove_run(config: Config, store: Store, run: str) -> bool:
    with store.errors(), Session(store.engine) as session:
        row = session.get(RunRow, run)
        if row is None or row.pinned:  # meanwhile
            return False
    for folder in report_folders(config, run):
        shutil.rmtree(folder, ignore_errors=True)
    if not remove_pages(config, run) or any(folder.exists() for folder in report_folders(config, run)):
        logger.warning("files of run %s cannot be removed", run)
        return False
    with store.errors(), store.engine.begin() as connection:
        # Its evidence and results go along (ON DELETE CASCADE).
        gone = connection.execute(delete(RunRow).where(RunRow.id == run, RunRow.pinned.is_(False)))
    return gone.rowcount == 1
