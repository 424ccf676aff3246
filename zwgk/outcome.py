"""What is told of a finished audit: the table of units, the totals, what the supervisor must know, the exit code."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from checker.result import Audit, Result, Status
from checker.scoring import counts, coverage
from checker.sites import load_site_checks
from crawler.evidence import SiteStatus
from reports.follow import turn_views
from reports.summary import SummaryRow, summary
from zwgk.audit import Outcome
from zwgk.terminal import say, table

_HEADERS: Final = ("单位", "合格", "不合格", "预警", "无法核验", "人工", "覆盖率", "报告")
_SITE: Final = {
    SiteStatus.REACHABLE: "可访问",
    SiteStatus.UNREACHABLE: "打不开",
    SiteStatus.BLOCKED: "拒绝访问",
    SiteStatus.DISALLOWED: "禁止抓取",
}


def exit_code(results: Iterable[Result]) -> int:
    """1 when anything failed or is warned of, else 3 when anything could not be verified, else 0."""
    statuses = {result.status for result in results}
    if statuses & {Status.FAIL, Status.WARN}:
        return 1
    return 3 if Status.UNVERIFIABLE in statuses else 0


def show_outcome(outcome: Outcome, files: Mapping[str, Path], *, limited: bool, err: bool) -> None:
    """Print it; on standard error when standard output holds the JSON."""
    audit = outcome.audit
    rows = summary(audit)
    if rows:
        table(_HEADERS, [_row(row, files) for row in rows], err=err)
        say(err=err)
    if not audit.results:
        say("规则集中没有与指定的单位、规则或站点有关的任务，没有可查的内容", err=err)
    say(totals(audit, limited=limited), err=err)
    figures = turn_views(outcome.followed.of_audit(audit))
    say("整改跟踪（按问题计）：" + "，".join(f"{figure.name} {figure.count}" for figure in figures), err=err)
    for site in audit.sites:
        if site.status is not SiteStatus.REACHABLE:
            say(f"站点“{site.name}”{_SITE[site.status]}：{site.reason or site.url}，其规则记为无法核验", err=err)
        if site.veto:
            titles = {one.code: one.title for one in load_site_checks()}
            faults = "、".join(titles[code] for code in site.veto)
            say(f"站点“{site.name}”达到国办检查指标的单项否决标准：{faults}，详见总览“网站状况”", err=err)
    if outcome.held:
        sites = "、".join(dict.fromkeys(r.site for r in audit.results if r.site and _is_held(r, outcome)))
        say(
            f"注意：{sites} 上轮合格的栏目本轮大批变为不合格，疑为改版或访问异常，"
            f"{len(outcome.held)} 项暂记为无法核验，请先人工确认",
            err=err,
        )
    if "" in files:
        say(f"总览：{shown_path(files[''])}", err=err)


def _is_held(result: Result, outcome: Outcome) -> bool:
    from checker.brake import result_key

    return result_key(result) in outcome.held


def _row(row: SummaryRow, files: Mapping[str, Path]) -> tuple[str, ...]:
    numbers = (row.passed, row.failed, row.warned, row.unverifiable, row.manual)
    report = shown_path(files[row.unit]) if row.unit in files else ""
    return (row.unit, *(str(number) for number in numbers), f"{row.coverage:.0%}", report)


def totals(audit: Audit, *, limited: bool) -> str:
    """The run's figures in one line; those of 豁免 only where there are some."""
    figures = counts(audit.results)
    rows = sum(audit.documents.values())
    scope = "（只查了指定的部分）" if limited else ""
    judged = {(result.document, result.row) for result in audit.results}
    waived = f"，豁免 {figures[Status.WAIVED]}" if figures[Status.WAIVED] else ""
    return (
        f"审核轮次 {audit.run.id}{scope}，以 {audit.run.as_of} 为准：文件 {rows} 行，涉及 {len(judged)} 行，"
        f"结果 {len(audit.results)} 项；合格 {figures[Status.PASS]}，不合格 {figures[Status.FAIL]}，"
        f"预警 {figures[Status.WARN]}，无法核验 {figures[Status.UNVERIFIABLE]}，需人工核查 {figures[Status.MANUAL]}，"
        f"不适用 {figures[Status.NOT_APPLICABLE]}{waived}；覆盖率 {coverage(figures):.0%}"
    )


def shown_path(path: Path) -> str:
    """The path as somebody here would type it: relative when it lies below the working directory."""
    absolute = os.path.abspath(path)  # noqa: PTH100 -- resolve() would also follow `latest`
    here = os.getcwd()  # noqa: PTH109
    return os.path.relpath(absolute, here) if absolute.startswith(here + os.sep) else absolute
