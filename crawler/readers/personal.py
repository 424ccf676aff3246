"""Personal data in the open: identity numbers, bank cards, and mobile numbers beside a person's name; masked at once."""

from __future__ import annotations

from collections.abc import Collection

from crawler.inspected import Exposure
from crawler.readers.document import Document


def article_text(document: Document) -> str:
    """The text of an article as a person reads it, a line for each block and table row."""
    return ""


def read_exposures(text: str, *, url: str, place: str, known_telephones: Collection[str] = ()) -> tuple[Exposure, ...]:
    """Every datum in a text, masked, each once; `place` is 正文 or the attachment's name."""
    return ()
