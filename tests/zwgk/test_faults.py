"""What befalls a run from outside: it ends in a clear state, loses and doubles nothing, and the next one goes on with it.

Killed runs are in test_killed_runs.py, a browser that dies in tests/crawler/test_rendering_guard.py.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.pool import Pool
from zwgk_cases import CONFIG, NOW, StubCrawl, absent, district

from checker.ledger import LedgerEntry
from crawler.evidence import SiteEvidence
from rules.derive import derive
from rules.pack import merge_and_write
from rules.tasks import read_tasks
from zwgk import audit as audit_module
from zwgk import database as database_module
from zwgk.check_command import CheckRequest, run_check
from zwgk.config import Config, load_config
from zwgk.database import StoreError, patiently
from zwgk.options import Session
from zwgk.retention import known_runs
from zwgk.store import Store
from zwgk.tables import RunState

SITES = ["政府网站", "税务局网站", "部门网页 qs.example.gov.cn"]
Fault = Callable[[int], None]


@dataclass(kw_only=True)
class FaultyCrawl(StubCrawl):
    """Something befalls the run before each site is handed over; `befalls` gets its number."""

    befalls: Fault = field(default=lambda number: None)

    def __call__(self, plans: Any, *, on_site: Callable[[SiteEvidence], None], **words: Any) -> None:
        sites = iter(range(len(plans)))

        def hand_over(evidence: SiteEvidence) -> None:
            self.befalls(next(sites))
            on_site(evidence)

        super().__call__(plans, on_site=hand_over, **words)


@pytest.fixture
def on_file(tmp_path: Path) -> Config:
    """On SQLite."""
    return configured(tmp_path, f"sqlite:///{tmp_path / 'var' / 'zwgk.db'}")


def configured(folder: Path, database: str) -> Config:
    folder.mkdir(exist_ok=True)
    file = district(folder, config=f"{CONFIG}database: {database}\n")
    merge_and_write(derive(read_tasks(folder / "doc.txt")), folder / "pack.yaml")
    return load_config(file)


def check(
    config: Config, befalls: Fault = lambda number: None, clock: Callable[[], datetime] = lambda: NOW
) -> list[str]:
    """One check; the sites that were asked."""
    crawl = FaultyCrawl(answers={"公告": absent, "减税降费": absent}, befalls=befalls)
    request = CheckRequest(as_of=NOW.date(), json_to=str(config.folder / "out.json"))
    try:
        run_check(Session(), config, request, search=crawl, clock=clock)
    finally:
        asked = [plan.name for plan in crawl.plans]
    return asked


def told(config: Config) -> Any:
    """The audit without what differs between two runs of the same."""
    audit = json.loads((config.folder / "out.json").read_text(encoding="utf-8"))
    audit["run"] = {"as_of": audit["run"]["as_of"]}
    return audit


def states(config: Config) -> list[RunState]:
    with closing(Store.open(config.database, config.data)) as store:
        return [run.state for run in sorted(known_runs(store), key=lambda run: (run.started, run.id))]


def ledger(config: Config) -> list[LedgerEntry]:
    with closing(Store.open(config.database, config.data)) as store:
        entries = store.following.ledger()
    return [replace(entry, turned="") for _, entry in sorted(entries.items())]


@pytest.fixture(scope="module")
def calm(tmp_path_factory: pytest.TempPathFactory) -> Config:
    """A run that nothing befell, elsewhere."""
    folder = tmp_path_factory.mktemp("calm")
    config = configured(folder, f"sqlite:///{folder / 'calm.db'}")
    check(config)
    return config


def gone_on_with(config: Config, calm: Config, left: list[str]) -> None:
    """The next check asks those sites only, and ends as if nothing had been."""
    assert check(config) == left
    assert states(config) == [RunState.REPORTED]
    assert told(config) == told(calm)
    assert ledger(config) == ledger(calm)


@contextlib.contextmanager
def full_disk() -> Iterator[Callable[[], None]]:
    """No SQLite file can grow from the moment that what is yielded is called."""
    full = threading.Event()

    def limit(connection: Any, *_: object) -> None:
        if full.is_set():
            connection.execute("PRAGMA max_page_count=1").close()  # not less than it has

    event.listen(Pool, "checkout", limit)
    try:
        yield full.set
    finally:
        event.remove(Pool, "checkout", limit)


@pytest.mark.parametrize("site", [0, 1, 2])
def test_disk_full(on_file: Config, calm: Config, site: int) -> None:
    with full_disk() as fill, pytest.raises(StoreError, match="磁盘已满") as error:
        check(on_file, lambda number: fill() if number == site else None)
    assert "\n" not in str(error.value)
    assert not error.value.passing, "nobody waits for a full disk"
    (state,) = states(on_file)
    assert state in (RunState.FAILED, RunState.CRAWLING)
    assert ledger(on_file) == []
    done = finished(on_file)
    assert set(SITES[:site]) <= done < set(SITES), "what was kept before is there; small sites may fit in what is left"
    gone_on_with(on_file, calm, [name for name in SITES if name not in done])


def finished(config: Config) -> set[str]:
    """Sites that the only run has kept."""
    with closing(Store.open(config.database, config.data)) as store:
        (run,) = known_runs(store)
        return set(store.evidence(run.id))


def impatient(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    """Scale waiting down: SQLite's own, and ours."""
    monkeypatch.setattr(database_module, "_BUSY_SECONDS", 0.05)
    monkeypatch.setattr(audit_module, "patiently", partial(patiently, seconds=seconds))


@contextlib.contextmanager
def locked(config: Config) -> Iterator[None]:
    with closing(sqlite3.connect(str(config.data / "zwgk.db"), check_same_thread=False)) as other:
        other.execute("BEGIN EXCLUSIVE")
        try:
            yield
        finally:
            other.rollback()


def test_locked_for_a_while(on_file: Config, calm: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    impatient(monkeypatch, 60)
    with contextlib.ExitStack() as stack:
        freed: list[threading.Timer] = []

        def lock(number: int) -> None:
            if number == 1:
                held = contextlib.ExitStack()
                held.enter_context(locked(on_file))
                freed.append(threading.Timer(0.7, held.close))
                freed[0].start()
                stack.callback(freed[0].join)

        assert check(on_file, lock) == SITES
    assert states(on_file) == [RunState.REPORTED]
    assert told(on_file) == told(calm)
    assert ledger(on_file) == ledger(calm)


def test_locked_for_too_long(on_file: Config, calm: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched, contextlib.ExitStack() as held:
        impatient(patched, 0.1)

        def lock(number: int) -> None:
            if number == 1:
                held.enter_context(locked(on_file))

        with pytest.raises(StoreError, match="数据库正被其他程序占用"):
            check(on_file, lock)
    gone_on_with(on_file, calm, SITES[1:])


@pytest.fixture
def server(request: pytest.FixtureRequest) -> Any:
    return request.getfixturevalue("postgres")


@pytest.fixture
def on_server(server: Any, tmp_path: Path) -> Iterator[Config]:
    url = server.fresh()
    yield configured(tmp_path, url)
    server.drop(url)


def test_server_restarted(on_server: Config, server: Any, calm: Config) -> None:
    starting: list[threading.Thread] = []

    def restart(number: int) -> None:
        if number == 1:
            server.stop()
            starting.append(threading.Timer(0.3, server.start))
            starting[0].start()

    try:
        assert check(on_server, restart) == SITES
    finally:
        for thread in starting:
            thread.join()
    assert states(on_server) == [RunState.REPORTED]
    assert told(on_server) == told(calm)
    assert ledger(on_server) == ledger(calm)


def test_server_gone(on_server: Config, server: Any, calm: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(number: int) -> None:
        if number == 1:
            server.stop()

    try:
        with monkeypatch.context() as patched:
            impatient(patched, 0.1)
            with pytest.raises(StoreError) as error:
                check(on_server, stop)
    finally:
        server.start()
    assert "\n" not in str(error.value)
    gone_on_with(on_server, calm, SITES[1:])


@pytest.mark.parametrize(
    "jumps",
    [
        pytest.param((timedelta(), timedelta(days=3650), timedelta()), id="ten years ahead and back"),
        pytest.param((timedelta(days=3650), timedelta(), timedelta()), id="ahead at first"),
        pytest.param((timedelta(), timedelta(days=-1), timedelta(days=-1)), id="a day back"),
        pytest.param((timedelta(), timedelta(), timedelta(days=3650)), id="ahead at the end"),
    ],
)
def test_clock_jumps(on_file: Config, calm: Config, jumps: tuple[timedelta, ...]) -> None:
    check(on_file, clock=lambda: NOW - timedelta(days=1))
    before = ledger(on_file)
    moment = NOW

    def jump(number: int) -> None:
        nonlocal moment
        moment = NOW + jumps[number]

    assert check(on_file, jump, clock=lambda: moment) == SITES
    assert states(on_file) == [RunState.REPORTED] * 2, "no run was thrown away by a wrong clock"
    assert told(on_file) == told(calm)
    assert [entry.runs for entry in ledger(on_file)] == [entry.runs + 1 for entry in before]
    assert check(on_file, clock=lambda: NOW + timedelta(days=1)) == SITES
    assert states(on_file) == [RunState.REPORTED] * 3


def test_a_run_of_the_future_is_in_nobodys_way(on_file: Config, calm: Config) -> None:
    """Begun while the clock was ten years ahead; what is cut off afterwards is continued all the same."""
    check(on_file, clock=lambda: NOW + timedelta(days=3650))

    def break_off(number: int) -> None:
        if number == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        check(on_file, break_off)
    assert check(on_file) == SITES[1:]
    assert told(on_file) == told(calm)


_MENU = '<html><head><meta charset="utf-8"><title>云山区税务局</title></head><body><ul><li><a href="/gg/">公告</a></li></ul>'
_ROWS = "".join(
    f'<li><a href="/gg/{n}.html">关于第{n}号事项的公告</a><span>2026-02-{n:02}</span></li>' for n in range(5, 20)
)
_PLACE = '<div>当前位置：<a href="/">首页</a> &gt; <a href="/gg/">公告</a></div>'


class _Site(BaseHTTPRequestHandler):
    """A small site; or one that sends half a page and then a byte now and then, for ever."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        server: Any = self.server
        page = f"{_MENU}{_PLACE}<ul>{_ROWS}</ul></body></html>" if self.path == "/gg/" else f"{_MENU}</body></html>"
        found = not server.whole or self.path in ("/", "/gg/")
        body = page.encode() if found else b""
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body) if server.whole else 10_000_000))
        self.end_headers()
        with contextlib.suppress(OSError):
            self.wfile.write(body)
            while not server.whole and not server.stopping.wait(0.1):
                self.wfile.write(b" ")
                self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextlib.contextmanager
def served(*, whole: bool) -> Iterator[str]:
    server: Any = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    server.daemon_threads = True
    server.whole, server.stopping = whole, threading.Event()
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.stopping.set()
        server.shutdown()
        server.server_close()


def test_half_a_page_for_ever(tmp_path: Path) -> None:
    with served(whole=False) as dripping, served(whole=True) as good:
        sites = "".join(
            f'  {name}: {{url: "{url}", allow_private: true}}\n'
            for name, url in (("政府网站", dripping), ("税务局网站", good))
        )
        (tmp_path / "config.yaml").write_text(
            f"place: 示范市云山区\nsites:\n{sites}units: [{{name: 区政府办公室}}]\nrules: [pack.yaml]\n"
            "politeness: {delay: 0, timeout: 1, max_seconds: 20}\nrender: {enabled: false}\ninspect: {entries: 0}\n",
            encoding="utf-8",
        )
        (tmp_path / "doc.txt").write_text(
            "云山区政务公开工作要点任务分工\n\n\t序号\n\t工作任务\n\t牵头单位\n\t责任单位\n"
            "\n\t1\n\t公开减税降费政策（公开路径：政府网站>专题专栏>减税降费）。\n\t区政府办公室\n\t区政府办公室\n"
            "\n\t2\n\t公开办税公告（公开路径：税务局网站>公告）。\n\t区政府办公室\n\t区政府办公室\n",
            encoding="utf-8",
        )
        merge_and_write(derive(read_tasks(tmp_path / "doc.txt")), tmp_path / "pack.yaml")
        config = load_config(tmp_path / "config.yaml")
        request = CheckRequest(as_of=NOW.date(), json_to=str(tmp_path / "out.json"))
        assert run_check(Session(), config, request, clock=lambda: NOW) == 3
    audit = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert {one["site"]: one["status"] for one in audit["results"]} == {
        "政府网站": "unverifiable",
        "税务局网站": "pass",
    }
    assert [entry for entry in ledger(config) if entry.key.rule] == [], "who could not be read accuses nobody"
    assert states(config) == [RunState.REPORTED]
