"""Markdown: pipe tables between paragraphs; a blank cell may be empty or stand for the one above."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rules.blocks import content_of
from rules.decoding import strict_text
from rules.documents import Content
from rules.grid import MAX_PLACES, Block, Drawing, Grid, TooLargeError
from rules.model import RuleParseError

FORMAT = "Markdown"

_RULE = re.compile(r"^ {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)+\|?[ \t]*$", re.M)
_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(.*?)[ \t#]*$")
_CELL_END = re.compile(r"(?<!\\)\|")
_BREAK = re.compile(r"<br[ \t]*/?>|<p>|</p>", re.I)
_LINK = re.compile(r"!?\[([^\[\]\n]{0,300})\]\([^()\s]{0,500}\)")
_EMPHASIS = re.compile(r"(\*\*\*|\*\*|__|`|~~)(?=\S)([^*`~\n]{1,2000}?)(?<=\S)\1")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>~])")


def recognises(data: bytes) -> bool:
    """Text with the line of dashes that stands below the header of a pipe table."""
    if data.startswith((b"PK\x03\x04", b"%PDF", b"{\\rtf")) or b"--" not in data.replace(b"\0", b""):
        return False
    text = strict_text(data)
    return text is not None and next(_tables(text.replace("\r\n", "\n").split("\n")), None) is not None


def read(data: bytes, file: str) -> Content:
    """Paragraphs and pipe tables; marks of emphasis and links are taken off."""
    text = strict_text(data)
    if text is None:
        raise RuleParseError(f"{file}：无法按 UTF-8、UTF-16 或 GBK 解码。请另存为 UTF-8 纯文本")
    try:
        return content_of(_blocks(text.replace("\r\n", "\n").split("\n")), file)
    except TooLargeError:
        raise RuleParseError(f"{file}：表格过大。请确认它是任务分工文件") from None


def _blocks(lines: list[str]) -> Iterator[Block]:
    done = 0
    for start, end in _tables(lines):
        yield from map(_paragraph, lines[done:start])
        yield _grid(lines, start, end)
        done = end
    yield from map(_paragraph, lines[done:])


def _tables(lines: list[str]) -> Iterator[tuple[int, int]]:
    """First line and end of each table: a line of cells, the line of dashes, more lines of cells."""
    end = 0
    for number in range(1, len(lines)):
        if number < end or "|" not in lines[number - 1] or not _RULE.match(lines[number]):
            continue
        end = number + 1
        while end < len(lines) and "|" in lines[end] and lines[end].strip():
            end += 1
        yield number - 1, end


def _grid(lines: list[str], start: int, end: int) -> Grid:
    drawing = Drawing()
    rows = [lines[start], *lines[start + 2 : end]]
    width = len(_split(lines[start]))
    if width * len(rows) > MAX_PLACES:
        raise TooLargeError
    for number, line in enumerate(rows):
        for column, cell in enumerate(_split(line)[:width]):
            drawing.put(number, column, [_plain(cell)])
    return drawing.grid(merges_known=False, lines=(start + 1, *range(start + 3, end + 1)))


def _split(line: str) -> list[str]:
    line = line.strip()
    cells = _CELL_END.split(line)
    if line.startswith("|"):
        cells = cells[1:]
    if len(cells) > 1 and not cells[-1].strip():
        cells = cells[:-1]
    return cells


def _paragraph(line: str) -> str:
    heading = _HEADING.match(line)
    return _plain(heading[1] if heading else line)


def _plain(text: str) -> str:
    text = _BREAK.sub("\n", text.strip())
    text = _EMPHASIS.sub(r"\2", _LINK.sub(r"\1", text))
    return _ESCAPE.sub(r"\1", text)
