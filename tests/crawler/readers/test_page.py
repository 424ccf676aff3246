"""Redirect pages, challenges, soft 404s and empty answers; and what counts as the same page."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.evidence import Page
from crawler.readers.addresses import looks_like_article, resolve
from crawler.readers.page import PageFacts, is_home, page_key, read_page, same_page

PAGES = Path(__file__).parents[4] / "shared" / "pages"
URL = "http://www.qingxi.example/zwgk/"


def read(body: str | bytes, status: int = 200, url: str = URL) -> PageFacts:
    content = body.encode() if isinstance(body, str) else body
    return read_page(
        Page(
            requested=url,
            url=url,
            status=status,
            body=content,
            content_type="text/html",
            fetched_at=datetime(2022, 9, 1, tzinfo=UTC),
        )
    )


LONG = "<p>" + "青溪区召开年度政务公开工作推进会，部署下一阶段重点任务。" * 30 + "</p>"
MENU = "<ul>" + "".join(f"<li><a href=/c{n}/>栏目名称{n}</a></li>" for n in range(20)) + "</ul>"
ROWS = (
    "<ul>"
    + "".join(f"<li><a href=/t{n}.html>关于某事的通知{n}</a><span>2022-03-1{n}</span></li>" for n in range(9))
    + "</ul>"
)


@pytest.mark.parametrize(
    ("body", "target"),
    [
        pytest.param("<meta http-equiv=Refresh content='0;URL=./dwzn/'>", f"{URL}dwzn/", id="meta refresh"),
        pytest.param(
            "<meta http-equiv='refresh' content=\"3; url='/gk/'\">" + LONG,
            "http://www.qingxi.example/gk/",
            id="after 3 s",
        ),
        pytest.param(
            "<script>var lm='政务公开'; if(lm=='政务公开'){document.write('<meta http-equiv=\"Refresh\" "
            'content="0;URL=http://rsj.qingxi.example/gsgg/" />\')}</script>',
            "http://rsj.qingxi.example/gsgg/",
            id="meta refresh written by a script",
        ),
        pytest.param(
            "<div style='display:none'><p>某栏目</p><p id=\"url\">/a/c100/list.shtml</p></div><script>(function(){var url = "
            'document.getElementById("url").innerText;if(url){window.open(url,"_self");}})();</script>',
            "http://www.qingxi.example/a/c100/list.shtml",
            id="address in a hidden element",
        ),
        pytest.param(
            "<span id=url hidden>/a/c1/</span><script>window.open(document.getElementById('url').innerHTML,'_self')</script>",
            "http://www.qingxi.example/a/c1/",
            id="an element's words used at once",
        ),
        pytest.param(
            "<a id=go href='./gk/'></a><script>document.getElementById('go').click();</script>",
            f"{URL}gk/",
            id="a click",
        ),
        pytest.param(
            "<a id=go href='./gk/'></a><script>location = $('#go').attr('href')</script>",
            f"{URL}gk/",
            id="a link's href",
        ),
        pytest.param("<script>location.href=$('#none').text()</script>", None, id="an element that is not there"),
        pytest.param("<script>location.href='list.html'</script>", f"{URL}list.html", id="location.href"),
        pytest.param("<script>window.location.replace('./a/'); </script>", f"{URL}a/", id="location.replace"),
        pytest.param(
            "<script>var u = '../b/' + 'c.html'; top.location = u;</script>",
            "http://www.qingxi.example/b/c.html",
            id="var",
        ),
        pytest.param(
            "<script>function go(){location.href='d/'} go();</script>", f"{URL}d/", id="a function that is called"
        ),
        pytest.param(
            "<body onload='go()'><script>function go(){location.href='d/'}</script>", f"{URL}d/", id="called on load"
        ),
        pytest.param("<script>location.replace('/zwgk/index.html')</script>", f"{URL}index.html", id="its own index"),
        pytest.param(
            "<script>if(/iPhone/.test(navigator.userAgent)){location.href='/m/'}else{location.href='/pc/'}</script>",
            "http://www.qingxi.example/pc/",
            id="telephones elsewhere",
        ),
        pytest.param(
            "<script>function go(){location.href='d/'}</script>", None, id="a function that waits for a click"
        ),
        pytest.param(
            "<script>if(/iPhone/.test(navigator.userAgent)){location.href='/m/'}</script>", None, id="telephones only"
        ),
        pytest.param("<script>location.href='list.html'</script>" + LONG + MENU, None, id="a page with content"),
        pytest.param("<script>location.href='/s?q='+word</script>", None, id="address put together at run time"),
        pytest.param("<script>window.open('/popup.html')</script>", None, id="a new window"),
        pytest.param("<script>//location.href='old.html'</script>", None, id="commented out"),
        pytest.param("<meta http-equiv=refresh content='300'>", None, id="reload"),
        pytest.param("<meta http-equiv=refresh content='300;url=/other/'>", None, id="after five minutes"),
        pytest.param("<meta http-equiv=refresh content='0;url=/zwgk/'>", None, id="to itself"),
        pytest.param(
            "<noscript><meta http-equiv=refresh content='0;url=/nojs/'></noscript>", None, id="without scripts only"
        ),
        pytest.param("<!--<meta http-equiv=refresh content='0;url=/x/'>-->", None, id="comment"),
    ],
)
def test_redirect(body: str, target: str | None) -> None:
    assert read(body).redirect == target


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("<script>$_ts=window['$_ts'];$_ts.cd='abc'</script>", True, id="瑞数"),
        pytest.param(
            "<script>document.cookie='__jsl_clearance=1';location.href=location.pathname</script>", True, id="加速乐"
        ),
        pytest.param(
            "<title>网站防火墙</title><p>您的请求带有不合法参数，已被网站管理员设置拦截！</p>", True, id="安全狗"
        ),
        pytest.param("<p>访问过于频繁，请稍后再试</p>", True, id="throttled"),
        pytest.param("<title>安全验证</title><p>请完成滑动验证后继续访问</p>", True, id="captcha with a title"),
        pytest.param("<p>请完成安全验证</p>", True, id="captcha"),
        pytest.param("<p>当前访问疑似黑客攻击，您的访问已被拦截。</p>", True, id="blocked"),
        pytest.param(MENU + "<p>请求过于频繁的咨询将合并答复</p>", False, id="an ordinary page that says so"),
        pytest.param(
            LONG + "<p>网站防火墙采购项目公告：Web应用防火墙一台</p>" + LONG, False, id="an article about firewalls"
        ),
        pytest.param("<script src=app.js></script><div id=app></div>", False, id="script shell"),
        pytest.param("<ul></ul>", False, id="empty list"),
    ],
)
def test_challenge(body: str, expected: bool) -> None:
    assert read(body).challenge is expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("<title>404 Not Found</title><h1>404 Not Found</h1><hr>nginx", True, id="nginx"),
        pytest.param("<title>404页面</title>" + MENU, True, id="title, with the site's menu"),
        pytest.param(
            "<title>青溪区人民政府</title><p>您访问的页面不存在或已被删除！</p><a href=/>返回首页</a>", True, id="text"
        ),
        pytest.param("<title>青溪区</title><p>对不起，您访问的栏目不存在</p>", True, id="column gone"),
        pytest.param("<p>该文章已删除</p>", True, id="article deleted"),
        pytest.param("<p>抱歉，找不到您访问的页面</p>", True, id="找不到"),
        pytest.param(MENU + "<div><h2>您访问的页面不存在</h2></div>", True, id="heading, with the site's menu"),
        pytest.param("<title>通知公告</title><ul></ul>", False, id="empty list"),
        pytest.param("<title>关于青溪府〔2022〕404号文件的解读</title>" + LONG, False, id="404 in a title"),
        pytest.param(
            "<title>工作动态</title>" + ROWS + "<p>您访问的页面不存在时请联系我们</p>", False, id="a list that says so"
        ),
        pytest.param("<title>404路公交线路调整</title>" + LONG, False, id="bus line 404"),
        pytest.param(
            LONG + "<p>网站整改：修复“您访问的页面不存在”等错误链接</p>", False, id="an article about broken links"
        ),
        pytest.param("", False, id="empty body"),
    ],
)
def test_soft_404(body: str, expected: bool) -> None:
    assert read(body).soft_404 is expected


def test_a_real_404_is_no_soft_404() -> None:
    assert not read("<title>404 Not Found</title>", status=404).soft_404


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("", True, id="no byte"),
        pytest.param("<html><body> </body></html>", True, id="blank body"),
        pytest.param("<script src=a.js></script>", False, id="script shell"),
        pytest.param("<iframe src=list.html></iframe>", False, id="frame"),
        pytest.param("<img src=a.png>", False, id="picture"),
        pytest.param("<p>无</p>", False, id="text"),
    ],
)
def test_empty_body(body: str, expected: bool) -> None:
    assert read(body).empty_body is expected


SAME = [
    pytest.param("http://a.example", "https://a.example/index.html", True, id="scheme and index file"),
    pytest.param("http://a.example/x", "http://a.example/x/", True, id="trailing slash"),
    pytest.param(
        "http://a.example:80/x/index.shtml", "http://A.example/x/default.htm", True, id="port, case, index files"
    ),
    pytest.param(
        "http://a.example/x;jsessionid=1A?b=2&a=1", "http://a.example/x?a=1&b=2&jsessionid=2", True, id="session"
    ),
    pytest.param("http://a.example/x#top", "http://a.example/x", True, id="fragment of a place on the page"),
    pytest.param("http://a.example/%E6%94%BF/", "http://a.example/政/", True, id="percent encoding"),
    pytest.param(
        "http://a.example/gkmlpt/index#12", "http://a.example/gkmlpt/index#13", False, id="fragments that name columns"
    ),
    pytest.param("http://a.example/list?id=1", "http://a.example/list?id=2", False, id="parameters"),
    pytest.param("http://a.example:8080/", "http://a.example/", False, id="ports"),
    pytest.param("http://a.example/index_1.html", "http://a.example/index.html", False, id="second page"),
]


@pytest.mark.parametrize(("one", "other", "same"), SAME)
def test_same_page(one: str, other: str, same: bool) -> None:
    assert same_page(one, other) is same
    assert (page_key(one) == page_key(other)) is same


def test_home() -> None:
    assert is_home("https://www.qingxi.example/index.html", "http://www.qingxi.example")
    assert is_home("http://qingxi.example/", "http://www.qingxi.example/index.shtml")
    assert not is_home("http://www.qingxi.example/zwgk/", "http://www.qingxi.example/")


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        pytest.param("../a/./b.html?x=../y#top", "http://h.example/p/a/b.html?x=../y", id="dots"),
        pytest.param("../../../../z", "http://h.example/z", id="above the root"),
        pytest.param("..", "http://h.example/p/", id="folder above"),
        pytest.param(".", "http://h.example/p/q/", id="this folder"),
        pytest.param("/", "http://h.example/", id="root"),
        pytest.param("?page=2", "http://h.example/p/q/i.html?page=2", id="query only"),
        pytest.param("//o.example/x", "http://o.example/x", id="other host"),
        pytest.param(" \n a\\b.html", "http://h.example/p/q/a/b.html", id="blanks and backslashes"),
        pytest.param("/x?u=http://o.example/", "http://h.example/x?u=http://o.example/", id="address in the query"),
        pytest.param("HTTPS://o.example/x", "HTTPS://o.example/x", id="capitals"),
        pytest.param("http://[", None, id="impossible host"),
        pytest.param("http:///x", None, id="no host"),
        pytest.param("file:///etc/passwd", None, id="file"),
        pytest.param("data:text/html,x", None, id="data"),
        pytest.param("JavaScript:void(0)", None, id="script"),
    ],
)
def test_resolve(href: str, expected: str | None) -> None:
    assert resolve("http://h.example/p/q/i.html", href) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/zwgk/202206/t20220609_962715.html", True),
        ("/art/2020/8/14/art_1229179150_1872814.html", True),
        ("/site/c100494/2020/12/28/0123456789abcdef0123456789abcdef.shtml", True),
        ("/gkmlpt/content/9/9123/post_9123456.html", True),
        ("/info/1029/12345.htm", True),
        ("/files/P020220101.pdf", True),
        ("/zwgk/ghjh/", False),
        ("/col/col1229565788/index.html", False),
        ("/site/c100562/xxgk_list.shtml", False),
        ("/", False),
    ],
)
def test_article_addresses(path: str, expected: bool) -> None:
    assert looks_like_article(f"http://h.example{path}") is expected


@pytest.mark.skipif(not PAGES.exists(), reason="needs the saved sites in ../shared/pages")
def test_saved_pages_are_ordinary_pages() -> None:
    odd = {}
    for path in sorted(PAGES.rglob("*.html"))[::3]:
        facts = read(path.read_bytes(), url=f"http://site.example/{path.name}")
        jumps = path.name == "jump.html"
        if facts.challenge or facts.soft_404 or facts.empty_body or (facts.redirect is not None) is not jumps:
            odd[str(path)] = facts.redirect
    assert odd == {}
