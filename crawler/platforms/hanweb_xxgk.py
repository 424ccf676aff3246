"""大汉 信息公开 module: `/module/xxgk/tree.jsp` is the menu, POST `/module/xxgk/search.jsp` draws the list.

The infotypeId names the column; without one the whole site's documents come, so that nothing is asked without it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html import unescape
from urllib.parse import parse_qsl, urljoin

from crawler.evidence import Listing, Shape
from crawler.readers.document import Document, decode
from crawler.readers.endpoints import FORM, Endpoint, form
from crawler.readers.records import LONGEST_ANSWER, listing_of_markup

_QUERY = re.compile(r"/module/xxgk/(?:search|tree)\.jsp\?([^\"'<>\s]{1,1000})")
_PAIR = re.compile(r"""(?<![\w$])["']?(infotypeId|jdid|area|divid|standardXxgk)["']?\s*[:=]\s*["']([\w-]{1,60})["']""")
_ROW = re.compile(r"tr_main_value_(?:odd|even)|bt_link|xxgk(?!_nav)", re.IGNORECASE)
_TOTAL = re.compile(r"共\s{0,3}(?:<[^<>]{0,80}>)?\s{0,3}(\d{1,6})\s{0,3}(?:</\w{1,8}>)?\s{0,3}(?:条|个?记录|篇)")


def endpoint(document: Document, page_url: str) -> Endpoint | None:
    """The search for the page's own infotypeId, None when the page names none or several."""
    if "/module/xxgk/" not in document.text and "/module/xxgk/" not in page_url:
        return None
    terms: dict[str, str] = {}
    codes: set[str] = set()
    for query in _QUERY.findall(f"{document.text[:2_000_000]} {page_url}"):
        fields = dict(parse_qsl(unescape(query)[:1000]))
        codes.update(filter(None, [fields.get("infotypeId", "")]))
        terms = {**fields, **terms}
    for script in document.tagged("script"):
        if "search.jsp" in (script.text or ""):
            for key, value in _PAIR.findall((script.text or "")[:200_000]):
                codes.update([value] if key == "infotypeId" else [])
                terms.setdefault(key, value)
    for field in document.tagged("input"):
        if (name := field.get("name") or field.get("id") or "") in ("infotypeId", "jdid", "area", "divid"):
            value = (field.get("value") or "").strip()
            codes.update([value] if name == "infotypeId" and value else [])
            terms.setdefault(name, value)
    if len(codes) != 1 or not re.fullmatch(r"[\w-]{1,60}", next(iter(codes))) or codes == {"0"}:
        return None
    terms["infotypeId"] = next(iter(codes))
    made = Endpoint(
        platform="大汉信息公开",
        url=urljoin(document.base, "/module/xxgk/search.jsp"),
        page=page_url.partition("#")[0],
        content_type=FORM,
        terms=terms,
        sure=True,
        apart=True,
    )
    return further(made, 1)


def answer(body: bytes, endpoint: Endpoint, as_of: date) -> Listing | Endpoint | None:
    """The rows of the drawn table."""
    if len(body) > LONGEST_ANSWER:
        return None
    text = decode(body, "text/html")
    stated = _TOTAL.search(text)
    total = int(stated[1]) if stated else None
    listing = listing_of_markup(text, base=endpoint.page, as_of=as_of, total=total)
    drawn = re.search(r"<t(?:able|r|body)\b", text) and not re.search(r"<a\b[^<>]*\bbt_link", text)
    if listing is None and total == 0 and drawn:
        return Listing(shape=Shape.EMPTY_LIST, total=0, note="信息公开列表显示共0条")
    return listing if _ROW.search(text) else None


def further(endpoint: Endpoint, number: int) -> Endpoint | None:
    """Another page of the same search."""
    terms = endpoint.terms
    fields = {
        "infotypeId": terms["infotypeId"],
        "jdid": terms.get("jdid", ""),
        "area": terms.get("area", ""),
        "divid": terms.get("divid", ""),
        "vc_title": "",
        "vc_number": "",
        "sortfield": ",createdatetime:0,orderid:0",
        "currpage": str(number),
        "vc_filenumber": "",
        "vc_all": "",
        "texttype": "0",
        "fbtime": "-1",
        "standardXxgk": terms.get("standardXxgk", "0"),
        "isAllList": "1",
    }
    return replace(endpoint, data=form(fields), number=number)
