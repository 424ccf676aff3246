"""Signing in and out, for programs."""

from __future__ import annotations

from fastapi import APIRouter, Request

from zwgk.web.auth import CallingAnybody, Viewer
from zwgk.web.signing_in import sign_in, sign_out
from zwgk.web.wire import Done, SignIn, Who

router = APIRouter(tags=["session"])


@router.post("/session")
def begin(request: Request, wanted: SignIn) -> Who:
    """Sign in: the answer sets the session's cookie and tells the token for calls that change something."""
    return Who.of(sign_in(request, wanted.account, wanted.password))


@router.get("/session")
def current(who: Viewer) -> Who:
    """Who is signed in."""
    return Who.of(who)


@router.delete("/session")
def end(request: Request, who: CallingAnybody) -> Done:
    """Sign out."""
    sign_out(request, who)
    return Done()
