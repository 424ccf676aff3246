"""click with Chinese headings and error messages; the officials who type these commands read Chinese."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import click
from click.exceptions import NoArgsIsHelpError
from rich.cells import cell_len, chop_cells, set_cell_size


class ChineseCommand(click.Command):
    """A command whose --help is Chinese throughout."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("options_metavar", "[选项]")
        super().__init__(*args, **kwargs)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """用法 instead of Usage."""
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix="用法：")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """选项 instead of Options."""
        found = (one.get_help_record(ctx) for one in self.get_params(ctx) if isinstance(one, click.Option))
        records = [(name, told.replace("[required]", "（必填）")) for name, told in (one for one in found if one)]
        if records:
            _write_list(formatter, "选项", records)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The --help option, described in Chinese."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示本说明"
        return option


class ChineseGroup(ChineseCommand, click.Group):
    """A group of commands whose --help is Chinese throughout."""

    command_class = ChineseCommand

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("subcommand_metavar", "命令 [参数]…")
        super().__init__(*args, **kwargs)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Options, then commands."""
        ChineseCommand.format_options(self, ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """命令 instead of Commands, in the order they are worked with."""
        rows = [(name, command.get_short_help_str(100)) for name, command in self.commands.items()]
        _write_list(formatter, "命令", rows)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order of definition."""
        return list(self.commands)


def _write_list(formatter: click.HelpFormatter, heading: str, rows: Sequence[tuple[str, str]]) -> None:
    """A definition list aligned by terminal cells: a Chinese sign takes two, which click does not count."""
    first = max(cell_len(name) for name, _ in rows) + 4
    rest = max(formatter.width - first, 30)
    formatter.write(f"\n{heading}：\n")
    for name, said in rows:
        lines = chop_cells(said, rest) or [""]
        formatter.write(f"{set_cell_size(f'  {name}', first)}{lines[0]}\n")
        for line in lines[1:]:
            formatter.write(f"{' ' * first}{line}\n")


def usage_message(error: click.ClickException) -> str:
    """One Chinese line for click's own complaint."""
    context = getattr(error, "ctx", None)
    hint = f"（用法见 {context.command_path} --help）" if context is not None else ""
    return f"{_problem(error)}{hint}"


def _problem(error: click.ClickException) -> str:
    if isinstance(error, click.MissingParameter):
        kind = "参数" if isinstance(error.param, click.Argument) else "选项"
        return f"缺少{kind} {_name(error.param)}"
    if isinstance(error, click.NoSuchOption):
        near = f"，是不是 {error.possibilities[0]}？" if error.possibilities else ""
        return f"没有这样的选项：{error.option_name}{near}"
    if isinstance(error, click.BadOptionUsage):
        return f"选项 {error.option_name} 的用法不对：缺少值，或带了不该有的值"
    if isinstance(error, click.BadParameter):
        where = f"{_name(error.param)} 的值不对：" if error.param is not None else ""
        return f"{where}{error.message}"
    if isinstance(error, click.FileError):
        return f"读不了文件 {error.ui_filename}"
    if isinstance(error, NoArgsIsHelpError):
        return "缺少命令"
    for start, said in _KNOWN:
        if error.message.startswith(start):
            return said(error.message)
    return error.message


def _name(parameter: click.Parameter | None) -> str:
    if parameter is None:
        return ""
    if isinstance(parameter, click.Argument):
        return parameter.make_metavar(click.Context(click.Command("")))
    return " / ".join(parameter.opts)


def _quoted(message: str) -> str:
    return message.split("'")[1] if message.count("'") >= 2 else message.partition(":")[2].strip(" .")


_KNOWN: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("No such command", lambda message: f"没有这样的命令：{_quoted(message)}"),
    ("Got unexpected extra argument", lambda message: f"多余的参数：{message.partition('(')[2].rstrip(').')}"),
    ("Missing command", lambda _: "缺少命令"),
)
