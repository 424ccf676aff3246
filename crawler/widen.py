"""Widening a search that the descent did not end: the site map, the platform's menu, a look at the navigation."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeAlias

from crawler.atlas import Mention
from crawler.evidence import FailureKind, Look
from crawler.hunt import Stage
from crawler.matching import bare, equal, same_level
from crawler.memory import is_still_absent
from crawler.readers.addresses import looks_like_article
from crawler.readers.links import Place
from crawler.readers.survey import GENERIC
from crawler.scope import FEW_LINKS, Scope

#: Pages of the last, undirected look at the navigation; fewer when a site map told what there is.
BREADTH_PAGES = 24
BREADTH_PAGES_WITH_MAP = 8
BREADTH_DEPTH = 3
BREADTH_BATCH = 6
#: Pages in a row that named no column unknown so far, after which the rest is not opened either; fewer with a map.
BARREN = 12
BARREN_WITH_MAP = 6
PLATFORM_PAGES = 3

Settle: TypeAlias = Callable[[Scope, Stage], Awaitable[None]]
"""Opens what the hunts want at a stage, until none of them wants anything more."""

SITE_MAP_NAMES = ("网站地图", "站点地图", "网站导航", "站点导航", "本站地图", "网站导览")
PLATFORM_NAMES = ("政府信息公开", "政务公开", "法定主动公开内容", "政府信息公开目录", "政府信息公开指南")


async def open_site_map(scope: Scope) -> None:
    """Read the page that shows the whole site at once."""
    scope.saw_map = await _open_named(scope, SITE_MAP_NAMES, 2, "网站地图", _is_site_map) or scope.saw_map


async def open_platform(scope: Scope) -> None:
    """Read the menu of the 政府信息公开 platform."""
    await _open_named(scope, PLATFORM_NAMES, PLATFORM_PAGES, "政府信息公开专栏", same_level)


async def _open_named(
    scope: Scope, names: Sequence[str], limit: int, note: str, same: Callable[[str, str], bool]
) -> bool:
    """Open pages that go by one of these names; tells whether one of them could be had."""
    chosen: dict[str, Mention] = {}
    for name in names:
        for mention in scope.atlas.level_mentions(name, same):
            if mention.place is not Place.LIST and scope.ours(mention) and mention.key not in scope.opened:
                chosen.setdefault(mention.key or "", mention)
    picked = list(chosen.values())[:limit]
    before = len(scope.looked)
    await asyncio.gather(*(scope.open_level(mention, note=note) for mention in picked))
    return len(scope.looked) > before


async def look_around(scope: Scope, settle: Settle) -> None:
    """The bounded breadth-first look at navigation links, which ends where they tell nothing new any more.

    What they tell is names of columns, or a column that speaks against the site as a whole.
    """
    limit = BREADTH_PAGES_WITH_MAP if scope.saw_map else BREADTH_PAGES
    barren = 0
    while scope.breadth < limit and may_tell(scope):
        known, against = set(_columns(scope)), scope.against()
        batch = _nearest(scope, min(BREADTH_BATCH, limit - scope.breadth))
        if not batch:
            break
        scope.breadth += len(batch)
        kept = len(scope.looked)
        await asyncio.gather(*(scope.open_level(mention, note="导航页") for mention in batch))
        del scope.looked[kept:]
        tells = _columns(scope).keys() - known or scope.against() > against
        barren = 0 if tells else barren + len(batch)
        await settle(scope, Stage.BREADTH)
        if any(failure.kind is FailureKind.BUDGET for failure in scope.lost):
            break
        if barren >= (BARREN_WITH_MAP if scope.saw_map else BARREN):
            break
    if scope.breadth:
        scope.looked.append(Look(place=f"逐层查看导航（{scope.breadth}页）", url=None))


def may_tell(scope: Scope) -> bool:
    """Whether a wider search may still tell anything of the hunts that are not done."""
    seen_enough = not scope.saw_few_links(FEW_LINKS)
    for hunt in scope.pending:
        hunt.still_absent = seen_enough and is_still_absent(hunt.target.remembered, scope.names, scope.as_of)
    return any(not hunt.still_absent and not hunt.explained(scope.atlas) for hunt in scope.pending)


def _columns(scope: Scope) -> dict[str, Mention]:
    """What may be a column of the site, opened or not: the first mention of each page in menus, blocks, breadcrumbs."""
    found: dict[str, Mention] = {}
    for mention in scope.atlas.links((Place.MENU, Place.BODY, Place.CRUMB)):
        leads_on = scope.ours(mention) and not GENERIC.match(mention.name) and not looks_like_article(mention.url or "")
        if leads_on:
            found.setdefault(mention.key or "", mention)
    return found


def _nearest(scope: Scope, count: int) -> list[Mention]:
    """Navigation pages not opened yet, the likeliest first: below the level above a missing column, near the start.

    Of these one of each branch comes before the next, because pages side by side in a menu mostly show the same menu.
    """
    pending = [hunt for hunt in scope.pending if not hunt.still_absent and not hunt.explained(scope.atlas)]
    wanted = {character for hunt in pending for name in hunt.target.path for character in name}
    levels = {bare(hunt.levels[-1]) for hunt in pending if hunt.levels}
    branches: Counter[tuple[int, tuple[str, ...]]] = Counter()
    found: list[tuple[tuple[bool, int, bool, int], Mention]] = []
    for mention in _columns(scope).values():
        if mention.key in scope.opened:
            branches[_branch(mention)] += 1
        elif mention.depth <= BREADTH_DEPTH:
            elsewhere = not any(trail and bare(trail[-1]) in levels for trail in mention.trails)
            shared = sum(character in wanted for character in mention.name)
            found.append(((elsewhere, mention.depth, mention.place is Place.BODY, -shared), mention))
    ranked: list[tuple[tuple[bool, int, bool, int, int], Mention]] = []
    for (elsewhere, depth, body, shared), mention in sorted(found, key=lambda pair: pair[0]):
        ranked.append(((elsewhere, depth, body, branches[_branch(mention)], shared), mention))
        branches[_branch(mention)] += 1
    return [mention for _, mention in sorted(ranked, key=lambda pair: pair[0])[:count]]


def _branch(mention: Mention) -> tuple[int, tuple[str, ...]]:
    """Pages that stand side by side: as many clicks away, below the same levels."""
    return mention.depth, max(mention.trails, key=len, default=())


def _is_site_map(wanted: str, seen: str) -> bool:
    return equal(wanted, seen)
