"""Permissions: what a route demands of who asks. Every route takes one of these, or says that it is for anybody."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Annotated

from fastapi import Depends, Form, Header, Request

from zwgk.accounts import Role
from zwgk.web.errors import RefusedError, SignInFirstError
from zwgk.web.sessions import Identity

_EVERYBODY = tuple(Role)
_SUPERVISORS = (Role.SUPERVISOR, Role.ADMIN)
_ADMINS = (Role.ADMIN,)


def _allowed(request: Request, roles: tuple[Role, ...]) -> Identity:
    who: Identity | None = request.state.who
    if who is None:
        raise SignInFirstError
    if who.role not in roles:
        raise RefusedError(403, "这个账号无权这样做")
    return who


def _looking(roles: tuple[Role, ...]) -> Callable[..., Identity]:
    def looking(request: Request) -> Identity:
        return _allowed(request, roles)

    return looking


def _posting(roles: tuple[Role, ...]) -> Callable[..., Identity]:
    def posting(request: Request, csrf: Annotated[str, Form()] = "") -> Identity:
        return _meant(_allowed(request, roles), csrf)

    return posting


def _calling(roles: tuple[Role, ...]) -> Callable[..., Identity]:
    def calling(request: Request, x_csrf_token: Annotated[str, Header()] = "") -> Identity:
        return _meant(_allowed(request, roles), x_csrf_token)

    return calling


def _meant(who: Identity, token: str) -> Identity:
    """A page of another site can make a browser send a form, but cannot know the session's token."""
    if not secrets.compare_digest(token.encode(errors="replace"), who.csrf.encode()):
        raise RefusedError(403, "页面已过期，请返回刷新后再试")
    return who


Viewer = Annotated[Identity, Depends(_looking(_EVERYBODY))]
Supervisor = Annotated[Identity, Depends(_looking(_SUPERVISORS))]
Admin = Annotated[Identity, Depends(_looking(_ADMINS))]

PostingAnybody = Annotated[Identity, Depends(_posting(_EVERYBODY))]
PostingSupervisor = Annotated[Identity, Depends(_posting(_SUPERVISORS))]
PostingAdmin = Annotated[Identity, Depends(_posting(_ADMINS))]

CallingAnybody = Annotated[Identity, Depends(_calling(_EVERYBODY))]
CallingSupervisor = Annotated[Identity, Depends(_calling(_SUPERVISORS))]
CallingAdmin = Annotated[Identity, Depends(_calling(_ADMINS))]
