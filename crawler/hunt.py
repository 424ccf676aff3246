"""The search for one target: its candidates, in order, and the pages that may show better ones. No fetching here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum

from crawler.atlas import Atlas, Mention
from crawler.column import Reading
from crawler.evidence import Consideration, Failure, Fetch, Located, Look, Match, Target
from crawler.fit import Cover, best_cover, classify, is_of_another_branch, parent_fits
from crawler.matching import SAME_CHARACTERS, Kind, Likeness, equal, same_level
from crawler.readers.links import Place

#: How many pages of one level are opened in the hope of finding the column below them.
PAGES_PER_LEVEL = 3
#: Equally good candidates that are opened to see which one is the column.
MAX_TIES = 3

_PLACE_ORDER = {Place.CRUMB: 3, Place.MENU: 3, Place.BODY: 2, Place.LIST: 1, Place.FOOTER: 0}


class Stage(IntEnum):
    """How far the search has been widened (design.md section 6, point 4)."""

    DESCENT = 0
    SITE_MAP = 1
    PLATFORM = 2
    BREADTH = 3
    LAST = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A mention that may be the column, and how well it fits the whole path."""

    mention: Mention
    likeness: Likeness
    cover: Cover

    @property
    def rank(self) -> tuple[int, int, int, bool, int]:
        """What decides between candidates: the name, the levels above it, the characters, where it stands."""
        levels, equal_levels, _ = self.cover.rank
        same = self.likeness.score >= SAME_CHARACTERS
        return (self.likeness.kind, levels, equal_levels, same, _PLACE_ORDER[self.mention.place])

    @property
    def order(self) -> tuple[tuple[int, int, int, bool, int], float, int, int]:
        """Total order, best last; among equals the one nearest to the root of the site."""
        return (self.rank, self.likeness.score, -len(self.cover.trail), -self.mention.depth)

    @property
    def trail(self) -> tuple[str, ...]:
        """The site's own names down to the column."""
        return (*self.cover.trail, self.mention.name)


@dataclass(kw_only=True, eq=False)  # one search's state: two are never the same, and comparing all of it is dear
class Hunt:
    """One target and what has come of it so far."""

    target: Target
    rejected: set[str] = field(default_factory=set)
    broken: Candidate | None = None
    broken_fetch: Fetch | None = None
    failed: tuple[Candidate, Failure] | None = None
    blind: Failure | None = None
    """A page above the column could not be had, so its absence proves nothing."""
    undrawn: str = ""
    """Name of a page above the column whose content only a browser could show; empty when there was none."""
    located: Located | None = None
    reading: Reading | None = None
    ruled_gone: bool = False
    """The address a person ruled does not open."""
    done: bool = False
    opened: tuple[Look, ...] = ()
    """What was looked at before it was found."""
    taken: Candidate | None = None
    """The candidate that was taken for the column."""
    considered: dict[str, Consideration] = field(default_factory=dict)
    """What became of its candidates, by address."""
    since: date | None = None
    """The day of the run that saw in full what this one only found unchanged."""
    left: str | None = None
    """Address that was learned and certainly is the column no more."""
    before: tuple[Located, Reading] | None = None
    """What stands at the learned address, where it would accuse somebody: the site may have moved the column since."""
    children: tuple[str, ...] = ()
    """Addresses of the sub-columns that were read for it."""
    still_absent: bool = False
    """It was looked for everywhere in an earlier run, and the pages read since name what they named then."""
    portal: bool = False
    """The start page is a government's, with units of its own below it."""

    @property
    def levels(self) -> tuple[str, ...]:
        """The names above the column."""
        return self.target.path[:-1]

    @property
    def leaf(self) -> str:
        """The column's own name."""
        return self.target.path[-1]

    @property
    def names(self) -> tuple[str, ...]:
        """Names the column may have: the unsplit one first."""
        return tuple(dict.fromkeys(name for name in (self.target.literal, self.leaf) if name))

    def candidates(self, atlas: Atlas) -> Iterator[Candidate]:
        """Every mention that fits the leaf's name and was not rejected, in no order."""
        for name in self.names:
            levels = self.levels
            for hit in atlas.hits(name):
                if hit.mention.key not in self.rejected:
                    cover = best_cover(levels, hit.mention.trails)
                    yield Candidate(mention=hit.mention, likeness=hit.likeness, cover=cover)

    @property
    def unread(self) -> Candidate | None:
        """Of the pages that bear the name and could not be read, the one that stands best."""
        known = [self.broken, self.failed[0] if self.failed is not None else None]
        return max((found for found in known if found is not None), key=lambda one: one.order, default=None)

    def is_worse(self, found: Candidate) -> bool:
        """Whether a page that could not be read is more likely the column than this one.

        Its menu says where the column belongs; a twin in another branch must not answer for it.
        """
        unread = self.unread
        if unread is None:
            return False
        stands, better = ((sum(one.cover.known), not one.cover.gap) for one in (found, unread))
        return stands < better or found.likeness.kind < unread.likeness.kind

    def choose(self, atlas: Atlas, stage: Stage) -> list[Candidate]:
        """The best candidates that may be opened at this stage: several only when nothing decides between them.

        What the portal around a unit's pages shows in its menus must not stand before the unit's own.
        """
        known = (one for one in self.candidates(atlas) if one.mention.key and not atlas.is_foreign(one.mention.key))
        pool = [found for found in known if self._ripe(found, atlas, stage)]
        if not pool:
            return []
        best: dict[str, Candidate] = {}
        for found in sorted(pool, key=lambda one: one.order, reverse=True):
            best.setdefault(found.mention.key or "", found)
        ordered = list(best.values())
        top = ordered[0]
        return [found for found in ordered if found.rank == top.rank and found.cover.rank == top.cover.rank][:MAX_TIES]

    def _ripe(self, found: Candidate, atlas: Atlas, stage: Stage) -> bool:
        """Whether nothing better can be expected any more from widening the search."""
        if self.is_elsewhere(found.mention.trails):
            return False
        if found.mention.place is Place.LIST:
            return stage is Stage.LAST
        if found.likeness.kind is Kind.EQUAL:
            if found.cover.complete:
                return True
            match = classify(self.levels, found.cover, found.likeness.kind, atlas.has_level)
            return stage >= (Stage.SITE_MAP if match is Match.MISPLACED else Stage.DESCENT)
        if any(equal(level, found.mention.name) for level in self.levels):
            return False  # a level above the column is not the column under another name
        if not parent_fits(self.levels, found.cover, atlas.has_level):
            # In another branch another office's word stands for it only where the site has it nowhere else.
            return (
                stage is Stage.LAST
                and found.likeness.kind is Kind.SYNONYM
                and (any(found.cover.known) or self._is_only(found, atlas))
            )
        return stage >= Stage.PLATFORM

    def _is_only(self, found: Candidate, atlas: Atlas) -> bool:
        """Whether no menu or breadcrumb gives another page such a name."""
        return all(
            other.mention.key in (None, found.mention.key)
            for other in self.candidates(atlas)
            if other.mention.place in (Place.MENU, Place.CRUMB)
        )

    def is_elsewhere(self, trails: Sequence[Sequence[str]]) -> bool:
        """Whether a column with these trails belongs to another topic or unit; below a unit's page all is its own."""
        if self.target.start is not None:
            return False
        return is_of_another_branch(self.target.path, trails, portal=self.portal)

    def explained(self, atlas: Atlas) -> bool:
        """Whether the site names the column just where it belongs, although there is nothing to read there.

        The navigation need not be searched any further for it; nor for one that is still where it was.
        """
        if self.before is not None:
            return True
        known = [self.broken, self.failed[0] if self.failed is not None else None, self.label(atlas)]
        return any(found is not None and found.cover.complete for found in known)

    def label(self, atlas: Atlas) -> Candidate | None:
        """The best menu label of that name without a page of its own."""
        pool = [
            found
            for found in self.candidates(atlas)
            if found.mention.key is None
            and found.mention.place is not Place.LIST
            and found.likeness.kind is Kind.EQUAL
            and parent_fits(self.levels, found.cover, atlas.has_level)
        ]
        return max(pool, key=lambda one: one.order, default=None)

    def parents(self, atlas: Atlas, opened: set[str]) -> list[Mention]:
        """Pages of the levels above, innermost first, that were not opened yet."""
        for number in range(len(self.levels) - 1, -1, -1):
            level = self.levels[number]
            ranked: list[tuple[tuple[bool, tuple[int, int, int], int], Mention]] = []
            tried = 0
            for mention in _level_mentions(level, atlas):
                if mention.key in opened:
                    tried += 1
                    continue
                above = best_cover(self.levels[:number], mention.trails)
                ranked.append(((equal(level, mention.name), above.rank, -mention.depth), mention))
            ranked.sort(key=lambda pair: pair[0], reverse=True)
            room = PAGES_PER_LEVEL - tried
            chosen: dict[str, Mention] = {}
            for _, mention in ranked:
                if len(chosen) < min(room, 1):
                    chosen.setdefault(mention.key or "", mention)
            if chosen:
                return list(chosen.values())
        return []


def _level_mentions(level: str, atlas: Atlas) -> Iterator[Mention]:
    """One mention per page whose name is that level or opens the same branch."""
    seen: set[str] = set()
    for mention in atlas.level_mentions(level, same_level):
        if mention.key is not None and mention.key not in seen and mention.place is not Place.LIST:
            seen.add(mention.key)
            yield mention
