"""大汉 Hanweb jcms: `/module/web/jpage/dataproxy.jsp` answers further pages, or the whole list, as `<datastore>`.

The question stands in the page: a link inside the stored data (`<nextgroup>`), or the settings of the jpage script.
Some servers count only `page`, some only `startrecord` and `endrecord`, so that all of them are sent. The TrueCMS kin
answers `messageController/getMessage.do` with JSONP around the same XML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from html import unescape
from urllib.parse import parse_qsl, urlencode, urljoin

from crawler.evidence import Listing, Shape
from crawler.readers.document import Document, decode
from crawler.readers.endpoints import FORM, Endpoint, form
from crawler.readers.records import LONGEST_ANSWER, at, json_of, listing_of_markup
from crawler.readers.scripts import scripts_with

_LINK = re.compile(r"""["']([^"'<>\s]{0,200}dataproxy\.jsp)\?([^"'<>\s]{1,1500})""")
_PROXY = re.compile(r"""["']?proxyUrl["']?\s*:\s*["']([^"'<>\s]{1,200}(?:dataproxy\.jsp|getMessage\.do))["']""")
_SETTING = re.compile(
    r"""(?<![\w$])["']?(col|appid|webid|path|columnid|columnId|sourceContentType|unitid|webname|permissiontype|perPage"""
    r"""|totalRecord)["']?\s*[:=]\s*(?:["']([^"'\n]{0,120})["']|(\d{1,12}))"""
)
_IDS = ("columnid", "columnId")
_COLUMN_PATH = re.compile(r"/col/?(?:col)?(\d+)")
_RECORD = re.compile(r"<record>\s*<!\[CDATA\[(.*?)(?:\]\]>|\Z)", re.DOTALL | re.IGNORECASE)
_TOTAL = re.compile(r"<totalrecord>\s*(\d{1,7})\s*</totalrecord>", re.IGNORECASE)
_PER_PAGE = 15
_MOST_PER_PAGE = 100
_LONGEST = 500_000


def endpoint(document: Document, page_url: str) -> Endpoint | None:
    """The question for the page's own column, None where the page states a total of 0 or asks for other columns."""
    if "dataproxy.jsp" not in document.text and "getMessage.do" not in document.text:
        return None
    found = [terms for terms in _asked(document) if terms.get("total") != "0"]
    path = _COLUMN_PATH.search(page_url)
    chosen = [terms for terms in found if path is None or _column(terms) == path[1]]
    if not chosen or len({_column(terms) for terms in chosen}) > 1:
        return None
    made = Endpoint(
        platform="大汉",
        url="",
        page=page_url.partition("#")[0],
        terms={**chosen[0], "#url": urljoin(document.base, chosen[0]["#url"])},
        sure=True,
    )
    return further(made, 1)


def answer(body: bytes, endpoint: Endpoint, as_of: date) -> Listing | Endpoint | None:
    """The rows of the records; `totalrecord` counts them."""
    if len(body) > LONGEST_ANSWER:
        return None
    wrapped = at(json_of(body), "result")
    text = wrapped if isinstance(wrapped, str) else decode(body, "text/xml")
    if "<datastore" not in text:
        return None
    stated = _TOTAL.search(text)
    total = int(stated[1]) if stated else None
    records = _RECORD.findall(text)
    if not records:
        return Listing(shape=Shape.EMPTY_LIST, total=0, note="列表接口返回共0条") if total == 0 else None
    inside = "".join(records)
    opening, closing = ("<table>", "</table>") if re.match(r"\s*<tr\b", inside, re.IGNORECASE) else ("<ul>", "</ul>")
    # Three pages are sent at once by some servers, whatever is asked for.
    return listing_of_markup(
        f"{opening}{inside}{closing}", base=endpoint.page, as_of=as_of, total=total, per_page=_per_page(endpoint.terms)
    )


def further(endpoint: Endpoint, number: int) -> Endpoint | None:
    """Another page of the same column."""
    terms = endpoint.terms
    size = _per_page(terms)
    window = {
        "startrecord": str((number - 1) * size + 1),
        "endrecord": str(number * size),
        "perpage": str(size),
    }
    fields = {key: value for key, value in terms.items() if key not in ("#url", "#how", "total", "perPage")}
    if terms["#url"].endswith("getMessage.do"):
        url = f"{terms['#url']}?{urlencode({**window, 'columnId': _column(terms), 'callback': 'cb'})}"
        return replace(endpoint, url=url, number=number)
    if terms["#how"] == "get":
        url = f"{terms['#url']}?{urlencode({**fields, 'page': str(number), **window})}"
        return replace(endpoint, url=url, number=number)
    url = f"{terms['#url']}?{urlencode({**window, 'page': str(number)})}"
    return replace(endpoint, url=url, data=form(fields), content_type=FORM, number=number)


def _asked(document: Document) -> Iterator[dict[str, str]]:
    """The questions of the page, each with its address under `#url`."""
    for script in document.tagged("script"):
        source = (script.text or "")[:_LONGEST]
        link = _LINK.search(source) if "<datastore" in source else None
        if link is not None:
            stated = _TOTAL.search(source)
            terms = dict(parse_qsl(unescape(link[2])))
            terms.pop("page", None)
            if _column(terms) and terms.get("unitid"):
                yield {**terms, "#url": link[1], "#how": "get", **({"total": stated[1]} if stated else {})}
    for source in scripts_with(document, "proxyUrl"):
        proxy = _PROXY.search(source)
        if proxy is None:
            continue
        settings: dict[str, str] = {}
        for key, text, number in _SETTING.findall(source):
            settings.setdefault(key, text or number)
        if not _column(settings):
            continue
        total = settings.pop("totalRecord", "")
        yield {
            "col": "1",
            "appid": "1",
            "path": "/",
            "sourceContentType": "1",
            "permissiontype": "0",
            **settings,
            "#url": proxy[1],
            "#how": "post",
            **({"total": total} if total else {}),
        }


def _column(terms: Mapping[str, str]) -> str:
    return next((terms[key] for key in _IDS if terms.get(key, "").isalnum()), "")


def _per_page(terms: Mapping[str, str]) -> int:
    size = terms.get("perPage") or terms.get("perpage") or ""
    return min(int(size), _MOST_PER_PAGE) if size.isdigit() and int(size) else _PER_PAGE
