"""TLS as the crawler speaks it: certificates are not verified, and old servers get a second, older try.

Government sites break TLS in every way (old ciphers, wrong host names, expired chains). Nothing secret is sent and
what is read is public, so a page is read rather than refused.
"""

from __future__ import annotations

from OpenSSL import SSL
from twisted.internet.interfaces import IOpenSSLClientConnectionCreator
from twisted.protocols.tls import TLSMemoryBIOProtocol
from twisted.web.iweb import IPolicyForHTTPS
from zope.interface import implementer

from crawler.guard import literal_address

_LEGACY_SERVER_CONNECT = 0x4  # OpenSSL 3: servers without secure renegotiation (RFC 5746)


def _context(*, legacy: bool) -> SSL.Context:
    context = SSL.Context(SSL.TLS_CLIENT_METHOD)
    context.set_verify(SSL.VERIFY_NONE)
    context.set_session_cache_mode(SSL.SESS_CACHE_OFF)
    if legacy:
        context.set_options(_LEGACY_SERVER_CONNECT)
        context.set_min_proto_version(SSL.TLS1_VERSION)
        # TLS 1.3 hellos and their extensions are what some old middle boxes stumble over.
        context.set_max_proto_version(SSL.TLS1_2_VERSION)
        context.set_cipher_list(b"ALL:!aNULL:!eNULL:@SECLEVEL=0")
    else:
        context.set_min_proto_version(SSL.TLS1_2_VERSION)
        context.set_cipher_list(b"DEFAULT:@SECLEVEL=1")
    return context


@implementer(IOpenSSLClientConnectionCreator)
class _Connection:
    def __init__(self, host: bytes, context: SSL.Context) -> None:
        self._host = host
        self._context = context

    def clientConnectionForTLS(self, tlsProtocol: TLSMemoryBIOProtocol) -> SSL.Connection:  # noqa: N802, N803
        connection = SSL.Connection(self._context, None)
        if literal_address(self._host.decode("ascii")) is None:
            connection.set_tlsext_host_name(self._host)
        return connection


@implementer(IPolicyForHTTPS)
class TlsPolicy:
    """One way of speaking TLS, for every host."""

    def __init__(self, *, legacy: bool) -> None:
        self._context = _context(legacy=legacy)

    def creatorForNetloc(self, hostname: bytes, port: int) -> _Connection:  # noqa: N802
        """Twisted's question how to open TLS to a host."""
        return _Connection(hostname, self._context)
