"""纯文本: a flattened table or running prose, in utf-8, utf-16 or gb18030."""

from __future__ import annotations

import codecs

from rules.documents import Content
from rules.flattened import read_tables
from rules.model import RuleParseError
from rules.typesetting import tidy

FORMAT = "纯文本"
MAX_CHARACTERS = 500_000  # the longest seen has 32,000

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def recognises(data: bytes) -> bool:
    """Text in one of the three encodings, without the control characters binary files are full of."""
    return not data.startswith((b"PK\x03\x04", b"%PDF", b"{\\rtf")) and _decoded(data) is not None


def read(data: bytes, file: str) -> Content:
    """The words before the first table and the tables; without a table everything is prose."""
    text = _decoded(data)
    if text is None:
        raise RuleParseError(f"{file}：无法按 UTF-8、UTF-16 或 GBK 解码。请另存为 UTF-8 纯文本")
    if len(text) > MAX_CHARACTERS:
        raise RuleParseError(f"{file}：文本有 {len(text):,} 字，超过上限 {MAX_CHARACTERS:,} 字。请确认它是任务分工文件")
    text = tidy(text)
    front, tables = read_tables(text, file)
    return Content(front=front, tables=tables, text=text)


def _decoded(data: bytes) -> str | None:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _strict(data, encoding)
    if b"\0" in data:
        for encoding in ("utf-16-le", "utf-16-be"):
            text = _strict(data, encoding)
            if text is not None and sum("\u4e00" <= char <= "\u9fff" for char in text) * 3 > len(text):
                return text
        return None
    return _strict(data, "utf-8") or _strict(data, "gb18030")


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        text = data.decode(encoding)
    except (UnicodeDecodeError, UnicodeError):
        return None
    control = sum(char < " " and char not in "\t\n\r\x0c\x0b" for char in text)
    return text if control * 200 <= len(text) else None
