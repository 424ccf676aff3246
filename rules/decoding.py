"""Bytes of a document that is text, as text: utf-8, utf-16 or gb18030, and what web pages declare."""

from __future__ import annotations

import codecs
import re

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_DECLARED = re.compile(rb"""<(?:meta|\?xml)\b[^<>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""", re.I)
_HEAD = 8192  # bytes in which a page says its encoding
_TRADITIONAL = re.compile("big5|950")


def strict_text(data: bytes) -> str | None:
    """The text, in the first encoding that fits throughout; None for anything that is not text."""
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


def page_text(data: bytes) -> str:
    """A web page's text: as declared or as it fits, with U+FFFD for what is broken.

    Pages declare gb2312 and hold gb18030, or declare one encoding and were saved in another; what decodes without loss
    wins over what is declared.
    """
    text = strict_text(data)
    declared = _DECLARED.search(data[:_HEAD])
    name = declared[1].decode("ascii").lower() if declared else ""
    if _TRADITIONAL.search(name) and not data.isascii():
        # Big5 bytes are valid GBK too, and read as nonsense.
        return data.decode("big5hkscs", "replace")
    if text is not None:
        return text
    codec = "utf-8" if name.startswith("utf") and "16" not in name else "gb18030"
    candidates = [data.decode(codec, "replace"), data.decode("gb18030", "replace"), data.decode("utf-8", "replace")]
    return min(candidates, key=lambda candidate: candidate.count("\ufffd")).replace("\0", "")
