"""Which names stand above a link: menu levels, block titles, accordion headers, tabs, levels of a table.

Everything is read from structure – what short text or link stands right before the group a link is in – because class
names differ from site to site; class names only rule things out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from lxml import etree

from crawler.readers.names import MAX_LABEL, is_more, is_name, label_of, picture_names
from crawler.readers.outline import INLINE_TAGS, Box, Outline, collapse
from crawler.readers.panels import PIECES, SIBLINGS, SKIPPED, Panels, before

_MAX_LEVELS = 8
_LONGEST_NAME = 200
_NAMING = ("title", "aria-label", "alt")
# Bounds that keep every look at a box constant, whatever a hostile page holds.
_ROWS = 500
_CELLS = 12

_NO_HEAD = re.compile(
    r"(?:^|[\s_-])(?:logo|search|login|lang|weather|date|time|clock|banner|share|page[rn]?|topbar|welcome)"
)
_STATE = re.compile(r"\b(?:on|active|cur|current|curr|sel|selected|now|hover|first|last|odd|even|clearfix|fl|fr)\b")
_EMPHASIS = frozenset({"strong", "b", "h1", "h2", "h3", "h4", "h5", "h6", "th", "dt"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "dt", "th", "caption", "legend", "summary"})
_GROUPS = frozenset({"ul", "ol", "dl", "table", "menu"})
_ITEMS = frozenset({"li", "dd", "td", "dt", "th", "details"})


@lru_cache(maxsize=4096)
def _never_heads(cls: str) -> bool:
    return _NO_HEAD.search(cls) is not None


@lru_cache(maxsize=4096)
def _kind_of(cls: str) -> str:
    return " ".join(_STATE.sub("", cls).split())


class Trails:
    """The names above each box of an outline; every box is looked at once."""

    def __init__(self, outline: Outline) -> None:
        self._outline = outline
        self._above: dict[Box, tuple[str, ...]] = {}
        self._names: dict[Box, tuple[str, tuple[str, ...]]] = {}
        self._terms: dict[Box, str | None] = {}
        self._panels = Panels(outline)
        self._spans: dict[Box, dict[int, tuple[str, ...]]] = {}

    def above(self, box: Box) -> tuple[str, ...]:
        """Names of the levels a box is in, outermost first; its own name is not among them."""
        missing = []
        known: tuple[str, ...] = ()
        at: Box | None = box
        while at is not None:
            if at in self._above:
                known = self._above[at]
                break
            missing.append(at)
            at = at.parent
        for one in reversed(missing):
            for name in self._heads(one):
                if not known or known[-1] != name:
                    known = (*known, name)
            known = known[-_MAX_LEVELS:]
            self._above[one] = known
        return known

    def names(self, anchor: Box) -> tuple[str, tuple[str, ...]]:
        """What a link is called – its text, else a picture's alt, else its title – and its other names."""
        known = self._names.get(anchor)
        if known is not None:
            return known
        element = anchor.element
        text = self._outline.between(anchor.t0, anchor.t1)
        others = [collapse(element.get(key, "")) for key in element.keys() if key in _NAMING]  # noqa: SIM118
        if anchor.children or anchor.tag == "area":
            pictures = picture_names(anchor)
            text = text or next((name for name in (*pictures, *others) if name), "")
            others += pictures
        elif not text:
            text = next((name for name in others if name), "")
        bare = label_of(text)
        if others or bare != text:
            labels = tuple(
                name
                for name in dict.fromkeys((*others, bare))
                if name and name != text and len(name) <= _LONGEST_NAME and not is_more(name)
            )
        else:
            labels = ()
        self._names[anchor] = found = text, labels
        return found

    def name(self, anchor: Box) -> str:
        """What a link is called first of all."""
        return self.names(anchor)[0]

    def block_title(self, anchor: Box) -> str:
        """The title of the block that a 更多 link belongs to, or an empty string."""
        inner = anchor
        for box in anchor.up():
            if box.tag in ("body", "html"):
                break
            if (title := self.title_of(box)) is not None:
                return title
            # A heading beside the link (`<h2>通知公告</h2><a>更多</a>`) or above the list the link follows; not a row.
            for child in _nearest(box.children, inner.index):
                if child.tag in ("li", "dd", "tr") or _has_twin(child):
                    continue
                if (title := self.title_of(child)) is not None:
                    return title
            bare = label_of(self._outline.between(box.t0, inner.t0)) if inner.t0 - box.t0 < PIECES else ""
            if not box.children[0].links and is_name(bare):
                return bare
            if heads := self._heads(box):
                return heads[-1]
            inner = box
        above = self.above(anchor)
        return above[-1] if above else ""

    def caption(self, anchor: Box) -> str:
        """The name beside a link that says nothing itself (an icon, an arrow drawn by style) and is alone with it."""
        for _, box in zip(range(3), anchor.up(), strict=False):
            if box.tag in ("body", "html") or box.links > 1:
                break
            if title := self.title_of(box):
                return title
        return ""

    def title_of(self, box: Box) -> str | None:
        """The name in a box that is nothing but a heading (a 更多 link beside it is left out), else None."""
        if box.tag in _GROUPS or box.tag in SKIPPED or box.tag == "form" or box.links > 2 or _never_heads(box.cls):
            return None
        if _several(box):
            return None
        label = self._label(box.t0, box.t1, self._outline.anchors[box.a0 : box.a1])
        return label if is_name(label) else None

    def _label(self, start: int, end: int, anchors: list[Box]) -> str:
        """The name in a stretch of text, the 更多 links in it left out; empty when more than one link remains."""
        outline = self._outline
        if end - start > PIECES:
            return ""
        # `专题报道 历史专题>>`: beside other text, a link that points onward is not the block's name.
        more = [a for a in anchors if is_more(self.name(a)) or (len(anchors) == 1 and self._points_on(a, start, end))]
        rest = [a for a in anchors if a not in more]
        if len(rest) > 1:
            return ""
        at, parts = start, []
        for a in more:
            parts.append("".join(outline.pieces[at : a.t0]))
            at = a.t1
        parts.append("".join(outline.pieces[at:end]))
        label = label_of(collapse(" ".join(parts)))
        return label or (label_of(self.name(rest[0])) if rest else "")

    def _points_on(self, anchor: Box, start: int, end: int) -> bool:
        if not self.name(anchor).endswith((">>", "»", "→", "＞＞")):
            return False
        pieces = self._outline.pieces
        return is_name(label_of(collapse("".join([*pieces[start : anchor.t0], *pieces[anchor.t1 : end]]))))

    # --- one level ----------------------------------------------------------------------------------------------

    def _heads(self, box: Box) -> tuple[str, ...]:
        """The names that stand right above this box in its parent."""
        parent = box.parent
        if parent is None or parent.tag in ("html", "select"):
            return ()
        if box.t1 == box.t0 and not box.links and box.tag != "script":
            return ()
        if box.tag in ("td", "th"):
            return self._row_heads(box, parent)
        if box.tag == "dd":
            return self._one(self._term(box, parent))
        if box.tag == "li":
            return self._one(self._list_title(box, parent))
        if box.tag in INLINE_TAGS:
            return self._one(self._lead(box, parent))
        if box.tag in ("tr", "tbody", "thead", "option", "dt"):
            return ()
        return self._one(self._panels.tab_of(box, parent) or self._before(box, parent))

    def _one(self, name: str | None) -> tuple[str, ...]:
        return (name,) if name and is_name(name) else ()

    def _term(self, box: Box, parent: Box) -> str | None:
        if box not in self._terms:
            term = None
            for child in parent.children:
                if child.tag == "dt":
                    term = self.title_of(child)
                self._terms[child] = term
        return self._terms[box]

    def _list_title(self, box: Box, parent: Box) -> str | None:
        """A first entry that is no link but a title: `<ul><li class="title">…</li><li><a>…`."""
        first = parent.children[0]
        if first is box or first.links or first.tag not in ("li", *_HEADINGS):
            return None
        titled = first.tag in _HEADINGS or "tit" in first.cls or any(c.tag in _EMPHASIS for c in first.children)
        return self.title_of(first) if titled else None

    def _row_heads(self, box: Box, row: Box) -> tuple[str, ...]:
        """Level cells left of a cell, and those that span down from rows above; not the links of a menu in one row."""
        names = list(self._spanning(row))
        for cell in row.children[: min(box.index, _CELLS)]:
            if cell.links and box.links < 2 and cell.tag != "th" and not _strong_only(cell):
                continue
            if cell.links <= 1 and (name := self.title_of(cell)):
                names.append(name)
        return tuple(names)

    def _spanning(self, row: Box) -> tuple[str, ...]:
        """Names of the cells that span down into a row from rows above."""
        body = row.parent
        if body is None or row.index >= _ROWS:
            return ()
        if body not in self._spans:
            spans: dict[int, tuple[str, ...]] = {}
            for one in body.children[:_ROWS]:
                for cell in one.children[:_CELLS]:
                    if (rows := _span(cell)) > 1 and (name := self.title_of(cell)):
                        for at in range(one.index + 1, min(one.index + rows, _ROWS)):
                            spans[at] = (*spans.get(at, ()), name)[-_MAX_LEVELS:]
            self._spans[body] = spans
        return self._spans[body].get(row.index, ())

    def _lead(self, box: Box, parent: Box) -> str | None:
        """A run of links led by an emphasised one or by `名称：`, as on site maps."""
        if parent.links < 2 or parent.tag in INLINE_TAGS or box.links == 0:
            return None
        first = self._outline.anchors[parent.a0]
        if box.a0 == parent.a0:
            return self._opening(parent, first)
        if _emphasised(first, parent) and not _emphasised(self._outline.anchors[box.a0], parent):
            return label_of(self.name(first))
        return self._opening(parent, first)

    def _opening(self, parent: Box, first: Box) -> str | None:
        if first.t0 - parent.t0 > PIECES:
            return None
        text = self._outline.between(parent.t0, first.t0)
        if not 2 <= len(text) <= MAX_LABEL + 2:
            return None
        strong = any(c.tag in _EMPHASIS for c in parent.children[:2] if c.a0 == c.a1)
        return label_of(text) if strong or text.endswith(("：", ":")) else None

    def _before(self, box: Box, parent: Box) -> str | None:
        """The short text or single link right before a group of links."""
        outline = self._outline
        end = box.t0
        for sibling in before(parent.children, box.index):
            if bare := label_of(outline.between(sibling.t1, end)):
                return bare if parent.tag != "body" else None
            end = sibling.t0
            if sibling.tag in SKIPPED:
                continue
            if sibling.links > 4 or _several(sibling):
                return None
            anchors = outline.anchors[sibling.a0 : sibling.a1]
            label = self._label(sibling.t0, sibling.t1, anchors)
            if not label and all(is_more(self.name(a)) or not self.name(a) for a in anchors):
                continue  # an arrow, an icon, a lone 更多
            return label if self._may_head(sibling, box, parent, anchors) else None
        bare = label_of(outline.between(parent.t0, end))
        return bare if parent.tag != "body" else None

    def _may_head(self, head: Box, box: Box, parent: Box, anchors: list[Box]) -> bool:
        if head.tag in _GROUPS or head.tag in ("form", "select", "iframe") or _never_heads(head.cls):
            return False
        if heading := _headings_of(head):  # an empty block before one that is built alike heads nothing but itself
            return head.tag != box.tag or not heading & _headings_of(box)
        if parent.tag == "body" or box.links > 80:
            return False  # too far above everything to be a name of it
        if head.tag == box.tag and _kind(head) == _kind(box):
            led = box.links >= 2 and _emphasised(self._outline.anchors[box.a0], box)
            return box.links >= 2 and not led and _strong_only(head)
        if anchors:
            inner = self._outline.anchors[box.a0].element.get("href") if box.links else None
            if inner is not None and inner == anchors[0].element.get("href") and box.links == 1:
                return False  # picture and title of one article
        return (
            parent.tag in _ITEMS or box.tag in _GROUPS or box.links >= 2 or any(c.tag in _GROUPS for c in box.children)
        )


def _nearest(boxes: list[Box], index: int) -> Iterator[Box]:
    """The boxes before one, nearest first, then the few right after it."""
    yield from before(boxes, index)
    yield from boxes[index + 1 : index + 3]


def _several(box: Box) -> bool:
    """Whether a box holds a list of several entries, such as tabs: then its text is not one name."""
    for _ in range(4):
        if sum(child.tag in ("li", "dd", "tr", "option") for child in box.children[:SIBLINGS]) >= 2:
            return True
        inner = [child for child in box.children[:SIBLINGS] if child.children]
        if len(inner) != 1:
            return False
        box = inner[0]
    return False


def _headings_of(box: Box) -> set[str]:
    """The tags of the headings that a box is or directly holds."""
    return {one.tag for one in (box, *box.children) if one.tag in _HEADINGS}


def _has_twin(box: Box) -> bool:
    """Whether a neighbour is built alike, as the rows of a list are; headings may repeat."""
    if box.tag in _HEADINGS or box.parent is None:
        return False
    near = box.parent.children[max(0, box.index - 2) : box.index + 3]
    return any(
        other is not box and other.tag == box.tag and _kind(other) == _kind(box) and other.links for other in near
    )


def _span(cell: Box) -> int:
    value = cell.element.get("rowspan") or ""
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 4 else 1


def _kind(box: Box) -> str:
    return _kind_of(box.cls)


def _emphasised(anchor: Box, within: Box) -> bool:
    if anchor.children and any(True for _ in anchor.element.iter(*_EMPHASIS)):
        return True
    for box in anchor.up():
        if box is within:
            return False
        if box.tag in _EMPHASIS:
            return True
    return False


def _strong_only(box: Box) -> bool:
    if box.t1 - box.t0 > 4 * PIECES or not (box.children or box.tag in _EMPHASIS):
        return False
    strong = next(box.element.iter("strong", "b", "h1", "h2", "h3", "h4", "h5", "h6"), None)
    if strong is None:
        return False
    return _plain(strong) == _plain(box.element)


def _plain(element: etree._Element) -> str:
    return collapse("".join(str(text) for text in element.itertext()))
