"""A thousand rows are read in less than five seconds of processor time, the reader's own process included."""

from __future__ import annotations

import html
import os

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from drawn_documents import BUDGET, HEADER, WRITERS, Box, Rows, boxes, placed, read, saved
from test_pdf_documents import Page, drawn

ROWS = 1_000
LIMIT = 5.0  # seconds


def thousand() -> Rows:
    rows: list[list[Box | str]] = [[*HEADER]]
    for number in range(ROWS):
        section = [] if number % 5 else [Box(text=f"（{number // 5}）推进决策公开", rows=5)]
        rows.append(
            [
                str(number + 1),
                *section,
                f"{BUDGET}（公开路径：政府网站>政务公开>财政信息{number}）",
                "区财政局",
                "区教育局、区民政局",
            ]
        )
    return rows


@pytest.mark.parametrize("form", WRITERS)
def test_a_thousand_rows(form: str) -> None:
    data = {"docx": quick_docx, "pdf": quick_pdf}.get(form, WRITERS[form])(thousand())
    begun = sum(os.times()[:4])
    document = read(data)
    taken = sum(os.times()[:4]) - begun
    assert len(document.rows) == ROWS
    assert taken < LIMIT


def quick_docx(rows: Rows) -> bytes:
    """What python-docx takes ten seconds to write."""
    document = docx.Document()
    table = document.add_table(rows=0, cols=len(HEADER))
    cells, _, _ = placed(rows)
    merged = {(row, column) for row, column, box in cells if box.rows > 1}
    for number, row in enumerate(boxes(rows)):
        texts = [box.text for box in row]
        marks = ["" for _ in texts]
        if len(row) < len(HEADER):
            texts.insert(1, "")
            marks.insert(1, "<w:vMerge/>")
        elif (number, 1) in merged:
            marks[1] = '<w:vMerge w:val="restart"/>'
        inside = "".join(
            f"<w:tc><w:tcPr>{mark}</w:tcPr><w:p><w:r><w:t>{html.escape(text)}</w:t></w:r></w:p></w:tc>"
            for mark, text in zip(marks, texts, strict=True)
        )
        table._tbl.append(parse_xml(f"<w:tr {nsdecls('w')}>{inside}</w:tr>"))
    return saved(document)


def quick_pdf(rows: Rows) -> bytes:
    """Twelve rows a page, the header on each, sections not merged."""
    pages = []
    body = boxes(rows)[1:]
    for start in range(0, len(body), 12):
        chunk = body[start : start + 12]
        full = [[row[0], Box(text=row[1].text if len(row) == len(HEADER) else ""), *row[-3:]] for row in chunk]
        pages.append(Page().table([[*HEADER], *full]))
    return drawn(*pages)
