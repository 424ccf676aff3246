"""How well columns and their dates are found on sites never seen: generated, simulated by hand, and saved.

    python benchmarks/accuracy.py --seeds 1-20 [--platform trs] [--floors] [--json FILE] [--show]
    python benchmarks/accuracy.py [--only NAME] [--show] [--saved DIR]

Generated sites (benchmarks/generator) are served on this machine, faults and endpoints included, and examined by the
command `zwgk check`, twice. The sites of `benchmarks/sites` are pages in memory with known truth. Each labelled path
becomes a target of one search; pages are handed over without network, so the table is about accuracy and requests, not
speed. --saved takes a folder with pages/NAME/ and labels/NAME.json of mirrored sites. `requests` is fetches over
(columns asked for + 1). Without options: the hand-made sites, then one generated site of each platform.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import json
import sys
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.generator.examine import Paper, examine
from benchmarks.generator.platforms import all_platforms
from benchmarks.generator.report import as_data, confusion, fallen, total
from benchmarks.generator.report import table as generated_table
from benchmarks.sites import all_sites
from benchmarks.sites.kit import Site
from benchmarks.sites.wear import WEARS, worn
from crawler.evidence import ColumnEvidence, Failure, FailureKind, Match, Outcome, Page, Shape, SitePlan, Target
from crawler.navigate import search_site
from zwgk.targets import requests_per_column

HOST = "site.test"
AS_OF = date(2021, 7, 1)
ENTRIES = 3
"""Newest entries of each column that are looked at closer, as zwgk does unless told otherwise."""


class MemoryFetch:
    """Answers from a folder's pages as http.server would: index.html for folders, 404 for what is not there."""

    def __init__(self, pages: dict[str, bytes]) -> None:
        self.files = pages
        self.requests = 0
        self.pages = 0
        self.log: list[str] = []
        self.kept: set[str] = set()

    async def __call__(
        self, url: str, *, again: bool = False, data: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Page:
        known = url.partition("#")[0]
        if known not in self.kept or again or data:  # the run keeps what it has fetched
            self.requests += 1
        self.kept.add(known)
        self.log.append(f"{'again ' if again else ''}{url}")
        address = urlsplit(url)
        landed = url.partition("#")[0]
        path = unquote(address.path).lstrip("/")
        if address.query and f"{path}?{address.query}" in self.files:
            path = f"{path}?{address.query}"
        if not path or path.endswith("/"):
            path += "index.html"
        elif path not in self.files and f"{path}/index.html" in self.files:
            path, landed = f"{path}/index.html", landed + "/"
        status: int | None = None
        body, failure = b"", None
        if address.netloc != HOST:
            failure = Failure(kind=FailureKind.REFUSED, detail=f"foreign {url}")
        elif path in self.files:
            self.pages += 1
            status, body = 200, self.files[path].replace(b"%BASE%", HOST.encode())
        else:
            status, body = 404, b"<html><title>404</title>Error response 404 File not found</html>"
        return Page(
            requested=url,
            url=landed,
            status=status,
            body=body,
            content_type="text/html",
            fetched_at=datetime(2021, 7, 1, tzinfo=UTC),
            sha256=hashlib.sha256(body).hexdigest(),
            failure=failure,
        )


@dataclass(kw_only=True)
class Score:
    """What was right on one site."""

    site: str
    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    log: list[str] = field(default_factory=list)

    def share(self, right: str, of: str) -> float:
        return self.counts[right] / self.counts[of] if self.counts[of] else 1.0


def score_site(name: str, pages: dict[str, bytes], truth: dict[str, Any], as_of: date = AS_OF, only: str = "") -> Score:
    """Search one site for all labelled paths at once and compare with the truth."""
    cases = [("column", want) for want in truth["columns"] if want.get("reachable")]
    cases += [(kind, want) for kind in ("near", "absent") for want in truth[kind]]
    cases = [(kind, want) for kind, want in cases if not want.get("doubt") and only in ">".join(want["path"])]
    home = str(truth.get("home", "/index.html")).lstrip("/")
    targets = tuple(
        Target(key=str(number), path=tuple(want["path"]), inspect=ENTRIES) for number, (_, want) in enumerate(cases)
    )
    url = f"http://{HOST}/{'' if home == 'index.html' else home}"
    plan = SitePlan(name=name, url=url, targets=targets, ceiling=requests_per_column(len(targets), 0))
    fetch = MemoryFetch(pages)
    evidence = asyncio.run(search_site(plan, fetch, as_of=as_of))
    score = Score(site=name, log=fetch.log)
    score.counts["requests"] = fetch.requests
    found_pages = {str(want["file"]) for kind, want in cases if kind == "column"}
    score.counts["asked"] = len(found_pages | {">".join(want["path"]) for kind, want in cases if kind == "absent"})
    for number, (kind, want) in enumerate(cases):
        _judge(score, kind, want, evidence.columns[str(number)])
    return score


def _judge(score: Score, kind: str, want: dict[str, Any], got: ColumnEvidence) -> None:
    """Count one answer."""
    counts = score.counts
    located = got.located if got.located is not None and got.located.match is not Match.NONE else None
    file = _file(located.url) if located is not None and located.url else None
    right = {want.get("file"), want.get("is"), *(want.get("accept_files") or []), *(want.get("also_ok") or [])} - {None}
    faults = []
    counts[kind] += 1
    if kind == "absent":
        counts["absent found"] += file is not None
        faults += ["absent found"] if file is not None else []
    else:
        counts[f"{kind} right"] += file in right
        faults += [] if file in right else ["page"]
        missing = got.outcome in (Outcome.ABSENT, Outcome.BROKEN)
        counts["false missing"] += missing
        faults += ["false missing"] if missing else []
    if kind == "column":
        empty = got.listing is not None and got.listing.shape is Shape.EMPTY_LIST and got.outcome is Outcome.FOUND
        counts["empty"] += bool(want.get("empty"))
        counts["empty right"] += bool(want.get("empty")) and empty
        counts["false empty"] += empty and not want.get("empty")
        faults += [] if empty == bool(want.get("empty")) else ["empty" if not empty else "false empty"]
        if want.get("newest") and not want.get("js_filled"):
            counts["dated"] += 1
            dated = file in right and str(got.newest) == want["newest"]
            counts["date right"] += dated
            faults += [] if dated else ["date"]
    if faults:
        shape = got.listing.shape.value if got.listing else None
        place = f"{located.match.value} {'>'.join(located.trail)}" if located else ""
        score.wrong.append(
            f"{','.join(faults)} | {kind} {'>'.join(want['path'])} | want {sorted(map(str, right))}"
            f" {want.get('newest') or ''}"
            f" | got {file} {got.outcome.value} {got.newest} {shape} | {place} | {got.reason}"
        )


def _file(url: str) -> str:
    address = urlsplit(url)
    path = unquote(address.path).lstrip("/") + (f"?{address.query}" if address.query else "")
    return path + "index.html" if not path or path.endswith("/") else path


def load_saved(folder: Path) -> list[tuple[str, dict[str, bytes], dict[str, Any]]]:
    """Mirrored sites: pages/NAME/ with labels/NAME.json."""
    found = []
    for label in sorted((folder / "labels").glob("*.json")):
        root = folder / "pages" / label.stem
        files = {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}
        found.append((label.stem, files, json.loads(label.read_text(encoding="utf-8"))))
    return found


def _total(scores: list[Score], name: str = "all") -> str:
    total = Score(site=name)
    for score in scores:
        total.counts.update(score.counts)
    return _line(total)


def table(scores: list[Score]) -> str:
    """One line a site and one for all."""
    lines = [
        f"{'site':<48}{'columns':>12}{'dates':>12}{'near':>10}{'empty':>8}"
        f"{'absent found':>14}{'false missing':>15}{'false empty':>13}{'requests':>10}"
    ]
    return "\n".join([*lines, *map(_line, scores), _total(scores)])


def _line(score: Score) -> str:
    count = score.counts
    return (
        f"{score.site:<48}{_part(count, 'column right', 'column'):>12}{_part(count, 'date right', 'dated'):>12}"
        f"{_part(count, 'near right', 'near'):>10}{_part(count, 'empty right', 'empty'):>8}"
        f"{_part(count, 'absent found', 'absent'):>14}{count['false missing']:>15}{count['false empty']:>13}"
        f"{count['requests'] / (count['asked'] + 1):>10.2f}"
    )


def _part(counts: Counter[str], right: str, of: str) -> str:
    return f"{counts[right]}/{counts[of]}"


def _pages(site: Site, wear: str | None) -> dict[str, bytes]:
    return worn(site.pages, WEARS[wear], site.encoding) if wear else site.pages


def seeds(words: str) -> list[int]:
    """`1-20`, `3` or `1,4,9`."""
    found: list[int] = []
    for part in words.split(","):
        first, _, last = part.partition("-")
        found += range(int(first), int(last or first) + 1)
    return found


def examine_all(options: argparse.Namespace) -> int:
    """Examine generated sites and print their table; 1 when --floors are asked for and one does not hold."""
    papers: list[Paper] = []
    started = time.perf_counter()
    for seed in seeds(options.seeds):
        papers.append(examine(seed, options.platform))
        if options.show:
            print(f"seed {seed} {papers[-1].platform}", *papers[-1].wrong, sep="\n    ", flush=True)
    counts = total(papers)
    print(generated_table(papers))
    print(confusion(counts, "first"), confusion(counts, "second"), sep="\n")
    below = fallen(counts)
    print(*(f"below its floor: {line}" for line in below), f"{time.perf_counter() - started:.1f} s", sep="\n")
    if options.json:
        options.json.write_text(json.dumps(as_data(papers), ensure_ascii=False, indent=1), encoding="utf-8")
    return 1 if options.floors and below else 0


def score_hand_made(options: argparse.Namespace) -> None:
    """Score the sites written by hand, and saved ones, and print their table."""
    sites = all_sites(AS_OF, options.seed)
    if options.write:
        for site in filter(lambda site: site.servable, sites):
            site.write(options.write)
        return
    cases = [(site.key, _pages(site, options.wear), site.labels()) for site in sites]
    cases += load_saved(options.saved) if options.saved else []
    scores = []
    started = time.perf_counter()
    for name, pages, truth in cases:
        if options.only in name:
            scores.append(score_site(name, pages, truth, only=options.path))
            if options.show and scores[-1].wrong:
                print(name, *scores[-1].wrong, sep="\n    ")
            if options.log:
                print(*scores[-1].log, sep="\n")
    print(table(scores))
    if not (options.only or options.wear):
        for wear in WEARS:
            print(_total([score_site(one.key, _pages(one, wear), one.labels()) for one in sites], wear))
    print(f"{time.perf_counter() - started:.1f} s")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    generated = parser.add_argument_group("generated sites")
    generated.add_argument("--seeds", default="", help="examine only generated sites: 1-20, or 1,4,9")
    generated.add_argument(
        "--platform", default="", choices=["", *sorted(all_platforms())], help="all seeds in this dress"
    )
    generated.add_argument("--json", type=Path, help="write the counts and every wrong answer to this file")
    generated.add_argument("--floors", action="store_true", help="end with 1 when a target of the design is missed")
    parser.add_argument("--only", default="", help="hand-made sites whose folder's name contains this")
    parser.add_argument("--path", default="", help="only paths that contain this")
    parser.add_argument("--show", action="store_true", help="print every wrong answer")
    parser.add_argument("--log", action="store_true", help="print every address asked")
    parser.add_argument("--saved", type=Path, help="folder with pages/ and labels/ of mirrored sites")
    parser.add_argument(
        "--write", type=Path, help="only write pages/ and labels/ of the simulated sites to this folder"
    )
    parser.add_argument("--seed", type=int, default=0, help="seed of the hand-made sites")
    parser.add_argument("--wear", choices=sorted(WEARS), help="change the simulated pages in this way first")
    options = parser.parse_args()
    generated_only = bool(options.seeds or options.platform or options.json or options.floors)
    if not generated_only:
        score_hand_made(options)
        if options.only or options.wear or options.write or options.saved or options.path:
            return 0
    options.seeds = options.seeds or f"1-{len(all_platforms())}"
    return examine_all(options)


if __name__ == "__main__":
    sys.exit(main())
