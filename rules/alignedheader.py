"""The header of a table without lines between its columns: names of task tables that stand apart on one line.

Lengths are points, heights count from the top of the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from rules.columns import Role, header_name, heads_tasks, role_of
from rules.room import WORD_GAP, Band, Chunk, WordLine, chunks_of
from rules.ruled import NEAR

_NAME_GAPS = (WORD_GAP, 1.3, 2.5)  # character sizes between two names of a header; names may have spaces inside
_SAME_ROW = 0.75  # character sizes between the base lines of a header's one-line and two-line names


def header_line(rows: Sequence[WordLine], lines: Sequence[dict[str, Any]]) -> tuple[int, list[Chunk]] | None:
    """The first line of words that are a task table's names, with no upright line between any two of them."""
    for index, row in enumerate(rows):
        if len(row) > 120:
            continue
        for gap in _NAME_GAPS:
            chunks = chunks_of(row, gap)
            names = [chunk.text for chunk in chunks]
            known = sum(role_of(name) is not Role.UNKNOWN for name in names)
            if len(names) < 2 or 2 * known < len(names) or not heads_tasks(names):
                continue
            if any(len(header_name(name)) > 16 for name in names):
                continue
            middle = row[0].middle
            parted = any(
                line["orientation"] == "v"
                and line["top"] <= middle <= line["bottom"]
                and any(left.x1 - NEAR <= line["x0"] <= right.x0 + NEAR for left, right in pairwise(chunks))
                for line in lines
            )
            return None if parted else (index, chunks)
    return None


def with_neighbours(
    rows: Sequence[WordLine], index: int, chunks: list[Chunk], band: Band | None
) -> tuple[list[Chunk], list[WordLine]]:
    """The header's names with those that are broken over lines, and the lines of words they stand in."""
    middle, size = rows[index][0].middle, rows[index][0].size
    own = [
        row
        for row in rows
        if (band[0] < row[0].middle < band[1] if band else abs(row[0].middle - middle) <= _SAME_ROW * size)
    ]
    merged = sorted(
        [*chunks, *(chunk for row in own if row is not rows[index] for chunk in chunks_of(row, WORD_GAP))],
        key=lambda chunk: chunk.x0,
    )
    names: list[Chunk] = []
    for chunk in merged:
        if names and chunk.x0 < names[-1].x1:
            names[-1] = replace(names[-1], text=names[-1].text + chunk.text, x1=max(names[-1].x1, chunk.x1))
        else:
            names.append(chunk)
    return names, own
