"""Scrapy download handler: sends one request and gives its answer, within the address guard and its limits.

It stands in for Scrapy's own handler because that one cannot refuse an address at connect time for one site and admit
it for another, nor stop at a type of content, and sends a signal for each chunk. Scrapy's own still serves requests
that go through a proxy.
"""

from __future__ import annotations

import asyncio
import base64
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast
from urllib.parse import unquote, urlsplit

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadCancelledError
from scrapy.http import Response
from twisted.internet.defer import Deferred
from twisted.web.client import Agent, FileBodyProducer, HTTPConnectionPool
from twisted.web.http_headers import Headers as TxHeaders
from twisted.web.iweb import IBodyProducer

from crawler.body import HEAD_BYTES, decoded, is_text
from crawler.connect import Endpoints, LenientFactory
from crawler.exchange import Exchange, Limits, header
from crawler.guard import address_refusal, literal_address
from crawler.outcomes import NoAnswerError, no_answer, refused, unreachable
from crawler.tls import TlsPolicy

if TYPE_CHECKING:
    from crawler.spider import SitesSpider

ERRAND = "zwgk_errand"
"""Key of the Errand in a request's meta."""
TOO_LARGE = "too-large"
"""Flag of a response whose body is larger than its limit."""
CUT = "cut"
"""Flag of a response of which only the beginning of the body was read: it is no text."""

_CLOSE_SECONDS = 0.5


@dataclass(kw_only=True, slots=True)
class Errand:
    """What the handler must know of a request besides its address; travels in the request's meta."""

    limits: Limits
    allow_private: bool
    legacy_tls: bool = False
    proxy: str | None = None
    abandoned: bool = False
    """Set when nobody waits any more, so that a request still queued in its slot is not sent."""
    seconds: float | None = None
    """How long the whole answer took, waiting for its turn not counted; set when it came."""


class GuardedHandler:
    """Scrapy's DownloadHandlerProtocol for http and https."""

    lazy = False

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._agents: dict[tuple[bool, bool], tuple[Agent, HTTPConnectionPool]] = {}
        self._running: set[Exchange] = set()
        self._proxied: HTTP11DownloadHandler | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> GuardedHandler:
        """Scrapy's way of making a component."""
        return cls(crawler)

    async def download_request(self, request: Request) -> Response:
        """The answer to a request; raises NoAnswerError."""
        errand: Errand = request.meta[ERRAND]
        if errand.abandoned:
            raise NoAnswerError(unreachable("已停止"))
        loop = asyncio.get_running_loop()
        started = loop.time()
        try:
            return await self._sent(request, errand)
        finally:
            errand.seconds = loop.time() - started

    async def _sent(self, request: Request, errand: Errand) -> Response:
        if errand.proxy:
            return await self._through_proxy(request, errand, errand.proxy)
        tls = request.url.startswith("https:")
        agent = self._agent(allow_private=errand.allow_private, legacy_tls=errand.legacy_tls)
        body = _producer(request.body) if request.body else None
        asked = agent.request(
            request.method.encode("ascii"), request.url.encode("ascii"), TxHeaders(request.headers), body
        )
        exchange = Exchange(asked, errand.limits, tls=tls, lost=self._spider.lost_seconds)
        self._running.add(exchange)
        try:
            answer = await exchange.outcome
        finally:
            self._running.discard(exchange)
            if not exchange.outcome.done() or exchange.outcome.cancelled():
                exchange.stop()
        raw = answer.response.headers
        response = Response(request.url, status=answer.response.code, headers=dict(raw.getAllRawHeaders()))
        if not answer.text and not errand.limits.whole:
            head = b"" if header(answer.response, b"content-encoding") else answer.body
            return response.replace(body=head, flags=[CUT] if answer.cut else [])
        return _unpacked(response, answer.body, cut=answer.cut, limits=errand.limits)

    async def close(self) -> None:
        """End every exchange and connection."""
        for exchange in tuple(self._running):
            exchange.stop()
        loop = asyncio.get_running_loop()
        closing = [_closed(pool).asFuture(loop) for _, pool in self._agents.values()]
        if closing:  # a peer that keeps its side open would be waited for without end
            await asyncio.wait(closing, timeout=_CLOSE_SECONDS)
        if self._proxied is not None:
            await self._proxied.close()

    @property
    def _spider(self) -> SitesSpider:
        return cast("SitesSpider", self._crawler.spider)

    def _agent(self, *, allow_private: bool, legacy_tls: bool) -> Agent:
        # Connections of sites with different permissions are never shared: each route has a pool of its own.
        route = (allow_private, legacy_tls)
        if route not in self._agents:
            from twisted.internet import reactor  # installed by crawler.run only when its thread has started

            pool = HTTPConnectionPool(reactor)  # type: ignore[no-untyped-call]
            pool._factory = LenientFactory
            endpoints = Endpoints(self._spider.resolver, TlsPolicy(legacy=legacy_tls), allow_private=allow_private)
            agent = Agent.usingEndpointFactory(reactor, endpoints, pool)  # type: ignore[no-untyped-call]
            self._agents[route] = (agent, pool)
        return self._agents[route][0]

    async def _through_proxy(self, request: Request, errand: Errand, proxy: str) -> Response:
        host = urlsplit(request.url).hostname or ""
        # Names are resolved by the proxy; an address that is spelt out is judged here.
        literal = literal_address(host)
        reason = address_refusal(str(literal), allow_private=errand.allow_private) if literal else None
        if reason:
            raise NoAnswerError(refused(f"{reason}，不予访问"))
        self._proxied = self._proxied or HTTP11DownloadHandler(self._crawler)
        parts = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
        if parts.username:
            login = f"{unquote(parts.username)}:{unquote(parts.password or '')}".encode()
            request.headers["Proxy-Authorization"] = b"Basic " + base64.b64encode(login)
            parts = parts._replace(netloc=parts.netloc.rpartition("@")[2])
        request.meta.update(
            proxy=parts.geturl(), download_timeout=errand.limits.seconds, download_maxsize=errand.limits.max_bytes
        )
        try:
            response = await self._proxied.download_request(request)
        except DownloadCancelledError:
            return Response(request.url, flags=[TOO_LARGE])
        except Exception as error:
            raise no_answer(error, tls=False) from error
        kind, encoding = (_text(response, name) for name in ("Content-Type", "Content-Encoding"))
        plain = Response(request.url, status=response.status, headers=response.headers)
        if not errand.limits.whole and not is_text(kind, response.body[:512], encoding):
            cut = [CUT] if len(response.body) > HEAD_BYTES else []
            return plain.replace(body=b"" if encoding else response.body[:HEAD_BYTES], flags=cut)
        return _unpacked(plain, response.body, cut=False, limits=errand.limits)


def _producer(body: bytes) -> IBodyProducer:
    return cast("IBodyProducer", FileBodyProducer(io.BytesIO(body)))  # type: ignore[no-untyped-call]


def _closed(pool: HTTPConnectionPool) -> Deferred[None]:
    return cast("Deferred[None]", pool.closeCachedConnections())  # type: ignore[no-untyped-call]


def _unpacked(response: Response, body: bytes, *, cut: bool, limits: Limits) -> Response:
    if not cut or limits.keep_head:
        try:
            body, larger = decoded(body, _text(response, "Content-Encoding"), limits.max_bytes)
        except ValueError as error:
            raise NoAnswerError(unreachable("响应内容无法解压"), retry=True) from error
        cut = cut or larger
    return response.replace(body=b"" if cut and not limits.keep_head else body, flags=[TOO_LARGE] if cut else [])


def _text(response: Response, name: str) -> str:
    value = response.headers.get(name)
    return value.decode("latin-1") if value else ""
