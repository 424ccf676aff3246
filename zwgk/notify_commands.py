"""`zwgk release` and `zwgk notify`: let units see a run and be told of it, and what is still to be told."""

from __future__ import annotations

from pathlib import Path

import click

from zwgk.chinese_click import ChineseCommand
from zwgk.options import Session, config_option


@click.command(cls=ChineseCommand, short_help="发布某一轮：主管复核后，各单位才能看到、才收到通知。")
@click.argument("run", metavar="轮次")
@click.option("--by", metavar="姓名", help="谁发布的，写入记录；默认是本机的用户名")
@config_option
@click.pass_obj
def release(session: Session, run: str, by: str | None, config: Path | None) -> int:
    """发布复核过的一轮（编号，或 latest 表示最近一次全面检查），随即通知各单位；已发布的不变。"""
    from zwgk.notify_run import run_release

    return run_release(session.config(config), run, by=by)


@click.command(cls=ChineseCommand, short_help="发出还没有发出的通知，并说明各收件人的情况。")
@click.argument("run", metavar="[轮次]", required=False)
@click.option("--dry-run", is_flag=True, help="只列出会发什么，不发送")
@click.option("--test", metavar="收件人", help="给这个收件人发一条测试通知，不发别的")
@config_option
@click.pass_obj
def notify(session: Session, run: str | None, dry_run: bool, test: str | None, config: Path | None) -> int:
    """发出还没有发出的通知；不写轮次时看最近一次全面检查，只查部分的轮次要写明才通知；有没发成的，退出码为 1。"""
    from zwgk.notify_run import run_notify

    return run_notify(session.config(config), run, dry_run=dry_run, test=test)
