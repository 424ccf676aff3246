"""The site's own search where it is posted, as a form or to a platform's interface; what may never be posted."""

from __future__ import annotations

import json
from datetime import date
from urllib.parse import quote, urlencode

import pytest
from fetch_server import Servers, answer, now, plan_for
from minisite import AS_OF, HOME, Answer, MiniSite, page, rows, search

from crawler.evidence import ColumnEvidence, Match, Outcome, SiteEvidence, Target
from crawler.run import crawl

NAME = "重大民生信息"
FRESH = rows(date(2026, 3, 20), date(2026, 3, 2), date(2026, 1, 9))
OTHERS = {name: f"/zwgk/{name}/" for name in ("人事信息", "应急管理", "统计信息", "财政信息", "招考信息", "重大项目")}
SITE: dict[str, Answer] = {
    "/": page(),
    "/zwgk/": page("政务公开", links=OTHERS),
    "/zwgk/zdmsxx/": page("政务公开", NAME, body=FRESH),
}
FORM = (
    "<form action='/so/find' method='post' class='search'><input type='hidden' name='_token' value='a8+/Zq=='>"
    "<input type='text' name='words' placeholder='请输入关键字'><input type='submit' name='go' value='搜索'></form>"
)
SENT = urlencode((("_token", "a8+/Zq=="), ("go", "搜索"), ("words", NAME)))
RESULTS = page("站内搜索", body=f"<h2>搜索结果</h2><ul><li><a href='/zwgk/zdmsxx/'>{NAME}</a></li></ul>")


def look(pages: dict[str, Answer]) -> tuple[ColumnEvidence, MiniSite]:
    site = MiniSite({**SITE, **pages})
    return search(site, Target(key="k", path=("政务公开", NAME))).columns["k"], site


def places(evidence: ColumnEvidence) -> set[str]:
    return {one.place for one in (*evidence.looked, *evidence.opened)}


def dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


JSEARCH = "/jsearchfront/interfaces/cateSearch.do"
EPOINT = "/inteligentsearch/rest/esinteligentsearch/getFullTextDataNew"
COUNTED = f"/jsearchfront/visit/link.do?url={quote(HOME + 'zwgk/zdmsxx/', safe='')}&q=1"
RECORD = {"title": f"<em>{NAME}</em>", "linkurl": "/zwgk/zdmsxx/", "infodate": "2026-03-20"}
INTERFACES = [
    pytest.param(
        "<a href='/jsearchfront/search.do?websiteid=330101000000000&amp;tpl=12'>搜索</a>",
        f"{JSEARCH} POST websiteid=330101000000000&tpl=12&p=1&pg=10&pos=title&q={quote(NAME)}",
        {"total": 1, "result": [f"<div class='t'><a href='{COUNTED}'><em>{NAME}</em></a><p>民生</p></div>"]},
        id="jsearch",
    ),
    pytest.param(
        "<script src='/js/webBuilderCommon.js'></script>",
        EPOINT,
        {"result": {"totalcount": 1, "records": [RECORD]}},
        id="Epoint",
    ),
    pytest.param(
        "<script src='/js/webBuilderCommon.js'></script>",
        EPOINT,
        {"code": 200, "content": dumped({"result": {"totalcount": 1, "records": [RECORD]}})},
        id="Epoint, the answer as text",
    ),
    pytest.param(
        "<script>var asked = {code:'18f', pageNo:1, pageSize:10, searchWord: words()}; $.ajax({url:'/irs/front/search', "
        "type:'post', data: JSON.stringify(asked)})</script>",
        f'/irs/front/search POST {{"code": "18f", "pageSize": 10, "pageNo": 1, "searchWord": "{NAME}"}}',
        {"data": {"middle": {"listAndBox": [{"data": {"title_no_tag": NAME, "url": HOME + "zwgk/zdmsxx/"}}]}}},
        id="海云",
    ),
]


def test_a_posted_form_is_asked_with_its_token() -> None:
    evidence, site = look({"/": page(body=FORM), f"/so/find POST {SENT}": RESULTS})
    assert (evidence.outcome, evidence.newest) == (Outcome.FOUND, date(2026, 3, 20))
    assert evidence.located is not None
    assert evidence.located.match is Match.EXACT
    assert "X-Requested-With" not in site.headers[f"/so/find POST {SENT}"]


@pytest.mark.parametrize(("body", "asked", "said"), INTERFACES)
def test_an_interface_is_asked(body: str, asked: str, said: object) -> None:
    if " POST " not in asked:
        _, site = look({"/": page(body=body)})
        asked = next(path for path in site.asked if path.startswith(f"{asked} POST "))
        assert json.loads(asked.partition(" POST ")[2])["wd"] == NAME
    evidence, _ = look({"/": page(body=body), asked: dumped(said)})
    assert (evidence.outcome, evidence.newest) == (Outcome.FOUND, date(2026, 3, 20)), evidence.reason


@pytest.mark.parametrize(("body", "asked", "said"), INTERFACES)
@pytest.mark.parametrize("answer", ["null", "{}", '{"code": 500}', "", "<html><body>系统繁忙</body></html>"])
def test_an_answer_that_is_not_understood_changes_nothing(body: str, asked: str, said: object, answer: str) -> None:
    evidence, _ = look({"/": page(body=body), asked: answer})
    assert (evidence.outcome, evidence.looks) == (Outcome.ABSENT, 2)


def test_the_next_search_is_asked_where_the_first_does_not_answer() -> None:
    forms = (
        "<form action='/dead' method='get'><input name='q'></form>"
        + FORM
        + "<form action='/third'><input name='q'></form>"
    )
    evidence, site = look({"/": page(body=forms), f"/so/find POST {SENT}": RESULTS})
    assert evidence.outcome is Outcome.ABSENT
    assert len([path for path in site.asked if path.startswith(("/dead", "/third", "/so"))]) <= 2
    assert "站内搜索（没有可读的结果）" in places(evidence)
    evidence, site = look({"/": page(body=forms.replace("/third", "/dead")), f"/so/find POST {SENT}": RESULTS})
    assert evidence.outcome is Outcome.FOUND


@pytest.mark.parametrize(
    "form",
    [
        pytest.param(FORM.replace("/so/find", "https://search.elsewhere.example/so"), id="on another host"),
        pytest.param(
            "<form action='/login' method='post'><input name='user'><input type='password' name='p'><button>搜索</button></form>",
            id="a login",
        ),
        pytest.param(
            "<form action='/letters/search' method='post'><input name='title'><textarea name='content'></textarea></form>",
            id="a letter box",
        ),
        pytest.param(
            "<form action='/xjcx' method='post'><input name='code' placeholder='信件编号'><input type='submit' value='搜索'></form>",
            id="letters by their number",
        ),
        pytest.param(
            "<form action='/subscribe' method='post'><input name='key'><input type='submit' value='订阅'></form>",
            id="a subscription",
        ),
        pytest.param(
            "<form action='/save' method='post'><input name='q'><input type='submit' value='提交'></form>",
            id="no search",
        ),
        pytest.param(
            "<form action='/so' method='post' class='search'><input name='q'><input name='code' placeholder='验证码'></form>",
            id="with a captcha",
        ),
        pytest.param(
            "<form action='/so' method='post' class='search' enctype='multipart/form-data'><input name='q'></form>",
            id="that takes files",
        ),
        pytest.param("<form action='/so' method='put' class='search'><input name='q'></form>", id="another method"),
    ],
)
def test_what_is_never_posted(form: str) -> None:
    evidence, site = look({"/": page(body=form)})
    assert evidence.outcome is Outcome.ABSENT
    assert not [path for path in site.asked if " POST " in path or "elsewhere" in path]


def test_over_the_line(servers: Servers) -> None:
    server = servers.open({})
    html = "text/html; charset=utf-8"
    for path, body in {**SITE, "/so/find": RESULTS}.items():
        server.routes[path] = answer(str(body), content_type=html)
    server.routes["/"] = answer(page(body=FORM), content_type=html, set_cookie="sid=s1; Path=/")
    done: list[SiteEvidence] = []
    plan = plan_for(server, targets=(Target(key="k", path=("政务公开", NAME)),))
    crawl([plan], as_of=AS_OF, now=now, on_site=done.append)
    found = done[0].columns["k"]
    assert (found.outcome, found.newest) == (Outcome.FOUND, date(2026, 3, 20)), found.reason
    posted = [asked for asked in server.log if asked.method == "POST"]
    assert [(asked.path, asked.body) for asked in posted] == [("/so/find", SENT.encode())]
    assert posted[0].headers["cookie"] == "sid=s1"
    assert posted[0].headers["content-type"] == "application/x-www-form-urlencoded"
    assert posted[0].headers["referer"] == f"{server.url}/"
