"""解读与文件未关联: an interpretation leads to no policy document, or the document does not lead back."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checker.basis import INTERPRETATION, join
from checker.facts import Facts
from checker.newest import examples, named, read, refs
from checker.registry import Fault, Need, check
from checker.result import Status
from crawler.evidence import SiteEvidence
from crawler.inspected import Answering, Article, TargetKind
from crawler.readers.addresses import page_key
from crawler.titles import Fit, fit

_COLUMN = re.compile(r"解读")
_EXPLAINS = re.compile(r"解读|图解|一图读懂|一图看懂|读懂|问答")
_NAMED = re.compile(r"《([^《》]{4,150})》")
_LEAST = 2
"""Entries without any link before it is said although no document is known: one may explain a speech."""


def _interpretations(facts: Facts) -> tuple[Article, ...]:
    """The column's newest pages that explain a document by their title; a film or picture of its own has no links."""
    names = (*facts.rule.path[-1:], *(facts.located.trail[-1:] if facts.located else ()))
    if not any(_COLUMN.search(name) for name in names):
        return ()
    return tuple(
        one
        for one in read(facts)
        if one.answer.kind is TargetKind.PAGE and (_EXPLAINS.search(one.title) or _NAMED.search(one.title))
    )


@check(
    "unlinked-interpretation",
    title="解读与文件未关联",
    advice="请在解读页面设置指向被解读政策文件的链接，并在政策文件页面设置指向解读的链接。",
    status=Status.WARN,
    order=540,
    ends=False,
    negative=False,
    own_looks=True,
    able=lambda facts: bool(_interpretations(facts)),
    need=Need.LOOK,
)
def unlinked_interpretation(facts: Facts) -> Iterator[Fault]:
    """Only where it can be told.

    That is a page with no link or file in its text, while the document it names is known on the site or while all the
    column's newest interpretations are so; and a document that was opened and links no interpretation.
    """
    pages = _interpretations(facts)
    if not pages or facts.site is None:
        return
    bare = [one for one in pages if not _leads_on(one)]
    known = {one.url: _documents(one, facts.site) for one in pages}
    alone = [one for one in bare if known[one.url]]
    if len(bare) == len(pages) >= _LEAST:
        alone = bare
    silent = [
        document for one in pages for document in _opened(known[one.url], facts.site) if not _leads_back(document, one)
    ]
    told = []
    if alone:
        told.append(f"{len(alone)}篇解读没有指向政策文件的链接（{examples([named(one.title) for one in alone])}）")
    if silent:
        told.append(f"{len(silent)}份政策文件没有指向解读的链接（{examples([named(one.title) for one in silent])}）")
    if told:
        yield Fault(
            message=f"栏目“{facts.expected}”最新{len(pages)}篇解读中，{'；'.join(told)}。",
            basis=join(INTERPRETATION, facts.row_basis),
            evidence=refs(facts, [(one.answer, one.title) for one in (*alone, *silent)]),
        )


def _leads_on(page: Article) -> bool:
    """Whether anything on the page may be the document: a link that is not to another interpretation, or a file."""
    others = [name for name, _ in page.related if not _EXPLAINS.search(_NAMED.sub("", name))]
    return bool(others) or any(one.kind is TargetKind.DOCUMENT for one in page.attachments)


def _documents(page: Article, site: SiteEvidence) -> tuple[str, ...]:
    """Addresses of listed entries anywhere on the site that are the document named in the title."""
    found: dict[str, None] = {}
    for name in _NAMED.findall(page.title):
        for column in site.columns.values():
            for entry in column.listing.entries if column.listing is not None else ():
                # Word for word first: titles by the ten thousand are compared for one name.
                if not entry.url or name not in entry.title or entry.title == page.title:
                    continue
                if page_key(entry.url) != page_key(page.url) and fit(name, entry.title) is Fit.YES:
                    found.setdefault(entry.url, None)
    return tuple(found)


def _opened(urls: tuple[str, ...], site: SiteEvidence) -> list[Article]:
    keys = {page_key(url) for url in urls}
    looks = [column.inspection for column in site.columns.values() if column.inspection is not None]
    pages = {page_key(one.url): one for look in looks for one in look.articles if page_key(one.url) in keys}
    return [
        one for one in pages.values() if one.answer.answering is Answering.FINE and one.answer.kind is TargetKind.PAGE
    ]


def _leads_back(document: Article, page: Article) -> bool:
    """Whether a document's page links this interpretation, or any."""
    key = page_key(page.url)
    return any(page_key(url) == key or _EXPLAINS.search(name) for name, url in document.related)
