"""The links of a page as facts: what they are called, what stands above them, where they stand, where they lead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import count, islice
from typing import NamedTuple
from urllib.parse import quote

from lxml import etree

from crawler.readers.addresses import looks_like_article, page_key, resolve
from crawler.readers.crumbs import crumb_box
from crawler.readers.document import Document, parse_document, text_of
from crawler.readers.names import is_more, label_of
from crawler.readers.outline import Box, Outline, collapse
from crawler.readers.places import Place, Places, has_state
from crawler.readers.script_links import UNKNOWN, MenuEntry, menu_entries, target_in, written_markup
from crawler.readers.trails import Trails

__all__ = ["LinkFact", "Place", "links_of", "read_frames", "read_links"]

MAX_LINKS = 20_000
"""Links of one page that are read; site maps of provinces have about 3,000."""

_CLICKED_OTHERWISE = frozenset({"a", "area", "body", "form", "select"})
_LONGEST_LABEL = 20

_IS_PAGE = re.compile(r"\.(?:s?html?|jspx?|aspx?|php)(?:\?|\Z)", re.I)
_LOADED_MENU = re.compile(
    r"""\.load\(\s*["']([^"'\s<>+]{0,200}(?:nav|menu|head|top|left|tree|daohang|lanmu)\w{0,20}\.(?:s?html?|jspx?|php|inc))["']""",
    re.I,
)
"""A piece of the page, by its name a menu, that a script puts in."""


class LinkFact(NamedTuple):
    """One link, or one menu name without a page.

    A named tuple, because a page has hundreds and a frozen dataclass takes three times as long to make.
    """

    text: str
    """Visible text, white space collapsed; a picture's alt when there is no text."""
    labels: tuple[str, ...] = ()
    """Other names: title, aria-label, alt; the text without its decorations; the block's title for 更多."""
    url: str | None = None
    """Absolute http(s) address; None when nothing opens (javascript:;, `#`, empty)."""
    trail: tuple[str, ...] = ()
    """Names of the levels above, outermost first; not its own."""
    place: Place = Place.BODY
    dated: bool = False
    """A date stands in its row."""
    current: bool = False
    """Marked as the current entry of a menu, or leads to the page it stands on."""
    hidden: bool = False
    order: int = 0
    """Place among the links of the page, from 0."""
    via_script: bool = False
    """The address or the whole link was read from a script or an event handler."""
    more: bool = False
    """更多: leads to the column that its block shows."""


def read_links(document: Document) -> tuple[LinkFact, ...]:
    """All links of a page in document order, those that its scripts write last."""
    outline = Outline(document)
    return links_of(outline, crumb_box(outline))


def links_of(outline: Outline, crumb: tuple[Box, int] | None) -> tuple[LinkFact, ...]:
    """The links of an outline whose breadcrumb is known; see `read_links`."""
    trails = Trails(outline)
    order = count()
    facts = [*_anchors(outline, trails, crumb, order), *_clicks(outline, trails, order), *_options(outline, order)]
    facts += _written(outline, trails, order)
    facts += [_entry_fact(entry, next(order)) for entry in menu_entries(outline.document)]
    return tuple(facts[:MAX_LINKS])


def read_frames(document: Document) -> tuple[str, ...]:
    """Addresses of the pages shown inside a page, in document order."""
    found = [resolve(document.base, e.get("src")) for e in document.tagged("iframe", "frame")]
    for element in document.tagged("object", "embed"):
        shown = element.get("data") or element.get("src") or ""
        found += [resolve(document.base, shown)] if _IS_PAGE.search(shown[:500]) else []
    found += [resolve(document.base, address) for address in _LOADED_MENU.findall(document.text)[:4]]
    return tuple(dict.fromkeys(url for url in found if url is not None))


def _anchors(
    outline: Outline, trails: Trails, crumb: tuple[Box, int] | None, order: Iterator[int]
) -> Iterator[LinkFact]:
    document = outline.document
    places = Places(outline, trails, crumb[0] if crumb else None)
    here = page_key(document.url)
    own = _own_names(document)
    resolved: dict[str, str | None] = {}
    keys: dict[str, str] = {}
    anchors = outline.anchors[:MAX_LINKS]
    for at, anchor in enumerate(anchors):
        element = anchor.element
        href = element.get("href")
        if href not in resolved:
            resolved[href or ""] = resolve(document.base, href)
        url = resolved[href or ""]
        text, labels = trails.names(anchor)
        via_script = False
        if url is None:
            url = _handler_target(element, document.base)
            via_script = url is not None
        if not text and not labels and (url is None or _doubled(outline, at, href)):
            continue
        trail = trails.above(anchor)
        more = is_more(text)
        if not text and not labels and (title := trails.caption(anchor)):
            more, labels = True, (title,)
        elif more and (title := trails.block_title(anchor)):
            labels = (title, *(n for n in labels if n != title))
            trail = trail[:-1] if trail and trail[-1] == title else trail
        place = places.place(anchor, url, trail)
        if url is not None and url not in keys:
            keys[url] = page_key(url)
        current = place is not Place.CRUMB and (
            (url is not None and keys[url] == here)
            or _marked(anchor, places)
            or (url is None and (href or "").strip() in ("", "#") and label_of(text) in own)
        )
        yield LinkFact(
            text=text,
            labels=labels,
            url=url,
            trail=trail,
            place=place,
            dated=places.dated(anchor),
            current=current,
            hidden=anchor.hidden,
            order=next(order),
            via_script=via_script,
            more=more,
        )


def _own_names(document: Document) -> frozenset[str]:
    """What the page calls itself: its first ColumnName and the parts of its title."""
    names: set[str] = set()
    for meta in document.tagged("meta"):
        if (meta.get("name") or "").lower() == "columnname":
            names.add(collapse(meta.get("content") or ""))
            break
    title = next(iter(document.tagged("title")), None)
    if title is not None and title.text:
        names.update(collapse(part) for part in re.split(r"[-_|—–]", title.text[:300]))
    return frozenset(names - {""})


def _doubled(outline: Outline, at: int, href: str | None) -> bool:
    """An empty anchor before the real one, as `<a href=x><a href=x>title</a>` is parsed."""
    following = outline.anchors[at + 1].element.get("href") if at + 1 < len(outline.anchors) else None
    return following is not None and following == href


def _marked(anchor: Box, places: Places) -> bool:
    """Whether a link is styled as the current one while most of its neighbours are not."""
    if not _has_state(anchor, places.row(anchor)):
        return False
    group = places.group(anchor)
    if len(group) < 3:
        return True
    marked = sum(_has_state(other, places.row(other)) for other in group[:60])
    return marked * 2 <= min(len(group), 60)


def _has_state(anchor: Box, row: Box) -> bool:
    if has_state(anchor.cls) or anchor.element.get("aria-current"):
        return True
    for box in anchor.up():
        if has_state(box.cls):
            return box.tag in ("li", "dd", "dt", "td") or box.links == 1
        if box is row or box.tag in ("li", "ul", "body"):
            return False
    return False


def _handler_target(element: etree._Element, base: str) -> str | None:
    """The address in a link's data attributes, onclick or javascript: address."""
    for key in ("data-href", "data-url", "data-link"):
        if (value := element.get(key)) and (url := resolve(base, value)) is not None:
            return url
    for key in ("onclick", "href"):
        value = element.get(key) or ""
        if key == "href" and value.lstrip()[:11].lower() != "javascript:":
            continue
        if (target := target_in(value)) is not None:
            return resolve(base, target)
    return None


def _clicks(outline: Outline, trails: Trails, order: Iterator[int]) -> Iterator[LinkFact]:
    """Elements other than links that open a page when clicked; of short ones also those whose page only a script knows.

    A menu of a page framework (`<el-menu-item @click=…>`) shows its names to people: what stands there is not missing.
    """
    document = outline.document
    clicked = [box for box in outline.boxes if box.clicked and box.tag not in _CLICKED_OTHERWISE]
    for box in clicked[:MAX_LINKS]:
        if box.links:
            continue
        url = _handler_target(box.element, document.base)
        text, labels = trails.names(box)
        if not text or len(text) > (_LONGEST_LABEL if url is None else 200):
            continue
        listed = url is not None and looks_like_article(url)
        place = Place.LIST if listed else Place.MENU if len(text) <= 12 else Place.BODY
        yield LinkFact(
            text,
            labels,
            url,
            trails.above(box),
            place,
            hidden=box.hidden,
            order=next(order),
            via_script=True,
            more=is_more(text),
        )


def _options(outline: Outline, order: Iterator[int]) -> Iterator[LinkFact]:
    """Entries of drop-down lists whose values are addresses: friend links as a rule."""
    base = outline.document.base
    for element in islice(outline.document.tagged("option"), MAX_LINKS):
        value = (element.get("value") or "").strip()
        if value.startswith(("http://", "https://", "/")) and (url := resolve(base, value)) is not None:
            text = collapse(text_of(element))
            if text and not text.isdecimal():
                yield LinkFact(text, (), url, (), Place.FOOTER, order=next(order))


def _written(outline: Outline, trails: Trails, order: Iterator[int]) -> Iterator[LinkFact]:
    """Links in markup that scripts write; they stand where their script stands."""
    document = outline.document
    scripts = None
    for number, markup in written_markup(document):
        if "<a" not in markup.lower():
            continue
        scripts = scripts or [box for box in outline.boxes if box.tag == "script"]
        above = trails.above(scripts[number]) if number < len(scripts) else ()
        part = replace(parse_document(markup.encode("utf-8", "replace"), document.url), base=document.base)
        inner = Outline(part)
        for fact in _anchors(inner, Trails(inner), None, count()):
            if UNKNOWN in fact.text or (fact.url is not None and quote(UNKNOWN) in quote(fact.url, safe="%")):
                continue
            place = Place.MENU if fact.place is Place.BODY and len(fact.text) <= 12 else fact.place
            yield fact._replace(order=next(order), trail=above + fact.trail, place=place, via_script=True)
        inner.close()


def _entry_fact(entry: MenuEntry, order: int) -> LinkFact:
    article = entry.url is not None and looks_like_article(entry.url)
    listed = not entry.branch and (article or len(entry.name) > 14)
    return LinkFact(
        entry.name,
        (),
        entry.url,
        entry.trail,
        Place.LIST if listed else Place.MENU,
        order=order,
        via_script=True,
        more=is_more(entry.name),
    )
