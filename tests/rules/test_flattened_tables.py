"""Flattened tables nobody has seen: other columns, other order, other header names, page breaks, merged cells."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from written_documents import BASICS, BUDGET, SCHOOLS, TITLE, flat, read

from rules.model import RuleParseError, Task


def units(task: Task) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return task.lead_units, task.responsible_units


PLAIN = [
    ["序号", "工作任务", "责任单位"],
    ["1", BUDGET, "区财政局"],
    ["2", SCHOOLS, "区教育局"],
    ["3", BASICS, "各镇街"],
]

SAME_TASKS = [
    pytest.param(flat(PLAIN), id="number, task, units"),
    pytest.param(flat([row[::-1] for row in PLAIN]), id="columns the other way round"),
    pytest.param(flat([[row[1], row[0], row[2]] for row in PLAIN]), id="number in the middle"),
    pytest.param(flat(PLAIN, blank_lines=False), id="no blank lines between rows"),
    pytest.param(flat(PLAIN).replace("\n\n", "\n\n\n \n"), id="many blank lines"),
    pytest.param(flat([["序  号", "工　作　任　务", "责 任\n单 位"], *PLAIN[1:]]), id="spaced and broken headers"),
    pytest.param(flat([["编号", "重点任务", "落实单位"], *PLAIN[1:]]), id="header synonyms"),
    pytest.param(flat([["项次", "贯彻举措", "责任部门"], *PLAIN[1:]]), id="more header synonyms"),
    pytest.param(flat([*PLAIN[:2], PLAIN[0], *PLAIN[2:]]), id="header repeated at a page break"),
    pytest.param(flat([*PLAIN[:2], ["", "", ""], *PLAIN[2:]]), id="an empty row"),
    pytest.param(
        flat(PLAIN, tail="\n\n公开方式：主动公开\n\n\t抄送：区人大办，区政协办。\n"), id="tail after the table"
    ),
    pytest.param(flat(PLAIN, tail="\n- 3 -\n"), id="page number at the end"),
    pytest.param(flat(PLAIN).replace("预算", "[bookmark: _Go]预算"), id="bookmark junk"),
    pytest.param("\t各镇街：\n\t现印发给你们，请遵照执行。\n" + flat(PLAIN), id="letter indented with tabs"),
    pytest.param(flat(PLAIN).replace("\n", "\r\n"), id="windows line ends"),
    pytest.param(flat(PLAIN).encode("gbk"), id="GBK bytes"),
    pytest.param(flat(PLAIN).encode("utf-8-sig"), id="utf-8 with a mark"),
    pytest.param(flat(PLAIN).encode("utf-16"), id="utf-16 with a mark"),
    pytest.param(flat(PLAIN).encode("utf-16-le"), id="utf-16 without a mark"),
    pytest.param(
        flat([[*row, "12345" if row != PLAIN[0] else "联系电话"] for row in PLAIN]), id="a column of telephones"
    ),
    pytest.param(flat([[*row, "" if row != PLAIN[0] else "备注"] for row in PLAIN]), id="an empty column of remarks"),
]


@pytest.mark.parametrize("text", SAME_TASKS)
def test_reads_the_same_tasks(text: str | bytes) -> None:
    document = read(text)
    assert [task.text for task in document.rows] == [BUDGET, SCHOOLS, BASICS]
    assert [units(task) for task in document.rows] == [((), ("区财政局",)), ((), ("区教育局",)), ((), ("各镇街",))]
    assert [task.seq for task in document.rows] == ["1", "2", "3"]
    assert (document.layout, document.title, document.place, document.year) == ("table", TITLE, "云山区", 2024)


def test_rightmost_text_column_is_the_task_whatever_its_name() -> None:
    document = read(
        flat(
            [
                ["任务", "牵头单位", "配合/责任单位", "工作要求"],
                ["一、财政", "区财政局", "区税务局", BUDGET],
                ["二、教育", "区教育局", "各镇街", SCHOOLS],
                ["", "区民政局", "各村（社区）", BASICS],
            ]
        )
    )
    assert [(task.section, task.text) for task in document.rows] == [
        ("一、财政", BUDGET),
        ("二、教育", SCHOOLS),
        ("二、教育", BASICS),
    ]
    assert units(document.rows[0]) == (("区财政局",), ("区税务局",))
    assert document.rows[2].inherited == ("section",)


def test_a_column_of_numbers_without_a_title() -> None:
    document = read(
        flat(
            [
                ["重点任务", "具体措施", "责任单位", "完成时限"],
                ["一、财政", "1", BUDGET, "区财政局", "年底前"],
                ["", "2", SCHOOLS, "区教育局、各镇街", "10月底前"],
                ["二、基层", "3", BASICS, "各镇街", "持续推进"],
            ]
        )
    )
    assert [task.seq for task in document.rows] == ["1", "2", "3"]
    assert [task.section for task in document.rows] == ["一、财政", "一、财政", "二、基层"]
    assert [[str(deadline.due) for deadline in task.deadlines] for task in document.rows] == [
        ["2024-12-31"],
        ["2024-10-31"],
        ["None"],
    ]


def test_a_title_over_two_columns() -> None:
    document = read(
        flat(
            [
                ["工作任务", "责任单位"],
                ["一、财政", "（一）预算", BUDGET, "区财政局"],
                ["", "（二）教育", SCHOOLS, "区教育局"],
                ["二、基层", "", BASICS, "各镇街"],
            ]
        )
    )
    assert [(task.section, task.subsection) for task in document.rows] == [
        ("一、财政", "（一）预算"),
        ("一、财政", "（二）教育"),
        ("二、基层", ""),  # a blank sub-section does not reach over into a new section
    ]


def test_section_headings_over_the_whole_row() -> None:
    document = read(flat([PLAIN[0], ["一、财政领域"], *PLAIN[1:3], ["二、基层领域"], PLAIN[3]]))
    assert [task.section for task in document.rows] == ["一、财政领域", "一、财政领域", "二、基层领域"]
    assert [task.row for task in document.rows] == [1, 2, 3]


@pytest.mark.parametrize(
    "cell",
    [
        pytest.param("一、财政\n\n一、财政", id="repeated inside its cell"),
        pytest.param("一、财政\n\n一、财政\n\n一、财政\n\n", id="three times and blank lines"),
        pytest.param("一、财\n政", id="broken over two lines"),
    ],
)
def test_a_heading_repeated_at_page_breaks_is_one(cell: str) -> None:
    header = ["类别", "工作任务", "责任单位"]
    document = read(flat([header, [cell, BUDGET, "区财政局"], ["一、财政", SCHOOLS, "区教育局"]]))
    assert [task.section for task in document.rows] == ["一、财政", "一、财政"]
    assert document.rows[1].inherited == ()


MERGED = [
    ["类别", "工作任务", "牵头单位", "责任单位"],
    ["一、财政", BUDGET, "区财政局", "区税务局\n各镇街"],
    ["", SCHOOLS, "", ""],
    ["", BASICS, "区民政局", "—"],
    ["二、其他", BUDGET + "做好解读。", "", ""],
]


def test_blank_cells_take_the_value_above_and_say_so() -> None:
    rows = read(flat(MERGED)).rows
    assert units(rows[1]) == (("区财政局",), ("区税务局", "各镇街"))
    assert rows[1].inherited == ("section", "lead_units", "responsible_units")


def test_a_dash_means_nobody_and_stops_inheritance() -> None:
    rows = read(flat(MERGED)).rows
    assert units(rows[2]) == (("区民政局",), ())
    assert units(rows[3]) == (("区民政局",), ())
    assert rows[3].inherited == ("lead_units",)


def test_a_blank_unit_cell_at_a_new_section_is_doubted() -> None:
    assert any("合并理解" in doubt for doubt in read(flat(MERGED)).rows[3].doubts)


def test_a_path_column_without_the_keyword() -> None:
    document = read(
        flat(
            [
                ["序号", "公开内容", "公开渠道", "责任单位"],
                ["1", BUDGET, "政府网站>政府信息公开>财政信息", "区财政局"],
                ["2", SCHOOLS, "1.政府网站>教育；2.政务新媒体", "区教育局"],
                ["3", BASICS, "村务公开栏", "各镇街"],
            ]
        )
    )
    assert [[path.segments for path in task.paths] for task in document.rows] == [
        [(("政府信息公开",), ("财政信息",))],
        [(("教育",),)],
        [],
    ]
    assert [task.other_channels for task in document.rows] == [False, True, True]


def test_a_header_note_says_who_leads() -> None:
    header = ["序号", "工作任务", "责任单位（列第一位的为牵头单位）"]
    document = read(flat([header, ["1", BUDGET, "区财政局、区税务局"], ["2", SCHOOLS, "区教育局"]]))
    assert [units(task) for task in document.rows] == [(("区财政局",), ("区税务局",)), (("区教育局",), ())]


def test_an_unknown_column_is_told_and_not_used() -> None:
    document = read(flat([[*row, "甲级" if row != PLAIN[0] else "星级"] for row in PLAIN]))
    assert "表头“星级”未能识别，该列未使用" in document.rows[0].doubts
    assert [task.text for task in document.rows] == [BUDGET, SCHOOLS, BASICS]


ERRORS = [
    pytest.param(
        flat([*PLAIN[:2], ["2", SCHOOLS], *PLAIN[3:], ["4", BUDGET, "区财政局"]]), "第\\d+行", id="a cell is missing"
    ),
    pytest.param(flat([*PLAIN[:2], ["2", SCHOOLS, "", "区教育局"], PLAIN[3]]), "第\\d+行", id="a cell too many"),
    pytest.param(flat([PLAIN[0]]), "没有任何数据行", id="a header and nothing below"),
    pytest.param(flat(PLAIN[1:]), "版式无法识别", id="no header"),
    pytest.param(flat([row[:2] for row in PLAIN]), "版式无法识别", id="no column of units"),
    pytest.param("序号 工作任务 责任单位\n1 " + BUDGET + " 区财政局\n", "版式无法识别", id="no cells at all"),
    pytest.param("区教育局今年做了许多工作。\n", "区教育局今年做了许多工作", id="prose without units, quoted"),
]


@pytest.mark.parametrize(("text", "message"), ERRORS)
def test_what_cannot_be_recognised_is_an_error_with_its_place(text: str, message: str) -> None:
    with pytest.raises(RuleParseError, match=message) as caught:
        read(text, "某文件.txt")
    assert "某文件.txt" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_units_of_every_row_survive_any_order_of_columns() -> None:
    header = ["序号", "工作要点", "工作任务", "牵头单位", "责任单位", "完成时限"]
    body = [
        ["1", "财政公开", BUDGET, "区财政局", "区税务局、各镇街", "6月底前"],
        ["2", "教育公开", SCHOOLS, "区教育局", "区政府各部门各镇街", "持续推进"],
        ["3", "基层公开", BASICS, "区民政局、区司法局", "有关单位", "年底前"],
    ]
    wanted = [(task.text, units(task), task.deadlines, task.seq) for task in read(flat([header, *body])).rows]
    chance = random.Random(3)  # fixed: the same orders every run
    for _ in range(12):
        order = chance.sample(range(6), 6)
        if order.index(1) > order.index(2):
            continue  # of two text columns the right one is the task
        shuffled = [[row[index] for index in order] for row in [header, *body]]
        assert [(task.text, units(task), task.deadlines, task.seq) for task in read(flat(shuffled)).rows] == wanted


def read_or_refusal(text: str | bytes) -> bool:
    """The document has rows, or the refusal is one line that names the file; any other exception fails the test."""
    try:
        return bool(read(text).rows)
    except RuleParseError as error:
        return "分工表.txt" in str(error) and "\n" not in str(error)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["\t", "\n", "序号", "工作任务", "责任单位", "牵头单位", "区财政局", "一、", "（一）", "1．", "公开路径：", ">", "（", "）",
             "责任单位：", "，", "。", "“", "”", "栏目", "设置", "年底前", "—", "政府网站", "\u200b", "𠀀", "\x07"]
        ),
        max_size=60,
    )
)  # fmt: skip
def test_any_text_is_read_or_refused(pieces: list[str]) -> None:
    assert read_or_refusal("".join(pieces))


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    assert read_or_refusal(data)


@pytest.mark.parametrize("blank_lines", [True, False], ids=["blank lines between rows", "none"])
def test_a_header_of_two_rows_with_blanks_where_names_cover(blank_lines: bool) -> None:
    rows = [
        ["", "责任分工", "", "工作任务", "时限"],
        ["", "配合单位", "牵头单位", "", ""],
        ["一、推进公开"],
        ["1", "区教育局，区民政局", "区财政局", BUDGET, "年底前"],
        ["2", "—", "区教育局", SCHOOLS, ""],
    ]
    found = read(flat(rows, blank_lines=blank_lines)).rows
    assert [(row.seq, row.section, row.text, row.lead_units, row.responsible_units) for row in found] == [
        ("1", "一、推进公开", BUDGET, ("区财政局",), ("区教育局", "区民政局")),
        ("2", "一、推进公开", SCHOOLS, ("区教育局",), ()),
    ]


def test_headings_across_a_table_whose_first_column_is_the_task() -> None:
    rows = [["工作任务", "责任单位"], ["一、推进公开"], [BUDGET, "区财政局"], ["二、做好服务"], [SCHOOLS, "区教育局"]]
    assert [(row.section, row.text) for row in read(flat(rows)).rows] == [
        ("一、推进公开", BUDGET),
        ("二、做好服务", SCHOOLS),
    ]
