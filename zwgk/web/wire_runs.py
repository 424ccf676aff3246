"""The shapes of `/api/v1`: runs and checks."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, Field

from checker.result import Status
from reports.cleaning import clean
from zwgk.web.live import Progress
from zwgk.web.runner import CheckState
from zwgk.web.runs import RunView
from zwgk.web.sessions import Identity
from zwgk.web.wire import Given, Told


class Run(BaseModel):
    """A run; `counts` only of one whose results count, `reports` whether its pages are there to be read."""

    id: str
    state: str
    said: str
    as_of: date
    started: datetime
    finished: datetime | None
    complete: bool
    selection: str
    released: datetime | None
    counts: dict[Status, int]
    reports: bool

    @classmethod
    def of(cls, run: RunView, who: Identity) -> Run:
        """As the account may know it: figures of all units are not a unit's business."""
        return cls(
            id=run.id,
            state=run.state.value,
            said=run.said,
            as_of=run.as_of,
            started=run.started,
            finished=run.finished,
            complete=run.complete,
            selection=run.selection if who.sees_all else "",
            released=run.released,
            counts=dict(run.counts) if who.sees_all else {},
            reports=run.reports,
        )


class SoFar(BaseModel):
    """How far a run has come; what its sites say so far counts for nothing yet."""

    running: bool
    line: str
    expected: int | None
    finished: list[str]

    @classmethod
    def of(cls, run: RunView, progress: Progress) -> SoFar:
        """As it is told."""
        names = [clean(one.name, 255) for one in progress.finished]
        return cls(running=run.running, line=progress.line, expected=progress.expected, finished=names)


class CheckWanted(Given):
    """A check of one unit."""

    unit: Annotated[str, Field(min_length=1, max_length=255)]


class CheckTold(Told):
    """A check that somebody asked for; `place` is its place in the queue while it waits, else 0."""

    id: str
    unit: str
    by: str
    asked: datetime
    started: datetime | None
    ended: datetime | None
    state: CheckState
    place: int
    said: str
