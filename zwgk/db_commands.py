"""Commands for the database itself and what is kept in it: db, pin, unpin."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zwgk.chinese_click import ChineseCommand, ChineseGroup
from zwgk.options import FilePath, Session, config_option

if TYPE_CHECKING:
    from zwgk.config import Config
    from zwgk.store import Store


@click.group(
    cls=ChineseGroup, invoke_without_command=True, short_help="数据库：状态、升级、备份、恢复、清理、压缩、作废。"
)
@config_option
@click.pass_context
def db(ctx: click.Context, config: Path | None) -> int | None:
    """不写命令时显示数据库的状态：种类、版本、大小、轮次；不作任何改动。"""
    session: Session = ctx.obj
    ctx.meta["zwgk.config"] = config
    if ctx.invoked_subcommand is not None:
        return None
    from zwgk.db_status import show_status

    return show_status(session.config(config), now=_now(session.config(config)))


def _config(session: Session, config: Path | None) -> Config:
    """--config may stand before the subcommand or behind it."""
    return session.config(config or click.get_current_context().meta.get("zwgk.config"))


def _now(config: Config) -> datetime:
    return datetime.now(config.timezone)


@db.command(cls=ChineseCommand, short_help="把数据库升级到本版本。")
@config_option
@click.pass_obj
def upgrade(session: Session, config: Path | None) -> int:
    """把数据库升级到本版本的表结构；其他命令打开数据库时也会自动升级。SQLite 数据库升级前先在 backups 文件夹存一份。"""
    from zwgk.db_status import run_upgrade

    return run_upgrade(_config(session, config))


@db.command(cls=ChineseCommand, short_help="备份数据库，检查进行中也可以。")
@click.argument("file", type=FilePath(), required=False, metavar="[文件]")
@click.option(
    "--portable", is_flag=True, help="存成两种数据库都能恢复的 zip（PostgreSQL 总是如此；SQLite 默认存成 SQLite 文件）"
)
@click.option(
    "--keep", type=click.IntRange(1), metavar="份数", help="备份后只留最新的几份（只数 backups 文件夹里自动命名的）"
)
@config_option
@click.pass_obj
def backup(session: Session, file: Path | None, portable: bool, keep: int | None, config: Path | None) -> int:
    """备份数据库（不含网页存档、截图和报告），检查进行中也可以；不写文件时存到数据目录的 backups 文件夹。"""
    from zwgk.backups import backup as make
    from zwgk.backups import thin_out
    from zwgk.db_status import size_of
    from zwgk.terminal import say

    found = _config(session, config)
    made = make(found, file, now=_now(found), portable=portable)
    say(f"已备份到 {made}（{size_of(made.stat().st_size)}）")
    if keep is not None:
        for old in thin_out(found, keep):
            say(f"已删除较早的备份 {old.name}")
    return 0


@db.command(cls=ChineseCommand, short_help="用备份恢复数据库。")
@click.argument("file", type=FilePath(), metavar="文件")
@click.option("--force", is_flag=True, help="数据库里已有检查记录时也替换它；原来的保留在 backups 文件夹")
@config_option
@click.pass_obj
def restore(session: Session, file: Path, force: bool, config: Path | None) -> int:
    """用备份（db backup 或升级前自动保存的文件）恢复数据库并升级到本版本；请先停止 zwgk schedule 和 zwgk serve。"""
    from zwgk.actions import Act
    from zwgk.backups import restore as put_back
    from zwgk.recording import record
    from zwgk.store import Store
    from zwgk.terminal import say

    found = _config(session, config)
    now = _now(found)
    kept = put_back(found, file, now=now, force=force)
    store = Store.open(found.database, found.data)
    try:
        record(store, Act.RESTORED, now=now, subject=file.name)
    finally:
        store.close()
    say(f"已用 {file} 恢复数据库")
    if kept is not None:
        say(f"原来的数据库保留在 {kept}")
    return 0


@db.command(cls=ChineseCommand, short_help="压缩数据库，把空出的空间还给磁盘。")
@config_option
@click.pass_obj
def vacuum(session: Session, config: Path | None) -> int:
    """压缩数据库，把清理后空出的空间还给磁盘；压缩时其他程序会等待，SQLite 需要与数据库同样大小的空余磁盘。"""
    from zwgk.db_status import run_vacuum

    return run_vacuum(_config(session, config))


@db.command(cls=ChineseCommand, short_help="按 retention 删除超出保存期限的轮次。")
@click.option("--dry-run", is_flag=True, help="只列出要删除的，不删除")
@config_option
@click.pass_obj
def prune(session: Session, dry_run: bool, config: Path | None) -> int:
    """按配置的 retention 和 archive 删除超出保存期限的轮次和网页存档；台账、裁定和整改反馈不删。"""
    from zwgk.db_status import run_prune

    found = _config(session, config)
    return run_prune(found, now=_now(found), dry_run=dry_run)


@db.command(cls=ChineseCommand, short_help="作废做错了的一轮，台账恢复到它之前。")
@click.argument("run", metavar="轮次")
@click.option("--reason", required=True, metavar="理由", help="为什么，写入记录")
@config_option
@click.pass_obj
def void(session: Session, run: str, reason: str, config: Path | None) -> int:
    """作废一轮（如检查时本机时钟不对）：它不再算作做完的检查，台账中由它改动、以后没有再查过的各项恢复原状；取证和报告保留。"""
    from zwgk.actions import system_user
    from zwgk.clock import void as take_back
    from zwgk.decisions import said
    from zwgk.kept import kept_run
    from zwgk.store import Store
    from zwgk.terminal import say

    found = _config(session, config)
    store = Store.open(found.database, found.data)
    try:
        name = kept_run(store, run).id
        take_back(store, name, note=f"作废：{said(reason, '--reason')}"[:500], by=system_user(), now=_now(found))
    finally:
        store.close()
    say(f"轮次 {name} 已作废")
    return 0


@click.command(cls=ChineseCommand, short_help="长期保留某一轮，不随保存期限删除。")
@click.argument("run", metavar="轮次")
@config_option
@click.pass_obj
def pin(session: Session, run: str, config: Path | None) -> int:
    """长期保留某一轮（编号，或 latest 表示最近一轮）：取证、结果、存档、截图和报告都不随保存期限删除。"""
    return _pinned(session, run, config, pinned=True)


@click.command(cls=ChineseCommand, short_help="取消长期保留。")
@click.argument("run", metavar="轮次")
@config_option
@click.pass_obj
def unpin(session: Session, run: str, config: Path | None) -> int:
    """取消长期保留：此后按保存期限删除。"""
    return _pinned(session, run, config, pinned=False)


def _pinned(session: Session, word: str, config: Path | None, *, pinned: bool) -> int:
    from zwgk.actions import Act
    from zwgk.kept import kept_run
    from zwgk.recording import record
    from zwgk.retention import pin as keep
    from zwgk.store import Store
    from zwgk.terminal import say

    found = session.config(config)
    store: Store = Store.open(found.database, found.data)
    try:
        run = kept_run(store, word).id
        changed = keep(store, run, pinned=pinned)
        if changed:
            act = Act.PINNED if pinned else Act.UNPINNED
            record(store, act, now=_now(found), subject=run)
    finally:
        store.close()
    if pinned:
        say(f"轮次 {run} 将长期保留" if changed else f"轮次 {run} 原来就是长期保留的")
    else:
        say(f"轮次 {run} 不再长期保留" if changed else f"轮次 {run} 原来就没有长期保留")
    return 0
