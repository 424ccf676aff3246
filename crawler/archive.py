"""The evidence archive: every page of a run as it was seen, in one WARC file (ISO 28500), each record packed by itself.

A response record holds the body as it was read (unpacked, cut where the reading was cut), so its HTTP headers speak of
that body; a failure is a metadata record, an answer 304 a revisit of what an earlier run kept, a page as a browser drew
it a conversion record. `Zwgk-Site`, `Zwgk-Requested`, `Zwgk-Posted`, `Zwgk-Drawn` and `Zwgk-Status` are ours: under
which site and address the page was asked for, the digest of the body that was posted, how far the drawing got and the
status of the page that was drawn; `WARC-Truncated` says that the body is only the beginning of what was sent,
`Zwgk-Seconds` how long it took. A run that was killed leaves a file that can be read up to its last whole record.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import logging
import queue
import threading
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, Self

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParserException
from warcio.warcwriter import WARCWriter

from crawler.evidence import Drawn, Failure, FailureKind, Page
from crawler.guard import BadUrlError, drawing_key, request_key, tidy
from rules.refused import why

try:
    import fcntl
except ImportError:  # Windows: one process writes there (crawler.shares)
    fcntl = None  # type: ignore[assignment]

logger = logging.getLogger(__name__)

Headers = Sequence[tuple[str, str]]

# They speak of the body as it was sent, not as it is kept.
_OF_THE_LINE = frozenset({"content-encoding", "transfer-encoding", "content-length", "connection", "keep-alive"})
_SITE, _REQUESTED, _POSTED, _DRAWN, _STATUS = "Zwgk-Site", "Zwgk-Requested", "Zwgk-Posted", "Zwgk-Drawn", "Zwgk-Status"
_TRUNCATED = "WARC-Truncated"
_SECONDS = "Zwgk-Seconds"
_NOT_MODIFIED = 304
_UNCHANGED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"


class Archive:
    """Writes pages to one file, in a thread of its own: packing must not hold up the fetching of others.

    Several processes may write to one file. A disk that fails is logged once and ends the archive, not the audit; what
    it took of a record is cut off again, for it would hide all that another process adds.
    """

    def __init__(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        self._stream = file.open("ab", buffering=0)
        self._pending: queue.SimpleQueue[tuple[str, Page, Headers] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="zwgk-archive", daemon=True)
        self._thread.start()

    def add(self, site: str, page: Page, headers: Headers = ()) -> None:
        """Keep a page of the site of that name; `headers` are those of its answer."""
        self._pending.put((site, page, headers))

    def close(self) -> None:
        """Write what is still waiting and close the file."""
        self._pending.put(None)
        self._thread.join()
        self._stream.close()

    def _work(self) -> None:
        failed = False
        while (item := self._pending.get()) is not None:
            if failed:
                continue
            packed = io.BytesIO()
            writer: Any = WARCWriter(packed, gzip=True, warc_version="WARC/1.1")
            writer.write_record(_record(writer, *item))
            try:
                self._append(packed.getbuffer())
            except OSError as error:
                failed = True
                logger.warning("网页存档写不了（%s），本轮其余的网页不存档", why(error))

    def _append(self, packed: memoryview) -> None:
        with _alone(self._stream):
            end = self._stream.seek(0, io.SEEK_END)
            try:
                written = 0
                while written < len(packed):
                    written += self._stream.write(packed[written:])
            except OSError:
                self._stream.truncate(end)
                raise


@contextlib.contextmanager
def _alone(stream: io.FileIO) -> Iterator[None]:
    """Be the only process that writes to the file."""
    if fcntl is not None:
        fcntl.flock(stream, fcntl.LOCK_EX)
    try:
        yield
    finally:
        if fcntl is not None:
            fcntl.flock(stream, fcntl.LOCK_UN)


def _record(writer: Any, site: str, page: Page, headers: Headers) -> Any:
    about = {
        "WARC-Date": page.fetched_at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z"),
        _SITE: site,
        _REQUESTED: "".join(page.requested.splitlines()),
    }
    if page.seconds is not None:
        about[_SECONDS] = f"{page.seconds:g}"
    if page.cut:
        about[_TRUNCATED] = "length"
    if page.posted:
        about[_POSTED] = page.posted
    if page.drawn is not None:
        about[_DRAWN] = page.drawn
    if page.failure is not None:
        told = {"kind": page.failure.kind, "detail": page.failure.detail, "status": page.status}
        body = json.dumps(told, ensure_ascii=False).encode()
        return writer.create_warc_record(
            "".join(page.url.splitlines()),
            "metadata",
            payload=io.BytesIO(body),
            length=len(body),
            warc_content_type="application/json",
            warc_headers_dict=about,
        )
    about["WARC-Payload-Digest"] = f"sha256:{page.sha256}"
    if page.drawn is not None:
        about[_STATUS] = str(page.status or "")
        return writer.create_warc_record(
            page.url,
            "conversion",
            payload=io.BytesIO(page.body),
            length=len(page.body),
            warc_content_type=page.content_type,
            warc_headers_dict=about,
        )
    kept = [(name, value) for name, value in headers if name.lower() not in _OF_THE_LINE]
    kept.append(("Content-Length", str(len(page.body))))
    status = StatusAndHeaders(f"{page.status} -", kept, protocol="HTTP/1.1")
    if page.status == _NOT_MODIFIED:
        about["WARC-Profile"] = _UNCHANGED
        about["WARC-Refers-To-Target-URI"] = page.url
    return writer.create_warc_record(
        page.url,
        "revisit" if page.status == _NOT_MODIFIED else "response",
        payload=io.BytesIO(page.body),
        length=len(page.body),
        http_headers=status,
        warc_headers_dict=about,
    )


@dataclass(frozen=True, kw_only=True)
class ArchivedPage:
    """A page out of an archive, and the name of the site it was fetched for."""

    site: str
    page: Page
    record: str = ""
    """WARC-Record-ID."""


def archived_pages(file: Path) -> Iterator[ArchivedPage]:
    """The pages of an archive in the order they came, up to where a killed run left off; raises OSError."""
    for _, item in placed_pages(file):
        yield item


def placed_pages(file: Path) -> Iterator[tuple[int, ArchivedPage]]:
    """The same with the offset of each record."""
    with file.open("rb") as stream:
        yield from _items(stream, file)


def page_at(file: Path, offset: int) -> ArchivedPage | None:
    """The page whose record begins there; None when none does. Raises OSError."""
    with file.open("rb") as stream:
        stream.seek(offset)
        return next((item for _, item in _items(stream, file)), None)


def keep_only(file: Path, sites: AbstractSet[str]) -> None:
    """Leave only the whole records of these sites in an archive that is to be added to; nothing to do without a file.

    What a killed run saw of sites it did not finish is asked again, and would stand beside what is seen then; a record
    that was cut would hide all that follow. OSError when the file cannot be read or written.
    """
    if not file.exists():
        return
    draft = file.with_name(f".{file.name}.tmp")
    try:
        with file.open("rb") as stream, draft.open("wb") as kept:
            for offset, length in list(_places(stream, file, sites)):
                stream.seek(offset)
                kept.write(stream.read(length))
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)


def _places(stream: BinaryIO, file: Path, sites: AbstractSet[str]) -> Iterator[tuple[int, int]]:
    """Offset and length of the records, packed, that are of these sites or of none."""
    records = ArchiveIterator(stream)
    try:
        for record in records:
            site = record.rec_headers.get_header(_SITE)
            if site is None or (site in sites and _item(record) is not None):
                yield records.get_record_offset(), records.get_record_length()
    except _UNREADABLE:
        logger.warning("archive %s can be read only in part", file)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """Where an answer lies in an archive."""

    number: int
    """Its place among all that came in the run."""
    offset: int
    status: int | None


class ArchiveIndex:
    """An archive read once from end to end: which answers it holds, by site and request; bodies stay on disk.

    A context manager; raises OSError when the file cannot be read.
    """

    def __init__(self, file: Path) -> None:
        self._stream = file.open("rb")
        self._sites: dict[str, dict[str, list[Stored]]] = {}
        for number, (offset, item) in enumerate(_items(self._stream, file)):
            page = item.page
            with contextlib.suppress(BadUrlError):
                key = key_of(page)
                stored = Stored(number=number, offset=offset, status=page.status)
                self._sites.setdefault(item.site, {}).setdefault(key, []).append(stored)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._stream.close()

    def site(self, name: str) -> Mapping[str, Sequence[Stored]]:
        """The answers of a site, by `request_key`, each in the order they came."""
        return self._sites.get(name, {})

    def page(self, stored: Stored) -> Page:
        """The page that lies there."""
        self._stream.seek(stored.offset)
        record = next(iter(ArchiveIterator(self._stream)))
        item = _item(record)
        if item is None:
            raise OSError(f"no page at {stored.offset}")
        return item.page


def key_of(page: Page) -> str:
    """Identity of the request that a page answers, among those of its site; raises BadUrlError."""
    return request_key(tidy(page.requested), page.posted) if page.drawn is None else drawing_key(page.requested)


class _BrokenRecordError(Exception):
    """A record that is not what was written."""


# What warcio and we stumble over in a record that was cut or altered: a head without an address is no error of its own.
_UNREADABLE = (
    ArchiveLoadFailed,
    StatusAndHeadersParserException,
    _BrokenRecordError,
    EOFError,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
)


def _items(stream: BinaryIO, file: Path) -> Iterator[tuple[int, ArchivedPage]]:
    """Pages with their offsets."""
    records = ArchiveIterator(stream)
    try:
        for record in records:
            item = _item(record)
            if item is not None:
                yield records.get_record_offset(), item
    except _UNREADABLE:
        logger.warning("archive %s can be read only in part", file)


def _item(record: Any) -> ArchivedPage | None:
    about = record.rec_headers
    if about.get_header(_SITE) is None:
        return None
    body = record.content_stream().read()
    drawn = about.get_header(_DRAWN)
    seconds = about.get_header(_SECONDS)
    seen: dict[str, Any] = {
        "requested": about.get_header(_REQUESTED),
        "url": about.get_header("WARC-Target-URI"),
        "fetched_at": datetime.fromisoformat(about.get_header("WARC-Date")),
        "posted": about.get_header(_POSTED) or "",
        "cut": about.get_header(_TRUNCATED) is not None,
        "drawn": Drawn(drawn) if drawn else None,
        "seconds": float(seconds) if seconds else None,
    }
    if record.rec_type in ("response", "revisit", "conversion"):
        sha256 = hashlib.sha256(body).hexdigest()
        if about.get_header("WARC-Payload-Digest") != f"sha256:{sha256}":
            raise _BrokenRecordError
    if record.rec_type == "conversion":
        status = about.get_header(_STATUS)
        page = Page(
            **seen,
            status=int(status) if status else None,
            body=body,
            content_type=about.get_header("Content-Type") or "",
            sha256=sha256,
        )
    elif record.rec_type in ("response", "revisit"):
        page = Page(
            **seen,
            status=int(record.http_headers.get_statuscode()),
            body=body,
            content_type=record.http_headers.get_header("Content-Type") or "",
            sha256=sha256,
            etag=record.http_headers.get_header("ETag") or "",
            last_modified=record.http_headers.get_header("Last-Modified") or "",
        )
    else:
        try:
            told = json.loads(body)
        except ValueError as error:
            raise _BrokenRecordError from error
        failure = Failure(kind=FailureKind(told["kind"]), detail=told["detail"])
        page = Page(**seen, status=told["status"], failure=failure)
    return ArchivedPage(site=about.get_header(_SITE), page=page, record=about.get_header("WARC-Record-ID") or "")
