"""The tags that the national guideline asks of pages (国办发〔2017〕47号): SiteName, ColumnName, PubDate …"""

from __future__ import annotations

from crawler.readers.document import Document
from crawler.readers.survey import squeeze

#: The tags by their names in lower case; sites write them in any case.
TAGS = frozenset(
    {"sitename", "sitedomain", "siteidcode", "columnname", "columntype", "columndescription", "columnkeywords"}
    | {"articletitle", "pubdate", "contentsource", "keywords", "author", "description", "image", "url"}
)
_MOST = 60
_LONGEST = 300


def read_metas(document: Document) -> tuple[tuple[str, str], ...]:
    """Names as printed and contents in document order; repeated names repeat, as includes bring them.

    White space at the ends of a content is kept: a code with a blank behind it is no code. At most 60 tags, names and
    contents of at most 300 characters.
    """
    found: list[tuple[str, str]] = []
    for meta in document.tagged("meta"):
        name = squeeze(meta.get("name") or meta.get("property"))
        if name.lower() not in TAGS:
            continue
        content = (meta.get("content") or "")[: 2 * _LONGEST]
        found.append((name, " ".join(content.splitlines())[:_LONGEST]))
        if len(found) == _MOST:
            break
    return tuple(found)
