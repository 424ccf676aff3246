"""Guided descent below one start page, widened stage by stage until every hunt is done (design.md section 6)."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from crawler.atlas import Mention
from crawler.confirm import confirm
from crawler.drawn_menus import draw_start
from crawler.hunt import Candidate, Hunt, Stage
from crawler.matching import Kind
from crawler.scope import Scope
from crawler.sitemaps import open_sitemap_files
from crawler.sitesearch import ask_site_search
from crawler.widen import look_around, may_tell, open_platform, open_site_map

#: Frames opened for their names, of all pages, when names are still missing.
MORE_FRAMES = 6
#: The same before a column is called missing: each section may keep its menu in a frame of its own.
MOST_FRAMES = 24


async def run(scope: Scope) -> None:
    """Descend, then widen the search stage by stage, until every hunt is done or everything was looked at."""
    if await scope.open_start():
        await run_from_start(scope)


async def run_from_start(scope: Scope) -> None:
    """The descent, once the start page is read."""
    if scope.home is not None:
        await scope.open_frames_of(scope.home)
        await scope.read_menu_files(scope.home)
        await draw_start(scope)
    await _settle(scope, Stage.DESCENT)
    if scope.pending and await scope.open_frames(tuple(scope.frames)[:MORE_FRAMES]):
        await _settle(scope, Stage.DESCENT)
    if scope.pending:
        await open_site_map(scope)
        await _settle(scope, Stage.SITE_MAP)
    if scope.pending:
        await open_platform(scope)
        await _settle(scope, Stage.PLATFORM)
    if may_tell(scope):
        await open_sitemap_files(scope)
        await _settle(scope, Stage.BREADTH)
    if scope.pending:
        await look_around(scope, _settle)
        if may_tell(scope) and await scope.open_frames(tuple(scope.frames)[:MOST_FRAMES]):
            await _settle(scope, Stage.BREADTH)
        if may_tell(scope):
            await ask_site_search(scope, _settle)
        await _settle(scope, Stage.LAST)


async def look_again(scope: Scope, urls: Iterable[str]) -> bool:
    """Read these pages anew for the hunts still pending; tells whether all of them could be had."""
    complete = True
    for url in dict.fromkeys(urls):
        page = await scope.open_page(url, True)
        if page.failure is not None or page.facts is None:
            complete = False
            continue
        scope.atlas.add(page.facts, reached=(), depth=0)
    await _settle(scope, Stage.LAST)
    return complete


async def _settle(scope: Scope, stage: Stage) -> None:
    """Open what the hunts want until none of them wants anything more at this stage."""
    while True:
        choices = [(hunt, _choices(scope, hunt, stage)) for hunt in scope.pending]
        pages: dict[str, tuple[Mention, list[Hunt]]] = {}
        for hunt, chosen in choices:
            if chosen:
                continue
            for mention in hunt.parents(scope.atlas, scope.opened):
                if scope.ours(mention):
                    pages.setdefault(mention.key or "", (mention, []))[1].append(hunt)
                else:
                    scope.opened.add(mention.key or "")
        jobs = [confirm(scope, hunt, chosen) for hunt, chosen in choices if chosen]
        jobs += [scope.open_level(mention, hunts) for mention, hunts in pages.values()]
        if not jobs:
            return
        await asyncio.gather(*jobs)


def _choices(scope: Scope, hunt: Hunt, stage: Stage) -> list[Candidate]:
    chosen = hunt.choose(scope.atlas, stage)
    better = chosen and (not chosen[0].cover.complete or chosen[0].cover.gap)
    if better and stage is Stage.DESCENT and hunt.parents(scope.atlas, scope.opened):
        return []  # the pages of the levels above may show a better one
    if chosen and chosen[0].likeness.kind is not Kind.EQUAL and hunt.parents(scope.atlas, scope.opened):
        return []
    return chosen
