"""网页标签: what is wrong with a page's tags of the national guideline, and which faults are a site's habit. Pure.

A fault that most pages of a site share comes from its template: it is said once, of the site, and not of every column.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from crawler.evidence import SiteEvidence
from crawler.inspected import Answering, TargetKind

Metas = Sequence[tuple[str, str]]

COLUMN_TAGS = ("SiteName", "SiteDomain", "SiteIDCode", "ColumnName", "ColumnType")
ARTICLE_TAGS = (*COLUMN_TAGS, "ArticleTitle", "PubDate")
SOURCE = "ContentSource"
"""Asked for where an article has a source: listed beside other faults, no fault by itself."""
OWN = frozenset(name.lower() for name in (*ARTICLE_TAGS, SOURCE))
"""Tags of the guideline alone; keywords and description stand on every web page."""
# The guideline writes 2026-08-24 09:30; the other ways to write a day are met in the field, and read as well.
_DAY = re.compile(
    r"(\d{4})(?:-|/|\.|年)(\d{1,2})(?:-|/|\.|月)(\d{1,2})日?(?:[ T]?\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?\Z"
)


@dataclass(frozen=True, kw_only=True)
class TagHabits:
    """How often each fault was seen on a site's pages of one kind."""

    columns: int = 0
    column_faults: Mapping[str, int] = field(default_factory=dict)
    articles: int = 0
    article_faults: Mapping[str, int] = field(default_factory=dict)

    def of_columns(self) -> tuple[str, ...]:
        """Faults that most column pages share."""
        return _usual(self.column_faults, self.columns)

    def of_articles(self) -> tuple[str, ...]:
        """Faults that most articles share."""
        return _usual(self.article_faults, self.articles)


def tag_habits(site: SiteEvidence) -> TagHabits:
    """What the closer looks at a site's columns tell of its templates."""
    pages: dict[str, Metas] = {}
    articles: dict[str, Metas] = {}
    for column in site.columns.values():
        look = column.inspection
        if look is None or not look.with_metas or column.located is None:
            continue
        if is_tagged(look.metas):
            pages[column.located.url or ""] = look.metas
        for one in look.articles:
            if one.answer.answering is Answering.FINE and one.answer.kind is TargetKind.PAGE:
                articles[one.url] = one.metas
    return TagHabits(
        columns=len(pages),
        column_faults=_counted(pages.values(), COLUMN_TAGS),
        articles=len(articles),
        article_faults=_counted(articles.values(), ARTICLE_TAGS),
    )


def is_tagged(metas: Metas) -> bool:
    """Whether a page carries any tag of the guideline."""
    return any(name.lower() in OWN for name, _ in metas)


def values_of(metas: Metas, name: str) -> list[str]:
    """Contents of a tag, in whatever letters its name is written."""
    return [value.strip() for one, value in metas if one.lower() == name.lower()]


def faults_of(metas: Metas, names: Sequence[str]) -> list[str]:
    """What is wrong with the tags of one page: Chinese phrases that name the tag."""
    faults = []
    for name in names:
        values = values_of(metas, name)
        filled = [value for value in values if value]
        if not values:
            faults.append(f"缺少{name}")
        elif not filled:
            faults.append(f"{name}为空")
        elif len(set(values)) > 1:
            faults.append(f"{name}重复且内容不同")
        elif name == "PubDate" and not _is_day(filled[0]):
            faults.append(f"{name}格式不符")
    return faults


def _counted(pages: Iterable[Metas], names: Sequence[str]) -> dict[str, int]:
    return dict(Counter(fault for metas in pages for fault in faults_of(metas, names)))


def _usual(faults: Mapping[str, int], pages: int) -> tuple[str, ...]:
    return tuple(fault for fault, count in faults.items() if 2 * count > pages)


def _is_day(value: str) -> bool:
    found = _DAY.match(value)
    if found is None:
        return False
    try:
        date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return False
    return True
