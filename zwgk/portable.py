"""All tables as JSON lines in a zip: a copy of the database that SQLite and PostgreSQL can both be restored from.

`manifest.json` says the version of the tables and how many rows each has; `tables/NAME.jsonl` holds a row a line,
moments as naive UTC in ISO form, as the columns have them.
"""

from __future__ import annotations

import base64
import json
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Date, DateTime, Integer, LargeBinary, MetaData, Table, insert, select
from sqlalchemy.types import TypeEngine

from zwgk.schema import schema_of

FORMAT: Final = "zwgk.backup/1"
_MANIFEST: Final = "manifest.json"
_VERSIONS: Final = "alembic_version"
_ROWS: Final = 500
_LONGEST: Final = 512 * 1024 * 1024
"""Bytes of one row that are still believed to be one."""


class BadBackupError(Exception):
    """A zip that is none of ours, or damaged; the words are Chinese."""


def dump(connection: Connection, target: Path) -> Mapping[str, int]:
    """Write every table as the connection's transaction sees it; returns the rows by table. OSError as for files."""
    tables = MetaData()
    tables.reflect(connection)
    counts: dict[str, int] = {}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as packed:
        for table in tables.sorted_tables:
            if table.name == _VERSIONS:
                continue
            counts[table.name] = 0
            with packed.open(f"tables/{table.name}.jsonl", "w", force_zip64=True) as stream:
                for row in connection.execute(select(table), execution_options={"yield_per": _ROWS}).mappings():
                    line = json.dumps({name: _plain(value) for name, value in row.items()}, ensure_ascii=False)
                    stream.write(line.encode() + b"\n")
                    counts[table.name] += 1
        manifest = {"format": FORMAT, "schema": schema_of(connection), "tables": counts}
        packed.writestr(_MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=2))
    return counts


def manifest_of(file: Path) -> Mapping[str, Any]:
    """What a copy says of itself: `schema`, and `tables` with their rows. BadBackupError when it is none or damaged."""
    try:
        with zipfile.ZipFile(file) as packed:
            if packed.testzip() is not None:
                raise BadBackupError("备份文件已损坏")
            manifest = json.loads(packed.read(_MANIFEST))
    except (zipfile.BadZipFile, KeyError, ValueError, EOFError, NotImplementedError) as error:
        raise BadBackupError("不是 zwgk db backup 生成的备份文件，或已损坏") from error
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT or not manifest.get("schema"):
        raise BadBackupError("不是 zwgk db backup 生成的备份文件")
    return manifest


def load(connection: Connection, file: Path) -> None:
    """Fill the tables, which are empty and of the copy's version, in the connection's transaction.

    Tables that are not there are passed over: other programs' own. BadBackupError when rows are missing.
    """
    manifest = manifest_of(file)
    tables = MetaData()
    tables.reflect(connection)
    with zipfile.ZipFile(file) as packed:
        for table in tables.sorted_tables:
            if table.name in manifest["tables"]:
                count = _fill(connection, table, packed)
                if count != manifest["tables"][table.name]:
                    raise BadBackupError(f"备份文件中 {table.name} 缺少内容，文件可能不完整")
    if connection.dialect.name == "postgresql":
        _count_on(connection, tables)


def _fill(connection: Connection, table: Table, packed: zipfile.ZipFile) -> int:
    count, rows = 0, []
    for line in _lines(packed, f"tables/{table.name}.jsonl"):
        rows.append({name: _typed(value, table.columns[name].type) for name, value in json.loads(line).items()})
        count += 1
        if len(rows) == _ROWS:
            connection.execute(insert(table), rows)
            rows = []
    if rows:
        connection.execute(insert(table), rows)
    return count


def _lines(packed: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    with packed.open(name) as stream:
        while line := stream.readline(_LONGEST):
            yield line


def _count_on(connection: Connection, tables: MetaData) -> None:
    """Let counted ids go on behind those that were filled in."""
    for table in tables.sorted_tables:
        for column in table.primary_key:
            if isinstance(column.type, Integer) and column.autoincrement and len(table.primary_key) == 1:
                words = {"table": table.name, "column": column.name}
                connection.exec_driver_sql(
                    f'SELECT setval(pg_get_serial_sequence(%(table)s, %(column)s), max("{column.name}")) '
                    f'FROM "{table.name}" HAVING max("{column.name}") IS NOT NULL',
                    words,
                )


def _plain(value: object) -> object:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    return value


def _typed(value: Any, kind: TypeEngine[Any]) -> object:
    if value is None:
        return None
    if isinstance(kind, DateTime):
        return datetime.fromisoformat(value)
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    if isinstance(kind, LargeBinary):
        return base64.b64decode(value)
    return value
