"""One result as a report shows it: every text cleaned and bounded, every date and link ready to print."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from markupsafe import Markup

from checker.followed import Followed
from checker.result import EvidenceRef, Finding, Result
from crawler.evidence import BY_HAND, Entry, Look, Match
from reports.cleaning import Link, clean, link, moment
from reports.days import age, deadlines, rectify_by
from reports.evidence_numbers import EvidenceBook
from reports.follow import (
    EarlierView,
    ReplyView,
    RulingView,
    StateView,
    earlier,
    replies_to,
    rulings_on,
    state_view,
)
from reports.told import NOTHING, Told
from reports.wording import DATE_SOURCE, SEVERITY, STATUS, Label, finding_name, match_name

NAME = 60
"""Characters shown of a column's, site's or unit's name."""
SENTENCE = 600
"""Characters shown of a message, an advice, a basis or a reason."""
TITLE = 100
TASK = 3000
TASK_HEAD = 140
"""A task text longer than this is folded behind its beginning."""
MOST = 30
"""Looks, evidence, doubts and unit names shown of one result."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Text:
    """A text that may be long: `head` is always shown, `whole` behind a fold; empty when `head` is all."""

    head: str
    whole: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class EvidenceView:
    """取证: an address, when it was fetched, and the beginning of its digest."""

    number: str
    """证据编号 (E-0012); empty where evidence is not laid out."""
    href: str | None
    """Address of its page beside the reports."""
    link: Link
    time: str
    digest: str
    quote: str


@dataclass(frozen=True, kw_only=True, slots=True)
class FindingView:
    """问题, with the numbers of its evidence in the item's list, counted from 1."""

    label: Label
    name: str
    message: str
    advice: str
    basis: str
    evidence: tuple[int, ...]
    state: StateView | None
    """Where it stands in the ledger; None for what is not followed."""
    replies: tuple[ReplyView, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class EntryView:
    """条目: `source` says where the date was read, `notes` what is special about the row."""

    date: str
    source: str
    title: Link
    notes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class FoundView:
    """Where the column was found, and how it fits."""

    trail: tuple[str, ...]
    link: Link | None
    match: str
    similarity: str
    """Of the names; empty when they are equal, or when nothing was found."""
    via: str


@dataclass(frozen=True, kw_only=True, slots=True)
class LookView:
    """A place that was looked at in the search."""

    place: str
    link: Link | None
    note: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ItemView:
    """One result."""

    anchor: str
    label: Label
    title: str
    rule: str
    source: str
    section: str
    task: Text
    expected: tuple[str, ...]
    unit: str
    lead_units: str
    responsible_units: str
    findings: tuple[FindingView, ...]
    reason: str
    to_look_at: str
    found: FoundView | None
    entries: tuple[EntryView, ...]
    entries_read: int | None
    newest: str
    newest_source: str
    age: str
    limit: str
    limit_basis: str
    rectify: str
    """整改期限 in words, of what fails or warns."""
    rectify_by: date | None
    screenshot: bool
    fetched: str
    deadlines: tuple[str, ...]
    corrections: tuple[str, ...]
    doubts: tuple[str, ...]
    evidence: tuple[EvidenceView, ...]
    looked: tuple[LookView, ...]
    earlier: tuple[EarlierView, ...]
    """上次状态: what stands and this run could not tell anything of."""
    rulings: tuple[RulingView, ...]
    printed: dict[tuple[str, ...], Markup] = field(default_factory=dict, compare=False, repr=False)
    """What templates made of it, by the name of their macro and its words: many units' pages show one item alike."""


def item_view(result: Result, *, index: int, as_of: date, whole: bool = True, told: Told = NOTHING) -> ItemView:
    """`result` as it is shown; `index` is its place in the audit and makes its anchor, `as_of` counts the days.

    Without `whole` it is for the row of a table, which shows no entries, no evidence and no places that were searched:
    most items of an audit pass, and making these for nobody would double its reports' cost.
    """
    followed = told.followed
    evidence, numbers = _evidence(result.findings, told.book) if whole else ((), {})
    due = rectify_by(result, as_of, told)
    findings = sorted(
        (_finding(result, finding, numbers, followed) for finding in result.findings),
        key=lambda f: _SEVERITY_OF_KEY[f.label.key],
    )
    reason = clean(result.reason or "", SENTENCE)
    rulings = rulings_on(followed, result)
    limit_basis = clean(result.limit_basis, SENTENCE)
    return ItemView(
        anchor=f"item-{index + 1}",
        label=STATUS[result.status],
        title=title_of(result),
        rule=clean(result.rule, NAME),
        source=source_of(result),
        section=clean(result.section, SENTENCE).rstrip("。；，"),
        task=folded(result.text),
        expected=expected_path(result),
        unit=clean(result.unit or "", NAME),
        lead_units=unit_names(result.lead_units),
        responsible_units=unit_names(result.responsible_units),
        findings=tuple(findings),
        reason="" if any(f.message == reason for f in findings) or _ruled(reason, rulings) else reason,
        to_look_at=clean(result.to_look_at, SENTENCE),
        found=_found(result),
        entries=tuple(_entry(entry) for entry in result.samples) if whole else (),
        entries_read=None if result.column and result.column.match is Match.NONE else result.entries,
        newest=result.newest.isoformat() if result.newest else "",
        newest_source=DATE_SOURCE[result.newest_source] if result.newest and result.newest_source else "",
        age=age(result, as_of),
        limit="" if result.limit_days is None else f"{result.limit_days} 天",
        limit_basis="" if any(limit_basis in f.basis for f in findings) else limit_basis,
        rectify="" if due is None else due.words,
        rectify_by=None if due is None else due.day,
        screenshot=result.screenshot is not None,
        fetched=moment(result.fetched_at),
        deadlines=deadlines(result, as_of, most=MOST),
        corrections=tuple(
            f"“{clean(c.original, NAME)}”按“{clean(c.corrected, NAME)}”核查" for c in result.corrections[:MOST]
        ),
        doubts=tuple(clean(doubt, SENTENCE) for doubt in result.doubts[:MOST]),
        evidence=evidence,
        looked=_looked(result.looked) if whole else (),
        earlier=earlier(followed, result),
        rulings=rulings,
    )


_SEVERITY_OF_KEY = {STATUS[status].key: place for status, place in SEVERITY.items()}


def title_of(result: Result) -> str:
    """The column's name as the document has it; the beginning of the task for a task without a path."""
    return clean(result.path[-1], NAME) if result.path else folded(result.text, head=40).head or "（无任务原文）"


def expected_path(result: Result) -> tuple[str, ...]:
    """Site and segments as the document demands them; empty for a manual task."""
    site = () if result.site is None else (result.site,)
    return tuple(clean(name, NAME) for name in (*site, *result.path))


def source_of(result: Result) -> str:
    """Document, row and item in words."""
    document = document_name(result.document)
    item = "" if result.item is None else f"第 {result.item} 项"
    return f"{document}第 {result.row} 行{item}"


def document_name(title: str) -> str:
    """A document's title in 《》, unless it brings its own."""
    shown = clean(title, 120)
    if not shown:
        return "任务分工文件"
    return shown if "《" in shown else f"《{shown}》"


def unit_names(names: Sequence[str]) -> str:
    """Names joined by 、, at most thirty."""
    shown = "、".join(clean(name, NAME) for name in names[:MOST])
    return f"{shown} 等 {len(names)} 个单位" if len(names) > MOST else shown


def folded(text: str, *, head: int = TASK_HEAD) -> Text:
    """`text` with its beginning apart when it is longer than `head` by more than a few words."""
    whole = clean(text, TASK)
    if len(whole) <= head + 20:
        return Text(head=whole)
    return Text(head=f"{whole[:head].rstrip()}…", whole=whole)


def _ruled(reason: str, rulings: Sequence[RulingView]) -> bool:
    """The reason only repeats what a ruling says."""
    return any(one.reason and reason == f"{one.reason}（{one.by}，{one.on}）" for one in rulings)


def _finding(
    result: Result, finding: Finding, numbers: dict[EvidenceRef, int], followed: Followed | None
) -> FindingView:
    entry = None if followed is None else followed.standing(result, finding)
    return FindingView(
        label=STATUS[finding.status],
        name=finding_name(finding),
        message=clean(finding.message, SENTENCE),
        advice=clean(finding.advice, SENTENCE),
        basis=clean(finding.basis, SENTENCE),
        evidence=tuple(sorted({numbers[ref] for ref in finding.evidence if ref in numbers})),
        state=None if entry is None else state_view(entry),
        replies=() if entry is None or followed is None else replies_to(followed, entry),
    )


def _evidence(
    findings: Iterable[Finding], book: EvidenceBook | None
) -> tuple[tuple[EvidenceView, ...], dict[EvidenceRef, int]]:
    """Every page the findings rest on, once, with its number."""
    numbers: dict[EvidenceRef, int] = {}
    for finding in findings:
        for ref in finding.evidence:
            if len(numbers) < MOST:
                numbers.setdefault(ref, len(numbers) + 1)
    views = tuple(
        EvidenceView(
            number="" if book is None else book.number(ref),
            href=None if book is None else book.href(ref),
            link=link(ref.url),
            time=moment(ref.fetched_at),
            digest=clean(ref.sha256, 64)[:12],
            quote=clean(ref.quote, 200),
        )
        for ref in numbers
    )
    return views, numbers


def _found(result: Result) -> FoundView | None:
    column = result.column
    if column is None:
        return None
    ruled = column.via == BY_HAND
    named_alike = column.match in (Match.EXACT, Match.NONE) or column.similarity >= 1
    similarity = "" if named_alike else f"{int(max(0.0, column.similarity) * 100 + 1e-9)}%"
    return FoundView(
        trail=() if ruled else tuple(clean(name, NAME) for name in column.trail[:12]),
        link=None if column.url is None else link(column.url),
        match=match_name(column),
        similarity=similarity,
        via="" if ruled else clean(column.via, SENTENCE),
    )


def _entry(entry: Entry) -> EntryView:
    notes = ("置顶",) if entry.pinned else ()
    if entry.inferred:
        notes = (*notes, "原文未写年份，系推定")
    if entry.future:
        notes = (*notes, "日期晚于审核基准日，不采用")
    return EntryView(
        date=entry.date.isoformat() if entry.date else "无日期",
        source=DATE_SOURCE[entry.date_source] if entry.date and entry.date_source else "",
        title=link(entry.url, entry.title or "（无标题）", limit=TITLE),
        notes=notes,
    )


def _looked(looked: Sequence[Look]) -> tuple[LookView, ...]:
    views = [
        LookView(
            place=clean(look.place, NAME),
            link=None if look.url is None else link(look.url),
            note=clean(look.note, 200),
        )
        for look in looked[:MOST]
    ]
    if len(looked) > MOST:
        views.append(LookView(place=f"另有 {len(looked) - MOST} 处", link=None, note="从略"))
    return tuple(views)
