"""A schedule whose clock, audits and looks at start pages a test holds in its hands."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import IO, Any
from zoneinfo import ZoneInfo

import pytest
from apscheduler.executors.debug import DebugExecutor
from zwgk_cases import CONFIG, district

from zwgk.clockwork import serving
from zwgk.config import Config, load_config
from zwgk.plan import Selection
from zwgk.schedule import Service
from zwgk.store import Store
from zwgk.timetable import Planned, timetable
from zwgk.whole_run import Patience

ZONE = ZoneInfo("Asia/Shanghai")
PACK = """\
schema: zwgk.pack/1
document: {title: 文件, place: "", year: 2026, source: a.txt, sha256: "0", rows: 0}
rules: []
manual: []
doubts: []
"""


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """Of March 2026, whose first day is a Sunday."""
    return datetime(2026, 3, day, hour, minute, tzinfo=ZONE)


def configured(folder: Path, schedule: str = "", database: str | None = None) -> Config:
    """The small district, with that section `schedule`, on that database."""
    text = CONFIG + (f"schedule: {{{schedule}}}\n" if schedule else "")
    text += f'database: "{database}"\n' if database else ""
    (folder / "pack.yaml").write_text(PACK, encoding="utf-8")
    return load_config(district(folder, config=text))


class Machine:
    """A machine with a clock on which a schedule is started, stopped and started again."""

    def __init__(self, config: Config, monkeypatch: pytest.MonkeyPatch, patience: Patience | None = None) -> None:
        self.config = config
        self.clock = at(1, 12)
        self.begun: list[tuple[str, str]] = []
        """What was run, and when by the clock."""
        self.codes: list[int | None] = []
        """Exit codes of the next commands; 0 when there are no more."""
        self.meanwhile: Callable[[], None] = lambda: None
        """What happens while an audit runs."""
        self.told: list[int] = []
        self.said: list[str] = []
        self._patience = patience or Patience(look=0.01, retry=0.01)
        self._serving: AbstractContextManager[None] | None = None
        self._store: Store | None = None
        self.service: Service = None  # type: ignore[assignment]
        now = self.now

        class Clock(datetime):
            @classmethod
            def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
                return now().astimezone(tz or UTC)

        for module in ("apscheduler.schedulers.base", "apscheduler.executors.base"):
            monkeypatch.setattr(f"{module}.datetime", Clock)
        monkeypatch.setattr("zwgk.clockwork.ThreadPoolExecutor", lambda _: DebugExecutor())
        monkeypatch.setattr("zwgk.whole_run.run_child", self._run)
        monkeypatch.setattr("zwgk.schedule.run_child", self._run)
        monkeypatch.setattr("zwgk.notifying.tell_after_night", lambda *_, code, **__: self.told.append(code))

    def now(self) -> datetime:
        return self.clock

    def start(self, plans: dict[str, Planned] | None = None) -> None:
        """Start the schedule, as a new process would."""
        self._store = Store.open(self.config.database, self.config.data)
        planned = plans or timetable(self.config)
        self.service = Service(self.config, self._store, planned, now=self.now, patience=self._patience)
        self.service.say = self.said.append  # type: ignore[method-assign]
        object.__setattr__(self.service._whole, "say", self.said.append)
        self._serving = serving(self.service.key, self.service.perform)
        self._serving.__enter__()
        self.service.begin()
        self.settle()

    def stop(self) -> None:
        """Stop it in order."""
        if self._serving is not None and self._store is not None:
            self.service.end()
            self._serving.__exit__(None, None, None)
            self._store.close()
            self._serving = None

    def settle(self) -> None:
        """Let everything happen that is due at this moment."""
        self.service.turn()
        while self.service._unplanned:
            self.service.turn()

    def until(self, moment: datetime) -> None:
        """Let the time go by."""
        while (coming := self._next()) is not None and coming <= moment:
            self.clock = max(self.clock, coming)
            self.settle()
        self.clock = moment
        self.settle()

    def set_clock(self, moment: datetime) -> None:
        """Set the clock, which the schedule notices within half a minute."""
        self.clock = moment
        self.service.plan_anew()
        self.settle()

    def audits(self) -> list[str]:
        """When audits were begun, those from scratch with a mark."""
        return [moment + ("*" if name == "descent" else "") for name, moment in self.begun if name != "probes"]

    def _next(self) -> datetime | None:
        times = [self.service._clockwork.next_run(name) for name in self.service._plans]
        return min((one for one in times if one is not None), default=None)

    def _run(self, command: Sequence[str], output: IO[bytes], stop: threading.Event) -> int | None:
        name = "probes" if "probe" in command else "descent" if "--relearn" in command else "nightly"
        self.begun.append((name, f"{self.clock:%m-%d %H:%M}"))
        if name == "probes":
            output.write("首页访问 2 个站点\n".encode())
            return 0
        begun = self.clock
        self.meanwhile()
        code = self.codes.pop(0) if self.codes else 0
        if code == 0 and self._store is not None:
            whole_run(self._store, begun, selection=Selection(relearn=name == "descent").words())
        return code


def whole_run(store: Store, moment: datetime, **more: Any) -> str:
    """Keep a run of everything that was begun then and came to its end an hour later."""
    from zwgk.tables import RunState

    run = store.begin(now=moment, as_of=moment.date(), rules_digest="", complete=True, **more)
    store.move(run, RunState.REPORTED, now=moment + timedelta(hours=1))
    return run
