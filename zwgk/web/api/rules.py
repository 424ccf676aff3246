"""Rule packs, suggestions and drafts."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, File, Path, Request, UploadFile

from zwgk.actions import Act
from zwgk.web.auth import CallingSupervisor, Supervisor
from zwgk.web.desk import desk_of
from zwgk.web.drafts import DRAFT_ID, adopt, discard, draft_of, drafts
from zwgk.web.packs import PackView, configured_pack, configured_packs, mark
from zwgk.web.pages.drafts import keep_upload
from zwgk.web.wire import Done
from zwgk.web.wire_rules import Adopted, Changed, Choice, DraftTold, Pack, PackWhole, Target

router = APIRouter(tags=["rules"])
PackKey = Annotated[str, Path(pattern=r"^[0-9a-f]{16}$")]
DraftId = Annotated[str, Path(pattern=DRAFT_ID)]


@router.get("/rules")
def packs(request: Request, who: Supervisor) -> list[Pack]:
    """The packs that checks use."""
    return [Pack.of(one) for one in configured_packs(desk_of(request))]


@router.get("/rules/{pack}")
def pack(request: Request, who: Supervisor, pack: PackKey) -> PackWhole:
    """One pack with its rules."""
    return PackWhole.of(configured_pack(desk_of(request), pack))


@router.post("/rules/{pack}/accept")
def accept(request: Request, who: CallingSupervisor, pack: PackKey, choice: Choice) -> Changed:
    """Accept suggestions, or accept them no more."""
    return _marked(request, configured_pack(desk_of(request), pack), choice)


@router.get("/drafts")
def listed(request: Request, who: Supervisor) -> list[DraftTold]:
    """The drafts, newest first."""
    return [DraftTold.of(one) for one in drafts(desk_of(request))]


@router.post("/drafts", status_code=201)
def add(request: Request, who: CallingSupervisor, document: Annotated[UploadFile, File()]) -> DraftTold:
    """Upload a document and derive rules from it."""
    return DraftTold.of(keep_upload(request, document, by=who.name))


@router.get("/drafts/{draft}")
def draft(request: Request, who: Supervisor, draft: DraftId) -> PackWhole:
    """The rules of a draft."""
    return PackWhole.of(draft_of(desk_of(request), draft)[1])


@router.post("/drafts/{draft}/accept")
def accept_in_draft(request: Request, who: CallingSupervisor, draft: DraftId, choice: Choice) -> Changed:
    """Accept suggestions of a draft, or accept them no more."""
    return _marked(request, draft_of(desk_of(request), draft)[1], choice)


@router.post("/drafts/{draft}/adopt")
def adopt_draft(request: Request, who: CallingSupervisor, draft: DraftId, target: Target) -> Adopted:
    """Let checks use a draft."""
    desk = desk_of(request)
    about, _ = draft_of(desk, draft)
    file = adopt(desk, draft, target.target)
    desk.note(request, Act.ADOPTED, subject=about.name, detail=file.name)
    return Adopted(file=file.name)


@router.delete("/drafts/{draft}")
def discard_draft(request: Request, who: CallingSupervisor, draft: DraftId) -> Done:
    """Remove a draft."""
    desk = desk_of(request)
    desk.note(request, Act.DISCARDED, subject=discard(desk, draft).name)
    return Done()


def _marked(request: Request, view: PackView, choice: Choice) -> Changed:
    desk = desk_of(request)
    changed = mark(desk, view.file, choice.rules, accepted=choice.accepted)
    if changed:
        what = Act.ACCEPTED if choice.accepted else Act.REJECTED
        desk.note(request, what, subject=view.title, detail="、".join(changed))
    return Changed(changed=list(changed))
