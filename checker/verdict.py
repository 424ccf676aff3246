"""From findings to one verdict: which checks still speak, and what the result is called."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from checker.facts import Facts
from checker.newest import inspection
from checker.question import Gap
from checker.registry import Check, Need, always
from checker.result import Finding, Status
from crawler.evidence import Shape
from rules.model import Rule, RuleKind

#: A column negative may accuse only when it was looked at this often (design section 6.6).
CONFIRMING_LOOKS = 2

#: The check that answers a rule which is not about the column itself.
_ANSWERS = {RuleKind.SUBCOLUMNS: "missing-subcolumn", RuleKind.HOMEPAGE_ENTRY: "missing-homepage-entry"}

_ERROR = "检查程序出错"


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """Status, findings and, where the status needs one, the reason."""

    status: Status
    findings: tuple[Finding, ...] = ()
    reason: str | None = None
    unexamined: tuple[str, ...] = ()
    """Codes of checks that could not tell whether their fault is there: of these the ledger closes nothing."""


def decide(facts: Facts, checks: Sequence[Check]) -> Verdict:
    """Judge one question. A check that raises makes this one result unverifiable and stops nothing else."""
    if facts.rule.skip is not None:
        return Verdict(status=Status.NOT_APPLICABLE, reason=facts.rule.skip or "规则集设定为不适用")
    if facts.gap is Gap.UNIT_UNASSIGNED:
        return Verdict(status=Status.MANUAL, reason="文件未写明具体责任单位，无法确定应核查哪个单位的部门网页")
    if not facts.rule.path and facts.gap is None:
        return Verdict(status=Status.MANUAL, reason=_to_look_at(facts.rule))
    try:
        return _judge(facts, checks)
    except Exception as error:  # one faulty check must not cost the night's run
        return Verdict(status=Status.UNVERIFIABLE, reason=f"{_ERROR}（{type(error).__name__}），本项未作结论")


def _judge(facts: Facts, checks: Sequence[Check]) -> Verdict:
    findings: list[Finding] = []
    reason: str | None = None
    unexamined: list[str] = []
    lacking = _lacking(facts)
    for number, check in enumerate(checks):
        if check.need in lacking:
            if check.need is Need.LOOK:
                unexamined.append(check.code)
            continue
        seen = check(facts)
        if not seen:
            if check.able is not always and not check.able(facts):
                unexamined.append(check.code)
            continue
        accuses = any(finding.status is Status.FAIL for finding in seen)
        if accuses and check.negative and not _confirmed(facts):
            reason = f"疑似“{check.title}”，但只查看了一次、尚未复核，暂不作结论"
            unexamined.extend(later.code for later in checks[number:])
            break
        findings.extend(seen)
        if any(finding.status is Status.UNVERIFIABLE for finding in seen):
            unexamined.append(check.code)
        if check.ends:
            break
    statuses = {finding.status for finding in findings}
    if Status.UNVERIFIABLE in statuses and Status.FAIL not in statuses:
        unverifiable = next(finding for finding in findings if finding.status is Status.UNVERIFIABLE)
        return Verdict(status=Status.UNVERIFIABLE, findings=tuple(findings), reason=unverifiable.message)
    if reason is None and Status.FAIL not in statuses and not (findings and not facts.found):
        reason = _open(facts, unexamined)
    if Status.FAIL in statuses:
        status = Status.FAIL
    elif Status.WARN in statuses:
        status = Status.WARN
    elif reason is None:
        status = Status.PASS
    else:
        status = Status.UNVERIFIABLE if facts.whole_column or not facts.found else Status.MANUAL
    return Verdict(status=status, findings=tuple(findings), reason=reason, unexamined=tuple(unexamined))


def _lacking(facts: Facts) -> list[Need]:
    """What these facts do not have."""
    lacking = [] if facts.asks_more else [Need.DEMAND]
    if facts.found:
        lacking.append(Need.MISS)
    if inspection(facts) is None:
        lacking.append(Need.LOOK)
    return lacking


def _confirmed(facts: Facts) -> bool:
    return facts.column is not None and facts.column.looks >= CONFIRMING_LOOKS


def _open(facts: Facts, unexamined: Sequence[str]) -> str | None:
    """What could not be said although no check objected; None when everything was judged."""
    if facts.column is None:
        return "本轮没有该栏目的取证记录，未能核验"
    if not facts.found:
        outcome = facts.column.outcome
        return facts.column.reason or f"查找没有得出结论（{outcome}），未能核验"
    if not facts.whole_column:
        return _to_look_at(facts.rule) if _ANSWERS.get(facts.rule.kind) in (None, *unexamined) else None
    if not facts.judges_freshness or facts.newest is not None:
        return None
    if facts.located is not None and facts.located.url is None:
        return "栏目只是菜单中的名称、没有自己的页面，更新情况无法核验"
    if facts.shape is Shape.SECTION:
        return "栏目由下级栏目组成，未能读到下级栏目的更新日期，更新情况无法核验"
    return "已找到栏目，但未能识别其中的信息列表和日期，更新情况无法核验"


def _to_look_at(rule: Rule) -> str:
    """What a person has to look at, for demands that have no check of their own yet."""
    names = "、".join(f"“{name}”" for name in rule.subcolumns)
    place = f"“{rule.path[-1]}”" if rule.path else ""
    if rule.kind is RuleKind.SUBCOLUMNS:
        return f"请人工核查栏目{place}下是否设置子栏目{names}"
    if rule.kind is RuleKind.HOMEPAGE_ENTRY:
        return f"请人工核查网站首页是否设置{names or place}栏目入口"
    return "规则没有可核验的栏目路径，请人工核查"
