"""大汉 Hanweb jcms: the rows of the first page stand in the page as XML, `<script type="text/xml"><datastore>…`.

A script draws them into the empty box around it; `totalrecord` and `totalpage` count the whole column. Further pages,
and the first where none is stored, come from dataproxy.jsp, see hanweb_proxy.py.
"""

from __future__ import annotations

import copy
import re
from dataclasses import replace

from lxml import etree
from lxml import html as lxml_html

from crawler.readers.document import Document
from crawler.readers.pager import Pager

_RECORD = re.compile(r"<record>\s*<!\[CDATA\[(.*?)(?:\]\]>|\Z)", re.DOTALL | re.IGNORECASE)
_LONGEST = 500_000
_MOST_RECORDS = 1000


def expanded(document: Document) -> Document | None:
    """The page as a browser draws it, with the stored rows in their places; None when it stores none."""
    if "<datastore" not in document.text:
        return None
    root = copy.deepcopy(document.root)
    drawn = 0
    for script in list(root.iter("script")):
        rows = _rows(script.text or "")
        above = script.getparent()
        if rows is None or above is None:
            continue
        rows.tail = script.tail
        above.replace(script, rows)
        drawn += 1
    return replace(document, root=root) if drawn else None


def pager(document: Document) -> Pager | None:
    """The counts of the largest store of the page, None when it states none."""
    if "<datastore" not in document.text:
        return None
    found: Pager | None = None
    for script in document.tagged("script"):
        source = (script.text or "")[:_LONGEST]
        if "<datastore" not in source:
            continue
        total, pages = _number(source, "totalrecord"), _number(source, "totalpage")
        if total is not None and (found is None or total > (found.total or 0)):
            found = Pager(current=0, pages=pages if pages is not None else min(total, 1), total=total)
    return found


def _number(source: str, name: str) -> int | None:
    match = re.search(rf"<{name}>\s*(\d{{1,7}})\s*</{name}>", source, re.IGNORECASE)
    return int(match[1]) if match else None


def _rows(source: str) -> lxml_html.HtmlElement | None:
    if "<datastore" not in source:
        return None
    records = _RECORD.findall(source[:_LONGEST])[:_MOST_RECORDS]
    if not records:
        return None
    inside = "".join(records)
    opening, closing = ("<table>", "</table>") if re.match(r"\s*<tr\b", inside, re.IGNORECASE) else ("<ul>", "</ul>")
    try:
        fragment = lxml_html.fragment_fromstring(f"{opening}{inside}{closing}", create_parent="div")
    except (etree.LxmlError, ValueError, AssertionError):
        return None
    return fragment if isinstance(fragment, lxml_html.HtmlElement) else None
