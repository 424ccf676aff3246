"""更新期限: how old a column's newest entry may be, by the column's kind.

The figures are those of 国办秘函〔2019〕19号 (单项否决“栏目不更新”) and of the monitoring tables that put it into
practice (government-sites.md section 3.2). They are data: a configured table replaces the built-in one whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from checker.basis import INDICATORS
from rules.model import Rule, RuleKind


@dataclass(frozen=True, kw_only=True)
class FreshnessLimit:
    """One line of the table; the first whose `match` is found in the column's name decides."""

    match: str
    """Regular expression, searched in the leaf's name as the document has it."""
    days: int | None
    """Newest entry at most this many days old; None exempts the column."""
    warn: int | None = None
    """Days before the limit in which the unit is warned; None takes the larger of 2 and 10 %."""
    basis: str = ""
    """Chinese: where the figure comes from."""


@dataclass(frozen=True, kw_only=True)
class Limit:
    """What holds for one rule."""

    days: int | None
    warn: int
    basis: str


_REFERENCE: Final = "|".join(
    (
        # Plans live as long as their period: 国民经济和社会发展规划 is rightly five years old.
        "发展规划|专项规划|区域规划|空间规划|五年规划|中长期规划|规划纲要|城乡?规划|城市规划|总体规划|详细规划",
        # In force until repealed.
        "法律|法规|规章|条例|制度|预案",
        # Guides, charters and rosters change when the facts change, not by the calendar.
        "指南|简介|概况|概览|职能|职责|权责|清单|主动公开基本目录|领导信息|领导之窗|领导分工|组织机构|机构设置|内设机构",
        "联系方式|联系我们|联系电话|办公地址|依申请公开",
    )
)

#: 动态 inside these words is about the subject, not about news.
_NEWS: Final = "动态(?!调整|管理|监管|监测|清零|平衡)|要闻"

BUILT_IN: Final[tuple[FreshnessLimit, ...]] = (
    FreshnessLimit(match=_NEWS, days=14, basis=f"{INDICATORS}：动态、要闻类栏目2周内应有更新"),
    FreshnessLimit(
        match=_REFERENCE, days=None, basis="规划、法规、制度、指南、机构职能、权责清单等参考类栏目，不设更新期限"
    ),
    FreshnessLimit(
        match="通知|公告|公示|政策文件|规范性文件|^政策$",
        days=180,
        basis=f"{INDICATORS}：通知公告、政策文件类栏目6个月内应有更新",
    ),
    FreshnessLimit(
        match="规划|计划|人事", days=365, basis=f"{INDICATORS}及监测通行口径：人事、规划计划类栏目1年内应有更新"
    ),
    FreshnessLimit(match="", days=365, basis=f"{INDICATORS}：其他应更新的栏目1年内应有更新"),
)

_UNLISTED: Final = Limit(days=None, warn=0, basis="配置的更新期限表未列此类栏目，不设更新期限")
_BY_RULE: Final = "规则集设定"


def limit_for(rule: Rule, table: Sequence[FreshnessLimit] = BUILT_IN) -> Limit:
    """The limit of one rule: its own, else the first line of the table that fits the leaf's name.

    Rules that demand something else than a column (sub-columns, an entry on the home page) have no limit.
    """
    if rule.kind is not RuleKind.COLUMN:
        return Limit(days=None, warn=0, basis="")
    if rule.limit_days is not None:
        return Limit(days=rule.limit_days, warn=default_warning(rule.limit_days), basis=_BY_RULE)
    name = printed_leaf(rule)
    for line in table:
        if _pattern(line.match).search(name):
            if line.days is None:
                return Limit(days=None, warn=0, basis=line.basis)
            warn = default_warning(line.days) if line.warn is None else line.warn
            return Limit(days=line.days, warn=warn, basis=line.basis)
    return _UNLISTED


def printed_leaf(rule: Rule) -> str:
    """The column's name as the document has it; empty for a rule without a path."""
    return rule.path[-1] if rule.path else ""


def default_warning(days: int) -> int:
    """The larger of 2 days and 10 % of the limit, but never the whole of it: a column updated today is not due."""
    return max(0, min(max(2, days // 10), days - 1))


def stale_before(limit: Limit, as_of: date) -> date | None:
    """The first day that is still fresh; a newest date before it is stale. None when nothing can be stale."""
    return None if limit.days is None else as_of - timedelta(days=limit.days)


@lru_cache(maxsize=512)
def _pattern(match: str) -> re.Pattern[str]:
    return re.compile(match)
