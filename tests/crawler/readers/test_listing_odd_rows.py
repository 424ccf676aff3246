"""Rows and pages that sites write in odd ways: files to load down, days in words, accordions beside one document."""

from __future__ import annotations

from datetime import date

import pytest
from listing_pages import page, read

from crawler.evidence import Shape
from crawler.readers.listing import newest_of

ACCORDION = "".join(
    f'<div class="acc"><div class="act" onclick="fold(this)">{group}</div><div class="acc-in">'
    + "".join(f'<p><a href="{href}">{name}</a></p>' for name, href in entries)
    + "</div></div>"
    for group, entries in (
        ("机构队伍", (("机构概况", "../jggk/"), ("领导成员", "../ldcy/"))),
        ("财政收支", (("收费项目", "./"), ("年度预算", "../ndys/"))),
        ("重点工作", (("河湖管护", "../hhgh/"), ("义务教育", "../ywjy/"), ("粮食储备", "../lscb/"))),
    )
)


@pytest.mark.parametrize(
    ("rows", "newest"),
    [
        pytest.param(
            '<li>2020年度全区决算草案 <a href="a.pdf">下载</a><b>2021-05-15</b></li>'
            '<li>2019年度全区决算草案 <a href="b.pdf">下载</a><b>2020-05-15</b></li>',
            date(2021, 5, 15),
            id="only 下载 is a link",
        ),
        pytest.param(
            '<li><a href="1.html">春季植树活动在青石镇举行</a><i>3天前</i></li>'
            '<li><a href="2.html">河道清淤工程通过验收</a><i>2021-06-01</i></li>',
            date(2021, 6, 28),
            id="days in words above printed ones",
        ),
        pytest.param(
            '<li><a href="1.html">空气质量月度公报</a><i>Jun 5, 2021</i></li>'
            '<li><a href="2.html">饮用水水质公报</a><i>May 8, 2021</i></li>',
            date(2021, 6, 5),
            id="English months",
        ),
        pytest.param(
            '<li><a href="1.html">2021年区级预算</a><i>20210215</i></li>'
            '<li><a href="2.html">2020年区级预算</a><i>20200214</i></li>',
            date(2021, 2, 15),
            id="eight digits",
        ),
        pytest.param(
            '<li><a href="1.html">镇长调研产业园(6月15日)</a></li><li><a href="2.html">全镇大会召开(6月11日)</a></li>',
            date(2021, 6, 15),
            id="month and day at the end of titles",
        ),
    ],
)
def test_newest_day_of_odd_rows(rows: str, newest: date) -> None:
    listing = read(page(f'<div class="m"><h3>规划信息</h3><ul>{rows}</ul></div>'))
    found = newest_of(listing)
    assert (listing.shape, len(listing.entries)) == (Shape.LIST, 2)
    assert found is not None
    assert found[0] == newest


@pytest.mark.parametrize(
    ("content", "shape"),
    [
        pytest.param(
            '<p><a href="sf.xlsx">云山区行政事业性收费目录清单（2021年版）</a></p><p>发布日期：2021-01-15</p>',
            Shape.SINGLE,
            id="one file",
        ),
        pytest.param("<p>请从左侧选择</p>", Shape.UNKNOWN, id="nothing of its own"),
    ],
)
def test_an_accordion_that_shows_the_page_itself_is_no_overview(content: str, shape: Shape) -> None:
    source = page(f'<div class="zuo">{ACCORDION}</div><div class="m">{content}</div>', title="收费项目")
    assert read(source).shape is shape


def test_an_accordion_that_does_not_is_one() -> None:
    others = ACCORDION.replace('href="./"', 'href="../sfxm/"')
    assert read(page(f'<div class="m">{others}</div>')).shape is Shape.SECTION


def test_words_behind_the_heading_say_that_there_is_nothing() -> None:
    listing = read(page("<table><tr><td><b>规划信息</b>对不起，暂无相关信息！</td></tr></table>"))
    assert (listing.shape, listing.total) == (Shape.EMPTY_LIST, 0)


def test_the_day_of_publication_among_the_days_of_a_decision() -> None:
    rows = "".join(
        f'<tr><td><a href="{n}.html">某市场主体违规经营案第{n}号</a></td><td>{decided}</td><td>{shown}</td></tr>'
        for n, decided, shown in ((2, "2021-06-28", "2021-06-20"), (1, "2021-05-08", "2021-06-22"))
    )
    head = "<tr><th>案件名称</th><th>处罚决定日期</th><th>公示日期</th></tr>"
    found = newest_of(read(page(f"<table>{head}{rows}</table>")))
    assert found is not None
    assert found[0] == date(2021, 6, 22)


def test_a_longer_list_above_the_breadcrumb_is_not_the_column_it_names() -> None:
    hot = "".join(
        f'<p><a href="/n/{n}.html">全县重点工作推进情况第{n}篇综述报道</a><span>2021-06-{n:02d}</span></p>'
        for n in range(30, 9, -1)
    )
    own = "".join(f'<a href="{n}.html">第{n}号水库放水</a><span>2021-03-0{n}</span><br>' for n in (3, 2, 1))
    crumb = (
        f'<div class="big"><h2>精选内容</h2>{hot}</div><div class="p">您所在的位置：首页 》 政务公开 》 放水公告</div>'
    )
    source = page(f"<h1>放水公告</h1><div>{own}</div>", title="放水公告－云山区人民政府", crumb=crumb)
    found = newest_of(read(source))
    assert found is not None
    assert found[0] == date(2021, 3, 3)
