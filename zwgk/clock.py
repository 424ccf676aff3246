"""A clock that was ahead: what was done meanwhile must not count as the newest for as long as it was ahead.

A machine whose battery is empty, or that was set by hand, may run for a night in another year. What an audit says
then is wrong (everything looks old), and its day is later than those of all audits to come. Whether such a run was
ahead or today's clock is behind cannot be told for sure, so only what is plain is put right without being asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from pydantic import TypeAdapter
from sqlalchemy import Connection, delete, select, update

from checker.rulings import Ruling
from zwgk.actions import Act, Actions, system_user
from zwgk.retention import KnownRun, known_runs
from zwgk.steps import clamp, take_back
from zwgk.store import Store
from zwgk.tables import MemoryRow, ReplyRow, RulingRow, RunRow, RunState

BELIEVED: Final = timedelta(hours=24)
"""How far ahead of the clock a moment of the past may be: less is a clock that was set a little."""
_PLAIN: Final = timedelta(days=30)
"""From so far ahead on, and only when the last other run is not longer ago, it is the runs that were wrong."""
_RULING: Final = TypeAdapter(Ruling)
_MOMENT: Final = timedelta(seconds=1)
_SHOWN: Final = 5


def set_right(store: Store, *, now: datetime) -> str:
    """Take back the runs that were made while the clock was ahead, all or none; in Chinese what was done, or is to do.

    They count as failed, the ledger is what it was before them, and what people decided holds from today. Empty when
    every run was begun by now; those that are under way are left to those who make them.
    """
    known = [run for run in known_runs(store) if run.state not in (RunState.PLANNED, RunState.CRAWLING)]
    ahead = [run for run in known if run.started > now + BELIEVED]
    if not ahead:
        return ""
    names = _names(ahead)
    if not _plain(ahead, [run for run in known if run not in ahead], now):
        return (
            f"注意：轮次 {names} 的开始时间晚于现在（{now:%Y-%m-%d %H:%M}），不是现在的时钟慢了，就是当时的快了。"
            "请核对时钟（timedatectl）；是当时快了的，用 zwgk db void 轮次 作废那一轮"
        )
    with store.errors(), store.engine.begin() as connection:
        for run in sorted(ahead, key=lambda run: (run.started, run.id), reverse=True):
            shown = f"{run.started.astimezone(now.tzinfo):%Y-%m-%d %H:%M}"
            _void(connection, run, f"检查时本机时钟超前，显示为 {shown}，本轮作废", now)
        clamp(connection, {run.as_of for run in ahead}, now.date())
        _people(connection, now)
    Actions(store.engine, store.errors).keep(
        Act.VOIDED, by=system_user(), now=now, subject=names, detail="开始时间晚于现在，由程序作废"
    )
    return f"本机时钟曾经超前：轮次 {names} 的开始时间晚于现在（{now:%Y-%m-%d %H:%M}），已作废，台账恢复到它们之前"


def void(store: Store, run: str, *, note: str, by: str, now: datetime) -> None:
    """Take one run back: it counts as failed, and the ledger is what it was before it. The run must exist."""
    (known,) = (one for one in known_runs(store) if one.id == run)
    with store.errors(), store.engine.begin() as connection:
        _void(connection, known, note, now)
        if known.started > now:
            clamp(connection, {known.as_of}, now.date())
    Actions(store.engine, store.errors).keep(Act.VOIDED, by=by, now=now, subject=run, detail=note)


def _plain(ahead: Sequence[KnownRun], others: Sequence[KnownRun], now: datetime) -> bool:
    """Whether it is the runs that were wrong: few, far away, and today's clock goes on where the other runs end."""
    whole = [run.started for run in others if run.complete and run.judged]
    if not whole or len(ahead) > len(others):
        return False
    return max(whole) > now - _PLAIN and min(run.started for run in ahead) > now + _PLAIN


def _void(connection: Connection, run: KnownRun, note: str, now: datetime) -> None:
    if run.judged:
        take_back(connection, run.id, run.as_of)
    connection.execute(delete(MemoryRow).where(MemoryRow.run == run.id))
    state = RunState.FAILED if run.judged else run.state
    # Without a digest it is not gone on with: what it saw is not to be judged again.
    values: dict[str, object] = {"state": state, "note": note, "released": None, "rules_digest": ""}
    if run.started > now:  # who asks for the newest run must find those that follow
        values |= {"started": now - _MOMENT, "finished": now}
    connection.execute(update(RunRow).where(RunRow.id == run.id).values(**values))


def _people(connection: Connection, now: datetime) -> None:
    """A ruling holds from the day it was made, and until the day it was revoked: neither may be to come."""
    today, latest = now.date(), (now + BELIEVED).date()
    for row in connection.execute(select(RulingRow.__table__)).all():
        ruling = _RULING.validate_json(row.ruling)
        on = today if ruling.on > latest else ruling.on
        revoked = today if ruling.revoked is not None and ruling.revoked > latest else ruling.revoked
        if (on, revoked) != (ruling.on, ruling.revoked):
            text = _RULING.dump_json(replace(ruling, on=on, revoked=revoked)).decode()
            values = {"made": min(row.made, now), "ruling": text}
            connection.execute(update(RulingRow).where(RulingRow.id == row.id).values(**values))
    connection.execute(update(ReplyRow).where(ReplyRow.on > latest).values(on=today))


def _names(runs: Sequence[KnownRun]) -> str:
    names = sorted(run.id for run in runs)
    return "、".join(names[:_SHOWN]) + (f" 等 {len(names)} 轮" if len(names) > _SHOWN else "")
