"""What `zwgk db` tells and does with the database as it stands: status, upgrade, vacuum, prune."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.engine import URL, make_url

from zwgk.actions import Act
from zwgk.archives import archive_file
from zwgk.config import Config
from zwgk.database import BACKUPS, connect, open_database, storage_errors
from zwgk.forgetting import NAMES, forget
from zwgk.pictures import FOLDER, pictures_of
from zwgk.recording import record
from zwgk.retention import KnownRun, Outdated, known_runs, outdated, remove, report_folders
from zwgk.schema import known_schema, newest_schema, schema_of
from zwgk.sqlite_file import companions
from zwgk.store import Store
from zwgk.terminal import say

_FOLDERS = {"reports": "报告", "archive": "网页存档", FOLDER: "截图", BACKUPS: "数据库备份"}
_SHOWN = 30


def size_of(number: float) -> str:
    """Bytes as people read them."""
    for unit in ("字节", "KB", "MB", "GB"):
        if number < 1024 or unit == "GB":
            return f"{number:.0f} {unit}" if unit in ("字节", "KB") else f"{number:.1f} {unit}"
        number /= 1024
    raise AssertionError


def show_status(config: Config, *, now: datetime) -> int:
    """Print what there is; changes nothing, and does not even upgrade."""
    url = make_url(config.database)
    said = url.render_as_string(hide_password=True)
    if _missing(url):
        say(f"数据库：{said}，还没有建立（第一次检查时建立）")
        return 0
    with storage_errors(url):
        engine = connect(url)
        try:
            with engine.connect() as connection:
                version, size = schema_of(connection), _size(connection)
        finally:
            engine.dispose()
    kind = "SQLite" if url.get_backend_name() == "sqlite" else "PostgreSQL"
    say(f"数据库：{kind}，{said}，{size_of(size)}")
    if version != newest_schema():
        newer = version is not None and not known_schema(version)
        way = "由更新版本的程序建立，请升级程序" if newer else "可用 zwgk db upgrade 升级"
        say(f"表结构：{version or '还没有建立'}，本版本为 {newest_schema()}，{way}")
        return 0
    say(f"表结构：{version}，是最新的")
    store = Store.open(config.database, config.data)
    try:
        for line in _run_lines(config, store, now):
            say(line)
    finally:
        store.close()
    kept = "，".join(f"{name} {size_of(_disk(config.data / folder))}" for folder, name in _FOLDERS.items())
    say(f"数据目录：{config.data}，{kept}")
    return 0


def run_upgrade(config: Config) -> int:
    """Bring the tables up to date, and say from where to where."""
    url = make_url(config.database)
    before = None
    if not _missing(url):
        with storage_errors(url):
            engine = connect(url)
            with engine.connect() as connection:
                before = schema_of(connection)
            engine.dispose()
    copies = set(_copies(config))
    open_database(config.database, config.data).dispose()
    if before == newest_schema():
        say(f"数据库已是最新的表结构（{before}），不用升级")
        return 0
    say(f"数据库已升级：{before or '新建'} → {newest_schema()}")
    for copy in sorted(set(_copies(config)) - copies):
        say(f"升级前的数据库保留在 {copy}，需要退回时用旧版本程序和 zwgk db restore 恢复")
    return 0


def run_vacuum(config: Config) -> int:
    """Give free space back to the disk."""
    url = make_url(config.database)
    engine = open_database(config.database, config.data)
    with storage_errors(url):
        try:
            with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                before = _size(connection)
                if connection.dialect.name == "sqlite":
                    connection.exec_driver_sql("VACUUM")
                    connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
                else:
                    connection.exec_driver_sql("VACUUM (FULL, ANALYZE)")
                after = _size(connection)
        finally:
            engine.dispose()
    say(f"数据库已压缩：{size_of(before)} → {size_of(after)}")
    return 0


def run_prune(config: Config, *, now: datetime, dry_run: bool) -> int:
    """Remove what retention lets go, all of it at once; or only list it."""
    store = Store.open(config.database, config.data)
    try:
        going = outdated(config, store, now=now)
        forgotten = forget(store, config.retention, now=now, only_count=dry_run)
        if forgotten:
            told = "，".join(f"{NAMES[name]} {count} 条" for name, count in forgotten.items())
            if not dry_run:
                record(store, Act.PRUNED, now=now, subject="过期记录", detail=told)
            say(f"{'未' if dry_run else '已'}删除超出保存期限的：{told}")
        if not going.runs and not going.pages:
            say("没有超出保存期限的轮次和网页存档")
            return 0
        known = {run.id: run for run in known_runs(store)}
        freed = sum(_disk(path) for path in _paths(config, going))
        _list("整轮删除", [known[run] for run in going.runs])
        _list("只删网页存档和截图", [known[run] for run in going.pages])
        if dry_run:
            say(f"以上未删除（--dry-run）；删除将空出文件 {size_of(freed)}，数据库的空间另用 zwgk db vacuum 收回")
            return 0
        gone = remove(config, store, going)
        if gone.runs:
            record(store, Act.PRUNED, now=now, subject=f"{len(gone.runs)} 轮", detail="、".join(gone.runs))
    finally:
        store.close()
    say(f"已删除 {len(gone.runs)} 轮，另有 {len(gone.pages)} 轮的网页存档和截图，空出文件 {size_of(freed)}")
    left = len(going.runs) + len(going.pages) - len(gone.runs) - len(gone.pages)
    if left:
        say(f"有 {left} 轮的文件删不了，请检查 {config.data} 的权限后再运行")
    return 0


def _list(what: str, runs: Sequence[KnownRun]) -> None:
    if runs:
        say(f"{what} {len(runs)} 轮：")
    for run in runs[:_SHOWN]:
        say(f"  {run.id}  {'全面检查' if run.complete else '只查部分'}，以 {run.as_of} 为准")
    if len(runs) > _SHOWN:
        say(f"  ……另 {len(runs) - _SHOWN} 轮")


def _run_lines(config: Config, store: Store, now: datetime) -> Iterator[str]:
    runs = sorted(known_runs(store), key=lambda run: (run.started, run.id))
    if not runs:
        yield "轮次：还没有检查过"
        return
    whole, pinned = sum(run.complete for run in runs), sum(run.pinned for run in runs)
    yield (
        f"轮次：{len(runs)} 轮（全面检查 {whole}，只查部分 {len(runs) - whole}），"
        f"自 {runs[0].id} 至 {runs[-1].id}，长期保留 {pinned} 轮"
    )
    going = outdated(config, store, now=now)
    wanted = config.retention
    yield (
        f"保存期限：{wanted.days} 天，全面检查 {wanted.runs} 轮，只查部分 {wanted.parts} 轮；"
        + (f"超出的 {len(going.runs)} 轮将在下次检查后删除" if going.runs else "没有超出的轮次")
    )


def _paths(config: Config, going: Outdated) -> Iterator[Path]:
    for run in (*going.runs, *going.pages):
        yield archive_file(config, run)
        yield pictures_of(config.data, run)
    for run in going.runs:
        yield from report_folders(config, run)


def _missing(url: URL) -> bool:
    return url.get_backend_name() == "sqlite" and not Path(str(url.database)).exists()


def _size(connection: Connection) -> int:
    if connection.dialect.name == "postgresql":
        return int(connection.exec_driver_sql("SELECT pg_database_size(current_database())").scalar_one())
    file = Path(str(connection.engine.url.database))
    return sum(part.stat().st_size for part in (file, *companions(file)) if part.exists())


def _disk(path: Path) -> int:
    if path.is_file():
        return path.stat().st_size
    return sum(file.lstat().st_size for file in path.rglob("*") if file.is_file()) if path.is_dir() else 0


def _copies(config: Config) -> Iterator[Path]:
    return (config.data / BACKUPS).glob("before-upgrade-*")
