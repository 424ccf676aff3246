"""How long `zwgk recheck` takes for 20,000 results: rules read, stored evidence judged, reports and JSON written.

    python benchmarks/recheck.py [--results N]

The target is 10 seconds for 20,000 results (design section 9).
"""

from __future__ import annotations

import argparse
import contextlib
import io
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

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
    SitePlan,
    SiteStatus,
    Target,
)
from zwgk.check_command import CheckRequest, run_check
from zwgk.config import load_config
from zwgk.options import Session
from zwgk.recheck_command import RecheckRequest, run_recheck

AS_OF = date(2026, 3, 31)
SITES = 50
UNITS = 100
ROWS = 15


def found(target: Target, number: int) -> ColumnEvidence:
    """A column with a page of rows."""
    url = f"https://www.example.gov.cn/{number}/"
    newest = AS_OF - timedelta(days=number % 500)
    entries = tuple(
        Entry(
            title=f"关于公布第{row}批事项办理进展情况的通报",
            url=f"{url}t{row}.html",
            date=newest - timedelta(days=row),
            date_source=DateSource.ROW,
        )
        for row in range(ROWS)
    )
    moment = datetime.fromisoformat("2026-03-31T02:00:00+08:00")
    return ColumnEvidence(
        key=target.key,
        outcome=Outcome.FOUND,
        located=Located(url=url, trail=target.path, match=Match.EXACT, similarity=1.0, via="首页导航"),
        listing=Listing(shape=Shape.LIST, entries=entries, total=200),
        newest=newest,
        newest_source=DateSource.ROW,
        fetches=(Fetch(url=url, fetched_at=moment, status=200, sha256="0" * 64, note="栏目页"),),
        looks=2,
    )


def crawl(plans: Sequence[SitePlan], *, on_site: Callable[[SiteEvidence], None], **_: Any) -> None:
    """Every column is found; some are stale."""
    for plan in plans:
        columns = {target.key: found(target, number) for number, target in enumerate(plan.targets)}
        on_site(
            SiteEvidence(
                name=plan.name,
                url=plan.url,
                status=SiteStatus.REACHABLE,
                requests=len(columns),
                pages=len(columns),
                columns=columns,
            )
        )


def write_district(folder: Path, results: int) -> Path:
    """Configuration and rules of a place with as many results."""
    sites = "\n".join(f"  网站{n}: {{url: 'https://s{n}.example.gov.cn/'}}" for n in range(SITES))
    units = "\n".join(f"  - {{name: 区第{n}局}}" for n in range(UNITS))
    config = folder / "config.yaml"
    config.write_text(f"sites:\n{sites}\nunits:\n{units}\nrules: [pack.yaml]\n", encoding="utf-8")
    rules = "\n".join(
        f"  - {{id: r{n}, row: {n // 4 + 1}, item: {n % 4 + 1}, site: 网站{n % SITES}, path: [政务公开, 栏目{n}],"
        f" text: 公开第{n}类信息, lead_units: [区第{n % UNITS}局], responsible_units: [区第{(n + 1) % UNITS}局]}}"
        for n in range(results)
    )
    head = f"schema: zwgk.pack/1\ndocument: {{title: 任务分工, source: doc.txt, rows: {results // 4}}}\nrules:\n"
    (folder / "pack.yaml").write_text(head + rules + "\n", encoding="utf-8")
    return config


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--results", type=int, default=20_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        config = load_config(write_district(folder, options.results))
        quiet = contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO())
        with quiet[0], quiet[1]:
            run_check(Session(), config, CheckRequest(as_of=AS_OF), search=crawl)
            started = time.perf_counter()
            request = RecheckRequest(run="latest", json_to=str(folder / "out.json"), reports=folder / "reports")
            run_recheck(Session(), config, request)
            seconds = time.perf_counter() - started
    print(f"recheck of {options.results} results with reports and JSON: {seconds:.1f} s (target 10 s for 20000)")


if __name__ == "__main__":
    main()
