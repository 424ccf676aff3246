"""What stands below a column and above a missing one, as far as the pages read so far tell; judging by children."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date

from crawler.asking import Ask
from crawler.atlas import Atlas, Mention
from crawler.column import KnownDates, Open, Opened, Reading, read_column
from crawler.evidence import Located, Shape
from crawler.hunt import Hunt
from crawler.matching import equal
from crawler.readers.addresses import looks_like_article, page_key
from crawler.readers.links import Place
from crawler.readers.survey import GENERIC

#: Sub-columns asked for the newest date of a column that has no list of its own.
MAX_CHILDREN = 12
#: Columns read one level further down, for all sub-columns that head others themselves.
MAX_GRANDCHILDREN = 8
#: Articles opened for their dates that are kept of them.
MAX_DATES = 5
#: Shapes of pages that may head sub-columns instead of listing anything themselves.
WITHOUT_LIST = (Shape.SECTION, Shape.UNKNOWN)

Ours = Callable[[Mention], bool]
"""Whether a mention leads to a page of the site."""


def children_of(atlas: Atlas, located: Located, ours: Ours) -> list[str]:
    """Pages that stand directly under a column in the menus, or below its folder, in the order seen."""
    name = located.trail[-1]
    found: dict[str, str] = {}
    beside = _menus_with(atlas, page_key(located.url or ""))
    for mention in atlas.children(name):
        if not mention.trails[0] and (mention.seen_on, mention.place) in beside:
            continue  # the page's own menu, which shows the page itself too: these stand beside it
        if "/" not in (mention.key or "/"):
            continue  # the site's start page, which every menu shows
        if ours(mention) and mention.place in (Place.MENU, Place.BODY) and not GENERIC.match(mention.name):
            found.setdefault(mention.key or "", mention.url or "")
    folder = page_key(located.url or "")
    below = tuple(f"{one}/" for one in (folder, *_led_on_from(atlas, folder, name)) if one)
    for mention in atlas.links((Place.MENU, Place.BODY)) if below else ():
        inside = (mention.key or "").startswith(below) and not looks_like_article(mention.url or "")
        if inside and ours(mention):
            found.setdefault(mention.key or "", mention.url or "")
    found.pop(folder, None)
    return list(found.values())


def _led_on_from(atlas: Atlas, key: str, name: str) -> list[str]:
    """Addresses a column is linked by that lead on to a page in their own folder, as to its first child's."""
    links = atlas.links((Place.MENU, Place.BODY, Place.CRUMB))
    own = {one.key or "" for one in links if one.key != key and equal(one.name, name)}
    return [one for one in sorted(own) if "/" in one and key.startswith(f"{one}/")]


def _menus_with(atlas: Atlas, key: str) -> set[tuple[str, Place]]:
    """The menus without levels of their own in which a page stands, by where they were first seen."""
    mentions = atlas.links((Place.MENU, Place.BODY))
    return {(one.seen_on, one.place) for one in mentions if one.key == key and not one.trails[0]}


def is_own_child(atlas: Atlas, located: Located, ours: Ours) -> bool:
    """Whether a parent's address leads to one of its sub-columns: then that one's list is not all of the parent's."""
    key = page_key(located.url or "")
    name = located.trail[-1]
    for mention in atlas.children(name):
        shown_below = bool(mention.trails) and bool(mention.trails[0]) and equal(mention.trails[0][-1], name)
        other = not GENERIC.match(mention.name) and not equal(mention.name, name)  # a pager's 1 or 尾页 is no child
        if mention.key == key and shown_below and other and ours(mention):
            return True
    return False


def places_of(atlas: Atlas, start: str, hunts: Iterable[Hunt], ours: Ours) -> list[str]:
    """Where absent columns should have stood: the start page and the innermost levels that were seen."""
    urls = [start]
    for hunt in hunts:
        for level in reversed(hunt.levels):
            mentions = [m for m in atlas.level_mentions(level, equal) if m.url and ours(m)]
            if mentions:
                urls.append(mentions[0].url or "")
                break
    return urls


def heads_others(reading: Reading) -> bool:
    """Whether a column lists nothing with a day itself, so that its sub-columns must tell."""
    return reading.listing.shape in WITHOUT_LIST and reading.newest is None


async def judge_by_children(
    own: Reading,
    urls: Iterable[str],
    open_page: Open,
    *,
    as_of: date,
    ask: Ask | None,
    known: KnownDates,
    is_child: bool = False,
    again: bool = False,
) -> tuple[Reading, tuple[str, ...]]:
    """The reading of a column with the newest of its sub-columns, and the addresses of those that were read.

    A column that lists anything with a day itself stays as it is, unless `own` is the list of one of its children.
    Where a sub-column heads others itself, those are read in its place.
    """
    if not heads_others(own) and not is_child:
        return own, ()
    wanted = list(dict.fromkeys(urls))
    doubt = "" if len(wanted) <= MAX_CHILDREN else f"下级栏目较多，只读了其中{MAX_CHILDREN}个"
    readings: dict[str, Reading] = {}

    async def read(url: str) -> Opened:
        nonlocal doubt
        opened = await open_page(url, again)
        if opened.facts is not None and not opened.gone:
            readings[url] = await read_column(
                opened, open_page, names=(), as_of=as_of, ask=ask, known=known, again=again
            )
        elif not opened.gone:
            doubt = doubt or "部分下级栏目未能读取"
        return opened

    below = 0
    for url in wanted[:MAX_CHILDREN]:
        opened = await read(url)
        if url not in readings or not heads_others(readings[url]):
            continue
        further = [one for one in columns_below(opened) if one not in wanted and one not in readings]
        if below + len(further) > MAX_GRANDCHILDREN:
            doubt = doubt or "下级栏目较多，只读了其中一部分"
        for one in further[: MAX_GRANDCHILDREN - below]:
            below += 1
            await read(one)
        if further:
            del readings[url]
    if not readings:
        return replace(own, doubt=own.doubt or doubt), ()
    read_ones = [own, *readings.values()] if is_child else list(readings.values())
    if any(_is_unread(one) for one in read_ones):
        doubt = doubt or "部分下级栏目未能读取"
    return _with_children(own, read_ones, doubt), tuple(readings)


def columns_below(opened: Opened) -> list[str]:
    """Pages that a page shows as standing under it, by its menus or in its own folder."""
    if opened.facts is None:
        return []
    facts = opened.facts
    key = page_key(facts.url)
    names = [label for label, _ in facts.identity.crumbs[-1:]] or [facts.identity.column_name]
    found: dict[str, str] = {}
    for link in facts.links:
        if link.url is None or link.place not in (Place.MENU, Place.BODY) or looks_like_article(link.url):
            continue
        under = bool(link.trail) and any(name and equal(name, link.trail[-1]) for name in names)
        if (under or page_key(link.url).startswith(f"{key}/")) and not GENERIC.match(link.text):
            found.setdefault(page_key(link.url), link.url)
    found.pop(key, None)
    return list(found.values())


def _is_unread(reading: Reading) -> bool:
    """Whether a sub-column may hold rows that were not seen."""
    return bool(reading.failure or reading.reason) or reading.listing.shape is Shape.SHELL


def _with_children(own: Reading, children: Sequence[Reading], doubt: str) -> Reading:
    """The reading of a parent: the entries of its sub-columns, the newest of them."""
    entries = tuple(entry for child in children for entry in child.listing.entries)
    dated = [child for child in children if child.newest is not None]
    newest = max(dated, key=lambda child: child.newest or date.min, default=None)
    return replace(
        own,
        listing=replace(own.listing, shape=Shape.SECTION, entries=entries),
        newest=newest.newest if newest else own.newest,
        source=newest.source if newest else own.source,
        fetches=(*own.fetches, *(fetch for child in children for fetch in child.fetches)),
        dates=tuple(one for child in children for one in child.dates)[:MAX_DATES],
        doubt=own.doubt or doubt or next((child.doubt for child in children if child.doubt), ""),
        guess=newest.guess if newest else own.guess,
    )
