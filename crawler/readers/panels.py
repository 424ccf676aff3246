"""Panels and their tabs: n names before n blocks of links, of which a page shows one at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.readers.names import is_more, is_name, label_of
from crawler.readers.outline import Box, Outline

_TAB = re.compile(r"(?:^|[\s_-])(?:hd|tab\w*|tit\w*|nav\w*|menu\w*|on|cur\w*|active|sel\w*)(?:$|[\s_-])|tab|hd(?:$|\s)")
# Bounds that keep every look at a box constant, whatever a hostile page holds.
SIBLINGS = 12
PIECES = 60
_PANELS = 20
SKIPPED = frozenset({"script", "style", "br", "hr", "link", "input", "noscript"})
"""Elements without a text that could name anything."""


class Panels:
    """The panels of an outline with their tabs; the boxes beside each other are looked at once for all of them."""

    def __init__(self, outline: Outline) -> None:
        self._outline = outline
        self._known: dict[tuple[Box, str], dict[Box, str] | None] = {}

    def tab_of(self, box: Box, parent: Box) -> str | None:
        """The tab of the n-th panel: n names before n blocks of links."""
        key = parent, box.tag
        if key not in self._known:
            self._known[key] = self._panels_in(parent, box.tag)
        names = self._known[key]
        return names.get(box) if names else None

    def _panels_in(self, parent: Box, tag: str) -> dict[Box, str] | None:
        """The tabs of the panels of one tag in a box; None when these are no panels."""
        panels = [c for c in parent.children if c.tag == tag] if len(parent.children) <= _PANELS else []
        if len(panels) < 2 or 2 * sum(c.links > 0 for c in panels) < len(panels):
            return None
        if any(c.tag not in SKIPPED and c.tag != tag for c in parent.children):
            return None
        tabs = self._tabs_before(parent, len(panels))
        return dict(zip(panels, map(label_of, tabs), strict=True)) if tabs else None

    def _tabs_before(self, panels: Box, count: int) -> list[str] | None:
        for _ in range(3):  # the panels may sit in wrappers
            parent = panels.parent
            if parent is None:
                return None
            for sibling in before(parent.children, panels.index):
                if sibling.tag not in SKIPPED and (sibling.links or self._outline.text(sibling)):
                    return self._tabs(sibling, count)
            panels = parent
        return None

    def _tabs(self, box: Box, count: int) -> list[str] | None:
        marked = False
        for _ in range(4):
            marked = marked or _TAB.search(box.cls) is not None
            if len(box.children) > 2 * _PANELS or box.t1 - box.t0 > 4 * PIECES:
                return None
            items = [c for c in box.children if c.tag not in SKIPPED and self._outline.text(c)]
            items = [c for c in items if not is_more(self._outline.text(c))]
            if len(items) == count and len({c.tag for c in items}) == 1:
                names = [label_of(self._outline.text(c)) for c in items]
                marked = marked or any(_TAB.search(c.cls) for c in items)
                single = all(c.links <= 1 for c in items)
                return names if marked and single and all(is_name(n) for n in names) else None
            if len(items) != 1:
                return None
            box = items[0]
        return None


def before(boxes: list[Box], index: int) -> Iterator[Box]:
    """The boxes before one, nearest first, not too many."""
    for at in range(index - 1, max(-1, index - 1 - SIBLINGS), -1):
        yield boxes[at]
