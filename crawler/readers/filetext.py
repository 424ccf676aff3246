"""The text of an attachment, bounded in pages, cells, bytes and seconds."""

from __future__ import annotations


def attachment_text(body: bytes, content_type: str, url: str) -> str | None:
    """The text of a docx, xlsx or pdf file, of xls and doc where it can be had; None when it cannot be read."""
    return None
