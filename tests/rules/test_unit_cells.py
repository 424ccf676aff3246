"""Unit cells: every separator, broken lines, brackets, and the words that say who leads."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from written_documents import flat, read

from rules.assignment import LeadRule, assign, is_complete, lead_rule, looks_like_units, split_units

NAMES = [
    pytest.param("区财政局\n区税务局", ["区财政局", "区税务局"], id="one on a line"),
    pytest.param("区财政局、区税务局，各镇街；区教委", ["区财政局", "区税务局", "各镇街", "区教委"], id="every mark"),
    pytest.param("区财政局,区税务局;各镇街", ["区财政局", "区税务局", "各镇街"], id="half-width marks"),
    pytest.param("区政府各部门各镇街道", ["区政府各部门", "各镇街道"], id="no separator between groups"),
    pytest.param("区发展改革局区行政审批局", ["区发展改革局", "区行政审批局"], id="no separator between names"),
    pytest.param("各部门各单位", ["各部门", "各单位"], id="two groups side by side"),
    pytest.param("区财政局 区税务局", ["区财政局", "区税务局"], id="a space between names"),
    pytest.param("区 财 政 局", ["区财政局"], id="a spaced name"),
    pytest.param("区疫情防控工作\n领导小组成员单位", ["区疫情防控工作领导小组成员单位"], id="a name over two lines"),
    pytest.param("区人力资源和社会\n保障局", ["区人力资源和社会保障局"], id="broken after a sign that may end a name"),
    pytest.param("区政府\n办公室", ["区政府办公室"], id="broken before a general word"),
    pytest.param("区政府各部门、\n管委会、镇街", ["区政府各部门", "管委会", "镇街"], id="separator at the line end"),
    pytest.param("区文化委\n（区图书馆）\n区档案馆", ["区文化委（区图书馆）", "区档案馆"], id="alias on the next line"),
    pytest.param(
        "区住建局（交通局、水务局）、区教委", ["区住建局（交通局、水务局）", "区教委"], id="marks inside brackets"
    ),
    pytest.param("市司法局等市直\n\n各有关部门", ["市司法局", "市直各有关部门"], id="等 and a group, broken"),
    pytest.param("市教育局、市住房局等市级主管部门", ["市教育局", "市住房局", "市级主管部门"], id="等 and a group"),
    pytest.param("区教委、区卫健委等单位", ["区教委", "区卫健委"], id="等单位 is nobody"),
    pytest.param("区教委、区卫健委等", ["区教委", "区卫健委"], id="bare 等"),
    pytest.param("市水务局及其他整改牵头单位", ["市水务局", "其他整改牵头单位"], id="及其他"),
    pytest.param("区教委和区卫健委", ["区教委", "区卫健委"], id="和 between names"),
    pytest.param("区发展改革委/区财政局", ["区发展改革委", "区财政局"], id="a slash between names"),
    pytest.param(
        "区教育局、住建局、卫生健康局", ["区教育局", "住建局", "卫生健康局"], id="prefix carried by the first only"
    ),
    pytest.param(
        "各县（市、区）政府，市直各部门", ["各县（市、区）政府", "市直各部门"], id="brackets in a group's name"
    ),
    pytest.param("省“互联网+政务服务”联席办", ["省“互联网+政务服务”联席办"], id="a quoted name"),
    pytest.param("区应急局。", ["区应急局"], id="a full stop at the end"),
    pytest.param("区财政局\n\n、\n", ["区财政局"], id="a stray mark"),
    pytest.param("①甲局②乙局", ["甲局", "乙局"], id="circled numbers"),
    pytest.param("1.区财政局；2.区税务局", ["区财政局", "区税务局"], id="numbered"),
    pytest.param("区财政局★、区税务局", ["区财政局", "区税务局"], id="a mark at a name"),
    pytest.param("区财政局等10个部门", ["区财政局"], id="a number of bodies is nobody"),
    pytest.param(
        "市生态环境局云山分局市资源局云山分局", ["市生态环境局云山分局", "市资源局云山分局"], id="branches side by side"
    ),
    pytest.param("区财政局|区税务局", ["区财政局", "区税务局"], id="a bar between names"),
    pytest.param("龙桥镇白沙镇青石街道", ["龙桥镇", "白沙镇", "青石街道"], id="towns without a separator"),
    pytest.param("区公开领导小组\n各成员单位", ["区公开领导小组各成员单位"], id="a panel's members over two lines"),
    pytest.param("区政府办统筹，各部门分工负责", ["区政府办", "各部门"], id="统筹 says how, not who"),
    pytest.param("—", [], id="a dash"),
    pytest.param("——", [], id="a long dash"),
    pytest.param("无", [], id="the word for none"),
    pytest.param("  \n ", [], id="blank"),
]


@pytest.mark.parametrize(("cell", "names"), NAMES)
def test_names(cell: str, names: list[str]) -> None:
    assert list(split_units(cell)) == names


KEPT_WHOLE = [
    "市自然资源和规划局",
    "区人力资源和社会保障局",
    "市政务服务和数字化管理局",
    "区委区政府督查室",
    "市公安局市中区分局",
    "区政府各部门",
    "区直各有关单位",
    "区国资委及所属企业",
    "国家税务总局云山区税务局",
    "区市场监管局",
    "市市场监管局",
    "各区县（自治县）政府",
    "高等学校",
]


@pytest.mark.parametrize("name", KEPT_WHOLE)
def test_names_that_must_not_be_split(name: str) -> None:
    assert split_units(name) == (name,)


LEADS = [
    pytest.param("甲局、乙局按职责分别牵头，各镇落实", ["甲局", "乙局"], ["各镇"], id="each leads by its duties"),
    pytest.param("甲局牵头指导，各部门具体实施", ["甲局"], ["各部门"], id="牵头指导"),
    pytest.param("甲局（乙局、丙局配合）", ["甲局"], ["乙局", "丙局"], id="helpers in a bracket with their word"),
    pytest.param("甲局（乙局会办）、丙局（丁局会办）", ["甲局", "丙局"], ["乙局", "丁局"], id="two with helpers"),
    pytest.param("甲局牵头，乙局、丙局按职责分工落实", ["甲局"], ["乙局", "丙局"], id="X牵头，Y按职责分工落实"),
    pytest.param("甲局、乙局牵头,各镇街按职能分工落实", ["甲局", "乙局"], ["各镇街"], id="two lead"),
    pytest.param("甲局牵头，各科室配合", ["甲局"], ["各科室"], id="X牵头，Y配合"),
    pytest.param("甲局牵头落实", ["甲局"], [], id="X牵头落实"),
    pytest.param("甲局、乙局分别牵头落实", ["甲局", "乙局"], [], id="分别牵头"),
    pytest.param("甲局牵头,其他按职能分工落实", ["甲局"], [], id="其他 is nobody"),
    pytest.param("由甲局牵头，会同乙局、丙局", ["甲局"], ["乙局", "丙局"], id="由…牵头，会同…"),
    pytest.param("省公安厅会同省人社厅、教育厅", ["省公安厅"], ["省人社厅", "教育厅"], id="X会同Y"),
    pytest.param("甲局（牵头）、乙局", ["甲局"], ["乙局"], id="牵头 in brackets"),
    pytest.param("牵头单位：甲局；责任单位：乙局、丙局", ["甲局"], ["乙局", "丙局"], id="labels in one cell"),
    pytest.param("主办：甲局；会办：乙局、丙局", ["甲局"], ["乙局", "丙局"], id="主办 and 会办"),
    pytest.param("甲局（会办：乙局、丙局）", ["甲局"], ["乙局", "丙局"], id="会办 in a bracket"),
    pytest.param("甲局牵头，区税务局会办", ["甲局"], ["区税务局"], id="X会办"),
    pytest.param("甲局、乙局牵头、各镇街配合", ["甲局", "乙局"], ["各镇街"], id="牵头 and 配合 in one list"),
    pytest.param(
        "（市府办〔市数据局〕牵头，市司法局，各县〔区〕政府）",
        ["市府办〔市数据局〕"],
        ["市司法局", "各县〔区〕政府"],
        id="a bracket round it all",
    ),
    pytest.param("区金融办、区网信办", [], ["区金融办", "区网信办"], id="办 that ends a name"),
    pytest.param("甲局，各镇街", [], ["甲局", "各镇街"], id="a comma alone decides nothing"),
    pytest.param("各镇街、区直各单位按职责分工落实", [], ["各镇街", "区直各单位"], id="duty without a lead"),
    pytest.param("各镇街，相关单位按职能分工落实", [], ["各镇街", "相关单位"], id="duty of the last only"),
    pytest.param("甲局负责落实", [], ["甲局"], id="负责 is not 牵头"),
    pytest.param(
        "市府办〔市数据局〕牵头，各县〔区〕政府", ["市府办〔市数据局〕"], ["各县〔区〕政府"], id="angular brackets"
    ),
]


@pytest.mark.parametrize(("cell", "lead", "responsible"), LEADS)
def test_who_leads(cell: str, lead: list[str], responsible: list[str]) -> None:
    assignment = assign(cell)
    assert (list(assignment.lead), list(assignment.responsible)) == (lead, responsible)


RULES = [
    pytest.param("逗号前为牵头单位，下同", LeadRule.BEFORE_COMMA, id="before the comma"),
    pytest.param("分号前为牵头单位", LeadRule.BEFORE_SEMICOLON, id="before the semicolon"),
    pytest.param("排在第一位的为牵头单位", LeadRule.FIRST, id="the first"),
    pytest.param("列首位的单位为牵头单位", LeadRule.FIRST, id="the first, other words"),
    pytest.param("注：标★的为牵头单位", LeadRule.MARKED, id="a mark"),
    pytest.param("★为今年新增任务", LeadRule.NONE, id="a mark for something else"),
    pytest.param("各牵头单位要充分发挥作用", LeadRule.NONE, id="牵头 without a rule"),
    pytest.param("", LeadRule.NONE, id="nothing"),
]


@pytest.mark.parametrize(("sentence", "rule"), RULES)
def test_rule_sentences(sentence: str, rule: LeadRule) -> None:
    assert lead_rule(sentence) is rule


def test_before_comma() -> None:
    assignment = assign("甲局、乙局,各镇街、丙中心", LeadRule.BEFORE_COMMA)
    assert assignment.lead == ("甲局", "乙局")
    assert assignment.responsible == ("各镇街", "丙中心")


def test_before_comma_without_a_comma_names_no_lead() -> None:
    assignment = assign("甲局、乙局", LeadRule.BEFORE_COMMA)
    assert assignment.lead == ()
    assert assignment.responsible == ("甲局", "乙局")
    assert assignment.doubts


def test_the_rule_sentence_is_not_a_unit() -> None:
    assignment = assign("甲局,乙局。逗号前为牵头单位,多个牵头单位的按职责分别牵头,下同", LeadRule.BEFORE_COMMA)
    assert (assignment.lead, assignment.responsible) == (("甲局",), ("乙局",))


NOT_UNITS = [
    "推进政策公开",
    "加强组织领导",
    "区财政局要及时公开预算",
    "1",
    "持续推进",
    "完善工作机制",
    "《条例》",
    "年底前",
]


@pytest.mark.parametrize("text", NOT_UNITS)
def test_what_is_no_list_of_units(text: str) -> None:
    assert not looks_like_units(text)


def test_a_cell_as_long_as_a_page_is_doubted_not_read() -> None:
    assignment = assign("区财政局、" * 2000)
    assert assignment.names == ()
    assert assignment.doubts


BODIES = st.sampled_from(
    ["区财政局", "区教委", "各镇街", "区政府各部门", "云山高新区管委会", "区档案馆", "有关单位", "区税务局"]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(BODIES, min_size=1, max_size=6, unique=True), st.sampled_from(["、", "，", "；", "\n", "、\n", ", "]))
def test_any_list_comes_back_as_it_was_written(names: list[str], separator: str) -> None:
    assert list(split_units(separator.join(names))) == names


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="区市各局委办、，；等及和（）\n牵头落实 “”部门", max_size=40))
def test_any_cell_can_be_read(text: str) -> None:
    for name in split_units(text):
        assert name == name.strip()
        assert name
        is_complete(name)


def test_marked_units_lead_when_the_document_says_so() -> None:
    assignment = assign("★甲局、乙局、丙局★", LeadRule.MARKED)
    assert (assignment.lead, assignment.responsible) == (("甲局", "丙局"), ("乙局",))


def test_a_task_cell_whose_last_words_are_its_units() -> None:
    rows = read(
        flat(
            [
                ["序号", "工作任务"],
                ["1", "1．公开预算。2．公开决算。（责任单位：区财政局、区教育局）"],
                ["2", "公布招生政策。由区教育局牵头，各镇街配合。"],
                ["3", "公开机构职能。（责任单位：区委编办，会办单位：区司法局）"],
            ]
        )
    ).rows
    assert [(row.text, len(row.items), row.lead_units, row.responsible_units) for row in rows] == [
        ("1．公开预算。2．公开决算。", 2, (), ("区财政局", "区教育局")),
        ("公布招生政策。", 0, ("区教育局",), ("各镇街",)),
        ("公开机构职能。", 0, (), ("区委编办", "区司法局")),
    ]
