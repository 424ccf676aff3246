"""大汉 jsearch: a page links to `/jsearchfront/search.do?websiteid=…`, whose script asks `interfaces/cateSearch.do`.

That takes a form (`websiteid`, `q`, `p`, `pg`, `pos`, at times `cateid` and `tpl`) and answers JSON with pieces of
markup in `result`. Public knowledge of readers, not seen on a site of ours: what it answers only names pages to look
at.
"""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qsl, urljoin

from crawler.readers.document import Document
from crawler.readers.searchforms import SiteSearch

_LINK = re.compile(
    r"""["']([^"'\s<>]{0,200}/(?:jsearchfront|jrobotfront)/)(?:search|interfaces/cateSearch)\.do(?:\?([^"'\s<>]{0,600}))?["']"""
)
_TAKEN = ("websiteid", "cateid", "tpl")


def search(document: Document) -> SiteSearch | None:
    """The interface behind the page's search; None where the page does not name the site by its number."""
    if "searchfront/" not in document.text and "jrobotfront/" not in document.text:
        return None
    found = _LINK.search(document.text)
    if found is None:
        return None
    named = dict(parse_qsl(unescape(found[2] or "")))
    for field in document.tagged("input"):
        if (name := field.get("name") or "") in _TAKEN:
            named.setdefault(name, (field.get("value") or "").strip())
    taken = {name: named[name] for name in _TAKEN if re.fullmatch(r"\w{1,40}", named.get(name, ""))}
    if "websiteid" not in taken:
        return None
    return SiteSearch(
        url=urljoin(document.base, f"{found[1]}interfaces/cateSearch.do"),
        fields=(*taken.items(), ("p", "1"), ("pg", "10"), ("pos", "title")),
        words="q",
        posted=True,
        by_script=True,
    )
