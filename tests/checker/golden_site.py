"""A site with every fault that a site as a whole may have, by the figures of the national indicators."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from checker_cases import AS_OF, FETCHED, site

from crawler.evidence import SiteEvidence
from crawler.inspected import HomeFacts, SeenColumn, Transport
from crawler.surveyed import Probe, Surveyed

URL = "https://www.example.gov.cn/"
SAFE = Transport(https=True, plain_stays=False, ipv6=True)


def home(age: int | None = 0, **changes: Any) -> HomeFacts:
    newest = None if age is None else AS_OF - timedelta(days=age)
    values: dict[str, Any] = {
        "url": URL,
        "newest": newest,
        "newest_looks": 2,
        "fetched_at": FETCHED,
        "sha256": "aa",
        "seconds": 0.4,
    }
    return HomeFacts(**(values | changes))


def seen(name: str, age: int | None = 0, number: int = 0, **changes: Any) -> SeenColumn:
    """A column looked at twice; without an age it is empty."""
    values: dict[str, Any] = {
        "name": f"{name}{number or ''}",
        "url": f"{URL}{name}{number}/",
        "trail": ("政务公开", f"{name}{number or ''}"),
        "shape": "list" if age is not None else "empty-list",
        "newest": None if age is None else AS_OF - timedelta(days=age),
        "total": None if age is not None else 0,
        "looks": 2,
        "fetched_at": FETCHED,
        "sha256": "ab",
    }
    return SeenColumn(**(values | changes))


def many(name: str, age: int | None, count: int, **changes: Any) -> tuple[SeenColumn, ...]:
    return tuple(seen(name, age, number, **changes) for number in range(1, count + 1))


def probes(bad: int = 0, *, a_day: int = 20, days: int = 7, seconds: float = 1.0) -> tuple[Probe, ...]:
    """So many attempts on every day; the first `bad` ones failed."""
    step = timedelta(days=1) / a_day
    return tuple(
        Probe(at=FETCHED - number * step, seconds=None if number < bad else seconds, ok=number >= bad)
        for number in range(a_day * days)
    )


def whole(**changes: Any) -> SiteEvidence:
    """A site in good order, looked at as a whole, with what a case changes."""
    values: dict[str, Any] = {
        "homes": {"": home()},
        "transport": SAFE,
        "surveyed": Surveyed(pages=12, tagged=12),
        "seen": (seen("云山要闻", 3), seen("通知公告", 20), seen("统计信息", 100)),
    }
    return site(**(values | changes))


def faulty(columns: dict[str, Any], home_page: HomeFacts) -> SiteEvidence:
    """The site of the golden audit."""
    day: date = AS_OF - timedelta(days=21)
    return whole(
        columns=columns,
        homes={"": replace(home_page, newest=day, newest_looks=2)},
        transport=Transport(https=False, tls_fault="证书已过期", plain_stays=True, ipv6=False),
        surveyed=Surveyed(pages=9, tagged=0),
        seen=(
            *many("部门动态", 30, 5),
            *many("办事公开", 400, 10),
            *many("征集结果", None, 4),
            seen("稳岗就业", None, url="https://www.example.gov.cn/jsjf/", asked=True),
            seen("镇街动态", 60, looks=1),
        ),
    )
