"""What a closer look showed: the newest entries of a column, the names on a home page, every column seen on the way.

Plain data, a part of `crawler.evidence`. Nothing here says right or wrong, and no personal datum stands in it unmasked.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Answering(StrEnum):
    """How an address answered."""

    FINE = "fine"
    GONE = "gone"  # 404, 410, a soft 404, or the home page instead
    ERROR = "error"  # another 4xx that is no refusal (400, 405 …)
    EMPTY = "empty"  # nothing in it
    WRONG_TYPE = "wrong-type"  # a web page where a file is promised, a file that is not what its name says
    UNKNOWN = "unknown"  # could not be had (failure, refusal, 5xx, budget) or lies on a host that is not configured


class TargetKind(StrEnum):
    """What a link promises."""

    PAGE = "page"
    DOCUMENT = "document"  # pdf, doc, xls, zip …
    MEDIA = "media"  # sound and moving pictures
    IMAGE = "image"


@dataclass(frozen=True, kw_only=True)
class LinkAnswer:
    """A link and what stands behind it."""

    name: str
    """As the page shows it."""
    url: str
    kind: TargetKind = TargetKind.PAGE
    answering: Answering
    status: int | None = None
    detail: str = ""
    """Chinese phrase for reports (HTTP 404, 内容为空, 应为PDF实为网页 …)."""
    size: int | None = None
    """Bytes; None when it was not loaded whole."""
    looks: int = 1
    """How often a bad answer was looked at; 2 before it may accuse."""
    fetched_at: datetime | None = None
    sha256: str = ""

    @property
    def bad(self) -> bool:
        """Whether a visitor finds nothing usable there, as far as this look goes."""
        return self.answering not in (Answering.FINE, Answering.UNKNOWN)


class ExposureKind(StrEnum):
    """What personal datum was seen in the open."""

    IDENTITY_NUMBER = "identity-number"  # 18 characters, valid date and checksum (GB 11643)
    BANK_CARD = "bank-card"  # 16–19 digits, known issuer prefix, Luhn
    MOBILE = "mobile"  # a mobile number beside a person's name


@dataclass(frozen=True, kw_only=True)
class Exposure:
    """A personal datum in an entry or its attachment, already masked."""

    kind: ExposureKind
    masked: str
    """With the middle replaced: 110101********123X, 138****1234."""
    quote: str = ""
    """The words around it, every datum in them masked, at most 60 characters."""
    url: str
    """Page or attachment it stands in."""
    place: str = ""
    """Chinese: 正文, or the attachment's name."""


@dataclass(frozen=True, kw_only=True)
class Article:
    """One of a column's newest entries, opened."""

    title: str
    url: str
    dated: date | None = None
    """The row's date: with title and address the entry's identity over runs."""
    answer: LinkAnswer
    metas: tuple[tuple[str, str], ...] = ()
    """Tags of the national guideline in document order, name as printed and content; repeated names repeat."""
    attachments: tuple[LinkAnswer, ...] = ()
    exposures: tuple[Exposure, ...] = ()
    related: tuple[tuple[str, str], ...] = ()
    """Name and address of links in the article's own text and its related-documents block, on the same site."""
    inspected_on: date | None = None
    """As-of day of the run that opened it, when this run took it over."""


@dataclass(frozen=True, kw_only=True)
class Inspection:
    """The closer look at one column."""

    wanted: int
    """How many of the newest entries were to be opened."""
    articles: tuple[Article, ...] = ()
    metas: tuple[tuple[str, str], ...] = ()
    """Tags of the column's own page, as in `Article.metas`."""
    with_metas: bool = True
    """Whether tags were read; where not, none are missing."""
    personal_data: bool = True
    """Whether entries and their attachments were searched for personal data."""
    reason: str = ""
    """Chinese: why fewer than `wanted` were opened."""


@dataclass(frozen=True, kw_only=True)
class Lead:
    """A link on a column's page, by the name a rule asks for (行政法规库)."""

    asked: str
    name: str
    """As the page has it; empty when the page does not show it."""
    url: str | None = None
    """Where it leads; None for a name without an address."""
    answer: LinkAnswer | None = None
    """None when it was not looked at."""
    looks: int = 1
    """How often the page was read for it; 2 before it may be called missing."""


@dataclass(frozen=True, kw_only=True)
class HomeFacts:
    """A start page as far as checks ask of it."""

    url: str
    names: tuple[tuple[str, str], ...] = ()
    """Name and address (empty without one) of its links, labels, picture links and block headings, at most 2,000."""
    newest: date | None = None
    """The newest date of a listed entry on it; None when it shows no dates."""
    newest_looks: int = 1
    """How often it was looked for; 2 before the page may be called old."""
    doubt: str = ""
    """Chinese: why something newer may be on it; empty when `newest` is sure."""
    drawn_by_script: bool = False
    """So little was seen that a script must draw the page: nothing negative may be said."""
    looks: int = 1
    seconds: float | None = None
    """From the request to the whole answer."""
    metas: tuple[tuple[str, str], ...] = ()
    fetched_at: datetime | None = None
    sha256: str = ""


@dataclass(frozen=True, kw_only=True)
class SeenColumn:
    """A column page that was read on the way, asked for or not."""

    name: str
    url: str
    trail: tuple[str, ...] = ()
    shape: str
    """Value of `crawler.evidence.Shape`."""
    newest: date | None = None
    total: int | None = None
    asked: bool = False
    """Whether a rule names it."""
    looks: int = 1
    fetched_at: datetime | None = None
    sha256: str = ""


@dataclass(frozen=True, kw_only=True)
class Transport:
    """How a site can be reached; each None when it was not tried."""

    https: bool | None = None
    """Whether https answers with a certificate that browsers accept."""
    tls_fault: str = ""
    """Chinese: what is wrong with it (证书已过期, 域名不符, 协议过旧 …)."""
    plain_stays: bool | None = None
    """Whether http answers without leading to https."""
    ipv6: bool | None = None
    """Whether the name has an AAAA record."""
