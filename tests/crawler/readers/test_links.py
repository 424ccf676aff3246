"""Links: where they stand, where they lead, and which of them is the page itself."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from linked_pages import URL, link, links

from crawler.readers.document import parse_document
from crawler.readers.links import Place, read_frames, read_links

PAGES = Path(__file__).parents[4] / "shared" / "pages"


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


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("<el-menu-item index=1 @click=go(1)>政策</el-menu-item>", id="element of a page framework"),
        pytest.param("<div @click.native=go>政策</div>", id="with a modifier"),
        pytest.param("<span ng-click=go()>政策</span>", id="Angular"),
        pytest.param("<router-link :to=path>政策</router-link>", id="its route is known to the script only"),
        pytest.param("<li onclick=open(this)>政策</li>", id="a handler without an address"),
        pytest.param("<div role=menuitem>政策</div>", id="told to screen readers"),
    ],
)
def test_a_name_only_a_script_can_open(body: str) -> None:
    """It stands there for people, so its column must not be called missing."""
    fact = link(links(body), "政策")
    assert (fact.url, fact.place) == (None, Place.MENU)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("<div>政策</div>", id="plain words"),
        pytest.param(f"<p onclick=go()>{'政策' * 11}</p>", id="a text that is clicked"),
        pytest.param("<body onclick=go()>政策</body>", id="the whole page"),
        pytest.param("<div role=heading>政策</div>", id="a heading"),
    ],
)
def test_words_that_open_nothing(body: str) -> None:
    assert links(body) == ()


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
