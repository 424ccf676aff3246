"""What a search amounts to: from a hunt's state to the evidence that is judged."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from crawler.evidence import (
    ColumnEvidence,
    Failure,
    FailureKind,
    Listing,
    Located,
    Match,
    Outcome,
    Shape,
    SiteStatus,
    Target,
)
from crawler.fit import classify, parent_fits
from crawler.hunt import Candidate, Hunt
from crawler.matching import Kind
from crawler.scope import FEW_LINKS, Scope

_OUTCOMES = {
    FailureKind.UNREACHABLE: Outcome.UNREACHABLE,
    FailureKind.LOOP: Outcome.UNREACHABLE,
    FailureKind.TOO_LARGE: Outcome.UNREACHABLE,
    FailureKind.BLOCKED: Outcome.BLOCKED,
    FailureKind.DISALLOWED: Outcome.DISALLOWED,
    FailureKind.REFUSED: Outcome.OFF_SITE,
    FailureKind.BUDGET: Outcome.BUDGET_SPENT,
    FailureKind.UNDRAWN: Outcome.NEEDS_RENDERING,
}
_STATUSES = {
    FailureKind.BLOCKED: SiteStatus.BLOCKED,
    FailureKind.DISALLOWED: SiteStatus.DISALLOWED,
}
_SHAPES_UNREAD = (Shape.SHELL,)


def conclude(hunt: Hunt, scope: Scope | None) -> ColumnEvidence:
    """The evidence for one target, as far as the first look goes (`looks` is 1)."""
    if hunt.located is not None and hunt.reading is not None:
        return _found(hunt)
    if scope is None or scope.home is None:
        return _failed(hunt, None, Failure(kind=FailureKind.BUDGET, detail="尚未查找"))
    if scope.start_failure is not None:
        return _failed(hunt, None, scope.start_failure)
    if scope.start_gone:
        gone = Failure(kind=FailureKind.UNREACHABLE, detail=f"入口页打不开（HTTP {scope.home.page.status}）")
        return _failed(hunt, None, gone)
    return _not_located(hunt, scope)


def _found(hunt: Hunt) -> ColumnEvidence:
    located, reading = hunt.located, hunt.reading
    if located is None or reading is None:
        raise ValueError("a found column has a place and a reading")
    if hunt.ruled_gone:
        fetches = (hunt.broken_fetch,) if hunt.broken_fetch else ()
        return ColumnEvidence(
            key=hunt.target.key, outcome=Outcome.BROKEN, located=located, fetches=fetches, reason="栏目页打不开"
        )
    if reading.failure is not None:
        return _failed(hunt, located, reading.failure, listing=reading.listing)
    outcome, reason = Outcome.FOUND, ""
    if reading.reason and reading.listing.entries:
        outcome, reason = Outcome.INCOMPLETE, reading.reason
    elif reading.reason or (reading.listing.shape in _SHAPES_UNREAD and not reading.listing.entries):
        outcome, reason = Outcome.NEEDS_RENDERING, reading.reason or "栏目列表由脚本生成，未能读取"
    elif reading.doubt and (reading.newest is None or is_stale(reading.newest, hunt.target)):
        outcome, reason = Outcome.INCOMPLETE, reading.doubt
    elif reading.guess and hunt.target.stale_before is not None and not is_stale(reading.newest, hunt.target):
        outcome, reason = Outcome.INCOMPLETE, reading.guess
    elif located.match is Match.AMBIGUOUS:
        outcome, reason = Outcome.AMBIGUOUS, "有多个同名栏目，页面本身无法确认是哪一个"
    return ColumnEvidence(
        key=hunt.target.key,
        outcome=outcome,
        located=located,
        listing=reading.listing,
        newest=reading.newest,
        newest_source=reading.source,
        fetches=reading.fetches,
        dates=reading.dates,
        children=hunt.children,
        reason=reason,
    )


def _failed(hunt: Hunt, located: Located | None, failure: Failure, *, listing: Listing | None = None) -> ColumnEvidence:
    return ColumnEvidence(
        key=hunt.target.key,
        outcome=_OUTCOMES[failure.kind],
        located=located,
        listing=listing,
        reason=failure.detail,
        looks=2 if failure.kind is FailureKind.UNREACHABLE else 1,
    )


def _not_located(hunt: Hunt, scope: Scope) -> ColumnEvidence:
    looked = tuple(scope.looked)
    if hunt.failed is not None and _fits(hunt, hunt.failed[0], scope):
        candidate, failure = hunt.failed
        evidence = _failed(hunt, _place(hunt, candidate, scope), failure)
        return _with_looked(evidence, scope)
    if hunt.broken is not None and (hunt.broken.likeness.kind is Kind.EQUAL or _fits(hunt, hunt.broken, scope)):
        fetches = (hunt.broken_fetch,) if hunt.broken_fetch is not None else ()
        return ColumnEvidence(
            key=hunt.target.key,
            outcome=Outcome.BROKEN,
            located=_place(hunt, hunt.broken, scope),
            fetches=fetches,
            looked=looked,
            reason="栏目链接存在，但页面打不开",
        )
    if hunt.failed is not None and hunt.failed[1].kind is not FailureKind.REFUSED:
        # A page of that name elsewhere that could not be read may be the column.
        return _with_looked(_failed(hunt, None, hunt.failed[1]), scope)
    label = hunt.label(scope.atlas)
    if label is not None:
        return ColumnEvidence(
            key=hunt.target.key,
            outcome=Outcome.NEEDS_RENDERING,
            located=_place(hunt, label, scope),
            looked=looked,
            reason="菜单中有此栏目名称，但没有可直接打开的地址",
        )
    budget = next((failure for failure in scope.lost if failure.kind is FailureKind.BUDGET), None)
    blind = budget or hunt.blind
    if blind is not None:
        return _with_looked(_failed(hunt, None, blind), scope)
    if undrawn := _undrawn(hunt, scope):
        return ColumnEvidence(key=hunt.target.key, outcome=Outcome.NEEDS_RENDERING, looked=looked, reason=undrawn)
    if len(scope.lost) > max(2, scope.breadth // 5):
        return _with_looked(_failed(hunt, None, scope.lost[0]), scope)
    pages = [scope.home] if scope.home is not None else []
    return ColumnEvidence(
        key=hunt.target.key,
        outcome=Outcome.ABSENT,
        fetches=tuple(page.fetch("首页") for page in pages),
        looked=looked,
        reason="首页、上级栏目、网站地图和导航中均未找到",
    )


def _undrawn(hunt: Hunt, scope: Scope) -> str:
    """Chinese: which menus only a browser shows, so that the column may be among them; empty when there are none."""
    if hunt.undrawn:
        return f"上级栏目“{hunt.undrawn}”的页面由脚本生成，未能读取"
    if scope.saw_few_links(FEW_LINKS):
        return f"网站导航由脚本生成，未能读取{f'；{scope.undrawn}' if scope.undrawn else ''}"
    return "网站首页的导航由脚本生成，经浏览器绘制后仍未见该栏目" if scope.start_drawn else ""


def _with_looked(evidence: ColumnEvidence, scope: Scope) -> ColumnEvidence:
    return ColumnEvidence(
        key=evidence.key,
        outcome=evidence.outcome,
        located=evidence.located,
        listing=evidence.listing,
        looked=tuple(scope.looked),
        looks=evidence.looks,
        reason=evidence.reason,
    )


def _fits(hunt: Hunt, candidate: Candidate, scope: Scope) -> bool:
    return parent_fits(hunt.levels, candidate.cover, scope.atlas.has_level)


def _place(hunt: Hunt, candidate: Candidate, scope: Scope) -> Located:
    return Located(
        url=candidate.mention.url,
        trail=candidate.trail,
        match=classify(hunt.levels, candidate.cover, candidate.likeness.kind, scope.atlas.has_level),
        similarity=candidate.likeness.score,
        via=f"“{candidate.mention.name}”链接，见于 {candidate.mention.seen_on}",
    )


def place_of_label(hunt: Hunt, scope: Scope) -> Located | None:
    """Where a column stands that is only a word of the menu, without a page; None when pages were found or failed."""
    label = hunt.label(scope.atlas)
    if label is None or hunt.failed is not None or hunt.broken is not None or scope.home is None:
        return None
    return _place(hunt, label, scope)


def is_negative(evidence: ColumnEvidence, target: Target) -> bool:
    """Whether the evidence would accuse somebody, so that it must be looked at a second time."""
    if evidence.outcome in (Outcome.ABSENT, Outcome.BROKEN):
        return True
    if evidence.outcome is not Outcome.FOUND or evidence.listing is None:
        return False
    if evidence.listing.shape is Shape.EMPTY_LIST:
        return True
    if evidence.listing.shape is Shape.SINGLE or (evidence.listing.shape is Shape.SECTION and evidence.children):
        return is_stale(evidence.newest, target)
    if evidence.listing.shape is not Shape.LIST:
        return False
    if evidence.newest is None:
        return True
    return is_stale(evidence.newest, target)


def is_stale(newest: date | None, target: Target) -> bool:
    """Whether a newest date will be judged stale."""
    return newest is not None and target.stale_before is not None and newest < target.stale_before


def site_status(main: Scope | None, columns: Sequence[ColumnEvidence]) -> tuple[SiteStatus, str]:
    """Whether the site as a whole could be looked at, and why not."""
    if main is not None and main.start_failure is not None:
        return _STATUSES.get(main.start_failure.kind, SiteStatus.UNREACHABLE), main.start_failure.detail
    if main is not None and main.start_gone and main.home is not None:
        return SiteStatus.UNREACHABLE, f"首页打不开（HTTP {main.home.page.status}）"
    if columns and all(one.outcome is Outcome.UNREACHABLE for one in columns):
        return SiteStatus.UNREACHABLE, columns[0].reason
    return SiteStatus.REACHABLE, ""
