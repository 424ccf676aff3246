"""A reader in a process of its own, with bounded memory and seconds: a hostile file may unpack to anything."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

MAX_MEMORY = 1 << 30
"""Bytes of address space that a reader may use."""
_ROOT = str(Path(__file__).parents[1])  # where the process finds our packages, installed or not


class ConfinedError(Exception):
    """The reader ended with an error, most likely at its bound of memory. Whoever asked for the file catches it."""


def read_confined(module: str, data: bytes, *, seconds: float, memory: int | None = None) -> bytes:
    """What `python -m module` writes for `data` on its input; TimeoutError after `seconds`, else ConfinedError.

    `memory` is bytes of address space, MAX_MEMORY unless told. The bounds are set from outside, so that nothing in the
    process can lift them; where the system knows no such bound on memory, there is none.
    """
    bound = MAX_MEMORY if memory is None else memory
    process = subprocess.Popen(
        [sys.executable, "-m", module],
        env=os.environ | {"PYTHONPATH": os.pathsep.join([_ROOT, *filter(None, sys.path)]), "PYTHONIOENCODING": "utf-8"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    with suppress(ImportError, AttributeError, OSError, ValueError):  # where the system can
        import resource

        resource.prlimit(process.pid, resource.RLIMIT_AS, (bound, bound))
    try:
        output, _ = process.communicate(data, seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        raise TimeoutError(f"{module}: {seconds} s") from None
    if process.returncode:
        raise ConfinedError(f"{module} ended with {process.returncode}")
    return output
