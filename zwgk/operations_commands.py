"""`zwgk doctor` and `zwgk metrics`: whether everything is there, and figures for monitoring."""

from __future__ import annotations

from pathlib import Path

import click

from zwgk.chinese_click import ChineseCommand
from zwgk.options import FilePath, Session, config_option


@click.command(cls=ChineseCommand, short_help="体检：配置、数据库、浏览器、磁盘、时钟、网站是否正常。")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出（zwgk.doctor/1）")
@click.option("--no-sites", is_flag=True, help="不访问网站，也不核对时钟")
@config_option
@click.pass_obj
def doctor(session: Session, as_json: bool, no_sites: bool, config: Path | None) -> int:
    """逐项检查运行所需的一切，每项说明正常、注意或有误和解决办法；不改动数据库。退出码：没有“有误”为 0，否则为 1。"""
    from zwgk.doctor import run_doctor

    return run_doctor(session, config, as_json=as_json, visiting=not no_sites)


@click.command(cls=ChineseCommand, short_help="输出监控指标（Prometheus 文本格式）。")
@click.option(
    "--out", type=FilePath(), metavar="文件", help="写到这个文件（node-exporter 的 textfile 目录）；默认标准输出"
)
@config_option
@click.pass_obj
def metrics(session: Session, out: Path | None, config: Path | None) -> int:
    """输出最近一次全面检查的时间、状态、用时、结果数，打不开的网站和各单位未整改的问题数，供 Prometheus 采集。"""
    from zwgk.metrics import run_metrics

    return run_metrics(session.config(config), out)
