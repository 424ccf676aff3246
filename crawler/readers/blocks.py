"""Blocks: rows that stand together under one heading, and how likely they are the column's own list.

A page shows its list beside menus, hot lists, friend links and blocks of other columns. What tells the list apart is
structure: a heading or breadcrumb that names the column, a pager beside it, links into the column's own folder, its
number of dated rows; class names only rule out what calls itself a menu, a footer or a hot list.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from lxml.html import HtmlElement as Element

from crawler.readers.addresses import looks_like_article, page_key
from crawler.readers.document import Document
from crawler.readers.rows import Row, address, flat_rows, read_row
from crawler.readers.survey import (
    NATURAL,
    UNREAD,
    Survey,
    ancestors,
    dated_elements,
    parent_of,
    squeeze,
)

_NAV = re.compile(
    r"(?:^|[\s_-])(?:(?:top|main|sub|sec|left|right|site|foot|head|side)?(?:nav|navi|menu)(?:bar|box|list|igation|gation)?|header|footer"
    r"|foot|topbar|toolbar|bread\w*|crumbs?|dqwz|copyright|friend\w*|flink\w*|yqlj|banner|login|share|bdsharebuttonbox)(?:$|[\s_-])"
)
_SIDE = re.compile(
    r"(?:^|[\s_-])(?:side\w*|aside|hot\w*|rank\w*|recommend\w*|tuijian\w*|related?\w*|xgyd|xgxx|xgwz|rightbar|leftbar|cbl)(?:$|[\s_-])"
)
_BAD_HEADING = re.compile(
    r"热门|热点(?:推荐|文章|新闻|排行|资讯)|热搜|排行|点击量|推荐|猜你|相关(?:链接|文章|阅读|新闻|信息|稿件|文件|解读|附件|报道|内容|政策|推荐)"
    r"|友情链接|网站链接|常用链接|浏览记录|^最新|最近(?:更新|发布)|最热|阅读排名|上一篇|下一篇|关联(?:文件|稿件|阅读)"
)
_MORE = re.compile(
    r"^[\[【(（<>»›+\s·]*(?:查看|点击)?(?:更多|more|全部)(?:信息|内容)?[\]】)）<>»›+\s….]*$", re.IGNORECASE
)
_HEADER_WORD = re.compile(
    r"^(?:序号?|编号|标题|信息标题|名称|文件名称?|信息名称|文号|发文字号|文件编号|索引号|成文日期|发布日期|发布时间|公开日期|公开时间|日期|时间|生成日期"
    r"|发文日期|发布机构|发文机关|主题分类|操作|下载|有效性|公开形式|责任部门|来源|状态|类别|类型|来信标题|提交时间|回复时间|处理状态|主题)$"
)
_STATE = re.compile(r"^(?:on|cur|curr|current|active|selected|hover|first|last|odd|even|clearfix|cf|fl|fr|row)$|\d+")
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_DECORATION = re.compile(r"[A-Za-z0-9\s/|·•>»›:：+\[\]【】()（）.…,&'’-]+")
_SUFFIX = re.compile(r"(?:专栏|栏目|专题|专区|列表|信息列表)$")


def plain_name(text: str) -> str:
    """A heading or column name without decoration, Latin subtitle and 专栏-like suffix, for comparison only."""
    bare = _DECORATION.sub("", text.replace("更多", ""))
    return _SUFFIX.sub("", bare) or bare


def names_agree(one: str, other: str) -> bool:
    """Whether two plain names mean one column: equal, or one long name within the other."""
    if not one or not other:
        return False
    short, long = sorted((one, other), key=len)
    return short == long or (len(short) >= 4 and short in long and len(long) <= len(short) * 2)


@dataclass(frozen=True, kw_only=True)
class Block:
    """Rows in one container, with what stands above them."""

    container: Element
    rows: tuple[Row, ...]
    heading: str
    own: bool
    """The heading names the column itself."""
    more: str | None
    """Where 更多 or the heading leads: a page of this block's own."""

    menu: bool = False
    """Links to other columns, not to items."""

    @property
    def bad(self) -> bool:
        """A hot list, related articles, friend links."""
        return not self.own and bool(_BAD_HEADING.search(self.heading))


@dataclass(kw_only=True)
class Group:
    """The blocks of one design: same tags and classes from the top of the page to the row."""

    blocks: list[Block]
    zone: float
    """1 in the content; less in what calls itself side bar, menu or footer."""
    paged: int
    """Steps up from the container to the element that holds the pager; 9 when none does."""
    score: float = 0.0

    @property
    def rows(self) -> list[Row]:
        """All rows in page order."""
        return [row for block in self.blocks for row in block.rows]

    @property
    def menu(self) -> bool:
        """Whether all blocks are links to other columns."""
        return all(block.menu for block in self.blocks)

    @property
    def own(self) -> bool:
        """Whether a block's heading names the column."""
        return any(block.own for block in self.blocks)

    @property
    def dated(self) -> int:
        """Rows with a day."""
        return sum(row.day is not None for row in self.rows)


@dataclass(kw_only=True)
class Scene:
    """A page's blocks with what is needed to weigh them."""

    found: Survey
    names: tuple[str, ...]
    """Plain names of the column: what the caller expects and what the page calls itself."""
    pager_marks: list[Element]
    signatures: dict[Element, str] = field(default_factory=dict)
    zones: dict[Element, float] = field(default_factory=dict)
    near_pager: set[Element] = field(default_factory=set)

    def __post_init__(self) -> None:
        for mark in self.pager_marks:
            self.near_pager.update(e for e in ancestors(mark) if e is not self.found.body and e.tag != "html")

    @property
    def document(self) -> Document:
        """The page."""
        return self.found.document


def signature(scene: Scene, element: Element) -> str:
    """Tags and classes from the top down, without numbers and states, equal for blocks of one design."""
    chain: list[Element] = []
    path = ""
    for current in (element, *ancestors(element)):
        if current in scene.signatures:
            path = scene.signatures[current]
            break
        chain.append(current)
        if current is scene.found.body:
            break
    for current in reversed(chain):
        classes = sorted({_STATE.sub("", name) for name in (current.get("class") or "")[:200].split()[:8]} - {""})
        path = f"{path}/{current.tag}.{'.'.join(classes)}"[-2000:]
        scene.signatures[current] = path
    return path


def dated_groups(scene: Scene) -> list[Group]:
    """Groups that hold at least one dated row, weighed, best first."""
    elements, flats = dated_elements(scene.found)
    by_design: dict[str, dict[Element, list[Element]]] = {}
    for element in elements:
        container = _container(element)
        key = f"{signature(scene, container)}>{element.tag}"
        by_design.setdefault(key, {}).setdefault(container, []).append(element)
    groups = []
    for containers in by_design.values():
        blocks = [block for c, rows in containers.items() if (block := _block(scene, c, rows, complete=True))]
        groups += _group(scene, blocks)
    groups += _flat_groups(scene, flats)
    return _weighed(scene, [g for g in groups if g.dated or any(scene.found.days[row.element] for row in g.rows)])


def _flat_groups(scene: Scene, flats: Sequence[Element]) -> list[Group]:
    """Groups of rows without elements of their own; table rows of several items each make one list."""
    by_design: dict[str, dict[Element, list[Row]]] = {}
    for element in flats:
        container = _container(element) if element.tag in NATURAL else element
        rows = by_design.setdefault(signature(scene, element), {}).setdefault(container, [])
        rows += flat_rows(scene.found, element)
    groups = []
    for containers in by_design.values():
        groups += _group(scene, [_headed(scene, c, _titled(rows)) for c, rows in containers.items() if rows])
    return groups


def undated_groups(scene: Scene, taken: Sequence[Group]) -> list[Group]:
    """Groups of links without days that could still be a list (offices, leaders, photos), weighed, best first."""
    used = {row.element for group in taken for row in group.rows}
    by_design: dict[str, dict[Element, list[Element]]] = {}
    for anchor in itertools.islice(scene.found.anchors, 3000):
        row = _link_row(scene.found, anchor)
        if row in used or any(e in used for e in ancestors(row)):
            continue
        container = _container(row)
        rows = by_design.setdefault(f"{signature(scene, container)}>{row.tag}", {}).setdefault(container, [])
        if not rows or rows[-1] is not row:
            rows.append(row)
    groups = []
    for containers in by_design.values():
        blocks = [block for c, rows in containers.items() if (block := _block(scene, c, rows, complete=False))]
        blocks = [replace(block, menu=_menu(scene, block)) for block in blocks if not _current(scene, block)]
        groups += _group(scene, blocks)
    return _weighed(scene, groups)


def _container(row: Element) -> Element:
    above = parent_of(row)
    if above is None:
        return row
    if row.tag == "tr":
        return next((e for e in ancestors(row) if e.tag == "table"), above)
    return above


def _link_row(found: Survey, anchor: Element) -> Element:
    row = anchor
    for depth, above in enumerate(ancestors(anchor)):
        if depth >= 6 or above is found.body or found.links[above] > 4:
            break
        if above.tag in NATURAL:
            return above
    for above in ancestors(anchor):
        if found.links[above] != found.links[anchor] or above.tag in ("td", "ul", "ol", "dl", "table", "tbody", "body"):
            break
        row = above
    return row


def _block(scene: Scene, container: Element, elements: Sequence[Element], *, complete: bool) -> Block | None:
    columns = header_of(container) if elements[0].tag == "tr" else ()
    chosen = set(elements)
    tag = elements[0].tag
    classes = {element.get("class") for element in elements}
    rows = []
    siblings = container.iter("tr") if tag == "tr" else container.iterchildren()
    for element in siblings if complete else elements:
        if element in chosen:
            pass
        elif (
            element.tag != tag
            or not scene.found.links[element]
            or scene.found.links[element] > 6
            or (tag not in NATURAL and element.get("class") not in classes)
            or any(above in chosen for above in ancestors(element))
            or any(e in chosen for e in element.iter(tag))
        ):
            continue
        row = read_row(scene.found, element, columns)
        if row and not _is_header(element):
            rows.append(row)
    rows = _titled(rows)
    return _headed(scene, container, rows) if rows else None


def _titled(rows: Sequence[Row]) -> list[Row]:
    """Rows without days that stand in titles by chance: believed when most rows carry one and no row has another."""
    from_titles = sum(row.from_title for row in rows)
    others = any(row.day is not None and not row.from_title for row in rows)
    if not from_titles or (not others and from_titles * 2 >= len(rows)):
        return list(rows)
    return [Row(**{**vars(row), "day": None, "from_title": False}) if row.from_title else row for row in rows]


def header_of(table: Element) -> tuple[str, ...]:
    """The header texts of a table, empty when its first rows head nothing."""
    for count, row in enumerate(table.iter("tr")):
        if count > 2:
            break
        if _is_header(row):
            return tuple(squeeze(cell.text_content())[:20] for cell in row if cell.tag in ("td", "th"))
    return ()


def _is_header(row: Element) -> bool:
    cells = [squeeze(cell.text_content()).replace(" ", "") for cell in row if isinstance(cell.tag, str)]
    known = sum(bool(_HEADER_WORD.match(cell)) for cell in cells)
    return known >= 2 or (known == 1 and len(cells) == 1 and not any(True for _ in row.iter("a")))


def _headed(scene: Scene, container: Element, rows: Sequence[Row]) -> Block:
    heading, element = heading_above(container, rows[0].element)
    own = any(names_agree(plain_name(heading), name) for name in scene.names)
    return Block(
        container=container,
        rows=tuple(rows),
        heading=heading,
        own=own,
        more=_more(scene, container, element if heading else None),
    )


def heading_above(container: Element, first: Element) -> tuple[str, Element | None]:
    """The short text above the rows, inside the container or before it, and the element it stands in."""
    path = {first, *ancestors(first)}
    inside: list[Element] = []
    for child in container.iterchildren():
        if child in path:
            break
        inside.append(child)
    spoken, element = _last_short(inside)
    current = container
    for _ in range(4):
        if spoken:
            return spoken, element
        if element is not None or current.tag == "body":
            break
        before: list[Element] = []
        sibling = current.getprevious()
        while sibling is not None and len(before) < 6:
            before.insert(0, sibling)
            sibling = sibling.getprevious()
        spoken, element = _last_short(before)
        above = parent_of(current)
        if above is None:
            break
        if not spoken and element is None and above.text and 2 <= len(squeeze(above.text)) <= 24:
            return squeeze(above.text), above
        current = above
    return spoken, element


def _last_short(elements: Sequence[Element]) -> tuple[str, Element | None]:
    """The last of some elements that says something: its text when that is short enough for a heading."""
    for element in reversed(elements):
        if not isinstance(element.tag, str) or element.tag in UNREAD or element.tag in ("br", "hr"):
            continue
        parts = [
            text
            for inner in element.iter()
            if isinstance(inner.tag, str) and inner.tag not in UNREAD
            for text in (inner.text,)
            if text
        ]
        text = squeeze(element.text_content()) if len(parts) < 12 else "x" * 99
        text = squeeze(re.sub(r"[\[【(（<]?\s*(?:查看)?(?:更多|more|MORE|More)\s*[\]】)）>»+.…]*", "", text))
        if "位置" in text[:12] and len(text) > 6:
            return "", element
        if text:
            return (text, element) if len(text) <= 30 else ("", element)
    return "", None


def _more(scene: Scene, container: Element, heading: Element | None) -> str | None:
    """Where 更多 beside the heading or under the rows leads, or the heading itself; None for this very page."""
    own = page_key(scene.document.url)
    places = [heading] if heading is not None else []
    places.append(container)
    for place in places:
        for count, anchor in enumerate(place.iter("a")):
            if count > 200:
                break
            text = squeeze(anchor.text_content())
            if _MORE.match(text) or (place is heading and place is not container and len(text) >= 2):
                url = address(scene.document, anchor)
                if url and page_key(url) != own:
                    return url
    return None


def _current(scene: Scene, block: Block) -> bool:
    """Whether one of the undated links is this very page: a menu that shows where one is."""
    own = page_key(scene.document.url)
    if sum(row.day is not None for row in block.rows) * 2 >= len(block.rows):
        return False
    return any(not row.href or row.href in ("./", "#") or (row.url and page_key(row.url) == own) for row in block.rows)


def _menu(scene: Scene, block: Block) -> bool:
    """Whether undated links lead to index pages, not to articles."""
    if sum(row.day is not None for row in block.rows) * 2 >= len(block.rows):
        return False
    known = [row.url for row in block.rows if row.url]
    if block.own and _paged(scene, block.container) <= 1:
        return False
    return bool(known) and sum(looks_like_article(url) for url in known) * 2 < len(known)


def _group(scene: Scene, blocks: list[Block]) -> list[Group]:
    """One group of blocks of a design, hot lists left out; many single rows are one block."""
    good = [block for block in blocks if not block.bad]
    if not good:
        return []
    if len(good) > 1:
        zones = {block.container: zone_of(scene, block.container) for block in good}
        best = max(zones.values())
        good = [block for block in good if zones[block.container] * 2 > best]
    if len(good) > 2 and sum(len(block.rows) == 1 for block in good) * 2 > len(good):
        shared = _shared(scene, [block.container for block in good])
        good = [_headed(scene, shared, [row for block in good for row in block.rows])]
    own = [block for block in good if block.own]
    bare = [block for block in good if not block.heading]
    if not own and bare and len(bare) < len(good):
        nearest = min(_paged(scene, block.container) for block in bare)
        if nearest <= 1 and all(_paged(scene, block.container) > nearest for block in good if block.heading):
            good = bare
    if own and len(own) < len(good):
        # Blocks without a heading go on with the list above them (five rows each); other headings are other lists.
        good = [block for block in good if block.own or not block.heading]
    zone = min(zone_of(scene, block.container) for block in good)
    paged = min(_paged(scene, block.container) for block in good)
    return [Group(blocks=good, zone=zone, paged=paged)]


def _shared(scene: Scene, elements: Sequence[Element]) -> Element:
    common = [*ancestors(elements[0])]
    for element in elements[1:]:
        above = set(ancestors(element))
        common = [e for e in common if e in above]
    return common[0] if common else scene.found.body


def zone_of(scene: Scene, element: Element) -> float:
    """1 for an element in the content, less for each side bar, menu, header, footer or hidden box around it."""
    chain: list[Element] = []
    worth = 1.0
    for current in (element, *ancestors(element)):
        if current in scene.zones:
            worth = scene.zones[current]
            break
        if current is scene.found.body:
            break
        chain.append(current)
    for current in reversed(chain):
        worth *= _worth(current)
        scene.zones[current] = worth
    return worth


def _worth(element: Element) -> float:
    name = f"{element.get('class') or ''} {element.get('id') or ''}".lower()[:300]
    worth = 1.0
    if element.tag in ("nav", "footer", "header", "select") or _NAV.search(name) or "位置" in (element.text or "")[:20]:
        worth = 0.05
    elif element.tag == "aside" or _SIDE.search(name):
        worth = 0.2
    if _HIDDEN.search((element.get("style") or "")[:300]):
        worth *= 0.5
    width = re.match(r"\s*(\d{2,3})(%|px)?\s*$", element.get("width") or "") if element.tag == "td" else None
    if width and (int(width[1]) <= 33 if width[2] == "%" else int(width[1]) <= 280):
        worth *= 0.3
    return worth


def _paged(scene: Scene, container: Element) -> int:
    if container in scene.near_pager:
        return 0
    for depth, above in enumerate(ancestors(container), 1):
        if depth > 3:
            break
        if above in scene.near_pager:
            return depth
    return 9


def _weighed(scene: Scene, groups: list[Group]) -> list[Group]:
    folder = scene.document.url.partition("?")[0].rpartition("/")[0] + "/"
    shallow = folder.count("/") < 4
    nearest = min((group.paged for group in groups), default=9)
    for group in groups:
        rows = group.rows
        base = sum((10 + min(len(r.title), 40) / 4) if r.day else (2 + min(len(r.title), 40) / 10) for r in rows)
        base = min(base, 600)
        linked = [row.url for row in rows if row.url]
        inside = 0 if shallow or not linked else sum(url.startswith(folder) for url in linked) / len(linked)
        pager = {0: 4.0, 1: 3.0, 2: 2.0, 3: 1.5}.get(group.paged, 1.0) if group.paged == nearest else 1.0
        group.score = base * group.zone * (8.0 if group.own else 1.0) * pager * (1 + inside)
    return sorted(groups, key=lambda group: -group.score)
