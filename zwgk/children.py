"""Commands that the schedule runs, each in a process of its own, ended in order when the schedule is stopped."""

from __future__ import annotations

import os
import subprocess
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Final

STOP_SECONDS: Final = 25.0
"""What a stopped audit gets to end its pages and to save its finished sites, before it is killed."""


def run_child(command: Sequence[str], output: IO[bytes], stop: threading.Event) -> int | None:
    """Run a command to its end, all it says into `output`; its exit code, None when `stop` was set meanwhile."""
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        env={**os.environ, "PYTHONUTF8": "1"},
        start_new_session=True,  # Ctrl-C reaches the schedule alone, which then stops the child in order
    ) as child:
        while not stop.is_set():
            try:
                code = child.wait(0.3)
            except subprocess.TimeoutExpired:
                continue
            return code
        child.terminate()
        try:
            child.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
    return None


def remove_old_logs(folder: Path, name: str, kept: int) -> None:
    """Leave only the newest logs of that name."""
    for old in sorted(folder.glob(f"{name}-*.log"))[:-kept]:
        old.unlink(missing_ok=True)
