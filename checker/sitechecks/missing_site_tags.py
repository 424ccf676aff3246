"""网页标签缺失: no page of the site bears a tag of the national guideline."""

from __future__ import annotations

from collections.abc import Iterator

from checker.basis import GUIDELINE, INDICATORS, join
from checker.registry import Fault
from checker.result import Status
from checker.sitecheck import SiteFacts, site_check

#: Pages that must have been read before the site is said to have none.
_PAGES = 3


def _able(facts: SiteFacts) -> bool:
    seen = facts.site.surveyed
    return seen is not None and (seen.tagged > 0 or (seen.pages >= _PAGES and facts.home is not None))


@site_check(
    "missing-site-tags",
    title="全站未设网页标签",
    advice="请在网站模板中按规范加入SiteName、SiteDomain、SiteIDCode、ColumnName、PubDate等网页标签。",
    status=Status.WARN,
    order=80,
    able=_able,
)
def missing_site_tags(facts: SiteFacts) -> Iterator[Fault]:
    """Some pages with and some without is a matter of those pages (`missing-meta`)."""
    seen = facts.site.surveyed
    if seen is None or seen.tagged or not _able(facts):
        return
    yield Fault(
        message=f"抽看网站{seen.pages}个页面，均未见网站名称、标识码、栏目名称、发布日期等网页标签。",
        basis=join(f"{GUIDELINE}：网页标签规范", f"{INDICATORS}：功能设计，页面标签"),
        evidence=facts.home_refs(),
    )
