"""Opening connections: resolve, let the guard judge every address, connect to exactly those that were judged."""

from __future__ import annotations

import asyncio
from typing import Any, cast

from twisted.internet.defer import Deferred
from twisted.internet.endpoints import TCP4ClientEndpoint, TCP6ClientEndpoint, wrapClientTLS
from twisted.internet.interfaces import (
    IAddress,
    IOpenSSLClientConnectionCreator,
    IProtocol,
    IProtocolFactory,
    IStreamClientEndpoint,
)
from twisted.web._newclient import HEADER, STATUS, HTTP11ClientProtocol, HTTPClientParser
from twisted.web._newclient import Request as TxRequest
from twisted.web.client import URI, _HTTP11ClientFactory
from twisted.web.iweb import IAgentEndpointFactory, IResponse
from zope.interface import implementer

from crawler.guard import address_refusal
from crawler.outcomes import NoAnswerError, refused
from crawler.resolver import Resolver
from crawler.tls import TlsPolicy

_MAX_HEAD = 256 * 1024
# Shared by all addresses of a host; the deadline of the whole answer is the download handler's.
_CONNECT_SECONDS = 20.0


@implementer(IStreamClientEndpoint)
class _GuardedEndpoint:
    """A host and port; the guard stands between its name and its addresses."""

    def __init__(self, resolver: Resolver, host: str, port: int, *, allow_private: bool) -> None:
        self._resolver = resolver
        self._host = host
        self._port = port
        self._allow_private = allow_private

    def connect(self, protocolFactory: IProtocolFactory) -> Deferred[IProtocol]:  # noqa: N803
        return Deferred.fromFuture(asyncio.ensure_future(self._connect(protocolFactory)))

    async def _connect(self, factory: IProtocolFactory) -> IProtocol:
        from twisted.internet import reactor  # installed by crawler.run only when its thread has started

        addresses = await self._resolver.addresses(self._host)
        for address in addresses:
            if reason := address_refusal(address, allow_private=self._allow_private):
                raise NoAnswerError(refused(f"{self._host} 指向{reason}，不予访问"))
        attempt = _CONNECT_SECONDS / len(addresses)
        loop = asyncio.get_running_loop()
        problem: Exception | None = None
        for address in addresses:
            kind = TCP6ClientEndpoint if ":" in address else TCP4ClientEndpoint
            try:
                return await kind(reactor, address, self._port, attempt).connect(factory).asFuture(loop)
            except Exception as error:
                problem = problem or error
        assert problem is not None
        raise problem


@implementer(IAgentEndpointFactory)
class Endpoints:
    """Twisted's source of connections for one way of connecting (permission, TLS)."""

    def __init__(self, resolver: Resolver, policy: TlsPolicy, *, allow_private: bool) -> None:
        self._resolver = resolver
        self._policy = policy
        self._allow_private = allow_private

    def endpointForURI(self, uri: URI) -> IStreamClientEndpoint:  # noqa: N802
        """Twisted's question how to reach the server of an address."""
        host = uri.host.decode("ascii").strip("[]")
        guarded = _GuardedEndpoint(self._resolver, host, uri.port, allow_private=self._allow_private)
        endpoint = cast(IStreamClientEndpoint, guarded)
        if uri.scheme != b"https":
            return endpoint
        creator = cast(IOpenSSLClientConnectionCreator, self._policy.creatorForNetloc(uri.host, uri.port))
        return wrapClientTLS(creator, endpoint)


class _LenientParser(HTTPClientParser):
    """Skips header lines without a colon, as browsers do."""

    def lineReceived(self, line: bytes) -> None:  # noqa: N802
        if self.state == HEADER and line.strip() and line[:1] not in b" \t" and b":" not in line:
            return
        super().lineReceived(line)  # type: ignore[no-untyped-call]


class _BoundedProtocol(HTTP11ClientProtocol):
    """Ends the connection when the head of an answer has no end."""

    _head_bytes = 0

    def request(self, request: TxRequest) -> Deferred[IResponse]:
        answer = super().request(request)
        # The parser's class is fixed inside request(); Scrapy swaps it in the same way.
        if self._parser is not None:
            self._parser.__class__ = _LenientParser
        self._head_bytes = 0
        return answer

    def dataReceived(self, data: bytes) -> None:  # noqa: N802
        if self._parser is not None and self._parser.state in (STATUS, HEADER):
            self._head_bytes += len(data)
            if self._head_bytes > _MAX_HEAD:
                cast(Any, self.transport).abortConnection()
                return
        super().dataReceived(data)  # type: ignore[no-untyped-call]


class LenientFactory(_HTTP11ClientFactory):
    """Makes the protocol of each new connection."""

    noisy = False

    def buildProtocol(self, addr: IAddress | None) -> HTTP11ClientProtocol:  # noqa: N802
        """Twisted's question for the protocol of a connection."""
        return _BoundedProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]
