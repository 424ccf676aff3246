"""How a file that a page links answers, judged by its status, its length and its first bytes."""

from __future__ import annotations

from crawler.evidence import FailureKind, Page
from crawler.inspected import Answering, LinkAnswer, TargetKind


def file_answer(name: str, url: str, page: Page, *, kind: TargetKind, looks: int = 1) -> LinkAnswer:
    """What stands at `url`, which the link `name` promises to be a file of a kind; `page` is the answer to a GET.

    `page.body` may be cut after its first 2,048 bytes.
    """
    answering, detail = (Answering.FINE, "")
    if page.failure is not None or page.status is None:
        answering, detail = Answering.UNKNOWN, page.failure.detail if page.failure else ""
    elif page.status in (404, 410):
        answering, detail = Answering.GONE, f"HTTP {page.status}"
    return LinkAnswer(
        name=name,
        url=url,
        kind=kind,
        answering=answering,
        status=page.status,
        detail=detail,
        size=None,
        looks=looks,
        fetched_at=page.fetched_at,
        sha256=page.sha256,
    )
