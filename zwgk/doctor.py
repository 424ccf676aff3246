"""`zwgk doctor`: look at everything an audit needs, and say of each how it stands and what to do."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

import click

from zwgk.checkup import LEVELS, Checkup, Level, bad
from zwgk.errors import ConfigError, UserError
from zwgk.terminal import say, shorten

if TYPE_CHECKING:
    from zwgk.config import Config
    from zwgk.options import Session

SCHEMA: Final = "zwgk.doctor/1"
_Look: TypeAlias = Callable[[], Iterable[Checkup]]


def run_doctor(session: Session, path: Path | None, *, as_json: bool, visiting: bool) -> int:
    """Print every line; 1 when something is wrong (有误), else 0."""
    try:
        config = session.config(path)
    except ConfigError as error:
        lines = [bad("配置文件", str(error), "写法见示例 config.yaml")]
    else:
        lines = list(examined(config, datetime.now(config.timezone), os.environ, visiting=visiting))
    if as_json:
        click.echo(_json(lines))
    else:
        for line in lines:
            say(f"{LEVELS[line.level]}  {line.name}：{shorten(line.said, 400)}")
            if line.way_out and line.level is not Level.GOOD:
                say(f"      → {shorten(line.way_out, 400)}")
        figures = {level: sum(line.level is level for line in lines) for level in Level}
        say(f"共 {len(lines)} 项：" + "，".join(f"{LEVELS[level]} {number}" for level, number in figures.items()))
    return 1 if any(line.level is Level.BAD for line in lines) else 0


def examined(config: Config, now: datetime, environment: Mapping[str, str], *, visiting: bool) -> Iterator[Checkup]:
    """Every line, in the order of `docs/operations.md`; what fails unforeseen is a line too."""
    from zwgk import doctor_machine, doctor_sites, doctor_state

    looks: list[tuple[str, _Look]] = [
        ("规则集", partial(doctor_state.rules, config)),
        ("数据目录", partial(doctor_machine.disk, config)),
        ("数据库", partial(doctor_state.kept, config, now, environment)),
        ("浏览器", partial(doctor_machine.browser, config)),
        ("中文字体", partial(doctor_machine.fonts, config)),
        ("LibreOffice", partial(doctor_machine.office, config)),
    ]
    for name, look in looks:
        yield from _safely(name, look)
    if not visiting:
        return

    def visit() -> Iterator[Checkup]:
        visited, doubt = doctor_sites.visits(config, lambda: datetime.now(config.timezone))
        yield from doctor_sites.sites(visited, doubt)
        yield from doctor_sites.clock(visited, now)

    yield from _safely("网站", visit)


def _safely(name: str, look: _Look) -> Iterator[Checkup]:
    try:
        yield from look()
    except UserError as error:
        yield bad(name, str(error), "按所说的改正")
    except Exception as error:  # the other lines are wanted all the same
        yield bad(name, f"检查时出现意外错误（{type(error).__name__}）", "请把 zwgk doctor --json 的结果发给维护人员")


def _json(lines: Iterable[Checkup]) -> str:
    checks = [
        {"name": line.name, "level": line.level.value, "said": line.said, "way_out": line.way_out} for line in lines
    ]
    good = all(one["level"] != Level.BAD.value for one in checks)
    return json.dumps({"schema": SCHEMA, "ok": good, "checks": checks}, ensure_ascii=False, indent=2)
