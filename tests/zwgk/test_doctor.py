"""`zwgk doctor`: each thing an audit needs, as it should be and as it should not; nothing is changed by looking."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from sqlalchemy import insert, update
from zwgk_cases import CONFIG, NOW, TODAY, district

import zwgk.doctor_machine
import zwgk.doctor_state
from rules.derive import derive
from rules.pack import merge_and_write
from rules.tasks import read_tasks
from zwgk.checkup import Checkup, Level
from zwgk.config import Config, load_config
from zwgk.doctor import examined, run_doctor
from zwgk.doctor_sites import Visit, clock, sites, visits
from zwgk.options import Session
from zwgk.store import Store
from zwgk.tables import LeaseRow, RunRow, RunState


@pytest.fixture
def config(tmp_path: Path) -> Config:
    path = district(tmp_path)
    merge_and_write(derive(read_tasks(tmp_path / "doc.txt")), tmp_path / "pack.yaml")
    return load_config(path)


def levels(lines: Iterator[Checkup]) -> dict[str, Level]:
    found: dict[str, Level] = {}
    for line in lines:
        assert line.said
        assert line.way_out or line.level is Level.GOOD, "each fault has a way out"
        found[line.name] = line.level
    return found


def test_a_new_district_lacks_only_its_first_check(config: Config) -> None:
    found = levels(examined(config, NOW, {}, visiting=False))
    assert found["配置文件"] == found["规则集"] == found["数据目录"] == found["通知"] == Level.GOOD
    assert found["数据库"] is Level.CARE
    assert not (config.data / "zwgk.db").exists(), "looking makes no database"


def test_without_a_configuration_there_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run_doctor(Session(), None, as_json=True, visiting=True) == 1
    value = json.loads(capsys.readouterr().out)
    assert (value["schema"], value["ok"], len(value["checks"])) == ("zwgk.doctor/1", False, 1)
    assert value["checks"][0]["level"] == "error"


def test_no_rules_and_placeholders_are_wrong(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text('sites: {政府网站: {url: "https://请填写.invalid/"}}\n', encoding="utf-8")
    found = levels(zwgk.doctor_state.rules(load_config(tmp_path / "config.yaml")))
    assert found == {"配置文件": Level.BAD, "规则集": Level.BAD}


@pytest.mark.parametrize(
    ("free", "level"),
    [
        pytest.param(50 * 1024**3, Level.GOOD, id="room"),
        pytest.param(1024**3, Level.CARE, id="tight"),
        pytest.param(1024**2, Level.BAD, id="full"),
    ],
)
def test_disk(config: Config, monkeypatch: pytest.MonkeyPatch, free: int, level: Level) -> None:
    usage = type("Usage", (), {"free": free})
    monkeypatch.setattr(zwgk.doctor_machine.shutil, "disk_usage", lambda _: usage)
    assert levels(zwgk.doctor_machine.disk(config)) == {"数据目录": level}
    assert not list(config.folder.glob(".zwgk-doctor-*"))


@pytest.mark.parametrize(
    ("look", "output"),
    [
        pytest.param(zwgk.doctor_machine.browser, None, id="a browser that does not start"),
        pytest.param(zwgk.doctor_machine.fonts, "", id="no Chinese font"),
        pytest.param(zwgk.doctor_machine.fonts, None, id="no fc-list"),
    ],
)
def test_what_is_missing_on_the_machine_is_a_warning(
    config: Config, monkeypatch: pytest.MonkeyPatch, look: Callable[[Config], Iterator[Checkup]], output: str | None
) -> None:
    monkeypatch.setattr(zwgk.doctor_machine, "find_browser", lambda _: "/usr/bin/chromium")
    monkeypatch.setattr(zwgk.doctor_machine, "_output", lambda _: output)
    assert set(levels(look(config)).values()) == {Level.CARE}


@pytest.mark.parametrize(
    ("content", "level"),
    [
        pytest.param(b"this is no database at all, only words" * 50, Level.BAD, id="another file"),
        pytest.param(b"", Level.CARE, id="empty"),
    ],
)
def test_databases_that_are_none(config: Config, content: bytes, level: Level) -> None:
    config.data.mkdir()
    (config.data / "zwgk.db").write_bytes(content)
    assert levels(zwgk.doctor_state.database(config)) == {"数据库": level}
    assert (config.data / "zwgk.db").read_bytes() == content


def kept(config: Config, environment: dict[str, str] | None = None) -> dict[str, Level]:
    return levels(zwgk.doctor_state.kept(config, NOW, environment or {}))


@pytest.fixture
def anywhere(database: str, tmp_path: Path) -> Config:
    return load_config(district(tmp_path, config=f"{CONFIG}database: {database}\n"))


def test_runs_and_turns(anywhere: Config) -> None:
    with closing(Store.open(anywhere.database, anywhere.data)) as store:
        assert kept(anywhere) == {"数据库": Level.GOOD, "全面检查": Level.CARE, "通知": Level.GOOD}
        run = store.begin(now=NOW - timedelta(hours=5), as_of=TODAY, rules_digest="0", complete=True)
        assert kept(anywhere)["进行中的检查"] is Level.GOOD
        store.move(run, RunState.REPORTED, now=NOW - timedelta(hours=4))
        assert kept(anywhere)["全面检查"] is Level.GOOD
        with store.engine.begin() as connection:
            connection.execute(update(RunRow).values(finished=NOW - timedelta(days=3)))
            gone = {"name": "audit", "holder": "x", "machine": "y", "what": "丙", "until": NOW - timedelta(hours=1)}
            connection.execute(insert(LeaseRow), [gone])
        assert kept(anywhere) == {
            "数据库": Level.GOOD,
            "全面检查": Level.CARE,
            "占用": Level.CARE,
            "通知": Level.GOOD,
        }
        run = store.begin(now=NOW, as_of=TODAY, rules_digest="0", complete=True)
        store.move(run, RunState.FAILED, now=NOW, note="磁盘已满")
        assert kept(anywhere)["全面检查"] is Level.BAD


def test_a_run_whose_program_is_gone(config: Config) -> None:
    with closing(Store.open(config.database, config.data)) as store:
        store.begin(now=NOW, as_of=TODAY, rules_digest="0", complete=True)
    assert kept(config)["进行中的检查"] is Level.CARE


def test_recipients_need_their_variables(tmp_path: Path) -> None:
    notify = 'notify: {recipients: {甲: {url: "${ONE}", kind: admin}, 乙: {url: "${TWO}", kind: admin}}}\n'
    config = load_config(district(tmp_path, config=f"{CONFIG}{notify}"))
    found = levels(zwgk.doctor_state.recipients(config, None, {"ONE": "json://host/secret"}))
    assert found == {"收件人“甲”": Level.GOOD, "收件人“乙”": Level.BAD}


def visit(**words: object) -> Visit:
    usual: dict[str, object] = {"site": "政府网站", "ok": True, "said": "打得开", "counted": True, "ahead": 1.0}
    return Visit(**{**usual, **words})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("ahead", "level"),
    [
        pytest.param((1.0, -2.0), Level.GOOD, id="in time"),
        pytest.param((300.0, 301.0), Level.CARE, id="five minutes fast"),
        pytest.param((-86400.0,), Level.BAD, id="a day slow"),
        pytest.param((0.0, 1.0, 90000.0), Level.GOOD, id="one site is wrong itself"),
        pytest.param((None,), Level.CARE, id="nobody says"),
    ],
)
def test_the_clock(ahead: tuple[float | None, ...], level: Level) -> None:
    assert levels(clock([visit(ahead=one) for one in ahead], NOW)) == {"时钟": level}


def test_sites() -> None:
    seen = [visit(), visit(site="镇", ok=False, said="连接超时"), visit(site="局", ok=False, counted=False)]
    assert levels(sites(seen, "")) == {
        "网站“政府网站”": Level.GOOD,
        "网站“镇”": Level.BAD,
        "网站“局”": Level.CARE,
    }
    assert levels(sites(seen, "可能是本机的网络不通"))["网络"] is Level.BAD


class Site(BaseHTTPRequestHandler):
    """A start page from the past."""

    def do_GET(self) -> None:
        self.send_response_only(200 if self.path == "/" else 404)
        self.send_header("Date", format_datetime(datetime.now().astimezone() - timedelta(days=2)))
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write("<title>云山区</title><p>首页</p>".encode())

    def log_message(self, *_: object) -> None:
        """Nothing."""


def test_a_site_is_visited_through_the_crawler_and_names_its_time(tmp_path: Path) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        (tmp_path / "config.yaml").write_text(
            f'sites: {{政府网站: {{url: "http://127.0.0.1:{server.server_address[1]}/", allow_private: true}}}}\n'
            "politeness: {delay: 0}\n",
            encoding="utf-8",
        )
        config = load_config(tmp_path / "config.yaml")
        (seen,), doubt = visits(config, lambda: datetime.now(config.timezone))
    finally:
        server.shutdown()
        server.server_close()
    assert (seen.ok, doubt) == (True, "")
    assert seen.ahead is not None
    assert levels(clock([seen], NOW)) == {"时钟": Level.BAD}
