"""纯文本: a flattened table or running prose, in utf-8, utf-16 or gb18030."""

from __future__ import annotations

from rules.decoding import strict_text
from rules.documents import Content
from rules.flattened import read_tables
from rules.model import RuleParseError
from rules.pasted import read_pasted
from rules.typesetting import tidy

FORMAT = "纯文本"
MAX_CHARACTERS = 500_000  # the longest seen has 32,000


def recognises(data: bytes) -> bool:
    """Text in one of the three encodings, without the control characters binary files are full of."""
    foreign = data.startswith((b"PK\x03\x04", b"%PDF", b"{\\rtf")) or b"<?mso-application" in data[:1024]
    return not foreign and strict_text(data) is not None


def read(data: bytes, file: str) -> Content:
    """The words before the first table and the tables; without a table everything is prose."""
    text = strict_text(data)
    if text is None:
        raise RuleParseError(f"{file}：无法按 UTF-8、UTF-16 或 GBK 解码。请另存为 UTF-8 纯文本")
    if len(text) > MAX_CHARACTERS:
        raise RuleParseError(f"{file}：文本有 {len(text):,} 字，超过上限 {MAX_CHARACTERS:,} 字。请确认它是任务分工文件")
    text = tidy(text)
    pasted = read_pasted(text, file)
    if pasted is not None:
        return Content(front=pasted[0], tables=(pasted[1],), text=text)
    front, tables = read_tables(text, file)
    return Content(front=front, tables=tables, text=text)
