"""Where on a page the article stands: its text, and the part around it that holds its attachments and related links."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree
from lxml.html import HtmlElement as Element

from crawler.readers.document import Document
from crawler.readers.kinds import in_path
from crawler.readers.survey import UNREAD, ancestors, parent_of

_FURNITURE_TAGS = frozenset({"footer", "header", "nav", "aside", "button"})
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:foot\w*|copy_?right|header|top_?(?:bar|nav|box)?|nav\w*|menu\w*|side_?\w*|hot_?\w*|prev\w*"
    r"|next\w*|share\w*|bshare\w*|crumbs?|bread\w*|dqwz|position|qr_?code|ewm\w*|search\w*|banner\w*|yqlj|links?"
    r"|tool_?(?:bar|s)?|comment\w*|pager?|paging|pagination|logo|login|rank\w*|recommend\w*|tuijian)(?:$|[\s_\d-])"
)
# The editors and templates of TRS, UCAP, VSB, Hanweb, Epoint and of sites that follow them mark the text with these.
_MARKED = re.compile(
    r"(?:^|[\s_-])(?:ucap-content|trs_editor|trs_ueditor|trs_editor_view|trs_web|zoom|fontzoom|ivs_content|v_news_content"
    r"|vsb_content\w*|article_?-?con(?:tent)?|news_?-?con(?:tent)?|pages_content|xxgk_?-?con(?:tent)?|detail_?-?con(?:tent)?"
    r"|con_?txt|content_?text|wz_?con|ewb-article-info|art_con|arc_con|bt_content|main-txt|j-fontcontent)(?:$|\s)"
)
_BEGINS = re.compile(r"content\.begin|enpcontent|ContentStart|正文开始", re.I)
_SHARE = 0.6
"""A child with less than this part of the text is a part of the article, not the article."""
_CLEARLY = 10
"""So many times the text elsewhere, and what bears an editor's mark is a tool of that name (zoom)."""
_MOST_OTHER_LINKS = 8
"""Links around the text (上一篇, 打印, 分享, 相关) that may stand in the article's part of the page."""
_HIGHEST = 6


@dataclass(frozen=True, kw_only=True)
class ArticleBox:
    """The two elements; `text` lies in `around` or is the same."""

    text: Element
    around: Element


def article_box(document: Document) -> ArticleBox | None:
    """The article's place, by the marks of known editors, else by where the running text is; None without any text."""
    body = document.root.find("body")
    top = body if body is not None else document.root
    prose = _prose(top, is_furniture)
    if not prose[top]:  # the whole page stands in an element that is named like a part of the frame
        prose = _prose(top, lambda element: element.tag in _FURNITURE_TAGS)
    text, dense = _marked(top, prose), _densest(top, prose)
    if text is None or (dense is not None and prose[text] * _CLEARLY < prose[dense] and not _holds(text)):
        text = dense
    return None if text is None else ArticleBox(text=text, around=_around(text, top))


@lru_cache(maxsize=4096)
def _named_furniture(name: str) -> bool:
    return _FURNITURE.search(name) is not None


def is_furniture(element: Element) -> bool:
    """Whether an element is a part of the portal's frame by its tag or class: header, menu, footer, tools."""
    return element.tag in _FURNITURE_TAGS or _named_furniture(_name(element))


def _name(element: Element) -> str:
    kind, mark = element.get("class"), element.get("id")
    return f"{kind or ''} {mark or ''}".strip().lower()[:300] if kind or mark else ""


def _prose(top: Element, frame: Callable[[Element], bool]) -> defaultdict[Element, int]:
    """Characters of text in each element that are neither in links nor in the portal's frame."""
    own: dict[Element, int] = {}
    out: set[Element] = set()
    elements = list(top.iter())
    for element in elements:
        parent = parent_of(element)
        named = isinstance(element.tag, str)
        if parent is not None and parent not in out and parent in own and element.tail:
            own[parent] += len(element.tail.strip())
        if not named:
            continue
        if element is not top and (parent in out or element.tag == "a" or element.tag in UNREAD or frame(element)):
            out.add(element)
        else:
            own[element] = len((element.text or "").strip())
    total: defaultdict[Element, int] = defaultdict(int, own)
    for element in reversed(elements):
        parent = parent_of(element)
        if element is not top and parent is not None and total.get(element):
            total[parent] += total[element]
    return total


def _marked(top: Element, prose: defaultdict[Element, int]) -> Element | None:
    """The marked element with the most text; the outer one of two that hold the same."""
    found: list[Element] = []
    for element in top.iter():
        if isinstance(element, etree._Comment) and len(element.text or "") < 100 and _BEGINS.search(element.text or ""):
            if (parent := parent_of(element)) is not None and parent is not top:
                found.append(parent)
        elif isinstance(element.tag, str):
            if element.tag == "meta" and (element.get("name") or "") == "ContentStart":
                if (parent := parent_of(element)) is not None and parent is not top:
                    found.append(parent)
            elif _is_marked(_name(element)):
                found.append(element)
    holding = (one for one in found if prose[one] or _holds(one))
    return max(holding, key=lambda one: prose[one], default=None)


def _holds(element: Element) -> bool:
    """Whether an element is an article of pictures, films or files, as far as can be told."""
    if any(True for _ in element.iter("img", "video", "audio", "embed", "object")):
        return True
    return any(in_path(anchor.get("href") or "") for anchor in element.iter("a"))


@lru_cache(maxsize=4096)
def _is_marked(name: str) -> bool:
    return _MARKED.search(name) is not None


def _densest(top: Element, prose: defaultdict[Element, int]) -> Element | None:
    if not prose[top]:
        return None
    current = top
    while True:
        best = max((child for child in current if isinstance(child.tag, str)), key=lambda one: prose[one], default=None)
        if best is None or best.tag in ("p", "tr", "td", "span") or prose[best] < _SHARE * prose[current]:
            return current
        current = best


def _around(text: Element, top: Element) -> Element:
    """The widest element around the text that holds no part of the frame and few links beside the text's own."""
    wide = text
    links = sum(1 for _ in text.iter("a"))
    for depth, above in enumerate(ancestors(text)):
        if depth >= _HIGHEST or above is top or not isinstance(above, Element) or is_furniture(above):
            break
        if sum(1 for _ in above.iter("a")) - links > _MOST_OTHER_LINKS:
            break
        wide = above
    return wide


def outside_text(element: Element, within: Element) -> bool:
    """Whether an element of an article's part of the page stands in a piece of the frame (分享, 打印, 上一篇)."""
    for one in _up(element):
        if one is within:
            return False
        if is_furniture(one):
            return True
    return False


def _up(element: Element) -> Iterator[Element]:
    yield element
    yield from ancestors(element)
