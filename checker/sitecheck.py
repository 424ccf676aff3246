"""检查项 of sites: what may be known about a site as a whole, and the decorator that makes a check of a pure function.

The figures are those of 国办秘函〔2019〕19号 (单项否决; government-sites.md section 3.2); the configuration may change
them. Nothing is entered into a list: `sites.load_site_checks` walks `checker/sitechecks/` and takes what it finds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from checker.freshness import FreshnessLimit, default_warning
from checker.registry import Fault
from checker.result import EvidenceRef, Finding, Status
from crawler.evidence import SiteEvidence
from crawler.inspected import HomeFacts, SeenColumn, Transport
from crawler.neglect import ANY_LEVEL, Neglect, neglected
from crawler.readers.addresses import page_key
from crawler.surveyed import Probe, SurveyLimits, SurveyLine

_LOOKS = 2
_MOST_REFS = 20
_MOST_NAMES = 3


@dataclass(frozen=True, kw_only=True)
class SiteFigures:
    """The figures of the national indicators."""

    homepage_days: int = 14
    news_days: int = 14
    notice_days: int = 180
    other_days: int = 365
    notice_level: int = 1
    """Levels down to which a column of notices or policies counts as a first-level one (一级栏目)."""
    news_columns: int = 5
    other_columns: int = 10
    empty_columns: int = 5
    probe_seconds: float = 15.0
    probe_share: float = 0.05
    probe_days: int = 7
    probes_a_day: int = 20
    """Fewer attempts on any day of the week tell nothing."""


def survey_limits(
    figures: SiteFigures, table: Sequence[FreshnessLimit], as_of: date, *, known: tuple[SeenColumn, ...] = ()
) -> SurveyLimits:
    """The days from which on things seen of a site speak against it; kinds of columns are those of the freshness table.

    A line of at most `news_days` is news, of at most `notice_days` notices and policies, all others are other columns.
    """
    kinds = ((figures.news_days, ANY_LEVEL), (figures.notice_days, figures.notice_level))
    lines = []
    for line in table:
        if line.days is None:
            lines.append(SurveyLine(match=line.match, before=None))
            continue
        days, level = next((kind for kind in kinds if line.days <= kind[0]), (figures.other_days, 0))
        lines.append(SurveyLine(match=line.match, before=as_of - timedelta(days=days), level=level))
    band = figures.homepage_days - default_warning(figures.homepage_days)
    return SurveyLimits(
        lines=tuple(lines),
        other_before=as_of - timedelta(days=figures.other_days),
        home_before=as_of - timedelta(days=band),
        news_columns=figures.news_columns,
        other_columns=figures.other_columns,
        empty_columns=figures.empty_columns,
        probe_seconds=figures.probe_seconds,
        known=known,
    )


@dataclass(frozen=True, kw_only=True)
class SiteFacts:
    """The input of every check of a site: plain values, no network, no clock."""

    site: SiteEvidence
    as_of: date
    figures: SiteFigures = field(default_factory=SiteFigures)
    limits: SurveyLimits = field(default_factory=SurveyLimits)
    probes: tuple[Probe, ...] = ()
    """Attempts to open the start page in the days before, oldest first."""
    failed: frozenset[str] = frozenset()
    """Columns that failed for a unit because of their dates or rows, by the identity of their address."""

    @property
    def home(self) -> HomeFacts | None:
        """The site's own start page."""
        return self.site.homes.get("")

    @property
    def transport(self) -> Transport:
        """How the site can be reached; everything None when that was not tried."""
        return self.site.transport or Transport()

    @property
    def newest(self) -> date | None:
        """The newest day on the start page, none after as-of."""
        day = self.home.newest if self.home else None
        return day if day is not None and day <= self.as_of else None

    @cached_property
    def suspects(self) -> Mapping[Neglect, tuple[SeenColumn, ...]]:
        """Columns that speak against the site, however often they were looked at."""
        return neglected(self.site.seen, self.limits)

    def sure(self, kind: Neglect) -> tuple[SeenColumn, ...]:
        """Those that were looked at twice."""
        return tuple(column for column in self.suspects[kind] if column.looks >= _LOOKS)

    def settled(self, kind: Neglect, most: int) -> bool:
        """Whether this look tells on which side of the threshold the site is.

        Columns that spoke against it in an earlier run and were not read in this one may still do so.
        """
        if self.site.surveyed is None or not self.site.surveyed.pages:
            return False
        unread = self.site.surveyed.unread
        return len(self.sure(kind)) >= most or len(self.suspects[kind]) + unread < most

    def names(self, columns: Sequence[SeenColumn]) -> str:
        """The first few of them for a sentence."""
        shown = "、".join(f"“{column.name}”" for column in columns[:_MOST_NAMES])
        return f"{shown}等" if len(columns) > _MOST_NAMES else shown

    def counted(self, columns: Sequence[SeenColumn]) -> str:
        """A clause on those that were counted against a unit already: the indicators do not count a fault twice."""
        number = sum(page_key(column.url) in self.failed for column in columns)
        return f"；其中{number}个已计入有关单位的核查结果，不重复扣分" if number else ""

    def refs(self, columns: Sequence[SeenColumn]) -> tuple[EvidenceRef, ...]:
        """The pages of columns, each with what it shows."""
        return tuple(
            EvidenceRef(
                url=column.url,
                fetched_at=column.fetched_at,
                sha256=column.sha256,
                quote=" > ".join(column.trail or (column.name,))
                + (f"：最新 {column.newest}" if column.newest else "：无内容")
                + ("（已计入单位结果）" if page_key(column.url) in self.failed else ""),
            )
            for column in columns[:_MOST_REFS]
            if column.fetched_at is not None
        )

    def home_refs(self, quote: str = "") -> tuple[EvidenceRef, ...]:
        """The start page."""
        home = self.home
        if home is None or home.fetched_at is None:
            return ()
        return (EvidenceRef(url=home.url, fetched_at=home.fetched_at, sha256=home.sha256, quote=quote),)


@dataclass(frozen=True, kw_only=True)
class SiteCheck:
    """A pure function with its code and its texts; called with facts it returns findings."""

    code: str
    title: str
    """Chinese name of the fault, as headings show it."""
    advice: str
    """Chinese sentence: what who runs the site should do."""
    status: Status
    veto: bool
    """Whether the fault fails the site as a whole (单项否决) when it fails."""
    order: int
    judge: Callable[[SiteFacts], Iterable[Fault]]
    able: Callable[[SiteFacts], bool]
    """Whether this look showed enough to say that the fault is not there."""

    def __call__(self, facts: SiteFacts) -> tuple[Finding, ...]:
        """Judge one site."""
        return tuple(fault.finding(self.code, self.status, self.advice) for fault in self.judge(facts))


def site_check(
    code: str,
    *,
    title: str,
    advice: str,
    status: Status,
    order: int,
    able: Callable[[SiteFacts], bool],
    veto: bool = False,
) -> Callable[[Callable[[SiteFacts], Iterable[Fault]]], SiteCheck]:
    """Make a check of a pure function; `code` is the name of its file with hyphens."""

    def wrap(judge: Callable[[SiteFacts], Iterable[Fault]]) -> SiteCheck:
        return SiteCheck(
            code=code, title=title, advice=advice, status=status, veto=veto, order=order, judge=judge, able=able
        )

    return wrap
