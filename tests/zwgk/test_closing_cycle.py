"""销号 from end to end through the command line: found, answered, looked at again, closed, and told in the reports."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from lxml import html as lxml_html
from zwgk_cases import DOCUMENT, TODAY, Answer, StubCrawl, district, found

from crawler.evidence import ColumnEvidence, Outcome, Target
from rules.derive import derive
from rules.pack import load_pack, merge_and_write
from rules.tasks import read_tasks
from zwgk.cli import main


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    district(tmp_path)
    merge_and_write(derive(read_tasks(tmp_path / "doc.txt")), tmp_path / "pack.yaml")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("zwgk.check_command.photographer", lambda *_, **__: None)
    return tmp_path


class Nights:
    """`zwgk check` on the days after TODAY, with what the sites show."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._patch, self._capsys = monkeypatch, capsys
        self.said = ""

    def check(self, day: int, answers: dict[str, Answer], *words: str) -> dict[str, Any]:
        """The JSON of the audit; `said` is what it told."""
        stub = StubCrawl(answers=answers)

        def crawl(plans: Any, *, take_turn: Any, rendering: Any, processes: int, **more: Any) -> None:
            stub(plans, **more)

        self._patch.setattr("zwgk.check_command.crawl", crawl)
        self._capsys.readouterr()
        as_of = (TODAY + timedelta(days=day)).isoformat()
        assert main(["check", "--as-of", as_of, "--json", "out.json", "--reports", f"reports{day}", *words]) in (
            0,
            1,
            3,
        )
        self.said = self._capsys.readouterr().out
        value: dict[str, Any] = json.loads(Path("out.json").read_text(encoding="utf-8"))
        return value

    def ledger(self) -> dict[tuple[str, str], dict[str, Any]]:
        """Every entry by last segment of the path and code."""
        self._capsys.readouterr()
        assert main(["ledger", "--all", "--json"]) == 0
        entries = json.loads(self._capsys.readouterr().out)["entries"]
        return {(one["path"][-1], one["code"]): one for one in entries}


@pytest.fixture
def nights(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Nights:
    return Nights(monkeypatch, capsys)


def rule_of(folder: Path, name: str) -> str:
    return next(rule.id for rule in load_pack(folder / "pack.yaml").rules if rule.path[-1] == name)


def old(target: Target) -> ColumnEvidence:
    return found(target, TODAY - timedelta(days=800))


def unreachable(target: Target) -> ColumnEvidence:
    return ColumnEvidence(key=target.key, outcome=Outcome.UNREACHABLE, reason="连接超时", looks=2)


def page(folder: Path, day: int, unit: str) -> str:
    (file,) = (folder / f"reports{day}").glob(f"*{unit}*.html")
    shown: Any = lxml_html.document_fromstring(file.read_text(encoding="utf-8"))
    return re.sub(r"\s+", " ", shown.find(".//main").text_content())


def test_one_rule_is_answered_looked_at_again_and_closed(folder: Path, nights: Nights) -> None:
    faults: dict[str, Answer] = {"公告": old, "预算": old}
    nights.check(0, faults)
    assert "新发现 2，已整改 0，未整改 0，反弹 0，豁免 0" in nights.said
    rule = rule_of(folder, "公告")
    assert main(["reply", rule, "--text", "已补发三月通知公告", "--by", "区税务局赵六"]) == 0
    assert nights.ledger()["公告", "stale-column"]["state"] == "new", "an answer closes nothing"

    audit = nights.check(3, {}, "--rule", rule)
    assert [one["rule"] for one in audit["results"]] == [rule], "just that is looked at"
    assert "新发现 0，已整改 1，未整改 0，反弹 0，豁免 0" in nights.said
    told = page(folder, 3, "区税务局")
    assert "本轮确认已整改（1 项）" in told
    assert "已补发三月通知公告（区税务局赵六" in told
    closed, other = nights.ledger()["公告", "stale-column"], nights.ledger()["预算", "stale-column"]
    assert (closed["state"], closed["closed"]) == ("rectified", "2026-03-04")
    assert [reply["text"] for reply in closed["replies"]] == ["已补发三月通知公告"]
    assert (other["state"], other["runs"]) == ("new", 1), "nobody looked"

    nights.check(4, faults)
    assert "新发现 0，已整改 0，未整改 1，反弹 1，豁免 0" in nights.said
    assert "反弹，第 2 次（首次发现 2026-03-01）" in page(folder, 4, "区税务局")
    assert "未整改，自 2026-03-01 起第 2 轮" in page(folder, 4, "区财政局")


def test_one_site_is_looked_at_again(folder: Path, nights: Nights) -> None:
    faults: dict[str, Answer] = {"公告": old, "预算": old}
    nights.check(0, faults)
    nights.check(1, faults)
    audit = nights.check(2, {}, "--site", "税务局网站")
    assert {one["site"] for one in audit["results"]} == {"税务局网站"}
    assert nights.ledger()["公告", "stale-column"]["state"] == "rectified"
    assert nights.ledger()["预算", "stale-column"]["runs"] == 2


def test_what_cannot_be_looked_at_says_its_last_state(folder: Path, nights: Nights) -> None:
    nights.check(0, {"公告": old})
    nights.check(1, {"公告": old})
    nights.check(2, {"公告": unreachable})
    assert "新发现 0，已整改 0，未整改 0，反弹 0，豁免 0，未能复查 1" in nights.said
    told = page(folder, 2, "区税务局")
    assert "上次状态栏目更新不及时：未整改，自 2026-03-01 起共 2 轮（最近一次核查到 2026-03-02" in told


def test_a_kept_run_shows_its_own_states(folder: Path, nights: Nights) -> None:
    first = nights.check(0, {"公告": old})["run"]["id"]
    nights.check(1, {"公告": old})
    before = nights.ledger()
    assert main(["recheck", "latest", "--reports", "reports8"]) == 1
    assert main(["recheck", first, "--reports", "reports9"]) == 1
    assert "未整改，自 2026-03-01 起第 2 轮" in page(folder, 8, "区税务局")
    assert "新发现" in page(folder, 9, "区税务局")
    assert "第 2 轮" not in page(folder, 9, "区税务局")
    assert nights.ledger() == before, "judging again is no look"


def test_an_edited_document_keeps_the_history(folder: Path, nights: Nights) -> None:
    nights.check(0, {"公告": old, "预算": old})
    rule = rule_of(folder, "公告")
    moved = DOCUMENT.replace(
        "\t3\n\t公开办税指南", "\t3\n\t做好政务公开培训。\n\t区政府办公室\n\t区教委\n\n\t4\n\t公开办税指南"
    ).replace("\n\t区税务局\n\t区税务局\n", "\n\t区税务局\n\t区税务局、区财政局\n")
    (folder / "doc.txt").write_text(moved, encoding="utf-8")
    assert main(["derive", "doc.txt", "-o", "pack.yaml"]) == 0
    assert rule_of(folder, "公告") == rule, "row and units are not in the id"
    nights.check(1, {"公告": old, "预算": old})
    entry = nights.ledger()["公告", "stale-column"]
    assert (entry["state"], entry["runs"], entry["opened"]) == ("open", 2, "2026-03-01")
    assert (entry["row"], entry["responsible_units"]) == (4, ["区税务局", "区财政局"])


def test_a_renamed_column_keeps_the_history_by_its_id(folder: Path, nights: Nights) -> None:
    nights.check(0, {"公告": old})
    rule = rule_of(folder, "公告")
    text = (folder / "pack.yaml").read_text(encoding="utf-8")
    (folder / "pack.yaml").write_text(re.sub(r"(path: .*)公告", r"\1通知公告", text), encoding="utf-8")
    nights.check(1, {"通知公告": old})
    assert {key: one["runs"] for key, one in nights.ledger().items()} == {("通知公告", "stale-column"): 2}
    assert rule_of(folder, "通知公告") == rule
