"""Facts for the tables: an ordinary column of an invented site, changed where a case says so."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from checker.facts import Facts
from checker.freshness import limit_for
from checker.question import Gap, Question
from crawler.evidence import (
    ColumnEvidence,
    DateSource,
    Entry,
    Fetch,
    Listing,
    Located,
    Match,
    Outcome,
    Shape,
    SiteEvidence,
    SiteStatus,
)
from rules.model import Rule

AS_OF = date(2022, 11, 1)
FETCHED = datetime(2022, 11, 1, 2, 0, tzinfo=UTC)


def rule(**changes: Any) -> Rule:
    values: dict[str, Any] = {
        "id": "r1",
        "document": "云山区任务分工",
        "row": 3,
        "item": None,
        "section": "",
        "text": "公开减税降费政策",
        "site": "政府网站",
        "path": ("专题专栏", "减税降费"),
    }
    return Rule(**(values | changes))


def entry(day: date | None, title: str = "一条信息", **changes: Any) -> Entry:
    source = DateSource.ROW if day else None
    return Entry(title=title, url="https://www.example.gov.cn/a.html", date=day, date_source=source, **changes)


def entries(*ages: int | None) -> tuple[Entry, ...]:
    """Rows so many days old; negative lies after as-of, None has no date."""
    return tuple(entry(None if age is None else AS_OF - timedelta(days=age), f"信息{age}") for age in ages)


def located(match: Match = Match.EXACT, **changes: Any) -> Located:
    values: dict[str, Any] = {
        "url": "https://www.example.gov.cn/jsjf/",
        "trail": ("专题专栏", "减税降费"),
        "match": match,
        "similarity": 1.0,
        "via": "首页导航",
    }
    return Located(**(values | changes))


def listing(*rows: Entry, shape: Shape = Shape.LIST, **changes: Any) -> Listing:
    return Listing(shape=shape, entries=rows, **changes)


def fetch(status: int = 200) -> Fetch:
    return Fetch(url="https://www.example.gov.cn/jsjf/", fetched_at=FETCHED, status=status, sha256="ab", note="栏目页")


def column(outcome: Outcome = Outcome.FOUND, **changes: Any) -> ColumnEvidence:
    values: dict[str, Any] = {"key": "r1", "outcome": outcome, "looks": 2}
    if outcome is Outcome.FOUND:
        values |= {"located": located(), "listing": listing(*entries(1, 5))}
    values["fetches"] = (fetch(),)
    values |= changes
    rows = values.get("listing")
    if "newest" not in changes and rows is not None:
        days = [row.date for row in rows.entries if row.date and row.date <= AS_OF]
        values["newest"] = max(days, default=None)
        values["newest_source"] = DateSource.ROW if days else None
    return ColumnEvidence(**values)


def site(status: SiteStatus = SiteStatus.REACHABLE, *columns: ColumnEvidence, **changes: Any) -> SiteEvidence:
    values: dict[str, Any] = {
        "name": "政府网站",
        "url": "https://www.example.gov.cn/",
        "status": status,
        "requests": 3,
        "pages": 3,
        "columns": {one.key: one for one in columns},
    }
    return SiteEvidence(**(values | changes))


def question(asked: Rule | None = None, *, unit: str | None = None, gap: Gap | None = None) -> Question:
    asked = asked or rule()
    name, key = (None, None) if gap else ("政府网站", "r1")
    return Question(rule=asked, document=asked.document, site=name, key=key, unit=unit, gap=gap)


def facts(
    seen: ColumnEvidence | None = None,
    *,
    asked: Rule | None = None,
    at: SiteEvidence | None = None,
    gap: Gap | None = None,
    unit: str | None = None,
) -> Facts:
    asked = asked or rule()
    return Facts(
        question=question(asked, gap=gap, unit=unit),
        limit=limit_for(asked),
        as_of=AS_OF,
        site=at or (site(SiteStatus.REACHABLE, seen) if seen else None),
        column=seen,
    )
