"""Pages of a PDF as lines and ruled tables; runs in a process of its own (`python -m rules.pdfpages`).

A PDF may unpack to anything and draw without end, so `rules.documents.pdf` gives it a process with bounded memory and
time. Standard input is the PDF, standard output the pages as JSON.

PDFium reads the characters and lines (pdfplumber's own reader takes three times as long); the geometry of tables is
pdfplumber's.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from ctypes import byref, c_double, c_float, c_int
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, TypedDict

import pypdfium2
import pypdfium2.raw as pdfium

from rules.aligned import Columns, aligned_table
from rules.ruled import NEAR, Glyph, RuledTable, TableJson, lines_of_words, ruled_lines, ruled_tables

MAX_PAGES = 300
_MAX_CHARACTERS = 30_000  # of a page; a full one has 1,800
_MAX_EDGES = 3_000  # ruled lines of a page
_STRAIGHT = 1.0
_MAX_OBJECTS = 50_000  # of a page
_ASCENT, _DESCENT = 0.88, 0.12  # of a character's size, above and below the base line: those of Chinese fonts
_IDEOGRAPHS = 0x3000
_NESTED = 5  # form objects in form objects
_PATH, _IMAGE, _FORM = pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM


class PageJson(TypedDict):
    """A page from top to bottom; a string is a line of words."""

    items: list[str | TableJson]
    characters: int
    unreadable: int
    images: int
    unclear: str
    """The header of a table whose rows and columns no lines part and no room tells apart; else empty."""


class ResultJson(TypedDict, total=False):
    """What the process says: pages, or the name of what went wrong."""

    error: str
    pages: list[PageJson]
    count: int


@dataclass
class _Drawn:
    """What a page draws."""

    place: _Matrix
    """From the page's own coordinates to points from the top left corner of the page as it is seen."""
    glyphs: list[Glyph] = field(default_factory=list)
    edges: list[dict[str, Any]] = field(default_factory=list)
    unreadable: int = 0
    images: int = 0

    def add_text(self, page: pypdfium2.PdfPage) -> None:
        text = page.get_textpage()
        box = pdfium.FS_RECTF()
        x, y = c_double(), c_double()
        for index in range(min(text.count_chars(), _MAX_CHARACTERS)):
            code = pdfium.FPDFText_GetUnicode(text, index)
            # PDFium makes up spaces and hyphens between words, never Chinese.
            if code < _IDEOGRAPHS and (chr(code).isspace() or pdfium.FPDFText_IsGenerated(text, index) == 1):
                continue
            if (
                pdfium.FPDFText_HasUnicodeMapError(text, index) == 1
                or not 0 < code < 0x110000
                or 0xD800 <= code < 0xE000
            ):
                self.unreadable += 1
                continue
            char = chr(code)
            if char.isspace() or not char.isprintable() or not pdfium.FPDFText_GetLooseCharBox(text, index, byref(box)):
                continue
            pdfium.FPDFText_GetCharOrigin(text, index, byref(x), byref(y))
            x0, x1, top, bottom = self._seen(box.left, box.top, box.right, box.bottom)
            # Subset fonts give marks like ， a height of their own; lines are told by the base line.
            _, base = _point(self.place, x.value, y.value)
            size = max(x1 - x0, bottom - top)
            top, bottom = base - _ASCENT * size, base + _DESCENT * size
            self.glyphs.append(Glyph(char, x0, x1, top, bottom, (top + bottom) / 2, max(1.0, bottom - top)))

    def add_object(self, item: Any, place: _Matrix, depth: int = 0) -> None:
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == _IMAGE:
            self.images += 1
        elif kind in (_PATH, _FORM):
            matrix = pdfium.FS_MATRIX()
            pdfium.FPDFPageObj_GetMatrix(item, byref(matrix))
            inner = _after(place, (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f))
            if kind == _PATH:
                self._add_path(item, inner)
            elif depth < _NESTED:
                for index in range(min(pdfium.FPDFFormObj_CountObjects(item), _MAX_OBJECTS)):
                    self.add_object(pdfium.FPDFFormObj_GetObject(item, index), inner, depth + 1)

    def _add_path(self, item: Any, place: _Matrix) -> None:
        fill, stroke = c_int(), c_int()
        pdfium.FPDFPath_GetDrawMode(item, byref(fill), byref(stroke))
        if not fill.value and not stroke.value:
            return  # it only clips
        x, y = c_float(), c_float()
        points: list[tuple[float, float]] = []
        for index in range(min(pdfium.FPDFPath_CountSegments(item), _MAX_EDGES)):
            segment = pdfium.FPDFPath_GetPathSegment(item, index)
            pdfium.FPDFPathSegment_GetPoint(segment, byref(x), byref(y))
            if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO:
                self._add_outline(points)
                points = []
            points.append(_point(place, x.value, y.value))
            if pdfium.FPDFPathSegment_GetClose(segment):
                points.append(points[0])
        self._add_outline(points)

    def _add_outline(self, points: Sequence[tuple[float, float]]) -> None:
        if len(points) < 2:
            return
        xs, ys = [x for x, _ in points], [y for _, y in points]
        if min(max(xs) - min(xs), max(ys) - min(ys)) <= NEAR:
            self._thin(min(xs), max(xs), min(ys), max(ys))
            return
        for (x0, y0), (x1, y1) in pairwise(points):
            self._line(min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1))

    def _seen(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        (left, upper), (right, lower) = _point(self.place, x0, y0), _point(self.place, x1, y1)
        return min(left, right), max(left, right), min(upper, lower), max(upper, lower)

    def _thin(self, x0: float, x1: float, top: float, bottom: float) -> None:
        """A line, or a box so thin that it is one."""
        if x1 - x0 >= bottom - top:
            self._line(x0, x1, (top + bottom) / 2, (top + bottom) / 2)
        else:
            self._line((x0 + x1) / 2, (x0 + x1) / 2, top, bottom)

    def _line(self, x0: float, x1: float, top: float, bottom: float) -> None:
        flat, upright = bottom - top <= _STRAIGHT, x1 - x0 <= _STRAIGHT
        if flat == upright or len(self.edges) >= _MAX_EDGES:
            return
        self.edges.append(
            {
                "x0": x0,
                "x1": x1 if flat else x0,
                "top": top,
                "bottom": top if flat else bottom,
                "width": x1 - x0 if flat else 0.0,
                "height": 0.0 if flat else bottom - top,
                "orientation": "h" if flat else "v",
                "object_type": "line",
            }
        )


_Matrix = tuple[float, float, float, float, float, float]


def _point(matrix: _Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _after(outer: _Matrix, inner: _Matrix) -> _Matrix:
    """The matrix that applies `inner` first."""
    origin, right, up = (_point(outer, *_point(inner, x, y)) for x, y in ((0, 0), (1, 0), (0, 1)))
    return (
        right[0] - origin[0],
        right[1] - origin[1],
        up[0] - origin[0],
        up[1] - origin[1],
        origin[0],
        origin[1],
    )


def main() -> None:
    """Read a PDF from standard input, write `ResultJson` to standard output."""
    json.dump(read_pages(sys.stdin.buffer.read()), sys.stdout)


def read_pages(data: bytes) -> ResultJson:
    """The pages of a PDF, or the name of what is wrong with it: `password`, `damaged`, `pages`."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD
        return {"error": "password" if locked else "damaged"}
    if len(document) > MAX_PAGES:
        return {"error": "pages"}
    pages: list[PageJson] = []
    columns: Columns | None = None
    for index in range(len(document)):
        try:
            page = document[index]
        except pypdfium2.PdfiumError:
            return {"error": "damaged"}
        drawn = _Drawn(place=_placement(page))
        drawn.add_text(page)
        for item in range(min(pdfium.FPDFPage_CountObjects(page), _MAX_OBJECTS)):
            drawn.add_object(pdfium.FPDFPage_GetObject(page, item), drawn.place)
        read, columns = _page(drawn, columns)
        pages.append(read)
        page.close()
    return {"pages": pages} if pages else {"error": "damaged"}


def _placement(page: pypdfium2.PdfPage) -> _Matrix:
    """How the page's own coordinates lie on the page as it is seen, turned and cut to its box."""
    width, height = page.get_size()
    scale = 1_000  # PDFium rounds to whole pixels

    def seen(x: float, y: float) -> tuple[float, float]:
        across, down = c_int(), c_int()
        pdfium.FPDF_PageToDevice(
            page, 0, 0, int(width * scale), int(height * scale), 0, c_double(x), c_double(y), byref(across), byref(down)
        )
        return across.value / scale, down.value / scale

    origin, right, up = seen(0, 0), seen(100, 0), seen(0, 100)
    return (
        (right[0] - origin[0]) / 100,
        (right[1] - origin[1]) / 100,
        (up[0] - origin[0]) / 100,
        (up[1] - origin[1]) / 100,
        origin[0],
        origin[1],
    )


def _page(drawn: _Drawn, columns: Columns | None) -> tuple[PageJson, Columns | None]:
    """The page, and the columns of a table without upright lines that may go on on the next; `columns` from before."""
    lines = ruled_lines(drawn.edges)
    aligned = aligned_table(drawn.glyphs, lines, columns)
    tables = [RuledTable(aligned.cells)] if aligned.cells else []
    if aligned.cells:
        top, bottom = min(cell[1] for cell in aligned.cells), max(cell[3] for cell in aligned.cells)
        lines = [line for line in lines if not top - NEAR <= (line["top"] + line["bottom"]) / 2 <= bottom + NEAR]
    tables += [RuledTable(cells) for cells in ruled_tables(lines)]
    loose: list[Glyph] = []
    for glyph in drawn.glyphs:
        for table in tables:
            if table.take(glyph):
                break
        else:
            loose.append(glyph)
    items: list[tuple[float, str | TableJson]] = [(line.top, line.text) for line in lines_of_words(loose)]
    items += [(table.top, table.json()) for table in tables if table.filled]
    items.sort(key=lambda item: item[0])
    page: PageJson = {
        "items": [item for _, item in items],
        "characters": len(drawn.glyphs),
        "unreadable": drawn.unreadable,
        "images": drawn.images,
        "unclear": aligned.unclear,
    }
    return page, aligned.columns


if __name__ == "__main__":
    main()
