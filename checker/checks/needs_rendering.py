"""栏目需浏览器渲染: the rows are drawn by a script that could not be followed."""

from __future__ import annotations

from collections.abc import Iterator

from checker.facts import Facts
from checker.registry import Fault, check
from checker.result import Status
from crawler.evidence import Outcome, Shape


@check(
    "needs-rendering",
    title="栏目内容由脚本生成",
    advice="请人工打开该栏目核查；如需自动核验，请在运行本程序的机器上安装浏览器绘制组件"
    "（pip install 'zwgk-checker[render]'）和 Chromium 浏览器（如 apt install chromium）。",
    status=Status.UNVERIFIABLE,
    order=60,
)
def needs_rendering(facts: Facts) -> Iterator[Fault]:
    """An empty page before its script has run proves nothing about the column."""
    column = facts.column
    if column is None:
        return
    shell = facts.found and facts.whole_column and facts.shape is Shape.SHELL and facts.newest is None
    if shell or column.outcome is Outcome.NEEDS_RENDERING:
        why = f"（{column.reason}）" if column.reason else ""
        yield Fault(
            message=f"“{facts.expected}”的列表要由浏览器运行脚本才能显示，本轮未能读取，无法核验{why}。",
            basis=facts.row_basis,
            evidence=facts.refs(),
        )
