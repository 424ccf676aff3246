"""龙讯 Lonsun: `/public/column/<organ>?type=4&action=list&catId=…` is filled by GET `/site/label/<number>?labelName=…`.

The page's script holds the whole question, as an object or as a query string: `organId` and `catId` name the column,
`pageIndex` the page, counted from 1; the answer is the list's markup. That is public knowledge of readers, not seen in
a page of ours. An answer without rows is the words the question itself brings along (`result`): a wrong question looks
the same, so that it is never taken for an empty column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html import unescape
from urllib.parse import parse_qs, parse_qsl, urlencode, urljoin, urlsplit

from crawler.evidence import Listing
from crawler.readers.document import Document, decode
from crawler.readers.endpoints import Endpoint
from crawler.readers.literals import literals
from crawler.readers.records import LONGEST_ANSWER, listing_of_markup
from crawler.readers.scripts import scripts_with

_ADDRESS = re.compile(r"""["']([^"'\s<>]{0,200}/site/label/\d{1,6})(?:\?([^"'\s<>]{0,1500}))?["']""")
_QUERY = re.compile(r"""["']([^"'\s<>]{0,400}labelName=[^"'\s<>]{1,1200})["']""")
_LISTS = re.compile(r"(?:public|column|article|content)\w{0,20}list", re.IGNORECASE)
_COUNT = re.compile(r"""(?<![\w$])["']?(?:total|count|totalCount)["']?\s*:\s*["']?(\d{1,7})""")
_ARTICLE = re.compile(r"/(?:public|content)/(?:[\w-]{1,40}/)?\d{1,12}\.html")
_TURNS = ("pageIndex", "_")


def endpoint(document: Document, page_url: str) -> Endpoint | None:
    """The only question of the page about a list; None when it names no column, or another than the address does."""
    found: dict[str, Endpoint] = {}
    for source in scripts_with(document, "/site/label/"):
        address = _ADDRESS.search(source)
        if address is None:
            continue
        for terms in _asked(source):
            if _names_column(terms, page_url) and _LISTS.search(terms.get("labelName", "")):
                made = Endpoint(
                    platform="龙讯",
                    url="",
                    page=page_url.partition("#")[0],
                    terms={**terms, "#url": urljoin(document.base, address[1])},
                    sure=True,
                )
                question = further(made, 1)
                found.setdefault(question.url, question)
    return next(iter(found.values())) if len(found) == 1 else None


def answer(body: bytes, endpoint: Endpoint, as_of: date) -> Listing | Endpoint | None:
    """The rows of the markup, and the total where the pager's script behind them states it."""
    if len(body) > LONGEST_ANSWER:
        return None
    text = decode(body, "text/html")
    stated = _COUNT.search(text)
    size = endpoint.terms.get("pageSize", "")
    listing = listing_of_markup(
        text,
        base=endpoint.page,
        as_of=as_of,
        total=int(stated[1]) if stated else None,
        per_page=int(size) if size.isdigit() and 0 < int(size) < 1000 else None,
    )
    rows = listing.entries if listing is not None else ()
    return listing if any(_ARTICLE.search(row.url or "") for row in rows) else None


def further(endpoint: Endpoint, number: int) -> Endpoint:
    """The same question for another page."""
    fields = {key: value for key, value in endpoint.terms.items() if key != "#url" and key not in _TURNS}
    url = f"{endpoint.terms['#url']}?{urlencode({**fields, 'pageIndex': str(number)})}"
    return replace(endpoint, url=url, number=number)


def _asked(source: str) -> Iterator[dict[str, str]]:
    """The questions a script holds; one with a computed part, other than the page's number, is none."""
    for match in _QUERY.finditer(source):
        query = unescape(match[1]).rpartition("?")[2]
        yield dict(parse_qsl(query, keep_blank_values=True))
    for written in literals(source):
        value = written.get("data", written) if isinstance(written, dict) else None
        if not isinstance(value, dict) or "labelName" not in value:
            continue
        fields = {key: one for key, one in value.items() if key not in _TURNS}
        if all(isinstance(one, str | int) for one in fields.values()):
            yield {key: str(one).lower() if isinstance(one, bool) else str(one) for key, one in fields.items()}


def _names_column(terms: dict[str, str], page_url: str) -> bool:
    own = parse_qs(urlsplit(page_url).query).get("catId", [""])[0]
    category = terms.get("catId") or terms.get("catIds") or terms.get("columnId") or ""
    return re.fullmatch(r"\d{2,20}", category) is not None and own in ("", category)
