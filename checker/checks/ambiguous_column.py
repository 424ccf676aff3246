"""栏目无法唯一确定: several places bear the name equally well, and none could be confirmed."""

from __future__ import annotations

from collections.abc import Iterator

from checker.facts import Facts, because
from checker.registry import Fault, check
from checker.result import Status
from crawler.evidence import Match, Outcome


@check(
    "ambiguous-column",
    title="栏目不唯一",
    advice="请核对文件所指的是哪一个栏目，在规则集该规则的 url 中填写正确网址；如属重复设置，请合并栏目。",
    status=Status.WARN,
    order=100,
    negative=False,
)
def ambiguous_column(facts: Facts) -> Iterator[Fault]:
    """Which one is meant is a person's decision; its dates are not judged."""
    column = facts.column
    if column is None:
        return
    unclear = facts.found and facts.located is not None and facts.located.match is Match.AMBIGUOUS
    if unclear or column.outcome is Outcome.AMBIGUOUS:
        yield Fault(
            message=f"网站上有多个栏目与“{facts.expected}”同样相符{because(column.reason)}，无法确定文件所指的栏目。",
            basis=facts.row_basis,
            evidence=facts.refs(),
        )
