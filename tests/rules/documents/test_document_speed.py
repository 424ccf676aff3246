"""A thousand rows are read in less than five seconds of processor time, the reader's own process included."""

from __future__ import annotations

import os

import pytest
from drawn_documents import BUDGET, HEADER, WRITERS, Box, Rows, read

ROWS = 1_000
LIMIT = 5.0  # seconds


def thousand() -> Rows:
    rows: list[list[Box | str]] = [[*HEADER]]
    for number in range(ROWS):
        section = [] if number % 5 else [Box(text=f"（{number // 5}）推进决策公开", rows=5)]
        rows.append(
            [
                str(number + 1),
                *section,
                f"{BUDGET}（公开路径：政府网站>政务公开>财政信息{number}）",
                "区财政局",
                "区教育局、区民政局",
            ]
        )
    return rows


@pytest.mark.parametrize("form", WRITERS)
def test_a_thousand_rows(form: str) -> None:
    data = flat_pdf() if form == "pdf" else WRITERS[form](thousand())
    begun = sum(os.times()[:4])
    document = read(data)
    taken = sum(os.times()[:4]) - begun
    assert len(document.rows) == ROWS
    assert taken < LIMIT


def flat_pdf() -> bytes:
    """Without merged cells: the program that draws it cannot break those over pages."""
    rows = [[cell for cell in row if isinstance(cell, str)] for row in thousand()[1:]]
    header = [name for name in HEADER if name != "重点任务"]
    return WRITERS["pdf"]([header, *rows])
