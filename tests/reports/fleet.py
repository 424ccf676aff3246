"""An invented audit of many units over many sections, with the runs before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from district import AS_OF, DOCUMENT, result, run, sites, unit

from checker.history import History, PastRun, tally, this_run
from checker.result import Audit, Result, Status

SECTIONS = (
    "一、围绕优化营商环境深化信息公开",
    "二、聚焦民生保障推进重点领域信息公开，及时回应社会关切",
    "三、做好财政信息公开",
    "四、加强政策集中公开和解读",
    "五、规范依申请公开办理",
    "六、推进基层政务公开标准化规范化",
    "七、完善政府信息公开平台",
    "八、强化政务新媒体管理",
    "九、推进公共企事业单位信息公开",
    "十、做好政务服务公开",
    "十一、加强教育培训",
    "十二、压实工作责任",
)
_KINDS = (
    (Status.PASS, None),
    (Status.FAIL, "stale-column"),
    (Status.WARN, "due-soon"),
    (Status.UNVERIFIABLE, "site-unreachable"),
    (Status.MANUAL, None),
)


def kind(number: int) -> tuple[Status, str | None]:
    """Mostly good, in no order that a section or a unit shares."""
    turn = number * 7919 % 97 % 20
    return _KINDS[0 if turn < 14 else 1 if turn < 16 else 2 if turn < 17 else 3 if turn < 19 else 4]


def fleet(units: int, sections: int, rules: int) -> Audit:
    """`units` units that lead `rules` results each, spread over `sections` sections."""
    drawn = {one: result(place, *one) for place, one in enumerate(_KINDS, 1)}
    given: list[Result] = []
    for number in range(units * rules):
        row = number % rules
        given.append(
            replace(
                drawn[kind(number)],
                rule=f"r{number}",
                row=row + 1,
                section=SECTIONS[row * sections // rules],
                path=() if kind(number)[0] is Status.MANUAL else ("政府信息公开", f"栏目{number}"),
            )
        )
    results = tuple(given)
    names = [f"第{number}街道办事处" for number in range(1, units + 1)]
    return Audit(
        run=run(),
        sites=sites(),
        results=results,
        units=tuple(unit(name, results, lead=range(n * rules, n * rules + rules)) for n, name in enumerate(names)),
        documents={DOCUMENT: rules},
    )


def past(audit: Audit, runs: int, *, statuses: Sequence[tuple[str, Status]] = ()) -> History:
    """Weekly runs before `audit`, each a little better than the one before it."""
    now = this_run(audit)
    return History(
        runs=tuple(
            PastRun(
                id=f"run-{week}",
                as_of=AS_OF - timedelta(days=7 * week),
                whole=replace(now.whole, failed=now.whole.failed + week),
                units={one.name: replace(tally(one.counts), failed=one.counts[Status.FAIL] + 1) for one in audit.units},
            )
            for week in range(runs, 0, -1)
        ),
        statuses=dict(statuses),
    )
