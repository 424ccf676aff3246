"""One planned audit of everything: whether it is still wanted, its turn, its process, and what is told of its end."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from zwgk.children import remove_old_logs, run_child
from zwgk.hours import Hours
from zwgk.lease import AUDIT, Leases
from zwgk.nights import MOST_ATTEMPTS, Nights
from zwgk.plan import Selection
from zwgk.store import Store
from zwgk.tables import RunRow, RunState
from zwgk.timetable import DESCENT, NIGHTLY, Planned, same_night

_KEPT_LOGS: Final = 60
_HOUR: Final = timedelta(hours=1)
"""The longest jitter."""
_MEANING: Final = {0: "全部合格", 1: "有不合格或预警", 3: "有无法核验的栏目"}
FAILED: Final = 2
"""Exit code of an audit that could not be made."""


@dataclass(frozen=True, kw_only=True)
class Patience:
    """Seconds."""

    turn: float = 6 * 3600.0
    """For another audit of everything to end."""
    look: float = 5.0
    """Between looks whether it has."""
    retry: float = 600.0
    """Before a failed audit is begun once more."""


@dataclass(frozen=True, kw_only=True)
class WholeRuns:
    """The audits of everything of one schedule; whatever happens to one, the schedule goes on."""

    plans: Mapping[str, Planned]
    nights: Mapping[str, Nights]
    store: Store
    leases: Leases
    data: Path
    now: Callable[[], datetime]
    stop: threading.Event
    say: Callable[[str], None]
    tell: Callable[[int], None]
    """Given the exit code when an audit has ended for good: notices."""
    misfire: timedelta | None = None
    patience: Patience = Patience()

    def run(self, name: str) -> None:
        """Deal with what is due of a line of the timetable; nothing when nothing is. StoreError as the database."""
        plan, nights = self.plans[name], self.nights[name]
        planned = nights.missed(self.now())
        if planned is None:
            return
        begins = plan.hours.begins(planned)
        if self._too_late(plan.hours, planned):
            self.say(f"{plan.label}：{begins:%Y-%m-%d %H:%M} 的错过太久（schedule.misfire），不再补查")
            nights.done(planned, self.now())
            return
        if name == NIGHTLY and self._left_to_descent():
            self.say(f"{plan.label}：这一夜由从头重查代替")
            nights.done(planned, self.now())
            return
        if not self._turn(plan):
            if not self.stop.is_set():
                nights.done(planned, self.now())
                self.tell(FAILED)
            return
        if (run := self._made_since(begins, relearn=name == DESCENT)) is not None:
            self.say(f"{plan.label}：{begins:%Y-%m-%d %H:%M} 的已由轮次 {run} 完成")
            nights.done(planned, self.now())
            return
        code = self._attempts(plan, nights)
        if code is None:
            nights.stopped(self.now())
            self.say(f"{plan.label}被停止，已查完的站点已保存，下次启动时接着检查")
            return
        nights.done(planned, self.now())
        self.tell(code)

    def _too_late(self, hours: Hours, planned: datetime) -> bool:
        """Whether even the last of what was missed, `planned` being the first, is too long ago."""
        if self.misfire is None:
            return False
        now = self.now()
        return hours.begins(hours.last_planned(now, self.misfire + _HOUR) or planned) < now - self.misfire

    def _left_to_descent(self) -> bool:
        """Whether an audit from scratch does what is due of the night's: one that is due too, or planned near it."""
        if DESCENT not in self.plans:
            return False
        due = self.nights[DESCENT].missed(self.now())
        if due is not None and not self._too_late(self.plans[DESCENT].hours, due):
            return True
        near = same_night(self.plans, self.now())
        if near is None:
            return False
        return self.plans[DESCENT].hours.begins(near) > self.now() or self._made_since(near, relearn=True) is not None

    def _turn(self, plan: Planned) -> bool:
        """Wait until no other audit of everything is under way, on any machine; False when that took too long."""
        waited, told = 0.0, False
        while not self.stop.is_set():
            what = self.leases.taken(AUDIT)
            if what is None:
                return True
            what = what or "另一个程序的全面检查"
            if waited >= self.patience.turn:
                self.say(f"{plan.label}：等了 {waited / 3600:.1f} 小时，{what}还没有结束，这一次不再进行")
                return False
            if not told:
                self.say(f"{plan.label}：{what}还没有结束，等它结束")
                told = True
            self.stop.wait(self.patience.look)
            waited += self.patience.look
        return False

    def _made_since(self, moment: datetime, *, relearn: bool) -> str | None:
        """The run of everything that was begun since then and came to its end; None when there is none."""
        wanted = (
            select(RunRow)
            .where(RunRow.complete.is_(True), RunRow.started >= moment, RunRow.started <= self.now())
            .where(RunRow.state.in_((RunState.JUDGED, RunState.REPORTED)))
            .order_by(RunRow.started)
        )
        with self.store.errors(), Session(self.store.engine) as session:
            for row in session.scalars(wanted):
                kept = self.store.run(row.id)
                if kept is not None and (not relearn or Selection.of(kept.selection or {}).relearn):
                    return row.id
        return None

    def _attempts(self, plan: Planned, nights: Nights) -> int | None:
        """Audit, and once more when that fails; the last exit code, None when stopped."""
        while True:
            begun = nights.attempt(self.now())
            code, log = self._audit(plan)
            if code in _MEANING:
                self.say(f"{plan.label}结束：{_MEANING[code]}")
                return code
            if self.stop.is_set() or code is None:
                return None
            self.say(f"{plan.label}失败（退出码 {code}），原因见 {log}")
            if begun >= MOST_ATTEMPTS:
                return code
            self.say(f"{self.patience.retry / 60:.0f} 分钟后再试一次，已查完的站点不再访问")
            if self.stop.wait(self.patience.retry):
                return None

    def _audit(self, plan: Planned) -> tuple[int | None, Path]:
        logs = self.data / "logs"
        log = logs / f"{plan.name}-{self.now():%Y%m%d-%H%M%S}.log"
        self.say(f"{plan.label}开始，记录在 {log}")
        try:
            logs.mkdir(parents=True, exist_ok=True)
            remove_old_logs(logs, plan.name, _KEPT_LOGS - 1)
            with log.open("ab") as output:
                return run_child(plan.command, output, self.stop), log
        except OSError as error:  # no room for the log, no process to be had
            self.say(f"{plan.label}未能进行：{error}")
            return FAILED, log
