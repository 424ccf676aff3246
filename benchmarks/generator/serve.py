"""A generated site on a port of this machine."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from benchmarks.generator.model import Answer, Request


class Served:
    """A running server: its address and the requests it has had, robots.txt not counted."""

    def __init__(self, server: ThreadingHTTPServer, log: list[Request]) -> None:
        self.server, self.log = server, log

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    def taken(self) -> int:
        """Requests since the last time this was asked."""
        count = len(self.log)
        self.log.clear()
        return count


@contextmanager
def serving(answer: Callable[[Request], Answer], charset: str) -> Iterator[Served]:
    """Serve `answer` until the block ends; text is encoded in `charset` unless the answer's type names another."""
    log: list[Request] = []
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            pass

        def do_GET(self) -> None:
            self.reply(b"")

        def do_POST(self) -> None:
            self.reply(self.rfile.read(int(self.headers.get("content-length") or 0)))

        def reply(self, body: bytes) -> None:
            path, _, query = self.path.partition("?")
            request = Request(
                method=self.command,
                path=path,
                query=query,
                headers={name.lower(): value for name, value in self.headers.items()},
                body=body.decode("utf-8", "replace"),
            )
            with lock:
                if path != "/robots.txt":
                    log.append(request)
                got = answer(request)
            if got.delay:
                time.sleep(got.delay)
            coding = "utf-8" if "json" in got.type or "xml" in got.type or "utf-8" in got.type else charset
            text = got.body.replace("%HOST%", f"127.0.0.1:{self.server.server_port}")  # type: ignore[attr-defined]
            sent = text.encode("gb18030" if coding.startswith("gb") else coding, "replace")
            self.send_response(got.status)
            self.send_header("Content-Type", got.type)
            self.send_header("Content-Length", str(len(sent)))
            if got.location:
                self.send_header("Location", got.location)
            self.end_headers()
            self.wfile.write(sent)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield Served(server, log)
    finally:
        server.shutdown()
        server.server_close()
