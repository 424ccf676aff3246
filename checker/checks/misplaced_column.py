"""栏目位置不符: the name is right, and the column is not below the level the document names."""

from __future__ import annotations

from collections.abc import Iterator

from checker.facts import Facts, because
from checker.registry import Fault, check
from checker.result import Status
from crawler.evidence import Match


@check(
    "misplaced-column",
    title="栏目位置不符",
    advice="请按文件所列公开路径调整栏目位置，或在文件所列的上级栏目下增加该栏目的入口。",
    status=Status.WARN,
    order=210,
    ends=False,
    negative=False,
)
def misplaced_column(facts: Facts) -> Iterator[Fault]:
    """The column counts as found and is judged on for its dates."""
    located = facts.located
    if facts.found and located is not None and located.match is Match.MISPLACED:
        trail = " > ".join(located.trail)
        yield Fault(
            message=f"文件要求路径“{facts.expected}”，栏目实际位于“{trail}”{because(located.via)}。",
            basis=facts.row_basis,
            evidence=facts.refs(trail),
        )
