"""`zwgk recheck`: a kept run judged again, from its evidence and from its archived pages, without network."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from zwgk_cases import TODAY, StubCrawl, district

from demo.portal import Portal
from rules.derive import derive
from rules.pack import merge_and_write
from rules.tasks import read_tasks
from zwgk.check_command import CheckRequest, run_check
from zwgk.cli import main
from zwgk.config import load_config
from zwgk.demo_command import audit_night
from zwgk.errors import UserError
from zwgk.options import Session
from zwgk.recheck_command import RecheckRequest, run_recheck

AS_OF = date(2026, 3, 31)


@dataclass(frozen=True)
class Audited:
    """A folder in which the demo was audited twice; its portal is gone."""

    folder: Path

    def run(self, *words: str) -> int:
        return main([*words, "--config", str(self.folder / "config.yaml")])

    def audit(self, name: str) -> dict[str, Any]:
        audit: dict[str, Any] = json.loads((self.folder / name).read_text(encoding="utf-8"))
        audit["run"].pop("finished")
        return audit


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Audited:
    audited = Audited(tmp_path_factory.mktemp("recheck"))
    with Portal(AS_OF) as portal:
        config = load_config(portal.write_config(audited.folder))
        document = portal.write_document(audited.folder)
        audited.run("derive", str(document), "-o", str(audited.folder / "pack.yaml"))
        for name in ("first.json", "second.json"):
            audit_night(Session(), portal, config, CheckRequest(as_of=AS_OF, json_to=str(audited.folder / name)))
    return audited


@pytest.mark.parametrize("name", ["first.json", "second.json"])
@pytest.mark.parametrize("words", [[], ["--reread"]], ids=["stored evidence", "archived pages"])
def test_nothing_changed_gives_the_same(demo: Audited, name: str, words: list[str], tmp_path: Path) -> None:
    before = demo.audit(name)
    out, pages = tmp_path / "again.json", tmp_path / "pages"
    code = demo.run("recheck", before["run"]["id"], *words, "--json", str(out), "--reports", str(pages))
    assert code == 1
    assert Audited(tmp_path).audit("again.json") == before
    assert (pages / "index.html").exists()


def test_evidence_is_laid_out_of_the_archives(demo: Audited, tmp_path: Path) -> None:
    """Every number of a unit's page leads to the archived page, also of what the second run only found unchanged."""
    run = demo.audit("second.json")["run"]["id"]
    pages = demo.folder / "var" / "reports" / run
    hrefs = {
        href
        for file in pages.glob("*.html")
        for href in re.findall(r'href="(evidence/[^"]+)"', file.read_text(encoding="utf-8"))
    }
    assert len(hrefs) > 20
    told = [(pages / href).read_text(encoding="utf-8") for href in sorted(hrefs)]
    assert sum("<iframe" in page for page in told) > len(told) // 2
    assert not [page for page in told if "现有的网页存档中没有这一页" in page]
    assert demo.run("recheck", run, "--reports", str(tmp_path)) == 1
    for href in hrefs:
        assert (tmp_path / href).read_bytes() == (pages / href).read_bytes()


def test_latest_and_the_default_folder(demo: Audited, capsys: pytest.CaptureFixture[str]) -> None:
    run = demo.audit("second.json")["run"]["id"]
    assert demo.run("recheck", "latest") == 1
    assert f"重新判定轮次 {run}（取证记录），没有访问网站" in capsys.readouterr().out
    assert (demo.folder / "var" / "reports" / f"{run}-recheck" / "index.html").exists()


def test_limits_of_today_hold(demo: Audited, tmp_path: Path) -> None:
    demo.run("recheck", "latest", "--as-of", "2031-01-01", "--json", str(tmp_path / "later.json"))
    later = Audited(tmp_path).audit("later.json")
    codes = [finding["code"] for result in later["results"] for finding in result["findings"]]
    assert codes.count("stale-column") > 5
    assert later["run"]["as_of"] == "2031-01-01"


def test_a_page_that_was_not_archived_accuses_nobody(demo: Audited, tmp_path: Path) -> None:
    """Most of the archive is lost: what can no longer be read is unverifiable, and nothing new is missing."""
    run = demo.audit("first.json")["run"]["id"]
    file = demo.folder / "var" / "archive" / f"{run}.warc.gz"
    whole = file.read_bytes()
    try:
        file.write_bytes(whole[: len(whole) // 4])
        demo.run("recheck", run, "--reread", "--json", str(tmp_path / "half.json"), "--reports", str(tmp_path / "r"))
    finally:
        file.write_bytes(whole)
    before, after = demo.audit("first.json"), Audited(tmp_path).audit("half.json")
    worse = [
        (old["rule"], old["status"], new["status"])
        for old, new in zip(before["results"], after["results"], strict=True)
        if {"fail": 2, "warn": 1}.get(new["status"], 0) > {"fail": 2, "warn": 1}.get(old["status"], 0)
    ]
    assert worse == []
    reasons = {result["reason"] for result in after["results"] if result["status"] == "unverifiable"}
    assert any("存档中没有这一页" in (reason or "") for reason in reasons)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    district(tmp_path)
    merge_and_write(derive(read_tasks(tmp_path / "doc.txt")), tmp_path / "pack.yaml")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def check(folder: Path, crawl: StubCrawl | None = None, **words: Any) -> int:
    request = CheckRequest(as_of=TODAY, **words)
    return run_check(Session(), load_config(folder / "config.yaml"), request, search=crawl or StubCrawl())


def recheck(folder: Path, run: str = "latest", **words: Any) -> int:
    return run_recheck(Session(), load_config(folder / "config.yaml"), RecheckRequest(run=run, **words))


def test_a_limited_run_stays_limited(folder: Path) -> None:
    check(folder, units=("区税务局",), json_to="part.json")
    assert recheck(folder, json_to="again.json") == 0
    part, again = (json.loads((folder / name).read_text(encoding="utf-8")) for name in ("part.json", "again.json"))
    assert again["results"] == part["results"]
    assert again["units"] == part["units"]


def test_rules_of_today_hold(folder: Path) -> None:
    check(folder)
    pack = (folder / "pack.yaml").read_text(encoding="utf-8")
    skipped = re.sub(r"skip: *(null|~)?\n", "skip: 暂缓\n", pack, count=1)
    assert skipped != pack
    (folder / "pack.yaml").write_text(skipped, encoding="utf-8")
    recheck(folder, json_to="again.json")
    again = json.loads((folder / "again.json").read_text(encoding="utf-8"))
    assert [r["reason"] for r in again["results"] if r["status"] == "not_applicable"] == ["暂缓"]


def test_a_new_rule_has_no_evidence_and_accuses_nobody(folder: Path) -> None:
    check(folder)
    with (folder / "pack.yaml").open(encoding="utf-8") as stream:
        pack = stream.read()
    pack = pack.replace("rules:\n", "rules:\n  - {id: new, site: 政府网站, path: [政务公开, 新栏目]}\n", 1)
    (folder / "pack.yaml").write_text(pack, encoding="utf-8")
    recheck(folder, json_to="again.json")
    again = json.loads((folder / "again.json").read_text(encoding="utf-8"))
    assert [r["status"] for r in again["results"] if r["rule"] == "new"] == ["unverifiable"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        pytest.param({"run": "latest"}, "先运行 zwgk check", id="no run yet"),
        pytest.param({"run": "20200101-000000"}, "没有轮次 20200101-000000", id="no such run"),
    ],
)
def test_runs_that_are_not_there(folder: Path, words: dict[str, Any], message: str) -> None:
    with pytest.raises(UserError, match=message):
        recheck(folder, **words)


def test_an_interrupted_run_has_nothing_to_judge(folder: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        check(folder, StubCrawl(error=KeyboardInterrupt(), break_after=1))
    run = next((folder / "var").rglob("zwgk.db"))
    assert run.exists()
    with pytest.raises(UserError, match="先运行 zwgk check"):
        recheck(folder)


def test_an_archive_that_is_gone_is_one_line(folder: Path) -> None:
    check(folder)
    with pytest.raises(UserError, match=r"存档 .* 已不在"):
        recheck(folder, reread=True)
    assert recheck(folder) == 3, "the stored evidence is there all the same"
