"""The log: a line for each site and each run, whole lines, bounded, and a full disk costs the line only."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from zwgk_cases import NOW, TODAY, StubCrawl, absent, district

import zwgk.journal
from rules.derive import derive
from rules.pack import merge_and_write
from rules.tasks import read_tasks
from zwgk.check_command import CheckRequest, run_check
from zwgk.config import load_config
from zwgk.journal import Journal
from zwgk.options import Session


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    district(tmp_path)
    merge_and_write(derive(read_tasks(tmp_path / "doc.txt")), tmp_path / "pack.yaml")
    return tmp_path


def check(folder: Path, crawl: StubCrawl) -> None:
    request = CheckRequest(as_of=TODAY, json_to=str(folder / "out.json"))
    run_check(Session(), load_config(folder / "config.yaml"), request, search=crawl)


def lines(folder: Path) -> list[dict[str, Any]]:
    text = (folder / "var" / "logs" / "zwgk.log").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def test_a_line_for_each_site_and_one_for_the_run(folder: Path) -> None:
    check(folder, StubCrawl(answers={"减税降费": absent}))
    *sites, run = lines(folder)
    assert [one["event"] for one in sites] == ["site"] * 3
    assert {one["run"] for one in sites} == {run["run"]}
    portal = next(one for one in sites if one["site"] == "政府网站")
    assert portal["results"] == {"fail": 2, "pass": 4}
    assert (portal["status"], portal["requests"]) == ("reachable", 5)
    assert (run["event"], run["state"], run["complete"], run["sites"]) == ("run", "reported", True, 3)
    assert run["results"]["fail"] == 2
    assert run["findings"]["new"] == 2
    assert run["seconds"] >= 0


@pytest.mark.parametrize(
    ("error", "state", "said"),
    [
        pytest.param(OSError("disk\nfull"), "failed", "OSError: disk full", id="failed"),
        pytest.param(KeyboardInterrupt(), "interrupted", None, id="stopped"),
    ],
)
def test_a_run_that_did_not_end_well_has_its_line_too(
    folder: Path, error: BaseException, state: str, said: str | None
) -> None:
    with pytest.raises(type(error)):
        check(folder, StubCrawl(error=error, break_after=1))
    *sites, run = lines(folder)
    assert len(sites) == 1
    assert (run["run"], run["state"], run.get("error")) == (sites[0]["run"], state, said)


def test_a_full_file_is_turned_over_and_the_oldest_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zwgk.journal, "_MOST_BYTES", 10)
    journal = Journal(tmp_path, lambda: NOW)
    for number in range(9):
        journal.write("run", number=number)
    kept = {path.name: json.loads(path.read_text(encoding="utf-8"))["number"] for path in (tmp_path / "logs").iterdir()}
    assert kept == {
        "zwgk.log": 8,
        "zwgk.log.1": 7,
        "zwgk.log.2": 6,
        "zwgk.log.3": 5,
        "zwgk.log.4": 4,
        "zwgk.log.5": 3,
    }


def test_words_are_bounded_and_on_one_line(tmp_path: Path) -> None:
    Journal(tmp_path, lambda: NOW + timedelta(seconds=1)).write("site", reason="一\n二\x1b[31m" + "三" * 9999)
    text = (tmp_path / "logs" / "zwgk.log").read_text(encoding="utf-8")
    assert text.count("\n") == 1
    assert len(text) < 500
    assert "\\u001b" not in text
    assert json.loads(text)["at"] == "2026-03-01T02:00:01+00:00"


def test_a_log_that_cannot_be_written_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("a file where the folder should be", encoding="utf-8")
    with Journal(tmp_path, lambda: NOW).kept():
        pass
