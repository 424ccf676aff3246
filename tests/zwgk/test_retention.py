"""Which runs retention lets go, and that nothing of them is left while all that is not theirs stays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session as Database
from zwgk_cases import CONFIG, NOW, StubCrawl, absent, district

from rules.derive import derive
from rules.pack import merge_and_write
from rules.tasks import read_tasks
from zwgk.archives import archive_file
from zwgk.check_command import CheckRequest, run_check
from zwgk.config import Config, load_config
from zwgk.options import Session
from zwgk.pictures import pictures_of
from zwgk.retention import KnownRun, known_runs, outdated, outdated_runs, pin, remove, tidy
from zwgk.settings import ArchiveSettings, RetentionSettings
from zwgk.store import Store
from zwgk.tables import Base, LedgerStepRow, ResultRow, RunRow, RunState, SiteEvidenceRow

#: Tables of what belongs to runs; all others outlive them.
OF_RUNS = {"runs", "results", "site_evidence", "ledger_steps"}


def run(days: float, **values: Any) -> KnownRun:
    """A run that was started so many days before NOW, and is called by them."""
    started = NOW - timedelta(days=days)
    told = {"state": RunState.REPORTED, "complete": True, "pinned": False, "as_of": started.date(), **values}
    return KnownRun(id=f"{days:g}", started=started, **told)


def part(days: float, **values: Any) -> KnownRun:
    return run(days, complete=False, **values)


def going(known: list[KnownRun], needed: frozenset[str] = frozenset(), **wanted: int) -> tuple[str, ...]:
    return outdated_runs(known, RetentionSettings(**wanted), now=NOW, needed=needed)


FAILED: dict[str, Any] = {"state": RunState.FAILED}


@pytest.mark.parametrize(
    ("runs", "wanted", "gone"),
    [
        pytest.param([run(n) for n in range(1, 6)], {"runs": 3}, ("5", "4"), id="more than are wanted, oldest first"),
        pytest.param([run(n) for n in range(1, 6)], {}, (), id="by default a year and more"),
        pytest.param([part(n) for n in range(1, 6)], {"parts": 2}, ("5", "4", "3"), id="parts"),
        pytest.param(
            [run(9), run(8), *(part(n) for n in range(1, 6))],
            {"runs": 2, "parts": 5},
            (),
            id="parts do not push out whole runs",
        ),
        pytest.param(
            [run(9), run(8), *(run(n, **FAILED) for n in range(1, 6))],
            {"runs": 2},
            ("5", "4", "3"),
            id="failures do not push out what was judged",
        ),
        pytest.param(
            [run(n, pinned=n == 5) for n in range(1, 6)], {"runs": 2}, ("4", "3"), id="pinned, and not counted"
        ),
        pytest.param([part(500), part(401), part(399)], {}, ("500", "401"), id="too old"),
        pytest.param([part(500, pinned=True)], {}, (), id="too old and pinned"),
        pytest.param([run(500)], {}, (), id="the newest whole run however old"),
        pytest.param(
            [run(1), run(2), *(run(500 + 7 * n) for n in range(30))],
            {},
            ("703", "696"),
            id="the thirty days that trends are drawn from, of weekly runs long ago",
        ),
        pytest.param(
            [run(1), run(2), run(500), run(500.01), run(500.02)],
            {},
            ("500.02", "500.01"),
            id="of one day the last run is drawn",
        ),
        pytest.param(
            [run(-3650), run(1), *(part(n) for n in range(2, 9))], {}, (), id="the clock is ten years ahead for a night"
        ),
        pytest.param([run(1), run(0.3, **FAILED), run(0.4, **FAILED)], {"runs": 1}, (), id="what can be continued"),
        pytest.param(
            [run(1), run(2, state=RunState.CRAWLING), run(3, state=RunState.CRAWLING)],
            {"runs": 1},
            (),
            id="what may still be running elsewhere",
        ),
        pytest.param([run(1), run(401, state=RunState.CRAWLING)], {}, ("401",), id="nothing runs for a year"),
        pytest.param([run(1), run(2), run(3, state=RunState.JUDGED)], {"runs": 2}, ("3",), id="its reports never came"),
        pytest.param([run(-900), run(1), run(2)], {"runs": 2}, ("2",), id="begun while the clock was ahead"),
    ],
)
def test_what_goes(runs: list[KnownRun], wanted: dict[str, int], gone: tuple[str, ...]) -> None:
    assert going(runs, **wanted) == gone
    assert going(runs[::-1], **wanted) == gone, "whatever order they come in"


def test_what_the_brake_compares_with_stays() -> None:
    assert going([run(1), run(2), run(3)], frozenset({"3"}), runs=1) == ("2",)


@pytest.fixture
def config(database: str, tmp_path: Path) -> Config:
    file = district(tmp_path, config=f"{CONFIG}database: {database}\n")
    merge_and_write(derive(read_tasks(tmp_path / "doc.txt")), tmp_path / "pack.yaml")
    return load_config(file)


Night = Callable[..., None]


@pytest.fixture
def night(config: Config) -> Night:
    """One check so many days after the first."""

    def check(day: int, settings: Config = config, **words: Any) -> None:
        moment = NOW + timedelta(days=day)
        crawl = StubCrawl(answers={"公告": absent})
        request = CheckRequest(as_of=moment.date(), **words)
        run_check(Session(), settings, request, search=crawl, clock=lambda: moment)
        store = Store.open(settings.database, settings.data)
        newest = max(known_runs(store), key=lambda one: one.started).id
        store.close()
        for file in (archive_file(settings, newest), pictures_of(settings.data, newest) / "a.png"):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(b"seen")

    return check


def few_runs(config: Config, store: Store, count: int) -> None:
    """Runs a day apart that found nothing, each with a folder of reports."""
    for number in range(count):
        moment = NOW + timedelta(days=number)
        name = store.begin(now=moment, as_of=moment.date(), rules_digest="d", complete=True)
        store.move(name, RunState.REPORTED, now=moment)
        (config.data / "reports" / name).mkdir(parents=True)


def counted(store: Store) -> dict[str, int]:
    with Database(store.engine) as database:
        return {
            table.name: database.scalar(select(func.count()).select_from(table)) or 0
            for table in Base.metadata.sorted_tables
        }


def of_run(store: Store, name: str) -> dict[str, int]:
    with Database(store.engine) as database:
        return {
            row.__tablename__: database.scalar(select(func.count()).select_from(row).where(row.run == name)) or 0
            for row in (ResultRow, SiteEvidenceRow, LedgerStepRow)
        }


def left_in(config: Config) -> set[str]:
    """Names of files and folders of runs."""
    folders = (config.data / name for name in ("reports", "archive", "screenshots"))
    return {path.name.split(".")[0] for folder in folders if folder.exists() for path in folder.iterdir()} - {"latest"}


def test_a_run_goes_with_all_that_is_its_own(config: Config, night: Night) -> None:
    for day in (0, 3):
        night(day)
    store = Store.open(config.database, config.data)
    for day in (1, 2):
        moment = NOW + timedelta(days=day)
        name = store.begin(now=moment, as_of=moment.date(), rules_digest="d", complete=True)
        store.move(name, RunState.REPORTED, now=moment)
        (config.data / "reports" / name).mkdir()
    names = [one.id for one in sorted(known_runs(store), key=lambda one: one.started)]
    for ending in ("-recheck", "-report"):
        (config.data / "reports" / f"{names[0]}{ending}").mkdir()
    pin(store, names[1], pinned=True)
    before, each = counted(store), of_run(store, names[0])
    assert each["results"] > 0
    assert each["site_evidence"] > 0
    assert before["ledger"] > 0
    few = replace(config, retention=RetentionSettings(runs=1))
    later = NOW + timedelta(days=8)
    assert tidy(few, store, now=later).runs == (names[0], names[2])
    assert left_in(config) == {names[1], names[3]}
    after = counted(store)
    assert {name: before[name] - after[name] for name in OF_RUNS} == {
        "runs": 2,
        **each,
    }
    assert {name: after[name] for name in before if name not in OF_RUNS} == {
        name: count for name, count in before.items() if name not in OF_RUNS
    }
    assert tidy(few, store, now=later).runs == ()
    pin(store, names[1], pinned=False)
    assert tidy(few, store, now=later).runs == (names[1],)
    store.close()


def test_every_check_tidies_up(config: Config, night: Night) -> None:
    few = replace(config, retention=RetentionSettings(runs=2), archive=ArchiveSettings(keep_runs=1))
    store = Store.open(config.database, config.data)
    few_runs(config, store, 3)
    store.close()
    for day in (3, 4):
        night(day, few)
    store = Store.open(config.database, config.data)
    days = sorted(one.as_of.day for one in known_runs(store))
    store.close()
    assert days == [4, 5], "NOW is the first of March"
    assert len(list((config.data / "archive").iterdir())) == 2, "that of the last run came after its check"


def test_the_brake_keeps_its_basis(config: Config, night: Night) -> None:
    """A part that was looked at last week is the last word on its rules until the next whole run."""
    night(0)
    night(1, units=("区财政局",))
    store = Store.open(config.database, config.data)
    first, second = sorted(known_runs(store), key=lambda one: one.started)
    assert store.compared_runs(first.as_of + timedelta(days=5)) == {first.id, second.id}
    assert store.compared_runs(first.as_of + timedelta(days=15)) == {second.id}
    few = replace(config, retention=RetentionSettings(days=1))
    assert outdated(few, store, now=NOW + timedelta(days=10)).runs == ()
    assert outdated(few, store, now=NOW + timedelta(days=20)).runs == (second.id,)
    store.close()


def test_a_clock_that_stays_wrong_costs_little_at_a_time(config: Config) -> None:
    store = Store.open(config.database, config.data)

    def closed(moment: datetime) -> None:
        name = store.begin(now=moment, as_of=moment.date(), rules_digest="d", complete=True)
        store.move(name, RunState.REPORTED, now=moment)

    for number in range(60):
        closed(datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=number))
    future = datetime(2099, 1, 1, tzinfo=UTC)
    closed(future)
    assert tidy(config, store, now=future).runs == ()
    closed(future + timedelta(days=1))
    assert len(tidy(config, store, now=future + timedelta(days=1)).runs) == 20
    assert len(known_runs(store)) == 42
    store.close()


def test_what_cannot_be_removed_is_tried_again(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store.open(config.database, config.data)
    few_runs(config, store, 2)
    few = replace(config, retention=RetentionSettings(runs=1))
    later = NOW + timedelta(days=20)
    with monkeypatch.context() as patched:
        patched.setattr("zwgk.retention.shutil.rmtree", lambda folder, ignore_errors: None)
        assert tidy(few, store, now=later).runs == ()
    assert len(known_runs(store)) == 2
    assert len(tidy(few, store, now=later).runs) == 1
    store.close()


def test_pinned_meanwhile(config: Config) -> None:
    store = Store.open(config.database, config.data)
    few_runs(config, store, 2)
    plan = outdated(replace(config, retention=RetentionSettings(runs=1)), store, now=NOW + timedelta(days=20))
    with Database(store.engine) as database:
        database.execute(update(RunRow).values(pinned=True))
        database.commit()
    assert remove(config, store, plan).runs == ()
    assert len(left_in(config)) == 2
    store.close()


@pytest.mark.parametrize("wrong", ["runs: 0", "days: 0", "days: 一年", "months: 3"])
def test_bad_settings_are_one_line(wrong: str, tmp_path: Path) -> None:
    from zwgk.errors import ConfigError

    file = district(tmp_path, config=f"{CONFIG}retention: {{{wrong}}}\n")
    with pytest.raises(ConfigError, match=r"retention\."):
        load_config(file)
