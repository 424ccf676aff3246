"""config.yaml: the models, and everything that makes a mistake in it a clear Chinese line (design.md section 7)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from crawler.guard import BadUrlError, tidy
from zwgk import yaml_lines
from zwgk.config_errors import describe
from zwgk.cron import parse_cron
from zwgk.errors import ConfigError

Text = Annotated[str, StringConstraints(strict=True, strip_whitespace=True, min_length=1)]
Seconds = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Whole = Annotated[int, Field(strict=True)]
Flag = Annotated[bool, Field(strict=True)]


def _address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"“{value}”不是完整网址，应以 http:// 或 https:// 开头，如 https://www.example.gov.cn/")
    if parts.username or parts.password:
        raise ValueError("网址里不能带用户名和密码")
    if re.search(r"\s", value):
        raise ValueError("网址里不能有空格")
    try:
        if parts.port == 0:
            raise ValueError
    except ValueError:
        raise ValueError("网址的端口应在 1–65535 之间") from None
    try:
        tidy(value)
    except BadUrlError as error:
        raise ValueError(f"“{value}”：{error}") from None
    return value if parts.path else parts._replace(path="/").geturl()


def _host(value: str) -> str:
    if not re.fullmatch(r"(\[[0-9A-Fa-f:.]+\]|[^\s/:@?#\[\]]+)(:\d{1,5})?", value):
        raise ValueError(f"“{value}”不是主机名，应写 主机 或 主机:端口，不带 http:// 和路径，如 zfxxgk.example.gov.cn")
    return value.lower()


def _pattern(value: str) -> str:
    try:
        re.compile(value)
    except re.error as error:
        raise ValueError(f"“{value}”不是有效的正则表达式（第 {(error.pos or 0) + 1} 个字符处）") from None
    return value


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"没有“{value}”这个时区，中国内地写 Asia/Shanghai") from None
    return value


def _cron(value: str) -> str:
    parse_cron(value, ZoneInfo("Asia/Shanghai"))
    return value


def _database(value: str) -> str:
    try:
        url = make_url(value)
    except ArgumentError:
        raise ValueError(
            "不是有效的数据库地址，如 sqlite:///var/zwgk.db 或 postgresql+psycopg://用户@主机/库名"
        ) from None
    if url.get_backend_name() not in ("sqlite", "postgresql"):
        raise ValueError(f"不支持 {url.get_backend_name()} 数据库，只支持 sqlite 和 postgresql")
    return value


Address = Annotated[Text, AfterValidator(_address)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SiteSettings(_Model):
    """One entry of `sites`."""

    url: Address
    aliases: tuple[Text, ...] = ()
    hosts: tuple[Annotated[Text, AfterValidator(_host)], ...] = ()
    allow_private: Flag = False


class UnitSettings(_Model):
    """One entry of `units`; `page` is its 部门网页."""

    name: Text
    aliases: tuple[Text, ...] = ()
    groups: tuple[Text, ...] = ()
    page: Address | None = None


class FreshnessSettings(_Model):
    """One row of the freshness table; `days: null` exempts, `warn` is the width of the band before the limit."""

    match: Annotated[str, Field(strict=True), AfterValidator(_pattern)]
    days: Annotated[int, Field(strict=True, ge=1, le=36500)] | None
    warn: Annotated[int, Field(strict=True, ge=0, le=36500)] | None = None
    basis: str = ""


class PolitenessSettings(_Model):
    """How gently sites are visited; for every site."""

    delay: Annotated[Seconds, Field(ge=0, le=3600)] = 1.0
    concurrency: Annotated[Whole, Field(ge=1, le=1000)] = 1
    obey_robots: Flag = True
    timeout: Annotated[Seconds, Field(gt=0, le=3600)] = 15.0
    max_pages: Annotated[Whole, Field(ge=1)] = 400
    max_page_bytes: Annotated[Whole, Field(ge=1024)] = 5 * 1024 * 1024
    max_seconds: Annotated[Seconds, Field(gt=0)] = 3600.0
    proxy: Address | None = None


class ScheduleSettings(_Model):
    """When the nightly audit starts."""

    cron: Annotated[Text, AfterValidator(_cron)] = "0 2 * * *"


class ArchiveSettings(_Model):
    """How long the pages of runs are kept; `keep_runs: 0` keeps none."""

    keep_runs: Annotated[Whole, Field(ge=0, le=10_000)] = 30


class RenderSettings(_Model):
    """Drawing of pages that only a browser can show, and pictures of failed columns; for every site."""

    enabled: Flag = True
    browser: Text | None = None
    max_pages: Annotated[Whole, Field(ge=1, le=10_000)] = 20
    timeout: Annotated[Seconds, Field(ge=1, le=3600)] = 60.0
    screenshots: Flag = True


class _File(_Model):
    place: Annotated[str, StringConstraints(strict=True, strip_whitespace=True)] = ""
    timezone: Annotated[Text, AfterValidator(_zone)] = "Asia/Shanghai"
    data: Text = "var"
    database: Annotated[Text, AfterValidator(_database)] | None = None
    contact: Address | None = None
    sites: Annotated[dict[Text, SiteSettings], Field(min_length=1)]
    units: tuple[UnitSettings, ...] = ()
    rules: tuple[Text, ...] = ()
    freshness: tuple[FreshnessSettings, ...] | None = None
    politeness: PolitenessSettings = PolitenessSettings()
    schedule: ScheduleSettings = ScheduleSettings()
    archive: ArchiveSettings = ArchiveSettings()
    render: RenderSettings = RenderSettings()


@dataclass(frozen=True, kw_only=True)
class Config:
    """A complete configuration; every path in it is absolute."""

    file: Path
    place: str
    timezone: ZoneInfo
    data: Path
    database: str
    contact: str | None
    sites: Mapping[str, SiteSettings]
    units: tuple[UnitSettings, ...]
    rules: tuple[str, ...]
    """Glob patterns as printed; they are searched in `folder`."""
    freshness: tuple[FreshnessSettings, ...] | None
    """None takes the built-in table."""
    politeness: PolitenessSettings
    schedule: ScheduleSettings
    archive: ArchiveSettings
    render: RenderSettings
    rules_line: int = 1
    """Line of the key `rules`, for its errors."""

    @property
    def folder(self) -> Path:
        """What relative paths of the configuration are relative to."""
        return self.file.parent


def load_config(path: Path) -> Config:
    """Read and check config.yaml; ConfigError names file, line, key and the way out. Touches nothing else on disk."""
    located = yaml_lines.load(path)
    if not isinstance(located.data, dict):
        what = "是空的" if located.data is None else "最外层应是“键: 值”"
        raise ConfigError(f"{path}：配置文件{what}，至少要写 sites，写法见示例 config.yaml")
    # A key whose whole content was commented out reads as null: that is "not written", not a mistake.
    written = {key: value for key, value in located.data.items() if value is not None or key == "sites"}
    try:
        parsed = _File.model_validate(written)
    except ValidationError as error:
        raise ConfigError(describe(error, path, located, _File)) from error
    for place, message in _contradictions(parsed):
        raise ConfigError(f"{path} 第 {located.line_of(place)} 行：{message}")
    file = path.resolve()
    data = file.parent / parsed.data
    return Config(
        file=file,
        place=parsed.place,
        timezone=ZoneInfo(parsed.timezone),
        data=data,
        database=_placed(parsed.database, file.parent) or f"sqlite:///{data / 'zwgk.db'}",
        contact=parsed.contact,
        sites=parsed.sites,
        units=parsed.units,
        rules=parsed.rules,
        freshness=parsed.freshness,
        politeness=parsed.politeness,
        schedule=parsed.schedule,
        archive=parsed.archive,
        render=parsed.render,
        rules_line=located.line_of(("rules",)),
    )


def _placed(database: str | None, folder: Path) -> str | None:
    """The database URL with an SQLite file's relative path made absolute."""
    if database is None:
        return None
    url = make_url(database)
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        return database
    return url.set(database=str(folder / url.database)).render_as_string(hide_password=False)


def _contradictions(config: _File) -> Iterator[tuple[yaml_lines.Place, str]]:
    """What is well-formed piece by piece and still cannot hold together."""
    yield from _twice(
        ((("sites", name), word) for name, site in config.sites.items() for word in {name, *site.aliases}), "站点名称"
    )
    yield from _twice(((("units", index, "name"), unit.name) for index, unit in enumerate(config.units)), "单位名称")
    names = {unit.name for unit in config.units}
    taken: dict[str, str] = {}
    for index, unit in enumerate(config.units):
        for alias in unit.aliases:
            if (alias in names and alias != unit.name) or taken.setdefault(alias, unit.name) != unit.name:
                other = alias if alias in names else taken[alias]
                yield ("units", index, "aliases"), f"别名“{alias}”已经是单位“{other}”的名称或别名，请改用不重复的别名"


def _twice(words: Iterator[tuple[yaml_lines.Place, str]], label: str) -> Iterator[tuple[yaml_lines.Place, str]]:
    seen: set[str] = set()
    for place, word in words:
        if word in seen:
            yield place, f"{label}“{word}”重复，请只保留一处"
        seen.add(word)
