"""Accounts and the record of who did what, to be read; accounts are made by people."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request

from zwgk.web.auth import Admin
from zwgk.web.desk import desk_of
from zwgk.web.wire import AccountTold, ActionTold

router = APIRouter(tags=["administration"])


@router.get("/accounts")
def accounts(request: Request, who: Admin) -> list[AccountTold]:
    """All accounts."""
    return [AccountTold.of(one) for one in desk_of(request).accounts.all()]


@router.get("/actions")
def actions(
    request: Request,
    who: Admin,
    before: Annotated[int | None, Query(ge=1, le=2_147_483_647)] = None,
    count: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> list[ActionTold]:
    """Who did what, newest first."""
    return [ActionTold.of(one) for one in desk_of(request).actions.newest(count, before=before)]
