"""栏目更新不及时: the newest entry is older than the limit allows."""

from __future__ import annotations

from collections.abc import Iterator

from checker.basis import join
from checker.facts import Facts
from checker.registry import Fault, check, doublings
from checker.result import Status


@check(
    "stale-column",
    title="栏目更新不及时",
    advice="请尽快发布最新信息；确无新增信息的，请说明情况并由主管单位在规则集中登记。",
    status=Status.FAIL,
    order=310,
    ends=False,
    able=lambda facts: facts.tells_dates,
)
def stale_column(facts: Facts) -> Iterator[Fault]:
    """Exactly the limit is still in time; without a date `undated-column` and `empty-column` speak."""
    days, age = facts.limit.days, facts.age
    if not facts.judges_freshness or days is None or age is None or age <= days:
        return
    yield Fault(
        message=(
            f"栏目“{facts.expected}”最新信息日期为{facts.newest}，截至{facts.as_of}已{age}天未更新，"
            f"超过{days}天的期限{age - days}天。"
        ),
        basis=join(facts.limit.basis, facts.row_basis),
        evidence=facts.refs(facts.newest_quote),
        extent=doublings(age // max(days, 1)),
    )
