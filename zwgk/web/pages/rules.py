"""规则: the packs that checks use, and which suggestions in them are accepted."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Form, Path, Query, Request
from starlette.responses import Response

from zwgk.actions import Act
from zwgk.web.answers import back, page
from zwgk.web.auth import PostingSupervisor, Supervisor
from zwgk.web.desk import desk_of
from zwgk.web.packs import PackView, configured_pack, configured_packs, mark

router = APIRouter()
PAGE: Final = 200
PackKey = Annotated[str, Path(pattern=r"^[0-9a-f]{16}$")]
Chosen = Annotated[list[str] | None, Form(max_length=PAGE)]


@router.get("/rules")
def packs(request: Request, who: Supervisor) -> Response:
    """The list."""
    return page(request, "packs.j2", packs=configured_packs(desk_of(request)))


@router.get("/rules/{pack}")
def pack(
    request: Request,
    who: Supervisor,
    pack: PackKey,
    show: Annotated[str, Query(max_length=20)] = "",
    start: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> Response:
    """One pack: its suggestions first, all its rules when asked."""
    found = configured_pack(desk_of(request), pack)
    return page(request, "pack.j2", view=found, base=f"/rules/{found.key}", **rows_of(found, show, start))


@router.post("/rules/{pack}/accept")
def accept(
    request: Request,
    who: PostingSupervisor,
    pack: PackKey,
    rule: Chosen = None,
    act: Annotated[str, Form(max_length=10)] = "accept",
) -> Response:
    """Accept suggestions, or accept them no more."""
    found = configured_pack(desk_of(request), pack)
    return back(f"/rules/{found.key}", mark_chosen(request, found, rule or [], act))


def mark_chosen(request: Request, view: PackView, rules: list[str], act: str) -> str:
    """Mark them and put it on record; the key of what the page then says."""
    desk = desk_of(request)
    if not rules:
        return "nothing"
    accepted = act != "reject"
    changed = mark(desk, view.file, rules, accepted=accepted)
    if changed:
        what = Act.ACCEPTED if accepted else Act.REJECTED
        desk.note(request, what, subject=view.title, detail="、".join(changed))
    return "accepted" if accepted else "rejected"


def rows_of(view: PackView, show: str, start: int) -> dict[str, Any]:
    """The rules that a page shows of a pack, and how to come to the others."""
    everything = show == "all" or not view.suggested
    rules = view.rules if everything else view.suggested
    further = f"?show={show}&start={start + PAGE}" if len(rules) > start + PAGE else ""
    return {"rules": rules[start : start + PAGE], "all_shown": everything, "further": further, "total": len(rules)}
