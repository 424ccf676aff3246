"""What was kept before an upgrade of the program is there after it."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text

from zwgk.database import open_database

MIGRATIONS = Path(__file__).parents[2] / "zwgk" / "migrations"


def alembic() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


VERSIONS = [one.revision for one in ScriptDirectory.from_config(alembic()).walk_revisions()]


def rows(url: str, table: str) -> int:
    engine = create_engine(url)
    with engine.connect() as connection:
        number: int = connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
    engine.dispose()
    return number


@pytest.mark.parametrize("version", [one for one in reversed(VERSIONS) if one != VERSIONS[0]])
def test_a_run_keeps_its_evidence_and_results(version: str, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'zwgk.db'}"
    old = create_engine(url)
    with old.begin() as connection:
        config = alembic()
        config.attributes["connection"] = connection
        command.upgrade(config, version)
        for table in ("runs", "site_evidence", "results"):
            columns = connection.execute(text(f"PRAGMA table_info({table})")).all()
            values = {row.name: "0" if row.type in ("BOOLEAN", "INTEGER") else "2026-03-01" for row in columns}
            values |= {"run": "r1"} if table != "runs" else {"id": "r1", "state": "reported"}
            names = ", ".join(f'"{name}"' for name in values)
            connection.execute(
                text(f"INSERT INTO {table} ({names}) VALUES ({', '.join(f':{name}' for name in values)})"), values
            )
    old.dispose()
    engine = open_database(url, tmp_path)
    with engine.connect() as connection:
        assert connection.execute(text("PRAGMA foreign_keys")).scalar_one() == 1, "runs are kept whole from here on"
        assert connection.execute(text("PRAGMA foreign_key_check")).all() == []
    engine.dispose()
    assert {table: rows(url, table) for table in ("runs", "site_evidence", "results")} == {
        "runs": 1,
        "site_evidence": 1,
        "results": 1,
    }
