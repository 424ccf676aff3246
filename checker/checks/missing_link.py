"""应设链接缺失: the column does not lead to the library that the document wants linked, or the link is dead."""

from __future__ import annotations

from collections.abc import Iterator

from checker.facts import Facts
from checker.registry import Fault, Need, check
from checker.result import Status
from crawler.evidence import Shape
from crawler.inspected import Lead
from rules.model import Requirement, RequirementKind

_LOOKS = 2


def _asked(facts: Facts) -> Iterator[tuple[Requirement, str, Lead | None]]:
    leads = {lead.asked: lead for lead in facts.column.leads} if facts.column else {}
    for requirement in facts.rule.requirements:
        if requirement.kind is RequirementKind.LINK:
            for name in requirement.names:
                yield requirement, name, leads.get(name)


def _there(lead: Lead | None) -> bool | None:
    """Whether the link is there and answers; None when this look cannot tell."""
    if lead is None:
        return None
    if not lead.name:
        return False if lead.looks >= _LOOKS else None
    if lead.answer is not None and lead.answer.bad:
        return False if lead.answer.looks >= _LOOKS else None
    return True


@check(
    "missing-link",
    title="应设链接缺失",
    advice="请按文件要求在该栏目中设置链接，并保证链接能够打开。",
    status=Status.FAIL,
    order=450,
    ends=False,
    own_looks=True,
    able=lambda facts: all(_there(lead) is not None for _, _, lead in _asked(facts)),
    need=Need.DEMAND,
)
def missing_link(facts: Facts) -> Iterator[Fault]:
    """One finding for all links of the rule; a library on a host we may not visit is only looked for, not opened."""
    if not facts.found:
        return
    faults, unknown = [], []
    for requirement, name, lead in _asked(facts):
        there = _there(lead)
        whose = f"{requirement.site}“{name}”" if requirement.site else f"“{name}”"
        if there is None or (there is False and facts.shape is Shape.SHELL):
            unknown.append(whose)
        elif not there and lead is not None and lead.answer is not None:
            faults.append(f"指向{whose}的链接打不开（{lead.answer.detail}）")
        elif not there:
            faults.append(f"未见指向{whose}的链接")
    if faults:
        yield Fault(
            message=f"栏目“{facts.expected}”{'；'.join(faults)}，两次查看均如此。",
            basis=facts.row_basis,
            evidence=facts.refs(),
            extent=len(faults),
        )
    elif unknown:
        yield Fault(
            message=f"栏目“{facts.expected}”是否链接{'、'.join(unknown)}，本轮未能核验。",
            basis=facts.row_basis,
            evidence=facts.refs(),
            status=Status.UNVERIFIABLE,
        )
