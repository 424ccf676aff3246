"""Pagers of the platforms: counts, the current page and the addresses of the next ones."""

from __future__ import annotations

from datetime import date

import pytest

from crawler.evidence import Shape
from crawler.readers.document import parse_document
from crawler.readers.listing import newest_of, read_listing
from crawler.readers.pager import Pager, find_pager

BASE = "http://yunshan.example/zwgk/tzgg/"


def pager(body: str, url: str = BASE + "index.html") -> Pager | None:
    return find_pager(parse_document(f"<html><body>{body}</body></html>".encode(), url))


def script(source: str) -> str:
    return f'<ul><li><a href="./a.html">云山区通知公告</a></li></ul><script type="text/javascript">{source}</script>'


def nexts(*names: str) -> tuple[str, ...]:
    return tuple(BASE + name for name in names)


@pytest.mark.parametrize(
    ("body", "url", "wanted"),
    [
        pytest.param(
            script('createPageHTML(3, 0, "index", "html");'),
            BASE,
            Pager(current=0, pages=3, next_urls=nexts("index_1.html", "index_2.html")),
            id="TRS on the folder's address",
        ),
        pytest.param(
            script("createPageHTML('3', '1', 'index', 'shtml');"),
            BASE + "index_1.shtml",
            Pager(current=1, pages=3, next_urls=nexts("index_2.shtml")),
            id="TRS in the middle, numbers quoted",
        ),
        pytest.param(
            script(
                "var countPage = 2;\nvar currentPage = 0;\ncreatePageHTML(countPage, currentPage, 'index', 'html');"
            ),
            BASE,
            Pager(current=0, pages=2, next_urls=nexts("index_1.html")),
            id="TRS with variables",
        ),
        pytest.param(
            script(
                "var countPage = 2 //共多少页\nvar currentPage = 0;\nfor(var i=0;i<countPage;i++){"
                "document.write('<a href=\"index_'+i+'.htm\">'+(i+1)+'</a>')}"
            ),
            BASE,
            Pager(current=0, pages=2, next_urls=nexts("index_1.htm")),
            id="TRS template with a loop of its own",
        ),
        pytest.param(
            script("function Pager(settings){} Pager({size:3, current:0, prefix:'index',suffix:'html',visible:5});"),
            BASE,
            Pager(current=0, pages=3, next_urls=nexts("index_1.html", "index_2.html")),
            id="Pager with settings",
        ),
        pytest.param(
            script('createPageHTML(1, 0, "index", "html");'), BASE, Pager(current=0, pages=1), id="TRS one page"
        ),
        pytest.param(
            script('createPageHTML(3, 0, "index", "shtml");'),
            BASE + "index.html",
            Pager(current=0, pages=3, next_urls=nexts("index_1.html", "index_2.html")),
            id="served under another extension than the script says",
        ),
        pytest.param(
            script("createPageHTML('page_div',3, 1,'list_2','shtml',41);"),
            BASE + "list_2.shtml",
            Pager(current=0, pages=3, total=41, next_urls=nexts("list_2_2.shtml", "list_2_3.shtml")),
            id="UCAP, the name ends in a number",
        ),
        pytest.param(
            script("window.onload=function() {createPageHTML('page-div',3, 2,'list','shtml',41);}"),
            BASE + "list_2.html",
            Pager(current=1, pages=3, total=41, next_urls=nexts("list_3.html")),
            id="UCAP on page 2, mirrored as html",
        ),
        pytest.param(
            script("createPageHTML('page_div',1, 1,'list','shtml',0);"),
            BASE + "list.shtml",
            Pager(current=0, pages=1, total=0),
            id="UCAP without items",
        ),
        pytest.param(
            '<div class="page"><a href="index_2.html">2</a><a href="index_3.html">3</a><a href="index_2.html">下一页</a>'
            '<a href="index_3.html">尾页</a></div>',
            BASE,
            Pager(current=0, pages=3, next_urls=nexts("index_2.html", "index_3.html")),
            id="links, counted from 1",
        ),
        pytest.param(
            "<div>共 1630 条 当前第 1 / 163 页 <span>首页</span> <a href='18105_2.html'>下一页</a> <a href='18105_163.html'>尾页</a></div>",
            BASE + "18105.html",
            Pager(current=0, pages=163, total=1630, next_urls=nexts("18105_2.html"), last_url=BASE + "18105_163.html"),
            id="SiteServer",
        ),
        pytest.param(
            "<table><tr><td>共492条&nbsp;&nbsp;1/33&nbsp;<a href='tzgg/32.htm'>下页</a> <a href='tzgg/1.htm'>尾页</a></td></tr></table>",
            "http://yunshan.example/zwgk/tzgg.htm",
            Pager(current=0, pages=33, total=492, next_urls=nexts("32.htm"), last_url=BASE + "1.htm"),
            id="VSB counts downwards",
        ),
        pytest.param(
            "<div>共492条 <a href='list.jsp?totalpage=33&PAGENUM=2&urltype=tree.TreeTempUrl&wbtreeid=1029'>下页</a> "
            "<a href='list.jsp?totalpage=33&PAGENUM=33&urltype=tree.TreeTempUrl&wbtreeid=1029'>尾页</a></div>",
            "http://yunshan.example/list.jsp?urltype=tree.TreeTempUrl&wbtreeid=1029",
            Pager(
                current=0,
                pages=33,
                next_urls=(
                    "http://yunshan.example/list.jsp?totalpage=33&PAGENUM=2&urltype=tree.TreeTempUrl&wbtreeid=1029",
                    "http://yunshan.example/list.jsp?totalpage=33&PAGENUM=33&urltype=tree.TreeTempUrl&wbtreeid=1029",
                ),
            ),
            id="VSB, the column's number is no page count",
        ),
        pytest.param(
            "<div class='p'><a href='list_21_2.html'>下一页</a><select><option value='list_21_1.html'>1</option>"
            "<option value='list_21_2.html'>2</option></select></div>",
            BASE + "list_21_1.html",
            Pager(current=0, pages=2, next_urls=nexts("list_21_2.html")),
            id="DedeCMS with options",
        ),
        pytest.param(
            "<script>var maxPageNum83=40; var m_nRecordCount83='598';</script><a tagname='/n1/index_83_39.html' href='#'>下页</a>"
            "<a tagname='/n1/index_83_1.html' href='#'>尾页</a>",
            "http://yunshan.example/n1/n2/index.html",
            Pager(
                current=0,
                pages=40,
                total=598,
                next_urls=("http://yunshan.example/n1/index_83_39.html",),
                last_url="http://yunshan.example/n1/index_83_1.html",
            ),
            id="id paths, counted by a script",
        ),
        pytest.param(
            "<input type=hidden name=article_paging_list_hidden totalpage=17><a tagname='/z/11040-2.html'>下一页</a>",
            "http://yunshan.example/z/index.html",
            Pager(current=0, pages=17, next_urls=("http://yunshan.example/z/11040-2.html",)),
            id="id paths, counted by a hidden field",
        ),
        pytest.param(
            "<ul><li><a href='list.html'>1</a></li><li><a href='2.html'>2</a></li><li><a href='3.html'>3</a></li></ul>",
            BASE + "list.html",
            Pager(current=0, pages=3, next_urls=nexts("2.html", "3.html")),
            id="nothing but numbers",
        ),
        pytest.param(
            "<div>总页数:3 <a tagname='n_831_2.html' onclick=\"query(this,'n_831_2.html')\">下页</a> <a href='#'>尾页</a></div>",
            BASE,
            Pager(current=0, pages=3, next_urls=nexts("n_831_2.html")),
            id="addresses beside the links",
        ),
        pytest.param(
            "<div>共495条 1/33 <a href='list.jsp?PAGENUM=2&tree=1029'>下页</a> <a href='list.jsp?PAGENUM=33&tree=1029'>尾页</a></div>",
            BASE + "list.jsp?tree=1029",
            Pager(
                current=0,
                pages=33,
                total=495,
                next_urls=nexts("list.jsp?PAGENUM=2&tree=1029"),
                last_url=BASE + "list.jsp?PAGENUM=33&tree=1029",
            ),
            id="addresses that end in the column's number",
        ),
        pytest.param(
            "<div><a href='list_21_2.html'>下一页</a> <a href='list_21_3.html'>末页</a> 共 <strong>3</strong>页<strong>45</strong>条</div>",
            BASE,
            Pager(current=0, pages=3, total=45, next_urls=nexts("list_21_2.html"), last_url=BASE + "list_21_3.html"),
            id="pages and items in one breath",
        ),
        pytest.param(
            "<div class='pg'><a href='javascript:go(2)'>下一页</a> 共12页 共233条记录</div>",
            BASE,
            Pager(current=0, pages=12, total=233),
            id="only a script can turn the page",
        ),
    ],
)
def test_pagers(body: str, url: str, wanted: Pager) -> None:
    assert pager(body, url) == wanted


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(script('//createPageHTML(25, 0, "index", "html");'), id="in a line comment"),
        pytest.param(script('/* createPageHTML(25, 0, "index", "html"); */'), id="in a block comment"),
        pytest.param("<!-- " + script('createPageHTML(25, 0, "index", "html");') + " -->", id="in an HTML comment"),
        pytest.param(script('createPageHTML(5, 0, "t20190918_693227", "shtml");'), id="parts of an article"),
        pytest.param(
            script("function createPageHTML(_nPageCount,_nCurrIndex,_sPageName,_sPageExt){}"), id="a definition"
        ),
        pytest.param(script("createPageHTML(total/20, now(), 'index', 'html');"), id="computed"),
        pytest.param('<p>2021年共3页附件</p><a href="b.html">下一篇</a>', id="next article"),
        pytest.param('<p>共45条 2026年</p><a href="b.html">1</a><a href="/c/">2</a>', id="a year behind a total"),
    ],
)
def test_what_is_no_pager(body: str) -> None:
    found = pager(body)
    assert found is None or (found.pages <= 3 and not found.next_urls)


def test_at_most_ten_following_pages() -> None:
    found = pager(script('createPageHTML(500, 0, "index", "html");'))
    assert found is not None
    assert (found.pages, len(found.next_urls), found.next_urls[0]) == (500, 10, BASE + "index_1.html")
    assert found.last_url == BASE + "index_499.html"


def test_next_pages_stay_on_the_host() -> None:
    found = pager('<div>共9页 <a href="http://other.example/list_2.html">下一页</a></div>')
    assert found is not None
    assert (found.pages, found.next_urls) == (9, ())


STORE = """<div id="423"><script type="text/xml"><datastore><nextgroup><![CDATA[<a href="/module/web/jpage/dataproxy.jsp?page=1"></a>]]>
</nextgroup><recordset>{records}</recordset><totalrecord>{total}</totalrecord><totalpage>{pages}</totalpage></datastore></script></div>"""


def test_hanweb_rows_are_read_from_the_store() -> None:
    records = "".join(
        f"<record><![CDATA[<li><a href='/art/2021/5/{n}/art_1_{n}.html' title='云山区通知公告第{n}号'>云山区通知…</a><span>2021-05-0{n}</span></li>]]></record>"
        for n in range(5, 0, -1)
    )
    source = f"<html><title>通知公告</title><body><h3>通知公告</h3>{STORE.format(records=records, total=88, pages=6)}</body></html>"
    listing = read_listing(parse_document(source.encode(), BASE), as_of=date(2021, 7, 1))
    assert (listing.shape, len(listing.entries), listing.total, listing.pages) == (Shape.LIST, 5, 88, 6)
    newest = newest_of(listing)
    assert newest is not None
    assert newest[0] == date(2021, 5, 5)
    assert listing.entries[0].title == "云山区通知公告第5号"


def test_hanweb_empty_store_is_an_empty_list() -> None:
    source = f"<html><title>通知公告</title><body><h3>通知公告</h3>{STORE.format(records='', total=0, pages=0)}</body></html>"
    assert read_listing(parse_document(source.encode(), BASE), as_of=date(2021, 7, 1)).shape is Shape.EMPTY_LIST


def test_hanweb_store_without_counts_is_a_shell() -> None:
    source = f"<html><title>通知公告</title><body><h3>通知公告</h3>{STORE.format(records='', total='', pages='')}</body></html>"
    assert read_listing(parse_document(source.encode(), BASE), as_of=date(2021, 7, 1)).shape is Shape.SHELL


@pytest.mark.parametrize(
    "hostile",
    [
        pytest.param("createPageHTML(" * 20_000, id="open calls"),
        pytest.param('"\\' * 50_000 + "createPageHTML(1", id="escaped quotes"),
        pytest.param("/*" * 60_000 + "createPageHTML(", id="open comments"),
        pytest.param("Pager({" + "a:1," * 30_000, id="open settings"),
    ],
)
@pytest.mark.timeout(20)
def test_hostile_scripts_cost_little(hostile: str) -> None:
    assert pager(script(hostile)) is None
