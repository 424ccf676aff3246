"""Pages are read once as long as nothing that their facts follow from has changed."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from crawler.evidence import Page
from crawler.readers.page import PageFacts, read_page
from crawler.readings import Readings

NOON = datetime(2021, 7, 1, 12, tzinfo=UTC)


def answer(body: str, url: str = "http://town.test/tzgg/") -> Page:
    data = body.encode()
    return Page(requested=url, url=url, status=200, body=data, fetched_at=NOON, sha256=hashlib.sha256(data).hexdigest())


class Counting:
    """Counts the pages that are really read."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, page: Page) -> PageFacts:
        self.count += 1
        return read_page(page)


PAGE = answer("<title>通知公告</title><a href='/a.html'>关于溪口渡改线的通知</a>")


def test_the_same_content_is_read_once_and_told_of_the_later_answer() -> None:
    reader = Counting()
    readings = Readings(reader)
    later = replace(PAGE, fetched_at=NOON + timedelta(hours=3))
    first, second = readings(PAGE), readings(later)
    assert reader.count == 1
    assert first.page is PAGE
    assert second == replace(first, page=later)


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(answer("<title>通知公告</title><a href='/b.html'>另一则通知</a>"), id="content"),
        pytest.param(replace(PAGE, url="http://town.test/gsgg/"), id="address links are resolved against"),
        pytest.param(replace(PAGE, status=404), id="status, which tells a missing page"),
        pytest.param(replace(PAGE, content_type="text/html; charset=gbk"), id="declared encoding"),
        pytest.param(replace(PAGE, requested="http://town.test/tzgg/#7"), id="fragment that names a column"),
        pytest.param(replace(PAGE, body=b""), id="body left out of a 304"),
    ],
)
def test_what_the_facts_depend_on_is_read_anew(other: Page) -> None:
    reader = Counting()
    readings = Readings(reader)
    readings(PAGE)
    assert readings(other).page is other
    assert reader.count == 2


def test_the_pages_used_longest_ago_are_given_up() -> None:
    reader = Counting()
    pages = [answer(f"<p>{'字' * 100}{number}</p>", f"http://town.test/{number}/") for number in range(3)]
    readings = Readings(reader, most_bytes=2 * len(pages[0].body) + 10)
    for number in (0, 1, 0, 2, 0, 1):
        readings(pages[number])
    assert reader.count == 4  # 1 made room for 2, and came again


def test_a_page_larger_than_all_room_is_read_all_the_same() -> None:
    reader = Counting()
    readings = Readings(reader, most_bytes=10)
    assert readings(PAGE).identity.title == "通知公告"
    readings(PAGE)
    assert reader.count == 2
