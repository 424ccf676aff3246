"""应公开文件缺失: a document that the task names is not among the column's entries although its day has passed."""

from __future__ import annotations

from collections.abc import Iterator

from checker.documents import Standing, State, extent, labels, standings
from checker.facts import Facts
from checker.registry import Fault, Need, check
from checker.result import Status


def _settled(facts: Facts) -> bool:
    return all(one.state not in (State.UNREAD, State.UNSURE) for one in standings(facts))


def _missing(facts: Facts, standing: Standing) -> str:
    wanted = standing.wanted
    if wanted.due is None:
        return f"{wanted.label}（{wanted.why}，{wanted.ends}已过）"
    past = (facts.as_of - facts.terms.due_day(wanted.due)).days
    return f"{wanted.label}（时限{wanted.due}{facts.terms.moved(wanted.due)}，已过{past}天）"


def _open(facts: Facts, standing: Standing) -> str:
    if standing.state is State.UNSURE and standing.entry is not None:
        return f"{standing.wanted.label}仅见名称相近的“{standing.entry.title[:40]}”"
    once = facts.column is not None and facts.column.title_looks == 1 and facts.column.whole
    why = "只查看了一次、尚未复核" if once else "栏目未能读全"
    return f"{standing.wanted.label}未见，{why}（{extent(facts)}）"


def _later(facts: Facts, standing: Standing) -> str:
    wanted = standing.wanted
    near = f"，仅见名称相近的“{standing.entry.title[:40]}”" if standing.entry is not None else ""
    if wanted.due is None:
        return f"{wanted.label}（{wanted.why}{near}）"
    left = (facts.terms.due_day(wanted.due) - facts.as_of).days
    return f"{wanted.label}（时限{wanted.due}{facts.terms.moved(wanted.due)}，还有{left}天{near}）"


@check(
    "missing-document",
    title="应公开文件缺失",
    advice="请在该栏目公开文件点名的内容；已在其他栏目公开的，请在本栏目同步或设置链接。",
    status=Status.FAIL,
    order=400,
    ends=False,
    own_looks=True,
    able=_settled,
    need=Need.DEMAND,
)
def missing_document(facts: Facts) -> Iterator[Fault]:
    """One finding for all documents of the rule; what is not due yet is said and judged by nothing."""
    seen = standings(facts)
    missing = [one for one in seen if one.state is State.MISSING]
    unsure = [one for one in seen if one.state in (State.UNREAD, State.UNSURE)]
    later = [one for one in seen if one.state is State.NOT_YET]
    if missing:
        told = "、".join(_missing(facts, one) for one in missing[:3])
        more = f"等{len(missing)}份" if len(missing) > 3 else ""
        yield Fault(
            message=f"栏目“{facts.expected}”未见{told}{more}，{extent(facts)}，两次查看均如此。",
            basis=facts.row_basis,
            evidence=facts.refs(f"最新：{facts.newest_quote}" if facts.entries else ""),
            extent=len(missing),
        )
    elif unsure:
        yield Fault(
            message=f"栏目“{facts.expected}”中{'；'.join(_open(facts, one) for one in unsure[:3])}，请人工核对。",
            basis=facts.row_basis,
            evidence=facts.refs(),
            status=Status.UNVERIFIABLE,
        )
    if later:
        yield Fault(
            message=f"尚未到期，暂不判定：{'、'.join(_later(facts, one) for one in later[:3])}，目前栏目中尚未见到。",
            basis=facts.row_basis,
            evidence=facts.refs(),
            advice=f"请按时在该栏目公开{labels(later)}。",
            status=Status.NOT_APPLICABLE,
        )
