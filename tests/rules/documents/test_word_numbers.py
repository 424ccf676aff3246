"""Automatic numbers of Word: counted as Word prints them, in columns, sections and items."""

from __future__ import annotations

import pytest
from drawn_documents import BASICS, numbered, read, saved
from test_word_documents import FIRST, SECOND, THIRD, document, wrap

from rules.numbering import chinese, numeral


def test_automatic_numbers_in_the_number_column() -> None:
    made, table = document(["", *FIRST[1:]], ["", *SECOND[1:]], ["", *THIRD[1:]])
    put = numbered(made, [("decimal", "%1.")])
    for number in (1, 2, 3):
        put(table.cell(number, 0).paragraphs[0])
    assert [row.seq for row in read(saved(made)).rows] == ["1", "2", "3"]


def test_automatic_numbers_of_items_and_sections() -> None:
    made, table = document(
        ["1", "决策公开", "编制公开目录。", "区财政局", "各镇街"], ["2", "管理公开", BASICS, "区教育局", "各镇街"]
    )
    table.cell(1, 2).add_paragraph("开展政策解读。")
    put = numbered(made, [("chineseCountingThousand", "%1、"), ("decimal", "%2．")])
    put(table.cell(1, 1).paragraphs[0])
    for paragraph in table.cell(1, 2).paragraphs:
        put(paragraph, 1)
    put(table.cell(2, 1).paragraphs[0])
    rows = read(saved(made)).rows
    assert [row.section for row in rows] == ["一、决策公开", "二、管理公开"]
    assert [item.text for item in rows[0].items] == ["编制公开目录。", "开展政策解读。"]


def test_a_deleted_numbered_paragraph_does_not_count() -> None:
    made, table = document(["", *FIRST[1:]], ["", *SECOND[1:]])
    put = numbered(made, [("decimal", "%1")])
    gone = table.cell(1, 0).paragraphs[0]
    gone.add_run("删去")
    wrap(gone._p.r_lst[-1], "del")
    put(gone)
    for cell in (table.cell(1, 0), table.cell(2, 0)):
        put(cell.add_paragraph())
    assert [row.seq for row in read(saved(made)).rows] == ["1", "2"]


@pytest.mark.parametrize(
    ("number", "form", "printed"),
    [
        pytest.param(3, "decimal", "3", id="digits"),
        pytest.param(10, "chineseCountingThousand", "十", id="ten"),
        pytest.param(12, "japaneseCounting", "十二", id="twelve"),
        pytest.param(20, "ideographDigital", "二〇", id="digit by digit"),
        pytest.param(105, "chineseCounting", "一百零五", id="hundreds"),
        pytest.param(7, "decimalFullWidth", "７", id="full width"),
        pytest.param(2, "decimalEnclosedCircle", "②", id="circled"),
        pytest.param(21, "decimalEnclosedCircle", "21", id="no such circle"),
        pytest.param(4, "upperRoman", "IV", id="Roman"),
        pytest.param(2, "lowerLetter", "b", id="letter"),
        pytest.param(3, "ideographTraditional", "丙", id="stems"),
        pytest.param(5, "none", "", id="no number"),
        pytest.param(5, "hebrew1", "5", id="a rare format"),
    ],
)
def test_number_formats(number: int, form: str, printed: str) -> None:
    assert numeral(number, form) == printed


def test_chinese_numbers_beyond_the_hundreds_are_digits() -> None:
    assert (chinese(0), chinese(110), chinese(1000)) == ("0", "一百一十", "1000")
