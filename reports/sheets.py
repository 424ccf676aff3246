"""All sheets of the 台账 of one run, in their order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from checker.followed import Followed
from checker.result import Audit, Status
from reports.audit_sheets import (
    manual_sheet,
    results_sheet,
    rulings_sheet,
    sites_sheet,
    units_sheet,
    unverifiable_sheet,
)
from reports.cleaning import moment, percent
from reports.narrowing import narrowed
from reports.register import register
from reports.register_sheets import register_sheet, unit_lines_sheet
from reports.sheet import Column, Sheet
from reports.summary import pass_rate
from reports.wording import STATUS


def sheets(audit: Audit, followed: Followed | None, units: Sequence[str] | None) -> tuple[Sheet, ...]:
    """The sheets over the whole audit, or over what `units` answer for; ReportError for a unit it does not have."""
    whole = units is None
    shown = narrowed(audit, units)
    lines = register(shown, followed, whole=whole)
    return (
        register_sheet(lines),
        units_sheet(shown, followed),
        unit_lines_sheet(shown, lines),
        sites_sheet(shown, followed),
        manual_sheet(shown),
        unverifiable_sheet(shown, followed),
        rulings_sheet(shown, followed, whole=whole),
        results_sheet(shown),
        _about(shown, len(lines), units),
    )


def _about(audit: Audit, lines: int, units: Sequence[str] | None) -> Sheet:
    counts = Counter(result.status for result in audit.results)
    rate = pass_rate(counts[Status.PASS], counts[Status.WARN], counts[Status.FAIL])
    scope = f"只含 {'、'.join(units)} 牵头、负责或共同承担的任务" if units is not None else "本轮全部结果"
    said = (
        ("地区", audit.run.place),
        ("审核轮次", audit.run.id),
        ("审核基准日", audit.run.as_of),
        ("开始", moment(audit.run.started)),
        ("结束", moment(audit.run.finished)),
        ("范围", scope),
        *((f"文件：{title}", f"{rows} 行") for title, rows in audit.documents.items()),
        ("结果", len(audit.results)),
        *((label.name, counts[status]) for status, label in STATUS.items()),
        ("合格率", f"{percent(rate)}（合格 ÷ 合格、预警、不合格之和）"),
        ("问题台账", f"{lines} 行，一个问题一行；状态以本轮为准，未能复查的保留上次状态，不算已整改"),
        (
            "单位问题",
            "同一问题对每个责任单位各列一行，按“单位”筛选即可分送；“集体”为仅以单位组成员身份共同承担，不计入单位得分",
        ),
        ("无法核验", "打不开、被拒绝或读不出的内容，不作为问题，也不计入合格率"),
        ("人工任务", "程序无法核查，请人工核查后填写“核查结果”各栏"),
    )
    columns = (
        Column(title="项目", width=30, value=lambda row: row[0]),
        Column(title="内容", width=90, value=lambda row: row[1]),
    )
    return Sheet(name="说明", columns=columns, rows=lambda: said)
