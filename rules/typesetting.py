"""Undo what typesetting and flattening did to a text: wrapped lines, stray marks, page numbers, repeated headings."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence

CHINESE_NUMERAL = "一二三四五六七八九十"
_JUNK = re.compile(r"\[bookmark:[^\]\n]{0,80}\]|[\u200b-\u200f\u2060\ufeff\u00ad]")
_PAGE_NUMBER = re.compile(r"^\s*(?:[-—－–]+\s*\d{1,4}\s*[-—－–]+|第\s*\d{1,4}\s*页(?:\s*共\s*\d{1,4}\s*页)?)\s*$")
_STRAY_MARKS = re.compile(r"^[\s.．。,，、·;；]+$")
PARAGRAPH_START = re.compile(
    rf"^(?:\d{{1,3}}\s*[.．、](?!\d(?!0\d\d\s*年))|[（(][{CHINESE_NUMERAL}\d]{{1,4}}[)）]|[{CHINESE_NUMERAL}]{{1,3}}、|[①-⑳]|第[{CHINESE_NUMERAL}]{{1,3}}[章节条])"
)
PARAGRAPH_END = "\u2029"  # Unicode's own: at the end of a line that does not go on in the next, whatever it ends with
_SENTENCE_END = "。！？；：!?;:"
_INNER_SPACE = re.compile(r"(?<=[\u4e00-\u9fff])[ \u3000]{2,}(?=[\u4e00-\u9fff])")
_DASHES = re.compile(r"^[-—–－─/／\s]+$")
OPENING, CLOSING = "（(〔［[【｛{", "）)〕］]】｝}"


def tidy(text: str) -> str:
    """The text with one kind of newline and space, without invisible marks, bookmarks and page-number lines."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n").replace("\xa0", " ")
    return "\n".join("" if _PAGE_NUMBER.match(line) else line for line in _JUNK.sub("", text).split("\n"))


def unwrap(text: str) -> str:
    """Paragraphs, one on each line: a line that neither ends a sentence nor a paragraph nor starts one goes on.

    Lines of punctuation only (numbers lost by the converter) are dropped.
    """
    paragraphs: list[list[str]] = []
    ended = False
    for raw in text.split("\n"):
        line = raw.strip(" \t\u3000" + PARAGRAPH_END)
        if not line or _STRAY_MARKS.match(line):
            continue
        last = paragraphs[-1][-1][-1] if paragraphs else ""
        if last and not ended and last not in _SENTENCE_END and not PARAGRAPH_START.match(line):
            ascii_edge = last.isascii() and last.isalnum() and line[0].isascii() and line[0].isalnum()
            paragraphs[-1].extend([" ", line] if ascii_edge else [line])
        else:
            paragraphs.append([line])
        ended = raw.endswith(PARAGRAPH_END)
    return "\n".join("".join(parts) for parts in paragraphs)


def heading(text: str) -> str:
    """A section heading on one line; a heading repeated inside its cell (page breaks) is one heading."""
    seen: list[str] = []
    for paragraph in unwrap(text).split("\n"):
        if paragraph and paragraph not in seen:
            seen.append(paragraph)
    return _INNER_SPACE.sub("", "".join(seen))


def compact(text: str) -> str:
    """The text in compatibility width and without any white space: for comparing names, never for showing."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def means_none(text: str) -> bool:
    """A cell that says "nobody" by a dash or 无."""
    stripped = text.strip()
    return bool(stripped) and (bool(_DASHES.match(stripped)) or stripped in {"无", "／"})


def closing_position(text: str, opening: int, stop: int) -> int | None:
    """Index of the bracket that closes the one at `opening`, whatever their shapes; None without one before `stop`."""
    depth = 0
    for index in range(opening, stop):
        if text[index] in OPENING:
            depth += 1
        elif text[index] in CLOSING:
            depth -= 1
            if depth == 0:
                return index
    return None


def within(position: int, spans: Sequence[tuple[int, int]]) -> bool:
    """One of the spans, which are in order and apart, holds the position."""
    index = bisect_right(spans, position, key=lambda span: span[0]) - 1
    return index >= 0 and position < spans[index][1]


def quote(text: str, limit: int = 24) -> str:
    """The beginning of a text, on one line, for a message."""
    line = re.sub(r"\s+", " ", text).strip()
    return line if len(line) <= limit else line[:limit] + "…"
