"""首页不更新: nothing on the start page is newer than the limit."""

from __future__ import annotations

from collections.abc import Iterator

from checker.basis import INDICATORS
from checker.freshness import default_warning
from checker.registry import Fault, doublings
from checker.result import Status
from checker.sitecheck import SiteFacts, site_check


def _sure(facts: SiteFacts) -> bool:
    """Whether the newest day on the start page is known for sure."""
    home = facts.home
    return home is not None and not home.drawn_by_script and home.newest_looks >= 2 and not home.doubt


def _able(facts: SiteFacts) -> bool:
    newest, before = facts.newest, facts.limits.home_before
    return newest is not None and ((before is not None and newest >= before) or _sure(facts))


@site_check(
    "stale-homepage",
    title="首页更新不及时",
    advice="请及时更新首页信息，并在列表中标明发布日期。",
    status=Status.FAIL,
    veto=True,
    order=20,
    able=_able,
)
def stale_homepage(facts: SiteFacts) -> Iterator[Fault]:
    """A start page without any day says nothing; inside the band before the limit it is a warning."""
    newest, days = facts.newest, facts.figures.homepage_days
    if newest is None or not _sure(facts):
        return
    age = (facts.as_of - newest).days
    if age <= days - default_warning(days):
        return
    late = age > days
    yield Fault(
        message=(
            f"网站首页最新信息日期为{newest}，截至{facts.as_of}已{age}天未更新，"
            + (f"超过{days}天的期限。" if late else f"{days - age}天后将超过{days}天的期限。")
        ),
        basis=f"{INDICATORS}：监测2周，首页无信息更新，单项否决",
        evidence=facts.home_refs(f"最新信息日期 {newest}"),
        status=None if late else Status.WARN,
        extent=doublings(age // max(days, 1)),
    )
