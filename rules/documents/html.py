"""网页: an article or attachment page as saved from a browser, and what office programs export as a page.

Pages come with menus and footers around the document; the task table is known by its header (`rules.taskgrid`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree
from lxml import html as lxml_html

from rules.blocks import content_of
from rules.decoding import page_text
from rules.documents import Content
from rules.grid import MAX_COLUMNS, Block, Drawing, Grid, TooLargeError
from rules.model import RuleParseError
from rules.numbering import numeral

FORMAT = "网页"

MAX_CHARACTERS = 8_000_000  # of the page's source; as Word exports a thousand rows, 5 million
MAX_TAGS = 500_000  # as Word exports a thousand rows, 150,000; each costs 350 bytes of memory
_PICTURE = re.compile(r"data:[a-z]{1,20}/[^\"'()<>\s]{200,}")  # written into the page itself
_DEEPEST = 150  # levels of elements that are walked; below it only the words count
_TAG = re.compile(rb"<(?:!doctype\s+html|html|head|body|table|div|p|meta)\b", re.I)
_OFFICE_XML = re.compile(rb"<\?mso-application\b|<pkg:package\b", re.I)
_UNSEEN = frozenset(
    (
        "script",
        "style",
        "head",
        "noscript",
        "template",
        "select",
        "textarea",
        "button",
        "iframe",
        "object",
        "del",
        "rt",
        "rp",
    )
)
_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote body caption center dd details div dl dt fieldset figure figcaption footer"
        " form h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol p pre section summary td th tr ul",
    )
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.I)
_CJK = r"[\u2018-\u201d\u3000-\u9fff\uff00-\uffef]"
_WRAPPED = re.compile(rf"(?<={_CJK})[ \t]*\n\s*(?={_CJK})")
_SPACE = re.compile(r"[ \t\n\r\f]+")
_LIST_FORMS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}


def recognises(data: bytes) -> bool:
    """Markup from the first character on, with a tag of web pages near the beginning."""
    head = data[:65536].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return head.startswith(b"<") and _TAG.search(head) is not None and not _OFFICE_XML.search(head[:4096])


def read(data: bytes, file: str) -> Content:
    """The page's visible words and its task tables, rowspan and colspan resolved."""
    source = _PICTURE.sub("", page_text(data)).lstrip("\ufeff \t\r\n")
    if len(source) > MAX_CHARACTERS:
        raise RuleParseError(
            f"{file}：网页有 {len(source):,} 字，超过上限 {MAX_CHARACTERS:,} 字。请确认它是任务分工文件"
        )
    if (tags := source.count("<")) > MAX_TAGS:
        raise RuleParseError(f"{file}：网页有 {tags:,} 个标签，超过上限 {MAX_TAGS:,} 个。请确认它是任务分工文件")
    # Bytes with a fixed encoding: lxml refuses text that declares one, and must not trust the declaration.
    parser = lxml_html.HTMLParser(
        encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = lxml_html.document_fromstring(source.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        raise RuleParseError(f"{file}：网页内容已损坏，无法解析。请在浏览器中重新保存网页后再试") from None
    try:
        flow = _Flow()
        flow.walk(root, 0)
        flow.end_line()
        return content_of(flow.blocks, file)
    except TooLargeError:
        raise RuleParseError(f"{file}：表格过大。请确认它是任务分工文件") from None


class _Flow:
    """The blocks of a part of the page, in reading order."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._line: list[str] = []
        self._label = ""
        """The number a browser prints before the next words, of an ordered list."""

    def end_line(self) -> None:
        """What was said so far is a paragraph."""
        text = _visible("".join(self._line))
        self._line.clear()
        if text.strip():
            self.blocks.append(self._label + text)
            self._label = ""

    def walk(self, element: etree._Element, depth: int) -> None:
        """Add an element's words and tables."""
        tag = element.tag
        if not isinstance(tag, str) or tag in _UNSEEN or _is_hidden(element):
            return
        if depth > _DEEPEST:
            self._line.append("".join(_all_text(element)))
            return
        if tag == "br":
            self._line.append("\x00")
        elif tag == "input":
            self._line.append(_box(element))
        elif tag == "table":
            self.end_line()
            grid = _grid(element, depth)
            if grid.rows:
                self.blocks.append(grid)
        else:
            if tag in _BLOCKS:
                self.end_line()
            if tag == "pre":
                self._line.append("".join(_all_text(element)).replace("\n", "\x00"))
            else:
                self._inside(element, depth)
            if tag in _BLOCKS:
                self.end_line()

    def _inside(self, element: etree._Element, depth: int) -> None:
        self._line.append(element.text or "")
        number = _span(element, "start", 999_999) - 1
        numbered = element.tag == "ol" and "none" not in (element.get("style") or "")
        for child in element:
            if numbered and child.tag == "li":
                number = number + 1 if child.get("value") is None else _span(child, "value", 999_999)
                self.end_line()
                self._label = numeral(number, _LIST_FORMS.get(element.get("type") or "", "decimal")) + "．"
            self.walk(child, depth + 1)
            if numbered:
                self._label = ""
            self._line.append(child.tail or "")


def _grid(table: etree._Element, depth: int) -> Grid:
    drawing = Drawing()
    rows = _rows(table)
    for number, row in enumerate(rows):
        column = 0
        for cell in _below(row, ("td", "th")):
            column = drawing.free(number, column)
            if column >= MAX_COLUMNS:
                break
            flow = _Flow()
            flow.walk(cell, depth + 1)
            flow.end_line()
            width, height = _span(cell, "colspan", 1000), _span(cell, "rowspan", 65534)
            height = min(height or len(rows), len(rows) - number)
            drawing.put(number, column, flow.blocks, height, max(1, width))
            column += max(1, width)
    return drawing.grid()


def _rows(table: etree._Element) -> list[etree._Element]:
    """The rows of this table and of no table inside it, without hidden ones; the foot comes last."""
    rows = list(_below(table, ("tr",)))
    return sorted(rows, key=lambda row: (parent := row.getparent()) is not None and parent.tag == "tfoot")


def _below(parent: etree._Element, wanted: tuple[str, ...]) -> Iterator[etree._Element]:
    """The elements of those names, through whatever wraps them (thead, a stray form), in no table further in."""
    waiting = [iter(parent)]
    while waiting:
        element = next(waiting[-1], None)
        if element is None:
            waiting.pop()
        elif _is_hidden(element):
            continue
        elif element.tag in wanted:
            yield element
        elif element.tag not in ("table", "tr", "td", "th"):
            waiting.append(iter(element))


def _span(cell: etree._Element, name: str, largest: int) -> int:
    found = re.match(r"\s*(\d{1,6})", cell.get(name) or "1")
    return min(int(found[1]), largest) if found else 1


def _is_hidden(element: etree._Element) -> bool:
    return element.get("hidden") is not None or _HIDDEN.search(element.get("style") or "") is not None


def _box(element: etree._Element) -> str:
    if (element.get("type") or "").lower() not in ("checkbox", "radio"):
        return ""
    return "☑" if element.get("checked") is not None else "□"


def _all_text(element: etree._Element) -> list[str]:
    return [piece for piece in element.itertext() if isinstance(piece, str)]


def _visible(text: str) -> str:
    """White space as a browser shows it: lines of the source are none, and Chinese words go on without a space."""
    text = _SPACE.sub(" ", _WRAPPED.sub("", text.replace("\r", "\n")))
    return "\n".join(line.strip(" ") for line in text.split("\x00"))
