"""导出: a run, or the ledger, as a file."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from checker.ledger import LedgerState
from zwgk.actions import Act
from zwgk.web.auth import Viewer
from zwgk.web.book import ledger_for
from zwgk.web.desk import desk_of
from zwgk.web.exports import Export, export_ledger, export_run
from zwgk.web.pages.runs import RunId
from zwgk.web.runs import run_for

router = APIRouter()


@router.get("/runs/{run}/export/{wanted}")
def run(request: Request, who: Viewer, run: RunId, wanted: Annotated[str, Path(max_length=20)]) -> Response:
    """A run in one format."""
    desk = desk_of(request)
    made = export_run(desk, who, run_for(desk, who, run), wanted)
    desk.note(request, Act.EXPORT, subject=run, detail=wanted)
    return handed(made)


@router.get("/ledger/export.csv")
def ledger(request: Request, who: Viewer) -> Response:
    """Everything the account sees in the ledger."""
    desk = desk_of(request)
    made = export_ledger(ledger_for(desk, who, states=tuple(LedgerState)))
    desk.note(request, Act.EXPORT, subject="问题台账", detail="csv")
    return handed(made)


def handed(made: Export) -> Response:
    """A file as something to be saved, never to be shown."""
    plain = made.name.encode("ascii", "replace").decode().replace("?", "_")
    said = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(made.name)}"
    return Response(made.content, media_type=made.kind, headers={"content-disposition": said})
