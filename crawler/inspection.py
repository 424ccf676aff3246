"""The closer look at the newest entries of every column: the newest of each first, as far as the allowance goes.

What an earlier run opened and found in order is taken over; bad answers are looked at twice, at the end.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from crawler.allowance import SPENT, Allowance
from crawler.entrylook import EntryLook, FileLook, Opener, Promise, look_of, masked_metas, unopened
from crawler.evidence import ColumnEvidence, Entry, FailureKind, Listing, Outcome, Shape, SitePlan, Target
from crawler.inspected import Answering, Article, Inspection, LinkAnswer
from crawler.memory import counts_still, inspected_before, is_settled
from crawler.readers.addresses import page_key
from crawler.visit import Visit

MAX_SHUT = 3
"""Answers refused or lost one after the other after which a site is left alone."""

_SHUT = (FailureKind.BLOCKED, FailureKind.UNREACHABLE, FailureKind.BUDGET)

Row = tuple[str, str, date | None]
"""Identity of an entry over runs: title, address and the day its row bears."""


@dataclass(kw_only=True)
class _Column:
    """A column that is inspected."""

    target: Target
    evidence: ColumnEvidence
    entries: Sequence[Entry]
    before: Inspection | None
    known: dict[Row, Article] = field(default_factory=dict)
    opened: list[Entry] = field(default_factory=list)
    reason: str = ""

    def article(self, entry: Entry) -> Article | None:
        """What an earlier run saw of an entry."""
        return self.known.get((entry.title, entry.url or "", entry.date))


@dataclass(kw_only=True)
class Inspector:
    """The closer look at the columns of one site."""

    plan: SitePlan
    visit: Visit
    as_of: date
    columns: dict[str, ColumnEvidence]
    allowance: Allowance
    tell: Callable[[], None] = lambda: None
    """Called whenever something was opened."""
    looks: dict[str, EntryLook] = field(default_factory=dict)
    files: dict[str, FileLook] = field(default_factory=dict)
    days: dict[str, date] = field(default_factory=dict)
    """When entries were opened that are taken over from an earlier run, by address."""
    taken: set[str] = field(default_factory=set)
    """Addresses of entries and files that this run did not open: what is said of them is no look of its own."""
    shut: int = 0
    spent: str = ""
    """Chinese: why nothing more is asked of the site."""

    def __post_init__(self) -> None:
        self.opener = Opener(plan=self.plan, visit=self.visit)

    async def run(self) -> None:
        """Inspect every column of which that is asked; the evidence in `columns` has it then."""
        columns = [self._column(target) for target in self.plan.targets if self._is_asked(target)]
        for number in range(max((len(column.entries) for column in columns), default=0)):
            turn = [(column, column.entries[number]) for column in columns if number < len(column.entries)]
            for column, entry in sorted(turn, key=lambda one: self._rank(*one)):
                await self._open(column, entry)
            for _, entry in turn:
                await self._open_files(entry.url or "")
        await self._look_twice(columns)
        for column in columns:
            metas = await self._metas_of(column) if self.plan.with_metas else ()
            self.columns[column.target.key] = replace(column.evidence, inspection=self._inspection(column, metas))

    def _is_asked(self, target: Target) -> bool:
        evidence = self.columns[target.key]
        listed = evidence.listing is not None and evidence.listing.shape is Shape.LIST
        return target.inspect > 0 and evidence.outcome is Outcome.FOUND and listed

    def _column(self, target: Target) -> _Column:
        evidence = self.columns[target.key]
        own = evidence.located.url if evidence.located is not None else None
        entries = newest_entries(evidence.listing, target.inspect, own or "") if evidence.listing is not None else ()
        before = inspected_before(target)
        known = {(one.title, one.url, one.dated): one for one in before.articles} if before is not None else {}
        return _Column(target=target, evidence=evidence, entries=entries, before=before, known=known)

    # -- entries -------------------------------------------------------------------------------------------------

    def _rank(self, column: _Column, entry: Entry) -> int:
        """What must not be lost sight of comes before what is new, and what could not be had the last time is last."""
        seen = column.article(entry)
        if seen is None:
            return 1
        lost = seen.answer.answering is Answering.UNKNOWN and not is_settled(seen, self.visit.covers)
        return 2 if lost else 0

    async def _open(self, column: _Column, entry: Entry) -> None:
        url, seen = entry.url or "", column.article(entry)
        if url not in self.looks:
            known = seen if seen is not None and self._stands(column, seen) else None
            target = column.target
            rested = known is not None and is_settled(known, self.visit.covers) and not target.accused
            if known is not None and (rested or target.inspected is not None):
                self._take(known)
            elif self._may_ask(url) or not self.visit.covers(url):
                await self._ask(column, entry.title, url)
            elif known is not None:
                self._take(known)  # it was bad, and nobody says that it is mended
        if url in self.looks:
            column.opened.append(entry)
        else:
            column.reason = column.reason or self.spent or SPENT

    async def _ask(self, column: _Column, title: str, url: str) -> None:
        look = await self.opener.entry(title, url)
        if look.failure is FailureKind.BUDGET:
            self.spent = column.reason = look.answer.detail
            return
        self._note(look.failure, look.answer)
        self.looks[url] = look
        self.tell()
        self.allowance.held += self._needs_second(look.answer)

    def _stands(self, column: _Column, seen: Article) -> bool:
        """Whether what an earlier run saw of an entry may be taken over at all."""
        before = column.before
        if before is None or (self.plan.with_metas and not before.with_metas):
            return False
        return counts_still(seen, self.as_of) and (before.personal_data or not self.plan.personal_data)

    def _take(self, seen: Article) -> None:
        self.looks[seen.url] = look_of(seen)
        self.taken.add(seen.url)
        if seen.inspected_on is not None:
            self.days[seen.url] = seen.inspected_on
        for answer in seen.attachments:
            if answer.detail != SPENT and answer.url not in self.files:
                self.files[answer.url] = FileLook(answer=answer)
                self.taken.add(answer.url)

    def _may_ask(self, url: str) -> bool:
        return self.allowance.is_free(url) or (not self.spent and self.allowance.left)

    def _note(self, failure: FailureKind | None, answer: LinkAnswer) -> None:
        """Leave a site alone that has shut itself."""
        self.shut = self.shut + 1 if failure in _SHUT else 0
        if self.shut >= MAX_SHUT:
            self.spent = f"网站连续{MAX_SHUT}次未能打开（{answer.detail}）"

    # -- attachments ---------------------------------------------------------------------------------------------

    async def _open_files(self, url: str) -> None:
        look = self.looks.get(url)
        for promise in look.promises if look is not None else ():
            name, address, kind = promise
            known = self.files.get(address)
            if known is not None and known.answer.detail != SPENT:
                continue  # opened for another entry
            if self.visit.covers(address) and not self._may_ask(address):
                self.files[address] = FileLook(answer=unopened(name, address, SPENT, kind))
                continue
            file = self.files[address] = await self.opener.file(promise)
            self.tell()
            self.allowance.held += self._needs_second(file.answer)

    def _files_of(self, look: EntryLook) -> tuple[FileLook, ...]:
        files = [(name, self.files.get(url) or _unseen((name, url, kind))) for name, url, kind in look.promises]
        return tuple(replace(file, answer=replace(file.answer, name=name)) for name, file in files)

    # -- second looks --------------------------------------------------------------------------------------------

    def _needs_second(self, answer: LinkAnswer) -> bool:
        return answer.bad and answer.looks < 2

    async def _look_twice(self, columns: Sequence[_Column]) -> None:
        """Open what is bad a second time, unless an earlier run saw the same: then this run's look is the second."""
        before = _bad_before(columns)
        self.allowance.held = 0
        for url, look in tuple(self.looks.items()):
            if not self._needs_second(look.answer):
                continue
            same = self._seen_before(before.get(url), look.answer)
            second = await self.opener.entry(look.answer.name, url, again=True) if self._looks_again(same) else None
            if second is not None and second.failure is not FailureKind.BUDGET:
                self.looks[url] = second
                self.days.pop(url, None)
                await self._open_files(url)
            elif same:
                self.looks[url] = replace(look, answer=replace(look.answer, looks=2))
        for url, file in tuple(self.files.items()):
            answer = file.answer
            if not self._needs_second(answer):
                continue
            same = self._seen_before(before.get(url), answer)
            promise = (answer.name, url, answer.kind)
            again = await self.opener.file(promise, again=True) if self._looks_again(same) else None
            if again is not None and again.failure is not FailureKind.BUDGET:
                self.files[url] = again
            elif same:
                self.files[url] = replace(file, answer=replace(answer, looks=2))

    def _seen_before(self, before: LinkAnswer | None, now: LinkAnswer) -> bool:
        """Whether an earlier run and this one both saw the same, or the earlier one saw it twice.

        Out of an archive what was seen before is this very run's own look, and no second one.
        """
        if before is None or (before.answering, before.status) != (now.answering, now.status):
            return False
        return before.looks >= 2 or (self.allowance.live and now.url not in self.taken)

    def _looks_again(self, confirmed: bool) -> bool:
        if not self.allowance.live:
            return True  # what the run looked at twice is in its archive
        return not confirmed and not self.spent and self.allowance.left

    # -- evidence ------------------------------------------------------------------------------------------------

    async def _metas_of(self, column: _Column) -> tuple[tuple[str, str], ...]:
        """The tags of the column's own page, which the search has read, or an earlier run when it has not changed."""
        before, evidence = column.before, column.evidence
        if evidence.since is not None and before is not None and before.with_metas:
            return before.metas
        url = evidence.located.url if evidence.located is not None else None
        if url is None or not self._may_ask(url):
            return ()
        opened = await self.visit.open_page(url, False)
        return masked_metas(opened.facts) if opened.facts is not None and not opened.gone else ()

    def _inspection(self, column: _Column, metas: tuple[tuple[str, str], ...]) -> Inspection:
        wanted, count = len(column.entries), len(column.opened)
        reason = f"{column.reason or SPENT}，最新{wanted}条信息中只查看了{count}条" if count < wanted else ""
        return Inspection(
            wanted=wanted,
            articles=tuple(self._article(entry) for entry in column.opened),
            metas=metas,
            with_metas=self.plan.with_metas,
            personal_data=self.plan.personal_data,
            reason=reason,
        )

    def _article(self, entry: Entry) -> Article:
        url = entry.url or ""
        look = self.looks[url]
        return look.article(entry, self._files_of(look), self.days.get(url))


def newest_entries(listing: Listing, count: int, own: str) -> tuple[Entry, ...]:
    """The newest rows that lead anywhere but to the column's own page, each address once, undated ones last."""
    found: dict[str, Entry] = {}
    for entry in sorted(listing.entries, key=_day, reverse=True):
        if entry.url and page_key(entry.url) != page_key(own):
            found.setdefault(page_key(entry.url), entry)
    return tuple(found.values())[:count]


def _day(entry: Entry) -> date:
    return entry.date if entry.date is not None and not entry.future else date.min


def _bad_before(columns: Sequence[_Column]) -> dict[str, LinkAnswer]:
    """Bad answers of earlier runs, by address."""
    return {
        answer.url: answer
        for column in columns
        for article in column.known.values()
        for answer in (article.answer, *article.attachments)
        if answer.bad
    }


def _unseen(promise: Promise) -> FileLook:
    name, url, kind = promise
    return FileLook(answer=unopened(name, url, SPENT, kind))
