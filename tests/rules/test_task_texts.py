"""Inside a task: numbered items, other channels, wrapped lines; and what the document says of itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from written_documents import BUDGET, flat, read

from rules.channels import publishes_elsewhere
from rules.items import numbered_items
from rules.titles import identify
from rules.typesetting import heading, unwrap

ITEMS = [
    pytest.param("1．公开甲。\n2．公开乙。", [(1, "公开甲。"), (2, "公开乙。")], id="full-width points"),
    pytest.param("1. 公开甲。\n2.公开乙。", [(1, "公开甲。"), (2, "公开乙。")], id="half-width points"),
    pytest.param("1、公开甲。\n2、公开乙。", [(1, "公开甲。"), (2, "公开乙。")], id="marks"),
    pytest.param("1.公开甲。2.公开乙。", [(1, "公开甲。"), (2, "公开乙。")], id="on one line"),
    pytest.param("（1）公开甲。\n（2）公开乙。", [(1, "公开甲。"), (2, "公开乙。")], id="in brackets"),
    pytest.param("①公开甲。\n②公开乙。", [(1, "公开甲。"), (2, "公开乙。")], id="circled"),
    pytest.param(
        "1．平台。\n（1）甲。\n（2）乙。\n2．专区。",
        [(1, "平台。\n（1）甲。\n（2）乙。"), (2, "专区。")],
        id="the outermost numbers make the items",
    ),
    pytest.param("12．公开甲。\n13．公开乙。", [(12, "公开甲。"), (13, "公开乙。")], id="numbers that run on"),
    pytest.param("公开甲。", [], id="none"),
    pytest.param("提高2.5个百分点，增加1.2万元。", [], id="decimals"),
    pytest.param("2024年12月公开。", [], id="dates"),
]


@pytest.mark.parametrize(("text", "items"), ITEMS)
def test_numbered_items(text: str, items: list[tuple[int, str]]) -> None:
    found, doubts = numbered_items(text, ())
    assert [(numbered.item.no, numbered.item.text) for numbered in found] == items
    assert doubts == ()


def test_lost_numbers_are_doubted() -> None:
    found, doubts = numbered_items("公开甲。\n公开乙。\n3．公开丙。\n5．公开丁。", ())
    assert [numbered.item.no for numbered in found] == [3, 5]
    assert any("1、2、4" in doubt for doubt in doubts)


def test_numbers_of_channels_are_no_items_and_paths_belong_to_their_item() -> None:
    text = (
        "1．公开甲（公开路径：\n1.政府网站>甲栏;\n2.其他渠道）。\n2．公开乙（公开路径：政府网站>乙栏）。\n3．公开丙。"
    )
    task = read(flat([["序号", "工作任务", "责任单位"], ["1", text, "区财政局"], ["2", BUDGET, "区教委"]])).rows[0]
    assert [item.no for item in task.items] == [1, 2, 3]
    assert [(path.item, path.segments) for path in task.paths] == [(1, (("甲栏",),)), (2, (("乙栏",),))]
    assert task.other_channels


ELSEWHERE = [
    pytest.param("通过微信公众号发布招生信息", id="social media"),
    pytest.param("统筹用好政府网站、政务新媒体等各类信息发布平台", id="made good use of"),
    pytest.param("年底前在村务公开栏公示7个工作日", id="a board"),
    pytest.param("要积极通过新闻发布会，发出权威声音", id="a press conference, comma between"),
    pytest.param("依托“税企通”推送政策", id="a named platform"),
    pytest.param("支持依托本地融媒体中心发布信息", id="media centre"),
    pytest.param("实现网站与政务新媒体信息同步发布", id="at the same time"),
]
NOT_ELSEWHERE = [
    pytest.param("履行政务新媒体主管主办职责", id="running them"),
    pytest.param("抓好政务公开专区提档升级", id="improving them"),
    pytest.param("可通过互联网等渠道公开", id="anything on the web"),
    pytest.param("在政府网站“解读”栏目集中展示", id="a column of the site"),
    pytest.param("依托“问答库”开展咨询服务", id="a database"),
    pytest.param("政务公开专区接到咨询后及时答复", id="asked there"),
]


@pytest.mark.parametrize("text", ELSEWHERE)
def test_other_channels(text: str) -> None:
    assert publishes_elsewhere(text)


@pytest.mark.parametrize("text", NOT_ELSEWHERE)
def test_must_not_count_as_other_channels(text: str) -> None:
    assert not publishes_elsewhere(text)


IDENTITIES = [
    pytest.param("附件\n2024年云山区政务公开任务分工\n \n", ("2024年云山区政务公开任务分工", "云山区", 2024), id="year first"),
    pytest.param("云山区2024年政务公开工作要点\n任务分解表", ("云山区2024年政务公开工作要点任务分解表", "云山区", 2024), id="two lines"),
    pytest.param(
        "示范市人民政府办公室\n关于印发《示范市2024年工作要点分工》的通知\n云政办〔2024〕8号\n各区：\n示范市2024年工作要点分工",
        ("示范市2024年工作要点分工", "示范市", 2024),
        id="letter above",
    ),
    pytest.param("2024年全市政务公开任务分解表", ("2024年全市政务公开任务分解表", "", 2024), id="the whole city, which one not said"),
    pytest.param("2024年5月6日 示范市2024年分工方案", ("示范市2024年分工方案", "示范市", 2024), id="behind a date"),
    pytest.param("政务公开工作任务分工", ("政务公开工作任务分工", "", None), id="no year, no place"),
    pytest.param("", ("", "", None), id="nothing"),
]  # fmt: skip


@pytest.mark.parametrize(("front", "identity"), IDENTITIES)
def test_title_place_and_year(front: str, identity: tuple[str, str, int | None]) -> None:
    found = identify(front, front)
    assert (found.title, found.place, found.year) == identity


def test_the_places_full_name_is_taken_from_the_text() -> None:
    text = "云山区2024年任务分工\n国家税务总局示范市云山区税务局；《示范市条例》"
    assert identify("云山区2024年任务分工", text).place == "示范市云山区"


WRAPPED = [
    pytest.param("公开甲，\n做好乙。", "公开甲，做好乙。", id="a line goes on"),
    pytest.param("公开甲。\n公开乙。", "公开甲。\n公开乙。", id="a sentence ends"),
    pytest.param("公开甲\n2．公开乙", "公开甲\n2．公开乙", id="a number begins"),
    pytest.param("公开甲。\n. \n公开乙。", "公开甲。\n公开乙。", id="a stray mark"),
    pytest.param("Open\ndata", "Open data", id="Latin words"),
    pytest.param("\n \n", "", id="nothing"),
]


@pytest.mark.parametrize(("text", "unwrapped"), WRAPPED)
def test_wrapped_lines(text: str, unwrapped: str) -> None:
    assert unwrap(text) == unwrapped


def test_a_heading_loses_spaces_of_typesetting_only() -> None:
    assert heading("五、强化工作    监督\n") == "五、强化工作监督"
    assert heading("（1） 围绕中心") == "（1） 围绕中心"


@given(st.text(alphabet="1２2．.、（）①。\n公开 ", max_size=40))
def test_items_cover_the_text_in_order(text: str) -> None:
    found, _ = numbered_items(text, ())
    starts = [numbered.start for numbered in found]
    numbers = [numbered.item.no for numbered in found]
    assert starts == sorted(starts)
    assert numbers == sorted(set(numbers))
