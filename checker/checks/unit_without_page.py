"""单位未登记网页: the rule asks for the unit's own page, and the configuration names none."""

from __future__ import annotations

from collections.abc import Iterator

from checker.facts import Facts
from checker.question import Gap
from checker.registry import Fault, Need, check
from checker.result import Status


@check(
    "unit-without-page",
    title="单位未登记部门网页",
    advice="请在 config.yaml 的 units 中为该单位补充 page（部门网页网址），下一轮自动核验。",
    status=Status.UNVERIFIABLE,
    order=20,
    need=Need.MISS,
)
def unit_without_page(facts: Facts) -> Iterator[Fault]:
    """Without an address there is nowhere to look, which is no fault of the unit's."""
    if facts.gap is Gap.UNIT_WITHOUT_PAGE:
        unit = facts.question.unit or "责任单位"
        yield Fault(message=f"未登记“{unit}”的部门网页网址，无法核验“{facts.expected}”。", basis=facts.row_basis)
