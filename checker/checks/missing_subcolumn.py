"""子栏目缺失: the column lacks sub-columns that the document names."""

from __future__ import annotations

from collections.abc import Iterator

from checker.facts import Facts
from checker.registry import Fault, Need, check
from checker.result import Status
from crawler.evidence import ColumnEvidence, Match, Outcome
from rules.model import RuleKind

_LOOKS = 2
_BELOW = (Match.EXACT, Match.PARTIAL, Match.RENAMED)


def _state(facts: Facts, name: str, part: ColumnEvidence | None) -> bool | None:
    """Whether the sub-column is there; None when this look cannot tell."""
    lead = next((one for one in facts.column.leads if one.asked == name), None) if facts.column else None
    if lead is not None and lead.name:
        return True
    if part is not None and part.outcome is Outcome.FOUND and part.located and part.located.match in _BELOW:
        return True
    elsewhere = part is not None and (
        (part.outcome is Outcome.ABSENT and part.looks >= _LOOKS)
        or (part.outcome is Outcome.FOUND and part.located is not None and part.located.match is Match.MISPLACED)
    )
    return False if elsewhere and lead is not None and lead.looks >= _LOOKS else None


def settled(facts: Facts) -> bool:
    """Whether it is known of every sub-column if it is there; a number without names is for people to count."""
    counted = max((one.at_least or 0 for one in facts.rule.requirements), default=0)
    if facts.rule.kind is RuleKind.SUBCOLUMNS and (not facts.parts or counted > len(facts.parts)):
        return False
    return all(_state(facts, name, part) is not None for name, part in facts.parts.items())


@check(
    "missing-subcolumn",
    title="子栏目缺失",
    advice="请按文件要求在该栏目下设置所列子栏目。",
    status=Status.FAIL,
    order=420,
    ends=False,
    own_looks=True,
    able=settled,
    need=Need.DEMAND,
)
def missing_subcolumn(facts: Facts) -> Iterator[Fault]:
    """A name on the column's page, be it a tab or a heading, counts; what was seen only elsewhere does not."""
    if not facts.found or not facts.parts:
        return
    states = {name: _state(facts, name, part) for name, part in facts.parts.items()}
    missing = [name for name, there in states.items() if there is False]
    unknown = [name for name, there in states.items() if there is None]
    if missing:
        names = "、".join(f"“{name}”" for name in missing)
        yield Fault(
            message=f"栏目“{facts.expected}”应设子栏目{len(states)}个，未见{names}，两次查看均如此。",
            basis=facts.row_basis,
            evidence=facts.refs(),
            extent=len(missing),
        )
    elif unknown:
        names = "、".join(f"“{name}”" for name in unknown)
        yield Fault(
            message=f"栏目“{facts.expected}”的子栏目{names}本轮未能核验。",
            basis=facts.row_basis,
            evidence=facts.refs(),
            status=Status.UNVERIFIABLE,
        )
