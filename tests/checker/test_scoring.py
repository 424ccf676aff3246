"""Who answers for what, and what its results come to."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.deductions import Bonus, Scoring, score
from checker.result import Finding, Result, Status, UnitResult
from checker.scoring import counts, coverage, summarise
from rules.units import Unit, UnitRegistry

DEPARTMENTS = "区政府各部门"
REGISTRY = UnitRegistry(
    [
        Unit(name="区政府办公室", aliases=("区府办",)),
        Unit(name="区财政局", groups=(DEPARTMENTS,)),
        Unit(name="区民政局", aliases=("区民政",), groups=(DEPARTMENTS,)),
        Unit(name="区档案馆"),
    ]
)


def result(
    lead: tuple[str, ...] = (), named: tuple[str, ...] = (), status: Status = Status.PASS, **changes: Any
) -> Result:
    values: dict[str, Any] = {
        "rule": "r",
        "document": "文件",
        "row": 1,
        "item": None,
        "section": "",
        "text": "",
        "site": "政府网站",
        "path": ("栏目",),
        "lead_units": lead,
        "responsible_units": named,
        "status": status,
    }
    return Result(**(values | changes))


def figures(*results: Result) -> dict[str, UnitResult]:
    return {unit.name: unit for unit in summarise(results, REGISTRY)}


def roles(unit: UnitResult) -> tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]:
    return unit.lead, unit.named, unit.shared


ROLES = [
    pytest.param(result(("区财政局",), ("区民政局",)), {"区财政局": "lead", "区民政局": "named"}, id="lead and named"),
    pytest.param(result(("区府办",)), {"区政府办公室": "lead"}, id="by alias"),
    pytest.param(result(("区财政局",), ("区财政局",)), {"区财政局": "lead"}, id="lead and responsible counts once"),
    pytest.param(result((), (DEPARTMENTS,)), {"区财政局": "shared", "区民政局": "shared"}, id="a group shares"),
    pytest.param(
        result((), ("区民政局", DEPARTMENTS)), {"区民政局": "named", "区财政局": "shared"}, id="named beside its group"
    ),
    pytest.param(
        result((DEPARTMENTS,)), {"区财政局": "shared", "区民政局": "shared"}, id="a group that leads shares too"
    ),
    pytest.param(
        result(("区财政局",), (DEPARTMENTS,)), {"区财政局": "lead", "区民政局": "shared"}, id="the lead is in the group"
    ),
    pytest.param(result(("区气象局",)), {"区气象局": "lead"}, id="unknown to the configuration, and still there"),
    pytest.param(result((), ("有关单位",)), {}, id="nobody in particular"),
    pytest.param(result(), {}, id="no unit printed"),
    pytest.param(
        result((), (DEPARTMENTS,), unit="区民政局"), {"区民政局": "named"}, id="its own page, though a group was asked"
    ),
    pytest.param(
        result(("区政府办公室",), ("区财政局", "区民政局"), unit="区财政局"),
        {"区财政局": "named"},
        id="somebody's page is not the lead's business",
    ),
    pytest.param(result(("区府办",), unit="区政府办公室"), {"区政府办公室": "lead"}, id="the lead's own page"),
]


@pytest.mark.parametrize(("one", "expected"), ROLES)
def test_who_answers(one: Result, expected: dict[str, str]) -> None:
    found = {
        name: next(role for role in ("lead", "named", "shared") if getattr(unit, role))
        for name, unit in figures(one).items()
    }
    assert found == expected
    assert all(sum(map(len, roles(unit))) == 1 for unit in figures(one).values())


def test_one_missing_column_marks_no_group_down() -> None:
    units = figures(result((), (DEPARTMENTS,), Status.FAIL), result(("区财政局",)))
    assert (units["区财政局"].score, units["区财政局"].shared) == (100.0, (0,))
    assert (units["区民政局"].score, units["区民政局"].coverage) == (None, 1.0)


def test_units_come_in_the_configuration_s_order_then_the_others() -> None:
    units = summarise([result(("区气象局",), ("区财政局",)), result(("区政府办公室",))], REGISTRY)
    assert [unit.name for unit in units] == ["区政府办公室", "区财政局", "区气象局"]
    assert [unit.groups for unit in units] == [(), (DEPARTMENTS,), ()]


def test_units_that_answer_for_nothing_are_left_out() -> None:
    assert "区档案馆" not in figures(result(("区财政局",)))


def judged(status: Status, *codes: str) -> Result:
    """A result of this status with the findings that make it so."""
    own = {Status.FAIL: "missing-column", Status.WARN: "renamed-column", Status.WAIVED: "stale-column"}
    names = codes or ((own[status],) if status in own else ())
    found = tuple(Finding(code=name, status=status, message="", advice="", basis="") for name in names)
    return result(("区财政局",), status=status, findings=found)


FIGURES = [
    pytest.param([Status.PASS] * 3, 1.0, 100.0, id="all good"),
    pytest.param([Status.FAIL], 1.0, 0.0, id="all bad"),
    pytest.param([Status.PASS, Status.WARN, Status.FAIL], 1.0, 60.0, id="a warning is four fifths"),
    pytest.param([Status.PASS, Status.PASS, Status.FAIL], 1.0, 66.7, id="rounded to a tenth"),
    pytest.param([Status.PASS, Status.UNVERIFIABLE], 0.5, 100.0, id="unverifiable lowers the coverage only"),
    pytest.param([Status.PASS, Status.MANUAL], 0.5, 100.0, id="manual lowers the coverage only"),
    pytest.param([Status.PASS, Status.NOT_APPLICABLE, Status.WAIVED], 1.0, 100.0, id="out of scope changes nothing"),
    pytest.param([Status.UNVERIFIABLE], 0.0, None, id="nothing could be judged"),
    pytest.param([Status.NOT_APPLICABLE], 1.0, None, id="nothing was asked"),
    pytest.param([], 1.0, None, id="nothing at all"),
]


@pytest.mark.parametrize(("statuses", "covered", "points"), FIGURES)
def test_figures(statuses: list[Status], covered: float, points: float | None) -> None:
    results = [judged(status) for status in statuses]
    numbers = counts(results)
    assert set(numbers) == set(Status)
    assert (coverage(numbers), score(results, "区财政局", Scoring()).points) == (covered, points)


@given(st.lists(st.sampled_from(list(Status))))
def test_figures_stay_in_their_bounds(statuses: list[Status]) -> None:
    results = [judged(status) for status in statuses]
    numbers = counts(results)
    points = score(results, "区财政局", Scoring()).points
    assert 0.0 <= coverage(numbers) <= 1.0
    assert points is None or 0.0 <= points <= 100.0
    assert sum(numbers.values()) == len(statuses)


DEDUCTIONS = [
    pytest.param([judged(Status.FAIL, "broken-link")], {}, 70.0, id="a code's own weight"),
    pytest.param([judged(Status.FAIL, "broken-link", "missing-document")], {}, 20.0, id="findings add up"),
    pytest.param(
        [judged(Status.FAIL, "missing-column", "broken-link")], {}, 0.0, id="never more than the result is worth"
    ),
    pytest.param([judged(Status.FAIL, "a-code-of-tomorrow")], {}, 0.0, id="an unnamed code costs by its status"),
    pytest.param([judged(Status.WARN, "deadline-soon")], {}, 100.0, id="a reminder costs nothing"),
    pytest.param([judged(Status.FAIL)], {"weights": {"missing-column": 0.4}}, 60.0, id="configured weights"),
    pytest.param(
        [judged(Status.PASS), judged(Status.FAIL, "personal-data-exposed")],
        {"veto": frozenset({"personal-data-exposed"})},
        0.0,
        id="a veto outweighs everything",
    ),
    pytest.param(
        [judged(Status.PASS), judged(Status.WAIVED, "personal-data-exposed")],
        {"veto": frozenset({"personal-data-exposed"})},
        100.0,
        id="what is waived is no veto",
    ),
    pytest.param([judged(Status.PASS)], {"bonus": (Bonus(unit="区财政局", points=5),)}, 105.0, id="bonus"),
    pytest.param([judged(Status.PASS)], {"bonus": (Bonus(unit="区民政局", points=5),)}, 100.0, id="another unit's"),
    pytest.param(
        [judged(Status.WARN)], {"bonus": (Bonus(unit="区财政局", points=5),)}, 80.0, id="not above the threshold"
    ),
    pytest.param([judged(Status.PASS)], {"bonus": (Bonus(unit="区财政局", points=99),)}, 130.0, id="bonus is capped"),
]


@pytest.mark.parametrize(("results", "how", "points"), DEDUCTIONS)
def test_deductions(results: list[Result], how: dict[str, Any], points: float) -> None:
    assert score(results, "区财政局", Scoring(**how)).points == points


def test_a_veto_is_named() -> None:
    how = Scoring(veto=frozenset({"missing-column"}))
    (unit,) = summarise([judged(Status.FAIL), judged(Status.PASS)], REGISTRY, how)
    assert (unit.score, unit.vetoes) == (0.0, ("missing-column",))


def test_a_released_unit_does_not_answer() -> None:
    shared = result(("区财政局",), ("区民政局", DEPARTMENTS), status=Status.FAIL, released=("区民政局",))
    assert set(figures(shared)) == {"区财政局"}
