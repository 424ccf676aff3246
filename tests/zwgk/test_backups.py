"""Copies of the database while it is written, and the way back, on both kinds of database and between them."""

from __future__ import annotations

import json
import sqlite3
import threading
import zipfile
from collections.abc import Mapping
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, insert, select
from zwgk_cases import CONFIG, NOW, TODAY, StubCrawl, absent, district

from rules.derive import derive
from rules.pack import merge_and_write
from rules.tasks import read_tasks
from zwgk.backups import backup, restore, thin_out
from zwgk.check_command import CheckRequest, run_check
from zwgk.cli import main
from zwgk.config import Config, load_config
from zwgk.database import BACKUPS, StoreError
from zwgk.errors import UserError
from zwgk.lease import AUDIT, Leases
from zwgk.options import Session
from zwgk.retention import known_runs
from zwgk.schema import newest_schema
from zwgk.store import Store
from zwgk.tables import ActionRow, Base, LeaseRow, ReplyRow


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A zip of what one check leaves, with something in most tables."""
    folder = tmp_path_factory.mktemp("checked")
    config = configured(folder, f"sqlite:///{folder / 'zwgk.db'}")
    check(config)
    with closing(Store.open(config.database, config.data)) as store, store.engine.begin() as connection:
        words = {"rule": "r", "unit": "", "code": "c", "place": ""}
        connection.execute(insert(ReplyRow).values(**words, text="已改\n“正在”整改", by="张三", on=TODAY))
        connection.execute(
            insert(ActionRow).values(at=NOW, by="管理员", what="reply", subject="r", detail="", address="")
        )
    return backup(config, folder / "checked.zip", now=NOW, portable=True)


@pytest.fixture
def config(database: str, tmp_path: Path, checked: Path) -> Config:
    """A district that was checked once."""
    config = configured(tmp_path, database)
    restore(config, checked, now=NOW, force=False)
    return config


def configured(folder: Path, database: str) -> Config:
    folder.mkdir(exist_ok=True)
    file = district(folder, config=f"{CONFIG}database: {database}\n")
    merge_and_write(derive(read_tasks(folder / "doc.txt")), folder / "pack.yaml")
    return load_config(file)


def check(config: Config, day: int = 0) -> None:
    moment = NOW + timedelta(days=day)
    crawl = StubCrawl(answers={"公告": absent, "减税降费": absent})
    run_check(Session(), config, CheckRequest(as_of=moment.date()), search=crawl, clock=lambda: moment)


def content(config: Config) -> Mapping[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    with closing(Store.open(config.database, config.data)) as store, store.engine.connect() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for table in Base.metadata.sorted_tables
        }


def runs(config: Config) -> int:
    with closing(Store.open(config.database, config.data)) as store:
        return len(known_runs(store))


@pytest.mark.parametrize("portable", [True, False], ids=["zip", "its own way"])
def test_there_and_back(config: Config, portable: bool) -> None:
    before = content(config)
    file = backup(config, None, now=NOW, portable=portable)
    assert file.parent == config.data / BACKUPS
    check(config, 1)
    after = content(config)
    assert after != before
    kept = restore(config, file, now=NOW, force=True)
    assert content(config) == before
    assert kept is not None
    assert restore(config, kept, now=NOW + timedelta(hours=1), force=True) is not None
    assert content(config) == after, "the database that was replaced is a copy like any other"
    check(config, 2)
    assert runs(config) == 3, "ids go on behind those that were filled in"
    with closing(Store.open(config.database, config.data)) as store, store.engine.begin() as connection:
        words = {"rule": "r", "unit": "", "code": "c", "place": ""}
        connection.execute(insert(ReplyRow).values(**words, text="再次反馈", by="张三", on=TODAY))


def test_from_one_kind_to_the_other(config: Config, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    before = content(config)
    sqlite = config.database.startswith("sqlite")
    url = request.getfixturevalue("postgres").empty() if sqlite else f"sqlite:///{tmp_path / 'other' / 'x.db'}"
    other = configured(tmp_path / "other", url)
    assert restore(other, backup(config, None, now=NOW, portable=False), now=NOW, force=False) is None
    assert content(other) == before


def test_a_run_that_is_writing_is_not_torn(tmp_path: Path) -> None:
    """Each copy holds whole transactions only: two rows were always written together."""
    config = configured(tmp_path, f"sqlite:///{tmp_path / 'var' / 'zwgk.db'}")
    with closing(Store.open(config.database, config.data)) as store:
        stop = threading.Event()

        def write() -> None:
            n = 0
            while not stop.is_set():
                n += 1
                with store.engine.begin() as connection:
                    for name in (f"a{n}", f"b{n}"):
                        row = {"name": name, "holder": "h", "machine": "m", "what": "w" * 2000, "until": NOW}
                        connection.execute(insert(LeaseRow).values(**row))

        writing = threading.Thread(target=write)
        writing.start()
        try:
            files = [backup(config, tmp_path / f"{n}.db", now=NOW, portable=False) for n in range(4)]
            zipped = backup(config, tmp_path / "x.zip", now=NOW, portable=True)
        finally:
            stop.set()
            writing.join()
    counts = []
    for file in files:
        with closing(sqlite3.connect(file)) as copy:
            counts.append(copy.execute("SELECT count(*) FROM leases").fetchone()[0])
            assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    with zipfile.ZipFile(zipped) as packed:
        counts.append(json.loads(packed.read("manifest.json"))["tables"]["leases"])
    assert [count % 2 for count in counts] == [0] * 5
    assert counts == sorted(counts)


def test_a_database_with_runs_is_replaced_on_demand_only(config: Config) -> None:
    file = backup(config, None, now=NOW, portable=False)
    with pytest.raises(UserError, match=r"已有 1 轮检查.*--force"):
        restore(config, file, now=NOW, force=False)
    with pytest.raises(UserError, match="已经存在"):
        backup(config, file, now=NOW, portable=False)


def broken_zip(folder: Path, good: Path) -> Path:
    """A copy whose rows end too early, and which is a good zip all the same."""
    file = folder / "short.zip"
    with zipfile.ZipFile(good) as packed, zipfile.ZipFile(file, "w") as short:
        for name in packed.namelist():
            body = packed.read(name)
            short.writestr(name, body[: body.find(b"\n") + 1] if name.endswith("results.jsonl") else body)
    return file


def from_tomorrow(folder: Path, good: Path) -> Path:
    """A copy of a version that is to come."""
    file = folder / "newer.zip"
    with zipfile.ZipFile(good) as packed, zipfile.ZipFile(file, "w") as newer:
        for name in packed.namelist():
            body = packed.read(name).decode()
            newer.writestr(name, body.replace(f'"{newest_schema()}"', '"9999"') if name == "manifest.json" else body)
    return file


def cut(folder: Path, good: Path) -> Path:
    file = folder / "cut.zip"
    file.write_bytes(good.read_bytes()[:-400])
    return file


def text(folder: Path, good: Path) -> Path:
    file = folder / "notes.txt"
    file.write_text("不是备份", encoding="utf-8")
    return file


def damaged(folder: Path, good: Path) -> Path:
    file = folder / "damaged.db"
    with closing(sqlite3.connect(file)) as made:
        made.executescript("CREATE TABLE t (x); CREATE INDEX i ON t (x);")
        made.executemany("INSERT INTO t VALUES (?)", [("y" * 500,)] * 100)
        made.commit()
    content = bytearray(file.read_bytes())
    content[4096 * 3 : 4096 * 6] = b"\xff" * (4096 * 3)
    file.write_bytes(content)
    return file


def others(folder: Path, good: Path) -> Path:
    file = folder / "others.db"
    with closing(sqlite3.connect(file)) as made:
        made.execute("CREATE TABLE t (x)")
    return file


def nowhere(folder: Path, good: Path) -> Path:
    return folder / "nowhere.zip"


@pytest.mark.parametrize(
    ("make", "said"),
    [
        pytest.param(broken_zip, "缺少内容", id="rows are missing"),
        pytest.param(from_tomorrow, "请先升级程序", id="of a newer version"),
        pytest.param(cut, "不是 zwgk db backup 生成的备份文件，或已损坏", id="cut off"),
        pytest.param(text, "不是 zwgk db backup", id="some text"),
        pytest.param(damaged, "数据库文件已损坏", id="a damaged database"),
        pytest.param(others, "不是本程序的数据库", id="another program's database"),
        pytest.param(nowhere, "读不了", id="not there"),
    ],
)
def test_a_bad_copy_changes_nothing(config: Config, make: Any, said: str, tmp_path: Path) -> None:
    before = content(config)
    good = backup(config, tmp_path / "good.zip", now=NOW, portable=True)
    with pytest.raises(UserError, match=said):
        restore(config, make(tmp_path, good), now=NOW, force=True)
    assert content(config) == before


def test_not_while_a_run_goes_on(config: Config) -> None:
    file = backup(config, None, now=NOW, portable=False)
    with closing(Store.open(config.database, config.data)) as store:
        leases = Leases(store.engine, store.errors, config.data / "locks", lambda: NOW)
        with leases.held(AUDIT, "全面检查"), pytest.raises(UserError, match="正在进行全面检查"):
            restore(config, file, now=NOW, force=True)


def test_not_while_others_have_the_file_open(tmp_path: Path) -> None:
    config = configured(tmp_path, f"sqlite:///{tmp_path / 'var' / 'zwgk.db'}")
    check(config)
    file = backup(config, None, now=NOW, portable=False)
    with closing(Store.open(config.database, config.data)) as serving:
        assert serving.run("latest") is not None
        with pytest.raises(StoreError, match="正被其他程序使用"):
            restore(config, file, now=NOW, force=True)
    restore(config, file, now=NOW, force=True)


def test_a_damaged_database_is_replaced(tmp_path: Path) -> None:
    config = configured(tmp_path, f"sqlite:///{tmp_path / 'var' / 'zwgk.db'}")
    check(config)
    before = content(config)
    file = backup(config, None, now=NOW, portable=False)
    database = tmp_path / "var" / "zwgk.db"
    database.write_bytes(b"\0" * 100_000)
    with pytest.raises(UserError, match="--force"):
        restore(config, file, now=NOW, force=False)
    kept = restore(config, file, now=NOW, force=True)
    assert kept is not None
    assert kept.read_bytes() == b"\0" * 100_000
    assert content(config) == before


def test_what_holds_for_an_hour_is_not_restored(config: Config) -> None:
    with closing(Store.open(config.database, config.data)) as store, store.engine.begin() as connection:
        connection.execute(insert(LeaseRow).values(name=AUDIT, holder="h", machine="m", what="w", until=NOW))
    file = backup(config, None, now=NOW + timedelta(days=1), portable=False)
    restore(config, file, now=NOW + timedelta(days=1), force=True)
    with closing(Store.open(config.database, config.data)) as store, store.engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(LeaseRow)) == 0


def test_only_copies_it_named_are_thinned_out(tmp_path: Path) -> None:
    config = configured(tmp_path, f"sqlite:///{tmp_path / 'var' / 'zwgk.db'}")
    folder = config.data / BACKUPS
    folder.mkdir(parents=True)
    for name in ("zwgk-20260101-000000.db", "zwgk-20260102-000000.zip", "before-upgrade-0004-x.db", "mine.db"):
        (folder / name).write_bytes(b"")
    new = backup(config, None, now=NOW, portable=False)
    assert [file.name for file in thin_out(config, 2)] == ["zwgk-20260101-000000.db"]
    assert {file.name for file in folder.iterdir()} == {
        new.name,
        "zwgk-20260102-000000.zip",
        "before-upgrade-0004-x.db",
        "mine.db",
    }


def test_a_full_disk_leaves_no_half_copy(config: Config, tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    target = tmp_path / "copies" / "x.zip"
    target.parent.mkdir()
    (target.parent / ".x.zip.tmp").symlink_to("/dev/full")
    with pytest.raises(UserError, match="请检查磁盘空间"):
        backup(config, target, now=NOW, portable=True)
    assert list(target.parent.iterdir()) == []


def test_the_commands(config: Config, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    where = ["--config", str(config.file)]

    def said(*words: str, code: int = 0) -> str:
        capsys.readouterr()
        assert main([*words, *where]) == code
        told = capsys.readouterr()
        return told.out + told.err

    status = said("db")
    assert f"表结构：{newest_schema()}，是最新的" in status
    assert "轮次：1 轮（全面检查 1，只查部分 0）" in status
    assert "不用升级" in said("db", "upgrade")
    assert "数据库已压缩" in said("db", "vacuum")
    assert "没有超出保存期限" in said("db", "prune", "--dry-run")
    assert "将长期保留" in said("pin", "latest")
    assert "原来就是长期保留的" in said("pin", "latest")
    assert "长期保留 1 轮" in said("db")
    assert "不再长期保留" in said("unpin", "latest")
    assert "没有轮次 20200101-000000" in said("pin", "20200101-000000", code=2)
    file = tmp_path / "copy.zip"
    assert str(file) in said("db", "backup", str(file), "--portable", "--keep", "3")
    check(config, 1)
    text = config.file.read_text(encoding="utf-8")
    config.file.write_text(f"{text}\nretention: {{runs: 1, days: 1}}\n", encoding="utf-8")
    assert said("db", "restore", str(file), code=2).count("\n") == 1
    assert "原来的数据库保留在" in said("db", "restore", str(file), "--force")
    assert runs(config) == 1
    with closing(Store.open(config.database, config.data)) as store, store.engine.connect() as connection:
        acts = list(connection.scalars(select(ActionRow.what).order_by(ActionRow.id)))
    assert acts == ["reply", "pinned", "unpinned", "restored"]


def test_pruning_by_hand(config: Config, capsys: pytest.CaptureFixture[str]) -> None:
    for day in range(1, 5):
        check(config, day)
    with closing(Store.open(config.database, config.data)) as store:
        first, *_, last = sorted(run.id for run in known_runs(store))
    config.file.write_text(config.file.read_text(encoding="utf-8") + "\nretention: {runs: 2}\n", encoding="utf-8")
    where = ["--config", str(config.file)]
    assert main(["db", "prune", "--dry-run", *where]) == 0
    assert runs(config) == 5
    assert main(["db", "prune", *where]) == 0
    assert "已删除 3 轮" in capsys.readouterr().out
    left = {path.name for path in (config.data / "reports").iterdir()}
    assert first not in left
    assert last in left
    assert runs(config) == 2


def test_before_there_is_a_database(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = configured(tmp_path, f"sqlite:///{tmp_path / 'var' / 'zwgk.db'}")
    assert main(["db", "--config", str(config.file)]) == 0
    assert "还没有建立" in capsys.readouterr().out
    assert not (tmp_path / "var" / "zwgk.db").exists(), "looking makes nothing"
    assert main(["db", "upgrade", "--config", str(config.file)]) == 0
    assert f"新建 → {newest_schema()}" in capsys.readouterr().out
