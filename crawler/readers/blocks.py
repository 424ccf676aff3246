"""Blocks: rows that stand together under one heading, and how likely they are the column's own list.

A page shows its list beside menus, hot lists, friend links and blocks of other columns. What tells the list apart is
structure: a heading or breadcrumb that names the column, a pager beside it, links into the column's own folder, its
number of dated rows; class names only rule out what calls itself a menu, a footer or a hot list.
"""

from __future__ import annotations

import itertools
import operator
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from lxml.html import HtmlElement as Element

from crawler.readers.addresses import looks_like_article, page_key
from crawler.readers.document import text_of
from crawler.readers.headings import heading_above, names_agree, plain_name
from crawler.readers.names import is_more
from crawler.readers.rows import Row, address, flat_rows, read_row
from crawler.readers.scene import CONTENT, Scene, signature, steps_to_pager, zone_of
from crawler.readers.survey import (
    NATURAL,
    Survey,
    ancestors,
    dated_elements,
    parent_of,
    squeeze,
)

_BAD_HEADING = re.compile(
    r"[热熱][门門]|推薦|相關|[热熱][点點](?:推荐|文章|新闻|排行|资讯)|[热熱]搜|排行|点击量|推荐|猜你|相关(?:链接|文章|阅读|新闻|信息|稿件|文件|解读|附件|报道|内容|政策|推荐)"
    r"|友情[链鏈]接|网站链接|常用链接|浏览记录|^最新|最近(?:更新|发布)|最热|阅读排名|上一篇|下一篇|关联(?:文件|稿件|阅读)"
)
HEADER_WORD = re.compile(
    r"^(?:序号?|编号|标题|信息标题|名称|文件名称?|信息名称|文号|发文字号|文件编号|索引号|成文日期|发布日期|发布时间|公开日期|公开时间|日期|时间|生成日期"
    r"|.{0,6}(?:日期|时间)|(?:案件|项目|事项|单位|企业|法人|主体|对象|(?:行政)?相对人|当事人)(?:名称)?|(?:决定书|许可证|批复)?(?:文书)?(?:文号|编号)"
    r"|发文日期|发布机构|发文机关|主题分类|操作|下载|有效性|公开形式|责任部门|来源|状态|类别|类型|来信标题|提交时间|回复时间|处理状态|主题)$"
)


TITLE_LENGTH = 10
"""Characters from which on a link's text is rather an article's title than a column's name."""
SHORT_NAME = 8
_DATED = re.compile(
    r"/t?(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-3]\d)?[/_]|/(?:19|20)\d\d[-/]\d{1,2}(?:[-/]|$)|/t\d{5,}|/art[/_]|/content[/_](?:[a-z]+_)?\d|/post_\d|/info/\d|[0-9a-f]{32}"
    r"|\.(?:pdf|docx?|xlsx?|wps|zip|rar|ofd)$",
    re.IGNORECASE,
)
_INDEX = re.compile(r"/(?:(?:index|default|main|list)[\w-]{0,20}\.\w{2,5})?$", re.IGNORECASE)


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

    expected: bool = False
    """The heading is a name that the caller expects."""
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
    pager_gap: int
    """Steps up to that element and down to the pager."""
    score: float = 0.0
    inside: bool = False
    """All links lead into the column's own folder."""

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
    """Groups of links in the content that could be a list without days (offices, leaders, photos), best first."""
    used = {row.element for group in taken for row in group.rows}
    by_design: dict[str, dict[Element, list[Element]]] = {}
    for anchor in itertools.islice(scene.found.anchors, 3000):
        if zone_of(scene, anchor) < CONTENT:
            continue
        row = _link_row(scene.found, anchor)
        if scene.found.days[row] or row in used or (used and any(e in used for e in ancestors(row))):
            continue
        container = _container(row)
        rows = by_design.setdefault(f"{signature(scene, container)}>{row.tag}", {}).setdefault(container, [])
        if not rows or rows[-1] is not row:
            rows.append(row)
    groups = []
    for containers in by_design.values():
        blocks = [block for c, rows in containers.items() if (block := _block(scene, c, rows, complete=False))]
        blocks = [replace(block, menu=_menu(scene, block)) for block in blocks]
        here = any(_current(scene, block) for block in blocks)
        # A menu that shows where one is; what goes on in its design beside it (an accordion) is the same menu.
        groups += _group(scene, [b for b in blocks if not _current(scene, b) and not (here and b.menu)])
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
            return tuple(squeeze(text_of(cell))[:20] for cell in row if cell.tag in ("td", "th"))
    return ()


def _is_header(row: Element) -> bool:
    cells = [squeeze(text_of(cell)).replace(" ", "") for cell in row if isinstance(cell.tag, str)]
    known = sum(bool(HEADER_WORD.match(cell)) for cell in cells)
    return known >= 2 or (known == 1 and len(cells) == 1 and not any(True for _ in row.iter("a")))


def _headed(scene: Scene, container: Element, rows: Sequence[Row]) -> Block:
    heading, element = heading_above(container, rows[0].element)
    plain = plain_name(heading)
    more = more_of(scene, container, element if heading else None)
    # A name that only holds the column's, with a page of its own, is a sub-column's.
    agree = operator.eq if more else names_agree
    return Block(
        container=container,
        rows=tuple(rows),
        heading=heading,
        own=any(agree(plain, name) for name in scene.names),
        expected=any(agree(plain, name) for name in scene.expected),
        more=more,
    )


def more_of(scene: Scene, container: Element, heading: Element | None) -> str | None:
    """Where 更多 beside the heading or under the rows leads, or the heading itself; None for this very page."""
    own = page_key(scene.document.url)
    places = [heading] if heading is not None else []
    if heading is not None and (beside := heading.getnext()) is not None and beside.tag == "a":
        places.append(beside)
    places.append(container)
    for place in places:
        for count, anchor in enumerate(place.iter("a")):
            if count > 200:
                break
            text = squeeze(text_of(anchor))
            if is_more(text) or (place is heading and place is not container and len(text) >= 2):
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
    """Whether undated links lead to other columns: index pages, or pages with names instead of titles."""
    if sum(row.day is not None for row in block.rows) * 2 >= len(block.rows):
        return False
    known = [row for row in block.rows if row.url]
    if block.own and steps_to_pager(scene, block.container)[0] <= 1:
        return False
    return bool(known) and sum(map(_is_item, known)) * 2 < len(known)


def _is_item(row: Row) -> bool:
    """Whether a link looks like one to an article: by its address, or by a title too long for a column's name.

    A number alone in the address says nothing of a short name: columns are numbered too (channels/20113.html).
    """
    url = row.url or ""
    if len(row.title) < SHORT_NAME and not _DATED.search(url):
        return False
    return looks_like_article(url) or (len(row.title) >= TITLE_LENGTH and not _INDEX.search(url.partition("?")[0]))


def _group(scene: Scene, blocks: list[Block]) -> list[Group]:
    """One group of blocks of a design, hot lists left out; many single rows are one block."""
    good = [block for block in blocks if not block.bad]
    if not good:
        return []
    if len(good) > 1:
        zones = {block.container: zone_of(scene, block.container) for block in good}
        best = max(zones.values())
        good = [block for block in good if zones[block.container] * 2 > best]
    good = _joined(scene, good)
    own = [block for block in good if block.own]
    expected = [block for block in good if block.expected]
    bare = [block for block in good if not block.heading]
    if not own and bare and len(bare) < len(good):
        nearest = min(steps_to_pager(scene, block.container) for block in bare)
        if nearest[0] <= 1 and all(steps_to_pager(scene, block.container) > nearest for block in good if block.heading):
            good = bare
    if own and len(own) < len(good):
        # Blocks without a heading go on with the list above them (five rows each); other headings are other lists.
        good = [block for block in good if block.own or not block.heading]
    elif expected and not own and good is not bare:
        good = expected
    zone = min(zone_of(scene, block.container) for block in good)
    paged = min(steps_to_pager(scene, block.container) for block in good)
    return [Group(blocks=good, zone=zone, paged=paged[0], pager_gap=paged[1])]


def _joined(scene: Scene, blocks: list[Block]) -> list[Block]:
    """Containers of one row each (a table, a box for every row) joined where several of them stand together."""
    single = [block for block in blocks if len(block.rows) == 1]
    if len(single) < 2 or len(single) * 2 < len(blocks):
        return blocks
    places: dict[Element, list[Block]] = {}
    for level in range(4):
        places = {}
        for block in single:
            place = next(itertools.islice(ancestors(block.container), level, None), scene.found.body)
            places.setdefault(place, []).append(block)
        if len(places) * 2 <= len(single):
            break
    joined = {}
    for place, some in places.items():
        rows = [row for block in some for row in block.rows]
        joined[some[0].container] = replace(_headed(scene, place, rows), menu=all(block.menu for block in some))
    return [joined.get(block.container, block) for block in blocks if len(block.rows) > 1 or block.container in joined]


_NEAR_PAGER = {0: 12.0, 1: 8.0, 2: 4.0, 3: 2.0}
"""Weight of a pager by the steps up from the rows to the element that holds both."""


def _weighed(scene: Scene, groups: list[Group]) -> list[Group]:
    folder = scene.document.url.partition("?")[0].rpartition("/")[0] + "/"
    shallow = folder.count("/") < 4
    nearest = min((group.pager_gap for group in groups), default=99)
    for group in groups:
        rows = group.rows
        base = sum((10 + min(len(r.title), 40) / 4) if r.day else (2 + min(len(r.title), 40) / 10) for r in rows)
        base = min(base, 600)
        linked = [row.url for row in rows if row.url]
        inside = 0 if shallow or not linked else sum(url.startswith(folder) for url in linked) / len(linked)
        group.inside = inside == 1
        pager = _NEAR_PAGER.get(group.paged, 1.0) if group.pager_gap == nearest else 1.0
        headed = all(block.heading for block in group.blocks) and bool(scene.names)
        expected = any(block.expected for block in group.blocks)
        named = 8.0 if group.own else 3.0 if expected else 0.5 if headed else 1.0
        group.score = base * group.zone * named * pager * (1 + inside)
    return sorted(groups, key=lambda group: -group.score)
