"""操作记录: who did what, when, to what, from where. Entries are only ever added."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import Engine, insert, select

from zwgk.tables import ActionRow


class Act(StrEnum):
    """What people do that is kept on record."""

    SIGN_IN = "sign-in"
    SIGN_IN_REFUSED = "sign-in-refused"
    SIGN_OUT = "sign-out"
    PASSWORD = "password"
    ACCOUNT_ADDED = "account-added"
    ACCOUNT_DISABLED = "account-disabled"
    ACCOUNT_ENABLED = "account-enabled"
    CHECK = "check"
    CHECK_CANCELLED = "check-cancelled"
    RELEASE = "release"
    RULING = "ruling"
    REVOKED = "revoked"
    REPLY = "reply"
    UPLOAD = "upload"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    ADOPTED = "adopted"
    DERIVED = "derived"
    DISCARDED = "discarded"
    EXPORT = "export"
    PINNED = "pinned"
    UNPINNED = "unpinned"
    PRUNED = "pruned"
    RESTORED = "restored"
    VOIDED = "voided"


ACTS: Final[Mapping[Act, str]] = {
    Act.SIGN_IN: "登录",
    Act.SIGN_IN_REFUSED: "登录被拒",
    Act.SIGN_OUT: "退出",
    Act.PASSWORD: "更改密码",
    Act.ACCOUNT_ADDED: "新建账号",
    Act.ACCOUNT_DISABLED: "停用账号",
    Act.ACCOUNT_ENABLED: "启用账号",
    Act.CHECK: "立即检查",
    Act.CHECK_CANCELLED: "取消检查",
    Act.RELEASE: "发布轮次",
    Act.RULING: "登记裁定",
    Act.REVOKED: "撤销裁定",
    Act.REPLY: "整改反馈",
    Act.UPLOAD: "上传文件",
    Act.ACCEPTED: "采纳建议规则",
    Act.REJECTED: "不再采纳建议规则",
    Act.ADOPTED: "启用规则集",
    Act.DERIVED: "生成规则集",
    Act.DISCARDED: "删除草稿",
    Act.EXPORT: "导出",
    Act.PINNED: "长期保留轮次",
    Act.UNPINNED: "取消长期保留",
    Act.PRUNED: "删除超期轮次",
    Act.RESTORED: "恢复数据库",
    Act.VOIDED: "作废轮次",
}
_WIDEST: Final = {"by": 64, "subject": 255, "detail": 2000, "address": 64}


@dataclass(frozen=True, kw_only=True)
class Action:
    """One entry."""

    id: int
    at: datetime
    by: str
    """Name of the account, or of the user of the operating system who ran a command."""
    what: str
    """An `Act`, or the word of a newer version."""
    subject: str
    detail: str
    address: str
    """Of the client; empty for commands."""

    @property
    def name(self) -> str:
        """In Chinese."""
        return ACTS[Act(self.what)] if self.what in tuple(Act) else self.what


class Actions:
    """The record of one database. Every method commits before it returns; StoreError when that fails."""

    def __init__(self, engine: Engine, errors: Callable[[], AbstractContextManager[None]]) -> None:
        self._engine = engine
        self._errors = errors

    def keep(
        self, what: Act, *, by: str, now: datetime, subject: str = "", detail: str = "", address: str = ""
    ) -> None:
        """Add an entry; words longer than there is room for are cut."""
        words = {"by": by, "subject": subject, "detail": detail, "address": address}
        cut = {name: word.replace("\0", "")[: _WIDEST[name]] for name, word in words.items()}
        with self._errors(), self._engine.begin() as connection:
            connection.execute(insert(ActionRow).values(at=now, what=what.value, **cut))

    def newest(self, count: int, *, before: int | None = None) -> Sequence[Action]:
        """The newest entries, newest first; with `before`, only those of a smaller id."""
        wanted = select(ActionRow.__table__).order_by(ActionRow.id.desc()).limit(count)
        if before is not None:
            wanted = wanted.where(ActionRow.id < before)
        with self._errors(), self._engine.connect() as connection:
            return [Action(**row._mapping) for row in connection.execute(wanted)]


def system_user() -> str:
    """Who runs a command on this machine, as far as the system knows."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container's number without a name
        return "（未知用户）"
