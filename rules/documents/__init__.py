"""One reader per document format; a format is known by its content, never by its name alone.

A reader is a module in this folder with `FORMAT` (Chinese name), `recognises(data)` and `read(data, file)`. Nothing
registers it: every module found here is asked, in alphabetical order, and the first that recognises the content
reads it.
"""

from __future__ import annotations

import hashlib
import importlib
import pkgutil
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol, cast

from rules.model import RuleParseError
from rules.refused import why
from rules.table import Table

MAX_BYTES = 20_000_000  # task-division documents are far below 1 MB; more is a wrong or hostile file

# What people also hand in and no reader takes: a mark of its content, what it is, and the way out.
_PICTURE = ("图片，没有文字", "请用原 Word 文件，或用带文字识别（OCR）的软件转换为 Word 后再试")
_UNREADABLE = (
    (re.compile(rb"PK\x03\x04.*?OFD\.xml", re.S), "OFD 版式文件", "请在 OFD 阅读器中另存为 PDF 或 Word 后再试"),
    (
        re.compile(rb"PK\x03\x04.{26}mimetypeapplication/vnd\.oasis\.opendocument", re.S),
        " OpenDocument 文档",
        "请用 WPS/LibreOffice 另存为 Word（.docx）或 Excel（.xlsx）后再试",
    ),
    (
        re.compile(rb"[\xef\xbb\xbf\s]*<\?xml[^>]*\?>\s*<\?mso-application\s+progid=\"Excel", re.S),
        " Excel 的单一 XML 文件",
        "请用 Excel/WPS 另存为 .xlsx 后再试",
    ),
    (
        re.compile(rb"PK\x03\x04"),
        "压缩包，其中没有 Word 或 Excel 文档的内容",
        "请解压后指定其中的任务分工文件，或重新获取文件",
    ),
    (re.compile(rb"\xd0\xcf\x11\xe0"), "演示文稿", "请另存为 Word（.docx）后再试"),
    (re.compile(rb"Rar!|7z\xbc\xaf|\x1f\x8b"), "压缩包", "请解压后指定其中的任务分工文件"),
    (re.compile(rb"\x89PNG|\xff\xd8\xff|GIF8|BM.{4}\0{4}|II\*\0|MM\0\*", re.S), *_PICTURE),
)


@dataclass(frozen=True, kw_only=True)
class Content:
    """What a reader found: the words before the tasks, the tables, and the whole text."""

    front: str
    tables: tuple[Table, ...]
    """Task tables; empty when the document is prose."""
    text: str
    remarks: str = ""
    """Notes below or beside the tables that may say how to read them (注：逗号前为牵头单位)."""


@dataclass(frozen=True, kw_only=True)
class SourceDocument:
    """A document as read, before anything is understood of it."""

    file: str
    sha256: str
    content: Content


class Reader(Protocol):
    """What a module in this folder offers."""

    FORMAT: str

    def recognises(self, data: bytes) -> bool:
        """Say whether the content is of this format."""

    def read(self, data: bytes, file: str) -> Content:
        """Read the content; `RuleParseError` names `file`, the place and the way out."""


@cache
def readers() -> tuple[Reader, ...]:
    """All readers, found by walking this folder."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return tuple(cast(Reader, importlib.import_module(f"{__name__}.{name}")) for name in names)


def read_document(path: Path) -> SourceDocument:
    """Read a file of any supported format; `RuleParseError` when missing, empty, too large or not such a document."""
    file = path.name
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise RuleParseError(f"{path}：不是文件。请指定一份任务分工文件")
        if size > MAX_BYTES:
            raise RuleParseError(f"{path}：文件有 {size:,} 字节，超过上限 {MAX_BYTES:,} 字节。请确认它是任务分工文件")
        data = path.read_bytes()
    except FileNotFoundError:
        raise RuleParseError(f"{path}：文件不存在。请检查路径") from None
    except (OSError, ValueError) as error:
        raise RuleParseError(f"{path}：无法读取（{why(error)}）。请检查权限和路径") from None
    return SourceDocument(file=file, sha256=hashlib.sha256(data).hexdigest(), content=parse(data, file))


def parse(data: bytes, file: str) -> Content:
    """Read a document's bytes with the reader that recognises them."""
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise RuleParseError(f"{file}：文件是空的。请换一份有内容的任务分工文件")
    for reader in readers():
        if reader.recognises(data):
            return reader.read(data, file)
    for mark, name, way_out in _UNREADABLE:
        if mark.match(data):
            raise RuleParseError(f"{file}：是{name}，无法读取。{way_out}")
    raise RuleParseError(
        f"{file}：不是可识别的文本文件（可能是二进制或已损坏）。"
        "请另存为 Word（.docx）、Excel（.xlsx）、PDF 或纯文本（.txt）后再试"
    )
