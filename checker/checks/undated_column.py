"""栏目信息无日期: rows, and no usable date on them nor on their articles."""

from __future__ import annotations

from collections.abc import Iterator

from checker.basis import INDICATORS, join
from checker.facts import Facts
from checker.registry import Fault, check
from checker.result import Status
from crawler.evidence import Shape


@check(
    "undated-column",
    title="信息未注明发布时间",
    advice="请在栏目列表或文章页标注发布时间。",
    status=Status.FAIL,
    order=300,
    ends=False,
    able=lambda facts: facts.tells_dates,
)
def undated_column(facts: Facts) -> Iterator[Fault]:
    """The national standard counts what bears no date as not updated; a row dated after as-of bears none."""
    if not facts.judges_freshness or facts.newest is not None:
        return
    rows = len(facts.entries)
    advice: str | None
    if facts.shape is Shape.SINGLE:
        seen, advice, quote = "网页未注明发布或更新时间", "请在网页上标注发布时间。", ""
    elif facts.shape is not Shape.LIST or not rows:
        return
    elif facts.future:
        first = facts.future[0]
        seen = f"读到{rows}条信息，{len(facts.future)}条日期晚于检查日{facts.as_of}（如{first.date}），其余无日期"
        if len(facts.future) == rows:
            seen = f"读到{rows}条信息，日期均晚于检查日{facts.as_of}（如{first.date}）"
        advice = "请更正信息的发布时间，并在栏目列表或文章页如实标注。"
        quote = f"{first.title} {first.date}"
    else:
        seen, advice, quote = f"读到{rows}条信息，列表和文章页均未注明发布时间", None, facts.entries[0].title
    yield Fault(
        message=f"栏目“{facts.expected}”{seen}，无法证明其更新时间。",
        basis=join(f"{INDICATORS}：未注明发布时间的视为未更新", facts.row_basis),
        evidence=facts.refs(quote),
        advice=advice,
    )
