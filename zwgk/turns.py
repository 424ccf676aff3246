"""Turns at a host among all programs of this machine: a check by hand beside the nightly one doubles nobody's load.

A small file for each host holds the moment that was given out last; whoever wants to send takes the next one.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import struct
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from zwgk.lock import FileLock, try_lock

_MOMENT: Final = struct.Struct("<d")
_TRIES: Final = 20
_PAUSE: Final = 0.001
_FORGOTTEN_SECONDS: Final = 86_400.0
_MOST_AHEAD: Final = 600.0
"""A moment further ahead was written by a clock that has been set back since."""


class HostTurns:
    """Gives out moments for sending; `clock` tells seconds since the epoch."""

    def __init__(self, folder: Path, clock: Callable[[], float]) -> None:
        self._folder = folder
        self._clock = clock
        with contextlib.suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            for file in folder.glob("*.turn"):
                if clock() - file.stat().st_mtime > _FORGOTTEN_SECONDS:
                    file.unlink()

    def __call__(self, host: str, delay: float) -> float:
        """Take the next turn at a host, `delay` seconds after the one before; returns the seconds to wait for it.

        Where the file cannot be written the program keeps to its own turns: 0.
        """
        name = hashlib.sha256(host.encode("utf-8", "replace")).hexdigest()[:24]
        try:
            lock = self._lock(self._folder / f"{name}.turn")
            if lock is None:
                return delay
            try:
                return self._take(lock.descriptor, delay)
            finally:
                lock.release()
        except OSError:
            return 0.0

    def _take(self, descriptor: int, delay: float) -> float:
        now = self._clock()
        written = os.read(descriptor, _MOMENT.size)
        last = _MOMENT.unpack(written)[0] if len(written) == _MOMENT.size else 0.0
        turn = max(now, last + delay) if last <= now + _MOST_AHEAD else now
        os.lseek(descriptor, 0, os.SEEK_SET)
        os.write(descriptor, _MOMENT.pack(turn))
        return turn - now

    def _lock(self, path: Path) -> FileLock | None:
        for _ in range(_TRIES):
            if (lock := try_lock(path)) is not None:
                return lock
            time.sleep(_PAUSE)  # others hold it for some microseconds
        return None
