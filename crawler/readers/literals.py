"""Arrays and objects written out in a script, read with JSON's and JavaScript's spelling; nothing is run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias

from crawler.readers.scripts import without_comments

Literal: TypeAlias = "str | int | float | bool | list[Literal] | dict[str, Literal] | None"
"""None also stands for what is not constant."""

# Every string also ends at its line's or the text's end, so that no unclosed quote is scanned twice.
STRING = r"""'(?:\\.|[^'\\\n])*(?:'|(?=\n)|\Z)|"(?:\\.|[^"\\\n])*(?:"|(?=\n)|\Z)|`(?:\\.|[^`\\])*(?:`|\Z)"""
_TOKEN = re.compile(
    rf"""({STRING})|(-?\d+(?:\.\d+)?)|([A-Za-z_$][\w$]*)|([\[\]{{}},:])|([^\s'"`\w$\[\]{{}},:]+)""",
    re.S,
)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.S)
_DEEPEST = 40
_STEPS = 400_000
"""Tokens looked at in one script, failures included."""


class _NotALiteralError(Exception):
    """Not a literal; caught in this module."""


def literals(source: str) -> Iterator[dict[str, Literal] | list[Literal]]:
    """The outermost arrays and objects of a script that are values (assigned, passed, returned)."""
    reader = _Reader(without_comments(source))
    at = 0
    tokens = reader.tokens
    while at < len(tokens) and reader.steps < _STEPS:
        mark = tokens[at][1]
        if mark in ("[", "{") and (
            at == 0 or tokens[at - 1][1][-1:] in ("=", "(", ":", ",") or tokens[at - 1][1] == "return"
        ):
            try:
                value, end = reader.value(at, 0)
            except _NotALiteralError:
                at += 1
                continue
            if isinstance(value, (list, dict)) and value:
                yield value
            at = end
        else:
            at += 1


class _Reader:
    def __init__(self, source: str) -> None:
        # kind: s string, n number, w word, p punctuation, x anything else
        self.tokens = [("snwpx"[(m.lastindex or 1) - 1], m[0]) for m in _TOKEN.finditer(source)]
        self.steps = 0

    def value(self, at: int, depth: int) -> tuple[Literal, int]:
        """The value that begins at a token, and the token after it."""
        if depth > _DEEPEST or at >= len(self.tokens):
            raise _NotALiteralError
        self.steps += 1
        kind, text = self.tokens[at]
        if text == "[":
            return self._array(at + 1, depth)
        if text == "{":
            return self._object(at + 1, depth)
        following = self.tokens[at + 1][1] if at + 1 < len(self.tokens) else ""
        if following not in (",", "]", "}"):
            return None, self._skip(at)
        if kind == "s":
            return unquote(text), at + 1
        if kind == "n":
            return (float(text) if "." in text else int(text) if len(text) < 20 else text), at + 1
        return {"true": True, "false": False}.get(text), at + 1

    def _array(self, at: int, depth: int) -> tuple[list[Literal], int]:
        items: list[Literal] = []
        while True:
            text = self._text(at)
            if text == "]":
                return items, at + 1
            if text == ",":
                at += 1
                continue
            item, at = self.value(at, depth + 1)
            items.append(item)
            if self._text(at) not in (",", "]"):
                raise _NotALiteralError

    def _object(self, at: int, depth: int) -> tuple[dict[str, Literal], int]:
        members: dict[str, Literal] = {}
        while True:
            text = self._text(at)
            if text == "}":
                return members, at + 1
            if text == ",":
                at += 1
                continue
            kind, key = self.tokens[at]
            if kind not in "snw" or self._text(at + 1) != ":":
                raise _NotALiteralError
            value, at = self.value(at + 2, depth + 1)
            members.setdefault(unquote(key) if kind == "s" else key, value)
            if self._text(at) not in (",", "}"):
                raise _NotALiteralError

    def _text(self, at: int) -> str:
        self.steps += 1
        if at >= len(self.tokens) or self.steps > _STEPS:
            raise _NotALiteralError
        return self.tokens[at][1]

    def _skip(self, at: int) -> int:
        """Past an expression that is not constant, up to the comma or bracket that ends it."""
        open_brackets = 0
        while True:
            text = self._text(at)
            if open_brackets == 0 and text in (",", "]", "}"):
                return at
            if text in ("[", "{"):
                open_brackets += 1
            elif text in ("]", "}"):
                open_brackets -= 1
            at += 1


def unquote(text: str) -> str:
    """The value of a string literal with its quotes."""

    def one(match: re.Match[str]) -> str:
        return chr(int(match[1], 16)) if match[1] else {"n": "\n", "t": "\t"}.get(match[2], match[2])

    inner = text[1:-1]
    if "\\" not in inner:
        return inner
    return _ESCAPE.sub(one, inner).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
