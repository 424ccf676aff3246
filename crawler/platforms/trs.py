"""TRS WCM and its kin: `createPageHTML(25, 0, "index", "html")`, `createPage(…)`, `Pager({size:3, current:0, …})`.

Pages count from 0: page 1 is `index.html`, page n is `index_{n-1}.html`. Articles of several parts use the same
functions with the article's own name (`t20190918_693227`), which is no list pager.
"""

from __future__ import annotations

import re

from crawler.readers.document import Document
from crawler.readers.pager import Pager, numbered_pages
from crawler.readers.scripts import calls, constant, scripts_with

_ARTICLE = re.compile(r"^(?:t\d{8}_\d+|t\d{6,}|content_\d+|post_\d+|art_.*)$")
_SETTINGS = re.compile(r"(?<![\w.$])Pager\s*\(\s*\{([^{}]{1,600})\}")
_SETTING = re.compile(r"""["']?(\w{1,30})["']?\s*:\s*(?:(\d{1,6})|"([^"]{0,100})"|'([^']{0,100})')""")


def pager(document: Document) -> Pager | None:
    """The pager of a TRS column page, None when the page calls none."""
    for source in scripts_with(document, "createPage", "Pager", "countPage"):
        for name in ("createPageHTML", "createPage"):
            for arguments in calls(source, name):
                if found := _from_call(document, arguments):
                    return found
        if found := _from_settings(document, source) or _from_variables(document, source):
            return found
    return None


def _from_call(document: Document, arguments: tuple[str | int, ...]) -> Pager | None:
    match arguments:
        case (int(pages), int(current), str(name), str(extension), *_):
            return _pager(document, pages, current, name, extension)
    return None


def _from_settings(document: Document, source: str) -> Pager | None:
    for match in _SETTINGS.finditer(source):
        values = {key: number or double or single for key, number, double, single in _SETTING.findall(match[1])}
        pages, current = values.get("size", ""), values.get("current", "")
        if pages.isdigit() and current.isdigit() and values.get("prefix"):
            return _pager(document, int(pages), int(current), values["prefix"], values.get("suffix") or "html")
    return None


def _from_variables(document: Document, source: str) -> Pager | None:
    """`var countPage = 25; var currentPage = 0;` with a loop of the template's own."""
    pages, current = constant(source, "countPage"), constant(source, "currentPage")
    if not isinstance(pages, int) or not isinstance(current, int):
        return None
    named = re.search(r"""["'](?:<a [^"'<>]{0,80}href=\\?["']?)?([A-Za-z][\w-]{0,40})_["']""", source)
    extension = re.search(r"""["']\.(s?html?)\b""", source)
    return _pager(document, pages, current, named[1] if named else "index", extension[1] if extension else "html")


def _pager(document: Document, pages: int, current: int, name: str, extension: str) -> Pager | None:
    if _ARTICLE.match(name) or current < 0 or pages < 0 or (current and current >= pages):
        return None
    following, last = numbered_pages(document, name=name, extension=extension, numbers=range(current + 1, pages))
    return Pager(current=current, pages=pages, next_urls=following, last_url=last)
