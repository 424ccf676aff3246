"""What `zwgk release` and `zwgk notify` do."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import closing
from datetime import datetime

import click

from zwgk.actions import Act, Actions, system_user
from zwgk.config import Config
from zwgk.errors import UserError
from zwgk.kept import kept_run
from zwgk.news import newest_reported
from zwgk.notify_settings import MissingVariableError, filled
from zwgk.notifying import Outlook, outlooks, tell, tell_softly
from zwgk.releasing import release
from zwgk.sending import Send, apprise_sender
from zwgk.store import LATEST, Store
from zwgk.telling import Message, trial
from zwgk.terminal import clean, say
from zwgk.units import near


def run_release(config: Config, word: str, *, by: str | None, send: Send | None = None) -> int:
    """Release and tell; 0. UserError when there is no such run, or it has no reports."""
    now = datetime.now(config.timezone)
    who = (by or "").strip() or system_user()
    with closing(Store.open(config.database, config.data)) as store:
        run = word
        if word == LATEST:
            newest = newest_reported(store)
            if newest is None:
                raise UserError("还没有做完的全面检查，没有可以发布的轮次")
            run = newest.id
        if release(store, run, by=who, now=now):
            Actions(store.engine, store.errors).keep(Act.RELEASE, by=who, now=now, subject=run)
            say(f"已发布轮次 {run}，各单位现在可以看到")
        else:
            say(f"轮次 {run} 以前已经发布，不作改动")
        tell_softly(config, store, now=now, err=False, send=send)
    return 0


def run_notify(
    config: Config,
    run: str | None,
    *,
    dry_run: bool,
    test: str | None,
    send: Send | None = None,
    environment: Mapping[str, str] = os.environ,
) -> int:
    """Send what is due and say how things stand; 1 when something could not be sent, else 0."""
    if test is not None:
        return _test(config, test, send, environment)
    if not config.notify.recipients:
        raise UserError(f"{config.file} 没有写 notify.recipients，没有可以通知的人，写法见示例 config.yaml")
    now = datetime.now(config.timezone)
    with closing(Store.open(config.database, config.data)) as store:
        named = None if run is None else kept_run(store, run).id
        if dry_run:
            for way in outlooks(config, store, now=now, run=named, forced=True):
                for due in way.due:
                    say(f"将通知 {way.recipient}：")
                    _show(due.message)
                _stand(way)
            return 0
        ways = tell(config, store, now=now, send=send, run=named, forced=True, environment=environment)
        for one in ways:
            result = "已发送" if one.sent.ok else f"没有发成：{one.sent.detail}"
            say(f"{one.recipient}：“{one.message.title}”{result}")
        for way in outlooks(config, store, now=now, run=named):
            _stand(way)
    if not ways:
        say("没有要发的通知")
    return 0 if all(one.sent.ok for one in ways) else 1


def _test(config: Config, name: str, send: Send | None, environment: Mapping[str, str]) -> int:
    recipient = config.notify.recipients.get(name)
    if recipient is None:
        known = tuple(config.notify.recipients)
        close = near(name, known) or known
        raise UserError(f"notify.recipients 里没有“{name}”，可用的有：{'、'.join(close) or '（无）'}")
    try:
        address = filled(recipient.url, environment)
    except MissingVariableError as error:
        raise UserError(f"环境变量 {error.name} 没有设置，请设置后再试（收件人“{name}”的网址用到它）") from error
    sent = (send or apprise_sender())(address, trial(config.place, name))
    say(f"{name}：测试通知已发送，请与对方核对是否收到" if sent.ok else f"{name}：没有发成：{sent.detail}")
    return 0 if sent.ok else 1


def _show(message: Message) -> None:
    for line in (message.title, *message.body.split("\n")):
        click.echo(f"    {clean(line)}")


def _stand(way: Outlook) -> None:
    if way.unreleased:
        say(f"{way.recipient}：{way.unreleased} 项变化等待发布，复核后运行 zwgk release 轮次")
    if way.later:
        say(f"{way.recipient}：{way.later} 项变化没有发成（{way.reason or '原因不明'}），以后再试")
    if way.unsure:
        say(f"{way.recipient}：{way.unsure} 项变化可能没有送达（发送时程序中断），不会再发，请与对方核对")
