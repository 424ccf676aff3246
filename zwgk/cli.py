"""`zwgk` and `check`: the command line. The only module that turns errors into messages and exit codes."""

from __future__ import annotations

import os
import sys
import tempfile
import traceback
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import click
from click.exceptions import NoArgsIsHelpError

from rules.model import RuleParseError
from zwgk.account_commands import account
from zwgk.chinese_click import ChineseGroup, usage_message
from zwgk.db_commands import db, pin, unpin
from zwgk.errors import UserError
from zwgk.following_commands import diff, ledger, reply, rule, unrule, unwaive, waive
from zwgk.notify_commands import notify, release
from zwgk.operations_commands import doctor, metrics
from zwgk.options import DEFAULT_CONFIG, Day, FilePath, Session, config_option, packs_option
from zwgk.reporting_commands import report
from zwgk.schedule_commands import probe, schedule
from zwgk.serve_command import serve
from zwgk.templates_command import templates
from zwgk.terminal import clean

USAGE = 2
_KEPT_LOGS = 60


@click.group(cls=ChineseGroup)
def zwgk() -> None:
    """政务公开检查：读任务分工文件，查公开栏目，按单位出报告。"""


@zwgk.command()
@click.option("--out", type=FilePath(), metavar="文件夹", help="写到哪里，默认 ./var/demo")
@click.option(
    "--nights",
    type=click.IntRange(1, 3),
    default=1,
    metavar="夜数",
    help="连查几夜（1–3），看整改跟踪：哪些已整改、未整改、新发现、反弹；默认 1",
)
@click.option("--serve", is_flag=True, help="检查后让示范网站继续运行，并给出一条可以试的检查命令")
@click.pass_obj
def demo(session: Session, out: Path | None, nights: int, serve: bool) -> int:
    """在本机运行示范网站，完整走一遍：读文件、生成规则、检查、出报告。"""
    from zwgk.demo_command import run_demo

    return run_demo(session, out or Path("var/demo"), nights=nights, serve=serve)


@zwgk.command(short_help="由任务分工文件起草配置文件。")
@click.argument("document", type=FilePath(), metavar="文件")
@click.option(
    "-o",
    "--output",
    type=FilePath(),
    metavar="配置文件",
    help="配置文件写到哪里，默认 ./config.yaml，- 为标准输出；已有的不覆盖",
)
@click.option("--force", is_flag=True, help="覆盖已有的文件")
@click.pass_obj
def init(session: Session, document: Path, output: Path | None, force: bool) -> int:
    """由任务分工文件起草配置文件：地区、网站、单位和单位组；网址待人工填写。"""
    from zwgk.init_command import run_init

    return run_init(document, output or DEFAULT_CONFIG, force=force)


@zwgk.command()
@click.argument("document", type=FilePath(), metavar="文件")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出（zwgk.tasks/1）")
@config_option
@click.pass_obj
def tasks(session: Session, document: Path, as_json: bool, config: Path | None) -> int:
    """读任务分工文件，列出任务、单位、公开路径和时限。"""
    from zwgk.document_commands import show_tasks

    if config is not None:
        session.config(config)
    return show_tasks(document, as_json=as_json)


@zwgk.command()
@click.argument("document", type=FilePath(), metavar="文件")
@click.option("-o", "--output", type=FilePath(), required=True, metavar="规则集", help="规则集写到哪里（.yaml）")
@config_option
@click.pass_obj
def derive(session: Session, document: Path, output: Path, config: Path | None) -> int:
    """由任务分工文件生成规则集，供人审阅；再次运行保留人工修改。"""
    from zwgk.document_commands import derive_pack

    return derive_pack(document, output, session.config_if_any(config))


@zwgk.command(short_help="列出文件点名的单位和单位组，以及配置中缺少的。")
@click.argument("documents", nargs=-1, type=FilePath(), metavar="[文件或规则集]…")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出（zwgk.units/1）")
@config_option
@click.pass_obj
def units(session: Session, documents: tuple[Path, ...], as_json: bool, config: Path | None) -> int:
    """列出文件点名的单位和单位组、次数和配置中缺少的；不写文件时看配置中的规则集。相近的名称只提示，不合并。"""
    from zwgk.units_command import run_units

    known = session.config_if_any(config) if documents else session.config(config)
    return run_units(documents, known, as_json=as_json)


@zwgk.command(short_help="采纳建议规则；不写编号时列出。")
@click.argument("rules", nargs=-1, metavar="[编号]…")
@click.option("--topic", "topics", multiple=True, metavar="主题", help="采纳这个主题的全部建议规则，可多次使用")
@click.option("--row", "rows", multiple=True, type=int, metavar="行", help="采纳任务表这一行的全部建议规则，可多次使用")
@click.option("--all", "everything", is_flag=True, help="采纳全部建议规则")
@click.option("--reject", is_flag=True, help="反过来：不再采纳")
@packs_option
@config_option
@click.pass_obj
def accept(
    session: Session,
    rules: tuple[str, ...],
    topics: tuple[str, ...],
    rows: tuple[int, ...],
    everything: bool,
    reject: bool,
    packs: tuple[Path, ...],
    config: Path | None,
) -> int:
    """采纳建议规则，采纳后才检查；不写编号、主题、行和 --all 时列出全部建议规则，不作改动。"""
    from zwgk.accept_command import AcceptRequest, run_accept
    from zwgk.packs import pack_files

    files = packs or pack_files(session.config(config), ())
    request = AcceptRequest(rules=rules, topics=topics, rows=rows, everything=everything, reject=reject)
    return run_accept(tuple(dict.fromkeys(files)), request, session.config_if_any(config))


@zwgk.command()
@click.argument("old", type=FilePath(), metavar="旧")
@click.argument("new", type=FilePath(), metavar="新")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出（zwgk.compare/1）")
@click.pass_obj
def compare(session: Session, old: Path, new: Path, as_json: bool) -> int:
    """比较两份文件（或规则集）：任务的增减和变化、路径改名、单位和时限的变化。"""
    from zwgk.compare_command import run_compare

    return run_compare(old, new, as_json=as_json)


@zwgk.command(short_help="检查公开栏目，按单位出报告。")
@click.option("--unit", "units", multiple=True, metavar="单位", help="只查这个单位（名称、别名或近似名称），可多次使用")
@click.option("--rule", "rules", multiple=True, metavar="编号", help="只查这条规则，可多次使用")
@click.option("--site", "sites", multiple=True, metavar="站点", help="只查这个站点，可多次使用")
@packs_option
@click.option("--as-of", type=Day(), metavar="日期", help="以这一天为“今天”来判断，默认今天")
@click.option("--json", "json_to", metavar="文件|-", help="结果写成 JSON（zwgk.audit/1），- 为标准输出")
@click.option("--reports", type=FilePath(), metavar="文件夹", help="报告写到哪里，默认在数据目录下")
@click.option("--resume", is_flag=True, help="接着上次没有做完的同样的检查；检查全部时不写也会接着做")
@click.option("--fresh", is_flag=True, help="重新检查，不接着上次没有做完的")
@click.option("--relearn", is_flag=True, help="从头重查：不用以前各轮记下的栏目地址和内容，全部重新查找、重新读取")
@config_option
@click.pass_obj
def check(
    session: Session,
    units: tuple[str, ...],
    rules: tuple[str, ...],
    sites: tuple[str, ...],
    packs: tuple[Path, ...],
    as_of: date | None,
    json_to: str | None,
    reports: Path | None,
    resume: bool,
    fresh: bool,
    relearn: bool,
    config: Path | None,
) -> int:
    """检查公开栏目并出报告；退出码：0 合格，1 有不合格或预警，3 有无法核验，2 用法或配置有误。"""
    from zwgk.check_command import CheckRequest, run_check

    if resume and fresh:
        raise UserError("--resume 和 --fresh 不能同时用")
    request = CheckRequest(
        units=units,
        rules=rules,
        sites=sites,
        packs=packs,
        as_of=as_of,
        json_to=json_to,
        reports=reports,
        resume=resume,
        fresh=fresh,
        relearn=relearn,
    )
    return run_check(session, session.config(config), request)


@zwgk.command(short_help="用现在的规则和期限重新判定某一轮，不访问网站。")
@click.argument("run", metavar="轮次")
@click.option("--reread", is_flag=True, help="先从网页存档重新读取，再判定")
@packs_option
@click.option("--as-of", type=Day(), metavar="日期", help="以这一天为“今天”来判断，默认为该轮次的日期")
@click.option("--json", "json_to", metavar="文件|-", help="结果写成 JSON（zwgk.audit/1），- 为标准输出")
@click.option("--reports", type=FilePath(), metavar="文件夹", help="报告写到哪里，默认在数据目录下")
@config_option
@click.pass_obj
def recheck(
    session: Session,
    run: str,
    reread: bool,
    packs: tuple[Path, ...],
    as_of: date | None,
    json_to: str | None,
    reports: Path | None,
    config: Path | None,
) -> int:
    """用现在的规则和期限重新判定某一轮的取证（编号，或 latest 表示最近一轮），不访问网站；退出码同 check。"""
    from zwgk.recheck_command import RecheckRequest, run_recheck

    request = RecheckRequest(run=run, packs=packs, as_of=as_of, json_to=json_to, reports=reports, reread=reread)
    return run_recheck(session, session.config(config), request)


@zwgk.command(short_help="说明一条规则的查找过程和结论。")
@click.argument("rule", metavar="编号")
@click.option("--run", metavar="轮次", default="latest", help="哪一轮，默认 latest（最近一轮）")
@click.option("--unit", "units", multiple=True, metavar="单位", help="部门网页的规则只说明这个单位的，可多次使用")
@packs_option
@config_option
@click.pass_obj
def explain(
    session: Session, rule: str, run: str, units: tuple[str, ...], packs: tuple[Path, ...], config: Path | None
) -> int:
    """说明一条规则在某一轮的查找过程：看了哪里，比较了哪些候选、为何采用或不采用，读到了什么，结论是什么。"""
    from zwgk.explain_command import ExplainRequest, run_explain

    request = ExplainRequest(rule=rule, run=run, units=units, packs=packs)
    return run_explain(session, session.config(config), request)


_COMMANDS = (
    report,
    templates,
    ledger,
    diff,
    waive,
    unwaive,
    rule,
    unrule,
    reply,
    serve,
    account,
    release,
    notify,
    schedule,
    probe,
    doctor,
    metrics,
    db,
    pin,
    unpin,
)
for _command in _COMMANDS:
    zwgk.add_command(_command)


def main(arguments: Sequence[str] | None = None, *, name: str = "zwgk") -> int:
    """Run one command; returns the exit code and lets no exception out."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    session = Session()
    try:
        code = zwgk.main(
            args=list(sys.argv[1:] if arguments is None else arguments),
            prog_name=name,
            standalone_mode=False,
            obj=session,
        )
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except (UserError, RuleParseError) as error:
        return _fail(str(error))
    except NoArgsIsHelpError as error:
        click.echo(error.ctx.get_help() if error.ctx else "", err=True)
        return USAGE
    except click.ClickException as error:
        return _fail(usage_message(error))
    except (click.Abort, KeyboardInterrupt):
        click.echo(session.interrupted or "已中断", err=True)
        return 130
    except BrokenPipeError:
        # The reader (head, less) has gone; keep the interpreter's own flush at exit from complaining.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except Exception as error:
        return _fail(f"程序出现意外错误（{type(error).__name__}），详情见 {_log(session.data)}，请把该文件发给维护人员")


def check_main() -> int:
    """`check` is `zwgk check`."""
    return main(["check", *sys.argv[1:]])


def _fail(message: str) -> int:
    click.echo(f"错误：{clean(' '.join(message.split()))}", err=True)
    return USAGE


def _log(data: Path | None) -> Path | str:
    """Write the traceback where the run's data is, else where everybody may write; returns the file."""
    now = datetime.now(UTC)
    for folder in ([data / "logs"] if data else []) + [Path(tempfile.gettempdir())]:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            file = folder / f"zwgk-{now:%Y%m%d-%H%M%S}-{os.getpid()}.log"
            file.write_text(f"{now.isoformat()}\n{traceback.format_exc()}", encoding="utf-8")
            if data is not None and folder == data / "logs":
                from zwgk.children import remove_old_logs

                remove_old_logs(folder, "zwgk", _KEPT_LOGS)
        except OSError:
            continue
        return file
    return "（日志也写不了）"
