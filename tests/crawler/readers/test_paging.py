"""Where page numbers start, told by what the pages hold."""

from __future__ import annotations

import pytest

from crawler.evidence import Entry, Listing, Shape
from crawler.readers.paging import counted_from, following, numbered


def page(*numbers: int) -> Listing:
    entries = tuple(Entry(title=f"第{n}号公告", url=f"https://yunshan.example/{n}.html") for n in numbers)
    return Listing(shape=Shape.LIST if entries else Shape.UNKNOWN, entries=entries)


FIRST = page(1, 2, 3, 4)


@pytest.mark.parametrize(
    ("one", "two", "base"),
    [
        pytest.param(page(5, 6, 7, 8), page(9, 10, 11, 12), 0, id="_1 is the second page"),
        pytest.param(page(5, 6, 7, 8), None, 0, id="_1 is the second and last page"),
        pytest.param(page(4, 5, 6, 7), page(8, 9), 0, id="a row moved on meanwhile"),
        pytest.param(page(1, 2, 3, 4), page(5, 6, 7, 8), 1, id="_1 is the first page again"),
        pytest.param(page(0, 1, 2, 3), page(4, 5, 6, 7), 1, id="the first page again, with a new row"),
        pytest.param(None, page(5, 6, 7, 8), 1, id="there is no _1"),
        pytest.param(None, None, None, id="neither is there"),
        pytest.param(page(1, 2, 3, 4), page(1, 2, 3, 4), None, id="every address shows the first page"),
        pytest.param(page(50, 51), page(50, 51), None, id="every address shows some other page"),
        pytest.param(page(), page(), None, id="pages without rows"),
        pytest.param(page(), page(5, 6, 7, 8), 1, id="an empty _1"),
    ],
)
def test_counted_from(one: Listing | None, two: Listing | None, base: int | None) -> None:
    assert counted_from(FIRST, one, two) == base


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("https://yunshan.example/zwgk/tzgg/", "https://yunshan.example/zwgk/tzgg/index_2.html"),
        ("https://yunshan.example/zwgk/tzgg/index.shtml", "https://yunshan.example/zwgk/tzgg/index_2.shtml"),
        ("https://yunshan.example/zwgk/list.htm#x", "https://yunshan.example/zwgk/list_2.htm"),
        ("https://yunshan.example/zwgk/list_3.htm", None),
        ("https://yunshan.example/list.jsp?id=3", None),
        ("https://yunshan.example/list.jsp", None),
    ],
)
def test_numbered(url: str, wanted: str | None) -> None:
    assert numbered(url, 2) == wanted


@pytest.mark.parametrize(("base", "names"), [(0, ("a_1.html", "a_2.html")), (1, ("a_2.html", "a_3.html"))])
def test_following(base: int, names: tuple[str, ...]) -> None:
    assert following("https://yunshan.example/a.html", base, 3) == tuple(f"https://yunshan.example/{n}" for n in names)
    assert len(following("https://yunshan.example/a.html", base, 500)) == 10
