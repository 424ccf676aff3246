"""Word 文档: .docx, also as WPS writes it, with merged cells, automatic numbers and tracked changes.

The XML is read directly: python-docx unpacks every picture and knows neither deletions nor automatic numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

from lxml import etree

from rules import numbering
from rules.blocks import content_of
from rules.documents import Content
from rules.grid import Block, Drawing, Grid, TooLargeError
from rules.model import RuleParseError
from rules.numbering import W
from rules.package import Package, holds

FORMAT = "Word 文档"

_MAIN = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument"
_MARKUP = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SNAP = 120  # twentieths of a point, 2 mm: no column is narrower; lines nearer to each other are one, drawn crookedly
_NESTED = 6  # tables in tables

# What is in the file and not on the page, or beside it: deletions, field codes, drawings with their text boxes, notes.
_SKIPPED = frozenset(
    {W + name for name in ("del", "moveFrom", "drawing", "pict", "object", "instrText", "delText", "rPr", "pPr", "rt")}
    | {_MARKUP + "Fallback"}
)
_WRAPPERS = frozenset(
    {W + name for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo")}
    | {_MARKUP + "AlternateContent", _MARKUP + "Choice"}
)
_MARKS = {W + "tab": " ", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}
# Boxes of forms are letters of symbol fonts.
_SYMBOLS = {
    ("Wingdings", 0x6F): "□",
    ("Wingdings", 0xA8): "□",
    ("Wingdings", 0x6E): "■",
    ("Wingdings", 0xFE): "☑",
    ("Wingdings", 0xFC): "√",
    ("Wingdings 2", 0xA3): "□",
    ("Wingdings 2", 0x52): "☑",
    ("Wingdings 2", 0x50): "√",
}


def recognises(data: bytes) -> bool:
    """A zip with a `word/` folder, also one that is cut off."""
    return holds(data, "word/")


def read(data: bytes, file: str) -> Content:
    """Paragraphs and tables in reading order; deletions, hidden words and text boxes are left out."""
    package = Package(data, file)
    main = _main_part(package, file)
    body = package.xml(main).find(f"{W}body")
    if body is None:
        raise RuleParseError(f"{file}：Word 文档没有正文。请用 Word/WPS 打开后另存再试")
    folder = main.rpartition("/")[0]
    lists, styles = (
        package.xml(part) if (part := f"{folder}/{name}.xml") in package else None for name in ("numbering", "styles")
    )
    reader = _Reader(numbering.read_numbering(lists, styles))
    try:
        return content_of(reader.blocks(body), file)
    except TooLargeError:
        raise RuleParseError(f"{file}：表格过大。请确认它是任务分工文件") from None


def _main_part(package: Package, file: str) -> str:
    if "_rels/.rels" in package:
        for relation in package.xml("_rels/.rels"):
            target = (relation.get("Target") or "").lstrip("/")
            if relation.get("Type") in (_MAIN, _STRICT) and target in package:
                return target
    if "word/document.xml" in package:
        return "word/document.xml"
    raise RuleParseError(f"{file}：Word 文档没有正文（word/document.xml）。请用 Word/WPS 打开后另存再试")


class _Reader:
    def __init__(self, lists: numbering.Numbering) -> None:
        self._lists = lists

    def blocks(self, parent: etree._Element, depth: int = 0) -> Iterator[Block]:
        """Paragraphs and tables below an element; a paragraph whose mark is deleted runs on in the next."""
        pending = ""
        for element in _children(parent):
            if element.tag == W + "p":
                text = pending + self._paragraph(element)
                pending = ""
                if element.find(f"{W}pPr/{W}rPr/{W}del") is not None:
                    pending = text
                else:
                    yield text
            elif element.tag == W + "tbl":
                if pending:
                    yield pending
                    pending = ""
                grid = self._grid(element, depth)
                if grid.rows:
                    yield grid
        if pending:
            yield pending

    def _paragraph(self, paragraph: etree._Element) -> str:
        text = "".join(_words(paragraph))
        gone = not text and next(paragraph.iter(W + "del", W + "moveFrom"), None) is not None
        return text if gone else self._lists.next(paragraph) + text

    def _grid(self, table: etree._Element, depth: int) -> Grid:
        drawing = Drawing()
        rows = [row for row in _rows(table) if row.find(f"{W}trPr/{W}del") is None]
        cells = [list(_cells_of(row)) for row in rows]
        places = _Lines(table, cells)
        below = _reaches(cells)
        for number, row in enumerate(cells):
            for index, (start, end, merge, cell) in enumerate(row):
                if merge == "continue" and below.get((number, index)) == 0:
                    continue
                column, last = places.column(start), places.column(end)
                height = below.get((number, index), 1)
                blocks: Sequence[Block] = (
                    ("".join(_words(cell)),) if depth >= _NESTED else tuple(self.blocks(cell, depth + 1))
                )
                drawing.put(number, column, blocks, height, last - column)
        return drawing.grid()


_Placed = tuple[int, int, str, etree._Element]


def _reaches(cells: Sequence[Sequence[_Placed]]) -> dict[tuple[int, int], int]:
    """For each cell that is merged downwards, how many rows it covers; 0 for those below it that it swallows."""
    reach: dict[tuple[int, int], int] = {}
    open_at: dict[int, tuple[int, int]] = {}
    for number, row in enumerate(cells):
        seen: set[int] = set()
        for index, (start, _, merge, _) in enumerate(row):
            seen.add(start)
            if merge == "continue" and start in open_at:
                reach[open_at[start]] += 1
                reach[number, index] = 0
            elif merge:
                open_at[start] = (number, index)
                reach[number, index] = 1
            else:
                open_at.pop(start, None)
        for start in [start for start in open_at if start not in seen]:
            del open_at[start]
    return reach


class _Lines:
    """The vertical lines of a table, those drawn a hair apart taken as one."""

    def __init__(self, table: etree._Element, cells: Sequence[Sequence[_Placed]]) -> None:
        widths = [_number(column.get(f"{W}w")) for column in table.findall(f"{W}tblGrid/{W}gridCol")]
        crooked = all(widths)
        self._column = list(accumulate((0 if crooked and width < _SNAP else 1 for width in widths), initial=0))
        if any(self.column(start) == self.column(end) for row in cells for start, end, _, _ in row):
            self._column = list(range(len(widths) + 1))

    def column(self, line: int) -> int:
        """The column that begins at a line of the table's own grid."""
        extra = line - len(self._column) + 1
        return self._column[line] if extra <= 0 else self._column[-1] + extra


def _cells_of(row: etree._Element) -> Iterator[_Placed]:
    """Start and end line, merge mark and element of each cell of a row."""
    start = _number(_val(row.find(f"{W}trPr/{W}gridBefore")))
    for cell in _children(row):
        if cell.tag != W + "tc" or cell.find(f"{W}tcPr/{W}cellDel") is not None:
            continue
        width = max(1, min(_number(_val(cell.find(f"{W}tcPr/{W}gridSpan"))), 1000))
        mark = cell.find(f"{W}tcPr/{W}vMerge")
        sideways = cell.find(f"{W}tcPr/{W}hMerge")
        merge = "" if mark is None else (_val(mark) or "continue")
        if sideways is None or _val(sideways) == "restart":
            yield start, start + width, merge, cell
        start += width


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    yield from (row for row in _children(table) if row.tag == W + "tr")


def _children(parent: etree._Element) -> Iterator[etree._Element]:
    """Child elements, through what only wraps them; the parser goes no deeper than 256."""
    for element in parent:
        if element.tag in _WRAPPERS:
            yield from _children(element)
        elif element.tag not in _SKIPPED:
            yield element


def _words(parent: etree._Element) -> Iterator[str]:
    """The visible words of a paragraph, in order."""
    for element in parent:
        tag = element.tag
        if tag == W + "t":
            yield element.text or ""
        elif tag in _MARKS:
            yield _MARKS[tag]
        elif tag == W + "sym":
            yield _SYMBOLS.get((element.get(f"{W}font") or "", _code(element)), "")
        elif tag in _SKIPPED or (tag == W + "r" and _hidden(element)):
            continue
        else:
            yield from _words(element)


def _hidden(run: etree._Element) -> bool:
    mark = run.find(f"{W}rPr/{W}vanish")
    return mark is not None and _val(mark) not in ("0", "false", "off")


def _code(symbol: etree._Element) -> int:
    try:
        return int(symbol.get(f"{W}char") or "", 16) & 0xFF
    except ValueError:
        return 0


def _val(element: etree._Element | None) -> str | None:
    return None if element is None else element.get(f"{W}val")


def _number(text: str | None) -> int:
    try:
        return max(0, min(int(float(text or 0)), 1_000_000))
    except (ValueError, OverflowError):
        return 0
