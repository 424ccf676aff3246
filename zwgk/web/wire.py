"""The shapes of `/api/v1`, as pydantic models: what programs send and get."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from checker.ledger import FindingKey, LedgerState
from checker.result import Status
from checker.rulings import RulingKind
from reports.cleaning import clean
from zwgk.accounts import Account, Role
from zwgk.actions import Action
from zwgk.web.book import LedgerLine
from zwgk.web.drafts import Draft
from zwgk.web.history import Look
from zwgk.web.live import Progress
from zwgk.web.packs import PackView
from zwgk.web.runner import Check
from zwgk.web.runs import RunView
from zwgk.web.sessions import Identity


class Given(BaseModel):
    """What a program sends: unknown keys are mistakes."""

    model_config = ConfigDict(extra="forbid")


class Problem(BaseModel):
    """Why something was not done."""

    detail: str


class Done(BaseModel):
    """It was done."""

    done: bool = True


class SignIn(Given):
    """Name and password."""

    account: Annotated[str, Field(max_length=64)]
    password: Annotated[str, Field(max_length=256)]


class Who(BaseModel):
    """Who is signed in; `csrf` goes into the header X-CSRF-Token of every call that changes something."""

    account: str
    role: Role
    unit: str
    csrf: str

    @classmethod
    def of(cls, who: Identity) -> Who:
        """As it is told."""
        return cls(account=who.name, role=who.role, unit=who.unit, csrf=who.csrf)


class Run(BaseModel):
    """A run; `counts` only of one whose results count, `reports` whether its pages are there to be read."""

    id: str
    state: str
    said: str
    as_of: date
    started: datetime
    finished: datetime | None
    complete: bool
    selection: str
    released: datetime | None
    counts: dict[Status, int]
    reports: bool

    @classmethod
    def of(cls, run: RunView, who: Identity) -> Run:
        """As the account may know it: figures of all units are not a unit's business."""
        return cls(
            id=run.id,
            state=run.state.value,
            said=run.said,
            as_of=run.as_of,
            started=run.started,
            finished=run.finished,
            complete=run.complete,
            selection=run.selection if who.sees_all else "",
            released=run.released,
            counts=dict(run.counts) if who.sees_all else {},
            reports=run.reports,
        )


class SoFar(BaseModel):
    """How far a run has come; what its sites say so far counts for nothing yet."""

    running: bool
    line: str
    expected: int | None
    finished: list[str]

    @classmethod
    def of(cls, run: RunView, progress: Progress) -> SoFar:
        """As it is told."""
        names = [clean(one.name, 255) for one in progress.finished]
        return cls(running=run.running, line=progress.line, expected=progress.expected, finished=names)


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


class CheckWanted(Given):
    """A check of one unit."""

    unit: Annotated[str, Field(min_length=1, max_length=255)]


class CheckTold(BaseModel):
    """A check that somebody started."""

    unit: str
    by: str
    started: datetime
    running: bool
    said: str

    @classmethod
    def of(cls, check: Check) -> CheckTold:
        """As it is told."""
        return cls(unit=check.unit, by=check.by, started=check.started, running=check.running, said=check.said)


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


class DraftTold(BaseModel):
    """A document that was uploaded and read."""

    id: str
    name: str
    by: str
    at: str
    size: int
    sha256: str
    figures: dict[str, int]

    @classmethod
    def of(cls, draft: Draft) -> DraftTold:
        """As it is told."""
        return cls.model_validate(draft, from_attributes=True)


class Target(Given):
    """Where a draft's pack goes: the key of a pack, or `new`."""

    target: Annotated[str, Field(pattern=r"^([0-9a-f]{16}|new)$")]


class Adopted(BaseModel):
    """The file that checks use now."""

    file: str


class AccountTold(BaseModel):
    """An account, never its password."""

    name: str
    role: Role
    unit: str
    active: bool
    has_password: bool

    @classmethod
    def of(cls, account: Account) -> AccountTold:
        """As it is told."""
        return cls.model_validate(account, from_attributes=True)


class ActionTold(BaseModel):
    """Who did what."""

    id: int
    at: datetime
    by: str
    what: str
    subject: str
    detail: str
    address: str

    @classmethod
    def of(cls, action: Action) -> ActionTold:
        """As it is told."""
        return cls.model_validate(action, from_attributes=True)
