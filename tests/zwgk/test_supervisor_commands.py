"""`zwgk init`, `units`, `accept`, `compare`: what people do between a document and a check."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from zwgk_cases import CONFIG, DOCUMENT, district

from rules.compare_json import compare_schema
from rules.pack import load_pack
from zwgk.cli import main
from zwgk.config import load_config
from zwgk.units_command import units_schema

REPORT_ROW = "\n\t7\n\t规范发布政府信息公开工作年度报告。\n\t区政府办公室\n\t各镇街\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    district(tmp_path)
    (tmp_path / "doc.txt").write_text(DOCUMENT + REPORT_ROW, encoding="utf-8")
    return tmp_path


@pytest.fixture
def pack(folder: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    assert main(["derive", "doc.txt", "-o", "pack.yaml"]) == 0
    capsys.readouterr()
    return folder / "pack.yaml"


def printed(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> str:
    assert main(list(words)) == code
    streams = capsys.readouterr()
    assert (streams.err if code == 0 else streams.out) == ""
    return streams.out if code == 0 else streams.err


def as_json(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    return json.loads(printed(capsys, *words, "--json"))


# --- accept ---------------------------------------------------------------------------------------------------------


def suggestion(pack: Path) -> Any:
    (rule,) = (rule for rule in load_pack(pack).rules if rule.suggested)
    return rule


def test_derive_tells_of_suggestions(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "另有建议规则 1 条，用 zwgk accept 采纳后才检查" in printed(capsys, "derive", "doc.txt", "-o", "new.yaml")


def test_accept_without_a_choice_lists(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = printed(capsys, "accept")
    assert suggestion(pack).id in said
    assert "其中 1 条待采纳" in said
    assert not suggestion(pack).accepted


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(["--all"], id="all"),
        pytest.param(["--topic", "年度报告"], id="topic by a part of its name"),
        pytest.param(["--topic", "annual-report"], id="topic by id"),
        pytest.param(["--row", "7"], id="row"),
        pytest.param(["ID"], id="id"),
        pytest.param(["ID", "--rules", "pack.yaml"], id="pack given"),
    ],
)
def test_accept_and_reject(pack: Path, words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    words = [suggestion(pack).id if word == "ID" else word for word in words]
    assert "采纳 1 条" in printed(capsys, "accept", *words)
    assert suggestion(pack).accepted
    assert "没有改动" in printed(capsys, "accept", *words)
    assert "不再采纳 1 条" in printed(capsys, "accept", *words, "--reject")
    assert not suggestion(pack).accepted


@pytest.mark.parametrize(
    ("words", "message"),
    [
        pytest.param(["不存在"], "没有编号为“不存在”的建议规则", id="no such rule"),
        pytest.param(
            ["--topic", "火星"], "没有主题为“火星”的建议规则，可用的有：政府信息公开年度报告", id="no such topic"
        ),
        pytest.param(["--row", "3"], "第 3 行没有建议规则，有建议规则的行：7", id="row without a suggestion"),
        pytest.param(["--topic", "统计信息"], "没有主题为“统计信息”的建议规则", id="topic without a suggestion"),
        pytest.param(["--all", "--rules", "none.yaml"], "none.yaml：规则集不存在", id="no such pack"),
    ],
)
def test_mistakes_of_accept(pack: Path, words: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    before = pack.read_bytes()
    said = printed(capsys, "accept", *words, code=2)
    assert message in said
    assert said.count("\n") == 1
    assert pack.read_bytes() == before


def test_nothing_to_accept(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "doc.txt").write_text(DOCUMENT, encoding="utf-8")
    main(["derive", "doc.txt", "-o", "pack.yaml"])
    capsys.readouterr()
    assert "没有建议规则" in printed(capsys, "accept", "--all")


# --- compare --------------------------------------------------------------------------------------------------------


@pytest.fixture
def next_year(folder: Path) -> Path:
    text = DOCUMENT.replace("2026年", "2027年").replace("专题专栏>减税降费", "专题专栏>减税专栏", 1)
    (folder / "next.txt").write_text(text.replace("\t办税", "\t办税"), encoding="utf-8")
    return folder / "next.txt"


def test_compare_prints_what_changed(folder: Path, next_year: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = printed(capsys, "compare", "doc.txt", "next.txt")
    assert "取消任务 1 项" in said
    assert "路径改名：政府网站>专题专栏>减税降费 → 政府网站>专题专栏>减税专栏" in said
    assert "新增 0 项，取消 1 项，变化 1 项（路径改名 1 处" in said


def test_compare_as_json_is_as_published(pack: Path, next_year: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for old, new in (("doc.txt", "next.txt"), ("pack.yaml", "next.txt"), ("doc.txt", "pack.yaml")):
        jsonschema.validate(as_json(capsys, "compare", old, new), compare_schema())


def test_a_pack_against_its_document_is_unchanged(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "新增 0 项，取消 0 项，变化 0 项" in printed(capsys, "compare", "doc.txt", "pack.yaml")


@pytest.mark.parametrize("words", [["doc.txt", "none.txt"], ["config.yaml", "doc.txt"]], ids=["missing", "no pack"])
def test_compare_with_something_else(folder: Path, words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(capsys, "compare", *words, code=2).startswith("错误：")


def test_deriving_the_next_year_tells_what_went_along(
    pack: Path, next_year: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = pack.read_text(encoding="utf-8").replace("    url:\n", "    url: https://www.example.gov.cn/js/\n", 1)
    pack.write_text(text, encoding="utf-8")
    said = printed(capsys, "derive", "next.txt", "-o", "pack.yaml")
    assert "请核对" in said
    assert "的人工修改（url）已转到 2027" in said
    assert "专题专栏>减税专栏" in said


# --- units ----------------------------------------------------------------------------------------------------------


def test_units_as_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = as_json(capsys, "units", "doc.txt")
    jsonschema.validate(data, units_schema())
    units = {unit["name"]: unit for unit in data["units"]}
    assert (units["区财政局"]["lead"], units["区财政局"]["kind"]) == (2, "unit")
    assert units["区政府各部门"]["kind"] == "group"
    assert units["区政府各部门"]["known_as"] == ["区政府办公室", "区财政局", "区教委"]
    assert units["有关单位"]["kind"] == "unassigned"
    assert units["区税务局"]["kind"] == "unknown"


def test_units_of_the_configured_packs(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = printed(capsys, "units")
    assert "请在配置的 units 中补充名称、aliases 或 groups：区税务局" in said


def test_the_sum_of_units_adds_up(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = printed(capsys, "units", "doc.txt")
    (line,) = [one for one in said.splitlines() if one.startswith("共 ")]
    whole, known, lacking, vague = map(int, re.findall(r" (\d+) 个", line))
    assert whole == known + lacking + vague
    assert (lacking, vague) == (1, 1)
    assert "（有关单位）" in line


def test_near_names_are_shown_and_never_merged(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = DOCUMENT.replace("\t区税务局\n\t区税务局", "\t区发展改革委\n\t区发展和改革委员会、市财政局")
    (folder / "doc.txt").write_text(text, encoding="utf-8")
    units = {unit["name"]: unit for unit in as_json(capsys, "units", "doc.txt")["units"]}
    assert units["区发展改革委"]["near"] == ["区发展和改革委员会"]
    assert units["区发展和改革委员会"]["near"] == ["区发展改革委"]
    assert units["市财政局"]["near"] == [], "another level's office is another office"


def test_units_without_a_configuration(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "config.yaml").unlink()
    assert "区财政局" in printed(capsys, "units", "doc.txt")
    assert "找不到配置文件" in printed(capsys, "units", code=2)


# --- init -----------------------------------------------------------------------------------------------------------


def test_init_writes_what_loads_and_says_what_to_fill_in(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = printed(capsys, "init", "doc.txt", "-o", "new.yaml")
    assert "请填写网址：政府网站、税务局网站" in said
    config = load_config(folder / "new.yaml")
    assert config.place == "云山区"
    assert list(config.sites) == ["政府网站", "税务局网站"]
    units = {unit.name: unit for unit in config.units}
    assert units["区财政局"].groups == ("区政府各部门",)
    assert "有关单位" not in units
    assert "page:" in (folder / "new.yaml").read_text(encoding="utf-8"), "the document wants 部门网页"


def test_a_check_names_the_addresses_still_open(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["init", "doc.txt", "-o", "new.yaml"])
    capsys.readouterr()
    for command in ("check", "schedule"):
        said = printed(capsys, command, "--config", "new.yaml", code=2)
        assert "sites 的“政府网站”、sites 的“税务局网站”还没有填写网址" in said
        assert said.count("\n") == 1


def test_init_never_overwrites(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = printed(capsys, "init", "doc.txt", code=2)
    assert "config.yaml：文件已存在，没有改动" in said
    assert (folder / "config.yaml").read_text(encoding="utf-8") == CONFIG
    printed(capsys, "init", "doc.txt", "--force")
    assert (folder / "config.yaml").read_text(encoding="utf-8") != CONFIG


def test_init_to_standard_output(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = sorted(path.name for path in folder.iterdir())
    said = printed(capsys, "init", "doc.txt", "-o", "-")
    assert sorted(path.name for path in folder.iterdir()) == before
    (folder / "new.yaml").write_text(said, encoding="utf-8")
    assert list(load_config(folder / "new.yaml").sites) == ["政府网站", "税务局网站"]


def test_aliases_in_brackets_and_towns(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = DOCUMENT.replace("\t区税务局\n\t区税务局", "\t区文化旅游委（区图书馆）\n\t青石镇、河口街道、各乡镇街道")
    (folder / "doc.txt").write_text(text, encoding="utf-8")
    said = printed(capsys, "init", "doc.txt", "-o", "new.yaml")
    assert "请核对“区图书馆”是别名还是另一单位" in said
    units = {unit.name: unit for unit in load_config(folder / "new.yaml").units}
    assert units["区文化旅游委"].aliases == ("区图书馆",)
    assert units["青石镇"].groups == units["河口街道"].groups == ("各乡镇街道",)


def test_governments_of_counties_are_a_group_of_their_own(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = DOCUMENT.replace(
        "\t区税务局\n\t区税务局", "\t市政府办公室\n\t清河县政府、白塔区人民政府、市政府、各县（区）政府"
    )
    (folder / "doc.txt").write_text(text, encoding="utf-8")
    printed(capsys, "init", "doc.txt", "-o", "new.yaml")
    units = {unit.name: unit for unit in load_config(folder / "new.yaml").units}
    assert units["清河县政府"].groups == units["白塔区人民政府"].groups == ("各县（区）政府",)
    assert units["市政府办公室"].groups == units["市政府"].groups == (), "not of the district's departments either"


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("区“互联网+”办", id="quotes and a plus"),
        pytest.param("区[一]: 办 # 室", id="what YAML would read otherwise"),
        pytest.param("null", id="a word of YAML"),
    ],
)
def test_init_survives_every_name(folder: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    text = DOCUMENT.replace("\t区税务局\n\t区税务局", f"\t{name}\n\t区税务局")
    (folder / "doc.txt").write_text(text, encoding="utf-8")
    printed(capsys, "init", "doc.txt", "-o", "new.yaml")
    load_config(folder / "new.yaml")


def test_init_where_nothing_can_be_written(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = printed(capsys, "init", "doc.txt", "-o", "doc.txt/config.yaml", code=2)
    assert "写不了" in said
