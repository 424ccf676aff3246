"""`zwgk explain`: the trail of one rule in one run, from the places that were looked at to the verdict."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from checker.brake import result_key
from checker.question import Question, question_key
from checker.result import Result
from checker.ruled import RuledRules
from crawler.evidence import ColumnEvidence, Consideration, Outcome, Shape, SiteEvidence
from reports.wording import DATE_SOURCE, MATCH, STATUS, finding_name
from zwgk.config import Config
from zwgk.errors import UserError
from zwgk.following import decided_until
from zwgk.kept import kept_run
from zwgk.packs import read_packs
from zwgk.plan import Asked
from zwgk.recheck_command import asked_then
from zwgk.store import KeptRun, Store
from zwgk.terminal import say
from zwgk.units import named_units, near, place_of, registry

if TYPE_CHECKING:
    from zwgk.options import Session

_ROWS = 5
_OUTCOMES: Mapping[Outcome, str] = {
    Outcome.FOUND: "找到",
    Outcome.AMBIGUOUS: "有多个同样相符的栏目",
    Outcome.ABSENT: "未找到",
    Outcome.BROKEN: "有链接，页面打不开",
    Outcome.UNREACHABLE: "无法访问",
    Outcome.BLOCKED: "拒绝访问",
    Outcome.DISALLOWED: "robots.txt 不允许",
    Outcome.NEEDS_RENDERING: "由脚本生成，未能读取",
    Outcome.INCOMPLETE: "已找到，但最新日期未能确认",
    Outcome.BUDGET_SPENT: "没有看完",
    Outcome.OFF_SITE: "指向未配置的网站",
}
_SHAPES: Mapping[Shape, str] = {
    Shape.LIST: "信息列表",
    Shape.EMPTY_LIST: "空列表",
    Shape.SINGLE: "单篇页面",
    Shape.SECTION: "由下级栏目或版块组成",
    Shape.SHELL: "由脚本生成的列表",
    Shape.UNKNOWN: "未认出列表，也不是单篇页面",
}


@dataclass(frozen=True, kw_only=True)
class ExplainRequest:
    """The words of the command line."""

    rule: str
    run: str = "latest"
    units: tuple[str, ...] = ()
    packs: tuple[Path, ...] = ()


def run_explain(session: Session, config: Config, request: ExplainRequest) -> int:
    """Print the trail of every result of the rule; always 0. UserError when there is none."""
    packs = read_packs(config, request.packs)
    units = registry(config, packs)
    wanted = named_units(request.units, packs, units, place_of(config, packs))
    with closing(Store.open(config.database, config.data)) as store:
        run = kept_run(store, request.run)
        results = {result_key(result): result for result in store.results(run.id)}
        evidence = store.evidence(run.id)
        ruled = RuledRules(store.following.rulings(), run.as_of, decided_until(run.as_of, run.started, config.timezone))
    questions = _questions(asked_then(config, packs, units, evidence, ruled), request.rule, wanted)
    shown = [(one, results.get(question_key(one.rule.id, one.unit))) for one in questions]
    if not any(result for _, result in shown):
        raise UserError(f"轮次 {run.id} 没有查规则 {request.rule}，可用 --run 换一轮")
    for number, (question, result) in enumerate((one, found) for one, found in shown if found is not None):
        if number:
            say()
        for line in explanation(run, question, result, evidence.get(question.site or "")):
            say(line)
    return 0


def _questions(everything: Asked, rule: str, units: frozenset[str]) -> list[Question]:
    found = [one for one in everything.questions if one.rule.id == rule and (not units or one.unit in units)]
    if found:
        return found
    if any(one.rule.id == rule for one in everything.questions):
        raise UserError(f"规则 {rule} 不按单位查，或与所写单位无关，请去掉 --unit")
    if any(task.id == rule for task in everything.manual):
        raise UserError(f"{rule} 是人工任务，程序不查，没有过程可说明")
    close = near(rule, sorted({one.rule.id for one in everything.questions}))
    way_out = f"，是不是：{'、'.join(close)}？" if close else "，编号写在规则集文件里"
    raise UserError(f"没有编号为“{rule}”的规则{way_out}")


def explanation(run: KeptRun, question: Question, result: Result, site: SiteEvidence | None) -> Iterator[str]:
    """The lines of one result's trail."""
    rule = question.rule
    item = f"第{rule.item}项" if rule.item is not None else ""
    where = f"{question.unit}部门网页" if question.unit else rule.site
    yield f"规则 {rule.id}：《{question.document}》第{rule.row}行{item}"
    yield f"要求的栏目：{' > '.join((where, *rule.path))}"
    yield f"轮次 {run.id}，以 {run.as_of} 为准"
    column = site.columns.get(question.key) if site is not None and question.key is not None else None
    if column is not None:
        yield from _looked(column)
        yield from _considered(column)
        yield from _read(column)
    yield from _verdict(result)


def _looked(column: ColumnEvidence) -> Iterator[str]:
    yield ""
    yield "看了哪里"
    looked = column.looked or column.opened
    for number, look in enumerate(looked, 1):
        note = f"（{look.note}）" if look.note else ""
        yield f"  {number}. {look.place}{note}{f'  {look.url}' if look.url else ''}"
    if not looked:
        yield "  按已知的地址直接查看" if _known(column) else "  没有记录"
    if column.since is not None:
        yield f"  与 {column.since} 读取时相同，沿用当时读到的内容"


def _known(column: ColumnEvidence) -> bool:
    return any(one.chosen and not one.seen_on for one in column.considered)


def _considered(column: ColumnEvidence) -> Iterator[str]:
    yield ""
    yield "比较了哪些候选"
    for one in column.considered:
        yield from _candidate(one)
    if not column.considered:
        yield "  没有名称相同、同义或相近的栏目"


def _candidate(one: Consideration) -> Iterator[str]:
    yield f"  {'√' if one.chosen else '×'} {one.name or '（无名称）'}  {one.url or '（没有地址）'}"
    if one.seen_on:
        yield f"      见于 {one.seen_on}"
    if one.trail:
        covered = f"，其中符合文件所写上级的有：{'、'.join(one.covered)}" if one.covered else ""
        yield f"      位于 {' > '.join(one.trail)}{covered}"
    if one.said:
        yield f"      页面自称 {one.said}"
    yield f"      {one.verdict}"


def _read(column: ColumnEvidence) -> Iterator[str]:
    yield ""
    yield f"读到了什么：{_OUTCOMES[column.outcome]}{f'（{column.reason}）' if column.reason else ''}"
    if column.located is not None:
        located = column.located
        yield f"  栏目 {' > '.join(located.trail)}（{MATCH[located.match]}，相似度 {located.similarity:.0%}）"
        yield f"  地址 {located.url or '（菜单中只有名称）'}{f'，{located.via}' if located.via else ''}"
    listing = column.listing
    if listing is not None:
        total = f"，页面标注共 {listing.total} 条" if listing.total is not None else ""
        yield f"  {_SHAPES[listing.shape]}，读到 {len(listing.entries)} 条{total}"
        for entry in listing.entries[:_ROWS]:
            marks = "".join(mark for mark, holds in (("置顶 ", entry.pinned), ("未来日期 ", entry.future)) if holds)
            source = f"（{DATE_SOURCE[entry.date_source]}）" if entry.date_source is not None else ""
            yield f"    {entry.date or '无日期'}{source}  {marks}{entry.title}"
        if len(listing.entries) > _ROWS:
            yield f"    …另有 {len(listing.entries) - _ROWS} 条"
    if column.newest is not None:
        source = f"（取自{DATE_SOURCE[column.newest_source]}）" if column.newest_source is not None else ""
        yield f"  最新一条 {column.newest}{source}"
    for fetch in column.fetches:
        status = f"HTTP {fetch.status}" if fetch.status is not None else "没有回应"
        yield f"  依据 {fetch.note} {fetch.url}（{status}，{fetch.fetched_at:%Y-%m-%d %H:%M:%S}）"
    if column.looks > 1:
        yield f"  查看了 {column.looks} 次"


def _verdict(result: Result) -> Iterator[str]:
    yield ""
    yield f"结论：{STATUS[result.status].name}"
    if result.limit_days is not None:
        yield f"  更新期限 {result.limit_days} 天{f'（{result.limit_basis}）' if result.limit_basis else ''}"
    for finding in result.findings:
        yield f"  {finding_name(finding)}：{finding.message}"
    if result.reason and not any(finding.message == result.reason for finding in result.findings):
        yield f"  {result.reason}"
