"""Where on a page a link stands: menu, list of articles, breadcrumb, footer or elsewhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from enum import StrEnum
from functools import lru_cache
from urllib.parse import urlsplit

from crawler.readers.addresses import looks_like_article
from crawler.readers.names import is_more
from crawler.readers.outline import Box, Outline
from crawler.readers.trails import Trails


class Place(StrEnum):
    """The part of a page a link stands in."""

    MENU = "menu"  # top, side or mega menu, site map: short names in a group
    LIST = "list"  # a row of a list of articles
    CRUMB = "crumb"
    FOOTER = "footer"  # friend links, contact, filing numbers
    BODY = "body"  # anything else: block titles, buttons, running text


_FOOTER = re.compile(r"(?:^|[\s_])(?:foot\w*|bottom\w*|copy_?right\w*|friend\w*|yqlj\w*|flinks?|blogroll)(?:$|[\s_-])")
_STATE = re.compile(
    r"(?:^|[\s_-])(?:on|active|actived|cur|curr|current|sel|select|selected|now|hover|checked|thisclass)(?:$|\s)"
)
_FOOTER_TITLE = re.compile(r"(?:友情|相关|常用|网站|其他|外部)(?:链接|网站)|网站导航链接|站群链接")
_FOOTER_TEXT = re.compile(r"ICP备|公网安备|版权所有|网站标识码|主办单位|承办单位|网站备案", re.I)
_FOOTER_WORDS = re.compile("备|版权|标识码|办单位")
"""One of them stands in every such text."""
_MENU = re.compile(
    r"nav|menu|(?:^|[\s_-])(?:left|side\w*|sub\w*|tree\w*|lanmu|lm|dh|site_?map|wzdt|zddt)(?:$|[\s_\d-])"
)
_DATE = r"(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}(?:\s?[-/.月]\s?\d{1,2}日?)?|\d{1,2}[-/.]\d{1,2}|\d{1,2}月\d{1,2}日"
_DATE_PIECE = re.compile(
    rf"\W*(?:(?:发布|更新|提交|回复|公开|成文)?(?:时间|日期))?[:：\s]*(?:{_DATE})(?:\s+\d{{1,2}}:\d\d(?::\d\d)?)?\W*\Z"
)
_DATE_HINT = re.compile(r"\d\s?[-/.年月]\s?\d")
_FULL_DATE = re.compile(r"(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}")
_ROWS = frozenset({"li", "tr", "dd"})
_SHORT_NAME = 10
_LONG_TITLE = 14
_ROW_PIECES = 60
_ROW_LINKS = 4
_IMPRINT_LINKS = 12


@lru_cache(maxsize=4096)
def has_state(cls: str) -> bool:
    """Whether a class attribute marks the current entry of a menu or tab."""
    return _STATE.search(cls) is not None


# Classes and names come again and again, on a page and on all pages of a site.
@lru_cache(maxsize=4096)
def _is_footer(cls: str) -> bool:
    return _FOOTER.search(cls) is not None


@lru_cache(maxsize=4096)
def _is_menu(cls: str) -> bool:
    return _MENU.search(cls) is not None


@lru_cache(maxsize=4096)
def _heads_footer(name: str) -> bool:
    return _FOOTER_TITLE.search(name) is not None


class Places:
    """Places of all links of an outline; `crumb` is the breadcrumb's box."""

    def __init__(self, outline: Outline, trails: Trails, crumb: Box | None) -> None:
        self._outline = outline
        self._trails = trails
        self._crumb = crumb
        self._footer: dict[Box, bool] = dict.fromkeys(_imprint(outline), True)
        self._menu: dict[Box, bool] = {}
        self._rows = {anchor: self._row(anchor) for anchor in outline.anchors}
        self._dated = {row: self._is_dated(row) for row in dict.fromkeys(self._rows.values())}
        self._groups: dict[Box, list[Box]] = {}
        for anchor, row in self._rows.items():
            self._groups.setdefault(row.parent or row, []).append(anchor)
        self._kinds = {group: self._kind(group, anchors) for group, anchors in self._groups.items()}

    def row(self, anchor: Box) -> Box:
        """The box that holds one link and what belongs to it: the list entry, table row or the anchor itself."""
        return self._rows[anchor]

    def dated(self, anchor: Box) -> bool:
        """Whether a date stands in the link's row, other than inside its title."""
        return self._dated[self._rows[anchor]]

    def group(self, anchor: Box) -> list[Box]:
        """The links whose rows stand beside this link's row, itself included."""
        row = self._rows[anchor]
        return self._groups[row.parent or row]

    def place(self, anchor: Box, url: str | None, trail: tuple[str, ...]) -> Place:
        """The part of the page a link stands in."""
        crumb = self._crumb
        if crumb is not None and crumb.a0 <= anchor.a0 < crumb.a1:
            return Place.CRUMB
        if any(map(_heads_footer, trail)) or (self._in_footer(anchor) and not self._map_below(anchor, url, trail)):
            return Place.FOOTER
        if self.dated(anchor):
            return Place.LIST
        name = self._trails.name(anchor)
        if is_more(name):
            return Place.BODY
        row = self._rows[anchor]
        kind = self._kinds[row.parent or row]
        if kind is Place.MENU and len(name) > 2 * _LONG_TITLE and url is not None and looks_like_article(url):
            return Place.LIST
        if kind is not None:
            return kind
        article = url is not None and looks_like_article(url)
        if len(name) >= _LONG_TITLE and (article or len(name) >= 2 * _LONG_TITLE):
            return Place.LIST
        return Place.MENU if self._in_menu(anchor) and len(name) <= 2 * _SHORT_NAME and not article else Place.BODY

    def _map_below(self, anchor: Box, url: str | None, trail: tuple[str, ...]) -> bool:
        """A map of the site's own columns at the foot of the page, under their level names."""
        if url is None or not trail or _FOOTER_TITLE.search(self._trails.name(anchor)):
            return False
        row = self._rows[anchor]
        own = urlsplit(url).hostname == urlsplit(self._outline.document.url).hostname
        return own and self._kinds[row.parent or row] is Place.MENU

    def _row(self, anchor: Box) -> Box:
        box = anchor
        while (parent := box.parent) is not None:
            if box.tag in _ROWS or parent.tag in ("body", "html", "ul", "ol", "tbody"):
                return box
            if parent.links > 1:
                same_row = parent.tag in _ROWS and parent.a0 == anchor.a0
                if parent.tag in _ROWS and self._is_dated(parent):
                    return parent  # a category, a title, a download: one entry
                return parent if same_row and parent.tag != "tr" else box
            box = parent
        return box

    def _is_dated(self, row: Box) -> bool:
        if row.t1 - row.t0 > _ROW_PIECES or row.links > _ROW_LINKS or row.tag in ("body", "html"):
            return False
        outline = self._outline
        pieces = outline.pieces
        if _DATE_HINT.search("".join(pieces[row.t0 : row.t1])) is None:
            return False
        for piece in pieces[row.t0 : row.t1]:
            if 4 <= len(piece) <= 60 and _DATE_HINT.search(piece) is not None and _DATE_PIECE.match(piece):
                return True
        at = row.t0
        for anchor in outline.anchors[row.a0 : row.a1]:
            if _FULL_DATE.search("".join(pieces[at : anchor.t0])):
                return True
            at = anchor.t1
        return _FULL_DATE.search("".join(pieces[at : row.t1])) is not None

    def _kind(self, group: Box, anchors: list[Box]) -> Place | None:
        """What a group of neighbouring links is; None when there are too few to tell."""
        count = len(anchors)
        if count < 3:
            return None
        dated = sum(self.dated(a) for a in anchors)
        if dated * 2 >= count:
            return Place.LIST
        lengths = sorted(len(self._trails.name(a)) for a in anchors)
        median = lengths[count // 2]
        if median == 0:
            return None  # pictures without names
        base = self._outline.document.base
        hrefs = [a.element.get("href") or "" for a in anchors]
        articles = sum(looks_like_article(base + h if not h.startswith("http") else h) for h in hrefs) / count
        if median >= _LONG_TITLE or (articles >= 0.6 and median >= _SHORT_NAME - 2 and not self._in_menu(group)):
            return Place.LIST
        if median <= _SHORT_NAME or self._in_menu(group):
            return Place.MENU
        return Place.LIST if articles >= 0.6 else Place.MENU

    def _in_footer(self, anchor: Box) -> bool:
        half = len(self._outline.anchors) // 2
        return _within(
            anchor,
            self._footer,
            lambda box: box.tag == "footer" or (_is_footer(box.cls) and box.links <= half),
        )

    def _in_menu(self, box: Box) -> bool:
        return _within(box, self._menu, lambda one: one.tag == "nav" or _is_menu(one.cls))


def _imprint(outline: Outline) -> Iterator[Box]:
    """The boxes that hold the owner's name and the filing numbers at the end of the page."""
    for at in range(len(outline.pieces) // 2, len(outline.pieces)):
        piece = outline.pieces[at]
        if len(piece) > 3 and _FOOTER_WORDS.search(piece) and _FOOTER_TEXT.search(piece):
            best = None
            for box in (outline.owners[at], *outline.owners[at].up()):
                if box.tag in ("body", "html") or box.links > _IMPRINT_LINKS or box.t1 - box.t0 > 2 * _ROW_PIECES:
                    break
                best = box
            if best is not None:
                yield best


def _within(box: Box, known: dict[Box, bool], test: Callable[[Box], bool]) -> bool:
    """Whether a box or one around it passes a test; remembered for every box on the way."""
    path = []
    answer = False
    one: Box | None = box
    while one is not None:
        if one in known:
            answer = known[one]
            break
        path.append(one)
        if test(one):
            answer = True
            break
        one = one.parent
    for seen in path:
        known[seen] = answer
    return answer
