"""What a run prints of itself at its end: figures that add up."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest

from checker.result import Audit, AuditRun, Result, Status
from zwgk.outcome import totals

NIGHT = datetime(2024, 9, 30, 18, tzinfo=UTC)


def audit(*statuses: Status) -> Audit:
    results = tuple(
        Result(
            rule=f"r{row}", document="文件", row=row, item=None, section="", text="公开", site="政府网站", path=(),
            status=status,
        )
        for row, status in enumerate(statuses, 1)
    )  # fmt: skip
    run = AuditRun(id="r", as_of=date(2024, 9, 30), started=NIGHT, finished=NIGHT)
    return Audit(run=run, sites=(), results=results, units=(), documents={"文件": len(results)})


@pytest.mark.parametrize("statuses", [pytest.param(tuple(Status), id="every status"), pytest.param((), id="none")])
def test_the_figures_of_the_last_line_add_up(statuses: tuple[Status, ...]) -> None:
    line = totals(audit(*statuses), limited=False)
    figures = re.search("结果 ([0-9]+) 项；(.*)；", line)
    assert figures is not None
    assert sum(map(int, re.findall("[0-9]+", figures[2]))) == int(figures[1]) == len(statuses)
