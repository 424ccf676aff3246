"""What every platform with an endpoint has in common: its own page is recognised, no other one, and no guess believed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from endpoint_pages import AS_OF, CASES, DAYS, TITLES, Case, answered, asked_of, module_named, one_of
from hypothesis import given
from hypothesis import strategies as st

from crawler.evidence import DateSource, Listing, Shape
from crawler.readers.dialects import dialects
from crawler.readers.document import parse_document
from crawler.readers.endpoints import Endpoint

SHARED = Path(__file__).resolve().parents[4] / "shared" / "pages"

each = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)


@each
def test_its_page_asks_for_its_list(case: Case) -> None:
    endpoint = one_of(case).endpoint
    assert endpoint.url == case.asked
    assert endpoint.data == case.posted
    assert endpoint.headers["Referer"] == case.url.partition("#")[0]
    assert ("Content-Type" in endpoint.headers) is (case.posted is not None)


@each
def test_rows_are_read(case: Case) -> None:
    listing = answered(case, case.rows)
    assert isinstance(listing, Listing)
    assert listing.shape is Shape.LIST
    assert [entry.title for entry in listing.entries] == list(TITLES)
    assert [str(entry.date) for entry in listing.entries] == list(DAYS)
    assert all(entry.date_source is DateSource.ROW for entry in listing.entries)
    assert all(entry.url and entry.url.startswith("https://www.yunshan.example/") for entry in listing.entries)


@each
def test_a_stated_total_of_none_is_an_empty_list(case: Case) -> None:
    if case.none is None:
        return
    listing = answered(case, case.none)
    assert isinstance(listing, Listing)
    assert (listing.shape, listing.total, listing.entries) == (Shape.EMPTY_LIST, 0, ())


STRANGE = [
    pytest.param(b"", id="nothing"),
    pytest.param(b"{}", id="an empty object"),
    pytest.param(b"[]", id="an empty array"),
    pytest.param(b"null", id="null"),
    pytest.param(b'{"success": false, "message": "\xe5\x8f\x82\xe6\x95\xb0\xe9\x94\x99\xe8\xaf\xaf"}', id="an error"),
    pytest.param(b'{"data": null}', id="no data"),
    pytest.param(
        b'{"data": {"results": [], "list": []}, "articles": [], "custom": {"data": []}}', id="no rows, no total"
    ),
    pytest.param(
        b'{"data": {"results": [], "total": 12, "html": "", "pager": {"total": 12}, "middle": {"list": []}}, "articles": [],'
        b' "total": 12, "custom": {"data": [], "total": 12}}',
        id="a total without its rows",
    ),
    pytest.param(b'{"data": {"results": [1, 2]}, "articles": ["a"], "custom": {"data": [null]}}', id="rows of no kind"),
    pytest.param(b"<html><body><h1>404</h1>no such page</body></html>", id="an error page"),
    pytest.param("<html><body><ul><li><a href='/'>首页</a></li></ul></body></html>".encode(), id="a menu"),
    pytest.param("<div>暂无数据</div>".encode(), id="says nothing without a total"),
    pytest.param(b"[" * 100_000, id="deep nesting"),
    pytest.param(b"cb(" * 50_000, id="deep padding"),
]


@each
@pytest.mark.parametrize("body", STRANGE)
def test_what_is_not_understood_is_no_list(case: Case, body: bytes) -> None:
    assert answered(case, body) is None


@each
def test_no_other_platforms_answer_is_believed(case: Case) -> None:
    # loaded_list takes any markup, and is itself tried with Lonsun's.
    kin = ({"hanweb_xxgk", "loaded_list"}, {"lonsun", "loaded_list"})
    for other in CASES:
        if other is not case and case.name != "loaded_list" and {other.name, case.name} not in kin:
            assert answered(case, other.rows) is None, other.name


@each
@given(body=st.one_of(st.binary(max_size=300), st.text(max_size=200).map(str.encode)))
def test_any_answer_is_survived(case: Case, body: bytes) -> None:
    answered(case, body)


@each
def test_fewer_items_than_rows_is_a_contradiction(case: Case) -> None:
    if case.stated is None:
        return
    changed = case.rows.replace(*case.stated)
    assert changed != case.rows
    assert answered(case, changed) is None


@each
def test_a_further_page_is_another_request(case: Case) -> None:
    question = one_of(case)
    if case.name in ("loaded_list", "epoint"):
        return  # one has no further pages that we know of, the other is asked for its settings first
    assert question.further is not None
    second = question.further(question.endpoint, 2)
    assert isinstance(second, Endpoint)
    assert (second.url, second.data) != (question.endpoint.url, question.endpoint.data)
    third = question.further(second, 3)
    assert isinstance(third, Endpoint)
    assert third == question.further(question.endpoint, 3)
    assert question.further(third, 2) == second


SILENT = [
    pytest.param("<ul><li><a href='./1.html'>云山区通知一</a><span>2026-01-02</span></li></ul>", id="a plain list"),
    pytest.param('<ul></ul><script>createPageHTML(3, 0, "index", "html");</script>', id="TRS"),
    pytest.param("<script>createPageHTML('page_div', 3, 1, 'list', 'shtml', 41);</script>", id="UCAP, static"),
    pytest.param("<a href='tzgg/32.htm'>下页</a> 1/33", id="VSB"),
    pytest.param("<a href='list_21_2.html'>下一页</a>", id="DedeCMS"),
    pytest.param(
        "<script>$('#w').load('/weather/today.html'); $.get('/hits.jsp?id=1');</script>", id="weather and hits"
    ),
    pytest.param("<script>$('#a').load('/x/one.html');</script>", id="loaded from elsewhere on the site"),
    pytest.param("<script>$('#a').load('./a.html');$('#b').load('./b.html');</script>", id="two loaded lists"),
    pytest.param("<script>fetch(base + './a.html')</script>", id="a computed address"),
]


@pytest.mark.parametrize("body", SILENT)
def test_other_pages_ask_for_nothing(body: str) -> None:
    page = f"<html><title>通知公告</title><body><h2>通知公告</h2>{body}</body></html>"
    assert asked_of(page, "https://www.yunshan.example/zwgk/tzgg/index.html") == ()


@each
def test_each_platform_is_recognised_by_itself_alone(case: Case) -> None:
    document = parse_document(case.page.encode(), case.url.partition("#")[0], "text/html; charset=utf-8")
    fired = {
        module.__name__.rpartition(".")[2]
        for module in dialects()
        if hasattr(module, "endpoint") and module.endpoint(document, case.url) is not None
    }
    assert fired == {case.name}


def test_every_platform_with_an_endpoint_has_a_case() -> None:
    offering = {module.__name__.rpartition(".")[2] for module in dialects() if hasattr(module, "endpoint")}
    assert offering - {"posted_pages"} == {case.name for case in CASES}
    assert all(hasattr(module_named(name), "answer") for name in offering)


#: Saved pages that really take a request to be read, with the platforms that say so.
SAVED = {"misc/gansu-list.html": "开普云", "misc/jiangxi-list.html": "大汉集约化（handlebars）"}


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is not here")
def test_saved_pages_ask_only_where_it_is_right() -> None:
    fired: dict[str, str] = {}
    files = sorted(SHARED.rglob("*.html"))
    assert files
    for file in files[:: max(1, len(files) // 120)] + [SHARED / name for name in SAVED]:
        name = file.relative_to(SHARED).as_posix()
        for question in asked_of(file.read_bytes().decode("utf-8", "replace"), f"https://saved.example/{name}"):
            fired[name] = question.endpoint.platform
    assert fired == SAVED


def test_days_before_the_web_and_after_today_are_seen_for_what_they_are() -> None:
    case = CASES[0]
    future = answered(case, case.rows.replace(DAYS[0].encode(), b"2026-04-01"))
    assert isinstance(future, Listing)
    assert (future.entries[0].future, future.entries[0].date) == (True, date(2026, 4, 1))
    assert date(2026, 4, 1) > AS_OF
    assert answered(case, case.rows.replace(b'publishedTimeStr": "20', b'publishedTimeStr": "x')) is None
