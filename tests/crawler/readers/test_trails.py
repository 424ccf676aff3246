"""The names above a link: its menu, its block, the title of the block that a 更多 belongs to."""

from __future__ import annotations

import pytest
from linked_pages import link, links

TRAILS = [
    pytest.param(
        "<ul><li><a href='javascript:;'>法定主动公开内容</a><ul><li><a href='gh/'>规划信息</a>"
        "<ul><li><a href='x/'>专项规划</a></li></ul></li></ul></li></ul>",
        "专项规划",
        ("法定主动公开内容", "规划信息"),
        id="nested lists",
    ),
    pytest.param(
        "<ul><li><img src=a.png>政策<ul><li><a href=a/>规范性文件</a></li></ul></li></ul>",
        "规范性文件",
        ("政策",),
        id="a list entry's own bare text",
    ),
    pytest.param(
        "<ul><li><a href='zw/'><img src=i.png>政务公开</a><dl><dd><a href=a/>通知公告</a></dd><dd><a href=b/>人事任免</a></dd>"
        "</dl></li></ul>",
        "人事任免",
        ("政务公开",),
        id="a dl inside a list entry",
    ),
    pytest.param(
        "<dl><dt>统计信息</dt><dd><a href=a/>统计公报</a></dd><dt>财政信息</dt><dd><a href=b/>预算</a></dd></dl>",
        "预算",
        ("财政信息",),
        id="the nearest dt above a dd",
    ),
    pytest.param(
        "<div class=nav><div class=item><a href=a/>新闻动态</a></div><div class=item><a href=b/>政务公开</a><div class=sub>"
        "<a href=c/>公开指南</a><a href=d/>公开年报</a></div></div></div>",
        "公开年报",
        ("政务公开",),
        id="mega menu: link and panel in one item",
    ),
    pytest.param(
        "<div><h3>政府信息公开</h3><div class=panel><p><a href=a/>公开制度</a></p></div>"
        "<h3>重点领域</h3><div class=panel><p><a href=b/>义务教育</a></p></div></div>",
        "义务教育",
        ("重点领域",),
        id="accordion header and panel",
    ),
    pytest.param(
        "<table><tr><td rowspan=2>规划信息</td><td>区级</td><td><a href=a/>国民经济规划</a></td></tr>"
        "<tr><td>部门</td><td><a href=b/>专项规划</a></td></tr></table>",
        "专项规划",
        ("规划信息", "部门"),
        id="level cells of a table, one spanning rows",
    ),
    pytest.param(
        "<div class=box><div class=hd2><h2>通知公告</h2><a href=m/>更多&gt;&gt;</a></div>"
        "<ul><li><a href=t1.html>关于调整公交线路的通告</a></li></ul></div>",
        "关于调整公交线路的通告",
        ("通知公告",),
        id="block title with a 更多 link",
    ),
    pytest.param(
        "<div><p><a href=a/><strong>机构简介</strong></a> <a href=b/>单位职能</a> <a href=c/>机构设置</a></p><p>&nbsp;</p>"
        "<p><a href='javascript:;'><strong>信息公开</strong></a> <a href=d/>规划计划</a></p></div>",
        "规划计划",
        ("信息公开",),
        id="site map: a bold link leads its paragraph",
    ),
    pytest.param(
        "<div><p><strong>信息公开</strong></p><p><a href=a/>部门文件</a> | <a href=b/>年度报告</a></p></div>",
        "年度报告",
        ("信息公开",),
        id="site map: a bold paragraph before a paragraph of links",
    ),
    pytest.param(
        "<p>信息公开：<a href=a/>部门文件</a> | <a href=b/>年度报告</a></p>",
        "年度报告",
        ("信息公开",),
        id="名称： before links",
    ),
    pytest.param(
        "<div><div class=hd><ul><li class=on>政策文件</li><li>政策解读</li></ul></div><div class=bd>"
        "<ul><li><a href=t1.html>关于印发办法的通知</a></li></ul><ul><li><a href=t2.html>一图读懂办法</a></li></ul></div></div>",
        "一图读懂办法",
        ("政策解读",),
        id="tabs and panels",
    ),
    pytest.param(
        "<div><div class=t>信息公开<br><span>Open Information</span></div><ul><li><a href=a/>部门文件</a></li></ul></div>",
        "部门文件",
        ("信息公开",),
        id="English subtitle is not part of a name",
    ),
    pytest.param(
        "<div><h3>专题报道 <a href=l/>历史专题&gt;&gt;</a></h3><ul><li><a href=a/>乡村振兴</a></li></ul></div>",
        "乡村振兴",
        ("专题报道",),
        id="a link onward beside the title",
    ),
    pytest.param(
        "<ul><li><a href=a/>首页</a></li><li><a href=b/>新闻</a></li></ul>", "新闻", (), id="neighbours head nothing"
    ),
    pytest.param(
        "<div class=nav><div><a href=a/>首页</a></div><div><a href=b/>新闻</a></div><div><a href=c/>公开</a></div></div>",
        "公开",
        (),
        id="neighbours of one kind head nothing",
    ),
    pytest.param(
        "<ul><li><span>2022-03-01</span><a href=t1.html>关于召开会议的通知</a></li></ul>",
        "关于召开会议的通知",
        (),
        id="a date heads nothing",
    ),
    pytest.param(
        "<div><div class=logo><a href=/>青溪区人民政府</a></div><ul><li><a href=b/>新闻</a></li></ul></div>",
        "新闻",
        (),
        id="a logo heads nothing",
    ),
    pytest.param(
        "<table><tr><td><a href=a/>首页</a><td><a href=b/>新闻</a><td><a href=c/>公开</a></table>",
        "公开",
        (),
        id="a menu in one table row",
    ),
    pytest.param(
        "<div><a href=t1.html><img alt=某局调研></a><div><a href=t1.html>某局领导到企业调研</a></div></div>",
        "某局领导到企业调研",
        (),
        id="picture and title of one article",
    ),
]


@pytest.mark.parametrize(("body", "name", "trail"), TRAILS)
def test_trail(body: str, name: str, trail: tuple[str, ...]) -> None:
    assert link(links(body), name).trail == trail


@pytest.mark.parametrize(
    ("body", "name", "title"),
    [
        pytest.param(
            "<div><h2>通知公告</h2><a href=m/>更多</a></div>", "http://www.qingxi.example/zwgk/m/", "通知公告", id="h2"
        ),
        pytest.param(
            "<div class=b><div class=tt><span>政策解读</span><span class=m><a href=m/>MORE+</a></span></div><ul><li>x</ul></div>",
            "http://www.qingxi.example/zwgk/m/",
            "政策解读",
            id="title and link in spans",
        ),
        pytest.param(
            "<dl><dt>就业工程</dt><dd><a href=1.html>某某通知某某通知</a></dd><div><a href=m/>更多</a></div></dl>",
            "http://www.qingxi.example/zwgk/m/",
            "就业工程",
            id="after the rows",
        ),
        pytest.param(
            "<div><p class=m><a href=m/>&gt;&gt;更多</a>政府信息公开</p><ul><li><a href=a/>公开指南</a></ul></div>",
            "http://www.qingxi.example/zwgk/m/",
            "政府信息公开",
            id="before the title's text",
        ),
        pytest.param(
            "<div><h3>通知公告</h3><a class=more href=m/></a></div>",
            "http://www.qingxi.example/zwgk/m/",
            "通知公告",
            id="a link without words",
        ),
    ],
)
def test_more_carries_its_blocks_title(body: str, name: str, title: str) -> None:
    more = next(fact for fact in links(body) if fact.url == name)
    assert more.more
    assert more.labels[:1] == (title,)
    assert title not in more.trail
