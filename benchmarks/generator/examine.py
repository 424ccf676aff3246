"""One examination: serve a generated site, run the program's command twice, compare its answers with the truth."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from benchmarks.generator.platforms import all_platforms
from benchmarks.generator.questions import LIMITS, Examiner, Question
from benchmarks.generator.serve import Served, serving
from benchmarks.generator.site import Site

#: The findings that say what became of a column, and their short names here.
VERDICTS = {
    "missing-column": "missing",
    "broken-column": "broken",
    "empty-column": "empty",
    "undated-column": "undated",
    "stale-column": "stale",
    "due-soon": "due",
}
AS_OF = date(2026, 6, 15)
TIMEOUT = 6.0
"""Seconds; slow pages take longer."""


@dataclass(kw_only=True)
class Paper:
    """What one site's examination counted."""

    seed: int
    platform: str
    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)


def platform_of(seed: int, name: str = "") -> str:
    """A seed's platform: in turn over all of them, or the one asked for."""
    known = sorted(all_platforms())
    if name:
        if name not in known:
            raise ValueError(f"unknown platform {name}; known: {', '.join(known)}")
        return name
    return known[seed % len(known)]


def examine(
    seed: int, platform: str = "", *, runs: int = 2, folder: Path | None = None, timeout: float = TIMEOUT
) -> Paper:
    """Examine one seed. Answers of both runs are judged, requests counted by the server (robots.txt not).

    With another `timeout` than the usual one, slow pages of a site may come in time or be slow no more.
    """
    name = platform_of(seed, platform)
    site = Site(seed, AS_OF, all_platforms()[name])
    questions = Examiner(site).questions()
    paper = Paper(seed=seed, platform=name)
    paths = {one.path: one for one in questions}
    paper.counts["columns"] = len(site.columns)
    leaves = {one.column: one.leaves for one in questions if one.column}
    paper.counts["leaves"] = sum(leaves.values()) + sum(one.column is None for one in questions)
    paper.counts["articles"] = sum({one.column: one.articles for one in questions if one.column}.values())
    with tempfile.TemporaryDirectory() as scratch, serving(site.answer, site.style.charset) as served:
        work = folder or Path(scratch)
        work.mkdir(parents=True, exist_ok=True)
        prepare(work, served.base, [one.path for one in questions], timeout)
        command(work, "derive", "doc.txt", "-o", "pack.yaml")
        for run in ("first", "second")[:runs]:
            site.seen.clear()
            served.taken()
            command(work, "check", "--as-of", str(AS_OF), "--json", "out.json")
            paper.asked += [f"{run} {one.method} {one.target}" for one in served.log]
            paper.counts[f"{run} requests"] = served.taken()
            mark(paper, run, paths, json.loads((work / "out.json").read_text(encoding="utf-8")), served)
    return paper


def prepare(work: Path, base: str, paths: Iterable[tuple[str, ...]], timeout: float) -> None:
    """Write the task document and the configuration."""
    rows = "".join(
        f"\t{number}\n\t及时公开相关信息（公开路径：政府网站>{'>'.join(path)}）。\n\t区政府办公室\n\t区财政局\n"
        for number, path in enumerate(paths, 1)
    )
    text = f"云山区政务公开工作要点任务分工\n\n\t序号\n\t工作任务\n\t牵头单位\n\t责任单位\n\n{rows}"
    (work / "doc.txt").write_text(text, encoding="utf-8")
    config = {
        "place": "云山区",
        "data": "var",
        "sites": {"政府网站": {"url": f"{base}/", "allow_private": True}},
        "units": [{"name": "区政府办公室"}, {"name": "区财政局"}],
        "rules": ["pack.yaml"],
        "freshness": [{"match": match, "days": days, "basis": "考题"} for match, days in LIMITS],
        # What is measured is the search: no entries are opened for a closer look, no browser draws or photographs.
        "inspect": {"entries": 0},
        "render": {"enabled": False},
        "politeness": {"delay": 0, "concurrency": 4, "timeout": timeout, "max_pages": 400},
    }
    (work / "config.yaml").write_text(json.dumps(config, ensure_ascii=False), encoding="utf-8")


def command(work: Path, *words: str) -> None:
    """Run the program as an office does; its exit code says what it found, only 2 is a failure of ours."""
    done = subprocess.run([sys.executable, "-m", "zwgk", *words], cwd=work, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1, 3):
        raise RuntimeError(f"zwgk {words[0]}: {done.returncode} {done.stderr[-600:]}")


def verdict(result: dict[str, Any]) -> str:
    """The one word for a result."""
    if result["status"] == "unverifiable":
        return "unverifiable"
    codes = [one["code"] for one in result["findings"]]
    return next((word for code, word in VERDICTS.items() if code in codes), "ok")


def mark(paper: Paper, run: str, paths: dict[tuple[str, ...], Question], out: dict[str, Any], served: Served) -> None:
    """Compare a run's results with the truth."""
    answers: dict[tuple[str, ...], dict[str, Any]] = {}
    by_row = defaultdict(list)
    for result in out["results"]:
        by_row[result["row"]].append(result)
    for number, path in enumerate(paths, 1):
        if by_row[number]:
            answers[path] = by_row[number][0]
    for path, want in paths.items():
        faults = compare(paper.counts, run, want, answers.get(path), served.base)
        if faults:
            got = answers.get(path) or {}
            column = got.get("column") or {}
            what = want.column
            paper.wrong.append(
                f"{run} {','.join(faults)} | {want.kind} {'>'.join(path)} | want {'/'.join(sorted(want.verdicts))} "
                f"{' '.join(sorted(want.addresses))} {want.newest or ''}"
                f"{f' ({what.kind} {what.dating} {what.fault})' if what else ''} | got {verdict(got) if got else 'nothing'} "
                f"{(column.get('url') or '-').removeprefix(served.base)} {got.get('newest')} {column.get('match')} "
                f"{'>'.join(column.get('trail') or [])} | {got.get('reason') or [one['code'] for one in got.get('findings', [])]}"
            )


def compare(counts: Counter[str], run: str, want: Question, got: dict[str, Any] | None, base: str) -> list[str]:
    """Count one answer; the words say what is wrong with it."""
    said = verdict(got) if got else "nothing"
    address = ((got or {}).get("column") or {}).get("url")
    place = where(address, base) if address else None
    faults: list[str] = []

    def fault(word: str) -> None:
        counts[f"{run} {word}"] += 1
        faults.append(word)

    truth = "absent" if not want.column else "unsure" if not want.open else "there"
    answered = "missing" if said == "missing" else "unsure" if said in ("unverifiable", "nothing") else "found"
    counts[f"{run} {truth}>{answered}"] += 1
    counts[f"{run} asked"] += 1
    located = not want.addresses or place in want.addresses or (bool(want.verdicts & {"broken"}) and said == "broken")
    if truth == "absent":
        right = said in want.verdicts
        if answered == "found":
            fault("false found")
        elif not right:
            fault("undecided")
    elif truth == "unsure":
        right = said in want.verdicts
        if said in ("missing", "broken", "empty", "undated", "stale") and not right:
            fault("false " + said)
        elif not right:
            fault("overlooked")
    else:
        right = answered == "found" and located
        if said in ("missing", "broken", "empty", "undated", "stale") and said not in want.verdicts:
            fault("false " + said)
        elif answered != "found":
            fault("undecided")
        elif not located:
            fault("wrong page")
        elif said not in want.verdicts:
            fault("overlooked")
        if want.newest:
            counts[f"{run} dated"] += 1
            exact = str((got or {}).get("newest")) == want.newest.isoformat()
            counts[f"{run} exact"] += exact
            if not exact:
                faults.append("newest")
    counts[f"{run} right"] += right
    return faults


def where(url: str, base: str) -> str:
    """An address from the site's root, with query and fragment."""
    address = urlsplit(url)
    if f"{address.scheme}://{address.netloc}" != base:
        return url
    query = f"?{address.query}" if address.query else ""
    return unquote(address.path) + query + (f"#{address.fragment}" if address.fragment else "")
