"""CSV, as Excel saves a sheet: known by the names of its columns, blank cells marked as inherited."""

from __future__ import annotations

import pytest
from drawn_documents import BASICS, BUDGET, SCHOOLS, TITLE, content, read, told

from rules.documents import comma

PATH = "（公开路径：政府网站>政务公开>财政信息）"
SHEET = (
    f"{TITLE},,,,\r\n序号,类别,工作任务,牵头单位,责任单位\r\n"
    f'1,一、公开,"{BUDGET}\n{PATH}",区财政局,"区教育局,区民政局"\r\n'
    f"2,,{SCHOOLS},,各镇街\r\n,,,,\r\n3,二、管理,{BASICS},区政府办公室,—\r\n"
    "注：以上任务长期坚持。,,,,\r\n"
)
EXPECTED = [
    ("1", "一、公开", f"{BUDGET}\n{PATH}", ("区财政局",), ("区教育局", "区民政局"), ()),
    ("2", "一、公开", SCHOOLS, ("区财政局",), ("各镇街",), ("section", "lead_units")),
    ("3", "二、管理", BASICS, ("区政府办公室",), (), ()),
]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-8-sig", "utf-16"])
def test_a_sheet_with_commas(encoding: str) -> None:
    document = read(SHEET.encode(encoding))
    assert told(document) == EXPECTED
    assert (document.title, document.place) == (TITLE, "云山区")
    assert len(document.rows[0].paths) == 1


@pytest.mark.parametrize(
    "text",
    [
        "请各单位按照工作任务,牵头单位,责任单位抓好落实。\n一、公开财政信息。（责任单位：区财政局）",
        "\t工作任务,重点\n\t牵头单位,名称\n\t责任单位\n",
        "<html><p>\n序号,工作任务,责任单位\n</html>",
    ],
    ids=["prose with commas", "flattened cells", "a page"],
)
def test_other_texts_are_no_sheets(text: str) -> None:
    assert not comma.recognises(text.encode())


def test_a_header_without_rows() -> None:
    with pytest.raises(Exception, match=r"分工表 第1行.*没有任何数据行.*请"):
        content("序号,工作任务,责任单位\n,,\n".encode())
