"""历次检查: one rule over the runs."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from reports.cleaning import link, moment
from zwgk.web.answers import page
from zwgk.web.auth import Viewer
from zwgk.web.desk import desk_of
from zwgk.web.history import history_for

router = APIRouter()


@router.get("/history")
def history(
    request: Request,
    who: Viewer,
    rule: Annotated[str, Query(max_length=255)] = "",
    unit: Annotated[str, Query(max_length=255)] = "",
) -> Response:
    """A rule's results, newest first, each with its evidence."""
    looks = history_for(desk_of(request), who, rule, unit)
    return page(request, "history.j2", rule=rule, unit=unit, looks=looks, link=link, fetched=moment)
