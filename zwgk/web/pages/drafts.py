"""导入文件: upload a document, review what was made of it, let checks use it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, File, Form, Path, Query, Request, UploadFile
from starlette.responses import Response

from zwgk.actions import Act
from zwgk.errors import UserError
from zwgk.web.answers import back, page
from zwgk.web.auth import PostingSupervisor, Supervisor
from zwgk.web.desk import desk_of
from zwgk.web.drafts import DRAFT_ID, NEW, Draft, adopt, discard, draft_of, drafts, new_file, upload
from zwgk.web.packs import configured_packs
from zwgk.web.pages.rules import Chosen, mark_chosen, rows_of

router = APIRouter()
DraftId = Annotated[str, Path(pattern=DRAFT_ID)]


@router.get("/drafts")
def listed(request: Request, who: Supervisor) -> Response:
    """The drafts, and the form for another document."""
    desk = desk_of(request)
    return page(request, "drafts.j2", drafts=drafts(desk), most=desk.config.serve.upload_bytes)


@router.post("/drafts")
def add(request: Request, who: PostingSupervisor, document: Annotated[UploadFile | None, File()] = None) -> Response:
    """Upload a document and derive rules from it."""
    return back(f"/drafts/{keep_upload(request, document, by=who.name).id}")


def keep_upload(request: Request, document: UploadFile | None, *, by: str) -> Draft:
    """Make a draft of an uploaded file and put it on record."""
    desk = desk_of(request)
    if document is None or not document.filename:
        raise UserError("请选择一份任务分工文件")
    draft = upload(desk, document.filename, document.file.read(desk.config.serve.upload_bytes + 1), by=by)
    desk.note(request, Act.UPLOAD, subject=draft.name, detail=f"{draft.size} 字节，SHA-256 {draft.sha256}")
    return draft


@router.get("/drafts/{draft}")
def draft(
    request: Request,
    who: Supervisor,
    draft: DraftId,
    show: Annotated[str, Query(max_length=20)] = "",
    start: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> Response:
    """One draft for review."""
    desk = desk_of(request)
    about, view = draft_of(desk, draft)
    file = new_file(desk, view.pack) if view.pack is not None else None
    return page(
        request,
        "draft.j2",
        draft=about,
        view=view,
        base=f"/drafts/{about.id}",
        targets=configured_packs(desk),
        fresh=file.name if file is not None else "",
        new=NEW,
        **rows_of(view, show, start),
    )


@router.post("/drafts/{draft}/accept")
def accept(
    request: Request,
    who: PostingSupervisor,
    draft: DraftId,
    rule: Chosen = None,
    act: Annotated[str, Form(max_length=10)] = "accept",
) -> Response:
    """Accept suggestions of the draft, or accept them no more."""
    about, view = draft_of(desk_of(request), draft)
    return back(f"/drafts/{about.id}", mark_chosen(request, view, rule or [], act))


@router.post("/drafts/{draft}/adopt")
def adopt_draft(
    request: Request, who: PostingSupervisor, draft: DraftId, target: Annotated[str, Form(max_length=20)] = ""
) -> Response:
    """Let checks use it."""
    desk = desk_of(request)
    about, _ = draft_of(desk, draft)
    file = adopt(desk, draft, target)
    desk.note(request, Act.ADOPTED, subject=about.name, detail=file.name)
    return back("/rules", "adopted")


@router.post("/drafts/{draft}/discard")
def discard_draft(request: Request, who: PostingSupervisor, draft: DraftId) -> Response:
    """Remove it."""
    desk = desk_of(request)
    desk.note(request, Act.DISCARDED, subject=discard(desk, draft).name)
    return back("/drafts", "discarded")
