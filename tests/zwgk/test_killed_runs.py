"""`zwgk check` killed at any moment: the next one goes on, asks no finished site again, and ends as if nothing had been.

`ZWGK_KILLS` names how many kills are tried (3 in CI; `make soak` tries more).
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from rules.model import Rule, RulePack
from rules.pack import merge_and_write

KILLS = int(os.environ.get("ZWGK_KILLS", "3"))
#: Each kill costs a process that is started anew, which on a busy machine takes its time.
pytestmark = pytest.mark.timeout(300 + 60 * KILLS)
_HELD_SECONDS = 120
NAMES = ("财政信息", "重大项目", "公共资源", "国有资产", "应急管理")
PAGE = '<html><head><meta charset="utf-8"><title>{name}</title></head><body>{body}</body></html>'


class _Site(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        self.server.asked[self.path] += 1
        self.server.gate.wait(_HELD_SECONDS)
        names = NAMES[: self.server.columns]
        links = "".join(f'<li><a href="/{n}/">{name}</a></li>' for n, name in enumerate(names))
        body = f'<ul class="nav">{links}</ul>'
        parts = self.path.strip("/").split("/")
        if parts[0].isdecimal() and int(parts[0]) < len(names):
            name = names[int(parts[0])]
            rows = "".join(
                f'<li><a href="/{parts[0]}/{day}.html">关于{name}第{day}号事项的通报</a><span>2026-02-{day:02}</span></li>'
                for day in range(5, 20)
            )
            crumbs = f'<div>当前位置：<a href="/">首页</a> &gt; <a href="/{parts[0]}/">{name}</a></div>'
            body = f'{body}{crumbs}<ul class="list">{rows}</ul>'
        elif self.path != "/":
            name, body = "未找到", "404"
        else:
            name = "云山区人民政府"
        content = PAGE.format(name=name, body=body).encode()
        self.send_response(404 if body == "404" else 200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, columns: int) -> None:
        super().__init__(("127.0.0.1", 0), _Site)
        self.columns = columns
        self.asked: Counter[str] = Counter()
        self.gate = threading.Event()
        """While it is shut, who asks waits."""
        self.gate.set()

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: who asked was killed meanwhile."""


@pytest.fixture
def servers() -> Iterator[list[_Server]]:
    opened = [_Server(columns) for columns in range(1, len(NAMES) + 1)]
    for server in opened:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    yield opened
    for server in opened:
        server.gate.set()
        server.shutdown()
        server.server_close()


def configured(folder: Path, servers: list[_Server]) -> None:
    sites = "".join(
        f'  第{n}网站: {{url: "http://127.0.0.1:{server.server_port}/", allow_private: true}}\n'
        for n, server in enumerate(servers, 1)
    )
    config = f"place: 云山区\nsites:\n{sites}rules: [pack.yaml]\ninspect: {{entries: 0}}\npoliteness: {{delay: 0.1, timeout: {_HELD_SECONDS}}}\nrender: {{enabled: false}}\n"
    (folder / "config.yaml").write_text(config, encoding="utf-8")
    rules = tuple(
        Rule(
            id=f"r{n}-{column}",
            document="任务分工",
            row=n,
            item=None,
            section="",
            text=f"公开{name}",
            site=f"第{n}网站",
            path=(name,),
            lead_units=("区财政局",),
        )
        for n, server in enumerate(servers, 1)
        for column, name in enumerate(NAMES[: server.columns])
    )
    pack = RulePack(
        title="任务分工",
        place="云山区",
        year=2026,
        source="doc.txt",
        sha256="0" * 64,
        rows=len(servers),
        rules=rules,
        manual=(),
    )
    merge_and_write(pack, folder / "pack.yaml")


def command(folder: Path) -> list[str]:
    words = ["check", "--config", str(folder / "config.yaml"), "--json", str(folder / "out.json")]
    return [sys.executable, "-m", "zwgk", *words, "--as-of", "2026-02-20"]


def told(folder: Path) -> Any:
    """The audit without the run, moments and counts of requests, which differ between two runs of the same."""
    left_out = ("run", "fetched_at", "requests", "pages")
    return json.loads(
        (folder / "out.json").read_text(encoding="utf-8"),
        object_hook=lambda value: {key: part for key, part in value.items() if key not in left_out},
    )


def finished(folder: Path) -> set[str]:
    """Sites whose evidence is in the database."""
    return set(read(folder, "SELECT site FROM site_evidence"))


def states(folder: Path) -> list[str]:
    return read(folder, "SELECT state FROM runs")


def read(folder: Path, question: str) -> list[str]:
    """One column of the database; nothing before there are tables."""
    file = folder / "var" / "zwgk.db"
    if not file.exists():
        return []
    with closing(sqlite3.connect(file, timeout=30)) as database:
        try:
            return [value for (value,) in database.execute(question)]
        except sqlite3.OperationalError:
            return []


def test_killed_again_and_again(servers: list[_Server], tmp_path: Path) -> None:
    calm, killed = tmp_path / "calm", tmp_path / "killed"
    for folder in (calm, killed):
        folder.mkdir()
        configured(folder, servers)
    assert subprocess.run(command(calm), capture_output=True, check=False).returncode == 0
    chance = random.Random(20261122)
    points = sorted(chance.randrange(len(servers)) for _ in range(KILLS))
    for number, sites in enumerate(points, 1):
        begun = time.monotonic()
        # Every third may hit the program anywhere, also before it has begun.
        kill(killed, servers, sites, chance.uniform(0, 2) if number % 3 == 2 else None)
        took = time.monotonic() - begun
        line = f"kill {number} of {KILLS}: {len(finished(killed))} sites finished, {took:.0f} s"
        print(line, flush=True)  # noqa: T201 -- shown by make soak
    done = finished(killed)
    assert len(done) <= points[-1], "a site that is shut cannot be finished"
    for server in servers:
        server.asked.clear()
        server.gate.set()
    final = subprocess.run(command(killed), capture_output=True, text=True, check=False)
    assert final.returncode == 0, final.stderr
    asked = {f"第{n}网站" for n, server in enumerate(servers, 1) if server.asked}
    assert asked == {f"第{n}网站" for n in range(1, len(servers) + 1)} - done
    assert states(killed) == ["reported"], "one run, continued, not one for each kill"
    assert told(killed) == told(calm)


def kill(folder: Path, servers: list[_Server], sites: int, seconds: float | None) -> None:
    """Check, and kill it that long after its start; None: when so many sites are finished and it is at the next one.

    The others are shut meanwhile, so that it never comes further however slow this machine is.
    """
    for number, server in enumerate(servers):
        server.gate.set() if number < sites else server.gate.clear()
    shut, nowhere = servers[sites:], subprocess.DEVNULL
    before = sum(server.asked.total() for server in shut)
    with subprocess.Popen(command(folder), stdout=nowhere, stderr=nowhere, start_new_session=True) as child:
        if seconds is not None:
            time.sleep(seconds)
        else:
            while child.poll() is None and not (
                len(finished(folder)) >= sites and sum(server.asked.total() for server in shut) > before
            ):
                time.sleep(0.03)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
