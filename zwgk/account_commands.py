"""`zwgk account`: who may sign in to the web service."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zwgk.chinese_click import ChineseGroup
from zwgk.errors import UserError
from zwgk.options import Session, config_option
from zwgk.terminal import say, table

if TYPE_CHECKING:
    from zwgk.accounts import Accounts
    from zwgk.actions import Act
    from zwgk.config import Config
    from zwgk.store import Store

_ROLES = ("supervisor", "unit", "admin")


@click.group(cls=ChineseGroup, short_help="网页服务的账号：建立、列出、停用、改密码。")
def account() -> None:
    """网页服务的账号。角色：supervisor 主管，unit 单位（只看到本单位的），admin 管理员。"""


@account.command(short_help="建立账号，密码当面输入。")
@click.argument("name", metavar="账号名")
@click.option("--role", required=True, type=click.Choice(_ROLES), metavar="角色", help="supervisor、unit 或 admin")
@click.option("--unit", metavar="单位", help="单位账号是哪个单位的（配置中的名称或别名）")
@click.option("--no-password", is_flag=True, help="不设密码，只能由反向代理登录（serve.user_header）")
@config_option
@click.pass_obj
def add(session: Session, name: str, role: str, unit: str | None, no_password: bool, config: Path | None) -> int:
    """建立账号；密码由键盘输入两遍，或从标准输入读一行，不能写在命令里。"""
    from zwgk.accounts import ROLES, Role
    from zwgk.actions import Act
    from zwgk.packs import read_packs
    from zwgk.units import named_units, place_of, registry

    known = session.config(config)
    full = ""
    if unit is not None:
        packs = read_packs(known, ()) if known.rules and not known.units else ()
        names = sorted(named_units((unit,), packs, registry(known, packs), place_of(known, packs)))
        if len(names) > 1:
            raise UserError(f"“{unit}”指多个单位：{'、'.join(names)}，请写全称")
        full = names[0]
    with _accounts(known) as (store, accounts):
        if accounts.find(name) is not None:
            raise UserError(f"已有账号“{name}”，改密码用 zwgk account password {name}")
        password = None if no_password else _asked()
        accounts.add(name, Role(role), unit=full, password=password, now=datetime.now(known.timezone))
        _note(store, known, Act.ACCOUNT_ADDED, name, f"{role} {full}".strip())
    say(f"已建立{ROLES[Role(role)]}账号 {name}" + (f"（{full}）" if full else ""))
    return 0


@account.command("list", short_help="列出账号。")
@config_option
@click.pass_obj
def list_all(session: Session, config: Path | None) -> int:
    """列出全部账号。"""
    from zwgk.accounts import ROLES

    known = session.config(config)
    with _accounts(known) as (_, accounts):
        listed = accounts.all()
    if not listed:
        say("还没有账号；建立：zwgk account add 账号名 --role admin")
        return 0
    rows = [
        (
            one.name,
            ROLES[one.role],
            one.unit,
            "可用" if one.active else "已停用",
            "" if one.has_password else "仅反向代理",
            f"{one.created.astimezone(known.timezone):%Y-%m-%d}",
        )
        for one in listed
    ]
    table(("账号", "角色", "单位", "状态", "密码", "建立"), rows)
    return 0


@account.command(short_help="停用账号，并使其立即退出；--undo 重新启用。")
@click.argument("name", metavar="账号名")
@click.option("--undo", is_flag=True, help="重新启用")
@config_option
@click.pass_obj
def disable(session: Session, name: str, undo: bool, config: Path | None) -> int:
    """停用账号；账号和它的操作记录都保留。"""
    from zwgk.actions import Act

    known = session.config(config)
    with _accounts(known) as (store, accounts):
        accounts.set_active(name, active=undo)
        _note(store, known, Act.ACCOUNT_ENABLED if undo else Act.ACCOUNT_DISABLED, name)
    say(f"账号 {name} 已{'启用' if undo else '停用'}")
    return 0


@account.command(short_help="更改账号的密码，并使其在各处退出。")
@click.argument("name", metavar="账号名")
@config_option
@click.pass_obj
def password(session: Session, name: str, config: Path | None) -> int:
    """更改密码；由键盘输入两遍，或从标准输入读一行。"""
    from zwgk.actions import Act

    known = session.config(config)
    with _accounts(known) as (store, accounts):
        if accounts.find(name) is None:
            raise UserError(f"没有账号“{name}”，用 zwgk account list 查看全部账号")
        accounts.set_password(name, _asked())
        _note(store, known, Act.PASSWORD, name)
    say(f"账号 {name} 的密码已更改，请用新密码登录")
    return 0


@contextmanager
def _accounts(config: Config) -> Iterator[tuple[Store, Accounts]]:
    from zwgk.accounts import Accounts
    from zwgk.store import Store

    with closing(Store.open(config.database, config.data)) as store:
        yield store, Accounts(store.engine, store.errors)


def _note(store: Store, config: Config, what: Act, subject: str, detail: str = "") -> None:
    from zwgk.recording import record

    record(store, what, now=datetime.now(config.timezone), subject=subject, detail=detail)


def _asked() -> str:
    """The password from the keyboard, twice and unseen; from a pipe one line."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass("密码（至少 10 个字符，不显示）：")
    if first != getpass.getpass("再输入一次："):
        raise UserError("两次输入的密码不一样")
    return first
