"""Who is signed in, and how often signing in was refused: in the database, so that it outlives a restart."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, Engine, delete, func, insert, or_, select
from sqlalchemy.orm import Session

from zwgk.accounts import Role
from zwgk.clock import BELIEVED
from zwgk.tables import AccountRow, RefusalRow, SessionRow

WINDOW: Final = timedelta(minutes=15)
#: Refused attempts within the window after which no more are looked at: of one name from one address, of one name from
#: anywhere (who guesses slowly from many places), from one address (who tries one password on many names). The first is
#: small; the second is not, or anybody could lock anybody out.
MOST_OF_BOTH: Final = 5
MOST_OF_ACCOUNT: Final = 50
MOST_OF_ADDRESS: Final = 50
_FORGOTTEN: Final = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Identity:
    """Who makes a request."""

    name: str
    role: Role
    unit: str
    """The unit of a unit's account; empty for the others."""
    csrf: str
    """What a form or a state-changing call must bring along."""
    token: str
    """Digest that names the session."""

    @property
    def sees_all(self) -> bool:
        """Whether it is nobody's unit account."""
        return self.role is not Role.UNIT


class Sessions:
    """The sessions of one database. Every method commits before it returns; StoreError when that fails."""

    def __init__(self, engine: Engine, errors: Callable[[], AbstractContextManager[None]], lasts: timedelta) -> None:
        self._engine = engine
        self._errors = errors
        self._lasts = lasts

    def begin(self, account: str, *, now: datetime) -> str:
        """Sign an account in; what its cookie is to hold. Sessions that have run out are removed on the way."""
        cookie = secrets.token_urlsafe(32)
        row = {
            "token": _digest(cookie),
            "account": account,
            "csrf": secrets.token_urlsafe(32),
            "created": now,
            "expires": now + self._lasts,
        }
        with self._errors(), self._engine.begin() as connection:
            connection.execute(delete(SessionRow).where(SessionRow.expires <= now))
            connection.execute(insert(SessionRow).values(**row))
        return cookie

    def find(self, cookie: str, *, now: datetime) -> Identity | None:
        """Whose cookie it is; None when it is nobody's, has run out, or the account is active no more."""
        wanted = (
            select(SessionRow, AccountRow)
            .join(AccountRow, AccountRow.name == SessionRow.account)
            .where(SessionRow.token == _digest(cookie), SessionRow.expires > now, AccountRow.active.is_(True))
            .where(SessionRow.created <= now + BELIEVED)
        )
        with self._errors(), Session(self._engine) as session:
            found = session.execute(wanted).one_or_none()
            if found is None:
                return None
            row, account = found
            return Identity(
                name=account.name, role=Role(account.role), unit=account.unit, csrf=row.csrf, token=row.token
            )

    def end(self, token: str) -> None:
        """Sign out; `token` as of `Identity`."""
        with self._errors(), self._engine.begin() as connection:
            connection.execute(delete(SessionRow).where(SessionRow.token == token))


class Attempts:
    """What limits how often signing in can be tried."""

    def __init__(self, engine: Engine, errors: Callable[[], AbstractContextManager[None]]) -> None:
        self._engine = engine
        self._errors = errors

    def begin(self, account: str, address: str, *, now: datetime) -> bool:
        """Count an attempt before its password is looked at, so that a hundred at once count as a hundred.

        False when there were too many: such an attempt is not looked at, nor counted, or who goes on trying would never
        be let in again.
        """
        account, address = _short(account), address[:64]
        by_name, by_address = RefusalRow.account == account, RefusalRow.address == address
        with self._errors(), self._engine.begin() as connection:
            # Those to come were made with a clock that was ahead, and would lock people out until then.
            over = or_(RefusalRow.at <= now - _FORGOTTEN, RefusalRow.at > now + _FORGOTTEN)
            connection.execute(delete(RefusalRow).where(over))
            made = connection.execute(insert(RefusalRow).values(account=account, address=address, at=now))
            key = made.inserted_primary_key
        # Counted in a transaction of its own: what others began at the same moment is seen by one of both.
        with self._errors(), self._engine.begin() as connection:

            def count(*conditions: ColumnElement[bool]) -> int:
                wanted = select(func.count()).select_from(RefusalRow).where(RefusalRow.at > now - WINDOW, *conditions)
                return connection.scalar(wanted) or 0

            if (
                count(by_name, by_address) <= MOST_OF_BOTH
                and count(by_name) <= MOST_OF_ACCOUNT
                and count(by_address) <= MOST_OF_ADDRESS
            ):
                return True
            if key is not None:
                connection.execute(delete(RefusalRow).where(RefusalRow.id == key[0]))
            return False

    def succeeded(self, account: str, address: str) -> None:
        """The password was right: what was refused to this name from this address is forgotten."""
        mine = (RefusalRow.account == _short(account), RefusalRow.address == address[:64])
        with self._errors(), self._engine.begin() as connection:
            connection.execute(delete(RefusalRow).where(*mine))


def _digest(cookie: str) -> str:
    return hashlib.sha256(cookie.encode(errors="replace")).hexdigest()


def _short(account: str) -> str:
    """A name of any length and signs in a column of 64."""
    return account if account.isprintable() and len(account) <= 32 else _digest(account)
