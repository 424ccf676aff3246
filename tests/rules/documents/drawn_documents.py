"""One table, drawn in every format: what the tests of the readers compare."""

from __future__ import annotations

import html
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import docx
import openpyxl
import xlwt
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

from rules.documents import Content, SourceDocument, parse
from rules.model import TaskDocument
from rules.tasks import understand

TITLE = "云山区2024年政务公开重点工作任务分工表"
LETTER = "各镇街，区政府各部门：\n现将《云山区2024年政务公开工作要点》印发给你们，请认真贯彻执行。"
HEADER = ("序号", "重点任务", "工作任务", "牵头单位", "责任单位")
BUDGET = "公开本年度财政预算和决算信息，方便群众查阅监督。"
SCHOOLS = "及时公布义务教育招生入学政策，做好解读回应工作。"
BASICS = "开展基层公开示范点建设，提升便民服务质量和水平。"


@dataclass(frozen=True, kw_only=True)
class Box:
    """A cell and how many rows and columns it covers."""

    text: str
    rows: int = 1
    columns: int = 1


Rows = Sequence[Sequence[Box | str]]


def boxes(rows: Rows) -> list[list[Box]]:
    return [[cell if isinstance(cell, Box) else Box(text=cell) for cell in row] for row in rows]


def placed(rows: Rows) -> tuple[list[tuple[int, int, Box]], int, int]:
    """Row, column and box of each cell as browsers place them, and the size of the table."""
    taken: set[tuple[int, int]] = set()
    found = []
    for number, row in enumerate(boxes(rows)):
        column = 0
        for box in row:
            while (number, column) in taken:
                column += 1
            found.append((number, column, box))
            taken |= {(number + down, column + right) for down in range(box.rows) for right in range(box.columns)}
            column += box.columns
    return found, len(rows), max(column for _, column in taken) + 1


def to_docx(rows: Rows, front: str = TITLE, tail: str = "") -> bytes:
    document = docx.Document()
    for line in front.split("\n"):
        document.add_paragraph(line)
    add_table(document, rows)
    for line in tail.split("\n"):  # Word writes a paragraph after the last table; LibreOffice drops a table without
        document.add_paragraph(line)
    return saved(document)


def add_table(document: Any, rows: Rows) -> Any:
    cells, height, width = placed(rows)
    table = document.add_table(rows=height, cols=width)
    table.style = "Table Grid"
    grid = [list(row.cells) for row in table.rows]
    for row, column, box in cells:
        cell = grid[row][column]
        if box.rows > 1 or box.columns > 1:
            cell = cell.merge(grid[row + box.rows - 1][column + box.columns - 1])
        cell.text = box.text
    return table


def numbered(made: Any, levels: list[tuple[str, str]], start: int = 1) -> Callable[[Any, int], None]:
    """Define a list; the function given back puts a paragraph on one of its levels."""
    root = made.part.numbering_part.element
    shapes = "".join(
        f'<w:lvl w:ilvl="{place}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for place, (form, text) in enumerate(levels)
    )
    root.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="70">{shapes}</w:abstractNum>'))
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="70"><w:abstractNumId w:val="70"/></w:num>'))

    def put(paragraph: Any, level: int = 0) -> None:
        paragraph._p.get_or_add_pPr().append(
            parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="70"/></w:numPr>')
        )

    return put


def saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def to_html(rows: Rows, front: str = TITLE, tail: str = "", encoding: str = "utf-8") -> bytes:
    lines = ["<!DOCTYPE html>", f'<html><head><meta charset="{encoding}"></head><body>']
    lines += [f"<p>{html.escape(line)}</p>" for line in front.split("\n")]
    lines.append(html_table(rows))
    lines += [f"<p>{html.escape(line)}</p>" for line in filter(None, tail.split("\n"))]
    return "\n".join([*lines, "</body></html>"]).encode(encoding)


def html_table(rows: Rows) -> str:
    lines = ["<table>"]
    for row in boxes(rows):
        cells = (
            f'<td rowspan="{box.rows}" colspan="{box.columns}">' + html.escape(box.text).replace("\n", "<br>") + "</td>"
            for box in row
        )
        lines.append("<tr>" + "".join(cells) + "</tr>")
    return "\n".join([*lines, "</table>"])


def to_xlsx(rows: Rows, front: str = TITLE, tail: str = "") -> bytes:
    book = openpyxl.Workbook()
    fill_sheet(book.active, rows, front, tail)
    return saved(book)


def fill_sheet(sheet: Any, rows: Rows, front: str = TITLE, tail: str = "") -> None:
    cells, height, width = placed(rows)
    lines = front.split("\n") if front else []
    for number, line in enumerate(lines, start=1):
        sheet.cell(number, 1, line)
        sheet.merge_cells(start_row=number, end_row=number, start_column=1, end_column=width)
    for row, column, box in cells:
        top, left = row + len(lines) + 1, column + 1
        sheet.cell(top, left, box.text or None)
        if box.rows > 1 or box.columns > 1:
            sheet.merge_cells(
                start_row=top, end_row=top + box.rows - 1, start_column=left, end_column=left + box.columns - 1
            )
    for number, line in enumerate(filter(None, tail.split("\n")), start=len(lines) + height + 1):
        sheet.cell(number, 1, line)


def to_xls(rows: Rows, front: str = TITLE, tail: str = "") -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("分工表")
    cells, height, width = placed(rows)
    lines = front.split("\n") if front else []
    for number, line in enumerate(lines):
        sheet.write_merge(number, number, 0, width - 1, line)
    for row, column, box in cells:
        top = row + len(lines)
        sheet.write_merge(top, top + box.rows - 1, column, column + box.columns - 1, box.text)
    for number, line in enumerate(filter(None, tail.split("\n")), start=len(lines) + height):
        sheet.write(number, 0, line)
    return saved(book)


def to_flat(rows: Rows, front: str = TITLE, tail: str = "") -> bytes:
    """Each cell on a line that begins with a TAB; places that merged cells cover are blank, wide ones said once."""
    cells, height, width = placed(rows)
    texts = {(row, column): box.text for row, column, box in cells}
    across = {
        (row, column + right) for row, column, box in cells for right in range(1, box.columns) if box.columns == width
    }
    lines = [
        "\t" + texts.get((row, column), "")
        for row in range(height)
        for column in range(width)
        if (row, column) not in across
    ]
    return (front + "\n\n" + "\n".join(lines) + ("\n\n" + tail if tail else "")).encode()


def to_markdown(rows: Rows, front: str = TITLE, tail: str = "") -> bytes:
    cells, height, width = placed(rows)
    texts = {(row, column): box.text.replace("\n", "<br>").replace("|", "\\|") for row, column, box in cells}
    lines = [f"| {' | '.join(texts.get((row, column), '') for column in range(width))} |" for row in range(height)]
    lines.insert(1, "|" + "---|" * width)
    return "\n".join([f"# {front}", "", *lines, "", tail]).encode()


def to_pdf(rows: Rows, front: str = TITLE, tail: str = "", widths: Sequence[float] = ()) -> bytes:
    """Ruled, on as many pages as it needs; rows are not cut and the header is repeated on each page."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    style = ParagraphStyle("body", fontName="STSong-Light", fontSize=10, leading=14, wordWrap="CJK")
    cells, height, width = placed(rows)
    grid: list[list[Any]] = [["" for _ in range(width)] for _ in range(height)]
    commands: list[Any] = [("GRID", (0, 0), (-1, -1), 0.5, (0, 0, 0)), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
    for row, column, box in cells:
        grid[row][column] = Paragraph(html.escape(box.text).replace("\n", "<br/>"), style)
        if box.rows > 1 or box.columns > 1:
            commands.append(("SPAN", (column, row), (column + box.columns - 1, row + box.rows - 1)))
    table = Table(grid, colWidths=list(widths) or [440 / width] * width, repeatRows=1, style=TableStyle(commands))
    out = io.BytesIO()
    story: list[Any] = [Paragraph(html.escape(line), style) for line in front.split("\n")]
    story += [table, *(Paragraph(html.escape(line), style) for line in filter(None, tail.split("\n")))]
    SimpleDocTemplate(out, pagesize=A4).build(story)
    return out.getvalue()


WRITERS = {
    "docx": to_docx,
    "html": to_html,
    "xlsx": to_xlsx,
    "xls": to_xls,
    "pdf": to_pdf,
    "md": to_markdown,
    "txt": to_flat,
}
TRUE_MERGES = ("docx", "html", "xlsx", "xls", "pdf")


def content(data: bytes, file: str = "分工表") -> Content:
    return parse(data, file)


def read(data: bytes, file: str = "分工表") -> TaskDocument:
    return understand(SourceDocument(file=file, sha256="0" * 64, content=parse(data, file)))


def told(document: TaskDocument) -> list[tuple[str, str, str, tuple[str, ...], tuple[str, ...], tuple[str, ...]]]:
    """What the rows say, for comparing documents of different formats."""
    return [
        (row.seq, row.section, row.text, row.lead_units, row.responsible_units, row.inherited) for row in document.rows
    ]
