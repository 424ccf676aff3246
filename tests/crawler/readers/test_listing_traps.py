"""What stands beside a column's list and must not be taken for it."""

from __future__ import annotations

from datetime import date

import pytest
from listing_pages import CRUMB, FRESH, MAIN, MENU, WANTED, beside, page, read

from crawler.evidence import DateSource, Shape
from crawler.readers.listing import newest_of


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
