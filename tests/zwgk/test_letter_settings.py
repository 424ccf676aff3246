"""`reports` in config.yaml, `zwgk templates`, and that docs/reports.md says what templates may name."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, cast

import pytest

from checker.result import Audit, AuditRun, Finding, Result, SiteResult, Status, UnitResult
from crawler.evidence import SiteStatus
from reports.bulletin import Earlier, bulletin
from reports.formats.docx import BULLETIN, NOTICE, SHIPPED
from reports.letters import REQUIREMENTS, Letters
from reports.letterwords import bulletin_words, notice_words
from reports.notice import notice
from zwgk.cli import main
from zwgk.config import load_config
from zwgk.errors import ConfigError, UserError
from zwgk.letters import letterhead, letters
from zwgk.store import KeptRun, Store
from zwgk.tables import RunState

ROOT = Path(__file__).parents[2]
SITE = "sites: {政府网站: {url: 'https://www.example.gov.cn/'}}\n"


def told(folder: Path, text: str) -> Letters:
    (folder / "config.yaml").write_text(SITE + text, encoding="utf-8")
    return letters(load_config(folder / "config.yaml"))


def test_nothing_written_takes_ours(tmp_path: Path) -> None:
    assert told(tmp_path, "") == Letters(rectify_days=15, requirements=REQUIREMENTS, issuer="", templates=None)


def test_what_is_written_holds_and_folders_are_beside_the_configuration(tmp_path: Path) -> None:
    (tmp_path / "模板").mkdir()
    text = "reports: {templates: 模板, rectify_days: 10, issuer: 某办, requirements: [限期整改。]}\n"
    assert told(tmp_path, text) == Letters(
        rectify_days=10, requirements=("限期整改。",), issuer="某办", templates=tmp_path.resolve() / "模板"
    )
    assert told(tmp_path, "reports: {requirements: []}\n").requirements == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("reports: {rectify_days: 0}\n", "不能小于"),
        ("reports: {requirements: 限期}\n", "应是列表"),
        ("reports: {template: 模板}\n", "templates"),
    ],
)
def test_mistakes_are_one_line(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        told(tmp_path, text)


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"reports\.templates 指的文件夹 .*没有这 不存在"):
        told(tmp_path, "reports: {templates: 没有这}\n")


def test_templates_are_copied_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "模板"
    assert main(["templates", str(folder)]) == 0
    assert (folder / BULLETIN).read_bytes() == (SHIPPED / BULLETIN).read_bytes()
    (folder / NOTICE).write_bytes("本单位的".encode())
    capsys.readouterr()
    assert main(["templates", str(folder)]) == 0
    assert (folder / NOTICE).read_bytes() == "本单位的".encode(), "an office's work is never written over"
    assert "没有改动" in capsys.readouterr().out


class Runs:
    """A store that holds these runs, newest first."""

    def __init__(self, *runs: KeptRun) -> None:
        self._runs = {run.id: run for run in runs}

    def runs(self, *, complete: bool) -> tuple[str, ...]:
        return tuple(run.id for run in self._runs.values() if run.complete is complete)

    def run(self, word: str) -> KeptRun | None:
        return self._runs.get(word)

    def results(self, run: str) -> tuple[Result, ...]:
        return (RESULT,) * int(run[-1])


RESULT = Result(
    rule="r1", document="某表", row=1, item=1, section="", text="公开预算", site="政府网站", path=("预算",),
    lead_units=("区财政局",), status=Status.FAIL,
    findings=(Finding(code="stale-column", status=Status.FAIL, message="旧", advice="更新", basis="某表"),),
)  # fmt: skip


def kept(day: int, *, complete: bool = True) -> KeptRun:
    begun = datetime(2026, 3, day, tzinfo=UTC)
    return KeptRun(
        id=f"run-{day}", state=RunState.REPORTED, as_of=date(2026, 3, day), started=begun, finished=begun,
        complete=complete, selection=None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("run", "others", "day"),
    [
        pytest.param(kept(5), [kept(5), kept(4), kept(2)], 4, id="the complete run before"),
        pytest.param(kept(3), [kept(5), kept(3), kept(2)], 2, id="later runs are not before it"),
        pytest.param(kept(5), [kept(5), kept(4, complete=False), kept(2)], 2, id="a part compares with nothing"),
        pytest.param(kept(5, complete=False), [kept(4)], None, id="nor is a part compared"),
        pytest.param(kept(5), [replace(kept(5), id="run-9"), kept(5)], None, id="the same day is not before"),
        pytest.param(kept(5), [], None, id="the first run"),
    ],
)
def test_the_run_to_compare_with(tmp_path: Path, run: KeptRun, others: list[KeptRun], day: int | None) -> None:
    (tmp_path / "config.yaml").write_text(SITE, encoding="utf-8")
    found = letterhead(load_config(tmp_path / "config.yaml"), cast(Store, Runs(*others)), run).earlier
    if day is None:
        assert found is None
    else:
        assert isinstance(found, Earlier)
        assert (found.as_of.day, found.counts[Status.FAIL]) == (day, day)


def names(words: Any) -> set[str]:
    """Every name that a template may use, at any depth."""
    if isinstance(words, dict):
        return set(words).union(*map(names, words.values()))
    if isinstance(words, (list, tuple)):
        return set().union(*map(names, words))
    return set()


def test_the_manual_names_every_item_of_templates() -> None:
    unit = UnitResult(
        name="区财政局", groups=(), lead=(0,), named=(), shared=(), counts=dict.fromkeys(Status, 0) | {Status.FAIL: 1},
        coverage=1.0, score=0.0,
    )  # fmt: skip
    begun = datetime(2026, 3, 5, tzinfo=UTC)
    site = SiteResult(
        name="政府网站", url="https://a.example/", status=SiteStatus.UNREACHABLE, requests=1, pages=0
    )  # fmt: skip
    given = Audit(
        run=AuditRun(id="run", as_of=begun.date(), started=begun, finished=begun), sites=(site,), results=(RESULT,),
        units=(unit,),
    )  # fmt: skip
    letter = notice(given, unit)
    assert letter is not None
    # Lists that are empty here (整改分组) have the names of the others.
    told_names = names(bulletin_words(bulletin(given))) | names(notice_words(letter))
    written = set(re.findall(r"`(\w+)`", (ROOT / "docs" / "reports.md").read_text(encoding="utf-8")))
    assert told_names <= written
