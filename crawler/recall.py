"""Asking what is known already: the address a person ruled, or the one an earlier run found, before any search."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from crawler.column import Opened, Reading, read_column
from crawler.conclude import conclude, is_negative
from crawler.evidence import BY_HAND, Listing, Located, Match, Shape
from crawler.hunt import Hunt
from crawler.matching import Kind, likeness
from crawler.memory import article_dates, conditions, is_confirmed, is_recent, taken_over
from crawler.readers.addresses import page_key
from crawler.relatives import heads_others, judge_by_children
from crawler.trace import kept
from crawler.visit import Visit


async def read_children(hunt: Hunt, urls: Sequence[str], visit: Visit, as_of: date, *, is_child: bool = False) -> None:
    """A column without a list of its own, or whose page is one of its children's, is judged by the newest of them."""
    if hunt.reading is not None:
        hunt.reading, hunt.children = await judge_by_children(
            hunt.reading,
            urls,
            visit.open_page,
            as_of=as_of,
            ask=visit.ask,
            known=article_dates(hunt.target.remembered, as_of),
            is_child=is_child,
        )


@dataclass(kw_only=True)
class Recall:
    """What is known of a site's columns before the search."""

    visit: Visit
    as_of: date
    settled: Callable[[], None]
    """Called after each hunt that is done."""

    async def ask(self, hunt: Hunt) -> None:
        """Ask the address a person ruled, or the one found in an earlier run, first."""
        target = hunt.target
        if target.url is not None:
            located = Located(url=target.url, trail=target.path, match=Match.EXACT, similarity=1.0, via=BY_HAND)
        elif target.learned is not None:
            located = Located(
                url=target.learned,
                trail=target.learned_trail or target.path,
                match=target.learned_match or Match.EXACT,
                similarity=target.learned_similarity,
                via="上次记录",
            )
        else:
            return
        if target.url is None and await self._is_unchanged(hunt, located):
            return
        opened = await self.visit.open_page(located.url or "", False)
        if target.url is None and not self._is_still(hunt, opened, located):
            self._say_left(hunt, opened, located)
            return
        if opened.facts is not None and page_key(opened.facts.url) != page_key(located.url or ""):
            hunt.left = located.url if target.url is None else None
            located = replace(located, url=opened.facts.url)
        hunt.located = located
        kept(
            hunt,
            located,
            "采用：人工指定" if target.url is not None else "采用：上次记录的地址，页面仍是该栏目",
            opened,
        )
        if opened.facts is None or opened.gone:
            hunt.reading = Reading(listing=Listing(shape=Shape.UNKNOWN), failure=opened.failure)
            hunt.ruled_gone = opened.gone
            hunt.broken_fetch = opened.fetch("栏目页")
        else:
            names = (*hunt.names, located.trail[-1])
            known = article_dates(target.remembered, self.as_of)
            hunt.reading = await read_column(
                opened, self.visit.open_page, names=names, as_of=self.as_of, ask=self.visit.ask, known=known
            )
            children = target.remembered.evidence.children if target.remembered is not None else ()
            heads = heads_others(hunt.reading)
            if target.url is None and (heads or children):
                if target.remembered is None or not is_recent(target.remembered, self.as_of):
                    hunt.located = hunt.reading = None  # only a search tells what stands below it today
                    return
                await read_children(hunt, children, self.visit, self.as_of, is_child=not heads)
            if target.url is None and self._would_accuse(hunt):
                # Sites that move a column leave the old page where it was: see what the menus lead to today.
                hunt.before, hunt.located, hunt.reading = (located, hunt.reading), None, None
                return
        hunt.done = True
        self.settled()

    def _would_accuse(self, hunt: Hunt) -> bool:
        """Whether what was read accuses somebody, and no earlier run has searched and confirmed just that."""
        evidence = conclude(hunt, None)
        remembered = hunt.target.remembered
        if not is_negative(evidence, hunt.target):
            return False
        return remembered is None or not is_confirmed(remembered, evidence, self.as_of)

    def decide(self, hunt: Hunt) -> None:
        """Of what stands at the learned address and what the menus lead to, the one updated last."""
        if hunt.before is None:
            return
        located, reading = hunt.before
        found = hunt.reading.newest if hunt.reading is not None else None
        if hunt.located is not None:
            if page_key(hunt.located.url or "") == page_key(located.url or ""):
                return
            as_good = hunt.located.match in (Match.EXACT, Match.PARTIAL, located.match)
            if as_good and (found or date.min) > (reading.newest or date.min):
                hunt.left = located.url
                return
        hunt.located, hunt.reading, hunt.done = located, reading, True

    async def _is_unchanged(self, hunt: Hunt, located: Located) -> bool:
        """Take over what an earlier run read when the column's page is as it was then."""
        url, remembered = located.url or "", hunt.target.remembered
        if remembered is None:
            return False
        headers = conditions(remembered, url, self.as_of)
        page = await self.visit.fetch(url, headers=headers) if headers else await self.visit.fetch(url)
        reading = taken_over(remembered, page, self.as_of)
        if reading is None:
            return False
        hunt.done, hunt.located, hunt.reading, hunt.since = True, located, reading, remembered.seen
        kept(hunt, located, f"采用：上次记录的地址，页面与{remembered.seen}读取时相同", None)
        self.settled()
        return True

    def _say_left(self, hunt: Hunt, opened: Opened, located: Located) -> None:
        """Note why a learned address is not taken; one that certainly is the column no more makes it a moved one."""
        if opened.failure is not None:
            kept(hunt, located, f"上次记录的地址，未能读取（{opened.failure.detail}）", opened)
            return
        hunt.left = located.url
        kept(hunt, located, "上次记录的地址，已不存在" if opened.gone else "上次记录的地址，页面已不是该栏目", opened)

    def _is_still(self, hunt: Hunt, opened: Opened, located: Located) -> bool:
        """Whether a learned address is still the column: the page must name itself so, or be addressed as one page."""
        if opened.facts is None or opened.gone or opened.failure is not None:
            return False
        if opened.led_to(hunt.target.start or self.visit.plan.url, located.url or ""):
            return False
        identity = opened.facts.identity
        crumbs = [identity.crumbs[-1][0]] if identity.crumbs else []
        said = [*crumbs, *identity.headings, *identity.current, identity.column_name or "", identity.title]
        names = (*hunt.names, located.trail[-1])
        return any(likeness(name, one).kind is not Kind.NONE for name in names for one in said if one)
