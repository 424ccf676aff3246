"""The overview as data: figures, units and columns from the worst, sites, what was not checked and why."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from checker.followed import Followed
from checker.history import History
from checker.result import Audit, Result, Status
from reports.changes import ChangesView, changes, unit_changes
from reports.cleaning import clean, percent, safe_href
from reports.follow_overview import FollowView, follow_view
from reports.heat import HeatView, heat
from reports.item import NAME, SENTENCE, document_name, expected_path, folded, source_of, title_of, unit_names
from reports.naming import OVERVIEW_FILE, page_files
from reports.sites import SiteRow, site_row
from reports.summary import SummaryRow, pass_rate, shown_coverage, summary
from reports.trend import TrendView, trend
from reports.view import CountView, RunView, count_views, run_view
from reports.wording import SEVERITY, STATUS, Label, code_name

MOST_COLUMNS = 50
MOST_NAMES = 12
MOST_ROWS = 500
"""Rows of the manual list and of each reason; the rest stands in the units' own reports, and the page says so."""


@dataclass(frozen=True, kw_only=True, slots=True)
class UnitRow:
    """One unit of the ranking; `shared` counts what it answers for only with its group."""

    place: int
    unit: str
    href: str | None
    figures: SummaryRow
    pass_rate: str
    coverage: str
    change: str
    """Of the 合格率 since the run before; empty where there is none to compare with."""
    others: int
    shared: int


@dataclass(frozen=True, kw_only=True, slots=True)
class ColumnRow:
    """A column that fails or warns, with everything asked of it counted."""

    path: tuple[str, ...]
    label: Label
    failed: int
    warned: int
    problems: str
    units: str
    href: str | None
    """The column's address, when all that was asked of it led to one."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ReasonRow:
    """Why some results could not be verified, and which; `left_out` of them are not listed."""

    name: str
    count: int
    items: tuple[tuple[tuple[str, ...], str, str], ...]
    """Path, reason, units."""
    left_out: int


@dataclass(frozen=True, kw_only=True, slots=True)
class ManualRow:
    """A task for people."""

    source: str
    text: str
    to_look_at: str
    reason: str
    units: str
    deadlines: str


@dataclass(frozen=True, kw_only=True, slots=True)
class DocumentRow:
    """How far a document is covered: its rows, and the results that come from it."""

    title: str
    rows: str
    covered: int
    results: int
    manual: int


@dataclass(frozen=True, kw_only=True, slots=True)
class OverviewPage:
    """The overview of one run."""

    files: tuple[str, ...]
    run: RunView
    unit_count: int
    result_count: int
    pass_rate: str
    passed: int
    judged: int
    coverage: str
    counts: tuple[CountView, ...]
    changes: ChangesView | None
    trend: TrendView | None
    heat: HeatView | None
    documents: tuple[DocumentRow, ...]
    units: tuple[UnitRow, ...]
    columns: tuple[ColumnRow, ...]
    columns_left_out: int
    problems: tuple[tuple[str, int], ...]
    sites: tuple[SiteRow, ...]
    reasons: tuple[ReasonRow, ...]
    manual: tuple[ManualRow, ...]
    manual_left_out: int
    follow: FollowView | None


def overview_page(
    audit: Audit,
    *,
    linked: Collection[str] | None = None,
    followed: Followed | None = None,
    history: History | None = None,
) -> OverviewPage:
    """The overview; units in `linked` (all when None) are linked to the pages that `write_reports` writes.

    `history` are the runs before it; None where they are not known.
    """
    counts = dict.fromkeys(STATUS, 0)
    for result in audit.results:
        counts[result.status] += 1
    passed, warned, failed = (counts[s] for s in (Status.PASS, Status.WARN, Status.FAIL))
    judged = passed + warned + failed
    expected = len(audit.results) - counts[Status.NOT_APPLICABLE] - counts[Status.WAIVED]
    owners = _owners(audit)
    columns = _columns(audit, owners)
    ranked = [row.unit for row in summary(audit)]
    manual = [i for i, result in enumerate(audit.results) if result.status is Status.MANUAL]
    return OverviewPage(
        files=(OVERVIEW_FILE,),
        run=run_view(audit.run),
        unit_count=len(audit.units),
        result_count=len(audit.results),
        pass_rate=percent(pass_rate(passed, warned, failed)),
        passed=passed,
        judged=judged,
        coverage=percent(judged / expected if expected else 1.0),
        counts=count_views(counts),
        changes=changes(audit, history, followed, [_short(names) for names in owners]),
        trend=trend(history, audit),
        heat=heat(audit, ranked),
        documents=_documents(audit),
        units=_units(audit, linked, unit_changes(history, audit)),
        columns=tuple(columns[:MOST_COLUMNS]),
        columns_left_out=max(0, len(columns) - MOST_COLUMNS),
        problems=_problems(audit.results),
        sites=tuple(site_row(site) for site in audit.sites),
        reasons=_reasons(audit, owners),
        manual=tuple(_manual(audit.results[i], owners[i]) for i in manual[:MOST_ROWS]),
        manual_left_out=max(0, len(manual) - MOST_ROWS),
        follow=follow_view(audit, followed, ranked),
    )


def _units(audit: Audit, linked: Collection[str] | None, moved: Mapping[str, str]) -> tuple[UnitRow, ...]:
    files = page_files(unit.name for unit in audit.units)
    units = {unit.name: unit for unit in audit.units}
    return tuple(
        UnitRow(
            place=place,
            unit=clean(row.unit, NAME),
            href=quote(files[row.unit]) if linked is None or row.unit in linked else None,
            figures=row,
            pass_rate=percent(row.pass_rate),
            coverage=percent(shown_coverage(units[row.unit])),
            change=moved.get(row.unit, ""),
            others=units[row.unit].counts.get(Status.NOT_APPLICABLE, 0) + units[row.unit].counts.get(Status.WAIVED, 0),
            shared=len(units[row.unit].shared),
        )
        for place, row in enumerate(summary(audit), 1)
    )


def _owners(audit: Audit) -> list[tuple[str, ...]]:
    """For each result the units that answer for it by name; the printed names when no configured unit does."""
    owners: list[list[str]] = [[] for _ in audit.results]
    for unit in audit.units:
        for index in dict.fromkeys((*unit.lead, *unit.named)):
            owners[index].append(unit.name)
    return [
        (result.unit,) if result.unit else tuple(names) or result.lead_units or result.responsible_units
        for result, names in zip(audit.results, owners, strict=True)
    ]


def _columns(audit: Audit, owners: Sequence[tuple[str, ...]]) -> list[ColumnRow]:
    """Columns with failures or warnings, worst first; one path asked for by several rows or units is one column."""
    groups: defaultdict[tuple[str | None, tuple[str, ...]], list[int]] = defaultdict(list)
    for index, result in enumerate(audit.results):
        if result.path and result.status in (Status.FAIL, Status.WARN):
            groups[result.site, result.path].append(index)
    rows = []
    for indices in groups.values():
        results = [audit.results[i] for i in indices]
        failed = sum(result.status is Status.FAIL for result in results)
        addresses = {result.column.url if result.column else None for result in results}
        rows.append(
            ColumnRow(
                path=expected_path(results[0]),
                label=STATUS[Status.FAIL if failed else Status.WARN],
                failed=failed,
                warned=len(results) - failed,
                problems="、".join(name for name, _ in _problems(results)),
                units=_short(dict.fromkeys(name for i in indices for name in owners[i])),
                href=safe_href(addresses.pop()) if len(addresses) == 1 else None,
            )
        )
    return sorted(rows, key=lambda row: (-row.failed, -row.warned, row.path))


def _problems(results: Sequence[Result]) -> tuple[tuple[str, int], ...]:
    """Short names of the failing and warning findings with the number of results, most severe, then most frequent."""
    counts: Counter[tuple[int, str]] = Counter()
    for result in results:
        if result.status in (Status.FAIL, Status.WARN):
            faults = {
                code_name(f.code): SEVERITY[f.status]
                for f in sorted(result.findings, key=lambda f: -SEVERITY[f.status])
                if f.status in (Status.FAIL, Status.WARN)
            }
            counts.update((severity, name) for name, severity in faults.items())
    ordered = sorted(counts.items(), key=lambda pair: (pair[0][0], -pair[1], pair[0][1]))
    names: Counter[str] = Counter()
    for (_, name), count in ordered:
        names[name] += count
    return tuple(names.items())


def _short(names: Collection[str]) -> str:
    shown = "、".join(clean(name, NAME) for name in list(names)[:MOST_NAMES])
    return f"{shown} 等 {len(names)} 个单位" if len(names) > MOST_NAMES else shown


def _reasons(audit: Audit, owners: Sequence[tuple[str, ...]]) -> tuple[ReasonRow, ...]:
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for index, result in enumerate(audit.results):
        if result.status is Status.UNVERIFIABLE:
            codes = [finding.code for finding in result.findings if finding.status is Status.UNVERIFIABLE]
            groups[code_name(codes[0]) if codes else "其他原因"].append(index)
    return tuple(
        ReasonRow(
            name=name,
            count=len(indices),
            items=tuple(
                (
                    expected_path(audit.results[i]) or (title_of(audit.results[i]),),
                    _why(audit.results[i]),
                    _short(owners[i]),
                )
                for i in indices[:MOST_ROWS]
            ),
            left_out=max(0, len(indices) - MOST_ROWS),
        )
        for name, indices in sorted(groups.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    )


def _why(result: Result) -> str:
    messages = [f.message for f in result.findings if f.status is Status.UNVERIFIABLE]
    return clean(result.reason or "；".join(messages), 200)


def _manual(result: Result, owners: Sequence[str]) -> ManualRow:
    return ManualRow(
        source=source_of(result),
        text=folded(result.text).head,
        to_look_at=clean(result.to_look_at, SENTENCE),
        reason=clean(result.reason or "", 200),
        units=unit_names(result.lead_units or result.responsible_units or tuple(owners)),
        deadlines="；".join(clean(deadline.text, NAME) for deadline in result.deadlines[:5]),
    )


def _documents(audit: Audit) -> tuple[DocumentRow, ...]:
    by_title: defaultdict[str, list[Result]] = defaultdict(list)
    for result in audit.results:
        by_title[result.document].append(result)
    titles = dict.fromkeys((*audit.documents, *by_title))
    return tuple(
        DocumentRow(
            title=document_name(title),
            rows=str(audit.documents[title]) if title in audit.documents else "—",
            covered=len({result.row for result in by_title[title]}),
            results=len(by_title[title]),
            manual=sum(result.status is Status.MANUAL for result in by_title[title]),
        )
        for title in titles
    )
