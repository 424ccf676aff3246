"""证据: each page that findings rest on, as data for a page of its own.

The shell reads the archive and hands in what lies there (`Exhibition`); here it is made harmless and laid out.
"""

from __future__ import annotations

import base64
import logging
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from typing import Final

from checker.result import Audit, EvidenceRef, Finding, Result
from crawler.inspected import ExposureKind
from crawler.readers.numbers import hide, numbers_in, plain
from reports.cleaning import Link, clean, clean_lines, link, moment
from reports.evidence_numbers import SHOWN, EvidenceBook, Key, evidence_file, evidence_name, key_of, refs_of
from reports.inert import Inert, inert
from reports.item import NAME, SENTENCE, expected_path, title_of
from reports.view import RunView, run_view
from reports.wording import STATUS, Label, finding_name

logger = logging.getLogger(__name__)

CITED: Final = 20
"""Findings named on one evidence page."""
MOST_PICTURE: Final = 3_000_000
"""Bytes of a screenshot that is put into a page."""
PRINTED_SHAPE: Final = 215 / 176
"""Height to width of the part of a screenshot that is printed: a sheet of A4 below its heading."""
MOST_SOURCE: Final = 120_000
"""Characters of a page's source that are shown."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SavedPage:
    """What an archive holds of a fetch."""

    status: int | None
    content_type: str = ""
    size: int = 0
    """Bytes of the body."""
    text: str | None = None
    """The body decoded; None when it is no text."""
    markup: bool = True
    """Whether that text is HTML."""
    failure: str = ""
    """Chinese: why there was no answer."""
    drawn: bool = False
    """The page as a browser drew it."""
    cut: bool = False
    archive: str = ""
    """Name of the archive's file."""
    record: str = ""
    """WARC-Record-ID."""
    kept_in: str = ""
    """The archive that holds the body, where this one only says that nothing had changed."""
    fetched_at: datetime | None = None
    """When the body that is shown was fetched, where that was another time."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Exhibition:
    """Where evidence comes from; both are asked from several processes at a time and must keep no file open."""

    find: Callable[[Key], SavedPage | None]
    picture: Callable[[str], bytes | None]
    """A screenshot (PNG) by `Result.screenshot`."""
    tallest: int | None = None
    """Pixels at which screenshots were cut off below; None when that is not known."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CitedView:
    """A finding that rests on the evidence."""

    label: Label
    title: str
    path: tuple[str, ...]
    unit: str
    name: str
    message: str
    quote: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PictureView:
    """网页截图: the address of what it shows, the PNG as base64, and its measures in pixels."""

    link: Link
    content: str
    width: int
    height: int
    cut: bool
    """What stood further down is not in it."""
    tall: bool
    """Only its upper part is printed, in a size that can be read."""


@dataclass(frozen=True, kw_only=True, slots=True)
class EvidencePage:
    """One piece of evidence."""

    files: tuple[str, ...]
    run: RunView
    number: str
    link: Link
    time: str
    answer: str
    kind: str
    digest: str
    archive: str
    record: str
    remarks: tuple[str, ...]
    cited: tuple[CitedView, ...]
    cited_left_out: int
    pictures: tuple[PictureView, ...]
    saved: str
    """Harmless HTML; empty when there is none."""
    plain: str
    """A body that is text and no markup."""
    source: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Citation:
    """Which findings of which results rest on a piece of evidence."""

    number: int
    key: Key
    cited: Sequence[tuple[Result, Finding, EvidenceRef]]


def citations(audit: Audit, book: EvidenceBook, indices: Iterable[int]) -> list[Citation]:
    """The evidence of these results, in the order of its numbers."""
    found: dict[Key, list[tuple[Result, Finding, EvidenceRef]]] = {}
    for index in sorted(set(indices)):
        result = audit.results[index]
        if result.status in SHOWN:
            for finding, ref in refs_of(result):
                if key_of(ref) in book.numbers:
                    found.setdefault(key_of(ref), []).append((result, finding, ref))
    listed = [Citation(number=book.numbers[key], key=key, cited=cited) for key, cited in found.items()]
    return sorted(listed, key=lambda one: one.number)


def evidence_page(audit: Audit, citation: Citation, exhibition: Exhibition) -> EvidencePage:
    """One piece of evidence with what the archive holds of it."""
    url, when, digest = citation.key
    page = exhibition.find(citation.key)
    text = None if page is None else _masked(page.text or "")
    saved = _harmless(text) if page is not None and page.markup and text else None
    shown = clean_lines(text or "")
    return EvidencePage(
        files=(evidence_file(citation.number),),
        run=run_view(audit.run),
        number=evidence_name(citation.number),
        link=link(url),
        time=moment(when),
        answer=_answer(page),
        kind=_kind(page),
        digest=clean(digest, 64),
        archive="" if page is None else clean(page.archive, NAME * 2),
        record="" if page is None else clean(page.record, NAME * 2).strip("<>"),
        remarks=tuple(
            _remarks(
                page,
                whole=saved is None or saved.whole,
                source=len(shown),
                masked=page is not None and text != (page.text or ""),
            )
        ),
        cited=tuple(_cited(*one) for one in citation.cited[:CITED]),
        cited_left_out=max(0, len(citation.cited) - CITED),
        pictures=tuple(_pictures(citation, exhibition)),
        saved="" if saved is None else saved.html,
        plain=shown[:MOST_SOURCE] if page is not None and not page.markup else "",
        source=shown[:MOST_SOURCE] if page is not None and page.markup else "",
    )


def _harmless(text: str) -> Inert | None:
    """A page that cannot be read costs its own words here, not the report."""
    try:
        return inert(text)
    except Exception:
        logger.exception("a saved page cannot be shown")
        return None


def _answer(page: SavedPage | None) -> str:
    if page is None:
        return ""
    if page.failure:
        return f"没有取得网页：{clean(page.failure, SENTENCE)}"
    return f"HTTP {page.status}" if page.status else ""


def _kind(page: SavedPage | None) -> str:
    if page is None or page.failure:
        return ""
    return "，".join(
        part for part in (clean(page.content_type, NAME), f"{page.size:,} 字节" if page.size else "") if part
    )


def _masked(text: str) -> str:
    """A page with every number of a person in it masked: a report must not spread what it asks to take down.

    Nothing of it where such a number is still to be put together, because the page's marks part its digits.
    """
    shown = hide(text)
    bare = plain(unescape(_TAG.sub("", shown)))
    return "" if any(one.kind is not ExposureKind.MOBILE for one in numbers_in(bare)) else shown


def _remarks(page: SavedPage | None, *, whole: bool, source: int, masked: bool) -> Iterator[str]:
    """What a reader has to know of how the page was kept."""
    if page is None:
        yield "现有的网页存档中没有这一页（存档只保留最近几轮，或未保存），以上网址、时间和摘要取自取证记录。"
        return
    if page.kept_in and page.kept_in != page.archive:
        when = f"（{moment(page.fetched_at)}）" if page.fetched_at else ""
        yield f"网站答复内容没有变化，下面是此前取得的同一内容{when}，存于 {clean(page.kept_in, NAME * 2)}。"
    if page.drawn:
        yield "下面是浏览器执行网页脚本后的内容，不是网站发出的原文。"
    if page.cut:
        yield "网页或附件过大，或不是文字，只保存了开头部分。"
    if page.text is None and not page.failure and page.size:
        yield "这不是网页文字，不在此展示，可在存档文件中按记录编号取出。"
    if masked:
        yield "其中的身份证号、银行卡号和手机号已作隐去处理，或因此没有展示网页；原文在存档文件中，请勿外传。"
    if not whole:
        yield "网页过长，以下只展示前面部分，全文在存档文件中。"
    if source > MOST_SOURCE:
        yield f"源代码共 {source:,} 字，只列出前 {MOST_SOURCE:,} 字。"


def _cited(result: Result, finding: Finding, ref: EvidenceRef) -> CitedView:
    return CitedView(
        label=STATUS[finding.status],
        title=title_of(result),
        path=expected_path(result),
        unit=clean(result.unit or "", NAME),
        name=finding_name(finding),
        message=clean(finding.message, SENTENCE),
        quote=clean(ref.quote, 200),
    )


def _pictures(citation: Citation, exhibition: Exhibition) -> Iterator[PictureView]:
    """Screenshots of the page itself, each once; with the first where a result's evidence is other pages only."""
    asked: set[str] = set()
    for result, _, ref in citation.cited:
        if result.screenshot is None or result.screenshot in asked or not _goes_with(result, ref):
            continue
        asked.add(result.screenshot)
        content = exhibition.picture(result.screenshot)
        if content is None or len(content) > MOST_PICTURE or (size := _PNG.match(content)) is None:
            continue
        width, height = (int.from_bytes(side) for side in size.groups())
        yield PictureView(
            link=link(None if result.column is None else result.column.url),
            content=base64.b64encode(content).decode(),
            width=width,
            height=height,
            cut=exhibition.tallest is not None and height >= exhibition.tallest,
            tall=height > width * PRINTED_SHAPE,
        )


_TAG = re.compile(r"<[^<>]{0,2000}>")
_PNG = re.compile(rb"\x89PNG\r\n\x1a\n....IHDR(....)(....)", re.DOTALL)


def _goes_with(result: Result, ref: EvidenceRef) -> bool:
    column = _bare(None if result.column is None else result.column.url)
    refs = [one for _, one in refs_of(result)]
    if any(_bare(one.url) == column for one in refs):
        return _bare(ref.url) == column
    return ref == refs[0]


def _bare(url: str | None) -> str:
    return (url or "").partition("#")[0]
