"""The sheets of the 台账 that hold findings: all of them, and each once for every unit that answers for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from checker.result import Audit, EvidenceRef, Result
from reports.cleaning import link, moment
from reports.register import Line
from reports.sheet import Cell, Column, Kind, Sheet, joined, listed
from reports.wording import DATE_SOURCE, STATUS, code_name

_EVIDENCE = ("一", "二", "三")
_WHOLE_SITE = "（网站整体）"


@dataclass(frozen=True, kw_only=True, slots=True)
class UnitLine:
    """A finding as one unit's."""

    unit: str
    role: str
    line: Line


def register_sheet(lines: Sequence[Line]) -> Sheet:
    """问题台账: every finding once."""
    return Sheet(name="问题台账", columns=LINE_COLUMNS, rows=lambda: lines, frozen=1, printed=_PRINTED)


def unit_lines_sheet(audit: Audit, lines: Sequence[Line]) -> Sheet:
    """单位问题: every finding once for each unit that answers for it, unit by unit."""
    columns = (
        Column(title="单位", width=22, value=lambda row: row.unit),
        Column(title="角色", width=8, value=lambda row: row.role),
        *(
            Column(title=column.title, width=column.width, value=partial(_of_line, column), kind=column.kind)
            for column in LINE_COLUMNS
            if column.title in _OF_UNITS
        ),
    )
    return Sheet(name="单位问题", columns=columns, rows=lambda: _unit_lines(audit, lines), frozen=3, printed=14)


def _of_line(column: Column, row: UnitLine) -> Cell:
    return column.value(row.line)


def _unit_lines(audit: Audit, lines: Iterable[Line]) -> Iterator[UnitLine]:
    by_result: Mapping[int, list[Line]] = defaultdict(list)
    for line in lines:
        if line.index is not None:
            by_result[line.index].append(line)
    places = {id(line): place for place, line in enumerate(lines)}
    for unit in audit.units:
        found = [
            (role, line)
            for role, indices in (("牵头", unit.lead), ("责任", unit.named), ("集体", unit.shared))
            for index in indices
            for line in by_result.get(index, ())
        ]
        for role, line in sorted(found, key=lambda one: places[id(one[1])]):
            yield UnitLine(unit=unit.name, role=role, line=line)


def _opened(line: Line) -> date | None:
    return line.entry.opened if line.entry is not None else None


def _lead(line: Line) -> str:
    return joined(_units(line, lead=True))


def _responsible(line: Line) -> str:
    return joined(_units(line, lead=False))


def _units(line: Line, *, lead: bool) -> tuple[str, ...]:
    """Who answers: for a unit's own page that unit alone, and nobody whom a person released."""
    about = line.result or line.entry
    if about is None:
        return ()
    own = _page_of(line)
    if own:
        return (own,) if lead == (own in about.lead_units) else ()
    released = line.result.released if line.result is not None else ()
    names = about.lead_units if lead else about.responsible_units
    return tuple(name for name in names if name not in released)


def _page_of(line: Line) -> str:
    if line.result is not None:
        return line.result.unit or ""
    return line.entry.key.unit if line.entry is not None else ""


def _site(line: Line) -> str:
    if line.site is not None:
        return line.site.name
    about = line.result or line.entry
    return (about.site or "") if about is not None else ""


def _column(line: Line) -> Cell:
    """The path the document demands, leading to the column that was found for it."""
    if line.site is not None:
        return link(line.site.url, _WHOLE_SITE)
    if line.result is not None:
        return path_cell(line.result)
    if line.entry is None or not line.entry.path:
        return _WHOLE_SITE if line.entry is not None and line.entry.key.place else None
    return " > ".join(line.entry.path)


def path_cell(result: Result) -> Cell:
    """The path that the document demands, leading to the column that was found for it; None without a path."""
    if not result.path:
        return None
    url = result.column.url if result.column is not None else None
    return link(url, " > ".join(result.path), limit=2000)


def url_cell(result: Result) -> Cell:
    """The column's address."""
    url = result.column.url if result.column is not None else None
    return link(url, limit=2000) if url else None


def _url(line: Line) -> Cell:
    if line.site is not None:
        return link(line.site.url, limit=2000)
    return url_cell(line.result) if line.result is not None else None


def _closed(line: Line) -> date | None:
    return line.entry.closed if line.entry is not None else None


def _replied(line: Line) -> str:
    return listed(f"{one.on} {one.by}：{one.text}" for one in line.replies)


def _evidence(place: int, line: Line) -> Cell:
    pages = _pages(line)
    if place >= len(pages):
        return None
    return link(pages[place].url, limit=2000)


def _pages(line: Line) -> list[EvidenceRef]:
    return list({ref.url: ref for ref in reversed(line.evidence)}.values())[::-1]


def _said(line: Line) -> str:
    """What pages say, when they were fetched, and how many more there are."""
    shown = [
        f"{moment(ref.fetched_at)}，SHA-256 {ref.sha256[:12]}" + (f"，“{ref.quote}”" if ref.quote else "")
        for ref in _pages(line)[: len(_EVIDENCE)]
    ]
    left = len(_pages(line)) - len(shown)
    return "；".join(shown) + (f"；另有 {left} 处" if left > 0 else "")


def _note(line: Line) -> str:
    ruled = (f"{ruling.reason}（{ruling.by}，{ruling.on}）" for ruling in line.result.rulings) if line.result else ()
    return listed((line.note, *ruled))


def _due(result: Result | None) -> str:
    return listed(one.text for one in result.deadlines) if result is not None else ""


def _of_result(line: Line, name: str) -> Cell:
    value: Cell = getattr(line.result, name) if line.result is not None else None
    return value


def _source(line: Line) -> str:
    result = line.result
    return DATE_SOURCE[result.newest_source] if result and result.newest and result.newest_source else ""


def _place(name: str, line: Line) -> Cell:
    about = line.result or line.entry
    value: Cell = getattr(about, name) if about is not None else None
    return value or None


LINE_COLUMNS: tuple[Column, ...] = (
    Column(title="状态", width=10, value=lambda line: line.state, kind=Kind.STATE),
    Column(title="程度", width=9, value=lambda line: STATUS[line.weight].name, kind=Kind.STATE),
    Column(title="发现日期", width=12, value=_opened),
    Column(title="查到轮数", width=9, value=lambda line: (line.entry.runs or None) if line.entry else None),
    Column(title="牵头单位", width=18, value=_lead),
    Column(title="责任单位", width=22, value=_responsible),
    Column(title="网站", width=14, value=_site),
    Column(title="栏目", width=34, value=_column),
    Column(title="问题", width=16, value=lambda line: code_name(line.code)),
    Column(title="情况说明", width=48, value=lambda line: line.message),
    Column(title="整改建议", width=34, value=lambda line: line.finding.advice if line.finding else None),
    Column(title="整改日期", width=12, value=_closed),
    Column(title="整改反馈", width=24, value=_replied),
    Column(title="备注", width=24, value=_note),
    Column(title="首次发现", width=12, value=lambda line: line.entry.first_opened if line.entry else None),
    Column(title="出现次数", width=9, value=lambda line: line.entry.openings if line.entry else None),
    Column(title="最近查到", width=12, value=lambda line: line.entry.seen if line.entry else None),
    Column(title="最近核查", width=12, value=lambda line: line.entry.looked if line.entry else None),
    Column(title="部门网页所属单位", width=18, value=_page_of),
    Column(title="依据", width=40, value=lambda line: line.finding.basis if line.finding else None),
    Column(title="最新信息日期", width=12, value=lambda line: _of_result(line, "newest")),
    Column(title="日期来源", width=12, value=_source),
    Column(title="更新时限（天）", width=9, value=lambda line: _of_result(line, "limit_days")),
    Column(title="时限依据", width=30, value=lambda line: _of_result(line, "limit_basis")),
    Column(title="栏目网址", width=36, value=_url),
    *(
        Column(title=f"证据{ordinal}", width=30, value=partial(_evidence, place))
        for place, ordinal in enumerate(_EVIDENCE)
    ),
    Column(title="取证", width=36, value=_said),
    Column(title="文件", width=28, value=partial(_place, "document")),
    Column(title="行", width=6, value=partial(_place, "row")),
    Column(title="项", width=6, value=partial(_place, "item")),
    Column(title="任务原文", width=48, value=lambda line: _of_result(line, "text")),
    Column(title="办理时限", width=18, value=lambda line: _due(line.result)),
    Column(title="问题代码", width=18, value=lambda line: line.code),
    Column(
        title="规则编号", width=26, value=lambda line: line.entry.key.rule if line.entry else _of_result(line, "rule")
    ),
    Column(title="截图", width=30, value=lambda line: _of_result(line, "screenshot")),
)
_PRINTED = 14
_OF_UNITS = frozenset(
    {
        "状态",
        "程度",
        "发现日期",
        "查到轮数",
        "网站",
        "栏目",
        "问题",
        "情况说明",
        "整改建议",
        "整改日期",
        "整改反馈",
        "备注",
        "文件",
        "行",
        "项",
        "规则编号",
    }
)
"""What a unit's line tells; all else stands in 问题台账 under the same 规则编号."""
