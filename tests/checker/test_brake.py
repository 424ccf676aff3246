"""The brake: a site that turns bad at once is held, ordinary faults are not."""

from __future__ import annotations

import pytest

from checker.brake import hold_regressions, result_key
from checker.result import Finding, Result, Status

FINDING = Finding(code="missing-column", status=Status.FAIL, message="未找到", advice="请设置", basis="第1行")


def result(number: int, status: Status, site: str = "政府网站") -> Result:
    return Result(
        rule=f"{site}{number}",
        document="文件",
        row=number + 1,
        item=None,
        section="",
        text="",
        site=site,
        path=("栏目",),
        status=status,
        findings=(FINDING,) if status is Status.FAIL else (),
        entries=4,
    )


def run(site: str, *, passes: int, fails: int) -> tuple[Result, ...]:
    verdicts = [Status.PASS] * passes + [Status.FAIL] * fails
    return tuple(result(number, status, site) for number, status in enumerate(verdicts))


def all_passed(results: tuple[Result, ...]) -> dict[str, Status]:
    return {result_key(one): Status.PASS for one in results}


@pytest.mark.parametrize(
    ("passes", "fails", "held"),
    [
        pytest.param(0, 5, True, id="all of five"),
        pytest.param(0, 4, False, id="four are too few to tell"),
        pytest.param(11, 5, True, id="5 of 16 is more than 30 %"),
        pytest.param(14, 6, False, id="6 of 20 is exactly 30 %"),
        pytest.param(13, 6, True, id="6 of 19"),
        pytest.param(95, 5, False, id="five of a hundred"),
    ],
)
def test_threshold(passes: int, fails: int, held: bool) -> None:
    results = run("政府网站", passes=passes, fails=fails)
    after = hold_regressions(all_passed(results), results)
    failed = [one for one in after if one.status is Status.FAIL]
    assert len(failed) == (0 if held else fails)
    assert [one.status for one in after[:passes]] == [Status.PASS] * passes


def test_held_results_say_why_and_accuse_nobody() -> None:
    results = run("政府网站", passes=0, fails=6)
    held = hold_regressions(all_passed(results), results)[0]
    assert (held.status, held.findings, held.entries) == (Status.UNVERIFIABLE, (), None)
    assert "上轮合格的6项中本轮有6项" in (held.reason or "")


def test_other_sites_are_judged_as_ever() -> None:
    results = (*run("甲", passes=0, fails=6), *run("乙", passes=20, fails=1))
    after = hold_regressions(all_passed(results), results)
    assert after[-1].status is Status.FAIL


def test_old_failures_stay_and_do_not_count() -> None:
    results = run("政府网站", passes=0, fails=9)
    previous = {result_key(one): Status.FAIL for one in results[:5]} | all_passed(results[5:])
    assert hold_regressions(previous, results) == results
    previous = {result_key(one): Status.FAIL for one in results[:4]} | all_passed(results[4:])
    after = hold_regressions(previous, results)
    assert [one.status for one in after[:4]] == [Status.FAIL] * 4
    assert {one.status for one in after[4:]} == {Status.UNVERIFIABLE}


def test_new_rules_of_a_site_that_turned_bad_are_held_too() -> None:
    results = run("政府网站", passes=0, fails=7)
    previous = all_passed(results[:6])
    assert hold_regressions(previous, results)[6].status is Status.UNVERIFIABLE


def test_a_first_run_is_not_held() -> None:
    results = run("政府网站", passes=0, fails=30)
    assert hold_regressions({}, results) == results
