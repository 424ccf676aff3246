"""What the shell adds to the pages of reports: earlier runs, days for rectification, evidence out of the archives."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from pathlib import Path

from checker.result import Audit
from crawler.drawing import PICTURE_HEIGHT
from crawler.exhibits import Exhibit, Exhibits
from crawler.readers.document import decode
from reports.evidence import Exhibition, SavedPage
from reports.evidence_numbers import Key, evidence_book
from reports.formats.html import Pages
from reports.told import Told
from rules.units import UnitRegistry
from zwgk.archives import archive_file
from zwgk.audit import scoring
from zwgk.config import Config
from zwgk.history import history
from zwgk.pictures import FOLDER
from zwgk.store import Store

_MARKUP = ("html", "xml")
_TEXT = ("text/", "json", "javascript", *_MARKUP)
_BINARY = b"\0"
_LOOKED_AT = 512


def pages(config: Config, store: Store, audit: Audit, units: UnitRegistry) -> Pages:
    """The HTML format for the audit of a kept run; without evidence where no archive is left."""
    return Pages(
        told=Told(history=history(store, audit, units, scoring(config)), rectify_days=config.reports.rectify_days),
        exhibition=_exhibition(config, store, audit),
    )


def _exhibition(config: Config, store: Store, audit: Audit) -> Exhibition | None:
    wanted = evidence_book(audit).numbers.keys()
    files = list(_archives(config, store, audit.run.id, wanted)) if wanted else []
    if not files:
        return None
    exhibits = Exhibits(files, wanted)

    def find(key: Key) -> SavedPage | None:
        found = exhibits.find(key)
        return None if found is None else _saved(found, key)

    return Exhibition(find=find, picture=_picture_from(config.data), tallest=PICTURE_HEIGHT)


def _archives(config: Config, store: Store, run: str, wanted: Collection[Key]) -> Iterator[Path]:
    """The run's own archive, then those of earlier runs in which something wanted was fetched, newest first."""
    own, kept = archive_file(config, run), store.run(run)
    if own.is_file():
        yield own
    if kept is None:
        return
    earlier = [moment for _, moment, _ in wanted if moment < kept.started]
    if not earlier:
        return
    for name in sorted({*store.runs(complete=True), *store.runs(complete=False)} - {run}, reverse=True):
        file, other = archive_file(config, name), store.run(name)
        if other is None or not file.is_file():
            continue
        until = other.finished or kept.started
        if any(other.started <= moment <= until for moment in earlier):
            yield file


def _saved(found: Exhibit, key: Key) -> SavedPage:
    page = found.page
    kind = page.content_type.lower()
    readable = not kind or any(part in kind for part in _TEXT)
    text = None
    if page.body and readable and _BINARY not in page.body[:_LOOKED_AT]:
        text = decode(page.body, page.content_type)
    markup = not kind or any(part in kind for part in _MARKUP)
    return SavedPage(
        status=page.status,
        content_type=page.content_type,
        size=len(page.body),
        text=text,
        markup=markup,
        failure="" if page.failure is None else page.failure.detail,
        drawn=page.drawn is not None,
        cut=page.cut,
        archive=found.file.name,
        record=found.record,
        kept_in=found.kept_in.name,
        fetched_at=page.fetched_at if page.fetched_at != key[1] else None,
    )


def _picture_from(data: Path) -> Callable[[str], bytes | None]:
    folder = (data / FOLDER).resolve()

    def picture(name: str) -> bytes | None:
        file = (data / name).resolve()
        try:
            return file.read_bytes() if file.is_relative_to(folder) else None
        except OSError:
            return None

    return picture
