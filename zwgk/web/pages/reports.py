"""报告: the pages that a run wrote, in a sandbox where they can neither reach this service nor be mistaken for it."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from reports.naming import OVERVIEW_FILE
from zwgk.web.answers import back
from zwgk.web.auth import Viewer
from zwgk.web.desk import desk_of
from zwgk.web.errors import missing
from zwgk.web.evidence import own_evidence
from zwgk.web.pages.runs import RunId
from zwgk.web.runs import report_file, run_for, unit_page

router = APIRouter()
#: Without allow-same-origin a page has no origin: not even a script that slipped through could use the session. Its own
#: policy, which allows its own script alone, holds beside this one.
SANDBOX: Final = (
    "sandbox allow-scripts allow-popups allow-popups-to-escape-sandbox allow-modals; default-src 'none'; "
    "style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)


@router.get("/runs/{run}/reports/{name:path}")
def report(request: Request, who: Viewer, run: RunId, name: Annotated[str, Path(max_length=400)]) -> Response:
    """A file of a run's reports; a unit's account gets its own page, and evidence of its own findings alone."""
    desk = desk_of(request)
    shown = run_for(desk, who, run)
    if not shown.reports:
        raise missing("报告")
    headers = {"content-security-policy": SANDBOX}
    if not who.sees_all:
        own = unit_page(desk, run, who.unit)
        if name == OVERVIEW_FILE and own is not None:
            return back(f"/runs/{run}")
        if name != own:
            return Response(own_evidence(desk, run, who.unit, name), media_type="text/html", headers=headers)
    file, kind = report_file(desk, run, name)
    return Response(file.read_bytes(), media_type=kind, headers=headers)
