"""SQLite databases as files: a consistent copy while others write, whether one is whole, and whether one is in use."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

_MAGIC: Final = b"SQLite format 3\0"
_USED_SECONDS: Final = 2.0
"""How long others may take to let go of a file that is to be replaced."""


def is_sqlite(file: Path) -> bool:
    """Whether a file is an SQLite database; OSError as `open` has it."""
    with file.open("rb") as stream:
        return stream.read(len(_MAGIC)) == _MAGIC


def copy_database(source: Path, target: Path) -> None:
    """Copy a database as it is at one moment, while others read and write it; the copy appears whole or not at all.

    sqlite3.Error or OSError when it cannot be read or written, or when what was written is not whole.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.tmp")
    try:
        with closing(sqlite3.connect(source, timeout=30)) as opened, closing(sqlite3.connect(draft)) as copy:
            # One step: in WAL mode it is one reader's view, and nobody who writes meanwhile makes it begin anew.
            opened.backup(copy, pages=-1)
            copy.execute("PRAGMA journal_mode=DELETE").close()  # one file, without companions
        demand_whole(draft)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def demand_whole(file: Path) -> None:
    """sqlite3.DatabaseError when a database is damaged."""
    with closing(sqlite3.connect(file)) as opened:
        (said,) = opened.execute("PRAGMA integrity_check(1)").fetchone()
    if said != "ok":
        raise sqlite3.DatabaseError("database disk image is malformed")


def let_go(file: Path) -> bool:
    """Write what stands beside a database into it, so that it is one file; False when another program has it open.

    sqlite3.DatabaseError when it is damaged or no database.
    """
    with closing(sqlite3.connect(file, timeout=_USED_SECONDS)) as opened:
        try:
            # Only who is alone with a database may leave WAL mode.
            opened.execute("PRAGMA journal_mode=DELETE").close()
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                return False
            raise
    return True


def companions(file: Path) -> tuple[Path, ...]:
    """What SQLite may have put beside a database."""
    return tuple(file.with_name(file.name + ending) for ending in ("-wal", "-shm", "-journal"))
