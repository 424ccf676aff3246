"""新点 Epoint: POST `<project>/rest/lightfrontaction/getgovinfolist` for a categorynum.

The project and the site's number stand in /js/webBuilderCommon.js (`var siteInfo = {projectName, siteGuid}`). Public
readers count pageIndex from 0 and from 1. Index 0 is the first page either way or is not understood; only then index 1
is asked.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from urllib.parse import parse_qs, urljoin, urlsplit

from crawler.evidence import Listing
from crawler.readers.document import Document, decode
from crawler.readers.endpoints import JSON, Endpoint
from crawler.readers.literals import literals
from crawler.readers.records import at, json_of, listing_of, number_of

_CATEGORY = re.compile(r"\d{3,30}")
_GUID = re.compile(r"[0-9a-fA-F-]{16,40}")
_ASKS = ("getgovinfolist", "getGovInfoList", "lightfrontaction", "EWB-FRONT", "govInfoPub", "webBuilderCommon.js")
_SETTINGS = "/js/webBuilderCommon.js"
_PER_PAGE = 20


def endpoint(document: Document, page_url: str) -> Endpoint | None:
    """The request for the site's settings, which the request for the rows needs."""
    text = document.text
    if not any(word in text for word in _ASKS):
        return None
    category = _category(document, page_url)
    if category is None:
        return None
    drawn = "categorynum=" in page_url.lower()
    department = parse_qs(urlsplit(page_url).query).get("deptcode", [""])[0]
    return Endpoint(
        platform="新点",
        url=urljoin(page_url, _SETTINGS),
        page=page_url.partition("#")[0],
        terms={"category": category, "department": department if re.fullmatch(r"\w{0,40}", department) else ""},
        # A category in the address means that one page is drawn for all columns.
        sure=drawn or any(word in text for word in _ASKS[:2]),
        apart=drawn,
    )


def answer(body: bytes, endpoint: Endpoint, as_of: date) -> Listing | Endpoint | None:
    """After the settings the request for the rows, after that the rows of `custom.data`."""
    if "guid" not in endpoint.terms:
        return _ask_rows(body, endpoint)
    custom = at(json_of(body), "custom")
    if isinstance(custom, str):
        custom = json_of(custom.encode())
    return listing_of(
        at(custom, "data"),
        total=number_of(at(custom, "total")),
        base=endpoint.page,
        as_of=as_of,
        titles=("realtitle", "title"),
        urls=("infourl", "infoUrl", "href"),
        days=("infodate", "infoDate", "publishdate", "pubdate", "showdate"),
        per_page=_PER_PAGE,
    )


def further(endpoint: Endpoint, number: int) -> Endpoint | None:
    """Another page of the same category, counted from where the first one was."""
    if "guid" not in endpoint.terms:
        return None
    return replace(endpoint, data=_body(endpoint.terms, number), number=number, instead=None)


def _category(document: Document, page_url: str) -> str | None:
    asked = {key.lower(): value for key, value in parse_qs(urlsplit(page_url).query).items()}
    found = asked.get("categorynum", [""])[0]
    if not found:
        guide = next((one for one in document.tagged("span", "input") if one.get("id") == "viewGuid"), None)
        found = (guide.get("value") or "").removeprefix("cms_") if guide is not None else ""
    return found if _CATEGORY.fullmatch(found) else None


def _ask_rows(body: bytes, endpoint: Endpoint) -> Endpoint | None:
    source = decode(body[:500_000], "application/javascript")
    for value in literals(source):
        if not isinstance(value, dict):
            continue
        guid, project = value.get("siteGuid"), value.get("projectName")
        if isinstance(guid, str) and _GUID.fullmatch(guid) and isinstance(project, str) and len(project) < 200:
            url = urljoin(endpoint.page, f"{project.rstrip('/')}/rest/lightfrontaction/getgovinfolist")
            terms = {**endpoint.terms, "guid": guid, "first": "1"}
            asked = replace(endpoint, url=url, content_type=JSON, terms=terms)
            second = replace(asked, data=_body(terms, 1))
            terms = {**terms, "first": "0"}
            return replace(asked, terms=terms, data=_body(terms, 1), instead=second)
    return None


def _body(terms: Mapping[str, str], number: int) -> bytes:
    asked = {
        "deptcode": terms["department"],
        "categorynum": terms["category"],
        "siteGuid": terms["guid"],
        "pageIndex": number - 1 + int(terms["first"]),
        "pageSize": _PER_PAGE,
    }
    return json.dumps(asked).encode()
