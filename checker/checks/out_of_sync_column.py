"""数据不同源: two columns that must agree show different rows."""

from __future__ import annotations

from collections.abc import Iterator

from checker.facts import Facts, shorten
from checker.registry import Fault, Need, check
from checker.result import EvidenceRef, Status
from crawler.agreement import LAG_DAYS, Disagreement, disagreement
from crawler.evidence import Entry, Outcome
from rules.model import RequirementKind

_LOOKS = 2
_EXAMPLES = 3


def _found(facts: Facts) -> Disagreement | None:
    column, twin = facts.column, facts.twin
    if column is None or twin is None or not facts.found or twin.outcome is not Outcome.FOUND:
        return None
    found = disagreement(column, twin, facts.as_of)
    if found is not None and found.any and min(column.looks, twin.looks) < _LOOKS:
        return None
    return found


def _asked(facts: Facts) -> bool:
    return any(one.kind is RequirementKind.SAME_SOURCE for one in facts.rule.requirements)


@check(
    "out-of-sync-column",
    title="数据不同源",
    advice="请使两个栏目的信息保持一致（数据同源），补齐缺少的信息。",
    status=Status.FAIL,
    order=440,
    ends=False,
    own_looks=True,
    able=lambda facts: not _asked(facts) or _found(facts) is not None,
    need=Need.DEMAND,
)
def out_of_sync_column(facts: Facts) -> Iterator[Fault]:
    """Compared both ways over the days that were read whole in both columns, a week's lag allowed."""
    if not facts.found or not _asked(facts):
        return
    other = next(">".join(one.path) for one in facts.rule.requirements if one.kind is RequirementKind.SAME_SOURCE)
    found = _found(facts)
    if found is None:
        yield Fault(
            message=f"栏目“{facts.expected}”与“{other}”是否数据同源，本轮未能核验，请人工核对。",
            basis=facts.row_basis,
            evidence=facts.refs(),
            status=Status.UNVERIFIABLE,
        )
    elif found.any:
        parts = [
            f"本栏目有、“{other}”没有的{len(found.only_first)}条" if found.only_first else "",
            f"“{other}”有、本栏目没有的{len(found.only_second)}条" if found.only_second else "",
        ]
        told = "，".join(part for part in parts if part)
        yield Fault(
            message=f"栏目“{facts.expected}”与“{other}”信息不一致：{told}（不计最近{LAG_DAYS}天）。",
            basis=facts.row_basis,
            evidence=(*facts.refs(_titles(found.only_first)), *_twin_refs(facts, _titles(found.only_second))),
        )


def _titles(entries: tuple[Entry, ...]) -> str:
    return "；".join(f"{entry.title} {entry.date or ''}".strip() for entry in entries[:_EXAMPLES])


def _twin_refs(facts: Facts, quote: str) -> Iterator[EvidenceRef]:
    for fetch in facts.twin.fetches[:1] if facts.twin is not None else ():
        yield EvidenceRef(url=fetch.url, fetched_at=fetch.fetched_at, sha256=fetch.sha256, quote=shorten(quote))
