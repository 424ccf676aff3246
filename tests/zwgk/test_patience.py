"""What a run must not lose waits for a database that is busy or away, and for nothing else."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

from zwgk.database import StoreError, patiently, storage_errors


def failing(times: int, error: StoreError, said: list[str]) -> str:
    said.append("tried")
    if len(said) <= times:
        raise error
    return "done"


@pytest.mark.parametrize(
    ("times", "passing", "tries"),
    [
        pytest.param(0, True, 1, id="nothing in the way"),
        pytest.param(4, True, 5, id="away for a while"),
        pytest.param(1, False, None, id="a full disk does not empty itself"),
        pytest.param(1000, True, None, id="away for too long"),
    ],
)
def test_waits(times: int, passing: bool, tries: int | None) -> None:
    said: list[str] = []
    pauses: list[float] = []
    error = StoreError("数据库正忙", passing=passing)
    if tries is None:
        with pytest.raises(StoreError):
            patiently(lambda: failing(times, error, said), seconds=60, sleep=pauses.append)
        assert sum(pauses) <= 70
        assert (len(said) > 5) is passing
    else:
        assert patiently(lambda: failing(times, error, said), seconds=60, sleep=pauses.append) == "done"
        assert len(said) == tries


@pytest.mark.parametrize(
    ("message", "passing"),
    [
        pytest.param("database is locked", True, id="locked"),
        pytest.param("server closed the connection unexpectedly", True, id="server restarted"),
        pytest.param("connection refused", True, id="server away"),
        pytest.param("database or disk is full", False, id="disk full"),
        pytest.param("attempt to write a readonly database", False, id="read-only"),
        pytest.param("file is not a database", False, id="not a database"),
        pytest.param("unable to open database file", False, id="no such folder"),
    ],
)
def test_what_may_pass(message: str, passing: bool) -> None:
    with pytest.raises(StoreError) as told, storage_errors(make_url("sqlite:///x.db")):
        raise OperationalError("SELECT 1", {}, sqlite3.OperationalError(message))
    assert told.value.passing is passing


def test_a_locked_database_is_waited_for(tmp_path: Path) -> None:
    file = tmp_path / "x.db"
    url = make_url(f"sqlite:///{file}")
    engine = create_engine(url, connect_args={"timeout": 0.05})
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE kept (n INTEGER)"))
    with closing(sqlite3.connect(file, check_same_thread=False)) as other:
        other.execute("BEGIN EXCLUSIVE")
        freeing = threading.Timer(0.4, other.rollback)
        freeing.start()

        def write() -> None:
            with storage_errors(url), engine.begin() as connection:
                connection.execute(text("INSERT INTO kept VALUES (1)"))

        patiently(write, seconds=30)
        freeing.join()
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM kept")) == 1
    engine.dispose()
