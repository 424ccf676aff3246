"""博达 VSB: dynamic lists state their pages in each link, `list.jsp?totalpage=33&PAGENUM=2&…&wbtreeid=1029`.

Static columns count downwards (`tzgg/32.htm` is page 2 of 33); their pagers are read in html_links.py.
"""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from crawler.readers.document import Document
from crawler.readers.pager import MOST_NEXT, Pager

_PAGES = re.compile(r"[?&]totalpage=(\d{1,5})(?:&|\Z)", re.IGNORECASE)
_NUMBER = re.compile(r"[?&]PAGENUM=(\d{1,5})(?:&|\Z)", re.IGNORECASE)


def pager(document: Document) -> Pager | None:
    """The pager of a dynamic VSB list, None when no link states how many pages there are."""
    pages = 0
    numbered: dict[int, str] = {}
    for anchor in document.tagged("a"):
        href = anchor.get("href") or ""
        if "=" not in href:
            continue
        href = href[:1000]
        stated, number = _PAGES.search(href), _NUMBER.search(href)
        if stated is None or number is None:
            continue
        try:
            url = urljoin(document.base, href)
            same = urlsplit(url).netloc == urlsplit(document.url).netloc
        except ValueError:
            continue
        if same:
            pages = max(pages, int(stated[1]))
            numbered.setdefault(int(number[1]), url)
    if not pages:
        return None
    own = _NUMBER.search(document.url)
    current = int(own[1]) if own and 0 < int(own[1]) <= pages else 1
    ahead = [numbered[number] for number in sorted(numbered) if current < number <= pages]
    last = numbered.get(pages)
    return Pager(
        current=current - 1,
        pages=pages,
        next_urls=tuple(ahead[:MOST_NEXT]),
        last_url=last if last not in ahead[:MOST_NEXT] else None,
    )
