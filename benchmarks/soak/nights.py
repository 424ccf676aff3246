"""The nights themselves: audits in this process, some of them begun by a child that is killed, each one measured."""

from __future__ import annotations

import contextlib
import gc
import io
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

from benchmarks.soak.month import WATCHED, Night, Standing, configuration, document, edition
from crawler import readings
from demo.portal import Portal
from rules.derive import derive
from rules.pack import merge_and_write
from rules.tasks import read_tasks
from zwgk.check_command import CheckRequest, run_check
from zwgk.config import Config, load_config
from zwgk.options import Session
from zwgk.retention import known_runs
from zwgk.store import Store
from zwgk.tables import RunState

FIRST: Final = date(2026, 3, 1)
_HOUR: Final = 18  # UTC: two in the night in China, of the next day
_READINGS: Final = 300_000
_CHILD = """\
import sys, time
from datetime import date, datetime, timedelta
from pathlib import Path
from zwgk.check_command import CheckRequest, run_check
from zwgk.config import load_config
from zwgk.options import Session
began, opened = time.monotonic(), datetime.fromisoformat(sys.argv[2])
clock = lambda: opened + timedelta(seconds=time.monotonic() - began)
run_check(Session(), load_config(Path(sys.argv[1])), CheckRequest(as_of=date.fromisoformat(sys.argv[3])), clock=clock)
"""


@dataclass(frozen=True, kw_only=True)
class Measured:
    """What a night left."""

    day: date
    seconds: float
    killed: str
    """Where the audit stood when it was killed; empty when it was not."""
    runs: int
    """In the database."""
    database: int
    """Bytes of it, with its journal."""
    files: int
    """Bytes of archives, pictures and reports."""
    resident: int
    """Bytes of this process's memory."""
    ledger: dict[int, Standing]
    """By place in WATCHED."""
    others: tuple[str, ...]
    """Findings of the ledger that are none of the month's."""


def month(
    folder: Path, nights: Sequence[Night], *, killed: frozenset[int], seed: int, runs: int, archives: int, database: str
) -> Iterator[Measured]:
    """Live through the nights; those numbered in `killed` are begun by a child that is killed and then continued."""
    chance = random.Random(seed + 1)
    folder.mkdir(parents=True, exist_ok=True)
    with Portal(FIRST) as portal, _few_readings():
        (folder / "doc.txt").write_text(document(), encoding="utf-8")
        text = configuration(portal.urls, database=database or None, runs=runs, archives=archives)
        (folder / "config.yaml").write_text(text, encoding="utf-8")
        merge_and_write(derive(read_tasks(folder / "doc.txt")), folder / "pack.yaml")
        config = load_config(folder / "config.yaml")
        for number, night in enumerate(nights):
            day = FIRST + timedelta(days=number)
            portal.show(edition(night, number, FIRST, day), down=night.down)
            opened = datetime(day.year, day.month, day.day, _HOUR, tzinfo=UTC) - timedelta(days=1)
            began = time.monotonic()
            stood = ""
            if number in killed:
                stood = _kill(config, opened, day, chance)
                opened += timedelta(minutes=20)
            _audit(config, opened, day)
            yield _measure(config, day, time.monotonic() - began, stood)


@contextlib.contextmanager
def _few_readings() -> Iterator[None]:
    """Pages read before are kept up to a bound, which these small pages would take two months to come to.

    With a small one they are forgotten within three nights, and whatever else grows is seen.
    """
    before, readings.read.most_bytes = readings.read.most_bytes, _READINGS
    try:
        yield
    finally:
        readings.read.most_bytes = before


def _audit(config: Config, opened: datetime, day: date) -> None:
    began = time.monotonic()

    def clock() -> datetime:
        return opened + timedelta(seconds=time.monotonic() - began)

    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        run_check(Session(), config, CheckRequest(as_of=day), clock=clock)


def _kill(config: Config, opened: datetime, day: date, chance: random.Random) -> str:
    """Begin a night's audit and kill it a moment after it reached a point drawn by chance; returns how far it was."""
    points: Sequence[Callable[[Store, str], bool]] = (
        lambda store, run: store.state(run) is not None,
        lambda store, run: store.state(run) is RunState.CRAWLING,
        lambda store, run: len(store.evidence(run)) >= 1,
        lambda store, run: store.state(run) is RunState.JUDGED,
    )
    reached, pause = chance.choice(points), chance.uniform(0, 0.3)
    words = [sys.executable, "-c", _CHILD, str(config.file), opened.isoformat(), day.isoformat()]
    with closing(Store.open(config.database, config.data)) as store:
        before = {run.id for run in known_runs(store)}

        def mine() -> str | None:
            return next((run.id for run in known_runs(store) if run.id not in before), None)

        with subprocess.Popen(
            words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        ) as child:
            while child.poll() is None and not ((run := mine()) and reached(store, run)):
                time.sleep(0.02)
            time.sleep(pause)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
        run = mine()
        state = store.state(run) if run else None
        return state.value if state is not None else "before it began"


def _measure(config: Config, day: date, seconds: float, stood: str) -> Measured:
    with closing(Store.open(config.database, config.data)) as store:
        entries = store.following.ledger().values()
        runs = known_runs(store)
        size = _database_size(store, config)
    mine = {entry.row - 1: entry for entry in entries if entry.row and entry.key.code == WATCHED[entry.row - 1].fault}
    folders = (config.data / name for name in ("archive", "screenshots", "reports"))
    gc.collect()
    return Measured(
        day=day,
        seconds=seconds,
        killed=stood,
        runs=len(runs),
        database=size,
        files=sum(_size(folder) for folder in folders),
        resident=_resident(),
        ledger={
            place: Standing(state=entry.state.value, runs=entry.runs, openings=entry.openings)
            for place, entry in mine.items()
        },
        others=tuple(sorted(str(entry.key) for entry in entries if entry not in mine.values())),
    )


def _database_size(store: Store, config: Config) -> int:
    if store.engine.dialect.name == "sqlite":
        return sum(file.stat().st_size for file in config.data.glob("zwgk.db*"))
    with store.engine.connect() as connection:
        return int(connection.exec_driver_sql("SELECT pg_database_size(current_database())").scalar_one())


def _size(folder: Path) -> int:
    return sum(file.lstat().st_size for file in folder.rglob("*") if file.is_file()) if folder.exists() else 0


def _resident() -> int:
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    raise RuntimeError("no VmRSS")
