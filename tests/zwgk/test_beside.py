"""A check by hand beside another program, on one host: the pace at the server is that of one."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path

import pytest

DELAY = 0.3
REQUESTS = 6
SCRIPT = """
import sys, time
sys.path[:0] = {path!r}
from datetime import UTC, date, datetime
from pathlib import Path
from crawler.evidence import Politeness, SiteEvidence, SitePlan, SiteStatus
from crawler.run import crawl
from zwgk.turns import HostTurns

async def search(plan, fetch, **_):
    for number in range({requests}):
        await fetch(f"{{plan.url}}{{sys.argv[1]}}/{{number}}")
    return SiteEvidence(name="x", url=plan.url, status=SiteStatus.REACHABLE, requests=fetch.requests, pages=fetch.pages)

polite = Politeness(delay={delay}, concurrency=4, timeout=60, obey_robots=False)
plan = SitePlan(name="x", url={url!r}, allow_private=True, politeness=polite)
crawl(
    [plan], as_of=date(2026, 3, 1), now=lambda: datetime.now(UTC), on_site=lambda _: None, search=search,
    take_turn=HostTurns(Path({folder!r}), time.time),
)
"""


class _Site(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        self.server.log.append((time.monotonic(), self.path[1]))
        if self.path.endswith("/0"):  # they begin together, however long each took to start
            if len({program for _, program in self.server.log}) == 2:
                self.server.together.set()
            self.server.together.wait(60)
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", "4")
        self.end_headers()
        self.wfile.write(b"page")

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    log: list[tuple[float, str]]
    together: threading.Event


@pytest.fixture
def server() -> Iterator[_Server]:
    made = _Server(("127.0.0.1", 0), _Site)
    threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    yield made
    made.shutdown()
    made.server_close()


def test_two_programs_keep_the_pace_of_one(tmp_path: Path, server: _Server) -> None:
    smallest = 0.0
    for _ in range(5):  # a request that a busy machine delivers late shortens the gap after it
        log = _both(tmp_path, server)
        # From when both were there to when one had ended.
        programs = "".join(program for _, program in log)
        first = max(programs.index(program) for program in "ab")
        last = min(programs.rindex(program) for program in "ab")
        gaps = [later[0] - sooner[0] for sooner, later in pairwise(log[first : last + 1])]
        assert len(gaps) >= REQUESTS - 1
        assert sum(gaps) / len(gaps) > DELAY * 0.8, "each at its own pace: half of it"
        smallest = min(gaps)
        if smallest > DELAY * 0.6:  # each at its own pace: never more than half
            return
    raise AssertionError(f"{smallest:.3f} s between two requests, {DELAY} s are agreed")


def _both(folder: Path, server: _Server) -> list[tuple[float, str]]:
    server.log, server.together = [], threading.Event()
    url = f"http://127.0.0.1:{server.server_port}/"
    words = SCRIPT.format(path=sys.path, requests=REQUESTS, delay=DELAY, url=url, folder=str(folder))
    running = [subprocess.Popen([sys.executable, "-c", words, name]) for name in "ab"]
    assert [process.wait(120) for process in running] == [0, 0]
    assert len(server.log) == 2 * REQUESTS
    return list(server.log)
