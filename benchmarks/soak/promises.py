"""What a month of nights is held to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import mean
from typing import Final

from benchmarks.soak.month import WATCHED, Night, truth
from benchmarks.soak.nights import Measured

_ROOM: Final = 1.25
"""Share of the size it had when the first run went that database and files may come to: runs differ a little."""
_GROWTH: Final = 0.05
"""Share by which memory may grow from the second third of the nights to the last: caches of names fill up slowly."""
_WARM: Final = 15
"""Nights below which nothing is said of memory."""


def broken(month: Sequence[Night], measured: Sequence[Measured], *, runs: int) -> Iterator[str]:
    """What did not hold, a line each; `runs` is how many retention keeps."""
    if len(measured) != len(month):
        yield f"{len(measured)} of {len(month)} nights came to their end"
    for number, night in enumerate(measured):
        told, true = night.ledger, truth(month[: number + 1])
        for place in sorted(told.keys() | true.keys()):
            if told.get(place) != true.get(place):
                path = WATCHED[place].path
                yield f"{night.day}: the ledger says {told.get(place)} of {path}, true is {true.get(place)}"
        for other in night.others:
            yield f"{night.day}: {other} is in the ledger, and nothing of the kind is true"
        if night.runs != min(number + 1, runs):
            yield f"{night.day}: {night.runs} runs are in the database, not {min(number + 1, runs)}"
    for what in ("database", "files"):
        sizes = [getattr(night, what) for night in measured]
        full = max(sizes[: runs + 2], default=0)
        for night, size in zip(measured, sizes, strict=True):
            if size > _ROOM * full:
                yield f"{night.day}: {what} of {size:,} bytes, {full:,} when the first run went"
    if len(measured) >= _WARM:
        third = len(measured) // 3
        middle = mean(night.resident for night in measured[third : 2 * third])
        last = mean(night.resident for night in measured[2 * third :])
        if last > (1 + _GROWTH) * middle:
            yield f"memory grew from {middle:,.0f} to {last:,.0f} bytes"
