"""The ground of one search: what was opened and seen below a start page, be it the portal's or a unit's own."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from crawler.arrival import is_drawn
from crawler.asking import Ask
from crawler.atlas import Atlas, Mention
from crawler.column import Open, Opened
from crawler.evidence import Failure, Look, Page
from crawler.fit import is_portal
from crawler.hunt import Hunt
from crawler.memory import names_digest
from crawler.menu_files import read_menu_files
from crawler.readers.addresses import page_key
from crawler.readers.links import Place
from crawler.readers.page import PageFacts

#: A site whose pages show fewer links than this draws its menus with scripts we do not see.
FEW_LINKS = 6
#: Frames opened for their names, of a page that shows little else.
FRAMES = 4


Load: TypeAlias = Callable[[str], Awaitable[Page]]
"""`await load(url)`: fetch a file that is no page to be read."""


@dataclass(frozen=True, kw_only=True)
class Frame:
    """A page shown inside another; its names stand where that one was reached."""

    url: str
    reached: tuple[str, ...]
    depth: int


@dataclass(kw_only=True)
class Scope:
    """What is known below one start page, and the opening of further pages for the names they show."""

    start: str
    hunts: Sequence[Hunt]
    open_page: Open
    load: Load
    as_of: date
    covers: Callable[[str], bool]
    """Whether an address belongs to the site."""
    ask: Ask | None = None
    """Sends a platform's request for rows that are not in a page."""
    foreign: frozenset[str] = frozenset()
    """Pages that belong to the portal around a unit's own pages: never the unit's columns."""
    settled: Callable[[], None] = lambda: None
    """Called after each hunt that is done."""
    against: Callable[[], int] = lambda: 0
    """How many columns seen so far speak against the site as a whole."""
    atlas: Atlas = field(init=False)
    opened: set[str] = field(default_factory=set)
    looked: list[Look] = field(default_factory=list)
    home: Opened | None = None
    start_failure: Failure | None = None
    start_gone: bool = False
    saw_map: bool = False
    breadth: int = 0
    start_drawn: bool = False
    """The start page shows its menus only as a browser draws it: what it does not show may come after a click."""
    undrawn: str = ""
    """Chinese: why a browser that was asked could not draw the start page."""
    lost: list[Failure] = field(default_factory=list)
    """Failures of pages on the way, other than the columns' own."""
    frames: dict[str, Frame] = field(default_factory=dict)
    """Pages shown inside those read so far, by the identity of their address."""
    names: dict[str, str] = field(default_factory=dict)
    """Digests of the names on the pages read so far, by the identity of their address."""

    def __post_init__(self) -> None:
        self.atlas = Atlas(self.foreign)

    @property
    def pending(self) -> list[Hunt]:
        """Hunts that are not done."""
        return [hunt for hunt in self.hunts if not hunt.done]

    def opened_links(self) -> set[str]:
        """The pages that the start page's own menus lead to."""
        return {m.key for m in self.atlas.mentions if m.key is not None and m.depth <= 1 and m.place is not Place.LIST}

    def saw_few_links(self, few: int) -> bool:
        """Whether so little was seen that the menus must be drawn by scripts."""
        return len({mention.key for mention in self.atlas.links(Place)}) < few

    async def open_start(self) -> bool:
        """Open the start page; tells whether it can be read."""
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
        self.read_names(home.facts, (), 0)
        return True

    def ours(self, mention: Mention) -> bool:
        """Whether a mention leads to a page of the site."""
        return (
            mention.url is not None
            and mention.key is not None
            and mention.key not in self.foreign
            and self.covers(mention.url)
        )

    async def open_level(self, mention: Mention, hunts: Sequence[Hunt] = (), note: str = "") -> None:
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
        if self._is_shell(page, mention):
            drawn = await page.draw(False) if page.draw is not None else None
            page = drawn if drawn is not None and drawn.facts is not None else page
            if self._is_shell(page, mention):
                for hunt in hunts:
                    hunt.undrawn = hunt.undrawn or mention.name
        if page.facts is None:
            return
        self.take(page, mention)
        await self.open_frames_of(page)
        place = note or f"“{mention.name}”页"
        self.looked.append(Look(place=place, url=page.facts.page.url))

    def _is_shell(self, page: Opened, mention: Mention) -> bool:
        """Whether a page shows no name that the start page lacks, because a script draws what it has to show."""
        if page.facts is None or page.facts.frames or self.home is None or self.home.facts is None:
            return False
        known = {link.text for link in self.home.facts.links} | {mention.name}
        if any(link.text not in known and link.place is not Place.CRUMB for link in page.facts.links):
            return False
        return is_drawn(page.facts.document, as_of=self.as_of)

    def take(self, page: Opened, mention: Mention) -> None:
        """Take in the names of a page that a mention led to."""
        if page.facts is None:
            return
        self.opened.add(page_key(page.facts.page.url))
        reached = (*(mention.trails[-1] if mention.trails else ()), mention.name)[-6:]
        self.read_names(page.facts, reached, mention.depth)

    def read_names(self, facts: PageFacts, reached: tuple[str, ...], depth: int) -> None:
        """Take in the names of a page; `reached` are the labels that led to it, `depth` the clicks."""
        self.atlas.add(facts, reached=reached, depth=depth)
        self.names[page_key(facts.page.url)] = names_digest(facts)
        for url in facts.frames:
            if self.covers(url):
                self.frames.setdefault(page_key(url), Frame(url=url, reached=reached, depth=depth))

    async def open_frames_of(self, page: Opened) -> None:
        """Read what a page shows in frames when it shows next to nothing else: a frameset, an old shell."""
        if page.facts is not None and len(page.facts.links) < FEW_LINKS:
            await self.open_frames([page_key(url) for url in page.facts.frames[:FRAMES]])

    async def read_menu_files(self, home: Opened) -> None:
        """Read the menus that a start page with hardly any takes from script files."""

        async def fetch(url: str) -> Page:
            return (await self.open_page(url, False)).page

        for added in await read_menu_files(home.facts, fetch) if home.facts is not None else ():
            self.atlas.add(added, reached=(), depth=0)

    async def open_frames(self, keys: Iterable[str]) -> int:
        """Read these frames that were not opened yet; tells how many there were."""
        new = [key for key in dict.fromkeys(keys) if key in self.frames and key not in self.opened]
        self.opened.update(new)
        for key in new:
            frame = self.frames[key]
            inner = await self.open_page(frame.url, False)
            if inner.failure is not None:
                self.lost.append(inner.failure)
            elif inner.facts is not None and not inner.gone:
                self.read_names(inner.facts, frame.reached, frame.depth)
        return len(new)
