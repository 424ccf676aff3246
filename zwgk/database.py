"""Opening the database: connection settings, migrations to the newest tables, and clear errors when it fails."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, NoSuchModuleError, SQLAlchemyError

from zwgk.errors import UserError
from zwgk.lock import try_lock

_BUSY_SECONDS = 30
_MIGRATIONS = Path(__file__).parent / "migrations"


class StoreError(UserError):
    """The database cannot be opened or written; the message hides the password."""


def open_database(url: str, data: Path) -> Engine:
    """An engine on a database whose tables are up to date; folders are made. StoreError when it cannot be."""
    parsed = make_url(url)
    with storage_errors(parsed):
        sqlite = parsed.get_backend_name() == "sqlite"
        engine = _sqlite(parsed) if sqlite else create_engine(parsed, pool_pre_ping=True)
        try:
            _migrate(engine, data / "locks" / "migrate.lock")
        except BaseException:
            engine.dispose()
            raise
    return engine


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
        raise StoreError(f"数据库 {shown} 无法使用：{_reason(error.orig)}，请检查配置的 database") from error
    except (SQLAlchemyError, OSError) as error:
        raise StoreError(f"数据库 {shown} 无法使用：{_reason(error)}，请检查配置的 database") from error


def _reason(error: BaseException | None) -> str:
    text = " ".join(str(error).split())
    for english, chinese in _SQLITE_REASONS:
        if english in text:
            return chinese
    return text[:200]


_SQLITE_REASONS = (
    ("file is not a database", "该文件不是数据库"),
    ("unable to open database file", "打不开数据库文件"),
    ("database is locked", "数据库正被其他程序占用"),
    ("readonly database", "数据库文件只读"),
    ("database or disk is full", "磁盘已满"),
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


def _migrate(engine: Engine, lock_file: Path) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    head = ScriptDirectory.from_config(config).get_current_head()
    with engine.connect() as connection:
        if MigrationContext.configure(connection).get_current_revision() == head:
            return
    lock = try_lock(lock_file)
    deadline = time.monotonic() + _BUSY_SECONDS
    while lock is None and time.monotonic() < deadline:
        time.sleep(0.1)
        lock = try_lock(lock_file)
    if lock is None:
        raise StoreError("另一个程序正在更新数据库，请稍后再试")
    try:
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except CommandError as error:
        raise StoreError("数据库由更新版本的程序建立，本版本不能使用，请升级程序") from error
    finally:
        lock.release()
