"""附件: small docx, xlsx and pdf files of given lines, the same bytes every time."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Mapping, Sequence
from html import escape

TYPES: Mapping[str, str] = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pdf": "application/pdf",
}
"""Content-Type by ending."""
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_FORMAT = "application/vnd.openxmlformats-officedocument"


def paper(name: str, lines: Sequence[str]) -> bytes:
    """The file of that name; cells of a line are parted by tabs."""
    match posixpath.splitext(name)[1]:
        case ".docx":
            return _docx(lines)
        case ".xlsx":
            return _xlsx(lines)
        case ".pdf":
            return _pdf(lines)
        case ending:
            raise ValueError(ending)


def _docx(lines: Sequence[str]) -> bytes:
    body = "".join(f'<w:p><w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>' for line in lines)
    main = f'{_XML}<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>'
    return _package("word/document.xml", f"{_FORMAT}.wordprocessingml.document.main+xml", {"word/document.xml": main})


def _xlsx(lines: Sequence[str]) -> bytes:
    rows = "".join(
        f'<row r="{n}">{"".join(_cell(n, m, text) for m, text in enumerate(line.split(chr(9))))}</row>'
        for n, line in enumerate(lines, 1)
    )
    book = (
        f'{_XML}<workbook xmlns="{_SHEET}" xmlns:r="{_OFFICE}"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/>'
        "</sheets></workbook>"
    )
    links = (
        f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="{_OFFICE}/worksheet" '
        'Target="worksheets/sheet1.xml"/></Relationships>'
    )
    sheet = f'{_XML}<worksheet xmlns="{_SHEET}"><sheetData>{rows}</sheetData></worksheet>'
    parts = {"xl/workbook.xml": book, "xl/_rels/workbook.xml.rels": links, "xl/worksheets/sheet1.xml": sheet}
    return _package("xl/workbook.xml", f"{_FORMAT}.spreadsheetml.sheet.main+xml", parts)


def _cell(row: int, column: int, text: str) -> str:
    return f'<c r="{chr(65 + column)}{row}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'


def _package(main: str, kind: str, parts: Mapping[str, str]) -> bytes:
    sheet = f"{_FORMAT}.spreadsheetml.worksheet+xml"
    types = "".join(
        f'<Override PartName="/{name}" ContentType="{kind if name == main else sheet}"/>'
        for name in parts
        if not name.endswith(".rels")
    )
    shared = {
        "[Content_Types].xml": f'{_XML}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{types}</Types>',
        "_rels/.rels": f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="{main}"/></Relationships>',
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in {**shared, **parts}.items():
            archive.writestr(zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0)), text)
    return file.getvalue()


def _pdf(lines: Sequence[str]) -> bytes:
    """One page; its codes are those of UTF-16, and say so (ToUnicode), so that its text can be taken out."""
    shown = "".join(f"<{line.encode('utf-16-be').hex()}> Tj T* " for line in lines)
    letters = sorted(set("".join(lines)))
    same = "".join(_same(letters[n : n + 100]) for n in range(0, len(letters), 100))
    codes = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Plain def /CMapType 2 def "
        f"1 begincodespacerange <0000> <FFFF> endcodespacerange {same}endcmap end end"
    )
    objects = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>",
        _stream(f"BT /F 12 Tf 16 TL 72 770 Td {shown}ET"),
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /Identity-H /DescendantFonts [6 0 R] "
        "/ToUnicode 7 0 R >>",
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>",
        _stream(codes),
    )
    file = b"%PDF-1.4\n"
    places = []
    for n, text in enumerate(objects, 1):
        places.append(len(file))
        file += f"{n} 0 obj\n{text}\nendobj\n".encode("ascii")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    start = len(file)
    return file + (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
        f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    ).encode("ascii")


def _same(letters: Sequence[str]) -> str:
    """Each of at most 100 letters stands for itself."""
    codes = "".join(f"<{ord(letter):04x}> <{ord(letter):04x}> " for letter in letters)
    return f"{len(letters)} beginbfchar {codes}endbfchar "


def _stream(text: str) -> str:
    return f"<< /Length {len(text)} >>\nstream\n{text}\nendstream"
