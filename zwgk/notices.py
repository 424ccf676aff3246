"""What recipients were told and are still to be told: a row for each change and recipient, so that nobody hears twice.

A message is claimed before it is sent: a program that dies between the two leaves it `sending`, and nobody sends it
again. At most once is what officials want; what may not have arrived is shown by `zwgk notify`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy import Engine, Update, insert, select, update
from sqlalchemy.exc import IntegrityError

from zwgk.database import StoreError
from zwgk.tables import NoticeRow

MOST_TRIES: Final = 8
_FIRST_PAUSE: Final = timedelta(minutes=5)
_LONGEST_PAUSE: Final = timedelta(hours=6)
_MANY: Final = 400
"""Rows named in one statement; SQLite of old takes 999 values."""


class NoticeKind(StrEnum):
    """What a recipient is told of."""

    OPENED = "opened"  # a finding is new, or is back
    RECTIFIED = "rectified"
    WORSE = "worse"  # a finding that stands has grown worse
    FAILURE = "failure"  # of a run
    SINCE = "since"  # nothing: marks that what stood before was there before the recipient was


class NoticeState(StrEnum):
    """Where it stands."""

    KNOWN = "known"  # was there before the recipient was, or came and went untold: never sent
    WAITING = "waiting"
    SENDING = "sending"  # claimed; when no program is at it any more, nobody knows whether it arrived
    SENT = "sent"
    FAILED = "failed"  # is tried again, so many times by itself
    MOOT = "moot"  # was over before it was told


UNTOLD: Final = frozenset({NoticeState.WAITING, NoticeState.FAILED})


@dataclass(frozen=True, kw_only=True)
class Notice:
    """One change and one recipient."""

    recipient: str
    """Name in the configuration."""
    digest: str
    run: str
    """The run that brought it up."""
    kind: NoticeKind
    state: NoticeState
    at: datetime
    """Of its last change."""
    tries: int = 0
    detail: str = ""
    """Chinese: of a failure what failed, else why it could not be sent."""

    def due(self, now: datetime) -> bool:
        """Whether it is to be sent by itself now."""
        if self.state is NoticeState.WAITING:
            return True
        pause = min(_FIRST_PAUSE * 2 ** max(self.tries - 1, 0), _LONGEST_PAUSE)
        # A clock that was set back must not silence it for ever.
        waited = abs(now - self.at)
        return self.state is NoticeState.FAILED and self.tries < MOST_TRIES and waited >= pause


class Notices:
    """The table. Every method commits before it returns; StoreError when that fails."""

    def __init__(self, engine: Engine, errors: Callable[[], AbstractContextManager[None]]) -> None:
        self._engine = engine
        self._errors = errors

    def of(self, recipient: str) -> Mapping[str, Notice]:
        """Everything of a recipient, by digest."""
        wanted = select(NoticeRow.__table__).where(NoticeRow.recipient == recipient)
        with self._errors(), self._engine.connect() as connection:
            rows = connection.execute(wanted).mappings().all()
        return {
            row["digest"]: Notice(**{**row, "kind": NoticeKind(row["kind"]), "state": NoticeState(row["state"])})
            for row in rows
        }

    def keep(self, notices: Iterable[Notice]) -> None:
        """Add them, all or nothing; what another program added a moment before stays as that program has it."""
        rows = [_row(one) for one in notices]
        for start in range(0, len(rows), _MANY):
            chunk = rows[start : start + _MANY]
            try:
                with self._errors(), self._engine.begin() as connection:
                    connection.execute(insert(NoticeRow), chunk)
            except StoreError as error:
                if not isinstance(error.__cause__, IntegrityError):
                    raise
                self._keep_singly(chunk)

    def _keep_singly(self, rows: Sequence[Mapping[str, object]]) -> None:
        for row in rows:
            try:
                with self._errors(), self._engine.begin() as connection:
                    connection.execute(insert(NoticeRow), [row])
            except StoreError as error:
                if not isinstance(error.__cause__, IntegrityError):
                    raise

    def turn(
        self, recipient: str, digests: Collection[str], *, frm: Collection[NoticeState], to: NoticeState, now: datetime
    ) -> None:
        """Put those of these that are in one of the states `frm` into the state `to`."""
        listed = sorted(digests)
        with self._errors(), self._engine.begin() as connection:
            for start in range(0, len(listed), _MANY):
                mine = _mine(recipient, listed[start : start + _MANY], frm)
                connection.execute(mine.values(state=to.value, at=now))

    def claim(self, recipient: str, digests: Collection[str], *, now: datetime) -> bool:
        """Take them for sending, all or none; False when another program has one of them."""
        listed = sorted(digests)
        with self._errors(), self._engine.connect() as connection, connection.begin() as turn:
            for start in range(0, len(listed), _MANY):
                chunk = listed[start : start + _MANY]
                mine = _mine(recipient, chunk, UNTOLD)
                values = {"state": NoticeState.SENDING.value, "at": now, "tries": NoticeRow.tries + 1}
                if connection.execute(mine.values(values)).rowcount != len(chunk):
                    turn.rollback()
                    return False
            return True

    def settle(self, recipient: str, digests: Collection[str], *, sent: bool, detail: str, now: datetime) -> None:
        """Say what became of what was claimed; `detail` is kept, but a failure's own words stay."""
        state = NoticeState.SENT if sent else NoticeState.FAILED
        listed = sorted(digests)
        with self._errors(), self._engine.begin() as connection:
            for start in range(0, len(listed), _MANY):
                mine = _mine(recipient, listed[start : start + _MANY], {NoticeState.SENDING})
                connection.execute(mine.where(NoticeRow.kind != NoticeKind.FAILURE.value).values(detail=detail[:500]))
                connection.execute(mine.values(state=state.value, at=now))


def _row(notice: Notice) -> dict[str, object]:
    return {**asdict(notice), "kind": notice.kind.value, "state": notice.state.value, "detail": notice.detail[:500]}


def _mine(recipient: str, digests: Sequence[str], states: Collection[NoticeState]) -> Update:
    return update(NoticeRow).where(
        NoticeRow.recipient == recipient,
        NoticeRow.digest.in_(digests),
        NoticeRow.state.in_([state.value for state in states]),
    )
