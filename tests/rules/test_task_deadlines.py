"""Deadlines from the text and from their own column."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.deadlines import deadlines_in_cell, deadlines_in_text

IN_TEXT = [
    pytest.param("确保2024年底前完成", [("2024年底前", "date", "2024-12-31")], id="year end"),
    pytest.param("年底前报送", [("年底前", "date", "2024-12-31")], id="bare year end"),
    pytest.param("12月10日前将结果报区政府", [("12月10日前", "date", "2024-12-10")], id="bare day"),
    pytest.param("在2023年6月底前更新", [("2023年6月底前", "date", "2023-06-30")], id="month end, other year"),
    pytest.param("2月底前", [("2月底前", "date", "2024-02-29")], id="leap year"),
    pytest.param("十一月底前", [("十一月底前", "date", "2024-11-30")], id="Chinese month"),
    pytest.param("于次年1月底前报送", [("次年1月底前", "date", "2025-01-31")], id="next year"),
    pytest.param("10月中旬前", [("10月中旬前", "date", "2024-10-20")], id="third of a month"),
    pytest.param("三季度前", [("三季度前", "date", "2024-09-30")], id="quarter"),
    pytest.param("2024年 6 月底前", [("2024年 6 月底前", "date", "2024-06-30")], id="spaces"),
    pytest.param("2.2024年底前完成", [("2024年底前", "date", "2024-12-31")], id="number glued to the year"),
    pytest.param(
        "6月底前报省，年底前形成报告",
        [("6月底前", "date", "2024-06-30"), ("年底前", "date", "2024-12-31")],
        id="two in one task",
    ),
    pytest.param("年底前公开，年底前归档", [("年底前", "date", "2024-12-31")], id="said twice"),
    pytest.param("年度内完成改造", [("年度内", "date", "2024-12-31")], id="within the year"),
    pytest.param("2月30日前", [("2月30日前", "date", "None")], id="no such day"),
    pytest.param("6月前", [("6月前", "date", "None")], id="before or by the end of June, not said"),
    pytest.param(
        "每年至少开展1次培训，不定期交流", [("每年至少开展1次培训", "recurring", "None")], id="cycle to the clause's end"
    ),
    pytest.param("每年定期开展检查。", [("每年定期开展检查", "recurring", "None")], id="cycle without a number"),
    pytest.param("每半年至少一次清理", [("每半年至少一次清理", "recurring", "None")], id="half-yearly"),
    pytest.param("年内至少听取1次汇报,专题研究", [("年内至少听取1次汇报", "recurring", "None")], id="times within the year"),
    pytest.param("按月公开收支情况，", [("按月公开收支情况", "recurring", "None")], id="monthly"),
    pytest.param("每周公开抽检结果。", [("每周公开抽检结果", "recurring", "None")], id="weekly"),
    pytest.param(
        "每季度更新一次（公开路径：政府网站>甲栏）。", [("每季度更新一次", "recurring", "None")], id="not the bracket behind it"
    ),
    pytest.param("每年1月31日前", [("每年1月31日前", "recurring", "None")], id="a day of every year"),
    pytest.param("在5个工作日内回复", [("5个工作日内", "duration", "None")], id="response limit"),
    pytest.param("印发3个月内编制", [("3个月内", "duration", "None")], id="after an event"),
    pytest.param("在公开栏公开7个工作日，", [("公开7个工作日", "duration", "None")], id="how long it stays"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), IN_TEXT)
def test_in_the_text(text: str, expected: list[tuple[str, str, str]]) -> None:
    found = [(one.text, one.kind.value, str(one.due)) for one in deadlines_in_text(text, 2024)]
    assert found == expected


IN_TEXT += [
    pytest.param("三季度末前完成", [("三季度末前", "date", "2024-09-30")], id="end of a quarter"),
    pytest.param(
        "到2025年底，实现全覆盖", [("到2025年底", "date", "2025-12-31")], id="by the end of a year, without 前"
    ),
    pytest.param("每周一公开菜价", [("每周一公开菜价", "recurring", "None")], id="a day of the week"),
    pytest.param("半年公开一次账目", [("半年公开一次账目", "recurring", "None")], id="a cycle without 每"),
    pytest.param("每15日更新一次", [("每15日更新一次", "recurring", "None")], id="every so many days"),
]


NO_DEADLINE = [
    pytest.param("对照2023年底前的问题清单整改", id="when a list was made"),
    pytest.param("执行2023年10月底前印发的方案", id="when a plan was issued"),
    pytest.param("截至2023年底，已公开一批", id="what has been reached"),
    pytest.param("动态更新每日疫情通报、防控动态", id="a daily bulletin"),
    pytest.param("24小时不打烊的网上政府", id="hours without a limit"),
    pytest.param("近3年内的文件", id="looking back"),
    pytest.param("落实《2024年底前攻坚行动》", id="inside a title"),
    pytest.param("持续推进问答库建设", id="a manner, not a deadline"),
    pytest.param("公开2024年度目录", id="a year"),
    pytest.param("2024年6月10日印发", id="a date without before"),
    pytest.param("13月底前", id="no such month"),
    pytest.param("及时公开", id="promptly"),
    pytest.param("按日常管理要求公开", id="日 in another word"),
    pytest.param("每天都有新变化", id="each day, no work of its own"),
]


@pytest.mark.parametrize("text", NO_DEADLINE)
def test_must_not_be_read_as_a_deadline(text: str) -> None:
    assert deadlines_in_text(text, 2024) == ()


IN_CELL = [
    pytest.param("6月—12月", [("6月—12月", "date", "2024-12-31")], id="a span of months is due at its end"),
    pytest.param("2024年6月至10月底", [("2024年6月至10月底", "date", "2024-10-31")], id="a span with its year"),
    pytest.param("3月31日、9月30日前", [("3月31日", "date", "2024-03-31"), ("9月30日前", "date", "2024-09-30")], id="two days"),
    pytest.param("2024 年 9 月 底 前", [("2024年9月底前", "date", "2024-09-30")], id="spaces of typesetting"),
    pytest.param("第三季度末", [("第三季度末", "date", "2024-09-30")], id="end of a quarter"),
    pytest.param("一季度一次", [("一季度一次", "recurring", "None")], id="once a quarter"),
    pytest.param("常年", [("常年", "continuous", "None")], id="常年"),
    pytest.param("持续推进", [("持续推进", "continuous", "None")], id="continuous"),
    pytest.param("长期坚持", [("长期坚持", "continuous", "None")], id="always"),
    pytest.param("10月底前", [("10月底前", "date", "2024-10-31")], id="month end"),
    pytest.param("11月底前完成", [("11月底前完成", "date", "2024-11-30")], id="with a verb"),
    pytest.param("2024年6月30日", [("2024年6月30日", "date", "2024-06-30")], id="a plain day"),
    pytest.param("2024.6.30", [("2024.6.30", "date", "2024-06-30")], id="dots"),
    pytest.param("6月", [("6月", "date", "2024-06-30")], id="a plain month"),
    pytest.param("年底", [("年底", "date", "2024-12-31")], id="without before"),
    pytest.param("年内", [("年内", "date", "2024-12-31")], id="within the year"),
    pytest.param("第二季度", [("第二季度", "date", "2024-06-30")], id="a quarter"),
    pytest.param("每季度", [("每季度", "recurring", "None")], id="each quarter"),
    pytest.param("信息形成之日起20个工作日内", [("信息形成之日起20个工作日内", "duration", "None")], id="limit"),
    pytest.param(
        "6月底前；12月底前",
        [("6月底前", "date", "2024-06-30"), ("12月底前", "date", "2024-12-31")],
        id="two dates",
    ),
    pytest.param("—", [], id="none"),
    pytest.param("", [], id="blank"),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "expected"), IN_CELL)
def test_in_a_column_of_its_own(cell: str, expected: list[tuple[str, str, str]]) -> None:
    found, doubts = deadlines_in_cell(cell, 2024)
    assert [(one.text, one.kind.value, str(one.due)) for one in found] == expected
    assert doubts == ()


@pytest.mark.parametrize("cell", ["按要求完成", "立即", "2018年前"])
def test_an_unclear_cell_is_kept_and_doubted(cell: str) -> None:
    found, doubts = deadlines_in_cell(cell, 2024)
    assert [(one.text, one.due) for one in found] == [(cell, None)]
    assert doubts


def test_a_bare_date_needs_the_documents_year() -> None:
    assert [one.due for one in deadlines_in_text("10月底前", None)] == [None]
    assert [str(one.due) for one in deadlines_in_text("2023年10月底前", None)] == ["2023-10-31"]


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="每年月日季度底末前内至少次0123456789十一二个工作公开完成，。 次", max_size=40))
def test_any_text_can_be_read(text: str) -> None:
    for one in (*deadlines_in_text(text, 2024), *deadlines_in_cell(text, 2024)[0]):
        assert one.text
