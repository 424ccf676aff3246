"""The shapes of `/api/v1`: rule packs and drafts."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

from zwgk.web.packs import PackView
from zwgk.web.wire import Given, Told


class Pack(BaseModel):
    """A rule pack."""

    key: str
    title: str
    file: str
    rules: int
    suggested: int
    waiting: int
    fault: str

    @classmethod
    def of(cls, view: PackView) -> Pack:
        """As it is told."""
        return cls(
            key=view.key,
            title=view.title,
            file=view.file.name,
            rules=len(view.rules),
            suggested=len(view.suggested),
            waiting=view.waiting,
            fault=view.fault,
        )


class RuleTold(BaseModel):
    """A rule of a pack."""

    id: str
    row: int
    site: str
    path: list[str]
    units: list[str]
    suggested: bool
    accepted: bool
    why: str
    doubts: list[str]


class PackWhole(Pack):
    """A rule pack with its rules."""

    entries: list[RuleTold]

    @classmethod
    def of(cls, view: PackView) -> PackWhole:
        """As it is told."""
        entries = [
            RuleTold(
                id=rule.id,
                row=rule.row,
                site=rule.site,
                path=list(rule.path),
                units=[*rule.lead_units, *rule.responsible_units],
                suggested=rule.suggested,
                accepted=rule.accepted,
                why=rule.why,
                doubts=list(rule.doubts),
            )
            for rule in view.rules
        ]
        return cls(**Pack.of(view).model_dump(), entries=entries)


class Choice(Given):
    """Suggestions to accept, or to accept no more."""

    rules: Annotated[list[Annotated[str, Field(max_length=255)]], Field(min_length=1, max_length=1000)]
    accepted: bool


class Changed(BaseModel):
    """Ids of the rules that changed."""

    changed: list[str]


class DraftTold(Told):
    """A document that was uploaded and read."""

    id: str
    name: str
    by: str
    at: str
    size: int
    sha256: str
    figures: dict[str, int]


class Target(Given):
    """Where a draft's pack goes: the key of a pack, or `new`."""

    target: Annotated[str, Field(pattern=r"^([0-9a-f]{16}|new)$")]


class Adopted(BaseModel):
    """The file that checks use now."""

    file: str
