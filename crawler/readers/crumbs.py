"""The breadcrumb: where a page says it stands in its site."""

from __future__ import annotations

import re
from functools import lru_cache

from crawler.readers.addresses import page_key, resolve
from crawler.readers.outline import Box, Outline, collapse

_MARK = re.compile(
    r"(?:(?:您|你|我)?(?:现在|目前|当前)?(?:所)?(?:在|处)?的?(?:当前|现在)?(?:位置|路径)|当前栏目)\s*(?:是|在|为)?\s*(?:[:：>»]|\Z)"
    r"|(?:(?:您|你)(?:现在|目前|当前)?(?:所在)?的?|(?:现在|目前|当前|所在)的?)位置\s*"
    r"|(?:您|你)(?:现在|目前|当前)?(?:所)?(?:在|处于)\s*[:：]"
)
_CRUMB_CLASS = re.compile(
    r"(?:^|[\s_-])(?:bread-?_?crumbs?|crumbs?|bread|dqwz|curpos|cur_?pos|weizhi|location|position|mbx|mianbaoxie|wz|dz|path"
    r"|ewb-bread|loca|site_?path|current_?(?:pos\w*|path))(?:$|[\s_\d-])|breadcrumb"
)
# Tried in this order: a name may hold a mark of a later kind (行政许可/处罚) when an earlier one separates.
_SEPARATORS = (
    re.compile(r"\s*(?:>+|＞+|»|›|→|≫|▶|►|▸|(?<=\s)》(?=\s))\s*"),
    re.compile(r"\s*[／/\\]\s*"),
    re.compile(r"\s*(?:--?|—+|–|\||｜|·|::)\s*"),
)
_ANGLED = re.compile(r"^\s*(?:>+|＞+|»|›|→|≫|▶|►|▸)")
_ANGLED_INSIDE = re.compile(r"\S\s*(?:>+|＞+|»|›|≫|▶|►|▸)\s*\S")
_HOME = re.compile(r"(?:网站|返回|本站|门户)?\s*(?:首\s*页|主页)|home(?:page)?\Z", re.I)
_TAIL = frozenset(
    {
        "正文",
        "列表",
        "详情",
        "内容",
        "浏览",
        "详细",
        "详细信息",
        "内容页",
        "信息内容",
        "文章",
        "正文内容",
        "查看",
        "阅读",
    }
)
_LONGEST = 160
_MAX_ITEMS = 10
_MENU_LINKS = 5
"""More links than this between slashes are a menu of text."""


def is_home_label(label: str) -> bool:
    """Whether a link's name says that it leads to the site's home page."""
    return len(label) <= 8 and _HOME.match(label) is not None


def crumb_box(outline: Outline) -> tuple[Box, int] | None:
    """The box of the breadcrumb and the text piece it begins behind; None when the page has none.

    Recognised by its words (当前位置 …), else by its class, else by 首页 followed by `>` between links.
    """
    whole = "".join(outline.pieces)
    told = "位置" in whole or "您在" in whole or "路径" in whole or "当前栏目" in whole
    for at, piece in enumerate(outline.pieces if told else ()):
        if 2 <= len(piece) <= _LONGEST and (
            "位置" in piece or "您在" in piece or "路径" in piece or "当前栏目" in piece
        ):
            mark = _MARK.match(piece.strip())
            if mark and (box := _around(outline, outline.owners[at], at)) is not None:
                return box, at
    for box in outline.boxes:
        if box.cls and box.tag not in ("html", "body", "script") and _crumb_class(box.cls):
            text = outline.text(box) if box.t1 - box.t0 < 80 else ""
            first = outline.text(outline.anchors[box.a0]) if box.links else ""
            if 2 <= len(text) <= _LONGEST and (
                is_home_label(first) or _HOME.match(text) or _ANGLED_INSIDE.search(text)
            ):
                return box, box.t0 - 1
    for anchor in outline.anchors:
        after = next((p for p in outline.pieces[anchor.t1 : anchor.t1 + 3] if p.strip()), "")
        slashed = after.strip() in ("/", "／")
        if (slashed or _ANGLED.match(after)) and is_home_label(outline.text(anchor)):
            around = _around(outline, anchor, anchor.t0 - 1)
            if around is not None and not (slashed and around.links > _MENU_LINKS):
                return around, anchor.t0 - 1
            return None
    return None


@lru_cache(maxsize=4096)
def _crumb_class(cls: str) -> bool:
    return _CRUMB_CLASS.search(cls) is not None


def _around(outline: Outline, owner: Box, at: int) -> Box | None:
    """The smallest box around a mark that holds the crumbs as well."""
    for box in (owner, *owner.up()):
        if box.tag in ("body", "html") or box.t1 - at > 120:
            return None
        rest = outline.between(at, box.t1)
        if len(rest) > _LONGEST:
            return None
        told = _MARK.sub("", rest, count=1).strip(" :：>")
        if len(told) >= 2:
            return box if box.tag != "a" else box.parent
    return None


def read_crumbs(outline: Outline, found: tuple[Box, int] | None, site_name: str) -> tuple[tuple[str, str | None], ...]:
    """The breadcrumb's names with their addresses, outermost first, without the home entry and without 正文 or 列表."""
    if found is None:
        return ()
    items = _items(outline, *found)
    for at in range(2):  # 首页, or the site's name, or both
        label, url = items[0] if items else ("", None)
        named = len(label) >= 4 and label in site_name
        rooted = at == 0 and url is not None and "/" not in page_key(url)
        if is_home_label(label) or named or rooted:
            items = items[1:]
    while items and items[-1][0] in _TAIL:
        items = items[:-1]
    return tuple(items[:_MAX_ITEMS])


def _items(outline: Outline, box: Box, mark: int) -> list[tuple[str, str | None]]:
    """Names between the mark and the end of the box; a link is one name, text between links is split at separators."""
    base = outline.document.base
    anchors = [a for a in outline.anchors[box.a0 : box.a1] if a.t0 > mark]
    runs: list[tuple[str, str | None]] = []
    at = max(mark, box.t0)
    for anchor in anchors:
        runs.append((_pieces(outline, at, anchor.t0), None))
        runs.append((outline.text(anchor), resolve(base, anchor.element.get("href")) or ""))
        at = anchor.t1
    runs.append((_pieces(outline, at, box.t1), None))
    between = "\n".join(text for text, url in runs if url is None)
    separator = next((one for one in _SEPARATORS if one.search(between)), _SEPARATORS[-1])
    items: list[tuple[str, str | None]] = []
    marked = False
    for text, url in runs:
        if url is not None:
            if text:
                items.append((text.strip("[]【】"), url or None))
            continue
        if not marked:
            shorter = _MARK.sub("", text.lstrip(), count=1) if _MARK.match(text.lstrip()) else text
            marked, text = bool(text.strip()) or marked, shorter
        for line in text.split("\n"):
            for part in separator.split(line):
                label = collapse(part).strip(" :：>·|[]【】")
                if label and len(label) <= 60:
                    items.append((label, None))
    return items


def _pieces(outline: Outline, start: int, end: int) -> str:
    """Text between links; texts with an element between them stay apart (separators may be pictures, empty spans)."""
    return "\n".join(piece for piece in outline.pieces[max(start, 0) : end] if piece.strip())
