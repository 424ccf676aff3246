"""Guided descent below one start page: the portal's home page, or a unit's own page (design.md section 6)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from crawler.arrival import cover_on_arrival, says_so
from crawler.asking import Ask
from crawler.atlas import Atlas, Mention
from crawler.column import Open, Opened, Reading, read_column
from crawler.evidence import Failure, FailureKind, Located, Look, Match, Page
from crawler.fit import classify, is_portal
from crawler.hunt import Candidate, Hunt, Stage
from crawler.matching import Kind, equal, same_level
from crawler.memory import is_still_absent, names_digest
from crawler.menu_files import read_menu_files
from crawler.readers.addresses import looks_like_article, page_key
from crawler.readers.links import Place
from crawler.readers.page import PageFacts
from crawler.readers.survey import GENERIC
from crawler.trace import MOST, lost, won

#: Pages of the last, undirected look at the navigation; fewer when a site map told what there is.
BREADTH_PAGES = 40
BREADTH_PAGES_WITH_MAP = 24
BREADTH_DEPTH = 3
BREADTH_BATCH = 6
PLATFORM_PAGES = 3
#: A site whose pages show fewer links than this draws its menus with scripts we do not see.
FEW_LINKS = 6
#: Frames opened for their names: of a page that shows little else, and of all pages when names are still missing.
FRAMES = 4
MORE_FRAMES = 6

SITE_MAP_NAMES = ("网站地图", "站点地图", "网站导航", "站点导航", "本站地图", "网站导览")
PLATFORM_NAMES = ("政府信息公开", "政务公开", "法定主动公开内容", "政府信息公开目录", "政府信息公开指南")


@dataclass(frozen=True, kw_only=True)
class Frame:
    """A page shown inside another; its names stand where that one was reached."""

    url: str
    reached: tuple[str, ...]
    depth: int


@dataclass(kw_only=True)
class Scope:
    """The descent from one start page; `run` settles its hunts as far as the site allows."""

    start: str
    hunts: Sequence[Hunt]
    open_page: Open
    as_of: date
    covers: Callable[[str], bool]
    """Whether an address belongs to the site."""
    ask: Ask | None = None
    """Sends a platform's request for rows that are not in a page."""
    foreign: frozenset[str] = frozenset()
    """Pages that belong to the portal around a unit's own pages: never the unit's columns."""
    settled: Callable[[], None] = lambda: None
    """Called after each hunt that is done."""
    atlas: Atlas = field(default_factory=Atlas)
    opened: set[str] = field(default_factory=set)
    looked: list[Look] = field(default_factory=list)
    home: Opened | None = None
    start_failure: Failure | None = None
    start_gone: bool = False
    saw_map: bool = False
    breadth: int = 0
    lost: list[Failure] = field(default_factory=list)
    """Failures of pages on the way, other than the columns' own."""
    frames: dict[str, Frame] = field(default_factory=dict)
    """Pages shown inside those read so far, by the identity of their address."""
    names: dict[str, str] = field(default_factory=dict)
    """Digests of the names on the pages read so far, by the identity of their address."""

    @property
    def pending(self) -> list[Hunt]:
        """Hunts that are not done."""
        return [hunt for hunt in self.hunts if not hunt.done]

    async def run(self) -> None:
        """Descend, then widen the search stage by stage, until every hunt is done or everything was looked at."""
        if await self._open_start():
            await self.run_from_start()

    async def run_from_start(self) -> None:
        """The descent, once the start page is read."""
        if self.home is not None:
            await self._open_frames_of(self.home)
            await self._read_menu_files(self.home)
        await self._settle(Stage.DESCENT)
        if self.pending and await self._open_frames(tuple(self.frames)[:MORE_FRAMES]):
            await self._settle(Stage.DESCENT)
        if self.pending:
            await self._open_named(SITE_MAP_NAMES, 2, "网站地图", _is_site_map)
            await self._settle(Stage.SITE_MAP)
        if self.pending:
            await self._open_named(PLATFORM_NAMES, PLATFORM_PAGES, "政府信息公开专栏", same_level)
            await self._settle(Stage.PLATFORM)
        if self.pending:
            await self._look_around()
            await self._settle(Stage.LAST)

    async def look_again(self, urls: Iterable[str]) -> bool:
        """Read these pages anew for the hunts still pending; tells whether all of them could be had."""
        complete = True
        for url in dict.fromkeys(urls):
            page = await self.open_page(url, True)
            if page.failure is not None or page.facts is None:
                complete = False
                continue
            self.atlas.add(page.facts, reached=(), depth=0)
        await self._settle(Stage.LAST)
        return complete

    def opened_links(self) -> set[str]:
        """The pages that the start page's own menus lead to."""
        return {m.key for m in self.atlas.mentions if m.key is not None and m.depth <= 1 and m.place is not Place.LIST}

    def saw_few_links(self, few: int) -> bool:
        """Whether so little was seen that the menus must be drawn by scripts."""
        return len({mention.key for mention in self.atlas.links(Place)}) < few

    async def _open_start(self) -> bool:
        self.opened.add(page_key(self.start))
        home = await self.open_page(self.start, False)
        return self.take_start(home)

    def take_start(self, home: Opened) -> bool:
        """Begin with this answer to the start page; tells whether it can be read."""
        self.home = home
        self.start_failure = home.failure
        self.start_gone = home.gone
        if home.facts is None or home.gone:
            return False
        self.opened.add(page_key(home.facts.page.url))
        self.looked.append(Look(place="首页" if not self.foreign else "部门网页", url=home.facts.page.url))
        for hunt in self.hunts:
            hunt.portal = is_portal(home.facts.identity.title)
        self._read_names(home.facts, (), 0)
        return True

    async def _settle(self, stage: Stage) -> None:
        """Open what the hunts want until none of them wants anything more at this stage."""
        while True:
            choices = [(hunt, self._choices(hunt, stage)) for hunt in self.pending]
            pages: dict[str, tuple[Mention, list[Hunt]]] = {}
            for hunt, chosen in choices:
                if chosen:
                    continue
                for mention in hunt.parents(self.atlas, self.opened):
                    if self.ours(mention):
                        pages.setdefault(mention.key or "", (mention, []))[1].append(hunt)
                    else:
                        self.opened.add(mention.key or "")
            jobs = [self._confirm(hunt, chosen, stage) for hunt, chosen in choices if chosen]
            jobs += [self._open_level(mention, hunts) for mention, hunts in pages.values()]
            if not jobs:
                return
            await asyncio.gather(*jobs)

    def _choices(self, hunt: Hunt, stage: Stage) -> list[Candidate]:
        chosen = hunt.choose(self.atlas, stage)
        if chosen and not chosen[0].cover.complete and stage is Stage.DESCENT and hunt.parents(self.atlas, self.opened):
            return []  # the pages of the levels above may show a better one
        if chosen and chosen[0].likeness.kind is not Kind.EQUAL and hunt.parents(self.atlas, self.opened):
            return []
        return [found for found in chosen if found.mention.key not in self.foreign]

    def ours(self, mention: Mention) -> bool:
        """Whether a mention leads to a page of the site."""
        return (
            mention.url is not None
            and mention.key is not None
            and mention.key not in self.foreign
            and self.covers(mention.url)
        )

    async def _open_level(self, mention: Mention, hunts: Sequence[Hunt] = (), note: str = "") -> None:
        """Open a page for the names it shows."""
        if mention.key is None or mention.url is None or mention.key in self.opened:
            return
        self.opened.add(mention.key)
        page = await self.open_page(mention.url, False)
        if page.failure is not None:
            self.lost.append(page.failure)
            for hunt in hunts:
                hunt.blind = hunt.blind or page.failure
        if page.facts is None or page.gone:
            return
        self._take(page, mention)
        await self._open_frames_of(page)
        place = note or f"“{mention.name}”页"
        self.looked.append(Look(place=place, url=page.facts.page.url))

    def _take(self, page: Opened, mention: Mention) -> None:
        if page.facts is None:
            return
        self.opened.add(page_key(page.facts.page.url))
        reached = (*(mention.trails[-1] if mention.trails else ()), mention.name)[-6:]
        self._read_names(page.facts, reached, mention.depth)

    def _read_names(self, facts: PageFacts, reached: tuple[str, ...], depth: int) -> None:
        self.atlas.add(facts, reached=reached, depth=depth)
        self.names[page_key(facts.page.url)] = names_digest(facts)
        for url in facts.frames:
            if self.covers(url):
                self.frames.setdefault(page_key(url), Frame(url=url, reached=reached, depth=depth))

    async def _open_frames_of(self, page: Opened) -> None:
        """Read what a page shows in frames when it shows next to nothing else: a frameset, an old shell."""
        if page.facts is not None and len(page.facts.links) < FEW_LINKS:
            await self._open_frames([page_key(url) for url in page.facts.frames[:FRAMES]])

    async def _read_menu_files(self, home: Opened) -> None:
        """Read the menus that a start page with hardly any takes from script files."""

        async def fetch(url: str) -> Page:
            return (await self.open_page(url, False)).page

        for added in await read_menu_files(home.facts, fetch) if home.facts is not None else ():
            self.atlas.add(added, reached=(), depth=0)

    async def _open_frames(self, keys: Iterable[str]) -> int:
        """Read these frames that were not opened yet; tells how many there were."""
        new = [key for key in dict.fromkeys(keys) if key in self.frames and key not in self.opened]
        self.opened.update(new)
        for key in new:
            frame = self.frames[key]
            inner = await self.open_page(frame.url, False)
            if inner.failure is not None:
                self.lost.append(inner.failure)
            elif inner.facts is not None and not inner.gone:
                self._read_names(inner.facts, frame.reached, frame.depth)
        return len(new)

    async def _open_named(self, names: Sequence[str], limit: int, note: str, same: Callable[[str, str], bool]) -> None:
        """Open pages that go by one of these names."""
        chosen: dict[str, Mention] = {}
        for name in names:
            for mention in self.atlas.level_mentions(name, same):
                if mention.place is not Place.LIST and self.ours(mention) and mention.key not in self.opened:
                    chosen.setdefault(mention.key or "", mention)
        picked = list(chosen.values())[:limit]
        before = len(self.looked)
        await asyncio.gather(*(self._open_level(mention, note=note) for mention in picked))
        if note == "网站地图" and len(self.looked) > before:
            self.saw_map = True

    async def _look_around(self) -> None:
        """The bounded breadth-first look at navigation links."""
        limit = BREADTH_PAGES_WITH_MAP if self.saw_map else BREADTH_PAGES
        while self.breadth < limit and self._is_open():
            batch = self._nearest(min(BREADTH_BATCH, limit - self.breadth))
            if not batch:
                break
            self.breadth += len(batch)
            kept = len(self.looked)
            await asyncio.gather(*(self._open_level(mention, note="导航页") for mention in batch))
            del self.looked[kept:]
            await self._settle(Stage.BREADTH)
            if any(failure.kind is FailureKind.BUDGET for failure in self.lost):
                break
        if self.breadth:
            self.looked.append(Look(place=f"逐层查看导航（{self.breadth}页）", url=None))

    def _is_open(self) -> bool:
        """Whether the navigation may still tell anything of the hunts that are not done."""
        seen_enough = not self.saw_few_links(FEW_LINKS)
        for hunt in self.pending:
            hunt.still_absent = seen_enough and is_still_absent(hunt.target.remembered, self.names, self.as_of)
        return any(not hunt.still_absent and not hunt.explained(self.atlas) for hunt in self.pending)

    def _nearest(self, count: int) -> list[Mention]:
        """Navigation pages not opened yet, those nearest to the start and closest to what is wanted first."""
        wanted = {character for hunt in self.pending for name in hunt.target.path for character in name}
        found: dict[str, Mention] = {}
        for mention in self.atlas.links((Place.MENU, Place.BODY, Place.CRUMB)):
            if (
                mention.key in self.opened
                or mention.depth > BREADTH_DEPTH
                or not self.ours(mention)
                or GENERIC.match(mention.name)
                or looks_like_article(mention.url or "")
            ):
                continue
            found.setdefault(mention.key or "", mention)

        def nearness(mention: Mention) -> tuple[int, bool, int]:
            shared = sum(character in wanted for character in mention.name)
            return (mention.depth, mention.place is Place.BODY, -shared)

        return sorted(found.values(), key=nearness)[:count]

    async def _confirm(self, hunt: Hunt, chosen: Sequence[Candidate], stage: Stage) -> None:
        """Open the candidates and take the one that proves to be the column.

        Where several pages bear the name at equally good places, the one updated last is judged: the unit keeps one of
        them, and an old twin must not accuse it. Where none bears it, nothing decides.
        """
        alive: dict[str, tuple[Candidate, Opened]] = {}
        for found in chosen:
            page = await self._try(hunt, found)
            if page is None or page.facts is None:
                continue
            crumbs = tuple(label for label, _ in page.facts.identity.crumbs)
            if hunt.is_elsewhere([crumbs]):
                hunt.rejected.add(found.mention.key or "")
                lost(hunt, found, "页面属于其他专题或单位", page)
            else:
                alive.setdefault(page_key(page.facts.url), (found, page))
        named = [pair for pair in alive.values() if says_so(hunt, pair[1])]
        pool = named or list(alive.values())
        if pool and not named and pool[0][0].mention.place is Place.LIST:
            for found, page in pool:
                hunt.rejected.add(found.mention.key or "")
                lost(hunt, found, "只是列表中的一条，页面没有自称是该栏目", page)
            return
        readings = [await self._read(hunt, found, page) for found, page in pool]
        if pool:
            order = range(len(pool))
            best = max(order, key=lambda number: (readings[number].newest or date.min, -number))
            best = best if named else 0
            for found, page in alive.values():
                lost(hunt, found, "同样相符的另一处更新较晚，或页面自称是该栏目", page)
            self._accept(hunt, *pool[best], readings[best], undecided=len(pool) > 1 and not named)

    async def _read(self, hunt: Hunt, found: Candidate, page: Opened) -> Reading:
        names = (*hunt.names, found.mention.name)
        return await read_column(page, self.open_page, names=names, as_of=self.as_of, ask=self.ask)

    async def _try(self, hunt: Hunt, found: Candidate) -> Opened | None:
        """Open one candidate; None and rejected when it cannot be the column."""
        key, url = found.mention.key or "", found.mention.url or ""
        if not self.covers(url):
            hunt.rejected.add(key)
            refusal = Failure(kind=FailureKind.REFUSED, detail=f"指向未配置的网站 {url[:120]}")
            lost(hunt, found, "指向未配置的网站，未打开")
            if hunt.failed is None:
                hunt.failed = (found, refusal)
            return None
        page = await self.open_page(url, False)
        self.opened.add(key)
        if page.failure is not None:
            hunt.rejected.add(key)
            lost(hunt, found, f"页面未能读取（{page.failure.detail}）")
            if hunt.failed is None or hunt.failed[1].kind is FailureKind.REFUSED:
                hunt.failed = (found, page.failure)
            return None
        led_home = page.led_to(self.start, url)
        if page.gone or page.facts is None or led_home:
            hunt.rejected.add(key)
            lost(hunt, found, "链接跳转回首页" if led_home else "链接的页面不存在", page)
            linked = found.likeness.kind is Kind.EQUAL and found.mention.place is not Place.LIST
            if linked and hunt.broken is None:
                hunt.broken = found
                hunt.broken_fetch = page.fetch("栏目页（打不开）" if not led_home else "栏目页（跳转回首页）")
            return None
        self._take(page, found.mention)
        return page

    def _accept(self, hunt: Hunt, found: Candidate, page: Opened, reading: Reading, *, undecided: bool) -> None:
        """The column is found: say how it matches."""
        if page.facts is None:
            return
        hunt.done = True
        key = page_key(page.facts.url)
        same = [one for one in hunt.candidates(self.atlas) if one.mention.key in (key, found.mention.key)]
        best = max([*same, found], key=lambda one: one.order)
        reached = cover_on_arrival(hunt, best, page)
        match = (
            Match.AMBIGUOUS
            if undecided
            else classify(hunt.levels, reached.cover, reached.likeness.kind, self.atlas.has_level)
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
        hunt.opened = tuple(self.looked[:MOST])
        won(hunt, reached, match, page)
        self.settled()


def _is_site_map(wanted: str, seen: str) -> bool:
    return equal(wanted, seen)
