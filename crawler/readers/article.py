"""The publish date and the title of an article page."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from lxml.html import HtmlElement as Element

from crawler.evidence import DateSource
from crawler.readers.dates import ReadDate, date_in_url, find_dates, flatten, lone_date, publish_label, stamp
from crawler.readers.document import Document
from crawler.readers.survey import HINT, UNREAD, ancestors, pieces, squeeze

_PUBLISH_META = ("pubdate", "publishdate", "publish_date", "article:published_time", "publishtime", "releasedate")
_BUILD = re.compile(r"页面生成时间\s*(.{8,30})")
_STRONG_LABEL = re.compile(r"发布|发表|公开|发稿|上传|刊登|刊发|登载")
_NEVER = re.compile(
    r"成文|更新|修改|生成|打印|当前|今天|现在|北京时间|截止|留言|提问|来信|受理|开始|结束|生效|施行|实施|废止|有效"
)
_FOOT = re.compile(
    r"(?:^|[\s_-])(?:foot\w*|copyright|header|top\w*|nav\w*|menu|side\w*|related?\w*|hot\w*|prev\w*|next\w*)(?:$|[\s_-])"
)
_LABEL = re.compile(r":\s*$|(?:时间|日期)\s*$")
_SENTENCE = 15
_TEXT_ABOVE = 60
"""Characters of sentences above a bare day that make it the one under the text, not the one under the title."""
_META_LINE = 200
"""Characters of an element that may be the line under the title (来源, 时间, 浏览)."""


@dataclass(frozen=True, kw_only=True)
class DaysOfArticle:
    """The day an article bears in each place where it may; None where it bears none."""

    visible: date | None = None
    """Shown as its publication."""
    signed: date | None = None
    """Alone below the text."""
    meta: date | None = None
    """PubDate."""
    built: bool = False
    """PubDate is the day on which the page says it was generated."""
    address: date | None = None

    def chosen(self, as_of: date) -> tuple[date, DateSource] | None:
        """The day of publication and where it was read; see `read_article_date`."""
        if self.visible and self.visible != as_of:
            return self.visible, DateSource.VISIBLE
        if self.meta and not (self.address and self.built):
            return self.meta, DateSource.META
        if self.address:
            return self.address, DateSource.URL
        last = self.visible or self.signed
        return (last, DateSource.VISIBLE) if last else None


def days_of_article(document: Document, url: str, *, as_of: date) -> DaysOfArticle:
    """Every day an article bears; days after as-of are not believed."""
    visible, signed = _visible(document, as_of)
    published, generated = _metas(document, as_of)
    return DaysOfArticle(
        visible=visible,
        signed=signed,
        meta=published,
        built=published is not None and published in generated,
        address=date_in_url(url, as_of=as_of),
    )


def read_article_date(document: Document, url: str, *, as_of: date) -> tuple[date, DateSource] | None:
    """The day an article was published and where that was read; None when the page does not say.

    The visible 发布时间 counts first, then PubDate, then the day in the address. A PubDate equal to the stamp of the
    page's generation is the day of re-publication (24 of 82 pages seen) and yields to the address. Days after as-of
    are not believed, as-of itself only when nothing speaks against it: it may be a clock.
    """
    return days_of_article(document, url, as_of=as_of).chosen(as_of)


_UPDATED = re.compile(r"(?:更新|修改)(?:时间|日期|于)\s*:?\s*(\d{4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?)")


def page_date(document: Document, url: str, *, as_of: date) -> tuple[date, DateSource] | None:
    """The day of a page that is one text (机构简介, 指南): its 更新时间 where it shows one, else as for an article.

    What such a page holds is kept up to date, so the day of its last change counts; a build stamp does not.
    """
    body = document.root.find("body")
    updated: list[date] = []
    for text, owner in itertools.islice(_texts(body if body is not None else document.root), 20_000):
        found = _UPDATED.search(flatten(text)) if len(text) <= _META_LINE else None
        day = stamp(found[1], as_of=as_of) if found is not None and not _outside(owner) else None
        if day is not None and not day.future:
            updated.append(day.day)
    if updated:
        return max(updated), DateSource.VISIBLE
    return read_article_date(document, url, as_of=as_of)


def article_title(document: Document) -> str:
    """The title of an article: ArticleTitle, else its heading, else the page title's first part; may be empty."""
    for meta in document.tagged("meta"):
        if (meta.get("name") or "").lower() == "articletitle":
            title = squeeze(re.sub(r"<[^<>]{0,200}>", "", meta.get("content") or ""))
            if title:
                return title[:300]
    body = document.root.find("body")
    for tag in ("h1", "h2"):
        for element in (body if body is not None else document.root).iter(tag):
            text = squeeze(element.text_content())
            if 4 <= len(text) <= 200 and not _outside(element) and element.find(".//a") is None:
                return text
    title_element = document.root.find("head/title")
    if title_element is None:
        return ""
    text = squeeze(title_element.text_content())
    parts = [part for part in re.split(r"\s*[-_|–—]+\s*", text) if part]
    return (parts[0] if parts and len(parts[0]) >= 4 else text)[:300]


def _metas(document: Document, as_of: date) -> tuple[date | None, set[date]]:
    """The first believable PubDate, and the days on which the page says it was generated."""
    published: date | None = None
    generated: set[date] = set()
    for meta in document.tagged("meta"):
        name = (meta.get("name") or meta.get("property") or "").lower().strip()
        content = meta.get("content") or ""
        if name in _PUBLISH_META and published is None:
            day = stamp(content, as_of=as_of)
            published = day.day if day and not day.future else None
        elif ((build := _BUILD.match(content.strip())) and (day := stamp(build[1], as_of=as_of))) or (
            name in ("maketime", "htmlgeneratetime", "generatetime") and (day := stamp(content, as_of=as_of))
        ):
            generated.add(day.day)
    return published, generated


def _visible(document: Document, as_of: date) -> tuple[date | None, date | None]:
    """The day the page shows as its publication, and the day it is signed with, alone below the text.

    Publication is labelled 发布时间, else 时间 or 日期, else stands alone by the title.
    """
    body = document.root.find("body")
    labelled: list[ReadDate] = []
    plain: list[ReadDate] = []
    signed: list[ReadDate] = []
    heading = squeeze(document.root.findtext("head/title"))
    for day, where, read in _spoken(body if body is not None else document.root, heading, as_of):
        if day.future or day.weekday or _NEVER.search(day.label) or _outside(where):
            continue
        if _STRONG_LABEL.search(day.label):
            return day.day, None
        below = read >= _TEXT_ABOVE and not day.label
        (labelled if publish_label(day.label) else signed if below else plain).append(day)
    if labelled:
        return labelled[0].day, None
    return _only(plain), _only(signed)


def _only(days: list[ReadDate]) -> date | None:
    """A bare day counts when it is the only one of its kind: several are a list or a text about days."""
    return days[0].day if len({day.day for day in days}) == 1 else None


def _spoken(body: Element, heading: str, as_of: date) -> Iterator[tuple[ReadDate, Element, int]]:
    """Days standing by themselves in short texts, with the words before them, also those in an element of their own.

    The number is how many characters of running text stand above, the page's title left out.
    """
    before = ""
    above = 0
    for count, (text, owner) in enumerate(_texts(body)):
        if count > 20_000:
            return
        flat = flatten(text)
        if len(text) <= _META_LINE and HINT.search(flat):
            for day in _days_of(flat, as_of):
                label = day.label or before
                yield replace(day, label=label), owner, above
        linked = any(element.tag == "a" for element in (owner, *itertools.islice(ancestors(owner), 2)))
        if len(text) >= _SENTENCE and text not in heading and not linked:
            above += len(text)
        before = flat.rstrip(": [(")[-10:] if len(text) <= 16 and _LABEL.search(flat) else ""


def _days_of(flat: str, as_of: date) -> list[ReadDate]:
    days = [day for day in find_dates(flat, as_of=as_of) if publish_label(day.label)]
    if days:
        return days
    alone = lone_date(flat, as_of=as_of)
    return [alone] if alone is not None and not alone.inferred else []


def _texts(body: Element) -> Iterator[tuple[str, Element]]:
    for element in body.iter():
        if isinstance(element.tag, str) and element.tag not in UNREAD and element.text and element.text.strip():
            yield squeeze(element.text), element
        if element.tail and element.tail.strip():
            above = element.getparent()
            if above is not None and above.tag not in UNREAD:
                yield squeeze(element.tail), above


def _outside(element: Element) -> bool:
    """Whether an element stands in a footer, menu or related list, or in a row with a link of its own."""
    for depth, above in enumerate((element, *ancestors(element))):
        if above.tag in ("body", "html"):
            return False
        if above.tag in ("footer", "header", "nav", "aside", "a"):
            return True
        if _FOOT.search(f"{above.get('class') or ''} {above.get('id') or ''}".lower()):
            return True
        if (
            depth <= 3
            and above.tag in ("li", "dd", "tr")
            and any(len(text) >= 8 for anchor in above.iter("a") for text, _ in pieces(anchor)[:3])
        ):
            return True
    return False
