"""Links with the names above them, where they stand and where they lead."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.readers.document import parse_document
from crawler.readers.links import LinkFact, Place, read_frames, read_links

PAGES = Path(__file__).parents[4] / "shared" / "pages"
URL = "http://www.qingxi.example/zwgk/index.html"


def links(body: str, url: str = URL, head: str = "") -> tuple[LinkFact, ...]:
    return read_links(parse_document(f"<html><head>{head}</head><body>{body}</body></html>".encode(), url))


def link(facts: tuple[LinkFact, ...], name: str) -> LinkFact:
    found = [fact for fact in facts if name in (fact.text, *fact.labels)]
    assert len(found) == 1, [fact.text for fact in facts]
    return found[0]


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


def rows(count: int, form: str) -> str:
    return "".join(form.format(n=n) for n in range(count))


@pytest.mark.parametrize(
    ("body", "name", "place"),
    [
        pytest.param(
            "<ul>" + rows(5, "<li><a href=c{n}/>栏目名称{n}</a></li>") + "</ul>",
            "栏目名称1",
            Place.MENU,
            id="short names",
        ),
        pytest.param(
            "<ul>" + rows(5, "<li><a href=c{n}/index.html>行政规范性文件公开目录{n}</a></li>") + "</ul>",
            "行政规范性文件公开目录1",
            Place.MENU,
            id="longer names of columns",
        ),
        pytest.param(
            "<ul>" + rows(5, "<li><a href=t202203{n}.html>通知{n}</a><span>2022-03-0{n}</span></li>") + "</ul>",
            "通知1",
            Place.LIST,
            id="dated rows, however short",
        ),
        pytest.param(
            "<div>" + rows(5, "<div><a href=a{n}.html>公告{n}<i>[03-1{n}]</i></a></div>") + "</div>",
            "公告1[03-11]",
            Place.LIST,
            id="month and day inside the link",
        ),
        pytest.param(
            "<ul>" + rows(5, "<li><a href=x{n}>关于开展第{n}批专项检查工作的通知公告</a></li>") + "</ul>",
            "关于开展第1批专项检查工作的通知公告",
            Place.LIST,
            id="undated rows with long titles",
        ),
        pytest.param(
            "<ul>" + rows(5, "<li><a href=202203/t2022030{n}_8541.html>某局召开调研座谈{n}</a></li>") + "</ul>",
            "某局召开调研座谈1",
            Place.LIST,
            id="undated rows with article addresses",
        ),
        pytest.param(
            "<div class=footer><ul>"
            + rows(4, "<li><a href=http://s{n}.example/>某某局{n}</a></li>")
            + "</ul></div><p>"
            + rows(9, "<a href=q{n}/>栏目{n}</a>"),
            "某某局1",
            Place.FOOTER,
            id="footer by class",
        ),
        pytest.param(
            "<div><h4>友情链接</h4><ul>"
            + rows(4, "<li><a href=http://s{n}.example/>某某局{n}</a></li>")
            + "</ul></div>",
            "某某局1",
            Place.FOOTER,
            id="friend links by their title",
        ),
        pytest.param(
            "<p>正文很长</p><div>版权所有：青溪区人民政府办公室 <a href=map.html>网站地图</a> <a href=b>某ICP备00000000号</a></div>",
            "网站地图",
            Place.FOOTER,
            id="imprint by its words",
        ),
        pytest.param(
            "<div class=footer><dl><dt>政策</dt>"
            + rows(4, "<dd><a href=zc{n}/>栏目{n}</a></dd>")
            + "</dl></div>"
            + "<p>"
            + rows(9, "<a href=q{n}/>别的{n}</a>"),
            "栏目1",
            Place.MENU,
            id="a map of the site's columns in its footer",
        ),
        pytest.param(
            "<div>当前位置：<a href=/>首页</a> &gt; <a href=../zwgk/>政务公开</a> &gt; 规划计划</div>",
            "政务公开",
            Place.CRUMB,
            id="breadcrumb",
        ),
    ],
)
def test_place(body: str, name: str, place: Place) -> None:
    assert link(links(body), name).place is place


@pytest.mark.parametrize(
    ("body", "name", "url"),
    [
        pytest.param("<a href='javascript:;'>政策</a>", "政策", None, id="accordion label"),
        pytest.param(
            "<a href='../a b/index.html#top'>政策</a>", "政策", "http://www.qingxi.example/a%20b/index.html", id="path"
        ),
        pytest.param("<a>政策</a>", "政策", None, id="no href"),
        pytest.param(
            "<a href='javascript:openUrl(\"./c/\")'>政策</a>", "政策", "http://www.qingxi.example/zwgk/c/", id="openUrl"
        ),
        pytest.param(
            "<a href='#' onclick=\"window.open('/c/i.html')\">政策</a>",
            "政策",
            "http://www.qingxi.example/c/i.html",
            id="open",
        ),
        pytest.param(
            "<li onclick=\"location.href='../c/'\">政策</li>", "政策", "http://www.qingxi.example/c/", id="li onclick"
        ),
        pytest.param("<div data-href='/c/'>政策</div>", "政策", "http://www.qingxi.example/c/", id="data-href"),
        pytest.param(
            "<a href='#' onclick=\"go('/c?id='+n)\">政策</a>", "政策", None, id="address put together at run time"
        ),
        pytest.param("<a href='mailto:a@b.example'>政策</a>", "政策", None, id="mail"),
        pytest.param("<map><area alt=政策 href=c/></map>", "政策", "http://www.qingxi.example/zwgk/c/", id="image map"),
        pytest.param(
            "<a href=c/><img alt=政策 src=x.png></a>", "政策", "http://www.qingxi.example/zwgk/c/", id="picture"
        ),
        pytest.param(
            "<a href=c/><a href=c/>政策</a>", "政策", "http://www.qingxi.example/zwgk/c/", id="nested anchors"
        ),
    ],
)
def test_target(body: str, name: str, url: str | None) -> None:
    assert link(links(body), name).url == url


def test_marks_in_names_are_kept_and_offered_without() -> None:
    fact = links("<a href=a/ title='行政许可和行政处罚'>· 行政许可&frasl;处罚　&gt;</a>")[0]
    assert fact.text == "· 行政许可⁄处罚 >"
    assert fact.labels == ("行政许可和行政处罚", "行政许可⁄处罚")


def test_a_fragment_is_kept_only_where_it_names_a_column() -> None:
    shell = links("<a href='#2345'>预算</a><a href='#top'>顶部</a>", url="http://www.qingxi.example/gkmlpt/index")
    assert [fact.url for fact in shell] == ["http://www.qingxi.example/gkmlpt/index#2345", None]
    assert links("<a href='/gkmlpt/index#77'>决算</a>")[0].url == "http://www.qingxi.example/gkmlpt/index#77"
    assert links("<a href='#1'>标签一</a>")[0].url is None


CURRENT = [
    pytest.param("<li class='on'><a href=b/>B</a></li>", True, id="class on the entry"),
    pytest.param("<li><a class='link active' href=b/>B</a></li>", True, id="class on the link"),
    pytest.param("<li><a href=index.html>B</a></li>", True, id="leads to this page"),
    pytest.param(
        "<li><a href='https://www.qingxi.example:443/zwgk/'>B</a></li>", True, id="leads to this page, other spelling"
    ),
    pytest.param("<li><a href=''>规划计划</a></li>", True, id="empty href of the column the page is named after"),
    pytest.param("<li><a href=''>新闻</a></li>", False, id="empty href of another column"),
    pytest.param("<li><a href=b/ class=button>B</a></li>", False, id="no mark"),
]


@pytest.mark.parametrize(("entry", "current"), CURRENT)
def test_current(entry: str, current: bool) -> None:
    body = "<ul><li><a href=a/>甲甲</a></li><li><a href=c/>乙乙</a></li>" + entry + "</ul>"
    fact = links(body, head="<title>规划计划_青溪区</title>")[2]
    assert fact.current is current


def test_a_class_that_every_entry_has_marks_none() -> None:
    facts = links("<ul>" + rows(5, "<li class=hover><a href=c{n}/>栏目{n}</a></li>") + "</ul>")
    assert not any(fact.current for fact in facts)


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


def test_friend_links_in_drop_downs_and_no_pager_numbers() -> None:
    facts = links(
        "<select><option value='http://a.example/'>某某厅</option><option value='/2.html'>2</option></select>"
    )
    assert [(f.text, f.place) for f in facts] == [("某某厅", Place.FOOTER)]


def test_frames_are_told_apart() -> None:
    document = parse_document(b"<iframe src='list.html'></iframe><iframe src='javascript:;'></iframe>", URL)
    assert read_frames(document) == ("http://www.qingxi.example/zwgk/list.html",)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("<div>" * 3000 + "<a href=x>y</a>", id="deep"),
        pytest.param("<p>" + "<a href=x>y</a>" * 30_000, id="many links in one paragraph"),
        pytest.param("<div>" + "<div><a href=x>公开</a><ul><li><a href=y>年报</a></ul></div>" * 8_000, id="many menus"),
        pytest.param("<table>" + "<tr><td rowspan=999>级<td><a href=x>y</a>" * 8_000, id="many spans"),
        pytest.param("<script>document.write('" + "\\'" * 90_000, id="quotes without end"),
        pytest.param("<script>var name:title:" + "[{" * 60_000, id="brackets without end"),
        pytest.param("<dl><dt>公开" + "<dd><a href=x>年报年报</a></dd>" * 20_000, id="one long dl"),
        pytest.param("<div class=nav>" + "<b></b>" * 60_000 + "<ul><li><a href=x>年报</a></ul>", id="many empty boxes"),
    ],
)
def test_hostile_pages_are_read_in_time(body: str) -> None:
    begun = time.process_time()
    links(body)
    assert time.process_time() - begun < 6


@given(
    st.lists(
        st.sampled_from(
            [
                "<ul>",
                "<li>",
                "</ul>",
                "<a href=x>",
                "</a>",
                "<dl>",
                "<dt>",
                "<dd>",
                "公开",
                "2022-01-01",
                "<table><tr><td rowspan=3>",
                "<h2>",
                "</h2>",
                "更多",
                "<script>document.write('<a href=y>z</a>')</script>",
                "<p><strong>",
                "<div class=hd>",
                "</div>",
            ]
        ),
        max_size=40,
    )
)
@settings(max_examples=150, deadline=None)
def test_any_markup_gives_facts_in_order(parts: list[str]) -> None:
    facts = links("".join(parts))
    assert [fact.order for fact in facts] == list(range(len(facts)))
    assert all(fact.url is None or fact.url.startswith("http") for fact in facts)


@pytest.mark.skipif(not PAGES.exists(), reason="needs the saved sites in ../shared/pages")
@pytest.mark.parametrize(
    ("file", "name", "trail", "target"),
    [
        pytest.param(
            "scest/scedu/c102583/zfxxgk_gknr.html", "规划信息", ("法定主动公开内容",), "c100562/", id="disclosure menu"
        ),
        pytest.param("scest/scedu/c102583/zfxxgk_gknr.html", "川教发文件", ("政策",), "cjfwj/", id="second accordion"),
        pytest.param("scest/index.html", "依申请公开", ("信息公开",), "c100530/", id="behind an inner end of html"),
        pytest.param(
            "atxlyj/zddt/index.html", "规划计划", ("网站地图", "信息公开"), "xxgk/ghjh/", id="site map of paragraphs"
        ),
    ],
)
def test_saved_menus(file: str, name: str, trail: tuple[str, ...], target: str) -> None:
    document = parse_document((PAGES / file).read_bytes(), f"http://site.example/{file.partition('/')[2]}")
    found = [f for f in read_links(document) if f.text == name and f.place is Place.MENU and f.trail == trail]
    assert [target in (f.url or "") for f in found] == [True]
