"""What a task's words ask of a column: named documents, links, counted sub-columns, cycles; and what they do not ask."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from written_documents import flat, read

from rules.derive import derive
from rules.model import Requirement, RequirementKind, Rule, RuleKind, RuleParseError
from rules.pack import load_pack, merge_and_write
from rules.requirements import asked_in

DOCUMENT, LINK, CYCLE = RequirementKind.DOCUMENT, RequirementKind.LINK, RequirementKind.CYCLE


def asked(text: str, kind: RequirementKind) -> list[Requirement]:
    return [one.requirement for one in asked_in(text, (), 2024) if one.requirement.kind is kind]


PUBLISHED = [
    pytest.param("公开《云山区养老服务手册》。", ["云山区养老服务手册"], id="verb and title"),
    pytest.param(
        "及时公布全省统一的《收费清单（2024年版）》，并更新", ["收费清单（2024年版）"], id="its state between"
    ),
    pytest.param("公开《甲办法》（云政发〔2024〕3号），", ["甲办法"], id="a number behind the title"),
    pytest.param("公开《甲办法》（公开路径：政府网站>规章）。", ["甲办法"], id="the path behind the title"),
    pytest.param("公开《甲办法》和《乙细则》。", ["甲办法", "乙细则"], id="two titles"),
    pytest.param("公开《甲办法》及其解读材料。", ["甲办法"], id="with its interpretation"),
    pytest.param("公开《关于印发〈甲办法〉的通知》全文。", ["关于印发〈甲办法〉的通知"], id="a title in a title"),
    pytest.param("将《甲办法》在区政府网站予以公布。", ["甲办法"], id="title before the verb"),
    pytest.param("做好《甲规划》公开工作。", ["甲规划"], id="做好…公开工作"),
    pytest.param("修订《甲办法》并向社会公布。", ["甲办法"], id="made, then published"),
    pytest.param(
        "公开2024年度税费政策优惠指南。", ["2024年度税费政策优惠指南"], id="a dated paper without a title mark"
    ),
    pytest.param("公开“2024年度税费政策优惠指南”。", ["2024年度税费政策优惠指南"], id="in quotes"),
    pytest.param("集中发布各部门2023年度法治建设报告。", ["2023年度法治建设报告"], id="whose it is left out"),
    pytest.param("编制并公开本机关的信息公开年度报告。", ["信息公开年度报告"], id="the yearly report"),
    pytest.param("推进行政决策事项年度目录公开。", ["行政决策事项年度目录"], id="推进…公开"),
    pytest.param("制定并公开本年度重点建设项目清单。", ["重点建设项目清单"], id="this year's list"),
    pytest.param("及时公布重大行政决策事项目录，征集意见。", ["重大行政决策事项目录"], id="drawn up each year"),
]


@pytest.mark.parametrize(("text", "names"), PUBLISHED)
def test_documents_to_be_published(text: str, names: list[str]) -> None:
    found = asked(text, DOCUMENT)
    assert [name for one in found for name in one.names] == names
    assert all(one.quote in text for one in found)


UPDATED = [
    pytest.param("更新《甲指南》并在政府网站公开。", ["甲指南"], None, id="and published"),
    pytest.param("更新完善《甲目录》《乙目录》，及时向社会公布。", ["甲目录", "乙目录"], None, id="two"),
    pytest.param("更新《甲目录》等文件，并向社会发布。", ["甲目录"], None, id="and others"),
    pytest.param("更新“惠企政策清单”，6月底前发布。", ["惠企政策清单"], date(2024, 6, 30), id="quoted, with a day"),
    pytest.param("更新《甲指南》，并于10月底前发布。", ["甲指南"], date(2024, 10, 31), id="the day behind"),
    pytest.param("及时更新《甲指南》。", [], None, id="only updated"),
    pytest.param("更新《甲指南》。公开机构职能。", [], None, id="another sentence"),
    pytest.param("更新《甲指南》，做好信息公开。", [], None, id="publishing in general"),
    pytest.param("更新《甲指南》解读并公开。", [], None, id="what is updated is something else"),
    pytest.param("按照《甲办法》更新目录并公布。", [], None, id="on the basis of"),
]


@pytest.mark.parametrize(("text", "names", "due"), UPDATED)
def test_documents_to_be_updated_are_asked_for_where_they_are_published(
    text: str, names: list[str], due: date | None
) -> None:
    found = asked(text, DOCUMENT)
    assert [name for one in found for name in one.names] == names
    assert [one.due for one in found] == [due] * bool(names)


NOT_PUBLISHED = [
    pytest.param("贯彻落实《甲条例》，公开有关信息。", id="carried out"),
    pytest.param("按照《甲办法》公开有关信息。", id="according to"),
    pytest.param("依据《甲办法》《乙办法》，主动公开处罚结果。", id="two, on the basis of"),
    pytest.param("公开依据《甲办法》作出的决定。", id="basis behind the verb"),
    pytest.param("公开《甲方案》落实情况。", id="how it is carried out"),
    pytest.param("公开《甲方案》和《乙方案》执行情况。", id="how two are carried out"),
    pytest.param("公开《甲方案》（以下简称《方案》）进展情况。", id="a short name between"),
    pytest.param("公开本区起草的《甲方案》落实举措、解读信息。", id="its measures"),
    pytest.param("公开《甲办法》规定的事项。", id="what it lists"),
    pytest.param("发布解读《甲办法》的文章。", id="an article on it"),
    pytest.param("认真执行政府信息公开《甲条例》。", id="公开 as a noun"),
    pytest.param("不得公开《甲名单》。", id="forbidden"),
    pytest.param("已公开《甲办法》的，", id="done already"),
    pytest.param("制定《甲办法》，及时公开有关信息。", id="another object"),
    pytest.param("公开征求《甲办法》意见。", id="asking for comments"),
    pytest.param("把《甲条例》作为学习内容，公开课程安排。", id="taken as lesson"),
    pytest.param("情况纳入政府信息公开年度报告予以公开。", id="put into the report"),
    pytest.param("公开重大行政决策事项目录管理办法。", id="rules about the list"),
    pytest.param("完善年度收费目录公开机制。", id="how the list is published"),
    pytest.param("按照2024年度工作计划公开信息。", id="a dated paper as basis"),
    pytest.param("公开2024年政府工作报告解读材料。", id="about a dated paper"),
    pytest.param("开设“2024年度服务指南”专栏。", id="a column's name"),
    pytest.param("公开权责清单、办事指南。", id="kinds of papers, no certain one"),
    pytest.param("对照主动公开目录公开信息。", id="the catalogue of disclosure"),
]


@pytest.mark.parametrize("text", NOT_PUBLISHED)
def test_what_is_only_cited_is_not_asked_for(text: str) -> None:
    assert asked(text, DOCUMENT) == []


def test_the_day_in_the_same_sentence_is_the_documents() -> None:
    text = "6月底前完成自查。于10月31日前发布2023年度法治建设报告。"
    assert [one.due for one in asked(text, DOCUMENT)] == [date(2024, 10, 31)]


def test_two_documents_of_a_sentence_have_their_own_days() -> None:
    text = "6月底前公开《甲方案》，8月底前，由区教委公开《乙名单》，并公开《丙清单》。"
    assert [one.due for one in asked(text, DOCUMENT)] == [date(2024, 6, 30), date(2024, 8, 31), None]


LINKS = [
    pytest.param("将国家规章网“规章库”和市司法局网站“文件库”链接到区政府网站“依据”栏目",
                 [("国家规章网", "规章库"), ("市司法局网站", "文件库")], id="two, linked into a column"),
    pytest.param("设置专栏，链接市税务局网站“支持政策”等栏目", [("市税务局网站", "支持政策")], id="a column that links"),
    pytest.param("做好与国家规章网“规章库”的链接", [("国家规章网", "规章库")], id="与…的链接"),
    pytest.param("链接国家规章库、本市文件库（公开路径：政府网站>甲栏）。", [("", "国家规章库"), ("", "本市文件库")], id="without quotes"),
    pytest.param("做好规章公开，并链接到国家规章库。", [("", "国家规章库")], id="one without quotes"),
    pytest.param("链接国家规章库建设要求，完善栏目", [], id="a library only qualifies"),
    pytest.param("将链接失效的栏目关停", [], id="a broken link"),
    pytest.param("公开“规章库”建设情况", [], id="no link"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), LINKS)
def test_links_to_other_libraries(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(one.site, *one.names) for one in asked(text, LINK)] == expected


CYCLES = [
    pytest.param("每季度更新一次", 92, id="quarter"),
    pytest.param("按月公开收支情况", 31, id="按月"),
    pytest.param("每周公开抽检结果", 7, id="week"),
    pytest.param("每半年至少更新1次", 184, id="half a year"),
    pytest.param("每两年公布一次", 732, id="two years"),
    pytest.param("每两周更新一次", 14, id="two weeks"),
    pytest.param("每15日更新一次", 15, id="fifteen days"),
    pytest.param("每10个工作日更新", 23, id="working days leave room for a week of holidays"),
    pytest.param("并根据调整情况动态更新。", None, id="no number"),
]


@pytest.mark.parametrize(("text", "days"), CYCLES)
def test_update_cycles(text: str, days: int | None) -> None:
    assert [one.days for one in asked(text, CYCLE)] == [days]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("每季度召开一次例会", id="meetings"),
        pytest.param("每年至少开展1次培训", id="training"),
        pytest.param("建立动态更新机制", id="a mechanism"),
        pytest.param("动态更新的制度体系", id="an adjective"),
    ],
)
def test_cycles_of_other_work_are_none_of_the_column(text: str) -> None:
    assert asked(text, CYCLE) == []


def rules(text: str, path: str = "") -> tuple[Rule, ...]:
    return derive(read(flat([["序号", "工作任务", "责任单位"], ["1", text + path, "区财政局"]]))).rules


def test_a_document_belongs_to_the_path_of_its_sentence() -> None:
    one, two = rules("公开《甲办法》（公开路径：政府网站>甲栏）。公开《乙办法》（公开路径：政府网站>乙栏）。")
    assert [(rule.path[-1], rule.requirements[0].names) for rule in (one, two)] == [
        ("甲栏", ("甲办法",)),
        ("乙栏", ("乙办法",)),
    ]


def test_a_document_that_may_belong_to_two_paths_is_a_doubt() -> None:
    found = rules("公开《甲办法》。公开乙类信息（公开路径：政府网站>乙栏）；丙类（公开路径：政府网站>丙栏）。")
    assert [rule.requirements for rule in found] == [(), ()]
    assert all(any("应在哪个栏目核对" in doubt for doubt in rule.doubts) for rule in found)


def test_a_document_of_alternative_columns_is_a_doubt_unless_its_name_tells() -> None:
    unclear = rules("公开《甲办法》（公开路径：政府网站>预算/决算）。")
    assert [rule.requirements for rule in unclear] == [(), ()]
    assert all(any("并列栏目" in doubt for doubt in rule.doubts) for rule in unclear)
    clear = rules("公开《云山区2024年决算报告》（公开路径：政府网站>预算/决算）。")
    assert [len(rule.requirements) for rule in clear] == [0, 1]


def test_a_same_source_note_before_its_path() -> None:
    (rule,) = rules("与“乙栏>丙栏”栏目保持数据同源（公开路径：政府网站>甲栏）。")
    assert [(one.kind, one.path) for one in rule.requirements] == [(RequirementKind.SAME_SOURCE, ("乙栏", "丙栏"))]


def test_home_page_entries_and_subcolumns_carry_their_words() -> None:
    entry, column = rules("在区政府网站首页设置“甲栏”栏目，发布信息（公开路径：政府网站>专题>甲栏）。")
    assert entry.requirements[0].names == ("甲栏",)
    assert "首页设置" in entry.requirements[0].quote
    assert column.requirements == ()
    (counted,) = rules("设置不少于3个子栏目（公开路径：政府网站>专题>甲栏）。")
    assert (counted.requirements[0].kind, counted.requirements[0].at_least) == (RequirementKind.SUBCOLUMNS, 3)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "至少设置“甲类、乙类”2个子栏目（公开路径：政府网站>专题>丙栏）。", ("甲类", "乙类"), id="without a column"
        ),
        pytest.param(
            "至少设置“甲类、乙类”2个子栏目。（公开路径：政府网站>专题>丙栏）", ("甲类", "乙类"), id="behind a stop"
        ),
        pytest.param(
            "在丙栏栏目设置“甲类”“乙类”等2个子栏目（公开路径：政府网站>专题>丙栏）。", ("甲类", "乙类"), id="its name"
        ),
        pytest.param("在丁栏栏目设置“甲类、乙类”2个子栏目（公开路径：政府网站>专题>丙栏）。", (), id="another column"),
        pytest.param("不再设置“甲类、乙类”2个子栏目（公开路径：政府网站>专题>丙栏）。", (), id="no longer"),
        pytest.param(
            "设置“甲类、乙类”2个子栏目（公开路径：1.政府网站>专题>丙栏；2.政府网站>丁栏）。", (), id="two columns"
        ),
        pytest.param("设置“甲类”栏目（公开路径：政府网站>专题>丙栏）。", (), id="a column of its own"),
        pytest.param("设置“甲类、乙类”2个子栏目（公开路径：政府网站>专题>丙栏/丁栏）。", (), id="two alternatives"),
    ],
)
def test_subcolumns_of_the_column_annotated_beside_them(text: str, expected: tuple[str, ...]) -> None:
    found = [rule for rule in rules(text) if rule.kind is RuleKind.SUBCOLUMNS]
    assert [(rule.path, rule.subcolumns) for rule in found] == ([(("专题", "丙栏"), expected)] if expected else [])


def test_requirements_are_written_read_and_edited(tmp_path: Path) -> None:
    pack = derive(read(flat([["序号", "工作任务", "责任单位"], ["1", PACKED, "区财政局"]])))
    path = tmp_path / "pack.yaml"
    merge_and_write(pack, path)
    assert load_pack(path).rules == pack.rules
    edited = path.read_text(encoding="utf-8").replace("names: [甲办法]", "names: [甲办法（修订）]")
    path.write_text(edited, encoding="utf-8")
    assert merge_and_write(pack, path).kept
    assert load_pack(path).rules[0].requirements[0].names == ("甲办法（修订）",)
    path.write_text(edited.replace("        names: [甲办法（修订）]\n", ""), encoding="utf-8")
    with pytest.raises(RuleParseError, match=r"第\d+行：.*必须写 names"):
        load_pack(path)


PACKED = "6月30日前公开《甲办法》，并与“乙栏>丙栏”栏目保持数据同源，每季度更新（公开路径：政府网站>甲栏）。"


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="公开发布《》“”甲办法2024年度报告，。；、（）将在链接网站每月更新\n", max_size=120))
def test_whatever_stands_there_is_quoted_from_the_text(text: str) -> None:
    for one in asked_in(text, (), 2024):
        assert one.requirement.quote.strip() in text
        assert 0 <= one.start < one.end <= len(text)


@pytest.mark.parametrize("piece", ["公开《甲", "公开甲", "链接网站“", "每月", "将《甲》《乙》", "甲网站"])
def test_no_text_takes_long(piece: str) -> None:
    asked_in(piece * 20_000, (), 2024)
