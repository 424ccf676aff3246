"""轮次：every run with its state, one run with its reports, 发布."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Path, Query, Request
from starlette.responses import Response

from zwgk.actions import Act
from zwgk.notifying import tell_softly
from zwgk.releasing import release
from zwgk.web.answers import back, page
from zwgk.web.auth import PostingSupervisor, Viewer
from zwgk.web.desk import desk_of
from zwgk.web.exports import FORMATS
from zwgk.web.runs import PAGE, RUN_ID, report_units, run_for, runs_for, unit_page

router = APIRouter()
RunId = Annotated[str, Path(pattern=RUN_ID)]


@router.get("/")
def runs(request: Request, who: Viewer, before: Annotated[str | None, Query(pattern=RUN_ID)] = None) -> Response:
    """The list."""
    shown = runs_for(desk_of(request), who, before=before)
    further = shown[-1].id if len(shown) == PAGE else None
    return page(request, "runs.j2", runs=shown, further=further)


@router.get("/runs/{run}")
def run(request: Request, who: Viewer, run: RunId) -> Response:
    """One run: a unit's account gets its own report of it, others those of all units."""
    desk = desk_of(request)
    shown = run_for(desk, who, run)
    own = None if who.sees_all else unit_page(desk, run, who.unit)
    units = report_units(desk, run) if who.sees_all and shown.reports else ()
    return page(
        request, "run.j2", run=shown, units=units, own=own, must_release=desk.config.release.required, formats=FORMATS
    )


@router.post("/runs/{run}/release")
def release_run(request: Request, who: PostingSupervisor, run: RunId, later: BackgroundTasks) -> Response:
    """Let units see it, and be told of it."""
    desk = desk_of(request)
    run_for(desk, who, run)
    if release(desk.store, run, by=who.name, now=desk.now()):
        desk.note(request, Act.RELEASE, subject=run)
        later.add_task(tell_softly, desk.config, desk.store, now=desk.now())
    return back(f"/runs/{run}", "released")
