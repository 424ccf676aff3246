"""The demo portal on this machine: five sites on ports of 127.0.0.1, a sixth that refuses connections."""

from __future__ import annotations

import socket
import ssl
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import unquote, urlsplit

from demo import culture, park, trs, ucap
from demo.answer import Answer
from demo.certificates import Authority, Certificate
from demo.configuration import configuration
from demo.district import GOV, HOSTS, LIBRARY, MUSEUM, PARK, TAX, TRADE
from demo.document import document
from demo.edition import Edition
from demo.faults import FAULTS
from demo.nights import ATTEMPTS, CERTIFICATES, DOWN, ENCRYPTED, IPV6, Attempt

_HOST = "127.0.0.1"
_ENCRYPTED = f"{MUSEUM}（https）"
DOCUMENT_NAME = "云山区政务公开工作要点任务分工.txt"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else each small answer waits 40 ms for the client's ACK
    wbufsize = -1  # headers and body in one packet
    timeout = 60
    server: _Server

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        if self.server.down:  # a connection from the night before
            self.close_connection = True
            return
        self.server.count(path)
        fault = FAULTS.get(path)
        if fault is not None:
            fault(self, self.server.stopping)
            return
        self._send(self.server.answer(path))

    do_HEAD = do_GET  # noqa: N815

    def _send(self, answer: Answer) -> None:
        tag = f'"{sha256(answer.body).hexdigest()[:20]}"'
        known = answer.status == 200 and self.headers.get("If-None-Match") == tag
        self.send_response(304 if known else answer.status)
        for name, value in answer.headers:
            self.send_header(name, value)
        if answer.status == 200:
            self.send_header("ETag", tag)
        if not known:
            self.send_header("Content-Type", answer.content_type)
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if not known and self.command != "HEAD":
            self.wfile.write(answer.body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the demo's output is the audit's."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, port: int, missing: Callable[[], Answer]) -> None:
        super().__init__((_HOST, port), _Handler)
        self.pages: Mapping[str, Answer] = {}
        self.tls: ssl.SSLContext | None = None
        self.led_to = ""
        self.down = False
        self._missing = missing
        self._lock = threading.Lock()
        self.paths: Counter[str] = Counter()
        self.stopping = threading.Event()

    def count(self, path: str) -> None:
        with self._lock:
            self.paths[path] += 1

    def verify_request(self, request: object, client_address: object) -> bool:
        """Whether the connection is taken; else it is closed without a word."""
        return not self.down

    def finish_request(self, request: Any, client_address: Any) -> None:
        """Serve one connection, in a thread of its own; with a certificate the handshake comes first."""
        if self.tls is None:
            super().finish_request(request, client_address)
            return
        request.settimeout(_Handler.timeout)
        with self.tls.wrap_socket(request, server_side=True) as wrapped:
            super().finish_request(wrapped, client_address)

    def answer(self, path: str) -> Answer:
        """The page; a folder without its slash is redirected to it, and everything where the site was moved to."""
        if self.led_to:
            return Answer(status=301, headers=(("Location", f"{self.led_to}{path}"),))
        if path not in self.pages and f"{path}/" in self.pages:
            return Answer(status=301, headers=(("Location", f"{path}/"),))
        return self.pages.get(path) or self._missing()

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that goes away in mid-answer is no event."""


class Portal:
    """Serves the portal as it stands on `as_of`, in one of its nights, while the context is open.

    `ports` are those of the government and the tax site, 0 for any free one. After entering, `urls` maps the
    configuration's site names to addresses (the trading site's port is held but never answers), `requests` counts them.
    """

    def __init__(self, as_of: date, *, night: int = 1, ports: tuple[int, int] = (0, 0)) -> None:
        self.edition = Edition(as_of=as_of, night=night)
        self._ports = ports
        self._servers: dict[str, _Server] = {}
        self._closed: socket.socket | None = None
        self._authority = Authority()
        self._attempts: tuple[Attempt, ...] = ()
        self.urls: dict[str, str] = {}

    def __enter__(self) -> Self:
        try:
            self._servers[GOV] = _Server(self._ports[0], trs.not_found)
            self._servers[TAX] = _Server(self._ports[1], ucap.not_found)
            self._servers[PARK] = _Server(0, park.not_found)
            self._servers[LIBRARY] = _Server(0, culture.not_found)
            self._servers[MUSEUM] = _Server(0, culture.not_found)
            self._servers[_ENCRYPTED] = _Server(0, culture.not_found)
            # bound and never listening: connections are refused, and nobody else can take the port meanwhile
            self._closed = socket.socket()
            self._closed.bind((_HOST, 0))
        except OSError:
            self._close()
            raise
        self._open()
        for name, server in self._servers.items():
            scheme = "https" if server.tls else "http"
            if name != _ENCRYPTED:
                self.urls[name] = f"{scheme}://{HOSTS.get(name, _HOST)}:{server.server_port}/"
            threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        self.urls[TRADE] = f"http://{_HOST}:{self._closed.getsockname()[1]}/"
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for server in self._servers.values():
            server.stopping.set()
            server.shutdown()
        self._close()

    def turn(self) -> date:
        """The next night comes, one day later at the same addresses; returns its day."""
        tomorrow = self.as_of + timedelta(days=1)
        self.edition = Edition(as_of=tomorrow, night=self.edition.night + 1)
        self._open()
        return tomorrow

    def show(self, edition: Edition, *, down: frozenset[str] = frozenset()) -> None:
        """Stand as in that edition from now on, with these sites answering nobody; they are the first night's else."""
        self.edition = edition
        self._open()
        for name in down:
            self._servers[name].down = True

    def _open(self) -> None:
        self._servers[GOV].pages = trs.build(self.edition)
        self._servers[TAX].pages = ucap.build(self.edition)
        self._servers[PARK].pages = park.build(self.edition)
        self._open_culture()
        for name, server in self._servers.items():
            server.down = name in DOWN.get(self.edition.night, ())

    def _open_culture(self) -> None:
        night, library, museum = self.edition.night, self._servers[LIBRARY], self._servers[MUSEUM]
        self._attempts += ATTEMPTS[night]
        library.pages, museum.pages = (culture.build(site, self.edition) for site in (LIBRARY, MUSEUM))
        library.tls = self._authority.serve(HOSTS[LIBRARY], CERTIFICATES[night])
        encrypted = self._servers[_ENCRYPTED]
        encrypted.pages = museum.pages
        encrypted.tls = self._authority.serve(HOSTS[MUSEUM], Certificate.VALID)
        museum.led_to = f"https://{self.encrypted}" if ENCRYPTED[night] else ""

    def _close(self) -> None:
        for server in self._servers.values():
            server.server_close()
        if self._closed is not None:
            self._closed.close()

    @property
    def as_of(self) -> date:
        """The day of the present night."""
        return self.edition.as_of

    @property
    def encrypted(self) -> str:
        """Host and port of the museum's https."""
        return f"{HOSTS[MUSEUM]}:{self._servers[_ENCRYPTED].server_port}"

    @property
    def served(self) -> Mapping[str, str]:
        """As `urls`, but where each site's pages are served in this night."""
        return {**self.urls, MUSEUM: f"https://{self.encrypted}/"} if ENCRYPTED[self.edition.night] else self.urls

    def take_attempts(self) -> Mapping[str, tuple[Attempt, ...]]:
        """By site the attempts to open it since they were last taken."""
        attempts, self._attempts = self._attempts, ()
        return {MUSEUM: attempts}

    def trust(self) -> ssl.SSLContext:
        """As a browser verifies certificates that knows who vouches for the demo's sites."""
        return self._authority.trust()

    def addresses(self, host: str) -> tuple[str, ...]:
        """A name server's answer for the demo's names; socket.gaierror for any other."""
        if host not in HOSTS.values():
            raise socket.gaierror(socket.EAI_NONAME, "not a name of the demo")
        return (_HOST,)

    def ipv6(self, host: str) -> tuple[str, ...]:
        """Its answer about IPv6; socket.gaierror for a name without."""
        if host not in {HOSTS[site] for site in IPV6[self.edition.night]}:
            raise socket.gaierror(socket.EAI_NONAME, "no IPv6 address")
        return ("::1",)

    @property
    def requests(self) -> int:
        """Requests answered so far by all sites."""
        return sum(server.paths.total() for server in self._servers.values())

    def seen(self, site: str) -> Counter[str]:
        """How often each path of a site was asked for."""
        return Counter(self._servers[site].paths)

    def write_document(self, folder: Path) -> Path:
        """Write the task document into `folder` and return its path."""
        return _write(folder / DOCUMENT_NAME, document(self.edition.opened))

    def write_config(self, folder: Path) -> Path:
        """Write config.yaml for the portal's present ports into `folder` and return its path."""
        return _write(folder / "config.yaml", configuration(self.urls, self.encrypted))


def _write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path
