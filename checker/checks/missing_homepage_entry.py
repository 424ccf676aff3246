"""首页栏目入口缺失: the home page shows no entry of the name that the document wants there."""

from __future__ import annotations

from collections.abc import Iterator

from checker.facts import Facts
from checker.registry import Fault, Need, check
from checker.result import EvidenceRef, Status
from crawler.pagenames import shows
from crawler.readers.addresses import page_key
from rules.model import RequirementKind, RuleKind

_LOOKS = 2


def _entries(facts: Facts) -> tuple[str, ...]:
    """Names of the entries the rule asks of the home page."""
    if facts.rule.kind is RuleKind.HOMEPAGE_ENTRY:
        return facts.rule.path[-1:]
    asked = (one for one in facts.rule.requirements if one.kind is RequirementKind.HOMEPAGE_ENTRY)
    return tuple(name for one in asked for name in one.names)


def missing_entries(facts: Facts) -> tuple[str, ...] | None:
    """The entries that the home page lacks; None when this look cannot tell."""
    home, asked = facts.home, _entries(facts)
    if not asked:
        return ()
    if home is None:
        return None
    # A picture without a name that leads to the column is its entry.
    column = page_key(facts.located.url) if facts.found and facts.located and facts.located.url else None
    led = column is not None and any(page_key(url) == column for _, url in home.names if url)
    missing = tuple(name for name in asked if not (shows(home.names, name) or (led and name == facts.rule.path[-1])))
    return None if missing and (home.looks < _LOOKS or home.drawn_by_script) else missing


@check(
    "missing-homepage-entry",
    title="首页栏目入口缺失",
    advice="请按文件要求在网站首页设置该栏目的入口。",
    status=Status.FAIL,
    order=105,
    ends=False,
    own_looks=True,
    able=lambda facts: missing_entries(facts) is not None,
    need=Need.DEMAND,
)
def missing_homepage_entry(facts: Facts) -> Iterator[Fault]:
    """Links, labels, headings and pictures that lead to the column all count as an entry; two looks are needed."""
    home, missing = facts.home, missing_entries(facts)
    if home is None or not missing or home.fetched_at is None:
        return
    names = "、".join(f"“{name}”" for name in missing)
    page = "部门网页首页" if facts.question.unit else "网站首页"
    yield Fault(
        message=f"文件要求在{page}设置{names}栏目，两次查看{page}均未见该入口。",
        basis=facts.row_basis,
        evidence=(EvidenceRef(url=home.url, fetched_at=home.fetched_at, sha256=home.sha256),),
    )
