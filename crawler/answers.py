"""What came of asking a site for a page: a body with its status, or why there is none. Plain data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class FailureKind(StrEnum):
    """Why a page could not be had."""

    UNREACHABLE = "unreachable"  # dns, refused, timeout, tls, 5xx, half a page
    BLOCKED = "blocked"  # 401, 403, 412, 429, challenge or throttling page
    DISALLOWED = "disallowed"  # robots.txt says no, or is 5xx
    REFUSED = "refused"  # private or foreign address: we do not go there
    LOOP = "loop"  # redirects without end
    TOO_LARGE = "too-large"
    BUDGET = "budget"  # page, byte or time budget of the site is spent
    UNDRAWN = "undrawn"  # only a browser could draw it, and there is none, or it failed


@dataclass(frozen=True, kw_only=True)
class Failure:
    """A fetch that gave no page; `detail` is a short Chinese phrase for reports (连接超时, HTTP 503 …)."""

    kind: FailureKind
    detail: str


class Drawn(StrEnum):
    """How far a browser got with drawing a page."""

    WHOLE = "whole"
    PARTIAL = "partial"  # something its scripts asked for did not come, or it never came to rest


@dataclass(frozen=True, kw_only=True)
class Page:
    """The answer to one fetch: a body with its status, or a failure. A 404 is an answer, not a failure."""

    requested: str
    url: str
    """After redirects; equal to `requested` on failure. Without a fragment."""
    status: int | None
    """HTTP status; None when there was no answer."""
    body: bytes = b""
    content_type: str = ""
    fetched_at: datetime
    """Aware, in UTC."""
    sha256: str = ""
    """Of the body; of the body seen earlier when the answer was 304."""
    failure: Failure | None = None
    etag: str = ""
    last_modified: str = ""
    """Validators (RFC 9110, 8.8) as the site sent them, to ask next time whether anything changed."""
    posted: str = ""
    """SHA-256 of the body that was posted to get this answer; empty for a GET."""
    cut: bool = False
    """`body` is only its beginning: it is no text, or larger than its limit."""
    drawn: Drawn | None = None
    """Set when `body` is the document as a browser drew it, not as the site sent it; `requested` has its fragment."""
    seconds: float | None = None
    """From the last request to the whole answer; None when that was not measured."""


@dataclass(frozen=True, kw_only=True)
class Fetch:
    """The record of a fetched page that a verdict rests on."""

    url: str
    fetched_at: datetime
    status: int | None
    sha256: str
    note: str = ""
    """Chinese: what the page was to us (首页, 栏目页, 网站地图, 文章页 …)."""
    etag: str = ""
    last_modified: str = ""
