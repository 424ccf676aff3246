"""Workbooks: sheets, hidden parts, dates and numbers, merged ranges as large as a sheet."""

from __future__ import annotations

import io
from datetime import date, time
from typing import Any

import openpyxl
import pytest
import xlwt
from drawn_documents import BASICS, BUDGET, HEADER, SCHOOLS, TITLE, Rows, content, fill_sheet, read, saved

from rules.sheets import printed

ROWS: Rows = [
    HEADER,
    ["1", "一、公开", BUDGET, "区财政局", "区教育局"],
    ["2", "二、管理", SCHOOLS, "区教育局", "各镇街"],
]


def workbook(*sheets: tuple[str, Rows]) -> Any:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        fill_sheet(book.create_sheet(name), rows)
    return book


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_hidden_sheets_are_left_out(state: str) -> None:
    book = workbook(("旧表", ROWS), ("2024", ROWS))
    book["旧表"].sheet_state = state
    book.active = 1
    assert len(read(saved(book)).rows) == 2


def test_hidden_rows_and_columns_are_left_out_and_said() -> None:
    book = workbook(("分工", [*ROWS, ["3", "三、服务", BASICS, "区政府办公室", "各镇街"]]))
    book["分工"].row_dimensions[4].hidden = True
    book["分工"].column_dimensions["B"].hidden = True
    rows = read(saved(book)).rows
    assert [(row.seq, row.section) for row in rows] == [("1", ""), ("3", "")]
    assert rows[0].doubts == ("工作表“分工”第4行（共1行）已隐藏，未读取", "工作表“分工”有1列已隐藏，未读取")


def test_hidden_empty_rows_are_not_worth_a_word() -> None:
    book = workbook(("分工", ROWS))
    book["分工"].row_dimensions[30].hidden = True
    assert {row.doubts for row in read(saved(book)).rows} == {()}


def test_hidden_rows_of_old_workbooks() -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("分工")
    for row, cells in enumerate([*ROWS, ["3", "三", BASICS, "区政府办公室", "各镇街"]]):
        for column, cell in enumerate(cells):
            sheet.write(row, column, cell)
    sheet.row(2).hidden = True
    other = book.add_sheet("旧表")
    other.write(0, 0, "工作任务")
    other.visibility = 1
    rows = read(saved(book)).rows
    assert [row.seq for row in rows] == ["1", "3"]
    assert "第3行（共1行）已隐藏" in rows[0].doubts[0]


def test_several_sheets_are_several_tables() -> None:
    book = workbook(
        ("说明", [["本工作簿由区政府办公室编制"]]), ("一", ROWS), ("二", [HEADER, ["3", "", BASICS, "", "各镇街"]])
    )
    found = content(saved(book))
    assert len(found.tables) == 2
    assert [row.lead_units for row in read(saved(book)).rows] == [("区财政局",), ("区教育局",), ()]


def test_a_sheet_without_a_header_does_not_go_on() -> None:
    book = workbook(("一", ROWS))
    fill_sheet(book.create_sheet("二"), [["3", "三、服务", BASICS, "区政府办公室", "各镇街"]], front="")
    assert [row.seq for row in read(saved(book)).rows] == ["1", "2"]


def test_rows_are_named_as_the_sheet_names_them() -> None:
    book = workbook(("一", ROWS))
    book["一"].row_dimensions[1].hidden = True  # the title
    assert content(saved(book)).tables[0].rows[0][0].line == 3


def test_numbers_dates_and_formulas() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["序号", "工作任务", "责任单位", "完成时限"])
    sheet.append([1, BUDGET, "区财政局", date(2024, 10, 31)])
    sheet.append([2.0, SCHOOLS, "区教育局", "持续推进"])
    sheet.append(["=ROW()-1", BASICS, "各镇街", None])
    rows = read(saved(book)).rows
    assert [row.seq for row in rows] == ["1", "2", ""]  # nobody has computed the formula yet
    assert rows[0].deadlines[0].due == date(2024, 10, 31)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        pytest.param(None, "", id="nothing"),
        pytest.param(True, "", id="truth"),
        pytest.param(3.0, "3", id="whole"),
        pytest.param(1.5, "1.5", id="fraction"),
        pytest.param(1e300, "1e+300", id="huge"),
        pytest.param(date(2024, 6, 1), "2024年6月1日", id="date"),
        pytest.param(time(9, 30), "09:30", id="time"),
        pytest.param("甲\n乙", "甲\n乙", id="lines"),
    ],
)
def test_printed_values(value: Any, text: str) -> None:
    assert printed(value) == text


def test_a_merged_range_of_a_million_rows_is_cut_to_what_is_used() -> None:
    book = workbook(("一", ROWS))
    book["一"].merged_cells.add("H1:XFD1048576")
    book["一"]["XFD1048576"] = "尽头"
    assert [row.seq for row in read(saved(book)).rows] == ["1", "2"]


def test_two_headers_on_one_sheet() -> None:
    rows: Rows = [
        *ROWS,
        ["", "", "", "", ""],
        ["序号", "工作任务", "", "责任单位", "完成时限"],
        ["3", BASICS, "", "各镇街", "年底前"],
    ]
    found = read(saved(workbook(("一", rows))))
    assert [(row.text, row.responsible_units) for row in found.rows][2] == (BASICS, ("各镇街",))
    assert found.rows[2].deadlines[0].text == "年底前"


def test_a_workbook_whose_sheets_are_all_hidden() -> None:
    book = workbook(("一", ROWS))
    out = io.BytesIO()
    book["一"].sheet_state = "visible"
    book.save(out)
    import zipfile

    hidden = io.BytesIO()
    with zipfile.ZipFile(out) as source, zipfile.ZipFile(hidden, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, data.replace(b'state="visible"', b'state="hidden"'))
    with pytest.raises(Exception, match=r"没有可见的工作表。请"):
        read(hidden.getvalue())


def test_titles_are_the_front() -> None:
    assert read(saved(workbook(("一", ROWS)))).title == TITLE


def test_words_that_run_over_empty_cells_are_headings_and_notes() -> None:
    rows: Rows = [*ROWS, ["其他方面的工作任务", "", "", "", ""], ["3", "", BASICS, "区政府办公室", "各镇街"]]
    found = read(saved(workbook(("分工", [*rows, ["注：以上任务长期坚持。", "", "", "", ""]])))).rows
    assert [(row.seq, row.section) for row in found] == [
        ("1", "一、公开"),
        ("2", "二、管理"),
        ("3", "其他方面的工作任务"),
    ]


def test_formulas_nobody_computed_are_said() -> None:
    book = workbook(("分工", ROWS))
    book["分工"]["D2"] = '="区"&"财政局"'
    first = read(saved(book)).rows[0]
    assert first.lead_units == ()
    assert first.doubts == ("工作表“分工”有1个公式没有保存计算结果，按空白读取；请用 Excel/WPS 打开后另存再试",)
