"""SiteServer: pages `_N` counted from 1 beside the column's own file, options, and parts that a browser asks for."""

from __future__ import annotations

from datetime import date

import pytest

from crawler.evidence import Listing, Shape
from crawler.platforms import siteserver
from crawler.readers.document import parse_document
from crawler.readers.listing import read_listing
from crawler.readers.pager import Pager

SITE = "https://www.yunshan.example"
CHANNEL = f"{SITE}/channels/18105.html"


def pager(body: str, url: str = CHANNEL) -> Pager | None:
    return siteserver.pager(parse_document(f"<html><body>{body}</body></html>".encode(), url))


def pages(*numbers: int, stem: str = "/channels/18105") -> tuple[str, ...]:
    return tuple(f"{SITE}{stem}_{number}.html" for number in numbers)


@pytest.mark.parametrize(
    ("body", "url", "wanted"),
    [
        pytest.param(
            "<div>共 163 条 当前第 1 / 12 页 首页 上一页 <a href='18105_2.html'>下一页</a> <a href='18105_12.html'>末页</a></div>",
            CHANNEL,
            Pager(current=0, pages=12, total=163, next_urls=pages(*range(2, 12)), last_url=pages(12)[0]),
            id="the pages between the second and the last",
        ),
        pytest.param(
            "<div>共31条 <a href='/channels/18105.html'>首页</a> <a href='/channels/18105_3.html'>下一页</a></div>",
            f"{SITE}/channels/18105_2.html",
            Pager(current=1, pages=3, total=31, next_urls=pages(3)),
            id="in the middle",
        ),
        pytest.param(
            "<div><a href='18105.html'>首页</a> <a href='18105_2.html'>上一页</a></div>",
            f"{SITE}/channels/18105_3.html",
            Pager(current=2, pages=3),
            id="the last page turns back only",
        ),
        pytest.param(
            "<select id='PageSelect_4'><option value='' selected>1</option><option value='/zw/gg/index_2.html'>2</option>"
            "</select>",
            f"{SITE}/zw/gg/",
            Pager(current=0, pages=2, next_urls=pages(2, stem="/zw/gg/index")),
            id="options, the column is a folder",
        ),
        pytest.param(
            "<select id='PageSelect_4'><option value='node_12_2.html'>2</option></select>",
            f"{SITE}/node_12.html",
            Pager(current=0, pages=2, next_urls=pages(2, stem="/node_12")),
            id="a column whose name ends in its number",
        ),
        pytest.param(
            '<p><a href="javascript:stlRedirectajax7(2)">下一页</a> <a href="javascript:stlRedirectajax7(9)">末页</a></p>',
            CHANNEL,
            Pager(current=0, pages=9),
            id="calls turn the page",
        ),
    ],
)
def test_pagers(body: str, url: str, wanted: Pager) -> None:
    assert pager(body, url) == wanted


@pytest.mark.parametrize(
    ("body", "url"),
    [
        pytest.param("<a href='18106_2.html'>下一页</a>", CHANNEL, id="another column's page"),
        pytest.param("<a href='/zw/18105_2.html'>下一页</a>", CHANNEL, id="another folder's page"),
        pytest.param("<a href='https://other.example/channels/18105_2.html'>下一页</a>", CHANNEL, id="another site's"),
        pytest.param("<a href='18105_2.html?a=1'>下一页</a>", CHANNEL, id="an address with a question"),
        pytest.param("<a href='index_2.html'>下一页</a>", f"{SITE}/zw/gg/", id="nothing of this system"),
        pytest.param("<a href='/contents/18105/77.html'>云山区通知</a>", CHANNEL, id="articles only"),
        pytest.param("<option value='18105_x.html'>", CHANNEL, id="no number"),
    ],
)
def test_what_is_no_pager_of_the_column(body: str, url: str) -> None:
    assert pager(body, url) is None


@pytest.mark.parametrize("count", [0, 2])
def test_parts_are_asked_for_only_when_there_is_one(count: int) -> None:
    part = "stlClient.post('/api/stl/actions/dynamic?' + q(), {value: 'sealed-number-%d', page: page}, done);"
    source = f"<body><script>{''.join(part % number for number in range(count))}</script></body>"
    assert siteserver.endpoint(parse_document(source.encode(), CHANNEL), CHANNEL) is None


def test_a_failed_condition_is_not_an_empty_column() -> None:
    source = (
        "<script>stlClient.post('/api/stl/actions/dynamic?' + q(), {value: 'sealed-1', page: page}, done);</script>"
    )
    endpoint = siteserver.endpoint(parse_document(source.encode(), CHANNEL), CHANNEL)
    assert endpoint is not None
    for body in (
        '{"value": false, "html": "暂无信息"}',
        '{"value": true, "html": ""}',
        '{"value": true, "html": "暂无"}',
    ):
        found = siteserver.answer(body.encode(), endpoint, date(2026, 3, 31))
        assert not isinstance(found, Listing)


@pytest.mark.parametrize(
    "left",
    [
        pytest.param("<stl:pageContents pageNum='20'><li><stl:a></stl:a></li></stl:pageContents>", id="SiteServer"),
        pytest.param("{dede:list pagesize='20'}<li>[field:title/]</li>{/dede:list}{dede:pagelist/}", id="DedeCMS"),
    ],
)
def test_a_template_that_was_not_filled_is_no_empty_column(left: str) -> None:
    source = (
        f"<html><title>通知公告</title><body><div class='main'><h2>通知公告</h2><ul>{left}</ul></div></body></html>"
    )
    assert read_listing(parse_document(source.encode(), CHANNEL), as_of=date(2026, 3, 31)).shape is Shape.SHELL
