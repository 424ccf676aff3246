"""The command that writes the reports of a kept run."""

from __future__ import annotations

from pathlib import Path

import click

from zwgk.chinese_click import ChineseCommand
from zwgk.options import FilePath, Session, config_option, packs_option


@click.command(cls=ChineseCommand, short_help="把某一轮的结果写成报告：网页、通报、台账、数据。")
@click.argument("run", metavar="轮次")
@click.option(
    "--unit", "units", multiple=True, metavar="单位", help="只写这个单位的（名称、别名或近似名称），可多次使用"
)
@click.option(
    "--format",
    "formats",
    multiple=True,
    metavar="格式",
    help="写哪些格式，用逗号隔开，可多次使用；默认全部。html：网页、徽章；docx：通报、整改通知书；"
    "xlsx、csv：台账；json：全部数据",
)
@click.option("--out", type=FilePath(), metavar="文件夹", help="写到哪里，默认在数据目录的 reports 下“轮次-report”")
@packs_option
@config_option
@click.pass_obj
def report(
    session: Session,
    run: str,
    units: tuple[str, ...],
    formats: tuple[str, ...],
    out: Path | None,
    packs: tuple[Path, ...],
    config: Path | None,
) -> int:
    """把某一轮（编号，或 latest 表示最近一轮）的结果写成报告；只用已存的结果，不访问网站，也不重新判定。"""
    from zwgk.report_command import ReportRequest, run_report

    request = ReportRequest(run=run, units=units, formats=formats, out=out, packs=packs)
    return run_report(session.config(config), request)
