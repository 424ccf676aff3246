"""What an article's own body links or embeds: files, sound and moving pictures, images; not the portal's frame."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from lxml.html import HtmlElement as Element

from crawler.inspected import TargetKind
from crawler.readers.addresses import page_key, resolve
from crawler.readers.article_box import ArticleBox, article_box, outside_text
from crawler.readers.document import text_of
from crawler.readers.kinds import kind_of, promised
from crawler.readers.numbers import hide
from crawler.readers.page import PageFacts
from crawler.readers.script_links import target_in
from crawler.readers.survey import squeeze

_MOST = 40
_LONGEST_NAME = 120
_PLAYED = re.compile(
    r"""["']((?:https?:)?[^"'<>\s+]{1,400}\.(?:mp4|m4v|flv|mp3|m3u8|webm|mov))(?:\?[^"'<>\s+]{0,200})?["']""", re.I
)
_PLAYERS = {"video": "src", "audio": "src", "source": "src", "embed": "src", "object": "data", "iframe": "src"}
_READ = frozenset({"a", "area", "img", "param", "script", *_PLAYERS})
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_LAZY = ("data-original", "data-src", "data-lazyload", "src")
_NO_CONTENT = re.compile(
    r"二维码|扫一扫|logo|图标|qr_?code|/(?:icons?|fileicon|filetype|sysimage|editor|ueditor/dialogs)/|icon_", re.I
)
_ICON = 48
"""Pixels; smaller pictures are bullets and signs of file types."""


def read_attachments(facts: PageFacts) -> tuple[tuple[str, str, TargetKind], ...]:
    """Name, absolute address and kind of each, in page order, every address once, at most 40.

    Files and players are taken from the article's part of the page, images from its text alone. What a style hides and
    images that bring their own replacement are left out: no visitor misses them.
    """
    box = article_box(facts.document)
    if box is None:
        return ()
    found: dict[str, tuple[str, str, TargetKind]] = {}
    for name, url, kind in _all(box, facts.document.base):
        if len(found) == _MOST:
            break
        if kind is not TargetKind.PAGE:
            found.setdefault(page_key(url), (_named(name, url), url, kind))
    return tuple(found.values())


def _all(box: ArticleBox, base: str) -> Iterator[tuple[str, str, TargetKind]]:
    inside = set(box.text.iter("img"))
    hidden: set[Element] = set()
    for element in box.around.iter():
        if not isinstance(element.tag, str):
            continue
        if element.getparent() in hidden or _HIDING.search(element.get("style") or ""):
            hidden.add(element)
            continue
        if element.tag not in _READ or outside_text(element, box.text if element in inside else box.around):
            continue
        if element.tag in ("a", "area"):
            yield from _link(element, base)
        elif element.tag == "img" and element in inside:
            yield from _image(element, base)
        elif element.tag in _PLAYERS:
            if (url := resolve(base, element.get(_PLAYERS[element.tag]))) is not None:
                kind = TargetKind.MEDIA if element.tag in ("video", "audio") else kind_of(promised(url))
                if kind is TargetKind.MEDIA or (kind is TargetKind.DOCUMENT and element.tag != "source"):
                    yield squeeze(element.get("title")), url, kind
        elif element.tag == "param" and (element.get("name") or "").lower() in ("movie", "src", "url", "filename"):
            if (url := resolve(base, element.get("value"))) is not None and kind_of(promised(url)) is TargetKind.MEDIA:
                yield "", url, TargetKind.MEDIA
        elif element.tag == "script":
            for played in _PLAYED.finditer((element.text or "")[:50_000]):
                if (url := resolve(base, played[0].strip("\"'"))) is not None:
                    yield "", url, TargetKind.MEDIA


def _link(element: Element, base: str) -> Iterator[tuple[str, str, TargetKind]]:
    href = element.get("href") or ""
    url = resolve(base, href)
    if url is None and (target := target_in(element.get("onclick") or href)) is not None:
        url = resolve(base, target)
    if url is None:
        return
    name = squeeze(text_of(element)) or squeeze(element.get("title"))
    yield name, url, kind_of(promised(url, name))


def _image(element: Element, base: str) -> Iterator[tuple[str, str, TargetKind]]:
    alt = squeeze(element.get("alt") or element.get("title"))
    for key in _LAZY:
        source = element.get(key) or ""
        url = resolve(base, source)
        if url is None:
            continue
        small = any(_small(element.get(side)) for side in ("width", "height"))
        if (
            not small
            and not element.get("onerror")
            and not _NO_CONTENT.search(f"{alt} {source} {element.get('class') or ''}")
        ):
            yield alt, url, TargetKind.IMAGE
        return


def _small(length: str | None) -> bool:
    digits = re.match(r"\s*(\d{1,5})\s*(?:px)?\s*\Z", length or "")
    return digits is not None and int(digits[1]) <= _ICON


def _named(name: str, url: str) -> str:
    if not name:
        try:
            name = unquote(urlsplit(url).path.rpartition("/")[2])
        except ValueError:
            name = ""
    return hide(name or url)[:_LONGEST_NAME]
