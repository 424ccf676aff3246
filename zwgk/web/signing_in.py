"""Signing in and out, for pages and programs alike."""

from __future__ import annotations

from fastapi import Request

from zwgk.actions import Act
from zwgk.web.desk import desk_of
from zwgk.web.errors import RefusedError
from zwgk.web.sessions import Identity

_WRONG = "账号或密码不对"


def sign_in(request: Request, account: str, password: str) -> Identity:
    """Begin a session and have its cookie set; RefusedError (401, 429) when the words are wrong or too many."""
    desk = desk_of(request)
    address, now = str(request.state.address), desk.now()
    account = account.strip()
    if not desk.attempts.begin(account, address, now=now):
        raise RefusedError(429, "登录失败次数太多，请过一刻钟再试")
    found = desk.accounts.verify(account, password)
    if found is None:
        shown = "".join(sign for sign in account[:32] if sign.isprintable())
        desk.note(request, Act.SIGN_IN_REFUSED, by="（未登录）", subject=shown)
        raise RefusedError(401, _WRONG)
    desk.attempts.succeeded(account, address)
    if request.state.who is not None:
        desk.sessions.end(request.state.who.token)
    cookie = desk.sessions.begin(found.name, now=now)
    who = desk.sessions.find(cookie, now=now)
    if who is None:  # disabled in this very moment
        raise RefusedError(401, _WRONG)
    request.state.fresh, request.state.who = cookie, who
    desk.note(request, Act.SIGN_IN)
    return who


def sign_out(request: Request, who: Identity) -> None:
    """End the session and have its cookie removed."""
    desk = desk_of(request)
    desk.sessions.end(who.token)
    desk.note(request, Act.SIGN_OUT)
    request.state.fresh, request.state.who = "", None
