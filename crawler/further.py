"""Reading a column back for its titles: further pages until every named document is found or its time is passed.

Nothing here judges: the rows come back as `ColumnEvidence.further`, with how far they reach. What is not found although
the column was read far enough is looked for a second time. Pages already read in this run cost no request, and what an
earlier run read is taken over as long as its newest rows still stand where the first page ends.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from crawler.column import Opened, first_page
from crawler.evidence import ColumnEvidence, Entry, Fetch, Listing, Outcome, Page, Shape, Target
from crawler.memory import TITLES_PAGE, is_recent
from crawler.readers.addresses import looks_like_article, page_key
from crawler.readers.endpoints import Question
from crawler.readers.listing import is_ordered
from crawler.readers.page import PageFacts
from crawler.readers.scene import pager_marks
from crawler.titles import Fit, fit
from crawler.turning import Turner, first_further
from crawler.visit import Visit

CONFIRMING = 2
MOST_KEPT = 600
"""Rows of further pages that are kept."""
_ROUND = 5
"""Lists without a recognised pager that end at such a count may well go on."""
_MOST_NAMES = 40


@dataclass(kw_only=True)
class _Rows:
    """What one reading of a column has gathered."""

    entries: dict[tuple[str, str | None], Entry] = field(default_factory=dict)
    fetches: list[Fetch] = field(default_factory=list)
    pages: int = 0
    whole: bool = False
    reaches: bool = False
    """Rows run from new to old down to before the day that was asked for."""
    stopped: bool = False
    """A page could not be had, or the site's allowance was spent."""

    def add(self, rows: Iterable[Entry]) -> int:
        """Take rows in; how many of them were new."""
        before = len(self.entries)
        for row in rows:
            self.entries.setdefault((row.title, row.url), row)
        return len(self.entries) - before

    @property
    def deep(self) -> bool:
        """Whether what is not among these rows is not in the column, as far as it was asked for."""
        return not self.stopped and (self.whole or self.reaches)


async def read_back(
    target: Target, evidence: ColumnEvidence, visit: Visit, may_ask: Callable[[], bool], as_of: date
) -> ColumnEvidence:
    """The evidence with the titles of further pages, as far as the target's documents need them."""
    listing, located = evidence.listing, evidence.located
    if not target.documents or evidence.outcome is not Outcome.FOUND or listing is None or located is None:
        return evidence
    if located.url is None:
        return evidence
    if listing.shape is Shape.EMPTY_LIST:
        return replace(evidence, whole=True, title_looks=evidence.looks)
    known = taken_over(target, evidence, as_of)
    if known is not None:
        return known
    back = _Back(target=target, evidence=evidence, visit=visit, may_ask=may_ask, as_of=as_of)
    return await back.run(located.url, listing)


@dataclass(kw_only=True)
class _Back:
    """One column that is read back."""

    target: Target
    evidence: ColumnEvidence
    visit: Visit
    may_ask: Callable[[], bool]
    """Whether the site's allowance has room for one more page."""
    as_of: date

    async def run(self, url: str, listing: Listing) -> ColumnEvidence:
        first = await self._read(url, listing, again=False)
        looks = 0 if first.stopped else 1
        found = missing(self.target.documents, first.entries.values())
        late = self._any_late(first.entries.values())
        second = None
        if looks and ((found and first.deep) or late):
            second = await self._read(url, listing, again=True)
        if second is not None and not second.stopped and second.entries:
            looks = CONFIRMING
            first.add(second.entries.values())
            first.whole = first.whole and second.whole
            first.reaches = first.reaches and second.reaches
        shown = {(row.title, row.url) for row in listing.entries}
        further = tuple(row for key, row in first.entries.items() if key not in shown)
        return replace(
            self.evidence,
            further=further[:MOST_KEPT],
            whole=first.whole,
            back_to=self.target.back_to if first.reaches else None,
            title_looks=looks,
            fetches=_with_new(self.evidence.fetches, first.fetches),
        )

    def _any_late(self, rows: Iterable[Entry]) -> bool:
        due = self.target.due
        if due is None:
            return False
        late = [row for row in rows if row.date is not None and due < row.date <= self.as_of]
        return any(fit(name, row.title) is Fit.YES for name in self.target.documents for row in late)

    async def _read(self, url: str, listing: Listing, *, again: bool) -> _Rows:
        """The rows of the column, or of the sub-columns that were read for it."""
        rows = _Rows()
        if not again:
            rows.add(listing.entries)
        await self._page(rows, url, again)
        for child in self.evidence.children:
            if rows.stopped or self._enough(rows) or rows.pages >= self.target.pages:
                break
            await self._page(rows, child, again)
        if self.evidence.children or listing.shape is not Shape.LIST:
            rows.whole = rows.reaches = False  # it may lead to more than what was read
        return rows

    async def _page(self, rows: _Rows, url: str, again: bool) -> None:
        opened = await self.visit.open_page(url, again)
        if opened.facts is None or opened.gone:
            rows.stopped = True
            return
        names = self.evidence.located.trail[-1:] if self.evidence.located is not None else ()
        first, facts, fetches = await first_page(
            replace(opened, draw=None),
            opened.facts,
            self.visit.open_page,
            names=names,
            as_of=self.as_of,
            again=again,
            ask=self.visit.ask,
        )
        rows.pages += 1
        rows.add(first.listing.entries)
        rows.add(self._shown(opened, facts, first.listing))
        rows.fetches += [replace(fetch, note=TITLES_PAGE) for fetch in fetches[1:]]
        if first.failure is not None or first.reason:
            rows.stopped = True
        elif first.listing.shape is Shape.LIST:
            await self._onward(rows, first.listing, first.question, facts, names, again)

    def _shown(self, opened: Opened, facts: PageFacts, listing: Listing) -> Iterator[Entry]:
        """What else of the page may be one of the documents: its own title where it is one text, files and articles."""
        identity = facts.identity
        if listing.shape is Shape.SINGLE:
            heads = dict.fromkeys(name for name in (*identity.headings, identity.title) if name)
            yield from (
                Entry(title=name, url=opened.page.url) for name in list(heads)[:_MOST_NAMES] if self._near(name)
            )
        # A row's link may show its date beside the title: the row itself says more.
        listed = {page_key(row.url) for row in listing.entries if row.url and self._near(row.title)}
        links = (link for link in facts.links if link.url and looks_like_article(link.url))
        links = (link for link in links if page_key(link.url or "") not in listed)
        near = (link for link in links if self._near(link.text))
        yield from (Entry(title=link.text, url=link.url) for link in list(near)[:_MOST_NAMES])

    def _near(self, title: str) -> bool:
        return any(fit(name, title) is not Fit.NO for name in self.target.documents)

    # -- further pages -------------------------------------------------------------------------------------------

    async def _onward(
        self,
        rows: _Rows,
        listing: Listing,
        question: Question | None,
        facts: PageFacts,
        names: tuple[str, ...],
        again: bool,
    ) -> None:
        """Read on until all is found, the day is reached, the pages are spent or there are no more."""
        read: list[Listing] = [listing]
        waiting: list[str] = []
        ended = False
        if question is None or question.further is None:
            waiting = list(await first_further(listing, self.visit.open_page, facts, names=names, as_of=self.as_of))
        while not self._enough(rows) and not self._passed(read) and rows.pages < self.target.pages:
            if _is_all(listing, read):
                break
            if not waiting and (question is None or question.further is None):
                ended = True  # nothing is left to ask for, so what may be asked for does not matter
                break
            if not self.may_ask():
                rows.stopped = True
                break
            if question is not None and question.further is not None:
                page = await self._asked(question, len(read) + 1, again, rows)
            else:
                page, waiting = await self._turned(waiting, facts, names, again, rows)
            if page is None:
                ended = not rows.stopped
                break
            rows.pages += 1
            if not rows.add(page.entries):
                break
            read.append(page)
        rows.reaches = self._passed(read)
        rows.whole = _is_all(listing, read) or (ended and _goes_no_further(listing, read, question, facts))

    async def _turned(
        self, waiting: list[str], facts: PageFacts, names: tuple[str, ...], again: bool, rows: _Rows
    ) -> tuple[Listing | None, list[str]]:
        if not waiting:
            return None, []
        turner = Turner(open_page=self.visit.open_page, facts=facts, names=names, as_of=self.as_of, again=again)
        read = await turner.read(waiting[0])
        if read is None or read[0].shape is not Shape.LIST:
            rows.stopped = True
            return None, []
        rows.fetches.append(replace(read[1], note=TITLES_PAGE))
        return read[0], waiting[1:] or list(read[0].next_pages)

    async def _asked(self, question: Question, number: int, again: bool, rows: _Rows) -> Listing | None:
        endpoint = question.further(question.endpoint, number) if question.further is not None else None
        if endpoint is None:
            return None
        page = await self.visit.ask(endpoint, again)
        found = (
            question.answer(page.body, endpoint, self.as_of) if isinstance(page, Page) and page.status == 200 else None
        )
        if not isinstance(page, Page) or not isinstance(found, Listing):
            rows.stopped = True
            return None
        rows.fetches.append(
            Fetch(
                url=page.url,
                fetched_at=page.fetched_at,
                status=page.status,
                sha256=page.sha256,
                note=TITLES_PAGE,
            )
        )
        return found if found.shape is Shape.LIST else None

    def _enough(self, rows: _Rows) -> bool:
        return not missing(self.target.documents, rows.entries.values())

    def _passed(self, read: list[Listing]) -> bool:
        """Whether rows run from new to old, and the last of them is older than the day that was asked for."""
        entries = tuple(row for page in read for row in page.entries)
        dated = [row.date for row in entries if row.date is not None and not row.pinned and not row.future]
        last = [row.date for row in read[-1].entries if row.date is not None and not row.pinned and not row.future]
        if self.target.back_to is None or len(last) < 2 or len(dated) * 2 < len(entries):
            return False
        return last[-1] < self.target.back_to and is_ordered(replace(read[0], entries=entries))


def missing(documents: Iterable[str], rows: Iterable[Entry]) -> tuple[str, ...]:
    """The documents that no row's title is surely that of."""
    titles = {row.title for row in rows}
    return tuple(name for name in documents if not any(fit(name, title) is Fit.YES for title in titles))


def taken_over(target: Target, evidence: ColumnEvidence, as_of: date) -> ColumnEvidence | None:
    """The evidence with what an earlier run read beyond the first page; None when it must be read anew.

    It holds as long as the last row of the list as it is now was among the rows then: what lies below is as it was.
    """
    if target.remembered is None or not is_recent(target.remembered, as_of):
        return None
    before, listing = target.remembered.evidence, evidence.listing
    if before.title_looks < 1 or before.listing is None or listing is None or _place(before) != _place(evidence):
        return None
    if listing.shape is not Shape.LIST or before.listing.shape is not Shape.LIST or not is_ordered(listing):
        return None
    old = {(row.title, row.url): row for row in (*before.listing.entries, *before.further)}
    now = [(row.title, row.url) for row in listing.entries]
    unpinned = [(row.title, row.url) for row in listing.entries if not row.pinned]
    if not unpinned or unpinned[-1] not in old:
        return None
    reaches = before.whole or (
        before.back_to is not None and target.back_to is not None and before.back_to <= target.back_to
    )
    lacking = missing(target.documents, (*listing.entries, *old.values()))
    bounded = sum(fetch.note == TITLES_PAGE for fetch in before.fetches) + 1 >= target.pages
    if lacking and not (bounded or (reaches and before.title_looks >= CONFIRMING)):
        return None
    further = tuple(row for key, row in old.items() if key not in set(now))
    return replace(
        evidence,
        further=further[:MOST_KEPT],
        whole=before.whole,
        back_to=before.back_to,
        title_looks=before.title_looks,
        fetches=_with_new(evidence.fetches, before.fetches),
    )


def _is_all(listing: Listing, read: list[Listing]) -> bool:
    """Whether the pages read are all that the list says it has, and hold as many rows as it says."""
    if listing.pages is None and listing.total is None:
        return False
    counted = listing.total is None or sum(len(page.entries) for page in read) >= listing.total
    return counted and (listing.pages is None or len(read) >= listing.pages)


def _goes_no_further(listing: Listing, read: list[Listing], question: Question | None, facts: PageFacts) -> bool:
    """Whether a list whose pages are not counted ends where its last page named no other."""
    if listing.pages is not None or listing.total is not None:
        return False
    if len(read) > 1:
        return True
    rows = len(listing.entries)
    paged = next(pager_marks(facts.document, facts.document.root), None) is not None
    return question is None and not paged and (rows < 2 * _ROUND or rows % _ROUND != 0)


def _place(evidence: ColumnEvidence) -> str | None:
    return page_key(evidence.located.url) if evidence.located is not None and evidence.located.url else None


def _with_new(fetches: tuple[Fetch, ...], more: Iterable[Fetch]) -> tuple[Fetch, ...]:
    known = {(fetch.url, fetch.sha256) for fetch in fetches}
    return (*fetches, *(fetch for fetch in more if (fetch.url, fetch.sha256) not in known))
