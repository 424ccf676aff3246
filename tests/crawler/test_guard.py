"""The address guard: which addresses are public, which belong to a site, and what is an address at all."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.evidence import SitePlan, Target
from crawler.guard import BadUrlError, Territory, address_refusal, host_key, literal_address, tidy


@pytest.mark.parametrize(
    ("address", "open_to_all", "with_permission"),
    [
        pytest.param("8.8.8.8", True, True, id="public"),
        pytest.param("2400:3200::1", True, True, id="public IPv6"),
        pytest.param("127.0.0.1", False, True, id="loopback"),
        pytest.param("127.8.9.1", False, True, id="loopback, any of it"),
        pytest.param("::1", False, True, id="loopback IPv6"),
        pytest.param("10.1.2.3", False, True, id="private 10"),
        pytest.param("172.31.0.1", False, True, id="private 172"),
        pytest.param("192.168.1.1", False, True, id="private 192"),
        pytest.param("fd00::1", False, True, id="private IPv6"),
        pytest.param("169.254.169.254", False, True, id="link-local, metadata service"),
        pytest.param("fe80::1%eth0", False, True, id="link-local IPv6 with a zone"),
        pytest.param("100.100.1.1", False, True, id="shared address space"),
        pytest.param("::ffff:127.0.0.1", False, True, id="mapped loopback"),
        pytest.param("::127.0.0.1", False, True, id="compatible loopback"),
        pytest.param("2002:7f00:1::", False, True, id="6to4 loopback"),
        pytest.param("64:ff9b::a00:1", False, True, id="NAT64 private"),
        pytest.param("::ffff:8.8.8.8", True, True, id="mapped public"),
        pytest.param("0.0.0.0", False, False, id="unspecified"),
        pytest.param("::", False, False, id="unspecified IPv6"),
        pytest.param("224.0.0.1", False, False, id="multicast"),
        pytest.param("ff02::1", False, False, id="multicast IPv6"),
        pytest.param("240.0.0.1", False, False, id="reserved"),
        pytest.param("255.255.255.255", False, False, id="broadcast"),
        pytest.param("portal", False, False, id="no address"),
    ],
)
def test_address(address: str, open_to_all: bool, with_permission: bool) -> None:
    assert (address_refusal(address, allow_private=False) is None) is open_to_all
    assert (address_refusal(address, allow_private=True) is None) is with_permission


@given(st.ip_addresses())
def test_nothing_that_is_not_global_is_open(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    if address_refusal(str(address), allow_private=False) is None and address.version == 4:
        assert address.is_global
        assert not address.is_multicast


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "127.0.0.1"),
        ("[::1]", "::1"),
        ("2130706433", "127.0.0.1"),
        ("0x7f000001", "127.0.0.1"),
        ("0177.1", "127.0.0.1"),
        ("www.example.org", None),
        ("12.example", None),
        ("", None),
    ],
)
def test_literal_address(host: str, address: str | None) -> None:
    assert literal_address(host) == (ipaddress.ip_address(address) if address else None)


@pytest.mark.parametrize(
    ("url", "tidied"),
    [
        ("http://www.example.org", "http://www.example.org/"),
        (" https://EXAMPLE.org/a b#c ", "https://example.org/a%20b"),
        ("http://example.org/公开?栏目=1", "http://example.org/%E5%85%AC%E5%BC%80?%E6%A0%8F%E7%9B%AE=1"),
        ("http://政务.example/", "http://xn--zfr164b.example/"),
        ("http://example.org\\a", "http://example.org/a"),
        ("http://[::1]:8080/", "http://[::1]:8080/"),
    ],
)
def test_tidy(url: str, tidied: str) -> None:
    assert tidy(url) == tidied


@given(st.text(max_size=80).map(lambda text: "http://" + text))
def test_tidy_gives_ascii_or_refuses(url: str) -> None:
    try:
        tidied = tidy(url)
    except BadUrlError:
        return
    assert tidied.isascii()
    assert "#" not in tidied
    assert tidy(tidied) == tidied
    assert host_key(tidied)


@pytest.mark.parametrize(
    ("url", "inside"),
    [
        pytest.param("http://www.example.org/x", True, id="itself"),
        pytest.param("https://www.example.org/x", True, id="over TLS"),
        pytest.param("https://www.example.org:443/", True, id="default port spelt out"),
        pytest.param("http://example.org/", True, id="without www"),
        pytest.param("http://WWW.EXAMPLE.ORG./", True, id="capitals and a final dot"),
        pytest.param("http://www.example.org:8080/", False, id="another port"),
        pytest.param("http://sub.example.org/", False, id="another host below the same name"),
        pytest.param("http://www.example.org.evil.example/", False, id="name as a prefix"),
        pytest.param("http://zfxxgk.example.org/", True, id="further host"),
        pytest.param("http://data.example.org:8443/", True, id="further host with port"),
        pytest.param("http://data.example.org/", False, id="further host without its port"),
        pytest.param("http://unit.example.org/a", True, id="start of a target"),
        pytest.param("http://found.example.org/b", True, id="learned by a target"),
    ],
)
def test_territory(url: str, inside: bool) -> None:
    plan = SitePlan(
        name="甲",
        url="http://www.example.org/index.html",
        hosts=("zfxxgk.example.org", "data.example.org:8443"),
        targets=(Target(key="k", path=(), start="http://unit.example.org/", learned="http://found.example.org/c"),),
    )
    assert Territory(plan).covers(tidy(url)) is inside
