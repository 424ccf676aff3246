"""立即检查 and 进度: start a check of one unit, and follow a run that goes on."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import JSONResponse, Response

from zwgk.actions import Act
from zwgk.errors import UserError
from zwgk.web.answers import back, page
from zwgk.web.auth import PostingSupervisor, Supervisor
from zwgk.web.desk import desk_of
from zwgk.web.live import progress_of
from zwgk.web.pages.runs import RunId
from zwgk.web.runner import Check
from zwgk.web.runs import run_for, runs_for

router = APIRouter()


@router.get("/checks")
def checks(request: Request, who: Supervisor) -> Response:
    """The check that goes on or was the last, and the form for another."""
    desk = desk_of(request)
    running = [run for run in runs_for(desk, who, count=10) if run.running]
    units = [unit.name for unit in desk.units().units]
    return page(request, "checks.j2", last=desk.runner.last(), running=running, units=units)


@router.post("/checks")
def start(request: Request, who: PostingSupervisor, unit: Annotated[str, Form(max_length=255)] = "") -> Response:
    """Check one unit now."""
    begin_check(request, unit, by=who.name)
    return back("/checks", "started")


def begin_check(request: Request, unit: str, *, by: str) -> Check:
    """Start a check of a configured unit and put it on record."""
    desk = desk_of(request)
    if unit not in {one.name for one in desk.units().units}:
        raise UserError(f"没有名为“{unit[:60]}”的单位")
    check = desk.runner.start(unit, by=by)
    desk.note(request, Act.CHECK, subject=unit)
    return check


@router.get("/runs/{run}/progress")
def progress(request: Request, who: Supervisor, run: RunId) -> Response:
    """How far a run has come: a page for people, JSON for the script of the run's page."""
    desk = desk_of(request)
    shown = run_for(desk, who, run)
    so_far = progress_of(desk, shown)
    if "application/json" in request.headers.get("accept", ""):
        finished = len(so_far.finished)
        news = {"running": shown.running, "line": so_far.line, "finished": finished, "expected": so_far.expected}
        return JSONResponse(news)
    return page(request, "progress.j2", run=shown, progress=so_far)
