"""网站或栏目页无法访问: no answer from the site, or from this column, also at the second look."""

from __future__ import annotations

from collections.abc import Iterator

from checker.basis import INDICATORS, join
from checker.facts import Facts, because
from checker.registry import Fault, Need, check
from checker.result import Status
from crawler.evidence import Outcome, SiteStatus


@check(
    "site-unreachable",
    title="网站无法访问",
    advice="请检查网站服务器、域名解析、证书和网络；恢复访问后自动复核，本轮不作不合格处理。",
    status=Status.UNVERIFIABLE,
    order=30,
    need=Need.MISS,
)
def site_unreachable(facts: Facts) -> Iterator[Fault]:
    """A site that does not answer says nothing about its columns."""
    site, column = facts.site, facts.column
    whole_site = site is not None and site.status is SiteStatus.UNREACHABLE and not facts.found
    if site is not None and whole_site and (column is None or column.outcome is Outcome.UNREACHABLE):
        yield Fault(
            message=f"网站“{site.name}”无法访问{because(site.reason)}，未能核验“{facts.expected}”。",
            basis=join(f"{INDICATORS}：站点无法访问", facts.row_basis),
            evidence=facts.refs(),
        )
    elif column is not None and column.outcome is Outcome.UNREACHABLE:
        yield Fault(
            message=f"“{facts.expected}”的页面无法访问{because(column.reason)}。",
            basis=join(f"{INDICATORS}：站点无法访问", facts.row_basis),
            evidence=facts.refs(),
        )
