"""What stands beside a column's list, or instead of it, and must not be taken for it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from crawler.evidence import DateSource, Entry, Listing, Shape
from crawler.readers.document import parse_document
from crawler.readers.listing import is_ordered, newest_of, read_listing

AS_OF = date(2021, 7, 1)
TOP = """<div id="top"><div class="logo">云山区人民政府</div><div class="nav"><ul><li><a href="/">首页</a></li>
<li><a href="/zwgk/">政务公开</a></li><li><a href="/bsfw/">办事服务</a></li></ul></div>
<p id="clock">2021年07月01日 09:30:12 星期四</p></div>"""
CRUMB = (
    '<div class="wz">您现在的位置：<a href="/">首页</a> &gt;&gt; <a href="/zwgk/">政务公开</a> &gt;&gt; 规划信息</div>'
)
MENU = """<div class="l"><h2>政务公开</h2><ul><li><a href="../zcwj/">政策文件</a></li><li><a href="./">规划信息</a></li>
<li><a href="../tjxx/">统计信息</a></li><li><a href="../ndbg/">年度报告</a></li></ul></div>"""
FOOT = '<div class="foot"><p>版权所有：云山区人民政府 2018-06-01 上线 <a href="/about/">关于我们</a></p></div>'
MAIN = "".join(
    f'<li><a href="./202003/t202003{day}_{n}.html">云山区第{n}号专项规划编制情况说明</a><span>2020-03-{day}</span></li>'
    for n, day in enumerate([27, 20, 11, 10], 1)
)
FRESH = "".join(
    f'<li><a href="/zwdt/202106/t202106{day}_{n}.html">云山区领导调研第{n}季度重点工作推进情况</a><span>2021-06-{day}</span></li>'
    for n, day in enumerate([30, 29, 28, 27, 26, 25, 24, 23], 1)
)
WANTED = (date(2020, 3, 27), DateSource.ROW)


def page(content: str, *, title: str = "规划信息-云山区人民政府", head: str = "", crumb: str = CRUMB) -> str:
    return (
        f"<html><head><title>{title}</title>{head}</head><body>{TOP}{crumb}"
        f'<div class="con">{content}</div>{FOOT}</body></html>'
    )


def read(source: str, url: str = "http://yunshan.example/zwgk/ghxx/index.html", names: tuple[str, ...] = ()) -> Listing:
    return read_listing(parse_document(source.encode(), url), as_of=AS_OF, names=names)


def beside(block: str, *, main: str = MAIN, heading: str = "<h3>规划信息</h3>") -> str:
    return page(f'{MENU}<div class="m">{heading}<ul class="list">{main}</ul></div>{block}')


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            beside(f'<div class="r"><h3>最新信息</h3><ul>{FRESH}</ul></div>'), id="fresh list headed 最新信息"
        ),
        pytest.param(beside(f'<div class="r"><h3>热门文章</h3><ul>{FRESH}</ul></div>'), id="hot list"),
        pytest.param(beside(f'<div class="r"><h3>点击排行</h3><ul>{FRESH}</ul></div>'), id="ranking"),
        pytest.param(beside(f'<div class="r"><h3>推荐阅读</h3><ul>{FRESH}</ul></div>'), id="recommended"),
        pytest.param(
            beside(f'<div class="r"><h3>政务动态</h3><ul>{FRESH}</ul></div>'), id="fresh list of another column"
        ),
        pytest.param(beside(f'<div class="side"><ul>{FRESH}</ul></div>'), id="fresh side bar without heading"),
        pytest.param(
            page(
                f'<div class="r"><h3>政务动态</h3><ul class="list">{FRESH}</ul></div><div class="m"><h3>规划信息</h3><ul class="list">{MAIN}</ul></div>'
            ),
            id="fresh list before the main list",
        ),
        pytest.param(
            page(
                f'<div class="box"><h3>规划信息</h3><ul>{MAIN}</ul></div><div class="box"><h3>政务动态</h3><ul>{FRESH}</ul></div>'
            ),
            id="fresh list of the same design below",
        ),
        pytest.param(
            page(
                f'<table width="1000"><tr><td width="220"><b>通知公告</b><ul>{FRESH}</ul></td><td width="780"><ul>{MAIN}</ul>'
                '<div class="page">共4条 1/1页</div></td></tr></table>'
            ),
            id="layout table with a fresh left column",
        ),
        pytest.param(
            page(
                f'<div class="main"><ul>{MAIN}</ul><script>createPageHTML(3,0,"index","html");</script></div><div class="o"><ul>{FRESH}</ul></div>'
            ),
            id="only the pager tells them apart",
        ),
        pytest.param(
            page(
                f'<div class="marquee"><h4>通知公告</h4><ul>{FRESH}</ul></div>{MENU}<div class="m"><h3>规划信息</h3><ul>{MAIN}</ul></div>'
            ),
            id="fresh ticker above",
        ),
        pytest.param(
            beside('<div class="wx"><span>2021-06-30</span><a href="/wx/">微信公众号</a></div>'),
            id="a day beside a button",
        ),
        pytest.param(
            beside(
                "",
                main=MAIN.replace("</a>", "</a><p>现将2021年6月30日召开的会议情况公布如下，2021年12月31日前完成。</p>"),
            ),
            id="later days in excerpts",
        ),
        pytest.param(beside("", main=MAIN.replace("编制情况说明", "（2021-2035年）公示")), id="years in titles"),
        pytest.param(beside("", main=MAIN.replace("编制情况说明", "2021年6月30日听证会公告")), id="days in titles"),
        pytest.param(
            beside("", main=MAIN + '<li><a href="./x.html">明年起实施的规划</a><span>2031-01-01</span></li>'),
            id="a row after as-of",
        ),
        pytest.param(
            beside(
                "",
                main='<li><span class="zd">置顶</span><a href="./z.html">云山区总体规划图件</a><span>2015-01-01</span></li>'
                + MAIN,
            ),
            id="pinned old row first",
        ),
        pytest.param(
            beside("", main="".join(reversed([f"<li>{row}" for row in MAIN.split("<li>")[1:]]))), id="oldest first"
        ),
        pytest.param(
            beside(
                "", main=MAIN.replace("<span>2020-03-", "<span>更新时间：2021-06-30</span><span>发布时间：2020-03-")
            ),
            id="update times beside publish dates",
        ),
        pytest.param(beside("<!-- <ul>" + FRESH + "</ul> -->"), id="fresh list in a comment"),
        pytest.param(
            beside(
                "<script>var list='<li><a href=\"/a/1.html\">云山区要闻一则最新的标题</a><span>2021-06-30</span></li>';</script>"
            ),
            id="fresh rows in a script",
        ),
        pytest.param(
            beside(
                '<div class="links"><h3>友情链接</h3><ul>'
                + "".join(f'<li><a href="http://s{n}.example/">第{n}个兄弟单位的门户网站</a></li>' for n in range(30))
                + "</ul></div>"
            ),
            id="thirty friend links",
        ),
        pytest.param(beside("", heading=""), id="main list without heading"),
    ],
)
def test_newest_is_that_of_the_main_list(source: str) -> None:
    listing = read(source)
    assert listing.shape is Shape.LIST
    assert newest_of(listing) == WANTED


def test_expected_name_decides_between_equal_blocks() -> None:
    other = FRESH.replace("2021-06", "2020-06")
    source = page(
        f'<div class="b1"><h3>工作动态</h3><ul>{other}</ul></div><div class="b2"><h3>专项规划</h3><ul>{MAIN}</ul></div>',
        crumb="",
        title="云山区",
    )
    assert newest_of(read(source, names=("专项规划",))) == WANTED


def test_expected_name_yields_to_the_page_itself() -> None:
    side = f'<div class="r"><h3>通知公告</h3><ul>{FRESH}</ul></div>'
    assert newest_of(read(beside(side), names=("通知公告",))) == WANTED


def test_header_that_was_never_closed() -> None:
    source = (
        f"<title>规划信息</title><body><div class='header'><a href='/'>首页</a>{CRUMB}<h3>规划信息</h3><ul>{MAIN}</ul>"
    )
    assert newest_of(read(source)) == WANTED


def test_weekdays_behind_every_row_are_no_clocks() -> None:
    listing = read(page(f"<h3>规划信息</h3><ul>{MAIN.replace('</span>', ' 星期五</span>')}</ul>"))
    assert newest_of(listing) == WANTED


def test_years_not_printed_follow_the_addresses() -> None:
    old = "".join(
        f'<li><a href="./201903/t201903{day}_{n}.html">云山区第{n}号规划</a><span>03-{day}</span></li>'
        for n, day in enumerate([27, 20, 11], 1)
    )
    listing = read(page(f"<h3>规划信息</h3><ul>{old}</ul>"))
    assert newest_of(listing) == (date(2019, 3, 27), DateSource.ROW)
    assert not any(entry.inferred for entry in listing.entries)


def test_two_column_table_of_rows() -> None:
    cells = "".join(
        f"<tr><td><a href='./a{n}.html'>云山区第{n}号规划说明</a></td><td>2020-03-{20 + n}</td>"
        f"<td><a href='./b{n}.html'>云山区第{n}号计划说明</a></td><td>2020-02-{20 + n}</td></tr>"
        for n in range(1, 5)
    )
    listing = read(page(f"<h3>规划信息</h3><table>{cells}</table>"))
    assert len(listing.entries) == 8
    assert newest_of(listing) == (date(2020, 3, 24), DateSource.ROW)


def test_days_of_writing_alone_are_no_publish_dates() -> None:
    cells = "".join(
        f"<tr><td><a href='./a{n}.html'>云山区第{n}号规划</a></td><td>2020-03-2{n}</td></tr>" for n in range(1, 5)
    )
    listing = read(page(f"<h3>规划信息</h3><table><tr><th>标题</th><th>成文日期</th></tr>{cells}</table>"))
    assert (listing.shape, len(listing.entries)) == (Shape.LIST, 4)
    assert newest_of(listing) is None


def test_pins_and_future_rows_are_marked() -> None:
    listing = read(
        beside(
            "",
            main='<li><img src="/i/top.gif" alt="置顶"><a href="./z.html">云山区总体规划图件</a><span>2015-01-01</span></li>'
            + MAIN
            + '<li><a href="./x.html">明年起实施的规划</a><span>2031-01-01</span></li>',
        )
    )
    assert [entry.pinned for entry in listing.entries] == [True, False, False, False, False, False]
    assert [entry.future for entry in listing.entries] == [False] * 5 + [True]


TEXT = "<p>" + "云山区发展和改革局承担全区国民经济和社会发展规划的编制与实施工作，负责组织协调。" * 12 + "</p>"

SINGLE = [
    pytest.param(f'<h1>机构简介</h1><div class="text">{TEXT}</div>', id="plain text"),
    pytest.param(
        f'<h1>公开指南</h1><p>发布时间：2021-06-30 10:00 来源：区政府办 <a href="javascript:;">[打印]</a></p><div class="text">{TEXT}</div>',
        id="dated text",
    ),
    pytest.param(
        f'<h1>公开指南</h1><div class="info"><span>2021-06-30</span><a href="/share/">分享到微信朋友圈</a></div><div>{TEXT}</div>',
        id="day beside a link",
    ),
    pytest.param(
        f"<h1>机构职能</h1><div><p>2020年1月1日，区发改局成立。</p><p>2021年6月30日，区发改局搬迁至新址。</p>{TEXT}</div>",
        id="text about days",
    ),
    pytest.param(
        f'<h1>公开指南</h1><div>{TEXT}</div><div class="xg"><h3>相关文章</h3><ul>{FRESH}</ul></div>',
        id="text with related articles",
    ),
    pytest.param(
        f'<h1>规划信息</h1><div>{TEXT * 2}</div><div class="r"><h3>政务动态</h3><ul>{FRESH}</ul></div>',
        id="text beside another column's list",
    ),
    pytest.param(
        "<h1>联系电话</h1><p>办公室：0999-2012345（传真）；监督举报：0999-2012346；地址：云山区人民路20号；邮编：920201；办公时间：周一至周五8:30-12:00</p>",
        id="phone numbers",
    ),
    pytest.param(
        f'<h1>办公室主任</h1><div class="ldl"><ul><li><a href="">张三丰</a></li><li><a href="../lsg/">李四光</a></li></ul></div><div>{TEXT}</div>',
        id="leader page",
    ),
]


@pytest.mark.parametrize("content", SINGLE)
def test_single_texts(content: str) -> None:
    listing = read(page(MENU + f'<div class="m">{content}</div>'))
    assert listing.shape is Shape.SINGLE
    assert listing.entries == ()


EMPTY = [
    pytest.param(
        "<h3>规划信息</h3><ul></ul><div id=\"page_div\"></div><script>createPageHTML('page_div',1,1,'list','shtml',0)</script>",
        id="UCAP total 0",
    ),
    pytest.param(
        '<h3>规划信息</h3><ul class="list"></ul><div class="page"><script>createPageHTML(1,0,"index","html");</script></div>',
        id="TRS empty ul",
    ),
    pytest.param('<h3>规划信息</h3><ul class="list"> </ul>', id="empty ul under the column's name"),
    pytest.param('<h3>规划信息</h3><div class="list"><p>暂无数据</p></div>', id="暂无数据"),
    pytest.param('<h3>规划信息</h3><div class="list">该栏目暂无内容！</div>', id="该栏目暂无内容"),
    pytest.param(
        f'<h3>规划信息</h3><ul></ul></div><div class="side"><h3>政务动态</h3><ul>{FRESH}</ul>',
        id="empty beside a fresh side bar",
    ),
    pytest.param(
        f'<h3>规划信息</h3><ul></ul></div><div class="r"><h3>最新信息</h3><ul>{FRESH}</ul>',
        id="empty beside the latest news",
    ),
]


@pytest.mark.parametrize("clock", ["2021-07-01", "2021年7月1日 09:30", "今天是：2021年7月1日"])
def test_clocks_without_weekday_are_no_rows(clock: str) -> None:
    source = page(MENU + f'<div class="m"><h1>机构简介</h1><div class="text">{TEXT}</div></div>')
    assert "2021年07月01日 09:30:12 星期四" in source
    assert read(source.replace("2021年07月01日 09:30:12 星期四", clock)).shape is Shape.SINGLE


@pytest.mark.parametrize("content", EMPTY)
def test_empty_lists(content: str) -> None:
    listing = read(page(MENU + f'<div class="m">{content}</div>'))
    assert (listing.shape, listing.entries, listing.total) == (Shape.EMPTY_LIST, (), 0)


NOT_EMPTY = [
    pytest.param(
        '<h3>规划信息</h3><ul id="list"></ul><script>$("#list").html(rows)</script>', Shape.SHELL, id="filled by id"
    ),
    pytest.param(
        '<h3>规划信息</h3><ul id="newsList"></ul><script>$.ajax({url:"/api/list",success:show})</script>',
        Shape.SHELL,
        id="ajax",
    ),
    pytest.param('<h3>规划信息</h3><div id="listbox"></div>', Shape.SHELL, id="a named empty box"),
    pytest.param(
        '<h3>规划信息</h3><ul><li v-for="row in rows"><a :href="row.url">{{row.title}}</a></li></ul>',
        Shape.SHELL,
        id="Vue template",
    ),
    pytest.param(
        '<h3>规划信息</h3><script type="text/template">{{#each items}}<li><a href="{{url}}">{{title}}</a></li>{{/each}}</script>',
        Shape.SHELL,
        id="handlebars",
    ),
    pytest.param("<h3>规划信息</h3><ul></ul><!--<ul>" + MAIN + "</ul>-->", Shape.SHELL, id="list in a comment"),
    pytest.param(
        '<h3>规划信息</h3><iframe src="list.jsp?id=3" width="700" height="900"></iframe>',
        Shape.SHELL,
        id="list in a frame",
    ),
    pytest.param(
        '<h3>规划信息</h3><div><script url="/api-gateway/jpaas-publish-server/front/page/build/unit" queryData="{}"></script></div>',
        Shape.SHELL,
        id="jpaas",
    ),
    pytest.param(
        '<h3>规划信息</h3><ul id="list"></ul><p style="display:none">暂无数据</p><script>load("list")</script>',
        Shape.SHELL,
        id="hidden 暂无数据 of a script",
    ),
    pytest.param(
        '<h3>组织机构</h3><ul></ul><div class="content"><img src="/upload/zzjg.png" width="800"></div>',
        Shape.SINGLE,
        id="a picture",
    ),
    pytest.param('<ul></ul><div class="x">欢迎</div>', Shape.UNKNOWN, id="an empty ul that belongs to nothing"),
    pytest.param(
        '<form action="/s"><input name="q"><input type="submit" value="搜索"></form>', Shape.UNKNOWN, id="search form"
    ),
]


@pytest.mark.parametrize(("content", "shape"), NOT_EMPTY)
def test_what_may_be_filled_is_not_empty(content: str, shape: Shape) -> None:
    assert read(page(MENU + f'<div class="m">{content}</div>')).shape is shape


def test_a_menu_alone_is_no_list() -> None:
    assert read(page(MENU)).shape in (Shape.UNKNOWN, Shape.SECTION)


def test_picture_links_to_sub_columns_are_a_section() -> None:
    pictures = "".join(
        f'<li><a href="./zt{n}/"><img src="/i/{n}.jpg"><p>第{n}个专题专栏</p></a></li>' for n in range(1, 6)
    )
    listing = read(page(f'<div class="m"><ul class="pics">{pictures}</ul></div>'))
    assert listing.shape is Shape.SECTION


def entries(*days: date, pinned: int = 0) -> Listing:
    return Listing(
        shape=Shape.LIST,
        entries=tuple(
            Entry(
                title=f"第{n}条", url=None, date=day, date_source=DateSource.ROW, pinned=n < pinned, future=day > AS_OF
            )
            for n, day in enumerate(days)
        ),
    )


def back(*ago: int) -> list[date]:
    return [AS_OF - timedelta(days=days) for days in ago]


@pytest.mark.parametrize(
    ("listing", "ordered"),
    [
        pytest.param(entries(*back(1, 2, 3, 9)), True, id="new to old"),
        pytest.param(entries(*back(90, 1, 2, 3), pinned=1), True, id="pinned first"),
        pytest.param(entries(*back(90, 80, 1, 2, 3, 4)), True, id="two unmarked pins"),
        pytest.param(entries(*back(2, 1, 3, 9)), True, id="a day out of order"),
        pytest.param(entries(*back(1, 2, -30, 9)), True, id="a slip after as-of"),
        pytest.param(entries(*back(9, 3, 2, 1)), False, id="old to new"),
        pytest.param(entries(*back(1, 30, 5, 60, 2)), False, id="mixed"),
        pytest.param(entries(*back(90, 1)), False, id="two rows, the older first"),
    ],
)
def test_order(listing: Listing, ordered: bool) -> None:
    assert is_ordered(listing) is ordered


def test_newest_ignores_the_future() -> None:
    assert newest_of(entries(*back(-5, 10, 20))) == (AS_OF - timedelta(days=10), DateSource.ROW)
    assert newest_of(Listing(shape=Shape.EMPTY_LIST)) is None


@pytest.mark.parametrize(
    ("content", "shape"),
    [
        pytest.param(
            "".join(f'<li><a href="/channels/2021{n}.html">栏目{n}</a></li>' for n in range(6)),
            Shape.SECTION,
            id="numbered columns",
        ),
        pytest.param(
            "".join(f'<li><a href="t{n}.html">关于开展第{n}季度农产品抽检的通知</a></li>' for n in range(6)),
            Shape.LIST,
            id="titles without days",
        ),
        pytest.param(
            '<li><a href="12.html">关于印发农村道路养护办法的通知</a></li>',
            Shape.LIST,
            id="one title in the column's folder",
        ),
        pytest.param(
            '<li><a href="/other/12.html">关于印发农村道路养护办法的通知</a></li>',
            Shape.UNKNOWN,
            id="one title from elsewhere",
        ),
    ],
)
def test_undated_links(content: str, shape: Shape) -> None:
    assert read(page(f"<ul>{content}</ul>")).shape is shape


def test_rolling_news_are_no_list() -> None:
    rolling = "".join(f'<a href="n{n}.html">关于开展第{n}季度农产品抽检的通知</a>' for n in range(4))
    assert (
        read(page(f"<marquee>{rolling}</marquee><h3>规划信息</h3><ul></ul><p>暂无内容</p>")).shape is Shape.EMPTY_LIST
    )
