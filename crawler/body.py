"""How much of a body is read, and how it is unpacked: bounded, whatever the server sends."""

from __future__ import annotations

import zlib

HEAD_BYTES = 2048
"""What is kept of a body that is not text."""

_TEXT = ("text/", "application/xhtml", "application/xml", "application/json", "application/javascript")
#: A sitemap file may be packed as a file of its own (sitemap.xml.gz), whatever its type is called.
_GZIP_TYPES = ("application/gzip", "application/x-gzip", "application/xml+gzip")
_GZIP = b"\x1f\x8b\x08"
_TEXT_PARTS = ("html", "xml", "json", "javascript", "ecmascript")
# A server that does not know the type sends one of these; the first bytes decide.
_UNKNOWN = ("", "application/octet-stream", "application/x-download", "application/force-download", "unknown/unknown")
_BINARY_HEADS = (
    b"%PDF",
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"Rar!",
    b"7z\xbc\xaf",
)


def is_text(content_type: str, head: bytes, encoding: str) -> bool:
    """Whether a body is worth reading whole, from its declared type and its first bytes (as sent)."""
    kind = content_type.partition(";")[0].strip().lower()
    packed = bool(encoding)
    if kind in _GZIP_TYPES or (kind in _UNKNOWN and head.startswith(_GZIP)):
        return True
    if not packed and head.startswith(_BINARY_HEADS):
        return False
    if kind.startswith(_TEXT) or any(part in kind for part in _TEXT_PARTS):
        return True
    if kind in _UNKNOWN:
        return packed or b"\0" not in head[:512]
    return False


def decoded(body: bytes, encoding: str, limit: int) -> tuple[bytes, bool]:
    """The body unpacked (gzip, deflate), and whether it is larger than `limit` bytes and was cut there.

    A server that says gzip and sends plain text is taken at its bytes. Raises ValueError when the packing is unknown
    or broken before the first byte.
    """
    kind = encoding.strip().lower()
    if kind in ("", "identity"):
        return body[:limit], len(body) > limit
    if kind in ("gzip", "x-gzip"):
        return _inflate(body, 31, limit) if body.startswith(b"\x1f\x8b") else (body[:limit], len(body) > limit)
    if kind == "deflate":
        try:
            return _inflate(body, 15, limit)
        except ValueError:
            return _inflate(body, -15, limit)  # raw deflate, as old servers send it
    raise ValueError(f"unknown content encoding {kind[:20]}")


def _inflate(body: bytes, window: int, limit: int) -> tuple[bytes, bool]:
    pieces: list[bytes] = []
    room = limit + 1
    rest = body
    while rest and room > 0:
        unpacker = zlib.decompressobj(window)
        try:
            piece = unpacker.decompress(rest, room)
        except zlib.error as error:
            if pieces:  # bytes behind the last member are padding, as browsers see it
                break
            raise ValueError("broken compression") from error
        pieces.append(piece)
        room -= len(piece)
        rest = unpacker.unused_data if window == 31 and unpacker.eof else b""
    whole = b"".join(pieces)
    return whole[:limit], len(whole) > limit
