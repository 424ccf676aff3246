"""Menus that a page takes from script files of its own host: read when the page itself shows hardly any."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from html import escape
from urllib.parse import urljoin, urlsplit

from crawler.evidence import Page
from crawler.readers.document import Document, decode
from crawler.readers.links import Place
from crawler.readers.page import PageFacts, read_page

MAX_FILES = 2
"""Script files asked for per start page."""
FEW_MENU_LINKS = 4
_LARGEST = 300_000
_NAME = re.compile(
    r"menu|nav(?!ig)|navi(?:gation|gate)?\b|tree|lanmu|channels?|columns?|catalog|mulu|daohang|dh\d*\.", re.IGNORECASE
)
_LIBRARY = re.compile(
    r"\.min\.js|jquery|bootstrap|swiper|superslide|scroll|slide|plugin|swf|vue|layui|ztree|simpletree|superfish|zeroclipboard",
    re.IGNORECASE,
)


def menu_scripts(document: Document) -> tuple[str, ...]:
    """Addresses of the page's script files on its own host whose names speak of a menu, at most MAX_FILES."""
    host = urlsplit(document.url).netloc
    found: dict[str, None] = {}
    for script in document.tagged("script"):
        source = (script.get("src") or "").strip()
        if not source or len(source) > 500:
            continue
        try:
            url = urljoin(document.base, source)
            parts = urlsplit(url)
        except ValueError:
            continue
        name = parts.path.rpartition("/")[2]
        if parts.netloc == host and name.endswith(".js") and _NAME.search(name) and not _LIBRARY.search(name):
            found.setdefault(url)
    return tuple(found)[:MAX_FILES]


def shows_hardly_any_menu(facts: PageFacts) -> bool:
    """Whether a page has next to no menu of its own."""
    return sum(link.place is Place.MENU and link.url is not None for link in facts.links) < FEW_MENU_LINKS


async def read_menu_files(facts: PageFacts, fetch: Callable[[str], Awaitable[Page]]) -> tuple[PageFacts, ...]:
    """What the page's menu files add to it, each as if its script stood in the page."""
    if not shows_hardly_any_menu(facts):
        return ()
    found: list[PageFacts] = []
    for url in menu_scripts(facts.document):
        page = await fetch(url)
        if page.failure is None and page.status == 200 and 0 < len(page.body) <= _LARGEST:
            found.append(as_in_page(facts, page))
    return tuple(one for one in found if one.links)


def as_in_page(facts: PageFacts, script: Page) -> PageFacts:
    """A script file read as part of a page: its strings are resolved against the page, not against the file."""
    source = decode(script.body, script.content_type).replace("</", "<\\/").replace("<!--", "<\\!--")
    text = (
        f'<html><head><base href="{escape(facts.document.base)}"></head><body><script>{source}</script></body></html>'
    )
    return read_page(replace(facts.page, body=text.encode(), content_type="text/html; charset=utf-8"))
