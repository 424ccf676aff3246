"""What was asked of a site and what was seen there: the border between fetching and judging.

Nothing here knows Scrapy, a database, a template or the clock.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final, TypeAlias

from crawler.answers import Drawn as Drawn
from crawler.answers import Failure as Failure
from crawler.answers import FailureKind as FailureKind
from crawler.answers import Fetch as Fetch
from crawler.answers import Page as Page
from crawler.inspected import HomeFacts, Inspection, Lead, SeenColumn, Transport
from crawler.surveyed import Surveyed, SurveyLimits

Day: TypeAlias = date
"""For fields that are themselves called `date`: inside such a class the plain name means the field."""


class Match(StrEnum):
    """How a column was found (design.md section 6)."""

    EXACT = "exact"
    PARTIAL = "partial"
    RENAMED = "renamed"
    MISPLACED = "misplaced"
    AMBIGUOUS = "ambiguous"
    NONE = "none"


@dataclass(frozen=True, kw_only=True)
class Politeness:
    """How gently a site is visited (seconds, pages, bytes)."""

    delay: float = 1.0
    concurrency: int = 1
    obey_robots: bool = True
    timeout: float = 15.0
    max_pages: int = 400
    max_page_bytes: int = 5 * 1024 * 1024
    max_seconds: float = 3600.0
    user_agent: str = "zwgk-checker"
    proxy: str | None = None


@dataclass(frozen=True, kw_only=True)
class Target:
    """One column to look for on a site."""

    key: str
    """Identity of the question (rule id, with the unit for 部门网页); evidence comes back under it."""
    path: tuple[str, ...]
    literal: str | None = None
    """Unsplit last segment (预算/决算); a column of that whole name is the column."""
    url: str | None = None
    """A person's ruling: this page is the column."""
    start: str | None = None
    """Where the descent begins (a unit's own page); None for the site's home page."""
    learned: str | None = None
    """Address of the column found in an earlier run."""
    learned_trail: tuple[str, ...] = ()
    learned_match: Match | None = None
    learned_similarity: float = 1.0
    stale_before: date | None = None
    """A newest date before this day will be judged stale, so the list is asked a second time; None never."""
    remembered: Remembered | None = None
    """What the run that asked last saw of it."""
    inspect: int = 0
    """How many of the newest entries are opened for a closer look, as far as the site's allowance goes."""
    accused: bool = False
    """Whether a fault of its entries stands from an earlier run: then what was in order is opened again as well."""
    inspected: Inspection | None = None
    """An earlier run's closer look, instead of the remembered one: entries with an `inspected_on` are taken over."""
    back_to: date | None = None
    """Further pages are read for titles until an entry is older than this day; None reads none for titles."""
    documents: tuple[str, ...] = ()
    """Names that are looked for among the titles (crawler.titles): reading on ends when all are found, and what is
    missing is looked at twice."""
    due: date | None = None
    """The earliest day by which one of the documents had to be there: one that is dated later is looked at twice."""
    pages: int = 10
    """How many pages of the list may be read for titles, its first one included."""
    leads: tuple[str, ...] = ()
    """Names of libraries or sub-columns that the column's page must lead to (行政法规库)."""
    twin: str | None = None
    """Key of the target on the same site whose rows must agree with this one's (数据同源)."""


@dataclass(frozen=True, kw_only=True)
class SitePlan:
    """A site and all that is asked of it in one run."""

    name: str
    url: str
    hosts: tuple[str, ...] = ()
    """Further host or host:port values that belong to the site."""
    allow_private: bool = False
    politeness: Politeness = field(default_factory=Politeness)
    targets: tuple[Target, ...] = ()
    ceiling: float | None = None
    """Requests per asked column that closer looks may use up, the search included; None knows no ceiling."""
    with_metas: bool = True
    """Whether closer looks read the tags of pages."""
    personal_data: bool = True
    """Whether closer looks search entries and their attachments for personal data."""
    telephones: tuple[str, ...] = ()
    """Office telephones, as configured: no personal data."""
    home_names: tuple[str, ...] = ()
    """Entries that rules ask of a start page: its names are kept, and read twice when one of these is missing."""
    survey: bool = False
    """Whether the site as a whole is judged: home page, transport, and every column seen on the way."""
    survey_limits: SurveyLimits | None = None
    """From when on what is seen needs a second look; None gives none."""


class DateSource(StrEnum):
    """Where an entry's date was read."""

    ROW = "row"
    VISIBLE = "visible"
    META = "meta"
    URL = "url"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """条目: a listed item."""

    title: str
    url: str | None
    date: Day | None = None
    date_source: DateSource | None = None
    pinned: bool = False
    future: bool = False
    """Dated after as-of: such a row counts as undated and is not looked up further."""
    inferred: bool = False
    """The year was not printed (12-30): it is the latest such day not after as-of."""


@dataclass(frozen=True, kw_only=True)
class ArticleDates:
    """What a listed article says of its day in each place, where it was opened for that."""

    title: str
    url: str
    row: Day | None = None
    """The day its row in the list bears."""
    visible: Day | None = None
    """The 发布时间 that the article shows."""
    meta: Day | None = None
    """Its PubDate."""
    built: bool = False
    """PubDate is the day on which the page says it was generated."""
    address: Day | None = None
    """The day in its address."""
    overruled: bool = False
    """The row's day was not believed: the article and its address agree that it is older."""


class Shape(StrEnum):
    """What kind of page a column turned out to be."""

    LIST = "list"
    EMPTY_LIST = "empty-list"  # a list is recognised and has no rows, or its total is 0
    SINGLE = "single"  # one text (机构简介, 指南)
    SECTION = "section"  # sub-columns or blocks, no list of its own
    SHELL = "shell"  # rows are drawn by a script we cannot follow
    UNKNOWN = "unknown"  # neither rows nor text recognised; never judged empty


@dataclass(frozen=True, kw_only=True)
class Listing:
    """What a column page lists."""

    shape: Shape
    entries: tuple[Entry, ...] = ()
    total: int | None = None
    """Items in the whole column as the pager states them; None when not stated."""
    pages: int | None = None
    next_pages: tuple[str, ...] = ()
    """Addresses of the following static pages, nearest first, at most ten."""
    last_page: str | None = None
    """Address of the last page where it is known and not among `next_pages`."""
    blocks: tuple[str, ...] = ()
    """Titles of the blocks an overview page is made of."""
    note: str = ""


BY_HAND: Final = "人工指定"
"""`Located.via` of an address that a person ruled to be the column; its trail is what the document asks for."""


@dataclass(frozen=True, kw_only=True)
class Located:
    """Where a column was found, and how well it fits."""

    url: str | None
    """The address a person opens, after redirects, with its fragment; None for a menu label without a page."""
    trail: tuple[str, ...]
    """The site's own names from the outermost level to the column."""
    match: Match
    similarity: float
    """0–1; 1 for equal after normalisation."""
    via: str = ""
    """Chinese: where the link was seen (首页导航, 网站地图, 上次记录 …)."""


class Outcome(StrEnum):
    """How the search for one column ended."""

    FOUND = "found"
    AMBIGUOUS = "ambiguous"
    ABSENT = "absent"  # looked everywhere, no such column
    BROKEN = "broken"  # linked, but 404, 410 or a soft 404 at both looks
    UNREACHABLE = "unreachable"
    BLOCKED = "blocked"
    DISALLOWED = "disallowed"
    NEEDS_RENDERING = "needs-rendering"
    INCOMPLETE = "incomplete"  # found, and which day is its newest could not be made sure of
    BUDGET_SPENT = "budget-spent"
    OFF_SITE = "off-site"  # its menu entry leads to a host that is not configured (code site-not-configured)


@dataclass(frozen=True, kw_only=True)
class Look:
    """One place that was looked at in the search, for the report's "已查找" line."""

    place: str
    """Chinese: 首页, 政务公开栏目页, 网站地图, 导航遍历（32页） …"""
    url: str | None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Consideration:
    """One candidate of the search for a column, and what became of it (for `zwgk explain`)."""

    name: str
    """As the link or the page has it."""
    url: str | None
    seen_on: str
    """Address of the page it was seen on; empty for a remembered or ruled address."""
    trail: tuple[str, ...]
    """The levels it stands under, without itself."""
    covered: tuple[str, ...]
    """The wanted levels that stand among them."""
    chosen: bool
    verdict: str
    """Chinese: why it won or lost."""
    said: str = ""
    """What the page said of itself: breadcrumb, headings, ColumnName; empty when it was not opened."""


@dataclass(frozen=True, kw_only=True)
class ColumnEvidence:
    """取证: all that was seen in the search for one target."""

    key: str
    outcome: Outcome
    located: Located | None = None
    listing: Listing | None = None
    newest: date | None = None
    newest_source: DateSource | None = None
    fetches: tuple[Fetch, ...] = ()
    """Pages the verdict rests on, the column's own page first."""
    looked: tuple[Look, ...] = ()
    looks: int = 1
    """How many times a negative was looked at; 2 before it may accuse."""
    reason: str = ""
    """Chinese sentence when the outcome is not FOUND, else empty."""
    opened: tuple[Look, ...] = ()
    """What was looked at before a column was found, in order, at most twelve places."""
    considered: tuple[Consideration, ...] = ()
    """Candidates, the chosen one first, at most twelve."""
    children: tuple[str, ...] = ()
    """Addresses of the sub-columns that were read for a column without a list of its own."""
    names: tuple[tuple[str, str], ...] = ()
    """For an absent column: pages whose names were read in the search, each with the digest of those names."""
    since: date | None = None
    """The as-of day of the run that saw this in full, when this run only found it unchanged."""
    dates: tuple[ArticleDates, ...] = ()
    """Articles that were opened for their dates, at most five."""
    further: tuple[Entry, ...] = ()
    """Rows of further pages, read for their titles (`Target.back_to`); not among `listing.entries`."""
    back_to: date | None = None
    """Every row of the column dated from this day on was read; None when that is not known."""
    whole: bool = False
    """Every row of the column was read."""
    title_looks: int = 0
    """How often the pages were read for titles as far as they were to be; 2 before a document may be called missing."""
    inspection: Inspection | None = None
    leads: tuple[Lead, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Remembered:
    """What an earlier run saw of a target."""

    evidence: ColumnEvidence
    as_of: date
    """The day that run was made for."""

    @property
    def seen(self) -> date:
        """The day of the last run that saw it in full."""
        return self.evidence.since or self.as_of


class SiteStatus(StrEnum):
    """Whether a site could be looked at in this run."""

    REACHABLE = "reachable"
    UNREACHABLE = "unreachable"
    BLOCKED = "blocked"
    DISALLOWED = "disallowed"


@dataclass(frozen=True, kw_only=True)
class SiteEvidence:
    """One site's answers in one run."""

    name: str
    url: str
    status: SiteStatus
    requests: int
    pages: int
    reason: str = ""
    fetches: tuple[Fetch, ...] = ()
    columns: Mapping[str, ColumnEvidence] = field(default_factory=dict)
    """Under each target's key; every target has one, whatever happened."""
    homes: Mapping[str, HomeFacts] = field(default_factory=dict)
    """The site's start page under "", those of units under their address."""
    seen: tuple[SeenColumn, ...] = ()
    transport: Transport | None = None
    surveyed: Surveyed | None = None
    """None when only some of the site's columns were asked about."""


@dataclass(frozen=True, kw_only=True)
class SiteProgress:
    """How far a site has got, for the progress line."""

    site: str
    requests: int
    targets_done: int
    targets: int
    finished: bool = False
