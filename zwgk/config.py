"""config.yaml: the models, and everything that makes a mistake in it a clear Chinese line (design.md section 7)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import Field, StringConstraints, ValidationError
from sqlalchemy.engine import make_url

from checker.deductions import WEIGHTS
from checker.engine import load_checks
from zwgk import yaml_lines
from zwgk.config_errors import describe
from zwgk.errors import ConfigError
from zwgk.notify_settings import NotifySettings
from zwgk.settings import (
    Address,
    ArchiveSettings,
    Database,
    DeadlineSettings,
    FreshnessSettings,
    InspectSettings,
    Model,
    PolitenessSettings,
    RenderSettings,
    ReportSettings,
    RetentionSettings,
    ScheduleSettings,
    ScoringSettings,
    SiteCheckSettings,
    SiteSettings,
    Text,
    UnitSettings,
    WorkdaySettings,
    Zone,
)
from zwgk.web_settings import ReleaseSettings, ServeSettings


class _File(Model):
    place: Annotated[str, StringConstraints(strict=True, strip_whitespace=True)] = ""
    timezone: Zone = "Asia/Shanghai"
    data: Text = "var"
    database: Database | None = None
    contact: Address | None = None
    sites: Annotated[dict[Text, SiteSettings], Field(min_length=1)]
    units: tuple[UnitSettings, ...] = ()
    rules: tuple[Text, ...] = ()
    freshness: tuple[FreshnessSettings, ...] | None = None
    politeness: PolitenessSettings = PolitenessSettings()
    schedule: ScheduleSettings = ScheduleSettings()
    archive: ArchiveSettings = ArchiveSettings()
    retention: RetentionSettings = RetentionSettings()
    render: RenderSettings = RenderSettings()
    inspect: InspectSettings = InspectSettings()
    deadlines: DeadlineSettings = DeadlineSettings()
    workdays: WorkdaySettings = WorkdaySettings()
    scoring: ScoringSettings = ScoringSettings()
    site_checks: SiteCheckSettings = SiteCheckSettings()
    reports: ReportSettings = ReportSettings()
    release: ReleaseSettings = ReleaseSettings()
    serve: ServeSettings = ServeSettings()
    notify: NotifySettings = NotifySettings()


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
    retention: RetentionSettings
    render: RenderSettings
    inspect: InspectSettings
    deadlines: DeadlineSettings
    workdays: WorkdaySettings
    scoring: ScoringSettings
    site_checks: SiteCheckSettings
    reports: ReportSettings
    release: ReleaseSettings
    serve: ServeSettings
    notify: NotifySettings
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
        retention=parsed.retention,
        render=parsed.render,
        inspect=parsed.inspect,
        deadlines=parsed.deadlines,
        workdays=parsed.workdays,
        scoring=parsed.scoring,
        site_checks=parsed.site_checks,
        reports=parsed.reports,
        release=parsed.release,
        serve=parsed.serve,
        notify=parsed.notify,
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
    yield from _unknown_codes(config)
    for index, day in enumerate(config.workdays.extra_workdays):
        if day in config.workdays.extra_holidays:
            place = ("workdays", "extra_workdays", index)
            yield place, f"{day}同时写在 extra_holidays 和 extra_workdays 里，请只保留一处"
    names = {unit.name for unit in config.units}
    for name, recipient in config.notify.recipients.items():
        if recipient.unit is not None and recipient.unit not in names:
            yield ("notify", "recipients", name, "unit"), f"units 里没有名为“{recipient.unit}”的单位，请写它的全名"
    taken: dict[str, str] = {}
    for index, unit in enumerate(config.units):
        for alias in unit.aliases:
            if (alias in names and alias != unit.name) or taken.setdefault(alias, unit.name) != unit.name:
                other = alias if alias in names else taken[alias]
                yield ("units", index, "aliases"), f"别名“{alias}”已经是单位“{other}”的名称或别名，请改用不重复的别名"


def _unknown_codes(config: _File) -> Iterator[tuple[yaml_lines.Place, str]]:
    known = {check.code for check in load_checks()} | set(WEIGHTS)
    for code in config.scoring.weights:
        if code not in known:
            yield ("scoring", "weights", code), f"没有问题代码“{code}”，可用的有：{'、'.join(sorted(known))}"
    for index, code in enumerate(config.scoring.veto):
        if code not in known:
            yield ("scoring", "veto", index), f"没有问题代码“{code}”，可用的有：{'、'.join(sorted(known))}"


def _twice(words: Iterator[tuple[yaml_lines.Place, str]], label: str) -> Iterator[tuple[yaml_lines.Place, str]]:
    seen: set[str] = set()
    for place, word in words:
        if word in seen:
            yield place, f"{label}“{word}”重复，请只保留一处"
        seen.add(word)
