"""立即检查 and 进度: ask for a check of one unit, and follow a run that goes on."""

from __future__ import annotations

from collections.abc import Sequence
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
from zwgk.web.runner import MOST_WAITING, Check, CheckState
from zwgk.web.runs import RunView, run_for, runs_for

router = APIRouter()


@router.get("/checks")
def checks(request: Request, who: Supervisor) -> Response:
    """The checks that go on, wait or were the last, and the form for another; JSON for the page's script."""
    desk = desk_of(request)
    there = desk.runner.all()
    if "application/json" in request.headers.get("accept", ""):
        return JSONResponse({"fingerprint": _fingerprint(there)})
    runs = runs_for(desk, who)
    return page(
        request,
        "checks.j2",
        asked=[(check, _run_of(check, runs)) for check in there],
        running=[run for run in runs if run.running],
        units=[unit.name for unit in desk.units().units],
        most=MOST_WAITING,
        fingerprint=_fingerprint(there),
    )


def _run_of(check: Check, runs: Sequence[RunView]) -> RunView | None:
    """The run that a check made, as far as its unit and the time tell."""
    for run in reversed(runs):
        if check.started is None or run.complete or run.selection != check.unit:
            continue
        if check.started <= run.started and (check.ended is None or run.started <= check.ended):
            return run
    return None


def _fingerprint(checks: Sequence[Check]) -> str:
    """Changes when a check does: the page's script then loads it anew."""
    return ",".join(f"{check.id}:{check.state}:{check.place}" for check in checks)


@router.post("/checks")
def start(request: Request, who: PostingSupervisor, unit: Annotated[str, Form(max_length=255)] = "") -> Response:
    """Check one unit now, or when those before it have ended."""
    check = ask_check(request, unit, by=who.name)
    return back("/checks", "queued" if check.state is CheckState.WAITING else "started")


@router.post("/checks/cancel")
def cancel(request: Request, who: PostingSupervisor, check: Annotated[str, Form(max_length=32)] = "") -> Response:
    """Take a check out of the queue, or stop it."""
    cancel_check(request, check, by=who.name)
    return back("/checks", "cancelled")


def ask_check(request: Request, unit: str, *, by: str) -> Check:
    """Ask for a check of a configured unit and put it on record."""
    desk = desk_of(request)
    if unit not in {one.name for one in desk.units().units}:
        raise UserError(f"没有名为“{unit[:60]}”的单位")
    check = desk.runner.ask(unit, by=by)
    desk.note(request, Act.CHECK, subject=unit)
    return check


def cancel_check(request: Request, check: str, *, by: str) -> Check:
    """Cancel a check and put it on record; RefusedError (404) for one that neither runs nor waits."""
    desk = desk_of(request)
    cancelled = desk.runner.cancel(check, by=by)
    desk.note(request, Act.CHECK_CANCELLED, subject=cancelled.unit)
    return cancelled


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
