"""Pagers drawn in HTML by any platform: 下一页 and 尾页 links, page numbers, 共N页, 1/33, 共N条, lists of options."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement as Element

from crawler.readers.document import Document
from crawler.readers.pager import MOST_NEXT, Pager
from crawler.readers.script_links import target_in

_NEXT = re.compile(r"^[\s\[>»›]*(?:下一?页|下页|后一?页|next(?: page)?)[\s\]>»›]*$", re.IGNORECASE)
_LAST = re.compile(r"^[\s\[>»›]*(?:尾页|末页|最后一?页|最末页|last)[\s\]>»›]*$", re.IGNORECASE)
_TURNING = re.compile(r"页|next|last", re.IGNORECASE)
_PAGES = re.compile(
    r"共\s{0,3}(\d{1,5})\s{0,3}页|(?:第|页[次码数]?[:：]?)\s{0,3}\d{1,5}\s{0,3}/\s{0,3}(\d{1,5})|(?<![\d/])\d{1,5}\s{0,3}/\s{0,3}(\d{1,5})\s{0,3}页"
    r"|(?:条|记录)\s{0,3}\d{1,5}\s{0,3}/\s{0,3}(\d{1,5})(?![\d/-])|总页数[:：]?\s{0,3}(\d{1,5})"
)
_CURRENT = re.compile(
    r"(?:当前)?第\s{0,3}(\d{1,5})\s{0,3}(?:/|页)|页[次码][:：]?\s{0,3}(\d{1,5})\s{0,3}/"
    r"|(?:条|记录)\s{0,3}(\d{1,5})\s{0,3}/\s{0,3}\d{1,5}(?![\d/-])"
)
_TOTAL = re.compile(
    r"(?:总?共|共有|合计|总计|总数)[有计:：]?\s{0,3}(\d{1,7})\s{0,3}(?:条|个?记录|篇|项)|总记录数[:：]?\s{0,3}(\d{1,7})"
    r"|共\s{0,3}\d{1,5}\s{0,3}页\s{0,3}[/，,]?\s{0,3}(\d{1,7})\s{0,3}条"
)
_COUNT = re.compile(r"共\s{0,3}\d{1,7}\s{0,3}(?:条|个?记录|篇)")
_NUMBER = re.compile(r"^\s*\[?\s*(\d{1,4})\s*\]?\s*$")
_LAST_IN_URL = re.compile(r"(\d{1,5})(?=\.\w{1,6}$|$)")
_ANY_NUMBER = re.compile(r"\d+")
_PAGE = re.compile(r"\d\.(?:s?html?|jspx?|php|aspx?)\Z|/\d{1,5}/?\Z|[?&]\w{1,20}=\d{1,5}\b", re.IGNORECASE)
_WIDEST = 1500
"""Characters of text around the 下一页 link that may still be the pager."""


def pager(document: Document) -> Pager | None:
    """The pager drawn in HTML, None when there is neither a 下一页 or 尾页 link nor a page count."""
    turning: Element | None = None
    following: str | None = None
    last: str | None = None
    for anchor in document.tagged("a"):
        text = document.link_texts[anchor]
        if text and len(anchor) > 3:
            text = ""
        if not text:
            text = (anchor.get("title") or "").strip()
        if not text or len(text) > 16 or not _TURNING.search(text):
            continue
        if _NEXT.match(text):
            turning, following = anchor, _address(document, anchor)
        elif _LAST.match(text):
            turning = anchor if turning is None else turning
            last = _address(document, anchor)
    box = _box(turning) if turning is not None else _row_of_numbers(document)
    text = box.text_content()[:_WIDEST] if box is not None else ""
    if box is None:
        text = _stated(document)
        if not text:
            return None
    pages, total, current = _number(_PAGES, text), _number(_TOTAL, text), _number(_CURRENT, text)
    numbered = _numbered(document, box) if box is not None else {}
    if box is not None:
        options = _options(document, box)
        if options and pages is None:
            pages = len(options)
        numbered = {**options, **numbered}
    if pages is None and last:
        pages = _pages_from(last, following)
    if pages is None and numbered:
        pages = max(numbered)
    if pages is None:
        if following is None and total is None:
            return None
        pages = 2 if following else 1
    now = current if current and current <= max(pages, 1) else _current(document, numbered, following)
    pages = max(pages, now) if pages else pages
    ahead = [following] if following else []
    ahead += [numbered[number] for number in sorted(numbered) if number > now and numbered[number] not in ahead]
    named = tuple(ahead[:MOST_NEXT])
    return Pager(
        current=now - 1, pages=pages, total=total, next_urls=named, last_url=last if last not in named else None
    )


def _address(document: Document, anchor: Element) -> str | None:
    href = (anchor.get("href") or "").strip()
    if not href or href.startswith("#") or href.lower().startswith(("javascript:", "mailto:")):
        # Several systems keep the address beside the link: `tagname`, or an argument of the function it calls.
        href = (anchor.get("tagname") or "").strip() or target_in(anchor.get("onclick") or href) or ""
        if not _PAGE.search(href):
            return None
    try:
        url = urljoin(document.base, href).partition("#")[0]
        same = urlsplit(url).netloc == urlsplit(document.url).netloc
    except ValueError:
        return None
    return url if same and url != document.url.partition("#")[0] else None


def _box(anchor: Element) -> Element:
    """The smallest element around the 下一页 link that holds other links of the pager too."""
    box = anchor
    for _ in range(4):
        parent = box.getparent()
        if parent is None or parent.tag in ("body", "html") or len(parent.text_content()) > _WIDEST:
            break
        box = parent
        if sum(1 for _ in box.iter("a")) >= 3 and re.search(r"共|页|\d", box.text_content() or ""):
            outer = box.getparent()
            if outer is not None and outer.tag not in ("body", "html") and len(outer.text_content() or "") < 300:
                box = outer
            break
    return box


def _row_of_numbers(document: Document) -> Element | None:
    """The box of a pager that is nothing but numbers: links 2, 3 … to addresses that differ in a number only."""
    for anchor in document.tagged("a"):
        if (anchor.text or "").strip() not in ("2", "[2]", "3", "[3]"):  # on the second page that number is no link
            continue
        box: Element | None = anchor
        for _ in range(3):
            box = box.getparent() if box is not None else None
            if box is None or box.tag in ("body", "html") or len(str(box.text_content())) > _WIDEST:
                break
            numbered = _numbered(document, box)
            if len(numbered) > 1 and len({_ANY_NUMBER.sub("#", url) for url in list(numbered.values())[-2:]}) == 1:
                return box
    return None


def _stated(document: Document) -> str:
    """The first short text that counts pages or items (共12页), for pagers whose links are drawn by a script."""
    if "共" not in document.text and "总" not in document.text:
        return ""
    for element in document.tagged("div", "span", "p", "td", "li", "em", "i", "font"):
        text = element.text
        if text and ("共" in text or "总" in text) and len(text) < 80 and (_PAGES.search(text) or _TOTAL.search(text)):
            return str(element.text_content())[:200]
        if element.tag in ("div", "span", "p") and text is not None and text.strip() in ("共", "总共", "共有"):
            around = str(element.text_content())[:80]
            if _PAGES.search(around) or _TOTAL.search(around):
                return around
    for element in document.tagged("form", "script", "br", "input"):
        after = (element.tail or "").strip()[
            :80
        ]  # the count stands beside what turns the page, in no element of its own
        if _COUNT.match(after):
            return after
    return ""


def _number(pattern: re.Pattern[str], text: str) -> int | None:
    match = pattern.search(text)
    return next((int(group) for group in match.groups() if group), None) if match else None


def _numbered(document: Document, box: Element) -> dict[int, str]:
    found: dict[int, str] = {}
    for anchor in box.iter("a"):
        match = _NUMBER.match(anchor.text_content() or "")
        url = _address(document, anchor) if match else None
        if match and url:
            found.setdefault(int(match[1]), url)
    return found


def _options(document: Document, box: Element) -> dict[int, str]:
    found: dict[int, str] = {}
    for option in box.iter("option"):
        match, value = re.fullmatch(r"第?\s*(\d{1,4})\s*页?", (option.text or "").strip()), option.get("value") or ""
        if match and re.search(r"\.\w{2,5}$|/$", value) and "(" not in value:
            found.setdefault(int(match[1]), urljoin(document.base, value))
    return found


def _pages_from(last: str, following: str | None) -> int | None:
    """The page count that the 尾页 address ends in, when the 下一页 address is the same with a small number."""
    end = _LAST_IN_URL.search(urlsplit(last).query or urlsplit(last).path)
    if end is None or following is None:
        return None
    second = _LAST_IN_URL.search(urlsplit(following).query or urlsplit(following).path)
    if second is None or len(end[1]) > 4 or _ANY_NUMBER.sub("#", last) != _ANY_NUMBER.sub("#", following):
        return None
    number, step = int(end[1]), int(second[1])
    if number == step and last != following:  # the tail is the column's number, not the page's
        return None
    if step > number:  # 博达: counted downwards, page 2 carries the highest number
        return step + 1
    return number + 1 if step == 1 else number  # step 1: numbered from 0 as TRS does


def _current(document: Document, numbered: dict[int, str], following: str | None) -> int:
    """The current page: the one before 下一页, or by its own address, which differs from the others in the number."""
    for number, url in numbered.items():
        if url == following and number > 1:
            return number - 1
    own = document.url.partition("#")[0]
    here = _LAST_IN_URL.search(own) if following is None else None
    if here is None:
        return 1
    beside: list[tuple[int, int]] = []
    for number, url in numbered.items():
        there = _LAST_IN_URL.search(url)
        if there and own[: here.start()] == url[: there.start()]:
            beside.append((number, int(there[1])))
    if not beside:
        return 1
    (first, its), (last, other) = min(beside), max(beside)
    falling = first < last and its > other  # 博达 numbers its files downwards
    return max(first + (its - int(here[1]) if falling else int(here[1]) - its), 1)
