"""Texts that a site or a document may hold to break, deceive or bury a report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any

TEXTS = (
    "<script>alert(1)</script>",
    "</title></style></script><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)' x='",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    'https://a.example/"onclick=alert(1)//',
    "https://www.gov.example@evil.example/",
    "{{ 7 * 7 }}{% for x in () %}{{ self }}",
    "<!--",
    "]]><![CDATA[",
    "&lt;b&gt;&amp;&#x3c;script&#x3e;",
    "=cmd|' /C calc'!A0",
    "合同\u202efdp.exe",
    "\u2066\u2067\u2068隔离",
    "\x00\x01\x08\x1b[31m控制",
    "\ud800\udfff坏",
    "\ufffe\uffff",
    "e" + "\u0301" * 3000,
    "长" * 10_000,
    "<" * 10_000,
    "W" * 10_000,
    "\u200b\u200b",
    "",
    "<style>*{display:none}</style><base href=//evil.example/><meta http-equiv=refresh content=0;url=//evil.example/>",
)


def poison(value: Any, texts: Iterator[str]) -> Any:
    """`value` with every string in it, at any depth, replaced by the next of `texts`; enums and the rest stay."""
    if isinstance(value, Enum):
        return value
    if isinstance(value, str):
        return next(texts)
    if isinstance(value, tuple):
        return tuple(poison(part, texts) for part in value)
    if isinstance(value, Mapping):
        return {poison(key, texts): poison(part, texts) for key, part in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: poison(getattr(value, field.name), texts) for field in fields(value)})
    return value
