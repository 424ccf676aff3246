"""Opening the database: connection settings, migrations to the newest tables, and clear errors when it fails."""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, InterfaceError, NoSuchModuleError, OperationalError, SQLAlchemyError

from zwgk.errors import UserError
from zwgk.lock import try_lock
from zwgk.schema import NewerSchemaError, known_schema, newest_schema, schema_of, upgrade_schema
from zwgk.sqlite_file import copy_database

logger = logging.getLogger(__name__)

BACKUPS = "backups"
"""Folder in the data folder for copies of the database."""
_BUSY_SECONDS = 30
T = TypeVar("T")


class StoreError(UserError):
    """The database cannot be opened or written; the message hides the password."""

    def __init__(self, message: str, *, passing: bool = False) -> None:
        super().__init__(message)
        self.passing = passing
        """Whether it may be over in a moment: locked by another program, or a server that is away."""


def patiently(act: Callable[[], T], *, seconds: float = 180.0, sleep: Callable[[float], None] = time.sleep) -> T:
    """What `act` returns, tried again while the database is only busy or away; its StoreError after so many seconds.

    For what a run must not lose: hours of work are not given up for a server that is restarted.
    """
    waited, pause = 0.0, 0.5
    while True:
        try:
            return act()
        except StoreError as error:
            if not error.passing or waited >= seconds:
                raise
            logger.warning("等待数据库：%s", error)
        sleep(pause)
        waited += pause
        pause = min(pause * 2, 10.0)


def open_database(url: str, data: Path) -> Engine:
    """An engine on a database whose tables are up to date; folders are made. StoreError when it cannot be."""
    parsed = make_url(url)
    with storage_errors(parsed):
        engine = connect(parsed)
        try:
            _migrate(engine, data)
        except BaseException:
            engine.dispose()
            raise
    return engine


def connect(url: URL) -> Engine:
    """An engine with our settings on a database as it is; an SQLite file's folder is made."""
    if url.get_backend_name() == "sqlite":
        return _sqlite(url)
    return create_engine(url, pool_pre_ping=True)


@contextmanager
def storage_errors(url: URL) -> Iterator[None]:
    """Turn the driver's errors into one Chinese line."""
    shown = url.render_as_string(hide_password=True)
    try:
        yield
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        raise StoreError(
            f"数据库 {shown}：缺少驱动程序 {error.name if isinstance(error, ImportError) else ''}，"
            "PostgreSQL 请安装 psycopg"
        ) from error
    except DBAPIError as error:
        raise StoreError(
            f"数据库 {shown} 无法使用：{_reason(error.orig)}，请检查配置的 database", passing=_passing(error)
        ) from error
    except (SQLAlchemyError, sqlite3.Error, OSError) as error:
        raise StoreError(f"数据库 {shown} 无法使用：{_reason(error)}，请检查配置的 database") from error


def _passing(error: DBAPIError) -> bool:
    text = str(error.orig)
    if not isinstance(error, OperationalError | InterfaceError):
        return error.connection_invalidated
    return not any(english in text for english, _ in _SQLITE_REASONS if english != _LOCKED)


def _reason(error: BaseException | None) -> str:
    text = " ".join(str(error).split())
    for english, chinese in _SQLITE_REASONS:
        if english in text:
            return chinese
    return text[:200]


_LOCKED = "database is locked"
_SQLITE_REASONS = (
    ("file is not a database", "该文件不是数据库"),
    ("unable to open database file", "打不开数据库文件"),
    (_LOCKED, "数据库正被其他程序占用"),
    ("readonly database", "数据库文件只读"),
    ("database or disk is full", "磁盘已满"),
    ("No space left on device", "磁盘已满"),
    ("disk image is malformed", "数据库文件已损坏"),
)


def _sqlite(url: URL) -> Engine:
    if url.database and url.database != ":memory:":
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": _BUSY_SECONDS})

    @event.listens_for(engine, "connect")
    def settings(connection: Any, _: Any) -> None:
        # WAL lets reports read while a run writes; NORMAL survives a crash of the program without losing a commit.
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}").close()

    return engine


@contextmanager
def childless(engine: Engine) -> Iterator[Connection]:
    """A transaction in which a table may be dropped and made anew, as SQLite alters tables.

    With foreign keys kept, dropping `runs` would take every run's evidence and results along. It ends whole or not at
    all: left alone, Python's driver would commit before each change of a table.
    """
    with engine.connect() as connection:
        if engine.dialect.name != "sqlite":
            with connection.begin():
                yield connection
            return
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.commit()
        try:
            with connection.begin():
                connection.exec_driver_sql("BEGIN IMMEDIATE")
                yield connection
        finally:
            connection.exec_driver_sql("PRAGMA foreign_keys=ON")
            connection.commit()


def _migrate(engine: Engine, data: Path) -> None:
    with engine.connect() as connection:
        if schema_of(connection) == newest_schema():
            return
    lock_file = data / "locks" / "migrate.lock"
    lock = try_lock(lock_file)
    deadline = time.monotonic() + _BUSY_SECONDS
    while lock is None and time.monotonic() < deadline:
        time.sleep(0.1)
        lock = try_lock(lock_file)
    if lock is None:
        raise StoreError("另一个程序正在更新数据库，请稍后再试")
    try:
        _keep_old(engine, data)
        with childless(engine) as connection:
            upgrade_schema(connection)
    except NewerSchemaError as error:
        raise StoreError("数据库由更新版本的程序建立，本版本不能使用，请升级程序") from error
    finally:
        lock.release()


def _keep_old(engine: Engine, data: Path) -> None:
    """Before its tables change, an SQLite database is copied: the way back is to restore the copy."""
    if engine.dialect.name != "sqlite" or not engine.url.database or engine.url.database == ":memory:":
        return
    with engine.connect() as connection:
        version = schema_of(connection)
    if version is None or version == newest_schema() or not known_schema(version):
        return
    name = f"before-upgrade-{version}-{time.strftime('%Y%m%d-%H%M%S')}.db"
    copy_database(Path(engine.url.database), data / BACKUPS / name)
