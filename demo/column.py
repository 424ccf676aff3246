"""栏目: what a column of the demo portal is; demo.columns lists them.

A row's age is in days before the day of the first night, so the portal is the same portal on any day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

PAGE_ROWS = 15
"""Rows of one static list page."""


class Kind(StrEnum):
    """How a column's page is made."""

    LIST = "list"  # rows; without ages an empty list
    SINGLE = "single"  # one text
    SECTION = "section"  # blocks of its sub-columns, no list of its own
    REDIRECT = "redirect"  # ~300 bytes of meta refresh to the first sub-column
    JUMP = "jump"  # a script that opens the first sub-column
    LABEL = "label"  # a menu label, javascript:;
    GONE = "gone"  # linked, answers 404
    SOFT_GONE = "soft-gone"  # linked, says "not found" with status 200
    BLOCKED = "blocked"  # answers 412 with a script
    SHELL = "shell"  # a template that only a script fills
    CALENDAR = "calendar"  # weeks that lead to weeks, without end


class Dates(StrEnum):
    """Where the rows' dates are to be read."""

    ROW = "row"
    ARTICLE = "article"  # not in the list; 发布时间 on the article, whose URL carries a later day of migration
    NONE = "none"  # neither there nor in the URL
    REBUILT = "rebuilt"  # as ARTICLE, and PubDate is the day the page was built


@dataclass(frozen=True, kw_only=True)
class Attached:
    """A file that an article attaches."""

    name: str
    """As the article prints it, with its ending."""
    paragraphs: tuple[str, ...] = ()
    """What stands in it."""
    gone: bool = False
    """Linked, answers 404."""
    page: bool = False
    """A web page is served under its name."""


@dataclass(frozen=True, kw_only=True)
class Piece:
    """What is special about one article."""

    paragraphs: tuple[str, ...] = ()
    """Text of its own behind the usual one."""
    attached: tuple[Attached, ...] = ()
    gone: bool = False
    """Listed, answers 404."""
    without: tuple[str, ...] = ()
    """Tags of the national guideline that it lacks."""
    leads: tuple[tuple[str, int], ...] = ()
    """Path and row of related articles in other columns (政策文件 and 政策解读)."""


PLAIN = Piece()


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column: the site's own names from the outermost level, its path, its rows."""

    site: str
    trail: tuple[str, ...]
    path: str
    kind: Kind = Kind.LIST
    ages: tuple[int, ...] = ()
    dates: Dates = Dates.ROW
    style: str = "ul"
    """Markup of the rows: ul, dl, table or picture."""
    pinned: int = 0
    """That many rows at the top are marked 置顶."""
    titles: tuple[str, ...] = ()
    """Titles of the first rows; empty ones and the others are made up. {year} and {last} are the document's year and
    the one before."""
    newer_titles: tuple[str, ...] = ()
    """Titles of `newer` rows, the oldest first; the others are made up."""
    charset: str = "utf-8"
    declared: str = ""
    """Charset the page claims; empty for the true one."""
    nameless: bool = False
    """Its page does not say which column it is: no breadcrumb, heading, ColumnName or title of its own."""
    newer: tuple[int, ...] = ()
    """Ages of rows that later nights put on top, the newest first; negative when published after the first night."""
    like: str = ""
    """Path of the column whose titles its rows bear (数据同源)."""
    libraries: tuple[str, ...] = ()
    """Other sites' libraries that its page leads to."""
    without: tuple[str, ...] = ()
    """Tags of the national guideline that its own page lacks; its articles have them."""
    doubled: bool = False
    """An included page puts its own tags before those of the column."""
    pieces: tuple[tuple[int, Piece], ...] = ()
    """Articles that are special, by the number of their row."""
    unit: str | None = None
    """Set on the pages of a unit's own 部门网页."""

    @property
    def name(self) -> str:
        """The column's own name, last of its trail."""
        return self.trail[-1]

    @property
    def newest(self) -> int | None:
        """Age of the youngest row in days; None without rows."""
        return min((*self.newer, *self.ages), default=None)

    def piece(self, number: int) -> Piece:
        """What is special about the article of that row."""
        return dict(self.pieces).get(number, PLAIN)


def every(first: int, step: int, rows: int = PAGE_ROWS) -> tuple[int, ...]:
    """Ages of `rows` rows, the newest first."""
    return tuple(range(first, first + step * rows, step))


def day(as_of: date, age: int) -> date:
    """The date of a row of that age."""
    return as_of - timedelta(days=age)
