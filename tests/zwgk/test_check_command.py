"""`zwgk check`: exit codes, the JSON contract, filters, reports, what is kept, and what an interruption leaves."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from zwgk_cases import CONFIG, TODAY, Answer, StubCrawl, absent, district, found

from checker.schema import audit_schema
from crawler.endings import CrawlCancelled
from crawler.evidence import Outcome, Target
from rules.derive import derive
from rules.pack import merge_and_write
from rules.tasks import read_tasks
from zwgk.check_command import CheckRequest, run_check
from zwgk.config import load_config
from zwgk.errors import UserError
from zwgk.options import Session
from zwgk.recheck_command import RecheckRequest, run_recheck
from zwgk.store import Store
from zwgk.tables import RunState

Check = Callable[..., int]


@pytest.fixture
def folder(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    district(tmp_path, config=f"{CONFIG}database: {database}\n")
    merge_and_write(derive(read_tasks(tmp_path / "doc.txt")), tmp_path / "pack.yaml")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def check(folder: Path) -> Check:
    def run(crawl: StubCrawl | None = None, **request: Any) -> int:
        words = {"as_of": TODAY, "json_to": "out.json", **request}
        return run_check(
            Session(), load_config(folder / "config.yaml"), CheckRequest(**words), search=crawl or StubCrawl()
        )

    return run


def out(folder: Path) -> dict[str, Any]:
    audit: dict[str, Any] = json.loads((folder / "out.json").read_text(encoding="utf-8"))
    return audit


def unreachable(target: Target) -> Any:
    return replace(absent(target), outcome=Outcome.UNREACHABLE, reason="连接超时")


def old(target: Target) -> Any:
    return found(target, TODAY - timedelta(days=800))


@pytest.mark.parametrize(
    ("answers", "request_words", "code"),
    [
        pytest.param({}, {"units": ("区税务局",)}, 0, id="all that was asked is well"),
        pytest.param({}, {}, 3, id="a unit without a page cannot be verified"),
        pytest.param({"减税降费": absent}, {}, 1, id="missing"),
        pytest.param({"减税降费": old}, {"units": ("区税务局",)}, 1, id="stale"),
        pytest.param({"公告": unreachable}, {"units": ("区税务局",)}, 3, id="unreachable"),
        pytest.param({"公告": unreachable, "减税降费": absent}, {"units": ("区税务局",)}, 1, id="failing outweighs"),
    ],
)
def test_exit_codes(check: Check, answers: dict[str, Answer], request_words: dict[str, Any], code: int) -> None:
    assert check(StubCrawl(answers=answers), **request_words) == code


def test_the_json_keeps_its_contract(check: Check, folder: Path) -> None:
    check(StubCrawl(answers={"减税降费": absent, "预算": old}))
    audit = out(folder)
    jsonschema.validate(audit, audit_schema())
    assert audit["run"]["as_of"] == TODAY.isoformat()
    assert {site["name"] for site in audit["sites"]} == {"政府网站", "税务局网站", "部门网页 qs.example.gov.cn"}
    missing = [r for r in audit["results"] if any(f["code"] == "missing-column" for f in r["findings"])]
    assert [(r["row"], r["site"], r["path"]) for r in missing] == [
        (row, "政府网站", ["专题专栏", "减税降费"]) for row in (1, 6)
    ]
    pages = {r["unit"]: r["status"] for r in audit["results"] if r["row"] == 4}
    assert pages == {"区政府办公室": "pass", "区财政局": "pass", "区教委": "unverifiable", "青石镇": "pass"}
    manual = next(r for r in audit["results"] if r["row"] == 5)
    assert (manual["status"], manual["path"], manual["site"]) == ("manual", [], None)


def test_every_row_of_the_document_is_answered(check: Check, folder: Path) -> None:
    check()
    assert {result["row"] for result in out(folder)["results"]} == {1, 2, 3, 4, 5, 6}


def test_json_on_standard_output_stands_alone(check: Check, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    check(json_to="-")
    printed = capsysbinary.readouterr()
    assert json.loads(printed.out)["schema"] == "zwgk.audit/1"
    assert "区财政局" in printed.err.decode()


def test_the_summary_names_units_figures_and_reports(
    check: Check, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    check(StubCrawl(answers={"减税降费": absent}))
    lines = capsys.readouterr().out.splitlines()
    row = next(line for line in lines if line.startswith("区财政局"))
    assert row.split()[1:7] == ["3", "1", "0", "0", "0", "100%"]
    assert (folder / row.split()[-1]).read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert any(line.startswith("审核轮次 ") and "文件 6 行" in line for line in lines)
    overview = next(line for line in lines if line.startswith("总览："))
    assert (folder / overview.removeprefix("总览：")).exists()


def test_reports_go_under_data_with_a_pointer_to_the_latest(check: Check, folder: Path) -> None:
    check()
    run = out(folder)["run"]["id"]
    reports = folder / "var" / "reports"
    assert (reports / run / "index.html").exists()
    assert (reports / "latest" / "index.html").samefile(reports / run / "index.html")
    check(units=("区财政局",))
    assert (reports / "latest").readlink() == Path(run), "a run over a part is not the latest whole one"


def test_reports_go_where_they_are_asked_for(check: Check, folder: Path) -> None:
    check(reports=Path("elsewhere/new"), json_to="deep/er/out.json")
    assert (folder / "elsewhere" / "new" / "index.html").exists()
    assert (folder / "deep" / "er" / "out.json").exists()
    assert not (folder / "var" / "reports").exists()


@pytest.mark.parametrize("word", ["区财政局", "区财政", "财政局", "云山区财政局", "区财政政局"])
def test_a_unit_by_name_alias_or_near_name(check: Check, folder: Path, word: str) -> None:
    check(units=(word,))
    audit = out(folder)
    assert [unit["name"] for unit in audit["units"]] == ["区财政局"]
    assert {result["row"] for result in audit["results"]} == {1, 2, 4}
    assert [result["unit"] for result in audit["results"] if result["row"] == 4] == ["区财政局"]
    assert not list((folder / "var").glob("reports/*/区教委*"))


def test_what_is_not_needed_is_not_asked(check: Check) -> None:
    crawl = StubCrawl()
    check(crawl, units=("区税务局",))
    assert {plan.name: [target.path[-1] for target in plan.targets] for plan in crawl.plans} == {
        "政府网站": ["减税降费"],
        "税务局网站": ["公告"],
    }


@pytest.mark.parametrize(
    ("request_words", "words"),
    [
        pytest.param({"units": ("财会局",)}, "区财政局", id="unit with suggestion"),
        pytest.param({"units": ("甲乙丙丁",)}, "甲乙丙丁", id="unit like no other"),
        pytest.param({"rules": ("减税降费",)}, "2026-", id="rule with suggestion"),
        pytest.param({"sites": ("税务网站",)}, "税务局网站", id="site with suggestion"),
    ],
)
def test_unknown_names_are_refused_with_suggestions(check: Check, request_words: dict[str, Any], words: str) -> None:
    with pytest.raises(UserError, match=words):
        check(**request_words)


def test_a_site_by_its_alias(check: Check, folder: Path) -> None:
    check(sites=("区政府门户网站",))
    assert [site["name"] for site in out(folder)["sites"]] == ["政府网站"]


def test_learned_addresses_are_asked_first_the_next_time(check: Check) -> None:
    first, second = StubCrawl(), StubCrawl()
    check(first)
    check(second)
    asked = [[target.learned for target in crawl.plans[0].targets] for crawl in (first, second)]
    assert set(asked[0]) == {None}
    assert None not in asked[1]


def many_columns(folder: Path, count: int) -> None:
    rows = "".join(
        f"\t{n}\n\t公开（公开路径：政府网站>政务公开>栏目{'甲乙丙丁戊己庚辛壬癸'[n - 1]}）。\n\t区财政局\n\t区教委\n\n"
        for n in range(1, count + 1)
    )
    head = "云山区2026年任务分工\n\n\t序号\n\t工作任务\n\t牵头单位\n\t责任单位\n\n"
    (folder / "doc.txt").write_text(head + rows, encoding="utf-8")
    (folder / "pack.yaml").unlink()
    merge_and_write(derive(read_tasks(folder / "doc.txt")), folder / "pack.yaml")


def test_the_brake_holds_a_site_that_turns_bad_at_once(
    check: Check, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    many_columns(folder, 10)
    everything_gone = {f"栏目{name}": absent for name in "甲乙丙丁戊己庚辛壬癸"}
    assert check() == 0
    assert check(StubCrawl(answers=everything_gone)) == 3
    assert "政府网站 上轮合格的栏目本轮大批变为不合格" in capsys.readouterr().out
    assert {result["status"] for result in out(folder)["results"]} == {"unverifiable"}
    assert check(StubCrawl(answers=everything_gone)) == 3, "still held the next night"
    later = TODAY + timedelta(days=20)
    assert check(StubCrawl(answers=everything_gone), as_of=later) == 1, "after a fortnight the site is judged as it is"


def test_the_brake_is_released_when_the_site_is_good_again(check: Check, folder: Path) -> None:
    many_columns(folder, 10)
    everything_gone = {f"栏目{name}": absent for name in "甲乙丙丁戊己庚辛壬癸"}
    assert [check(), check(StubCrawl(answers=everything_gone)), check()] == [0, 3, 0]
    assert check(StubCrawl(answers={"栏目甲": absent})) == 1, "an ordinary fault is told at once"
    assert [r["status"] for r in out(folder)["results"]].count("fail") == 1


def test_a_held_run_is_held_again_when_it_is_rechecked(check: Check, folder: Path) -> None:
    many_columns(folder, 10)
    check()
    check(StubCrawl(answers={f"栏目{name}": absent for name in "甲乙丙丁戊己庚辛壬癸"}))
    held = out(folder)["results"]
    config = load_config(folder / "config.yaml")
    assert run_recheck(Session(), config, RecheckRequest(run="latest", json_to="out.json")) == 3
    assert out(folder)["results"] == held


def store_of(folder: Path) -> Store:
    config = load_config(folder / "config.yaml")
    return Store.open(config.database, config.data)


def only_run(folder: Path, store: Store) -> str:
    from sqlalchemy import select
    from sqlalchemy.orm import Session as Database

    from zwgk.tables import RunRow

    with Database(store.engine) as database:
        return database.scalars(select(RunRow.id)).one()


@pytest.mark.parametrize(
    ("error", "state"),
    [
        pytest.param(KeyboardInterrupt(), RunState.INTERRUPTED, id="Ctrl-C"),
        pytest.param(CrawlCancelled(), RunState.INTERRUPTED, id="stopped"),
        pytest.param(RuntimeError("kaputt"), RunState.FAILED, id="a fault of ours"),
    ],
)
def test_an_interrupted_run_says_so_and_keeps_its_finished_sites(
    check: Check, folder: Path, error: BaseException, state: RunState
) -> None:
    with pytest.raises(type(error)):
        check(StubCrawl(break_after=1, error=error))
    store = store_of(folder)
    run = only_run(folder, store)
    assert store.state(run) is state
    assert list(store.evidence(run)) == ["政府网站"]
    assert not store.judged(run)
    assert store.learned("政府网站")
    assert not (folder / "var" / "reports").exists(), "half a result is never shown as whole"
    assert not (folder / "out.json").exists()
    store.close()


def test_a_finished_run_is_reported_and_kept(check: Check, folder: Path) -> None:
    check()
    store = store_of(folder)
    run = only_run(folder, store)
    assert store.state(run) is RunState.REPORTED
    assert len(store.results(run)) == len(out(folder)["results"])
    store.close()


def test_reports_that_cannot_be_written_fail_the_run_but_keep_it(check: Check, folder: Path) -> None:
    (folder / "taken").write_text("", encoding="utf-8")
    with pytest.raises(UserError, match="无法写入报告目录"):
        check(reports=Path("taken"))
    store = store_of(folder)
    run = only_run(folder, store)
    assert store.state(run) is RunState.JUDGED
    assert store.results(run)
    store.close()


@pytest.mark.parametrize(
    ("config", "words"),
    [
        pytest.param(CONFIG.replace("rules: [pack.yaml]\n", ""), "没有写 rules", id="no rules"),
        pytest.param(
            CONFIG.replace("[pack.yaml]", "[none/*.yaml]"), r"第 \d+ 行：rules 的 none/\*\.yaml", id="no match"
        ),
    ],
)
def test_rules_that_are_not_there(check: Check, folder: Path, config: str, words: str) -> None:
    (folder / "config.yaml").write_text(config, encoding="utf-8")
    with pytest.raises(UserError, match=words):
        check()
    assert check(packs=(Path("pack.yaml"),)) == 3, "--rules needs no configured packs"


def test_a_pack_named_twice_is_read_once_and_two_packs_of_one_id_are_refused(check: Check, folder: Path) -> None:
    assert check(packs=(Path("pack.yaml"), Path("./pack.yaml"))) == 3
    (folder / "copy.yaml").write_bytes((folder / "pack.yaml").read_bytes())
    with pytest.raises(UserError, match=r"规则编号 .* 重复"):
        check(packs=(Path("pack.yaml"), Path("copy.yaml")))


def test_rules_are_found_from_the_configurations_folder(
    check: Check, folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    assert check(json_to=None) == 3
    assert list((folder / "var" / "reports").iterdir())
    assert os.listdir() == []  # noqa: PTH208


def test_as_of_is_today_for_every_judgement(check: Check, folder: Path) -> None:
    check(as_of=date(2030, 1, 1))
    codes = {finding["code"] for result in out(folder)["results"] for finding in result["findings"]}
    assert "stale-column" in codes
