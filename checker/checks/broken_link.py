"""信息链接打不开: among the column's newest entries there are some that do not open."""

from __future__ import annotations

from collections.abc import Iterator

from checker.basis import WORKING_LINKS, join
from checker.facts import Facts
from checker.newest import confirmed, examples, named, opened, refs, settled
from checker.registry import Fault, Need, check, doublings
from checker.result import Status


@check(
    "broken-link",
    title="信息链接打不开",
    advice="请修复或更正所列信息的链接；信息已撤下的，请同时从栏目列表中移除。",
    status=Status.FAIL,
    order=500,
    ends=False,
    own_looks=True,
    able=lambda facts: settled(one.answer for one in opened(facts)) and not facts.habits.entries.mostly_bad,
    need=Need.LOOK,
)
def broken_link(facts: Facts) -> Iterator[Fault]:
    """One finding for all entries that did not open at both looks; refusals and failures accuse nobody.

    Nor does a site on which hardly any entry opens: that is said of the site (`broken-entries`).
    """
    articles = opened(facts)
    broken = [one for one in articles if confirmed(one.answer)]
    if broken and not facts.habits.entries.mostly_bad:
        told = [f"{named(one.title)}（{one.answer.detail}）" for one in broken]
        yield Fault(
            message=f"栏目“{facts.expected}”最新{len(articles)}条信息中有{len(broken)}条打不开：{examples(told)}，"
            "两次查看均如此。",
            basis=join(WORKING_LINKS, facts.row_basis),
            evidence=refs(facts, [(one.answer, f"{one.title}：{one.answer.detail}") for one in broken]),
            extent=doublings(len(broken)),
        )
