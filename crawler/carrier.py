"""How a site can be reached: whether browsers accept its certificate, and whether its name has an IPv6 address.

The crawler itself reads pages whatever the certificate says (crawler.tls); here a second connection asks what a browser
would say. Only what is certain is said: an issuer this machine does not know may be known to browsers, and a port that
does not answer may be closed to us alone.
"""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import socket
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol, runtime_checkable

from crawler.guard import address_refusal, literal_address
from crawler.resolver import Lookup, Resolver, system_lookup

#: Answers of OpenSSL's verification (x509_vfy.h) that every browser shares.
_FAULTS = {
    9: "证书尚未生效",
    10: "证书已过期",
    18: "证书为自签名证书",
    62: "证书与域名不符",
    64: "证书与地址不符",
    66: "证书密钥强度不足",
    68: "证书签名算法过弱",
}
#: Words of OpenSSL for a server that speaks no TLS 1.2.
_OLD = frozenset({"UNSUPPORTED_PROTOCOL", "TLSV1_ALERT_PROTOCOL_VERSION", "WRONG_SSL_VERSION", "VERSION_TOO_LOW"})
#: Prefixes under which name servers put IPv4 addresses (RFC 6052, 8215): the site itself has no such address.
_MADE_UP = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))
_NO_ADDRESS = frozenset(
    code for name in ("EAI_NONAME", "EAI_NODATA", "EAI_ADDRFAMILY") if (code := getattr(socket, name, None)) is not None
)
_NONE = "::"
HTTPS_PORT = 443
_LOOKS = 2


@dataclass(frozen=True, kw_only=True)
class Handshake:
    """What a browser would say of a site's https."""

    accepted: bool | None
    """None when this look could not tell."""
    fault: str = ""
    """Chinese: what is wrong with certificate or protocol."""


class Carrier(Protocol):
    """Looks at the way to a host."""

    async def handshake(self, host: str, port: int) -> Handshake:
        """What a browser would say of https there."""

    async def ipv6(self, host: str) -> bool | None:
        """Whether the name has an IPv6 address; None when the name server does not say."""


@runtime_checkable
class Carried(Protocol):
    """A fetcher that can also look at the way to its site; an archive cannot."""

    @property
    def carrier(self) -> Carrier | None:
        """None where the way cannot be looked at."""


def lookup_ipv6(host: str) -> list[str]:
    """IPv6 addresses of a host; blocks; raises OSError or UnicodeError."""
    found = socket.getaddrinfo(host, None, family=socket.AF_INET6, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


@dataclass(frozen=True, kw_only=True)
class Outside:
    """What a crawl takes from the machine it runs on to find its way: the name server's word and the roots it trusts.

    Lookups block and raise OSError or UnicodeError.
    """

    addresses: Lookup = system_lookup
    """All addresses of a host."""
    ipv6: Lookup = lookup_ipv6
    """Its IPv6 addresses alone."""
    trust: ssl.SSLContext | None = None
    """By what certificates are verified; None for this machine's roots."""


THIS_MACHINE = Outside()


class DirectCarrier:
    """Looks by itself, past any fetcher, behind the same address guard."""

    def __init__(
        self,
        resolver: Resolver,
        *,
        allow_private: bool,
        seconds: float,
        outside: Outside = THIS_MACHINE,
    ) -> None:
        self._resolver = resolver
        self._allow_private = allow_private
        self._seconds = seconds
        self._outside = outside

    async def handshake(self, host: str, port: int = HTTPS_PORT) -> Handshake:
        """Two looks must agree before anything is said against it; at most two connections, no request."""
        first = await self._shake(host, port)
        if first.accepted is not False:
            return first
        second = await self._shake(host, port)
        return first if second == first else Handshake(accepted=None)

    async def ipv6(self, host: str) -> bool | None:
        """Asked twice before it is denied, and only of a name that has another address."""
        if literal_address(host) is not None or "." not in host:
            return None
        try:
            await self._resolver.addresses(host)
        except OSError:
            return None
        for _ in range(_LOOKS):
            found = await self._has_ipv6(host)
            if found is not False:
                return found
        return False

    async def _has_ipv6(self, host: str) -> bool | None:
        # A resolver of its own for each look: its threads never hold up the program's end, and nothing is remembered.
        resolver = Resolver(self._answers)
        try:
            async with asyncio.timeout(self._seconds):
                return await resolver.addresses(host) != (_NONE,)
        except (OSError, TimeoutError):
            return None
        finally:
            resolver.close()

    def _answers(self, host: str) -> Sequence[str]:
        """The addresses; `_NONE` for a name without any, which is an answer, unlike a failure."""
        try:
            found = self._outside.ipv6(host)
        except socket.gaierror as error:
            if error.errno in _NO_ADDRESS:
                return [_NONE]
            raise
        real = [one for one in found if not any(ipaddress.ip_address(one.partition("%")[0]) in net for net in _MADE_UP)]
        return real or [_NONE]

    async def _shake(self, host: str, port: int) -> Handshake:
        try:
            address = (await self._resolver.addresses(host))[0]
        except OSError:
            return Handshake(accepted=None)
        if literal_address(host) is not None or address_refusal(address, allow_private=self._allow_private):
            return Handshake(accepted=None)
        context = self._outside.trust or _browser_like()
        try:
            async with asyncio.timeout(self._seconds):
                _, writer = await asyncio.open_connection(address, port, ssl=context, server_hostname=host)
        except ssl.SSLCertVerificationError as error:
            fault = _FAULTS.get(error.verify_code, "")
            return Handshake(accepted=False if fault else None, fault=fault)
        except ssl.SSLError as error:
            return _of_protocol(error.reason or "")
        except ConnectionRefusedError:
            return Handshake(accepted=False)
        except (OSError, TimeoutError, ValueError):
            return Handshake(accepted=None)
        writer.close()
        with contextlib.suppress(OSError, TimeoutError):
            async with asyncio.timeout(1.0):
                await writer.wait_closed()
        return Handshake(accepted=True)


def _of_protocol(reason: str) -> Handshake:
    if reason in _OLD:
        return Handshake(accepted=False, fault="加密协议过旧（不支持 TLS 1.2）")
    return Handshake(accepted=False if reason == "WRONG_VERSION_NUMBER" else None)


@cache
def _browser_like() -> ssl.SSLContext:
    """Certificates are verified with this machine's roots, TLS 1.2 at least."""
    return ssl.create_default_context()
