"""A server for the fetch tests that answers byte by byte what a test writes, in a thread of its own."""

from __future__ import annotations

import asyncio
import ssl
import threading
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from crawler.carrier import THIS_MACHINE, Outside
from crawler.evidence import Page, Politeness, SiteEvidence, SitePlan, SiteStatus
from crawler.run import crawl

Reply = bytes | Callable[["Asked", asyncio.StreamWriter], Awaitable[None]]
AS_OF = date(2024, 6, 1)


def answer(body: bytes | str = b"", status: int = 200, *, length: int | None = None, **headers: str) -> bytes:
    """A whole HTTP answer; header names are given with underscores."""
    body = body.encode() if isinstance(body, str) else body
    fields = {"content_type": "text/html", "content_length": str(len(body) if length is None else length), **headers}
    lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in fields.items())
    return f"HTTP/1.1 {status} X\r\n{lines}\r\n".encode("latin-1") + body


def redirect(to: str, status: int = 302, **headers: str) -> bytes:
    return answer(status=status, location=to, **headers)


@dataclass
class Asked:
    """A request as it came."""

    path: str
    headers: dict[str, str]
    at: float
    count: int
    """How often the path had been asked for, this time included."""
    method: str = "GET"
    body: bytes = b""


@dataclass
class Server:
    """Answers `routes[path]` (or `routes["*"]`), 404 to everything else."""

    routes: dict[str, Reply] = field(default_factory=dict)
    log: list[Asked] = field(default_factory=list)
    busy: int = 0
    most_busy: int = 0
    port: int = 0
    scheme: str = "http"
    greeting: bytes = b""
    """Sent at once to whoever connects, who is then hung up on."""

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}"

    def paths(self) -> list[str]:
        return [asked.path for asked in self.log]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            if self.greeting:
                await reader.read(1)
                writer.write(self.greeting)
                return
            while head := await reader.readuntil(b"\r\n\r\n"):
                first, *lines = head.decode("latin-1").rstrip().split("\r\n")
                headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
                method, path = first.split(" ")[:2]
                body = await reader.readexactly(int(headers.get("content-length", "0")))
                asked = Asked(path, headers, time.monotonic(), self.paths().count(path) + 1, method, body)
                self.log.append(asked)
                self.busy += 1
                self.most_busy = max(self.most_busy, self.busy)
                try:
                    reply = self.routes.get(path, self.routes.get("*", answer("nothing", 404)))
                    if callable(reply):
                        await reply(asked, writer)
                    else:
                        writer.write(reply)
                    await writer.drain()
                finally:
                    self.busy -= 1
        except (asyncio.IncompleteReadError, ConnectionError, ssl.SSLError):
            pass
        finally:
            writer.close()


class Servers:
    """Servers of one test session; they share a thread."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def open(self, routes: dict[str, Reply], tls: ssl.SSLContext | None = None) -> Server:
        server = Server(routes, scheme="https" if tls else "http")

        async def listen() -> None:
            listening = await asyncio.start_server(server.serve, "127.0.0.1", 0, ssl=tls)
            server.port = listening.sockets[0].getsockname()[1]

        asyncio.run_coroutine_threadsafe(listen(), self._loop).result(10)
        return server

    def close(self) -> None:
        async def end() -> None:
            tasks = asyncio.all_tasks() - {asyncio.current_task()}
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

        asyncio.run_coroutine_threadsafe(end(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()


def now() -> datetime:
    return datetime.now(UTC)


def polite(**changes: Any) -> Politeness:
    return Politeness(**{"delay": 0.0, "concurrency": 4, "timeout": 5.0, "obey_robots": False, **changes})


def plan_for(server: Server | str, **changes: Any) -> SitePlan:
    url = server if isinstance(server, str) else server.url
    given = {"name": url, "url": url, "allow_private": True, "politeness": polite(), **changes}
    return SitePlan(**given)


def evidence(plan: SitePlan, fetch: Any) -> SiteEvidence:
    return SiteEvidence(
        name=plan.name, url=plan.url, status=SiteStatus.REACHABLE, requests=fetch.requests, pages=fetch.pages
    )


def fetch_all(
    plan: SitePlan, paths: Sequence[str], *, at_once: bool = False, outside: Outside = THIS_MACHINE
) -> tuple[list[Page], SiteEvidence]:
    """Crawl one site that is asked for these paths, one after the other or all at once."""
    pages: list[Page] = []
    delivered: list[SiteEvidence] = []

    async def search(plan: SitePlan, fetch: Any, *, as_of: date, progress: Any) -> SiteEvidence:
        urls = [path if "://" in path else plan.url.rstrip("/") + path for path in paths]
        if at_once:
            pages.extend(await asyncio.gather(*(fetch(url) for url in urls)))
        else:
            pages.extend([await fetch(url) for url in urls])
        return evidence(plan, fetch)

    crawl([plan], as_of=AS_OF, now=now, on_site=delivered.append, search=search, outside=outside)
    assert len(pages) == len(paths), delivered
    return pages, delivered[0]


def fetch_one(plan: SitePlan, path: str = "/", *, outside: Outside = THIS_MACHINE) -> Page:
    return fetch_all(plan, [path], outside=outside)[0][0]
