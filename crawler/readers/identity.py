"""Which column a page says it is: its breadcrumb, metas, title, headings and the menu entries it marks as current."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from crawler.readers.crumbs import crumb_box, read_crumbs
from crawler.readers.document import Document
from crawler.readers.links import LinkFact, links_of
from crawler.readers.names import MAX_LABEL, is_name, label_of
from crawler.readers.outline import Box, Outline, collapse
from crawler.readers.places import Place, has_state
from crawler.readers.trails import Trails

_TITLE_CLASS = re.compile(
    r"tit|(?:^|[\s_-])(?:bt|biaoti|lmmc|lm_?name|column_?name|cur_?name|channel_?name|hd|per)(?:$|[\s_\d-])|^t_\d+ "
)
_HEADING_TAGS = frozenset({"h1", "h2", "h3"})
_MAX_HEADINGS = 6


@dataclass(frozen=True, slots=True)
class Identity:
    """What a page calls itself; every part may be missing, and any one may be wrong."""

    title: str = ""
    """`<title>`."""
    column_name: str = ""
    """The first ColumnName meta: includes bring further ones with names of their own."""
    crumbs: tuple[tuple[str, str | None], ...] = ()
    """Breadcrumb names with addresses, outermost first, without the home entry, 正文 and 列表."""
    headings: tuple[str, ...] = ()
    """h1–h3 and title blocks of the main part, in order."""
    current: tuple[str, ...] = ()
    """Names of menu entries marked as the current ones, outermost first."""
    site_name: str = ""
    article_title: str = ""
    """ArticleTitle meta: the page is an article when it is not empty and not the column's name."""

    @property
    def is_article(self) -> bool:
        """Whether the metas say that this is an article; False proves nothing."""
        return bool(self.article_title) and self.article_title not in (self.column_name, self.site_name)


def same_column(one: Identity, other: Identity) -> bool:
    """Whether nothing in what two pages say of themselves speaks against their being pages of one column.

    Pagers of broken sites wander into other columns and to the home page, with an answer of 200 each time.
    """
    if one.column_name and other.column_name and one.column_name != other.column_name:
        return False
    if one.crumbs and other.crumbs and one.crumbs[-1][0] != other.crumbs[-1][0]:
        return False
    return not (other.is_article and not one.is_article)


def read_identity(document: Document) -> Identity:
    """Read what a page calls itself."""
    outline = Outline(document)
    found = crumb_box(outline)
    return identity_of(outline, found, links_of(outline, found))


def identity_of(outline: Outline, found: tuple[Box, int] | None, links: tuple[LinkFact, ...]) -> Identity:
    """The identity of an outline whose breadcrumb and links are known; see `read_identity`."""
    metas = _metas(outline.document)
    site_name = metas.get("sitename", "")
    title = next((collapse(e.text or "") for e in outline.document.tagged("title") if (e.text or "").strip()), "")
    return Identity(
        title=title[:300],
        column_name=metas.get("columnname", ""),
        crumbs=read_crumbs(outline, found, site_name),
        headings=_headings(outline, found[0] if found else None, site_name),
        current=_current(outline, links),
        site_name=site_name,
        article_title=metas.get("articletitle", ""),
    )


def _metas(document: Document) -> dict[str, str]:
    """The first value of each named meta, names in lower case; an empty first value counts."""
    metas: dict[str, str] = {}
    for meta in document.tagged("meta"):
        name = (meta.get("name") or "").strip().lower()
        if name:
            metas.setdefault(name, collapse(re.sub(r"<[^<>]*>", "", meta.get("content") or "")[:500]))
    return metas


def _headings(outline: Outline, crumb: Box | None, site_name: str) -> tuple[str, ...]:
    """Headings, those behind the breadcrumb first: before it stand the site's name and its menus."""
    border = crumb.t1 if crumb is not None else 0
    trails = Trails(outline)
    found: list[tuple[bool, str]] = []
    for box in outline.boxes:
        heading = box.tag in _HEADING_TAGS
        if not heading and (box.tag in ("a", "li", "ul", "body", "html", "script", "img") or box.links > 2):
            continue
        if not heading and not (box.cls and _title_class(box.cls)):
            continue
        if box.t1 - box.t0 > 20 or box.t1 == box.t0:
            continue
        text = trails.title_of(box) or (label_of(outline.text(box)) if heading else "")
        if text and len(text) <= 60 and text != site_name:
            found.append((box.t0 < border, text))
    found.sort(key=lambda one: one[0])
    return tuple(dict.fromkeys(text for _, text in found))[:_MAX_HEADINGS]


@lru_cache(maxsize=4096)
def _title_class(cls: str) -> bool:
    return _TITLE_CLASS.search(cls) is not None


def _current(outline: Outline, links: tuple[LinkFact, ...]) -> tuple[str, ...]:
    """Names of marked menu entries with the levels above the deepest one; entries that are no links count too."""
    names = [
        f.text for f in links if f.current and f.place in (Place.MENU, Place.BODY) and 1 < len(f.text) <= MAX_LABEL
    ]
    for box in outline.boxes:
        if box.tag in ("li", "dd", "span", "div") and not box.links and box.cls and has_state(box.cls):
            text = label_of(outline.text(box)) if box.t1 - box.t0 < 12 else ""
            if is_name(text):
                names.append(text)
    return tuple(dict.fromkeys(names))[:12]
