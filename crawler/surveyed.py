"""What a site as a whole is looked at for, and what that look showed beyond its columns. Plain data.

The figures are those of 国办秘函〔2019〕19号, as the configuration has them (government-sites.md section 3.2).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from crawler.inspected import SeenColumn


@dataclass(frozen=True, kw_only=True)
class SurveyLine:
    """A kind of column and the day from which on its newest entry must be; the first line that fits a name decides."""

    match: str
    """Regular expression, searched in the column's name."""
    before: date | None
    """A newest entry before this day is not in time; None exempts columns of this kind."""
    level: int = 0
    """Levels down to which columns of this kind count as news, notices and policies: news at any level, notices and
    policies as first-level columns (一级栏目), all others at none."""


@dataclass(frozen=True, kw_only=True)
class SurveyLimits:
    """From when on things seen of a site speak against it, and how many of a kind make a finding."""

    lines: tuple[SurveyLine, ...] = ()
    other_before: date | None = None
    """The day for notices and policies that lie deeper, which count with the others."""
    home_before: date | None = None
    """A start page whose newest entry is older is not in time."""
    news_columns: int = 5
    other_columns: int = 10
    empty_columns: int = 5
    probe_seconds: float = 15.0
    """A visitor to whom the start page did not open within this did not get in."""
    known: tuple[SeenColumn, ...] = ()
    """Columns that spoke against the site when an earlier run saw them: they are read again."""


@dataclass(frozen=True, kw_only=True)
class Probe:
    """One attempt to open a site's start page."""

    at: datetime
    seconds: float | None
    """From the request to the whole answer; None when none came."""
    ok: bool
    detail: str = ""
    """Chinese: why it could not be opened."""


@dataclass(frozen=True, kw_only=True)
class Surveyed:
    """The site as a whole, as far as it is not in columns, start pages and transport."""

    pages: int = 0
    """Pages of the site that were read."""
    tagged: int = 0
    """Those with a tag that only the national guideline asks for (SiteName, ColumnName, PubDate …)."""
    unread: int = 0
    """Columns that spoke against the site in an earlier run and could not be read in this one."""
    probe: Probe | None = None
    """None when what came says nothing of how visitors reach the site (it shut us out)."""
