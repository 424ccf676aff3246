"""Results of a search's interface, wherever in its JSON they stand."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.readers.searchresults import results_in

HOME = "https://www.yunshan.example/"
ONE = [("云山区规划", HOME + "a.html")]


def read(value: object) -> list[tuple[str, str | None]] | None:
    found = results_in(json.dumps(value).encode(), HOME)
    return None if found is None else [(link.text, link.url) for link in found]


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        pytest.param({"data": {"list": [{"title": "云山区<em>规划</em>", "url": "/a.html"}]}}, ONE, id="records"),
        pytest.param({"result": ["<p><a href='/a.html'>云山区<b>规划</b></a></p>"]}, ONE, id="pieces of markup"),
        pytest.param(
            {"content": json.dumps([{"realtitle": "云山区规划", "infourl": "a.html"}])}, ONE, id="JSON as text"
        ),
        pytest.param({"x": [{"title": "云山区规划", "url": "javascript:;"}]}, [], id="no address"),
        pytest.param({"x": [{"title": "", "url": "/a.html"}]}, [], id="no title"),
        pytest.param(
            {"x": [{"title": "一", "url": "/a"}, {"title": "二", "url": "/a"}]}, [("一", HOME + "a")], id="twice"
        ),
        pytest.param({"total": 0, "rows": []}, [], id="nothing"),
        pytest.param(None, None, id="null"),
        pytest.param(
            [{"title": "云山区规划", "url": "/link.do?url=https%3A%2F%2Fwww.yunshan.example%2Fa.html"}],
            ONE,
            id="counted",
        ),
    ],
)
def test_results(value: object, wanted: list[tuple[str, str | None]] | None) -> None:
    assert read(value) == wanted


def test_markup_is_none_of_this() -> None:
    assert results_in(b"<html><a href='/a.html'>x</a></html>", HOME) is None


def test_at_most_fifty() -> None:
    found = read([{"title": f"云山区规划{n}", "url": f"/{n}"} for n in range(500)])
    assert found is not None
    assert len(found) == 50


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=12)
    | st.sampled_from(["<a href=/x>y</a>", '{"title":1}', "[["]),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["title", "url", "a"]), inner, max_size=3)
    ),
)


@given(values)
def test_any_value_is_survived(value: object) -> None:
    for title, url in read(value) or []:
        assert title
        assert (url or "").startswith(("http://", "https://"))


def test_deep_and_wide_answers_cost_little() -> None:
    deep = b"[" * 900 + b"]" * 900
    assert results_in(deep, HOME) == ()
    assert results_in(json.dumps([[[0] * 300] * 300] * 3).encode(), HOME) == ()
