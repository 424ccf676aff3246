"""账号: who may sign in to the web service, as what, and the Argon2 hashes of their passwords."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Final

from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session

from zwgk.errors import UserError
from zwgk.tables import AccountRow, SessionRow

if TYPE_CHECKING:
    from argon2 import PasswordHasher

LEAST_PASSWORD: Final = 10
"""Characters; length beats forced mixtures (NIST SP 800-63B)."""
MOST_PASSWORD: Final = 256
_NAME: Final = re.compile(r"[A-Za-z0-9一-鿿][A-Za-z0-9一-鿿._@-]{0,31}")
# Each check takes 64 MiB and a core for a moment: a rush of sign-ins must not take the machine's.
_HASHING: Final = threading.BoundedSemaphore(2)


class Role(StrEnum):
    """What an account may do."""

    SUPERVISOR = "supervisor"  # 主管: sees everything, rules, releases, starts checks
    UNIT = "unit"  # 单位: sees and answers its own
    ADMIN = "admin"  # 管理员: as a supervisor, and accounts and the record of who did what


ROLES: Final = {Role.SUPERVISOR: "主管", Role.UNIT: "单位", Role.ADMIN: "管理员"}


@dataclass(frozen=True, kw_only=True)
class Account:
    """Somebody who may sign in; never carries the hash."""

    name: str
    role: Role
    unit: str
    """The unit of a unit's account; empty for the others."""
    active: bool
    has_password: bool
    created: datetime


class Accounts:
    """The accounts of one database. Every method commits before it returns; StoreError when that fails."""

    def __init__(self, engine: Engine, errors: Callable[[], AbstractContextManager[None]]) -> None:
        self._engine = engine
        self._errors = errors

    def all(self) -> Sequence[Account]:
        """By name."""
        with self._errors(), Session(self._engine) as session:
            return [_account(row) for row in session.scalars(select(AccountRow).order_by(AccountRow.name))]

    def find(self, name: str) -> Account | None:
        """The account of that name; None when there is none."""
        with self._errors(), Session(self._engine) as session:
            row = session.get(AccountRow, name) if _storable(name) else None
            return None if row is None else _account(row)

    def add(self, name: str, role: Role, *, unit: str = "", password: str | None, now: datetime) -> Account:
        """Make an account; without a password only a reverse proxy can sign it in. UserError when it cannot be."""
        if not _NAME.fullmatch(name):
            raise UserError(f"账号名“{name}”不合适：用汉字、字母、数字和 . _ @ -，不超过 32 个字符")
        if (role is Role.UNIT) != bool(unit):
            raise UserError("单位账号要写明是哪个单位，其他账号不写单位")
        row = AccountRow(
            name=name,
            role=role.value,
            unit=unit,
            password="" if password is None else hashed(name, password),
            active=True,
            created=now,
        )
        with self._errors(), Session(self._engine) as session:
            if session.get(AccountRow, name) is not None:
                raise UserError(f"已有账号“{name}”，请换一个名称")
            session.add(row)
            session.commit()
            return _account(row)

    def set_password(self, name: str, password: str) -> None:
        """Give an account another password and end its sessions; UserError when there is no such account."""
        fresh = hashed(name, password)
        with self._errors(), Session(self._engine) as session:
            _known(session, name).password = fresh
            session.execute(delete(SessionRow).where(SessionRow.account == name))
            session.commit()

    def set_active(self, name: str, *, active: bool) -> None:
        """Let an account sign in, or no more: then its sessions end. UserError when there is no such account."""
        with self._errors(), Session(self._engine) as session:
            _known(session, name).active = active
            if not active:
                session.execute(delete(SessionRow).where(SessionRow.account == name))
            session.commit()

    def verify(self, name: str, password: str) -> Account | None:
        """The account when name and password are right and it is active; it takes as long when they are not."""
        with self._errors(), Session(self._engine) as session:
            row = session.get(AccountRow, name) if _storable(name) else None
            kept = row.password if row is not None and row.active else ""
            account = None if row is None else _account(row)
        if len(password) > MOST_PASSWORD or not _storable(password):
            password = ""
        return account if _matches(kept or _nobody(), password) and kept else None


def hashed(name: str, password: str) -> str:
    """The Argon2id hash of a new password; UserError when it is too short, too long or the name itself."""
    if len(password) < LEAST_PASSWORD:
        raise UserError(f"密码太短，至少 {LEAST_PASSWORD} 个字符")
    if len(password) > MOST_PASSWORD or not _storable(password):
        raise UserError(f"密码太长（最多 {MOST_PASSWORD} 个字符）或含有不能用的字符")
    if name.casefold() in password.casefold() and len(password) < 2 * LEAST_PASSWORD:
        raise UserError("密码里不要带账号名")
    if len(set(password)) < 4:
        raise UserError("密码太简单，请不要重复同样的字符")
    with _HASHING:
        return _hasher().hash(password)


def _matches(kept: str, password: str) -> bool:
    from argon2.exceptions import Argon2Error, InvalidHashError

    try:
        with _HASHING:
            return _hasher().verify(kept, password)
    except (Argon2Error, InvalidHashError):
        return False


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher  # needed only where somebody signs in

    return PasswordHasher()


@cache
def _nobody() -> str:
    """A hash nobody's password has: an unknown name must not be told by the time that its refusal takes."""
    return _hasher().hash("没有这样的账号")


def _known(session: Session, name: str) -> AccountRow:
    row = session.get(AccountRow, name) if _storable(name) else None
    if row is None:
        raise UserError(f"没有账号“{name}”，用 zwgk account list 查看全部账号")
    return row


def _storable(text: str) -> bool:
    """Whether a database takes the text: no NUL, nothing that is half a character."""
    return "\0" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)


def _account(row: AccountRow) -> Account:
    return Account(
        name=row.name,
        role=Role(row.role),
        unit=row.unit,
        active=row.active,
        has_password=bool(row.password),
        created=row.created,
    )
