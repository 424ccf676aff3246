"""The sheets of the 台账 beside the findings: units, sites, manual tasks, what was not verified, rulings, results."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from checker.followed import Followed, Turn
from checker.result import Audit, Result, SiteResult, Status, UnitResult
from checker.rulings import Ruling, RulingUse
from reports.cleaning import link, moment
from reports.follow import TURNS, use_view
from reports.register_sheets import path_cell, url_cell
from reports.sheet import Cell, Column, Kind, Sheet, joined, listed
from reports.summary import pass_rate, shown_coverage, summary
from reports.wording import DATE_SOURCE, SITE_STATUS, STATUS, code_name, finding_name, match_name


@dataclass(frozen=True, kw_only=True, slots=True)
class _UnitRow:
    unit: UnitResult
    turns: Mapping[Turn, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class _SiteRow:
    site: SiteResult
    counts: Counter[Status]
    turns: Mapping[Turn, int]


def units_sheet(audit: Audit, followed: Followed | None) -> Sheet:
    """按单位: every unit's figures, worst first, over what it leads or is named for."""

    def rows() -> Iterator[_UnitRow]:
        units = {unit.name: unit for unit in audit.units}
        for figures in summary(audit):
            unit = units[figures.unit]
            own = [audit.results[index] for index in (*unit.lead, *unit.named)]
            yield _UnitRow(unit=unit, turns=followed.turns(own) if followed is not None else {})

    columns = (
        Column(title="单位", width=24, value=lambda row: row.unit.name),
        Column(title="单位组", width=18, value=lambda row: joined(row.unit.groups)),
        *_counted(lambda row, status: row.unit.counts.get(status, 0)),
        Column(title="合格率", width=9, value=_rate, kind=Kind.SHARE),
        Column(title="覆盖率", width=9, value=_coverage, kind=Kind.SHARE),
        Column(title="得分", width=8, value=lambda row: row.unit.score),
        Column(title="其中加分", width=8, value=lambda row: row.unit.bonus or None),
        Column(title="一票否决", width=18, value=lambda row: joined(code_name(code) for code in row.unit.vetoes)),
        *_turned(),
        Column(title="集体任务", width=9, value=lambda row: len(row.unit.shared)),
    )
    return Sheet(name="按单位", columns=columns, rows=rows, frozen=1)


def sites_sheet(audit: Audit, followed: Followed | None) -> Sheet:
    """按网站: whether each could be looked at, what was found on its columns and on it as a whole."""

    def rows() -> Iterator[_SiteRow]:
        results: Mapping[str | None, list[Result]] = defaultdict(list)
        for result in audit.results:
            results[result.site].append(result)
        for site in audit.sites:
            own = results.get(site.name, [])
            yield _SiteRow(
                site=site,
                counts=Counter(result.status for result in own),
                turns=followed.turns(own, [site]) if followed is not None else {},
            )

    columns = (
        Column(title="网站", width=20, value=lambda row: row.site.name),
        Column(title="网址", width=34, value=lambda row: link(row.site.url, limit=2000)),
        Column(title="访问情况", width=12, value=lambda row: SITE_STATUS[row.site.status].name),
        Column(title="说明", width=40, value=lambda row: row.site.reason),
        *_counted(lambda row, status: row.counts[status]),
        Column(title="单项否决", width=24, value=lambda row: joined(code_name(code) for code in row.site.veto)),
        Column(
            title="网站整体问题",
            width=48,
            value=lambda row: listed(f"{code_name(one.code)}：{one.message}" for one in row.site.findings),
        ),
        Column(
            title="指标",
            width=48,
            value=lambda row: "；".join(
                f"{one.name} {one.value}" + (f"（{one.limit}）" if one.limit else "") for one in row.site.figures
            ),
        ),
        *_turned(),
        Column(title="请求数", width=8, value=lambda row: row.site.requests),
        Column(title="网页数", width=8, value=lambda row: row.site.pages),
    )
    return Sheet(name="按网站", columns=columns, rows=rows, frozen=1)


def manual_sheet(audit: Audit) -> Sheet:
    """人工任务: what people have to look at, with room for what they found."""
    columns = (
        *_document_columns(),
        Column(title="任务原文", width=56, value=lambda row: row.text),
        Column(title="需要查看", width=44, value=lambda row: row.to_look_at),
        Column(title="原因", width=30, value=lambda row: row.reason),
        *_unit_columns(),
        Column(title="办理时限", width=20, value=_deadlines),
        Column(title="到期日", width=12, value=_due),
        *(Column(title=title, width=14, value=lambda _: None, kind=Kind.FILL_IN) for title in _FILLED_IN),
        Column(title="规则编号", width=26, value=lambda row: row.rule),
    )
    return Sheet(name="人工任务", columns=columns, rows=partial(_having, audit, Status.MANUAL), frozen=0, printed=13)


def unverifiable_sheet(audit: Audit, followed: Followed | None) -> Sheet:
    """无法核验: what could not be looked at, why, and what was known of it before."""

    def before(result: Result) -> str:
        entries = followed.untold(result) if followed is not None else ()
        return listed(f"{code_name(one.key.code)}（自 {one.opened}）：{one.message}" for one in entries)

    columns = (
        Column(title="网站", width=16, value=lambda row: row.site),
        Column(title="栏目", width=34, value=path_cell),
        Column(title="原因", width=18, value=lambda row: joined(_names(row))),
        Column(title="情况说明", width=52, value=_said),
        Column(title="建议", width=34, value=lambda row: listed(one.advice for one in row.findings)),
        *_unit_columns(),
        Column(title="尚未销号的问题", width=40, value=before),
        Column(title="已查看", width=40, value=lambda row: joined(look.place for look in row.looked)),
        Column(title="需要查看", width=40, value=lambda row: row.to_look_at),
        *_document_columns(),
        Column(title="任务原文", width=48, value=lambda row: row.text),
        Column(title="规则编号", width=26, value=lambda row: row.rule),
    )
    return Sheet(
        name="无法核验", columns=columns, rows=partial(_having, audit, Status.UNVERIFIABLE), frozen=2, printed=9
    )


def rulings_sheet(audit: Audit, followed: Followed | None, *, whole: bool) -> Sheet:
    """豁免与裁定: what people decided, and what has become of it; only what is about these results without `whole`."""

    def rows() -> Iterator[RulingUse]:
        about = {result.rule for result in audit.results}
        known = followed.uses if followed is not None else _applied(audit)
        ordered = sorted(known, key=lambda use: (use.ruling.kind.value, use.ruling.on, use.ruling.rule, use.ruling.id))
        yield from (use for use in ordered if whole or use.ruling.rule in about)

    def ruling(name: str, use: RulingUse) -> Cell:
        value: Cell = getattr(use.ruling, name)
        return value

    columns = (
        Column(title="类型", width=12, value=lambda use: use_view(use).kind),
        Column(title="现状", width=12, value=lambda use: use_view(use).note or "有效", kind=Kind.STATE),
        Column(title="规则编号", width=28, value=partial(ruling, "rule")),
        Column(title="限于单位", width=18, value=partial(ruling, "unit")),
        Column(title="问题", width=18, value=lambda use: code_name(use.ruling.code) if use.ruling.code else None),
        Column(
            title="认定的网址", width=36, value=lambda use: link(use.ruling.url, limit=2000) if use.ruling.url else None
        ),
        Column(title="理由", width=44, value=partial(ruling, "reason")),
        Column(title="决定人", width=14, value=partial(ruling, "by")),
        Column(title="决定日期", width=12, value=partial(ruling, "on")),
        Column(title="最后一天", width=12, value=partial(ruling, "until")),
    )
    return Sheet(name="豁免与裁定", columns=columns, rows=rows, frozen=0)


def results_sheet(audit: Audit) -> Sheet:
    """全部结果: every result, whatever it is."""
    columns = (
        Column(title="结论", width=11, value=lambda row: STATUS[row.status].name, kind=Kind.STATE),
        *_document_columns(),
        Column(title="任务原文", width=48, value=lambda row: row.text),
        *_unit_columns(),
        Column(title="网站", width=16, value=lambda row: row.site),
        Column(title="栏目", width=34, value=path_cell),
        Column(title="问题", width=20, value=lambda row: joined(_names(row))),
        Column(title="说明", width=52, value=_said),
        Column(title="栏目网址", width=36, value=url_cell),
        Column(title="实际位置", width=34, value=lambda row: " > ".join(row.column.trail) if row.column else None),
        Column(title="与文件名称", width=14, value=lambda row: match_name(row.column) if row.column else None),
        Column(
            title="名称相似度",
            width=9,
            value=lambda row: _share(row.column.similarity) if row.column and row.column.url else None,
            kind=Kind.SHARE,
        ),
        Column(title="条目数", width=8, value=lambda row: row.entries),
        Column(title="最新信息日期", width=12, value=lambda row: row.newest),
        Column(
            title="日期来源",
            width=12,
            value=lambda row: DATE_SOURCE[row.newest_source] if row.newest and row.newest_source else None,
        ),
        Column(title="更新时限（天）", width=9, value=lambda row: row.limit_days),
        Column(title="时限依据", width=30, value=lambda row: row.limit_basis),
        Column(title="取证时间", width=19, value=lambda row: moment(row.fetched_at)),
        Column(title="办理时限", width=20, value=_deadlines),
        Column(title="到期日", width=12, value=_due),
        Column(
            title="文字更正",
            width=24,
            value=lambda row: "；".join(f"“{one.original}”按“{one.corrected}”核查" for one in row.corrections),
        ),
        Column(title="存疑", width=30, value=lambda row: listed(row.doubts)),
        Column(title="规则编号", width=26, value=lambda row: row.rule),
        Column(title="截图", width=30, value=lambda row: row.screenshot),
    )
    return Sheet(name="全部结果", columns=columns, rows=lambda: audit.results, frozen=1, printed=13)


_FILLED_IN = ("核查结果", "核查人", "核查日期")


def _counted(number: Callable[[Any, Status], int]) -> tuple[Column, ...]:
    def value(status: Status, row: object) -> Cell:
        return number(row, status)

    return tuple(Column(title=label.name, width=9, value=partial(value, status)) for status, label in STATUS.items())


def _turned() -> tuple[Column, ...]:
    def value(turn: Turn, row: _UnitRow | _SiteRow) -> Cell:
        return row.turns.get(turn)

    return tuple(Column(title=f"问题：{name}", width=9, value=partial(value, turn)) for turn, name in TURNS.items())


def _document_columns() -> tuple[Column, ...]:
    return (
        Column(title="文件", width=28, value=lambda row: row.document),
        Column(title="行", width=6, value=lambda row: row.row),
        Column(title="项", width=6, value=lambda row: row.item),
        Column(title="章节", width=22, value=lambda row: row.section),
    )


def _unit_columns() -> tuple[Column, ...]:
    return (
        Column(title="牵头单位", width=18, value=lambda row: joined(row.lead_units)),
        Column(title="责任单位", width=22, value=lambda row: joined(row.responsible_units)),
        Column(title="部门网页所属单位", width=18, value=lambda row: row.unit),
    )


def _having(audit: Audit, status: Status) -> Iterator[Result]:
    return (result for result in audit.results if result.status is status)


def _names(result: Result) -> Sequence[str]:
    return list(dict.fromkeys(finding_name(finding) for finding in result.findings))


def _said(result: Result) -> str:
    return listed((*(finding.message for finding in result.findings), result.reason or ""))


def _deadlines(result: Result) -> str:
    return listed(deadline.text for deadline in result.deadlines)


def _due(result: Result) -> date | None:
    return min((deadline.due for deadline in result.deadlines if deadline.due is not None), default=None)


def _rate(row: _UnitRow) -> float | None:
    counts = row.unit.counts
    rate = pass_rate(*(counts.get(status, 0) for status in (Status.PASS, Status.WARN, Status.FAIL)))
    return None if rate is None else _share(rate)


def _coverage(row: _UnitRow) -> float | None:
    asked = shown_coverage(row.unit)
    return None if asked is None else _share(asked)


def _share(share: float) -> float:
    """What is not the whole is never rounded up to it: three digits are shown."""
    return share if share >= 1 else min(share, 0.999)


def _applied(audit: Audit) -> list[RulingUse]:
    """Rulings that results carry, where nothing more is known."""
    found: dict[str, Ruling] = {ruling.id: ruling for result in audit.results for ruling in result.rulings}
    return [RulingUse(ruling=ruling, expired=False, needed=True) for ruling in found.values()]
