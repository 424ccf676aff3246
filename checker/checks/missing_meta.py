"""网页标签不规范: pages of the column lack tags of the national guideline, or carry them empty, twice or malformed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from checker.basis import PAGE_TAGS, join
from checker.facts import Facts
from checker.newest import inspection, read, refs
from checker.registry import Fault, check
from checker.result import Status
from crawler.evidence import SiteEvidence
from crawler.inspected import Article, TargetKind

Metas = Sequence[tuple[str, str]]

COLUMN_TAGS = ("SiteName", "SiteDomain", "SiteIDCode", "ColumnName", "ColumnType")
ARTICLE_TAGS = (*COLUMN_TAGS, "ArticleTitle", "PubDate")
_SOURCED = "ContentSource"
"""Asked for where an article has a source: listed beside other faults, no fault by itself."""
_OWN = frozenset(name.lower() for name in (*ARTICLE_TAGS, _SOURCED))
"""Tags of the guideline alone; keywords and description stand on every web page."""
_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?\Z")
_MOST_TOLD = 5


def _pages(facts: Facts) -> tuple[Article, ...]:
    return tuple(one for one in read(facts) if one.answer.kind is TargetKind.PAGE)


def _able(facts: Facts) -> bool:
    look = inspection(facts)
    return look is not None and look.with_metas and bool(_pages(facts) or _tagged(look.metas))


def _tagged(metas: Metas) -> bool:
    return any(name.lower() in _OWN for name, _ in metas)


def site_is_tagged(site: SiteEvidence | None, own: Iterable[Metas] = ()) -> bool:
    """Whether any page of the site that was looked at carries a tag of the guideline; `own` are looked at first."""
    if any(map(_filled, own)):
        return True
    if site is None:
        return False
    if site.surveyed is not None:  # it counted them: with hundreds of columns no more is read for each
        return site.surveyed.tagged > 0
    looks = [column.inspection for column in site.columns.values() if column.inspection is not None]
    pages = [look.metas for look in looks] + [one.metas for look in looks for one in look.articles]
    return any(map(_filled, [*pages, *(home.metas for home in site.homes.values())]))


def _filled(metas: Metas) -> bool:
    return any(value.strip() and name.lower() in _OWN for name, value in metas)


@check(
    "missing-meta",
    title="网页标签不规范",
    advice="请在页面模板中按《政府网站发展指引》补全所列标签，每个只保留一处且内容准确，PubDate写作“年-月-日 时:分”。",
    status=Status.WARN,
    order=520,
    ends=False,
    negative=False,
    own_looks=True,
    able=_able,
)
def missing_meta(facts: Facts) -> Iterator[Fault]:
    """One finding for the column's page and its newest entries.

    A site without any tag is no matter of one column; it is said of the site. The column's page is judged only when it
    carries a tag: one that carries none may have been drawn by a script.
    """
    look = inspection(facts)
    if look is None or not look.with_metas:
        return
    pages = _pages(facts)
    if not site_is_tagged(facts.site, (look.metas, *(page.metas for page in pages))):
        return
    column = _faults(look.metas, COLUMN_TAGS) if _tagged(look.metas) else []
    found = [(page, _faults(page.metas, ARTICLE_TAGS)) for page in pages]
    counts = Counter(fault for _, faults in found for fault in faults)
    told = [f"栏目页{fault}" for fault in column]
    told += [f"{count}篇文章{fault}" for fault, count in counts.items()]
    if not told:
        return
    sourceless = sum(not _values(page.metas, _SOURCED) for page in pages)
    told += [f"{sourceless}篇文章缺少{_SOURCED}"] if sourceless else []
    more = f"等{len(told)}项" if len(told) > _MOST_TOLD else ""
    tags = [*look.metas, *(meta for page in pages for meta in page.metas)]
    blanks = any(value != value.strip() for _, value in tags)
    yield Fault(
        message=f"栏目“{facts.expected}”的网页标签不规范：{'；'.join(told[:_MOST_TOLD])}{more}"
        f"（查看了栏目页{f'和最新{len(pages)}篇文章' if pages else ''}）。",
        basis=join(PAGE_TAGS, facts.row_basis),
        advice=f"{missing_meta.advice}标签内容首尾的空格也请去掉。" if blanks else None,
        evidence=refs(facts, [(page.answer, f"{page.title}：{'；'.join(faults)}") for page, faults in found if faults]),
    )


def _values(metas: Metas, name: str) -> list[str]:
    return [value.strip() for one, value in metas if one.lower() == name.lower()]


def _faults(metas: Metas, names: Sequence[str]) -> list[str]:
    """What is wrong with the tags of one page."""
    faults = []
    for name in names:
        values = _values(metas, name)
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


def _is_day(value: str) -> bool:
    found = _DAY.match(value)
    if found is None:
        return False
    try:
        date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return False
    return True
