"""A made-up archive for the invented audits: every piece of evidence has a saved page, some a picture."""

from __future__ import annotations

import struct
import zlib

from checker.result import Audit
from reports.evidence import Exhibition, SavedPage
from reports.evidence_numbers import EvidenceBook, Key, evidence_book
from reports.told import Told

PAGE = """<!DOCTYPE html><html><head><title>财政预决算</title><style>p{color:red}</style>
<script>alert(1)</script></head><body><nav><a href="/">首页</a></nav><h1>财政预决算</h1>
<ul><li><a href="1.html">2024年部门预算公开</a><span>2024-02-01</span></li></ul>
<table><tr><td colspan="2">附件</td></tr></table><form action="/s"><input name="q"><button>搜索</button></form></body></html>"""


def png(width: int = 2, height: int = 2) -> bytes:
    """The smallest picture that is one."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + b"\xff\xff\xff" * width for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def exhibition(text: str | None = PAGE, *, picture: bytes | None = None, **changes: object) -> Exhibition:
    """Every page of the archive is the same one."""
    saved = SavedPage(
        status=200,
        content_type="text/html; charset=utf-8",
        size=len(text or ""),
        text=text,
        archive="20240930-020000.warc.gz",
        record="<urn:uuid:00000000-0000-4000-8000-000000000001>",
        kept_in="20240930-020000.warc.gz",
        **changes,  # type: ignore[arg-type]
    )

    def find(key: Key) -> SavedPage | None:
        return saved

    return Exhibition(find=find, picture=lambda name: picture)


def nothing() -> Exhibition:
    """An archive that holds none of them."""
    return Exhibition(find=lambda key: None, picture=lambda name: None)


def numbered(audit: Audit) -> Told:
    """What a unit's page is told when evidence is laid out."""
    book: EvidenceBook = evidence_book(audit)
    return Told(book=book)
