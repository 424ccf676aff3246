"""One site's audit from start to end: rulings, learned addresses, descent, second looks, evidence for every target."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import urljoin, urlsplit

from crawler.column import Fetcher, Opened, Reading, read_column
from crawler.conclude import conclude, is_negative, site_status
from crawler.descent import look_again, run, run_from_start
from crawler.evidence import (
    ColumnEvidence,
    Failure,
    FailureKind,
    Fetch,
    Listing,
    Located,
    Look,
    Match,
    Outcome,
    Page,
    Shape,
    SiteEvidence,
    SitePlan,
    SiteProgress,
)
from crawler.guard import BadUrlError, Territory, host_key, tidy
from crawler.hunt import Hunt
from crawler.matching import Kind, likeness
from crawler.memory import article_dates, conditions, is_confirmed, is_recent, taken_over
from crawler.readers.addresses import page_key
from crawler.readers.endpoints import Endpoint
from crawler.readings import read as read_page
from crawler.relatives import children_of, heads_others, judge_by_children, places_of
from crawler.scope import Scope
from crawler.trace import considered, kept

#: Script and meta redirects followed for one page.
MAX_JUMPS = 3
#: Pages whose names are remembered with an absent column.
MAX_NAMES = 100


def _silent(progress: SiteProgress) -> None:
    """Nobody watches."""


async def search_site(
    plan: SitePlan, fetch: Fetcher, *, as_of: date, progress: Callable[[SiteProgress], None] = _silent
) -> SiteEvidence:
    """Look for every target of a plan; always answers for each of them, whatever the site does."""
    return await _Search(plan=plan, fetch=fetch, as_of=as_of, progress=progress).run()


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
    covered: dict[str, bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.territory = Territory(self.plan)
        self.hunts = [Hunt(target=target) for target in self.plan.targets]

    async def run(self) -> SiteEvidence:
        """Search, look twice at what is negative, and put the evidence together."""
        self._tell()
        for hunt in self.hunts:
            await self._ask_known(hunt)
        await self._descend()
        await self._read_children()
        evidence = {hunt.target.key: self._conclude(hunt) for hunt in self.hunts}
        evidence = await self._look_twice(evidence)
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
        )

    # -- pages ---------------------------------------------------------------------------------------------------

    async def open_page(self, url: str, again: bool) -> Opened:
        """Fetch and read a page, and follow where its scripts send the visitor."""
        page = await self.fetch(url, again=again)
        opened = _read(page)
        for _ in range(MAX_JUMPS):
            jump = opened.facts.redirect if opened.facts is not None else None
            if jump is None or opened.gone:
                break
            address = urljoin(opened.page.url, jump)
            if page_key(address) == page_key(opened.page.url):
                break
            if not self.covers(address):
                refusal = Failure(kind=FailureKind.REFUSED, detail=f"跳转到未配置的网站 {address[:120]}")
                return Opened(page=replace(opened.page, failure=refusal), facts=None)
            opened = _read(await self.fetch(address, again=again))
        return opened

    async def ask(self, endpoint: Endpoint, again: bool) -> Page | Failure:
        """Send a platform's request for the rows of a column."""
        if not self.covers(endpoint.url):
            host = urlsplit(endpoint.url).netloc[:100]
            return Failure(kind=FailureKind.REFUSED, detail=f"接口不在本站点配置的地址内：{host}")
        page = await self.fetch(endpoint.url, again=again, data=endpoint.data, headers=endpoint.headers)
        if page.failure is not None:
            return page.failure
        if page.body[:200].lstrip()[:1] == b"<" and read_page(page).challenge:
            return Failure(kind=FailureKind.BLOCKED, detail="接口返回了验证或拦截页面")
        return page

    def covers(self, url: str) -> bool:
        """Whether an address belongs to the site; asked again and again for the links of every page."""
        known = self.covered.get(url)
        if known is None:
            try:
                known = self.territory.covers(tidy(url))
            except BadUrlError:
                known = False
            self.covered[url] = known
        return known

    # -- looking -------------------------------------------------------------------------------------------------

    async def _ask_known(self, hunt: Hunt) -> None:
        """Ask the address a person ruled, or the one found in an earlier run, first."""
        target = hunt.target
        if target.url is not None:
            located = Located(url=target.url, trail=target.path, match=Match.EXACT, similarity=1.0, via="人工指定")
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
        opened = await self.open_page(located.url or "", False)
        if target.url is None and not self._is_still(hunt, opened, located):
            self._say_left(hunt, opened, located)
            return
        hunt.done = True
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
                opened, self.open_page, names=names, as_of=self.as_of, ask=self.ask, known=known
            )
            if target.url is None and heads_others(hunt.reading):
                if target.remembered is None or not is_recent(target.remembered, self.as_of):
                    hunt.located = hunt.reading = None  # only a search tells what stands below it today
                    return
                await self._judge_by_children(hunt, target.remembered.evidence.children)
        hunt.done = True
        self._tell()

    async def _is_unchanged(self, hunt: Hunt, located: Located) -> bool:
        """Take over what an earlier run read when the column's page is as it was then."""
        url, remembered = located.url or "", hunt.target.remembered
        if remembered is None:
            return False
        headers = conditions(remembered, url, self.as_of)
        page = await self.fetch(url, headers=headers) if headers else await self.fetch(url)
        reading = taken_over(remembered, page, self.as_of)
        if reading is None:
            return False
        hunt.done, hunt.located, hunt.reading, hunt.since = True, located, reading, remembered.seen
        kept(hunt, located, f"采用：上次记录的地址，页面与{remembered.seen}读取时相同", None)
        self._tell()
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
        if opened.led_to(self._start_of(hunt), located.url or ""):
            return False
        identity = opened.facts.identity
        crumbs = [identity.crumbs[-1][0]] if identity.crumbs else []
        said = [*crumbs, *identity.headings, *identity.current, identity.column_name or "", identity.title]
        names = (*hunt.names, located.trail[-1])
        return any(likeness(name, one).kind is not Kind.NONE for name in names for one in said if one)

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
            open_page=self.open_page,
            ask=self.ask,
            as_of=self.as_of,
            covers=self.covers,
            foreign=foreign,
            settled=self._tell,
        )

    async def _portal_pages(self, start: str | None) -> frozenset[str]:
        """What the portal's home page leads to outside a unit's own folder: never the unit's columns."""
        if start is None or page_key(start) == page_key(self.plan.url) or host_key(start) != host_key(self.plan.url):
            return frozenset()
        main = self._main()
        if main is None:
            main = self._new_scope(None, ())
            main.take_start(await self.open_page(self.plan.url, False))
        folder = page_key(start)
        return frozenset(key for key in main.opened_links() if not key.startswith(folder))

    async def _start_again(self, scope: Scope) -> None:
        """A start page that could not be had is asked a second time before anything is said."""
        home = await self.open_page(scope.start, True)
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
            if scope is not None and hunt.located is not None:
                await self._judge_by_children(hunt, children_of(scope.atlas, hunt.located, scope.ours))

    async def _judge_by_children(self, hunt: Hunt, urls: Sequence[str]) -> None:
        if hunt.reading is not None:
            hunt.reading, hunt.children = await judge_by_children(
                hunt.reading,
                urls,
                self.open_page,
                as_of=self.as_of,
                ask=self.ask,
                known=article_dates(hunt.target.remembered, self.as_of),
            )

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

    async def _look_twice(self, evidence: Mapping[str, ColumnEvidence]) -> dict[str, ColumnEvidence]:
        """Ask again for everything that would accuse somebody, later in the run (design.md section 6, point 6)."""
        result = dict(evidence)
        negative = [
            hunt
            for hunt in self.hunts
            if is_negative(evidence[hunt.target.key], hunt.target) and evidence[hunt.target.key].looks < 2
        ]
        for hunt in negative:
            first = evidence[hunt.target.key]
            if first.located is not None and first.located.url is not None:
                result[hunt.target.key] = await self._read_again(hunt, first)
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

    async def _read_again(self, hunt: Hunt, first: ColumnEvidence) -> ColumnEvidence:
        """Read a located column a second time; the better of both looks stands."""
        located = first.located
        if located is None or located.url is None:
            return first
        opened = await self.open_page(located.url, True)
        if opened.failure is not None:
            return first
        if opened.facts is None or opened.gone or opened.led_to(self._start_of(hunt), located.url):
            return replace(first, looks=2) if first.outcome is Outcome.BROKEN else first
        names = (*hunt.names, located.trail[-1])
        reading = await read_column(opened, self.open_page, names=names, as_of=self.as_of, again=True, ask=self.ask)
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


def _read(page: Page) -> Opened:
    if page.failure is not None:
        return Opened(page=page, facts=None)
    facts = read_page(page)
    if facts.challenge:
        failure = Failure(kind=FailureKind.BLOCKED, detail="返回了验证或拦截页面")
        return Opened(page=replace(page, failure=failure), facts=None)
    return Opened(page=page, facts=facts)
