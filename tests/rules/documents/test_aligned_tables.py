"""PDF tables without lines between their columns: read where only one reading is possible, refused elsewhere."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest
from drawn_documents import BASICS, BUDGET, SCHOOLS, TITLE, read, told
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from rules.documents import parse
from rules.model import RuleParseError

XS = (60.0, 100.0, 330.0, 430.0, 540.0)  # left edges of four columns, and the right edge
HEADER = ("序号", "工 作 任 务", "牵头单位", "配合/责任单位")
ROWS = (
    ("1", BUDGET, "区财政局", "区教育局、区民政局、区统计局"),
    ("2", SCHOOLS + BASICS + SCHOOLS, "区教育局", "各镇街"),
    ("3", BASICS, "区政府办公室", "—"),
)
EXPECTED = [
    ("1", "", BUDGET, ("区财政局",), ("区教育局", "区民政局", "区统计局"), ()),
    ("2", "", SCHOOLS + BASICS + SCHOOLS, ("区教育局",), ("各镇街",), ()),
    ("3", "", BASICS, ("区政府办公室",), (), ()),
]
SIZE, LEADING, PADDING = 10.0, 14.0, 5.0

Words = Sequence[str]


class Paper:
    """Rows of words in columns, with whatever lines a test wants."""

    def __init__(self) -> None:
        pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
        self._out = io.BytesIO()
        self.canvas = Canvas(self._out)
        self.y = 800.0
        self.words(TITLE, 200)

    def page(self) -> Paper:
        self.canvas.showPage()
        self.y = 800.0
        return self

    def words(self, text: str, x: float = XS[0]) -> Paper:
        self.canvas.setFont("STSong-Light", SIZE)
        self.canvas.drawString(x, self.y - SIZE, text)
        self.y -= LEADING + PADDING
        return self

    def row(self, cells: Words, *, centred: bool = False, space: float = 2 * PADDING) -> Paper:
        self.canvas.setFont("STSong-Light", SIZE)
        lines = [wrapped(text, right - left - 10) for text, left, right in zip(cells, XS, XS[1:], strict=False)]
        height = max(map(len, lines)) * LEADING
        for left, column in zip(XS, lines, strict=False):
            top = self.y - space / 2 - (height - len(column) * LEADING) / 2 * centred
            for number, line in enumerate(column):
                self.canvas.drawString(left + 5, top - SIZE - number * LEADING, line)
        self.y -= height + space
        return self

    def rule(self, left: float = XS[0], right: float = XS[-1]) -> Paper:
        self.canvas.line(left, self.y, right, self.y)
        return self

    def upright(self, top: float, *xs: float) -> Paper:
        for x in xs:
            self.canvas.line(x, top, x, self.y)
        return self

    def bytes(self) -> bytes:
        self.canvas.save()
        return self._out.getvalue()


def wrapped(text: str, width: float) -> list[str]:
    count = int(width // SIZE)
    return [text[start : start + count] for start in range(0, len(text), count)]


@pytest.mark.parametrize("centred", [False, True], ids=["cells at the top", "cells centred"])
@pytest.mark.parametrize("lines", ["every row", "header and end", "none"])
def test_columns_are_told_without_lines_between_them(lines: str, centred: bool) -> None:
    paper = Paper()
    if lines != "none":
        paper.rule()
    for index, row in enumerate((HEADER, *ROWS)):
        paper.row(row, centred=centred)
        if lines == "every row" or (lines == "header and end" and index in (0, 3)):
            paper.rule()
    paper.words("抄送：区委办公室，区人大常委会办公室，区政协办公室。")
    document = read(paper.bytes())
    assert told(document) == EXPECTED
    assert (document.title, {row.doubts for row in document.rows}) == (TITLE, {()})


@pytest.mark.parametrize("lined", [True, False], ids=["lines between rows", "no lines"])
@pytest.mark.parametrize("again", [True, False], ids=["header repeated", "header once"])
def test_the_table_goes_on_on_the_next_page(lined: bool, again: bool) -> None:
    paper = Paper()
    for row in (None, HEADER, *ROWS[:2]):
        if row:
            paper.row(row)
        if lined:
            paper.rule()
    paper.words("— 1 —", 290).page()
    for row in (None, *([HEADER] if again else []), ROWS[2]):
        if row:
            paper.row(row)
        if lined:
            paper.rule()
    assert told(read(paper.bytes())) == EXPECTED


def test_a_heading_over_the_rows_is_their_section() -> None:
    paper = Paper().rule().row(HEADER).rule()
    for heading, row in zip(
        ("一、公开", "（二）扩大重点领域信息公开的范围，规范公开的内容和程序", "三、监督"), ROWS, strict=True
    ):
        paper.words(heading).rule().row(row).rule()
    assert [row.section for row in read(paper.bytes()).rows] == [
        "一、公开",
        "（二）扩大重点领域信息公开的范围，规范公开的内容和程序",
        "三、监督",
    ]


def test_a_line_that_stops_short_leaves_a_merged_cell() -> None:
    paper = Paper().rule().row(HEADER).rule().row(ROWS[0]).rule(XS[0], XS[2]).rule(XS[3], XS[4])
    paper.row(("2", BASICS, "", "各镇街")).rule()
    assert told(read(paper.bytes()))[1] == ("2", "", BASICS, ("区财政局",), ("各镇街",), ("lead_units",))


def test_a_table_with_open_sides_keeps_its_outer_columns() -> None:
    paper = Paper().rule()
    top = paper.y
    for row in (HEADER, *ROWS):
        paper.row(row).rule()
    assert told(read(paper.upright(top, *XS[1:-1]).bytes())) == EXPECTED


FOUR = ("4", "公开机构职能和权责清单，动态调整更新。", "区委编办", "区政府各部门")
LAST = ("4", "", FOUR[1], ("区委编办",), ("区政府各部门",), ())


def ruled_rows(*, last: bool) -> Paper:
    paper = Paper().rule().row(HEADER).rule().row(ROWS[0]).rule().row(ROWS[1]).rule().row(ROWS[2])
    return paper.rule() if last else paper


OPEN_ENDS = {
    "the last row": lambda: ruled_rows(last=False).row(FOUR),
    "the last row of a page": lambda: ruled_rows(last=False).page().rule().row(FOUR).rule(),
    "the first row of the next page": lambda: ruled_rows(last=True).page().row(FOUR).rule(),
    "the only row of the next page": lambda: ruled_rows(last=True).page().row(FOUR),
}


@pytest.mark.parametrize("case", OPEN_ENDS)
def test_a_row_with_a_line_missing_is_read_where_its_number_follows(case: str) -> None:
    paper = OPEN_ENDS[case]().words("抄送：区委办公室，区人大常委会办公室，区政协办公室。")
    assert told(read(paper.bytes())) == [*EXPECTED, LAST]


@pytest.mark.parametrize("number", ["6", ""], ids=["not the next number", "no number"])
def test_a_row_outside_the_lines_is_never_loose_words(number: str) -> None:
    with pytest.raises(RuleParseError, match=r"分工表\.pdf 第1页：表头“序号 .*无法确定行和列"):
        parse(ruled_rows(last=True).row((number, *FOUR[1:])).bytes(), "分工表.pdf")


def test_the_page_of_a_row_that_cannot_be_read_is_named() -> None:
    with pytest.raises(RuleParseError, match=r"分工表\.pdf 第2页：表头“序号 "):
        parse(ruled_rows(last=True).page().rule().row(("", *FOUR[1:])).bytes(), "分工表.pdf")


@pytest.mark.parametrize("words", ["（联系人：张三，电话：12345）", "云山区政府办公室", "备注：各单位按职责落实。"])
def test_words_below_the_last_line_are_no_row(words: str) -> None:
    assert told(read(ruled_rows(last=True).words(words, XS[1] + 5).bytes())) == EXPECTED


UNCLEAR = {
    "rows run together": lambda paper: [paper.row((row[0], BASICS * 4, *row[2:]), space=0) for row in ROWS],
    "no number says where a task begins": lambda paper: [paper.row(("", *row[1:])) for row in ROWS],
    "an empty or merged cell": lambda paper: [
        paper.row((*row[:2], "" if row[0] == "2" else row[2], row[3])) for row in ROWS
    ],
    "a column nobody named": lambda paper: [
        paper.row((*row[:2], "", "")).words("区财政局", XS[2] - 50) for row in ROWS
    ],
}


@pytest.mark.parametrize("case", UNCLEAR)
def test_where_two_readings_are_possible_none_is_chosen(case: str) -> None:
    paper = Paper().row(HEADER)
    UNCLEAR[case](paper)
    with pytest.raises(RuleParseError, match=r"分工表\.pdf 第1页：表头“序号 .*无法确定行和列"):
        parse(paper.bytes(), "分工表.pdf")


def test_prose_that_names_the_columns_is_no_table() -> None:
    paper = Paper().words("请按照工作任务、牵头单位和责任单位的分工，抓好落实。")
    paper.words("一、公开财政信息。（责任单位：区财政局）").words("二、公开招生信息。（责任单位：区教育局）")
    assert [row.responsible_units for row in read(paper.bytes()).rows] == [("区财政局",), ("区教育局",)]
