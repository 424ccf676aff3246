"""What an interface of a search answers: JSON with records, or with pieces of markup, of any platform."""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

from crawler.readers.addresses import resolve
from crawler.readers.document import parse_document
from crawler.readers.links import LinkFact, read_links
from crawler.readers.records import first_of, json_of, words_of

_TITLES = ("title_no_tag", "realtitle", "title", "showTitle", "titleO", "name")
_URLS = ("url", "linkurl", "infourl", "pcUrl", "docPubUrl", "link", "href")
_MOST = 50
_DEEPEST = 8
_MOST_VALUES = 5_000
_LONGEST_PIECE = 50_000


def results_in(body: bytes, base: str) -> tuple[LinkFact, ...] | None:
    """The results of an answer in JSON, at most 50, in its order; None when it is not JSON."""
    value = json_of(body)
    if value is None:
        return None
    found: dict[str, LinkFact] = {}
    for title, address in _pairs(value, base):
        url = _meant(resolve(base, address))
        if url is not None and title and len(found) < _MOST:
            found.setdefault(url, LinkFact(text=title[:200], url=url, order=len(found)))
    return tuple(found.values())


def _pairs(value: object, base: str) -> Iterator[tuple[str, str]]:
    """Titles and addresses anywhere in a value, as far as its size is reasonable."""
    waiting: list[tuple[object, int]] = [(value, 0)]
    for _ in range(_MOST_VALUES):
        if not waiting:
            return
        one, depth = waiting.pop(0)
        if depth > _DEEPEST:
            continue
        if isinstance(one, dict):
            title, address = words_of(first_of(one, _TITLES)), first_of(one, _URLS)
            if title and isinstance(address, str):
                yield title, address
                continue
            waiting += [(inner, depth + 1) for inner in list(one.values())[:200]]
        elif isinstance(one, list):
            waiting += [(inner, depth + 1) for inner in one[:200]]
        elif isinstance(one, str) and one[:1] in ("{", "["):
            try:
                waiting.append((json.loads(one), depth + 1))
            except (ValueError, RecursionError):
                continue
        elif isinstance(one, str) and "<a" in one[:_LONGEST_PIECE]:
            piece = parse_document(one[:_LONGEST_PIECE].encode(), base, "text/html; charset=utf-8")
            for link in read_links(piece)[:20]:
                if link.url is not None:
                    yield link.text or next(iter(link.labels), ""), link.url


def _meant(url: str | None) -> str | None:
    """The address a counting link leads to (`visit/link.do?url=https%3A%2F%2F…`)."""
    for inner in parse_qs(urlsplit(url).query).get("url", []) if url is not None else []:
        if inner.startswith(("http://", "https://")):
            return resolve(inner, inner)
    return url
