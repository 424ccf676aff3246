"""A fetched page as text and tree, whatever its encoding and however broken its markup."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urljoin, urlsplit

from lxml import etree
from lxml import html as lxml_html
from lxml.html import soupparser


@dataclass(frozen=True, kw_only=True)
class Document:
    """A parsed page. `root` must not be changed by readers."""

    url: str
    """Address after redirects; links are resolved against `base`."""
    base: str
    """`<base href>` resolved, else `url`."""
    text: str
    """Decoded source, comments and scripts included."""
    root: lxml_html.HtmlElement

    @cached_property
    def nodes(self) -> tuple[lxml_html.HtmlElement, ...]:
        """All of the page, in order; held, for lxml makes an element's object anew each time when nobody holds it."""
        return tuple(self.root.iter())

    @cached_property
    def said(self) -> tuple[tuple[str | None, str | None], ...]:
        """For each of the nodes the text it begins with and the text behind it."""
        return tuple((node.text, node.tail) for node in self.nodes)

    def read(self, top: lxml_html.HtmlElement) -> Iterator[tuple[lxml_html.HtmlElement, tuple[str | None, str | None]]]:
        """A body (or the root) with all that is in it, in page order, and what `said` holds of each."""
        begin = self.nodes.index(top)
        after = None if top is self.root else top.getnext()
        end = len(self.nodes) if after is None else self.nodes.index(after)
        return zip(self.nodes[begin:end], self.said[begin:end], strict=True)

    @cached_property
    def link_texts(self) -> dict[lxml_html.HtmlElement, str]:
        """What each `<a>` says, with single blanks."""
        return {anchor: " ".join(text_of(anchor).split()) for anchor in self.tagged("a")}

    @cached_property
    def _by_tag(self) -> dict[object, list[lxml_html.HtmlElement]]:
        found: dict[object, list[lxml_html.HtmlElement]] = {}
        for node in self.nodes:
            tag = node.tag
            if tag in found:
                found[tag].append(node)
            else:
                found[tag] = [node]
        return found

    def tagged(self, *tags: str) -> Sequence[lxml_html.HtmlElement]:
        """The elements of these tags in page order; two dozen readers ask, and the tree need not be walked for each."""
        known = [found for tag in tags if (found := self._by_tag.get(tag))]
        if len(known) > 1:
            wanted = frozenset(tags)
            return [node for node in self.nodes if node.tag in wanted]
        return known[0] if known else ()


def parse_document(body: bytes, url: str, content_type: str = "") -> Document:
    """Decode and parse a page; never raises on bad input, an empty body gives an empty tree."""
    text = decode(body, content_type)
    source = _one_document(text)
    root = _lxml(source)
    if root is None:
        return _document(url, text, _empty())
    document = _document(url, text, root)
    # str.count over-counts (comments, scripts), so the exact count is made only when the cheap one looks bad.
    found = len(document.tagged("a"))
    if found + _TOLERATED >= source.count("<a ") + source.count("<A "):
        return document
    expected = sum(1 for match in _ANCHOR.finditer(source) if match[1])
    if found + max(_TOLERATED, expected // 50) >= expected:
        return document
    return _document(url, text, _best_tree(root, source))


def _document(url: str, text: str, root: lxml_html.HtmlElement) -> Document:
    return Document(url=url, base=_base(root, url), text=text, root=root)


def text_of(element: etree._Element) -> str:
    """The text inside an element, comments left out; half the price of lxml's own `text_content`."""
    if not len(element):
        return element.text or ""
    return etree.tostring(element, method="text", encoding="unicode", with_tail=False)


# --- decoding -------------------------------------------------------------------------------------------------------

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# For text in lower case: a search that ignores case tries every place instead of every "<".
_META_CHARSET = re.compile(rb"""<meta[^<>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""")
_PROLOG_CHARSET = re.compile(rb"""\s*<\?xml[^<>]{0,200}?encoding\s*=\s*["']([\w.:-]{2,40})""")
_HTTP_CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.I)
_NON_ASCII = re.compile(rb"[\x80-\xff]")
_IDEOGRAPH = re.compile("[㐀-鿿]")
_NOT_ASCII_CHARACTER = re.compile(r"[^\x00-\x7f]")
# Characters every Chinese page is full of; wrong decodings hit them by chance only.
_FREQUENT = re.compile(
    "[的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出政府信息公开关区市县省年月日网站務發會個這來們時實業關]"
)
_KNOWN = {"big5": "big5hkscs", "big5-hkscs": "big5hkscs", "x-x-big5": "big5hkscs", "euc-kr": "euc-kr"}
_GB = re.compile(r"gb|936|x-euc-cn|hz")


def decode(body: bytes, content_type: str = "") -> str:
    """The text of a page: byte order mark, then declarations where the bytes bear them out, then what fits best.

    Sites declare gb2312 and send gb18030, and declare utf-8 and send GBK (or the reverse), so a declaration is a
    candidate, not a fact. Bytes that no candidate can read become U+FFFD; NUL characters are dropped.
    """
    return _decode(body, content_type).replace("\x00", "")


def _decode(body: bytes, content_type: str) -> str:
    for mark, codec in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(codec, "replace")
    if (wide := _wide(body)) is not None:
        return body.decode(wide, "replace")
    declared = _declared(body, content_type)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return _best(body, declared)
    if declared not in ("", "utf-8") and not body.isascii() and not _IDEOGRAPH.search(text):
        # A handful of GBK bytes can be valid UTF-8 by chance; they then read as Greek or Arabic, never as Chinese.
        return _best(body, declared, text)
    return text


def _wide(body: bytes) -> str | None:
    """UTF-16 without a mark: every second byte of the opening tags is zero."""
    head = body[:200]
    if len(head) < 8 or head.count(0) < len(head) // 3:
        return None
    return "utf-16-le" if head[1::2].count(0) >= head[::2].count(0) else "utf-16-be"


def _declared(body: bytes, content_type: str) -> str:
    """The codec that the header, else the page, names: `utf-8`, `gb18030`, another known one, or empty."""
    names = [m[1] for m in [_HTTP_CHARSET.search(content_type)] if m]
    head = body[:4096].lower()
    names += [m[1].decode("ascii") for m in (_META_CHARSET.search(head), _PROLOG_CHARSET.match(head)) if m]
    for name in map(str.lower, names):
        if name in ("utf-8", "utf8"):
            return "utf-8"
        if _GB.match(name):
            return "gb18030"
        if name in _KNOWN:
            return _KNOWN[name]
    return ""


def _best(body: bytes, declared: str, utf8: str | None = None) -> str:
    """The candidate decoding with the fewest unreadable bytes, then the most frequent characters, then as declared."""
    if utf8 is None:
        utf8 = body.decode("utf-8", "replace")
        lost = utf8.count("\ufffd")
        if lost * 20 <= len(_NOT_ASCII_CHARACTER.findall(utf8)):
            return utf8  # a cut character or a stray byte in a UTF-8 page: any other reading would be chance
    codecs_left = [name for name in dict.fromkeys((declared, "gb18030", "big5hkscs")) if name not in ("", "utf-8")]
    candidates = [(name, body.decode(name, "replace")) for name in codecs_left]
    candidates.append(("utf-8", utf8))

    def rank(candidate: tuple[str, str]) -> tuple[int, int, bool]:
        name, text = candidate
        # Losses are compared coarsely: one broken byte must not outweigh a page full of plausible characters.
        loss = text.count("\ufffd") * 20 // max(1, len(_NON_ASCII.findall(body)))
        return loss, -len(_FREQUENT.findall(text)), name != declared

    return min(candidates, key=rank)[1]


# --- parsing --------------------------------------------------------------------------------------------------------

# Comments and raw-text elements are consumed whole, also when they never end, so that the scan stays linear.
_RAW = "|".join(rf"{tag}\b(?:.*?</{tag}\s*>|.*\Z)" for tag in ("script", "style", "textarea"))
_OPAQUE = rf"<!--(?:.*?--!?>|.*\Z)|<(?:{_RAW})"
_INNER_DOCUMENT = re.compile(
    rf"({_OPAQUE})|</(?:html|body)\b[^<>]*>?|<!doctype\b[^<>]*>?|<\?xml\b[^<>]*>?", re.I | re.S
)
_END_OR_DOCTYPE = re.compile(r"</(?:html|body)\b|<!doctype\b|<\?xml\b", re.I)
_CLOSING_ONLY = re.compile(r"\s*(?:</(?:html|body)\s*>\s*)*\Z", re.I)
_ANCHOR = re.compile(rf"{_OPAQUE}|(<a[\s/>])", re.I | re.S)
_FORMATTING = re.compile(r"</?(?:font|span|b|i|u|em|strong|big|small|center|div|section|o:p|st1:\w+)\b[^<>]*>", re.I)
_SOUP_LIMIT = 1_000_000
"""Characters; BeautifulSoup reads about 1 MB/s, more would let one hostile page hold up the night."""
_TOLERATED = 3
"""Anchors that may go missing before a slower parser is asked."""
# One class for all elements: lxml.html's own choice by name is a call into Python for each element, and what it adds
# for forms and fields is of no use here.
_CLASSES = etree.ElementDefaultClassLookup(
    element=lxml_html.HtmlElement,
    comment=lxml_html.HtmlComment,
    pi=lxml_html.HtmlProcessingInstruction,
    entity=lxml_html.HtmlEntity,
)


def _best_tree(root: lxml_html.HtmlElement, source: str) -> lxml_html.HtmlElement:
    """The tree with most anchors, of those that slower parsers make and of the one that lost some."""
    candidates = [root]
    if len(source) <= _SOUP_LIMIT:
        candidates.append(_soup(source))
    candidates.append(_lxml(_FORMATTING.sub("", source)))  # nesting deeper than libxml2's 2,048 levels
    return max((c for c in candidates if c is not None), key=_anchors)


def _one_document(text: str) -> str:
    """The page without inner ends of body and html, doctypes and XML prologs.

    Includes that are whole documents make libxml2 stop at the first `</html>` and drop what follows.
    """
    body = text.lstrip("\ufeff \t\r\n")
    marks = [m.start() for m in _END_OR_DOCTYPE.finditer(body)]
    if body[:9].lower() == "<!doctype":
        marks = marks[1:]
    if not marks or _CLOSING_ONLY.match(body, marks[0]):
        return body
    return _INNER_DOCUMENT.sub(lambda m: m[1] or "", body)


def _lxml(source: str) -> lxml_html.HtmlElement | None:
    if not source.strip():
        return None
    # Bytes with a fixed encoding: lxml refuses text with an encoding declaration, and must not trust the declaration.
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True)
    parser.set_element_class_lookup(_CLASSES)
    try:
        root = lxml_html.document_fromstring(source.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None
    return root if isinstance(root, lxml_html.HtmlElement) else None


def _soup(source: str) -> lxml_html.HtmlElement | None:
    try:
        root = soupparser.fromstring(source, features="html.parser")
    except (RecursionError, ValueError, AssertionError, etree.LxmlError):
        return None
    return root if isinstance(root, lxml_html.HtmlElement) else None


def _empty() -> lxml_html.HtmlElement:
    root = lxml_html.document_fromstring("<html><body></body></html>")
    assert isinstance(root, lxml_html.HtmlElement)
    return root


def _anchors(root: lxml_html.HtmlElement) -> int:
    return sum(1 for _ in root.iter("a"))


def _base(root: lxml_html.HtmlElement, url: str) -> str:
    for element in root.iter("base"):
        if href := (element.get("href") or "").strip():
            try:
                base = urljoin(url, href)
                scheme = urlsplit(base).scheme
            except ValueError:
                return url
            return base if scheme in ("http", "https") else url
    return url
