"""A lock between processes that the operating system lets go of when its holder dies."""

from __future__ import annotations

import os
import sys
from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    def _take(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _take(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


class FileLock:
    """A held lock; `release` or the end of the process gives it up. A child that inherits `descriptor` holds it too."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self.path = path
        self.descriptor = descriptor

    def release(self, *, remove: bool = False) -> None:
        """Let go; `remove` also takes the file away (only for locks whose name nobody uses again)."""
        if remove:
            self.path.unlink(missing_ok=True)
        os.close(self.descriptor)


def try_lock(path: Path) -> FileLock | None:
    """Take the lock without waiting; None when another process has it. Makes the folder. OSError as `open` has it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o644)
    if _take(descriptor):
        return FileLock(path, descriptor)
    os.close(descriptor)
    return None
