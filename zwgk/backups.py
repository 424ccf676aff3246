"""Copies of the database under data/backups, and the way back: a database that is replaced stays beside the copies."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, MetaData, delete, func, select
from sqlalchemy.engine import URL, make_url

from rules.refused import why
from zwgk.config import Config
from zwgk.database import BACKUPS, StoreError, childless, connect, open_database, storage_errors
from zwgk.errors import UserError
from zwgk.lease import AUDIT
from zwgk.lock import try_lock
from zwgk.portable import BadBackupError, dump, load, manifest_of
from zwgk.schema import known_schema, schema_of, upgrade_schema
from zwgk.sqlite_file import companions, copy_database, demand_whole, is_sqlite, let_go
from zwgk.tables import LeaseRow, RunRow, SessionRow

_NAME: Final = "zwgk-"
_LOCK_SECONDS: Final = 10
"""How long PostgreSQL waits for others to let go of the tables that are replaced."""


def backup(config: Config, target: Path | None, *, now: datetime, portable: bool) -> Path:
    """Copy the database as it is at this moment, while runs go on; returns the file, which appears whole or not at all.

    An SQLite database becomes an SQLite file, or like PostgreSQL's a zip of its rows when it is to be `portable`. An
    existing `target` is not overwritten (UserError).
    """
    url = make_url(config.database)
    as_file = url.get_backend_name() == "sqlite" and not portable
    file = target or config.data / BACKUPS / f"{_NAME}{now:%Y%m%d-%H%M%S}{'.db' if as_file else '.zip'}"
    if file.exists():
        raise UserError(f"{file} 已经存在，不覆盖，请换一个文件名")
    open_database(config.database, config.data).dispose()
    with storage_errors(url), _writing(file):
        file.parent.mkdir(parents=True, exist_ok=True)
        if as_file:
            copy_database(Path(str(url.database)), file)
        else:
            _dump(url, file)
    return file


def thin_out(config: Config, keep: int) -> tuple[Path, ...]:
    """Remove all but the newest copies of those that `backup` named itself; returns them."""
    folder = config.data / BACKUPS
    made = [file for ending in (".db", ".zip") for file in folder.glob(f"{_NAME}*{ending}")]
    old = sorted(made, key=lambda file: file.name, reverse=True)[keep:]
    for file in old:
        file.unlink(missing_ok=True)
    return tuple(old)


def restore(config: Config, file: Path, *, now: datetime, force: bool) -> Path | None:
    """Put a copy in the database's place and bring it up to date; returns where the former database was kept.

    The copy is looked through first: a damaged one, or one of a newer version, changes nothing. A database that has
    runs is replaced by `force` only. UserError or StoreError says why not.
    """
    url = make_url(config.database)
    _demand_good(file)
    lock = try_lock(config.data / "locks" / f"lease-{AUDIT}.lock")
    if lock is None:
        raise UserError("正在进行全面检查，请等它结束后再恢复")
    try:
        with storage_errors(url):
            if not force and (runs := _runs_of(url)):
                raise UserError(
                    f"数据库里已有 {runs} 轮检查，恢复会替换它；确实要替换请加 --force（原来的数据库会保留一份）"
                )
            if url.get_backend_name() == "sqlite":
                kept = _restore_file(config, Path(str(url.database)), file, now)
            else:
                kept = _restore_server(config, url, file, now)
        engine = open_database(config.database, config.data)
        with storage_errors(url), engine.begin() as connection:
            # Nobody is at work with what was restored, or signed in to it.
            for row in (LeaseRow, SessionRow):
                connection.execute(delete(row))
        engine.dispose()
    finally:
        lock.release()
    return kept


def _demand_good(file: Path) -> None:
    try:
        if is_sqlite(file):
            demand_whole(file)
            engine = connect(URL.create("sqlite", database=str(file)))
            with engine.connect() as connection:
                version = schema_of(connection)
            engine.dispose()
        else:
            version = str(manifest_of(file)["schema"])
    except OSError as error:
        raise UserError(f"读不了 {file}（{why(error)}）") from error
    except sqlite3.DatabaseError as error:
        raise UserError(f"{file}：数据库文件已损坏，不能用来恢复") from error
    except BadBackupError as error:
        raise UserError(f"{file}：{error}") from error
    if version is None:
        raise UserError(f"{file}：不是本程序的数据库")
    if not known_schema(version):
        raise UserError(f"{file}：由更新版本的程序备份（{version}），请先升级程序")


def _runs_of(url: URL) -> int:
    """Runs in the database as it is; 1 for one that cannot be read, which may hold any number."""
    if url.get_backend_name() == "sqlite":
        file = Path(str(url.database))
        if not file.exists():
            return 0
        try:
            if not is_sqlite(file):
                return int(file.stat().st_size > 0)
        except OSError:
            return 1
    engine = connect(url)
    try:
        with engine.connect() as connection:
            if schema_of(connection) is None:
                return 0
            return connection.scalar(select(func.count()).select_from(RunRow)) or 0
    except Exception as error:
        if url.get_backend_name() == "sqlite" and isinstance(getattr(error, "orig", None), sqlite3.DatabaseError):
            return 1
        raise
    finally:
        engine.dispose()


def _restore_file(config: Config, database: Path, file: Path, now: datetime) -> Path | None:
    database.parent.mkdir(parents=True, exist_ok=True)
    draft = database.with_name(f".{database.name}.restored")
    draft.unlink(missing_ok=True)
    kept = None
    try:
        if is_sqlite(file):
            copy_database(file, draft)
        else:
            engine = connect(URL.create("sqlite", database=str(draft)))
            try:
                with childless(engine) as connection:
                    _fill(connection, file)
            finally:
                engine.dispose()
            let_go(draft)
        if database.exists():
            try:
                alone = let_go(database)
            except sqlite3.DatabaseError:  # damaged: perhaps why it is replaced
                alone = True
            if not alone:
                raise StoreError("数据库正被其他程序使用，请先停止 zwgk schedule、zwgk serve 和正在进行的检查")
            kept = _beside(config, now, ".db")
            kept.parent.mkdir(parents=True, exist_ok=True)
            os.replace(database, kept)  # noqa: PTH105 -- as the next line
            for part in companions(database):
                part.unlink(missing_ok=True)
        os.replace(draft, database)  # noqa: PTH105 -- a rename within the folder: there is never half a database
    finally:
        draft.unlink(missing_ok=True)
        for part in companions(draft):
            part.unlink(missing_ok=True)
    return kept


def _restore_server(config: Config, url: URL, file: Path, now: datetime) -> Path | None:
    kept = _beside(config, now, ".zip")
    kept.parent.mkdir(parents=True, exist_ok=True)
    engine = connect(url)
    source = _portable(file, kept.with_name(f".{kept.name}.source"))
    try:
        with engine.connect() as connection, connection.begin():
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{_LOCK_SECONDS}s'")
            tables = MetaData()
            tables.reflect(connection)
            if "leases" in tables.tables and (busy := _running(connection, now)):
                raise UserError(f"{busy}还没有结束，请等它结束后再恢复")
            for table in tables.sorted_tables:
                connection.exec_driver_sql(f'LOCK TABLE "{table.name}" IN ACCESS EXCLUSIVE MODE')
            had = bool(tables.tables)
            if had:
                with _writing(kept):
                    dump(connection, kept)
            tables.drop_all(connection)
            _fill(connection, source)
    finally:
        engine.dispose()
        if source != file:
            source.unlink(missing_ok=True)
    return kept if had else None


def _portable(file: Path, target: Path) -> Path:
    """The copy as a zip of rows, whatever it is."""
    if not is_sqlite(file):
        return file
    _dump(URL.create("sqlite", database=str(file)), target)
    return target


def _dump(url: URL, target: Path) -> None:
    draft = target.with_name(f".{target.name}.tmp")
    engine = connect(url)
    try:
        with engine.connect() as connection:
            if connection.dialect.name == "postgresql":
                connection = connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                if connection.dialect.name == "sqlite":
                    connection.exec_driver_sql("BEGIN")  # one view of all tables, like the other kind's
                dump(connection, draft)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
        engine.dispose()


def _fill(connection: Connection, file: Path) -> None:
    """Make the copy's tables and fill them."""
    try:
        upgrade_schema(connection, str(manifest_of(file)["schema"]))
        load(connection, file)
    except BadBackupError as error:
        raise UserError(f"{file}：{error}") from error


def _running(connection: Connection, now: datetime) -> str:
    wanted = select(LeaseRow.what).where(LeaseRow.name == AUDIT, LeaseRow.until > now)
    return connection.scalar(wanted) or ""


def _beside(config: Config, now: datetime, ending: str) -> Path:
    return config.data / BACKUPS / f"before-restore-{now:%Y%m%d-%H%M%S}{ending}"


@contextlib.contextmanager
def _writing(file: Path) -> Iterator[None]:
    """OSError about a copy that cannot be written is told of the copy, not of the database."""
    try:
        yield
    except (OSError, zipfile.LargeZipFile) as error:
        file.unlink(missing_ok=True)
        raise UserError(f"备份写不了 {file}（{why(error)}），请检查磁盘空间和权限") from error
