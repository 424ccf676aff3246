"""Where the crawler may go: the addresses of a site, and what an IP address must be to be connected to.

Two lines of defence. `Territory` knows the host:port values a person configured; a link or redirect that leaves them is
refused by name. `address_refusal` judges every resolved address at connect time, so that a name which is made to point
into the machine's own network (DNS rebinding) is refused as well.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from functools import lru_cache
from typing import TypeAlias
from urllib.parse import SplitResult, urlsplit

from w3lib.url import safe_url_string

from crawler.evidence import SitePlan

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address

_DEFAULT_PORTS = {"http": 80, "https": 443}
_MAX_URL = 4096
_LONGEST_KEPT = 300
"""Characters of an address that is remembered."""
_HOST = re.compile(r"[a-z0-9._-]+|[0-9a-f:.]+")
_CGNAT = ipaddress.ip_network("100.64.0.0/10")  # RFC 6598
_NAT64 = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))  # RFC 6052, RFC 8215


class BadUrlError(ValueError):
    """An address no request can be made for; the message is a short Chinese phrase. Caught by the fetcher."""


def tidy(url: str) -> str:
    """The address as it is sent: ASCII, without fragment.

    Raises BadUrlError for other schemes than http and https, for user names in the address and for broken syntax.
    """
    if len(url) > _MAX_URL:
        raise BadUrlError("网址过长")
    return _tidied(url) if len(url) <= _LONGEST_KEPT else _tidy(url)


def _tidy(url: str) -> str:
    try:
        parts = urlsplit(safe_url_string(url.strip()))
        parts.port  # noqa: B018 - a bad port shows only when it is asked for
    except ValueError as error:
        raise BadUrlError("网址不合法") from error
    if parts.scheme not in _DEFAULT_PORTS:
        raise BadUrlError("不是 http 或 https 网址")
    if "@" in parts.netloc:
        raise BadUrlError("网址含用户名")
    if not (parts.hostname or "").strip(".") or not _HOST.fullmatch(parts.hostname or ""):
        raise BadUrlError("网址不合法")
    return parts._replace(path=parts.path or "/", fragment="").geturl()


_tidied = lru_cache(maxsize=4096)(_tidy)  # every address is asked for again on its way to an answer


def request_key(address: str, posted: str = "") -> str:
    """Identity of a request among those of its site: one address answers each posted body in its own way."""
    return f"{address}\n{posted}" if posted else address


def drawing_key(requested: str) -> str:
    """Identity of a drawn page among the requests of its site: what is drawn depends on the fragment too."""
    return f"{tidy(requested)}\n#{requested.partition('#')[2]}"


def host_key(url: str) -> str:
    """Identity of the server behind an address: its host, with the port when that is not the scheme's own.

    http and https of one host on their default ports are the same server.
    """
    return _key(urlsplit(url))


def _key(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".")
    port = parts.port
    if ":" in host:
        host = f"[{host}]"
    return host if port is None or port == _DEFAULT_PORTS.get(parts.scheme) else f"{host}:{port}"


class Territory:
    """The host:port values that belong to a site: its own, its further hosts, and those its targets name."""

    def __init__(self, plan: SitePlan) -> None:
        keys = set()
        for url in (plan.url, *(u for t in plan.targets for u in (t.start, t.url, t.learned) if u)):
            try:
                keys.add(host_key(tidy(url)))
            except BadUrlError:
                continue
        for host in plan.hosts:
            try:
                keys.add(host_key(tidy(host if "://" in host else f"http://{host}")))
            except BadUrlError:
                continue
        self.keys: frozenset[str] = frozenset(keys | {twin for key in keys if (twin := _www_twin(key))})

    def covers(self, url: str) -> bool:
        """Whether a tidied address lies inside."""
        return host_key(url) in self.keys


def _www_twin(key: str) -> str | None:
    if key.startswith("www."):
        return key.removeprefix("www.")
    host = key.partition(":")[0]
    # A bare name has its www twin; an IP address and a single label (localhost, portal) have none.
    return f"www.{key}" if "." in host and literal_address(host) is None else None


def literal_address(host: str) -> Address | None:
    """The IP address a host spells out, also as 2130706433, 0x7f.1 or 0177.0.0.1; None for a name."""
    try:
        return ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        pass
    try:
        return ipaddress.IPv4Address(socket.inet_aton(host))
    except (OSError, ValueError):
        return None


def address_refusal(address: str, *, allow_private: bool) -> str | None:
    """Why an address is not connected to, as a Chinese phrase; None when it may be.

    Only public unicast addresses are; with `allow_private` also private, loopback, link-local and shared (CGNAT) ones.
    """
    try:
        ip = _innermost(ipaddress.ip_address(address.partition("%")[0]))
    except ValueError:
        return f"无法识别的地址 {address}"
    if ip.is_unspecified or ip.is_multicast:
        return f"组播或未指定地址 {address}"
    if ip.is_loopback:
        kind = "本机地址"
    elif ip.is_link_local:
        kind = "链路本地地址"
    elif (ip.version == 4 and ip in _CGNAT) or (ip.is_private and not ip.is_reserved):
        kind = "内网地址"
    elif ip.is_reserved or not ip.is_global:
        return f"保留地址 {address}"
    else:
        return None
    return None if allow_private else f"{kind} {address}"


def _innermost(ip: Address) -> Address:
    """The IPv4 address that an IPv6 address carries (mapped, 6to4, Teredo, NAT64), else the address itself."""
    if isinstance(ip, ipaddress.IPv4Address):
        return ip
    if ip.ipv4_mapped:
        return ip.ipv4_mapped
    if ip.sixtofour:
        return ip.sixtofour
    if ip.teredo:
        return ip.teredo[1]
    if any(ip in network for network in _NAT64):
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    if int(ip) >> 32 == 0 and int(ip) > 1:  # ::a.b.c.d, deprecated IPv4-compatible form
        return ipaddress.IPv4Address(int(ip))
    return ip
