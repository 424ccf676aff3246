"""What an answer, or the lack of one, means: status codes and network errors as Failures."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime

from OpenSSL import SSL
from scrapy import exceptions as scrapy_errors
from twisted.internet import error as tx_error
from twisted.python.failure import Failure as TxFailure
from twisted.web._newclient import RequestNotSent
from twisted.web.client import ResponseFailed

from crawler.evidence import Failure, FailureKind

REDIRECTS = frozenset({301, 302, 303, 307, 308})

# 521 is the challenge of a 瑞数 or 创宇 front; 405 to a GET is a firewall's page (government-sites.md, anti-bot).
_BLOCKED = {
    401: "需要登录",
    403: "拒绝访问",
    405: "疑似防护拦截",
    407: "代理需要认证",
    412: "疑似防护验证",
    429: "请求过于频繁",
    521: "疑似防护验证",
}


class NoAnswerError(Exception):
    """A request that brought no answer. Raised by the download handler, caught by the site's fetcher.

    `retry`: worth a second try; `tls`: an older TLS may help; `sent`: False when it was given up before it was sent.
    """

    def __init__(self, failure: Failure, *, retry: bool = False, tls: bool = False, sent: bool = True) -> None:
        super().__init__(failure.detail)
        self.failure = failure
        self.retry = retry
        self.tls = tls
        self.sent = sent


def unreachable(detail: str) -> Failure:
    """The site gave no usable answer."""
    return Failure(kind=FailureKind.UNREACHABLE, detail=detail)


def refused(detail: str) -> Failure:
    """We do not go there."""
    return Failure(kind=FailureKind.REFUSED, detail=detail)


def status_failure(status: int) -> Failure | None:
    """The failure a status code stands for; None for answers, among them 404 and 410."""
    if note := _BLOCKED.get(status):
        return Failure(kind=FailureKind.BLOCKED, detail=f"HTTP {status} {note}")
    return unreachable(f"HTTP {status}") if status >= 500 else None


def is_passing(status: int) -> bool:
    """Whether a second try soon after may bring another answer (5xx of the server, not of a firewall)."""
    return status >= 500 and status not in _BLOCKED


def retry_after(value: str, now: datetime) -> float | None:
    """Seconds that a Retry-After header asks to wait; None when it is absent or unreadable."""
    value = value.strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        due = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return max(0.0, (due - now).total_seconds()) if due.tzinfo else None


def no_answer(error: Exception, *, tls: bool) -> NoAnswerError:
    """A network error as NoAnswerError; `tls` tells whether the request was to go over TLS."""
    if isinstance(error, NoAnswerError):
        return error
    causes = tuple(_causes(error))
    if any(isinstance(cause, SSL.Error) for cause in causes):
        return NoAnswerError(unreachable("TLS 握手失败"), tls=True)
    for kind, detail in _NETWORK:
        if any(isinstance(cause, kind) for cause in causes):
            # Old servers drop a handshake they do not understand: a lost connection is worth an older TLS too.
            return NoAnswerError(unreachable(detail), retry=True, tls=tls and detail == _CUT_OFF)
    if isinstance(error, (ResponseFailed, scrapy_errors.DownloadFailedError)):
        return NoAnswerError(unreachable("响应不符合 HTTP 协议"), retry=True)
    return NoAnswerError(unreachable(f"请求失败（{type(error).__name__}）"), retry=True)


_CUT_OFF = "连接被中断"
_NETWORK: tuple[tuple[type[BaseException] | tuple[type[BaseException], ...], str], ...] = (
    ((socket.gaierror, tx_error.DNSLookupError, scrapy_errors.CannotResolveHostError), "域名无法解析"),
    ((tx_error.TimeoutError, TimeoutError, scrapy_errors.DownloadTimeoutError), "连接超时"),
    ((tx_error.ConnectionRefusedError, scrapy_errors.DownloadConnectionRefusedError), "连接被拒绝"),
    (scrapy_errors.ResponseDataLossError, "页面传输中断"),
    ((tx_error.ConnectionClosed, RequestNotSent), _CUT_OFF),
    ((tx_error.NoRouteError, tx_error.ConnectError, OSError), "网络不可达"),
)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and those inside it: Twisted's `reasons`, and `__cause__` of Scrapy's wrappers."""
    pending: list[object] = [error]
    for _ in range(32):
        if not pending:
            return
        item = pending.pop()
        cause = item.value if isinstance(item, TxFailure) else item
        if isinstance(cause, BaseException):
            yield cause
            pending += [*getattr(cause, "reasons", ()), cause.__cause__]
