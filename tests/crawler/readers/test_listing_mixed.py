"""Every platform's list beside a fresh list of another column, told apart by heading or pager alone."""

from __future__ import annotations

import itertools
from datetime import date

import pytest
from invented_pages import PLATFORMS, page, read, rows

from crawler.evidence import DateSource, Shape
from crawler.readers.listing import newest_of

FRESH = [(f"云山区领导调研第{n}季度重点工作推进情况", f"2021-06-{30 - n}", n) for n in range(8)]
PAGER = '<div class="page"><a href="index_2.html">下一页</a> 共3页</div>'
SIDES = [
    '<ul>|<li><a href="/zwdt/{n}.html">{t}</a><span>{d}</span></li>|</ul>',
    '<ul>|<li><span>{d}</span><a href="/zwdt/{n}.html" title="{t}">{t}</a></li>|</ul>',
    '<div>|<p><a href="/zwdt/{n}.html">{t}</a>[{d}]</p>|</div>',
    '<table>|<tr><td><a href="/zwdt/{n}.html">{t}</a></td><td>{d}</td></tr>|</table>',
]
HEADINGS = [("最新信息", "r"), ("热门推荐", "box"), ("政务动态", "box"), ("", "side"), ("政务动态", "r")]
ARRANGEMENTS = list(itertools.product(SIDES, HEADINGS, [False, True]))
SHORT = [
    '<ul>|<li><a href="/a/{n}.html">{title}</a><span>{day}</span></li>|</ul>',
    '<table>|<tr><td><a href="/a/{n}.html">{title}</a></td><td>{day}</td></tr>|</table>',
    '<div>|<div class="it"><a href="/a/{n}.html">{title}</a><span>{day}</span></div>|</div>',
    '<div>|<div class="it"><b>{d}</b><i>{y}-{m}</i><h4><a href="/a/{n}.html">{title}</a></h4><p>会议召开。</p></div>|</div>',
    '<dl>|<dd><a href="/a/{n}.html">{title}</a><span>{day}</span></dd>|</dl>',
    '|<p><a href="/a/{n}.html">{title}</a> {day}</p>|',
]


def side(pattern: str, heading: str, name: str) -> str:
    opening, row, closing = pattern.split("|")
    rows = "".join(row.format(n=n, t=t, d=d) for t, d, n in FRESH)
    return f'<div class="{name}">{f"<h3>{heading}</h3>" if heading else ""}{opening}{rows}{closing}</div>'


def beside(content: str, evidence: str, number: int) -> str:
    pattern, (heading, name), side_first = ARRANGEMENTS[number % len(ARRANGEMENTS)]
    title = '<div class="title"><span>通知公告</span></div>' if evidence != "pager" else ""
    main = f'<div class="box">{title}{content}{PAGER if evidence != "heading" else ""}</div>'
    other = side(pattern, heading, name)
    return page(other + main if side_first else main + other)


@pytest.mark.parametrize("evidence", ["heading", "pager", "both"])
@pytest.mark.parametrize("content", PLATFORMS)
def test_platforms_beside_fresh_lists(content: str, evidence: str) -> None:
    # A prime step walks through all arrangements without testing each with each.
    start = len(content) + len(evidence)
    for number in range(start, start + 5 * 17, 17):
        source = beside(content, evidence, number)
        listing = read(source)
        assert (listing.shape, len(listing.entries)) == (Shape.LIST, 6), source
        assert newest_of(listing) == (date(2020, 12, 30), DateSource.ROW), source


@pytest.mark.parametrize("evidence", ["heading", "pager", "both"])
@pytest.mark.parametrize("count", [1, 2, 3])
@pytest.mark.parametrize("pattern", SHORT)
def test_short_lists_beside_fresh_lists(pattern: str, count: int, evidence: str) -> None:
    opening, row, closing = pattern.split("|")
    for number in range(len(ARRANGEMENTS)):
        source = beside(opening + rows(row, count) + closing, evidence, number)
        listing = read(source)
        assert len(listing.entries) == count, source
        assert newest_of(listing) == (date(2020, 12, 30), DateSource.ROW), source


@pytest.mark.parametrize(
    ("content", "shape"),
    [
        pytest.param(
            "<p>" + "云山区发展和改革局承担全区规划的编制与实施工作，负责组织协调。" * 20 + "</p>",
            Shape.SINGLE,
            id="text",
        ),
        pytest.param("<ul></ul>", Shape.EMPTY_LIST, id="empty list"),
        pytest.param("<p>暂无数据</p>", Shape.EMPTY_LIST, id="暂无数据"),
        pytest.param('<ul id="rows"></ul><script>$("#rows").load("/x")</script>', Shape.SHELL, id="filled by a script"),
    ],
)
def test_pages_without_rows_beside_fresh_lists(content: str, shape: Shape) -> None:
    for number in range(len(ARRANGEMENTS)):
        source = beside(content, "heading", number)
        assert read(source).shape is shape, source
