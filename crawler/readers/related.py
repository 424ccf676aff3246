"""What an article leads to: the documents it explains, and what explains it."""

from __future__ import annotations

from crawler.readers.page import PageFacts


def read_related(facts: PageFacts) -> tuple[tuple[str, str], ...]:
    """Name and address of links in the article's own text and its related-documents block, on the same site."""
    return ()
