"""开普云 UCAP: `createPageHTML('page_div', 7, 1, 'xxgk_list', 'shtml', 181)`, or a list that /common/search/ answers.

The call names element, pages, current page counted from 1, name, extension, total. Page 1 is `xxgk_list.shtml`, page n
is `xxgk_list_{n}.shtml`; the name itself may end in a number (`list_2`). A total of 0 is an empty column.

Dynamic lists: the page names its channel in a meta, the static list and its call stand in a comment, and a script asks
`/common/search/`, `/search/` or `/searchList/` with `_isJson=true` for `data.results` and `data.total`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from lxml import etree

from crawler.evidence import Listing
from crawler.readers.document import Document
from crawler.readers.endpoints import Endpoint
from crawler.readers.pager import Pager, numbered_pages
from crawler.readers.records import at, json_of, listing_of, number_of
from crawler.readers.scripts import calls, scripts_with

_CHANNEL = re.compile(r"[0-9a-f]{32}")
_PATHS = ("/common/search/", "/search/", "/searchList/")
_PER_PAGE = 20


def pager(document: Document) -> Pager | None:
    """The pager of a UCAP column page, None when the page calls none (calls in comments are none)."""
    for source in scripts_with(document, "createPageHTML"):
        for arguments in calls(source, "createPageHTML"):
            match arguments:
                case (str(), int(pages), int(current), str(name), str(extension), *rest):
                    total = rest[0] if rest and isinstance(rest[0], int) else None
                    if not 1 <= current <= max(pages, 1):
                        continue
                    following, last = numbered_pages(
                        document, name=name, extension=extension, numbers=range(current + 1, pages + 1)
                    )
                    return Pager(current=current - 1, pages=pages, total=total, next_urls=following, last_url=last)
    return None


def endpoint(document: Document, page_url: str) -> Endpoint | None:
    """The search for the page's own channel, None where the page names no channel or states its total itself."""
    channel = _channel(document)
    if channel is None or pager(document) is not None:
        return None
    named = [path for path in _PATHS if re.search(rf"[\"']{path}", document.text)]
    order = [*named, *(path for path in _PATHS if path not in named)]
    sure = bool(named) or _list_in_comment(document)
    found: Endpoint | None = None
    for path in reversed(order):
        found = replace(_search(page_url, path, channel, 1, sure=sure), instead=found)
    return found


def answer(body: bytes, endpoint: Endpoint, as_of: date) -> Listing | Endpoint | None:
    """The rows of `data.results`."""
    data = at(json_of(body), "data")
    return listing_of(
        at(data, "results"),
        total=number_of(at(data, "total")),
        base=endpoint.page,
        as_of=as_of,
        titles=("title",),
        urls=("url",),
        days=("publishedTimeStr", "publishedTime"),
        per_page=_PER_PAGE,
    )


def further(endpoint: Endpoint, number: int) -> Endpoint | None:
    """Another page of the same search."""
    return _search(endpoint.page, endpoint.terms["path"], endpoint.terms["channel"], number, sure=endpoint.sure)


def _search(page_url: str, path: str, channel: str, number: int, *, sure: bool) -> Endpoint:
    page = page_url.partition("#")[0]
    origin = "/".join(page.split("/", 3)[:3])
    asked = f"_isAgg=true&_isJson=true&_pageSize={_PER_PAGE}&_template=index&_rangeTimeGte=&_channelName=&page={number}"
    return Endpoint(
        platform="开普云",
        url=f"{origin}{path}{channel}?{asked}",
        page=page,
        number=number,
        terms={"path": path, "channel": channel},
        sure=sure,
    )


def _channel(document: Document) -> str | None:
    """The channelId meta, None when it is missing or metas disagree (an included page brings its own)."""
    metas = document.tagged("meta")
    found = {(meta.get("content") or "").strip() for meta in metas if (meta.get("name") or "").lower() == "channelid"}
    values = [value for value in found if _CHANNEL.fullmatch(value)]
    return values[0] if len(values) == 1 == len(found) else None


def _list_in_comment(document: Document) -> bool:
    return any("createPageHTML" in (node.text or "") for node in document.root.iter(etree.Comment))
