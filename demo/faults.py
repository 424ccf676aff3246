"""Bad answers for tests, under addresses no menu leads to."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler

_CHUNK = b"<p>" + b"x" * 65_529 + b"</p>"
HUGE_BYTES = 50 * 1024 * 1024
_Fault = Callable[[BaseHTTPRequestHandler, threading.Event], None]


def _hang(handler: BaseHTTPRequestHandler, stopping: threading.Event) -> None:
    """Never answer, until the portal closes."""
    stopping.wait(600)
    handler.close_connection = True


def _huge(handler: BaseHTTPRequestHandler, stopping: threading.Event) -> None:
    """A page of 50 MB without a stated length."""
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html; charset=utf-8")
    handler.send_header("Connection", "close")
    handler.end_headers()
    with contextlib.suppress(OSError):
        for _ in range(HUGE_BYTES // len(_CHUNK)):
            if stopping.is_set():
                break
            handler.wfile.write(_CHUNK)
    handler.close_connection = True


def _status(status: int, **headers: str) -> _Fault:
    def answer(handler: BaseHTTPRequestHandler, stopping: threading.Event) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return answer


def _half(handler: BaseHTTPRequestHandler, stopping: threading.Event) -> None:
    """Promise more than is sent."""
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.send_header("Content-Length", "10000")
    handler.end_headers()
    handler.wfile.write(b"<html><body><ul><li>")
    handler.close_connection = True


FAULTS: Mapping[str, _Fault] = {
    "/fault/hang/": _hang,
    "/fault/huge/": _huge,
    "/fault/half/": _half,
    "/fault/loop/": _status(302, Location="/fault/loop2/"),
    "/fault/loop2/": _status(302, Location="/fault/loop/"),
    "/fault/metadata/": _status(302, Location="http://169.254.169.254/latest/meta-data/"),
    "/fault/500/": _status(500),
    "/fault/503/": _status(503, Retry_After="1"),
    "/fault/403/": _status(403),
    "/fault/429/": _status(429, Retry_After="1"),
}
