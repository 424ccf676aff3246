"""What the second audit of an unchanged site costs, and that it says what the first one said, on the simulated sites.

    python benchmarks/second_run.py [--only NAME] [--show]

Each site is searched, what zwgk would remember is handed to a second search of the same pages, and requests are counted
as the fetcher counts them (a page once in a run). `ratio` is requests of the second run over the leaf columns asked
for, a column's page and its platform's endpoint counting as two; the target is 1.25 (design section 9).
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.accuracy import AS_OF, ENTRIES, HOST, MemoryFetch
from benchmarks.sites import all_sites
from crawler.evidence import ColumnEvidence, Outcome, Page, Remembered, SiteEvidence, SitePlan, Target
from crawler.navigate import search_site
from zwgk.targets import requests_per_column

_REMEMBERED = (Outcome.FOUND, Outcome.ABSENT, Outcome.BROKEN)


class OnceFetch:
    """Pages in memory, each sent once in a run, with validators, as the real fetcher asks for them."""

    def __init__(self, pages: dict[str, bytes], *, validators: bool = True) -> None:
        self._memory = MemoryFetch(pages)
        self._kept: dict[tuple[str, bytes | None], Page] = {}
        self._validators = validators
        self.requests = 0
        self.pages = 0
        self.log: list[str] = []

    async def __call__(
        self, url: str, *, again: bool = False, data: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Page:
        key = (url.partition("#")[0], data)
        if not again and key in self._kept:
            return replace(self._kept[key], requested=url)
        self.requests += 1
        self.log.append(f"{'again ' if again else ''}{url}")
        page = await self._memory(url, again=again, data=data, headers=headers)
        if page.status == 200 and self._validators:
            page = replace(page, etag=f'"{page.sha256[:16]}"')
            if (headers or {}).get("If-None-Match") == page.etag:
                return replace(page, status=304, body=b"", sha256=hashlib.sha256(b"").hexdigest())
        self._kept[key] = page
        return page


def remembering(target: Target, seen: ColumnEvidence) -> Target:
    """The target as the next run has it (zwgk.plan)."""
    if seen.outcome not in _REMEMBERED:
        return target
    target = replace(target, remembered=Remembered(evidence=replace(seen, considered=()), as_of=AS_OF))
    located = seen.located
    if seen.outcome is not Outcome.FOUND or located is None or located.url is None:
        return target
    return replace(
        target,
        learned=located.url,
        learned_trail=located.trail,
        learned_match=located.match,
        learned_similarity=located.similarity,
    )


def run_twice(
    pages: dict[str, bytes], plan: SitePlan, *, validators: bool = True
) -> tuple[SiteEvidence, SiteEvidence, list[str]]:
    """Evidence of the first and of the second run, and what the second one asked for."""
    first = asyncio.run(search_site(plan, OnceFetch(pages, validators=validators), as_of=AS_OF))
    targets = tuple(remembering(target, first.columns[target.key]) for target in plan.targets)
    known = sum(target.remembered is not None for target in targets)
    plan = replace(plan, targets=targets, ceiling=requests_per_column(len(targets), known))
    fetch = OnceFetch(pages, validators=validators)
    second = asyncio.run(search_site(plan, fetch, as_of=AS_OF))
    return first, second, fetch.log


def plan_of(name: str, truth: Mapping[str, Any]) -> SitePlan:
    """All labelled paths of a simulated site as targets."""
    wanted = [want for want in truth["columns"] if want.get("reachable")] + truth["near"] + truth["absent"]
    targets = tuple(
        Target(key=str(number), path=tuple(want["path"]), inspect=ENTRIES) for number, want in enumerate(wanted)
    )
    home = str(truth.get("home", "/index.html")).lstrip("/")
    url = f"http://{HOST}/{'' if home == 'index.html' else home}"
    return SitePlan(name=name, url=url, targets=targets, ceiling=requests_per_column(len(targets), 0))


def leaves(evidence: SiteEvidence) -> int:
    """Leaf columns asked for: pages that were found, their endpoints and sub-columns, and columns that were not."""
    found: dict[str, int] = {}
    for column in evidence.columns.values():
        if column.located is not None and column.outcome is Outcome.FOUND:
            key = (column.located.url or "").partition("#")[0]
            more = len(column.children) + sum(fetch.note.startswith("栏目列表接口") for fetch in column.fetches)
            found[key] = max(found.get(key, 0), more)  # a parent may share its page with its first sub-column
    return len(found) + sum(found.values()) + sum(one.outcome is not Outcome.FOUND for one in evidence.columns.values())


def differences(first: SiteEvidence, second: SiteEvidence) -> list[str]:
    """What the second run says otherwise."""
    return [
        f"{key}: {one.outcome.value} {one.newest} {one.looks} {one.located and one.located.url} -> "
        f"{other.outcome.value} {other.newest} {other.looks} {other.located and other.located.url} {other.reason}"
        for key, one in first.columns.items()
        for other in [second.columns[key]]
        if (one.outcome, one.newest, one.looks, one.located and one.located.match)
        != (other.outcome, other.newest, other.looks, other.located and other.located.match)
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", help="sites whose name contains this")
    parser.add_argument("--show", action="store_true", help="print what the second run asks for and says otherwise")
    options = parser.parse_args()
    print(f"{'site':<20}{'leaves':>8}{'first':>8}{'second':>8}{'ratio':>8}{'differ':>8}")
    all_leaves = all_requests = 0
    for site in all_sites(AS_OF, 0):
        if options.only not in site.key:
            continue
        first, second, log = run_twice(site.pages, plan_of(site.key, site.labels()))
        count, differ = leaves(first), differences(first, second)
        all_leaves, all_requests = all_leaves + count, all_requests + second.requests
        ratio = second.requests / max(1, count)
        print(f"{site.key:<20}{count:>8}{first.requests:>8}{second.requests:>8}{ratio:>8.2f}{len(differ):>8}")
        if options.show:
            print(*(f"    {line}" for line in (*differ, *log)), sep="\n")
    print(f"{'all':<20}{all_leaves:>8}{'':>8}{all_requests:>8}{all_requests / max(1, all_leaves):>8.2f}")


if __name__ == "__main__":
    main()
