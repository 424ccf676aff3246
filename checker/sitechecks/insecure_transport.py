"""未启用加密传输: pages are sent in the clear, without leading to https."""

from __future__ import annotations

from collections.abc import Iterator

from checker.basis import SECURITY
from checker.registry import Fault
from checker.result import Status
from checker.sitecheck import SiteFacts, site_check


@site_check(
    "insecure-transport",
    title="未使用加密传输",
    advice="请为网站配置有效证书，并将http访问自动转到https。",
    status=Status.WARN,
    order=70,
    able=lambda facts: facts.transport.plain_stays is not None,
)
def insecure_transport(facts: SiteFacts) -> Iterator[Fault]:
    """What stands in the way is named when it is known."""
    seen = facts.transport
    if seen.plain_stays is not True:
        return
    why = {True: "，虽已开通https，http访问不会自动转到https", False: "，未提供可用的https访问", None: ""}[seen.https]
    fault = f"（{seen.tls_fault}）" if seen.tls_fault else ""
    yield Fault(
        message=f"网站以http明文方式提供访问{why}{fault}。",
        basis=SECURITY,
        evidence=facts.home_refs(),
    )
