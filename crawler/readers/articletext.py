"""The text of an article as a person reads it: a line for each block, a table row with tabs between its cells."""

from __future__ import annotations

from lxml import etree

from crawler.readers.article_box import article_box
from crawler.readers.document import Document
from crawler.readers.outline import INLINE_TAGS
from crawler.readers.survey import UNREAD

MAX_TEXT = 400_000
"""Characters."""
_CELLS = frozenset({"td", "th"})


def article_text(document: Document) -> str:
    """The text of the article's part of the page, else of the whole page; at most 400,000 characters.

    What is hidden by style is a part of it: it was published all the same.
    """
    box = article_box(document)
    parts: list[str] = []
    length = 0
    shut: etree._Element | None = None
    depth = 0
    for event, element in etree.iterwalk(
        document.root if box is None else box.around, events=("start", "end", "comment", "pi")
    ):
        tag = element.tag
        if event == "start":
            if shut is None and tag in UNREAD:
                shut = element
            depth += tag in _CELLS
            if tag not in INLINE_TAGS and tag not in _CELLS:
                parts.append(" " if depth else "\n")
            piece = element.text
        else:
            if event == "end":
                if shut is element:
                    shut = None
                depth -= tag in _CELLS
                if tag in _CELLS:
                    parts.append(" " if depth else "\t")
                elif tag not in INLINE_TAGS:
                    parts.append(" " if depth else "\n")
            piece = element.tail
        if piece and shut is None:
            parts.append(" ".join(piece.split()) if piece.strip() else " ")
            length += len(parts[-1])
            if length > MAX_TEXT:
                break
    lines = (
        "\t".join(" ".join(cell.split()) for cell in line.split("\t")).strip() for line in "".join(parts).split("\n")
    )
    return "\n".join(line for line in lines if line)[:MAX_TEXT]
