"""The shapes of `/api/v1`: the ledger, rulings, histories."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, Field

from checker.ledger import FindingKey, LedgerState
from checker.result import Status
from checker.rulings import RulingKind
from zwgk.web.book import LedgerLine
from zwgk.web.history import Look
from zwgk.web.wire import Given


class Key(Given):
    """What names a finding."""

    rule: Annotated[str, Field(max_length=255)] = ""
    unit: Annotated[str, Field(max_length=255)] = ""
    code: Annotated[str, Field(max_length=64)] = ""
    place: Annotated[str, Field(max_length=255)] = ""

    def key(self) -> FindingKey:
        """As the ledger has it."""
        return FindingKey(rule=self.rule, unit=self.unit, code=self.code, place=self.place)


class Answer(BaseModel):
    """整改反馈."""

    text: str
    by: str
    on: date


class Entry(BaseModel):
    """A finding over runs."""

    rule: str
    unit: str
    code: str
    place: str
    name: str
    state: LedgerState
    status: Status
    site: str | None
    document: str
    row: int
    path: list[str]
    units: list[str]
    message: str
    opened: date
    seen: date
    closed: date | None
    runs: int
    replies: list[Answer]
    rulings: list[str]
    """Ids of those in force."""

    @classmethod
    def of(cls, line: LedgerLine) -> Entry:
        """As it is told."""
        entry, key = line.entry, line.entry.key
        return cls(
            rule=key.rule,
            unit=key.unit,
            code=key.code,
            place=key.place,
            name=line.name,
            state=entry.state,
            status=entry.status,
            site=entry.site,
            document=entry.document,
            row=entry.row,
            path=list(entry.path),
            units=list(line.units),
            message=entry.message,
            opened=entry.opened,
            seen=entry.seen,
            closed=entry.closed,
            runs=entry.runs,
            replies=[Answer(text=one.text, by=one.by, on=one.on) for one in line.replies],
            rulings=[one.id for one in line.rulings],
        )


class Reply(Key):
    """整改反馈 to a finding."""

    text: Annotated[str, Field(min_length=1, max_length=2000)]


class RulingWanted(Given):
    """A ruling on a rule; a waiver needs `until`, a column needs `url`."""

    kind: RulingKind
    rule: Annotated[str, Field(min_length=1, max_length=255)]
    reason: Annotated[str, Field(min_length=1, max_length=2000)]
    unit: Annotated[str, Field(max_length=255)] | None = None
    code: Annotated[str, Field(max_length=64)] | None = None
    url: Annotated[str, Field(max_length=2000)] | None = None
    until: date | None = None


class RulingKept(BaseModel):
    """The ruling that was kept."""

    id: str


class Evidence(BaseModel):
    """A page that a finding rests on."""

    url: str
    fetched_at: datetime
    sha256: str


class Past(BaseModel):
    """One run's word on a rule."""

    run: str
    status: Status
    findings: list[str]
    newest: date | None
    url: str | None
    evidence: list[Evidence]

    @classmethod
    def of(cls, look: Look) -> Past:
        """As it is told."""
        column = look.result.column
        return cls(
            run=look.run,
            status=look.result.status,
            findings=[message for _, message in look.findings],
            newest=look.result.newest,
            url=column.url if column is not None else None,
            evidence=[Evidence(url=one.url, fetched_at=one.fetched_at, sha256=one.sha256) for one in look.evidence],
        )
