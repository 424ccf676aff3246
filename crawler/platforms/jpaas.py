"""大汉 jpaas (since about 2020): the list is a unit that the page's script asks for, `…/front/page/build/unit`.

`<script url="/api-gateway/jpaas-publish-server/front/page/build/unit" queryData="{'webId':'…','pageId':'…',…}">` holds
the whole question; the answer is JSON with markup in `data.html` and the totals in `div.pagination[rows][count]`. A
page number counts only inside `paramJson`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from urllib.parse import urlencode, urljoin

from crawler.evidence import Listing, Shape
from crawler.readers.document import Document, parse_document
from crawler.readers.endpoints import Endpoint
from crawler.readers.literals import literals
from crawler.readers.records import at, json_of, listing_of_markup, number_of

_UNIT = "/front/page/build/unit"
_LIST = re.compile(r"list|列表|分页|当前栏目|信息", re.IGNORECASE)
_NO_LIST = re.compile(
    r"导航|菜单|栏目树|头|尾|底部|位置|面包屑|搜索|检索|推荐|热点|热门|排行|最新|友情|轮播|banner|浮窗|二维码|分享"
)
_PER_PAGE = 15
_MOST_UNITS = 40


def endpoint(document: Document, page_url: str) -> Endpoint | None:
    """The request for the unit that is the page's list; further likely units are asked when it is none."""
    if _UNIT not in document.text:
        return None
    units = _units(document)
    likely = [unit for unit in units if _LIST.search(unit[1].get("tagId", ""))]
    found: Endpoint | None = None
    for address, fields in reversed((likely or units)[:3]):
        terms = {**fields, "#url": urljoin(document.base, address)}
        made = Endpoint(
            platform="大汉 jpaas",
            url=_url(terms, None),
            page=page_url.partition("#")[0],
            terms=terms,
            sure=bool(likely) or len(units) == 1,
            apart=bool(likely) and not _is_drawn(document, fields.get("tagId", "")),
        )
        found = replace(made, instead=found)
    return found


def answer(body: bytes, endpoint: Endpoint, as_of: date) -> Listing | Endpoint | None:
    """The rows drawn in `data.html`."""
    data = at(json_of(body), "data")
    markup = at(data, "html") if isinstance(data, dict) else data
    if not isinstance(markup, str):
        return None
    total, rows = _counts(markup, endpoint.page)
    listing = listing_of_markup(markup, base=endpoint.page, as_of=as_of, total=total, per_page=rows or _PER_PAGE)
    if listing is None and total == 0 and re.search(r"<a\b", markup, re.IGNORECASE) is None:
        return Listing(shape=Shape.EMPTY_LIST, total=0, note="列表接口返回共0条")
    return listing


def further(endpoint: Endpoint, number: int) -> Endpoint | None:
    """Another page of the same unit."""
    return replace(endpoint, url=_url(endpoint.terms, number), number=number, instead=None)


def _units(document: Document) -> list[tuple[str, dict[str, str]]]:
    found: list[tuple[str, dict[str, str]]] = []
    for element in document.tagged("script", "div", "ul", "input"):
        address = element.get("url") or ""
        if _UNIT not in address or len(found) >= _MOST_UNITS:
            continue
        fields = _fields(element.get("querydata") or "")
        if fields.get("pageId") and fields.get("webId") and not _NO_LIST.search(fields.get("tagId", "")):
            found.append((address, fields))
    return found


def _is_drawn(document: Document, name: str) -> bool:
    """Whether the page was built with the unit's rows in it: in a box that bears the unit's name."""
    boxes = (box for box in document.tagged("div", "ul") if name and box.get("id") == name)
    return any(next(box.iter("a"), None) is not None for box in boxes)


def _fields(text: str) -> dict[str, str]:
    """The queryData, an object in single or double quotes; empty when a value is computed."""
    value = next(literals(f"x={text[:4000]}"), None)
    if not isinstance(value, dict):
        return {}
    fields = {str(key): value[key] for key in value}
    if not all(isinstance(one, str | int) for one in fields.values()):
        return {}
    return {key: str(one) for key, one in fields.items()}


def _url(terms: Mapping[str, str], number: int | None) -> str:
    fields = {key: value for key, value in terms.items() if key != "#url"}
    if number is not None:
        own = json_of(fields.get("paramJson", "").replace("'", '"').encode())
        size = at(own, "pageSize") or str(_PER_PAGE)
        fields["paramJson"] = json.dumps({"pageNo": number, "pageSize": str(size)})
    return f"{terms['#url'].partition('?')[0]}?{urlencode(fields)}"


def _counts(markup: str, base: str) -> tuple[int | None, int | None]:
    """Total and rows a page as the drawn pager states them."""
    root = parse_document(markup.encode(), base, "text/html; charset=utf-8").root
    for element in root.iter("div", "ul", "span"):
        if "pagination" in (element.get("class") or "") and element.get("count") is not None:
            return number_of(element.get("count")), number_of(element.get("rows"))
    return None, None
