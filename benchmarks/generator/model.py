"""What a generated site is made of: columns with entries, and what it answers to a request."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    """What stands at a column's address."""

    LIST = "list"
    PARENT = "parent"  # a page that leads to its children
    LABEL = "label"  # a menu's word without an address
    SINGLE = "single"  # one text, no list
    EMPTY = "empty"  # a list without rows


class Dating(StrEnum):
    """Where a list's days are printed."""

    ROW = "row"
    ARTICLE = "article"
    NO_YEAR = "no-year"  # 06-15 on the row, the whole day in the article's address or page
    NOWHERE = "nowhere"


class Fault(StrEnum):
    """What goes wrong at a column's address."""

    NONE = ""
    GONE = "404"
    REMOVED = "410"
    SOFT = "soft-404"
    HOME = "home-instead"
    ONCE = "500-once"
    ALWAYS = "500-always"
    FORBIDDEN = "403"
    CHALLENGE = "412"
    SLOW = "slow"
    MOVED = "301"
    REFRESH = "meta-refresh"
    SCRIPTED = "script-redirect"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A row of a list; `day` is the day it was published on, `printed` what a row with a slip says instead."""

    number: int
    title: str
    day: date
    pinned: bool = False
    printed: date | None = None


@dataclass(kw_only=True, eq=False)
class Column:
    """A node of the site's tree. `key` is a number, `slug` a path's part, `address` set by the platform."""

    key: int
    name: str
    slug: str
    kind: Kind = Kind.LIST
    dating: Dating = Dating.ROW
    fault: Fault = Fault.NONE
    parent: Column | None = None
    children: list[Column] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    address: str = ""

    @property
    def trail(self) -> list[Column]:
        """From the first level down to this column."""
        return [*(self.parent.trail if self.parent else []), self]

    @property
    def has_page(self) -> bool:
        return self.kind is not Kind.LABEL

    def below(self) -> list[Column]:
        """All columns under this one, in the site's order."""
        return [one for child in self.children for one in (child, *child.below())]

    def newest(self, as_of: date) -> date | None:
        """The newest day of the rows that a reader can believe; of a parent, of its children."""
        if self.kind in (Kind.PARENT, Kind.LABEL):
            days = [day for child in self.children if (day := child.newest(as_of))]
            return max(days, default=None)
        if self.dating is Dating.NOWHERE or self.kind is not Kind.LIST:
            return None
        return max((one.day for one in self.entries if (one.printed or one.day) <= as_of), default=None)


@dataclass(frozen=True, kw_only=True)
class Request:
    """One request: path without query, query and form as the server has them."""

    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: str = ""

    @property
    def target(self) -> str:
        return f"{self.path}?{self.query}" if self.query else self.path


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A response; text is encoded as the site does, `delay` in seconds."""

    status: int = 200
    body: str = ""
    type: str = "text/html"
    location: str | None = None
    delay: float = 0.0


NOT_FOUND = Answer(status=404, body="<html><head><title>404</title></head><body>Not Found</body></html>")
