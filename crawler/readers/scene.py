"""Where on a page something stands: in the content, in a menu, side bar or footer, near the pager, in which design.

Class names only rule out what calls itself a menu, a footer or a hot list; they never prove that something is a list.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from lxml.html import HtmlElement as Element

from crawler.readers.document import Document
from crawler.readers.survey import Survey, ancestors

_NAV = re.compile(
    r"(?:^|[\s_-])(?:(?:top|main|sub|sec|left|right|site|foot|head|side)?(?:nav|navi|menu)(?:bar|box|list|igation|gation)?|header|footer"
    r"|foot|topbar|toolbar|bread\w*|crumbs?|dqwz|copyright|friend\w*|flink\w*|yqlj|banner|login|share|bdsharebuttonbox)(?:$|[\s_-])"
)
_SIDE = re.compile(
    r"(?:^|[\s_-])(?:side\w*|aside|hot\w*|rank\w*|recommend\w*|tuijian\w*|related?\w*|xgyd|xgxx|xgwz|rightbar|leftbar|cbl)(?:$|[\s_-])"
)
_STATE = re.compile(r"^(?:on|cur|curr|current|active|selected|hover|first|last|odd|even|clearfix|cf|fl|fr|row)$|\d+")
_NO_CONTENT = frozenset({"nav", "footer", "header", "select", "marquee"})
CONTENT = 0.9
"""Zone from which on an element stands in the content of a page."""
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_PAGER_CALL = re.compile(r"createPage(?:HTML)?\s*\(|(?<!function )\bPager\s*\(\s*\{|countPage\s*=")
_TURN = re.compile(r"^[\s\[>»›]*(?:下一?页|下页|后一?页|尾页|末页)[\s\]>»›]*$")
_PAGER_NAME = re.compile(
    r"(?:^|[\s_-])(?:page(?:[_-]?(?:div|box|bar|list|num|nav|s))?|pages|paging|pager|pagination|fenye|pagelist)(?:$|[\s_-])"
)


@dataclass(kw_only=True)
class Scene:
    """A page's blocks with what is needed to weigh them."""

    found: Survey
    names: tuple[str, ...]
    """Plain names by which the page calls its column."""
    expected: tuple[str, ...] = ()
    """Plain names that the caller expects; other blocks of the page may carry them too."""
    pager_marks: list[Element] = field(default_factory=list)
    signatures: dict[Element, str] = field(default_factory=dict)
    zones: dict[Element, float] = field(default_factory=dict)
    near_pager: dict[Element, int] = field(default_factory=dict)
    """Elements around the pager, with the steps down to it."""

    def __post_init__(self) -> None:
        for mark in self.pager_marks:
            for steps, element in enumerate(ancestors(mark), 1):
                if element is self.found.body or element.tag == "html":
                    break
                self.near_pager[element] = min(steps, self.near_pager.get(element, steps))

    @property
    def document(self) -> Document:
        """The page."""
        return self.found.document


def signature(scene: Scene, element: Element) -> str:
    """Tags and classes from the top down, without numbers and states, equal for blocks of one design."""
    chain: list[Element] = []
    path = ""
    for current in itertools.chain((element,), ancestors(element)):
        if current in scene.signatures:
            path = scene.signatures[current]
            break
        chain.append(current)
        if current is scene.found.body:
            break
    for current in reversed(chain):
        classes = sorted({_STATE.sub("", name) for name in (current.get("class") or "")[:200].split()[:8]} - {""})
        path = f"{path}/{current.tag}.{'.'.join(classes)}"[-2000:]
        scene.signatures[current] = path
    return path


def zone_of(scene: Scene, element: Element) -> float:
    """1 for an element in the content, less for each side bar, menu, header, footer or hidden box around it."""
    if element in scene.zones:
        return scene.zones[element]
    chain: list[Element] = []
    worth = 1.0
    for current in itertools.chain((element,), ancestors(element)):
        if current in scene.zones:
            worth = scene.zones[current]
            break
        if current is scene.found.body:
            break
        chain.append(current)
    for current in reversed(chain):
        worth *= _worth(scene, current)
        scene.zones[current] = worth
    return worth


# The same few classes come again and again, on a page and on all pages of a site.
@lru_cache(maxsize=4096)
def _kind(name: str) -> str:
    """What a class and id call their element: `nav`, `side` or nothing."""
    plain = name.lower()[:300]
    return "nav" if _NAV.search(plain) is not None else "side" if _SIDE.search(plain) is not None else ""


@lru_cache(maxsize=4096)
def _is_pager(name: str) -> bool:
    return _PAGER_NAME.search(name.lower()) is not None


def _called(element: Element) -> str:
    """The class and the id of an element; empty when it has neither, as most have not."""
    kind, mark = element.get("class"), element.get("id")
    return f"{kind or ''} {mark or ''}"[:300] if kind or mark else ""


def _worth(scene: Scene, element: Element) -> float:
    name = _called(element)
    kind = _kind(name) if name else ""
    tag = element.tag
    worth = 1.0
    if kind == "nav" or tag in _NO_CONTENT or "位置" in (element.text or "")[:20]:
        days = scene.found.days
        # A header that was never closed holds the whole page, its list too.
        whole = days[scene.found.body] > 2 and days[element] * 10 >= days[scene.found.body] * 9
        worth = 1.0 if whole else 0.05
    elif kind == "side" or tag == "aside":
        worth = 0.2
    if (style := element.get("style")) and _HIDDEN.search(style[:300]):
        worth *= 0.5
    width = re.match(r"\s*(\d{2,3})(%|px)?\s*$", element.get("width") or "") if tag == "td" else None
    if width and (int(width[1]) <= 33 if width[2] == "%" else int(width[1]) <= 280):
        worth *= 0.3
    return worth


NO_PAGER = (9, 99)


def steps_to_pager(scene: Scene, container: Element) -> tuple[int, int]:
    """Steps up from a container to the element that holds the pager too, at most 3, and all steps; else NO_PAGER."""
    for up, element in enumerate((container, *itertools.islice(ancestors(container), 3))):
        if element in scene.near_pager:
            return up, up + scene.near_pager[element]
    return NO_PAGER


def pager_marks(document: Document, within: Element) -> Iterator[Element]:
    """The elements in which a pager stands: its script call, its 下一页 link, its named box."""
    texts = document.link_texts
    for element in within.iter("script", "a", "div", "p", "ul", "td", "nav"):
        if element.tag == "script":
            if element.text and _PAGER_CALL.search(element.text[:20_000]):
                yield element
        elif element.tag == "a":
            if _TURN.match(texts[element]) and len(element) < 3:
                yield element
        elif (name := _called(element)) and _is_pager(name):
            yield element
