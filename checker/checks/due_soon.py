"""即将超期: the newest entry is inside the warning band before the limit."""

from __future__ import annotations

from collections.abc import Iterator

from checker.basis import join
from checker.facts import Facts
from checker.registry import Fault, check
from checker.result import Status


@check(
    "due-soon",
    title="即将超过更新期限",
    advice="请在到期前发布最新信息。",
    status=Status.WARN,
    order=320,
    ends=False,
    negative=False,
    able=lambda facts: facts.tells_dates,
)
def due_soon(facts: Facts) -> Iterator[Fault]:
    """The band is the last `warn` days before the limit, the day of the limit included."""
    days, age = facts.limit.days, facts.age
    if not facts.judges_freshness or days is None or age is None or not days - facts.limit.warn < age <= days:
        return
    left = f"再过{days - age}天即满" if age < days else "今天已满"
    yield Fault(
        message=f"栏目“{facts.expected}”最新信息日期为{facts.newest}，{left}{days}天的更新期限。",
        basis=join(facts.limit.basis, facts.row_basis),
        evidence=facts.refs(facts.newest_quote),
    )
