"""Pages without rows: an empty list, a script's shell, or one text; what speaks for each."""

from __future__ import annotations

import itertools
import operator
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement as Element

from crawler.evidence import Shape
from crawler.readers.addresses import page_key
from crawler.readers.blocks import HEADER_WORD, TITLE_LENGTH, more_of
from crawler.readers.dates import lone_date
from crawler.readers.document import text_of
from crawler.readers.headings import heading_above, names_agree, plain_name
from crawler.readers.pager import Pager
from crawler.readers.rows import Row, address, is_file
from crawler.readers.scene import CONTENT, Scene, zone_of
from crawler.readers.survey import UNREAD, ancestors, parent_of, squeeze

MOST_BOXES = 40
ENOUGH_TEXT = 60
"""Characters of running text that make a page a text of its own; a hotline's number and address have about as many."""

FEWEST_FACTS = 3
"""Rows of a table that is a text of its own, its header among them."""

MUCH_TEXT = 5000
"""Characters after which nobody needs the exact length."""

_NO_TEXT = UNREAD | {"a", "label", "button"}
_COLOPHON = re.compile(r"版权所有|备案|ICP|标识码|主办单位|承办|技术支持|位置[:：]")
_NOTHING = re.compile(
    r"^[\s。.!！(（\[【*~-]*(?:对不起|抱歉|很抱歉|您好)?[,，]?\s*(?:该栏目|本栏目|此栏目|当前栏目|当前|目前|栏目)?\s*"
    r"(?:暂无|暂时没有|没有|无|未找到|未查询到|没有找到|没有查询到|暂未(?:发布|公开))(?:任何|相关|符合条件的|此类|更多)*(?:的)?\s*"
    r"(?:数据|信息|内容|记录|文章|文件|公告|结果|条目|资讯|公开内容|公开信息|信息公开内容)[\s。.!！)）\]】~]*$"
)
_TEMPLATE = re.compile(
    r"\bv-for\s*=|\bng-repeat\s*=|\{\{\s*#?(?:each|with)\b|<%\s*(?:for|_\.each)|\{@each|\bms-for\s*=|:loop\s*="
)
_LEFT_OVER = re.compile(r"\{/?dede:\w|\[field:\w|</?stl:\w|\{/?(?:pboot|cms|eyou):\w")
"""Tags of a server's template that it failed to fill."""
_TEMPLATE_WORDS = ("v-for", "ng-repeat", "{{", "<%", "{@each", "ms-for", ":loop")
_DRAWN = (
    *("jpaas-publish-server", "/dataproxy.jsp", "<datastore>", "gkmlpt/api", "/common/search/", "getgovinfolist"),
    *("search.jsp", "irs/front/search", "/stl/actions/", "stlDynamic_"),
)
_LOADS = re.compile(r"loadPageData\s*\(")
_ASKS = re.compile(r"\$\.(?:ajax|get|post|getJSON)\s*\(|\bfetch\s*\(|XMLHttpRequest|\baxios\b|\.load\s*\(")
_LIBRARY = re.compile(
    r"jquery|bootstrap|swiper|layui|modernizr|respond|html5|share|count|hits|click|jiucuo|baidu|cnzz|sitegray|analytics|tongji"
    r"|barrier|aria|slide|marquee|wza",
    re.IGNORECASE,
)
"""Scripts that draw no lists."""
_SAYING = ("p", "div", "span", "li", "td", "dd", "center", "font", "h3", "h4", "em", "b", "i", "strong", "a")
"""Elements that say on an empty page that there is nothing; a link only where it leads nowhere."""
_EMPTY_BOX = ("ul", "ol", "dl", "tbody", "div", "table")
_NOT_LIST_ID = re.compile(
    r"page|fenye|tree|share|qr|ewm|search|weather|time|date|vive|click|hits|top|login|nav|menu|foot|head|banner|logo",
    re.I,
)


@dataclass(frozen=True, kw_only=True)
class Gap:
    """Why a page shows no rows."""

    shape: Shape
    """EMPTY_LIST or SHELL."""
    own: bool
    """It stands under the column's own heading, or is the total of the column's own pager."""
    note: str


def gap_of(scene: Scene, pager: Pager | None, *, frames_read: bool = False) -> Gap | None:
    """Whether the page is an empty list or a shell, None when neither shows.

    Anything that a script could still fill is a shell, never empty: an empty column is an accusation. With
    `frames_read` the pages shown inside this one are known to hold no rows.
    """
    if pager is not None and pager.total == 0 and pager.pages <= 1:
        return Gap(shape=Shape.EMPTY_LIST, own=True, note="分页显示共0条")
    drawn, box = _drawn(scene, frames_read=frames_read)
    if drawn:
        return Gap(shape=Shape.SHELL, own=box is not None and _owned(scene, box), note=drawn)
    said = _says_nothing(scene)
    if said is not None:
        owner, text = said
        return Gap(shape=Shape.EMPTY_LIST, own=_owned(scene, owner), note=f"页面显示“{squeeze(text)[:30]}”")
    if pager is not None and pager.total:
        return None  # the list has rows, wherever they are
    lists = [box for box in _empty_boxes(scene) if box.tag != "div" and not _NOT_LIST_ID.search(box.get("id") or "")]
    lists = [box for box in lists if next(box.iter("script"), None) is None]
    for box in lists:
        if _links_after(scene, box):
            continue
        own = _owned(scene, box) or (len(lists) == 1 and _all_there_is(scene, box))
        if own or box in scene.near_pager or parent_of(box) in scene.near_pager:
            return Gap(shape=Shape.EMPTY_LIST, own=own, note="列表区域内没有条目")
    for box in scene.found.body.iter("div"):
        above = box.getprevious()
        bare = not len(box) and not squeeze(box.text) and not box.get("id") and zone_of(scene, box) >= CONTENT
        headed = above is not None and above.tag in ("h1", "h2", "h3", "h4")
        if bare and headed and _owned(scene, box) and _all_there_is(scene, box) and not _may_be_more(scene):
            return Gap(shape=Shape.EMPTY_LIST, own=True, note="栏目标题下没有任何内容")
    return None


def _may_be_more(scene: Scene) -> bool:
    """Whether a script, be it a library's, may fill a box without a name, or the page heads others in its folder."""
    if scene.document.tagged("script"):
        return True
    own = page_key(scene.document.url)
    links = (address(scene.document, anchor) for anchor in itertools.islice(scene.found.anchors, 500))
    return any(page_key(url).startswith(f"{own}/") for url in links if url)


def _all_there_is(scene: Scene, box: Element) -> bool:
    """Whether a page that bears the expected name holds no item beside this box, and no script to fill it."""
    if zone_of(scene, box) < CONTENT or not any(names_agree(one, own) for one in scene.expected for own in scene.names):
        return False
    if _loads_scripts(scene):
        return False
    items = (a for a, text in scene.found.anchors.items() if len(text) >= TITLE_LENGTH or scene.found.days[a])
    return not any(zone_of(scene, anchor) >= CONTENT for anchor in items)


def _loads_scripts(scene: Scene) -> bool:
    """Whether the page loads a script of its own that could fill a list: its text is not known."""
    sources = (script.get("src") or "" for script in scene.document.tagged("script"))
    return any(source and not _LIBRARY.search(source) for source in sources)


def _owned(scene: Scene, element: Element) -> bool:
    """Whether an element stands under the column's own heading, and under its last one: menus repeat the name first."""
    text, heading = heading_above(element, element)
    if heading is None:
        return False
    # A name that only holds the column's, with a page of its own, is a sub-column's.
    agree = operator.eq if more_of(scene, element, heading) else names_agree
    if not any(agree(plain_name(text), name) for name in (*scene.names, *scene.expected)):
        return False
    inside = set(heading.iter())
    later = False
    for other in scene.found.body.iter():
        if other is heading:
            later = True
        elif later and isinstance(other.tag, str) and other not in inside and other.tag not in UNREAD:
            own = plain_name(squeeze(other.text)[:30])
            if own in scene.names and other.tag != "a" and zone_of(scene, other) >= CONTENT:
                return False
    return True


def _links_after(scene: Scene, box: Element) -> bool:
    """Whether the content goes on with links that no day and no other heading explains: then nothing is certain."""
    order = {element: index for index, element in enumerate(scene.found.body.iter())}
    later = [a for a in scene.found.anchors if order[a] > order[box] and not scene.found.days[a]]
    return sum(zone_of(scene, a) >= CONTENT and not _dated_around(scene, a) for a in later[:60]) > 3


def _dated_around(scene: Scene, anchor: Element) -> bool:
    return any(scene.found.days[above] for _, above in zip(range(2), ancestors(anchor), strict=False))


def _drawn(scene: Scene, *, frames_read: bool) -> tuple[str, Element | None]:
    """In Chinese, what shows that a script draws the list, and the box it fills; empty when nothing does."""
    text = scene.document.text
    if (
        any(word in text for word in _DRAWN)
        or _LOADS.search(text)
        or (any(word in text for word in _TEMPLATE_WORDS) and _TEMPLATE.search(text))
    ):
        return "列表由脚本生成", None
    if _LEFT_OVER.search(text):
        return "页面模板未能生成，列表标签原样显示", None
    scripts = [script.text for script in scene.document.tagged("script") if script.text]
    asking: bool | None = None
    for box in _empty_boxes(scene):
        name = box.get("id") or ""
        if name and not _NOT_LIST_ID.search(name):
            if any(
                name in script and re.search(rf"""["'#]{re.escape(name)}["'\s]""", script[:100_000])
                for script in scripts
            ):
                return "列表由脚本填充", box
            if asking is None:
                asking = any(_ASKS.search(script[:100_000]) for script in scripts)
            if asking or box.tag == "div" or _loads_scripts(scene):
                return "列表区域可能由脚本填充", box
    if any(_holds_rows(node.text or "") for node in scene.found.body.iter(etree.Comment)):
        return "列表在注释中，由脚本生成", None
    for frame in () if frames_read else scene.found.body.iter("iframe"):
        hidden = any(re.search(r"display\s*:\s*none", e.get("style") or "") for e in (frame, *ancestors(frame)))
        source = frame.get("src") or ""
        if not hidden and source and not source.startswith(("javascript:", "about:")):
            return "列表在内嵌页面中", frame
    return "", None


def _holds_rows(comment: str) -> bool:
    text = comment[:200_000]
    return text.count("<li") >= 3 and re.search(r"20\d\d-\d\d-\d\d", text) is not None


def _empty_boxes(scene: Scene) -> Iterator[Element]:
    """The first elements in the content that could hold a list and hold nothing."""
    count = 0
    for element in scene.found.body.iter(*_EMPTY_BOX):
        if element.tag in ("table", "tbody") and _is_header_alone(element):
            if zone_of(scene, element) >= 0.4:
                yield element
            continue
        if any(inner.tag not in UNREAD for inner in element.iterchildren() if isinstance(inner.tag, str)):
            continue
        if squeeze(element.text_content() if not len(element) else element.text) or zone_of(scene, element) < 0.4:
            continue
        if element.tag == "div" and not element.get("id"):
            continue
        yield element
        count += 1
        if count >= MOST_BOXES:
            return


def _is_header_alone(table: Element) -> bool:
    """Whether a table holds the row that names its columns and nothing else."""
    rows = list(table.iter("tr"))
    cells = [squeeze(cell.text_content()) for cell in rows[0].iter("th", "td")] if len(rows) == 1 else []
    return len(cells) > 1 and all(HEADER_WORD.match(cell) for cell in cells)


def _says_nothing(scene: Scene) -> tuple[Element, str] | None:
    """The element that says, itself or behind a heading in it, that there is nothing; and its words."""
    for element in scene.found.body.iter():
        for text, owner in ((element.text, element), (element.tail, parent_of(element))):
            if not text or len(text) > 60 or owner is None or owner.tag not in _SAYING:
                continue
            if not _NOTHING.match(squeeze(text)):
                continue
            if owner.tag == "a" and address(scene.document, owner) is not None:
                continue
            hidden = any("none" in (e.get("style") or "") for e in (owner, *ancestors(owner)))
            if not hidden and zone_of(scene, owner) >= 0.4:
                return owner, text
    return None


def text_length(scene: Scene, rows: Sequence[Row]) -> int:
    """Characters of running text in the content, outside links, rows, menus and the footer."""
    inside = {row.element for row in rows}
    total = 0
    for element, texts in scene.document.read(scene.found.body):
        for text, after in zip(texts, (False, True), strict=True):
            if not text or len(text) < 8 or text.isspace():
                continue
            owner = parent_of(element) if after else element
            if owner is None or not isinstance(owner.tag, str) or owner.tag in _NO_TEXT:
                continue
            length = len(squeeze(text))
            if length < 8 or zone_of(scene, owner) < CONTENT or _COLOPHON.search(text[:200]) or _LEFT_OVER.search(text):
                continue
            if lone_date(text, as_of=scene.found.as_of):
                continue
            if not any(e in inside or e.tag == "a" for e in itertools.chain((owner,), ancestors(owner))):
                total += length
        if total >= MUCH_TEXT:
            break
    return total


def has_picture(scene: Scene) -> bool:
    """Whether the content is a picture (an organisation chart) or an embedded document."""
    for element in scene.found.body.iter("img", "embed", "object", "video"):
        if element.tag != "img":
            return zone_of(scene, element) >= CONTENT
        if any(above.tag == "a" for above in ancestors(element)):
            continue
        name = f"{element.get('src') or ''} {element.get('class') or ''}".lower()
        body = any(
            re.search(r"editor|content|article|zoom|detail|cont\b", (e.get("class") or "") + (e.get("id") or ""), re.I)
            for e in ancestors(element)
        )
        if body and not re.search(r"logo|icon|ico|btn|arrow|line|bg", name):
            return zone_of(scene, element) >= CONTENT
    return False


def has_file(scene: Scene) -> bool:
    """Whether the content offers a document by name: a list of duties or charges is often one file on its page."""
    named = (anchor for anchor, text in scene.found.anchors.items() if len(text) >= TITLE_LENGTH)
    return any(is_file(anchor) and zone_of(scene, anchor) >= CONTENT for anchor in named)


def has_table(scene: Scene) -> bool:
    """Whether the content is a table of facts (charges, duties, telephones): rows of words, no link, no form."""
    for table in scene.found.body.iter("table"):
        others = (inner for inner in table.iter("a", "input", "select", "textarea", "table") if inner is not table)
        if zone_of(scene, table) < CONTENT or next(others, None) is not None:
            continue
        rows = [[cell for cell in row.iter("td", "th") if squeeze(text_of(cell))] for row in table.iter("tr")]
        if sum(len(cells) >= 2 for cells in rows) >= FEWEST_FACTS and len(squeeze(text_of(table))) >= ENOUGH_TEXT:
            return True
    return False
