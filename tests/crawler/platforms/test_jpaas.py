"""大汉 jpaas: which unit of a page is its list, and how its pages are turned."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from endpoint_pages import AS_OF, JPAAS, SITE, UNIT, asked_of, dumped, items, shell

from crawler.evidence import Listing
from crawler.readers.endpoints import Endpoint, Question

URL = f"{SITE}/col/col1/index.html"


def unit(tag: str, page: str = "7449", box: str = "") -> str:
    return (
        f"<div id='{tag}'>{box}</div><script url='{UNIT}' queryData=\"{{'webId':'52','pageId':'{page}','parseType':'buildstatic',"
        f"'pageType':'column','tagId':'{tag}','tplSetId':'q','editType':'null'}}\"></script>"
    )


def asked(*units: str) -> tuple[Question, ...]:
    return asked_of(shell("".join(units)), URL)


def tags(endpoint: Endpoint | None) -> list[str]:
    found = []
    while endpoint is not None:
        found.append(parse_qs(urlsplit(endpoint.url).query)["tagId"][0])
        endpoint = endpoint.instead
    return found


@pytest.mark.parametrize(
    ("units", "wanted", "sure"),
    [
        pytest.param([unit("右侧内容")], ["右侧内容"], True, id="the only unit"),
        pytest.param([unit("左侧导航"), unit("信息列表"), unit("底部")], ["信息列表"], True, id="named a list"),
        pytest.param([unit("内容1"), unit("内容2")], ["内容1", "内容2"], False, id="two that may be"),
        pytest.param([unit("最新列表"), unit("ajax分页")], ["ajax分页"], True, id="not the latest of everything"),
    ],
)
def test_the_unit_that_is_the_list(units: list[str], wanted: list[str], sure: bool) -> None:
    found = asked(*units)
    assert len(found) == 1
    assert tags(found[0].endpoint) == wanted
    assert found[0].endpoint.sure is sure


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(unit("面包屑"), id="a breadcrumb"),
        pytest.param(unit("列表").replace("'pageId':'7449',", ""), id="without a page"),
        pytest.param(unit("列表").replace("'7449'", "getId()"), id="a computed page"),
        pytest.param(f"<script url='{UNIT}'></script>", id="no question"),
        pytest.param(f"<script>var api='{UNIT}';</script>", id="an address alone"),
    ],
)
def test_what_is_not_asked(body: str) -> None:
    assert asked(body) == ()


def test_a_page_number_counts_only_inside_paramjson() -> None:
    question = asked(unit("列表"))[0]
    assert "paramJson" not in question.endpoint.url
    assert question.further is not None
    second = question.further(question.endpoint, 2)
    assert second is not None
    fields = parse_qs(urlsplit(second.url).query)
    assert json.loads(fields["paramJson"][0]) == {"pageNo": 2, "pageSize": "15"}
    assert "pageNo" not in fields


def test_a_unit_built_into_the_page_is_not_apart() -> None:
    rows = "<ul><li><a href='/art/1.html'>云山区通知一</a><span>2026-01-02</span></li></ul>"
    assert asked(unit("列表"))[0].endpoint.apart
    assert not asked(unit("列表", box=rows))[0].endpoint.apart


def test_markup_straight_in_data() -> None:
    markup = "<ul>" + items("<li><a href='/art/{n}.html'>{title}</a><b>{day}</b></li>") + "</ul>"
    question = asked(unit("列表"))[0]
    listing = question.answer(dumped({"data": markup}), question.endpoint, AS_OF)
    assert isinstance(listing, Listing)
    assert (len(listing.entries), listing.total) == (5, None)


def test_counts_make_pages() -> None:
    question = asked(unit("列表"))[0]
    listing = question.answer(JPAAS.rows, question.endpoint, AS_OF)
    assert isinstance(listing, Listing)
    assert (listing.total, listing.pages) == (38, 3)


def test_no_links_and_a_total_is_not_understood() -> None:
    body = dumped({"data": {"html": "<ul></ul><div class='pagination' rows='15' count='12'></div>"}})
    question = asked(unit("列表"))[0]
    assert question.answer(body, question.endpoint, AS_OF) is None
