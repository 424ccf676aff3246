"""What is remembered between runs: the runs themselves, their evidence and results, and where columns were found."""

from __future__ import annotations

import json
import socket
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter
from sqlalchemy import Connection, Engine, delete, func, insert, literal, select, update
from sqlalchemy.engine import make_url
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from checker.brake import result_key
from checker.ledger import FindingKey, LedgerEntry
from checker.result import Result, Status
from crawler.evidence import SiteEvidence, SitePlan
from zwgk.compared import compared
from zwgk.database import open_database, storage_errors
from zwgk.following import Following, keep_ledger
from zwgk.learning import Learned, learn, learned_on
from zwgk.lock import FileLock, try_lock
from zwgk.steps import keep_steps
from zwgk.tables import Moment, ResultRow, RunRow, RunState, SiteEvidenceRow
from zwgk.watching import Watching, keep_sight

_SITE_EVIDENCE: Final = TypeAdapter(SiteEvidence)
_SITE_PLAN: Final = TypeAdapter(SitePlan)
_RESULT: Final = TypeAdapter(Result)
LATEST: Final = "latest"
_UNFINISHED: Final = (RunState.PLANNED, RunState.CRAWLING, RunState.JUDGED)
_JUDGED: Final = (RunState.JUDGED, RunState.REPORTED)
_RESUMABLE: Final = (RunState.JUDGED, RunState.INTERRUPTED, RunState.FAILED)
"""What a later program can go on with, when no living one does."""


@dataclass(frozen=True, kw_only=True)
class KeptRun:
    """A run as it was kept."""

    id: str
    state: RunState
    as_of: date
    started: datetime
    finished: datetime | None
    complete: bool
    selection: Mapping[str, Sequence[str]] | None
    """The names it was limited to, by kind; None when it was not, or when a former version did not say."""


class Store:
    """The database of one configuration. Every method commits before it returns; StoreError when that fails."""

    def __init__(self, engine: Engine, url: str, locks: Path) -> None:
        self._engine = engine
        self._url = make_url(url)
        self._locks = locks
        self._held: dict[str, FileLock] = {}

    @classmethod
    def open(cls, url: str, data: Path) -> Store:
        """Open the database and bring its tables up to date; StoreError when it cannot be used."""
        return cls(open_database(url, data), url, data / "locks")

    @property
    def engine(self) -> Engine:
        """For those that keep tables of their own (the schedule)."""
        return self._engine

    def close(self) -> None:
        """Give back connections and the locks of runs."""
        for lock in self._held.values():
            lock.release(remove=True)
        self._held.clear()
        self._engine.dispose()

    def errors(self) -> AbstractContextManager[None]:
        """Turns the driver's errors inside it into StoreError."""
        return storage_errors(self._url)

    # Runs

    def begin(
        self,
        *,
        now: datetime,
        as_of: date,
        rules_digest: str,
        complete: bool,
        selection: Mapping[str, Sequence[str]] | None = None,
    ) -> str:
        """Open a run and return its id (local start time, so that ids sort by it)."""
        stem = f"{now:%Y%m%d-%H%M%S}"
        for number in range(1, 1000):
            run = stem if number == 1 else f"{stem}-{number}"
            lock = try_lock(self._lock_file(run))
            if lock is None:
                continue
            row = RunRow(
                id=run,
                state=RunState.PLANNED,
                as_of=as_of,
                started=now,
                finished=None,
                rules_digest=rules_digest,
                complete=complete,
                host=socket.gethostname(),
                note="",
                selection=None if selection is None else json.dumps(selection, ensure_ascii=False),
            )
            try:
                with self.errors(), Session(self._engine) as session:
                    try:
                        session.add(row)
                        session.commit()
                    except IntegrityError:
                        lock.release(remove=True)
                        continue
            except BaseException:
                lock.release(remove=True)
                raise
            self._held[run] = lock
            return run
        raise RuntimeError(f"no free run id for {stem}")

    def move(self, run: str, state: RunState, *, now: datetime, note: str = "") -> None:
        """Put a run into its next state; the last three states close it."""
        closed = state not in _UNFINISHED
        values: dict[str, object] = {"state": state, "note": note}
        if closed:
            values["finished"] = func.coalesce(RunRow.finished, literal(now, Moment()))  # a judged run has one
        with self.errors(), self._engine.begin() as connection:
            connection.execute(update(RunRow).where(RunRow.id == run).values(**values))
        if closed and run in self._held:
            self._held.pop(run).release(remove=True)

    def resumable(
        self, *, rules_digest: str, selection: Mapping[str, Sequence[str]] | None, since: datetime, until: datetime
    ) -> KeptRun | None:
        """The newest run of the same selection of that time, when it has the same rules and did not come to its end.

        `until` is later than now: what was begun while the clock was a little ahead may be gone on with, and what was
        begun while it was wrong by far stands in nobody's way.
        """
        told = None if selection is None else json.dumps(selection, ensure_ascii=False)
        wanted = (
            select(RunRow)
            .where(RunRow.started >= since, RunRow.started <= until, RunRow.selection == told)
            .order_by(RunRow.started.desc(), RunRow.id.desc())
            .limit(1)
        )
        with self.errors(), Session(self._engine) as session:
            row = session.scalars(wanted).first()
            if row is None or row.rules_digest != rules_digest or row.state not in _RESUMABLE:
                return None
            return _kept(row)

    def reopen(self, run: str, *, now: datetime) -> bool:
        """Go on with a run that did not come to its end; False when another program does so at this moment."""
        lock = try_lock(self._lock_file(run))
        if lock is None:
            return False
        try:
            with self.errors(), Session(self._engine) as session:
                row = session.get_one(RunRow, run)
                if row.state not in _RESUMABLE:
                    lock.release()
                    return False
                if row.state != RunState.JUDGED:
                    row.state, row.finished = RunState.PLANNED, None
                row.note, row.host = f"{now:%Y-%m-%d %H:%M} 接着检查", socket.gethostname()
                session.commit()
        except BaseException:
            lock.release()
            raise
        self._held[run] = lock
        return True

    def close_abandoned(self, *, now: datetime) -> tuple[str, ...]:
        """Mark runs of this machine whose process is gone as interrupted; returns their ids.

        One that was judged stays so: its results count, only its reports are missing.
        """
        mine = select(RunRow.id).where(
            RunRow.state.in_((RunState.PLANNED, RunState.CRAWLING)), RunRow.host == socket.gethostname()
        )
        with self.errors(), Session(self._engine) as session:
            open_runs = list(session.scalars(mine))
        closed = []
        for run in open_runs:
            lock = None if run in self._held else try_lock(self._lock_file(run))
            if lock is not None:
                self.move(run, RunState.INTERRUPTED, now=now, note="程序被强行终止")
                lock.release(remove=True)
                closed.append(run)
        return tuple(closed)

    def state(self, run: str) -> RunState | None:
        """Where a run stands; None when there is no such run."""
        with self.errors(), Session(self._engine) as session:
            row = session.get(RunRow, run)
            return None if row is None else RunState(row.state)

    def run(self, word: str) -> KeptRun | None:
        """The run of that id; for `latest` the newest one that was judged. None when there is none."""
        wanted = select(RunRow).where(RunRow.id == word)
        if word == LATEST:
            wanted = select(RunRow).where(RunRow.state.in_(_JUDGED)).order_by(RunRow.started.desc(), RunRow.id.desc())
        with self.errors(), Session(self._engine) as session:
            row = session.scalars(wanted.limit(1)).first()
            return None if row is None else _kept(row)

    def runs(self, *, complete: bool) -> tuple[str, ...]:
        """Ids of the closed runs that were, or were not, of everything; newest first."""
        wanted = (
            select(RunRow.id)
            .where(RunRow.complete.is_(complete), RunRow.state.not_in(_UNFINISHED))
            .order_by(RunRow.started.desc(), RunRow.id.desc())
        )
        with self.errors(), Session(self._engine) as session:
            return tuple(session.scalars(wanted))

    def judged(self, run: str) -> bool:
        """Whether a run came to results that count."""
        return self.state(run) in _JUDGED

    # Evidence and results

    def save_site(
        self, run: str, evidence: SiteEvidence, plan: SitePlan, *, now: datetime, results: Mapping[int, Result]
    ) -> None:
        """Keep one finished site's evidence, what was learned on it and its results so far, in one transaction.

        The results, by place in the run, show how the run goes; `conclude` replaces them all.
        """
        forgetful = replace(plan, targets=tuple(replace(target, remembered=None) for target in plan.targets))
        row = SiteEvidenceRow(
            run=run,
            site=evidence.name,
            saved=now,
            evidence=_SITE_EVIDENCE.dump_json(evidence).decode(),
            plan=_SITE_PLAN.dump_json(forgetful).decode(),
        )
        with self.errors(), Session(self._engine) as session:
            session.merge(row)
            as_of = session.get_one(RunRow, run).as_of
            for target in plan.targets:
                learn(session, run, as_of, evidence.name, target, evidence.columns.get(target.key))
            keep_sight(session, run, evidence, plan)
            session.execute(delete(ResultRow).where(ResultRow.run == run, ResultRow.site == evidence.name))
            _write_results(session.connection(), run, results, frozenset())
            session.commit()

    def plans(self, run: str) -> dict[str, SitePlan]:
        """The plans of a run's finished sites, by name, without what was remembered; none of a former version's run."""
        wanted = select(SiteEvidenceRow.plan).where(SiteEvidenceRow.run == run, SiteEvidenceRow.plan.is_not(None))
        with self.errors(), Session(self._engine) as session:
            plans = [_SITE_PLAN.validate_json(text) for text in session.scalars(wanted) if text is not None]
        return {plan.name: plan for plan in plans}

    def evidence(self, run: str) -> dict[str, SiteEvidence]:
        """Every finished site of a run, by name."""
        wanted = select(SiteEvidenceRow.evidence).where(SiteEvidenceRow.run == run).order_by(SiteEvidenceRow.saved)
        with self.errors(), Session(self._engine) as session:
            # A few rows at a time: a site's text is megabytes, and is not needed beside what it says.
            texts = session.scalars(wanted, execution_options={"yield_per": 4})
            sites = [_SITE_EVIDENCE.validate_json(text) for text in texts]
        return {site.name: site for site in sites}

    def conclude(
        self,
        run: str,
        results: Sequence[Result],
        held: AbstractSet[str],
        *,
        ledger: Mapping[FindingKey, LedgerEntry],
        changed: Mapping[FindingKey, LedgerEntry],
        now: datetime,
    ) -> None:
        """Keep a run's results, what it changed in the ledger and that it is judged: all of it or nothing.

        `held` are the keys of the results the brake held back, `ledger` is what the ledger was before.
        """
        with self.errors(), self._engine.begin() as connection:
            judged = update(RunRow).where(RunRow.id == run, RunRow.state.not_in(_JUDGED))
            if connection.execute(judged.values(state=RunState.JUDGED, finished=now)).rowcount == 0:
                return  # it was kept, and the connection broke before the database could say so
            connection.execute(delete(ResultRow).where(ResultRow.run == run))
            _write_results(connection, run, dict(enumerate(results)), held)
            keep_ledger(connection, ledger, changed)
            keep_steps(connection, run, ledger, changed)

    def results(self, run: str) -> tuple[Result, ...]:
        """A run's results in their order."""
        wanted = select(ResultRow.result).where(ResultRow.run == run).order_by(ResultRow.position)
        with self.errors(), Session(self._engine) as session:
            return tuple(_RESULT.validate_json(text) for text in session.scalars(wanted))

    def held(self, run: str) -> frozenset[str]:
        """Keys of a run's results that the brake held back."""
        wanted = select(ResultRow.key).where(ResultRow.run == run, ResultRow.held.is_(True))
        with self.errors(), Session(self._engine) as session:
            return frozenset(session.scalars(wanted))

    def previous_statuses(self, as_of: date, *, before: datetime | None = None) -> dict[str, Status]:
        """The last status of every result that the brake compares with, as `zwgk.compared` has it."""
        with self.errors(), Session(self._engine) as session:
            return {key: status for key, (status, _) in compared(session, as_of, before=before).items()}

    def compared_runs(self, as_of: date) -> frozenset[str]:
        """The runs that these statuses come from."""
        with self.errors(), Session(self._engine) as session:
            return frozenset(run for _, run in compared(session, as_of).values())

    def learned(self, site: str) -> Mapping[str, Learned]:
        """What was learned on a site, under `zwgk.learning.place_digest`."""
        with self.errors(), Session(self._engine) as session:
            return learned_on(session, site)

    @property
    def following(self) -> Following:
        """The ledger, people's rulings and units' answers."""
        return Following(self._engine, self.errors)

    @property
    def watching(self) -> Watching:
        """What is remembered of sites as a whole."""
        return Watching(self._engine, self.errors)

    def _lock_file(self, run: str) -> Path:
        return self._locks / f"run-{run}.lock"


def _kept(row: RunRow) -> KeptRun:
    return KeptRun(
        id=row.id,
        state=RunState(row.state),
        as_of=row.as_of,
        started=row.started,
        finished=row.finished,
        complete=row.complete,
        selection=None if row.selection is None else json.loads(row.selection),
    )


def _write_results(connection: Connection, run: str, results: Mapping[int, Result], held: AbstractSet[str]) -> None:
    """Write results by their place in the run; their keys must be free."""
    rows = [
        {
            "run": run,
            "key": result_key(result),
            "position": position,
            "site": result.site,
            "status": result.status.value,
            "codes": " ".join(finding.code for finding in result.findings),
            "held": result_key(result) in held,
            "result": _RESULT.dump_json(result).decode(),
        }
        for position, result in results.items()
    ]
    if rows:
        connection.execute(insert(ResultRow), rows)
