"""Runs as an account may see them, and where the reports of each lie."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path, PurePosixPath
from typing import Final

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from checker.result import Status
from reports.badges import FOLDER as BADGES
from reports.evidence_numbers import FOLDER as EVIDENCE
from reports.naming import OVERVIEW_FILE, possible_files
from zwgk.kept import STATES
from zwgk.tables import ResultRow, RunRow, RunState, SiteEvidenceRow
from zwgk.web.desk import Desk
from zwgk.web.errors import missing
from zwgk.web.sessions import Identity

RUN_ID: Final = r"^[0-9]{8}-[0-9]{6}(-[0-9]{1,3})?$"
RUNNING: Final = frozenset({RunState.PLANNED, RunState.CRAWLING})
_JUDGED: Final = frozenset({RunState.JUDGED, RunState.REPORTED})
PAGE: Final = 30
_KINDS: Final = {".html": "text/html; charset=utf-8", ".svg": "image/svg+xml"}


@dataclass(frozen=True, kw_only=True)
class RunView:
    """One run; times are in the configuration's timezone."""

    id: str
    state: RunState
    as_of: date
    started: datetime
    finished: datetime | None
    complete: bool
    selection: str
    """Chinese: what it was limited to; empty when to nothing."""
    note: str
    released: datetime | None
    released_by: str
    counts: Mapping[Status, int]
    """Of results that count; empty for a run that was not judged."""
    sites: int
    """Sites whose evidence is kept."""
    reports: bool
    """Whether its reports are there to be read."""

    @property
    def said(self) -> str:
        """Its state in Chinese."""
        return STATES[self.state]

    @property
    def running(self) -> bool:
        """Whether it goes on at this moment."""
        return self.state in RUNNING

    @property
    def done(self) -> bool:
        """Whether it came to its end; nothing else is ever shown as a result."""
        return self.state is RunState.REPORTED


def runs_for(desk: Desk, who: Identity, *, before: str | None = None, count: int = PAGE) -> Sequence[RunView]:
    """The newest runs that the account sees, newest first; with `before`, only those that were started earlier."""
    desk.store.close_abandoned(now=desk.now())
    wanted = select(RunRow).order_by(RunRow.started.desc(), RunRow.id.desc())
    if before is not None:
        start = select(RunRow.started).where(RunRow.id == before).scalar_subquery()
        wanted = wanted.where(RunRow.started <= start, RunRow.id < before)
    if not who.sees_all:
        wanted = _for_units(desk, wanted)
    found: list[RunRow] = []
    with desk.store.errors(), Session(desk.store.engine) as session:
        for row in session.scalars(wanted.execution_options(yield_per=100)):
            if who.sees_all or unit_page(desk, row.id, who.unit) is not None:
                found.append(row)
                if len(found) >= count:
                    break
        counts, sites = _figures(session, [row.id for row in found])
    return [_view(desk, row, counts[row.id], sites.get(row.id, 0)) for row in found]


def run_for(desk: Desk, who: Identity, run: str) -> RunView:
    """One run; RefusedError (404) when there is none, or the account does not see it."""
    with desk.store.errors(), Session(desk.store.engine) as session:
        row = session.get(RunRow, run)
        if row is None or not _seen(desk, who, row):
            raise missing("轮次")
        counts, sites = _figures(session, [run])
        return _view(desk, row, counts[run], sites.get(run, 0))


def _for_units(desk: Desk, wanted: Select[RunRow]) -> Select[RunRow]:
    """What units may see: reported runs, and released ones where that is asked for."""
    wanted = wanted.where(RunRow.state == RunState.REPORTED)
    return wanted.where(RunRow.released.is_not(None)) if desk.config.release.required else wanted


def _seen(desk: Desk, who: Identity, row: RunRow) -> bool:
    if who.sees_all:
        return True
    if row.state != RunState.REPORTED or (desk.config.release.required and row.released is None):
        return False
    return unit_page(desk, row.id, who.unit) is not None


def _figures(session: Session, runs: Iterable[str]) -> tuple[Mapping[str, Counter[Status]], Mapping[str, int]]:
    listed = list(runs)
    counts: defaultdict[str, Counter[Status]] = defaultdict(Counter)
    statuses = (
        select(ResultRow.run, ResultRow.status, func.count())
        .where(ResultRow.run.in_(listed))
        .group_by(ResultRow.run, ResultRow.status)
    )
    for run, status, number in session.execute(statuses):
        counts[run][Status(status)] = number
    finished = (
        select(SiteEvidenceRow.run, func.count().label("number"))
        .where(SiteEvidenceRow.run.in_(listed))
        .group_by(SiteEvidenceRow.run)
    )
    return counts, {row.run: row.number for row in session.execute(finished)}


def _view(desk: Desk, row: RunRow, counts: Counter[Status], sites: int) -> RunView:
    zone, state = desk.config.timezone, RunState(row.state)
    return RunView(
        id=row.id,
        state=state,
        as_of=row.as_of,
        started=row.started.astimezone(zone),
        finished=None if row.finished is None else row.finished.astimezone(zone),
        complete=row.complete,
        selection=_selection(row.selection),
        note=row.note,
        released=None if row.released is None else row.released.astimezone(zone),
        released_by=row.released_by,
        counts={status: counts[status] for status in Status if counts[status]} if state in _JUDGED else {},
        sites=sites,
        reports=state is RunState.REPORTED and (_folder(desk, row.id) / OVERVIEW_FILE).is_file(),
    )


def _selection(words: str | None) -> str:
    names = json.loads(words) if words else {}
    return "、".join(name for kind in ("units", "rules", "sites") for name in names.get(kind, ()))


def _folder(desk: Desk, run: str) -> Path:
    return desk.config.data / "reports" / run


def unit_page(desk: Desk, run: str, unit: str) -> str | None:
    """Name of the file that is this unit's report in a run; None when it has none.

    A file of the unit's plain name is its own only where the name needed no change: else it may be another unit's.
    """
    plain, with_digest = possible_files(unit)
    folder = _folder(desk, run)
    try:
        there = {path.name for path in folder.iterdir() if path.is_file()}
    except OSError:
        return None
    wanted = [with_digest] + ([plain] if plain == f"{unit}.html" else [])
    return next((name for name in wanted if name in there), None)


def report_file(desk: Desk, run: str, name: str) -> tuple[Path, str]:
    """A file of a run's reports and its type, by its name below their folder; RefusedError (404) for anything else."""
    parts = PurePosixPath(name).parts
    suffix = PurePosixPath(name).suffix
    usual = 1 <= len(parts) <= 2 and suffix in _KINDS and not any(part.startswith(".") for part in parts)
    placed = len(parts) == 1 if suffix == ".html" else False
    placed = placed or parts[:-1] == (EVIDENCE if suffix == ".html" else BADGES,)
    if not usual or not placed or "/".join(parts) != name or "\\" in name or "\0" in name:
        raise missing()
    folder = _folder(desk, run).resolve()
    file = (folder / name).resolve()
    if not file.is_relative_to(folder) or not file.is_file():
        raise missing()
    return file, _KINDS[suffix]


def report_units(desk: Desk, run: str) -> Sequence[tuple[str, str]]:
    """Units with a report of a run and the names of their files, in the order of the configuration, then the others."""
    folder = _folder(desk, run)
    known = [(unit.name, unit_page(desk, run, unit.name)) for unit in desk.units().units]
    listed = [(name, file) for name, file in known if file is not None]
    named = {file for _, file in listed} | {OVERVIEW_FILE}
    try:
        others = sorted(path.name for path in folder.glob("*.html") if path.name not in named)
    except OSError:
        others = []
    return [*listed, *((name.removesuffix(".html"), name) for name in others)]
