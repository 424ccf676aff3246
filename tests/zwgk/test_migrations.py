"""What was kept before an upgrade of the program is there after it, on SQLite and on PostgreSQL."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, create_engine, func, insert, inspect, select
from sqlalchemy.engine import make_url
from sqlalchemy.types import Boolean, Date, DateTime, Float, Integer

from zwgk import database as database_module
from zwgk.database import BACKUPS, StoreError, childless, connect, open_database
from zwgk.schema import _config, newest_schema, schema_of, upgrade_schema
from zwgk.tables import Base

VERSIONS = [one.revision for one in ScriptDirectory.from_config(_config()).walk_revisions()][::-1]
MOMENT = datetime(2026, 3, 1, 2, 30)  # noqa: DTZ001 -- columns of SQL hold no zone


@pytest.fixture
def empty(database: str, request: pytest.FixtureRequest) -> str:
    """URL of a database without tables."""
    if database.startswith("sqlite"):
        return database
    url: str = request.getfixturevalue("postgres").empty()
    return url


def value(column: Any) -> object:
    """Something of the column's type."""
    kinds = ((Boolean, False), (Integer, 1), (Float, 0.5), (DateTime, MOMENT), (Date, MOMENT.date()))
    return next((one for kind, one in kinds if isinstance(column.type, kind)), "r1")


def filled(url: str, version: str) -> dict[str, int]:
    """Make the tables of a version with a row in each; returns the rows by table."""
    engine = connect(make_url(url))
    with childless(engine) as connection:
        upgrade_schema(connection, version)
    with engine.begin() as connection:
        tables = MetaData()
        tables.reflect(connection)
        mine = [table for table in tables.sorted_tables if table.name != "alembic_version"]
        for table in mine:
            row = {column.name: value(column) for column in table.columns}
            if table.name == "runs":
                row["state"] = "reported"
            connection.execute(insert(table), row)
    engine.dispose()
    return {table.name: 1 for table in mine}


def rows(url: str, tables: dict[str, int]) -> dict[str, int]:
    engine = create_engine(url)
    reflected = MetaData()
    with engine.connect() as connection:
        reflected.reflect(connection)
        counted = {
            name: connection.scalar(select(func.count()).select_from(reflected.tables[name])) or 0 for name in tables
        }
    engine.dispose()
    return counted


@pytest.mark.parametrize("version", VERSIONS[:-1])
def test_a_database_of_a_version_before_keeps_its_data(version: str, empty: str, tmp_path: Path) -> None:
    before = filled(empty, version)
    engine = open_database(empty, tmp_path)
    with engine.connect() as connection:
        assert schema_of(connection) == VERSIONS[-1] == newest_schema()
        if engine.dialect.name == "sqlite":
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar_one() == 1, "runs are kept whole"
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
    engine.dispose()
    assert rows(empty, before) == before


def test_the_newest_tables_are_those_of_the_models(empty: str, tmp_path: Path) -> None:
    engine = open_database(empty, tmp_path)
    found = inspect(engine)
    told = {name: {column["name"] for column in found.get_columns(name)} for name in found.get_table_names()}
    told.pop("alembic_version")
    engine.dispose()
    assert told == {table.name: {column.name for column in table.columns} for table in Base.metadata.sorted_tables}


def test_a_copy_of_before_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "var" / "zwgk.db"
    before = filled(f"sqlite:///{file}", VERSIONS[-2])
    open_database(f"sqlite:///{file}", tmp_path).dispose()
    (copy,) = (tmp_path / BACKUPS).iterdir()
    assert copy.name.startswith(f"before-upgrade-{VERSIONS[-2]}-")
    assert rows(f"sqlite:///{copy}", before) == before
    open_database(f"sqlite:///{file}", tmp_path).dispose()
    assert len(list((tmp_path / BACKUPS).iterdir())) == 1, "what is up to date is not copied"


def test_an_upgrade_that_breaks_changes_nothing(empty: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = filled(empty, VERSIONS[0])

    def breaking(connection: Any) -> None:
        upgrade_schema(connection)
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(database_module, "upgrade_schema", breaking)
        with pytest.raises(StoreError, match="磁盘已满"):
            open_database(empty, tmp_path)
    engine = create_engine(empty)
    with engine.connect() as connection:
        assert schema_of(connection) == VERSIONS[0]
    engine.dispose()
    assert rows(empty, before) == before
    open_database(empty, tmp_path).dispose()
    assert rows(empty, before) == before
