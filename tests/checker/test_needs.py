"""What a check says it needs only spares asking it: without that it has nothing to say, and says so if it is asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from checker_cases import column, facts, listing, located, rule, site
from hypothesis import given, settings
from hypothesis import strategies as st
from looked_cases import article, look

from checker.engine import load_checks
from checker.facts import Facts
from checker.question import Gap
from checker.registry import Check, Fault, Need
from checker.result import Status
from checker.verdict import decide
from crawler.evidence import Match, Outcome, Shape, SiteStatus
from crawler.inspected import Answering, HomeFacts, Lead
from rules.model import Requirement, RequirementKind, Rule, RuleKind

CHECKS = load_checks()
ASKED_ALWAYS = tuple(replace(one, need=Need.NOTHING) for one in CHECKS)

demands = st.builds(
    Requirement,
    kind=st.sampled_from(RequirementKind),
    quote=st.just("公开《2022年工作要点》"),
    names=st.sampled_from([("2022年工作要点",), ()]),
    site=st.just(""),
    path=st.just(("政务公开", "通知公告")),
    at_least=st.sampled_from([None, 3]),
)
rules = st.builds(
    rule,
    kind=st.sampled_from(RuleKind),
    path=st.sampled_from([("专题专栏", "政策解读"), ("专题专栏", "减税降费")]),
    requirements=st.lists(demands, max_size=2).map(tuple),
)
looks = st.none() | st.builds(
    lambda articles, **changes: look(*articles, **changes),
    st.lists(st.builds(article, st.just("解读《办法》"), answering=st.sampled_from(Answering)), max_size=2),
    with_metas=st.booleans(),
    personal_data=st.booleans(),
)


@st.composite
def seen(draw: st.DrawFn) -> dict[str, Any]:
    outcome = draw(st.sampled_from([Outcome.FOUND, *Outcome]))
    changes: dict[str, Any] = {"looks": draw(st.integers(1, 2)), "inspection": draw(looks)}
    if outcome is Outcome.FOUND:
        changes["located"] = located(draw(st.sampled_from(Match)))
        changes["listing"] = draw(st.sampled_from([listing(), *(listing(shape=shape) for shape in Shape), None]))
        if draw(st.booleans()):
            del changes["listing"]  # with rows
        changes["leads"] = draw(st.sampled_from([(), (Lead(asked="2022年工作要点", name="", looks=2),)]))
    return {"outcome": outcome, **changes}


@st.composite
def cases(draw: st.DrawFn) -> Facts:
    asked: Rule = draw(rules)
    gap = draw(st.sampled_from([None, None, None, *Gap]))
    if gap is not None:
        return facts(asked=asked, gap=gap)
    evidence = column(**draw(seen()))
    home = draw(st.none() | st.just(HomeFacts(url="https://www.example.gov.cn/", looks=2)))
    where = site(draw(st.sampled_from(SiteStatus)), evidence, homes={"": home} if home else {})
    whole = facts(draw(st.sampled_from([evidence, evidence, None])), asked=asked, at=where)
    return replace(whole, parts=draw(st.sampled_from([{}, {"视频": None}, {"视频": evidence}])))


@settings(max_examples=150, deadline=None)
@given(cases())
def test_verdicts_are_those_of_asking_every_check(case: Facts) -> None:
    spared, asked = decide(case, CHECKS), decide(replace(case), ASKED_ALWAYS)
    assert spared == asked
    assert "检查程序出错" not in (asked.reason or "")


def test_an_ordinary_column_is_asked_no_more_than_it_must() -> None:
    asked: list[str] = []

    def watched(one: Check) -> Check:
        def judge(case: Facts) -> Iterable[Fault]:
            asked.append(one.code)
            return one.judge(case)

        return replace(one, judge=judge)

    verdict = decide(facts(column()), tuple(watched(one) for one in CHECKS))
    assert verdict.status is Status.PASS
    assert asked == [one.code for one in CHECKS if one.need is Need.NOTHING]
    assert verdict.unexamined == tuple(one.code for one in CHECKS if one.need is Need.LOOK)
