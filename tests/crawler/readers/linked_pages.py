"""Pages of one line, read for their links."""

from __future__ import annotations

from crawler.readers.document import parse_document
from crawler.readers.links import LinkFact, read_links

URL = "http://www.qingxi.example/zwgk/index.html"


def links(body: str, url: str = URL, head: str = "") -> tuple[LinkFact, ...]:
    return read_links(parse_document(f"<html><head>{head}</head><body>{body}</body></html>".encode(), url))


def link(facts: tuple[LinkFact, ...], name: str) -> LinkFact:
    found = [fact for fact in facts if name in (fact.text, *fact.labels)]
    assert len(found) == 1, [fact.text for fact in facts]
    return found[0]
