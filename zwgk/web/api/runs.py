"""Runs, their progress, release and results; checks of one unit."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Path, Query, Request
from starlette.responses import Response

from zwgk.actions import Act
from zwgk.notifying import tell_softly
from zwgk.releasing import release
from zwgk.web.auth import CallingSupervisor, Supervisor, Viewer
from zwgk.web.desk import desk_of
from zwgk.web.exports import TYPES, export_run
from zwgk.web.live import progress_of
from zwgk.web.pages.checks import ask_check, cancel_check
from zwgk.web.pages.exports import handed
from zwgk.web.runs import RUN_ID, run_for, runs_for
from zwgk.web.wire_runs import CheckTold, CheckWanted, Run, SoFar

router = APIRouter(tags=["runs"])
RunId = Annotated[str, Path(pattern=RUN_ID)]


@router.get("/runs")
def runs(
    request: Request,
    who: Viewer,
    before: Annotated[str | None, Query(pattern=RUN_ID)] = None,
    count: Annotated[int, Query(ge=1, le=100)] = 30,
) -> list[Run]:
    """The newest runs, newest first; with `before`, those that were started before that one."""
    return [Run.of(one, who) for one in runs_for(desk_of(request), who, before=before, count=count)]


@router.get("/runs/{run}")
def one(request: Request, who: Viewer, run: RunId) -> Run:
    """One run."""
    return Run.of(run_for(desk_of(request), who, run), who)


@router.get("/runs/{run}/progress")
def progress(request: Request, who: Supervisor, run: RunId) -> SoFar:
    """How far a run has come."""
    desk = desk_of(request)
    shown = run_for(desk, who, run)
    return SoFar.of(shown, progress_of(desk, shown))


@router.get(
    "/runs/{run}/export/{wanted}",
    response_class=Response,
    responses={200: {"content": {kind: {} for kind in TYPES.values()}, "description": "文件"}},
)
def export(request: Request, who: Viewer, run: RunId, wanted: Annotated[str, Path(max_length=20)]) -> Response:
    """A run's results: json (zwgk.audit/1), xlsx, csv or docx; a unit's account gets its own unit's."""
    desk = desk_of(request)
    made = export_run(desk, who, run_for(desk, who, run), wanted)
    desk.note(request, Act.EXPORT, subject=run, detail=wanted)
    return handed(made)


@router.post("/runs/{run}/release")
def release_run(request: Request, who: CallingSupervisor, run: RunId, later: BackgroundTasks) -> Run:
    """Let units see a run, and be told of it."""
    desk = desk_of(request)
    run_for(desk, who, run)
    if release(desk.store, run, by=who.name, now=desk.now()):
        desk.note(request, Act.RELEASE, subject=run)
        later.add_task(tell_softly, desk.config, desk.store, now=desk.now())
    return Run.of(run_for(desk, who, run), who)


@router.get("/checks")
def checks(request: Request, who: Supervisor) -> list[CheckTold]:
    """The check that goes on, those that wait in their order, then the last that ended, newest first."""
    return [CheckTold.of(one) for one in desk_of(request).runner.all()]


@router.post("/checks", status_code=202)
def check(request: Request, who: CallingSupervisor, wanted: CheckWanted) -> CheckTold:
    """Check one unit now, or when those before it have ended."""
    return CheckTold.of(ask_check(request, wanted.unit, by=who.name))


@router.delete("/checks/{check}")
def cancel(request: Request, who: CallingSupervisor, check: Annotated[str, Path(max_length=32)]) -> CheckTold:
    """Take a check out of the queue, or stop it: it keeps what it has finished."""
    return CheckTold.of(cancel_check(request, check, by=who.name))
