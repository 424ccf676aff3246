"""信息链接大面积打不开: most of the entries that were opened on the site answer badly."""

from __future__ import annotations

from collections.abc import Iterator

from checker.basis import INDICATORS
from checker.habits import habits_of
from checker.registry import Fault
from checker.result import Status
from checker.sitecheck import SiteFacts, site_check

#: Fewer bad answers are told with their columns, or are too few to tell.
_LEAST = 3


def _able(facts: SiteFacts) -> bool:
    answers = habits_of(facts.site).entries
    return answers.fine + answers.bad >= _LEAST


@site_check(
    "broken-entries",
    title="信息链接大面积打不开",
    advice="请检查网站是否改版、迁移或限制访问，并修复信息页面的链接；本项不计入各栏目。",
    status=Status.WARN,
    order=90,
    able=_able,
)
def broken_entries(facts: SiteFacts) -> Iterator[Fault]:
    """Where most entries are bad no column is accused (`broken-link`): it is the site, or how we were let in."""
    answers = habits_of(facts.site).entries
    if answers.mostly_bad and answers.bad >= _LEAST:
        yield Fault(
            message=f"抽看各栏目最新信息{answers.fine + answers.bad}条，{answers.bad}条打不开，"
            "疑为网站改版、迁移或访问受限，不计入各栏目，请先人工确认。",
            basis=f"{INDICATORS}：链接打不开或错误",
            evidence=facts.home_refs(),
        )
