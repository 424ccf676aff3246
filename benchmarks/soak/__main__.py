"""`python -m benchmarks.soak`: the month as a table, and what did not hold; ends with 1 when anything did not."""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.soak.month import plan, truth
from benchmarks.soak.nights import Measured, month
from benchmarks.soak.promises import broken

_MEGA = 1024 * 1024


def main() -> int:
    """Live through the month; 0 when everything held."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak")
    parser.add_argument("--nights", type=int, default=30)
    parser.add_argument("--kills", type=int, default=12, help="nights that are begun by a child that is killed")
    parser.add_argument("--seed", type=int, default=20260301)
    parser.add_argument("--runs", type=int, default=12, help="retention.runs")
    parser.add_argument("--archives", type=int, default=5, help="archive.keep_runs")
    parser.add_argument("--database", default="", help="URL of an empty database; SQLite by default")
    words = parser.parse_args()
    nights = plan(words.nights, words.seed)
    killed = frozenset(random.Random(words.seed).sample(range(1, words.nights), min(words.kills, words.nights - 1)))
    measured: list[Measured] = []
    print(
        f"begun {datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {words.nights} nights, {len(killed)} kills, seed {words.seed}"
    )
    print("| night | seconds | killed while | runs | database MB | files MB | memory MB | ledger lines |")
    print("|---|---|---|---|---|---|---|---|", flush=True)
    with tempfile.TemporaryDirectory(prefix="zwgk-soak-") as folder:
        for night in month(
            Path(folder),
            nights,
            killed=killed,
            seed=words.seed,
            runs=words.runs,
            archives=words.archives,
            database=words.database,
        ):
            measured.append(night)
            print(
                f"| {night.day} | {night.seconds:.1f} | {night.killed or '–'} | {night.runs} | "
                f"{night.database / _MEGA:.2f} | {night.files / _MEGA:.2f} | {night.resident / _MEGA:.1f} | "
                f"{len(night.ledger)} |",
                flush=True,
            )
    known = truth(nights).values()
    print(
        f"\ntrue at the end: {len(known)} findings, opened {sum(one.openings for one in known)} times, "
        f"{sum(one.state == 'rectified' for one in known)} rectified"
    )
    faults = list(broken(nights, measured, runs=words.runs))
    print("\n".join(faults) or "everything held")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
