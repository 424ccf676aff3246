"""One request and its answer: read within its time and its size, ended early when there is nothing more to learn."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from twisted.internet.defer import Deferred
from twisted.internet.protocol import Protocol, connectionDone
from twisted.python.failure import Failure as TxFailure
from twisted.web.client import ResponseDone
from twisted.web.http import PotentialDataLoss
from twisted.web.iweb import UNKNOWN_LENGTH, IResponse

from crawler.body import HEAD_BYTES, is_text
from crawler.outcomes import NoAnswerError, no_answer, unreachable


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What one answer may cost: seconds for all of it, bytes of its body as sent."""

    seconds: float
    max_bytes: int
    keep_head: bool = False
    """Of a larger body keep the first `max_bytes` instead of nothing."""
    whole: bool = False
    """Read a body that is no text like any other; of one declared to be larger than `max_bytes` only its head."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """An answer as it came over the line; `cut` when the body was ended at its limit, `text` when it is text."""

    response: IResponse
    body: bytes
    cut: bool
    text: bool


class Exchange(Protocol):
    """Reads one answer; `outcome` is an Answer or raises NoAnswerError.

    `lost` tells how many seconds the event loop has spent elsewhere so far. A site is not to blame for those: an
    expired deadline is put off once by what was lost since the request was sent.
    """

    def __init__(self, asked: Deferred[IResponse], limits: Limits, *, tls: bool, lost: Callable[[], float]) -> None:
        loop = asyncio.get_running_loop()
        self.outcome: asyncio.Future[Answer] = loop.create_future()
        self._asked = asked
        self._limits = limits
        self._tls = tls
        self._lost = lost
        self._response: IResponse | None = None
        self._content_type = ""
        self._encoding = ""
        self._text: bool | None = None
        self._most = limits.max_bytes
        self._pieces: list[bytes] = []
        self._size = 0
        self._timer = loop.call_later(limits.seconds, self._expire, lost())
        asked.addCallbacks(self._headed, self._failed)

    def stop(self) -> None:
        """End the exchange whatever its state; nobody waits for it any more."""
        if not self.outcome.done():
            self.outcome.set_exception(NoAnswerError(unreachable("已停止")))
        self._give_up()

    def _expire(self, lost_before: float | None) -> None:
        if lost_before is not None:
            grace = min(self._lost() - lost_before, self._limits.seconds)
            if grace > 0.05:
                self._timer = asyncio.get_running_loop().call_later(grace, self._expire, None)
                return
        seconds = f"{self._limits.seconds:g}"
        detail = f"连接超时（{seconds}秒内没有应答）" if self._response is None else f"页面传输超时（超过{seconds}秒）"
        self._fail(NoAnswerError(unreachable(detail), retry=True))

    def _headed(self, response: IResponse) -> None:
        if self.outcome.done():
            return
        self._response = response
        self._content_type = header(response, b"content-type")
        self._encoding = header(response, b"content-encoding")
        if response.length == 0:  # deliverBody never ends for answers without a body
            self._finish(cut=False)
        else:
            response.deliverBody(self)  # type: ignore[misc, no-untyped-call, call-arg]

    def _failed(self, reason: TxFailure) -> None:
        error = reason.value
        self._fail(no_answer(error if isinstance(error, Exception) else RuntimeError(repr(error)), tls=self._tls))

    def connectionMade(self) -> None:  # noqa: N802
        """Twisted: the body is about to come."""
        assert self._response is not None
        length = self._response.length
        if length is UNKNOWN_LENGTH or length <= self._limits.max_bytes:
            return
        if self._limits.whole:
            self._most = min(self._most, HEAD_BYTES)
        elif not self._limits.keep_head and is_text(self._content_type, b"", self._encoding):
            self._text = True
            self._finish(cut=True)
            self._abort()

    def dataReceived(self, data: bytes) -> None:  # noqa: N802
        """Twisted: some of the body has come."""
        if self.outcome.done():
            return
        if self._text is None:
            self._text = is_text(self._content_type, data, self._encoding)
            if not (self._text or self._limits.whole):
                self._most = HEAD_BYTES
        self._pieces.append(data)
        self._size += len(data)
        if self._size > self._most:
            self._finish(cut=True)
            self._abort()

    def connectionLost(self, reason: TxFailure = connectionDone) -> None:  # noqa: N802
        """Twisted: the body has ended, or the connection in the middle of it."""
        if self.outcome.done():
            return
        if isinstance(reason.value, (ResponseDone, PotentialDataLoss)):
            self._finish(cut=False)
        else:
            self._fail(NoAnswerError(unreachable("页面传输中断"), retry=True))

    def _finish(self, *, cut: bool) -> None:
        assert self._response is not None
        self._timer.cancel()
        text = self._text is not False
        body = b"".join(self._pieces)[: self._most]
        self._pieces.clear()
        self.outcome.set_result(Answer(response=self._response, body=body, cut=cut, text=text))

    def _fail(self, error: NoAnswerError) -> None:
        if not self.outcome.done():
            self.outcome.set_exception(error)
            self._give_up()

    def _give_up(self) -> None:
        self._timer.cancel()
        self._pieces.clear()
        if self._response is None:
            self._asked.cancel()
        else:
            self._abort()

    def _abort(self) -> None:
        # The body's transport is a proxy for the real one, None once the connection has gone back to the pool.
        producer = getattr(self.transport, "_producer", None)
        if producer is not None:
            producer.abortConnection()


def header(response: IResponse, name: bytes) -> str:
    """The first value of a header, empty when there is none."""
    values = response.headers.getRawHeaders(name)
    return values[0].decode("latin-1") if values else ""
