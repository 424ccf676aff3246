"""What a person is told to look at: only what the task's own words name."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.channels import named_channels
from rules.model import Deadline, DeadlineKind
from rules.tolook import to_look_at

YEAR_END = Deadline(text="2026年 年底前", kind=DeadlineKind.DATE)
YEARLY = Deadline(text="每年至少1次", kind=DeadlineKind.RECURRING)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param(
            "公开《云山区民生实事清单》，并通过政务新媒体、政务公开专区同步发布。",
            "请核查：《云山区民生实事清单》是否已公开；是否已通过政务新媒体、政务公开专区公开或发布。",
            id="document and channels",
        ),
        pytest.param(
            "3．利用村民微信群、村务公开栏以及广播、明白卡等，及时公开补贴发放结果。",
            "请核查：是否已通过微信群、村务公开栏、广播、明白卡公开或发布。",
            id="every channel of the clause",
        ),
        pytest.param(
            "在“营商环境”“助企纾困”专栏集中展示有关政策。",
            "请核查：“营商环境”、“助企纾困”栏目是否已设置并有内容。",
            id="quoted columns",
        ),
        pytest.param(
            "（二）按照上级统一部署，组织开展政务公开业务培训。",
            "请核查：落实情况（组织开展政务公开业务培训）。",
            id="the act without its number and ground",
        ),
        pytest.param(
            "高度重视此项工作。明确专人负责。全年开展业务培训不少于2次。",
            "请核查：落实情况（明确专人负责；全年开展业务培训不少于2次）。",
            id="what can be counted is never left out",
        ),
        pytest.param(
            "按照《政府信息公开条例》规定，做好依申请公开答复工作。",
            "请核查：落实情况（做好依申请公开答复工作）。",
            id="a document that is cited is not asked for",
        ),
        pytest.param(
            "加强政务新媒体管理，规范开设账号。",
            "请核查：落实情况（加强政务新媒体管理，规范开设账号）。",
            id="running a channel is not publishing through it",
        ),
        pytest.param("。；", "", id="no words"),
    ],
)
def test_told(text: str, told: str) -> None:
    assert to_look_at(text) == told


def test_deadlines_are_told() -> None:
    assert (
        to_look_at("开展培训。", (YEAR_END, YEARLY))
        == "请核查：落实情况（开展培训）。时限：2026年年底前、每年至少1次。"
    )


def test_channels_are_told_once_in_printed_order() -> None:
    text = "通过微博、微信等及时公开；并在政府公报刊登，通过微信推送。"
    assert named_channels(text) == ("微博", "微信", "政府公报")


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="公开发布《》“”，。；、1．（一）通过政务新媒体按照落实专栏年前至少次 \n", max_size=300))
def test_is_short_and_of_the_tasks_words(text: str) -> None:
    told = to_look_at(text)
    assert len(told) <= 500
    assert "\n" not in told
    assert not told or told.startswith("请核查：")
