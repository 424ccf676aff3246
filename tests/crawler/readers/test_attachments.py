"""What an article attaches and embeds, where its text stands, its tags, and what it leads to."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from personal_cases import PHONE

from crawler.evidence import Page
from crawler.inspected import TargetKind
from crawler.readers.article_box import article_box
from crawler.readers.attachments import read_attachments
from crawler.readers.document import text_of
from crawler.readers.metas import read_metas
from crawler.readers.page import PageFacts, read_page
from crawler.readers.related import read_related

HERE = "https://www.example.gov.cn/zwgk/202210/t20221018_1.html"
FOLDER = HERE.rpartition("/")[0]
TEXT = "<p>" + "为进一步做好有关工作，现将具体事项通知如下，请遵照执行。" * 3 + "</p>"


def facts(body: str, head: str = "") -> PageFacts:
    source = f"<!DOCTYPE html><html><head><title>通知</title>{head}</head><body>{body}</body></html>"
    return read_page(
        Page(requested=HERE, url=HERE, status=200, body=source.encode(), fetched_at=datetime(2022, 11, 1, tzinfo=UTC))
    )


def framed(article: str, beside: str = "") -> PageFacts:
    """An article inside a portal's frame."""
    return facts(
        f"""<div class="header"><img src="/images/top.jpg"><ul class="nav"><li><a href="/">首页</a></li></ul></div>
        <div class="main"><div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk/">政务公开</a></div>
        <div class="article"><h1>关于做好有关工作的通知</h1><div class="TRS_Editor">{article}</div></div>
        <div class="sidebar"><a href="/apps/guide.pdf">操作手册下载</a></div>{beside}</div>
        <div class="footer"><img src="/images/jiucuo.png"><a href="/foot/statement.doc">网站声明</a></div>"""
    )


def seen(page: PageFacts) -> list[tuple[str, str, str]]:
    return [(name, url.removeprefix(FOLDER + "/"), kind.value) for name, url, kind in read_attachments(page)]


@pytest.mark.parametrize(
    ("article", "expected"),
    [
        pytest.param(
            f'{TEXT}<p>附件：<a href="./P020221018.pdf">1.实施方案</a></p>', [("1.实施方案", "P020221018.pdf", "document")], id="a file"
        ),
        pytest.param(
            f'{TEXT}<a href="/module/download/downfile.jsp?classid=0&filename=9af3.xlsx">汇总表</a>',
            [("汇总表", "https://www.example.gov.cn/module/download/downfile.jsp?classid=0&filename=9af3.xlsx", "document")],
            id="the name of the file stands in the query",
        ),
        pytest.param(
            f'{TEXT}<a href="/attach/33?a=1">名单.docx</a>',
            [("名单.docx", "https://www.example.gov.cn/attach/33?a=1", "document")],
            id="only the link's name tells",
        ),
        pytest.param(
            f'{TEXT}<a href="javascript:;" onclick="window.open(\'./W1.doc\')">申请表</a>',
            [("申请表", "W1.doc", "document")],
            id="opened by a script",
        ),
        pytest.param(
            f'{TEXT}<video controls><source src="jd.mp4" type="video/mp4"></video>', [("jd.mp4", "jd.mp4", "media")], id="a film"
        ),
        pytest.param(f'{TEXT}<video src="/v/play?id=3"></video>', [("play", "https://www.example.gov.cn/v/play?id=3", "media")], id="a film by a program"),
        pytest.param(f'{TEXT}<script>new Player({{url: "./W02.mp4", auto: 0}})</script>', [("W02.mp4", "W02.mp4", "media")], id="a player's script"),
        pytest.param(f'{TEXT}<embed src="jd.flv">', [("jd.flv", "jd.flv", "media")], id="an old player"),
        pytest.param(f'{TEXT}<img src="./W03.png" alt="流程图">', [("流程图", "W03.png", "image")], id="a picture"),
        pytest.param('<p><img src="./W04.jpg"></p>', [("W04.jpg", "W04.jpg", "image")], id="nothing but a picture"),
        pytest.param('<p><a href="./P05.pdf">关于印发办法的通知</a></p>', [("关于印发办法的通知", "P05.pdf", "document")], id="nothing but a file"),
        pytest.param(
            f'{TEXT}<img src="blank.gif" data-original="./W06.jpg">', [("W06.jpg", "W06.jpg", "image")], id="loaded when scrolled to"
        ),
        pytest.param(f'{TEXT}<a href="a.pdf"><img src="/icon_pdf.gif">方案</a><a href="a.pdf">下载</a>', [("方案", "a.pdf", "document")], id="linked twice"),
        pytest.param(f'{TEXT}<img src="/images/dot.gif" width="16">', [], id="a bullet"),
        pytest.param(f'{TEXT}<img src="data:image/png;base64,AAAA">', [], id="a picture in the page itself"),
        pytest.param(f'{TEXT}<img src="qr.png" alt="扫一扫二维码">', [], id="a QR code of the portal"),
        pytest.param(f'{TEXT}<img src="x.jpg" onerror="this.src=1">', [], id="a picture with a replacement"),
        pytest.param(f'{TEXT}<div style="display: none"><p><a href="old.pdf">旧件</a></p></div>', [], id="hidden"),
        pytest.param(f'{TEXT}<a href="1.pdf">张强{PHONE}申请</a>', [("张强136****6501申请", "1.pdf", "document")], id="a number in the name"),
        pytest.param(f'{TEXT}<a href="t20221018_2.html">原文</a>', [], id="a page is no file"),
        pytest.param(f'{TEXT}<a href="viewer.html?file=a.pdf">在线浏览</a>', [], id="a viewer is a page"),
        pytest.param(f'{TEXT}<a href="http://[bad/x.pdf">坏</a>', [], id="an address that is none"),
    ],
)  # fmt: skip
def test_attachments(article: str, expected: list[tuple[str, str, str]]) -> None:
    assert seen(framed(article)) == expected


def test_attachments_below_the_text() -> None:
    page = facts(
        f"""<div class="top-nav"><a href="/a.doc">说明</a></div><div class="xl"><h2>通知</h2><div id="zoom">{TEXT}</div>
        <div class="fj">附件：<ul><li><a href="b.xls">附件1</a></li></ul></div>
        <div class="share"><a href="c.pdf">打印版</a></div></div>"""
    )
    assert [name for name, _, _ in seen(page)] == ["附件1"]


def test_at_most_forty() -> None:
    assert len(seen(framed(TEXT + "".join(f'<a href="{n}.pdf">件{n}</a>' for n in range(100))))) == 40


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(framed(TEXT), id="an editor's mark"),
        pytest.param(facts(f'<div class="head">网站</div><div><div class="x1">{TEXT}</div></div>'), id="by its text"),
        pytest.param(facts(f'<form id="form1"><div class="left">{TEXT}</div><div class="side">关</div></form>'), id="in a form"),
        pytest.param(facts(f'<div class="nav-page">{TEXT}</div>'), id="in a box with a frame's name"),
        pytest.param(facts(f'<div><!--ZJEG_RSS.content.begin-->{TEXT}<!--ZJEG_RSS.content.end--></div><div>版权 2022</div>'), id="between comments"),
        pytest.param(facts(f'<div class="zoom">大 中 小</div><div class="c">{TEXT}</div>'), id="a tool with an editor's name"),
    ],
)  # fmt: skip
def test_the_article_is_found(page: PageFacts) -> None:
    box = article_box(page.document)
    assert box is not None
    assert "现将具体事项通知如下" in text_of(box.around)


def test_a_page_without_text_has_no_article() -> None:
    assert article_box(facts('<img src="a.png"><script>draw()</script>').document) is None


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        pytest.param('<meta name="SiteName" content="示范区">', [("SiteName", "示范区")], id="one"),
        pytest.param('<META NAME="PUBDATE" CONTENT="2022-10-18 09:00"/>', [("PUBDATE", "2022-10-18 09:00")], id="as printed"),
        pytest.param('<meta name="SiteIDCode" content="5001990001 ">', [("SiteIDCode", "5001990001 ")], id="a blank is kept"),
        pytest.param('<meta name="ColumnType">', [("ColumnType", "")], id="without content"),
        pytest.param('<meta name="viewport" content="width=1"><meta charset="utf-8">', [], id="other tags"),
        pytest.param(
            '<meta name="ColumnName" content="甲"><meta name="ColumnName" content="乙">',
            [("ColumnName", "甲"), ("ColumnName", "乙")],
            id="twice",
        ),
    ],
)  # fmt: skip
def test_tags(head: str, expected: list[tuple[str, str]]) -> None:
    assert list(read_metas(facts(TEXT, head).document)) == expected


def test_tags_of_an_included_document() -> None:
    inner = '<html><head><meta name="ColumnName" content="公共头"></head><body>菜单</body></html>'
    page = facts(inner + TEXT, '<meta name="ColumnName" content="通知公告">')
    assert read_metas(page.document) == (("ColumnName", "通知公告"), ("ColumnName", "公共头"))


def test_tags_are_bounded() -> None:
    metas = read_metas(facts(TEXT, f'<meta name="Url" content="{"x" * 5000}">' * 500).document)
    assert len(metas) == 60
    assert all(len(value) <= 300 for _, value in metas)


@pytest.mark.parametrize(
    ("page", "names"),
    [
        pytest.param(framed(f'{TEXT}<a href="./t20220901_7.html">关于印发《办法》的通知</a>'), ["关于印发《办法》的通知"], id="in the text"),
        pytest.param(
            facts(
                f"""<div id="zoom">{TEXT}</div><div class="bot"><h3>相关文件</h3><ul>
                <li><a href="/wj/202209/t20220901_7.html">云山区人才办法</a></li></ul></div>"""
            ),
            ["云山区人才办法"],
            id="in a block of its own",
        ),
        pytest.param(framed(f'{TEXT}<a href="http://www.gov.cn/zhengce/content_5.htm">国务院文件</a>'), ["国务院文件"], id="on another government site"),
        pytest.param(framed(f'{TEXT}<a href="https://news.example.com/1.html">报道</a>'), [], id="elsewhere"),
        pytest.param(framed(f'{TEXT}<a href="/">首页</a><a href="{HERE}">本文</a><a href="#top">顶部</a>'), [], id="home, itself, an anchor"),
        pytest.param(framed(TEXT, '<ul class="menu"><li><a href="/zcjd/">政策解读</a></li></ul>'), [], id="a menu beside it"),
        pytest.param(framed(TEXT, '<div class="prev">上一篇：<a href="t20221017_9.html">关于天气的通知</a></div>'), [], id="its neighbour in the list"),
    ],
)  # fmt: skip
def test_related(page: PageFacts, names: list[str]) -> None:
    assert [name for name, _ in read_related(page)] == names


_PIECES = (
    "<div> </div> <p> <table><tr><td> <a_href='x.pdf'> </a> <a_href='//'> <img_src='a.png'> 正文 <!-- <script> </script>"
    " <div_id='zoom'> <meta_name=PubDate_content=1> <iframe_src=a.mp4>"
)
_MARKUP = st.sampled_from([piece.replace("_", " ") for piece in _PIECES.split()])


@given(st.lists(_MARKUP, max_size=40).map("".join))
@settings(max_examples=60)
def test_any_markup_is_read(body: str) -> None:
    page = facts(body)
    assert all(url.startswith("https://") and kind is not TargetKind.PAGE for _, url, kind in read_attachments(page))
    assert len({url for _, url in read_related(page)}) == len(read_related(page))
    assert all(name.lower() == "pubdate" for name, _ in read_metas(page.document))


@pytest.mark.timeout(20)
def test_a_hostile_page_ends() -> None:
    page = facts("<div class='a'>" * 3000 + "<a href='x.pdf'>附件</a>" * 3000 + TEXT)
    assert len(read_attachments(page)) <= 40
