"""The way to a site: only what is certain is said of certificates, protocols and IPv6."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from crawler import carrier
from crawler.carrier import DirectCarrier, Handshake, Outside
from crawler.resolver import Resolver

HOST = "www.yunshan.example"


def verification(code: int) -> ssl.SSLCertVerificationError:
    error = ssl.SSLCertVerificationError(1, "certificate verify failed")
    error.verify_code = code
    return error


def protocol(reason: str) -> ssl.SSLError:
    error = ssl.SSLError(1, reason)
    error.reason = reason
    return error


class _Writer:
    def close(self) -> None: ...

    async def wait_closed(self) -> None: ...


def shake(
    monkeypatch: pytest.MonkeyPatch, *answers: Exception | None, host: str = HOST, address: str = "93.184.216.34"
) -> tuple[Handshake, int]:
    """The handshake when connections end so, and how many were opened."""
    opened: list[Any] = []

    async def connect(*_: Any, **__: Any) -> tuple[None, _Writer]:
        answer = answers[min(len(opened), len(answers) - 1)]
        opened.append(answer)
        if answer is not None:
            raise answer
        return None, _Writer()

    monkeypatch.setattr(carrier.asyncio, "open_connection", connect)

    async def run() -> Handshake:
        way = DirectCarrier(Resolver(lambda _: [address]), allow_private=False, seconds=1.0)
        return await way.handshake(host)

    return asyncio.run(run()), len(opened)


@pytest.mark.parametrize(
    ("error", "accepted", "fault"),
    [
        pytest.param(None, True, "", id="accepted"),
        pytest.param(verification(10), False, "证书已过期", id="expired"),
        pytest.param(verification(62), False, "证书与域名不符", id="another name"),
        pytest.param(verification(18), False, "证书为自签名证书", id="self-signed"),
        pytest.param(verification(20), None, "", id="an issuer unknown here may be known to browsers"),
        pytest.param(verification(19), None, "", id="a root unknown here"),
        pytest.param(protocol("UNSUPPORTED_PROTOCOL"), False, "加密协议过旧（不支持 TLS 1.2）", id="old protocol"),
        pytest.param(protocol("WRONG_VERSION_NUMBER"), False, "", id="no TLS at that port"),
        pytest.param(protocol("UNSAFE_LEGACY_RENEGOTIATION_DISABLED"), None, "", id="browsers go on"),
        pytest.param(ConnectionRefusedError(), False, "", id="nobody listens"),
        pytest.param(TimeoutError(), None, "", id="no answer says nothing"),
        pytest.param(ConnectionResetError(), None, "", id="cut off says nothing"),
    ],
)
def test_what_a_browser_would_say(
    monkeypatch: pytest.MonkeyPatch, error: Exception | None, accepted: bool | None, fault: str
) -> None:
    found, opened = shake(monkeypatch, error)
    assert found == Handshake(accepted=accepted, fault=fault)
    assert opened == (2 if accepted is False else 1), "what accuses is looked at twice"


def test_two_looks_must_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shake(monkeypatch, ConnectionRefusedError(), None) == (Handshake(accepted=None), 2)


@pytest.mark.parametrize(
    ("host", "address"),
    [pytest.param("192.0.2.7", "192.0.2.7", id="an address"), pytest.param(HOST, "10.0.0.7", id="a private one")],
)
def test_where_nobody_looks(monkeypatch: pytest.MonkeyPatch, host: str, address: str) -> None:
    assert shake(monkeypatch, None, host=host, address=address) == (Handshake(accepted=None), 0)


def answering(*answers: Sequence[str] | Exception) -> Callable[[str], Sequence[str]]:
    asked: list[str] = []

    def lookup(host: str) -> Sequence[str]:
        answer = answers[min(len(asked), len(answers) - 1)]
        asked.append(host)
        if isinstance(answer, Exception):
            raise answer
        return answer

    return lookup


NONE = socket.gaierror(socket.EAI_NONAME, "no address")
AGAIN = socket.gaierror(socket.EAI_AGAIN, "try again")


@pytest.mark.parametrize(
    ("lookup", "host", "found"),
    [
        pytest.param(answering(["2400:3200::1"]), HOST, True, id="an address"),
        pytest.param(answering(NONE), HOST, False, id="none, twice"),
        pytest.param(answering(NONE, ["2400:3200::1"]), HOST, True, id="one at the second look"),
        pytest.param(answering(AGAIN), HOST, None, id="the name server does not say"),
        pytest.param(answering(NONE, AGAIN), HOST, None, id="does not say the second time"),
        pytest.param(answering(["64:ff9b::5db8:d822"]), HOST, False, id="made up by the network"),
        pytest.param(answering(["2400:3200::1"]), "2400:3200::1", None, id="an address spelt out"),
        pytest.param(answering(NONE), "portal", None, id="a name inside"),
    ],
)
def test_ipv6(lookup: Callable[[str], Sequence[str]], host: str, found: bool | None) -> None:
    async def run() -> bool | None:
        resolver = Resolver(lambda _: ["93.184.216.34"])
        return await DirectCarrier(resolver, allow_private=False, seconds=2.0, outside=Outside(ipv6=lookup)).ipv6(host)

    assert asyncio.run(run()) is found


def test_a_name_that_has_no_address_at_all() -> None:
    async def run() -> bool | None:
        resolver = Resolver(answering(NONE))
        outside = Outside(ipv6=answering(NONE))
        return await DirectCarrier(resolver, allow_private=False, seconds=2.0, outside=outside).ipv6(HOST)

    assert asyncio.run(run()) is None
