"""Rows: one item of a list as it stands in the page, with its title, link, day and pin."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from lxml.html import HtmlElement as Element

from crawler.readers.addresses import resolve
from crawler.readers.dates import (
    ReadDate,
    date_in_title,
    find_dates,
    joined_date,
    lone_date,
    lone_dates,
    publish_label,
    refused_label,
    stamp,
    year_by_address,
)
from crawler.readers.document import Document, text_of
from crawler.readers.survey import (
    GENERIC,
    HINT,
    MOST_ROWS,
    Survey,
    ancestors,
    events_of,
    pieces,
    said,
    squeeze,
)


@dataclass(frozen=True, kw_only=True)
class Row:
    """One item as it stands in the page."""

    element: Element
    title: str
    href: str
    """As written; empty when the row has no link."""
    url: str | None
    """Absolute http(s) address, None for javascript: and the like."""
    day: ReadDate | None
    from_title: bool = False
    """The day stands in the title, where many days stand for other reasons."""
    pinned: bool = False


_CUT = re.compile(r"(?:\.{2,}|…+|．{2,})\s*$")
_ATTACHMENT = re.compile(r"\.(?:pdf|docx?|wps|xlsx?|et|zip|rar|ofd|pptx?|jpg|png)(?:$|\?)", re.IGNORECASE)
_CALLED = re.compile(
    r"""\(\s*['"]((?:https?://|\.{0,2}/)[^'"\s]{1,500}|[\w/-]{1,100}\.(?:s?html?|aspx?|jspx?|php|do)(?:\?[^'"\s]{1,300})?)['"]"""
)
_PIN_WORD = re.compile(r"^[\[【(（\s]*(?:置顶|顶)[\]】)）\s]*$|[\[【(（]置顶[\]】)）]")
_PIN_NAME = re.compile(
    r"(?:^|[-_/\s])(?:zhiding|zd|ontop|istop|settop|sticky|pinned|top)(?:ico|icon)?(?:[-_.\s\d]|$)", re.IGNORECASE
)
_FACTS = re.compile(
    r"(?:发布|更新|成文)?(?:时间|日期)|(?:信息|文章|稿件)?来源|作者|编辑|责编|发布(?:机构|单位|人|者)|浏览(?:次数|量)?|点击(?:次数|量|率)?|阅读(?:次数|量)?|访问(?:次数|量)?"
    r"|字[号体]|分享|打印|关闭|[\s:：\[\]【】()（）|·\d次大中小]+"
)
_LABEL = re.compile(r"[:：]\s*$|(?:时间|日期)\s*$")
_NUMBERING = re.compile(r"[\d.、·•]+")
_WRITTEN = re.compile(r"""["']((?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}(?:[ T]\d{1,2}:\d\d(?::\d\d)?)?)["']""")
_DAY_ATTRIBUTES = ("datetime", "data-date", "data-time", "data-pubdate", "date", "pubdate", "title", "alt")
_DAY_BEARING = frozenset(_DAY_ATTRIBUTES)
_TRAILING_DAY = re.compile(r"\s*[\[(（【]?\s*\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?\s*[\])）】]?\s*$")


def read_row(found: Survey, element: Element, columns: tuple[str, ...] = ()) -> Row | None:
    """One row, None when it names nothing; `columns` are the table's header texts, empty outside tables."""
    key = (element, columns)
    if key not in found.rows:
        found.rows[key] = _read_row(found, element, columns)
    return found.rows[key]


def _read_row(found: Survey, element: Element, columns: tuple[str, ...]) -> Row | None:
    anchor = best_anchor(found, element)
    texts = pieces(element)
    title = label(anchor) if anchor is not None else ""
    unnamed = not title or GENERIC.match(title) is not None  # of a file's row only its 下载 may be a link
    if unnamed:
        free = [
            text
            for text, _ in texts
            if not lone_date(text, as_of=found.as_of) and not GENERIC.match(text) and not _NUMBERING.fullmatch(text)
        ]
        title = squeeze(" ".join(free))[:200]
    if len(title) < 2 or GENERIC.match(title) or (unnamed and len(_FACTS.sub("", title)) < 4):
        return None
    day, from_title = _day(found, element, anchor, texts, columns)
    if from_title:
        title = _TRAILING_DAY.sub("", title) or title
    return Row(
        element=element,
        title=title,
        href=(anchor.get("href") or "").strip() if anchor is not None else "",
        url=address(found.document, anchor if anchor is not None else element),
        day=day,
        from_title=from_title,
        pinned=_pinned(element, texts),
    )


def _day(
    found: Survey, element: Element, anchor: Element | None, texts: list[tuple[str, Element]], columns: Sequence[str]
) -> tuple[ReadDate | None, bool]:
    if columns:
        in_table, spoken = _day_of_cell(found, element, columns)
        if spoken:
            return in_table, False
    days: list[ReadDate] = []
    before = ""
    for text, _ in texts:
        if len(text) <= 300 and HINT.search(text):
            for printed in lone_dates(text, as_of=found.as_of):
                words = printed.label or before
                if not refused_label(words):
                    days.append(printed if words == printed.label else replace(printed, label=words))
        before = text.rstrip(":： ")[-12:] if len(text) <= 14 and _LABEL.search(text) else ""
    full = [day for day in days if not day.inferred]
    if full:
        return _newest(full), len(full) == 1 and anchor is not None and _ends_title(label(anchor))
    if joined := joined_date([text for text, _ in texts], as_of=found.as_of):
        return joined, False
    short = days[0] if days else None
    stamped = _day_of_attributes(found, element, anchor, short) or _day_of_script(found, element)
    if short and not stamped and anchor is not None and (url := address(found.document, anchor)):
        short = year_by_address(short, url, as_of=found.as_of)
    if stamped or short:
        return stamped or short, False
    for text in ([label(anchor)] if anchor is not None else []) + [text for text, _ in texts if len(text) <= 300]:
        if HINT.search(text) and (day := date_in_title(text, as_of=found.as_of)):
            return day, True
    return None, False


def _ends_title(title: str) -> bool:
    """Whether a title ends in a day: also a short one is then a title, not a cell that holds a day."""
    cut = _TRAILING_DAY.sub("", title)
    return cut != title and len(cut) >= 4


def _newest(days: Sequence[ReadDate]) -> ReadDate:
    """Of several days the newest that has come, those named as published before bare ones."""
    named = [day for day in days if publish_label(day.label)] or list(days)
    return max(named, key=lambda day: (not day.future, day.day))


def _day_of_cell(found: Survey, row: Element, columns: Sequence[str]) -> tuple[ReadDate | None, bool]:
    """The day in the column headed 发布日期; the flag says whether the header names any column of days."""
    cells = [cell for cell in row if cell.tag in ("td", "th")]
    if len(cells) != len(columns):
        return None, False
    wanted = [i for i, head in enumerate(columns) if publish_label(head) and re.search(r"日期|时间|date", head, re.I)]
    named = [i for i in wanted if re.search(r"发布|公开|公布|公示|上传|上网", columns[i])] or wanted
    days = [day for index in named if (day := _day_in(found, cells[index]))]
    if days:
        return _newest(days), True
    return None, bool(named) or any(refused_label(head) for head in columns)


def _day_in(found: Survey, cell: Element) -> ReadDate | None:
    parts = [text for text, _ in pieces(cell)]
    return lone_date(squeeze(" ".join(parts)), as_of=found.as_of) or joined_date(parts, as_of=found.as_of)


def _day_of_attributes(
    found: Survey, element: Element, anchor: Element | None, short: ReadDate | None
) -> ReadDate | None:
    for count, inner in enumerate(element.iter()):
        if count > 40:
            break
        if not isinstance(inner.tag, str) or _DAY_BEARING.isdisjoint(inner.keys()):
            continue
        for name in _DAY_ATTRIBUTES:
            value = inner.get(name)
            if not value or not HINT.search(value) or (name in ("title", "alt") and inner is anchor and len(value) < 8):
                continue
            day = stamp(value, as_of=found.as_of)
            if day is None and name == "title":
                day = next((d for d in find_dates(value, as_of=found.as_of) if publish_label(d.label)), None)
            if day and (short is None or (day.day.month, day.day.day) == (short.day.month, short.day.day)):
                return day
    return None


def _day_of_script(found: Survey, element: Element) -> ReadDate | None:
    """The one constant day that a script in the row writes there."""
    for script in element.iter("script"):
        source = script.text or ""
        written = set(_WRITTEN.findall(source)) if len(source) < 2000 and "new Date()" not in source else set()
        if len(written) == 1 and "document.write" in source:
            return stamp(written.pop(), as_of=found.as_of)
    return None


def _pinned(element: Element, texts: list[tuple[str, Element]]) -> bool:
    if any("顶" in text and _PIN_WORD.search(text) for text, _ in texts if len(text) < 300):
        return True
    for count, inner in enumerate(element.iter("img", "i", "em", "span", "b")):
        if count > 20:
            break
        if inner.tag == "img":
            name = (inner.get("src") or "").rpartition("/")[2]
            if "置顶" in (inner.get("alt") or "") + (inner.get("title") or "") or _PIN_NAME.search(name):
                return True
        elif _PIN_NAME.search(inner.get("class") or "") and len(text_of(inner)) <= 4:
            return True
    return False


def flat_rows(found: Survey, element: Element) -> list[Row]:
    """The rows of an element that holds links and days side by side without an element around each pair."""
    events = list(events_of(found, element))[: 4 * MOST_ROWS]
    rows: list[Row] = []
    day_first = bool(events) and events[0][0] == "day"
    pending: ReadDate | None = None
    for index, (kind, where, text) in enumerate(events):
        if kind == "day":
            pending = lone_date(text, as_of=found.as_of)
            continue
        day = pending if day_first else None
        pending = None
        if not day_first and index + 1 < len(events) and events[index + 1][0] == "day":
            day = lone_date(events[index + 1][2], as_of=found.as_of)
        rows.append(
            Row(
                element=where,
                title=label(where),
                href=where.get("href") or "",
                url=address(found.document, where),
                day=day,
            )
        )
    return rows


def address(document: Document, anchor: Element) -> str | None:
    """Where a link leads as an absolute http(s) address; onclick targets count, javascript:; does not."""
    href = anchor.get("href") or ""
    url = resolve(document.base, href)
    if url is None and (called := _CALLED.search((anchor.get("onclick") or "") + href)):
        url = resolve(document.base, called[1])
    return url


def label(anchor: Element) -> str:
    """A row's title from its link: the title attribute when the text is cut or empty, a card's heading, or the text."""
    inner = next((e for e in anchor.iter("h1", "h2", "h3", "h4", "h5", "h6")), None) if len(anchor) else None
    text = said(anchor if inner is None else inner)
    if inner is None and len(anchor):
        parts = [text for text, _ in pieces(anchor)]
        if len(parts) > 1 and any(HINT.search(part) for part in parts):
            text = next((part for part in parts if len(part) >= 6 and not HINT.search(part)), text)
    attribute = squeeze(anchor.get("title")) or (squeeze(inner.get("title")) if inner is not None else "")
    if attribute:
        named = re.match(r"(?:文章)?标\s*题[:：]\s*(.{2,200}?)(?:\s+(?:发布|更新|作者|点击)|$)", attribute)
        attribute = named[1] if named else attribute
        if not text or (_CUT.search(text) and len(attribute) > len(text) - 3) or attribute.startswith(text):
            text = attribute
    return text[:300]


def is_file(anchor: Element) -> bool:
    """Whether a link leads to a document or picture by the ending of its address."""
    return _ATTACHMENT.search(anchor.get("href") or "") is not None


def best_anchor(found: Survey, row: Element) -> Element | None:
    """The link that names a row: of the longest text, documents before attachments, words before pictures."""
    if row.tag == "a":
        return row
    own = [(anchor, found.anchors[anchor]) for anchor in itertools.islice(row.iter("a"), 40) if anchor in found.anchors]
    if own:
        best, _ = max(own, key=lambda pair: (not is_file(pair[0]), min(len(pair[1]), 60)))
        if not squeeze(text_of(best)):
            href = best.get("href")
            twins = (a for a in row.iter("a") if a is not best and a.get("href") == href and squeeze(text_of(a)))
            best = next(twins, best)
        return best
    above = next((e for e in ancestors(row) if e.tag == "a"), None)
    return above if above is not None else next(row.iter("a"), None)
