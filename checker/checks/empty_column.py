"""空白栏目: a list was recognised and has no rows, or states a total of 0."""

from __future__ import annotations

from collections.abc import Iterator

from checker.basis import GUIDELINE, INDICATORS, join
from checker.facts import Facts
from checker.registry import Fault, check
from checker.result import Status
from crawler.evidence import Shape


@check(
    "empty-column",
    title="空白栏目",
    advice="请尽快发布应公开的信息；确无内容的，按要求说明情况或撤并栏目。",
    status=Status.FAIL,
    order=130,
    able=lambda facts: facts.tells_rows,
)
def empty_column(facts: Facts) -> Iterator[Fault]:
    """Never for a single text, a page of sub-columns, a script shell or a page that was not understood."""
    listing = facts.column.listing if facts.column else None
    if not (facts.found and facts.whole_column) or listing is None or listing.entries or facts.newest is not None:
        return
    stated = listing.shape is Shape.LIST and listing.total == 0
    if listing.shape is Shape.EMPTY_LIST or stated:
        total = "，页面标注总数为0条" if listing.total == 0 else ""
        yield Fault(
            message=f"栏目“{facts.expected}”没有任何信息{total}。",
            basis=join(f"{INDICATORS}：空白栏目", f"{GUIDELINE}：没有内容的栏目不得开设", facts.row_basis),
            evidence=facts.refs(),
        )
