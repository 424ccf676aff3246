"""SiteServer (SSCMS) and its like: `/channels/18105.html`, then `18105_2.html`, and `/contents/18155/3846.html`.

Pages count from 1 and the first bears no number, whatever the column's file is called (`index_2.html`,
`node_12_2.html`). Only so many are written out; a pager is links, a list of options (`PageSelect_5`), or calls
(`stlRedirect…(2)`) for parts that a visitor's browser asks for. These parts are `POST …/stl/actions/dynamic` with a
sealed `value` and `page`, counted from 1, and answered with markup in `html`.

The pages are seen on a real site, the parts known from the system's public code: they are asked for only where the
page shows no rows, and without rows an answer says nothing.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement as Element

from crawler.evidence import Listing
from crawler.readers.document import Document
from crawler.readers.endpoints import JSON, Endpoint
from crawler.readers.pager import MOST_NEXT, Pager
from crawler.readers.records import at, json_of, listing_of_markup
from crawler.readers.scripts import scripts_with

_OWN = re.compile(
    r"(?P<stem>\d{1,12}|index|default|[a-z]{2,20}_\d{1,12})(?:_(?P<number>\d{1,5}))?\.s?html?\Z"
    r"|(?P<other>[a-z][\w-]{0,60})\.s?html?\Z",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"第?\s{0,3}\d{1,5}\s{0,3}/\s{0,3}(\d{1,5})\s{0,3}页|共\s{0,3}(\d{1,5})\s{0,3}页")
_SIGNS = ("PageSelect_", "stlRedirect", "stlDynamic")
_WIDEST = 600
"""Characters of text around a link that may still be the pager."""
_TOTAL = re.compile(r"共\s{0,3}(\d{1,7})\s{0,3}条")
_CALL = re.compile(r"stl(?:Redirect|Dynamic)\w{0,60}\s*\(\s*['\"]?(\d{1,5})")
_TURNED = re.compile(r"_(\d{1,5})\.s?html?\Z", re.IGNORECASE)
_PART = re.compile(
    r"""stlClient\.post\(\s*["']([^"'\s<>]{1,300}/stl/actions/dynamic)\??["'][^{}]{0,120}\{([^{}]{1,20000})\}""",
    re.IGNORECASE,
)
_VALUE = re.compile(r"""["']?value["']?\s*:\s*["']([^"'\\\s<>]{8,16000})["']""")


def pager(document: Document) -> Pager | None:
    """The pager of a SiteServer column, None when nothing in the page is this system's."""
    own = _own(document.url)
    if own is None or not ("/channels/" in document.url or any(sign in document.text for sign in _SIGNS)):
        return None
    folder, stem, current = own
    numbered: dict[int, str] = {}
    called, beside = 0, ""
    for element in document.tagged("a", "option"):
        written = ((element.get("href") if element.tag == "a" else element.get("value")) or "")[:300]
        call = _CALL.search(written) or _CALL.search((element.get("onclick") or "")[:300])
        if call is not None:
            called = max(called, int(call[1]))
        elif (found := _turning(document, written, folder, stem)) is not None:
            numbered.setdefault(found[1], found[0])
        else:
            continue
        beside = beside or _beside(element)
    if not called and not numbered:
        return None
    stated, total = _COUNTED.search(beside), _TOTAL.search(beside)
    known = int(next(filter(None, stated.groups()))) if stated else 0
    highest = max(numbered, default=0)
    pages = max(known, called, current, highest)
    following = [_turned(numbered[highest], n) for n in range(current + 1, highest + 1)[:MOST_NEXT]]
    return Pager(
        current=current - 1,
        pages=pages,
        total=int(total[1]) if total else None,
        next_urls=tuple(following),
        last_url=numbered.get(pages) if pages > current + len(following) else None,
    )


def endpoint(document: Document, page_url: str) -> Endpoint | None:
    """The request for the only part of a page that a browser asks for; None where there are several."""
    found: dict[str, str] = {}
    for source in scripts_with(document, "stlClient.post"):
        for address, sent in _PART.findall(source):
            sealed = _VALUE.search(sent)
            if sealed is not None:
                found[sealed[1]] = address
    if len(found) != 1:
        return None
    value, address = next(iter(found.items()))
    made = Endpoint(
        platform="SiteServer",
        url=urljoin(document.base, address),
        page=page_url.partition("#")[0],
        content_type=JSON,
        terms={"value": value},
    )
    return further(made, 1)


def answer(body: bytes, endpoint: Endpoint, as_of: date) -> Listing | Endpoint | None:
    """The rows drawn in `html`; what the part shows when its condition fails is none."""
    value = json_of(body)
    markup = at(value, "html")
    if at(value, "value") is not True or not isinstance(markup, str):
        return None
    return listing_of_markup(markup, base=endpoint.page, as_of=as_of, total=None)


def further(endpoint: Endpoint, number: int) -> Endpoint | None:
    """The same part for another page."""
    asked = {"value": endpoint.terms["value"], "page": number}
    return replace(endpoint, data=json.dumps(asked).encode(), number=number)


def _own(url: str) -> tuple[str, str, int] | None:
    """Folder, name without number, and number of a column page; None where the address is of another kind."""
    parts = urlsplit(url)
    folder, _, name = parts.path.rpartition("/")
    found = _OWN.match(name or "index.html")
    if found is None or parts.query:
        return None
    return folder, found["stem"] or found["other"], max(int(found["number"] or 1), 1)


def _turning(document: Document, written: str, folder: str, stem: str) -> tuple[str, int] | None:
    """The address and number of a further page of this very column, None for any other link."""
    try:
        url = urljoin(document.base, written).partition("#")[0]
        parts = urlsplit(url)
    except ValueError:
        return None
    number = _TURNED.search(parts.path)
    own = parts.netloc == urlsplit(document.url).netloc and not parts.query
    if number is None or not own or parts.path[: number.start()] != f"{folder}/{stem}":
        return None
    return url, int(number[1])


def _beside(element: Element) -> str:
    """What is written around a link of the pager."""
    box = element
    for _ in range(3):
        above = box.getparent()
        if above is None or above.tag in ("body", "html") or len(above.text_content()) > _WIDEST:
            break
        box = above
    return str(box.text_content())[:_WIDEST]


def _turned(address: str, number: int) -> str:
    return re.sub(r"_\d{1,5}(?=\.\w{3,5}\Z)", f"_{number}", address)
