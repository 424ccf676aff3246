"""广东省政府信息公开目录平台 gkmlpt: one shell `/gkmlpt/index`, its columns are numbers in the fragment (`index#2811`).

The shell holds `SID` and the menu `TREE`; `/gkmlpt/api/all/<column>?page=1&sid=<SID>` answers with `classify` (the
column itself) and `articles`, a hundred a page, days in seconds since 1970.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from crawler.evidence import Listing, Shape
from crawler.readers.document import Document
from crawler.readers.endpoints import Endpoint
from crawler.readers.records import at, json_of, listing_of, number_of
from crawler.readers.script_links import menu_entries

_SHELL = re.compile(
    r"(https?://[^/?#]+(?:/[\w.~-]{1,60}){0,4}?/gkmlpt)(?:/[\w.-]{0,40})?(?:\?[^#]{0,200})?#(\d{1,12})\Z"
)
_SID = re.compile(r"""(?<![\w$])["']?(?:SID|sid)["']?\s*[:=]\s*["']?(\d{1,12})(?!\w)""")
_PER_PAGE = 100
_TRIED = 2_000_000


def endpoint(document: Document, page_url: str) -> Endpoint | None:
    """The request for the column that the fragment names, None outside of gkmlpt and without SID."""
    shell = _SHELL.match(page_url)
    if shell is None:
        return None
    sid = next((found[1] for found in _SID.finditer(document.text[:_TRIED])), None)
    if sid is None:
        return None
    terms = {"base": shell[1], "column": shell[2], "sid": sid}
    if (names := trail(document, page_url)) and any(entry.trail == names for entry in menu_entries(document)):
        terms["parent"] = "yes"
    made = Endpoint(
        platform="广东省政府信息公开目录平台",
        url="",
        page=page_url.partition("#")[0],
        terms=terms,
        sure=True,
        apart=True,
    )
    return further(made, 1)


def answer(body: bytes, endpoint: Endpoint, as_of: date) -> Listing | Endpoint | None:
    """The rows of `articles`; an answer about another column is none.

    A column with sub-columns may keep all of its articles there: without own ones it is a section, not empty.
    """
    value = json_of(body)
    column = at(value, "classify", "id")
    if column is not None and str(column) != endpoint.terms["column"]:
        return None
    articles = at(value, "articles")
    total = number_of(at(value, "total"))
    if articles == [] and total is None:
        total = number_of(at(value, "classify", "post_count"))
    listing = listing_of(
        articles,
        total=total,
        base=endpoint.page,
        as_of=as_of,
        titles=("title",),
        urls=("url", "post_url"),
        # `date` comes last: several sites keep the day of signing there.
        days=("display_publish_time", "first_publish_time", "created_at", "date"),
        per_page=_PER_PAGE,
    )
    if listing is not None and listing.shape is Shape.EMPTY_LIST and "parent" in endpoint.terms:
        return Listing(shape=Shape.SECTION, note="目录本级没有条目，下有子目录")
    return listing


def further(endpoint: Endpoint, number: int) -> Endpoint | None:
    """Another page of the same column."""
    terms = endpoint.terms
    url = f"{terms['base']}/api/all/{terms['column']}?page={number}&sid={terms['sid']}"
    return replace(endpoint, url=url, number=number)


def trail(document: Document, page_url: str) -> tuple[str, ...]:
    """The names from the tree's top to the column that the fragment names; empty when the tree does not hold it."""
    if _SHELL.match(page_url) is None:
        return ()
    for entry in menu_entries(document):
        if entry.url == page_url:
            return (*entry.trail, entry.name)
    return ()
