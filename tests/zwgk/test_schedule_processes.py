"""The schedule as a process: stopped in mid-audit, started again; what its children say and how they end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import IO, Any

import pytest
from schedule_cases import PACK, ZONE, Machine, at, configured
from sqlalchemy import text
from zwgk_cases import district

from zwgk.children import remove_old_logs, run_child
from zwgk.nights import Nights
from zwgk.store import Store
from zwgk.timetable import NIGHTLY, timetable

PYTHON = (sys.executable, "-I", "-S", "-c")
MARK = "open({marks!r}, 'a').write('x\\n')"


class Running:
    """A `zwgk schedule` in a process of its own, whose audits are a command of the test's."""

    def __init__(self, folder: Path, script: str) -> None:
        words = f"""
import dataclasses, sys
sys.path[:0] = {sys.path!r}
from pathlib import Path
from zwgk.config import load_config
from zwgk.schedule import run_schedule
from zwgk.timetable import timetable
config = load_config(Path({str(folder / "config.yaml")!r}))
plan = dataclasses.replace(timetable(config)["nightly"], command={[*PYTHON, script]!r})
sys.exit(run_schedule(config, plans={{"nightly": plan}}))
"""
        env = {**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1"}
        self.process = subprocess.Popen(
            [sys.executable, "-c", words],
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            env=env,
        )

    def read_until(self, words: str) -> str:
        said = ""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            said += line
            if words in line:
                return said
        raise AssertionError(f"{words} was never said: {said}")

    def end(self, number: signal.Signals) -> str:
        """Stop it; what it said besides."""
        self.process.send_signal(number)
        said, _ = self.process.communicate(timeout=60)
        assert self.process.returncode == 0, said
        return said


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A district whose night is half a day from now, and whose last audit was three days ago."""
    now = datetime.now(ZONE)
    config = configured(tmp_path, f"cron: 0 {(now.hour + 12) % 24} * * *")
    store = Store.open(config.database, config.data)
    Nights(store, NIGHTLY, timetable(config)[NIGHTLY].hours).begin(now - timedelta(days=3))
    store.close()
    return tmp_path


def marks(folder: Path) -> int:
    return len((folder / "marks").read_text().splitlines()) if (folder / "marks").exists() else 0


def test_a_stop_in_mid_audit_is_caught_up_at_the_next_start_and_once_only(folder: Path) -> None:
    mark = MARK.format(marks=str(folder / "marks"))
    running = Running(folder, f"{mark}; print('begun', flush=True); import time; time.sleep(600)")
    said = running.read_until("开始，记录在")
    assert "错过了" in said
    while marks(folder) == 0:
        time.sleep(0.05)
    said = running.end(signal.SIGTERM)
    assert "下次启动时接着检查" in said
    assert said.rstrip().endswith("已停止")
    again = Running(folder, mark)
    assert "错过了" in again.read_until("结束：全部合格")
    again.read_until("下次：每夜检查")
    again.end(signal.SIGINT)
    assert marks(folder) == 2
    third = Running(folder, mark)
    assert "错过了" not in third.read_until("计划任务已启动，下次：每夜检查")
    third.end(signal.SIGTERM)
    assert marks(folder) == 2


def test_what_an_audit_prints_is_kept_in_its_log(folder: Path) -> None:
    running = Running(folder, "import sys; print('one'); print('two', file=sys.stderr)")
    running.read_until("结束：全部合格")
    running.end(signal.SIGTERM)
    (log,) = (folder / "var" / "logs").glob("nightly-*.log")
    assert set(log.read_text(encoding="utf-8").split()) == {"one", "two"}


@pytest.mark.parametrize("code", [0, 1, 2, 3, 130])
def test_exit_codes_of_children(code: int) -> None:
    with Path(os.devnull).open("wb") as output:
        assert run_child((*PYTHON, f"raise SystemExit({code})"), output, threading.Event()) == code


def test_a_child_that_is_killed_and_one_that_is_stopped(tmp_path: Path) -> None:
    stop = threading.Event()
    with (tmp_path / "log").open("wb") as output:
        killed = run_child((*PYTHON, "import os; os.kill(os.getpid(), 9)"), output, stop)
        assert killed == -9
        stop.set()
        assert run_child((*PYTHON, "import time; time.sleep(600)"), output, stop) is None


def test_an_audit_that_cannot_be_started_stops_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    machine = Machine(configured(tmp_path, "probes: off"), monkeypatch)

    def missing(*_: Any) -> int | None:
        raise FileNotFoundError("no such program")

    monkeypatch.setattr("zwgk.whole_run.run_child", missing)
    machine.start()
    machine.until(at(2, 3))
    assert sum("每夜检查未能进行：no such program" in one for one in machine.said) == 2
    assert machine.told == [2]
    machine.stop()


def test_only_the_newest_logs_are_left(tmp_path: Path) -> None:
    for number in range(10, 20):
        (tmp_path / f"nightly-202603{number}-020000.log").touch()
    (tmp_path / "descent-20260301-020000.log").touch()
    remove_old_logs(tmp_path, "nightly", 3)
    assert sorted(file.name[:16] for file in tmp_path.iterdir()) == [
        "descent-20260301",
        *(f"nightly-202603{number}" for number in (17, 18, 19)),
    ]


@pytest.mark.parametrize(
    ("code", "output", "said"),
    [
        pytest.param(0, "甲：打得开\n首页访问 1 个站点\n", "首页访问 1 个站点", id="the last line is the sum"),
        pytest.param(1, "x" * 5000 + "\n首页访问 9 个站点，打不开 1 个", "打不开 1 个", id="after a lot of output"),
        pytest.param(2, "错误：数据库打不开", "首页访问失败（退出码 2）：错误：数据库打不开", id="a failure"),
        pytest.param(2, "", "首页访问失败（退出码 2）：没有输出", id="a silent failure"),
    ],
)
def test_what_is_said_of_a_look_at_start_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, output: str, said: str
) -> None:
    machine = Machine(configured(tmp_path), monkeypatch)

    def look(_: object, to: IO[bytes] | BytesIO, __: object) -> int:
        to.write(output.encode())
        return code

    monkeypatch.setattr("zwgk.schedule.run_child", look)
    machine.start()
    machine.until(at(1, 13))
    assert any(said in one for one in machine.said)
    machine.stop()


def test_a_stopped_check_saves_and_says_interrupted(tmp_path: Path) -> None:
    """The real command under SIGTERM, on a site that never answers."""
    import socket

    district(tmp_path)
    (tmp_path / "pack.yaml").write_text(PACK, encoding="utf-8")
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        config = {
            "sites": {"政府网站": {"url": url, "allow_private": True}},
            "rules": ["pack.yaml"],
            "politeness": {"timeout": 1},
        }
        (tmp_path / "config.yaml").write_text(json.dumps(config, ensure_ascii=False), encoding="utf-8")
        env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
        words = [sys.executable, "-m", "zwgk"]
        subprocess.run(
            [*words, "derive", "doc.txt", "-o", "pack.yaml"], cwd=tmp_path, env=env, check=True, capture_output=True
        )
        process = subprocess.Popen([*words, "check"], cwd=tmp_path, env=env, stderr=subprocess.PIPE, encoding="utf-8")
        silent.settimeout(60)
        accepted, _ = silent.accept()  # it has come to the site
        process.terminate()
        _, said = process.communicate(timeout=60)
        accepted.close()
    assert process.returncode == 130
    assert "已中断" in said
    assert "Traceback" not in said
    store = Store.open(f"sqlite:///{tmp_path / 'var' / 'zwgk.db'}", tmp_path / "var")
    with store.engine.connect() as connection:
        assert connection.execute(text("SELECT state FROM runs")).scalars().all() == ["interrupted"]
    assert store.close_abandoned(now=datetime.now(ZONE) + timedelta(days=1)) == ()
    store.close()
