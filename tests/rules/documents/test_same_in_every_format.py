"""The same table in every format gives the same tasks."""

from __future__ import annotations

import pytest
from drawn_documents import (
    BASICS,
    BUDGET,
    HEADER,
    SCHOOLS,
    TITLE,
    TRUE_MERGES,
    WRITERS,
    Box,
    Rows,
    content,
    read,
    told,
)

PATH = "（公开路径：政府网站>政务公开>财政信息）"
TABLE: Rows = [
    HEADER,
    ["1", Box(text="一、决策公开", rows=3), f"{BUDGET}\n{PATH}", "区财政局", "区教育局、区民政局"],
    [Box(text="2", rows=2), SCHOOLS, Box(text="区教育局", rows=2), "—"],
    [BASICS, "各镇街"],
    ["3", "二、管理公开", BASICS, "区政府办公室", "区财政局"],
]
EXPECTED = [
    ("1", "一、决策公开", f"{BUDGET}\n{PATH}", ("区财政局",), ("区教育局", "区民政局"), ()),
    ("2", "一、决策公开", SCHOOLS, ("区教育局",), (), ("section",)),
    ("2", "一、决策公开", BASICS, ("区教育局",), ("各镇街",), ("seq", "section", "lead_units")),
    ("3", "二、管理公开", BASICS, ("区政府办公室",), ("区财政局",), ()),
]


@pytest.mark.parametrize("form", WRITERS)
def test_one_table_in_every_format(form: str) -> None:
    document = read(WRITERS[form](TABLE, tail="抄送：区委办公室"))
    assert told(document) == EXPECTED
    assert (document.title, document.place, document.year, document.layout) == (TITLE, "云山区", 2024, "table")
    assert [path.raw for path in document.rows[0].paths] == ["政府网站>政务公开>财政信息"]
    assert {row.doubts for row in document.rows} == {()}


@pytest.mark.parametrize("form", TRUE_MERGES)
def test_a_column_of_words_without_a_title_is_no_column_of_numbers(form: str) -> None:
    rows: Rows = [
        ("", "工作任务", "牵头单位", "责任单位"),
        [Box(text="推进决策公开", rows=2), BUDGET, "区财政局", "区教育局"],
        [SCHOOLS, "区教育局", "各镇街"],
        ["推进管理公开", BASICS, "区政府办公室", "各镇街"],
    ]
    assert [(row.seq, row.section) for row in read(WRITERS[form](rows)).rows] == [
        ("", "推进决策公开"),
        ("", "推进决策公开"),
        ("", "推进管理公开"),
    ]


@pytest.mark.parametrize("form", TRUE_MERGES)
def test_an_empty_cell_is_not_a_merged_one(form: str) -> None:
    rows: Rows = [HEADER, ["1", "一、公开", BUDGET, "区财政局", "区教育局"], ["2", "", SCHOOLS, "", "区民政局"]]
    assert told(read(WRITERS[form](rows)))[1] == ("2", "", SCHOOLS, (), ("区民政局",), ())


@pytest.mark.parametrize("form", ["md", "txt"])
def test_formats_without_merges_inherit_and_say_so(form: str) -> None:
    rows: Rows = [HEADER, ["1", "一、公开", BUDGET, "区财政局", "区教育局"], ["2", "", SCHOOLS, "", "区民政局"]]
    assert told(read(WRITERS[form](rows)))[1] == (
        "2",
        "一、公开",
        SCHOOLS,
        ("区财政局",),
        ("区民政局",),
        ("section", "lead_units"),
    )


@pytest.mark.parametrize("form", TRUE_MERGES)
def test_a_heading_across_the_row(form: str) -> None:
    rows: Rows = [
        ("序号", "工作任务", "责任单位"),
        [Box(text="一、决策公开", columns=3)],
        ["1", BUDGET, "区财政局"],
        [Box(text="二、管理公开", columns=3)],
        ["2", SCHOOLS, "区教育局"],
    ]
    assert [(row.section, row.seq) for row in read(WRITERS[form](rows)).rows] == [
        ("一、决策公开", "1"),
        ("二、管理公开", "2"),
    ]


@pytest.mark.parametrize("form", TRUE_MERGES)
def test_a_heading_without_a_number_across_the_row(form: str) -> None:
    rows: Rows = [
        ("序号", "工作任务", "责任单位"),
        [Box(text="决策公开", columns=3)],
        ["1", BUDGET, "区财政局"],
        [Box(text="注：以上由政务公开科解释。", columns=3)],
    ]
    document = read(WRITERS[form](rows))
    assert [(row.section, row.text, row.doubts) for row in document.rows] == [("决策公开", BUDGET, ())]


@pytest.mark.parametrize("form", TRUE_MERGES)
def test_a_header_over_two_rows_and_over_two_columns(form: str) -> None:
    rows: Rows = [
        [Box(text="序号", rows=2), Box(text="工　作　任　务", rows=2, columns=2), Box(text="任务安排", columns=2)],
        ["牵头单位", "配合/责任单位"],
        ["1", "一、决策公开", BUDGET, "区财政局", "区教育局"],
        ["2", Box(text=SCHOOLS, columns=2), Box(text="区教育局", columns=2)],
    ]
    assert told(read(WRITERS[form](rows))) == [
        ("1", "一、决策公开", BUDGET, ("区财政局",), ("区教育局",), ()),
        ("2", "", SCHOOLS, ("区教育局",), ("区教育局",), ()),
    ]


@pytest.mark.parametrize("form", TRUE_MERGES)
def test_a_note_that_says_who_leads(form: str) -> None:
    rows: Rows = [
        ("序号", "工作任务", "责任单位"),
        ["1", BUDGET, "区财政局，区教育局"],
        [Box(text="备注：逗号前为牵头单位。", columns=3)],
    ]
    assert told(read(WRITERS[form](rows))) == [("1", "", BUDGET, ("区财政局",), ("区教育局",), ())]


@pytest.mark.parametrize("form", TRUE_MERGES)
def test_long_words_across_the_row_are_left_out_and_said(form: str) -> None:
    words = "本表所列任务由各单位按照职责分工抓好落实，区政府办公室每季度进行一次调度，年底对落实情况进行考核，结果予以通报并纳入年度绩效。"
    rows: Rows = [
        ("序号", "工作任务", "责任单位"),
        ["1", BUDGET, "区财政局"],
        [Box(text=words, columns=3)],
        ["2", SCHOOLS, "区教育局"],
    ]
    document = read(WRITERS[form](rows, front=TITLE))
    assert [row.text for row in document.rows] == [BUDGET, SCHOOLS]
    assert "横贯整行的文字“本表所列任务" in document.rows[0].doubts[0]


@pytest.mark.parametrize("form", TRUE_MERGES)
def test_a_table_of_something_else_is_words(form: str) -> None:
    rows: Rows = [("指标", "数值"), ("条数", "12"), ("说明", "完成（责任单位：区财政局）。")]
    document = content(WRITERS[form](rows))
    assert document.tables == ()
    assert "数值" in document.text


@pytest.mark.parametrize("form", [form for form in WRITERS if form != "txt"])
def test_a_header_without_rows(form: str) -> None:
    with pytest.raises(Exception, match=r"分工表 第.*没有任何数据行.*请"):
        content(WRITERS[form]([HEADER, [Box(text="", columns=1)] * 5]))
