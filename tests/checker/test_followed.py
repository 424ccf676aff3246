"""What reports say beyond a run: which turn each finding took, and what is still known of earlier runs."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from checker_cases import AS_OF

from checker.followed import Followed, Turn, as_left
from checker.ledger import FindingKey, LedgerEntry, LedgerState
from checker.result import Finding, Result, SiteResult, Status
from checker.ruled import uses
from checker.rulings import Ruling, RulingKind
from crawler.evidence import SiteStatus

KEY = FindingKey(rule="r", code="stale-column")


def finding(status: Status = Status.FAIL, code: str = "stale-column") -> Finding:
    return Finding(code=code, status=status, message="旧", advice="", basis="")


def result(*findings: Finding, status: Status = Status.FAIL) -> Result:
    return Result(
        rule="r", document="d", row=1, item=None, section="", text="", site="s", path=("p",), status=status,
        findings=findings,
    )  # fmt: skip


def entry(state: LedgerState, key: FindingKey = KEY, **more: object) -> LedgerEntry:
    words: dict[str, object] = {"opened": AS_OF, "first_opened": AS_OF, "runs": 3, "seen": AS_OF, "looked": AS_OF}
    words |= {"status": Status.FAIL, "message": "旧", "site": "s", "turned": "now"} | more
    return LedgerEntry(key=key, state=state, **words)  # type: ignore[arg-type]


def followed(*entries: LedgerEntry) -> Followed:
    return Followed(run="now", entries={one.key: one for one in entries})


@pytest.mark.parametrize(
    ("one", "given", "turn"),
    [
        pytest.param(entry(LedgerState.NEW), result(finding()), Turn.NEW, id="new"),
        pytest.param(entry(LedgerState.OPEN), result(finding()), Turn.OPEN, id="open"),
        pytest.param(entry(LedgerState.REOPENED), result(finding()), Turn.REOPENED, id="there again"),
        pytest.param(entry(LedgerState.WAIVED), result(finding(Status.WAIVED)), Turn.WAIVED, id="waived"),
        pytest.param(entry(LedgerState.RECTIFIED), result(status=Status.PASS), Turn.RECTIFIED, id="rectified now"),
        pytest.param(
            entry(LedgerState.RECTIFIED, turned="before"), result(status=Status.PASS), None, id="rectified before"
        ),
        pytest.param(entry(LedgerState.WITHDRAWN), result(status=Status.NOT_APPLICABLE), None, id="withdrawn"),
        pytest.param(entry(LedgerState.NEW), result(status=Status.UNVERIFIABLE), Turn.UNTOLD, id="could not be seen"),
        pytest.param(
            entry(LedgerState.OPEN), result(finding(code="missing-column")), Turn.UNTOLD, id="the column is gone"
        ),
        pytest.param(
            entry(LedgerState.OPEN),
            result(finding(Status.NOT_APPLICABLE), status=Status.PASS),
            Turn.UNTOLD,
            id="what is not due yet is no finding",
        ),
    ],
)
def test_turns(one: LedgerEntry, given: Result, turn: Turn | None) -> None:
    figures = followed(one).turns((given,))
    assert {key for key, number in figures.items() if number} == ({turn} if turn else set())


def test_a_finding_the_ledger_does_not_know_is_not_counted() -> None:
    assert not any(followed().turns((result(finding()),)).values())


def test_sites_are_followed_by_their_name() -> None:
    key = FindingKey(rule="", code="no-ipv6", place="s")
    site = SiteResult(name="s", url="https://s.gov.cn/", status=SiteStatus.REACHABLE, requests=1, pages=1)
    assert followed(entry(LedgerState.RECTIFIED, key)).turns((), (site,))[Turn.RECTIFIED] == 1
    assert followed(entry(LedgerState.OPEN, key)).turns((), (site,))[Turn.UNTOLD] == 1


@pytest.mark.parametrize(
    ("one", "left"),
    [
        pytest.param(entry(LedgerState.OPEN), (LedgerState.OPEN, 3), id="nobody looked later"),
        pytest.param(
            entry(LedgerState.OPEN, looked=AS_OF + timedelta(days=1)), (LedgerState.NEW, 0), id="opened that day"
        ),
        pytest.param(
            entry(LedgerState.RECTIFIED, opened=date(2022, 1, 1), looked=AS_OF + timedelta(days=9)),
            (LedgerState.OPEN, 0),
            id="closed later",
        ),
        pytest.param(
            entry(LedgerState.OPEN, openings=2, looked=AS_OF + timedelta(days=1)),
            (LedgerState.REOPENED, 0),
            id="came back that day",
        ),
        pytest.param(
            entry(LedgerState.NEW, opened=AS_OF + timedelta(days=1), looked=AS_OF + timedelta(days=1)),
            None,
            id="opened later",
        ),
    ],
)
def test_the_ledger_as_an_earlier_run_left_it(one: LedgerEntry, left: tuple[LedgerState, int] | None) -> None:
    found = as_left({KEY: one}, AS_OF).get(KEY)
    assert (found and (found.state, found.runs)) == left


def waiver(number: str, until: date, **more: object) -> Ruling:
    words: dict[str, object] = {"code": "stale-column", "reason": "改版", "by": "王五", "on": date(2022, 1, 1)} | more
    return Ruling(id=number, kind=RulingKind.WAIVER, rule="r", until=until, **words)  # type: ignore[arg-type]


def test_an_expired_waiver_is_named_where_its_finding_is_there() -> None:
    expired = waiver("1", date(2022, 2, 1))
    given = result(finding())
    known = Followed(run="now", uses=uses((given,), (expired,), AS_OF))
    assert [use.ruling for use in known.expired(given)] == [expired]
    assert known.expired(result(status=Status.PASS)) == ()
    assert known.expired(result(finding(code="missing-column"))) == ()


def test_a_waiver_made_anew_is_not_listed_as_expired() -> None:
    expired, renewed = waiver("1", date(2022, 2, 1)), waiver("2", date(2099, 1, 1))
    other = waiver("3", date(2022, 2, 1), code="missing-column")
    assert [use.ruling.id for use in uses((result(finding()),), (expired, renewed, other), AS_OF)] == ["2", "3"]
