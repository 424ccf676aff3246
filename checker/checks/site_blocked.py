"""访问被拦截: the site or this column answers with a refusal, a challenge or a throttling page."""

from __future__ import annotations

from collections.abc import Iterator

from checker.facts import Facts, because
from checker.registry import Fault, Need, check
from checker.result import Status
from crawler.evidence import Outcome, SiteStatus


@check(
    "site-blocked",
    title="访问被拦截",
    advice="请网站运维单位将本检查程序的访问地址列入防火墙白名单，或降低检查频率后重试；本轮不作不合格处理。",
    status=Status.UNVERIFIABLE,
    order=40,
    need=Need.MISS,
)
def site_blocked(facts: Facts) -> Iterator[Fault]:
    """What a firewall hides may well be there."""
    site, column = facts.site, facts.column
    whole_site = site is not None and site.status is SiteStatus.BLOCKED and not facts.found
    if site is not None and whole_site and (column is None or column.outcome is Outcome.BLOCKED):
        yield Fault(
            message=f"网站“{site.name}”拦截了检查程序的访问{because(site.reason)}，未能核验“{facts.expected}”。",
            basis=facts.row_basis,
            evidence=facts.refs(),
        )
    elif column is not None and column.outcome is Outcome.BLOCKED:
        yield Fault(
            message=f"“{facts.expected}”的页面拦截了检查程序的访问{because(column.reason)}。",
            basis=facts.row_basis,
            evidence=facts.refs(),
        )
