"""How a file that a page links answers, judged by its status, its length and its first bytes."""

from __future__ import annotations

from crawler.evidence import Page
from crawler.inspected import Answering, LinkAnswer, TargetKind
from crawler.readers import kinds
from crawler.readers.document import Document
from crawler.readers.page import read_page
from crawler.readers.survey import UNREAD

#: Answers of a site that refuses, throttles or fails today, or that will not give a part: nothing is known of the file.
_REFUSALS = frozenset((401, 402, 403, 405, 406, 407, 408, 409, 412, 416, 423, 425, 426, 428, 429, 431, 444, 451))


def file_answer(name: str, url: str, page: Page, *, kind: TargetKind, looks: int = 1) -> LinkAnswer:
    """What stands at `url`, which the link `name` promises to be a file of a kind; `page` is the answer to a GET.

    `page.body` may be the beginning alone (`page.cut`). A web page where a file is promised is a fault only when the
    address itself ends like a file: behind any other address it may be a viewer or the step before the file.
    """
    answering, detail = _answering(name, url, page)
    whole = page.failure is None and page.status == 200 and not page.cut
    return LinkAnswer(
        name=name,
        url=url,
        kind=kind,
        answering=answering,
        status=page.status,
        detail=detail,
        size=len(page.body) if whole else None,
        looks=looks,
        fetched_at=page.fetched_at,
        sha256=page.sha256,
    )


def _answering(name: str, url: str, page: Page) -> tuple[Answering, str]:
    status = page.status
    if page.failure is not None:
        return Answering.UNKNOWN, page.failure.detail
    if status is None or status in _REFUSALS or status >= 500:
        return Answering.UNKNOWN, f"HTTP {status}" if status is not None else "没有回应"
    if status in (404, 410):
        return Answering.GONE, f"HTTP {status}"
    if status >= 400:
        return Answering.ERROR, f"HTTP {status}"
    if status not in (200, 203, 206):
        return Answering.UNKNOWN, f"HTTP {status}"
    if not page.body.strip(b" \t\r\n\0"):
        # A piece that is blank may be followed by what is not.
        return (Answering.UNKNOWN, "未读到内容") if page.cut else (Answering.EMPTY, "内容为空")
    return _typed(name, url, page)


def _typed(name: str, url: str, page: Page) -> tuple[Answering, str]:
    family = kinds.family_of(kinds.promised(url, name))
    seen = kinds.seen_in(page.body, page.content_type)
    if seen == kinds.WEB:
        facts = read_page(page)
        if facts.challenge:
            return Answering.UNKNOWN, "要求验证访问者"
        if facts.soft_404:
            return Answering.GONE, "页面提示内容不存在"
        # A login form keeps out those without an account; a redirect by script may lead to the file.
        asks = facts.redirect is not None or b'type="password"' in page.body.lower()
        if not asks and not _speaks(facts.document):
            return Answering.UNKNOWN, "页面由脚本生成"
        if not family or asks or not kinds.in_path(url):
            return Answering.UNKNOWN if asks else Answering.FINE, ""
    if kinds.fits(family, seen):
        return Answering.FINE, ""
    return Answering.WRONG_TYPE, f"应为{family}，实为{seen}"


def _speaks(document: Document) -> bool:
    """Whether a page has words of its own; a page of scripts may be a gate before the file."""
    body = document.root.find("body")
    top = body if body is not None else document.root
    return any(
        (isinstance(element.tag, str) and element.tag not in UNREAD and (element.text or "").strip())
        or (element is not top and (element.tail or "").strip())
        for element in top.iter()
    )
