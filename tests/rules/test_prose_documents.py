"""Running text: groups of units in brackets and in sentences, on one line or on many."""

from __future__ import annotations

import pytest
from written_documents import BASICS, BUDGET, SCHOOLS, read

from rules.model import RuleParseError
from rules.prose import read_prose

FRONT = "云山区2024年政务公开重点工作方案\n各镇街，区政府各部门：\n为做好今年工作，制定本方案。\n"
LINES = (
    FRONT
    + "一、加强重点领域公开\n"
    + f"（一）预算公开。{BUDGET}（责任单位：区财政局，各镇街。逗号前为牵头单位，下同）\n"
    + f"（二）教育公开。{SCHOOLS}（责任单位：区教育局、区卫健委，各镇街）\n"
    + "二、夯实基础\n"
    + f"（一）示范创建。{BASICS}（责任单位：区民政局）\n"
)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(LINES, id="many lines"),
        pytest.param(LINES.replace("\n", " "), id="one line"),
        pytest.param(LINES.replace("，方便", "，\n方便"), id="wrapped inside a sentence"),
        pytest.param(LINES.replace("（责任单位：", "(责任单位:").replace("）\n", ")\n"), id="half-width brackets"),
        pytest.param(LINES.replace("（责任单位：", "〔责任单位：").replace("）\n", "〕\n"), id="angular brackets"),
        pytest.param(LINES.encode("gb18030"), id="GB18030 bytes"),
    ],
)
def test_groups_of_units(text: str | bytes) -> None:
    document = read(text)
    assert document.layout == "prose"
    assert (document.year, document.place) == (2024, "云山区")
    assert [(task.seq, task.section, task.subsection) for task in document.rows] == [
        ("（一）", "一、加强重点领域公开", "（一）预算公开。"),
        ("（二）", "一、加强重点领域公开", "（二）教育公开。"),
        ("（一）", "二、夯实基础", "（一）示范创建。"),
    ]
    assert [task.text for task in document.rows] == [
        f"（一）预算公开。{BUDGET}",
        f"（二）教育公开。{SCHOOLS}",
        f"（一）示范创建。{BASICS}",
    ]
    assert [(task.lead_units, task.responsible_units) for task in document.rows] == [
        (("区财政局",), ("各镇街",)),
        (("区教育局", "区卫健委"), ("各镇街",)),
        ((), ("区民政局",)),  # no comma: no lead is printed
    ]
    assert document.rows[2].doubts


def test_without_a_rule_a_comma_decides_nothing() -> None:
    document = read(FRONT + f"一、公开\n（一）预算。{BUDGET}（责任单位：区财政局，各镇街）")
    assert document.rows[0].lead_units == ()
    assert document.rows[0].responsible_units == ("区财政局", "各镇街")
    assert document.rows[0].doubts == ()


def test_labelled_fields_and_a_deadline() -> None:
    group = "（牵头单位：区政府办公室，责任单位：区财政局、各镇街，完成时限：10月底前）"
    task = read(FRONT + f"一、公开\n（一）预算。{BUDGET}{group}").rows[0]
    assert (task.lead_units, task.responsible_units) == (("区政府办公室",), ("区财政局", "各镇街"))
    assert [str(deadline.due) for deadline in task.deadlines] == ["2024-10-31"]


@pytest.mark.parametrize(
    "units",
    [
        pytest.param("责任单位：区财政局、各镇街。", id="a sentence behind the task"),
        pytest.param("\n责任单位：区财政局、各镇街\n", id="a line of its own"),
        pytest.param("牵头单位：区财政局。\n责任单位：各镇街。", id="two sentences"),
    ],
)
def test_units_in_sentences(units: str) -> None:
    document = read(FRONT + f"一、公开\n1.预算。{BUDGET}{units}\n2.教育。{SCHOOLS}责任单位：区教育局。")
    assert [task.seq for task in document.rows] == ["1", "2"]
    assert document.rows[0].text == f"1.预算。{BUDGET}"
    assert [*document.rows[0].lead_units, *document.rows[0].responsible_units] == ["区财政局", "各镇街"]
    assert document.rows[1].responsible_units == ("区教育局",)


def test_spoken_groups_several_in_a_paragraph() -> None:
    text = FRONT + f"一、公开\n（一）预算。{BUDGET}（区财政局牵头，各镇街按职责分工负责）{SCHOOLS}（区教育局负责落实）"
    document = read(text)
    assert [(task.lead_units, task.responsible_units) for task in document.rows] == [
        (("区财政局",), ("各镇街",)),
        ((), ("区教育局",)),
    ]
    assert document.rows[1].text == SCHOOLS
    assert document.rows[1].section == "一、公开"


def test_the_first_named_leads_when_the_document_says_so() -> None:
    group = "（责任单位：区财政局、区税务局，排在第一位的为牵头单位，下同）"
    document = read(
        FRONT + f"一、公开\n（一）预算。{BUDGET}{group}\n（二）教育。{SCHOOLS}（责任单位：区教育局、各镇街）"
    )
    assert [task.lead_units for task in document.rows] == [("区财政局",), ("区教育局",)]
    assert [task.responsible_units for task in document.rows] == [("区税务局",), ("各镇街",)]


def test_an_item_without_units_between_others_is_not_lost() -> None:
    text = (
        FRONT
        + f"一、公开\n（一）甲。{BUDGET}（责任单位：区财政局）\n（二）乙。{SCHOOLS}{BASICS}\n（三）丙。{BASICS}（责任单位：各镇街）"
    )
    document = read(text)
    assert [task.seq for task in document.rows] == ["（一）", "（二）", "（三）"]
    assert document.rows[1].responsible_units == ()
    assert document.rows[1].doubts == ("原文未写责任单位",)


def test_the_letters_own_numbers_are_not_tasks() -> None:
    letter = (
        FRONT
        + "一、提高认识。各单位要高度重视。\n二、加强督查。区政府办公室要定期通报。\n附件\n云山区2024年公开工作要点\n"
    )
    document = read(letter + f"一、公开\n（一）预算。{BUDGET}（责任单位：区财政局）")
    assert [(task.seq, task.section) for task in document.rows] == [("（一）", "一、公开")]


def test_brackets_that_are_no_units_do_not_make_tasks() -> None:
    with pytest.raises(RuleParseError, match="版式无法识别"):
        read(FRONT + "一、公开\n（一）预算。加强公开（具体要求由专人负责）。")


def test_groups_of_both_kinds_in_one_document() -> None:
    text = (
        FRONT
        + f"一、公开\n（一）甲。{BUDGET}（区民政局牵头）{BASICS}（责任单位：区财政局）\n（二）乙。{SCHOOLS}（区教育局牵头，各镇〔街道〕配合）\n"
    )
    document = read(text)
    assert [(task.seq, task.lead_units, task.responsible_units) for task in document.rows] == [
        ("（一）", (), ("区财政局",)),  # its own labelled group says who; the other bracket is part of its words
        ("（二）", ("区教育局",), ("各镇〔街道〕",)),
    ]


def test_tasks_behind_the_last_group_are_not_lost() -> None:
    text = (
        FRONT + f"一、公开\n（一）甲。{BUDGET}（责任单位：区财政局）\n（二）乙。{SCHOOLS}{BASICS}\n抄送：区委办公室。"
    )
    _, two = read(text).rows
    assert two.text.endswith(BASICS)
    assert two.doubts == ("原文未写责任单位",)
    closing = (
        "二、组织保障\n（一）加强领导。各单位要高度重视政务公开工作，明确分管领导，确保各项任务落到实处、取得实效。\n"
    )
    assert len(read(text.replace("抄送", closing + "抄送")).rows) == 2


def test_a_paragraph_between_a_heading_and_its_numbers_is_not_lost() -> None:
    text = (
        FRONT
        + f"一、公开\n（一）甲。{BUDGET}（责任单位：区财政局）\n（二）乙。{SCHOOLS}{BASICS}{BUDGET}\n1.{BASICS}（责任单位：各镇街）"
    )
    assert [task.seq for task in read(text).rows] == ["（一）", "（二）", "1"]


def test_a_number_glued_to_a_year() -> None:
    document = read(
        FRONT + f"一、公开\n1.{BUDGET}（责任单位：区财政局）\n2.2024年底前，{SCHOOLS}（责任单位：区教育局）"
    )
    assert [task.seq for task in document.rows] == ["1", "2"]
    assert document.rows[1].deadlines[0].text == "2024年底前"


FIELDS = [
    pytest.param("（责任单位：区财政局；6月底前完成）", [], ["区财政局"], "6月底前完成", id="a day among the units"),
    pytest.param("（区财政局负责，6月底前完成）", [], ["区财政局"], "6月底前完成", id="a day behind a spoken group"),
    pytest.param("\n牵头单位：区财政局\n责任单位：各镇街\n完成时限：持续推进\n",
                 ["区财政局"], ["各镇街"], "持续推进", id="one field on a line"),
    pytest.param("（牵头：区财政局；配合：各镇街）", ["区财政局"], ["各镇街"], "", id="labels without 单位"),
    pytest.param("（责任单位：区财政局；协办：各镇街）", [], ["区财政局", "各镇街"], "", id="one label of either kind"),
]  # fmt: skip


@pytest.mark.parametrize(("group", "lead", "responsible", "deadline"), FIELDS)
def test_fields_of_a_group(group: str, lead: list[str], responsible: list[str], deadline: str) -> None:
    _, (task,) = read_prose(f"云山区2024年任务分工\n1.公开预算。{group}")
    assert (list(task.units.lead), list(task.units.responsible), task.deadline) == (lead, responsible, deadline)
    assert task.text == "1.公开预算。"


def test_names_alone_in_brackets_are_groups_where_that_is_the_habit() -> None:
    text = "云山区2024年任务分工\n1.公开预算。（区财政局、区税务局）\n2.公开学区（含民办学校）。（区教委）\n"
    _, tasks = read_prose(text)
    assert [task.units.responsible for task in tasks] == [("区财政局", "区税务局"), ("区教委",)]
    assert all(any("句末括号" in doubt for doubt in task.units.doubts) for task in tasks)


NOBODYS = [
    pytest.param(
        "1.公开预算。（责任单位：区财政局）\n2.设立专区（区政务服务中心）\n", id="one such bracket is no habit"
    ),
    pytest.param(
        "1.公开预算（完成时限：6月底前）。\n2.公开决算。（责任单位：区财政局）\n", id="a deadline alone is no group"
    ),
]


@pytest.mark.parametrize("text", NOBODYS)
def test_what_is_no_group_of_units(text: str) -> None:
    names = [name for task in read_prose("云山区2024年任务分工\n" + text)[1] for name in task.units.names]
    assert names == ["区财政局"]


def test_a_short_task_without_units_between_others_is_kept() -> None:
    text = "1.公开预算。（责任单位：区财政局）\n2.依法公开各类学校招生计划。\n3.公开学区。（责任单位：区教委）\n"
    assert [task.seq for task in read_prose("云山区2024年任务分工\n" + text)[1]] == ["1", "2", "3"]


PLAN = "云山区2024年政务公开工作要点\n一、深化公开\n"


def test_units_in_a_plain_sentence_at_the_end_of_a_task() -> None:
    rows = read(
        PLAN + "（一）公开财政信息，方便查阅。由区财政局牵头，区教育局、区民政局配合。\n"
        "（二）公布招生政策，由区教育局牵头，各镇街按职责分工落实。\n（三）公开机构职能。由区委编办负责。\n"
        "二、保障措施\n（一）加强领导。由区政府办公室牵头，各部门配合。\n"
    ).rows
    assert [(row.text, row.lead_units, row.responsible_units) for row in rows] == [
        ("（一）公开财政信息，方便查阅。", ("区财政局",), ("区教育局", "区民政局")),
        ("（二）公布招生政策", ("区教育局",), ("各镇街",)),
        ("（三）公开机构职能。", (), ("区委编办",)),
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("由区政府办公室牵头建立会商机制。", id="what the unit does"),
        pytest.param("由专人负责。", id="nobody"),
        pytest.param("对由区财政局负责的项目加强公开。", id="in passing"),
        pytest.param("由区财政局牵头，区教育局配合。推进公开。", id="not at the end"),
    ],
)
def test_sentences_that_only_mention_units(sentence: str) -> None:
    rows = read(f"{PLAN}（一）公布招生政策。{sentence}（责任单位：区教育局）\n").rows
    assert [(row.lead_units, row.responsible_units) for row in rows] == [((), ("区教育局",))]


def test_items_in_the_line_of_their_heading_are_one_task() -> None:
    rows = read(
        PLAN + "（一）公开财政信息。1．公开预算。2．公开决算。（责任单位：区财政局）\n"
        "（二）公开教育信息。1．公布招生政策，做好解读。（责任单位：区教育局）2．公布学区。（责任单位：各镇街）\n"
    ).rows
    assert [(row.text, row.responsible_units) for row in rows] == [
        ("（一）公开财政信息。1．公开预算。2．公开决算。", ("区财政局",)),
        ("1．公布招生政策，做好解读。", ("区教育局",)),
        ("2．公布学区。", ("各镇街",)),
    ]
