"""Marks between the levels of a path other than ">", marks lost in a part of it, and several paths without numbers."""

from __future__ import annotations

import pytest

from rules.model import PathKind
from rules.paths import Annotation, cell_paths, read_annotations
from rules.sentences import sentences


def read(printed: str, known: frozenset[str] = frozenset()) -> Annotation:
    (annotation,) = read_annotations(f"做好公开（公开路径：{printed}）。", known)
    return annotation


def paths(annotation: Annotation) -> list[str]:
    return [
        f"{path.site}|" + ">".join("/".join(names) for names in path.segments)
        for path in annotation.paths
        if path.kind is PathKind.PATH
    ]


KEYWORDS = [
    pytest.param("公开信息，公开路径为政府网站>甲栏>乙栏。", id="为 for the colon"),
    pytest.param("公开信息（栏目：政府网站>甲栏>乙栏）。", id="栏目 alone, in a bracket"),
    pytest.param("公开信息。路径：政府网站>甲栏>乙栏。", id="路径 alone, as a sentence"),
    pytest.param("公开信息（网站栏目：政府网站>甲栏>乙栏）。", id="网站栏目"),
    pytest.param("公开信息（公开路径：政府网站>>甲栏>>乙栏）。", id="doubled marks"),
    pytest.param("公开信息（公开路径：政府网站&gt;甲栏&gt;乙栏）。", id="an entity printed as it is"),
]


@pytest.mark.parametrize("text", KEYWORDS)
def test_other_ways_to_say_it(text: str) -> None:
    (annotation,) = read_annotations(text)
    assert paths(annotation) == ["政府网站|甲栏>乙栏"]
    assert annotation.doubts == ()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("设置下列子栏目：甲>乙更受关注。", id="sub-columns announced"),
        pytest.param("优化公开路径为群众服务，做到线上>线下。", id="为 as 'for'"),
        pytest.param("（栏目：重要政策、政策解读）", id="columns without a path"),
    ],
)
def test_words_that_announce_no_path(text: str) -> None:
    assert read_annotations(text) == ()


SEVERAL = [
    pytest.param("政府网站>甲栏、政府网站>乙栏", ["政府网站|甲栏", "政府网站|乙栏"], id="with 、 between"),
    pytest.param("政府网站>甲栏和部门网页>乙栏", ["政府网站|甲栏", "部门网页|乙栏"], id="with 和 between"),
    pytest.param("政府网站>甲栏，信用云山网>乙栏", ["政府网站|甲栏", "信用云山网|乙栏"], id="with a comma between"),
    pytest.param("①政府网站>甲栏②部门网页>乙栏", ["政府网站|甲栏", "部门网页|乙栏"], id="circled, nothing between"),
    pytest.param("政府网站>本部门、本单位文件", ["政府网站|本部门、本单位文件"], id="must not split a name"),
    pytest.param("政府网站>甲栏，与政府网站>乙栏保持一致", ["政府网站|甲栏"], id="must not split a note"),
    pytest.param("政府网站>甲栏，并与“乙栏>丙栏”保持数据同源", ["政府网站|甲栏"], id="nor a quoted note"),
]


@pytest.mark.parametrize(("printed", "expected"), SEVERAL)
def test_several_paths_without_numbers(printed: str, expected: list[str]) -> None:
    assert paths(read(printed)) == expected
    assert read(printed).doubts == ()


def test_a_channel_behind_a_path() -> None:
    annotation = read("政府网站>甲栏>乙栏、政务新媒体")
    assert (paths(annotation), annotation.other_channels) == (["政府网站|甲栏>乙栏"], ("政务新媒体",))


PARTLY_LOST = [
    pytest.param("政府网站政府信息公开>法定主动公开内容>甲栏", "政府信息公开>法定主动公开内容>甲栏", id="behind the site"),
    pytest.param("政府网站>政务公开政府信息公开目录>甲栏", "政务公开>政府信息公开目录>甲栏", id="between two levels"),
    pytest.param("政府网站>法定主动公开内容规划信息", "法定主动公开内容>规划信息", id="before the last name"),
    pytest.param("政府网站>专题专栏云山好物", "专题专栏>云山好物", id="before a name of the document's own"),
    pytest.param("政府网站/专题专栏/减税降费", "专题专栏>减税降费", id="strokes for every mark"),
    pytest.param("政府网站》专题专栏》减税降费", "专题专栏>减税降费", id="title marks for every mark"),
]  # fmt: skip


@pytest.mark.parametrize(("printed", "expected"), PARTLY_LOST)
def test_marks_lost_in_a_part_are_found_and_doubted(printed: str, expected: str) -> None:
    annotation = read(printed, frozenset({"云山好物"}))
    assert paths(annotation) == [f"政府网站|{expected}"]
    assert annotation.paths[0].raw == printed
    assert any("请核对" in doubt for doubt in annotation.doubts)


WHOLE = [
    pytest.param("政府网站>政府信息公开规划信息", "政府信息公开规划信息", id="a name that begins like another level"),
    pytest.param("政府网站>政务公开政策文件", "政务公开政策文件", id="政务公开 before a column's name"),
    pytest.param("政府网站>重大行政决策预公开", "重大行政决策预公开", id="one known name made of two"),
    pytest.param("政府网站>减税降费政策文件", "减税降费政策文件", id="two columns, none above the other"),
    pytest.param("政府网站>政策解读/图解", "政策解读/图解", id="alternatives are no levels"),
]


@pytest.mark.parametrize(("printed", "expected"), WHOLE)
def test_names_that_may_be_one_are_left_whole(printed: str, expected: str) -> None:
    assert paths(read(printed)) == [f"政府网站|{expected}"]
    assert read(printed).doubts == ()


@pytest.mark.parametrize("printed", ["政府网站/政务新媒体/公开栏", "政府网站/政府公报", "线上/线下/入户"])
def test_channels_between_strokes_are_no_path(printed: str) -> None:
    assert paths(read(printed)) == []


def test_a_printed_address_is_told_not_taken_for_a_channel() -> None:
    alone = read("https://www.yunshan.example.gov.cn/zwgk/")
    assert (alone.paths, alone.other_channels) == ((), ())
    assert any("只写了网址 https://www.yunshan.example.gov.cn/zwgk/" in doubt for doubt in alone.doubts)
    beside = read("政府网站>甲栏，网址：www.yunshan.example.gov.cn/jia/")
    assert paths(beside) == ["政府网站|甲栏"]
    assert any("另写了网址" in doubt for doubt in beside.doubts)


PARTS = [
    pytest.param("在政府网站“甲栏”专栏设置“乙”“丙”“丁”三个子栏目。",
                 [("set-up", "甲栏>乙/丙/丁")], id="a column's parts, no 中 between"),
    pytest.param("在政府网站开设“甲栏”专题，下设“乙”“丙”2个子栏目。",
                 [("set-up", "甲栏"), ("set-up", "甲栏>乙/丙")], id="parts of the column set up before"),
    pytest.param("在政府网站设立“甲栏”栏目，至少设“乙”“丙”两个二级栏目。",
                 [("set-up", "甲栏"), ("set-up", "甲栏>乙/丙")], id="二级栏目"),
    pytest.param("政府网站规范设置“乙类文件”“丙类解读”“丁类问答”栏目。",
                 [("set-up", "乙类文件/丙类解读/丁类问答")], id="three quotes side by side are three"),
    pytest.param("在政府网站“甲栏”频道增设“乙栏”专栏。", [("set-up", "甲栏>乙栏")], id="频道 holds a column"),
    pytest.param("取消政府网站“甲栏”专栏。", [], id="must not ask for what is taken away"),
    pytest.param("关停政府网站长期不更新的“甲栏”栏目。", [], id="nor for what is closed"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), PARTS)
def test_columns_within_columns(text: str, expected: list[tuple[str, str]]) -> None:
    found, _ = sentences(text, (), "示范市云山区")
    assert [
        (one.path.kind.value, ">".join("/".join(names) for names in one.path.segments)) for one in found
    ] == expected


CELLS = [
    pytest.param("政府网站>甲栏\n>乙栏", ["政府网站|甲栏>乙栏"], id="broken before a mark"),
    pytest.param("政府网站>甲栏>\n乙栏", ["政府网站|甲栏>乙栏"], id="broken behind a mark"),
    pytest.param("政府网站>专题\n专栏>乙栏", ["政府网站|专题专栏>乙栏"], id="broken within a name"),
    pytest.param("政府网站>甲栏/\n乙栏", ["政府网站|甲栏/乙栏"], id="broken behind a stroke"),
    pytest.param("政府网站>甲栏\n政府网站>乙栏", ["政府网站|甲栏", "政府网站|乙栏"], id="two paths, one on a line"),
    pytest.param("政府网站>甲栏\n政务公开>乙栏", ["政府网站|甲栏", "政府网站|政务公开>乙栏"], id="the second without its site"),
    pytest.param("政府网站>甲栏\n政务新媒体", ["政府网站|甲栏"], id="a channel on the next line"),
    pytest.param("政府网站“甲栏”专栏", ["政府网站|甲栏"], id="a quoted name behind its site"),
    pytest.param("（公开路径：政府网站>甲栏）", ["政府网站|甲栏"], id="an annotation in the column of paths"),
    pytest.param("政策解读", ["政府网站|政策解读"], id="the name of a column alone"),
    pytest.param("政府公报", [], id="must not take the gazette for a column"),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "expected"), CELLS)
def test_cells_of_a_column_of_paths(cell: str, expected: list[str]) -> None:
    assert paths(cell_paths(cell)) == expected
