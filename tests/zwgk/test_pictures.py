"""Pictures of failed columns: which are taken, where they lie, what tells of them, and how long they are kept."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from zwgk_cases import NOW, TODAY, district

from checker.result import ColumnView, Result, Status
from crawler import browser
from crawler.evidence import Match
from demo.portal import Portal
from zwgk.cli import main
from zwgk.config import ArchiveSettings, Config, RenderSettings, load_config
from zwgk.pictures import photographer, pictures_of, rendering, with_pictures
from zwgk.retention import tidy
from zwgk.store import Store
from zwgk.tables import RunState

AS_OF = date(2026, 3, 31)


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return load_config(district(tmp_path))


def result(status: Status, url: str | None) -> Result:
    column = ColumnView(url=url, trail=("政务公开",), match=Match.EXACT, similarity=1.0)
    rule = {"rule": "r", "document": "d", "row": 1, "item": None, "section": "", "text": "", "path": ("政务公开",)}
    return Result(**rule, site="政府网站", status=status, column=column)  # type: ignore[arg-type]


def test_only_a_failed_result_with_a_picture_names_one(config: Config) -> None:
    failed, passed = (result(status, "https://a.example/x/") for status in (Status.FAIL, Status.PASS))
    other, label = result(Status.FAIL, "https://a.example/y/"), result(Status.FAIL, None)
    assert with_pictures(config.data, "r1", [failed]) == (failed,)
    assert photograph_one(config, failed).startswith("screenshots/r1/")
    seen = with_pictures(config.data, "r1", [failed, passed, other, label])
    assert [bool(one.screenshot) for one in seen] == [True, False, False, False]
    assert with_pictures(config.data, "r2", [failed]) == (failed,)


def photograph_one(config: Config, failed: Result) -> str:
    """Put a picture where that result's would lie; returns its path as results name it."""
    folder = pictures_of(config.data, "r1")
    folder.mkdir(parents=True)
    from zwgk import pictures

    file = pictures._file(config.data, "r1", failed)
    assert file is not None
    file.write_bytes(b"\x89PNG")
    return with_pictures(config.data, "r1", [failed])[0].screenshot or ""


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"render": RenderSettings(enabled=False)}, id="no browser is wanted"),
        pytest.param({"render": RenderSettings(screenshots=False)}, id="no pictures are wanted"),
        pytest.param({"archive": ArchiveSettings(keep_runs=0)}, id="nothing is kept"),
        pytest.param({"render": RenderSettings(browser="/nowhere/chromium")}, id="there is no browser"),
    ],
)
def test_no_pictures(config: Config, changes: dict[str, object]) -> None:
    given = replace(config, **changes)  # type: ignore[arg-type]
    assert photographer(given, as_of=TODAY, now=lambda: NOW, take_turn=None) is None


@pytest.mark.parametrize(
    ("written", "meant"),
    [("chromium-browser", "chromium-browser"), ("/opt/chrome", "/opt/chrome"), ("tools/chrome", "{}/tools/chrome")],
)
def test_the_browser_is_a_name_or_a_path_from_the_configuration(config: Config, written: str, meant: str) -> None:
    drawing = rendering(replace(config, render=RenderSettings(browser=written)))
    assert drawing is not None
    assert drawing.browser == meant.format(config.folder)


def test_a_configured_browser_that_is_none_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(browser.UndrawnError, match=r"render\.browser"):
        browser.find_browser(str(tmp_path / "chromium"))
    program = tmp_path / "my-chromium"
    program.write_text("#!/bin/sh\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert browser.find_browser("my-chromium") == str(program)


def test_pictures_go_with_their_run(config: Config) -> None:
    config = replace(config, archive=ArchiveSettings(keep_runs=1))
    store = Store.open(config.database, config.data)
    runs = []
    for hour in range(3):
        runs.append(store.begin(now=NOW.replace(hour=hour), as_of=TODAY, rules_digest="d", complete=True))
        store.move(runs[-1], RunState.REPORTED, now=NOW)
        pictures_of(config.data, runs[-1]).mkdir(parents=True)
        (pictures_of(config.data, runs[-1]) / "a.png").write_bytes(b"\x89PNG")
    tidy(config, store, now=NOW)
    store.close()
    assert [pictures_of(config.data, run).exists() for run in runs] == [False, False, True]


@pytest.mark.browser
def test_failed_columns_are_pictured_and_a_recheck_finds_their_pictures(tmp_path: Path) -> None:
    with Portal(AS_OF) as portal:
        document, file = portal.write_document(tmp_path), portal.write_config(tmp_path)
        text = file.read_text(encoding="utf-8")
        assert "render: {enabled: false}" in text
        file.write_text(text.replace("render: {enabled: false}", "render: {max_pages: 1}"), encoding="utf-8")
        asked = ["--config", str(file)]
        assert main(["derive", str(document), "-o", str(tmp_path / "pack.yaml"), *asked]) == 0
        assert (
            main(["check", *asked, "--unit", "区财政局", "--as-of", str(AS_OF), "--json", str(tmp_path / "one.json")])
            == 1
        )
    first = json.loads((tmp_path / "one.json").read_text(encoding="utf-8"))["results"]
    pictured = {one["screenshot"] for one in first if "screenshot" in one}
    assert 0 < len(pictured) <= 3
    assert all(one["status"] == "fail" for one in first if "screenshot" in one)
    for path in pictured:
        assert (tmp_path / "var" / path).read_bytes().startswith(b"\x89PNG")
    assert main(["recheck", "latest", *asked, "--json", str(tmp_path / "two.json")]) == 1
    assert json.loads((tmp_path / "two.json").read_text(encoding="utf-8"))["results"] == first
