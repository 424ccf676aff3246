"""How long the pages of many units take, and how much memory: unit reports, overview and badges, results made up here.

    python benchmarks/reports.py [--units N] [--rules N]

The targets are 5 seconds for 200 units of 50 rules and 60 seconds for 2,000, on two cores, and memory that does not
grow with what is written. Memory is what the process takes beyond the audit itself, which is there before it starts.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from checker.history import History, PastRun, tally, this_run
from checker.result import (
    Audit,
    AuditRun,
    ColumnView,
    EvidenceRef,
    Finding,
    Result,
    SiteResult,
    Status,
    UnitResult,
)
from checker.scoring import counts, coverage
from crawler.evidence import DateSource, Entry, Look, Match, SiteStatus
from reports.html import write_reports
from reports.told import Told

AS_OF = date(2026, 3, 31)
NIGHT = datetime(2026, 3, 30, 18, tzinfo=UTC)
RUNS = 29
SECTIONS = 12
MIX = ((Status.PASS, 70), (Status.FAIL, 14), (Status.WARN, 6), (Status.UNVERIFIABLE, 6), (Status.MANUAL, 4))
CODES = {Status.FAIL: "stale-column", Status.WARN: "due-soon", Status.UNVERIFIABLE: "site-unreachable"}


def result(number: int, rules: int, status: Status) -> Result:
    """A result with all that a page shows of it."""
    url = f"https://www.example.gov.cn/zfxxgk/{number}/"
    refs = tuple(EvidenceRef(url=url + name, fetched_at=NIGHT, sha256=f"{number:064x}") for name in ("", "index.html"))
    newest = AS_OF - timedelta(days=400 if status is Status.FAIL else number % 300)
    finding = Finding(
        code=CODES.get(status, ""),
        status=status,
        message=f"栏目“政府信息公开 > 栏目{number}”最新信息日期为{newest}，超过更新期限。",
        advice="请及时更新栏目内容。",
        basis="《政府网站与政务新媒体检查指标》关于栏目更新的要求",
        evidence=refs,
    )
    return Result(
        rule=f"r{number}",
        document="2026年政务公开工作要点任务分工",
        row=number % rules + 1,
        item=None,
        section=f"第{number % rules * SECTIONS // rules + 1}部分　推进重点领域信息公开",
        text=f"及时公开第{number}类信息，集中发布有关政策文件、办理流程和结果，方便企业和群众查询。",
        site=None if status is Status.MANUAL else "政府网站",
        path=() if status is Status.MANUAL else ("政府信息公开", "法定主动公开内容", f"栏目{number}"),
        lead_units=(f"第{number // rules + 1}街道办事处",),
        status=status,
        findings=(finding,) if status in CODES else (),
        column=ColumnView(url=url, trail=("首页", "政府信息公开"), match=Match.EXACT, similarity=1.0, via="首页导航"),
        entries=20,
        newest=newest,
        newest_source=DateSource.ROW,
        limit_days=365,
        limit_basis="一年内应有更新",
        samples=tuple(
            Entry(title=f"关于第{n}批事项的通知", url=f"{url}{n}.html", date=newest, date_source=DateSource.ROW)
            for n in range(5)
        ),
        fetched_at=NIGHT,
        looked=tuple(Look(place=place, url=url) for place in ("首页", "网站地图", "站内搜索")),
    )


def made(units: int, rules: int) -> Audit:
    """An audit of so many units; who leads a rule is alone with it, so that no page helps another."""
    drawn = random.Random(1).choices([one for one, _ in MIX], [weight for _, weight in MIX], k=units * rules)
    results = tuple(result(number, rules, status) for number, status in enumerate(drawn))

    def of_units() -> Iterator[UnitResult]:
        for place in range(units):
            lead = tuple(range(place * rules, place * rules + rules))
            figures = counts(results[index] for index in lead)
            yield UnitResult(
                name=f"第{place + 1}街道办事处",
                groups=(),
                lead=lead,
                named=(),
                shared=(),
                counts=figures,
                coverage=coverage(figures),
                score=80.0,
            )

    site = SiteResult(
        name="政府网站", url="https://www.example.gov.cn/", status=SiteStatus.REACHABLE, requests=9, pages=9
    )
    return Audit(
        run=AuditRun(id="20260331-020000", as_of=AS_OF, started=NIGHT, finished=NIGHT, place="示范市"),
        sites=(site,),
        results=results,
        units=tuple(of_units()),
        documents={"2026年政务公开工作要点任务分工": rules},
    )


def before(audit: Audit) -> History:
    """A month of nights, no two alike."""
    now = this_run(audit)
    return History(
        runs=tuple(
            PastRun(
                id=f"run-{night}",
                as_of=AS_OF - timedelta(days=night),
                whole=replace(now.whole, failed=now.whole.failed + night),
                units={
                    one.name: replace(tally(one.counts), failed=(night * 7 + place) % 20)
                    for place, one in enumerate(audit.units)
                },
            )
            for night in range(RUNS, 0, -1)
        ),
        statuses={one.rule: one.status for one in audit.results},
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--units", type=int, nargs="+", default=[200, 2000])
    parser.add_argument("--rules", type=int, default=50)
    options = parser.parse_args()
    for units in options.units:
        audit = made(units, options.rules)
        told = Told(history=before(audit))
        there = _peak(resource.RUSAGE_SELF)
        with tempfile.TemporaryDirectory() as folder:
            started, worked = time.perf_counter(), _work()
            write_reports(audit, Path(folder), told=told)
            seconds, busy = time.perf_counter() - started, _work() - worked
            size = sum(file.stat().st_size for file in Path(folder).rglob("*") if file.is_file())
        grown = _peak(resource.RUSAGE_SELF) - there
        helper = _peak(resource.RUSAGE_CHILDREN)
        print(
            f"{units} units of {options.rules} rules: {seconds:.1f} s (target {5 if units <= 200 else 60} s), "
            f"{busy:.1f} s of processor time, {size / 1e6:.0f} MB written; "
            f"memory {there} MiB before, at most {grown} MiB more, a helper {helper} MiB in all"
        )


def _work() -> float:
    """Seconds of processor time of this process and of the helpers that have ended."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in both)


def _peak(who: int) -> int:
    """The most memory so far in MiB."""
    return resource.getrusage(who).ru_maxrss // 1024


if __name__ == "__main__":
    main()
