"""What an article's own body links or embeds: files, sound and moving pictures, images; the portal's furniture is not."""

from __future__ import annotations

from crawler.inspected import TargetKind
from crawler.readers.page import PageFacts


def read_attachments(facts: PageFacts) -> tuple[tuple[str, str, TargetKind], ...]:
    """Name, absolute address and kind of each, in page order, every address once."""
    return ()
