"""The runs before a run in figures: which runs count, who answers for what they found, and what a part of a run says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from zwgk_cases import NOW, TODAY

from checker.deductions import Scoring
from checker.history import History, Tally
from checker.result import Audit, AuditRun, Finding, Result, Status
from checker.scoring import summarise
from rules.units import Unit, UnitRegistry
from zwgk.history import history
from zwgk.store import Store
from zwgk.tables import RunState

UNITS = UnitRegistry([Unit(name="区财政局"), Unit(name="区教委")])


@pytest.fixture
def store(database: str, tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(database, tmp_path)
    yield opened
    opened.close()


def result(rule: str, status: Status, *, lead: str = "区财政局") -> Result:
    return Result(
        rule=rule,
        document="文件",
        row=1,
        item=None,
        section="一、总要求",
        text="公开",
        site="政府网站",
        path=(rule,),
        lead_units=(lead,),
        status=status,
    )


def kept(
    store: Store, results: Sequence[Result], *, days: int, hours: int = 0, complete: bool = True, judged: bool = True
) -> str:
    """A run of some days ago."""
    started = NOW - timedelta(days=days, hours=hours)
    as_of = TODAY - timedelta(days=days)
    run = store.begin(now=started, as_of=as_of, rules_digest="d", complete=complete)
    if judged:
        store.conclude(run, results, frozenset(), ledger={}, changed={}, now=started)
        store.move(run, RunState.REPORTED, now=started + timedelta(minutes=5))
    else:
        store.move(run, RunState.INTERRUPTED, now=started)
    return run


def seen(
    store: Store, results: Sequence[Result], run: str, as_of: date = TODAY, *, scoring: Scoring | None = None
) -> History:
    """What the history of a run over `results` says."""
    audit = Audit(
        run=AuditRun(id=run, as_of=as_of, started=NOW, finished=NOW),
        sites=(),
        results=tuple(results),
        units=summarise(results, UNITS),
    )
    return history(store, audit, UNITS, scoring)


def test_each_earlier_day_is_one_run_the_oldest_first(store: Store) -> None:
    kept(store, [result("甲", Status.FAIL), result("乙", Status.WARN)], days=9)
    kept(store, [result("甲", Status.FAIL)], days=3, hours=2)
    kept(store, [result("甲", Status.PASS), result("乙", Status.UNVERIFIABLE)], days=3)
    now = [result("甲", Status.PASS), result("乙", Status.PASS)]
    given = seen(store, now, kept(store, now, days=0))
    assert [one.whole for one in given.runs] == [Tally(warned=1, failed=1), Tally(passed=1, unjudged=1)]
    assert given.last is not None
    assert given.last.as_of == TODAY - timedelta(days=3)
    assert given.last.units == {"区财政局": Tally(passed=1, unjudged=1)}
    assert given.statuses == {"甲": Status.PASS, "乙": Status.UNVERIFIABLE}


def test_points_of_the_last_run_are_reckoned_by_the_weights_of_today(store: Store) -> None:
    stale = Finding(code="stale-column", status=Status.FAIL, message="", advice="", basis="")
    old = result("旧", Status.FAIL, lead="区教委")
    kept(store, [result("甲", Status.PASS)], days=5)
    then = [replace(result("甲", Status.FAIL), findings=(stale,)), result("乙", Status.PASS), old]
    kept(store, [*then, result("丙", Status.UNVERIFIABLE, lead="区卫健委")], days=2)
    now = [result("甲", Status.PASS)]
    run = kept(store, now, days=0)
    given = [seen(store, now, run, scoring=one) for one in (None, Scoring(weights={"stale-column": 0.3}))]
    # The rule 旧 is no more, and is its unit's still; it says fail and names no finding, which costs nothing.
    assert [one.last.scores for one in given if one.last] == [
        {"区财政局": 50.0, "区教委": 100.0},
        {"区财政局": 85.0, "区教委": 100.0},
    ]
    assert [one.scores for one in given[0].runs[:-1]] == [{}], "nobody asks for those of older runs"


def test_parts_interruptions_and_the_same_day_do_not_count(store: Store) -> None:
    kept(store, [result("甲", Status.FAIL)], days=4, complete=False)
    kept(store, [result("甲", Status.FAIL)], days=3, judged=False)
    kept(store, [result("甲", Status.FAIL)], days=0, hours=3)
    now = [result("甲", Status.PASS)]
    assert seen(store, now, kept(store, now, days=0)) == History()


def test_a_part_of_a_run_compares_with_nothing(store: Store) -> None:
    kept(store, [result("甲", Status.FAIL)], days=4)
    now = [result("甲", Status.PASS)]
    assert seen(store, now, kept(store, now, days=0, complete=False)) == History(complete=False)


def test_later_runs_are_not_in_the_history_of_an_earlier_one(store: Store) -> None:
    now = [result("甲", Status.PASS)]
    run = kept(store, now, days=5)
    kept(store, [result("甲", Status.FAIL)], days=2)
    assert seen(store, now, run, TODAY - timedelta(days=5)) == History()


def test_rules_that_are_no_more_stay_with_the_units_they_had(store: Store) -> None:
    kept(store, [result("旧", Status.FAIL, lead="区教委"), result("甲", Status.PASS)], days=8)
    kept(store, [result("旧", Status.PASS, lead="区教委"), result("甲", Status.PASS)], days=2)
    now = [result("甲", Status.PASS)]
    given = seen(store, now, kept(store, now, days=0))
    assert [one.units for one in given.runs] == [
        {"区教委": Tally(failed=1), "区财政局": Tally(passed=1)},
        {"区教委": Tally(passed=1), "区财政局": Tally(passed=1)},
    ]


def test_thirty_runs_are_enough(store: Store) -> None:
    for day in range(1, 34):
        kept(store, [result("甲", Status.PASS)], days=day)
    now = [result("甲", Status.PASS)]
    given = seen(store, now, kept(store, now, days=0))
    assert len(given.runs) == 29
    assert given.runs[0].as_of == TODAY - timedelta(days=29)


@pytest.mark.parametrize(
    ("tally", "rate", "coverage"),
    [
        pytest.param(Tally(), None, 1.0, id="nothing asked"),
        pytest.param(Tally(unjudged=3), None, 0.0, id="nothing could be judged"),
        pytest.param(Tally(passed=3, warned=1, failed=0, unjudged=4), 0.75, 0.5, id="warnings are judged"),
    ],
)
def test_shares(tally: Tally, rate: float | None, coverage: float) -> None:
    assert (tally.pass_rate, tally.coverage) == (rate, coverage)
