"""Tables pasted from a spreadsheet, headers of two rows, tasks that name their units themselves, and long documents."""

from __future__ import annotations

import csv
import io
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from written_documents import BASICS, BUDGET, SCHOOLS, TITLE, flat, read

from rules.model import RuleParseError

HEADER = ["序号", "工作任务", "牵头单位", "责任单位"]


def pasted(rows: list[list[str]], tail: str = "") -> str:
    """The rows as a spreadsheet puts them on the clipboard."""
    stream = io.StringIO()
    csv.writer(stream, delimiter="\t", lineterminator="\n").writerows(rows)
    return TITLE + "\n" + stream.getvalue() + tail


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([BUDGET, SCHOOLS + "\n" + BASICS, BASICS + "（公开路径：政府网站>专题>“甲”栏）"]),
            st.sampled_from(["区财政局", "区教育局\n区民政局"]),
            st.sampled_from(["各镇街", "区审计局、区税务局"]),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_any_pasted_table_reads_as_the_flattened_one(rows: list[tuple[str, str, str]]) -> None:
    numbered = [HEADER, *([str(number), *row] for number, row in enumerate(rows, start=1))]
    assert read(pasted(numbered)).rows == read(flat(numbered)).rows


PASTED = [
    pytest.param([HEADER, ["1", BUDGET, "区财政局", "各镇街"]], id="plain"),
    pytest.param([HEADER, ["", "", "", ""], ["1", BUDGET, "区财政局", "各镇街"]], id="an empty row"),
    pytest.param([HEADER, HEADER, ["1", BUDGET, "区财政局", "各镇街", "", ""]], id="header again, empty cells behind"),
    pytest.param([["", *HEADER[1:]], ["1", BUDGET, "区财政局", "各镇街"]], id="numbers without a title"),
]


@pytest.mark.parametrize("rows", PASTED)
def test_pasted_rows(rows: list[list[str]]) -> None:
    document = read(pasted(rows, tail="抄送：区委办公室。\n"))
    assert (document.layout, document.title) == ("table", TITLE)
    (task,) = document.rows
    assert (task.seq, task.text, task.lead_units, task.responsible_units) == ("1", BUDGET, ("区财政局",), ("各镇街",))


def test_a_heading_between_pasted_rows() -> None:
    document = read(pasted([HEADER, ["一、重点公开"], ["1", BUDGET, "区财政局", "各镇街"]]))
    assert [(task.section, task.seq) for task in document.rows] == [("一、重点公开", "1")]


@pytest.mark.parametrize(
    ("row", "line"),
    [
        pytest.param(["1", BUDGET, "区财政局", "各镇街", "多余"], 3, id="a cell too many"),
        pytest.param(["接上一行"], 3, id="a line without cells"),
    ],
)
def test_a_pasted_row_that_does_not_fit_is_named(row: list[str], line: int) -> None:
    with pytest.raises(RuleParseError, match=f"第{line}行.*版式无法识别"):
        read(pasted([HEADER, row]))


def test_a_pasted_header_without_rows_is_an_error() -> None:
    with pytest.raises(RuleParseError, match="没有任何数据行"):
        read(pasted([HEADER]))


def test_parts_take_the_place_of_their_common_name() -> None:
    names = ["序号", "工作任务", "责任分工", "完成时限", "牵头单位", "配合单位"]
    body = [["1", BUDGET, "区财政局", "各镇街", "年底前"], ["2", SCHOOLS, "区教育局", "区公安局", "持续推进"]]
    document = read(flat([names, *body]))
    assert [(task.lead_units, task.responsible_units, task.deadlines[0].text) for task in document.rows] == [
        (("区财政局",), ("各镇街",), "年底前"),
        (("区教育局",), ("区公安局",), "持续推进"),
    ]


def test_a_task_that_names_nobody_among_those_that_do_is_doubted() -> None:
    rows = [["序号", "工作任务"], ["1", BUDGET + "（责任单位：区财政局）"], ["2", SCHOOLS]]
    one, two = read(flat(rows)).rows
    assert (one.text, one.responsible_units, one.doubts) == (BUDGET, ("区财政局",), ())
    assert two.doubts == ("原文未写责任单位",)


def test_a_table_of_tasks_without_any_unit_is_not_guessed_at() -> None:
    with pytest.raises(RuleParseError, match="版式无法识别"):
        read(flat([["序号", "工作任务"], ["1", BUDGET], ["2", SCHOOLS]]))


@pytest.mark.parametrize("form", ["flattened", "pasted", "prose"])
def test_a_thousand_rows_are_read_in_seconds(form: str) -> None:
    tasks = [f"公开第{number}类信息，每季度更新（公开路径：政府网站>目录>栏{number}/目）。" for number in range(1000)]
    rows = [HEADER, *([str(number), task, "区财政局", "各镇街"] for number, task in enumerate(tasks, start=1))]
    text = {
        "flattened": flat(rows),
        "pasted": pasted(rows),
        "prose": TITLE
        + "\n一、公开\n"
        + "\n".join(f"{n}.{task}（责任单位：区财政局）" for n, task in enumerate(tasks, 1)),
    }[form]
    started = time.process_time()
    assert len(read(text).rows) == 1000
    assert time.process_time() - started < 5
