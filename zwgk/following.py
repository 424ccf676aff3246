"""Following findings up: the ledger, people's rulings and units' answers in the database."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date, datetime, tzinfo
from typing import Final

from pydantic import TypeAdapter
from sqlalchemy import Connection, Engine, bindparam, insert, select, update
from sqlalchemy.orm import Session

from checker.followed import Followed
from checker.ledger import FindingKey, LedgerEntry, Reply
from checker.result import Result
from checker.ruled import uses
from checker.rulings import Ruling
from zwgk.tables import LedgerRow, ReplyRow, RulingRow

_ENTRY: Final = TypeAdapter(LedgerEntry)
_RULING: Final = TypeAdapter(Ruling)


class Following:
    """What is followed up over runs. Every method commits before it returns; StoreError when that fails."""

    def __init__(self, engine: Engine, errors: Callable[[], AbstractContextManager[None]]) -> None:
        self._engine = engine
        self._errors = errors

    def ledger(self) -> dict[FindingKey, LedgerEntry]:
        """Every finding over runs."""
        with self._errors(), Session(self._engine) as session:
            entries = [_ENTRY.validate_json(text) for text in session.scalars(select(LedgerRow.entry))]
        return {entry.key: entry for entry in entries}

    def rulings(self) -> tuple[Ruling, ...]:
        """Every ruling ever made, oldest first."""
        wanted = select(RulingRow.ruling).order_by(RulingRow.made, RulingRow.id)
        with self._errors(), Session(self._engine) as session:
            return tuple(_RULING.validate_json(text) for text in session.scalars(wanted))

    def rule(self, ruling: Ruling, *, now: datetime) -> None:
        """Keep a new ruling."""
        text = _RULING.dump_json(ruling).decode()
        with self._errors(), Session(self._engine) as session:
            session.add(RulingRow(id=ruling.id, made=now, rule=ruling.rule, ruling=text))
            session.commit()

    def revoke(self, rulings: Sequence[Ruling], *, day: date, by: str) -> tuple[Ruling, ...]:
        """Revoke rulings from `day` on and return them so; what was in force before stays on record."""
        revoked = tuple(replace(ruling, revoked=day, revoked_by=by) for ruling in rulings)
        with self._errors(), Session(self._engine) as session:
            for ruling in revoked:
                session.get_one(RulingRow, ruling.id).ruling = _RULING.dump_json(ruling).decode()
            session.commit()
        return revoked

    def replies(self) -> dict[FindingKey, tuple[Reply, ...]]:
        """What units answered, by finding, oldest first."""
        found: dict[FindingKey, tuple[Reply, ...]] = {}
        with self._errors(), Session(self._engine) as session:
            for row in session.scalars(select(ReplyRow).order_by(ReplyRow.id)):
                key = FindingKey(rule=row.rule, unit=row.unit, code=row.code, place=row.place)
                found[key] = (*found.get(key, ()), Reply(key=key, text=row.text, by=row.by, on=row.on))
        return found

    def left_by(
        self,
        run: str,
        entries: Mapping[FindingKey, LedgerEntry],
        results: Sequence[Result],
        rulings: Sequence[Ruling],
        as_of: date,
        known: date,
    ) -> Followed:
        """What reports of a run say beyond its `results`: `entries` is the ledger as the run left it.

        `known` is the day until which people's decisions count (`decided_until`).
        """
        used = uses(results, rulings, as_of, known)
        return Followed(run=run, entries=entries, replies=self.replies(), uses=used)

    def reply(self, reply: Reply) -> None:
        """Keep an answer."""
        key = reply.key
        names = {"rule": key.rule, "unit": key.unit, "code": key.code, "place": key.place}
        with self._errors(), Session(self._engine) as session:
            session.add(ReplyRow(**names, text=reply.text, by=reply.by, on=reply.on))
            session.commit()


def decided_until(as_of: date, started: datetime, timezone: tzinfo) -> date:
    """The day until which people's decisions count in a run: an audit for a past day knows what was decided since."""
    return max(as_of, started.astimezone(timezone).date())


def keep_ledger(
    connection: Connection, before: Mapping[FindingKey, LedgerEntry], changed: Mapping[FindingKey, LedgerEntry]
) -> None:
    """Write what a run changed, in the connection's transaction; `before` is what the table holds."""
    fresh = [_row(entry) for key, entry in changed.items() if key not in before]
    known = [_row(entry) for key, entry in changed.items() if key in before]
    if fresh:
        connection.execute(insert(LedgerRow), fresh)
    if known:
        names = ("rule", "unit", "code", "place")
        values = ("state", "turned", "entry")
        wanted = [getattr(LedgerRow, name) == bindparam(f"key_{name}") for name in names]
        statement = update(LedgerRow).where(*wanted).values({name: bindparam(f"new_{name}") for name in values})
        connection.execute(
            statement,
            [{f"key_{n}": one[n] for n in names} | {f"new_{n}": one[n] for n in values} for one in known],
        )


def _row(entry: LedgerEntry) -> dict[str, str]:
    key = entry.key
    return {
        "rule": key.rule,
        "unit": key.unit,
        "code": key.code,
        "place": key.place,
        "state": entry.state.value,
        "turned": entry.turned,
        "entry": _ENTRY.dump_json(entry).decode(),
    }
