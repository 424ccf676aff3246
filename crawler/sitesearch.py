"""The site's own search, by form, address or interface, asked for the names of columns that nothing else led to.

What it answers are articles mostly: their breadcrumbs name the columns they stand in. A search that does not answer, or
lies on another site, is noted and says nothing; no page of results is ever taken for a column.
"""

from __future__ import annotations

from collections.abc import Sequence

from crawler.column import Opened
from crawler.evidence import Failure, Look
from crawler.fit import KINDS_OF_TEXT
from crawler.hunt import Hunt, Stage
from crawler.matching import bare, equal
from crawler.readers.addresses import looks_like_article, page_key
from crawler.readers.links import LinkFact, Place
from crawler.readers.searchforms import SiteSearch, searches_of
from crawler.readers.searchresults import results_in
from crawler.readings import read as read_page
from crawler.scope import Scope
from crawler.widen import Settle

#: Columns asked for below one start page.
MAX_QUESTIONS = 3
#: Searches tried, the second only where the first has no readable answer.
MAX_SEARCHES = 2
#: Results opened for one question.
MAX_RESULTS = 3
_PLACE = "站内搜索"


async def ask_site_search(scope: Scope, settle: Settle) -> None:
    """Ask the searches that the start page offers for the columns still missing."""
    offered = searches_of(scope.home.facts.document) if scope.home is not None and scope.home.facts is not None else ()
    searches = [one for one in offered if scope.covers(one.url) and not (one.posted and scope.ask is None)]
    if offered and not searches:
        scope.looked.append(Look(place=f"{_PLACE}（设在其他网站，未使用）", url=offered[0].url))
    for search in searches[:MAX_SEARCHES]:
        asked = answered = 0
        for hunt in [hunt for hunt in scope.pending if not hunt.still_absent and not hunt.explained(scope.atlas)]:
            if asked >= MAX_QUESTIONS or asked > answered or hunt.done:
                continue
            asked += 1
            if await _ask(scope, search, hunt):
                answered += 1
                await settle(scope, Stage.BREADTH)
        if asked:
            unread = "" if answered == asked else "（没有可读的结果）"
            scope.looked.append(Look(place=f"{_PLACE}{unread}", url=search.url))
        if answered or not asked:
            return


async def _ask(scope: Scope, search: SiteSearch, hunt: Hunt) -> bool:
    """Ask for one column and read what its results say of themselves; tells whether the search answers at all."""
    answer = await _answer(scope, search, hunt.leaf)
    if answer is None or answer.failure is not None:
        return False
    found = results_in(answer.page.body, scope.start)
    if found is None:
        if answer.facts is None or answer.gone or answer.led_to(scope.start, search.address(hunt.leaf)):
            return False
        found = answer.facts.links
    results = _results(scope, found, answer.page.url, hunt)
    for result in results[:MAX_RESULTS]:
        page = await scope.open_page(result.url or "", False)
        scope.opened.add(page_key(result.url or ""))
        if page.facts is not None and not page.gone and _names(page, hunt):
            scope.read_names(page.facts, (), 2)
            break
    return bool(results)


async def _answer(scope: Scope, search: SiteSearch, words: str) -> Opened | None:
    if not search.posted:
        return await scope.open_page(search.address(words), False)
    if scope.ask is None or scope.home is None:
        return None
    page = await scope.ask(search.request(words, scope.home.page.url), False)
    if isinstance(page, Failure) or page.status != 200:
        return None
    return Opened(page=page, facts=read_page(page))


def _results(scope: Scope, links: Sequence[LinkFact], asked: str, hunt: Hunt) -> list[LinkFact]:
    """Links of a page of results that no page before led to, the likeliest first."""
    known = {mention.key for mention in scope.atlas.mentions} | scope.opened | {page_key(asked)}
    own = page_key(asked).partition("?")[0]
    found: dict[str, LinkFact] = {}
    for link in links:
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
