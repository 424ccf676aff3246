"""账号 and 操作记录: for administrators."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Form, Query, Request
from starlette.responses import Response

from zwgk.accounts import ROLES, Role
from zwgk.actions import Act
from zwgk.errors import UserError
from zwgk.web.answers import back, page
from zwgk.web.auth import Admin, PostingAdmin
from zwgk.web.desk import desk_of
from zwgk.web.errors import RefusedError

router = APIRouter()
PAGE: Final = 100
Name = Annotated[str, Form(max_length=64)]
Password = Annotated[str, Form(max_length=256)]


@router.get("/accounts")
def accounts(request: Request, who: Admin) -> Response:
    """The list, and the form for another."""
    desk = desk_of(request)
    units = [unit.name for unit in desk.units().units]
    zone = desk.config.timezone
    return page(request, "accounts.j2", accounts=desk.accounts.all(), roles=ROLES, units=units, zone=zone)


@router.post("/accounts")
def add(
    request: Request, who: PostingAdmin, name: Name = "", role: Name = "", unit: Name = "", password: Password = ""
) -> Response:
    """Make an account; without a password only the reverse proxy can sign it in."""
    desk = desk_of(request)
    if role not in tuple(Role):
        raise UserError("请选择角色")
    wanted = Role(role)
    if wanted is Role.UNIT and unit not in {one.name for one in desk.units().units}:
        raise UserError("请选择单位")
    desk.accounts.add(
        name.strip(), wanted, unit=unit if wanted is Role.UNIT else "", password=password or None, now=desk.now()
    )
    desk.note(request, Act.ACCOUNT_ADDED, subject=name.strip(), detail=f"{role} {unit}".strip())
    return back("/accounts", "account")


@router.post("/accounts/active")
def active(request: Request, who: PostingAdmin, name: Name = "", on: Name = "") -> Response:
    """Let an account sign in, or no more; nobody can shut out themselves."""
    desk = desk_of(request)
    if name == who.name:
        raise RefusedError(400, "不能停用自己的账号")
    desk.accounts.set_active(name, active=bool(on))
    desk.note(request, Act.ACCOUNT_ENABLED if on else Act.ACCOUNT_DISABLED, subject=name)
    return back("/accounts", "account")


@router.post("/accounts/password")
def password(request: Request, who: PostingAdmin, name: Name = "", password: Password = "") -> Response:
    """Give an account another password."""
    desk = desk_of(request)
    desk.accounts.set_password(name, password)
    desk.note(request, Act.PASSWORD, subject=name)
    if name == who.name:
        request.state.fresh = ""
        return back("/signin", "password")
    return back("/accounts", "account")


@router.get("/actions")
def actions(
    request: Request, who: Admin, before: Annotated[int | None, Query(ge=1, le=2_147_483_647)] = None
) -> Response:
    """Who did what, newest first."""
    desk = desk_of(request)
    found = desk.actions.newest(PAGE, before=before)
    further = f"/actions?before={found[-1].id}" if len(found) == PAGE else ""
    return page(request, "actions.j2", actions=found, further=further, zone=desk.config.timezone)
