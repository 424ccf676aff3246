"""Lists as the platforms write them, in pages of invented sites; the traps around them are in test_listing_traps.py."""

from __future__ import annotations

from datetime import date

import pytest
from invented_pages import DAYS, PLATFORMS, TITLES, page, read, rows

from crawler.evidence import DateSource, Shape
from crawler.readers.listing import newest_of


@pytest.mark.parametrize("content", PLATFORMS)
@pytest.mark.parametrize("headed", [True, False], ids=["headed", "bare"])
def test_reads_the_list(content: str, headed: bool) -> None:
    heading = '<div class="title"><span>通知公告</span></div>' if headed else ""
    listing = read(page(f'<div class="box">{heading}{content}</div>', crumb=headed))
    assert listing.shape is Shape.LIST
    assert len(listing.entries) == 6
    assert newest_of(listing) == (date(2020, 12, 30), DateSource.ROW)
    assert [str(entry.date) for entry in listing.entries] == DAYS[:6]


def test_full_titles_and_addresses() -> None:
    listing = read(
        page(
            "<ul>" + rows('<li><a href="./{n}.html" title="{title}">{title:.8}...</a><span>{day}</span></li>') + "</ul>"
        )
    )
    assert [entry.title for entry in listing.entries] == TITLES[:6]
    assert listing.entries[0].url == "http://yunshan.example/zwgk/tzgg/1.html"


@pytest.mark.parametrize("count", [1, 2, 3])
@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param('<li><a href="./{n}.html">{title}</a><span>{day}</span></li>', id="li"),
        pytest.param('<tr><td><a href="./{n}.html">{title}</a></td><td>{day}</td></tr>', id="tr"),
        pytest.param('<div class="item"><a href="./{n}.html">{title}</a><span>{day}</span></div>', id="div"),
    ],
)
def test_short_lists(pattern: str, count: int) -> None:
    opening, closing = (
        ("<table>", "</table>")
        if pattern.startswith("<tr")
        else ("<ul>", "</ul>")
        if "<li" in pattern
        else ("<div>", "</div>")
    )
    listing = read(page(f'<div class="box"><h2>通知公告</h2>{opening}{rows(pattern, count)}{closing}</div>'))
    assert (listing.shape, len(listing.entries)) == (Shape.LIST, count)
    assert newest_of(listing) == (date(2020, 12, 30), DateSource.ROW)


def test_years_not_printed_are_the_latest_possible() -> None:
    listing = read(page("<ul>" + rows('<li><a href="./{n}.html">{title}</a><span>[{m}-{d}]</span></li>') + "</ul>"))
    assert newest_of(listing) == (date(2020, 12, 30), DateSource.ROW)
    assert all(entry.inferred for entry in listing.entries)


def test_letters_take_the_newest_of_both_times() -> None:
    listing = read(
        page(
            "<table><tr><th>来信标题</th><th>提交时间</th><th>回复时间</th></tr>"
            + rows('<tr><td><a href="./{n}.html">{title}</a></td><td>2020-01-0{n}</td><td>{day}</td></tr>')
            + "</table>"
        )
    )
    assert newest_of(listing) == (date(2020, 12, 30), DateSource.ROW)


def test_labelled_times_in_one_row() -> None:
    listing = read(
        page(
            "<ul>"
            + rows('<li><a href="./{n}.html">{title}</a><p>提交时间：2020-01-0{n} 回复时间：{day}</p></li>')
            + "</ul>"
        )
    )
    assert newest_of(listing) == (date(2020, 12, 30), DateSource.ROW)


def test_undated_offices_with_a_pager() -> None:
    offices = ["办公室", "人事科", "规划科", "财务科"]
    listing = read(
        page(
            '<div class="left"><p>机构设置</p><ul><li><a href="../zn/">机构职能</a></li><li><a href="./">内设机构</a></li></ul></div>'
            '<div class="right"><div class="title">内设机构</div><ul>'
            + "".join(f'<li><a href="./202001/t20200103_{n}.html">{name}</a></li>' for n, name in enumerate(offices))
            + '</ul><script>createPageHTML(1, 0, "index", "html");</script></div>',
            name="内设机构",
        )
    )
    assert (listing.shape, [entry.title for entry in listing.entries]) == (Shape.LIST, offices)
    assert newest_of(listing) is None


def test_leaders_with_pictures() -> None:
    leaders = "".join(
        f'<li><div class="img"><a href="javascript:;"><img src="/i/{n}.jpg"></a></div><div class="z"><a href="javascript:;">{name}</a></div></li>'
        for n, name in enumerate(["张三丰", "李四光", "王五一"])
    )
    listing = read(page(f'<div class="t">领导信息</div><div class="d"><ul>{leaders}</ul></div>', name="领导信息"))
    assert (listing.shape, len(listing.entries)) == (Shape.LIST, 3)


def test_overview_of_blocks_without_pages() -> None:
    blocks = "".join(
        f'<div class="gk"><dl><dt><span>{name}</span></dt>'
        + "\n".join(rows('<dd><a href="javascript:;">{title}</a><span>{day}</span></dd>', 6).split("\n")[n : n + 3])
        + '<div><a href="javascript:;" class="m">更多</a></div></dl></div>'
        for n, name in enumerate(["就业工程", "助学工程", "安居工程"])
    )
    listing = read(page(f'<div class="right">{blocks}</div>', name="重大民生信息"))
    assert (listing.shape, len(listing.entries)) == (Shape.LIST, 9)
    assert listing.blocks == ("就业工程", "助学工程", "安居工程")
    assert newest_of(listing) == (date(2020, 12, 30), DateSource.ROW)


def test_overview_of_sub_columns() -> None:
    blocks = "".join(
        f'<div class="bk b{n}"><h3>{name}<a href="./{code}/">更多&gt;&gt;</a></h3><ul>'
        + rows('<li><a href="./x/{n}.html">{title}</a><span>{day}</span></li>', 4)
        + "</ul></div>"
        for n, (name, code) in enumerate([("部门动态", "bmdt"), ("乡镇动态", "xzdt"), ("要闻转载", "ywzz")])
    )
    listing = read(page(f'<div class="right">{blocks}</div>', name="政务动态"))
    assert listing.shape is Shape.SECTION
    assert set(listing.blocks) == {"部门动态", "乡镇动态", "要闻转载"}
