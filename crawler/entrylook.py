"""One of a column's newest entries, opened: how it answers, its tags, what it attaches, what it leads to."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import date

from crawler.allowance import FOREIGN
from crawler.answering import page_answer
from crawler.body import is_text
from crawler.evidence import Entry, Failure, FailureKind, SitePlan
from crawler.inspected import Answering, Article, Exposure, LinkAnswer, TargetKind
from crawler.readers.attachments import read_attachments
from crawler.readers.files import file_answer
from crawler.readers.filetext import attachment_text
from crawler.readers.kinds import kind_of, promised
from crawler.readers.metas import read_metas
from crawler.readers.numbers import hide
from crawler.readers.page import PageFacts
from crawler.readers.personal import article_text, read_exposures
from crawler.readers.related import read_related
from crawler.visit import Visit

ATTACHMENTS = 5
"""Files opened of one entry: documents first, then what plays, then pictures."""
BODY = "正文"
_ORDER = (TargetKind.DOCUMENT, TargetKind.MEDIA, TargetKind.IMAGE)

Promise = tuple[str, str, TargetKind]
"""Name, address and kind of a file that an entry attaches."""


@dataclass(frozen=True, kw_only=True)
class FileLook:
    """A file that was opened."""

    answer: LinkAnswer
    exposures: tuple[Exposure, ...] = ()
    failure: FailureKind | None = None
    """Why there was no answer."""


@dataclass(frozen=True, kw_only=True)
class EntryLook:
    """An entry's page that was opened, or the file that the entry is; its attachments are still to be."""

    answer: LinkAnswer
    metas: tuple[tuple[str, str], ...] = ()
    promises: tuple[Promise, ...] = ()
    exposures: tuple[Exposure, ...] = ()
    related: tuple[tuple[str, str], ...] = ()
    failure: FailureKind | None = None
    """Why there was no answer."""

    def article(self, entry: Entry, files: tuple[FileLook, ...], inspected_on: date | None = None) -> Article:
        """The entry as evidence."""
        return Article(
            title=entry.title,
            url=entry.url or "",
            dated=entry.date,
            answer=self.answer,
            metas=self.metas,
            attachments=tuple(file.answer for file in files),
            exposures=(*self.exposures, *(one for file in files for one in file.exposures)),
            related=self.related,
            inspected_on=inspected_on,
        )


@dataclass(frozen=True, kw_only=True)
class Opener:
    """Opens entries and files of one site."""

    plan: SitePlan
    visit: Visit

    async def entry(self, name: str, url: str, again: bool = False) -> EntryLook:
        """An entry at its address; `again` is the second look."""
        if not self.visit.covers(url):
            return EntryLook(answer=unopened(name, url, FOREIGN))
        kind = kind_of(promised(url))
        if kind is not TargetKind.PAGE:
            return await self._file_entry(name, url, kind, again)
        opened = await self.visit.open_page(url, again)
        page = opened.page
        if opened.facts is not None and page.status == 200 and not is_text(page.content_type, page.body[:512], ""):
            return await self._file_entry(name, url, TargetKind.DOCUMENT, again)
        answer = page_answer(name, opened, asked=url, home=self.plan.url, looks=2 if again else 1)
        look = EntryLook(answer=_foreign(answer, opened.failure), failure=_kind(opened.failure))
        if opened.facts is None or answer.answering is not Answering.FINE:
            return look
        return self._read(look, opened.facts)

    async def file(self, promise: Promise, again: bool = False) -> FileLook:
        """A file at its address."""
        name, url, kind = promise
        if not self.visit.covers(url):
            return FileLook(answer=unopened(name, url, FOREIGN, kind))
        return await self._file(promise, again)

    async def _file_entry(self, name: str, url: str, kind: TargetKind, again: bool) -> EntryLook:
        file = await self._file((name, url, kind), again)
        return EntryLook(answer=file.answer, exposures=file.exposures, failure=file.failure)

    async def _file(self, promise: Promise, again: bool) -> FileLook:
        name, url, kind = promise
        page = await self.visit.open_file(url, again, head=kind is not TargetKind.DOCUMENT)
        answer = file_answer(name, url, page, kind=kind, looks=2 if again else 1)
        if page.cut:
            answer = replace(answer, size=None)
            if not page.body:
                answer = replace(answer, answering=Answering.UNKNOWN, detail="文件过大，未读取")
        wanted = self.plan.personal_data and kind is TargetKind.DOCUMENT and not page.cut
        if not wanted or answer.answering is not Answering.FINE:
            return FileLook(answer=_foreign(answer, page.failure), failure=_kind(page.failure))
        # Unpacking takes a while, and other sites are being searched in this thread.
        text = await asyncio.to_thread(attachment_text, page.body, page.content_type, url)
        return FileLook(answer=answer, exposures=self._exposures(text or "", url, name))

    def _read(self, look: EntryLook, facts: PageFacts) -> EntryLook:
        files = sorted(read_attachments(facts), key=lambda one: _ORDER.index(one[2]) if one[2] in _ORDER else 0)
        text = article_text(facts.document) if self.plan.personal_data else ""
        return replace(
            look,
            metas=masked_metas(facts) if self.plan.with_metas else (),
            promises=tuple((hide(name), url, kind) for name, url, kind in files[:ATTACHMENTS]),
            exposures=self._exposures(text, facts.url, BODY),
            related=tuple((hide(name), url) for name, url in read_related(facts)),
        )

    def _exposures(self, text: str, url: str, place: str) -> tuple[Exposure, ...]:
        if not text:
            return ()
        return read_exposures(text, url=url, place=place, known_telephones=self.plan.telephones)


def masked_metas(facts: PageFacts) -> tuple[tuple[str, str], ...]:
    """The tags of a page; descriptions quote its text, and nothing personal may be kept of it."""
    return tuple((name, hide(content)) for name, content in read_metas(facts.document))


def look_of(article: Article) -> EntryLook:
    """What an earlier run saw of an entry."""
    return EntryLook(
        answer=article.answer,
        metas=article.metas,
        promises=tuple((answer.name, answer.url, answer.kind) for answer in article.attachments),
        exposures=article.exposures,
        related=article.related,
    )


def _foreign(answer: LinkAnswer, failure: Failure | None) -> LinkAnswer:
    """An answer that sends its visitor to an address outside the site is none, today and tomorrow."""
    return replace(answer, detail=FOREIGN) if _kind(failure) is FailureKind.REFUSED else answer


def _kind(failure: Failure | None) -> FailureKind | None:
    return failure.kind if failure is not None else None


def unopened(name: str, url: str, why: str, kind: TargetKind = TargetKind.PAGE) -> LinkAnswer:
    """A link that was not followed."""
    return LinkAnswer(name=name, url=url, kind=kind, answering=Answering.UNKNOWN, detail=why)
