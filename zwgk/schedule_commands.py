"""The commands `zwgk schedule` and `zwgk probe`."""

from __future__ import annotations

from pathlib import Path

import click

from zwgk.chinese_click import ChineseCommand
from zwgk.options import Session, config_option


@click.command(cls=ChineseCommand, short_help="按配置的时间自动检查，直到被停止。")
@click.option("--list", "only_list", is_flag=True, help="只列出各项的时间和下次运行的时间，不启动")
@config_option
@click.pass_obj
def schedule(session: Session, only_list: bool, config: Path | None) -> int:
    """按配置 schedule 的时间每夜检查、每周从头重查、每小时访问各站首页，直到被停止；错过的检查补查一次。

    停止（SIGTERM 或 Ctrl-C）时，正在访问的网页访问完、已查完的站点保存好再退出，下次启动接着查。
    """
    from zwgk.schedule import list_schedule, run_schedule

    configured = session.config(config)
    return list_schedule(configured) if only_list else run_schedule(configured)


@click.command(cls=ChineseCommand, short_help="访问一次各站首页，记录能否打开。")
@click.option("--site", "sites", multiple=True, metavar="站点", help="只访问这个站点，可多次使用；默认全部")
@config_option
@click.pass_obj
def probe(session: Session, sites: tuple[str, ...], config: Path | None) -> int:
    """访问一次各站首页并记录能否打开、用了几秒，供判断“站点无法访问”；退出码：0 都打得开，1 有打不开或不计入的。"""
    from zwgk.probe_command import run_probe

    return run_probe(session.config(config), sites)
