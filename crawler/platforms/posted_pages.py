"""Old systems that turn a list's pages by posting a hidden form: `javascript:goToPageURL(2)` with `currpage`, `colid`.

The first page's rows are in the page; the form is only asked for further ones.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from urllib.parse import urljoin

from crawler.evidence import Listing, Shape
from crawler.readers.document import Document, parse_document
from crawler.readers.endpoints import FORM, Endpoint, form
from crawler.readers.listing import read_listing
from crawler.readers.records import LONGEST_ANSWER

_NUMBER = re.compile(r"(?:curr?(?:ent)?_?page(?:no|num)?|page_?(?:no|num|index)?|pageno)\Z", re.IGNORECASE)
_COLUMN = re.compile(r"col(?:umn)?_?id|channel_?id|cat(?:egory)?_?id|class_?id|type_?id|node_?id|lmid", re.IGNORECASE)
_TURN = re.compile(r"javascript:\s*[\w.$]{1,40}\(\s*['\"]?\d{1,5}['\"]?\s*\)", re.IGNORECASE)


def endpoint(document: Document, page_url: str) -> Endpoint | None:
    """The form that turns the page, None when the page has no such form or two."""
    anchors = (anchor.get("href") or anchor.get("onclick") or "" for anchor in document.tagged("a"))
    if not any("(" in code and (_TURN.match(code) or _TURN.match(f"javascript:{code}")) for code in anchors):
        return None
    found: list[tuple[str, dict[str, str]]] = []
    for box in document.tagged("form"):
        hidden = [field for field in box.iter("input") if (field.get("type") or "text").lower() == "hidden"]
        fields = {name: field.get("value") or "" for field in hidden if (name := field.get("name"))}
        numbers = [name for name in fields if _NUMBER.match(name)]
        if len(numbers) == 1 and any(_COLUMN.search(name) and fields[name] for name in fields) and len(fields) < 30:
            found.append((urljoin(page_url, box.get("action") or ""), {**fields, "#number": numbers[0]}))
    if len(found) != 1:
        return None
    url, terms = found[0]
    made = Endpoint(
        platform="表单翻页",
        url=url.partition("#")[0],
        page=page_url.partition("#")[0],
        content_type=FORM,
        terms=terms,
        turns_only=True,
    )
    return further(made, 1)


def answer(body: bytes, endpoint: Endpoint, as_of: date) -> Listing | Endpoint | None:
    """The rows of the page that comes back, None when it holds none."""
    if len(body) > LONGEST_ANSWER:
        return None
    listing = read_listing(parse_document(body, endpoint.page), as_of=as_of)
    # Further pages are read for their days; rows without are those of a home page or a menu.
    dated = sum(entry.date is not None for entry in listing.entries)
    return listing if listing.shape is Shape.LIST and dated * 2 >= len(listing.entries) else None


def further(endpoint: Endpoint, number: int) -> Endpoint | None:
    """The same form with another page number."""
    return replace(endpoint, data=form(_fields(endpoint.terms, number)), number=number)


def _fields(terms: Mapping[str, str], number: int) -> dict[str, str]:
    fields = {key: value for key, value in terms.items() if key != "#number"}
    return {**fields, terms["#number"]: str(number)}
