"""Links that a page writes by script."""

from __future__ import annotations

import pytest
from linked_pages import link, links

from crawler.readers.links import Place
from crawler.readers.script_links import expression

SCRIPTS = [
    pytest.param(
        "<ul><script>var n1='规划计划';var u1='../ghjh/';</script><script>//document.write('<li><a href=\"x/\">旧栏目</a></li>');\n"
        "document.write('<li class=\"l\"><a href=\"'+u1+'\">'+n1+'</a></li>');</script></ul>",
        "规划计划",
        "http://www.qingxi.example/ghjh/",
        (),
        id="document.write of literals and variables",
    ),
    pytest.param(
        "<script>var s = ''; s += '<h3>公开</h3>'; s += \"<ul><li><a href='/a/'>年报</a></li></ul>\"; box.innerHTML = s;</script>",
        "年报",
        "http://www.qingxi.example/a/",
        ("公开",),
        id="markup gathered in a variable",
    ),
    pytest.param(
        '<script>var menu=[{"name":"规划信息","url":"/gh/","children":[{"name":"专项规划","url":"/gh/zx/"}]},'
        '{"name":"统计信息","url":"/tj/"}];</script>',
        "专项规划",
        "http://www.qingxi.example/gh/zx/",
        ("规划信息",),
        id="menu tree in JSON",
    ),
    pytest.param(
        "<script>$.fn.init({nodes:[{id:1,pId:0,name:'公开内容'},{id:2,pId:1,name:'预算',url:'/ys/',target:'_self'},"
        "{id:3,pId:1,name:'决算',url:'/js/',click:function(){}}]});</script>",
        "决算",
        "http://www.qingxi.example/js/",
        ("公开内容",),
        id="zTree nodes",
    ),
]


@pytest.mark.parametrize(("body", "name", "url", "trail"), SCRIPTS)
def test_links_in_scripts(body: str, name: str, url: str, trail: tuple[str, ...]) -> None:
    fact = link(links(body), name)
    assert (fact.url, fact.trail, fact.via_script, fact.place) == (url, trail, True, Place.MENU)
    assert "旧栏目" not in {f.text for f in links(body)}


def test_written_links_with_unknown_parts_are_none() -> None:
    body = "<script>for(i in d){document.write('<li><a href=\"'+d[i].url+'\">'+d[i].title+'</a></li>')}</script>"
    assert links(body) == ()


def test_a_string_put_together_from_itself_stays_short() -> None:
    value, _ = expression("+".join(["a"] * 400), 0, {"a": "x" * 200_000})
    assert value is not None
    assert len(value) == 300_000
