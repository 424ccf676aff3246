"""Widening a search that the descent did not end: the site map, the platform's menu, a look at the navigation."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeAlias

from crawler.atlas import Mention
from crawler.evidence import FailureKind, Look
from crawler.hunt import Stage
from crawler.matching import equal, same_level
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
    """The bounded breadth-first look at navigation links."""
    limit = BREADTH_PAGES_WITH_MAP if scope.saw_map else BREADTH_PAGES
    while scope.breadth < limit and may_tell(scope):
        batch = _nearest(scope, min(BREADTH_BATCH, limit - scope.breadth))
        if not batch:
            break
        scope.breadth += len(batch)
        kept = len(scope.looked)
        await asyncio.gather(*(scope.open_level(mention, note="导航页") for mention in batch))
        del scope.looked[kept:]
        await settle(scope, Stage.BREADTH)
        if any(failure.kind is FailureKind.BUDGET for failure in scope.lost):
            break
    if scope.breadth:
        scope.looked.append(Look(place=f"逐层查看导航（{scope.breadth}页）", url=None))


def may_tell(scope: Scope) -> bool:
    """Whether a wider search may still tell anything of the hunts that are not done."""
    seen_enough = not scope.saw_few_links(FEW_LINKS)
    for hunt in scope.pending:
        hunt.still_absent = seen_enough and is_still_absent(hunt.target.remembered, scope.names, scope.as_of)
    return any(not hunt.still_absent and not hunt.explained(scope.atlas) for hunt in scope.pending)


def _nearest(scope: Scope, count: int) -> list[Mention]:
    """Navigation pages not opened yet, those nearest to the start and closest to what is wanted first."""
    wanted = {character for hunt in scope.pending for name in hunt.target.path for character in name}
    found: dict[str, Mention] = {}
    for mention in scope.atlas.links((Place.MENU, Place.BODY, Place.CRUMB)):
        if (
            mention.key in scope.opened
            or mention.depth > BREADTH_DEPTH
            or not scope.ours(mention)
            or GENERIC.match(mention.name)
            or looks_like_article(mention.url or "")
        ):
            continue
        found.setdefault(mention.key or "", mention)

    def nearness(mention: Mention) -> tuple[int, bool, int]:
        shared = sum(character in wanted for character in mention.name)
        return (mention.depth, mention.place is Place.BODY, -shared)

    return sorted(found.values(), key=nearness)[:count]


def _is_site_map(wanted: str, seen: str) -> bool:
    return equal(wanted, seen)
