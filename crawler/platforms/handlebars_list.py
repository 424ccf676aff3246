"""江西 集约化 (大汉 with handlebars): `loadPageData({webSiteCode:[…], channelCode:[…], perPage …})` fills a template.

No row is in the page. That the script posts these settings to `/queryList` and gets `data.results[].source` is public
knowledge of readers, not seen in a page of ours: an answer that looks otherwise is not believed.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from urllib.parse import urlencode, urljoin

from crawler.evidence import Listing
from crawler.readers.document import Document
from crawler.readers.endpoints import FORM, Endpoint
from crawler.readers.literals import literals
from crawler.readers.records import at, json_of, listing_of, number_of
from crawler.readers.scripts import scripts_with

_SENT = (
    "unitid",
    "dataBefore",
    "dataAfter",
    "perPage",
    "showMode",
    "groupSize",
    "barPosition",
    "titleMax",
    "templateContainerId",
    "themeName",
)


def endpoint(document: Document, page_url: str) -> Endpoint | None:
    """The question of the only loadPageData call, None when there are several or it names no single channel."""
    found: list[dict[str, str]] = []
    for source in scripts_with(document, "loadPageData"):
        for value in literals(source):
            if not isinstance(value, dict) or "channelCode" not in value:
                continue
            site, channel = value.get("webSiteCode"), value.get("channelCode")
            match site, channel:
                case [str(code)], [str(column)] if re.fullmatch(r"\w{1,60}", code) and re.fullmatch(
                    r"\w{1,60}", column
                ):
                    kept = {key: str(value[key]) for key in _SENT if isinstance(value.get(key), str | int)}
                    found.append({**kept, "webSiteCode[]": code, "channelCode[]": column})
    if len(found) != 1:
        return None
    made = Endpoint(
        platform="大汉集约化（handlebars）",
        url=urljoin(page_url, "/queryList"),
        page=page_url.partition("#")[0],
        content_type=FORM,
        terms=found[0],
        sure=True,
        apart=True,
    )
    return further(made, 1)


def answer(body: bytes, endpoint: Endpoint, as_of: date) -> Listing | Endpoint | None:
    """The rows of `data.results`; an answer that names other channels than the one asked for is none."""
    data = at(json_of(body), "data")
    results = at(data, "results")
    if not isinstance(results, list):
        return None
    rows: list[object] = []
    for result in results:
        source = at(result, "source") if isinstance(result, dict) and "source" in result else result
        urls = at(source, "urls")
        address = at(json_of(urls.encode()), "pc") if isinstance(urls, str) and urls[:1] == "{" else at(urls, "pc")
        channel = at(source, "channelCode")
        if isinstance(channel, str) and channel != endpoint.terms["channelCode[]"]:
            return None
        rows.append({**source, "#pc": address} if isinstance(source, dict) else source)
    return listing_of(
        rows,
        total=number_of(at(data, "total")),
        base=endpoint.page,
        as_of=as_of,
        titles=("title", "showTitle"),
        urls=("pcUrl", "#pc", "url"),
        days=("pubDate", "publishTime"),
        per_page=number_of(endpoint.terms.get("perPage")),
    )


def further(endpoint: Endpoint, number: int) -> Endpoint | None:
    """The same question for another page."""
    fields = {"current": str(number), **endpoint.terms, "pageSize": endpoint.terms.get("perPage", "15")}
    return replace(endpoint, data=urlencode(fields).encode("ascii"), number=number)
