"""The Chinese words in which reports name what the audit says in identifiers.

Every closed choice is a full mapping, so that a new member fails the type-checked tests rather than a reader. The marks
are characters of GB 2312: every Chinese font has them, and status never rests on colour alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from checker.engine import load_checks
from checker.result import ColumnView, Finding, Status
from checker.sites import load_site_checks
from crawler.evidence import BY_HAND, DateSource, Match, SiteStatus


@dataclass(frozen=True, kw_only=True, slots=True)
class Label:
    """A status as it is shown: `key` is a CSS class and an anchor, `mark` stands beside the name."""

    key: str
    mark: str
    name: str


STATUS: dict[Status, Label] = {
    Status.FAIL: Label(key="fail", mark="×", name="不合格"),
    Status.WARN: Label(key="warn", mark="▲", name="预警"),
    Status.UNVERIFIABLE: Label(key="unverifiable", mark="？", name="无法核验"),
    Status.MANUAL: Label(key="manual", mark="□", name="需人工核查"),
    Status.PASS: Label(key="pass", mark="√", name="合格"),
    Status.NOT_APPLICABLE: Label(key="not-applicable", mark="－", name="不适用"),
    Status.WAIVED: Label(key="waived", mark="◇", name="豁免"),
}
"""In the order in which reports show them: what has to be done comes first."""

SEVERITY: dict[Status, int] = {status: place for place, status in enumerate(STATUS)}

MATCH: dict[Match, str] = {
    Match.EXACT: "完全一致",
    Match.PARTIAL: "部分层级缺失",
    Match.RENAMED: "名称不一致",
    Match.MISPLACED: "位置不符",
    Match.AMBIGUOUS: "有多个相近栏目，未能确认",
    Match.NONE: "未找到",
}

DATE_SOURCE: dict[DateSource, str] = {
    DateSource.ROW: "列表行",
    DateSource.VISIBLE: "正文发布时间",
    DateSource.META: "网页元数据",
    DateSource.URL: "网址",
}

SITE_STATUS: dict[SiteStatus, Label] = {
    SiteStatus.REACHABLE: Label(key="pass", mark="√", name="可访问"),
    SiteStatus.UNREACHABLE: Label(key="unverifiable", mark="？", name="无法访问"),
    SiteStatus.BLOCKED: Label(key="unverifiable", mark="？", name="拒绝访问"),
    SiteStatus.DISALLOWED: Label(key="unverifiable", mark="？", name="不允许自动访问"),
}

NOT_DUE = "未到期"
ORDINALS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")


def match_name(found: ColumnView) -> str:
    """How a column's name and place fit; of what a person ruled to be the column nothing was compared."""
    return found.via if found.via == BY_HAND else MATCH[found.match]


@cache
def _titles() -> dict[str, str]:
    titles = {check.code: check.title for check in load_checks()}
    return titles | {check.code: check.title for check in load_site_checks()}


def code_name(code: str) -> str:
    """The name that the finding's check gives it; 其他问题 for a code this version has no check for (an older run)."""
    return _titles().get(code, "其他问题")


def finding_name(finding: Finding) -> str:
    """The name a finding goes by in reports: its check's, but of what is not due yet nothing is missing."""
    return NOT_DUE if finding.status is Status.NOT_APPLICABLE else code_name(finding.code)
