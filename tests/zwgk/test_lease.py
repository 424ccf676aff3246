"""Leases: one holder at a time, dead ones block nobody on their machine, others only as long as they were granted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from zwgk.lease import AUDIT, Leases, LeaseTakenError
from zwgk.store import Store
from zwgk.tables import LeaseRow

NOW = datetime(2026, 3, 1, 2, 0, tzinfo=UTC)


@pytest.fixture
def store(database: str, tmp_path: Path) -> Iterator[Store]:
    store = Store.open(database, tmp_path)
    yield store
    store.close()


def leases(store: Store, folder: Path, now: datetime = NOW) -> Leases:
    return Leases(store.engine, store.errors, folder / "locks", lambda: now)


def rows(store: Store) -> list[str]:
    with Session(store.engine) as session:
        return list(session.scalars(select(LeaseRow.what)))


def test_one_at_a_time_and_given_back(store: Store, tmp_path: Path) -> None:
    mine, others = leases(store, tmp_path), leases(store, tmp_path)
    with mine.held(AUDIT, "甲"):
        assert rows(store) == ["甲"]
        with pytest.raises(LeaseTakenError, match="甲"), others.held(AUDIT, "乙"):
            pass
        with others.held("another", "丙"):
            pass
    assert rows(store) == []
    with others.held(AUDIT, "乙"):
        assert rows(store) == ["乙"]


def test_given_back_when_its_work_fails(store: Store, tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), leases(store, tmp_path).held(AUDIT, "甲"):
        raise ZeroDivisionError
    assert rows(store) == []


def left_behind(store: Store, tmp_path: Path, machine: str, until: datetime) -> None:
    """What a program leaves that was killed while it held the lease."""
    with leases(store, tmp_path).held("another", "gives the machine its name"):
        own = (tmp_path / "locks" / "machine").read_text(encoding="ascii")
    with store.engine.begin() as connection:
        connection.execute(
            insert(LeaseRow).values(name=AUDIT, holder="dead", machine=machine or own, what="旧", until=until)
        )


@pytest.mark.parametrize(
    ("machine", "until", "free"),
    [
        pytest.param("", timedelta(seconds=100), True, id="a dead program of this machine"),
        pytest.param("", timedelta(days=300), True, id="of this machine, and the clock was set back since"),
        pytest.param("elsewhere", timedelta(seconds=100), False, id="another machine may still be at work"),
        pytest.param("elsewhere", timedelta(seconds=-1), True, id="another machine that did not renew it"),
    ],
)
def test_what_a_killed_program_leaves(store: Store, tmp_path: Path, machine: str, until: timedelta, free: bool) -> None:
    left_behind(store, tmp_path, machine, NOW + until)
    if free:
        with leases(store, tmp_path).held(AUDIT, "新"):
            assert rows(store) == ["新"]
    else:
        with pytest.raises(LeaseTakenError, match="旧"), leases(store, tmp_path).held(AUDIT, "新"):
            pass
        assert rows(store) == ["旧"]
