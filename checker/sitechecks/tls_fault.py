"""证书或加密协议异常: visitors who are led to https are warned away by their browsers."""

from __future__ import annotations

from collections.abc import Iterator

from checker.basis import SECURITY
from checker.registry import Fault
from checker.result import Status
from checker.sitecheck import SiteFacts, site_check


@site_check(
    "tls-fault",
    title="网站证书异常",
    advice="请更换有效的证书或升级加密协议，保证浏览器访问时不出现安全警告。",
    status=Status.WARN,
    order=50,
    able=lambda facts: facts.transport.https is not None,
)
def tls_fault(facts: SiteFacts) -> Iterator[Fault]:
    """A site that is open on http alone leads nobody to its https: of that `insecure-transport` speaks."""
    seen = facts.transport
    led = facts.site.url.startswith("https:") or seen.plain_stays is False
    if not led or not seen.tls_fault:
        return
    yield Fault(
        message=f"以https访问网站时{seen.tls_fault}，浏览器会提示不安全或拒绝打开。",
        basis=SECURITY,
        evidence=facts.home_refs(),
    )
