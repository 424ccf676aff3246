"""网站不允许抓取: robots.txt keeps us out of the site or of this column."""

from __future__ import annotations

from collections.abc import Iterator

from checker.facts import Facts, because
from checker.registry import Fault, Need, check
from checker.result import Status
from crawler.evidence import Outcome, SiteStatus


@check(
    "robots-disallowed",
    title="robots 协议不允许访问",
    advice="如需自动核验，请网站运维单位在 robots.txt 中允许本检查程序访问该栏目；否则请人工核查。",
    status=Status.UNVERIFIABLE,
    order=50,
    need=Need.MISS,
)
def robots_disallowed(facts: Facts) -> Iterator[Fault]:
    """The site asks not to be read, and we do as it asks."""
    site, column = facts.site, facts.column
    whole_site = site is not None and site.status is SiteStatus.DISALLOWED and not facts.found
    if site is not None and whole_site and (column is None or column.outcome is Outcome.DISALLOWED):
        yield Fault(
            message=f"网站“{site.name}”的 robots.txt 不允许访问{because(site.reason)}，未核验“{facts.expected}”。",
            basis=facts.row_basis,
            evidence=facts.refs(),
        )
    elif column is not None and column.outcome is Outcome.DISALLOWED:
        yield Fault(
            message=f"“{facts.expected}”在 robots.txt 禁止访问的范围内{because(column.reason)}，未予访问。",
            basis=facts.row_basis,
            evidence=facts.refs(),
        )
