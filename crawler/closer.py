"""The closer look at a site, after its columns were found: what the rules ask beyond being there and fresh.

Every step takes the evidence so far and gives it back with more in it; pages that the search has read cost no request.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date

from crawler.agreement import disagreement
from crawler.allowance import SPENT, Allowance, columns_asked
from crawler.answering import page_answer
from crawler.column import Opened, read_column
from crawler.entrylook import unopened
from crawler.evidence import ColumnEvidence, Outcome, SitePlan, Target
from crawler.further import read_back
from crawler.inspected import HomeFacts, Lead, TargetKind
from crawler.inspection import Inspector
from crawler.pagenames import leads_of, names_on, shows
from crawler.readers.page import PageFacts
from crawler.visit import Visit

#: A start page that shows fewer names is drawn by a script.
FEW_NAMES = 12


@dataclass(kw_only=True)
class Closer:
    """One site's closer look."""

    plan: SitePlan
    visit: Visit
    as_of: date
    columns: dict[str, ColumnEvidence]
    tell: Callable[[], None] = lambda: None
    """Called whenever an entry was opened, for the progress line."""
    homes: dict[str, HomeFacts] = field(default_factory=dict)

    def __post_init__(self) -> None:
        asked = columns_asked(self.columns.values())
        self.allowance = Allowance(plan=self.plan, fetch=self.visit.fetch, asked=asked)

    async def run(self) -> None:
        """Take every step that the plan asks for."""
        await self._read_homes()
        for target in self.plan.targets:
            if target.documents:
                before = self.columns[target.key]
                self.columns[target.key] = await read_back(target, before, self.visit, self._may_ask, self.as_of)
        for target in self.plan.targets:
            if target.leads:
                await self._follow_leads(target)
        for target in self.plan.targets:
            if target.twin is not None:
                await self._compare(target, target.twin)
        # Last, for it takes what the others leave of the allowance.
        await Inspector(
            plan=self.plan,
            visit=self.visit,
            as_of=self.as_of,
            columns=self.columns,
            allowance=self.allowance,
            tell=self.tell,
        ).run()

    def _may_ask(self) -> bool:
        """Whether closer looks may still ask the site for something."""
        return self.allowance.left or not self.allowance.live

    # -- start pages ---------------------------------------------------------------------------------------------

    async def _read_homes(self) -> None:
        if not self.plan.home_names:
            return
        for start in dict.fromkeys(target.start for target in self.plan.targets):
            address = start or self.plan.url
            first = await self.visit.open_page(address, False)
            if first.facts is None or first.gone:
                continue
            home = _home(first, first.facts)
            if not all(shows(home.names, name) for name in self.plan.home_names):
                again = await self.visit.open_page(address, True)
                if again.facts is not None and not again.gone:
                    both = dict.fromkeys((*home.names, *names_on(again.facts)))
                    home = replace(home, names=tuple(both), looks=2)
            self.homes[start or ""] = home

    # -- what a column's page leads to ---------------------------------------------------------------------------

    async def _follow_leads(self, target: Target) -> None:
        evidence = self.columns[target.key]
        url = evidence.located.url if evidence.located is not None else None
        if evidence.outcome is not Outcome.FOUND or url is None:
            return
        known = _unchanged(target, evidence)
        leads = known or await self._leads(target, url)
        followed = [await self._answered(lead) for lead in leads]
        self.columns[target.key] = replace(evidence, leads=tuple(followed))

    async def _leads(self, target: Target, url: str) -> tuple[Lead, ...]:
        page = await self.visit.open_page(url, False)
        if page.facts is None:  # the site said that it had not changed, and nothing more
            page = await self.visit.open_page(url, True)
        if page.facts is None or page.gone:
            return ()
        leads = leads_of(names_on(page.facts), target.leads, looks=1)
        if all(lead.name for lead in leads):
            return leads
        again = await self.visit.open_page(url, True)
        if again.facts is None or again.gone:
            return leads
        return leads_of((*names_on(page.facts), *names_on(again.facts)), target.leads, looks=2)

    async def _answered(self, lead: Lead) -> Lead:
        """The lead with what stands behind it; second looks at what would accuse somebody are always had."""
        if lead.url is None or not self.visit.covers(lead.url):
            return lead
        if not (self.allowance.is_free(lead.url) or self._may_ask()):
            return replace(lead, answer=unopened(lead.name, lead.url, SPENT, TargetKind.PAGE))
        answer = page_answer(lead.name, await self.visit.open_page(lead.url, False), asked=lead.url, home=self.plan.url)
        if answer.bad:
            again = await self.visit.open_page(lead.url, True)
            answer = page_answer(lead.name, again, asked=lead.url, home=self.plan.url, looks=2)
        return replace(lead, answer=answer)

    # -- columns that must agree ---------------------------------------------------------------------------------

    async def _compare(self, target: Target, twin: str) -> None:
        """Read both lists a second time when they differ: one of them may have come from a cache."""
        one, other = self.columns[target.key], self.columns.get(twin)
        if other is None:
            return
        found = disagreement(one, other, self.as_of)
        if found is None or not found.any:
            return
        for key in (target.key, twin):
            self.columns[key] = await self._read_again(key)

    async def _read_again(self, key: str) -> ColumnEvidence:
        first = self.columns[key]
        url = first.located.url if first.located is not None else None
        if first.looks >= 2 or url is None or first.outcome is not Outcome.FOUND:
            return first
        opened = await self.visit.open_page(url, True)
        if opened.facts is None or opened.gone or first.located is None:
            return first
        names = first.located.trail[-1:]
        reading = await read_column(
            opened, self.visit.open_page, names=names, as_of=self.as_of, again=True, ask=self.visit.ask
        )
        if reading.failure is not None or reading.reason or reading.listing.shape is not _shape(first):
            return first
        return replace(
            first,
            listing=reading.listing,
            newest=reading.newest,
            newest_source=reading.source,
            fetches=reading.fetches,
            looks=2,
        )


def _unchanged(target: Target, evidence: ColumnEvidence) -> tuple[Lead, ...]:
    """What an earlier run saw on a page that has not changed since; nothing when something was missing then."""
    before = target.remembered.evidence if target.remembered is not None else None
    if before is None or evidence.since is None or [lead.asked for lead in before.leads] != list(target.leads):
        return ()
    return before.leads if all(lead.name for lead in before.leads) else ()


def _shape(column: ColumnEvidence) -> object:
    return column.listing.shape if column.listing is not None else None


def _home(opened: Opened, facts: PageFacts) -> HomeFacts:
    names = names_on(facts)
    return HomeFacts(
        url=facts.url,
        names=names,
        drawn_by_script=sum(bool(name) for name, _ in names) < FEW_NAMES,
        fetched_at=opened.page.fetched_at,
        sha256=opened.page.sha256,
    )
