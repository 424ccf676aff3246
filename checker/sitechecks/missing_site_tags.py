"""网页标签缺失: the tags of the national guideline are missing or faulty on most pages of the site."""

from __future__ import annotations

from collections.abc import Iterator

from checker.basis import GUIDELINE, INDICATORS, join
from checker.registry import Fault
from checker.result import Status
from checker.sitecheck import SiteFacts, site_check
from checker.tags import tag_habits

#: Pages that must have been read before something is called the site's habit.
_PAGES = 3
_MOST_TOLD = 8


def _able(facts: SiteFacts) -> bool:
    seen = facts.site.surveyed
    return seen is not None and (seen.tagged > 0 or (seen.pages >= _PAGES and facts.home is not None))


@site_check(
    "missing-site-tags",
    title="全站网页标签不规范",
    advice="请在网站模板中按规范设置SiteName、SiteDomain、SiteIDCode、ColumnName、PubDate等网页标签，每个只保留一处。",
    status=Status.WARN,
    order=80,
    able=_able,
)
def missing_site_tags(facts: SiteFacts) -> Iterator[Fault]:
    """What only some pages lack is a matter of those pages (`missing-meta`)."""
    seen = facts.site.surveyed
    if seen is None or not _able(facts):
        return
    basis = join(f"{GUIDELINE}：网页标签规范", f"{INDICATORS}：功能设计，页面标签")
    if not seen.tagged:
        yield Fault(
            message=f"抽看网站{seen.pages}个页面，均未见网站名称、标识码、栏目名称、发布日期等网页标签。",
            basis=basis,
            evidence=facts.home_refs(),
        )
        return
    habits = tag_habits(facts.site)
    told = list(habits.of_columns()) if habits.columns >= _PAGES else []
    told += [fault for fault in habits.of_articles() if fault not in told] if habits.articles >= _PAGES else []
    if told:
        more = f"等{len(told)}项" if len(told) > _MOST_TOLD else ""
        yield Fault(
            message=f"抽看{habits.columns}个栏目页、{habits.articles}篇文章，多数网页标签不规范："
            f"{'、'.join(told[:_MOST_TOLD])}{more}。",
            basis=basis,
            evidence=facts.home_refs(),
        )
