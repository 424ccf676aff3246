"""拓尔思 海云 and its kin: POST JSON to `/irs/front/search` or `/irs/front/list`, all of it in the page's script.

`data.pager.total`, rows in `data.middle.listAndBox[].data`, `data.middle.list` or `data.list`. Where a value of the
question is computed we do not know what is asked; where rows have numbered fields only (`f_2021…`), what they say.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from urllib.parse import urljoin

from crawler.evidence import Listing
from crawler.readers.document import Document
from crawler.readers.endpoints import JSON, Endpoint
from crawler.readers.literals import Literal, literals
from crawler.readers.records import at, json_of, listing_of, number_of
from crawler.readers.scripts import scripts_with
from crawler.readers.searchforms import SiteSearch

_ADDRESS = re.compile(
    r"""["']((?:https?:)?(?://[\w.:-]{1,100})?/irs/front/(?:search|list)(?:\?[\w=&_.-]{0,200})?)["']"""
)
_NAMES_COLUMN = ("customFilter", "channelId", "channelCode")


def endpoint(document: Document, page_url: str) -> Endpoint | None:
    """The question the page's script asks, None when a part of it is computed or nothing in it names the column."""
    for source in scripts_with(document, "/irs/front/"):
        address = _ADDRESS.search(source)
        if address is None:
            continue
        for value in literals(source):
            if (
                isinstance(value, dict)
                and "pageNo" in value
                and _whole(value)
                and any(value.get(k) for k in _NAMES_COLUMN)
            ):
                made = Endpoint(
                    platform="拓尔思海云",
                    url=urljoin(document.base, address[1]),
                    page=page_url.partition("#")[0],
                    content_type=JSON,
                    terms={"asked": json.dumps(value, ensure_ascii=False)},
                    sure=True,
                )
                return further(made, 1)
    return None


def answer(body: bytes, endpoint: Endpoint, as_of: date) -> Listing | Endpoint | None:
    """The rows in whichever of the three places they stand."""
    data = at(json_of(body), "data")
    boxes = at(data, "middle", "listAndBox")
    rows = [at(box, "data") for box in boxes] if isinstance(boxes, list) else at(data, "middle", "list")
    return listing_of(
        at(data, "list") if rows is None else rows,
        total=number_of(at(data, "pager", "total")),
        base=endpoint.page,
        as_of=as_of,
        titles=("title_no_tag", "title", "titleO"),
        urls=("url", "docPubUrl"),
        days=("time", "docDate", "pubDate", "publishTime"),
        per_page=number_of(at(json_of(endpoint.terms["asked"].encode()), "pageSize")),
    )


def further(endpoint: Endpoint, number: int) -> Endpoint | None:
    """The same question for another page."""
    asked = json.loads(endpoint.terms["asked"])
    asked["pageNo"] = number
    return replace(endpoint, data=json.dumps(asked, ensure_ascii=False).encode(), number=number)


def search(document: Document) -> SiteSearch | None:
    """The site's search where the page's script holds the whole question but the words, `searchWord`."""
    for source in scripts_with(document, "/irs/front/search"):
        address = _ADDRESS.search(source)
        for value in literals(source) if address is not None else ():
            if address is None or not isinstance(value, dict) or "searchWord" not in value or "pageNo" not in value:
                continue
            record = {key: one for key, one in value.items() if key not in ("searchWord", "pageNo")}
            if _whole(record):
                asked = json.dumps({**record, "pageNo": 1}, ensure_ascii=False)
                return SiteSearch(
                    url=urljoin(document.base, address[1]),
                    words="searchWord",
                    posted=True,
                    by_script=True,
                    record=asked,
                )
    return None


def _whole(value: Literal) -> bool:
    """Whether nothing in a literal is computed."""
    if isinstance(value, dict):
        return all(_whole(one) for one in value.values())
    if isinstance(value, list):
        return all(_whole(one) for one in value)
    return value is not None
