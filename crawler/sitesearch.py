"""The site's own search, asked for the names of columns that nothing else led to.

What it answers are articles mostly: their breadcrumbs name the columns they stand in. A search that does not answer, or
lies on another site, is noted and says nothing; no page of results is ever taken for a column.
"""

from __future__ import annotations

from crawler.column import Opened
from crawler.evidence import Look
from crawler.fit import KINDS_OF_TEXT
from crawler.hunt import Hunt, Stage
from crawler.matching import bare, equal
from crawler.readers.addresses import looks_like_article, page_key
from crawler.readers.links import LinkFact, Place
from crawler.readers.searchforms import SiteSearch, search_of
from crawler.scope import Scope
from crawler.widen import Settle

#: Columns asked for below one start page.
MAX_QUESTIONS = 3
#: Results opened for one question.
MAX_RESULTS = 3
_PLACE = "站内搜索"


async def ask_site_search(scope: Scope, settle: Settle) -> None:
    """Ask the search that the start page offers for the columns still missing."""
    search = search_of(scope.home.facts.document) if scope.home is not None and scope.home.facts is not None else None
    if search is None:
        return
    if not scope.covers(search.url):
        scope.looked.append(Look(place=f"{_PLACE}（设在其他网站，未使用）", url=search.url))
        return
    asked = 0
    for hunt in [hunt for hunt in scope.pending if not hunt.still_absent and not hunt.explained(scope.atlas)]:
        if asked >= MAX_QUESTIONS or hunt.done:
            continue
        asked += 1
        if not await _ask(scope, search, hunt):
            scope.looked.append(Look(place=f"{_PLACE}（没有可读的结果）", url=search.url))
            return
        await settle(scope, Stage.BREADTH)
    if asked:
        scope.looked.append(Look(place=_PLACE, url=search.url))


async def _ask(scope: Scope, search: SiteSearch, hunt: Hunt) -> bool:
    """Ask for one column and read what its results say of themselves; tells whether the search answers at all."""
    address = search.address(hunt.leaf)
    answer = await scope.open_page(address, False)
    if answer.facts is None or answer.gone or answer.led_to(scope.start, address):
        return False
    results = _results(scope, answer, hunt)
    for result in results[:MAX_RESULTS]:
        page = await scope.open_page(result.url or "", False)
        scope.opened.add(page_key(result.url or ""))
        if page.facts is not None and not page.gone and _names(page, hunt):
            scope.read_names(page.facts, (), 2)
            break
    return bool(results)


def _results(scope: Scope, answer: Opened, hunt: Hunt) -> list[LinkFact]:
    """Links of a page of results that no page before led to, the likeliest first."""
    if answer.facts is None:
        return []
    known = {mention.key for mention in scope.atlas.mentions} | scope.opened | {page_key(answer.facts.url)}
    own = page_key(answer.facts.url).partition("?")[0]
    found: dict[str, LinkFact] = {}
    for link in answer.facts.links:
        if link.url is None or link.place in (Place.MENU, Place.FOOTER, Place.CRUMB) or not scope.covers(link.url):
            continue
        key = page_key(link.url)
        if key not in known and key.partition("?")[0] != own and key not in scope.foreign:
            found.setdefault(key, link)

    def likely(link: LinkFact) -> tuple[bool, bool, bool]:
        named = any(equal(name, link.text) for name in hunt.names)
        inside = any(name in link.text for name in hunt.names)
        return (not named, not inside, not looks_like_article(link.url or ""))

    return sorted(found.values(), key=likely)


def _names(page: Opened, hunt: Hunt) -> bool:
    """Whether a result's breadcrumb names the column, or the page itself does where no other column bears its name."""
    if page.facts is None:
        return False
    identity = page.facts.identity
    if identity.crumbs:
        said = [label for label, _ in identity.crumbs]
    elif bare(hunt.leaf) in KINDS_OF_TEXT or identity.is_article:
        return False
    else:
        said = [identity.column_name, *identity.headings]
    return any(equal(name, one) for name in hunt.names for one in said if one)
