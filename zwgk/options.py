"""What the commands of `zwgk` share: the invocation's session, and kinds of words on the command line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from zwgk.config import Config

DEFAULT_CONFIG = Path("config.yaml")


@dataclass
class Session:
    """What one invocation has come to know; where a log of an unexpected error may go."""

    data: Path | None = None
    interrupted: str = ""
    """Chinese: what remains when the command is interrupted."""

    def config(self, path: Path | None) -> Config:
        """The configuration named on the command line, else ./config.yaml; ConfigError when there is none."""
        from zwgk.config import load_config  # reading a document needs none of what a configuration does

        config = load_config(path or DEFAULT_CONFIG)
        self.data = config.data
        return config

    def config_if_any(self, path: Path | None) -> Config | None:
        """As `config`, but a missing ./config.yaml that nobody asked for is no error."""
        return self.config(path) if path is not None or DEFAULT_CONFIG.exists() else None


class Day(click.ParamType[date]):
    """A date written 2022-10-31."""

    name = "日期"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """BadParameter when it is not one."""
        if isinstance(value, date):
            return value
        try:
            return datetime.strptime(str(value).strip(), "%Y-%m-%d").date()  # noqa: DTZ007 -- a day has no zone
        except ValueError:
            self.fail(f"“{value}”不是日期，应写成 2022-10-31 这样", param, ctx)


class FilePath(click.ParamType[Path]):
    """A path; whether it exists is for the reader of the file to say."""

    name = "文件"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Expand nothing: the shell has done that."""
        return value if isinstance(value, Path) else Path(str(value))


config_option = click.option("--config", type=FilePath(), metavar="文件", help="配置文件，默认 ./config.yaml")
packs_option = click.option(
    "--rules", "packs", multiple=True, type=FilePath(), metavar="规则集", help="用这个规则集代替配置中的"
)
