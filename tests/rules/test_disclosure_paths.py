"""公开路径 in every notation, and the columns sentences ask for."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from written_documents import flat, read

from rules.model import PathKind
from rules.paths import cell_paths, read_annotations
from rules.sentences import is_homepage_entry, names_subcolumns, sentences

SITE = "政府网站"
Expected = list[tuple[str, list[list[str]]]]
TWO = [(SITE, [["甲栏"], ["乙栏"]])]

NOTATIONS = [
    pytest.param("（公开路径：政府网站>甲栏>乙栏）", TWO, False, id="full-width"),
    pytest.param("(公开路径:政府网站>甲栏>乙栏)", TWO, False, id="half-width"),
    pytest.param("（公开路径:政府网站>甲栏>乙栏)", TWO, False, id="mixed brackets"),
    pytest.param("〔公开路径: 1.政府网站>甲栏>乙栏; 2.报刊(以下统称其他渠道)〕", TWO, True, id="angular with round inside"),
    pytest.param("（公开路径：1．政府网站>甲栏>乙栏，2．其他渠道）", TWO, True, id="numbered, commas"),
    pytest.param("(公开路径: 1.政府网站>甲栏>乙栏;2.其他渠道)", TWO, True, id="numbered, semicolons"),
    pytest.param("（公开路径：1．政府网站>甲栏>乙栏，2．其他渠道，3.村务公开栏）", TWO, True, id="three, mixed numbers"),
    pytest.param("( 1.公开路径:政府网站>甲栏>乙栏; 2.其他渠道)", TWO, True, id="number before the keyword"),
    pytest.param("（公开路径：1．政府网站>甲栏>乙栏，2．报刊（以下简称其他渠道）。下文", TWO, True, id="never closed"),
    pytest.param("(公\n开路径: 政府网站>甲栏>乙栏)", TWO, False, id="keyword broken over lines"),
    pytest.param("（公开路径：①政府网站>甲栏>乙栏；②其他渠道）", TWO, True, id="circled numbers"),
    pytest.param("（公开路径：政府网站>甲栏>乙栏，其他渠道）", TWO, True, id="channel without a number"),
    pytest.param("（公开路径：政府网站：甲栏>乙栏）", TWO, False, id="a colon behind the site"),
    pytest.param("公开路径：政府网站>甲栏>乙栏。", TWO, False, id="a sentence, no bracket"),
    pytest.param("【公开路径】政府网站>甲栏>乙栏", TWO, False, id="a boxed keyword"),
    pytest.param("（发布渠道：政府网站>甲栏>乙栏）", TWO, False, id="another keyword"),
    pytest.param("（公开路径：政府网站 > 甲栏 > 乙栏 ）", TWO, False, id="spaces"),
    pytest.param("（公开路径：政府网站＞甲栏＞乙栏）", TWO, False, id="full-width arrow"),
    pytest.param("（公开路径：政府网站 › 甲栏 » 乙栏）", TWO, False, id="French quotes as arrows"),
    pytest.param("（公开路径：政府网站→甲栏→乙栏）", TWO, False, id="real arrows"),
    pytest.param("（公开路径：政府网站->甲栏->乙栏）", TWO, False, id="typed arrows"),
    pytest.param("（公开路径：政府网站﹥甲栏﹥乙栏）", TWO, False, id="small arrow"),
    pytest.param("（公开路径：政府网站—甲栏——乙栏）", TWO, False, id="dashes between names"),
    pytest.param("公开路径：政府网站 - 甲栏 - 乙栏。", TWO, False, id="hyphens, no bracket"),
    pytest.param(
        "（公开路径：政府网站—甲栏—2021-2025年规划）", [(SITE, [["甲栏"], ["2021-2025年规划"]])], False, id="a span of years between dashes"
    ),
    pytest.param(
        "（公开路径：政府网站>甲栏>子一/子二）", [(SITE, [["甲栏"], ["子一", "子二"]])], False, id="alternatives at the end"
    ),
    pytest.param(
        "（公开路径：政府网站>甲栏/丙栏>乙栏）", [(SITE, [["甲栏", "丙栏"], ["乙栏"]])], False, id="alternatives in the middle"
    ),
    pytest.param(
        "（公开路径：政府网站>“甲”“乙”>丙栏）", [(SITE, [["“甲”“乙”"], ["丙栏"]])], False, id="adjacent quoted names stay one"
    ),
    pytest.param("（公开路径：政府网站>甲栏>2023/2024年）", [(SITE, [["甲栏"], ["2023/2024年"]])], False, id="years"),
    pytest.param("（公开路径：政府网站>甲、乙栏）", [(SITE, [["甲、乙栏"]])], False, id="a mark inside a name"),
    pytest.param("（公开路径：政府网站>《办法》解读）", [(SITE, [["《办法》解读"]])], False, id="a book title"),
    pytest.param(
        "（公开路径：政府网站>部门网页>规章）", [("部门网页", [["规章"]])], False, id="each unit's own pages"
    ),
    pytest.param("（公开路径：部门网页>规章）", [("部门网页", [["规章"]])], False, id="unit pages as the root"),
    pytest.param("（公开路径：云山区税务局网站>公示）", [("云山区税务局网站", [["公示"]])], False, id="another site"),
    pytest.param(
        "（公开路径：1．政府网站>甲栏；2．信用云山网>双公示）",
        [(SITE, [["甲栏"]]), ("信用云山网", [["双公示"]])],
        False,
        id="two sites",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected", "channels"), NOTATIONS)
def test_notations(text: str, expected: Expected, channels: bool) -> None:
    annotations = read_annotations("做好公开" + text + "。")
    assert len(annotations) == 1
    paths = [(path.site, [list(segment) for segment in path.segments]) for path in annotations[0].paths]
    assert paths == expected
    assert bool(annotations[0].other_channels) is channels


NO_ANNOTATION = [
    pytest.param("明确公开路径，压实公开责任", id="the word in a sentence"),
    pytest.param("公开渠道：现场公示。", id="a sentence without a path"),
    pytest.param("《关于公开路径的通知》", id="a title"),
    pytest.param("甲>乙，大于五", id="an arrow without the keyword"),
    pytest.param("（公开路径：—）", id="a dash that means none"),
    pytest.param("公开路径：线上—线下同步。", id="a dash without a site"),
]


@pytest.mark.parametrize("text", NO_ANNOTATION)
def test_must_not_be_read_as_a_path(text: str) -> None:
    assert [path for annotation in read_annotations(text) for path in annotation.paths] == []


def test_same_source_is_a_path_of_its_own_kind() -> None:
    text = "（公开路径: 1.政府网站>甲栏>重大项目，并与“乙栏>项目领域”保持数据同源; 2.其他渠道）"
    main, same = read_annotations(text)[0].paths
    assert (main.kind, main.raw) == (PathKind.PATH, "政府网站>甲栏>重大项目")
    assert (same.kind, same.site, same.segments) == (PathKind.SAME_SOURCE, SITE, (("乙栏",), ("项目领域",)))


def test_text_goes_on_after_the_bracket() -> None:
    text = "公开电话（公开路径：政府网站>联系我们），并保持畅通。"
    annotation = read_annotations(text)[0]
    assert text[annotation.end :] == "，并保持畅通。"


def test_two_annotations_in_one_task() -> None:
    text = "公开甲（公开路径：政府网站>甲栏）。\n公开乙（公开路径：政府网站>乙栏）。"
    assert [annotation.paths[0].segments for annotation in read_annotations(text)] == [(("甲栏",),), (("乙栏",),)]


SLIPS = [
    pytest.param("政府信息公开日录", "政府信息公开目录", id="日 for 目"),
    pytest.param("通知栏曰", "通知栏目", id="曰 for 目"),
    pytest.param("重大项日", "重大项目", id="项日"),
    pytest.param("每日录用公示", "每日录用公示", id="a real 日录, not corrected"),
    pytest.param("政府信息公开目录", "政府信息公开目录", id="nothing to correct"),
]


@pytest.mark.parametrize(("printed", "read"), SLIPS)
def test_evident_slips_are_corrected_and_shown(printed: str, read: str) -> None:
    path = read_annotations(f"（公开路径：政府网站>{printed}）")[0].paths[0]
    assert path.segments == ((read,),)
    assert path.raw == f"政府网站>{printed}"
    assert bool(path.corrections) is (printed != read)


def test_a_path_without_its_site_is_doubted() -> None:
    annotation = read_annotations("（公开路径：政务公开>甲栏）")[0]
    assert annotation.paths[0].site == SITE
    assert any("未写网站" in doubt for doubt in annotation.doubts)


def test_a_site_without_a_column_is_doubted() -> None:
    annotation = read_annotations("（公开路径：区政府网站）")[0]
    assert annotation.paths == ()
    assert annotation.doubts


def test_a_cell_of_paths() -> None:
    read = cell_paths("政府网站>甲栏>乙栏\n政务新媒体")
    assert [path.segments for path in read.paths] == [(("甲栏",), ("乙栏",))]
    assert read.other_channels == ("政务新媒体",)


PLACE = "示范市云山区"
SENTENCES = [
    pytest.param(
        "在政府网站“政务公开>目录”中设置“甲”“乙”等栏目。",
        (PathKind.SET_UP, SITE, [["政务公开"], ["目录"], ["“甲”“乙”"]]),
        id="adjacent names",
    ),
    pytest.param(
        "在政府网站“目录>解读”中，至少设置“视频、图片、文字”3个子栏目。",
        (PathKind.SET_UP, SITE, [["目录"], ["解读"], ["视频", "图片", "文字"]]),
        id="three sub-columns in one quote",
    ),
    pytest.param(
        "在“目录>规划”栏目下增设“甲”“乙”两个子栏目。",
        (PathKind.SET_UP, SITE, [["目录"], ["规划"], ["甲", "乙"]]),
        id="counted sub-columns",
    ),
    pytest.param(
        "区政府部门网页要在“目录”中设置“年度报告”栏目。",
        (PathKind.SET_UP, "部门网页", [["目录"], ["年度报告"]]),
        id="each unit's own pages",
    ),
    pytest.param(
        "区政府门户网站要在“目录”中设置“年度报告”栏目。",
        (PathKind.SET_UP, SITE, [["目录"], ["年度报告"]]),
        id="the own portal in other words",
    ),
    pytest.param(
        "在政府网站开设“甲”、“乙”和“丙”等专栏。",
        (PathKind.SET_UP, SITE, [["甲", "乙", "丙"]]),
        id="names with marks between",
    ),
    pytest.param(
        "在市政府网站设置“通知”专栏。", (PathKind.SET_UP, "市政府网站", [["通知"]]), id="the level above is another site"
    ),
    pytest.param(
        "在江北区政府网站设置“通知”专栏。",
        (PathKind.SET_UP, "江北区政府网站", [["通知"]]),
        id="another place's site",
    ),
    pytest.param(
        "在云山区政府网站设置“通知”专栏。", (PathKind.SET_UP, SITE, [["通知"]]), id="the own place by name"
    ),
    pytest.param(
        "在区政府门户网站首页设置“减税”栏目。", (PathKind.MENTION, SITE, [["减税"]]), id="an entry on the home page"
    ),
    pytest.param(
        "链接市税务局网站“组合政策”等栏目。", (PathKind.MENTION, "市税务局网站", [["组合政策"]]), id="a mention elsewhere"
    ),
    pytest.param("在政府网站“解读”栏目集中展示。", (PathKind.MENTION, SITE, [["解读"]]), id="a mention"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_columns_sentences_ask_for(text: str, expected: tuple[PathKind, str, list[list[str]]]) -> None:
    found, _ = sentences(text, (), PLACE)
    assert [(one.path.kind, one.path.site, [list(part) for part in one.path.segments]) for one in found] == [expected]
    assert found[0].path.raw in text


NOTHING_ASKED = [
    pytest.param("不得设置“通知”栏目。", id="forbidden"),
    pytest.param("取消在政府网站设置的“通知”专栏。", id="taken away"),
    pytest.param("已在政府网站设置“通知”栏目的单位。", id="already there"),
    pytest.param("设置“一号通”服务热线。", id="not a column"),
    pytest.param("开展“五进五送”活动。", id="a quoted activity"),
    pytest.param("科学设置区和镇两级栏目。", id="no name"),
]


@pytest.mark.parametrize("text", NOTHING_ASKED)
def test_sentences_that_set_nothing_up(text: str) -> None:
    assert [one for one in sentences(text, (), PLACE)[0] if one.path.kind is PathKind.SET_UP] == []


def test_a_set_up_without_a_site_is_doubted() -> None:
    found, doubts = sentences("对照市司法局网站公布的目录，开设“规章”专栏。", (), PLACE)
    assert found == ()
    assert any("未写明网站" in doubt for doubt in doubts)


def test_home_page_entries_and_subcolumns_are_told_apart() -> None:
    (entry,), _ = sentences("在政府网站首页设置“减税”栏目。", (), PLACE)
    (mention,), _ = sentences("在政府网站“减税”栏目公开。", (), PLACE)
    (parts,), _ = sentences("在政府网站“解读”栏目中设置“图片、文字”2个子栏目。", (), PLACE)
    (columns,), _ = sentences("在政府网站“目录”中设置“甲”、“乙”栏目。", (), PLACE)
    assert is_homepage_entry(entry.path)
    assert not is_homepage_entry(mention.path)
    assert names_subcolumns(parts.path)
    assert not names_subcolumns(columns.path)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="公开路径：:>/（）()〔〕“”1．2.，;；。\n政府网站部门网页甲乙设置栏目在中", max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    for annotation in read_annotations(text):
        assert 0 <= annotation.start < annotation.end <= len(text)
        for path in annotation.paths:
            assert all(name for segment in path.segments for name in segment)
    sentences(text, (), PLACE)


LOST = [
    pytest.param("政府网站政府信息公开法定主动公开内容规划信息",
                 [["政府信息公开"], ["法定主动公开内容"], ["规划信息"]], id="standard names"),
    pytest.param("1．政府网站政府信息公开目录减税降费，2．其他渠道",
                 [["政府信息公开目录"], ["减税降费"]], id="the longer of two names that begin alike"),
    pytest.param("政府网站专题专栏云山好物", [["专题专栏"], ["云山好物"]], id="a name of the document's own"),
]  # fmt: skip


@pytest.mark.parametrize(("printed", "segments"), LOST)
def test_lost_separators_are_found_again_and_doubted(printed: str, segments: list[list[str]]) -> None:
    (annotation,) = read_annotations(f"做好公开（公开路径：{printed}）。", known={"云山好物"})
    assert [[list(one) for one in path.segments] for path in annotation.paths] == [segments]
    assert annotation.paths[0].raw in printed
    assert any("疑似丢失" in doubt for doubt in annotation.doubts)


NOT_LOST = [
    pytest.param("政府网站政府信息公开法定主动公开内容云山甜瓜", id="a name nobody knows"),
    pytest.param("政府网站政务公开甲乙丙丁戊己", id="two ways to split"),
    pytest.param("政府信息公开法定主动公开内容", id="no site"),
    pytest.param("政府门户网站政务公开专区", id="a place of its own"),
    pytest.param("政府网站等渠道", id="channels"),
]


@pytest.mark.parametrize("printed", NOT_LOST)
def test_no_separator_is_invented(printed: str) -> None:
    (annotation,) = read_annotations(f"（公开路径：{printed}）", known={"甲乙", "丙丁戊己", "甲乙丙丁", "戊己"})
    assert annotation.paths == ()


def test_names_of_other_paths_help_to_find_lost_separators() -> None:
    rows = [["序号", "工作任务", "责任单位"], ["1", "甲（公开路径：政府网站>专题专栏>云山好物）。", "区财政局"]]
    rows.append(["2", "乙（公开路径：政府网站专题专栏云山好物）。", "区财政局"])
    one, two = read(flat(rows)).rows
    assert one.paths[0].segments == two.paths[0].segments
    assert not one.doubts
    assert two.doubts


MENTIONS = [
    pytest.param("通过政府门户网站专题专栏集中展示政策。", (SITE, "专题专栏"), id="without quotes"),
    pytest.param("在政府网站政府信息公开专栏集中发布。", (SITE, "政府信息公开专栏"), id="a named column"),
    pytest.param("在本单位政府信息公开专栏公开文件。", ("部门网页", "政府信息公开专栏"), id="the unit's own"),
    pytest.param(
        "通过“美丽云山”门户网站“价格和收费”专栏公开。", ("“美丽云山”门户网站", "价格和收费"), id="a quoted site"
    ),
]


@pytest.mark.parametrize(("text", "expected"), MENTIONS)
def test_columns_named_in_words_are_mentions(text: str, expected: tuple[str, str]) -> None:
    (found,), doubts = sentences(text, (), "云山区")
    assert found.path.kind is PathKind.MENTION
    assert (found.path.site, found.path.segments) == (expected[0], ((expected[1],),))
    assert doubts == ()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("加强政府网站栏目更新维护", id="columns in general"),
        pytest.param("在政府网站信息公开栏目建设中及时更新", id="building columns"),
        pytest.param("在村务公开栏公示", id="a board on a wall"),
    ],
)
def test_no_mention_without_a_column_to_publish_in(text: str) -> None:
    assert sentences(text, (), "云山区") == ((), ())


def test_a_whole_path_in_a_sentence_is_a_path() -> None:
    (found,), _ = sentences("在政府网站“政务公开>规划”栏目公开规划。", (), "云山区")
    assert (found.path.kind, found.path.segments) == (PathKind.PATH, (("政务公开",), ("规划",)))
    (found,), _ = sentences("在政府网站设置“专题>甲/乙”专栏。", (), "云山区")
    assert (found.path.kind, found.path.segments) == (PathKind.SET_UP, (("专题",), ("甲", "乙")))


def test_same_source_outside_an_annotation() -> None:
    (found,), _ = sentences("有关信息与“乙栏>丙栏”栏目保持数据同源。", (), "云山区")
    assert (found.path.kind, found.path.segments) == (PathKind.SAME_SOURCE, (("乙栏",), ("丙栏",)))
