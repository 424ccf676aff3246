"""A clock that was years ahead for a night: what was done then is taken back, and nothing else ever is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import delete, insert
from zwgk_cases import CONFIG, NOW, StubCrawl, absent, district

from checker.ledger import FindingKey, LedgerEntry
from checker.rulings import Ruling, RulingKind
from rules.derive import derive
from rules.pack import merge_and_write
from rules.tasks import read_tasks
from zwgk.actions import Act, Actions
from zwgk.check_command import CheckRequest, run_check
from zwgk.clock import set_right, void
from zwgk.config import Config, load_config
from zwgk.errors import UserError
from zwgk.lease import AUDIT, Leases, LeaseTakenError
from zwgk.options import Session
from zwgk.retention import known_runs
from zwgk.store import LATEST, Store
from zwgk.tables import LeaseRow, LedgerStepRow, RunState

DAY = timedelta(days=1)
FAR = timedelta(days=1800)


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return _configured(tmp_path, "sqlite:///var/zwgk.db")


@pytest.fixture
def anywhere(tmp_path: Path, database: str) -> Config:
    """On SQLite and on PostgreSQL."""
    return _configured(tmp_path, database)


def _configured(folder: Path, database: str) -> Config:
    file = district(folder, config=f"{CONFIG}database: {database}\n")
    merge_and_write(derive(read_tasks(folder / "doc.txt")), folder / "pack.yaml")
    return load_config(file)


@pytest.fixture
def store(config: Config) -> Iterator[Store]:
    with closing(Store.open(config.database, config.data)) as opened:
        yield opened


Night = Callable[..., None]


def check(config: Config, moment: datetime, *gone: str) -> StubCrawl:
    """An audit at a moment of the clock, which is also its day, that finds these columns gone."""
    crawl = StubCrawl(answers=dict.fromkeys(gone, absent))
    run_check(Session(), config, CheckRequest(), search=crawl, clock=lambda: moment)
    return crawl


@pytest.fixture
def night(config: Config) -> Night:
    return partial(check, config)


def lines(store: Store) -> dict[FindingKey, LedgerEntry]:
    return {key: replace(entry, turned="") for key, entry in store.following.ledger().items()}


def states(store: Store) -> dict[str, RunState]:
    return {run.id: run.state for run in known_runs(store)}


def test_what_a_clock_years_ahead_did_is_taken_back(
    store: Store, night: Night, capsys: pytest.CaptureFixture[str]
) -> None:
    night(NOW, "公告", "减税降费")
    night(NOW + DAY, "公告")
    before, newest = lines(store), store.run(LATEST)
    for number in range(2):  # one finding is new, one is back, one is gone
        night(NOW + FAR + number * DAY, "减税降费", "学前教育")
    assert lines(store) != before
    capsys.readouterr()
    night(NOW + 2 * DAY, "公告")
    assert "本机时钟曾经超前：轮次 2031" in capsys.readouterr().out
    assert [run.started.year for run in known_runs(store)] == [2026] * 5
    assert sum(state is RunState.FAILED for state in states(store).values()) == 2
    told = lines(store)
    assert told.keys() == before.keys()
    (standing,) = (entry for entry in told.values() if entry.closed is None)
    assert (standing.runs, standing.openings, standing.opened) == (3, 1, NOW.date()), "as if it had not been"
    latest = store.run(LATEST)
    assert latest is not None
    assert newest is not None
    assert newest.started < latest.started == NOW + 2 * DAY
    assert set_right(store, now=NOW + 3 * DAY) == ""
    (kept,) = Actions(store.engine, store.errors).newest(9)
    assert (kept.what, kept.subject.startswith("2031")) == (Act.VOIDED, True)


@pytest.mark.parametrize(
    ("runs", "now"),
    [
        pytest.param([0, 1, 2, 3], -1000, id="the clock of today is behind: everything is to come"),
        pytest.param([0, 1, 2, 3, 4, 5], 2, id="set back into the days of the runs"),
        pytest.param([0, 90, 91, 92], 1, id="more runs to come than there were"),
        pytest.param([0, 1, 2, 9], 3, id="ahead by a few days only: it may be either"),
        pytest.param([0, 1, 2, 900], 400, id="nothing was run for a year before today"),
        pytest.param([900], 0, id="nothing else is known"),
    ],
)
def test_what_is_not_plain_is_only_told(store: Store, runs: list[int], now: int) -> None:
    for day in runs:
        moment = NOW + day * DAY
        run = store.begin(now=moment, as_of=moment.date(), rules_digest="d", complete=True)
        store.move(run, RunState.REPORTED, now=moment)
    before = known_runs(store)
    assert "请核对时钟" in set_right(store, now=NOW + now * DAY)
    assert known_runs(store) == before


def test_a_little_ahead_is_nothing(store: Store) -> None:
    run = store.begin(now=NOW + timedelta(hours=20), as_of=NOW.date(), rules_digest="d", complete=True)
    store.move(run, RunState.REPORTED, now=NOW)
    assert set_right(store, now=NOW) == ""


def test_runs_of_a_version_that_kept_no_steps(store: Store, night: Night) -> None:
    """The ledger stays as they left it, and the next run is free to say how things are."""
    night(NOW, "公告")
    night(NOW + FAR, "公告", "学前教育")
    with store.engine.begin() as connection:
        connection.execute(delete(LedgerStepRow))
    night(NOW + DAY, "公告")
    entries = lines(store).values()
    days = {day for one in entries for day in (one.opened, one.first_opened, one.seen, one.looked)}
    assert max(days) == (NOW + DAY).date()
    assert {entry.state for entry in entries} == {"open", "rectified"}


def test_what_people_decided_meanwhile_holds_from_today(store: Store, night: Night) -> None:
    night(NOW, "公告")
    night(NOW + FAR, "公告")
    far = (NOW + FAR).date()
    made = Ruling(id="a", kind=RulingKind.WAIVER, rule="r", reason="理由", by="主任", on=far, until=far)
    gone = replace(made, id="b", on=NOW.date(), revoked=far)
    for ruling in (made, gone):
        store.following.rule(ruling, now=NOW + FAR)
    today = (NOW + DAY).date()
    assert "作废" in set_right(store, now=NOW + DAY)
    days = {ruling.id: (ruling.on, ruling.revoked) for ruling in store.following.rulings()}
    assert days == {"a": (today, None), "b": (NOW.date(), today)}


def test_a_run_is_taken_back_by_hand(anywhere: Config) -> None:
    with closing(Store.open(anywhere.database, anywhere.data)) as store:
        check(anywhere, NOW, "公告")
        before = lines(store)
        check(anywhere, NOW + DAY, "公告", "减税降费")
        run = store.run(LATEST)
        assert run is not None
        void(store, run.id, note="作废：网络不通", by="主任", now=NOW + DAY)
        assert lines(store) == before
        assert states(store)[run.id] is RunState.FAILED
        assert len(check(anywhere, NOW + DAY, "公告").plans) == 3, "what it saw is not taken over"


def test_lines_that_a_later_run_changed_stay(store: Store, night: Night) -> None:
    night(NOW, "公告")
    first = store.run(LATEST)
    assert first is not None
    night(NOW, "公告", "减税降费")
    before = lines(store)
    void(store, first.id, note="作废", by="主任", now=NOW + DAY)
    assert lines(store) == before


def test_a_clock_that_is_set_right_in_mid_run_takes_the_day_with_it(store: Store, night: Night, config: Config) -> None:
    night(NOW, "公告")
    before, moment = lines(store), NOW + FAR

    class SetRight(StubCrawl):
        def __call__(self, *words: object, **more: object) -> None:
            nonlocal moment
            super().__call__(*words, **more)  # type: ignore[arg-type]
            moment = NOW + DAY

    with pytest.raises(UserError, match="检查期间本机时钟被调回"):
        run_check(Session(), config, CheckRequest(), search=SetRight(), clock=lambda: moment)
    assert lines(store) == before
    assert sorted(states(store).values()) == [RunState.FAILED, RunState.REPORTED]
    night(NOW + 2 * DAY, "公告")
    assert max(known_runs(store), key=lambda run: run.started).judged


def test_a_turn_that_was_taken_with_a_clock_years_ahead_is_free(store: Store, tmp_path: Path) -> None:
    leases = Leases(store.engine, store.errors, tmp_path, lambda: NOW)
    row = {"name": AUDIT, "holder": "h", "machine": "another", "what": "别处的检查"}
    with store.engine.begin() as connection:
        connection.execute(insert(LeaseRow).values(until=NOW + timedelta(minutes=2), **row))
    with pytest.raises(LeaseTakenError), leases.held(AUDIT, "这里的检查"):
        pass
    with store.engine.begin() as connection:
        connection.execute(delete(LeaseRow))
        connection.execute(insert(LeaseRow).values(until=NOW + FAR, **row))
    assert leases.taken(AUDIT) is None
    with leases.held(AUDIT, "这里的检查"):
        pass
