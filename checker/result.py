"""What an audit says: statuses, findings, results, units (design.md sections 4 and 7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from checker.rulings import Ruling
from crawler.evidence import DateSource, Entry, Look, Match, SiteStatus
from rules.model import Correction, Deadline


class Status(StrEnum):
    """Verdict on one result."""

    PASS = "pass"
    FAIL = "fail"
    WARN = "warn"
    UNVERIFIABLE = "unverifiable"
    MANUAL = "manual"
    NOT_APPLICABLE = "not_applicable"
    WAIVED = "waived"


@dataclass(frozen=True, kw_only=True)
class EvidenceRef:
    """A page a finding rests on; `quote` are its own words, unescaped."""

    url: str
    fetched_at: datetime
    sha256: str
    quote: str = ""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """问题: one fault at one place; message, advice and basis are Chinese sentences."""

    code: str
    status: Status
    message: str
    advice: str
    basis: str
    evidence: tuple[EvidenceRef, ...] = ()
    extent: int = 0
    """How far the fault goes, in steps of its check: one step more is a fault grown worse, which people are told of
    again. 0 where the check does not measure it."""


@dataclass(frozen=True, kw_only=True)
class ColumnView:
    """Where the column was found."""

    url: str | None
    trail: tuple[str, ...]
    match: Match
    similarity: float
    via: str = ""


@dataclass(frozen=True, kw_only=True)
class Result:
    """The verdict on one rule (on one rule and unit for 部门网页, with `unit`), or on one manual task."""

    rule: str
    document: str
    row: int
    item: int | None
    section: str
    text: str
    site: str | None
    """Key of `sites` in the configuration; the printed name when not configured; None for a manual task."""
    path: tuple[str, ...]
    unit: str | None = None
    lead_units: tuple[str, ...] = ()
    """As printed in the document."""
    responsible_units: tuple[str, ...] = ()
    status: Status
    findings: tuple[Finding, ...] = ()
    reason: str | None = None
    """Chinese: why the result is manual, unverifiable or not applicable."""
    to_look_at: str = ""
    """Chinese: what a person looks at, in the task's own words; only for what needs people."""
    column: ColumnView | None = None
    entries: int | None = None
    """Rows read; None when unverifiable."""
    newest: date | None = None
    newest_source: DateSource | None = None
    limit_days: int | None = None
    limit_basis: str = ""
    samples: tuple[Entry, ...] = ()
    """The newest entries, at most five."""
    fetched_at: datetime | None = None
    """When the column's own page was fetched."""
    screenshot: str | None = None
    """Path of a picture of the failed column's page, relative to the data folder; None when there is none."""
    looked: tuple[Look, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    corrections: tuple[Correction, ...] = ()
    doubts: tuple[str, ...] = ()
    unexamined: tuple[str, ...] = ()
    """Codes of checks that could not tell whether their fault is there: of these the ledger closes nothing."""
    rulings: tuple[Ruling, ...] = ()
    """What people ruled on this result; always shown."""
    released: tuple[str, ...] = ()
    """Units that, as a person ruled, need not answer for it."""


@dataclass(frozen=True, kw_only=True)
class Figure:
    """Something counted on a site, in Chinese, against its threshold."""

    name: str
    value: str
    limit: str
    """Empty when it has none."""


@dataclass(frozen=True, kw_only=True)
class SiteResult:
    """One site in one run."""

    name: str
    url: str
    status: SiteStatus
    requests: int
    pages: int
    reason: str = ""
    findings: tuple[Finding, ...] = ()
    unexamined: tuple[str, ...] = ()
    """Codes of checks that could not tell whether their fault is there."""
    veto: tuple[str, ...] = ()
    """Codes of findings that fail the site as a whole (单项否决)."""
    figures: tuple[Figure, ...] = ()
    """What was counted on it; empty when it was not looked at as a whole."""


@dataclass(frozen=True, kw_only=True)
class UnitResult:
    """One unit's figures; headline counts are over what it leads or is named for (design.md section 7)."""

    name: str
    groups: tuple[str, ...]
    lead: tuple[int, ...]
    """Indices into `Audit.results` of what the unit leads."""
    named: tuple[int, ...]
    """Indices of what it is named responsible for (not through a group)."""
    shared: tuple[int, ...]
    """Indices of what it shares only as a member of a group."""
    counts: Mapping[Status, int]
    """Over `lead` and `named`; every status is present."""
    coverage: float
    """Judged / (all − not applicable − waived), 0–1, over `lead` and `named`; 1.0 when there is nothing to judge."""
    score: float | None
    """0–100 over what could be judged, above 100 only by bonus; None when nothing could."""
    vetoes: tuple[str, ...] = ()
    """Codes of findings that made the score 0."""
    bonus: float = 0.0
    """Points of the score that are bonus."""


@dataclass(frozen=True, kw_only=True)
class AuditRun:
    """审核轮次."""

    id: str
    as_of: date
    started: datetime
    finished: datetime
    place: str = ""


@dataclass(frozen=True, kw_only=True)
class Audit:
    """All that one run says; the input of every report."""

    run: AuditRun
    sites: tuple[SiteResult, ...]
    results: tuple[Result, ...]
    units: tuple[UnitResult, ...]
    documents: Mapping[str, int] = field(default_factory=dict)
    """Document title → rows, for the coverage statement."""
