"""DedeCMS: `list_12_2.html` and `list.php?tid=12&PageNo=2`, counts in `span.pageinfo`."""

from __future__ import annotations

from datetime import date

import pytest

from crawler.evidence import Shape
from crawler.platforms import dedecms
from crawler.readers.document import parse_document
from crawler.readers.listing import read_listing
from crawler.readers.pager import Pager, find_pager

FOLDER = "https://www.yunshan.example/zw/gg/"
PHP = "https://www.yunshan.example/plus/list.php"
COUNTS = "<li><span class='pageinfo'>共 <strong>{}</strong>页<strong>{}</strong>条</span></li>"


def pager(items: str, url: str = FOLDER) -> Pager | None:
    body = f"<div class='dede_pages'><ul class='pagelist'>{items}</ul></div>"
    return dedecms.pager(parse_document(f"<html><body>{body}</body></html>".encode(), url))


def link(address: str, label: object) -> str:
    return f"<li><a href='{address}'>{label}</a></li>"


def php(number: int) -> str:
    return f"{PHP}?tid=12&TotalResult=45&PageNo={number}"


@pytest.mark.parametrize(
    ("items", "url", "wanted"),
    [
        pytest.param(
            "<li class='thisclass'>1</li>" + link("list_12_2.html", 2) + COUNTS.format(3, 45),
            FOLDER,
            Pager(current=0, pages=3, total=45, next_urls=(FOLDER + "list_12_2.html", FOLDER + "list_12_3.html")),
            id="the first page, without words",
        ),
        pytest.param(
            link("list_12_1.html", "首页")
            + link("list_12_1.html", 1)
            + "<li class='thisclass'>2</li>"
            + COUNTS.format(2, 21),
            FOLDER + "list_12_2.html",
            Pager(current=1, pages=2, total=21),
            id="the last page turns back only",
        ),
        pytest.param(
            link(php(2), 2) + link(php(3), "末页") + COUNTS.format(3, 45),
            PHP + "?tid=12",
            Pager(current=0, pages=3, total=45, next_urls=(php(2), php(3))),
            id="drawn by the program",
        ),
        pytest.param(
            "<select><option value='list_12_1.html' selected>1</option><option value='list_12_2.html'>2</option></select>",
            FOLDER + "list_12_1.html",
            Pager(current=0, pages=2, next_urls=(FOLDER + "list_12_2.html",)),
            id="options only",
        ),
        pytest.param(COUNTS.format(0, 0), FOLDER, Pager(current=0, pages=0, total=0), id="empty"),
        pytest.param(
            "<span class='pageinfo'>共 1 页/8 条记录</span>", FOLDER, Pager(current=0, pages=1, total=8), id="one page"
        ),
        pytest.param(
            link("list_12_2.html", 2) + link("list_40_2.html", 2) + COUNTS.format(2, 30),
            FOLDER + "list_12_1.html",
            Pager(current=0, pages=2, total=30, next_urls=(FOLDER + "list_12_2.html",)),
            id="the column's own among those of others",
        ),
    ],
)
def test_pagers(items: str, url: str, wanted: Pager) -> None:
    assert pager(items, url) == wanted


@pytest.mark.parametrize(
    ("items", "url"),
    [
        pytest.param(link("list_12_44.html", 2) + COUNTS.format(45, 900), FOLDER, id="numbered downwards"),
        pytest.param(link("list_12_2.html", 2) + link("list_40_2.html", 2), FOLDER, id="pages of two columns"),
        pytest.param(link("http://other.example/list_12_2.html", 2), FOLDER, id="another site's"),
        pytest.param(link(PHP + "?tid=40", "通知公告"), FOLDER, id="a column in the menu"),
        pytest.param("<li class='thisclass'>1</li>" + COUNTS.format(9, 90), FOLDER, id="counts without an address"),
    ],
)
def test_what_is_not_read(items: str, url: str) -> None:
    assert pager(items, url) is None


def test_numbers_that_run_downwards_are_followed_as_linked() -> None:
    items = (
        link("list_12_44.html", 2)
        + link("list_12_43.html", 3)
        + link("list_12_44.html", "下一页")
        + COUNTS.format(45, 900)
    )
    found = find_pager(parse_document(f"<ul class='pagelist'>{items}</ul>".encode(), FOLDER))
    assert found is not None
    assert (found.pages, found.next_urls) == (45, (FOLDER + "list_12_44.html", FOLDER + "list_12_43.html"))


def test_an_empty_column_states_it() -> None:
    source = f"<title>通知公告</title><body><div class='main'><h2>通知公告</h2><ul class='e2'></ul>{COUNTS.format(0, 0)}</div>"
    listing = read_listing(parse_document(source.encode(), FOLDER), as_of=date(2026, 3, 31))
    assert (listing.shape, listing.total) == (Shape.EMPTY_LIST, 0)
