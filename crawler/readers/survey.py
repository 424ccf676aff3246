"""What a page holds that could make a list: its links, its days, and the elements that bring them together.

Days come first: a row is the smallest element that holds a day and a link, widened to the li, tr, dd or card around
it. What a row says is read in rows.py; which rows are the column's list is decided in blocks.py.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from lxml.html import HtmlElement as Element

from crawler.readers.dates import date_in_title, is_part, lone_date, lone_dates
from crawler.readers.document import Document, text_of

if TYPE_CHECKING:
    from crawler.readers.rows import Row

NATURAL = frozenset({"li", "tr", "dd"})
"""Elements that are a row by their own meaning."""
UNREAD = frozenset({"script", "style", "select", "option", "optgroup", "textarea", "title", "noscript", "template"})
"""Elements whose text nobody sees as part of the page's lists."""
_NO_ROW = frozenset({"body", "html", "ul", "ol", "table", "tbody", "thead", "dl", "form", "section", "main", "article"})
MOST_ROWS = 1000
MOST_LINKS = 5000
"""Links and days of one page that are looked at; beyond it a page is no column page."""
DEEPEST = 400
LONGEST_ROW = 600
"""Characters of a row that is not a li, tr or dd; more is a column of the page with a day in it."""

HINT = re.compile(
    r"\d\s?(?:[-/.年月]\s?\d|[天小分周个]\S{0,2}前|[JFMASOND][a-z]{2})|[０-９昨]|[今前]天|刚刚|[JFMASOND][a-z]{2}[a-z.]*\s\d"
    r"|20[0-4]\d[01]\d[0-3]\d"
)
"""What a text that tells a day has in it, at the least."""
GENERIC = re.compile(
    r"^[\[【(（<>»›+\s·•]*(?:更多|more|详细|详情|查看|查看(?:详情|全文|更多)|阅读(?:全文|更多)|全文|浏览|下载|打开|预览|首页|主页|网站首页|"
    r"上一?页|前一?页|下一?页|后一?页|尾页|末页|最后一页|第一页|跳转|go|返回(?:顶部|手机版|首页|上一?级|列表)?|(?:打印|关闭|收藏|分享)(?:本页|窗口|页面|此页)?|加入收藏|设为首页|登录|注册|退出|搜索|检索|重置|"
    r"word|pdf|excel|下载word|下载pdf|附件下载|点击下载|文件下载|扫描分享|大|中|小|确定|\d{1,4}|[<>»›«‹.…]+)[\]】)）<>»›+\s….]*$",
    re.IGNORECASE,
)
CATEGORY = re.compile(r"^[\[【〔(（].{1,12}[\]】〕)）]$")


@lru_cache(maxsize=4096)  # the names of a site's menus come again on each of its pages
def _names_no_item(text: str) -> bool:
    return GENERIC.match(text) is not None or CATEGORY.match(text) is not None


def squeeze(text: str | None) -> str:
    """A text with single blanks, as a person reads it."""
    return " ".join(text.split()) if text else ""


def said(element: Element) -> str:
    """The text of an element with its children, single blanks; quick for the many that have no children."""
    return squeeze(text_of(element))


def parent_of(element: Element) -> Element | None:
    """The parent element, None at the top."""
    parent = element.getparent()
    return parent if isinstance(parent, Element) else None


def ancestors(element: Element) -> Iterator[Element]:
    """The elements around, nearest first, at most DEEPEST."""
    current = element.getparent()
    for _ in range(DEEPEST):
        if current is None:
            return
        yield current
        current = current.getparent()


@dataclass(kw_only=True)
class Survey:
    """All links and days of a page, and how many of each every element holds."""

    document: Document
    body: Element
    as_of: date
    anchors: dict[Element, str] = field(default_factory=dict)
    """The links that may name an item, in order, with what they say."""
    owners: list[Element] = field(default_factory=list)
    """The innermost element of each text that is a day."""
    clocks: list[Element] = field(default_factory=list)
    """The same for days with a weekday: clocks, unless there are several."""
    title_owners: list[Element] = field(default_factory=list)
    """The anchors that end or begin with a day."""
    links: defaultdict[Element, int] = field(default_factory=lambda: defaultdict(int))
    days: defaultdict[Element, int] = field(default_factory=lambda: defaultdict(int))
    rows: dict[tuple[Element, tuple[str, ...]], Row | None] = field(default_factory=dict)
    """Rows read so far, by their element and the headers of their table."""


def _item_text(anchor: Element, href: str | None, text: str, as_of: date) -> str:
    """What a link that may name an item says; empty for 更多, categories, page numbers and days."""
    if href is None and anchor.get("onclick") is None:
        return ""
    text = text or squeeze(anchor.get("title"))
    if len(text) < 2 or (len(text) <= 16 and _names_no_item(text)):
        return ""
    return "" if len(text) <= 24 and HINT.search(text) and lone_dates(text, as_of=as_of, slack=3) else text


def survey(document: Document, as_of: date) -> Survey:
    """Walk the visible page once."""
    body = document.root.find("body")
    found = Survey(document=document, body=body if body is not None else document.root, as_of=as_of)
    before = ""
    elements = []
    for element, (text, tail) in document.read(found.body):
        elements.append(element)
        tag = element.tag
        if isinstance(tag, str):
            if text and tag not in UNREAD and not text.isspace() and HINT.search(text):
                _note_day(found, element, text)
            if tag == "a":
                href = element.get("href")
                if item := _item_text(element, href, document.link_texts[element], as_of):
                    href = href or ""
                    # A picture and a title side by side lead to the same article and are one item.
                    twin = href == before and len(href) > 3 and not href.startswith("javascript")
                    if not twin and len(found.anchors) < MOST_LINKS:
                        found.anchors[element] = item
                    before = href
        if tail and not tail.isspace() and HINT.search(tail):
            parent = parent_of(element)
            if parent is not None and parent.tag not in UNREAD:
                _note_day(found, parent, tail)
    if len(found.clocks) > 2:
        found.owners += found.clocks[:MOST_LINKS]
    found.links = _tally(found.anchors, elements)
    found.days = _tally(found.owners, elements)
    return found


def _note_day(found: Survey, owner: Element, text: str) -> None:
    if len(found.owners) >= MOST_LINKS:
        return
    alone = lone_date(text, as_of=found.as_of)
    if alone is not None and alone.weekday:
        found.clocks.append(owner)
    elif alone is not None or is_part(text):
        found.owners.append(owner)
    elif len(text) <= 300 and date_in_title(text, as_of=found.as_of):
        found.title_owners.append(owner)


def _tally(marked: Iterable[Element], elements: Sequence[Element]) -> defaultdict[Element, int]:
    """How many of the marked elements each one holds, itself included; `elements` run from the top in page order."""
    counts: defaultdict[Element, int] = defaultdict(int)
    for element in marked:
        counts[element] += 1
    for element in reversed(elements[1:]):
        if count := counts.get(element):
            counts[element.getparent()] += count
    return counts


def dated_elements(found: Survey) -> tuple[list[Element], list[Element]]:
    """The elements that are rows because of a day in them, and the elements that hold rows as a flat sequence."""
    rows: dict[Element, None] = {}
    flat: dict[Element, None] = {}
    for owner in [*found.owners, *found.title_owners][: 4 * MOST_ROWS]:
        row = _row_around(found, owner)
        if row is None:
            continue
        links, days = found.links[row], found.days[row]
        if links >= 2 and days >= 2 and (row.tag not in NATURAL or _alternates(found, row)):
            if days * 2 >= links and links * 2 >= days:
                flat[row] = None
            continue
        if row.tag not in NATURAL and (links > 6 or len(text_of(row)) > LONGEST_ROW):
            continue
        rows[_widened(found, row)] = None
    return _innermost(rows), list(flat)


def _row_around(found: Survey, owner: Element) -> Element | None:
    current: Element | None = owner
    for _ in range(12):
        if current is None or current is found.body:
            return None
        if found.links[current]:
            return current
        if current.tag == "a" or (current.tag in NATURAL and _has_own_text(found, current)):
            return current
        current = parent_of(current)
    return None


def _has_own_text(found: Survey, element: Element) -> bool:
    """Whether a row without a link still names something beside its day, and no link of its dt does."""
    if element.tag == "dd":
        before = element.getprevious()
        if before is not None and before.tag == "dt" and any(True for _ in before.iter("a")):
            return False
    rest = "".join(text for text, _ in pieces(element) if not lone_date(text, as_of=found.as_of) and not is_part(text))
    return len(rest) >= 4


def _widened(found: Survey, row: Element) -> Element:
    days, links = found.days[row], found.links[row]
    if row.tag in NATURAL:
        return row
    for depth, above in enumerate(ancestors(row)):
        if depth >= 5 or above is found.body or found.days[above] != days or found.links[above] > links + 3:
            break
        if above.tag in NATURAL:
            return above
    # A card ends where others of its kind stand beside it; without them it would swallow its heading.
    wide = row
    for depth, above in enumerate(ancestors(row)):
        beside = [*itertools.islice(wide.itersiblings(), 3), *itertools.islice(wide.itersiblings(preceding=True), 3)]
        if any(other.tag == wide.tag and found.days[other] == days for other in beside):
            return wide
        if depth >= 5 or above is found.body or found.days[above] != days or found.links[above] != links:
            break
        if above.tag in _NO_ROW or above.tag in ("td", "th"):
            break
        wide = above
    return row


def _innermost(rows: dict[Element, None]) -> list[Element]:
    """Rows that hold no other rows."""
    outer = {above for row in rows for above in ancestors(row) if above in rows}
    return [row for row in rows if row not in outer]


def _alternates(found: Survey, element: Element) -> bool:
    events = [kind for kind, _, _ in events_of(found, element) if kind != "text"]
    return len(events) >= 4 and len(events) % 2 == 0 and all(a != b for a, b in itertools.pairwise(events))


def pieces(element: Element) -> list[tuple[str, Element]]:
    """The visible texts of an element with the elements they stand in, in order, at most 120."""
    found: list[tuple[str, Element]] = []
    for inner in element.iter():
        if isinstance(inner.tag, str) and inner.tag not in UNREAD:
            text = squeeze(inner.text)
            if text:
                found.append((text, inner))
        if inner is not element and inner.tail:
            text = squeeze(inner.tail)
            above = parent_of(inner)
            if text and above is not None and above.tag not in UNREAD:
                found.append((text, above))
        if len(found) >= 120:
            break
    return found


def events_of(found: Survey, element: Element) -> Iterator[tuple[str, Element, str]]:
    """Links and days of an element in reading order."""
    seen: set[Element] = set()
    for text, owner in pieces_all(element):
        anchor = next((e for e in (owner, *ancestors(owner)) if e.tag == "a"), None)
        if anchor is not None and anchor in found.anchors:
            if anchor not in seen:
                seen.add(anchor)
                yield "link", anchor, text
        elif HINT.search(text) and lone_date(text, as_of=found.as_of):
            yield "day", owner, text


def pieces_all(element: Element) -> Iterator[tuple[str, Element]]:
    """As pieces, without its limit, for elements that hold a whole list."""
    for count, inner in enumerate(element.iter()):
        if count > 20_000:
            return
        if isinstance(inner.tag, str) and inner.tag not in UNREAD and inner.text and inner.text.strip():
            yield squeeze(inner.text), inner
        if inner is not element and inner.tail and inner.tail.strip():
            above = parent_of(inner)
            if above is not None and above.tag not in UNREAD:
                yield squeeze(inner.tail), above
