"""登录、退出、更改自己的密码."""

from __future__ import annotations

import secrets
from typing import Annotated, Final

from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from zwgk.actions import Act
from zwgk.web.answers import back, page
from zwgk.web.auth import PostingAnybody, Viewer
from zwgk.web.desk import desk_of
from zwgk.web.errors import RefusedError
from zwgk.web.signing_in import sign_in, sign_out

router = APIRouter()
_COOKIE: Final = "zwgk-signin"
"""Holds what the sign-in form must bring along: there is no session yet that could."""


@router.get("/signin")
def signin_form(request: Request) -> Response:
    """The form."""
    if request.state.who is not None:
        return back("/")
    return _form(request, "", status=200)


@router.post("/signin")
def signin(
    request: Request,
    account: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    csrf: Annotated[str, Form()] = "",
) -> Response:
    """Sign in."""
    expected = request.cookies.get(_COOKIE, "")
    if not expected or not secrets.compare_digest(csrf.encode(errors="replace"), expected.encode(errors="replace")):
        return _form(request, "页面已过期，请再试一次", status=403, account=account)
    try:
        sign_in(request, account, password)
    except RefusedError as refused:
        return _form(request, refused.message, status=refused.status, account=account)
    return back("/")


@router.post("/signout")
def signout(request: Request, who: PostingAnybody) -> Response:
    """Sign out."""
    sign_out(request, who)
    return back("/signin", "signed-out")


@router.get("/password")
def password_form(request: Request, who: Viewer) -> Response:
    """The form for another password."""
    return page(request, "password.j2")


@router.post("/password")
def password(
    request: Request,
    who: PostingAnybody,
    old: Annotated[str, Form()] = "",
    new: Annotated[str, Form()] = "",
    again: Annotated[str, Form()] = "",
) -> Response:
    """Change one's own password; every session of the account ends."""
    desk = desk_of(request)
    if new != again:
        raise RefusedError(400, "两次输入的新密码不一样")
    address = str(request.state.address)
    if not desk.attempts.begin(who.name, address, now=desk.now()):
        raise RefusedError(429, "密码输错次数太多，请过一刻钟再试")
    if desk.accounts.verify(who.name, old) is None:
        raise RefusedError(403, "原密码不对")
    desk.attempts.succeeded(who.name, address)
    desk.accounts.set_password(who.name, new)
    desk.note(request, Act.PASSWORD, subject=who.name)
    request.state.fresh = ""
    return back("/signin", "password")


def _form(request: Request, message: str, *, status: int, account: str = "") -> Response:
    token = request.cookies.get(_COOKIE) or secrets.token_urlsafe(24)
    shown = page(request, "signin.j2", status=status, message=message, account=account, token=token)
    shown.set_cookie(
        _COOKIE, token, max_age=3600, path="/signin", httponly=True, samesite="strict", secure=request.state.secure
    )
    return shown
