"""文件逾期公开: a named document is there, and dated after the day by which it had to be."""

from __future__ import annotations

from collections.abc import Iterator

from checker.documents import Standing, State, standings
from checker.facts import Facts
from checker.registry import Fault, Need, check
from checker.result import Status

_MOST = 3


def _settled(facts: Facts) -> bool:
    return all(one.state in (State.THERE, State.LATE, State.NOT_YET, State.SOON) for one in standings(facts))


def _told(facts: Facts, standing: Standing) -> str:
    wanted, entry = standing.wanted, standing.entry
    if wanted.due is None or entry is None or entry.date is None:
        return wanted.label
    past = (entry.date - facts.terms.due_day(wanted.due)).days
    return f"{wanted.label}{entry.date}公开，晚于时限{wanted.due}（{past}天{facts.terms.moved(wanted.due)}）"


@check(
    "late-document",
    title="文件逾期公开",
    advice="请说明逾期原因；今后按文件规定的时限公开。",
    status=Status.FAIL,
    order=405,
    ends=False,
    own_looks=True,
    able=_settled,
    need=Need.DEMAND,
)
def late_document(facts: Facts) -> Iterator[Fault]:
    """The earliest entry counts; a document without a date, or with an undated entry beside it, is not late."""
    late = [one for one in standings(facts) if one.state is State.LATE]
    if late:
        first = late[0].entry
        more = f"等{len(late)}份" if len(late) > _MOST else ""
        yield Fault(
            message=f"栏目“{facts.expected}”中{'；'.join(_told(facts, one) for one in late[:_MOST])}{more}。",
            basis=facts.row_basis,
            evidence=facts.refs(f"{first.title} {first.date}" if first else ""),
        )
