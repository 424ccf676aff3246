"""What a page proves of itself on arrival: its own name, and the levels its breadcrumb adds."""

from __future__ import annotations

import re
from datetime import date

from crawler.column import Opened
from crawler.evidence import Shape
from crawler.fit import best_cover
from crawler.hunt import Candidate, Hunt
from crawler.matching import equal
from crawler.readers.document import Document
from crawler.readers.listing import read_listing

MOST_TEXT_OF_A_SHELL = 200
"""Characters of a page that is next to nothing but its scripts, those of the scripts included."""
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


def levels_of(found: Candidate, page: Opened) -> tuple[str, ...]:
    """The levels above the candidate by its page's own breadcrumb, which may end in the page itself."""
    crumbs = tuple(label for label, _ in page.facts.identity.crumbs) if page.facts is not None else ()
    return crumbs[:-1] if crumbs and equal(crumbs[-1], found.mention.name) else crumbs


def cover_on_arrival(hunt: Hunt, found: Candidate, page: Opened) -> Candidate:
    """The candidate with the levels its own breadcrumb adds."""
    if page.facts is None or not page.facts.identity.crumbs:
        return found
    own = best_cover(hunt.levels, (levels_of(found, page),))
    best = own if own.rank[:2] >= found.cover.rank[:2] else found.cover
    return Candidate(mention=found.mention, likeness=found.likeness, cover=best)


def is_drawn(document: Document, *, as_of: date) -> bool:
    """Whether a script draws what a page has to show: it is a shell, or has a script and hardly anything else."""
    listing = read_listing(document, as_of=as_of)
    if listing.shape is not Shape.UNKNOWN:
        return listing.shape is Shape.SHELL
    said = len(" ".join(document.root.text_content().split()))
    return said < MOST_TEXT_OF_A_SHELL and bool(document.tagged("script"))
