"""栏目打不开: a link bears the name, and the page behind it answers 404, 410 or a soft 404 at both looks."""

from __future__ import annotations

from collections.abc import Iterator

from checker.basis import INDICATORS, join
from checker.facts import Facts
from checker.registry import Fault, Need, check
from checker.result import Status
from crawler.evidence import Outcome

#: In the note of a page that sent its visitor home (crawler.confirm).
HOME = "首页"


@check(
    "broken-column",
    title="栏目链接失效",
    advice="请修复栏目链接或恢复栏目页面；栏目已迁移的，请更新导航中的链接。",
    status=Status.FAIL,
    order=120,
    need=Need.MISS,
)
def broken_column(facts: Facts) -> Iterator[Fault]:
    """Never also missing or empty: the menu promises the column."""
    column = facts.column
    if column is not None and column.outcome is Outcome.BROKEN:
        status = column.fetches[0].status if column.fetches else None
        led_home = bool(column.fetches) and HOME in column.fetches[0].note
        seen = "跳转回网站首页" if led_home else "打开后提示内容不存在"
        if status is not None and status >= 400:
            seen = f"返回 HTTP {status}"
        address = f"（{facts.located.url}）" if facts.located and facts.located.url else ""
        yield Fault(
            message=f"栏目“{facts.expected}”有链接，但链接的页面{address}{seen}，两次查看均如此。",
            basis=join(f"{INDICATORS}：链接打不开或错误", facts.row_basis),
            evidence=facts.refs(),
        )
