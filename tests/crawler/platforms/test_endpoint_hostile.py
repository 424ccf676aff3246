"""Pages and answers made to hang or mislead the platforms."""

from __future__ import annotations

import json
import time
from datetime import date

import pytest
from endpoint_pages import AS_OF, CASES, SITE, asked_of, one_of
from hypothesis import given
from hypothesis import strategies as st

from crawler.evidence import Listing, Shape
from crawler.readers.records import day_of, json_of, listing_of, number_of

N = 20_000


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("<script>" + "$.ajax({" * N + "</script>", id="open calls"),
        pytest.param("<script>" + "$.get('" * N + "</script>", id="open strings"),
        pytest.param("<script>" + "/module/xxgk/search.jsp?infotypeId=" * N + "</script>", id="many questions"),
        pytest.param("<script>var a={" + "infotypeId:'A'," * N + "} search.jsp</script>", id="many settings"),
        pytest.param("<script>loadPageData(" + "{channelCode:[" * N + "</script>", id="deep settings"),
        pytest.param("<script>/irs/front/search" + "{pageNo:{" * N + "</script>", id="deep questions"),
        pytest.param(
            "<script type='text/xml'><datastore>" + "'dataproxy.jsp?" * N + "</datastore></script>", id="many proxies"
        ),
        pytest.param(
            "<script url='/front/page/build/unit' queryData=\"{'pageId':'1','webId':'2'}\"></script>" * (N // 20),
            id="many units",
        ),
        pytest.param("<form>" * 200 + "<a href='javascript:go(1)'>1</a>" * N, id="many forms"),
        pytest.param("<!--" + "createPageHTML(" * N + "-->", id="many comments"),
        pytest.param("SID:" * N, id="many numbers"),
    ],
)
@pytest.mark.parametrize(
    "url", [f"{SITE}/gkmlpt/index#5", f"{SITE}/col/col1/index.html?categorynum=003"], ids=["shell", "page"]
)
def test_hostile_pages_cost_little(body: str, url: str) -> None:
    began = time.perf_counter()
    asked_of(f"<html><body>{body}</body></html>", url)
    assert time.perf_counter() - began < 5


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"<record><![CDATA[" * N, id="open records"),
        pytest.param(b"<datastore>" + b"<totalrecord>1" * N, id="open totals"),
        pytest.param(b"<table>" * N, id="open tables"),
        pytest.param(b"\xff\xfe" * N, id="noise"),
        pytest.param(b'{"a":' * N, id="deep objects"),
        pytest.param(b"x" * 5_000_000, id="too large"),
    ],
)
def test_hostile_answers_cost_little(case: object, body: bytes) -> None:
    began = time.perf_counter()
    question = one_of(case)  # type: ignore[arg-type]
    assert question.answer(body, question.endpoint, AS_OF) is None
    assert time.perf_counter() - began < 5


@given(
    st.one_of(
        st.integers(), st.floats(allow_nan=True), st.text(max_size=40), st.none(), st.booleans(), st.lists(st.none())
    )
)
def test_any_value_is_a_day_or_none(value: object) -> None:
    day = day_of(value, AS_OF)
    assert day is None or day.year >= 1990
    number = number_of(value)
    assert number is None or number >= 0


@given(st.dates(min_value=date(1990, 1, 2), max_value=date(2030, 1, 1)))
def test_days_come_back(day: date) -> None:
    midnight = (day - date(1970, 1, 1)).days * 86_400 - 8 * 3600
    for value in (
        midnight,
        str(midnight),
        midnight * 1000,
        day.isoformat(),
        f"{day} 23:59:59",
        f"{day}T08:00:00",
        f"{day:%Y%m%d}",
    ):
        assert day_of(value, AS_OF) == day, value


rows = st.lists(
    st.one_of(
        st.none(),
        st.dictionaries(
            st.sampled_from(["title", "url", "day", "x"]), st.one_of(st.text(max_size=12), st.integers(), st.none())
        ),
    ),
    max_size=8,
)


@given(rows, st.one_of(st.none(), st.integers(min_value=0, max_value=20)))
def test_records_are_a_list_or_nothing(records: list[object], total: int | None) -> None:
    listing = listing_of(
        records, total=total, base=SITE, as_of=AS_OF, titles=("title",), urls=("url",), days=("day",), per_page=5
    )
    if listing is None:
        return
    assert listing.shape in (Shape.LIST, Shape.EMPTY_LIST)
    assert (listing.shape is Shape.EMPTY_LIST) == (not records and total == 0)
    if listing.shape is Shape.LIST:
        assert listing.entries
        assert total is None or total >= len(listing.entries)
        assert sum(entry.date is not None for entry in listing.entries) * 2 >= len(listing.entries)


@given(
    st.recursive(
        st.one_of(st.none(), st.integers(), st.text(max_size=5)),
        lambda x: st.lists(x) | st.dictionaries(st.text(max_size=5), x),
    )
)
def test_json_and_padded_json(value: object) -> None:
    text = json.dumps(value)
    padded = json_of(f"jQuery123_4({text});".encode())
    assert padded == value
    if text[:1] in ("{", "["):
        assert json_of(text.encode()) == value


def test_a_page_that_repeats_one_row_is_no_list() -> None:
    record = {"title": "云山区通知", "url": "/1.html", "day": "2026-03-01"}
    found = listing_of([record] * 5, total=5, base=SITE, as_of=AS_OF, titles=("title",), urls=("url",), days=("day",))
    assert found is None
    one = listing_of([record], total=1, base=SITE, as_of=AS_OF, titles=("title",), urls=("url",), days=("day",))
    assert isinstance(one, Listing)
