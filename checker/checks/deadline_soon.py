"""文件公开时限临近: a named document is due within the band and not there yet."""

from __future__ import annotations

from collections.abc import Iterator

from checker.documents import Standing, State, labels, standings
from checker.facts import Facts
from checker.registry import Fault, Need, check
from checker.result import Status

_MOST = 3


def _told(facts: Facts, standing: Standing) -> str:
    wanted = standing.wanted
    if wanted.due is None:
        return wanted.label
    left = (facts.terms.due_day(wanted.due) - facts.as_of).days
    return (
        f"{wanted.label}（时限{wanted.due}{facts.terms.moved(wanted.due)}，{f'还有{left}天' if left else '今天到期'}）"
    )


@check(
    "deadline-soon",
    title="文件公开时限临近",
    advice="请在时限前公开。",
    status=Status.WARN,
    order=410,
    ends=False,
    own_looks=True,
    need=Need.DEMAND,
)
def deadline_soon(facts: Facts) -> Iterator[Fault]:
    """The due day itself is in the band; before the band `missing-document` only says when it is due."""
    soon = [one for one in standings(facts) if one.state is State.SOON]
    if soon:
        more = f"等{len(soon)}份" if len(soon) > _MOST else ""
        yield Fault(
            message=f"栏目“{facts.expected}”尚未见{'、'.join(_told(facts, one) for one in soon[:_MOST])}{more}。",
            basis=facts.row_basis,
            evidence=facts.refs(),
            advice=f"请在时限前公开{labels(soon)}。",
        )
