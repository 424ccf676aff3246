"""What is kept of a page for the next name: the same answers as from a page never seen, and not more than the bound."""

from __future__ import annotations

from datetime import date

from crawler.readers.document import Document, parse_document
from crawler.readers.listing import read_listing
from crawler.readers.sights import Sights

AS_OF = date(2026, 3, 31)
SOURCE = """<html><head><title>渡口检修</title></head><body>
<div><h2>渡口检修</h2><ul><li><a href="a1.html">北渡口一号船年度检修安排</a><span>2026-03-02</span></li>
<li><a href="a2.html">南渡口趸船更换缆绳的公告</a><span>2026-02-11</span></li></ul></div>
<div><h2>渡工培训</h2><ul><li><a href="b1.html">渡工春季安全培训名单公布</a><span>2026-01-20</span></li>
<li><a href="b2.html">渡工持证情况年度抽查结果</a><span>2025-12-09</span></li></ul></div></body></html>"""


def page() -> Document:
    return parse_document(SOURCE.encode(), "http://www.example.gov.cn/dk/index.html")


def titles(document: Document, names: tuple[str, ...]) -> list[str]:
    return [entry.title for entry in read_listing(document, as_of=AS_OF, names=names).entries]


def test_a_page_read_for_several_names_answers_as_a_page_never_seen() -> None:
    seen = page()
    asked: list[tuple[str, ...]] = [("渡口检修",), ("渡工培训",), (), ("渡口检修",)]
    assert [titles(seen, names) for names in asked] == [titles(page(), names) for names in asked]
    assert titles(seen, ("渡工培训",)) != []


def test_the_same_question_is_answered_once() -> None:
    seen = page()
    assert read_listing(seen, as_of=AS_OF, names=("渡口检修",)) is read_listing(seen, as_of=AS_OF, names=("渡口检修",))


def test_days_are_judged_anew_for_another_as_of() -> None:
    seen = page()
    assert not any(entry.future for entry in read_listing(seen, as_of=AS_OF).entries)
    assert any(entry.future for entry in read_listing(seen, as_of=date(2026, 2, 20)).entries)


def test_the_page_used_longest_ago_goes_when_the_sources_grow_too_long() -> None:
    sights = Sights(most_characters=2 * len(SOURCE))
    first, second, third = page(), page(), page()
    kept = sights(first, AS_OF)
    sights(second, AS_OF)
    assert sights(first, AS_OF) is kept
    again = sights(second, AS_OF)
    sights(third, AS_OF)
    assert sights(second, AS_OF) is again
    assert sights(first, AS_OF) is not kept
