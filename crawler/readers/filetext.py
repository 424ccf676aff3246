"""The text of an attachment, bounded in pages, cells, bytes, memory and seconds.

Files may unpack to anything, so a process of its own (`crawler.readers.extracting`) reads them.
"""

from __future__ import annotations

from crawler.readers.kinds import OFFICE, PACKED, PDF, promised, seen_in
from rules.confined import ConfinedError, read_confined
from rules.decoding import strict_text

_PLAIN = ("txt", "csv")
TIMEOUT = 15
"""Seconds for one file; the list of a county's 3,000 households takes two."""


def attachment_text(body: bytes, content_type: str, url: str) -> str | None:
    """The text of a docx, xlsx, pdf, xls, doc, txt or csv file, a line for each paragraph and row, a tab between cells.

    None for other files, for scans, and for what could not be read within its bounds. Waits for a process for at most
    15 seconds.
    """
    seen = seen_in(body, content_type)
    ending = promised(url)
    if not seen and ending in _PLAIN:
        text = (strict_text(body) or "").strip()
        return (text.replace(",", "\t") if ending == "csv" else text) or None
    if seen not in (PDF, OFFICE, PACKED):
        return None
    try:
        output = read_confined("crawler.readers.extracting", body, seconds=TIMEOUT)
    except (TimeoutError, ConfinedError):
        return None
    return output.decode("utf-8", "replace").strip() or None
