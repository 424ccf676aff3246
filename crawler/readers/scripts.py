"""What a page's own scripts say, read as text and never run: calls with constant arguments, without JS comments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from crawler.readers.document import Document

LONGEST = 200_000
"""Characters of one script that are read; pagers and settings are small."""
LONGEST_KEPT = 10_000
"""Characters of a script of which is remembered what it holds: all pages of a site bring the same few."""

# Every alternative ends at a line's or the text's end too, so that no unclosed quote or comment is scanned twice.
_TOKEN = re.compile(
    r"""("(?:\\.|[^"\\\n])*(?:"|(?=\n)|\Z)|'(?:\\.|[^'\\\n])*(?:'|(?=\n)|\Z)|`(?:\\.|[^`\\])*(?:`|\Z))"""
    r"""|//[^\n]*|/\*.*?(?:\*/|\Z)""",
    re.DOTALL,
)
_ARGUMENT = re.compile(r"""\s*(?:"([^"\n]{0,200})"|'([^'\n]{0,200})'|(-?\d{1,7})|([A-Za-z_$][\w$.]{0,60}))\s*([,)])""")


def without_comments(source: str) -> str:
    """A script without its comments; strings that look like comments ("http://…") stay."""
    if "//" not in source and "/*" not in source:
        return source[:LONGEST]
    return _stripped(source) if len(source) <= LONGEST_KEPT else _strip(source[:LONGEST])


def _strip(source: str) -> str:
    return _TOKEN.sub(lambda match: match[1] or " ", source)


_stripped = lru_cache(maxsize=64)(_strip)


def scripts_with(document: Document, *words: str) -> Iterator[str]:
    """The inline scripts that hold one of the words, without comments; scripts in HTML comments are not on the page."""
    for element in document.tagged("script"):
        source = element.text
        if source and any(word in source[:LONGEST] for word in words):
            yield without_comments(source)


@lru_cache(maxsize=64)
def _call_pattern(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.$]){re.escape(name)}\s*\(")


def calls(source: str, name: str) -> Iterator[tuple[str | int, ...]]:
    """The arguments of each call of a function, when all are constants or variables set to one in the same script.

    A definition (`function createPageHTML(a, b)`) or a computed argument yields nothing.
    """
    for match in _call_pattern(name).finditer(source):
        if source[max(0, match.start() - 12) : match.start()].rstrip().endswith("function"):
            continue
        arguments: list[str | int] = []
        position, closed = match.end(), False
        while not closed and len(arguments) < 16:
            found = _ARGUMENT.match(source, position)
            if found is None:
                break
            value = _value(found, source)
            if value is None:
                break
            arguments.append(value)
            position, closed = found.end(), found[5] == ")"
        if closed:
            yield tuple(arguments)


def _value(found: re.Match[str], source: str) -> str | int | None:
    text = found[1] if found[1] is not None else found[2]
    if text is not None:
        return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else text
    return int(found[3]) if found[3] is not None else constant(source, found[4])


def constant(source: str, variable: str) -> str | int | None:
    """The number or string a variable is first set to (`var countPage = 25`), None when it is computed."""
    match = re.search(
        rf"""(?<![\w.$]){re.escape(variable)}\s*=\s*(?:(\d{{1,7}})(?![\w.])|"([^"\n]{{0,200}})"|'([^'\n]{{0,200}})')""",
        source,
    )
    if match is None:
        return None
    return int(match[1]) if match[1] else (match[2] if match[2] is not None else match[3])
