"""The same table in every format gives the same tasks; hypothesis draws the tables."""

from __future__ import annotations

from dataclasses import dataclass

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
    to_docx,
    to_flat,
    to_html,
    to_xlsx,
    told,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

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


# --- drawn tables ---------------------------------------------------------------------------------------------------

TEXTS = (
    BUDGET,
    SCHOOLS,
    BASICS,
    f"推进重大建设项目信息公开。\n{PATH}",
    "1．编制公开目录，做好动态调整。\n2．开展政策解读，回应社会关切。",
)
UNITS = ("区财政局", "区教育局", "区民政局", "区人力资源和社会保障局", "区政府办公室", "各镇街")
SEPARATORS = ("、", "\n", "，", "；")


@dataclass(frozen=True, kw_only=True)
class Drawn:
    rows: Rows
    expected: list[tuple[str, str, str, tuple[str, ...], tuple[str, ...], tuple[str, ...]]]


def spans(draw: st.DrawFn, length: int, breaks: set[int]) -> list[int]:
    """For each row the height of the cell that begins in it, 0 where one above goes on; none crosses a break."""
    heights: list[int] = []
    while len(heights) < length:
        room = min([stop for stop in breaks if stop > len(heights)] + [length]) - len(heights)
        height = draw(st.integers(1, min(room, 4)))
        heights += [height] + [0] * (height - 1)
    return heights


@st.composite
def tables(draw: st.DrawFn, *, empties: bool) -> Drawn:
    """Numbers, sections, tasks, leads and units in any order; merged sections and leads; the header said again."""
    length = draw(st.integers(2, 9))
    names = [*HEADER]
    order = draw(st.permutations(range(5)).filter(lambda places: places.index(1) < places.index(2)))
    repeats = draw(st.sets(st.integers(1, length - 1), max_size=2))
    section_heights = spans(draw, length, repeats)
    lead_heights = spans(draw, length, repeats)
    rows: list[list[Box | str]] = [[names[column] for column in order]]
    expected = []
    section = lead = ""
    for index in range(length):
        if index in repeats:
            rows.append([names[column] for column in order])
        inherited = []
        if section_heights[index]:
            section = f"（{'一二三四五六七八九'[index]}）推进决策公开"
        else:
            inherited.append("section")
        if lead_heights[index]:
            lead = draw(st.sampled_from(UNITS))
            # An empty cell right below a repeated header might be a merged one that the page break cut.
            if empties and index not in repeats and draw(st.booleans()):
                lead = ""
        elif lead:
            inherited.append("lead_units")
        text = draw(st.sampled_from(TEXTS))
        units = draw(st.lists(st.sampled_from(UNITS), min_size=1, max_size=4, unique=True))
        cells: dict[int, Box] = {
            0: Box(text=str(index + 1)),
            2: Box(text=text),
            4: Box(text=draw(st.sampled_from(SEPARATORS)).join(units)),
        }
        if section_heights[index]:
            cells[1] = Box(text=section, rows=section_heights[index])
        if lead_heights[index]:
            cells[3] = Box(text=lead, rows=lead_heights[index])
        rows.append([cells[column] for column in order if column in cells])
        expected.append((str(index + 1), section, text, (lead,) if lead else (), tuple(units), tuple(inherited)))
    return Drawn(rows=rows, expected=expected)


CAREFUL = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@CAREFUL
@given(tables(empties=False))
def test_any_table_reads_the_same_in_all_formats(drawn: Drawn) -> None:
    for writer in (to_docx, to_html, to_xlsx, to_flat):
        assert told(read(writer(drawn.rows))) == drawn.expected, writer.__name__


@CAREFUL
@given(tables(empties=True))
def test_any_table_with_empty_cells_reads_the_same_where_merges_are_told(drawn: Drawn) -> None:
    for writer in (to_docx, to_html, to_xlsx):
        assert told(read(writer(drawn.rows))) == drawn.expected, writer.__name__
