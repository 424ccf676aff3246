"""The section `schedule` of config.yaml: what may be left out, and what a mistake is called."""

from __future__ import annotations

from pathlib import Path

import pytest
from zwgk_cases import CONFIG, district

from zwgk.config import Config, load_config
from zwgk.errors import ConfigError
from zwgk.timetable import timetable


def configured(folder: Path, section: str) -> Config:
    return load_config(district(folder, config=f"{CONFIG}schedule: {section}\n"))


@pytest.mark.parametrize(
    ("section", "lines"),
    [
        pytest.param("", {"nightly": "0 2 * * *", "descent": "0 2 * * 0", "probes": "0 * * * *"}, id="nothing"),
        pytest.param(
            '{cron: "30 1 * * *"}',
            {"nightly": "30 1 * * *", "descent": "0 2 * * 0", "probes": "0 * * * *"},
            id="as before",
        ),
        pytest.param('{descent: off, probes: "OFF"}', {"nightly": "0 2 * * *"}, id="off"),
        pytest.param("{descent: false, probes: }", {"nightly": "0 2 * * *"}, id="false and nothing"),
    ],
)
def test_lines(tmp_path: Path, section: str, lines: dict[str, str]) -> None:
    plans = timetable(configured(tmp_path, section))
    assert {name: plan.hours.cron for name, plan in plans.items()} == lines
    assert plans["nightly"].command[-3:] == ("check", "--config", str(tmp_path / "config.yaml"))


@pytest.mark.parametrize(
    ("section", "said"),
    [
        pytest.param(
            "{probes: 5}", "schedule.probes 应是 cron 表达式，如 0 2 * * 0；不要这一项就写 off", id="a number"
        ),
        pytest.param("{descent: sunday}", "schedule.descent cron 表达式应有 5 段", id="a word"),
        pytest.param("{cron: off}", "schedule.cron cron 表达式应有 5 段", id="the night cannot be left out"),
        pytest.param("{jitter: 7200}", "schedule.jitter 不能大于 3600", id="too much jitter"),
        pytest.param("{misfire: 0}", "schedule.misfire 应大于 0", id="no time at all"),
        pytest.param("{probe: 1}", "schedule.probe 不是可用的键，是不是 probes？", id="an unknown key"),
    ],
)
def test_mistakes(tmp_path: Path, section: str, said: str) -> None:
    with pytest.raises(ConfigError) as error:
        configured(tmp_path, section)
    assert f"第 11 行：{said}" in str(error.value)
