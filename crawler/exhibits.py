"""Single pages out of archives: those that findings rest on, found again by address and moment, or by their digest.

What a run only found unchanged rests on pages that an earlier run fetched, so several archives are searched, the run's
own first. An archive is read once from end to end; what it holds is then kept in a list beside it.
"""

from __future__ import annotations

import contextlib
import json
import secrets
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final, TypeAlias
from urllib.parse import urldefrag

from crawler.archive import page_at, placed_pages
from crawler.evidence import Page

LIST: Final = ".list.json"
"""Ending of the list beside an archive; it may be removed at any time."""

Wanted: TypeAlias = tuple[str, datetime, str]
"""Address, moment of the fetch, SHA-256 of the body (empty for a fetch that gave none)."""
_Key: TypeAlias = tuple[str, datetime]
_Place: TypeAlias = tuple[Path, int]
_Line: TypeAlias = tuple[int, str, str, str]
"""Offset of a record, address and moment of its page, digest of its body (empty when it has none)."""


@dataclass(frozen=True, kw_only=True)
class Exhibit:
    """An archived page that was looked for."""

    file: Path
    record: str
    """WARC-Record-ID."""
    page: Page
    """With the body of the wanted digest, also where the record itself only says that nothing had changed."""
    kept_in: Path
    """The archive that this body lies in; `file` but for such a record."""


class Exhibits:
    """Where the wanted pages lie; bodies stay on disk. An archive that cannot be read holds none."""

    def __init__(self, files: Sequence[Path], wanted: Collection[Wanted]) -> None:
        self._records: dict[_Key, _Place] = {}
        self._bodies: dict[str, _Place] = {}
        records = {_key(url, moment) for url, moment, _ in wanted}
        digests = {digest for _, _, digest in wanted if digest}
        for file in files:
            if not records and not digests:
                break
            for offset, url, moment, digest in _lines(file):
                key = _key(url, datetime.fromisoformat(moment))
                if key in records:
                    records.remove(key)
                    self._records[key] = file, offset
                if digest in digests:
                    digests.remove(digest)
                    self._bodies[digest] = file, offset

    def find(self, wanted: Wanted) -> Exhibit | None:
        """The page; None when no archive holds it, or the archive cannot be read any more.

        Where only another fetch gave the same body, that one is the exhibit: its own page says when it was.
        """
        url, moment, digest = wanted
        body = self._bodies.get(digest)
        place = self._records.get(_key(url, moment)) or body
        if place is None:
            return None
        try:
            item = page_at(*place)
            if item is None:
                return None
            page, kept_in = item.page, place[0]
            if digest and page.sha256 != digest and body is not None:
                other = page_at(*body)
                page, kept_in = (page, kept_in) if other is None else (other.page, body[0])
        except OSError:
            return None
        return Exhibit(file=place[0], record=item.record, page=page, kept_in=kept_in)


def _key(url: str, moment: datetime) -> _Key:
    return urldefrag(url).url, moment


def _lines(file: Path) -> Iterator[_Line]:
    """What an archive holds, in its order: out of the list beside it while that is of the same file, else read anew."""
    beside = file.with_name(file.name + LIST)
    try:
        about = file.stat()
        state = [about.st_size, about.st_mtime_ns]
        lines = _kept(beside, state)
        if lines is None:
            lines = [
                (offset, item.page.url, item.page.fetched_at.isoformat(), item.page.sha256 if item.page.body else "")
                for offset, item in placed_pages(file)
            ]
            _keep(beside, {"of": state, "pages": lines})
    except OSError:
        return
    yield from lines


def _kept(beside: Path, state: list[int]) -> Any:
    try:
        held = json.loads(beside.read_bytes())
    except (OSError, ValueError):
        return None
    return held["pages"] if isinstance(held, dict) and held.get("of") == state else None


def _keep(beside: Path, held: dict[str, Any]) -> None:
    """Whole or not at all; a list that cannot be written costs time the next time, nothing else."""
    draft = beside.with_name(f".{beside.name}.{secrets.token_hex(4)}.tmp")
    with contextlib.suppress(OSError, ValueError):
        draft.write_bytes(json.dumps(held).encode())
        draft.replace(beside)
    with contextlib.suppress(OSError):
        draft.unlink(missing_ok=True)
