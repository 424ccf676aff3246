"""`zwgk report`: a kept run written again in any format, without judging it anew."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from zwgk_cases import TODAY, StubCrawl, absent, district, found

from crawler.evidence import ColumnEvidence, Target
from rules.derive import derive
from rules.pack import merge_and_write
from rules.tasks import read_tasks
from zwgk.check_command import CheckRequest, run_check
from zwgk.cli import main
from zwgk.config import load_config
from zwgk.options import Session

Night = Callable[..., dict[str, Any]]


def old(target: Target) -> ColumnEvidence:
    return found(target, TODAY - timedelta(days=800))


@pytest.fixture
def night(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Night:
    """One run a day; gives its JSON."""
    district(tmp_path)
    merge_and_write(derive(read_tasks(tmp_path / "doc.txt")), tmp_path / "pack.yaml")
    monkeypatch.chdir(tmp_path)

    def run(day: int = 0, answers: dict[str, Any] | None = None, **words: Any) -> Any:
        request = CheckRequest(as_of=TODAY + timedelta(days=day), json_to="out.json", **words)
        run_check(Session(), load_config(tmp_path / "config.yaml"), request, search=StubCrawl(answers=answers or {}))
        return json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))

    return run


def without_end(value: dict[str, Any]) -> dict[str, Any]:
    """Without the moment at which the run was closed, which is after its JSON was written."""
    return value | {"run": {key: word for key, word in value["run"].items() if key != "finished"}}


def read(file: str) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(Path(file).read_text(encoding="utf-8"))
    return value


def states(file: str) -> list[tuple[str, str]]:
    page = load_workbook(file)["问题台账"]
    heads = [cell.value for cell in page[1]]
    places = heads.index("状态"), heads.index("栏目")
    return [(str(row[places[0]]), str(row[places[1]])) for row in page.iter_rows(min_row=2, values_only=True)]


def test_the_run_as_it_was_kept(night: Night, capsys: pytest.CaptureFixture[str]) -> None:
    audit = night(answers={"公告": absent, "减税降费": old})
    capsys.readouterr()
    assert main(["report", "latest"]) == 0
    told = capsys.readouterr()
    folder = Path("var/reports") / f"{audit['run']['id']}-report"
    assert told.out.splitlines()[0].endswith(f"{folder}：")
    assert told.err == ""
    for name in ("index.html", "区财政局.html", "问题台账.xlsx", "问题台账.csv", "全部结果.csv", "audit.json"):
        assert (folder / name).exists(), name
    assert without_end(read(str(folder / "audit.json"))) == without_end(audit)


def test_a_later_run_and_another_limit_change_nothing_of_it(night: Night) -> None:
    """What a run found stays what it found, also when today's limits would judge otherwise."""
    first = night(answers={"公告": absent, "减税降费": old})["run"]["id"]
    assert main(["report", first, "--out", "a"]) == 0
    config = Path("config.yaml")
    config.write_text(config.read_text(encoding="utf-8") + "freshness: [{match: 减税, days: 9999}]\n", encoding="utf-8")
    night(day=1, answers={"公告": absent})
    assert main(["report", first, "--out", "b"]) == 0
    assert Path("a/audit.json").read_bytes() == Path("b/audit.json").read_bytes()
    assert states("a/问题台账.xlsx") == states("b/问题台账.xlsx")
    assert {state for state, _ in states("a/问题台账.xlsx")} == {"新发现"}
    assert main(["report", "latest", "--out", "c", "--format", "xlsx"]) == 0
    assert {state for state, _ in states("c/问题台账.xlsx")} == {"未整改", "已整改"}


def test_twice_the_same_bytes(night: Night) -> None:
    night(answers={"公告": absent})
    for folder in ("a", "b"):
        assert main(["report", "latest", "--out", folder, "--format", "html,xlsx,csv,json"]) == 0
    names, others = (sorted(f.relative_to(at) for f in at.rglob("*") if f.is_file()) for at in (Path("a"), Path("b")))
    assert names == others
    assert [name for name in names if Path("a", name).read_bytes() != Path("b", name).read_bytes()] == []


def test_one_unit_in_chosen_formats(night: Night, capsys: pytest.CaptureFixture[str]) -> None:
    night(answers={"公告": absent, "减税降费": old})
    capsys.readouterr()
    words = ["report", "latest", "--unit", "区财政", "--format", "xlsx，JSON", "--format", "xlsx", "--out", "out"]
    assert main(words) == 0
    assert [line.strip() for line in capsys.readouterr().out.splitlines()[1:]] == [
        "xlsx：问题台账.xlsx",
        "json：audit.json",
    ]
    assert sorted(path.name for path in Path("out").iterdir()) == ["audit.json", "问题台账.xlsx"]
    value = read("out/audit.json")
    assert [unit["name"] for unit in value["units"]] == ["区财政局"]
    assert {result["row"] for result in value["results"]} == {1, 2, 4}
    assert [path for _, path in states("out/问题台账.xlsx")] == ["专题专栏 > 减税降费"]


def test_a_run_of_one_unit(night: Night) -> None:
    night(units=("区财政局",))
    assert main(["report", "latest", "--format", "json", "--out", "out"]) == 0
    assert [unit["name"] for unit in read("out/audit.json")["units"]] == ["区财政局"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(["nope"], "没有轮次 nope，可写 latest 表示最近一轮", id="unknown run"),
        pytest.param(["latest", "--unit", "区财攻局"], "没有名为“区财攻局”的单位，是不是：区财政局", id="unknown unit"),
        pytest.param(["latest", "--format", "xls"], "没有名为“xls”的报告格式，是不是 xlsx？", id="unknown format"),
        pytest.param(["latest", "--format", ""], "--format 没有写格式，可用的有：csv、docx、html", id="no format"),
        pytest.param(["latest", "--format", " ，,"], "--format 没有写格式", id="commas only"),
        pytest.param(["latest", "--format", "word"], "没有名为“word”的报告格式，", id="format without a likeness"),
        pytest.param(
            ["latest", "--out", "config.yaml"],
            "--out config.yaml：无法建立文件夹（已有同名的文件），请换一个位置",
            id="a file is there",
        ),
        pytest.param(
            ["latest", "--out", "full", "--format", "csv"], "写不了 full/问题台账.csv", id="cannot be written"
        ),
        pytest.param([], "缺少参数 轮次", id="no run"),
    ],
)
def test_mistakes_are_one_line_and_code_2(
    night: Night, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    night()
    Path("full/问题台账.csv").mkdir(parents=True)
    capsys.readouterr()
    assert main(["report", *words]) == 2
    told = capsys.readouterr().err
    assert told.startswith(f"错误：{said}")
    assert len(told.splitlines()) == 1


def test_before_the_first_run(night: Night, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", "latest"]) == 2
    assert capsys.readouterr().err == "错误：还没有完成过检查，请先运行 zwgk check\n"
