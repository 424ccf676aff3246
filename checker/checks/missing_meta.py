"""网页标签不规范: pages of the column lack tags of the national guideline, or carry them empty, twice or malformed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

from checker.basis import PAGE_TAGS, join
from checker.facts import Facts
from checker.newest import inspection, read, refs
from checker.registry import Fault, Need, check
from checker.result import Status
from checker.tags import ARTICLE_TAGS, COLUMN_TAGS, OWN, SOURCE, Metas, faults_of, is_tagged, values_of
from crawler.evidence import SiteEvidence
from crawler.inspected import Article, TargetKind

_MOST_TOLD = 5


def _pages(facts: Facts) -> tuple[Article, ...]:
    return tuple(one for one in read(facts) if one.answer.kind is TargetKind.PAGE)


def _able(facts: Facts) -> bool:
    look = inspection(facts)
    return look is not None and look.with_metas and bool(_pages(facts) or is_tagged(look.metas))


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
    return any(value.strip() and name.lower() in OWN for name, value in metas)


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
    need=Need.LOOK,
)
def missing_meta(facts: Facts) -> Iterator[Fault]:
    """One finding for the column's page and its newest entries.

    What most pages of the site lack is no matter of one column; it is said of the site (`missing-site-tags`). The
    column's page is judged only when it carries a tag: one that carries none may have been drawn by a script.
    """
    look = inspection(facts)
    if look is None or not look.with_metas:
        return
    pages = _pages(facts)
    if not site_is_tagged(facts.site, (look.metas, *(page.metas for page in pages))):
        return
    habits = facts.habits.tags
    column = _unlike(faults_of(look.metas, COLUMN_TAGS), habits.of_columns()) if is_tagged(look.metas) else []
    usual = habits.of_articles()
    found = [(page, _unlike(faults_of(page.metas, ARTICLE_TAGS), usual)) for page in pages]
    counts = Counter(fault for _, faults in found for fault in faults)
    told = [f"栏目页{fault}" for fault in column]
    told += [f"{count}篇文章{fault}" for fault, count in counts.items()]
    if not told:
        return
    sourceless = sum(not values_of(page.metas, SOURCE) for page in pages)
    told += [f"{sourceless}篇文章缺少{SOURCE}"] if sourceless else []
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


def _unlike(faults: Sequence[str], habit: Collection[str]) -> list[str]:
    """Faults that set the page apart from the site's other pages."""
    return [fault for fault in faults if fault not in habit]
