"""人工裁定 made in the browser or by a program: kept as those of the command line, and put on record."""

from __future__ import annotations

from typing import Final

from fastapi import Request

from checker.rulings import Ruling, RulingKind
from zwgk.actions import Act
from zwgk.decisions import NAMES, Decision, Fields, RulingRequest, decide, described
from zwgk.errors import UserError
from zwgk.web.desk import desk_of
from zwgk.web.errors import missing

FIELDS: Final = Fields(reason="理由", by="决定人", until="期限", unit="单位", text="反馈内容")


def keep_ruling(request: Request, wanted: RulingRequest) -> Decision:
    """Keep a ruling; UserError when it cannot be."""
    desk = desk_of(request)
    if wanted.kind is RulingKind.WAIVER and wanted.until is None:
        raise UserError("豁免要写明最后一天")
    if wanted.kind is RulingKind.COLUMN and wanted.url is None:
        raise UserError("请写栏目的网址")
    decision = decide(desk.config, desk.store, wanted, now=desk.now(), fields=FIELDS)
    detail = f"{NAMES[wanted.kind]} {described(decision.ruling)}"
    desk.note(request, Act.RULING, subject=decision.ruling.rule, detail=detail)
    return decision


def revoke_ruling(request: Request, name: str, *, by: str) -> Ruling:
    """Revoke a ruling that stands; RefusedError (404) when there is none of that id."""
    desk = desk_of(request)
    standing = [one for one in desk.store.following.rulings() if one.id == name and one.revoked is None]
    if not standing:
        raise missing("裁定")
    (revoked,) = desk.store.following.revoke(standing, day=desk.today, by=by)
    desk.note(request, Act.REVOKED, subject=revoked.rule, detail=f"{NAMES[revoked.kind]} {described(revoked)}")
    return revoked
