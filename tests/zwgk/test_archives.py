"""The archive of runs: where it lies, what is kept, what a killed run leaves, and the database before there was one."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from zwgk_cases import NOW, TODAY, district

from crawler.archive import archived_pages
from crawler.evidence import Match, Outcome
from demo.portal import Portal
from zwgk.archives import archive_file, archive_to
from zwgk.check_command import CheckRequest
from zwgk.cli import main
from zwgk.config import ArchiveSettings, Config, load_config
from zwgk.demo_command import audit_night
from zwgk.errors import UserError
from zwgk.kept import kept_run, selection_of
from zwgk.options import Session
from zwgk.retention import Outdated, tidy
from zwgk.store import Store
from zwgk.tables import RunState

AS_OF = date(2026, 3, 31)


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return load_config(district(tmp_path))


def closed_runs(config: Config, store: Store, count: int, *, complete: bool, hours: int = 0) -> list[str]:
    runs = []
    for number in range(count):
        moment = NOW + timedelta(days=number, hours=hours)
        run = store.begin(now=moment, as_of=TODAY, rules_digest="d", complete=complete)
        store.move(run, RunState.REPORTED, now=moment)
        file = archive_file(config, run)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"pages")
        runs.append(run)
    return runs


def test_the_newest_runs_are_kept_whole_ones_and_parts_apart(config: Config) -> None:
    config = replace(config, archive=ArchiveSettings(keep_runs=2))
    store = Store.open(config.database, config.data)
    whole = closed_runs(config, store, 3, complete=True)
    parts = closed_runs(config, store, 4, complete=False, hours=1)
    running = store.begin(now=NOW - timedelta(days=9), as_of=TODAY, rules_digest="d", complete=True)
    archive_file(config, running).write_bytes(b"pages")
    mine = config.data / "archive" / "notes.warc.gz"
    mine.write_bytes(b"somebody's")
    late = NOW + timedelta(days=9)
    went = tidy(config, store, now=late)
    assert (went.runs, sorted(went.pages)) == ((), sorted([whole[0], *parts[:2]]))
    left = {file.name.removesuffix(".warc.gz") for file in mine.parent.iterdir()}
    assert left == {*whole[1:], *parts[2:], running, "notes"}
    assert tidy(config, store, now=late) == Outdated()
    store.close()


def test_nothing_is_kept_when_nothing_is_wanted(config: Config) -> None:
    assert archive_to(config, "r") == config.data / "archive" / "r.warc.gz"
    assert archive_to(replace(config, archive=ArchiveSettings(keep_runs=0)), "r") is None


@pytest.mark.parametrize("keep", ["-1", "两", "1.5"])
def test_bad_settings_are_one_line(tmp_path: Path, keep: str, capsys: pytest.CaptureFixture[str]) -> None:
    path = district(tmp_path)
    path.write_text(path.read_text(encoding="utf-8") + f"\narchive: {{keep_runs: {keep}}}\n", encoding="utf-8")
    assert main(["recheck", "latest", "--config", str(path)]) == 2
    assert "archive.keep_runs" in capsys.readouterr().err


def test_every_page_of_a_verdict_lies_in_the_archive(tmp_path: Path) -> None:
    config_file = audited(tmp_path)
    config = load_config(config_file)
    store = Store.open(config.database, config.data)
    run = kept_run(store, "latest").id
    kept = {(item.page.url, item.page.sha256) for item in archived_pages(archive_file(config, run))}
    wanted = {
        (fetch.url, fetch.sha256)
        for site in store.evidence(run).values()
        for column in site.columns.values()
        for fetch in column.fetches
        if fetch.status is not None
    }
    store.close()
    assert len(wanted) > 40
    assert wanted <= kept


def audited(folder: Path) -> Path:
    with Portal(AS_OF) as portal:
        config = portal.write_config(folder)
        main(["derive", str(portal.write_document(folder)), "-o", str(folder / "pack.yaml")])
        audit_night(Session(), portal, load_config(config), CheckRequest(as_of=AS_OF))
    return config


def test_a_killed_run_leaves_what_can_be_read(tmp_path: Path) -> None:
    with Portal(AS_OF) as portal:
        config_file = portal.write_config(tmp_path)
        gently = config_file.read_text(encoding="utf-8").replace(
            "delay: 0, concurrency: 8", "delay: 0.1, concurrency: 1"
        )
        config_file.write_text(gently, encoding="utf-8")
        main(["derive", str(portal.write_document(tmp_path)), "-o", str(tmp_path / "pack.yaml")])
        words = [sys.executable, "-m", "zwgk", "check", "--as-of", AS_OF.isoformat(), "--config", str(config_file)]
        process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 30
        while portal.requests < 15 and time.monotonic() < deadline:
            time.sleep(0.05)
        os.kill(process.pid, signal.SIGKILL)
        process.wait(10)
    config = load_config(config_file)
    (file,) = (config.data / "archive").glob("*.warc.gz")
    pages = list(archived_pages(file))
    assert len(pages) >= 10
    store = Store.open(config.database, config.data)
    assert store.close_abandoned(now=NOW) == (file.name.removesuffix(".warc.gz"),)
    store.close()


def test_a_database_of_the_version_before_keeps_what_it_holds(tmp_path: Path) -> None:
    url, file = f"sqlite:///{tmp_path / 'zwgk.db'}", tmp_path / "zwgk.db"
    Store.open(url, tmp_path).close()
    with sqlite3.connect(file) as connection:
        _downgrade(connection)
        connection.execute(
            "INSERT INTO runs VALUES ('r1','reported','2026-03-01','2026-03-01 02:00:00',NULL,'d',0,'h','')"
        )
        connection.execute(
            "INSERT INTO site_evidence VALUES ('r1','政府网站','2026-03-01 02:00:00',"
            '\'{"name":"政府网站","url":"https://www.example.gov.cn/","status":"reachable","requests":1,"pages":1,'
            '"columns":{"k":{"key":"k","outcome":"absent","looks":2}}}\')'
        )
        connection.execute("INSERT INTO results VALUES ('r1','rule',0,'政府网站','pass','',0,'{}')")
        connection.execute(
            "INSERT INTO learned VALUES ('政府网站','p','路径','https://x.example/','[\"路径\"]','exact',1.0,'r1')"
        )
    store = Store.open(url, tmp_path)
    (learned,) = store.learned("政府网站").values()
    assert (learned.url, learned.match, learned.remembered) == ("https://x.example/", Match.EXACT, None)
    assert store.evidence("r1")["政府网站"].columns["k"].outcome is Outcome.ABSENT
    assert store.plans("r1") == {}
    with pytest.raises(UserError, match="旧版本"):
        selection_of(kept_run(store, "r1"))
    store.close()


def _downgrade(connection: sqlite3.Connection) -> None:
    """The tables as revision 0001 had them."""
    for table in ("ledger_steps", "ledger", "rulings", "replies", "memories", "probes", "seen_columns"):
        connection.execute(f"DROP TABLE {table}")
    for table in ("actions", "refusals", "sessions", "accounts", "notices", "leases"):
        connection.execute(f"DROP TABLE {table}")
    for column in ("selection", "pinned", "released", "released_by"):
        connection.execute(f"ALTER TABLE runs DROP COLUMN {column}")
    connection.execute("ALTER TABLE site_evidence DROP COLUMN plan")
    connection.execute("UPDATE alembic_version SET version_num = '0001'")
