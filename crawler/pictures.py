"""Pictures of columns: a second, short visit after the judging, through the same fetch layer and the same browser."""

from __future__ import annotations

import contextlib
import logging
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol, runtime_checkable

from crawler.evidence import Page, SiteEvidence, SitePlan, SiteProgress, SiteStatus
from crawler.spider import Fetcher

logger = logging.getLogger(__name__)


@runtime_checkable
class Photographer(Protocol):
    """A fetcher that can take pictures: see crawler.rendering."""

    async def picture(self, page: Page) -> bytes | None:
        """A page as PNG; None when there is none."""


@dataclass(frozen=True, kw_only=True)
class Wish:
    """A page to be pictured."""

    url: str
    file: Path


class TakePictures:
    """What `crawler.run.crawl` takes as search: instead of looking for columns it pictures pages that are known."""

    def __init__(self, wishes: Mapping[str, Sequence[Wish]]) -> None:
        self._wishes = wishes

    async def __call__(
        self, plan: SitePlan, fetch: Fetcher, *, as_of: date, progress: Callable[[SiteProgress], None]
    ) -> SiteEvidence:
        """Picture what is wished of a site; a page that cannot be had or drawn gets no picture."""
        for wish in self._wishes.get(plan.name, ()):
            page = await fetch(wish.url)
            if page.failure is None and isinstance(fetch, Photographer):
                _write(wish.file, await fetch.picture(page))
        return SiteEvidence(
            name=plan.name, url=plan.url, status=SiteStatus.REACHABLE, requests=fetch.requests, pages=fetch.pages
        )


def _write(file: Path, png: bytes | None) -> None:
    """Write a picture so that it appears whole or not at all; a full disk costs the picture, not the audit."""
    if not png:
        return
    draft = file.with_name(f".{file.name}.{secrets.token_hex(4)}.tmp")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(png)
        draft.replace(file)
    except OSError:
        logger.exception("picture %s cannot be written", file)
    finally:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
