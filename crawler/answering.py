"""How an opened page answers a visitor who followed a link to it."""

from __future__ import annotations

from crawler.column import Opened
from crawler.evidence import FailureKind
from crawler.inspected import Answering, LinkAnswer

#: Answers of a site that refuses, throttles or fails today: nothing is known of the page.
_REFUSALS = frozenset((401, 403, 405, 407, 412, 429, 451, 521))


def page_answer(name: str, opened: Opened, *, asked: str, home: str, looks: int = 1) -> LinkAnswer:
    """What stands at `asked`, which the link `name` promises to be a page; `home` is the site's start page."""
    page = opened.page
    answering, detail = _answering(opened, asked, home)
    return LinkAnswer(
        name=name,
        url=asked,
        answering=answering,
        status=page.status,
        detail=detail,
        size=len(page.body) if page.failure is None else None,
        looks=looks,
        fetched_at=page.fetched_at,
        sha256=page.sha256,
    )


def _answering(opened: Opened, asked: str, home: str) -> tuple[Answering, str]:
    page, status = opened.page, opened.page.status
    blank = opened.failure is not None and opened.failure.kind is FailureKind.UNREACHABLE and not page.body.strip()
    if blank and status == 200:
        return Answering.EMPTY, "内容为空"
    if opened.failure is not None:
        return Answering.UNKNOWN, opened.failure.detail
    if opened.gone:
        return Answering.GONE, f"HTTP {status}" if status in (404, 410) else "页面提示内容不存在"
    if status is None or status in _REFUSALS or status >= 500:
        return Answering.UNKNOWN, f"HTTP {status}"
    if status >= 400:
        return Answering.ERROR, f"HTTP {status}"
    if opened.led_to(home, asked):
        return Answering.GONE, "打开的是网站首页"
    if not page.body.strip() or (opened.facts is not None and opened.facts.empty_body):
        return Answering.EMPTY, "内容为空"
    return Answering.FINE, ""
