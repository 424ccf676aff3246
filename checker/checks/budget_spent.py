"""访问额度用尽: the site's page, byte or time budget ended before the column was found."""

from __future__ import annotations

from collections.abc import Iterator

from checker.facts import Facts, because
from checker.registry import Fault, Need, check
from checker.result import Status
from crawler.evidence import Outcome


@check(
    "budget-spent",
    title="访问额度用尽",
    advice="请在 config.yaml 的 politeness 或该网站的设置中适当提高 max_pages 等限额，"
    "或在规则集中用 url 指明栏目网址后重新核验。",
    status=Status.UNVERIFIABLE,
    order=70,
    need=Need.MISS,
)
def budget_spent(facts: Facts) -> Iterator[Fault]:
    """A search that was cut short has not shown that the column is missing."""
    column = facts.column
    if column is not None and column.outcome is Outcome.BUDGET_SPENT:
        yield Fault(
            message=f"查找“{facts.expected}”时本轮访问额度已用完{because(column.reason)}，未能核验。",
            basis=facts.row_basis,
            evidence=facts.refs(),
        )
