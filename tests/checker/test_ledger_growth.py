"""What the ledger makes of a finding that goes further than before, under the same code."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

import pytest
from test_ledger import DAY, finding, result

from checker.ledger import FindingKey, LedgerEntry, advance
from checker.result import Status

FAIL, WARN = Status.FAIL, Status.WARN


class Night(NamedTuple):
    """What one night saw; None when there was nothing to see."""

    extent: int | None
    status: Status = FAIL


@pytest.mark.parametrize(
    ("nights", "worsened", "extent"),
    [
        pytest.param([Night(1), Night(1), Night(1)], 0, 1, id="as it was"),
        pytest.param([Night(1), Night(3)], 1, 3, id="further"),
        pytest.param([Night(3), Night(1), Night(3)], 0, 3, id="better, and as bad as it was"),
        pytest.param([Night(1), Night(2), Night(1), Night(2), Night(3)], 2, 3, id="up and down"),
        pytest.param([Night(0), Night(4)], 0, 4, id="kept by a former version"),
        pytest.param([Night(0, WARN), Night(0, FAIL)], 1, 0, id="a warning became a fault"),
        pytest.param([Night(0, WARN), Night(0), Night(0, WARN), Night(0)], 1, 0, id="warning and fault in turns"),
        pytest.param([Night(0, FAIL), Night(0, WARN)], 0, 0, id="a fault became a warning"),
        pytest.param([Night(1), Night(3), Night(None), Night(2)], 0, 2, id="back after it was rectified"),
        pytest.param([Night(1), Night(2, Status.WAIVED)], 1, 2, id="while it was waived"),
    ],
)
def test_growth_is_counted_from_the_opening(nights: list[Night], worsened: int, extent: int) -> None:
    ledger: dict[FindingKey, LedgerEntry] = {}
    for number, night in enumerate(nights):
        seen = result()
        if night.extent is not None:
            seen = result(findings=(finding("stale-column", extent=night.extent, status=night.status),), status=FAIL)
        day = DAY + timedelta(days=number)
        ledger |= advance(ledger, [seen], run=f"run{number}", as_of=day, complete=True)
    (entry,) = ledger.values()
    assert (entry.worsened, entry.extent) == (worsened, extent)
    assert bool(entry.grew) == bool(worsened)
