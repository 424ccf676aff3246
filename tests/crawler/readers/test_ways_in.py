"""Menus that scripts add entry by entry, pieces that scripts put in, welcome pages, and jumps made of the page's address."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crawler.evidence import Page
from crawler.readers.document import parse_document
from crawler.readers.links import read_frames, read_links
from crawler.readers.page import read_page

HOME = "https://www.yunshan.example/"


def entries(source: str) -> list[tuple[str, str | None, tuple[str, ...]]]:
    links = read_links(parse_document(f"<body><script>{source}</script></body>".encode(), HOME))
    return [(link.text, link.url, link.trail) for link in links]


def redirect(html: str, url: str = HOME) -> str | None:
    now = datetime(2026, 3, 31, tzinfo=UTC)
    page = Page(requested=url, url=url, status=200, body=html.encode(), content_type="text/html", fetched_at=now)
    return read_page(page).redirect


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            "d.add(0,-1,'目录'); d.add(1,0,'政务公开','/zw/'); d.add(2,1,'规划信息','/zw/gh/','','main');", id="dTree"
        ),
        pytest.param(
            "t.add(new Node('1','0','政务公开','/zw/')); t.add(new Node('2','1','规划信息','/zw/gh/'));", id="nodes"
        ),
        pytest.param(
            "f({data:[{id:1,text:'政务公开',attributes:{url:'/zw/'},children:[{id:2,text:'规划信息',attributes:{url:'/zw/gh/'}}]}]})",
            id="addresses among the attributes",
        ),
    ],
)
def test_trees_that_are_added_to(source: str) -> None:
    found = {text: (url, trail[-1:]) for text, url, trail in entries(source)}
    assert found["规划信息"] == (f"{HOME}zw/gh/", ("政务公开",))


def test_pairs_of_name_and_address() -> None:
    found = entries("m[0]=new Array('政务公开','/zw/'); m[1]=new Array('规划信息','/zw/gh/');")
    assert [(text, url) for text, url, _ in found] == [("政务公开", HOME + "zw/"), ("规划信息", HOME + "zw/gh/")]


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("var p=[['云山风光','/img/a.jpg'],['云山夜景','/img/b.jpg']];", id="pictures"),
        pytest.param("var c=[['一月','12'],['二月','30']];", id="figures of a chart"),
        pytest.param("d.add(2,1,'规划信息','/zw/gh/');", id="a single one"),
        pytest.param("// d.add(1,0,'政务公开','/zw/'); d.add(2,1,'规划信息','/zw/gh/');", id="in a comment"),
        pytest.param("d.add(1,0,name,'/zw/'); d.add(2,1,title(),'/zw/gh/');", id="names that are computed"),
        pytest.param("d.add(" * 20_000 + "[['" * 20_000, id="open calls"),
    ],
)
@pytest.mark.timeout(20)
def test_what_is_no_menu(source: str) -> None:
    assert entries(source) == []


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        pytest.param("<object type='text/html' data='/inc/a.html'></object>", ("inc/a.html",), id="an object"),
        pytest.param("<script>$('#n').load('/inc/nav.html');</script>", ("inc/nav.html",), id="a menu put in"),
        pytest.param(
            "<script>$('#w').load('/weather.html'); $('#n').load('/nav' + v + '.html')</script>", (), id="others"
        ),
        pytest.param("<object data='/a.swf'></object><embed src='/film.mp4'>", (), id="films"),
    ],
)
def test_pieces_of_a_page(html: str, wanted: tuple[str, ...]) -> None:
    assert read_frames(parse_document(html.encode(), HOME)) == tuple(HOME + one for one in wanted)


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        pytest.param("<a href='/main.html'><img src='enter.jpg'></a>", "main.html", id="a picture"),
        pytest.param(
            "<p>欢迎光临</p><a href='/web/'>点击进入网站</a><a href='/web/'><img src=a.gif></a>", "web/", id="asked in"
        ),
        pytest.param("<img usemap='#m'><map name='m'><area href='/web/'></map>", "web/", id="an area of a picture"),
        pytest.param("<body onload=\"document.location='/web/'\"></body>", "web/", id="when loaded"),
        pytest.param(
            "<script>location.href=location.protocol+'//'+window.location.host+'/web/';</script>", "web/", id="own host"
        ),
        pytest.param("<script>location.href = location.origin + '/web/';</script>", "web/", id="own origin"),
    ],
)
def test_welcome_pages_send_on(html: str, wanted: str) -> None:
    assert redirect(html) == HOME + wanted


@pytest.mark.parametrize(
    ("html", "url"),
    [
        pytest.param("<a href='/main.html'><img src='a.jpg'></a>", f"{HOME}zw/gh/index.html", id="below the top"),
        pytest.param("<a href='/main.html'><img src='a.jpg'></a><a href='/en/'>English</a>", HOME, id="two ways"),
        pytest.param("<a href='/a/1.html'>云山区召开会议</a>", HOME, id="a title"),
        pytest.param("<a href='https://elsewhere.example/'><img src='a.jpg'></a>", HOME, id="elsewhere"),
        pytest.param(
            f"<a href='/main.html'><img src='a.jpg'></a><p>{'云山区欢迎您。' * 60}</p>", HOME, id="a text beside it"
        ),
        pytest.param(
            "<script>if(location.host == 'm.yunshan.example'){go(1)}</script>", HOME, id="asking for the host"
        ),
    ],
)
def test_other_pages_do_not(html: str, url: str) -> None:
    assert redirect(html, url) is None


def test_triangles_part_a_breadcrumb() -> None:
    html = "<div class='pos'>当前位置：首页 ▶ 政务公开 ▶ 规划信息</div>"
    now = datetime(2026, 3, 31, tzinfo=UTC)
    page = Page(
        requested=HOME, url=f"{HOME}gh/", status=200, body=html.encode(), content_type="text/html", fetched_at=now
    )
    assert [name for name, _ in read_page(page).identity.crumbs] == ["政务公开", "规划信息"]
