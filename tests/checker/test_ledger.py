"""The ledger over runs, and what people's rulings make of results."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.ledger import FindingKey, LedgerEntry, LedgerState, accused_entries, advance
from checker.result import Finding, Result, SiteResult, Status
from checker.ruled import apply_rulings, uses
from checker.rulings import Ruling, RulingKind
from crawler.evidence import SiteStatus

DAY = date(2026, 3, 1)
_SEVERITY = {"stale-column": Status.FAIL, "missing-column": Status.FAIL, "renamed-column": Status.WARN}


def finding(code: str, **changes: Any) -> Finding:
    values: dict[str, Any] = {
        "code": code,
        "status": _SEVERITY.get(code, Status.FAIL),
        "message": f"{code}。",
        "advice": "",
        "basis": "",
    }
    return Finding(**(values | changes))


def result(*codes: str, rule: str = "r1", **changes: Any) -> Result:
    found = tuple(finding(code) for code in codes)
    statuses = {one.status for one in found}
    status = next((one for one in (Status.FAIL, Status.WARN) if one in statuses), Status.PASS)
    values: dict[str, Any] = {
        "rule": rule,
        "document": "任务分工",
        "row": 3,
        "item": None,
        "section": "",
        "text": "公开",
        "site": "政府网站",
        "path": ("专题专栏", "减税降费"),
        "status": status,
        "findings": found,
    }
    return Result(**(values | changes))


def unread(**changes: Any) -> Result:
    return result(status=Status.UNVERIFIABLE, reason="连接超时", **changes)


def nights(*runs: Result | None, complete: bool = True) -> Mapping[FindingKey, LedgerEntry]:
    """The ledger after one run a day; None is a complete run that no longer asks the rule."""
    ledger: dict[FindingKey, LedgerEntry] = {}
    for number, one in enumerate(runs):
        asked = () if one is None else (one,)
        day = DAY + timedelta(days=number)
        ledger |= advance(ledger, asked, run=f"run{number}", as_of=day, complete=complete)
    return ledger


STALE = FindingKey(rule="r1", code="stale-column")
MISSING = FindingKey(rule="r1", code="missing-column")


@pytest.mark.parametrize(
    ("runs", "state", "opened", "seen_runs", "openings", "closed"),
    [
        pytest.param((result("stale-column"),), "new", 0, 1, 1, None, id="seen for the first time"),
        pytest.param((result("stale-column"),) * 3, "open", 0, 3, 1, None, id="open for three runs since the first"),
        pytest.param((result("stale-column"), result()), "rectified", 0, 1, 1, 1, id="not there any more"),
        pytest.param((result("stale-column"), unread()), "new", 0, 1, 1, None, id="unverifiable closes nothing"),
        pytest.param(
            (result("stale-column"), unread(), result("stale-column")),
            "open",
            0,
            2,
            1,
            None,
            id="unverifiable counts not",
        ),
        pytest.param(
            (result("stale-column"), result(), result("stale-column")), "reopened", 2, 1, 2, None, id="there again"
        ),
        pytest.param(
            (result("stale-column"), result(), *(result("stale-column"),) * 2), "open", 2, 2, 2, None, id="stays again"
        ),
        pytest.param(
            (result("stale-column"), result(unexamined=("stale-column",), status=Status.PASS)),
            *("new", 0, 1, 1, None),
            id="a check that could not tell closes nothing",
        ),
        pytest.param(
            (result("stale-column"), result("missing-column")),
            *("new", 0, 1, 1, None),
            id="a column that is gone says nothing of its dates",
        ),
        pytest.param((result("stale-column"), None), "withdrawn", 0, 1, 1, 1, id="the rule was dropped"),
        pytest.param(
            (result("stale-column"), result(status=Status.NOT_APPLICABLE)),
            *("withdrawn", 0, 1, 1, 1),
            id="ruled not applicable",
        ),
        pytest.param(
            (result("stale-column"), result(status=Status.MANUAL)),
            "new",
            0,
            1,
            1,
            None,
            id="people's work closes nothing",
        ),
    ],
)
def test_a_finding_over_runs(
    runs: tuple[Result | None, ...], state: str, opened: int, seen_runs: int, openings: int, closed: int | None
) -> None:
    entry = nights(*runs)[STALE]
    assert entry.state == state
    assert entry.opened == DAY + timedelta(days=opened)
    assert entry.first_opened == DAY
    assert entry.runs == seen_runs
    assert entry.openings == openings
    assert entry.closed == (None if closed is None else DAY + timedelta(days=closed))


@pytest.mark.parametrize(
    ("after", "state"),
    [
        pytest.param(result("stale-column"), "withdrawn", id="what it warned of has come"),
        pytest.param(result(), "rectified", id="it was heeded"),
    ],
)
def test_a_warning_that_came_true_is_not_rectified(after: Result, state: str) -> None:
    ledger = nights(result("due-soon"), after)
    assert ledger[replace(STALE, code="due-soon")].state == state


def test_what_was_never_found_is_not_in_the_ledger() -> None:
    assert nights(result(), unread(), None) == {}


def test_a_limited_run_withdraws_nothing() -> None:
    ledger = nights(result("stale-column"))
    assert advance(ledger, (), run="x", as_of=DAY + timedelta(days=1), complete=False) == {}


def test_an_audit_for_a_past_day_changes_nothing() -> None:
    ledger = nights(result("stale-column"), result("stale-column"))
    for old in (result(), result("stale-column"), None):
        asked = () if old is None else (old,)
        assert advance(ledger, asked, run="x", as_of=DAY, complete=True) == {}


def test_a_rule_that_moved_in_the_document_keeps_its_history() -> None:
    moved = result("stale-column", row=9, path=("专题", "降费"))
    entry = nights(result("stale-column"), moved)[STALE]
    assert (entry.opened, entry.runs, entry.row, entry.path) == (DAY, 2, 9, ("专题", "降费"))


def test_units_of_one_rule_are_told_apart() -> None:
    one, other = result("stale-column", unit="区民政局"), result("stale-column", unit="区司法局")
    ledger = advance({}, (one, other), run="a", as_of=DAY, complete=True)
    after = advance(ledger, (result(unit="区民政局"), other), run="b", as_of=DAY + timedelta(days=1), complete=True)
    states = {entry.key.unit: entry.state for entry in (ledger | after).values()}
    assert states == {"区民政局": LedgerState.RECTIFIED, "区司法局": LedgerState.OPEN}


def test_a_site_that_does_not_answer_closes_nothing() -> None:
    def site(status: SiteStatus, *codes: str) -> SiteResult:
        found = tuple(finding(code) for code in codes)
        return SiteResult(name="政府网站", url="https://x.cn/", status=status, requests=1, pages=1, findings=found)

    key = FindingKey(rule="", code="no-ipv6", place="政府网站")
    ledger = advance({}, (), (site(SiteStatus.REACHABLE, "no-ipv6"),), run="a", as_of=DAY, complete=True)
    away = advance(ledger, (), (site(SiteStatus.UNREACHABLE),), run="b", as_of=DAY, complete=True)
    fixed = advance(ledger, (), (site(SiteStatus.REACHABLE),), run="c", as_of=DAY, complete=True)
    assert ledger[key].state is LedgerState.NEW
    assert away == {}
    assert fixed[key].state is LedgerState.RECTIFIED


@given(st.permutations([result("stale-column", rule=f"r{n}") if n % 3 else result(rule=f"r{n}") for n in range(9)]))
def test_the_order_of_results_is_of_no_account(results: list[Result]) -> None:
    before = {
        key: entry
        for n in range(0, 9, 2)
        for key, entry in advance(
            {}, (result("stale-column", rule=f"r{n}"),), run="a", as_of=DAY, complete=False
        ).items()
    }
    straight = sorted(results, key=lambda one: one.rule)
    day = DAY + timedelta(days=1)
    assert advance(before, results, run="b", as_of=day, complete=True) == advance(
        before, straight, run="b", as_of=day, complete=True
    )


def waiver(**changes: Any) -> Ruling:
    values: dict[str, Any] = {
        "id": "w1",
        "kind": RulingKind.WAIVER,
        "rule": "r1",
        "code": "stale-column",
        "reason": "机构改革期间",
        "by": "张三",
        "on": DAY,
        "until": DAY + timedelta(days=30),
    }
    return Ruling(**(values | changes))


@pytest.mark.parametrize(
    ("before", "ruling", "day", "status"),
    [
        pytest.param(result("stale-column"), waiver(), 0, "waived", id="waived from the day of the decision"),
        pytest.param(result("stale-column"), waiver(), 30, "waived", id="the last day counts"),
        pytest.param(result("stale-column"), waiver(), 31, "fail", id="expired"),
        pytest.param(result("stale-column"), waiver(on=DAY + timedelta(days=2)), 1, "fail", id="not yet decided"),
        pytest.param(result("stale-column"), waiver(revoked=DAY, revoked_by="李四"), 0, "fail", id="revoked"),
        pytest.param(result("stale-column"), waiver(code=None), 0, "waived", id="whatever is found"),
        pytest.param(result("stale-column"), waiver(code="missing-column"), 0, "fail", id="of another code"),
        pytest.param(result("stale-column"), waiver(rule="r2"), 0, "fail", id="of another rule"),
        pytest.param(result("renamed-column", "stale-column"), waiver(), 0, "warn", id="the other finding stands"),
        pytest.param(result(), waiver(), 0, "pass", id="nothing to waive"),
        pytest.param(unread(), waiver(code=None), 0, "unverifiable", id="what was not seen is not waived"),
        pytest.param(
            result("stale-column"),
            waiver(kind=RulingKind.NOT_APPLICABLE, code=None),
            *(0, "not_applicable"),
            id="the rule does not apply",
        ),
        pytest.param(
            result("stale-column"),
            waiver(kind=RulingKind.NOT_APPLICABLE, code=None, unit="区民政局"),
            *(0, "fail"),
            id="one unit of a shared rule is released, the finding stands",
        ),
        pytest.param(
            result("stale-column", unit="区司法局"),
            waiver(unit="区民政局"),
            *(0, "fail"),
            id="of another unit's page",
        ),
        pytest.param(
            result("stale-column", unit="区民政局"), waiver(unit="区民政局"), 0, "waived", id="of this unit's page"
        ),
    ],
)
def test_rulings(before: Result, ruling: Ruling, day: int, status: str) -> None:
    (after,) = apply_rulings((before,), (ruling,), DAY + timedelta(days=day))
    assert after.status == status
    assert bool(after.rulings) == (after != before)
    if after.status is Status.WAIVED:
        assert [one.message for one in after.findings] == [one.message for one in before.findings]


def test_a_released_unit_is_named() -> None:
    ruling = waiver(kind=RulingKind.NOT_APPLICABLE, code=None, unit="区民政局")
    (after,) = apply_rulings((result("stale-column"),), (ruling,), DAY)
    assert after.released == ("区民政局",)


def test_a_waived_finding_opens_again_when_the_waiver_ends() -> None:
    ledger: dict[FindingKey, LedgerEntry] = {}
    states = []
    for offset in (0, 1, 31, 32):
        day = DAY + timedelta(days=offset)
        ruled = apply_rulings((result("stale-column"),), (waiver(on=DAY + timedelta(days=1)),), day)
        ledger |= advance(ledger, ruled, run=f"run{offset}", as_of=day, complete=True)
        states.append(ledger[STALE].state.value)
    assert states == ["new", "waived", "open", "open"]
    assert (ledger[STALE].opened, ledger[STALE].status) == (DAY, Status.FAIL)


@pytest.mark.parametrize(
    ("after", "day", "expired", "needed"),
    [
        pytest.param(result("stale-column"), 0, False, True, id="in use"),
        pytest.param(result("stale-column"), 40, True, True, id="expired while the finding stands"),
        pytest.param(result(), 0, False, False, id="nothing falls under it"),
        pytest.param(result("missing-column"), 0, False, False, id="another finding now"),
        pytest.param(unread(), 0, False, True, id="could not be looked at"),
        pytest.param(result(rule="r2"), 0, False, True, id="not judged in this run"),
    ],
)
def test_what_rulings_still_do(after: Result, day: int, expired: bool, needed: bool) -> None:
    today = DAY + timedelta(days=day)
    ruled = apply_rulings((after,), (waiver(),), today)
    (use,) = uses(ruled, (waiver(), waiver(id="old", revoked=DAY)), today)
    assert (use.ruling.id, use.expired, use.needed) == ("w1", expired, needed)


def test_a_finding_seen_waived_first_keeps_the_weight_of_its_check() -> None:
    (ruled,) = apply_rulings((result("renamed-column"),), (waiver(code=None),), DAY)
    entry = advance({}, (ruled,), run="a", as_of=DAY, complete=True)[replace(STALE, code="renamed-column")]
    assert (entry.state, entry.status) == (LedgerState.WAIVED, Status.WARN)


def test_faults_of_entries_are_known_as_accused() -> None:
    ledger = advance({}, (result("missing-meta"), result("stale-column", rule="r2")), run="a", as_of=DAY, complete=True)
    assert accused_entries(ledger) == {("r1", None)}
    mended = advance(ledger, (result(),), run="b", as_of=DAY, complete=False)
    assert accused_entries(ledger | mended) == frozenset()
