"""The schedule by a clock the test sets: what runs when, what is caught up, and what is done only once."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from schedule_cases import Machine, at, configured, whole_run
from sqlalchemy import text

import zwgk.schedule
from zwgk.errors import UserError
from zwgk.lease import AUDIT, Leases
from zwgk.plan import Selection
from zwgk.schedule import Service, list_schedule
from zwgk.store import Store
from zwgk.timetable import timetable
from zwgk.whole_run import Patience

Make = Callable[..., Machine]
NO_PROBES = "probes: off"


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Make]:
    with _machines(tmp_path, monkeypatch) as machine:
        yield machine


@pytest.fixture
def make_on(tmp_path: Path, database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Make]:
    """As `make`, on each kind of database."""
    with _machines(tmp_path, monkeypatch, database) as machine:
        yield machine


@contextmanager
def _machines(folder: Path, monkeypatch: pytest.MonkeyPatch, database: str | None = None) -> Iterator[Make]:
    machines: list[Machine] = []

    def machine(schedule: str = "", **more: Any) -> Machine:
        made = Machine(configured(folder, schedule, database), monkeypatch, **more)
        machines.append(made)
        made.start()
        return made

    yield machine
    for made in machines:
        made.stop()


def test_a_week(make_on: Make) -> None:
    machine = make_on(NO_PROBES)
    assert machine.begun == []
    assert "每夜检查 2026-03-02 02:00（周一），从头重查 2026-03-08 02:00（周日）" in machine.said[-1]
    machine.until(at(8, 12))
    assert machine.audits() == [f"03-0{day} 02:00" for day in range(2, 8)] + ["03-08 02:00*"]
    assert machine.told == [0] * 7
    assert machine.said.count("每夜检查结束：全部合格") == 6
    assert machine.said.count("从头重查结束：全部合格") == 1


def test_a_day_of_looks_at_start_pages(make: Make) -> None:
    machine = make()
    machine.until(at(2, 12))
    probes = [moment for name, moment in machine.begun if name == "probes"]
    assert (len(probes), len(set(probes)), probes[0]) == (24, 24, "03-01 13:00")
    assert machine.audits() == ["03-02 02:00"]
    assert machine.said.count("首页访问 2 个站点") == 24


def test_an_audit_from_scratch_that_is_planned_near_is_the_nights(make: Make) -> None:
    machine = make(f"{NO_PROBES}, descent: 30 5 * * 0")
    machine.until(at(9, 3))
    assert machine.audits()[5:] == ["03-07 02:00", "03-08 05:30*", "03-09 02:00"]
    assert "每夜检查：这一夜由从头重查代替" in machine.said


def test_restarts_every_day_double_and_lose_nothing(make: Make) -> None:
    machine = make(f"{NO_PROBES}, jitter: 1800")
    for day in range(2, 11):
        machine.stop()
        machine.start()
        machine.until(at(day, 3))
    days = [moment[:5] for moment in machine.audits()]
    assert days == [f"03-{day:02}" for day in range(2, 11)]
    assert [one[:5] for one in machine.audits() if one.endswith("*")] == ["03-08"]
    assert len({moment[6:] for moment in machine.audits()}) > 1, "each is put off by its own share"


def test_what_was_missed_while_the_machine_was_off_is_caught_up_once(make_on: Make) -> None:
    machine = make_on()
    machine.until(at(2, 12))
    machine.stop()
    machine.clock = at(5, 9)
    machine.begun.clear()
    machine.start()
    assert machine.begun == [("nightly", "03-05 09:00")], "a look at start pages is not caught up"
    assert "每夜检查：错过了 2026-03-03 02:00 的检查，现在补查一次" in machine.said
    machine.until(at(6, 3))
    assert machine.audits() == ["03-05 09:00", "03-06 02:00"]


def test_a_machine_that_slept_catches_the_night_up_once_and_no_look_at_start_pages(make: Make) -> None:
    machine = make()
    machine.clock = at(4, 9, 30)
    machine.settle()
    assert machine.begun == [("nightly", "03-04 09:30")]
    machine.until(at(4, 10))
    assert machine.begun[1:] == [("probes", "03-04 10:00")]


def test_a_night_and_an_audit_from_scratch_that_were_both_missed_are_one(make: Make) -> None:
    machine = make(NO_PROBES)
    machine.stop()
    machine.clock = at(8, 9)
    machine.start()
    machine.until(at(9, 3))
    assert machine.audits() == ["03-08 09:00*", "03-09 02:00"]


@pytest.mark.parametrize(
    ("late", "audits"),
    [
        pytest.param(timedelta(hours=2), ["03-02 04:00"], id="in time"),
        pytest.param(timedelta(hours=4), [], id="too late"),
    ],
)
def test_how_late_a_night_may_begin(make: Make, late: timedelta, audits: list[str]) -> None:
    machine = make(f"{NO_PROBES}, misfire: 3")
    machine.stop()
    machine.clock = at(2, 2) + late
    machine.start()
    assert machine.audits() == audits
    assert any("错过太久" in one for one in machine.said) == (not audits)
    machine.until(at(3, 3))
    assert machine.audits() == [*audits, "03-03 02:00"]


# The clock is set


def test_set_back_by_hours_after_the_night(make: Make) -> None:
    machine = make(NO_PROBES)
    machine.until(at(2, 3))
    machine.set_clock(at(1, 23))
    machine.until(at(2, 12))
    assert machine.audits() == ["03-02 02:00"]
    machine.until(at(3, 12))
    assert machine.audits() == ["03-02 02:00", "03-03 02:00"]


def test_set_back_by_hours_in_mid_audit(make: Make) -> None:
    machine = make(NO_PROBES)
    machine.meanwhile = lambda: setattr(machine, "clock", at(1, 22))
    machine.until(at(2, 2))
    machine.meanwhile = lambda: None
    assert machine.audits() == ["03-02 02:00"]
    machine.set_clock(at(1, 22))
    machine.until(at(3, 3))
    assert machine.audits() == ["03-02 02:00", "03-03 02:00"]


def test_set_forth_over_the_night_and_back_again(make: Make) -> None:
    machine = make(NO_PROBES)
    machine.until(at(1, 23))
    machine.set_clock(at(2, 4))
    assert machine.audits() == ["03-02 04:00"], "it is not left out"
    machine.set_clock(at(1, 23))
    machine.until(at(3, 3))
    assert machine.audits() == ["03-02 04:00", "03-03 02:00"], "nor done twice"


def test_a_clock_that_was_a_year_ahead_stops_nothing_for_a_year(make: Make) -> None:
    machine = make()
    machine.set_clock(at(1, 12) + timedelta(days=365))
    assert len(machine.audits()) == 1
    machine.set_clock(at(1, 13))
    machine.begun.clear()
    machine.until(at(2, 12))
    assert machine.audits() == ["03-02 02:00"]
    assert machine.begun[0] == ("probes", "03-01 14:00")


def test_looks_at_start_pages_go_on_when_the_clock_is_set_back(make: Make) -> None:
    machine = make()
    machine.until(at(1, 20, 30))
    machine.set_clock(at(1, 17, 30))
    machine.begun.clear()
    machine.until(at(1, 19))
    assert machine.begun == [("probes", "03-01 18:00"), ("probes", "03-01 19:00")]


def test_a_clock_that_jumps_is_noticed(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    machine = make()
    machine.stop()
    turns = itertools.count()

    def turn(service: Service) -> float:
        service.ending = next(turns) == 3
        return 0.0

    ahead = iter([0.0, 30.0, 3600.0, 3600.0, 3610.0, 0.0, 0.0])
    monkeypatch.setattr(zwgk.schedule, "_ahead", lambda: next(ahead))
    monkeypatch.setattr(Service, "turn", turn)
    monkeypatch.setattr(Service, "begin", lambda _: None)
    monkeypatch.setattr(Service, "end", lambda _: None)
    machine.service.run()
    assert sum("系统时间有跳变" in one for one in machine.said) == 2


# Audits that fail, and audits of others


def test_a_failed_night_is_begun_once_more_and_then_told(make: Make) -> None:
    machine = make(NO_PROBES)
    machine.codes = [2, -9, 2, 1]
    machine.until(at(4, 3))
    assert machine.audits() == ["03-02 02:00"] * 2 + ["03-03 02:00"] * 2 + ["03-04 02:00"]
    assert machine.told == [-9, 1, 0]
    assert sum("每夜检查失败（退出码 2）" in one for one in machine.said) == 2


def test_notices_that_fail_stop_nothing(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    machine = make(NO_PROBES)

    def broken(*_: object, **__: object) -> None:
        raise OSError("no way out")

    monkeypatch.setattr("zwgk.notifying.tell_after_night", broken)
    machine.until(at(3, 3))
    assert machine.audits() == ["03-02 02:00", "03-03 02:00"]
    assert sum("通知未能发出" in one for one in machine.said) == 2


def test_an_unexpected_fault_does_not_end_the_schedule(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    machine = make(NO_PROBES)
    monkeypatch.setattr("zwgk.whole_run.WholeRuns._turn", lambda *_: 1 / 0)
    machine.until(at(2, 2))
    assert any("程序出现意外错误" in one for one in machine.said)
    monkeypatch.undo()
    assert machine.service._clockwork.next_run("nightly") == at(2, 2, 1), "it is tried again in a minute"


@pytest.fixture
def store(tmp_path: Path, database: str) -> Iterator[Store]:
    opened = Store.open(database, tmp_path / "other")
    yield opened
    opened.close()


def test_a_night_waits_for_another_audit_of_everything_and_says_when_that_took_too_long(
    make_on: Make, store: Store, tmp_path: Path
) -> None:
    machine = make_on(NO_PROBES, patience=Patience(turn=0.03, look=0.01))
    elsewhere = Leases(store.engine, store.errors, tmp_path / "other" / "locks", machine.now)
    machine.clock = at(2, 2)
    with elsewhere.held(AUDIT, "甲机上的全面检查"):
        machine.settle()
    assert machine.audits() == []
    assert "每夜检查：甲机上的全面检查还没有结束，等它结束" in machine.said
    assert any("这一次不再进行" in one for one in machine.said)
    assert machine.told == [2]
    machine.until(at(3, 3))
    assert machine.audits() == ["03-03 02:00"]


@pytest.mark.parametrize(
    ("relearn", "audits"),
    [
        pytest.param(False, ["03-08 02:00*"], id="an audit from scratch needs one of its own"),
        pytest.param(True, [], id="from scratch"),
    ],
)
def test_what_another_audit_has_done_by_now_is_not_done_again(
    make_on: Make, store: Store, relearn: bool, audits: list[str]
) -> None:
    machine = make_on(NO_PROBES)
    machine.until(at(7, 12))
    machine.begun.clear()
    whole_run(store, at(8, 2), selection=Selection(relearn=relearn).words())
    machine.until(at(8, 12))
    assert machine.audits() == audits


def test_a_night_made_by_hand_meanwhile(make_on: Make, store: Store) -> None:
    machine = make_on(NO_PROBES)
    machine.stop()
    run = whole_run(store, at(2, 8))
    machine.clock = at(2, 10)
    machine.start()
    assert machine.audits() == []
    assert f"每夜检查：2026-03-02 02:00 的已由轮次 {run} 完成" in machine.said


# What is kept


def test_jobs_are_kept_as_a_function_and_plain_words(make_on: Make) -> None:
    machine = make_on()
    jobs = {job.id: job for job in machine.service._clockwork.get_jobs()}
    assert jobs.keys() == {"nightly", "descent", "probes"}
    assert {job.func_ref for job in jobs.values()} == {"zwgk.clockwork:perform"}
    assert jobs["descent"].args == (str(machine.config.file), "descent")
    assert jobs["descent"].next_run_time == at(8, 2)


def test_what_is_no_longer_planned_is_forgotten(make_on: Make) -> None:
    machine = make_on()
    machine.stop()
    machine.start({name: plan for name, plan in timetable(machine.config).items() if name == "nightly"})
    assert [job.id for job in machine.service._clockwork.get_jobs()] == ["nightly"]


def test_a_database_that_is_away_for_a_while(make_on: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    machine = make_on(NO_PROBES)
    clockwork = machine.service._clockwork
    with monkeypatch.context() as away:
        away.setattr(clockwork._lookup_jobstore("default"), "get_next_run_time", lambda: 1 / 0)
        assert machine.service.turn() == 5.0
    assert machine.service.turn() <= 30.0
    machine.until(at(2, 3))
    assert machine.audits() == ["03-02 02:00"]


def test_the_memory_of_the_version_before_counts(make_on: Make, store: Store) -> None:
    with store.engine.begin() as connection:
        connection.execute(
            text("INSERT INTO schedules (name, cron, handled_until, attempts) VALUES ('nightly', '0 2 * * *', :at, 0)"),
            {"at": "2026-02-26 20:00:00"},
        )
    assert make_on(NO_PROBES).audits() == ["03-01 12:00"]


def test_too_few_looks_to_be_judged_are_told(make: Make) -> None:
    machine = make('probes: "0 */2 * * *"')
    assert any("首页访问一天只有 12 次，不足 20 次" in one for one in machine.said)


def test_a_second_schedule_is_refused(tmp_path: Path, database: str) -> None:
    config = configured(tmp_path, "", database)
    store = Store.open(config.database, config.data)
    with (
        zwgk.schedule._alone(config, store),
        pytest.raises(UserError, match="已有一个 zwgk schedule"),
    ):
        zwgk.schedule.run_schedule(config)
    store.close()


def test_rules_that_are_not_there_are_told_at_once(tmp_path: Path) -> None:
    config = configured(tmp_path)
    (tmp_path / "pack.yaml").unlink()
    with pytest.raises(UserError, match=r"rules 的 pack\.yaml 没有匹配任何文件"):
        zwgk.schedule.run_schedule(config)


def test_the_list_of_what_comes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert list_schedule(configured(tmp_path, NO_PROBES)) == 0
    said = capsys.readouterr().out
    assert "每夜检查" in said
    assert "从头重查" in said
    assert "首页访问" not in said
    assert "02:00（周" in said
    assert "计划任务没有运行" in said
