"""Names of columns: what is the same, what is near, what must never match."""

from __future__ import annotations

import re
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from crawler.matching import Kind, bare, equal, likeness, plain, same_level, synonym_source


@pytest.mark.parametrize(
    ("wanted", "seen"),
    [
        pytest.param("预算/决算", "预算⁄决算", id="fraction slash"),
        pytest.param("预算/决算", "预算／决算", id="full-width slash"),
        pytest.param("规划信息", "规 划　信 息", id="spaces of both widths"),
        pytest.param("“六稳”“六保”", "六稳六保", id="quotes"),
        pytest.param("减税降费", "减税降费专栏", id="suffix on the site"),
        pytest.param("疫情防控专题", "疫情防控", id="suffix in the document"),
        pytest.param("政务公开", "政務公開", id="traditional characters"),
        pytest.param("通知公告", "通知公告（128）", id="count behind the name"),
        pytest.param("ＩＰｖ６", "ipv6", id="width and case"),
    ],
)
def test_equal_names(wanted: str, seen: str) -> None:
    assert likeness(wanted, seen).kind is Kind.EQUAL
    assert equal(wanted, seen)


@pytest.mark.parametrize(
    ("wanted", "seen", "kind"),
    [
        pytest.param("规划计划", "规划信息", Kind.SYNONYM, id="known synonym"),
        pytest.param("公示公告", "通知公告", Kind.SYNONYM, id="synonym of announcements"),
        pytest.param("主动公开基本日录", "主动公开基本目录", Kind.NEAR, id="scanner reads 目 as 日"),
        pytest.param("应急管里", "应急管理", Kind.NEAR, id="same sound"),
        pytest.param("重点领域信息公开", "重点领域", Kind.NEAR, id="same core"),
        pytest.param("文明村镇创建", "创建文明村镇", Kind.NEAR, id="the same words begun elsewhere"),
        pytest.param("扫黑除恶", "扫黑除恶专项斗争", Kind.NEAR, id="a campaign under its full name"),
        pytest.param("行政许可", "行政许可/处罚", Kind.NEAR, id="one of several things named"),
        pytest.param("通知公告", "公告", Kind.SYNONYM, id="shorter announcements"),
        pytest.param("环评公告", "环评公示", Kind.NEAR, id="one kind of announcement for the other"),
        pytest.param("新区政策文件", "新区政策", Kind.NEAR, id="policies and their files"),
        pytest.param("区政府文件", "政府文件", Kind.NEAR, id="one's own level of government"),
        pytest.param("食品抽检", "食品安全抽检", Kind.SYNONYM, id="known synonym with a word inside"),
        pytest.param("财政预算", "政府预算", Kind.SYNONYM, id="the government's own budget"),
        pytest.param("部门预算", "预算", Kind.SYNONYM, id="a budget that may be either"),
        pytest.param("国民经济和社会发展规划", "“十五五”规划", Kind.SYNONYM, id="a five-year plan by its number"),
        pytest.param("财政公开", "财政信息公开", Kind.NEAR, id="a word inside that says nothing new"),
        pytest.param("生态坏境", "生态环境", Kind.NEAR, id="characters that look alike"),
        pytest.param("衣业补贴发放", "农业补贴发放", Kind.NEAR, id="a stroke short"),
        pytest.param("企亚开办服务", "企业开办服务", Kind.NEAR, id="two dots short"),
    ],
)
def test_other_names_of_the_same_column(wanted: str, seen: str, kind: Kind) -> None:
    found = likeness(wanted, seen)
    assert found.kind is kind
    assert 0 < found.score < 1


@pytest.mark.parametrize(
    ("wanted", "seen"),
    [
        pytest.param("统计信息", "规划信息", id="generic end only"),
        pytest.param("政策文件", "政策文件解读", id="containment"),
        pytest.param("公告", "招标公告", id="short name contained"),
        pytest.param("财政", "财政预算", id="short name at the start"),
        pytest.param("动态", "部门动态", id="short name at the end"),
        pytest.param("招标公告", "中标公告", id="one character with a meaning"),
        pytest.param("财政预算", "财政决算", id="budget and account"),
        pytest.param("财政预算", "部门预算", id="the government's budget and its departments'"),
        pytest.param("网上信访", "县长信箱", id="petitions and a letter box"),
        pytest.param("省级文件", "市级文件", id="level of government"),
        pytest.param("区政府文件", "市政府文件", id="another government's files"),
        pytest.param("政策公告", "政策文件", id="an announcement is no file"),
        pytest.param("社会救助", "社会保险救助", id="a word inside that tells apart"),
        pytest.param("国民经济和社会发展规划", "国民经济和社会发展计划", id="five-year plan and annual plan"),
        pytest.param("法治政府建设年度报告", "年度报告", id="some other report"),
        pytest.param("政府信息公开制度", "政府信息公开指南", id="sister columns"),
        pytest.param("2021年政策", "2022年政策", id="another year"),
        pytest.param("河道采砂政策", "河道采砂公示", id="rules, and what is made known for objections"),
        pytest.param("社区养老服务", "社区养老公示", id="services, and what is made known for objections"),
        pytest.param("生产管理", "生产安全管理", id="a word inside that says something"),
        pytest.param("", "规划信息", id="empty name"),
        pytest.param("专栏", "专题", id="suffix words alone"),
    ],
)
def test_different_columns(wanted: str, seen: str) -> None:
    assert likeness(wanted, seen).kind is Kind.NONE
    assert likeness(seen, wanted).kind is Kind.NONE


def test_every_group_of_synonyms_has_names_and_a_source_that_the_file_explains() -> None:
    text = resources.files("crawler").joinpath("synonyms.yaml").read_text(encoding="utf-8")
    explained = set(re.findall(r"^#   (\S+)  ", text, re.MULTILINE))
    groups = [group for section in YAML(typ="safe", pure=True).load(text).values() for group in section]
    assert len(groups) > 50
    assert all(len(set(group["names"])) == len(group["names"]) > 1 for group in groups)
    assert {group["source"] for group in groups} == explained
    assert synonym_source("规划信息", "规划计划") == "条例20"
    assert synonym_source("规划信息", "统计信息") == ""


def test_levels_above_open_the_same_branch() -> None:
    assert same_level("政务公开", "政府信息公开")
    assert not same_level("政务公开", "专题专栏")


@given(st.text(max_size=60), st.text(max_size=60))
def test_likeness_is_bounded_and_one_only_for_equal_names(one: str, other: str) -> None:
    found = likeness(one, other)
    assert 0 <= found.score <= 1
    assert (found.score == 1) == (found.kind is Kind.EQUAL)


@given(st.text(max_size=60))
def test_normalisation_is_stable(name: str) -> None:
    assert plain(plain(name)) == plain(name)
    assert bare(bare(name)) == bare(name)
