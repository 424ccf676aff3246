"""The nightly schedule: one at a time, a missed night once, a failing run, a clean stop."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from zwgk_cases import district

from zwgk.config import load_config
from zwgk.cron import parse_cron
from zwgk.errors import UserError
from zwgk.lock import try_lock
from zwgk.nights import Nights
from zwgk.schedule import NightlyAudit, run_schedule
from zwgk.store import Store

ZONE = ZoneInfo("Asia/Shanghai")
PACK = """\
schema: zwgk.pack/1
document: {title: 文件, place: "", year: 2026, source: a.txt, sha256: "0", rows: 0}
rules: []
manual: []
doubts: []
"""
TRIGGER = parse_cron("0 2 * * *", ZONE)


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=ZONE)


@pytest.fixture
def store(database: str, tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(database, tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def nights(store: Store) -> Nights:
    made = Nights(store, "0 2 * * *")
    made.begin(at(1, 20))
    return made


def test_before_the_first_start_nothing_was_missed(nights: Nights) -> None:
    assert nights.missed(TRIGGER, at(2, 1)) is None


def test_a_missed_night_is_caught_up_once_however_many_there_were(nights: Nights) -> None:
    nights.begin(at(5, 9))
    assert nights.missed(TRIGGER, at(5, 9)) == at(2, 2)
    nights.attempt()
    nights.done(at(5, 10))
    assert nights.missed(TRIGGER, at(5, 11)) is None
    assert nights.missed(TRIGGER, at(6, 3)) == at(6, 2)


def test_a_night_that_was_audited_is_not_missed_after_a_restart(nights: Nights) -> None:
    nights.attempt()
    nights.done(at(2, 3))
    nights.begin(at(2, 9))
    assert nights.missed(TRIGGER, at(2, 9)) is None


def test_an_audit_that_was_cut_off_is_begun_once_more_and_not_for_ever(nights: Nights) -> None:
    nights.attempt()
    nights.begin(at(2, 9))
    assert nights.missed(TRIGGER, at(2, 9)) == at(2, 2)
    nights.attempt()
    nights.begin(at(2, 10))
    assert nights.missed(TRIGGER, at(2, 10)) is None, "given up"
    nights.attempt()
    nights.begin(at(3, 9))
    assert nights.missed(TRIGGER, at(3, 9)) == at(3, 2), "the next night counts again"


def test_new_hours_do_not_make_this_morning_a_missed_night(store: Store, nights: Nights) -> None:
    nights.attempt()
    nights.done(at(2, 3))
    moved = Nights(store, "0 9 * * *")
    moved.begin(at(2, 10))
    assert moved.missed(parse_cron("0 9 * * *", ZONE), at(2, 10)) is None


def audit(nights: Nights, folder: Path, *command: str, stop: threading.Event | None = None) -> NightlyAudit:
    return NightlyAudit(
        command=command,
        nights=nights,
        data=folder,
        now=lambda: at(2, 2),
        stop=stop or threading.Event(),
    )


PYTHON = (sys.executable, "-c")


@pytest.mark.parametrize(
    ("code", "said"),
    [
        pytest.param("0", "检查结束：全部合格", id="well"),
        pytest.param("1", "检查结束：有不合格或预警", id="findings"),
        pytest.param("3", "检查结束：有无法核验的栏目", id="unverifiable"),
        pytest.param("2", "检查失败（退出码 2），原因见", id="a mistake in the configuration"),
        pytest.param("-9", "检查失败（退出码 -9），原因见", id="killed"),
    ],
)
def test_every_end_of_an_audit_is_told_and_dealt_with(
    nights: Nights, tmp_path: Path, code: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    ending = f"import os; print('日志行'); os.kill(os.getpid(), 9) if {code} < 0 else os._exit({code})"
    audit(nights, tmp_path, *PYTHON, ending).run()
    assert said in capsys.readouterr().out
    assert nights.missed(TRIGGER, at(2, 3)) is None, "done, good or bad"


def test_what_an_audit_prints_is_kept(nights: Nights, tmp_path: Path) -> None:
    audit(nights, tmp_path, *PYTHON, "import sys; print('甲'); print('乙', file=sys.stderr)").run()
    log = next((tmp_path / "logs").glob("nightly-*.log"))
    assert set(log.read_text(encoding="utf-8").split()) == {"甲", "乙"}


def test_an_audit_that_cannot_be_started_stops_nothing(
    nights: Nights, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    audit(nights, tmp_path, str(tmp_path / "no-such-program")).run()
    assert "检查未能进行" in capsys.readouterr().out


def test_a_stop_ends_the_audit_and_leaves_the_night_to_be_caught_up(
    nights: Nights, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stop = threading.Event()
    nightly = audit(nights, tmp_path, *PYTHON, "import time; print(1, flush=True); time.sleep(60)", stop=stop)
    worker = threading.Thread(target=nightly.run)
    began = time.monotonic()
    worker.start()
    stop.set()
    worker.join(10)
    assert not worker.is_alive()
    assert time.monotonic() - began < 8
    assert nights.missed(TRIGGER, at(2, 3)) == at(2, 2)


def test_an_audit_waits_for_one_that_a_killed_schedule_left(
    nights: Nights, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    left = try_lock(tmp_path / "locks" / "nightly.lock")
    assert left is not None
    worker = threading.Thread(target=audit(nights, tmp_path, *PYTHON, "pass").run)
    worker.start()
    worker.join(0.5)
    assert worker.is_alive()
    left.release()
    worker.join(10)
    assert not worker.is_alive()
    assert "等它结束" in capsys.readouterr().out


def test_a_child_holds_the_lock_as_long_as_it_lives(nights: Nights, tmp_path: Path) -> None:
    script = f"""
import sys
sys.path[:0] = {sys.path!r}
from pathlib import Path
from zwgk.lock import try_lock
print("taken" if try_lock(Path({str(tmp_path)!r}) / "locks" / "nightly.lock") is None else "free")
"""
    audit(nights, tmp_path, *PYTHON, script).run()
    assert next((tmp_path / "logs").glob("*.log")).read_text(encoding="utf-8").split() == ["taken"]
    assert try_lock(tmp_path / "locks" / "nightly.lock") is not None


def test_a_second_schedule_is_refused(tmp_path: Path) -> None:
    config = load_config(district(tmp_path))
    (tmp_path / "pack.yaml").write_text(PACK, encoding="utf-8")
    lock = try_lock(config.data / "locks" / "schedule.lock")
    assert lock is not None
    with pytest.raises(UserError, match="已有一个 zwgk schedule"):
        run_schedule(config)
    lock.release()


def test_rules_that_are_not_there_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"rules 的 pack\.yaml 没有匹配任何文件"):
        run_schedule(load_config(district(tmp_path)))


class Running:
    """A `zwgk schedule` in a process of its own, whose hours and audits the test chooses."""

    def __init__(self, folder: Path, hours: dict[str, int | str], *command: str) -> None:
        script = f"""
import sys
from pathlib import Path
from apscheduler.triggers.cron import CronTrigger
from zwgk.config import load_config
from zwgk.schedule import run_schedule
config = load_config(Path("config.yaml"))
trigger = CronTrigger(**{hours!r}, timezone=config.timezone)
sys.exit(run_schedule(config, trigger=trigger, command={list(command)!r}))
"""
        env = {**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONPATH": str(Path(__file__).parents[2])}
        self.process = subprocess.Popen(
            [*PYTHON, script], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=env
        )

    def read_until(self, words: str) -> str:
        text = ""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            text += line
            if words in line:
                return text
        raise AssertionError(f"{words} was never said: {text}")

    def end(self, number: signal.Signals) -> int:
        self.process.send_signal(number)
        return self.process.wait(20)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    district(tmp_path)
    (tmp_path / "pack.yaml").write_text(PACK, encoding="utf-8")
    return tmp_path


def marks(folder: Path) -> int:
    return len((folder / "marks").read_text(encoding="utf-8").splitlines()) if (folder / "marks").exists() else 0


MARK = "open('marks', 'a').write('x\\n')"


def test_a_failing_night_is_followed_by_the_next(folder: Path) -> None:
    running = Running(folder, {"second": "*"}, *PYTHON, f"{MARK}; raise SystemExit(2)")
    for _ in range(2):
        running.read_until("检查失败（退出码 2）")
    assert running.end(signal.SIGINT) == 0
    assert marks(folder) >= 2


def _started_before_its_hour(folder: Path, audit: str) -> tuple[Running, dict[str, int | str]]:
    """A schedule for once a day, today in a moment; a busy machine may need longer to start than that moment."""
    for seconds in (6, 20, 60):
        soon = datetime.now(ZONE) + timedelta(seconds=seconds)
        hours: dict[str, int | str] = {"hour": soon.hour, "minute": soon.minute, "second": soon.second}
        running = Running(folder, hours, *PYTHON, audit)
        if f"下次检查：{soon:%Y-%m-%d}" in running.read_until("计划任务已启动"):
            return running, hours
        assert running.end(signal.SIGTERM) == 0
    raise AssertionError("the schedule takes more than a minute to start")


def test_a_stop_in_mid_audit_ends_within_seconds_and_is_caught_up_once(folder: Path) -> None:
    running, hours = _started_before_its_hour(folder, f"{MARK}; import time; time.sleep(60)")
    running.read_until("开始检查")
    time.sleep(0.5)
    began = time.monotonic()
    assert running.end(signal.SIGTERM) == 0
    assert time.monotonic() - began < 6
    assert marks(folder) == 1
    again = Running(folder, hours, *PYTHON, MARK)
    assert "错过了" in again.read_until("检查结束")
    assert again.end(signal.SIGTERM) == 0
    assert marks(folder) == 2
    third = Running(folder, hours, *PYTHON, MARK)
    assert "错过了" not in third.read_until("计划任务已启动，下次检查")
    assert third.end(signal.SIGTERM) == 0
    assert marks(folder) == 2


def test_a_stopped_check_saves_and_says_interrupted(folder: Path) -> None:
    """The real command under SIGTERM, on a site that never answers."""
    import socket

    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        config = {"sites": {"政府网站": {"url": url, "allow_private": True}}, "rules": ["pack.yaml"]}
        (folder / "config.yaml").write_text(json.dumps(config, ensure_ascii=False), encoding="utf-8")
        env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
        words = [sys.executable, "-m", "zwgk"]
        subprocess.run(
            [*words, "derive", "doc.txt", "-o", "pack.yaml"], cwd=folder, env=env, check=True, capture_output=True
        )
        process = subprocess.Popen([*words, "check"], cwd=folder, env=env, stderr=subprocess.PIPE, text=True)
        silent.settimeout(30)
        silent.accept()  # it has come to the site
        began = time.monotonic()
        process.terminate()
        _, said = process.communicate(timeout=20)
    assert time.monotonic() - began < 6
    assert process.returncode == 130
    assert "已中断" in said
    assert "Traceback" not in said
    store = Store.open(f"sqlite:///{folder / 'var' / 'zwgk.db'}", folder / "var")
    from sqlalchemy import text

    with store.engine.connect() as connection:
        assert connection.execute(text("SELECT state FROM runs")).scalars().all() == ["interrupted"]
    assert store.close_abandoned(now=at(1, 1) + timedelta(days=1)) == ()
    store.close()
