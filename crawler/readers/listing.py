"""What a column page lists: its rows, or that it is empty, a text, an overview, or drawn by a script."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import date, timedelta

from crawler.evidence import DateSource, Entry, Listing, Shape
from crawler.readers import shells
from crawler.readers.addresses import looks_like_article, page_key
from crawler.readers.blocks import TITLE_LENGTH, Group, dated_groups, undated_groups
from crawler.readers.document import Document
from crawler.readers.headings import plain_names
from crawler.readers.numbers import hide
from crawler.readers.pager import Pager
from crawler.readers.rows import Row
from crawler.readers.scene import CONTENT, Scene
from crawler.readers.sights import sight_of
from crawler.readers.survey import NATURAL
from crawler.readers.years import settle_years

MOST_ENTRIES = 1000


def read_listing(document: Document, *, as_of: date, names: tuple[str, ...] = (), frames_read: bool = False) -> Listing:
    """The main list of a column page, never its side bars, hot lists, menus or clocks.

    `names` are what the column may be called (the document's name, the link's text); the block they head is preferred.
    With `frames_read` the pages shown inside this one are known to hold no rows.
    Never raises on a page that parse_document could read. Listing.entries are in page order; years not printed are
    the latest that the rows beside them allow, not after as-of.
    """
    sight = sight_of(document, as_of)
    known = sight.listings.get((names, frames_read))
    if known is not None:
        return known
    listing = _read(sight.scene(plain_names(names)), sight.pager, frames_read=frames_read)
    return sight.keep((names, frames_read), listing)


def _read(scene: Scene, pager: Pager | None, *, frames_read: bool) -> Listing:
    dated = dated_groups(scene)
    undated = [] if dated and _sure(dated[0]) else undated_groups(scene, dated)
    hidden_days = [group for group in undated if group.dated * 2 >= len(group.rows)]
    if hidden_days:
        dated = sorted([*dated, *hidden_days], key=lambda group: -group.score)
        undated = [group for group in undated if group not in hidden_days]
    best = _choice(dated, [group for group in undated if not group.menu])
    if best is not None and best.dated and not _weak(best):
        return _list(scene, best, dated, pager)
    gap = shells.gap_of(scene, pager, frames_read=frames_read)
    if best is not None and not best.dated and gap is not None and (gap.own or gap.shape is Shape.SHELL):
        best = None
    if best is not None and not _weak(best):
        return _list(scene, best, dated, pager)
    text = shells.text_length(scene, [] if best is None else best.rows)
    silent = text < shells.ENOUGH_TEXT and not shells.has_picture(scene)
    named = best is not None and best.dated > 1 and any(block.expected for block in best.blocks)
    others = best is None or (any(block.heading for block in best.blocks) and not named)
    if gap is not None and gap.own and others and (silent or (pager is not None and pager.total == 0)):
        return _without_rows(gap, pager)
    if best is not None and _believable(scene, best, text):
        return _list(scene, best, dated, pager)
    if text >= shells.ENOUGH_TEXT:
        return Listing(shape=Shape.SINGLE, note=f"正文约{text}字")
    if gap is not None and (silent or gap.shape is Shape.SHELL):
        return _without_rows(gap, pager)
    if shells.has_picture(scene):
        return Listing(shape=Shape.SINGLE, note="图片或内嵌文件")
    if shells.has_table(scene):
        return Listing(shape=Shape.SINGLE, note="表格")
    sections = [b for group in undated if group.zone >= CONTENT and len(group.rows) > 2 for b in group.blocks]
    if sections:
        titles = tuple(block.heading for block in sections if block.heading)[:40]
        return Listing(shape=Shape.SECTION, blocks=titles, note="仅见下级栏目或链接")
    if shells.has_file(scene):
        return Listing(shape=Shape.SINGLE, note="附件")
    return Listing(shape=Shape.UNKNOWN)


def _without_rows(gap: shells.Gap, pager: Pager | None) -> Listing:
    empty = gap.shape is Shape.EMPTY_LIST
    return Listing(shape=gap.shape, total=0 if empty else None, pages=pager.pages if pager else None, note=gap.note)


def _choice(dated: Sequence[Group], undated: Sequence[Group]) -> Group | None:
    """The group most likely to be the list; links without days only when they are headed, paged or all articles."""
    candidates = [group for group in dated if len(group.rows) > 1 or group.own or group.paged <= 2 or _plain_row(group)]
    candidates += [
        group for group in undated if group.zone >= CONTENT and (group.own or group.paged <= 2) and _several(group)
    ]
    candidates.sort(key=lambda group: -group.score)
    if candidates:
        return candidates[0]
    rest = [group for group in undated if group.zone >= CONTENT and (len(group.rows) >= 3 or _few_of_its_own(group))]
    return rest[0] if rest and len([a for a in rest[0].rows if a.url]) * 2 > len(rest[0].rows) else None


def _sure(group: Group) -> bool:
    """Whether links without days need not be looked at: a dated list in the content, headed or paged."""
    return group.zone >= CONTENT and len(group.rows) > 1 and (group.own or group.paged <= 1)


def _few_of_its_own(group: Group) -> bool:
    """Whether one or two undated rows are a list: rows by their elements, with titles, in the column's folder.

    Articles kept elsewhere are its rows where they stand under the name that the page is asked for.
    """
    if any(row.element.tag not in NATURAL or len(row.title) < TITLE_LENGTH for row in group.rows):
        return False
    headed = any(block.expected for block in group.blocks)
    return group.inside or (headed and all(looks_like_article(row.url or "") for row in group.rows))


def _several(group: Group) -> bool:
    return len(group.rows) > 1 or (group.paged <= 1 and group.rows[0].element.tag in NATURAL)


def _plain_row(group: Group) -> bool:
    """Whether a lone dated row is a list's row by its element, not the meta line of an article."""
    row = group.rows[0]
    return row.element.tag in NATURAL and len(row.title) >= 6 and group.zone >= CONTENT


def _weak(group: Group) -> bool:
    """Whether other readings of the page must be looked at before this group is taken for the list."""
    if group.zone < CONTENT:
        return True
    if len(group.rows) == 1:
        return not (group.rows[0].element.tag in NATURAL and (group.paged <= 1 or group.own))
    return not (group.own or group.paged <= 1)


def _leads_up(scene: Scene, group: Group) -> bool:
    """Whether all links lead to the home page or to a level above this page: a breadcrumb, an article's meta line."""
    own = scene.document.url
    return all(
        row.url is None or own.startswith(row.url) or page_key(own).startswith(page_key(row.url)) for row in group.rows
    )


def _believable(scene: Scene, group: Group, text: int) -> bool:
    if group.zone < CONTENT and not group.own and group.paged > 1:
        return False
    mass = sum(len(row.title) for row in group.rows)
    headed_otherwise = any(block.heading for block in group.blocks) and not group.own
    if text >= shells.ENOUGH_TEXT * 4 and text > mass * (1 if headed_otherwise else 3):
        return False
    if group.dated > 1 or (len(group.rows) > 2 and not group.dated):
        return True
    # A lone day with a link beside it is more often the line under an article's title.
    if text >= shells.ENOUGH_TEXT * 2 or shells.has_picture(scene):
        return False
    return group.rows[0].element.tag in NATURAL or not _leads_up(scene, group)


def _list(scene: Scene, group: Group, dated: Sequence[Group], pager: Pager | None) -> Listing:
    as_of = scene.found.as_of
    groups = [group]
    if not group.own and group.paged > 1:
        groups += [other for other in dated if other is not group and _sister(group, other)]
    blocks = [block for chosen in groups for block in chosen.blocks]
    headed = list(dict.fromkeys(block.heading for block in blocks if block.heading and len(blocks) > 1))
    overview = not group.own and group.paged > 1 and len(blocks) > 1 and any(block.more for block in blocks)
    rows = _once([row for chosen in groups for row in chosen.rows])[:MOST_ENTRIES]
    return Listing(
        shape=Shape.SECTION if overview else Shape.LIST,
        entries=settle_years([entry_of(row, as_of) for row in rows], as_of),
        total=pager.total if pager else None,
        pages=pager.pages if pager else None,
        next_pages=pager.next_urls if pager else (),
        last_page=pager.last_url if pager else None,
        blocks=tuple(headed[:40]),
    )


def _once(rows: Sequence[Row]) -> list[Row]:
    """Rows without repetitions of one link under one title (a slide and its line); the dated one stays."""
    kept: dict[tuple[str, str], Row] = {}
    for number, row in enumerate(rows):
        key = (row.url, row.title) if row.url else ("", str(number))
        if key not in kept or (kept[key].day is None and row.day is not None):
            kept[key] = row
    return list(kept.values())


def _sister(group: Group, other: Group) -> bool:
    """Whether another group is a further block of the same overview: headed, in the content, with a page of its own."""
    return (
        other.zone >= CONTENT
        and other.score * 4 >= group.score
        and any(block.heading and block.more for block in other.blocks)
        and any(block.heading and block.more for block in group.blocks)
    )


def entry_of(row: Row, as_of: date) -> Entry:
    """A row as an entry of a listing."""
    day = row.day
    return Entry(
        title=hide(row.title),
        url=row.url,
        date=day.day if day else None,
        date_source=DateSource.ROW if day else None,
        pinned=row.pinned,
        future=bool(day and day.day > as_of),
        inferred=bool(day and day.inferred),
    )


def newest_of(listing: Listing) -> tuple[date, DateSource] | None:
    """The newest day of the entries with its source, days after as-of left out; None when no entry has one."""
    days = [(e.date, e.date_source or DateSource.ROW) for e in listing.entries if e.date is not None and not e.future]
    return max(days, key=lambda pair: pair[0], default=None)


def is_ordered(listing: Listing) -> bool:
    """Whether the rows run from new to old, so that no later page can hold a newer one.

    Pinned rows and days after as-of are left out; up to two unmarked rows at the top may be pins; a row may be a day
    newer than the one above it (several editors, one midnight).
    """
    days = [e.date for e in listing.entries if e.date is not None and not e.pinned and not e.future]
    if len(days) < 2:
        return True
    for start in range(3):
        rest = days[start:]
        if len(rest) < 2 or (start and len(rest) < 4):
            return False
        if all(after <= before + timedelta(days=1) for before, after in itertools.pairwise(rest)):
            return True
    return False


def is_rising(listing: Listing) -> bool:
    """Whether the rows run from old to new, so that the last page holds the newest one."""
    days = [e.date for e in listing.entries if e.date is not None and not e.pinned and not e.future]
    return len(days) >= 3 and days == sorted(days) and days[0] < days[-1]
