"""立即检查: asked for by people, run one after another, cancelled, and begun again after a restart."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from web_cases import Service, post

from zwgk.web.errors import RefusedError
from zwgk.web.runner import MOST_WAITING, CheckState, Runner

PATIENT = """
import pathlib, sys, time
folder, unit = pathlib.Path(sys.argv[2]).parent, sys.argv[3].removeprefix("--unit=")
print(sys.argv[1:], flush=True)
while not (folder / unit).exists():
    time.sleep(0.01)
"""
"""Stands in for a check: ends when there is a file with the unit's name beside the configuration."""


def until(wanted: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not wanted():
        assert time.monotonic() < deadline
        time.sleep(0.01)


@dataclass
class Bench:
    """A queue whose checks end when the test lets them."""

    folder: Path
    runner: Runner

    def finish(self, unit: str) -> None:
        (self.folder / unit).touch()

    def said(self) -> list[tuple[str, str]]:
        return [(check.unit, check.said) for check in self.runner.all()]


@pytest.fixture
def bench(service: Service, tmp_path: Path) -> Iterator[Bench]:
    folder = tmp_path / "bench"
    folder.mkdir()
    runner = _runner(folder, service)
    yield Bench(folder=folder, runner=runner)
    runner.stop()


def _runner(folder: Path, service: Service) -> Runner:
    return Runner(folder / "config.yaml", folder, service.clock, command=(sys.executable, "-c", PATIENT))


def test_a_second_check_waits_its_turn(bench: Bench) -> None:
    for unit in ("财政", "教委", "税务"):
        bench.runner.ask(unit, by="zhuren")
    assert bench.said() == [("财政", "正在检查"), ("教委", "排队等候，第 1 位"), ("税务", "排队等候，第 2 位")]
    bench.finish("财政")
    until(lambda: ("教委", "正在检查") in bench.said())
    assert bench.said() == [("教委", "正在检查"), ("税务", "排队等候，第 1 位"), ("财政", "全部合格")]
    bench.finish("教委")
    bench.finish("税务")
    until(lambda: all(check.state is CheckState.ENDED for check in bench.runner.all()))
    assert [check.unit for check in bench.runner.all()] == ["税务", "教委", "财政"]


def test_a_unit_that_waits_already_is_not_checked_twice(bench: Bench) -> None:
    first = bench.runner.ask("财政", by="zhuren")
    again = bench.runner.ask("财政", by="guanli")
    assert again.id != first.id, "what was changed since the first began is looked at"
    assert bench.runner.ask("财政", by="zhuren") == again


def test_the_queue_has_an_end(bench: Bench) -> None:
    for number in range(MOST_WAITING + 1):
        bench.runner.ask(f"单位{number}", by="zhuren")
    with pytest.raises(RefusedError, match="请等前面的做完") as refused:
        bench.runner.ask("又一个", by="zhuren")
    assert refused.value.status == 409


def test_what_waits_and_what_runs_is_cancelled(bench: Bench) -> None:
    running, waiting, last = (bench.runner.ask(unit, by="zhuren") for unit in ("财政", "教委", "税务"))
    assert bench.runner.cancel(waiting.id, by="guanli").said == "由 guanli 取消"
    assert bench.runner.cancel(running.id, by="guanli").said == "正在停止"
    until(lambda: ("税务", "正在检查") in bench.said())
    assert bench.said()[1:] == [("财政", "由 guanli 取消"), ("教委", "由 guanli 取消")]
    for gone in (running.id, waiting.id, "no-such"):
        with pytest.raises(RefusedError) as refused:
            bench.runner.cancel(gone, by="guanli")
        assert refused.value.status == 404
    assert last.id == bench.runner.all()[0].id


def test_the_next_service_begins_what_one_had_to_leave(bench: Bench, service: Service) -> None:
    for unit in ("财政", "教委", "税务"):
        bench.runner.ask(unit, by="zhuren")
    bench.finish("财政")
    until(lambda: ("教委", "正在检查") in bench.said())
    bench.runner.stop()
    after = _runner(bench.folder, service)
    try:
        assert after.all() == []
        after.resume()
        assert [(one.unit, one.by, one.state) for one in after.all()] == [
            ("教委", "zhuren", CheckState.RUNNING),
            ("税务", "zhuren", CheckState.WAITING),
        ]
        bench.finish("教委")
        bench.finish("税务")
        until(lambda: all(one.state is CheckState.ENDED for one in after.all()))
    finally:
        after.stop()
    third = _runner(bench.folder, service)
    third.resume()
    assert third.all() == [], "what has ended is not begun again"


def test_who_ends_the_service_may_end_its_check_first(bench: Bench, service: Service) -> None:
    """systemd signals both: what was cut off is begun again, what came to its end is not, and nothing is begun."""
    for unit in ("财政", "教委", "税务"):
        bench.runner.ask(unit, by="zhuren")
    bench.finish("财政")
    until(lambda: ("教委", "正在检查") in bench.said())
    bench.runner.hold()
    assert bench.runner._child is not None
    bench.runner._child.kill()
    bench.runner.stop()
    after = _runner(bench.folder, service)
    after.resume()
    assert [one.unit for one in after.all()] == ["教委", "税务"]
    after.hold()
    bench.finish("教委")
    until(lambda: any(one.state is CheckState.ENDED for one in after.all()))
    after.stop()
    assert [one["unit"] for one in json.loads((bench.folder / "checks.json").read_text())] == ["税务"]


@pytest.mark.parametrize("content", ["", "{", '{"id": 1}', '[{"unit": "财政"}]', "[1]", '"x"'])
def test_a_queue_that_cannot_be_read_is_empty(bench: Bench, content: str) -> None:
    (bench.folder / "checks.json").write_text(content, encoding="utf-8")
    bench.runner.resume()
    assert bench.runner.all() == []


def test_what_cannot_begin_is_told_and_stops_nobody(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.runner.ask("财政", by="zhuren")
    bench.runner.ask("教委", by="zhuren")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("subprocess.Popen", full)
        bench.finish("财政")
        until(lambda: all(check.state is CheckState.ENDED for check in bench.runner.all()))
    assert bench.said()[0] == ("教委", "检查无法启动（磁盘空间不足）")
    assert bench.runner.ask("税务", by="zhuren").state is CheckState.RUNNING


def test_people_ask_for_a_check_see_it_and_cancel_it(service: Service, bench: Bench) -> None:
    object.__setattr__(service.desk, "runner", bench.runner)
    browser = service.signed_in("zhuren")
    assert post(browser, "/checks", {"unit": "区财政局"}).headers["location"].endswith("done=started")
    assert post(browser, "/checks", {"unit": "区教委"}).headers["location"].endswith("done=queued")
    before = browser.get("/checks", headers={"accept": "application/json"}).json()
    shown = browser.get("/checks").text
    assert "排队等候，第 1 位" in shown
    running, waiting = bench.runner.all()
    assert post(browser, "/checks/cancel", {"check": waiting.id}).status_code == 303
    assert "由 zhuren 取消" in browser.get("/checks").text
    assert browser.get("/checks", headers={"accept": "application/json"}).json() != before
    log = bench.folder / "logs" / running.log
    told = f"{['--config', str(bench.folder / 'config.yaml'), '--unit=区财政局']}\n"
    until(lambda: log.read_text(encoding="utf-8") == told)
    assert [one.what for one in service.desk.actions.newest(3)] == ["check-cancelled", "check", "check"]


def test_only_a_unit_of_the_configuration(service: Service) -> None:
    browser = service.signed_in("zhuren")
    for unit in ("", "没有的单位", "--help", "区财政局; rm -rf /", "财政"):
        assert post(browser, "/checks", {"unit": unit}).status_code == 400, unit
    assert service.desk.runner.all() == []
