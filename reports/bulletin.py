"""通报 as data: 总体情况, 主要问题 by unit, 上次问题整改情况, 工作要求 and the tables of the appendices."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from checker.followed import Followed
from checker.ledger import LedgerState
from checker.result import Audit, Status
from checker.scoring import counts, coverage
from crawler.evidence import SiteStatus
from reports.cleaning import clean, long_date, percent
from reports.item import NAME, document_name
from reports.letters import Letters, Numbered, deadline, demands, few, listed, numeral
from reports.problems import Problem, problems, settled
from reports.rectification import ListBlock, lists, rectification
from reports.summary import pass_rate, summary_row
from reports.wording import SITE_STATUS

MOST_OF_KIND = 10
"""Problems of one kind that the text tells of one unit; the appendix has all."""
MOST_ROWS = 5000
"""Rows of the appendix: beyond that Word becomes slow, and the table belongs in the workbook."""
_KINDS = 5
_SITES = "网站整体情况"


@dataclass(frozen=True, kw_only=True, slots=True)
class Earlier:
    """The run before this one, for the comparison of figures."""

    as_of: date
    counts: Mapping[Status, int]
    """Over all its results; every status is present."""


@dataclass(frozen=True, kw_only=True, slots=True)
class KindBlock:
    """What one unit has of one kind."""

    ordinal: str
    name: str
    count: int
    problems: tuple[Problem, ...]
    left_out: str


@dataclass(frozen=True, kw_only=True, slots=True)
class UnitBlock:
    """One unit's failures; or several units' that lead a task together."""

    ordinal: str
    name: str
    summary: str
    kinds: tuple[KindBlock, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class FigureRow:
    """One unit's figures over what it leads or is named for."""

    unit: str
    total: int
    passed: int
    warned: int
    failed: int
    unverifiable: int
    manual: int
    pass_rate: str
    coverage: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Bulletin:
    """The letter, in its order."""

    title: tuple[str, ...]
    """In lines, broken where the sense allows it: 2号 takes twenty characters."""
    addressee: str
    opening: str
    overall: tuple[str, ...]
    faults: tuple[str, ...]
    """What stands before the units in 主要问题."""
    units: tuple[UnitBlock, ...]
    rectification: tuple[str, ...]
    lists: tuple[ListBlock, ...]
    requirements: tuple[Numbered, ...]
    deadline: str
    rectify_days: int
    issuer: str
    date: str
    place: str
    run: str
    documents: str
    figures: tuple[FigureRow, ...]
    figures_note: str
    rows: tuple[Problem, ...]
    rows_note: str


def bulletin(
    audit: Audit, followed: Followed | None = None, *, letters: Letters | None = None, earlier: Earlier | None = None
) -> Bulletin:
    """The letter on a run; every problem stands in it once, under who leads.

    What became of earlier problems is in `followed`.
    """
    how = letters or Letters()
    found = problems(audit, followed)
    day = audit.run.as_of
    place = clean(audit.run.place, NAME)
    names = [document_name(name) for name in audit.documents] or [document_name(one.document) for one in audit.results]
    documents = "、".join(dict.fromkeys(names))
    failed = [one for one in found if one.failed]
    place_of = _places([unit.name for unit in audit.units])
    rows = sorted(found, key=lambda one: (place_of(one.units), one.units, not one.failed))
    return Bulletin(
        title=(f"关于{day.year}年{day.month}月政务公开栏目", "核查情况的通报"),
        addressee="各有关单位：",
        opening=_opening(place, documents, long_date(day)),
        overall=_overall(audit, found, earlier),
        faults=_faults(found),
        units=_blocks(failed, place_of),
        rectification=rectification(audit, followed, found),
        lists=lists(found, settled(audit, followed)),
        requirements=demands(how.requirements, how, day),
        deadline=deadline(how, day),
        rectify_days=how.rectify_days,
        issuer=clean(how.issuer, NAME) or "（发文机关）",
        date=long_date(day),
        place=place,
        run=clean(audit.run.id, NAME),
        documents=documents,
        figures=tuple(_figures(audit)),
        figures_note="注：各单位数据按其牵头和点名负责的任务统计；"
        "合格率＝合格÷（合格＋预警＋不合格），无法核验、需人工核查的不计入；覆盖率为已作出结论的比例。",
        rows=tuple(rows[:MOST_ROWS]),
        rows_note=f"注：共{len(found)}个问题，本表列出前{MOST_ROWS}个，其余见核查台账。"
        if len(found) > MOST_ROWS
        else "注：证据、判定依据和整改建议见各单位核查报告和整改通知书。",
    )


def _opening(place: str, documents: str, day: str) -> str:
    by = f"根据{documents}，" if documents else ""
    return f"{by}我单位组织对{place}政务公开栏目进行了核查，核查基准日为{day}。现将有关情况通报如下。"


def _overall(audit: Audit, found: Sequence[Problem], earlier: Earlier | None) -> tuple[str, ...]:
    figures = counts(audit.results)
    rate = _rate(figures)
    judged = figures[Status.PASS] + figures[Status.WARN] + figures[Status.FAIL]
    sites = {result.site for result in audit.results if result.site}
    scope = f"本次核查共{len(audit.results)}项，涉及{len(audit.units)}个单位、{len(audit.sites) or len(sites)}个网站。"
    if judged:
        scope += f"已作出结论{judged}项，其中合格{figures[Status.PASS]}项、预警{figures[Status.WARN]}项、"
        scope += f"不合格{figures[Status.FAIL]}项，合格率{percent(rate)}。"
    else:
        scope += "本次没有能够作出结论的项目。"
    open_ends = listed([("无法核验", figures[Status.UNVERIFIABLE]), ("需人工核查", figures[Status.MANUAL])], "项")
    if open_ends:
        scope += f"另有{open_ends}，未作结论，不计入合格率。"
    aside = listed([("经确认不适用", figures[Status.NOT_APPLICABLE]), ("豁免", figures[Status.WAIVED])], "项")
    if aside:
        scope += f"{aside}，不计入覆盖率。"
    told = [scope]
    if earlier is not None:
        told.append(_compared(audit, earlier))
    if found:
        kinds = Counter(one.kind for one in found).most_common()
        kinds.sort(key=lambda pair: (-pair[1], pair[0]))
        named = listed([(f"“{name}”", count) for name, count in kinds[:_KINDS]])
        rest = "等" if len(kinds) > _KINDS else ""
        told.append(f"共发现问题{len(found)}个，按类型分，{'主要是' if rest else '为'}{named}{rest}。")
    else:
        told.append("本次核查未发现问题。")
    told += _sites(audit)
    return tuple(told)


def _rate(figures: Mapping[Status, int]) -> float | None:
    return pass_rate(figures[Status.PASS], figures[Status.WARN], figures[Status.FAIL])


def _compared(audit: Audit, earlier: Earlier) -> str:
    """Figures against the run before; a rate moves by what can be seen of it, tenths of a point."""
    now, then = counts(audit.results), earlier.counts
    said = [f"与上次核查（{long_date(earlier.as_of)}）相比"]
    rate, before = _rate(now), _rate(then)
    if rate is not None and before is not None:
        step = round(rate * 1000) - round(before * 1000)
        if step:
            way, verb = ("升", "提高") if step > 0 else ("降", "下降")
            said.append(f"合格率由{percent(before)}{way}至{percent(rate)}，{verb}{abs(step) / 10:.1f}个百分点")
        else:
            said.append(f"合格率{percent(rate)}，基本持平")
    if rate is None or before is None:  # 不合格减至0项 would be read as rectified where nothing could be looked at
        said.append(f"{'本次' if rate is None else '上次'}没有能够作出结论的项目，合格率和不合格项数无法比较")
    elif now[Status.FAIL] == then[Status.FAIL]:
        said.append(f"不合格{now[Status.FAIL]}项，与上次相同")
    else:
        more = "增至" if now[Status.FAIL] > then[Status.FAIL] else "减至"
        said.append(f"不合格由{then[Status.FAIL]}项{more}{now[Status.FAIL]}项")
    said.append(f"覆盖率{percent(coverage(now))}（上次{percent(coverage(then))}）")
    return "，".join(said) + "。"


def _sites(audit: Audit) -> list[str]:
    told: list[str] = []
    vetoed = [site.name for site in audit.sites if site.veto]
    if vetoed:
        told.append(f"{_named(vetoed)}存在单项否决问题，详见附件2。")
    unseen = [site for site in audit.sites if site.status is not SiteStatus.REACHABLE]
    if unseen:
        names = "、".join(f"{clean(one.name, NAME)}（{SITE_STATUS[one.status].name}）" for one in unseen[:_KINDS])
        more = f"等{len(unseen)}个网站" if len(unseen) > _KINDS else ""
        told.append(f"{names}{more}本轮未能正常查看，相关栏目不作合格与否的结论。")
    return told


def _named(names: Sequence[str]) -> str:
    shown = "、".join(clean(name, NAME) for name in names[:_KINDS])
    return f"{shown}等{len(names)}个网站" if len(names) > _KINDS else shown


def _faults(found: Sequence[Problem]) -> tuple[str, ...]:
    failed = sum(one.failed for one in found)
    warned = len(found) - failed
    if not found:
        return ("本次核查未发现问题。",)
    if not failed:
        return (f"本次核查未发现不合格问题；预警{warned}个，详见附件2。",)
    more = f"；另有预警{warned}个，与不合格问题一并列入附件2" if warned else "，全部问题见附件2"
    return (f"不合格问题{failed}个，按牵头单位（未明确牵头单位的按责任单位）分列如下{more}。",)


def _places(order: Sequence[str]) -> Callable[[tuple[str, ...]], int]:
    """Units in the order of the audit, then units together and printed names, sites last."""
    known: dict[tuple[str, ...], int] = {(name,): place for place, name in enumerate(order)}
    return lambda units: known.get(units, len(known)) if units else len(known) + 1


def _blocks(failed: Sequence[Problem], place_of: Callable[[tuple[str, ...]], int]) -> tuple[UnitBlock, ...]:
    groups: dict[tuple[str, ...], list[Problem]] = defaultdict(list)
    for one in failed:
        groups[one.units].append(one)
    keys = sorted(groups, key=lambda units: (place_of(units), units))
    return tuple(
        UnitBlock(
            ordinal=f"（{numeral(place)}）",
            name=few(units) if units else _SITES,
            summary=_summary(groups[units]),
            kinds=_kinds(groups[units]),
        )
        for place, units in enumerate(keys, 1)
    )


def _summary(given: Sequence[Problem]) -> str:
    states = Counter(one.state for one in given)
    turns = listed(
        [
            ("新发现", states[LedgerState.NEW]),
            ("上次发现仍未整改", states[LedgerState.OPEN]),
            ("整改后反弹", states[LedgerState.REOPENED]),
        ]
    )
    return f"不合格{len(given)}个" + (f"，其中{turns}。" if turns else "。")


def _kinds(given: Sequence[Problem]) -> tuple[KindBlock, ...]:
    groups: dict[str, list[Problem]] = defaultdict(list)
    for one in given:
        groups[one.kind].append(one)
    ranked = sorted(groups.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return tuple(
        KindBlock(
            ordinal=f"{place}.",
            name=name,
            count=len(some),
            problems=tuple(some[:MOST_OF_KIND]),
            left_out=f"其余{len(some) - MOST_OF_KIND}个见附件2。" if len(some) > MOST_OF_KIND else "",
        )
        for place, (name, some) in enumerate(ranked, 1)
    )


def _figures(audit: Audit) -> list[FigureRow]:
    rows = []
    for unit in audit.units:
        row = summary_row(unit)
        total = len({*unit.lead, *unit.named})
        rows.append(
            FigureRow(
                unit=clean(unit.name, NAME),
                total=total,
                passed=row.passed,
                warned=row.warned,
                failed=row.failed,
                unverifiable=row.unverifiable,
                manual=row.manual,
                pass_rate=percent(row.pass_rate),
                coverage=percent(row.coverage if total else None),
            )
        )
    return rows
