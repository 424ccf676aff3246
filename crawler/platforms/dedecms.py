"""DedeCMS (织梦) and its kin: page 2 of column 12 is `list_12_2.html` or `list.php?tid=12&TotalResult=45&PageNo=2`.

Pages count from 1; the first is `index.html` or `list_12_1.html` too. The pager says `共 3 页 45 条` in
`span.pageinfo`, `共 0 页 0 条记录` for an empty column; `li.thisclass` is the current page. Some sites number their
files downwards: where the number written on a link is not the one in its address, nothing is read here and the links
are followed as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from crawler.readers.document import Document
from crawler.readers.pager import MOST_NEXT, Pager
from crawler.readers.survey import said

_STATIC = re.compile(r"/list_(?P<column>\d{1,8})_(?P<page>\d{1,5})\.s?html?\Z", re.IGNORECASE)
_COLUMN = re.compile(r"(?:\A|&)tid=(\d{1,8})(?:&|\Z)")
_PAGE = re.compile(r"(?:\A|&)PageNo=(\d{1,5})(?:&|\Z)", re.IGNORECASE)
_STATED = re.compile(r"共\s{0,3}(\d{1,5})\s{0,3}页\s{0,3}[/，,]?\s{0,3}(\d{1,7})\s{0,3}条")
_DIGITS = re.compile(r"\[?(\d{1,5})\]?\Z")
_SIGNS = ("pageinfo", "thisclass", "dede_pages", "pagelist")


def pager(document: Document) -> Pager | None:
    """The pager of a DedeCMS column; None where the page has none, or links to the pages of several columns."""
    text = document.text
    if not any(sign in text for sign in _SIGNS) or not ("list_" in text or "list.php" in text or "pageinfo" in text):
        return None
    pages, total = _counts(document)
    own = _read(document.url)
    found = list(_links(document))
    columns = {column for column, _, _, _ in found}
    if own is not None:
        found = [one for one in found if one[0] == own[0]]
    elif len(columns) > 1:
        return None
    if any(label is not None and label != number for _, number, _, label in found):
        return None
    linked = {number: url for _, number, url, _ in found}
    if not linked:
        return Pager(current=0, pages=pages, total=total) if pages is not None and pages <= 1 else None
    current = own[1] if own is not None else _marked(document)
    pages = max([pages or 0, current, *linked])
    pattern = next(iter(linked.values()))
    following = [_turned(pattern, number) for number in range(current + 1, pages + 1)[:MOST_NEXT]]
    return Pager(
        current=current - 1,
        pages=pages,
        total=total,
        next_urls=tuple(following),
        last_url=_turned(pattern, pages) if pages > current + len(following) else None,
    )


def _read(url: str) -> tuple[str, int] | None:
    """Column and page of an address, None when it is no list of this system's."""
    parts = urlsplit(url)
    static = _STATIC.search(parts.path)
    if static is not None:
        return static["column"], int(static["page"])
    column = _COLUMN.search(parts.query) if parts.path.endswith("/list.php") else None
    if column is None:
        return None
    page = _PAGE.search(parts.query)
    return column[1], max(int(page[1]), 1) if page else 1


def _links(document: Document) -> Iterator[tuple[str, int, str, int | None]]:
    """Column, page, address and the number written on it, of the links and options that turn pages."""
    here = urlsplit(document.url).netloc
    for element in document.tagged("a", "option"):
        written = ((element.get("href") if element.tag == "a" else element.get("value")) or "").strip()
        if "list" not in written or len(written) > 400:
            continue
        try:
            url = urljoin(document.base, written).partition("#")[0]
            same = urlsplit(url).netloc == here
        except ValueError:
            continue
        found = _read(url) if same else None
        # A column's link in a menu has no page's number.
        if found is None or not (_STATIC.search(urlsplit(url).path) or _PAGE.search(urlsplit(url).query)):
            continue
        digits = _DIGITS.match((element.text or "").strip() if element.tag == "option" else said(element)[:8])
        yield *found, url, int(digits[1]) if digits else None


def _counts(document: Document) -> tuple[int | None, int | None]:
    for element in document.tagged("span", "li", "div"):
        if "pageinfo" in (element.get("class") or "").lower():
            stated = _STATED.search(str(element.text_content())[:80])
            return (int(stated[1]), int(stated[2])) if stated else (None, None)
    return None, None


def _marked(document: Document) -> int:
    for element in document.tagged("li", "a", "span"):
        if "thisclass" in (element.get("class") or ""):
            digits = _DIGITS.match(said(element)[:8])
            return max(int(digits[1]), 1) if digits else 1
    return 1


def _turned(address: str, number: int) -> str:
    if _STATIC.search(urlsplit(address).path):
        return re.sub(r"_\d{1,5}(?=\.\w{3,5}\Z)", f"_{number}", address)
    return re.sub(r"(?i)(?<=[?&])(PageNo)=\d{1,5}", rf"\1={number}", address)
