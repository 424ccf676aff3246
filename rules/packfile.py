"""The shape of a rule pack's YAML file: what may stand in it, and how it becomes rules."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from rules.model import (
    Correction,
    Deadline,
    DeadlineKind,
    ManualTask,
    Requirement,
    RequirementKind,
    Rule,
    RuleKind,
    RulePack,
)

SCHEMA = "zwgk.pack/1"

Names = tuple[str, ...]


def _listed(value: object) -> object:
    return () if value is None else value


def _blank_as_none(value: object) -> object:
    return None if isinstance(value, str) and not value.strip() else value


OptionalNames = Annotated[Names, BeforeValidator(_listed)]
OptionalText = Annotated[str | None, BeforeValidator(_blank_as_none)]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)


class DeadlineEntry(_Entry):
    """A deadline as written in a pack."""

    text: str = Field(min_length=1)
    kind: DeadlineKind
    due: date | None = None


class CorrectionEntry(_Entry):
    """A correction as written in a pack."""

    original: str = Field(alias="from")
    corrected: str = Field(alias="to")


class RequirementEntry(_Entry):
    """What a task's words ask of a column, as written in a pack; people may add, change and remove them."""

    kind: RequirementKind
    quote: str = ""
    names: OptionalNames = ()
    site: str = ""
    path: OptionalNames = ()
    at_least: int | None = Field(default=None, ge=1, le=200)
    days: int | None = Field(default=None, ge=1, le=36500)
    due: date | None = None

    @model_validator(mode="after")
    def _complete(self) -> RequirementEntry:
        named = {RequirementKind.DOCUMENT, RequirementKind.LINK, RequirementKind.HOMEPAGE_ENTRY}
        if self.kind in named and not self.names:
            raise ValueError(f"kind 为 {self.kind.value} 时必须写 names")
        if self.kind is RequirementKind.SUBCOLUMNS and not (self.names or self.at_least):
            raise ValueError("kind 为 subcolumns 时必须写 names 或 at_least")
        if self.kind is RequirementKind.SAME_SOURCE and not self.path:
            raise ValueError("kind 为 same-source 时必须写 path")
        return self

    def requirement(self) -> Requirement:
        """The requirement of the model."""
        return Requirement(
            kind=self.kind,
            quote=self.quote,
            names=self.names,
            site=self.site,
            path=self.path,
            at_least=self.at_least,
            days=self.days,
            due=self.due,
        )


OptionalDeadlines = Annotated[tuple[DeadlineEntry, ...], BeforeValidator(_listed)]


class RuleEntry(_Entry):
    """One rule as written in a pack; a rule people add needs no more than id, site and path."""

    id: str = Field(min_length=1, max_length=200)
    row: int = Field(default=0, ge=0)
    item: int | None = None
    section: str = ""
    text: str = ""
    site: str = Field(min_length=1)
    path: Names = Field(min_length=1)
    literal: OptionalText = None
    kind: RuleKind = RuleKind.COLUMN
    subcolumns: OptionalNames = ()
    lead_units: OptionalNames = ()
    responsible_units: OptionalNames = ()
    deadlines: OptionalDeadlines = ()
    limit_days: int | None = Field(default=None, ge=0, le=36500)
    url: OptionalText = Field(default=None, pattern=r"^https?://\S+$")
    skip: OptionalText = None
    suggested: bool = False
    accepted: bool | None = None
    topic: str = ""
    why: str = ""
    corrections: Annotated[tuple[CorrectionEntry, ...], BeforeValidator(_listed)] = ()
    requirements: Annotated[tuple[RequirementEntry, ...], BeforeValidator(_listed)] = ()
    doubts: OptionalNames = ()
    dropped: OptionalText = None
    derived: str | None = None

    @model_validator(mode="after")
    def _complete(self) -> RuleEntry:
        if any(not name.strip() for name in self.path):
            raise ValueError("path 中不能有空的栏目名")
        if self.kind is RuleKind.SUBCOLUMNS and not self.subcolumns:
            raise ValueError("kind 为 subcolumns 时必须写 subcolumns")
        return self

    def rule(self, document: str) -> Rule:
        """The rule of the model; one that left the document but was edited is skipped with that reason."""
        return Rule(
            id=self.id,
            document=document,
            row=0 if self.dropped else self.row,  # of last year's document, where another task may stand now
            item=self.item,
            section=self.section,
            text=self.text,
            site=self.site,
            path=self.path,
            literal=self.literal,
            kind=self.kind,
            subcolumns=self.subcolumns,
            lead_units=self.lead_units,
            responsible_units=self.responsible_units,
            deadlines=_deadlines(self.deadlines),
            limit_days=self.limit_days,
            url=self.url,
            skip=self.skip or self.dropped,
            suggested=self.suggested,
            accepted=not self.suggested if self.accepted is None else self.accepted,
            topic=self.topic,
            why=self.why,
            corrections=tuple(Correction(original=one.original, corrected=one.corrected) for one in self.corrections),
            requirements=tuple(one.requirement() for one in self.requirements),
            doubts=self.doubts,
        )


class ManualEntry(_Entry):
    """One manual task as written in a pack."""

    id: str = Field(min_length=1, max_length=200)
    row: int = Field(default=0, ge=0)
    section: str = ""
    text: str = ""
    lead_units: OptionalNames = ()
    responsible_units: OptionalNames = ()
    deadlines: OptionalDeadlines = ()
    reason: str = ""
    skip: OptionalText = None
    dropped: OptionalText = None
    derived: str | None = None

    def task(self, document: str) -> ManualTask:
        """The manual task of the model."""
        return ManualTask(
            id=self.id,
            document=document,
            row=0 if self.dropped else self.row,  # of last year's document, where another task may stand now
            section=self.section,
            text=self.text,
            lead_units=self.lead_units,
            responsible_units=self.responsible_units,
            deadlines=_deadlines(self.deadlines),
            reason=self.reason,
            skip=self.skip or self.dropped,
        )


class DocumentEntry(_Entry):
    """The document a pack was derived from."""

    title: str = ""
    place: str = ""
    year: int | None = None
    source: str = ""
    sha256: str = ""
    rows: int = Field(default=0, ge=0)


class PackFile(_Entry):
    """A whole rule pack file."""

    schema_name: str = Field(alias="schema", pattern=rf"^{SCHEMA}$")
    document: DocumentEntry = DocumentEntry()
    rules: Annotated[tuple[RuleEntry, ...], BeforeValidator(_listed)] = ()
    manual: Annotated[tuple[ManualEntry, ...], BeforeValidator(_listed)] = ()
    doubts: OptionalNames = ()

    def pack(self) -> RulePack:
        """The pack of the model."""
        title = self.document.title or self.document.source
        return RulePack(
            title=self.document.title,
            place=self.document.place,
            year=self.document.year,
            source=self.document.source,
            sha256=self.document.sha256,
            rows=self.document.rows,
            rules=tuple(entry.rule(title) for entry in self.rules),
            manual=tuple(entry.task(title) for entry in self.manual),
            doubts=self.doubts,
        )


def _deadlines(entries: tuple[DeadlineEntry, ...]) -> tuple[Deadline, ...]:
    return tuple(Deadline(text=entry.text, kind=entry.kind, due=entry.due) for entry in entries)


# Fields that come from the document, in the order of their digests in `derived`; new ones are appended at the end.
RULE_FIELDS = [
    "row",
    "item",
    "section",
    "text",
    "site",
    "path",
    "literal",
    "kind",
    "subcolumns",
    "lead_units",
    "responsible_units",
    "deadlines",
    "suggested",
    "corrections",
    "doubts",
    "requirements",
    "topic",
    "why",
]
MANUAL_FIELDS = ["row", "section", "text", "lead_units", "responsible_units", "deadlines", "reason"]
# Fields only people fill.
RULE_OWN = ("limit_days", "url", "skip", "accepted")
MANUAL_OWN = ("skip",)


def rule_values(rule: Rule) -> dict[str, Any]:
    """A rule's derived fields as plain YAML values."""
    return {
        "row": rule.row,
        "item": rule.item,
        "section": rule.section,
        "text": rule.text,
        "site": rule.site,
        "path": list(rule.path),
        "literal": rule.literal,
        "kind": rule.kind.value,
        "subcolumns": list(rule.subcolumns),
        "lead_units": list(rule.lead_units),
        "responsible_units": list(rule.responsible_units),
        "deadlines": _deadline_values(rule.deadlines),
        "suggested": rule.suggested,
        "corrections": [{"from": one.original, "to": one.corrected} for one in rule.corrections],
        "doubts": list(rule.doubts),
        "requirements": [_requirement_values(one) for one in rule.requirements],
        "topic": rule.topic,
        "why": rule.why,
        "limit_days": rule.limit_days,  # people's own; a new suggestion begins with its topic's
    }


def manual_values(task: ManualTask) -> dict[str, Any]:
    """A manual task's derived fields as plain YAML values."""
    return {
        "row": task.row,
        "section": task.section,
        "text": task.text,
        "lead_units": list(task.lead_units),
        "responsible_units": list(task.responsible_units),
        "deadlines": _deadline_values(task.deadlines),
        "reason": task.reason,
    }


def _deadline_values(deadlines: tuple[Deadline, ...]) -> list[dict[str, Any]]:
    return [{"text": one.text, "kind": one.kind.value, "due": one.due} for one in deadlines]


def _requirement_values(requirement: Requirement) -> dict[str, Any]:
    """A requirement without the keys that say nothing."""
    values = {
        "kind": requirement.kind.value,
        "names": list(requirement.names),
        "site": requirement.site,
        "path": list(requirement.path),
        "at_least": requirement.at_least,
        "days": requirement.days,
        "due": requirement.due,
        "quote": requirement.quote,
    }
    return {key: value for key, value in values.items() if value not in (None, "", [])}
