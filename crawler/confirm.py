"""Confirming candidates: open them, take the one that proves to be the column, and say how it matches."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from crawler.arrival import cover_on_arrival, levels_of, says_so
from crawler.column import Opened, Reading, read_column
from crawler.evidence import Failure, FailureKind, Located, Match
from crawler.fit import classify
from crawler.hunt import Candidate, Hunt
from crawler.readers.addresses import page_key
from crawler.readers.links import Place
from crawler.scope import Scope
from crawler.trace import MOST, lost, won


async def confirm(scope: Scope, hunt: Hunt, chosen: Sequence[Candidate]) -> None:
    """Open the candidates and take the one that proves to be the column.

    Where several pages bear the name at equally good places, the one updated last is judged: the unit keeps one of
    them, and an old twin must not accuse it. Where none bears it, nothing decides.
    """
    alive: dict[str, tuple[Candidate, Opened]] = {}
    for found in chosen:
        page = await _try(scope, hunt, found)
        if page is None or page.facts is None:
            continue
        if found.mention.place is Place.LIST and page.facts.identity.is_article:
            hunt.rejected.add(found.mention.key or "")
            lost(hunt, found, "只是列表中的一篇文章", page)
            continue
        if hunt.is_elsewhere([levels_of(found, page)]):
            hunt.rejected.add(found.mention.key or "")
            lost(hunt, found, "页面属于其他专题或单位", page)
        else:
            alive.setdefault(page_key(page.facts.url), (found, page))
    _drop_worse(hunt, alive)
    named = [pair for pair in alive.values() if says_so(hunt, pair[1])]
    named = named if len(named) < 2 else _of_the_branch(hunt, named)
    pool = named or list(alive.values())
    if pool and not named and pool[0][0].mention.place is Place.LIST:
        for found, page in pool:
            hunt.rejected.add(found.mention.key or "")
            lost(hunt, found, "只是列表中的一条，页面没有自称是该栏目", page)
        return
    readings = [await _read(scope, hunt, found, page) for found, page in pool]
    if pool:
        order = range(len(pool))
        best = max(order, key=lambda number: (readings[number].newest or date.min, -number))
        best = best if named else 0
        for found, page in alive.values():
            lost(hunt, found, "同样相符的另一处更新较晚，或页面自称是该栏目", page)
        _accept(scope, hunt, *pool[best], readings[best], undecided=len(pool) > 1 and not named)


def _drop_worse(hunt: Hunt, alive: dict[str, tuple[Candidate, Opened]]) -> None:
    """Leave out pages that stand worse, by their own breadcrumb too, than one that could not be read."""
    for key, (found, page) in tuple(alive.items()):
        if hunt.is_worse(cover_on_arrival(hunt, found, page)):
            del alive[key]
            hunt.rejected.add(found.mention.key or "")
            lost(hunt, found, "更相符的一处页面未能读取，不以此处代替", page)


def _of_the_branch(hunt: Hunt, named: Sequence[tuple[Candidate, Opened]]) -> list[tuple[Candidate, Opened]]:
    """The pages of that name without those whose breadcrumb leaves out levels that another one's shows."""
    covers = [cover_on_arrival(hunt, found, page).cover for found, page in named]
    most = max(sum(one.known) for one in covers)
    kept = []
    for (found, page), one in zip(named, covers, strict=True):
        if sum(one.known) == most or page.facts is None or not page.facts.identity.crumbs:
            kept.append((found, page))
        else:
            lost(hunt, found, "页面位置缺少上级栏目，另有同名栏目的位置更相符", page)
    return kept


async def _read(scope: Scope, hunt: Hunt, found: Candidate, page: Opened) -> Reading:
    names = (*hunt.names, found.mention.name)
    return await read_column(page, scope.open_page, names=names, as_of=scope.as_of, ask=scope.ask)


async def _try(scope: Scope, hunt: Hunt, found: Candidate) -> Opened | None:
    """Open one candidate; None and rejected when it cannot be the column."""
    key, url = found.mention.key or "", found.mention.url or ""
    if not scope.covers(url):
        hunt.rejected.add(key)
        refusal = Failure(kind=FailureKind.REFUSED, detail=f"指向未配置的网站 {url[:120]}")
        lost(hunt, found, "指向未配置的网站，未打开")
        if hunt.failed is None:
            hunt.failed = (found, refusal)
        return None
    page = await scope.open_page(url, False)
    scope.opened.add(key)
    if page.failure is not None:
        hunt.rejected.add(key)
        lost(hunt, found, f"页面未能读取（{page.failure.detail}）")
        if hunt.failed is None or hunt.failed[1].kind is FailureKind.REFUSED:
            hunt.failed = (found, page.failure)
        return None
    led_home = page.led_to(scope.start, url)
    if page.gone or page.facts is None or led_home:
        hunt.rejected.add(key)
        lost(hunt, found, "链接跳转回首页" if led_home else "链接的页面不存在", page)
        if found.mention.place is not Place.LIST and hunt.broken is None:
            hunt.broken = found
            hunt.broken_fetch = page.fetch("栏目页（打不开）" if not led_home else "栏目页（跳转回首页）")
        return None
    scope.take(page, found.mention)
    return page


def _accept(scope: Scope, hunt: Hunt, found: Candidate, page: Opened, reading: Reading, *, undecided: bool) -> None:
    """The column is found: say how it matches."""
    if page.facts is None:
        return
    hunt.done = True
    key = page_key(page.facts.url)
    same = [one for one in hunt.candidates(scope.atlas) if one.mention.key in (key, found.mention.key)]
    best = max([*same, found], key=lambda one: one.order)
    reached = cover_on_arrival(hunt, best, page)
    match = (
        Match.AMBIGUOUS
        if undecided
        else classify(hunt.levels, reached.cover, reached.likeness.kind, scope.atlas.has_level)
    )
    _, mark, fragment = (found.mention.url or "").partition("#")
    hunt.located = Located(
        url=page.facts.page.url + mark + fragment,
        trail=reached.trail,
        match=match,
        similarity=reached.likeness.score,
        via=f"“{found.mention.name}”链接，见于 {found.mention.seen_on}",
    )
    hunt.reading = reading
    hunt.opened = tuple(scope.looked[:MOST])
    won(hunt, reached, match, page)
    scope.settled()
