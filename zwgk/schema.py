"""The versions of the tables: which one a database has, which is the newest, and the way from one to the other."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection

if TYPE_CHECKING:
    from alembic.config import Config

_MIGRATIONS: Final = Path(__file__).parent / "migrations"


class NewerSchemaError(Exception):
    """The database was made by a newer version of the program."""


def newest_schema() -> str:
    """The version that this program works with."""
    from alembic.script import ScriptDirectory

    return str(ScriptDirectory.from_config(_config()).get_current_head())


def known_schema(version: str) -> bool:
    """Whether it is a version of this program or one before."""
    from alembic.script import ScriptDirectory

    return version in {one.revision for one in ScriptDirectory.from_config(_config()).walk_revisions()}


def schema_of(connection: Connection) -> str | None:
    """The version of a database; None when it has no tables of ours."""
    from alembic.runtime.migration import MigrationContext

    version: str | None = MigrationContext.configure(connection).get_current_revision()
    return version


def upgrade_schema(connection: Connection, to: str = "head") -> None:
    """Bring the tables to a version, in the connection's transaction; NewerSchemaError when they are beyond it."""
    from alembic import command
    from alembic.util import CommandError

    config = _config()
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, to)
    except CommandError as error:
        raise NewerSchemaError(str(error)) from error


def _config() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
