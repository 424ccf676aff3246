"""A page as nested boxes over one run of visible text: what the readers of links and names work on.

Every box knows the stretch of text and of anchors inside it, so that "the text of this row" or "how many links has
this block" costs a slice instead of a walk through the tree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from crawler.readers.document import Document

OPAQUE_TAGS = frozenset({"head", "script", "style", "textarea", "template", "xmp", "object"})
INLINE_TAGS = frozenset(
    {"a", "abbr", "area", "b", "bdi", "bdo", "big", "cite", "code", "em", "font", "i", "img", "input", "ins", "kbd"}
    | {"label", "mark", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "u", "var"}
)
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad\ue000-\uf8ff]")
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)


CLICKED = frozenset(
    {"onclick", "data-href", "data-url", "data-link", "to", ":to", "v-bind:to", "ng-click", "(click)"}
    | {f"{event}{kind}" for event in ("@click", "v-on:click") for kind in ("", ".native", ".stop", ".prevent")}
)
"""Attributes that open a page when the element is clicked, link or not; those of page frameworks name no address."""
_PARTS = frozenset({"menuitem", "treeitem", "link"})
"""What an element is to its reader (WAI-ARIA) when it is one to click."""
_TELLING = CLICKED | {"class", "id", "hidden", "style", "role"}
"""The attributes that are looked at."""
_LONGEST_CLASS = 1000
_CHILDLESS: list[Box] = []
"""Shared by all leaves, which are most boxes; never added to."""


class Box:
    """An element: its place in the tree, and the stretches of text pieces `t0:t1` and of anchors `a0:a1` inside it.

    `index` is its place among its parent's children; `clicked` tells that something happens on a click.
    """

    __slots__ = (
        *("a0", "a1", "children", "clicked", "cls", "element", "hidden", "index", "links", "parent", "t0", "t1", "tag"),
        "tail",
    )

    def __init__(
        self, element: etree._Element, tag: str, parent: Box | None, t0: int, a0: int, tail: str | None
    ) -> None:
        self.element = element
        self.tag = tag
        self.tail = tail
        self.parent = parent
        self.index = 0 if parent is None else len(parent.children)
        self.children: list[Box] = _CHILDLESS
        self.t0 = self.t1 = t0
        self.a0 = self.a1 = a0
        self.links = 0
        """How many anchors are inside (the box itself included)."""
        name = mark = ""
        clicked = False
        hidden = tag == "noscript" or (parent is not None and parent.hidden)
        for key in element.keys():  # noqa: SIM118 - an element is no mapping
            if key not in _TELLING:
                continue
            if key == "class":
                name = element.get("class", "")
            elif key == "id":
                mark = element.get("id", "")
            elif key == "hidden" or (key == "style" and _HIDING.search(element.get("style", ""))):
                hidden = True
            elif key in CLICKED or (key == "role" and element.get("role") in _PARTS):
                clicked = True
        # Cut, because classes are remembered by those who judge them: a hostile page must not fill the memory.
        self.cls = f"{name[:_LONGEST_CLASS]} {mark[:_LONGEST_CLASS]}".lower() if name or mark else ""
        self.hidden: bool = hidden
        self.clicked = clicked

    def up(self) -> Iterator[Box]:
        """The boxes around this one, nearest first."""
        box = self.parent
        while box is not None:
            yield box
            box = box.parent


class Outline:
    """The boxes, text pieces and anchors of a page in document order."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.boxes: list[Box] = []
        self.pieces: list[str] = []
        """Visible text in order; a lone blank marks the edge of a block."""
        self.owners: list[Box] = []
        """The innermost box around each piece."""
        self.anchors: list[Box] = []
        """`<a>` and `<area>` boxes."""
        self._build()
        if _INVISIBLE.search("".join(self.pieces)):
            self.pieces = [_INVISIBLE.sub("", piece) for piece in self.pieces]

    def _build(self) -> None:
        pieces, owners, boxes, anchors = self.pieces, self.owners, self.boxes, self.anchors
        box: Box | None = None
        opaque: Box | None = None
        # Not etree.iterwalk: its events cost more than finding an element's parent again.
        for element, (text, tail) in zip(self.document.nodes, self.document.said, strict=True):
            above = element.getparent()
            if box is not None and box.element is not above:
                box, opaque = self._close_until(above, box, opaque)
            tag = element.tag
            if not isinstance(tag, str):  # a comment or processing instruction
                if tag is not etree.Entity and opaque is None and box is not None and tail:
                    pieces.append(tail)
                    owners.append(box)
                continue
            if box is not None and tag not in INLINE_TAGS and pieces and pieces[-1] != " ":
                pieces.append(" ")
                owners.append(box)
            parent = box
            box = Box(element, tag, parent, len(pieces), len(anchors), tail)
            boxes.append(box)
            if parent is not None:
                if parent.children:
                    parent.children.append(box)
                else:
                    parent.children = [box]
            if opaque is None:
                if tag in OPAQUE_TAGS:
                    opaque = box
                    continue
                if tag == "a" or tag == "area":
                    anchors.append(box)
                if text:
                    pieces.append(text)
                    owners.append(box)
        self._close_until(None, box, opaque)

    def _close_until(
        self, above: etree._Element | None, box: Box | None, opaque: Box | None
    ) -> tuple[Box | None, Box | None]:
        """End the boxes that are no parent of what follows; the box to go on in, and the opaque one around it."""
        pieces, owners = self.pieces, self.owners
        while box is not None and box.element is not above:
            box.t1, box.a1 = len(pieces), len(self.anchors)
            box.links = box.a1 - box.a0
            if opaque is box:
                opaque = None
            inline, tail, box = box.tag in INLINE_TAGS, box.tail, box.parent
            if box is None:
                break
            if not inline and pieces and pieces[-1] != " ":
                pieces.append(" ")
                owners.append(box)
            if opaque is None and tail:
                pieces.append(tail)
                owners.append(box)
        return box, opaque

    def close(self) -> None:
        """Let go of the boxes' children, to be called when the page has been read.

        Parents and children hold each other, which only the garbage collector could take apart: a fifth of the time
        that reading a page takes.
        """
        for box in self.boxes:
            box.children = _CHILDLESS

    def text(self, box: Box) -> str:
        """The visible text of a box, white space collapsed."""
        return self.between(box.t0, box.t1)

    def between(self, start: int, end: int) -> str:
        """The text of the pieces `start:end`, white space collapsed."""
        if end - start == 1 and start >= 0:  # as most stretches are that are asked for
            return " ".join(self.pieces[start].split())
        return " ".join("".join(self.pieces[start:end]).split()) if start < end else ""


def collapse(text: str) -> str:
    """Text with its white space (full-width too) collapsed and invisible or icon-font characters taken out."""
    text = " ".join(text.split())
    return text if text.isascii() else " ".join(_INVISIBLE.sub("", text).split())
