"""`zwgk schedule`: audits and looks at start pages by the timetable of the configuration, until somebody stops it."""

from __future__ import annotations

import logging
import signal
import socket
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from typing import IO, Final

import click

from zwgk.children import run_child
from zwgk.clockwork import Clockwork, serving
from zwgk.config import Config
from zwgk.database import StoreError
from zwgk.errors import UserError
from zwgk.lease import Leases, LeaseTakenError
from zwgk.nights import Nights
from zwgk.packs import read_packs
from zwgk.placeholders import demand_addresses
from zwgk.store import Store
from zwgk.terminal import clean, say, table
from zwgk.timetable import Planned, timetable, too_few_probes
from zwgk.whole_run import Patience, WholeRuns

SCHEDULE: Final = "schedule"
"""Lease of the one schedule of a database."""
_SET_SECONDS: Final = 60.0
"""A clock that differs by so much from what went by was set, or the machine slept."""
_AGAIN: Final = timedelta(seconds=60)
"""After what could not even be begun."""
_GLANCE_SECONDS: Final = 0.3
"""Between looks whether it is to end."""
_OUTPUT_BYTES: Final = 2000
_WEEKDAYS: Final = "一二三四五六日"


def run_schedule(
    config: Config, *, plans: Mapping[str, Planned] | None = None, patience: Patience | None = None
) -> int:
    """Work by the timetable; returns 0 when stopped by SIGTERM or Ctrl-C.

    A second schedule of the same database is refused (UserError). `plans` and `patience` stand in for the configured
    ones in tests.
    """
    demand_addresses(config)
    read_packs(config, ())  # rules that are not there are better told now than found in tomorrow's log
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    with closing(Store.open(config.database, config.data)) as store, _alone(config, store):
        service = Service(
            config,
            store,
            plans or timetable(config),
            now=lambda: datetime.now(config.timezone),
            patience=patience or Patience(),
        )
        with _signals(service), serving(service.key, service.perform):
            service.run()
    return 0


def list_schedule(config: Config) -> int:
    """Print what runs by itself and when next; works beside a running schedule."""
    now = datetime.now(config.timezone)
    plans = timetable(config)
    with closing(Store.open(config.database, config.data)) as store:
        running = _leases(config, store, lambda: now).taken(SCHEDULE)
        rows = []
        for plan in plans.values():
            handled = Nights(store, plan.name, plan.hours).handled(now) if plan.whole and running is not None else None
            rows.append((plan.label, plan.hours.cron, shown(plan.hours.begins_after(now, handled=handled))))
    table(("内容", "时间（分 时 日 月 周）", "下次"), rows)
    say(f"时区 {config.timezone.key}，现在 {shown(now)}")
    say("计划任务正在运行" if running is not None else "计划任务没有运行，用 zwgk schedule 启动")
    return 0


def shown(moment: datetime) -> str:
    """A moment for people."""
    return f"{moment:%Y-%m-%d %H:%M}（周{_WEEKDAYS[moment.weekday()]}）"


class Service:
    """One running schedule."""

    def __init__(
        self,
        config: Config,
        store: Store,
        plans: Mapping[str, Planned],
        *,
        now: Callable[[], datetime],
        patience: Patience,
    ) -> None:
        self.key = str(config.file)
        self.ending = False
        """To be set by a signal handler, which must not touch a lock that its own thread may hold."""
        self.now = now
        self._stop = threading.Event()
        self._config = config
        self._store = store
        self._plans = plans
        self._nights = {name: Nights(store, name, plan.hours) for name, plan in plans.items() if plan.whole}
        self._clockwork = Clockwork(store.engine, config.timezone, self.key)
        self._busy: set[str] = set()
        self._unplanned: dict[str, bool] = {}
        self._whole = WholeRuns(
            plans=plans,
            nights=self._nights,
            store=store,
            leases=_leases(config, store, now),
            data=config.data,
            now=now,
            stop=self._stop,
            say=self.say,
            tell=self._tell,
            misfire=None if config.schedule.misfire is None else timedelta(hours=config.schedule.misfire),
            patience=patience,
        )

    def say(self, text: str) -> None:
        """One line with the time."""
        click.echo(f"{self.now():%Y-%m-%d %H:%M:%S} {clean(text)}")

    def run(self) -> None:
        """Work until `ending`."""
        self.begin()
        try:
            before = _ahead()
            while not self.ending:
                if abs(_ahead() - before) > _SET_SECONDS:
                    before = _ahead()
                    self.say("系统时间有跳变（被调整，或机器休眠过），重新安排")
                    self.plan_anew()
                until = time.monotonic() + self.turn()
                while not self.ending and time.monotonic() < until and not self._clockwork.sleep(_GLANCE_SECONDS):
                    pass
            self.say("正在停止")
        finally:
            self.end()
        self.say("已停止")

    def end(self) -> None:
        """Stop what is under way in order; returns when it has stopped."""
        self._stop.set()
        self._clockwork.shutdown(wait=True)

    def plan_anew(self) -> None:
        """The clock was set: at the next turn each line is planned by what it tells now."""
        self._unplanned.update(dict.fromkeys(self._plans, False))

    def begin(self) -> None:
        """Plan everything, what was missed at once, and say when what comes next."""
        self._clockwork.begin(self._plans)
        now = self.now()
        for name, nights in self._nights.items():
            label = self._plans[name].label
            if (given_up := nights.begin(now)) is not None:
                self.say(f"{label}：{given_up:%Y-%m-%d %H:%M} 以后的一次两次都没有做完，不再补查")
            elif (missed := nights.missed(now)) is not None:
                self.say(f"{label}：错过了 {missed:%Y-%m-%d %H:%M} 的检查，现在补查一次")
        if (few := too_few_probes(self._config, self._plans, now)) is not None:
            wanted = self._config.site_checks.probes_a_day
            self.say(
                f"注意：首页访问一天只有 {few} 次，不足 {wanted} 次（site_checks.probes_a_day），不判断站点能否打开"
            )
        for name in self._plans:
            self._plan(name)
        self.say(f"计划任务已启动，{self._coming()}")
        self._clockwork.resume()

    def turn(self) -> float:
        """Begin what is due; returns the seconds until the next turn."""
        for name in tuple(self._unplanned):
            try:
                self._plan(name, after_fault=self._unplanned[name])
            except StoreError as error:
                self.say(f"等待数据库：{error}")
                return 5.0
            self._unplanned.pop(name, None)
        return self._clockwork.turn()

    def perform(self, name: str) -> None:
        """What a job does; raises nothing."""
        if self._stop.is_set():
            return
        label, fault = self._plans[name].label, False
        self._busy.add(name)
        try:
            if self._plans[name].whole:
                self._whole.run(name)
            else:
                self._probe(self._plans[name])
        except StoreError as error:
            fault = True
            self.say(f"{label}：{error}")
        except Exception as error:  # the next night must still come
            fault = True
            self.say(f"{label}未能进行：程序出现意外错误（{type(error).__name__}: {error}）")
        finally:
            self._busy.discard(name)
        if self._stop.is_set():
            return
        self._unplanned[name] = fault
        self._clockwork.wakeup()
        if self._plans[name].whole and not fault:
            self.say(self._coming())

    def _plan(self, name: str, *, after_fault: bool = False) -> None:
        """Set when a line runs next: at once when something of it is missed, unless it is being done."""
        plan, now = self._plans[name], self.now()
        if name not in self._nights:
            self._clockwork.plan(plan, plan.hours.begins_after(now))
            return
        nights = self._nights[name]
        if name not in self._busy:
            nights.begin(now)
            if nights.missed(now) is not None:
                self._clockwork.plan(plan, now + _AGAIN if after_fault else now)
                return
        self._clockwork.plan(plan, plan.hours.begins_after(now, handled=nights.handled(now)))

    def _coming(self) -> str:
        now, coming = self.now(), []
        for name, plan in self._plans.items():
            handled = self._nights[name].handled(now) if name in self._nights else None
            coming.append(f"{plan.label} {shown(plan.hours.begins_after(now, handled=handled))}")
        return f"下次：{'，'.join(coming)}"

    def _probe(self, plan: Planned) -> None:
        with tempfile.TemporaryFile() as output:
            code = run_child(plan.command, output, self._stop)
            if code is not None and not self._stop.is_set():
                said = _last_line(output)
                self.say(said if code in (0, 1) else f"{plan.label}失败（退出码 {code}）：{said}")
                self._tell(0)  # what could not be sent is tried again

    def _tell(self, code: int) -> None:
        """Notices of an audit's end; what goes wrong with them stops nothing."""
        from zwgk.notifying import tell_after_night

        try:
            tell_after_night(self._config, self._store, code=code, now=self.now())
        except Exception as error:
            self.say(f"通知未能发出：{type(error).__name__}: {error}")


def _ahead() -> float:
    """Seconds that change only when the clock is set."""
    return time.time() - time.monotonic()


def _last_line(output: IO[bytes]) -> str:
    size = output.seek(0, 2)
    output.seek(max(0, size - _OUTPUT_BYTES))
    lines = output.read(_OUTPUT_BYTES).decode("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else "没有输出"


def _leases(config: Config, store: Store, now: Callable[[], datetime]) -> Leases:
    return Leases(store.engine, store.errors, config.data / "locks", now)


@contextmanager
def _alone(config: Config, store: Store) -> Iterator[None]:
    """Be the only schedule on all machines with this database."""
    try:
        leases = _leases(config, store, lambda: datetime.now(config.timezone))
        with leases.held(SCHEDULE, f"{socket.gethostname()} 上的计划任务"):
            yield
    except LeaseTakenError as error:
        where = f"（{error.what}）" if error.what else ""
        raise UserError(
            f"已有一个 zwgk schedule 在使用这个数据库{where}，不能同时运行两个；数据目录 {config.data}"
        ) from error


@contextmanager
def _signals(service: Service) -> Iterator[None]:
    """SIGTERM and Ctrl-C end the service in order."""

    def end(number: int, frame: object) -> None:
        service.ending = True

    handlers = [(number, signal.signal(number, end)) for number in (signal.SIGTERM, signal.SIGINT)]
    try:
        yield
    finally:
        for number, handler in handlers:
            signal.signal(number, handler)
