"""What changed between two runs, finding by finding."""

from __future__ import annotations

from dataclasses import replace

import pytest
from test_ledger import result, unread

from checker.difference import Change, differences, tally
from checker.result import Result, Status


def waived() -> Result:
    one = result("stale-column", status=Status.WAIVED)
    return replace(one, findings=tuple(replace(finding, status=Status.WAIVED) for finding in one.findings))


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        pytest.param(result(), result(), [], id="well before and now"),
        pytest.param(result(), result("stale-column"), ["appeared"], id="appeared"),
        pytest.param(result("stale-column"), result(), ["gone"], id="gone"),
        pytest.param(result("stale-column"), result("stale-column"), ["still"], id="still there"),
        pytest.param(
            result("stale-column"),
            result("missing-column"),
            ["appeared", "untold"],
            id="gone says nothing of its dates",
        ),
        pytest.param(result("stale-column"), unread(), ["untold"], id="could not be looked at"),
        pytest.param(
            result("stale-column"), result(unexamined=("stale-column",)), ["untold"], id="its check could not tell"
        ),
        pytest.param(result("stale-column"), waived(), ["waived"], id="waived now"),
        pytest.param(
            result("missing-column"), result("stale-column"), ["appeared", "gone"], id="another finding instead"
        ),
        pytest.param(waived(), result("stale-column"), ["resumed"], id="not waived any more"),
        pytest.param(
            result("stale-column"),
            result(status=Status.NOT_APPLICABLE),
            ["released"],
            id="ruled not applicable: not rectified",
        ),
        pytest.param(result(), unread(), ["blind"], id="well before, not seen now"),
        pytest.param(unread(), result(), ["seen"], id="seen again"),
        pytest.param(unread(), result("stale-column"), ["uncovered"], id="not seen before: nobody says that it is new"),
        pytest.param(unread(), unread(), [], id="never seen"),
        pytest.param(None, result(), ["added"], id="a new rule that is well"),
        pytest.param(None, result("stale-column"), ["appeared"], id="a new rule that is not"),
        pytest.param(result("stale-column"), None, ["dropped"], id="not asked any more"),
    ],
)
def test_changes(before: Result | None, after: Result | None, changes: list[str]) -> None:
    found = differences([before] if before else [], [after] if after else [])
    assert [one.change.value for one in found] == changes
    assert sum(tally(found).values()) == len(changes)
    assert set(tally(found)) == set(Change)
