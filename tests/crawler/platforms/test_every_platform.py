"""What holds for every platform module, also for those still to come: each is found by walking, none is named here.

A module that reads answers needs a case in endpoint_pages.py (or, when it only turns pages, in `TURNING`).
"""

from __future__ import annotations

from datetime import date

import pytest
from endpoint_pages import AS_OF, CASES, EPOINT, EPOINT_SETTINGS, SITE, asked_of, dumped, one_of, shell

from crawler.evidence import Listing, Shape
from crawler.readers.dialects import dialects, offering
from crawler.readers.document import parse_document
from crawler.readers.endpoints import Endpoint, Question
from crawler.readers.listing import read_listing
from crawler.readers.pager import MOST_NEXT, find_pager

COLUMN = f"{SITE}/zwgk/tzgg/"
TURNING = (
    "<ul><li><a href='a.html'>云山区关于编报预算的通知</a><span>2026-03-01</span></li></ul><a href='javascript:goToPageURL(2)'>"
    "下一页</a><form action='/list.jsp' method='post'><input type='hidden' name='currpage' value='1'><input type='hidden' "
    "name='colid' value='77'></form>"
)

LOGIN = shell(
    "<form action='/login' method='post'>用户名<input name='user'> 密码<input type='password' name='pass'><button>登录</button>"
    "</form><p>您尚未登录或登录已超时，请重新登录。</p>",
    name="用户登录",
)
NEWS = "".join(f"<li><a href='/xw/{n}.html'>云山区要闻动态报道之{n}</a></li>" for n in range(9))
UNRECOGNISED = {
    "nothing": b"",
    "white space": b" \r\n\t ",
    "a byte order mark alone": b"\xef\xbb\xbf",
    "no text": bytes(range(256)),
    "an error page": "<html><body><h1>500</h1><p>系统繁忙，请稍后再试</p></body></html>".encode(),
    "an error page that says nothing was found": "<html><body><p>暂无数据</p></body></html>".encode(),
    "a page of a firewall": "<html><title>访问被拦截</title><body>您的请求已被拦截，事件编号：0</body></html>".encode(),
    "a login page": LOGIN.encode(),
    "a home page without days": shell(f"<ul>{NEWS}</ul>", name="首页").encode(),
    "a shell": b"<html><body><div id='app'></div><script src='/app.js'></script></body></html>",
    "null": b"null",
    "false": b"false",
    "zero": b"0",
    "a word": '"暂无数据"'.encode(),
    "an empty list": b"[]",
    "an empty object": b"{}",
    "lists of nothing": b"[[], [], []]",
    "an error in JSON": dumped({"code": 500, "msg": "参数错误", "data": None}),
    "a success without data": dumped({"code": 0, "success": True, "message": "ok"}),
    "data of null": dumped({"data": None, "total": None}),
    "data of an empty list": dumped({"code": 200, "data": []}),
    "data of an empty object": dumped({"status": 1, "data": {}}),
    "rows in another place": dumped({"result": {"list": [{"biaoti": "云山区通知", "riqi": "2026-03-01"}], "sum": 1}}),
    "a total of 0 in another place": dumped({"result": {"list": [], "sum": 0}, "count": 0, "msg": "共0条"}),
    "a login in JSON": dumped({"code": 401, "msg": "未登录", "data": {"url": "/login"}}),
    "padding without a call": b"callback()",
    "a call with null": b"jQuery1(null);",
    "half an answer": b'{"data": {"total": 0, "results": [',
    "XML of another kind": b"<?xml version='1.0'?><response><code>0</code></response>",
    "a store without a total": b"<datastore><recordset></recordset></datastore>",
    "a message in XML": "<datastore><message>参数错误</message></datastore>".encode(),
}


def _asking() -> dict[str, Question]:
    """One question for every module that reads answers, at its last request."""
    found = {case.name: one_of(case) for case in CASES}
    settings = found[EPOINT.name]
    after = settings.answer(EPOINT_SETTINGS, settings.endpoint, AS_OF)
    assert isinstance(after, Endpoint)
    found[f"{EPOINT.name}, its rows"] = Question(endpoint=after, answer=settings.answer)
    (found["posted_pages"],) = asked_of(shell(TURNING), f"{COLUMN}index.html")
    return found


ASKING = _asking()


def test_every_module_that_reads_answers_is_examined_here() -> None:
    reading = {module.__name__.rpartition(".")[2] for module in offering("answer")}
    assert reading <= set(ASKING), "add a case to endpoint_pages.py"


def test_every_module_offers_something() -> None:
    for module in dialects():
        assert any(hasattr(module, name) for name in ("pager", "expanded", "endpoint", "trail", "search")), (
            module.__name__
        )
        assert hasattr(module, "endpoint") == hasattr(module, "answer"), module.__name__


@pytest.mark.parametrize("answer", UNRECOGNISED)
@pytest.mark.parametrize("name", ASKING)
def test_an_answer_nobody_knows_is_neither_empty_nor_a_list(name: str, answer: str) -> None:
    question = ASKING[name]
    assert question.answer(UNRECOGNISED[answer], question.endpoint, AS_OF) is None


@pytest.mark.parametrize("name", [name for name in ASKING if ASKING[name].further is not None])
def test_further_pages_stay_on_the_host_and_differ(name: str) -> None:
    question = ASKING[name]
    asked = set()
    for number in (1, 2, 3, 40):
        endpoint = question.further(question.endpoint, number) if question.further else None
        if endpoint is None:
            continue  # EPOINT asks for its settings first
        assert endpoint.number == number
        assert endpoint.url.startswith(f"{SITE}/")
        assert endpoint.page == question.endpoint.page
        asked.add((endpoint.url, endpoint.data))
    assert len(asked) in (0, 4)


#: Pagers as the platforms write them: the address and the body of page n of `LENGTH`.
LENGTH = 4
Pages = dict[str, str]


def _trs(call: str) -> Pages:
    names = ["index.html", *(f"index_{n}.html" for n in range(1, LENGTH))]
    return {name: f"<script>{call.format(pages=LENGTH, now=now)}</script>" for now, name in enumerate(names)}


def _ucap(name: str) -> Pages:
    names = [f"{name}.shtml", *(f"{name}_{n}.shtml" for n in range(2, LENGTH + 1))]
    call = "<script>createPageHTML('page_div',{},{},'{}','shtml',61)</script>"
    return {one: call.format(LENGTH, now, name) for now, one in enumerate(names, 1)}


def _linked(names: list[str], counts: str = "", *, words: bool = True) -> Pages:
    found, folder = {}, names
    names = [f"/zwgk/tzgg/{name}" for name in names]
    for now, name in enumerate(folder):
        links = [f"<a href='{one}'>{n}</a>" if n - 1 != now else f"<b>{n}</b>" for n, one in enumerate(names, 1)]
        if words and now:
            links = [f"<a href='{names[0]}'>首页</a><a href='{names[now - 1]}'>上一页</a>", *links]
        if words and now < len(names) - 1:
            links += [f"<a href='{names[now + 1]}'>下一页</a><a href='{names[-1]}'>尾页</a>"]
        found[name] = f"<div class='pages'>{counts.format(now=now + 1, pages=len(names))} {' '.join(links)}</div>"
    return found


def _options(names: list[str]) -> Pages:
    found = {}
    for now, name in enumerate(names):
        options = (f"<option value='{one if n != now else ''}'>{n + 1}</option>" for n, one in enumerate(names))
        found[name] = f"<div><select id='PageSelect_3'>{''.join(options)}</select></div>"
    return found


def _id_paths() -> Pages:
    names = ["index.html", *(f"index_83_{n}.html" for n in range(LENGTH - 1, 0, -1))]
    turn = "<a tagname='{}' href='#'>下页</a><a tagname='{}' href='#'>尾页</a>"
    counts = f"<script>var maxPageNum83={LENGTH};</script>"
    return {
        name: counts + (turn.format(names[now + 1], names[-1]) if now + 1 < LENGTH else "")
        for now, name in enumerate(names)
    }


DYNAMIC = [
    "list.jsp?wbtreeid=1029",
    *(f"list.jsp?totalpage={LENGTH}&PAGENUM={n}&wbtreeid=1029" for n in range(2, LENGTH + 1)),
]
PAGERS: dict[str, Pages] = {
    "TRS": _trs("createPageHTML({pages}, {now}, 'index', 'html');"),
    "TRS, createPage": _trs("createPage({pages}, {now}, 'index', 'html');"),
    "TRS, settings": _trs("Pager({{size:{pages}, current:{now}, prefix:'index', suffix:'html'}});"),
    "TRS, variables": _trs("var countPage = {pages}; var currentPage = {now}; for(;;){{}}"),
    "UCAP": _ucap("zwgklist"),
    "UCAP, a name that ends in a digit": _ucap("list_2"),
    "VSB, static": _linked(["tzgg.htm", *(f"tzgg/{n}.htm" for n in range(LENGTH - 1, 0, -1))], "共61条 {now}/{pages}"),
    "VSB, dynamic": _linked(DYNAMIC),
    "SiteServer": _linked(["18105.html", *(f"18105_{n}.html" for n in range(2, LENGTH + 1))], "共 61 条 第 {now} / {pages} 页"),
    "SiteServer, options": _options(["node_12.html", *(f"node_12_{n}.html" for n in range(2, LENGTH + 1))]),
    "DedeCMS": _linked([f"list_12_{n}.html" for n in range(1, LENGTH + 1)], "<span class='pageinfo'>共 {pages} 页61条</span>"),
    "DedeCMS, numbers": _linked([f"list_12_{n}.html" for n in range(1, LENGTH + 1)], "<i class='thisclass'></i>", words=False),
    "DedeCMS, dynamic": _linked([f"list.php?tid=12&TotalResult=61&PageNo={n}" for n in range(1, LENGTH + 1)], "<i class='pageinfo'></i>"),
    "id paths": _id_paths(),
    "numbers alone": _linked(["index.html", *(f"index_{n}.html" for n in range(2, LENGTH + 1))], words=False),
    "numbers alone, from 0": _linked(["index.html", *(f"index_{n}.html" for n in range(1, LENGTH))], words=False),
}  # fmt: skip
WANDERING = (
    "<div class='side'><h3>政策文件</h3><a href='/zwgk/zcwj/index_2.html'>2</a><a href='http://other.example/zwgk/tzgg/index_2.html'>"
    "3</a><a href='/zwgk/zcwj/'>更多</a></div><p>上一篇：<a href='/zwgk/zcwj/t1.html'>无</a> 下一篇：<a href='/zwgk/zcwj/t2.html'>另一篇</a></p>"
)


def _source(name: str, page: str, rest: str) -> bytes:
    rows = "".join(
        f"<li><a href='/a/{n}.html'>云山区关于第{n}项工作的通知</a><span>2026-03-0{9 - n}</span></li>" for n in range(5)
    )
    return (
        f"<html><title>{name}</title><body><div class='main'><ul>{rows}</ul>{page}</div>{rest}</body></html>".encode()
    )


@pytest.mark.parametrize("rest", ["", WANDERING], ids=["alone", "beside other lists"])
@pytest.mark.parametrize("name", PAGERS)
def test_turning_reads_each_page_once_and_no_other(name: str, rest: str) -> None:
    pages = {f"{COLUMN}{one}": body for one, body in PAGERS[name].items()}
    addresses = list(pages)
    for now, url in enumerate(addresses):
        pager = find_pager(parse_document(_source("通知公告", pages[url], rest), url))
        if pager is None:
            assert now == len(addresses) - 1, "only the last page may say nothing"
            continue
        assert len(pager.next_urls) <= MOST_NEXT
        assert set(pager.next_urls) <= set(addresses[now + 1 :]), "only pages still ahead, all of this column"
        assert len(set(pager.next_urls)) == len(pager.next_urls)
        assert pager.last_url in (None, addresses[-1])
        if now < len(addresses) - 1:
            assert pager.next_urls[0] == addresses[now + 1]


@pytest.mark.parametrize("name", PAGERS)
def test_a_page_whose_pager_leads_to_itself_is_not_turned(name: str) -> None:
    first = f"{COLUMN}{next(iter(PAGERS[name]))}"
    body = next(iter(PAGERS[name].values()))
    elsewhere = parse_document(_source("通知公告", body.replace("href='", f"href='{first}#"), ""), first)
    listing = read_listing(elsewhere, as_of=date(2026, 3, 31))
    assert isinstance(listing, Listing)
    assert listing.shape is Shape.LIST
    assert first not in listing.next_pages
