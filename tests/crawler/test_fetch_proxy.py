"""Fetching through a proxy of the network's own."""

from __future__ import annotations

import pytest
from fetch_server import Servers, answer, fetch_all, fetch_one, plan_for, polite

from crawler.evidence import FailureKind


def test_goes_through_the_proxy(servers: Servers) -> None:
    proxy = servers.open(
        {"http://portal.example/a": answer("by proxy"), "http://portal.example/big": answer("x" * 2000)}
    )
    address = proxy.url.replace("://", "://user:se%20cret@")
    plan = plan_for("http://portal.example", allow_private=False, politeness=polite(proxy=address, max_page_bytes=1000))
    pages, _ = fetch_all(plan, ["/a", "/big", "/none"])
    assert pages[0].body == b"by proxy"
    assert pages[1].failure is not None
    assert pages[1].failure.kind is FailureKind.TOO_LARGE
    assert pages[2].status == 404
    assert proxy.log[0].headers["proxy-authorization"] == "Basic dXNlcjpzZSBjcmV0"


@pytest.mark.parametrize("host", ["169.254.169.254", "2130706433", "10.0.0.1"])
def test_spelt_out_private_addresses_are_refused(servers: Servers, host: str) -> None:
    proxy = servers.open({"*": answer("secret")})
    page = fetch_one(plan_for(f"http://{host}", allow_private=False, politeness=polite(proxy=proxy.url)))
    assert page.failure is not None
    assert page.failure.kind is FailureKind.REFUSED
    assert proxy.log == []
