"""栏目缺失: looked everywhere the search goes, and no such column."""

from __future__ import annotations

from collections.abc import Iterator

from checker.facts import Facts, because
from checker.registry import Fault, Need, check
from checker.result import Status
from crawler.evidence import Outcome
from rules.model import RuleKind


@check(
    "missing-column",
    title="栏目缺失",
    advice="请按文件所列公开路径设置栏目并公开信息；如已在其他位置公开，请补充导航入口，或告知正确网址以便在规则集中登记。",
    status=Status.FAIL,
    order=110,
    need=Need.MISS,
)
def missing_column(facts: Facts) -> Iterator[Fault]:
    """Only an outcome that says everything was looked at; a search cut short is `budget-spent`."""
    column = facts.column
    if column is not None and column.outcome is Outcome.ABSENT and facts.rule.kind is not RuleKind.HOMEPAGE_ENTRY:
        searched = f"。已查找：{facts.looked}" if facts.looked else because(column.reason)
        yield Fault(
            message=f"未找到栏目“{facts.expected}”{searched}。",
            basis=facts.row_basis,
            evidence=facts.refs(),
        )
