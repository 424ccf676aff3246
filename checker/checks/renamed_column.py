"""栏目名称不一致: the place fits, and the name is a synonym or a near name of the document's."""

from __future__ import annotations

from collections.abc import Iterator

from checker.facts import Facts
from checker.registry import Fault, check
from checker.result import Status
from crawler.evidence import Match


@check(
    "renamed-column",
    title="栏目名称不一致",
    advice="请核对该栏目是否即文件所指栏目，并将栏目名称调整为文件所列名称；如文件名称有误，请反馈修改规则。",
    status=Status.WARN,
    order=200,
    ends=False,
    negative=False,
)
def renamed_column(facts: Facts) -> Iterator[Fault]:
    """The column counts as found and is judged on for its dates."""
    located = facts.located
    if facts.found and located is not None and located.match is Match.RENAMED:
        trail = " > ".join(located.trail)
        name = located.trail[-1] if located.trail else "（无名称）"
        yield Fault(
            message=(
                f"文件要求栏目“{facts.expected}”，网站上的名称为“{name}”"
                f"（位置：{trail}，相似度{located.similarity:.0%}），按名称相近认定。"
            ),
            basis=facts.row_basis,
            evidence=facts.refs(trail),
        )
