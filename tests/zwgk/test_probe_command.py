"""`zwgk probe`: one look at each start page, what it says, and what is not laid to a site."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from zwgk_cases import NOW, TODAY

from checker.sitecheck import SiteFacts, SiteFigures
from checker.sitechecks.unreachable_often import reach, unreachable_often
from crawler.evidence import SiteEvidence, SitePlan, SiteStatus
from crawler.surveyed import Probe
from zwgk.cli import main
from zwgk.config import load_config
from zwgk.hours import Hours
from zwgk.probe_command import probe_plans
from zwgk.store import Store
from zwgk.watching import believable

SITE = "政府网站"


class _Site(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        status = 404 if self.path == "/robots.txt" else self.server.status
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", "4")
        self.end_headers()
        self.wfile.write(b"page")

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, status: int) -> None:
        super().__init__(("127.0.0.1", 0), _Site)
        self.status = status
        self.asked: list[str] = []
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/"


@pytest.fixture
def server() -> Iterator[_Server]:
    made = _Server(200)
    yield made
    made.shutdown()
    made.server_close()


@pytest.fixture
def closed() -> Iterator[str]:
    """Address at which connections are refused."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{held.getsockname()[1]}/"


def probed(folder: Path, sites: dict[str, str], *words: str, **more: Any) -> tuple[int, dict[str, tuple[Probe, ...]]]:
    config = {
        "sites": {name: {"url": url, "allow_private": True} for name, url in sites.items()},
        "politeness": {"delay": 0},
        **more,
    }
    file = folder / "config.yaml"
    file.write_text(json.dumps(config, ensure_ascii=False), encoding="utf-8")
    code = main(["probe", "--config", str(file), *words])
    if not (folder / "var" / "zwgk.db").exists():
        return code, {}
    store = Store.open(f"sqlite:///{folder / 'var' / 'zwgk.db'}", folder / "var")
    found = store.watching.probes(datetime.now(UTC) + timedelta(days=1), 7)
    store.close()
    return code, dict(found)


def test_one_look_at_each(tmp_path: Path, server: _Server, closed: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, found = probed(tmp_path, {SITE: server.url, "税务局网站": closed})
    assert code == 1
    assert server.asked.count("/") == 1
    (good,), (bad,) = found[SITE], found["税务局网站"]
    assert (good.ok, good.detail, bad.ok, bad.detail, bad.seconds) == (True, "", False, "连接被拒绝", None)
    assert good.seconds is not None
    said = capsys.readouterr().out
    assert f"{SITE}：打得开，" in said
    assert "税务局网站：打不开（连接被拒绝）" in said
    assert said.splitlines()[-1] == "首页访问 2 个站点：打得开 1 个，打不开 1 个（税务局网站）"


def test_only_one_site(tmp_path: Path, server: _Server, closed: str) -> None:
    code, found = probed(tmp_path, {SITE: server.url, "税务局网站": closed}, "--site", SITE)
    assert (code, list(found)) == (0, [SITE])


@pytest.mark.parametrize(
    ("status", "kept"),
    [
        pytest.param(404, (False, "HTTP 404"), id="no start page"),
        pytest.param(500, (False, "HTTP 500"), id="a broken server"),
        pytest.param(403, None, id="who shuts us out may be open to visitors"),
    ],
)
def test_answers_that_are_no_page(tmp_path: Path, server: _Server, status: int, kept: tuple[bool, str] | None) -> None:
    server.status = status
    code, found = probed(tmp_path, {SITE: server.url})
    assert code == 1
    assert [(one.ok, one.detail) for one in found.get(SITE, ())] == ([] if kept is None else [kept])


def test_an_unknown_site(tmp_path: Path, closed: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, _ = probed(tmp_path, {SITE: closed}, "--site", "税务局网")
    assert code == 2
    assert "没有名为“税务局网”的站点" in capsys.readouterr().err


def test_nothing_at_all_came_in(tmp_path: Path, closed: str, capsys: pytest.CaptureFixture[str]) -> None:
    other = closed.replace("127.0.0.1", "127.0.0.2")
    code, found = probed(tmp_path, {SITE: closed, "税务局网站": other})
    assert (code, found) == (1, {})
    assert "可能是本机的网络不通，这一次都不计入" in capsys.readouterr().out


def test_a_page_is_given_what_the_indicators_give_it(tmp_path: Path) -> None:
    file = tmp_path / "config.yaml"
    file.write_text(
        'sites: {政府网站: {url: "https://www.example.gov.cn/"}}\npoliteness: {timeout: 3}\n', encoding="utf-8"
    )
    (plan,) = probe_plans(load_config(file), ())
    assert plan.politeness.timeout == 15.0, "a page of four seconds can be opened"


def _plans(*hosts: str) -> list[SitePlan]:
    return [SitePlan(name=str(number), url=f"https://{host}/") for number, host in enumerate(hosts)]


@pytest.mark.parametrize(
    ("hosts", "details", "believed"),
    [
        pytest.param("ab", ["", "连接超时"], True, id="another site was open"),
        pytest.param("ab", ["HTTP 502", "连接超时"], True, id="another site answered, if badly"),
        pytest.param("ab", ["连接超时", "连接超时"], False, id="nobody answered"),
        pytest.param("ab", ["域名无法解析", "连接被拒绝"], False, id="nobody answered in any way"),
        pytest.param("aa", ["连接超时", "连接超时"], True, id="both on one host: that may be down"),
        pytest.param("a", ["连接超时"], True, id="a single site"),
        pytest.param("a", ["域名无法解析"], False, id="a single site whose name is not found: ours or theirs"),
        pytest.param("a", ["网络不可达"], False, id="no way there: ours or theirs"),
    ],
)
def test_what_is_laid_to_the_sites(hosts: str, details: list[str], believed: bool) -> None:
    plans = _plans(*(f"{host}.example.gov.cn" for host in hosts))
    probes = {
        str(number): Probe(at=NOW, seconds=None, ok=not detail, detail=detail) for number, detail in enumerate(details)
    }
    assert believable(plans, probes) is believed


def facts(probes: list[Probe]) -> SiteFacts:
    site = SiteEvidence(name=SITE, url="https://www.example.gov.cn/", status=SiteStatus.REACHABLE, requests=1, pages=1)
    return SiteFacts(site=site, as_of=TODAY, figures=SiteFigures(), probes=tuple(probes))


@pytest.mark.parametrize(
    ("left_out", "failing", "enough", "accused"),
    [
        pytest.param(0, 9, True, True, id="5.4 %"),
        pytest.param(0, 8, True, False, id="4.8 %"),
        pytest.param(3, 9, True, True, id="21 a day will do"),
        pytest.param(5, 100, False, False, id="19 a day will not"),
    ],
)
def test_a_week_of_hourly_looks(left_out: int, failing: int, enough: bool, accused: bool) -> None:
    hours = Hours("0 * * * *", "Asia/Shanghai", 600, SITE)
    moments, moment = [], NOW
    for _ in range(7 * 24):
        moment = hours.begins_after(moment)
        moments.append(moment)
    first = {moment for day in range(7) for moment in moments[day * 24 : day * 24 + left_out]}
    kept = [moment for moment in moments if moment not in first]
    probes = [Probe(at=one, seconds=None if n < failing else 0.5, ok=n >= failing) for n, one in enumerate(kept)]
    assert reach(facts(probes)).enough is enough
    assert bool(list(unreachable_often(facts(probes)))) is accused
