"""The database: what survives a run, an interruption, a kill, and a database that cannot be used."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from zwgk_cases import NOW, TODAY, absent, found

from checker.result import Finding, Result, Status
from crawler.evidence import ColumnEvidence, Match, Outcome, SiteEvidence, SitePlan, SiteStatus, Target
from zwgk.database import StoreError
from zwgk.learning import place_digest
from zwgk.lock import try_lock
from zwgk.store import Store
from zwgk.tables import RunState

TARGET = Target(key="专题专栏>减税降费", path=("专题专栏", "减税降费"))

PLAN = SitePlan(name="政府网站", url="https://www.example.gov.cn/", targets=(TARGET,))


@pytest.fixture
def store(database: str, tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(database, tmp_path / "var")
    yield opened
    opened.close()


def begin(store: Store, as_of: date = TODAY, **more: object) -> str:
    return store.begin(now=more.get("now", NOW), as_of=as_of, rules_digest="d", complete=True)  # type: ignore[arg-type]


def site(column: ColumnEvidence) -> SiteEvidence:
    return SiteEvidence(
        name="政府网站",
        url="https://www.example.gov.cn/",
        status=SiteStatus.REACHABLE,
        requests=3,
        pages=2,
        columns={column.key: column},
    )


def result(status: Status, *, unit: str | None = None) -> Result:
    finding = Finding(code="stale-column", status=status, message="旧", advice="更新", basis="依据")
    return Result(
        rule="r1",
        document="文件",
        row=1,
        item=None,
        section="",
        text="公开",
        site="政府网站",
        path=("减税降费",),
        unit=unit,
        status=status,
        findings=() if status is Status.PASS else (finding,),
    )


def test_evidence_comes_back_as_it_was(store: Store) -> None:
    run = begin(store)
    kept = site(found(TARGET))
    store.save_site(run, kept, PLAN, now=NOW, results={})
    assert store.evidence(run) == {"政府网站": kept}


def test_results_come_back_in_their_order(store: Store) -> None:
    run = begin(store)
    results = (result(Status.FAIL, unit="区财政局"), result(Status.PASS))
    store.conclude(run, results, frozenset(), ledger={}, changed={}, now=NOW)
    assert store.results(run) == results
    store.conclude(run, results[:1], frozenset(), ledger={}, changed={}, now=NOW)
    assert store.results(run) == results, "tried again because the connection broke when it had been kept"


def test_a_column_that_only_a_browser_shows_keeps_its_place_too(store: Store) -> None:
    place = place_digest(TARGET.path, None, None)
    drawn = replace(found(TARGET), outcome=Outcome.NEEDS_RENDERING)
    store.save_site(begin(store), site(drawn), PLAN, now=NOW, results={})
    learned = store.learned("政府网站")[place]
    assert (learned.url, learned.remembered) == ("https://www.example.gov.cn/2/", None)
    read = found(TARGET)
    assert read.located is not None
    store.save_site(begin(store), site(read), PLAN, now=NOW, results={})
    elsewhere = replace(drawn, located=replace(read.located, url="https://www.example.gov.cn/9/"))
    store.save_site(begin(store), site(elsewhere), PLAN, now=NOW, results={})
    assert store.learned("政府网站")[place].url == "https://www.example.gov.cn/2/", "one that was read is not given up"


def test_runs_of_one_second_have_different_ids(store: Store) -> None:
    runs = [begin(store) for _ in range(3)]
    assert runs == ["20260301-020000", "20260301-020000-2", "20260301-020000-3"]


def test_found_columns_are_learned_and_lost_ones_forgotten(store: Store) -> None:
    run = begin(store)
    place = place_digest(TARGET.path, None, None)
    store.save_site(run, site(found(TARGET)), PLAN, now=NOW, results={})
    assert store.learned("政府网站")[place].url == "https://www.example.gov.cn/2/"
    assert store.learned("政府网站")[place].match is Match.EXACT
    assert store.learned("税务局网站") == {}
    unreachable = replace(absent(TARGET), outcome=Outcome.UNREACHABLE)
    store.save_site(begin(store), site(unreachable), PLAN, now=NOW, results={})
    assert place in store.learned("政府网站"), "what could not be looked at is not forgotten"
    store.save_site(begin(store), site(absent(TARGET)), PLAN, now=NOW, results={})
    forgotten = store.learned("政府网站")[place]
    assert forgotten.url is None, "only that it was absent is remembered"
    assert forgotten.remembered is not None
    assert forgotten.remembered.evidence.outcome is Outcome.ABSENT


def test_a_persons_ruling_is_not_learned(store: Store) -> None:
    ruled = replace(TARGET, url="https://www.example.gov.cn/ruled/")
    store.save_site(begin(store), site(found(ruled)), replace(PLAN, targets=(ruled,)), now=NOW, results={})
    assert store.learned("政府网站") == {}


def judged(store: Store, status: Status, as_of: date, *, held: bool = False, minutes: int = 0) -> None:
    run = begin(store, as_of, now=NOW + timedelta(minutes=minutes))
    store.conclude(run, [result(status)], frozenset({"r1"} if held else ()), ledger={}, changed={}, now=NOW)
    store.move(run, RunState.JUDGED, now=NOW)


def test_the_brake_compares_with_the_last_status_that_was_not_held(store: Store) -> None:
    judged(store, Status.FAIL, TODAY, minutes=0)
    judged(store, Status.PASS, TODAY, minutes=1)
    judged(store, Status.UNVERIFIABLE, TODAY, held=True, minutes=2)
    assert store.previous_statuses(TODAY) == {"r1": Status.PASS}


@pytest.mark.parametrize(
    ("days", "compared"),
    [
        pytest.param(0, True, id="same day"),
        pytest.param(14, True, id="a fortnight ago"),
        pytest.param(15, False, id="longer ago: the site is judged as it is"),
        pytest.param(-1, False, id="a later day: somebody looks at the past"),
    ],
)
def test_only_recent_runs_are_compared(store: Store, days: int, compared: bool) -> None:
    judged(store, Status.PASS, TODAY - timedelta(days=days))
    assert (store.previous_statuses(TODAY) == {"r1": Status.PASS}) is compared


def test_an_unfinished_run_is_not_compared(store: Store) -> None:
    run = begin(store)
    store.conclude(run, [result(Status.PASS)], frozenset(), ledger={}, changed={}, now=NOW)
    store.move(run, RunState.FAILED, now=NOW)
    assert store.previous_statuses(TODAY) == {}


def test_a_killed_run_is_marked_and_keeps_its_sites(database: str, tmp_path: Path) -> None:
    url, data = database, tmp_path
    first = Store.open(url, data)
    run = begin(first)
    first.move(run, RunState.CRAWLING, now=NOW)
    first.save_site(run, site(found(TARGET)), PLAN, now=NOW, results={})
    second = Store.open(url, data)
    assert second.close_abandoned(now=NOW) == (), "its process still lives"
    first.close()  # what the system does for a killed process: its locks are gone
    assert second.close_abandoned(now=NOW) == (run,)
    assert second.state(run) is RunState.INTERRUPTED
    assert list(second.evidence(run)) == ["政府网站"]
    second.close()


def test_closing_a_run_gives_its_lock_back(store: Store, tmp_path: Path) -> None:
    run = begin(store)
    lock_file = tmp_path / "var" / "locks" / f"run-{run}.lock"
    assert try_lock(lock_file) is None
    store.move(run, RunState.FAILED, now=NOW, note="原因")
    assert not lock_file.exists()
    assert store.close_abandoned(now=NOW) == ()
    assert store.state(run) is RunState.FAILED


def test_sqlite_lets_others_read_while_it_writes(tmp_path: Path) -> None:
    Store.open(f"sqlite:///{tmp_path / 'var' / 'zwgk.db'}", tmp_path / "var").close()
    with sqlite3.connect(tmp_path / "var" / "zwgk.db") as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_the_tables_are_those_of_the_models(store: Store) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    from zwgk.tables import Base

    with store.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def no_database(folder: Path) -> str:
    (folder / "text.db").write_text("这不是数据库" * 100, encoding="utf-8")
    return f"sqlite:///{folder / 'text.db'}"


def newer(folder: Path) -> str:
    url = f"sqlite:///{folder / 'newer.db'}"
    Store.open(url, folder).close()
    with sqlite3.connect(folder / "newer.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    return url


@pytest.mark.parametrize(
    ("make", "words"),
    [
        pytest.param(lambda folder: f"sqlite:///{folder}", "打不开数据库文件", id="a folder"),
        pytest.param(no_database, "不是数据库", id="another file"),
        pytest.param(lambda folder: "sqlite:////proc/no/zwgk.db", "无法使用", id="a place nobody can write"),
        pytest.param(newer, "升级程序", id="made by a newer version"),
        pytest.param(
            lambda folder: "postgresql+psycopg://zwgk:geheim@127.0.0.1:1/zwgk",
            "postgresql",
            id="a server that is not there",
        ),
    ],
)
def test_a_database_that_cannot_be_used_is_one_line(tmp_path: Path, make: object, words: str) -> None:
    with pytest.raises(StoreError) as error:
        Store.open(make(tmp_path), tmp_path)  # type: ignore[operator]
    assert words in str(error.value)
    assert "geheim" not in str(error.value)
    assert "\n" not in str(error.value)


def test_a_run_ends_when_it_is_judged_however_long_its_reports_take(store: Store) -> None:
    """Reports written later tell the same moment as those of the run itself."""
    run = begin(store)
    store.conclude(run, [result(Status.PASS)], frozenset(), ledger={}, changed={}, now=NOW + timedelta(minutes=1))
    store.move(run, RunState.REPORTED, now=NOW + timedelta(minutes=9))
    kept = store.run(run)
    assert kept is not None
    assert kept.finished == NOW + timedelta(minutes=1)
    failed = begin(store)
    store.move(failed, RunState.FAILED, now=NOW + timedelta(minutes=2))
    kept = store.run(failed)
    assert kept is not None
    assert kept.finished == NOW + timedelta(minutes=2)
