"""A saved page made harmless: its words, headings, lists and tables, and nothing that could run, load or lead away.

The tree is read by lxml and written anew by an allow list, so that depth and size are bounded whatever the page was (an
HTML5 parser alone takes quadratic time over a page that was made for that); nh3 then goes over the small, well-formed
rest, so that no mistake of ours lets anything through.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import Any, Final

import nh3

from crawler.readers.document import parse_document
from reports.cleaning import clean_lines

MOST_SOURCE: Final = 300_000
"""Characters of a page that are read; what comes after is left out, and it is said so."""
MOST_TEXT: Final = 60_000
"""Characters of text that are shown."""
_DEPTH: Final = 40
"""Levels of elements; what lies deeper stands without its own."""

_KEPT_NAMES: Final = """
p div h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table caption thead tbody tfoot tr td th blockquote pre br hr
strong em b i u sub sup span
"""
_BLOCK_NAMES: Final = "section article nav main header footer aside form fieldset center address figure"
_GONE_NAMES: Final = """
script style template iframe frame frameset object embed applet svg math select textarea audio video canvas head title
noscript noframes link meta base map
"""
_KEPT: Final = frozenset(_KEPT_NAMES.split())
_BLOCKS: Final = frozenset(_BLOCK_NAMES.split())
"""Written as div."""
_GONE: Final = frozenset(_GONE_NAMES.split())
"""Left out with all they hold."""
_EMPTY: Final = frozenset(("br", "hr"))
_SPANS: Final = ("colspan", "rowspan")
_SPAN = re.compile(r"[1-9]\d?\Z")
_BLANK = re.compile(r"\s+")


@dataclass(frozen=True, kw_only=True, slots=True)
class Inert:
    """What may be shown of a page."""

    html: str
    """Of harmless elements only; empty when the page has no text."""
    whole: bool
    """Whether nothing was left out for its size."""


def inert(source: str) -> Inert:
    """The words of an HTML page in their order; never raises, whatever the page is."""
    document = parse_document(source[:MOST_SOURCE].encode("utf-8", "replace"), "", "text/html; charset=utf-8")
    writer = _Writer()
    writer.write(document.root)
    if not writer.shown:
        return Inert(html="", whole=len(source) <= MOST_SOURCE)
    harmless = nh3.clean(
        "".join(writer.out),
        tags=set(_KEPT),
        clean_content_tags=set(),
        attributes={"td": set(_SPANS), "th": set(_SPANS)},
        allowed_classes={"span": {"link", "picture"}},
        link_rel=None,
    )
    return Inert(html=harmless, whole=writer.room > 0 and len(source) <= MOST_SOURCE)


class _Writer:
    """Writes a tree without recursion."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.room = MOST_TEXT
        self.shown = False

    def write(self, root: Any) -> None:
        """The tree from `root` on, until there is no room left; what was opened is closed."""
        left: list[tuple[Any, int]] = [(root, 0)]
        while left:
            node, depth = left.pop()
            if isinstance(node, str):
                self.out.append(node)
            elif depth < 0:  # the text behind an element
                self._say(node.tail)
            elif self.room > 0:
                self._enter(node, depth, left)

    def _enter(self, node: Any, depth: int, left: list[tuple[Any, int]]) -> None:
        """Write what stands before the element's children, and put down what comes after."""
        left.append((node, -1))
        name = node.tag if isinstance(node.tag, str) else ""
        if not name or name in _GONE:
            return
        before, after = self._marks(name, node) if depth <= _DEPTH else ("", "")
        self.out.append(before)
        if after:
            left.append((after, 0))
        self._say(node.text)
        left.extend((child, depth + 1) for child in reversed(node))

    def _marks(self, name: str, node: Any) -> tuple[str, str]:
        if name == "a":
            return '<span class="link">', "</span>"
        if name == "img":
            words = _BLANK.sub(" ", clean_lines(node.get("alt") or ""))[:100].strip()
            return (f'<span class="picture">图：{escape(words)}</span>' if words else ""), ""
        if name in _BLOCKS:
            name = "div"
        if name not in _KEPT:
            return "", ""
        if name in _EMPTY:
            return f"<{name}>", ""
        spans = "".join(f' {key}="{node.get(key)}"' for key in _SPANS if _SPAN.match(node.get(key) or ""))
        return f"<{name}{spans}>", f"</{name}>"

    def _say(self, text: str | None) -> None:
        if not text or self.room <= 0:
            return
        words = _BLANK.sub(" ", clean_lines(text))
        if words != " ":
            self.shown = True
            self.room -= len(words)
        self.out.append(escape(words[: max(0, self.room + len(words))]))
