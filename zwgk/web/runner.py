"""立即检查: `zwgk check --unit` as a process of its own, one after another, asked for by people in the browser."""

from __future__ import annotations

import json
import logging
import os
import secrets
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from threading import RLock, Thread
from typing import Final

from rules.refused import why
from zwgk.errors import UserError
from zwgk.publish import write_whole
from zwgk.web.errors import RefusedError, missing

logger = logging.getLogger(__name__)

MOST_WAITING: Final = 10
"""Checks that wait for their turn; who asks for more is told to wait."""
_STOP_SECONDS: Final = 15.0
_KEPT_LOGS: Final = 60
_REMEMBERED: Final = 10
_MEANING: Final = {0: "全部合格", 1: "有不合格或预警", 3: "有无法核验的栏目"}


class CheckState(StrEnum):
    """Where a check stands."""

    WAITING = "waiting"
    RUNNING = "running"
    ENDED = "ended"


@dataclass(frozen=True, kw_only=True)
class Check:
    """A check that somebody asked for."""

    id: str
    unit: str
    by: str
    asked: datetime
    started: datetime | None = None
    ended: datetime | None = None
    code: int | None = None
    """Its exit code; None also when it was never started."""
    cancelled_by: str = ""
    fault: str = ""
    """Chinese: why it could not be started."""
    log: str = ""
    """Name of its file below data/logs."""
    place: int = 0
    """While it waits: 1 when it is the next."""

    @property
    def state(self) -> CheckState:
        """Where it stands."""
        if self.ended is not None:
            return CheckState.ENDED
        return CheckState.WAITING if self.started is None else CheckState.RUNNING

    @property
    def said(self) -> str:
        """The same in Chinese, and how it ended."""
        if self.state is CheckState.WAITING:
            return f"排队等候，第 {self.place} 位"
        if self.state is CheckState.RUNNING:
            return "正在停止" if self.cancelled_by else "正在检查"
        if self.cancelled_by:
            return f"由 {self.cancelled_by} 取消"
        if self.fault:
            return self.fault
        return _MEANING.get(-1 if self.code is None else self.code) or (
            f"没有做完（退出码 {self.code}），原因见 logs/{self.log}"
        )


class Runner:
    """Runs checks in the order they are asked for. `command` stands before the options: `zwgk check` as a process.

    What runs and what waits is written down in data/checks.json, so that the next service begins it again.
    """

    def __init__(self, config: Path, data: Path, now: Callable[[], datetime], command: Sequence[str] = ()) -> None:
        self._command = tuple(command) or (sys.executable, "-m", "zwgk", "check")
        self._config = config
        self._data = data
        self._now = now
        self._lock = RLock()
        self._child: subprocess.Popen[bytes] | None = None
        self._running: Check | None = None
        self._waiting: list[Check] = []
        self._ended: deque[Check] = deque(maxlen=_REMEMBERED)
        self._follower: Thread | None = None
        self._stopped = False

    def ask(self, unit: str, *, by: str) -> Check:
        """Check one unit, at once or when those before it have ended; one that waits for it already is that check.

        RefusedError (409) when too many wait, UserError when the check cannot begin.
        """
        with self._lock:
            for check in self._placed():
                if check.unit == unit:
                    return check
            if len(self._waiting) >= MOST_WAITING:
                raise RefusedError(409, f"排队等候的检查已有 {MOST_WAITING} 个，请等前面的做完再提交")
            wanted = Check(id=secrets.token_hex(8), unit=unit, by=by, asked=self._now())
            self._waiting.append(wanted)
            self._next(faults=True)
            self._write_down()
            return next(check for check in self.all() if check.id == wanted.id)

    def cancel(self, check: str, *, by: str) -> Check:
        """Take a check out of the queue, or stop it: it keeps what it has finished. RefusedError (404) for others."""
        with self._lock:
            if self._running is not None and self._running.id == check:
                if self._child is not None and not self._running.cancelled_by:
                    self._running = replace(self._running, cancelled_by=by)
                    self._child.terminate()
                return self._running
            for one in self._waiting:
                if one.id == check:
                    self._waiting.remove(one)
                    self._ended.appendleft(replace(one, ended=self._now(), cancelled_by=by))
                    self._write_down()
                    return self._ended[0]
        raise missing("排队的检查")

    def all(self) -> Sequence[Check]:
        """The one that runs, those that wait in their order, then the last that ended, newest first."""
        with self._lock:
            running = [self._running] if self._running is not None else []
            return [*running, *self._placed(), *self._ended]

    def resume(self) -> None:
        """Begin again what a service before this one had to leave."""
        with self._lock:
            self._waiting = _written_down(self._file)[: MOST_WAITING + 1]
            self._next()

    def hold(self) -> None:
        """Start nothing more: the service is about to end, and whoever ends it may end its checks at the same time."""
        self._stopped = True  # without the lock: called by a signal

    def stop(self) -> None:
        """End a check that goes on, in order; it and those that wait are begun again by `resume`."""
        self.hold()
        with self._lock:
            child, follower = self._child, self._follower
            if child is not None and child.poll() is None:
                child.terminate()
        if child is not None:
            try:
                child.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
        if follower is not None:
            follower.join()

    @property
    def _file(self) -> Path:
        return self._data / "checks.json"

    def _placed(self) -> list[Check]:
        return [replace(one, place=place) for place, one in enumerate(self._waiting, 1)]

    def _next(self, *, faults: bool = False) -> None:
        """Start the next check when none runs; what cannot be started has ended, or is a UserError with `faults`."""
        while self._waiting and self._running is None and not self._stopped:
            check = self._waiting.pop(0)
            started = self._now()
            log = f"web-{started:%Y%m%d-%H%M%S}-{check.id[:4]}.log"
            try:
                self._child = self._started(check.unit, log)
            except OSError as error:
                fault = f"检查无法启动（{why(error)}）"
                if faults:
                    raise UserError(fault) from error
                self._ended.appendleft(replace(check, ended=started, fault=fault))
                continue
            self._running = replace(check, started=started, log=log)
            self._follower = Thread(target=self._follow, args=(self._child,), name="zwgk-check", daemon=True)
            self._follower.start()

    def _started(self, unit: str, log: str) -> subprocess.Popen[bytes]:
        logs = self._data / "logs"
        logs.mkdir(parents=True, exist_ok=True)
        for old in sorted(logs.glob("web-*.log"))[:-_KEPT_LOGS]:
            old.unlink(missing_ok=True)
        with (logs / log).open("ab") as output:
            return subprocess.Popen(
                [*self._command, "--config", str(self._config), f"--unit={unit}"],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env={**os.environ, "PYTHONUTF8": "1"},
                start_new_session=True,  # Ctrl-C reaches the service alone, which then stops it in order
            )

    def _follow(self, child: subprocess.Popen[bytes]) -> None:
        code = child.wait()
        with self._lock:
            if self._running is None:
                return
            if self._stopped and code not in _MEANING and not self._running.cancelled_by:
                return  # stays written down, and is begun again
            self._ended.appendleft(replace(self._running, ended=self._now(), code=code))
            self._running = self._child = None
            self._next()
            self._write_down()

    def _write_down(self) -> None:
        """A disk that is full costs the queue its memory, not the check."""
        open_ones = [*([self._running] if self._running is not None else []), *self._waiting]
        kept = [{"id": one.id, "unit": one.unit, "by": one.by, "asked": one.asked.isoformat()} for one in open_ones]
        try:
            self._data.mkdir(parents=True, exist_ok=True)
            write_whole(self._file, json.dumps(kept, ensure_ascii=False).encode())
        except (OSError, UserError):
            logger.exception("the queue of checks could not be written down")


def _written_down(file: Path) -> list[Check]:
    try:
        said = json.loads(file.read_text(encoding="utf-8"))
        return [
            Check(
                id=str(one["id"]),
                unit=str(one["unit"]),
                by=str(one["by"]),
                asked=datetime.fromisoformat(one["asked"]),
            )
            for one in said
        ]
    except FileNotFoundError:
        return []
    except (OSError, ValueError, TypeError, KeyError):
        logger.exception("the queue of checks could not be read")
        return []
