"""Commands that follow findings up: 台账, 豁免, 裁定, 整改反馈, and what changed between two runs."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from zwgk.chinese_click import ChineseCommand
from zwgk.options import Day, FilePath, Session, config_option

_by = click.option("--by", required=True, metavar="姓名", help="谁作的决定，写入记录")
_reason = click.option("--reason", required=True, metavar="理由", help="为什么，写入记录并显示在报告中")
_unit = click.option("--unit", metavar="单位", help="部门网页的规则：只对这个单位")
_json = click.option("--json", "as_json", is_flag=True, help="以 JSON 输出")


@click.command(cls=ChineseCommand, short_help="列出问题台账：新发现、未整改、反弹、已整改、豁免。")
@click.option("--unit", "units", multiple=True, metavar="单位", help="只看这个单位的，可多次使用")
@click.option("--rule", "rules", multiple=True, metavar="编号", help="只看这条规则的，可多次使用")
@click.option("--site", "sites", multiple=True, metavar="站点", help="只看这个站点的，可多次使用")
@click.option("--all", "everything", is_flag=True, help="连同已整改和已撤销的")
@_json
@config_option
@click.pass_obj
def ledger(
    session: Session,
    units: tuple[str, ...],
    rules: tuple[str, ...],
    sites: tuple[str, ...],
    everything: bool,
    as_json: bool,
    config: Path | None,
) -> int:
    """列出问题台账：每个问题自哪天起、查到几轮、现在是什么状态；并列出到期和不再需要的豁免。"""
    from zwgk.ledger_command import LedgerRequest, run_ledger

    request = LedgerRequest(units=units, rules=rules, sites=sites, everything=everything, as_json=as_json)
    return run_ledger(session.config(config), request)


@click.command(cls=ChineseCommand, short_help="比较两轮检查：新增、消除、仍在的问题。")
@click.argument("runs", nargs=-1, metavar="[旧轮次] [新轮次]")
@_json
@config_option
@click.pass_obj
def diff(session: Session, runs: tuple[str, ...], as_json: bool, config: Path | None) -> int:
    """比较两轮检查的结果；不写轮次时比较最近两次全面检查，只写一个时与它之前的一次全面检查比较。"""
    from zwgk.diff_command import run_diff

    if len(runs) > 2:
        raise click.UsageError("最多写两个轮次：zwgk diff 旧轮次 新轮次")
    return run_diff(session.config(config), runs, as_json=as_json)


@click.command(cls=ChineseCommand, short_help="豁免一个已知的问题，到期自动恢复。")
@click.argument("rule", metavar="编号或站点")
@click.option("--code", metavar="代码", help="问题代码，如 stale-column；不写则豁免这条规则的任何问题")
@click.option("--until", required=True, type=Day(), metavar="日期", help="豁免的最后一天")
@_reason
@_by
@_unit
@config_option
@click.pass_obj
def waive(
    session: Session,
    rule: str,
    code: str | None,
    until: date,
    reason: str,
    by: str,
    unit: str | None,
    config: Path | None,
) -> int:
    """豁免一个已知的问题：结果记为“豁免”，理由、决定人和期限显示在报告中，下一轮检查起生效。"""
    from checker.rulings import RulingKind
    from zwgk.ruling_commands import RulingRequest, run_ruling

    request = RulingRequest(kind=RulingKind.WAIVER, rule=rule, code=code, until=until, reason=reason, by=by, unit=unit)
    return run_ruling(session.config(config), request)


@click.command(cls=ChineseCommand, short_help="撤销豁免。")
@click.argument("rule", metavar="编号或站点")
@click.option("--code", metavar="代码", help="只撤销这个问题的豁免；不写则撤销这条规则的全部豁免")
@click.option("--by", default="", metavar="姓名", help="谁撤销的，默认当前登录用户")
@_unit
@config_option
@click.pass_obj
def unwaive(session: Session, rule: str, code: str | None, by: str, unit: str | None, config: Path | None) -> int:
    """撤销豁免；记录保留。"""
    from checker.rulings import RulingKind
    from zwgk.ruling_commands import run_revoking

    return run_revoking(session.config(config), (RulingKind.WAIVER,), rule, code=code, unit=unit, by=by)


@click.command(cls=ChineseCommand, short_help="人工裁定：某网页就是该栏目，或规则不适用。")
@click.argument("rule", metavar="编号")
@click.option("--column", "url", metavar="网址", help="这个网页就是规则所说的栏目")
@click.option("--not-applicable", "idle", is_flag=True, help="规则不适用（对 --unit 所写单位，或全部）")
@click.option("--until", type=Day(), metavar="日期", help="裁定的最后一天，不写则一直有效")
@_reason
@_by
@click.option("--unit", metavar="单位", help="只对这个单位")
@config_option
@click.pass_obj
def rule(
    session: Session,
    rule: str,
    url: str | None,
    idle: bool,
    until: date | None,
    reason: str,
    by: str,
    unit: str | None,
    config: Path | None,
) -> int:
    """人工裁定一条规则：用 --column 指明栏目网址，或用 --not-applicable 说明不适用；下一轮检查起生效。"""
    from checker.rulings import RulingKind
    from zwgk.ruling_commands import RulingRequest, run_ruling

    if (url is None) == (not idle):
        raise click.UsageError("请写 --column 网址 或 --not-applicable，二者选一")
    kind = RulingKind.NOT_APPLICABLE if url is None else RulingKind.COLUMN
    request = RulingRequest(kind=kind, rule=rule, url=url, until=until, reason=reason, by=by, unit=unit)
    return run_ruling(session.config(config), request)


@click.command(cls=ChineseCommand, short_help="撤销人工裁定。")
@click.argument("rule", metavar="编号")
@click.option("--by", default="", metavar="姓名", help="谁撤销的，默认当前登录用户")
@click.option("--unit", metavar="单位", help="只撤销对这个单位的裁定")
@config_option
@click.pass_obj
def unrule(session: Session, rule: str, by: str, unit: str | None, config: Path | None) -> int:
    """撤销一条规则的人工裁定（栏目网址、不适用）；记录保留。"""
    from checker.rulings import RulingKind
    from zwgk.ruling_commands import run_revoking

    kinds = (RulingKind.COLUMN, RulingKind.NOT_APPLICABLE)
    return run_revoking(session.config(config), kinds, rule, code=None, unit=unit, by=by)


@click.command(cls=ChineseCommand, short_help="登记单位的整改反馈。")
@click.argument("rule", metavar="编号或站点")
@click.option("--code", metavar="代码", help="对哪个问题；这条规则只有一个未整改问题时可不写")
@click.option("--text", metavar="文字", help="反馈内容")
@click.option("--file", "file", type=FilePath(), metavar="文件", help="从文本文件读反馈内容")
@_by
@_unit
@config_option
@click.pass_obj
def reply(
    session: Session,
    rule: str,
    code: str | None,
    text: str | None,
    file: Path | None,
    by: str,
    unit: str | None,
    config: Path | None,
) -> int:
    """登记单位对一个问题的整改反馈；是否整改仍以下一次检查为准（zwgk check --rule 编号）。"""
    from zwgk.ruling_commands import run_reply

    if (text is None) == (file is None):
        raise click.UsageError("请写 --text 文字 或 --file 文件，二者选一")
    return run_reply(session.config(config), rule, code=code, unit=unit, text=text, file=file, by=by)
