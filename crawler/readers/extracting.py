"""The words of an office document or PDF; runs in a process of its own (`python -m crawler.readers.extracting`).

Standard input is the file, standard output its text. Whatever is wrong with the file ends the process with an error,
which means no more than that there is no text. Hidden sheets, rows and columns are read as well: who opens the file
can show them.
"""

from __future__ import annotations

import io
import re
import sys
import warnings
from collections.abc import Iterator

from lxml import etree

from rules.compound import MAGIC, root_streams, stream
from rules.package import Package

MAX_TEXT = 400_000
"""Characters; a list of 5,000 persons."""
MAX_PAGES = 60
_MAX_ROWS = 5_000
_MAX_COLUMNS = 60
_MAX_SHEETS = 20
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MAX_STREAM = 8_000_000


def text_in(data: bytes) -> str:
    """The text of a file, at most MAX_TEXT characters; raises whatever its reader raises."""
    found: list[str] = []
    length = 0
    for line in _lines(data):
        found.append(line)
        length += len(line) + 1
        if length > MAX_TEXT:
            break
    return "\n".join(found)[:MAX_TEXT]


def _lines(data: bytes) -> Iterator[str]:
    if b"%PDF-" in data[:1024]:
        yield from _pdf(data)
    elif data.startswith(MAGIC):
        streams = root_streams(data)
        if not streams.isdisjoint(("workbook", "book")):
            yield from _xls(data)
        elif "worddocument" in streams:
            yield from _doc(data)
    elif data.startswith(b"PK"):
        package = Package(data, "附件")
        if "word/document.xml" in package:
            yield from _paragraphs(package.xml("word/document.xml"))
        elif "xl/workbook.xml" in package:
            package.check_xml()
            yield from _xlsx(data)


def _paragraphs(root: etree._Element) -> Iterator[str]:
    """Paragraphs and table rows in order; a table inside a cell is read as a part of that cell."""
    for element in root.iter(f"{_W}p", f"{_W}tr"):
        around = next(element.iterancestors(f"{_W}tr"), None)
        if around is not None:
            continue  # it was read with its row
        if element.tag == f"{_W}tr":
            yield "\t".join(" ".join(map(_words, cell.iter(f"{_W}p"))) for cell in element.iter(f"{_W}tc"))
        else:
            yield _words(element)


def _words(paragraph: etree._Element) -> str:
    parts: list[str] = []
    for piece in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br"):
        parts.append(piece.text or "" if piece.tag == f"{_W}t" else " ")
    return "".join(parts)


def _xlsx(data: bytes) -> Iterator[str]:
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # extensions openpyxl does not know
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        for sheet in book.worksheets[:_MAX_SHEETS]:
            yield sheet.title
            for cells in sheet.iter_rows(max_row=_MAX_ROWS, max_col=_MAX_COLUMNS, values_only=True):
                yield _row(cells)


def _xls(data: bytes) -> Iterator[str]:
    import xlrd

    book = xlrd.open_workbook(file_contents=data, on_demand=True, ragged_rows=True, logfile=io.StringIO())
    for number in range(min(book.nsheets, _MAX_SHEETS)):
        sheet = book.sheet_by_index(number)
        yield sheet.name
        for row in range(min(sheet.nrows, _MAX_ROWS)):
            yield _row(sheet.row_values(row, 0, _MAX_COLUMNS))


def _row(cells: object) -> str:
    assert isinstance(cells, (tuple, list))
    return "\t".join(map(_cell, cells)).rstrip("\t")


def _cell(value: object) -> str:
    # A number of more than 15 digits has lost its last ones in the file itself; its checksum will not hold.
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e19:
        return str(int(value))
    return "" if value is None else " ".join(str(value)[:2000].split())


def _doc(data: bytes) -> Iterator[str]:
    """Word 97–2003: the pieces that the table stream tells, in order ([MS-DOC] 2.4.1)."""
    words = stream(data, "WordDocument", _MAX_STREAM)
    flags = int.from_bytes(words[10:12], "little")
    if flags & 0x0100:
        return  # encrypted
    tables = stream(data, "1Table" if flags & 0x0200 else "0Table", _MAX_STREAM)
    at, length = int.from_bytes(words[418:422], "little"), int.from_bytes(words[422:426], "little")
    clx = tables[at : at + length]
    while clx[:1] == b"\x01":  # formatting
        clx = clx[3 + int.from_bytes(clx[1:3], "little") :]
    if clx[:1] != b"\x02":
        return
    plc = clx[5 : 5 + int.from_bytes(clx[1:5], "little")]
    count = min((len(plc) - 4) // 12, 50_000)
    parts: list[str] = []
    for number in range(count):
        first, last = (int.from_bytes(plc[4 * n : 4 * n + 4], "little") for n in (number, number + 1))
        place = 4 * (count + 1) + 8 * number + 2
        offset = int.from_bytes(plc[place : place + 4], "little")
        size = min(max(0, last - first), MAX_TEXT)
        if offset & 0x40000000:
            begin = (offset & 0x3FFFFFFF) // 2
            parts.append(words[begin : begin + size].decode("cp1252", "replace"))
        else:
            parts.append(words[offset : offset + 2 * size].decode("utf-16-le", "replace"))
    text = "".join(parts).replace("\x07\x07", "\r").replace("\x07", "\t")
    yield from re.sub(r"[\x00-\x08\x0c\x0e-\x1f]", "", text.replace("\x0b", "\r")).split("\r")


def _pdf(data: bytes) -> Iterator[str]:
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    for number in range(min(len(document), MAX_PAGES)):
        text = document[number].get_textpage().get_text_bounded()
        yield from text[:MAX_TEXT].replace("\r", "").split("\n")


def main() -> int:
    """Read the file from standard input and write its text."""
    try:
        sys.stdout.buffer.write(text_in(sys.stdin.buffer.read()).encode("utf-8", "replace"))
    except Exception:  # damaged files fail anywhere
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
