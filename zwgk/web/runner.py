"""立即检查: `zwgk check --unit` as a process of its own, one at a time, started by people in the browser."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Final

from zwgk.errors import UserError
from zwgk.web.errors import RefusedError

_STOP_SECONDS: Final = 15.0
_KEPT_LOGS: Final = 60
_MEANING: Final = {0: "全部合格", 1: "有不合格或预警", 3: "有无法核验的栏目"}


@dataclass(frozen=True, kw_only=True)
class Check:
    """A check that somebody started."""

    unit: str
    by: str
    started: datetime
    ended: datetime | None = None
    code: int | None = None
    log: str = ""
    """Name of its file below data/logs."""

    @property
    def running(self) -> bool:
        """Whether it goes on."""
        return self.ended is None

    @property
    def said(self) -> str:
        """How it ended, in Chinese."""
        if self.ended is None:
            return "正在检查"
        return _MEANING.get(self.code or 0, f"没有做完（退出码 {self.code}），原因见 logs/{self.log}")


class Runner:
    """Starts checks and follows them. `command` stands before the options: `zwgk check` in a process of its own."""

    def __init__(self, config: Path, data: Path, now: Callable[[], datetime], command: Sequence[str] = ()) -> None:
        self._command = tuple(command) or (sys.executable, "-m", "zwgk", "check")
        self._config = config
        self._data = data
        self._now = now
        self._lock = Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._last: Check | None = None

    def start(self, unit: str, *, by: str) -> Check:
        """Check one unit now; RefusedError (409) while another such check goes on, UserError when it cannot begin."""
        with self._lock:
            current = self._look()
            if current is not None and current.running:
                raise RefusedError(409, f"正在检查“{current.unit}”（{current.by} 启动），请等它结束")
            now = self._now()
            logs = self._data / "logs"
            name = f"web-{now:%Y%m%d-%H%M%S}.log"
            try:
                logs.mkdir(parents=True, exist_ok=True)
                for old in sorted(logs.glob("web-*.log"))[:-_KEPT_LOGS]:
                    old.unlink(missing_ok=True)
                with (logs / name).open("ab") as output:
                    self._child = subprocess.Popen(
                        [*self._command, "--config", str(self._config), f"--unit={unit}"],
                        stdin=subprocess.DEVNULL,
                        stdout=output,
                        stderr=subprocess.STDOUT,
                        env={**os.environ, "PYTHONUTF8": "1"},
                        start_new_session=True,  # Ctrl-C reaches the service alone, which then stops it in order
                    )
            except OSError as error:
                raise UserError(f"检查无法启动（{error.strerror or error}）") from error
            self._last = Check(unit=unit, by=by, started=now, log=name)
            return self._last

    def last(self) -> Check | None:
        """The check that goes on, or was the last; None when this service has started none."""
        with self._lock:
            return self._look()

    def stop(self) -> None:
        """End a check that goes on: it keeps what it has finished and says that it was interrupted."""
        with self._lock:
            if self._child is None or self._child.poll() is not None:
                return
            self._child.terminate()
            try:
                self._child.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self._child.kill()
                self._child.wait()

    def _look(self) -> Check | None:
        if self._last is not None and self._last.running and self._child is not None:
            code = self._child.poll()
            if code is not None:
                self._last = replace(self._last, ended=self._now(), code=code)
        return self._last
