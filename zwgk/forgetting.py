"""What belongs to no run and would grow for ever: for how long it is kept.

The ledger, rulings and answers stay for good. Sessions and refused sign-ins go by themselves when they have run out
(zwgk.web.sessions), steps of the ledger with the newest runs (zwgk.steps).
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, Connection, delete, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from checker.ledger import LedgerEntry
from zwgk.config import Config
from zwgk.database import StoreError
from zwgk.news import digest, newest_whole
from zwgk.notices import NoticeKind
from zwgk.retention import known_runs, tidy
from zwgk.settings import RetentionSettings
from zwgk.store import Store
from zwgk.tables import ActionRow, Base, LearnedRow, MemoryRow, NoticeRow, ProbeRow, RunRow

logger = logging.getLogger(__name__)

_MANY: Final = 400
"""Rows named in one statement; SQLite of old takes 999 values."""
NAMES: Final[Mapping[str, str]] = {
    "probes": "首页访问记录",
    "actions": "操作记录",
    "notices": "通知记录",
    "memories": "栏目记忆",
    "learned": "栏目地址",
}


def tidy_up(config: Config, store: Store, *, now: datetime) -> None:
    """After a check, let go of runs that are outdated and of what else is; what fails is logged, the check stands."""
    tidy(config, store, now=now)
    try:
        forget(store, config.retention, now=now)
    except StoreError as error:
        logger.warning("what is outdated stays for now: %s", error)


def forget(store: Store, wanted: RetentionSettings, *, now: datetime, only_count: bool = False) -> dict[str, int]:
    """Remove what is older than it is kept for; how many rows of which table, those that there are none of left out.

    Age counts up to the whole run before the newest one, as that of runs: a clock that is ahead for a night costs
    nothing.
    """
    whole = sorted((run.started for run in known_runs(store) if run.complete and run.judged), reverse=True)
    until = min([now, *whole[1:2]])
    gone: dict[str, int] = {}
    notices = _over(store, until - timedelta(days=wanted.notices))
    with store.errors(), store.engine.begin() as connection:
        for row, condition in _outdated(wanted, until):
            gone[row.__tablename__] = _count(connection, row, condition)
            if not only_count and gone[row.__tablename__]:
                connection.execute(delete(row).where(condition))
        gone[NoticeRow.__tablename__] = sum(len(digests) for digests in notices.values())
        for recipient, digests in {} if only_count else notices.items():
            for start in range(0, len(digests), _MANY):
                mine = NoticeRow.digest.in_(digests[start : start + _MANY])
                connection.execute(delete(NoticeRow).where(NoticeRow.recipient == recipient, mine))
    return {name: count for name, count in gone.items() if count}


def _outdated(wanted: RetentionSettings, until: datetime) -> Iterator[tuple[type[Base], ColumnElement[bool]]]:
    def before(moment: InstrumentedAttribute[datetime], days: int) -> ColumnElement[bool]:
        return moment < until - timedelta(days=days)

    yield ProbeRow, before(ProbeRow.at, wanted.probes)
    yield ActionRow, before(ActionRow.at, wanted.actions)
    known = select(RunRow.id)
    # Places that nobody asks for any more: of what is asked, every whole run remembers anew. What a run told of a day
    # long past (`--as-of`) is as new as the run.
    yield MemoryRow, MemoryRow.run.not_in(known) & (MemoryRow.as_of < (until - timedelta(days=wanted.days)).date())
    still = select(MemoryRow.place).where(MemoryRow.site == LearnedRow.site, MemoryRow.place == LearnedRow.place)
    yield LearnedRow, LearnedRow.run.not_in(known) & ~still.exists()


def _count(connection: Connection, row: type[Base], condition: ColumnElement[bool]) -> int:
    return connection.scalar(select(func.count()).select_from(row).where(condition)) or 0


def _over(store: Store, before: datetime) -> dict[str, Sequence[str]]:
    """Digests by recipient of what was told before then and can come up no more: openings that others followed.

    What the ledger may still ask for stays however old it is, or somebody would be told twice.
    """
    ended = newest_whole(store)
    last = "" if ended is None else ended.run.id
    wanted = (
        select(NoticeRow.recipient, NoticeRow.digest)
        .where(NoticeRow.at < before, NoticeRow.kind != NoticeKind.SINCE.value)
        .where(or_(NoticeRow.kind != NoticeKind.FAILURE.value, NoticeRow.run != last))
    )
    with store.errors(), Session(store.engine) as session:
        old = session.execute(wanted).all()
    if not old:
        return {}
    asked = {named for entry in store.following.ledger().values() for named in _asked(entry)}
    over: dict[str, list[str]] = {}
    for recipient, named in old:
        if named not in asked:
            over.setdefault(recipient, []).append(named)
    return dict(over)


def _asked(entry: LedgerEntry) -> Iterator[str]:
    """Digests that news of a line look for (zwgk.news.changes), now or when it is opened again."""
    for openings in (entry.openings - 1, entry.openings, entry.openings + 1):
        for kind in NoticeKind:
            yield digest(replace(entry, openings=openings), kind)
