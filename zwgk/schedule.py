"""`zwgk schedule`: the nightly audit, each in a process of its own, until somebody stops it."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

import click
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger

from zwgk.config import Config
from zwgk.cron import parse_cron
from zwgk.errors import UserError
from zwgk.lock import FileLock, try_lock
from zwgk.nights import Nights
from zwgk.packs import read_packs
from zwgk.placeholders import demand_addresses
from zwgk.store import Store

_STOP_SECONDS: Final = 15.0
"""What a stopped audit gets to save its finished sites before it is killed."""
_KEPT_LOGS: Final = 60
_MEANING: Final = {0: "全部合格", 1: "有不合格或预警", 3: "有无法核验的栏目"}


def run_schedule(config: Config, *, trigger: BaseTrigger | None = None, command: Sequence[str] | None = None) -> int:
    """Wait for the hours of the configuration and audit; returns 0 when stopped by SIGTERM or Ctrl-C.

    A second schedule of the same data folder is refused (UserError). `trigger` and `command` stand in for the
    configured hours and `zwgk check` in tests.
    """
    demand_addresses(config)
    read_packs(config, ())  # rules that are not there are better told now than found in tomorrow's log
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    lock = try_lock(config.data / "locks" / "schedule.lock")
    if lock is None:
        raise UserError(f"已有一个 zwgk schedule 在使用数据目录 {config.data}，不能同时运行两个")
    trigger = trigger or parse_cron(config.schedule.cron, config.timezone)
    store = Store.open(config.database, config.data)
    stop = threading.Event()
    audit = NightlyAudit(
        command=command or (sys.executable, "-m", "zwgk", "check", "--config", str(config.file)),
        nights=Nights(store, config.schedule.cron),
        data=config.data,
        now=lambda: datetime.now(config.timezone),
        stop=stop,
    )
    scheduler = BackgroundScheduler(timezone=config.timezone)
    handlers = [(number, signal.signal(number, lambda *_: stop.set())) for number in (signal.SIGTERM, signal.SIGINT)]
    try:
        _plan_first(scheduler, trigger, audit)
        while not stop.wait(0.5):
            pass
        audit.say("正在停止")
        scheduler.shutdown(wait=True)
        audit.say("已停止")
    finally:
        for number, handler in handlers:
            signal.signal(number, handler)
        store.close()
        lock.release()
    return 0


def _plan_first(scheduler: BackgroundScheduler, trigger: BaseTrigger, audit: NightlyAudit) -> None:
    now = audit.now()
    audit.nights.begin(now)
    missed = audit.nights.missed(trigger, now)

    def night() -> None:
        audit.run()
        if not audit.stop.is_set() and (job := scheduler.get_job("nightly")) is not None:
            audit.say(f"下次检查：{job.next_run_time:%Y-%m-%d %H:%M}")

    # One job for catching up and for every night: it never runs twice at a time, and a machine that slept through
    # the hour runs it once on waking.
    first = {"next_run_time": now} if missed is not None else {}
    scheduler.add_job(night, trigger, id="nightly", max_instances=1, coalesce=True, misfire_grace_time=None, **first)
    if missed is not None:
        audit.say(f"错过了 {missed:%Y-%m-%d %H:%M} 的检查，现在补查一次")
    scheduler.start()
    if missed is None:
        audit.say(f"计划任务已启动，下次检查：{scheduler.get_job('nightly').next_run_time:%Y-%m-%d %H:%M}")


@dataclass(frozen=True, kw_only=True)
class NightlyAudit:
    """One night's audit in a child process; whatever happens to it, the schedule goes on."""

    command: Sequence[str]
    nights: Nights
    data: Path
    now: Callable[[], datetime]
    stop: threading.Event

    def run(self) -> None:
        """Run it to its end, or until `stop`; raises nothing."""
        try:
            lock = self._turn()
            if lock is None:
                return
            try:
                self.nights.attempt()
                code, log = self._audit(lock)
                if code is None:
                    self.say("检查被停止，本轮记为中断，下次启动时补查")
                    return
                self.nights.done(self.now())
                said = _MEANING.get(code)
                self.say(f"检查结束：{said}" if said else f"检查失败（退出码 {code}），原因见 {log}")
            finally:
                lock.release()
        except Exception as error:  # the next night must still come
            self.say(f"检查未能进行：{error}")

    def say(self, text: str) -> None:
        """One line with the time."""
        click.echo(f"{self.now():%Y-%m-%d %H:%M:%S} {text}")

    def _turn(self) -> FileLock | None:
        """Wait until no audit of an earlier, killed schedule is left; None when stopped meanwhile."""
        told = False
        while not self.stop.is_set():
            lock = try_lock(self.data / "locks" / "nightly.lock")
            if lock is not None:
                return lock
            if not told:
                self.say("上一次计划任务留下的检查还在运行，等它结束")
                told = True
            self.stop.wait(1)
        return None

    def _audit(self, lock: FileLock) -> tuple[int | None, Path]:
        """Exit code (None when stopped) and log file of one child; it holds the lock as long as it lives."""
        logs = self.data / "logs"
        logs.mkdir(parents=True, exist_ok=True)
        log = logs / f"nightly-{self.now():%Y%m%d-%H%M%S}.log"
        _remove_old(logs)
        self.say(f"开始检查，记录在 {log}")
        inherited = (lock.descriptor,) if os.name == "posix" else ()
        with (
            log.open("ab") as output,
            subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env={**os.environ, "PYTHONUTF8": "1"},
                start_new_session=True,  # Ctrl-C reaches the schedule alone, which then stops the child in order
                pass_fds=inherited,
            ) as child,
        ):
            while not self.stop.is_set():
                try:
                    return child.wait(0.3), log
                except subprocess.TimeoutExpired:
                    continue
            child.terminate()
            try:
                child.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                child.kill()
        return None, log


def _remove_old(logs: Path) -> None:
    for old in sorted(logs.glob("nightly-*.log"))[:-_KEPT_LOGS]:
        old.unlink(missing_ok=True)
