"""PDF with text: ruled tables with their merged cells, rows and tables that page breaks cut made whole.

A scan has no text to read; the message says so instead of guessing.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from rules.blocks import content_of
from rules.confined import ConfinedError, read_confined
from rules.documents import Content
from rules.grid import Block, Drawing, Grid, TooLargeError
from rules.model import RuleParseError
from rules.pdfpages import MAX_PAGES, PageJson, ResultJson
from rules.ruled import TableJson
from rules.typesetting import quote

FORMAT = "PDF"

TIMEOUT = 60  # seconds; 1,000 rows take 4, and 300 MB of memory
_HEADER = 1024  # bytes within which readers accept the mark
_SCAN = 30  # characters on a page; less beside a picture is a scanner's mark
_PAGE_NUMBER = re.compile(r"^\W*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/／共]\s*(?:共\s*)?\d{1,4}\s*页?)?\W*$")
_EDGE = 2  # lines at either end of a page that may be its header or footer

_PROBLEMS = {
    "password": "文件有密码保护，无法读取。请去掉密码后另存再试",
    "pages": f"超过 {MAX_PAGES} 页。请确认它是任务分工文件，或只保留任务分工表的页面",
    "memory": "内容过大或过于复杂（可能是恶意文件），未读取。请用 Word/WPS 打开原文另存为 .docx 再试",
    "time": f"{TIMEOUT} 秒内未能读完（内容过于复杂）。请用 Word/WPS 打开原文另存为 .docx 再试",
    "damaged": "PDF 不完整或已损坏，无法读取。请重新获取文件，或用 PDF 阅读器另存再试",
}


def recognises(data: bytes) -> bool:
    """The mark of PDF near the beginning."""
    return b"%PDF-" in data[:_HEADER] and not data.startswith((b"PK", b"<"))


def read(data: bytes, file: str) -> Content:
    """Lines and ruled tables of all pages in order, without headers, footers and page numbers."""
    result = _result(data)
    if "pages" not in result:
        raise RuleParseError(f"{file}：{_PROBLEMS[result.get('error', 'damaged')]}")
    pages = result["pages"]
    _check_text(pages, file)
    for number, page in enumerate(pages, start=1):
        if page["unclear"]:
            raise RuleParseError(
                f"{file} 第{number}页：表头“{quote(page['unclear'], 40)}”下的表格没有足够的表格线，"
                "无法确定行和列，版式无法识别。请用原 Word 文件（.docx）再试"
            )
    try:
        return content_of(_blocks(pages), file)
    except TooLargeError:
        raise RuleParseError(f"{file}：表格过大。请确认它是任务分工文件") from None


def _result(data: bytes) -> ResultJson:
    """Run `rules.pdfpages` on the document, with bounds the process cannot lift."""
    try:
        output = read_confined("rules.pdfpages", data, seconds=TIMEOUT)
    except TimeoutError:
        return {"error": "time"}
    except ConfinedError:
        return {"error": "memory"}
    result: ResultJson = json.loads(output)
    return result


def _check_text(pages: Sequence[PageJson], file: str) -> None:
    characters = sum(page["characters"] for page in pages)
    unreadable = sum(page["unreadable"] for page in pages)
    images = sum(page["images"] > 0 for page in pages)
    if unreadable > characters:
        raise RuleParseError(
            f"{file}：PDF 的字体没有文字编码，取不出文字。"
            "请用原 Word 文件，或用带文字识别（OCR）的软件转换为 Word 后再试"
        )
    if not characters or (characters < _SCAN * len(pages) and 2 * images >= len(pages)):
        raise RuleParseError(
            f"{file}：PDF 没有文字（可能是扫描件）。请用原 Word 文件，或用带文字识别（OCR）的软件转换为 Word 后再试"
        )


def _blocks(pages: Sequence[PageJson]) -> Iterator[Block]:
    running = _running(pages)
    for number, page in enumerate(pages):
        first = True
        for place, item in enumerate(page["items"]):
            if not isinstance(item, str):
                yield _grid(item, after_page_break=first and number > 0)
                first = False
            elif not (_at_edge(page, place) and _is_running(item, running, number, place)):
                yield item
                first = False


def _grid(table: TableJson, *, after_page_break: bool) -> Grid:
    drawing = Drawing()
    for row, column, rows, columns, text in table["cells"]:
        drawing.put(row, column, [text], rows, columns)
    return drawing.grid(after_page_break=after_page_break)


def _at_edge(page: PageJson, place: int) -> bool:
    return place < _EDGE or place >= len(page["items"]) - _EDGE


def _running(pages: Sequence[PageJson]) -> frozenset[str]:
    """Lines at the ends of pages that stand on most pages: headers and footers."""
    seen: Counter[str] = Counter()
    for page in pages:
        lines = (item for place, item in enumerate(page["items"]) if isinstance(item, str) and _at_edge(page, place))
        seen.update({_shape(line) for line in lines})
    return frozenset(line for line, count in seen.items() if count > 1 and 2 * count >= len(pages))


def _is_running(line: str, running: frozenset[str], page: int, place: int) -> bool:
    if _PAGE_NUMBER.match(line):
        return True
    # On the first page what runs at the top may be the title; it stays once.
    return _shape(line) in running and not (page == 0 and place < _EDGE)


def _shape(line: str) -> str:
    return re.sub(r"\d+", "#", re.sub(r"\s", "", line))
