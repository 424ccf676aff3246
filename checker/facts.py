"""All that a check may know about one question: the rule, what was seen, the limit and the day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TypeVar, cast

from checker import basis
from checker.freshness import Limit
from checker.habits import SiteHabits
from checker.question import Gap, Question
from checker.result import EvidenceRef
from checker.terms import Terms
from crawler.evidence import ColumnEvidence, Entry, Fetch, Located, Outcome, Shape, SiteEvidence
from crawler.inspected import HomeFacts
from rules.model import Rule, RuleKind

#: Pages a finding names; more would bury the one that matters.
_MOST_REFS = 5
#: Places a sentence can name and still be read; the report lists them all.
_MOST_PLACES = 8
_LONGEST_QUOTE = 120

Seen = TypeVar("Seen")


@dataclass(frozen=True, kw_only=True)
class Facts:
    """The input of every check: plain values, no network, no clock."""

    question: Question
    limit: Limit
    as_of: date
    site: SiteEvidence | None = None
    column: ColumnEvidence | None = None
    parts: Mapping[str, ColumnEvidence | None] = field(default_factory=dict)
    """What was seen of each sub-column the rule names; None where nothing was asked."""
    habits: SiteHabits = field(default_factory=SiteHabits)
    """What most pages of the site share."""
    twin: ColumnEvidence | None = None
    """What was seen of the column this one must agree with."""
    terms: Terms = field(default_factory=Terms)
    _known: dict[Callable[[Facts], object], object] = field(default_factory=dict, init=False, repr=False, compare=False)

    def once(self, work: Callable[[Facts], Seen]) -> Seen:
        """What a pure function makes of these facts, worked out once for all the checks that ask for it."""
        if work not in self._known:
            self._known[work] = work(self)
        return cast(Seen, self._known[work])

    @cached_property
    def rule(self) -> Rule:
        """The rule that is asked."""
        return self.question.rule

    @property
    def home(self) -> HomeFacts | None:
        """The start page the column's search began at: the site's, or the unit's own."""
        return self.site.homes.get(self.question.start or "") if self.site else None

    @property
    def gap(self) -> Gap | None:
        """Why nothing could be asked."""
        return self.question.gap

    @cached_property
    def outcome(self) -> Outcome | None:
        """How the search ended; None when the site never answered for this column."""
        return self.column.outcome if self.column else None

    @property
    def located(self) -> Located | None:
        """Where the column was found."""
        return self.column.located if self.column else None

    @cached_property
    def shape(self) -> Shape | None:
        """What kind of page the column is; None when it was not read."""
        return self.column.listing.shape if self.column and self.column.listing else None

    @cached_property
    def found(self) -> bool:
        """Whether the column was found and its page could be had."""
        return self.outcome is Outcome.FOUND

    @cached_property
    def whole_column(self) -> bool:
        """Whether the rule is about the column itself, not about what it leads to (sub-columns, home-page entry)."""
        return self.rule.kind is RuleKind.COLUMN

    @property
    def asks_more(self) -> bool:
        """Whether the rule asks for more than a column that is there and kept up to date."""
        return bool(self.rule.requirements or self.parts) or self.rule.kind is not RuleKind.COLUMN

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """The rows that were read."""
        return self.column.listing.entries if self.column and self.column.listing else ()

    @cached_property
    def dated(self) -> tuple[Entry, ...]:
        """Rows with a usable date, newest first. A row dated after as-of counts as undated (design section 6)."""
        usable = [entry for entry in self.entries if self.usable(entry)]
        return tuple(sorted(usable, key=lambda entry: entry.date or date.min, reverse=True))

    @cached_property
    def future(self) -> tuple[Entry, ...]:
        """Rows dated after as-of."""
        return tuple(entry for entry in self.entries if entry.date is not None and entry.date > self.as_of)

    def usable(self, entry: Entry) -> bool:
        """Whether the row's date may decide on freshness."""
        return entry.date is not None and entry.date <= self.as_of

    @cached_property
    def newest(self) -> date | None:
        """The newest usable date: the reader's (which knows the children), else the rows'.

        The evidence may be judged again for an earlier day, so the reader's date is not taken unseen.
        """
        read = self.column.newest if self.column else None
        if read is not None and read <= self.as_of:
            return read
        return self.dated[0].date if self.dated else None

    @property
    def age(self) -> int | None:
        """Days from the newest usable date to as-of."""
        return None if self.newest is None else (self.as_of - self.newest).days

    @property
    def tells_dates(self) -> bool:
        """Whether this look settles how old the column is, or nobody asks."""
        return self.newest is not None or not self.judges_freshness

    @property
    def tells_rows(self) -> bool:
        """Whether this look settles that the column holds something."""
        return bool(self.entries) or self.newest is not None or self.shape in (Shape.SINGLE, Shape.SECTION)

    @cached_property
    def judges_freshness(self) -> bool:
        """Whether dates matter here: the rule has a limit, and a single text only when a person set that limit."""
        if not (self.found and self.whole_column) or self.limit.days is None:
            return False
        return self.shape is not Shape.SINGLE or self.rule.limit_days is not None

    @property
    def expected(self) -> str:
        """The path as the document demands it: 政府网站 > 政务公开 > 规划信息."""
        site = f"{self.question.unit}部门网页" if self.question.unit else self.rule.site
        return " > ".join((site, *self.rule.path))

    @property
    def row_basis(self) -> str:
        """The row of the document that demands the column."""
        return basis.task_row(self.question.document, self.rule.row, self.rule.item)

    @property
    def looked(self) -> str:
        """The places that were looked at, for a negative: 首页、网站地图、导航遍历（32页）."""
        places = list(dict.fromkeys(look.place for look in self.column.looked)) if self.column else []
        rest = f"等{len(places)}处" if len(places) > _MOST_PLACES else ""
        return "、".join(places[:_MOST_PLACES]) + rest

    @property
    def newest_quote(self) -> str:
        """The newest row in its own words, with its date; the bare date when no row bears it."""
        row = next((entry for entry in self.dated if entry.date == self.newest), None)
        return f"{row.title} {row.date}" if row else f"{self.newest or ''}"

    def refs(self, quote: str = "") -> tuple[EvidenceRef, ...]:
        """The pages the verdict rests on, the column's own first; `quote` are words seen on that first page."""
        fetches: tuple[Fetch, ...] = self.column.fetches if self.column else ()
        if not fetches and self.site:
            fetches = self.site.fetches
        return tuple(
            EvidenceRef(
                url=fetch.url,
                fetched_at=fetch.fetched_at,
                sha256=fetch.sha256,
                quote=shorten(quote) if number == 0 else "",
            )
            for number, fetch in enumerate(fetches[:_MOST_REFS])
        )


def shorten(text: str) -> str:
    """A page's own words on one line, cut where a report would no longer be read."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_QUOTE else line[: _LONGEST_QUOTE - 1] + "…"


def because(reason: str) -> str:
    """A reason from the crawler as a clause of a sentence; nothing when there is none."""
    return f"（{reason.strip().rstrip('。')}）" if reason.strip() else ""
