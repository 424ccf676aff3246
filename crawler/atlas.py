"""What a site's pages say of its columns: every name seen, where it leads and under which levels it stands."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from crawler.matching import Kind, Likeness, bare, likeness, plain
from crawler.readers.addresses import page_key
from crawler.readers.links import LinkFact, Place
from crawler.readers.page import PageFacts

#: Longer texts are sentences, not names of columns.
MAX_NAME = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A name on a page that may be a column."""

    name: str
    url: str | None
    key: str | None
    """Identity of the page it leads to; None for a label without a page."""
    trails: tuple[tuple[str, ...], ...]
    """Possible levels above it, outermost first: by the menu it stands in and by the page it was seen on."""
    place: Place
    seen_on: str
    depth: int
    """Clicks from the start page."""
    own: bool = False
    """The page says this name of itself (breadcrumb, heading)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A mention whose name fits what is wanted."""

    mention: Mention
    likeness: Likeness


@dataclass(kw_only=True)
class _Wanted:
    """The hits for one name, kept while the atlas grows."""

    hits: list[Hit] = field(default_factory=list)
    fitting: list[tuple[list[int], Likeness]] = field(default_factory=list)
    """Where the names that fit stand among the mentions, and how well they do."""
    names: int = 0
    read: int = 0


@dataclass(kw_only=True)
class _Level:
    """The mentions of one level, kept while the atlas grows."""

    mentions: list[Mention] = field(default_factory=list)
    fitting: list[list[int]] = field(default_factory=list)
    names: int = 0
    rows: int = 0
    read: int = 0


class _Names:
    """Where each name stands among the mentions: menus come again on every page, so names are far fewer."""

    def __init__(self) -> None:
        self.order: list[str] = []
        self.places: dict[str, list[int]] = {}

    def add(self, name: str, place: int) -> None:
        """Note one more mention of a name."""
        known = self.places.get(name)
        if known is None:
            self.order.append(name)
            self.places[name] = [place]
        else:
            known.append(place)


class Atlas:
    """All mentions of the pages read so far, in the order they were seen."""

    def __init__(self, foreign: frozenset[str] = frozenset()) -> None:
        self._foreign = foreign
        """Pages of the portal around a unit's own: what their menus call a level is no level of the unit's."""
        self.mentions: list[Mention] = []
        self._names = _Names()
        self._rows = _Names()
        self._plain_rows: dict[str, list[int]] = {}
        self._seen: set[tuple[str | None, str, tuple[str, ...]]] = set()
        self._known: set[tuple[str | None, tuple[str, ...], Place, tuple[str, ...]]] = set()
        """Links as they stand in pages that were taken in: all pages of a section show its menu."""
        self._wanted: dict[str, _Wanted] = {}
        self._levels: set[str] = set()
        self._level_hits: dict[tuple[str, Callable[[str, str], bool]], _Level] = {}
        self._children: dict[str, list[Mention]] = {}

    def add(self, facts: PageFacts, *, reached: tuple[str, ...], depth: int) -> None:
        """Take in a page; `reached` are the labels that led to it."""
        crumbs = tuple(label for label, _ in facts.identity.crumbs)
        contexts = tuple(dict.fromkeys((crumbs, reached))) if crumbs else (reached,)
        parents = {level for link in facts.links for level in link.trail}
        for link in facts.links:
            # The current entry of a menu often has no address of its own: it is this page, unless it heads others.
            here = link.current and link.url is None and link.text not in parents
            self._add_link(link, facts.url if here else link.url, facts.url, contexts, depth)
        self._add_own_names(facts, crumbs, reached, depth)

    def _add_link(
        self, link: LinkFact, url: str | None, seen_on: str, contexts: tuple[tuple[str, ...], ...], depth: int
    ) -> None:
        names = link.labels if link.more and link.labels else (link.text, *link.labels)
        known = (url, names, link.place, link.trail)
        if known in self._known:
            return
        self._known.add(known)
        key = page_key(url) if url else None
        for name in dict.fromkeys(name for name in names if name):
            if len(name) > MAX_NAME:
                continue
            # A block of the home page and the menu of a section may both lead there: only the menu tells the level.
            spot = (key, plain(name), (link.place.value, *link.trail))
            if spot in self._seen:
                continue
            self._seen.add(spot)
            above = tuple(dict.fromkeys((link.trail, *((*context, *link.trail) for context in contexts))))
            self._put(
                Mention(name=name, url=url, key=key, trails=above, place=link.place, seen_on=seen_on, depth=depth + 1)
            )

    def _add_own_names(self, facts: PageFacts, crumbs: tuple[str, ...], reached: tuple[str, ...], depth: int) -> None:
        for number, (label, url) in enumerate(facts.identity.crumbs):
            last = number == len(crumbs) - 1
            # A section that shows its first child's list ends its breadcrumb in that child, with the child's address.
            target = url or (facts.url if last else None)
            self._put_own(label, target, (crumbs[:number],), facts.url, depth)
        if facts.identity.is_article or crumbs or depth == 0:
            return  # ColumnName and headings are wrong too often to stand against a breadcrumb
        for name in _names_without_breadcrumb(facts):
            self._put_own(name, facts.url, (reached[:-1],), facts.url, depth)

    def _put_own(
        self, name: str, url: str | None, trails: tuple[tuple[str, ...], ...], seen_on: str, depth: int
    ) -> None:
        key = page_key(url) if url else None
        spot = (key, plain(name), trails[0])
        if spot in self._seen or len(name) > MAX_NAME:
            return
        self._seen.add(spot)
        self._put(
            Mention(
                name=name, url=url, key=key, trails=trails, place=Place.CRUMB, seen_on=seen_on, depth=depth, own=True
            )
        )

    def _put(self, mention: Mention) -> None:
        place = len(self.mentions)
        self.mentions.append(mention)
        if mention.place is Place.LIST:
            self._rows.add(mention.name, place)
            self._plain_rows.setdefault(plain(mention.name), []).append(place)
        else:
            self._names.add(mention.name, place)
        if self.is_foreign(mention.key):
            return
        if mention.place in (Place.MENU, Place.CRUMB):
            self._levels.add(plain(mention.name))
            self._levels.add(bare(mention.name))
        for trail in mention.trails:
            for level in trail:
                self._levels.add(bare(level))
            if trail:
                self._children.setdefault(bare(trail[-1]), []).append(mention)

    def is_foreign(self, key: str | None) -> bool:
        """Whether a page belongs to the portal around a unit's own pages."""
        return key is not None and key in self._foreign

    def has_level(self, name: str) -> bool:
        """Whether a level of this name was seen in any menu or breadcrumb."""
        return bare(name) in self._levels or plain(name) in self._levels

    def hits(self, name: str) -> list[Hit]:
        """Mentions that fit the name, in the order seen; rows of lists only when the name is equal."""
        wanted = self._wanted.setdefault(name, _Wanted())
        if wanted.read == len(self.mentions):
            return wanted.hits
        for seen in self._names.order[wanted.names :]:
            found = likeness(name, seen)
            if found.kind is not Kind.NONE:
                wanted.fitting.append((self._names.places[seen], found))
        wanted.names = len(self._names.order)
        rows = (self._plain_rows.get(plain(name), []), Likeness(Kind.EQUAL, 1.0))
        new = [(place, found) for places, found in (*wanted.fitting, rows) for place in _since(places, wanted.read)]
        new.sort(key=lambda pair: pair[0])
        wanted.hits.extend(Hit(mention=self.mentions[place], likeness=found) for place, found in new)
        wanted.read = len(self.mentions)
        return wanted.hits

    def level_mentions(self, level: str, same: Callable[[str, str], bool]) -> list[Mention]:
        """Mentions whose name is that level, in the order seen; `same` says which names open the same branch."""
        wanted = self._level_hits.setdefault((level, same), _Level())
        if wanted.read == len(self.mentions):
            return wanted.mentions
        for names, done in ((self._names, wanted.names), (self._rows, wanted.rows)):
            wanted.fitting += [names.places[seen] for seen in names.order[done:] if same(level, seen)]
        wanted.names, wanted.rows = len(self._names.order), len(self._rows.order)
        new = sorted(place for places in wanted.fitting for place in _since(places, wanted.read))
        wanted.mentions.extend(self.mentions[place] for place in new)
        wanted.read = len(self.mentions)
        return wanted.mentions

    def children(self, name: str) -> Iterator[Mention]:
        """Mentions that stand directly under a level of this name."""
        yield from self._children.get(bare(name), ())

    def links(self, places: Iterable[Place]) -> Iterator[Mention]:
        """Mentions with a page, in these places, in the order seen."""
        allowed = frozenset(places)
        for mention in self.mentions:
            if mention.key is not None and mention.place in allowed:
                yield mention


def _since(places: list[int], first: int) -> list[int]:
    """The places from `first` on, of places in rising order."""
    return places[bisect_left(places, first) :] if places and places[-1] >= first else []


def _names_without_breadcrumb(facts: PageFacts) -> tuple[str, ...]:
    """What a page without a breadcrumb calls itself: its ColumnName, and headings that its title repeats."""
    identity = facts.identity
    headings = (heading for heading in identity.headings if plain(heading) and plain(heading) in plain(identity.title))
    names = dict.fromkeys(name for name in (identity.column_name, *headings) if 0 < len(name) <= MAX_NAME)
    return tuple(names)
