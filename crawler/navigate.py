"""One site's audit from start to end: rulings, learned addresses, descent, second looks, evidence for every target."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from crawler.closer import Closer
from crawler.column import Fetcher, Reading, read_column
from crawler.conclude import conclude, is_negative, is_stale, place_of_label, site_status
from crawler.descent import look_again, run, run_from_start
from crawler.evidence import (
    ColumnEvidence,
    Fetch,
    Listing,
    Located,
    Look,
    Outcome,
    Shape,
    SiteEvidence,
    SitePlan,
    SiteProgress,
)
from crawler.guard import host_key
from crawler.hunt import Hunt
from crawler.memory import is_confirmed, rests_on_endpoint
from crawler.neglect import neglected
from crawler.readers.addresses import page_key
from crawler.recall import Recall, read_children
from crawler.relatives import children_of, heads_others, is_own_child, judge_by_children, places_of
from crawler.scope import Scope
from crawler.sightings import Sightings
from crawler.trace import considered
from crawler.visit import Visit
from crawler.wholesite import WholeSite

#: Pages whose names are remembered with an absent column.
MAX_NAMES = 100
#: Columns still shut at a second try after which a site is left alone.
MAX_REFUSED = 3


def _silent(progress: SiteProgress) -> None:
    """Nobody watches."""


async def search_site(
    plan: SitePlan, fetch: Fetcher, *, as_of: date, progress: Callable[[SiteProgress], None] = _silent
) -> SiteEvidence:
    """Look for every target of a plan; always answers for each of them, whatever the site does."""
    search = _Search(plan=plan, fetch=fetch, as_of=as_of, progress=progress)
    try:
        return await search.run()
    finally:
        # Search and scopes hold each other: a finished site's map and pages would wait for the garbage collector.
        search.scopes.clear()
        search.visit.home = None


@dataclass(kw_only=True)
class _Search:
    """The state of one site's search."""

    plan: SitePlan
    fetch: Fetcher
    as_of: date
    progress: Callable[[SiteProgress], None]
    hunts: list[Hunt] = field(default_factory=list)
    scopes: list[Scope] = field(default_factory=list)
    fetches: list[Fetch] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.sightings = Sightings(home=self.plan.url, as_of=self.as_of)
        self.visit = Visit(plan=self.plan, fetch=self.fetch)
        if self.plan.survey:
            self.visit.watch = self.sightings.take
        self.hunts = [Hunt(target=target) for target in self.plan.targets]

    async def run(self) -> SiteEvidence:
        """Search, look twice at what is negative, and put the evidence together."""
        self._tell()
        recall = Recall(visit=self.visit, as_of=self.as_of, settled=self._tell)
        for hunt in self.hunts:
            await recall.ask(hunt)
        await self._descend()
        for hunt in self.hunts:
            recall.decide(hunt)
        await self._read_children()
        evidence = {hunt.target.key: self._conclude(hunt) for hunt in self.hunts}
        evidence = await self._look_twice(await self._try_again(evidence))
        whole = WholeSite(plan=self.plan, visit=self.visit, sightings=self.sightings, as_of=self.as_of)
        if self.plan.survey:  # before closer looks, which use up the site's allowance
            await whole.look(evidence)
        closer = Closer(plan=self.plan, visit=self.visit, as_of=self.as_of, columns=evidence, tell=self._tell)
        await closer.run()
        evidence = closer.columns
        evidence = {hunt.target.key: self._with_trail(hunt, evidence[hunt.target.key]) for hunt in self.hunts}
        status, reason = site_status(self._main(), list(evidence.values()))
        self._tell(finished=True)
        return SiteEvidence(
            name=self.plan.name,
            url=self.plan.url,
            status=status,
            requests=int(getattr(self.fetch, "requests", 0)),
            pages=int(getattr(self.fetch, "pages", 0)),
            reason=reason,
            fetches=tuple(self.fetches),
            columns=evidence,
            homes=whole.homes(closer.homes),
            seen=whole.seen,
            transport=whole.transport,
            surveyed=whole.surveyed,
        )

    # -- looking -------------------------------------------------------------------------------------------------

    async def _descend(self) -> None:
        """Run one scope per start page: the portal first, so that units' scopes know what belongs to it."""
        pending = [hunt for hunt in self.hunts if not hunt.done]
        starts = list(dict.fromkeys(hunt.target.start for hunt in pending))
        for start in sorted(starts, key=lambda one: one is not None):
            hunts = [hunt for hunt in pending if hunt.target.start == start]
            scope = self._new_scope(start, hunts, await self._portal_pages(start))
            self.scopes.append(scope)
            await run(scope)
            if scope.start_failure is not None or scope.start_gone:
                await self._start_again(scope)
            if scope.home is not None:
                self.fetches.append(scope.home.fetch("首页" if start is None else "部门网页"))

    def _new_scope(self, start: str | None, hunts: Sequence[Hunt], foreign: frozenset[str] = frozenset()) -> Scope:
        return Scope(
            start=start or self.plan.url,
            hunts=hunts,
            open_page=self.visit.open_page,
            load=self.fetch,
            ask=self.visit.ask,
            as_of=self.as_of,
            covers=self.visit.covers,
            foreign=foreign,
            settled=self._tell,
            against=self._against,
        )

    def _against(self) -> int:
        limits = self.plan.survey_limits
        return sum(map(len, neglected(self.sightings.seen(()), limits).values())) if limits is not None else 0

    async def _portal_pages(self, start: str | None) -> frozenset[str]:
        """What the portal's home page leads to outside a unit's own folder: never the unit's columns."""
        if start is None or page_key(start) == page_key(self.plan.url) or host_key(start) != host_key(self.plan.url):
            return frozenset()
        main = self._main()
        if main is None:
            main = self._new_scope(None, ())
            main.take_start(await self.visit.open_page(self.plan.url, False))
        folder = page_key(start)
        return frozenset(key for key in main.opened_links() if not key.startswith(folder))

    async def _start_again(self, scope: Scope) -> None:
        """A start page that could not be had is asked a second time before anything is said."""
        home = await self.visit.open_page(scope.start, True)
        if scope.take_start(home):
            await run_from_start(scope)

    def _start_of(self, hunt: Hunt) -> str:
        return hunt.target.start or self.plan.url

    def _main(self) -> Scope | None:
        return next((scope for scope in self.scopes if scope.start == self.plan.url), None)

    def _scope_of(self, hunt: Hunt) -> Scope | None:
        return next((scope for scope in self.scopes if hunt in scope.hunts), None)

    # -- sub-columns ---------------------------------------------------------------------------------------------

    async def _read_children(self) -> None:
        """A column without a list of its own is judged by the newest of its sub-columns."""
        for hunt in self.hunts:
            scope = self._scope_of(hunt)
            label = place_of_label(hunt, scope) if scope is not None and hunt.located is None else None
            if scope is not None and label is not None:
                await self._read_below_label(hunt, scope, label)
            elif scope is not None and hunt.located is not None:
                below = children_of(scope.atlas, hunt.located, scope.ours)
                child = is_own_child(scope.atlas, hunt.located, scope.ours) or self._is_old_overview(hunt)
                await read_children(hunt, below, self.visit, self.as_of, is_child=child)

    async def _read_below_label(self, hunt: Hunt, scope: Scope, label: Located) -> None:
        """A menu's word without a page is judged by what stands below it; where nothing has a day, nothing is said."""
        hunt.reading = Reading(listing=Listing(shape=Shape.SECTION))
        await read_children(hunt, children_of(scope.atlas, label, scope.ours), self.visit, self.as_of)
        if hunt.reading is not None and hunt.reading.newest is not None:
            hunt.located = label
        else:
            hunt.reading, hunt.children = None, ()

    def _is_old_overview(self, hunt: Hunt) -> bool:
        """Whether an overview shows old rows only: its sub-columns may have newer ones."""
        reading = hunt.reading
        if reading is None or reading.listing.shape is not Shape.SECTION:
            return False
        return is_stale(reading.newest, hunt.target)

    # -- evidence ------------------------------------------------------------------------------------------------

    def _conclude(self, hunt: Hunt) -> ColumnEvidence:
        """The evidence of the first look, and of a second one where an earlier run's stands for it."""
        first = conclude(hunt, self._scope_of(hunt))
        remembered = hunt.target.remembered
        if remembered is None:
            return first
        if hunt.still_absent and first.outcome is Outcome.ABSENT:
            unasked = Look(place=f"逐层查看导航（{remembered.seen}查过，各级菜单此后未变）", url=None)
            return replace(first, looks=2, since=remembered.seen, looked=(*first.looked, unasked))
        if is_negative(first, hunt.target) and is_confirmed(remembered, first, self.as_of):
            return replace(first, looks=2, since=remembered.seen)
        return replace(first, since=hunt.since)

    def _with_trail(self, hunt: Hunt, evidence: ColumnEvidence) -> ColumnEvidence:
        """The evidence with what `zwgk explain` and the next run want to know."""
        scope = self._scope_of(hunt)
        names = tuple(scope.names.items())[:MAX_NAMES] if scope is not None else ()
        if evidence.since is not None and hunt.target.remembered is not None:
            names = hunt.target.remembered.evidence.names
        located = evidence.located
        if located is not None and hunt.left is not None and page_key(located.url or "") != page_key(hunt.left):
            located = replace(located, via=f"{located.via}；栏目已从 {hunt.left} 迁至此处")
        return replace(
            evidence,
            located=located,
            opened=hunt.opened,
            considered=considered(hunt, scope.atlas if scope is not None else None),
            children=hunt.children,
            names=names if evidence.outcome is Outcome.ABSENT else (),
        )

    # -- second looks --------------------------------------------------------------------------------------------

    async def _try_again(self, evidence: Mapping[str, ColumnEvidence]) -> dict[str, ColumnEvidence]:
        """Ask again for columns that could not be had: what kept us out may have passed while the site was searched."""
        result = dict(evidence)
        refused = 0
        asked: set[str] = set()
        for hunt in self.hunts:
            first = evidence[hunt.target.key]
            shut = first.outcome in (Outcome.UNREACHABLE, Outcome.BLOCKED) and first.located is not None
            if not shut or refused >= MAX_REFUSED or (hunt.reading is not None and hunt.reading.listing.entries):
                continue
            known = first.located is not None and first.located.url in asked
            second = await self._read_again(hunt, first, asked)
            refused += second is first and not known
            result[hunt.target.key] = second if second is first else replace(second, looks=1)
        return result

    async def _look_twice(self, evidence: Mapping[str, ColumnEvidence]) -> dict[str, ColumnEvidence]:
        """Ask again for everything that would accuse somebody, later in the run (design.md section 6, point 6)."""
        result = dict(evidence)
        negative = [
            hunt
            for hunt in self.hunts
            if is_negative(evidence[hunt.target.key], hunt.target) and evidence[hunt.target.key].looks < 2
        ]
        asked: set[str] = set()
        for hunt in negative:
            first = evidence[hunt.target.key]
            if first.located is not None and first.located.url is not None:
                result[hunt.target.key] = await self._read_again(hunt, first, asked)
        for scope in self.scopes:
            absent = [hunt for hunt in negative if hunt in scope.hunts and evidence[hunt.target.key].located is None]
            if absent:
                complete = await look_again(scope, places_of(scope.atlas, scope.start, absent, scope.ours))
                for hunt in absent:
                    second = conclude(hunt, scope)
                    first = evidence[hunt.target.key]
                    if second.outcome is not first.outcome:
                        result[hunt.target.key] = second
                    elif complete:
                        result[hunt.target.key] = replace(second, looks=2)
        return result

    async def _read_again(self, hunt: Hunt, first: ColumnEvidence, asked: set[str]) -> ColumnEvidence:
        """Read a located column a second time; the better of both looks stands.

        `asked` are the pages that other rules had read again just now: several may mean one column.
        """
        located = first.located
        if located is None or located.url is None:
            return first
        # Rows that a platform answers are asked of it again, not of the page that says whom to ask.
        again = located.url not in asked
        asked.add(located.url)
        opened = await self.visit.open_page(located.url, again and not rests_on_endpoint(first))
        if opened.failure is not None:
            return first
        if opened.facts is None or opened.gone or opened.led_to(self._start_of(hunt), located.url):
            return replace(first, looks=2) if first.outcome is Outcome.BROKEN else first
        names = (*hunt.names, located.trail[-1])
        visit = self.visit
        reading = await read_column(opened, visit.open_page, names=names, as_of=self.as_of, again=again, ask=visit.ask)
        if hunt.children:
            reading, hunt.children = await judge_by_children(
                reading,
                hunt.children,
                visit.open_page,
                as_of=self.as_of,
                ask=visit.ask,
                known={},
                is_child=not heads_others(reading),
                again=True,
            )
        hunt.located, hunt.reading, hunt.done, hunt.ruled_gone = located, reading, True, False
        hunt.broken = None
        second = conclude(hunt, self._scope_of(hunt))
        return replace(second, looks=2)

    def _tell(self, finished: bool = False) -> None:
        self.progress(
            SiteProgress(
                site=self.plan.name,
                requests=int(getattr(self.fetch, "requests", 0)),
                targets_done=len(self.hunts) if finished else sum(hunt.done for hunt in self.hunts),
                targets=len(self.hunts),
                finished=finished,
            )
        )
