"""Lists that a script loads from one written-out address: `$("#list").load("./rows.html")`, `$.getJSON("rows.json")`.

Lonsun (`/public/column/123?type=4&action=list`), VSB (`list.jsp?…wbtreeid=`) and TRS WAS
(`/was5/web/search?channelid=`) do so too. Only an address beside the page or of these programs is asked, and only when
it is the page's only one: a script may as well load the weather or a hot list.
"""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import urljoin, urlsplit

from crawler.evidence import Listing
from crawler.readers.document import Document, decode
from crawler.readers.endpoints import Endpoint
from crawler.readers.records import LONGEST_ANSWER, at, json_of, listing_of, listing_of_markup, number_of
from crawler.readers.scripts import scripts_with

_LOADS = re.compile(
    r"""(?:\.load|\$\.(?:get|getJSON)|(?<![\w.$])fetch)\s*\(\s*["']([^"'\s<>+]{2,500})["']\s*(?=[,)])"""
    r"""|\$\.ajax\s*\(\s*\{[^{}]{0,300}?\burl\s*:\s*["']([^"'\s<>+]{2,500})["']\s*(?=[,}])"""
)
_OTHER = re.compile(
    r"weather|tianqi|hits?\b|click|count|visit|search\.html|login|user|nav|menu|head|foot|top|bottom|hot|rank|banner|link|config"
    r"|template|\.js\b|\.css\b",
    re.IGNORECASE,
)
_PROGRAM = re.compile(
    r"/(?:public|content)/column/\d+\?[^#]*action=list|/list\.jsp\?[^#]*wbtreeid=\d|/was5/web/search\?[^#]*channelid=\d",
    re.IGNORECASE,
)
_POSTED = re.compile(r"""\b(?:type|method)\s*:\s*["']post["']""", re.IGNORECASE)
_NAMES = {"lonsun": "龙讯", "vsb": "博达", "was": "拓尔思 WAS"}


def endpoint(document: Document, page_url: str) -> Endpoint | None:
    """The page's only loaded address that may be its list."""
    found: dict[str, str] = {}
    for source in scripts_with(document, ".load", "$.get", "fetch", "$.ajax"):
        for match in _LOADS.finditer(source):
            address = match[1] or match[2]
            if match[2] and _POSTED.search(source[match.start() : match.end() + 300]):
                continue
            url = urljoin(document.base, address)
            if not _OTHER.search(address) and (_PROGRAM.search(url) or _beside(url, page_url)):
                found.setdefault(url, address)
    if len(found) != 1:
        return None
    url = next(iter(found))
    return Endpoint(platform=_platform(url), url=url, page=page_url.partition("#")[0])


def answer(body: bytes, endpoint: Endpoint, as_of: date) -> Listing | Endpoint | None:
    """Rows as JSON records in a place of a usual name, or as markup."""
    if len(body) > LONGEST_ANSWER:
        return None
    value = json_of(body)
    if value is None:
        text = decode(body, "text/html")
        dated = re.search(r"20\d\d\s?[-/.年]\s?\d", text)
        return listing_of_markup(text, base=endpoint.page, as_of=as_of, total=None) if dated else None
    holder = value
    for _ in range(3):
        if isinstance(holder, list):
            break
        inner = [at(holder, key) for key in ("data", "list", "rows", "records", "results", "items", "page")]
        holder = next((one for one in inner if isinstance(one, list | dict)), None)
    if not isinstance(holder, list) or not holder:
        return None
    return listing_of(
        holder,
        total=number_of(at(value, "total")),
        base=endpoint.page,
        as_of=as_of,
        titles=("title", "showTitle", "name"),
        urls=("url", "link", "href"),
        days=("publishDate", "publishTime", "pubDate", "releaseDate", "date", "time"),
    )


def _beside(url: str, page_url: str) -> bool:
    """Whether an address lies in the page's own folder, which is not the site's root."""
    one, page = urlsplit(url), urlsplit(page_url)
    folder = page.path.rpartition("/")[0]
    return one.netloc == page.netloc and len(folder) > 1 and one.path.startswith(f"{folder}/")


def _platform(url: str) -> str:
    if "/was5/" in url:
        return _NAMES["was"]
    if "action=list" in url:
        return _NAMES["lonsun"]
    return _NAMES["vsb"] if "wbtreeid=" in url else "脚本载入列表"
