"""A unit's report as data: what stands on the page, in the order of the page.

What a unit leads, what it is named for and what it shares only as a member of a group are kept apart; the headline
counts the first two (design.md section 7).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from checker.followed import Followed
from checker.history import History, tally
from checker.ledger import LedgerState
from checker.result import Audit, AuditRun, Status, UnitResult
from reports.cleaning import clean, long_date, moment, percent
from reports.follow import RectifiedView, StateView, TurnView, longest, rectified, turn_views
from reports.item import NAME, ItemView, document_name, expected_path, item_view, title_of
from reports.naming import possible_files
from reports.summary import pass_rate, shown_coverage
from reports.told import NOTHING, Told
from reports.trend import PART, TrendView, change, change_of_points, unit_trend
from reports.wording import ORDINALS, STATUS, Label

_BACK = f"turn-{LedgerState.REOPENED.value}"

FULL = (Status.FAIL, Status.WARN, Status.UNVERIFIABLE)
"""Statuses whose items are shown with everything that is known of them."""

LEADS = {
    Status.FAIL: "下列任务未达到文件要求，请按整改期限逐项整改，期限近的在前；整改通知书另定期限的，以通知书为准。",
    Status.WARN: "下列任务基本达到要求，但存在偏差或即将超期，请核对处理。",
    Status.UNVERIFIABLE: "下列任务本轮未能取得可靠证据，不作合格与否的结论，也不计入合格率。",
    Status.MANUAL: "下列任务没有可由程序查看的网上栏目，请人工核查后在右栏记录。",
    Status.PASS: "下列任务达到文件要求。",
    Status.NOT_APPLICABLE: "下列任务经确认本轮不适用，不计入覆盖率。",
    Status.WAIVED: "下列任务的问题已获豁免，不计入覆盖率，列出备查。",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class RunView:
    """审核轮次 as every page names it."""

    id: str
    place: str
    as_of: str
    started: str
    finished: str


@dataclass(frozen=True, kw_only=True, slots=True)
class CountView:
    """One status and how often it was given; `start` and `width` place it on a bar of 1,000."""

    label: Label
    count: int
    start: float
    width: float


@dataclass(frozen=True, kw_only=True, slots=True)
class RoleView:
    """Items of one status under one role."""

    name: str
    items: tuple[ItemView, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class SectionView:
    """One numbered section: all items of one status."""

    ordinal: str
    label: Label
    lead: str
    full: bool
    count: int
    roles: tuple[RoleView, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class ProblemView:
    """One line of 问题一览: a failing or warning item, numbered through the page."""

    number: int
    item: ItemView
    name: str
    role: str
    states: tuple[StateView, ...]
    """Of its findings, each once."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ComparedView:
    """The headline beside the run before: its day, and how each figure moved, empty where that is not known."""

    as_of: str
    pass_rate: str
    coverage: str
    score: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SharedView:
    """集体任务: what the unit answers for only together with a group."""

    ordinal: str
    count: int
    counts: tuple[CountView, ...]
    sections: tuple[SectionView, ...]
    rectified: tuple[RectifiedView, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class UnitPage:
    """One unit's report."""

    files: tuple[str, ...]
    """Names this page may have as a file; it says them itself, so that a later run knows its own."""
    unit: str
    groups: str
    run: RunView
    documents: tuple[str, ...]
    pass_rate: str
    judged: int
    passed: int
    coverage: str
    score: str
    compared: ComparedView | None
    """None where no earlier run is known, or it asked the unit for nothing."""
    trend: TrendView | None
    """Its 合格率 over the last runs; None where a run has no place in a trend."""
    total: int
    lead_count: int
    named_count: int
    counts: tuple[CountView, ...]
    turns: tuple[TurnView, ...]
    """整改情况 of what it leads and is named for; empty where no ledger is known."""
    rectified: tuple[RectifiedView, ...]
    statement: tuple[str, ...]
    problems: tuple[ProblemView, ...]
    numbers: Mapping[str, int | None]
    """Anchor of every item → its number in 问题一览; None for items that have no problem."""
    sections: tuple[SectionView, ...]
    shared: SharedView | None


def unit_page(
    audit: Audit, unit: UnitResult, told: Told = NOTHING, *, views: dict[int, ItemView] | None = None
) -> UnitPage:
    """The report of `unit`; an index that stands under two roles is shown under the stronger one only.

    `views` are the items that pages of the same audit and of the same `told` have made so far, by index; new ones are
    added.
    """
    followed = told.followed
    views = {} if views is None else views
    lead = tuple(dict.fromkeys(unit.lead))
    named = tuple(index for index in dict.fromkeys(unit.named) if index not in set(lead))
    shared = tuple(index for index in dict.fromkeys(unit.shared) if index not in {*lead, *named})
    roles = (("牵头任务", _items(audit, lead, told, views)), ("责任任务", _items(audit, named, told, views)))
    sections = _sections(roles, first=0)
    collective = _shared(audit, shared, first=len(sections), told=told, views=views)
    problems = _problems(sections)
    numbers: dict[str, int | None] = {
        item.anchor: None
        for section in (*sections, *(collective.sections if collective else ()))
        for role in section.roles
        for item in role.items
    }
    numbers |= {problem.item.anchor: problem.number for problem in problems}
    passed = unit.counts.get(Status.PASS, 0)
    judged = passed + unit.counts.get(Status.FAIL, 0) + unit.counts.get(Status.WARN, 0)
    return UnitPage(
        files=possible_files(unit.name),
        unit=clean(unit.name, NAME),
        groups="、".join(clean(group, NAME) for group in unit.groups),
        run=run_view(audit.run),
        documents=tuple(
            dict.fromkeys(document_name(audit.results[index].document) for index in (*lead, *named, *shared))
        ),
        pass_rate=percent(pass_rate(passed, unit.counts.get(Status.WARN, 0), unit.counts.get(Status.FAIL, 0))),
        judged=judged,
        passed=passed,
        coverage=percent(shown_coverage(unit)),
        score="" if unit.score is None else f"{unit.score:.1f}",
        compared=_compared(unit, told.history),
        trend=unit_trend(told.history, audit, unit),
        total=len(lead) + len(named),
        lead_count=len(lead),
        named_count=len(named),
        counts=count_views(unit.counts),
        turns=_turns(audit, (*lead, *named), followed),
        rectified=_rectified(audit, (*lead, *named), followed),
        statement=(
            *_statement(unit, judged=judged, lead=len(lead), named=len(named), shared=len(shared)),
            *(() if told.history is None or told.history.complete else (PART,)),
        ),
        problems=problems,
        numbers=numbers,
        sections=sections,
        shared=collective,
    )


def _compared(unit: UnitResult, history: History | None) -> ComparedView | None:
    last = None if history is None else history.last
    before = None if last is None else last.units.get(unit.name)
    if last is None or before is None:
        return None
    now = tally(unit.counts)
    return ComparedView(
        as_of=long_date(last.as_of),
        pass_rate=change(before.pass_rate, now.pass_rate),
        coverage=change(before.coverage, now.coverage),
        score=change_of_points(last.scores.get(unit.name), unit.score),
    )


def run_view(run: AuditRun) -> RunView:
    """The run's own words."""
    return RunView(
        id=clean(run.id, NAME),
        place=clean(run.place, NAME),
        as_of=long_date(run.as_of),
        started=moment(run.started)[:16],
        finished=moment(run.finished)[:16],
    )


def count_views(counts: Mapping[Status, int]) -> tuple[CountView, ...]:
    """Every status in the order of the report, with its place on the bar."""
    total = sum(counts.values()) or 1
    views: list[CountView] = []
    start = 0.0
    for status, label in STATUS.items():
        count = counts.get(status, 0)
        width = 1000 * count / total
        views.append(CountView(label=label, count=count, start=round(start, 2), width=round(width, 2)))
        start += width
    return tuple(views)


def _turns(audit: Audit, indices: Sequence[int], followed: Followed | None) -> tuple[TurnView, ...]:
    if followed is None:
        return ()
    results = [audit.results[index] for index in indices]
    return turn_views(followed.turns(results), longest=longest(followed, results))


def _rectified(audit: Audit, indices: Iterable[int], followed: Followed | None) -> tuple[RectifiedView, ...]:
    if followed is None:
        return ()
    results = (audit.results[index] for index in indices)
    closed = (one for one in results if followed.rectified(one))  # hardly any: only these are named
    return tuple(rectified(followed, ((title_of(one), expected_path(one), one) for one in closed)))


def _items(
    audit: Audit, indices: Iterable[int], told: Told, views: dict[int, ItemView]
) -> list[tuple[Status, ItemView]]:
    """In the order of the document."""
    chosen = sorted(
        indices, key=lambda i: (audit.results[i].document, audit.results[i].row, audit.results[i].item or 0, i)
    )
    for i in chosen:
        if i not in views:
            result = audit.results[i]
            whole = result.status in FULL
            views[i] = item_view(result, index=i, as_of=audit.run.as_of, whole=whole, told=told)
    return [(audit.results[i].status, views[i]) for i in chosen]


def _sections(roles: Sequence[tuple[str, Sequence[tuple[Status, ItemView]]]], *, first: int) -> tuple[SectionView, ...]:
    """One section for each status that occurs; `first` sections stand before them."""
    sections: list[SectionView] = []
    for status, label in STATUS.items():
        views = tuple(
            RoleView(name=name, items=tuple(sorted(chosen, key=_urgency)))
            for name, items in roles
            if (chosen := [item for given, item in items if given is status])
        )
        if views:
            sections.append(
                SectionView(
                    ordinal=ORDINALS[first + len(sections)],
                    label=label,
                    lead=LEADS[status],
                    full=status in FULL,
                    count=sum(len(view.items) for view in views),
                    roles=views,
                )
            )
    return tuple(sections)


def _urgency(item: ItemView) -> tuple[date, bool]:
    """What has to be rectified first comes first, and what came back before what is new; else the document's order."""
    back = any(finding.state is not None and finding.state.key == _BACK for finding in item.findings)
    return item.rectify_by or date.max, not back


def _problems(sections: Iterable[SectionView]) -> tuple[ProblemView, ...]:
    """What fails and warns, numbered in the order of the page."""
    faulty = [
        (role.name, item)
        for section in sections
        if section.label in (STATUS[Status.FAIL], STATUS[Status.WARN])
        for role in section.roles
        for item in role.items
    ]
    return tuple(
        ProblemView(
            number=number,
            item=item,
            name="、".join(dict.fromkeys(finding.name for finding in item.findings)) or item.reason,
            role=role,
            states=tuple(dict.fromkeys(finding.state for finding in item.findings if finding.state is not None)),
        )
        for number, (role, item) in enumerate(faulty, 1)
    )


def _shared(
    audit: Audit, indices: Sequence[int], *, first: int, told: Told, views: dict[int, ItemView]
) -> SharedView | None:
    if not indices:
        return None
    items = _items(audit, indices, told, views)
    counts = dict.fromkeys(STATUS, 0)
    for status, _ in items:
        counts[status] += 1
    return SharedView(
        ordinal=ORDINALS[first],
        count=len(items),
        counts=count_views(counts),
        sections=_sections([("集体任务", items)], first=0),
        rectified=_rectified(audit, indices, told.followed),
    )


def _statement(unit: UnitResult, *, judged: int, lead: int, named: int, shared: int) -> tuple[str, ...]:
    """What the figures are over, in sentences."""
    count = unit.counts.get
    total = lead + named
    if total == 0:
        sentences = ["本轮没有由本单位牵头或点名由本单位负责的任务。"]
    else:
        unjudged = count(Status.UNVERIFIABLE, 0) + count(Status.MANUAL, 0)
        aside = count(Status.NOT_APPLICABLE, 0) + count(Status.WAIVED, 0)
        sentences = [
            f"本单位任务共 {total} 项（牵头 {lead} 项，责任 {named} 项），"
            f"其中已作出结论 {judged} 项，覆盖率 {percent(shown_coverage(unit))}。"
        ]
        if unjudged:
            sentences.append(
                f"无法核验 {count(Status.UNVERIFIABLE, 0)} 项、"
                f"需人工核查 {count(Status.MANUAL, 0)} 项未作结论，不计入合格率。"
            )
        if aside:
            sentences.append(
                f"不适用 {count(Status.NOT_APPLICABLE, 0)} 项、豁免 {count(Status.WAIVED, 0)} 项不计入覆盖率。"
            )
    if shared:
        sentences.append(f"另有仅以单位组成员身份共同承担的集体任务 {shared} 项，单独列出，不计入以上数字。")
    return tuple(sentences)
