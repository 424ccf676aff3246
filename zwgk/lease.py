"""Leases: what only one program of all machines with the same database may do at a time, such as a whole audit.

A lease is a row of the database that falls back when it is not renewed, and a file lock that the operating system lets
go of when the program dies: on the machine that held it, a dead program blocks nobody, not even for a moment and not
when the clock was set meanwhile.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import Engine, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from zwgk.clock import BELIEVED
from zwgk.database import StoreError
from zwgk.lock import FileLock, try_lock
from zwgk.tables import LeaseRow

AUDIT: Final = "audit"
"""A run of everything."""
_LASTS: Final = timedelta(seconds=180)
_RENEWED_SECONDS: Final = 30.0
_GLANCE_SECONDS: Final = 0.1
"""Who only looks whether a lease is taken holds its lock for less."""


class LeaseTakenError(Exception):
    """Somebody else has it; `what` says in Chinese what for."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class Leases:
    """The leases of one database; `folder` holds the locks of this machine."""

    def __init__(
        self,
        engine: Engine,
        errors: Callable[[], AbstractContextManager[None]],
        folder: Path,
        now: Callable[[], datetime],
    ) -> None:
        self._engine = engine
        self._errors = errors
        self._folder = folder
        self._now = now

    @contextmanager
    def held(self, name: str, what: str) -> Iterator[None]:
        """Hold a lease meanwhile; LeaseTakenError when another program does. It is renewed in a thread of its own."""
        lock = self._lock(name) or self._lock(name, after=_GLANCE_SECONDS)
        if lock is None:
            raise LeaseTakenError(self._what(name))
        try:
            holder = secrets.token_hex(16)
            self._take(name, holder, what)
            ended = threading.Event()
            renewing = threading.Thread(target=self._renew, args=(name, holder, ended), name="zwgk-lease", daemon=True)
            renewing.start()
            try:
                yield
            finally:
                ended.set()
                renewing.join()
                with suppress(StoreError), self._errors(), self._engine.begin() as connection:
                    connection.execute(delete(LeaseRow).where(LeaseRow.name == name, LeaseRow.holder == holder))
        finally:
            lock.release()

    def taken(self, name: str) -> str | None:
        """What somebody holds the lease for at this moment, "" when that is not known; None when it is free."""
        lock = self._lock(name)
        if lock is None:
            return self._what(name)
        lock.release()
        with self._errors(), self._engine.connect() as connection:
            row = connection.execute(select(LeaseRow).where(LeaseRow.name == name)).one_or_none()
        if row is None or row.machine == self._machine() or not _holds(row.until, self._now()):
            return None
        return str(row.what)

    def _lock(self, name: str, *, after: float = 0.0) -> FileLock | None:
        time.sleep(after)
        return try_lock(self._folder / f"lease-{name}.lock")

    def _what(self, name: str) -> str:
        with self._errors(), self._engine.connect() as connection:
            return connection.scalar(select(LeaseRow.what).where(LeaseRow.name == name)) or ""

    def _take(self, name: str, holder: str, what: str) -> None:
        now, machine = self._now(), self._machine()
        values = {"holder": holder, "machine": machine, "what": what, "until": now + _LASTS}
        try:
            with self._errors(), self._engine.begin() as connection:
                row = connection.execute(select(LeaseRow).where(LeaseRow.name == name)).one_or_none()
                if row is None:
                    connection.execute(insert(LeaseRow).values(name=name, **values))
                    return
                # Who held it on this machine is dead: the file lock is ours.
                if row.machine != machine and _holds(row.until, now):
                    raise LeaseTakenError(row.what)
                mine = update(LeaseRow).where(LeaseRow.name == name, LeaseRow.holder == row.holder).values(**values)
                if connection.execute(mine).rowcount != 1:
                    raise LeaseTakenError(row.what)
        except StoreError as error:
            if isinstance(error.__cause__, IntegrityError):  # another machine was a moment quicker
                raise LeaseTakenError(self._what(name)) from error
            raise

    def _renew(self, name: str, holder: str, ended: threading.Event) -> None:
        while not ended.wait(_RENEWED_SECONDS):
            # A database that is away for a while takes the lease with it; when it is back we are still there.
            with suppress(StoreError), self._errors(), self._engine.begin() as connection:
                mine = update(LeaseRow).where(LeaseRow.name == name, LeaseRow.holder == holder)
                connection.execute(mine.values(until=self._now() + _LASTS))

    def _machine(self) -> str:
        """A name of this data folder, drawn once: host names are the same in many containers."""
        file = self._folder / "machine"
        with suppress(OSError):
            if name := file.read_text(encoding="ascii").strip():
                return name[:64]
        name = secrets.token_hex(16)
        file.write_text(name, encoding="ascii")
        return name


def _holds(until: datetime, now: datetime) -> bool:
    """Whether a lease of another machine is to be respected: not for years because a clock was ahead once."""
    return now < until < now + BELIEVED
