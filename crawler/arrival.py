"""What a page proves of itself on arrival: its own name, and the levels its breadcrumb adds."""

from __future__ import annotations

import re

from crawler.column import Opened
from crawler.fit import best_cover
from crawler.hunt import Candidate, Hunt
from crawler.matching import equal

_TITLE_PARTS = re.compile(r"[-_|—–>]")


def says_so(hunt: Hunt, page: Opened) -> bool:
    """Whether the page itself bears the name: breadcrumb, heading, ColumnName, current menu entry, or title."""
    if page.facts is None:
        return False
    identity = page.facts.identity
    last = [identity.crumbs[-1][0]] if identity.crumbs else []
    titles = _TITLE_PARTS.split(identity.title)[:1]
    own = [*last, *identity.headings, *identity.current, identity.column_name or "", *titles]
    return any(equal(name, said) for name in hunt.names for said in own if said)


def cover_on_arrival(hunt: Hunt, found: Candidate, page: Opened) -> Candidate:
    """The candidate with the levels its own breadcrumb adds."""
    if page.facts is None or not page.facts.identity.crumbs:
        return found
    crumbs = tuple(label for label, _ in page.facts.identity.crumbs)
    above = crumbs[:-1] if equal(crumbs[-1], found.mention.name) else crumbs
    cover = best_cover(hunt.levels, (found.cover.trail, above))
    return Candidate(mention=found.mention, likeness=found.likeness, cover=cover)
