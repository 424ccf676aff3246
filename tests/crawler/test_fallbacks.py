"""Sources of addresses besides menus: sitemap files and the site's own search, and what they must not do."""

from __future__ import annotations

from datetime import date
from urllib.parse import quote

import pytest
from minisite import HOME, Answer, MiniSite, page, rows, search

from crawler.evidence import ColumnEvidence, FailureKind, Match, Outcome, Target
from crawler.readers.addresses import page_key

FRESH = rows(date(2026, 3, 20), date(2026, 3, 2), date(2026, 1, 9))
OTHERS = {name: f"/zwgk/{name}/" for name in ("人事信息", "应急管理", "统计信息", "财政信息", "招考信息", "重大项目")}
SITE: dict[str, Answer] = {
    "/": page(),
    "/zwgk/": page("政务公开", links=OTHERS),
    "/zwgk/zdmsxx/": page("政务公开", "重大民生信息", body=FRESH),
}
PATH = ("政务公开", "重大民生信息")


def sitemap(*paths: str) -> str:
    locations = "".join(f"<url><loc>{HOME.rstrip('/')}{path}</loc></url>" for path in paths)
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{locations}</urlset>'


def look(pages: dict[str, Answer], path: tuple[str, ...] = PATH) -> tuple[ColumnEvidence, MiniSite]:
    site = MiniSite({**SITE, **pages})
    return search(site, Target(key="k", path=path)).columns["k"], site


def places(evidence: ColumnEvidence) -> set[str]:
    return {one.place for one in (*evidence.looked, *evidence.opened)}


UNRELATED = [f"/xwzx/{name}/" for name in ("a1", "b2", "c3", "d4", "e5", "f6", "g7", "h8", "i9")]


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({"/sitemap.xml": sitemap(*UNRELATED, "/zwgk/zdmsxx/")}, id="named by its initials"),
        pytest.param(
            {
                "/sitemap.xml": sitemap("/x/1/", "/x/2/"),
                "/x/2/": page("<a href='/zwgk/'>政务公开</a>", "<a href='/zwgk/zdmsxx/'>重大民生信息</a>", body=FRESH),
            },
            id="few addresses, all looked at",
        ),
        pytest.param(
            {
                "/robots.txt": f"User-agent: *\nSitemap: {HOME}maps/all.xml\n",
                "/maps/all.xml": f"<sitemapindex><sitemap><loc>{HOME}maps/1.xml</loc></sitemap></sitemapindex>",
                "/maps/1.xml": sitemap(*UNRELATED, "/zwgk/zdmsxx/"),
            },
            id="an index that robots.txt names",
        ),
        pytest.param({"/sitemap.xml": f"{HOME}zwgk/zdmsxx/\n{HOME}xwzx/\n"}, id="plain text"),
    ],
)
def test_a_column_that_only_a_sitemap_file_names_is_found(files: dict[str, Answer]) -> None:
    evidence, _ = look(files)
    assert (evidence.outcome, evidence.newest) == (Outcome.FOUND, date(2026, 3, 20))
    assert evidence.located is not None
    assert (page_key(evidence.located.url or ""), evidence.located.match) == (
        page_key(HOME + "zwgk/zdmsxx/"),
        Match.EXACT,
    )
    assert "网站地图文件" in places(evidence)


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({"/sitemap.xml": sitemap(*UNRELATED)}, id="names other things"),
        pytest.param({"/sitemap.xml": page(title="页面不存在")}, id="a page instead"),
        pytest.param({"/sitemap.xml": "<urlset><url><loc>"}, id="broken"),
        pytest.param({"/sitemap.xml": FailureKind.UNREACHABLE}, id="no answer"),
        pytest.param({"/sitemap.xml": FailureKind.DISALLOWED, "/robots.txt": FailureKind.BLOCKED}, id="not allowed"),
        pytest.param({"/sitemap.xml": sitemap("/zwgk/zdmsxx/"), "/zwgk/zdmsxx/": 404}, id="a page that is gone"),
        pytest.param(
            {"/sitemap.xml": sitemap("/zwgk/zdmsxx/"), "/zwgk/zdmsxx/": page("政务公开", "专项检查", body=FRESH)},
            id="named alike, and another column",
        ),
        pytest.param(
            {"/sitemap.xml": sitemap(*UNRELATED), **dict.fromkeys(UNRELATED, FailureKind.UNREACHABLE)},
            id="pages that do not answer",
        ),
    ],
)
def test_a_sitemap_file_makes_no_missing_column_less_certain(files: dict[str, Answer]) -> None:
    evidence, _ = look(files)
    assert (evidence.outcome, evidence.looks) == (Outcome.ABSENT, 2)


def test_addresses_of_other_hosts_and_articles_are_not_opened() -> None:
    listed = "".join(
        f"<url><loc>{url}</loc></url>"
        for url in ("https://elsewhere.example/zwgk/zdmsxx/", HOME + "zwgk/202601/t20260105_1.html")
    )
    evidence, site = look({"/sitemap.xml": f"<urlset>{listed}</urlset>"})
    assert evidence.outcome is Outcome.ABSENT
    assert not [path for path in site.asked if "elsewhere" in path or "t2026" in path]


def test_the_number_of_pages_opened_is_bounded() -> None:
    paths = [f"/a{number}/zdmsxx/" for number in range(60)]
    _, site = look({"/sitemap.xml": sitemap(*paths), **dict.fromkeys(paths, page("走进云山", "云山概况"))})
    assert len([path for path in site.asked if path.endswith("/zdmsxx/")]) <= 8


# -- the site's own search ---------------------------------------------------------------------------------------------

FORM = '<form action="/search" method="get"><input type="hidden" name="site" value="1"><input name="q"></form>'
ASKED = f"/search?site=1&q={quote('重大民生信息')}"
ARTICLE = (
    "<html><head><title>民生实事进展</title><meta name='ArticleTitle' content='民生实事进展'></head><body>"
    "<div class='crumb'>当前位置：<a href='/'>首页</a> &gt; <a href='/zwgk/'>政务公开</a> &gt; "
    "<a href='/zwgk/zdmsxx/'>重大民生信息</a> &gt; 正文</div><h1>民生实事进展</h1><p>"
    + "进展顺利。" * 40
    + "</p></body></html>"
)


def results(*items: tuple[str, str]) -> str:
    lines = "".join(f"<li><a href='{url}'>{title}</a><span>2026-03-01</span></li>" for title, url in items)
    return page("站内搜索", body=f"<h2>重大民生信息</h2><ul class='list'>{lines}</ul>")


WITH_FORM: dict[str, Answer] = {"/": page(body=FORM)}


@pytest.mark.parametrize(
    "pages",
    [
        pytest.param(
            {
                ASKED: results(("民生实事进展情况", "/zwgk/202602/t20260205_7.html")),
                "/zwgk/202602/t20260205_7.html": ARTICLE,
            },
            id="the breadcrumb of an article",
        ),
        pytest.param({ASKED: results(("重大民生信息", "/zwgk/zdmsxx/"))}, id="the column itself"),
        pytest.param(
            {
                "/": page(
                    body="<script>function go(){location.href='/was5/web/search?channelid=2&searchword='+"
                    "encodeURIComponent(w)}</script>"
                ),
                f"/was5/web/search?channelid=2&searchword={quote('重大民生信息')}": results(
                    ("重大民生信息", "/zwgk/zdmsxx/")
                ),
            },
            id="an address that a script completes",
        ),
    ],
)
def test_a_column_that_only_the_search_knows_is_found(pages: dict[str, Answer]) -> None:
    evidence, _ = look({**WITH_FORM, **pages})
    assert (evidence.outcome, evidence.newest) == (Outcome.FOUND, date(2026, 3, 20))
    assert evidence.located is not None
    assert evidence.located.match is Match.EXACT


@pytest.mark.parametrize(
    ("pages", "place"),
    [
        pytest.param({ASKED: results()}, "站内搜索（没有可读的结果）", id="no results"),
        pytest.param({ASKED: FailureKind.UNREACHABLE}, "站内搜索（没有可读的结果）", id="no answer"),
        pytest.param({ASKED: 404}, "站内搜索（没有可读的结果）", id="no such page"),
        pytest.param({ASKED: page(body=FORM)}, "站内搜索（没有可读的结果）", id="the home page for everything"),
        pytest.param(
            {"/": page(body=FORM.replace("/search", "https://search.elsewhere.example/s"))},
            "站内搜索（设在其他网站，未使用）",
            id="on another site",
        ),
        pytest.param(
            {
                ASKED: results(("重大民生信息公开工作推进会召开", "/xwzx/202602/t20260205_7.html")),
                "/xwzx/202602/t20260205_7.html": page("新闻中心", "云山要闻", body="<p>" + "会议强调。" * 60 + "</p>"),
            },
            "站内搜索",
            id="an article that only speaks of it",
        ),
    ],
)
def test_a_search_makes_no_missing_column_less_certain(pages: dict[str, Answer], place: str) -> None:
    evidence, _ = look({**WITH_FORM, **pages})
    assert (evidence.outcome, evidence.looks) == (Outcome.ABSENT, 2)
    assert place in places(evidence)


def test_a_page_of_results_is_never_the_column() -> None:
    echo = page("重大民生信息", body=FRESH)
    evidence, _ = look({**WITH_FORM, ASKED: echo})
    assert evidence.outcome is Outcome.ABSENT


def test_nothing_is_asked_while_everything_is_found() -> None:
    evidence, site = look(WITH_FORM, ("政务公开",))
    assert evidence.outcome is Outcome.FOUND
    assert not [path for path in site.asked if "search" in path or path.endswith((".xml", ".txt"))]
