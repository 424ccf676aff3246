"""Systems with id paths (`/chinatax/n810341/n810760/index.html`: 税务总局, 国资委, 人民银行 and their kin).

Further pages have addresses that follow from no number (`index_831221_2.html`, `11040-2.html`, at times counted
downwards); the pager's links carry them in `tagname` and in the function they call. Pages are counted by
`maxPageNum831221` or a hidden `article_paging_list_hidden`, items by `m_nRecordCount831221`.
"""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement as Element

from crawler.readers.document import Document
from crawler.readers.pager import Pager
from crawler.readers.scripts import scripts_with
from crawler.readers.survey import said

_PAGES = re.compile(r"""\bmaxPageNum(\d{1,12})\s*=\s*["']?(\d{1,5})\b""")
_TOTAL = re.compile(r"""\bm_nRecordCount(\d{1,12})\s*=\s*["']?(\d{1,7})\b""")
_NEXT = re.compile(r"下一?页|后一?页")
_LAST = re.compile(r"尾页|末页|最后一?页")


def pager(document: Document) -> Pager | None:
    """The pager whose links are marked with `tagname`, None when the page has none or two lists."""
    if "tagname" not in document.text:
        return None
    turning: dict[str, str] = {}
    for anchor in document.tagged("a"):
        url = _address(document, anchor)
        text = said(anchor)[:20] if url is not None else ""
        if url is not None and _NEXT.search(text):
            turning.setdefault("next", url)
        elif url is not None and _LAST.search(text):
            turning.setdefault("last", url)
    pages, total = _counts(document)
    if not turning or pages is None:
        return None
    following, last = turning.get("next"), turning.get("last")
    own = document.url.partition("#")[0]
    return Pager(
        current=0,
        pages=pages,
        total=total,
        next_urls=(following,) if following and following != own else (),
        last_url=last if last not in (following, own) else None,
    )


def _address(document: Document, anchor: Element) -> str | None:
    name = (anchor.get("tagname") or "").strip()
    if not re.search(r"\d\.s?html?\Z", name):
        return None
    try:
        url = urljoin(document.base, name)
        return url if urlsplit(url).netloc == urlsplit(document.url).netloc else None
    except ValueError:
        return None


def _counts(document: Document) -> tuple[int | None, int | None]:
    for field in document.tagged("input"):
        stated = field.get("totalpage") or ""
        if stated.isascii() and stated.isdigit() and len(stated) < 6:
            return int(stated), None
    pages: dict[str, int] = {}
    totals: dict[str, int] = {}
    for source in scripts_with(document, "maxPageNum", "m_nRecordCount"):
        pages.update({code: int(number) for code, number in _PAGES.findall(source)})
        totals.update({code: int(number) for code, number in _TOTAL.findall(source)})
    if len(pages) != 1:
        return None, None
    code, number = next(iter(pages.items()))
    return number, totals.get(code)
