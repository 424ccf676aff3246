"""Headings of blocks, and what a page calls its own column: what tells a list from the lists beside it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from lxml.html import HtmlElement as Element

from crawler.readers.document import Document, text_of
from crawler.readers.survey import UNREAD, ancestors, parent_of, said, squeeze

_DECORATION = re.compile(r"[A-Za-z0-9\s/|·•>»›:：+\[\]【】()（）.…,&'’-]+")
_SUFFIX = re.compile(r"(?:专栏|栏目|专题|专区|列表|信息列表)$")


def plain_name(text: str) -> str:
    """A heading or column name without decoration, Latin subtitle and 专栏-like suffix, for comparison only."""
    bare = _DECORATION.sub("", text.replace("更多", ""))
    return _SUFFIX.sub("", bare) or bare


def plain_names(names: Sequence[str]) -> tuple[str, ...]:
    """The plain forms of several names, each once, those with nothing left over left out."""
    return tuple(dict.fromkeys(filter(None, map(plain_name, names))))


def names_agree(one: str, other: str) -> bool:
    """Whether two plain names mean one column: equal, or one long name within the other."""
    if not one or not other:
        return False
    short, long = sorted((one, other), key=len)
    return short == long or (len(short) >= 4 and short in long and len(long) <= len(short) * 2)


_NO_HEADING = frozenset({"br", "hr", "thead", "tbody", "tr", "colgroup"})


def heading_above(container: Element, first: Element) -> tuple[str, Element | None]:
    """The short text above the rows, inside the container or before it, and the element it stands in."""
    path = {first, *ancestors(first)}
    inside: list[Element] = []
    for child in container.iterchildren():
        if child in path:
            break
        inside.append(child)
    spoken, element = _last_short(inside)
    current = container
    for _ in range(4):
        if spoken:
            return spoken, element
        if element is not None or current.tag == "body":
            break
        before: list[Element] = []
        sibling = current.getprevious()
        while sibling is not None and len(before) < 6:
            before.insert(0, sibling)
            sibling = sibling.getprevious()
        spoken, element = _last_short(before)
        above = parent_of(current)
        if above is None:
            break
        if not spoken and element is None and above.text and 2 <= len(squeeze(above.text)) <= 24:
            return squeeze(above.text), above
        current = above
    return spoken, element


_MORE = re.compile(r"[\[【(（<]?\s*(?:查看)?(?:更多|more)\s*[\]】)）>»+.…]*", re.IGNORECASE)
_DIGITS = re.compile(r"[\d\s\-/.年月日:\[\]()（）【】]+")
_TABS = 3
"""Links in a heading (tabs, 更多); more is a menu."""
_LARGEST = 40
"""Elements inside a heading; more is a block of its own."""


def _last_short(elements: Sequence[Element]) -> tuple[str, Element | None]:
    """The last of some elements that says something: its text when that is short enough for a heading."""
    for element in reversed(elements):
        if not isinstance(element.tag, str) or element.tag in UNREAD or element.tag in _NO_HEADING:
            continue
        if sum(1 for _ in itertools.islice(element.iter(), _LARGEST + 1)) > _LARGEST:
            return "", element
        if sum(1 for _ in element.iter("a")) > _TABS:
            return "", element  # a menu
        text = squeeze(_MORE.sub("", said(element)))
        if "位置" in text[:12] and len(text) > 6:
            return "", element
        if text and not _DIGITS.fullmatch(text):
            return (text, element) if len(text) <= 30 else ("", element)
    return "", None


_SEPARATOR = re.compile(r"\s*(?:>|»|›|/|→|-{1,2}|＞|(?<=\s)》(?=\s)|－|·|\|)+\s*")
_SITE = re.compile(r"[-_|—–·－＿｜]+")
_LONGEST_TRAIL = 200
"""Characters of what is around a 位置 and may be the breadcrumb; more is a part of the page."""


def own_names(document: Document) -> list[str]:
    """What a page calls its column: first ColumnName, last step of the breadcrumb, first part of the title."""
    names = []
    for meta in document.root.iter("meta"):
        if (meta.get("name") or "").lower() == "columnname" and (content := squeeze(meta.get("content"))):
            names.append(content)
            break
    for element in document.root.iter("div", "p", "td", "span", "ul", "ol", "nav", "h2", "h3", "li", "dl"):
        text = element.text or (element[0].text if len(element) and isinstance(element[0].tag, str) else "") or ""
        if "位置" in text[:40]:
            steps = _SEPARATOR.split(squeeze(text_of(element))[:_LONGEST_TRAIL])
            if len(steps) == 1 and (above := next(ancestors(element), None)) is not None:
                around = squeeze(text_of(above))
                steps = _SEPARATOR.split(around) if len(around) <= _LONGEST_TRAIL else steps
            if len(steps) > 1 and 2 <= len(steps[-1]) <= 30:
                names.append(steps[-1])
            break
    title = document.root.find("head/title")
    if title is not None:
        first = _SITE.split(squeeze(text_of(title)))[0].strip()
        if 2 <= len(first) <= 30:
            names.append(first)
    return names
