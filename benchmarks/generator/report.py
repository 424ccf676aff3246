"""Tables and floors over examined sites."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from benchmarks.generator.examine import Paper

FALSE = ("missing", "broken", "empty", "undated")

#: The targets of design.md section 9; the shares are of all questions, requests over (leaf columns + 1) and leaf columns,
#: a page and its endpoint counting as two, in the first run three articles for an undated list besides.
FLOORS = {
    "right": (0.98, "at least"),
    "exact": (0.98, "at least"),
    "false missing": (0.005, "at most"),
    "false stale": (0.005, "at most"),
    "false found": (0.02, "at most"),
    "first cost": (2.0, "at most"),
    "second cost": (1.25, "at most"),
}


def total(papers: Iterable[Paper]) -> Counter[str]:
    """All counts in one."""
    found: Counter[str] = Counter()
    for paper in papers:
        found.update(paper.counts)
        found["sites"] += 1
    return found


def shares(counts: Counter[str]) -> dict[str, float]:
    """What the floors are about. `false missing` counts columns said missing, broken, empty or undated that are not."""
    asked = (counts["first asked"] + counts["second asked"]) or 1
    both = {word: counts[f"first {word}"] + counts[f"second {word}"] for word in ("right", "exact", "dated")}
    falsely = sum(counts[f"{run} false {word}"] for run in ("first", "second") for word in FALSE)
    least = counts["leaves"] + counts["articles"] + counts["sites"]
    return {
        "right": both["right"] / asked,
        "exact": both["exact"] / both["dated"] if both["dated"] else 1.0,
        "false missing": falsely / asked,
        "false stale": (counts["first false stale"] + counts["second false stale"]) / asked,
        "false found": (counts["first false found"] + counts["second false found"]) / asked,
        "first cost": counts["first requests"] / least if counts["leaves"] else 0.0,
        "second cost": counts["second requests"] / counts["leaves"] if counts["leaves"] else 0.0,
    }


def fallen(counts: Counter[str]) -> list[str]:
    """The floors that do not hold, in words."""
    got = shares(counts)
    return [
        f"{name} {got[name]:.4f}, {how} {floor}"
        for name, (floor, how) in FLOORS.items()
        if (got[name] < floor if how == "at least" else got[name] > floor)
    ]


def confusion(counts: Counter[str], run: str) -> str:
    """Truth against answer: columns that are there, that are not, that cannot be looked at."""
    lines = [f"{run} run{'':<18}{'found':>8}{'missing':>9}{'cannot tell':>13}"]
    for truth, label in (("there", "there"), ("absent", "not there"), ("unsure", "cannot be looked at")):
        cells = [counts[f"{run} {truth}>{answer}"] for answer in ("found", "missing", "unsure")]
        lines.append(f"  {label:<24}{cells[0]:>8}{cells[1]:>9}{cells[2]:>13}")
    return "\n".join(lines)


def table(papers: list[Paper]) -> str:
    """One line a platform and one for all."""
    head = (
        f"{'platform':<16}{'sites':>6}{'asked':>7}{'right':>8}{'newest exact':>14}{'false missing':>15}{'false stale':>13}"
        f"{'false found':>13}{'overlooked':>12}{'undecided':>11}{'wrong page':>12}{'first cost':>12}{'second':>8}"
    )
    lines = [head]
    for name in sorted({paper.platform for paper in papers}):
        lines.append(_line(name, total(paper for paper in papers if paper.platform == name)))
    lines.append(_line("all", total(papers)))
    return "\n".join(lines)


def _line(name: str, counts: Counter[str]) -> str:
    got = shares(counts)

    def both(word: str) -> int:
        return counts[f"first {word}"] + counts[f"second {word}"]

    falsely = sum(both(f"false {word}") for word in FALSE)
    return (
        f"{name:<16}{counts['sites']:>6}{both('asked'):>7}{got['right']:>8.1%}{both('exact'):>7}/{both('dated'):<6}{falsely:>15}"
        f"{both('false stale'):>13}{both('false found'):>13}{both('overlooked'):>12}{both('undecided'):>11}{both('wrong page'):>12}"
        f"{got['first cost']:>12.2f}{got['second cost']:>8.2f}"
    )


def as_data(papers: list[Paper]) -> dict[str, object]:
    """The same for programs."""
    counts = total(papers)
    return {
        "sites": [
            {"seed": one.seed, "platform": one.platform, "counts": dict(one.counts), "wrong": one.wrong}
            for one in papers
        ],
        "total": dict(counts),
        "shares": shares(counts),
        "below": fallen(counts),
    }
