"""What `zwgk doctor` looks at in what is kept: rules, database, runs, leases, recipients."""

from __future__ import annotations

import importlib.util
import os
import socket
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import create_engine, select
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from zwgk.checkup import Checkup, Level, bad, care, good
from zwgk.config import Config
from zwgk.database import StoreError, storage_errors
from zwgk.errors import UserError
from zwgk.lock import try_lock
from zwgk.news import newest_reported, newest_whole
from zwgk.notices import Notices, NoticeState
from zwgk.notify_settings import variables
from zwgk.packs import read_packs
from zwgk.placeholders import demand_addresses
from zwgk.schema import known_schema, newest_schema, schema_of
from zwgk.store import Store
from zwgk.tables import LeaseRow, RunRow, RunState

_LATE: Final = timedelta(hours=36)
"""After which a nightly audit must have come again."""
_ENDLESS: Final = timedelta(hours=24)
_UNDER_WAY: Final = (RunState.PLANNED, RunState.CRAWLING)


def rules(config: Config) -> Iterator[Checkup]:
    """Every site has its address, and there are accepted rules."""
    try:
        demand_addresses(config)
    except UserError as error:
        yield bad("配置文件", str(error), "填写网址")
    else:
        units = f"{len(config.units)} 个单位" if config.units else "没有写单位"
        yield good("配置文件", f"{config.file}：{len(config.sites)} 个网站，{units}")
    try:
        packs = read_packs(config, ())
    except UserError as error:
        yield bad("规则集", str(error), "用 zwgk derive 由任务分工文件生成，并写进配置的 rules")
        return
    count = sum(len(pack.rules) for pack in packs)
    if count:
        yield good("规则集", f"{len(packs)} 个文件，{count} 条规则")
    else:
        yield bad("规则集", "一条规则也没有，没有可查的栏目", "用 zwgk derive 重新生成，看它列出的疑问")


def database(config: Config) -> Iterator[Checkup]:
    """It can be opened, and its tables are this version's; nothing is changed."""
    url = make_url(config.database)
    shown = url.render_as_string(hide_password=True)
    sqlite = url.get_backend_name() == "sqlite"
    if sqlite and not os.path.exists(url.database or ""):  # noqa: PTH110 -- a database's name, as SQLAlchemy has it
        yield care("数据库", f"{shown} 还没有建立", "第一次检查时自动建立")
        return
    seconds = {"timeout": 2} if sqlite else {"connect_timeout": 5}
    try:
        with storage_errors(url):
            engine = create_engine(url, connect_args=seconds)
            try:
                with engine.connect() as connection:
                    found = schema_of(connection)
                    if sqlite:
                        connection.exec_driver_sql("BEGIN IMMEDIATE")
                        connection.rollback()
            finally:
                engine.dispose()
    except StoreError as error:
        yield bad(
            "数据库", str(error), "数据库在别的机器上的，检查它是否在运行、网络是否通；损坏的用 zwgk db restore 恢复"
        )
        return
    newest = newest_schema()
    if found == newest:
        yield good("数据库", f"{shown}，结构版本 {found}")
    elif found is None or known_schema(found):
        way_out = "zwgk db upgrade，或等下次检查时自动更新"
        yield care("数据库", f"{shown} 的结构是 {found or '空的'}，本程序是 {newest}", way_out)
    else:
        yield bad("数据库", f"{shown} 由更新版本的程序建立（{found}）", "升级本程序")


def runs(config: Config, store: Store, now: datetime) -> Iterator[Checkup]:
    """The newest whole run, runs that hang, and who holds the turn."""
    ended, done = newest_whole(store), newest_reported(store)
    if done is None:
        yield care("全面检查", "还没有做完过一次全面检查", "zwgk check，或启动 zwgk schedule")
    elif ended is not None and ended.failure:
        yield bad(
            "全面检查", f"最近一次（{ended.run.id}）没有做完：{ended.failure[:150]}", "看 logs，排除后运行 zwgk check"
        )
    else:
        age = now - (done.finished or done.started)
        said = f"最近一次 {done.id}，{max(int(age.total_seconds() // 3600), 0)} 小时前做完"
        if age > _LATE:
            yield care("全面检查", said, "zwgk schedule 是否在运行：systemctl status zwgk")
        else:
            yield good("全面检查", said)
    with store.errors(), Session(store.engine) as session:
        under_way = list(session.scalars(select(RunRow).where(RunRow.state.in_(_UNDER_WAY)).order_by(RunRow.started)))
        leases = list(session.scalars(select(LeaseRow)))
    for run in under_way:
        if run.host == socket.gethostname() and _abandoned(config, run.id):
            yield care("进行中的检查", f"{run.id} 的程序已不在，没有做完", "再运行一次 zwgk check，会接着做")
        elif now - run.started > _ENDLESS:
            said = f"{run.id} 在 {run.host} 上已进行 {(now - run.started).days} 天"
            yield care("进行中的检查", said, "看那台机器上的程序还在不在；已不在的，在那里再运行一次 zwgk check")
        else:
            yield good("进行中的检查", f"{run.id}（{run.host}）")
    for lease in leases:
        if lease.until < now:
            yield care("占用", f"{lease.what} 的占用已过期，程序可能被强行终止", "不用处理，下次检查时自动收回")


def _abandoned(config: Config, run: str) -> bool:
    """Whether nobody on this machine holds a run's lock."""
    lock = try_lock(config.data / "locks" / f"run-{run}.lock")
    if lock is None:
        return False
    lock.release()
    return True


def recipients(config: Config, store: Store | None, environment: Mapping[str, str]) -> Iterator[Checkup]:
    """Variables of addresses are set, apprise is there, and nothing is stuck."""
    people = config.notify.recipients
    if not people:
        yield good("通知", "没有配置收件人，谁也不通知")
        return
    if importlib.util.find_spec("apprise") is None:
        yield bad("通知", "没有安装 apprise，通知发不出去", "pip install 'zwgk-checker[notify]'")
    for name, recipient in people.items():
        unset = [one for one in variables(recipient.url) if not environment.get(one, "").strip()]
        if unset:
            way_out = "设置环境变量；systemd 用 EnvironmentFile，运行 doctor 时也要设置"
            yield bad(f"收件人“{name}”", f"环境变量 {'、'.join(unset)} 没有设置", way_out)
        else:
            yield from _stuck(name, store)


def _stuck(name: str, store: Store | None) -> Iterator[Checkup]:
    about = f"收件人“{name}”"
    known = Notices(store.engine, store.errors).of(name).values() if store is not None else ()
    failed = [one for one in known if one.state is NoticeState.FAILED]
    unsure = sum(one.state is NoticeState.SENDING for one in known)
    if failed:
        yield care(about, f"{len(failed)} 项变化没有发成：{failed[0].detail}", "排除后运行 zwgk notify")
    elif unsure:
        yield care(about, f"{unsure} 项变化可能没有送达", "与对方核对；不会再发")
    else:
        yield good(about, "环境变量已设置")


def kept(config: Config, now: datetime, environment: Mapping[str, str]) -> Iterator[Checkup]:
    """What the database says; only where it can be opened without being changed."""
    there = tuple(database(config))
    yield from there
    if any(one.level is not Level.GOOD for one in there):
        yield from recipients(config, None, environment)
        return
    with closing(Store.open(config.database, config.data)) as store:
        yield from runs(config, store, now)
        yield from recipients(config, store, environment)
