"""The sections of config.yaml as pydantic models: what is allowed, and what each mistake is called in Chinese."""

from __future__ import annotations

import re
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from checker.deductions import WEIGHTS
from crawler.guard import BadUrlError, tidy
from zwgk.cron import parse_cron

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


def _cron_or_off(value: object) -> str | None:
    if value is None or value is False or str(value).strip().lower() == "off":
        return None
    if not isinstance(value, str):
        raise ValueError("应是 cron 表达式，如 0 2 * * 0；不要这一项就写 off")
    return _cron(value.strip())


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
Zone = Annotated[Text, AfterValidator(_zone)]
Database = Annotated[Text, AfterValidator(_database)]


class Model(BaseModel):
    """A section: unknown keys are mistakes, values do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class SiteSettings(Model):
    """One entry of `sites`."""

    url: Address
    aliases: tuple[Text, ...] = ()
    hosts: tuple[Annotated[Text, AfterValidator(_host)], ...] = ()
    allow_private: Flag = False
    max_pages: Annotated[Whole, Field(ge=1)] | None = None
    """In place of that of `politeness`."""


class UnitSettings(Model):
    """One entry of `units`; `page` is its 部门网页."""

    name: Text
    aliases: tuple[Text, ...] = ()
    groups: tuple[Text, ...] = ()
    page: Address | None = None


class FreshnessSettings(Model):
    """One row of the freshness table; `days: null` exempts, `warn` is the width of the band before the limit."""

    match: Annotated[str, Field(strict=True), AfterValidator(_pattern)]
    days: Annotated[int, Field(strict=True, ge=1, le=36500)] | None
    warn: Annotated[int, Field(strict=True, ge=0, le=36500)] | None = None
    basis: str = ""


class PolitenessSettings(Model):
    """How gently sites are visited; for every site."""

    delay: Annotated[Seconds, Field(ge=0, le=3600)] = 1.0
    concurrency: Annotated[Whole, Field(ge=1, le=1000)] = 1
    obey_robots: Flag = True
    timeout: Annotated[Seconds, Field(gt=0, le=3600)] = 15.0
    max_pages: Annotated[Whole, Field(ge=1)] = 400
    max_page_bytes: Annotated[Whole, Field(ge=1024)] = 5 * 1024 * 1024
    max_seconds: Annotated[Seconds, Field(gt=0)] = 3600.0
    proxy: Address | None = None


class ScheduleSettings(Model):
    """When what runs by itself begins; None for what does not."""

    cron: Annotated[Text, AfterValidator(_cron)] = "0 2 * * *"
    """The audit of everything."""
    descent: Annotated[str | None, BeforeValidator(_cron_or_off)] = "0 2 * * 0"
    """The audit that takes nothing over from earlier ones."""
    probes: Annotated[str | None, BeforeValidator(_cron_or_off)] = "0 * * * *"
    """Opening the sites' start pages."""
    jitter: Annotated[Whole, Field(ge=0, le=3600)] = 0
    """Seconds by which each beginning is put off at most."""
    misfire: Annotated[Seconds, Field(gt=0, le=8760)] | None = None
    """Hours after which an audit that was missed is not caught up any more; None catches it up whenever it can."""


class ArchiveSettings(Model):
    """Of how many runs the pages are kept; `keep_runs: 0` keeps none."""

    keep_runs: Annotated[Whole, Field(ge=0, le=10_000)] = 30


class RetentionSettings(Model):
    """How long runs are kept with all that belongs to them; see zwgk.retention for those that stay in any case."""

    runs: Annotated[Whole, Field(ge=1, le=100_000)] = 500
    """Of everything."""
    parts: Annotated[Whole, Field(ge=1, le=100_000)] = 200
    """Of some units, rules or sites only."""
    days: Annotated[Whole, Field(ge=1, le=36_500)] = 400
    probes: Annotated[Whole, Field(ge=31, le=36_500)] = 60
    """Days for which attempts to open start pages are kept; judged are those of at most 30."""
    notices: Annotated[Whole, Field(ge=30, le=36_500)] = 400
    """Days for which it is known who was told of what that can come up no more."""
    actions: Annotated[Whole, Field(ge=180, le=36_500)] = 1095
    """Days for which it is on record who did what."""


class RenderSettings(Model):
    """Drawing of pages that only a browser can show, and pictures of failed columns; for every site."""

    enabled: Flag = True
    browser: Text | None = None
    max_pages: Annotated[Whole, Field(ge=1, le=10_000)] = 20
    timeout: Annotated[Seconds, Field(ge=1, le=3600)] = 60.0
    screenshots: Flag = True


class Ceiling(StrEnum):
    """How much closer looks may ask of a site."""

    NORMAL = "normal"
    NONE = "none"


def _ceiling(value: object) -> object:
    if isinstance(value, str) and value in tuple(Ceiling):
        return Ceiling(value)
    raise ValueError("应是 normal（默认，不超过约定的访问次数）或 none（不设上限）")


def _telephone(value: str) -> str:
    if not re.fullmatch(r"[0-9+()（）\- －—]{7,25}", value):
        raise ValueError(f"“{value}”不是电话号码，应写如 023-12345678 或 13800000000 的号码，并加引号")
    return value


class InspectSettings(Model):
    """The closer look at each column's newest entries; for every site."""

    entries: Annotated[Whole, Field(ge=0, le=50)] = 3
    pages: Annotated[Whole, Field(ge=1, le=200)] = 10
    ceiling: Annotated[Ceiling, BeforeValidator(_ceiling)] = Ceiling.NORMAL
    personal_data: Flag = True
    meta: Flag = True
    telephones: tuple[Annotated[Text, AfterValidator(_telephone)], ...] = ()


class SiteCheckSettings(Model):
    """Figures by which sites as a whole are judged; see checker.sitecheck.SiteFigures."""

    homepage_days: Annotated[Whole, Field(ge=1, le=3650)] = 14
    news_days: Annotated[Whole, Field(ge=1, le=3650)] = 14
    notice_days: Annotated[Whole, Field(ge=1, le=3650)] = 180
    other_days: Annotated[Whole, Field(ge=1, le=36500)] = 365
    notice_level: Annotated[Whole, Field(ge=1, le=9)] = 1
    news_columns: Annotated[Whole, Field(ge=1, le=1000)] = 5
    other_columns: Annotated[Whole, Field(ge=1, le=1000)] = 10
    empty_columns: Annotated[Whole, Field(ge=1, le=1000)] = 5
    probe_seconds: Annotated[Seconds, Field(gt=0, le=3600)] = 15.0
    probe_share: Annotated[Seconds, Field(gt=0, le=1)] = 0.05
    probe_days: Annotated[Whole, Field(ge=1, le=30)] = 7
    probes_a_day: Annotated[Whole, Field(ge=1, le=1440)] = 20


class DeadlineSettings(Model):
    """When it is told that a document falls due."""

    warn: Annotated[Whole, Field(ge=0, le=366)] = 14


def _day(value: object) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise ValueError(f"“{value}”不是日期，应写如 2027-02-06 的年-月-日") from None


DayText = Annotated[date, BeforeValidator(_day)]


class WorkdaySettings(Model):
    """Days of rest and work beyond the national ones; `grace` is the longest limit that holidays extend."""

    extra_holidays: tuple[DayText, ...] = ()
    extra_workdays: tuple[DayText, ...] = ()
    grace: Annotated[Whole, Field(ge=0, le=366)] = 14


class ReportSettings(Model):
    """Letters: the office's own Word templates, the days for rectification, 工作要求 and who issues them."""

    templates: Text | None = None
    rectify_days: Annotated[Whole, Field(ge=1, le=366)] = 15
    requirements: tuple[Text, ...] | None = None
    issuer: Annotated[str, StringConstraints(strict=True, strip_whitespace=True)] = ""


Points = Annotated[Seconds, Field(ge=0, le=100)]


class BonusSettings(Model):
    """Points the supervisor gives a unit."""

    unit: Text
    points: Points
    reason: str = ""


Share = Annotated[Seconds, Field(ge=0, le=1)]


class ScoringSettings(Model):
    """What findings cost a unit; `weights` changes the built-in ones, code by code."""

    weights: dict[Text, Share] = {}
    veto: tuple[Text, ...] = ()
    bonus: tuple[BonusSettings, ...] = ()
    bonus_from: Points = 80.0
    bonus_most: Points = 30.0

    def all_weights(self) -> dict[str, float]:
        """The built-in weights with the configured ones in their place."""
        return {**WEIGHTS, **self.weights}
