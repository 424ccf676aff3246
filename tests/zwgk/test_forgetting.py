"""What belongs to no run is kept for so long, and nobody is told twice for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select
from zwgk_cases import NOW

from checker.ledger import FindingKey, LedgerEntry, LedgerState
from checker.result import Status
from crawler.surveyed import Probe
from zwgk.actions import Act, Actions
from zwgk.forgetting import forget
from zwgk.news import digest
from zwgk.notices import Notice, NoticeKind, Notices, NoticeState
from zwgk.settings import RetentionSettings
from zwgk.store import Store
from zwgk.tables import Base, LearnedRow, MemoryRow, RunState

DAY = timedelta(days=1)
YEARS = 1500
ENTRY = LedgerEntry(
    key=FindingKey(rule="r", code="stale-column"),
    state=LedgerState.RECTIFIED,
    status=Status.FAIL,
    message="",
    site="政府网站",
    opened=date(2022, 1, 1),
    first_opened=date(2022, 1, 1),
    runs=1,
    openings=3,
    seen=date(2022, 1, 1),
    looked=date(2022, 1, 1),
)


@pytest.fixture
def store(database: str, tmp_path: Path) -> Iterator[Store]:
    with closing(Store.open(database, tmp_path)) as opened:
        yield opened


def runs(store: Store, *ages: int) -> list[str]:
    """Whole runs of so many days ago."""
    names = []
    for age in ages:
        begun = NOW - age * DAY
        names.append(store.begin(now=begun, as_of=begun.date(), rules_digest="d", complete=True))
        store.move(names[-1], RunState.REPORTED, now=begun)
    return names


def rows(store: Store, table: str) -> int:
    with store.engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(Base.metadata.tables[table])) or 0


def notice(store: Store, named: str, age: int, kind: NoticeKind = NoticeKind.OPENED, run: str = "x") -> None:
    one = Notice(recipient="主管", digest=named, run=run, kind=kind, state=NoticeState.SENT, at=NOW - age * DAY)
    Notices(store.engine, store.errors).keep([one])


def test_what_is_old_goes_and_what_is_not_stays(store: Store) -> None:
    runs(store, 2, 1)
    actions = Actions(store.engine, store.errors)
    for age in (YEARS, 1000, 1):
        actions.keep(Act.REPLY, by="主任", now=NOW - age * DAY)
    for age in (70, 50, 1):
        store.watching.record_probe("政府网站", Probe(at=NOW - age * DAY, seconds=1.0, ok=True))
    assert forget(store, RetentionSettings(), now=NOW, only_count=True) == {"actions": 1, "probes": 1}
    assert (rows(store, "actions"), rows(store, "probes")) == (3, 3)
    assert forget(store, RetentionSettings(), now=NOW) == {"actions": 1, "probes": 1}
    assert (rows(store, "actions"), rows(store, "probes")) == (2, 2)
    assert forget(store, RetentionSettings(), now=NOW) == {}


def test_a_clock_that_is_ahead_costs_nothing(store: Store) -> None:
    runs(store, 2, 1)
    Actions(store.engine, store.errors).keep(Act.REPLY, by="主任", now=NOW - DAY)
    assert forget(store, RetentionSettings(), now=NOW + 5000 * DAY) == {}


def test_nobody_is_told_twice_for_it(store: Store) -> None:
    """Notices stay that the ledger may still ask for: of a line as it stands, and of its next opening."""
    (last,) = runs(store, 1)
    begun = store.begin(now=NOW, as_of=NOW.date(), rules_digest="d", complete=True)
    changed = {ENTRY.key: ENTRY}
    store.conclude(begun, (), frozenset(), ledger={}, changed=changed, now=NOW)
    asked = [
        digest(ENTRY, NoticeKind.OPENED),
        digest(ENTRY, NoticeKind.RECTIFIED),
        digest(replace(ENTRY, openings=2), NoticeKind.RECTIFIED),
    ]
    over = digest(replace(ENTRY, openings=1), NoticeKind.OPENED)
    for named in (*asked, over):
        notice(store, named, YEARS)
    notice(store, "young", 300)
    notice(store, "since", YEARS, NoticeKind.SINCE)
    notice(store, "failed", YEARS, NoticeKind.FAILURE, run="long ago")
    notice(store, "failed last", YEARS, NoticeKind.FAILURE, run=begun)
    assert forget(store, RetentionSettings(), now=NOW) == {"notices": 2}
    kept = Notices(store.engine, store.errors).of("主管")
    assert kept.keys() == {*asked, "young", "since", "failed last"}
    assert last


def test_places_nobody_asks_for_any_more(store: Store) -> None:
    known, _ = runs(store, 2, 1)
    place = {"site": "政府网站", "path": "公告", "url": "http://a/", "trail": "[]", "match": "exact", "similarity": 1.0}
    with store.engine.begin() as connection:
        for name, run in (("asked", known), ("remembered", "gone"), ("old", "gone")):
            connection.execute(insert(LearnedRow).values(place=name, run=run, **place))
        for name, age in (("remembered", 3), ("old", 500)):
            row = {"site": "政府网站", "place": name, "run": "gone", "evidence": "{}"}
            connection.execute(insert(MemoryRow).values(as_of=(NOW - age * DAY).date(), **row))
    assert forget(store, RetentionSettings(), now=NOW) == {"memories": 1, "learned": 1}
    with store.engine.connect() as connection:
        assert set(connection.scalars(select(LearnedRow.place))) == {"asked", "remembered"}
