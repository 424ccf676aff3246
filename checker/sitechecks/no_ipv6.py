"""不支持IPv6: the site's name has no IPv6 address."""

from __future__ import annotations

from collections.abc import Iterator

from checker.basis import INDICATORS
from checker.registry import Fault
from checker.result import Status
from checker.sitecheck import SiteFacts, site_check


@site_check(
    "no-ipv6",
    title="网站域名无IPv6地址",
    advice="请完成IPv6改造，并为网站域名配置AAAA解析记录。",
    status=Status.WARN,
    order=60,
    able=lambda facts: facts.transport.ipv6 is not None,
)
def no_ipv6(facts: SiteFacts) -> Iterator[Fault]:
    """Said only when the name server answered twice that there is none."""
    if facts.transport.ipv6 is not False:
        return
    yield Fault(
        message="网站域名没有IPv6地址（AAAA解析记录），仅支持IPv6的用户无法直接访问。",
        basis=f"{INDICATORS}：功能设计，IPv6改造",
        evidence=facts.home_refs(),
    )
