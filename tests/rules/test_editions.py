"""Two years side by side, and people's edits going along from one year's pack to the next."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from written_documents import BASICS, SCHOOLS, flat, read

from rules.compare import Comparison, compare, editions
from rules.compare_json import compare_json, compare_schema
from rules.derive import derive
from rules.likeness import timeless
from rules.model import RulePack, TaskDocument
from rules.pack import PackChanges, load_pack, mark_accepted, merge_and_write

HEADER = ["序号", "工作任务", "牵头单位", "责任单位", "完成时限"]
BUDGET_2024 = "公开2024年度部门预算（公开路径：政府网站>政府信息公开>财政信息>预算）。"
PROJECTS = "公开本区重大建设项目清单和进展情况（公开路径：政府网站>政府信息公开>重大项目>项目清单）。"
REPORT = "规范发布政府信息公开工作年度报告。"


def edition(year: int, *rows: list[str], place: str = "云山区") -> TaskDocument:
    numbered = [[str(number), *row] for number, row in enumerate(rows, start=1)]
    return read(flat([HEADER, *numbered], front=f"{place}{year}年政务公开重点工作任务分工表"), f"{year}.txt")


def row(text: str, lead: str = "区财政局", responsible: str = "各镇街", due: str = "年底前") -> list[str]:
    return [text, lead, responsible, due]


OLD = edition(
    2024, row(BUDGET_2024), row(PROJECTS, "区发展改革委"), row(REPORT, "区政府办公室"), row(BASICS, "区民政局")
)
NEW = edition(
    2025,
    row(REPORT, "区政府办公室"),
    row(BUDGET_2024.replace("2024", "2025"), due="10月底前"),
    row(PROJECTS.replace("政府信息公开>重大项目", "政务公开>重大项目"), "区发改委", "各镇街、区教委"),
    row(SCHOOLS, "区教委"),
)


def compared(old: TaskDocument | RulePack, new: TaskDocument | RulePack) -> Comparison:
    return compare(*editions(old, new, ("旧", "新")))


def test_what_was_added_dropped_and_changed() -> None:
    found = compared(OLD, NEW)
    assert [entry.text for entry in found.added] == [SCHOOLS]
    assert [entry.text for entry in found.dropped] == [BASICS]
    assert found.unchanged == 1  # the report stands elsewhere now and is the same task
    budget, projects = found.changed
    assert (budget.old.row, budget.new.row, budget.text) == (1, 2, False)
    assert (budget.deadlines.added, budget.deadlines.dropped) == (("10月底前",), ("年底前",))
    assert not budget.paths
    assert not budget.lead_units
    assert projects.paths.renamed == (
        ("政府网站>政府信息公开>重大项目>项目清单", "政府网站>政务公开>重大项目>项目清单"),
    )
    assert not projects.lead_units, "区发改委 is 区发展改革委"
    assert projects.responsible_units.added == ("区教委",)


def test_documents_and_packs_mix() -> None:
    both = [compared(derive(OLD), NEW), compared(OLD, derive(NEW)), compared(derive(OLD), derive(NEW))]
    for found in both:
        assert [entry.text for entry in found.added] == [SCHOOLS]
        assert [entry.text for entry in found.dropped] == [BASICS]
        assert len(found.changed) == 2
    assert (both[0].old.kind, both[0].new.kind) == ("pack", "document")


@pytest.mark.parametrize("side", [OLD, derive(OLD)], ids=["document", "pack"])
def test_nothing_changed_against_itself(side: TaskDocument | RulePack) -> None:
    found = compared(side, side)
    assert (found.added, found.dropped, found.changed, found.unchanged) == ((), (), (), 4)


def test_another_offices_document_shares_nothing() -> None:
    other = edition(2025, row("开展志愿服务进社区活动。"), row("加强窗口作风建设，落实首问负责。"))
    found = compared(OLD, other)
    assert (len(found.added), len(found.dropped), found.changed) == (2, 4, ())


AIR = "公开空气质量信息（公开路径：政府网站>政府信息公开>生态环境>空气质量）。"
WATER = "公开水环境质量信息（公开路径：政府网站>政府信息公开>生态环境>水环境质量）。"
BOTH = (
    "公开空气质量、水环境质量信息（公开路径：1．政府网站>政府信息公开>生态环境>空气质量，"
    "2．政府网站>政府信息公开>生态环境>水环境质量）。"
)


def test_rows_made_one_and_rows_made_two_are_told_apart_from_new_and_gone() -> None:
    two = edition(2024, row(AIR), row(WATER), row(BASICS))
    one = edition(2025, row(BOTH), row(SCHOOLS))
    merged = compared(two, one)
    gone = {entry.row: merged.merged.get(entry.row) for entry in merged.dropped}
    assert sorted(gone.values(), key=str) == [1, None]
    assert gone[3] is None
    split = compared(one, two)
    assert [split.split.get(entry.row) for entry in split.added if entry.text != BASICS] == [1]
    data = compare_json(split)
    jsonschema.validate(data, compare_schema())
    assert 1 in [entry["part_of"] for entry in data["added"]]


def test_what_an_earlier_edition_left_in_a_pack_is_no_task_of_the_new_one(pack: Path) -> None:
    newer = edition(2025, row(SCHOOLS, "区教委"), row(REPORT, "区政府办公室"))
    changes = next_year(pack, newer)
    assert changes.orphaned
    found = compared(load_pack(pack), newer)
    assert (found.added, found.dropped) == ((), ())


def test_waiting_suggestions_are_no_paths() -> None:
    found = compared(derive(OLD), derive(OLD))
    assert all("年报" not in path for entry in found.old.entries for path in entry.paths)


def test_the_json_is_as_published() -> None:
    data = compare_json(compared(OLD, NEW))
    jsonschema.validate(data, compare_schema())
    assert json.loads(json.dumps(data, ensure_ascii=False)) == data
    data["extra"] = 1
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data, compare_schema())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("公开2024年度预算", "公开2025年度预算", id="years"),
        pytest.param("公开 2024 年计划", "公开2025年计划", id="spaces"),
        pytest.param("公开预算（公开路径：政府网站>甲>乙）", "公开预算（公开路径：政府网站>甲>丙）", id="paths"),
    ],
)
def test_words_that_are_the_same_every_year(one: str, other: str) -> None:
    assert timeless(one) == timeless(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("公开部门预算", "公开部门决算", id="one word"),
        pytest.param("拨款20240元", "拨款20250元", id="a number that is no year"),
    ],
)
def test_words_that_differ(one: str, other: str) -> None:
    assert timeless(one) != timeless(other)


# --- edits go along -------------------------------------------------------------------------------------------------


def fill(file: Path, name: str, line: str) -> None:
    """Write a person's line into the entry whose id holds `name`."""
    before, entry = file.read_text(encoding="utf-8").split(f"- id: {name}", 1)
    key = line.split(":")[0]
    head, _, tail = entry.partition(f"    {key}:")
    file.write_text(f"{before}- id: {name}{head}    {line}{tail[tail.index(chr(10)) :]}", encoding="utf-8")


def ids(file: Path) -> dict[str, str]:
    return {rule.path[-1]: rule.id for rule in load_pack(file).rules}


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    file = tmp_path / "pack.yaml"
    merge_and_write(derive(OLD), file)
    names = ids(file)
    fill(file, names["预算"], "url: https://www.example.gov.cn/ys/")
    fill(file, names["项目清单"], "url: https://www.example.gov.cn/xm/")
    fill(file, names["项目清单"], "limit_days: 90")
    mark_accepted(file, {names["政府信息公开年报"]}, accepted=True)
    return file


def next_year(file: Path, document: TaskDocument = NEW) -> PackChanges:
    return merge_and_write(derive(document), file)


def test_edits_go_along_to_the_next_year(pack: Path) -> None:
    old = ids(pack)
    changes = next_year(pack)
    rules = {rule.path[-1]: rule for rule in load_pack(pack).rules if not rule.suggested or rule.accepted}
    assert rules["预算"].url == "https://www.example.gov.cn/ys/"
    assert "2025年度" in rules["预算"].text
    assert (rules["项目清单"].url, rules["项目清单"].limit_days) == ("https://www.example.gov.cn/xm/", 90)
    assert rules["政府信息公开年报"].accepted
    assert changes.carried == {old[name]: rules[name].id for name in ("预算", "项目清单", "政府信息公开年报")}
    assert all(rule.id.startswith("2025") for rule in load_pack(pack).rules)


def test_an_address_of_a_path_that_moved_is_worth_a_look(pack: Path) -> None:
    changes = next_year(pack)
    ((identity, why),) = changes.looks.items()
    assert "项目清单" in identity
    assert "政务公开>重大项目>项目清单" in why


def test_a_corrected_unit_goes_along_and_its_conflict_is_told(pack: Path) -> None:
    fill(pack, ids(pack)["项目清单"], "responsible_units: [区审计局]")
    changes = next_year(pack)
    rule = next(rule for rule in load_pack(pack).rules if rule.path[-1] == "项目清单")
    assert rule.responsible_units == ("区审计局",)
    assert changes.conflicts == {rule.id: ("responsible_units",)}


def test_an_edit_without_a_successor_stays_and_is_told(pack: Path) -> None:
    name = ids(pack)["预算"]
    changes = next_year(pack, edition(2025, row(REPORT, "区政府办公室"), row(SCHOOLS, "区教委")))
    assert name in changes.orphaned
    assert next(rule for rule in load_pack(pack).rules if rule.id == name).skip


def test_another_place_takes_nothing_over(pack: Path) -> None:
    changes = next_year(pack, edition(2025, row(BUDGET_2024), row(PROJECTS), place="清河区"))
    assert not changes.carried


def test_two_equally_good_successors_take_nothing_over(tmp_path: Path) -> None:
    file = tmp_path / "pack.yaml"
    merge_and_write(derive(edition(2024, row(BUDGET_2024), row(BASICS))), file)
    name = ids(file)["预算"]
    fill(file, name, "skip: 由市级统一公开")
    twice = edition(2025, row(BUDGET_2024, "区教委"), row(BUDGET_2024, "区民政局"))
    changes = next_year(file, twice)
    assert changes.unclear == (name,)
    assert not changes.carried
    assert [rule.skip for rule in load_pack(file).rules if rule.id != name and not rule.suggested] == [None, None]


def test_a_rule_of_ones_own_stays_as_it_is(pack: Path) -> None:
    own = (
        "rules:\n  - id: 自定\n    site: 政府网站\n    path: [政府信息公开, 财政信息, 预算]\n    text: "
        + BUDGET_2024
        + "\n"
    )
    pack.write_text(pack.read_text(encoding="utf-8").replace("rules:\n", own, 1), encoding="utf-8")
    next_year(pack)
    assert "自定" in {rule.id for rule in load_pack(pack).rules}


def test_deriving_the_new_year_again_changes_nothing(pack: Path) -> None:
    next_year(pack)
    text = pack.read_text(encoding="utf-8")
    changes = next_year(pack)
    assert changes.none
    assert not changes.carried
    assert pack.read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    ("rows", "name"),
    [
        pytest.param([row(BUDGET_2024.replace("公开2024年度", "及时公开2024年度"))], "预算", id="a word was added"),
        pytest.param([row(BUDGET_2024.replace(">预算", ">部门预算"))], "部门预算", id="the column was renamed"),
        pytest.param([row(REPORT), row(SCHOOLS), row(BUDGET_2024)], "预算", id="it stands in another row"),
    ],
)
def test_a_corrected_edition_keeps_the_ids(tmp_path: Path, rows: list[list[str]], name: str) -> None:
    file = tmp_path / "pack.yaml"
    merge_and_write(derive(edition(2024, row(BUDGET_2024), row(BASICS, "区民政局"))), file)
    first = ids(file)["预算"]
    corrected = derive(edition(2024, *rows, row(BASICS, "区民政局")))
    merge_and_write(corrected, file)
    assert ids(file)[name] == first, "findings are followed by it"
    assert merge_and_write(corrected, file).none


def test_another_task_of_the_same_column_is_another_rule(tmp_path: Path) -> None:
    file = tmp_path / "pack.yaml"
    merge_and_write(derive(edition(2024, row(BUDGET_2024))), file)
    first = ids(file)["预算"]
    merge_and_write(derive(edition(2024, row("组织一次业务培训（公开路径：政府网站>办事服务>培训报名）。"))), file)
    assert first not in {rule.id for rule in load_pack(file).rules}
