"""From rules to questions and site plans: sharing, 部门网页, filters, learned addresses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from zwgk_cases import DOCUMENT, TODAY, district

from checker.freshness import BUILT_IN
from checker.question import Gap, Question
from crawler.evidence import ColumnEvidence, Match, Outcome, Politeness, Remembered, SitePlan
from rules.derive import derive
from rules.model import Requirement, RequirementKind, RulePack
from rules.tasks import read_tasks
from rules.units import UnitRegistry
from zwgk.config import Config, load_config
from zwgk.learning import Learned, place_digest
from zwgk.plan import Asked, Selection, ask, limit
from zwgk.sites import SiteDirectory
from zwgk.targets import PlanSettings, requests_per_column, site_plans
from zwgk.units import registry


class World:
    """The small district, read."""

    def __init__(self, folder: Path) -> None:
        self.config: Config = load_config(district(folder))
        self.pack: RulePack = derive(read_tasks(folder / "doc.txt"))
        self.units: UnitRegistry = registry(self.config)
        self.directory = SiteDirectory(sites=self.config.sites, place=self.config.place)

    @property
    def asked(self) -> Asked:
        return ask([self.pack], self.directory, self.units, place=self.config.place)

    def plans(
        self,
        questions: tuple[Question, ...] | None = None,
        learned: Mapping[str, Mapping[str, Learned]] | None = None,
        *,
        limited: bool = False,
    ) -> dict[str, SitePlan]:
        settings = PlanSettings(
            sites=self.config.sites,
            politeness=Politeness(),
            table=BUILT_IN,
            as_of=TODAY,
            inspect=self.config.inspect,
            limited=limited,
        )
        memory = learned or {}
        plans = site_plans(
            self.asked.questions if questions is None else questions,
            settings,
            lambda site: memory.get(site, {}),
        )
        return {plan.name: plan for plan in plans}


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def test_rows_that_name_one_place_share_one_target(world: World) -> None:
    shared = [question for question in world.asked.questions if question.rule.path[-1] == "减税降费"]
    assert [question.rule.row for question in shared] == [1, 6]
    assert len({question.key for question in shared}) == 1
    assert [target.path[-1] for target in world.plans()["政府网站"].targets].count("减税降费") == 1


def test_alternatives_are_two_targets_that_carry_the_whole_name(world: World) -> None:
    targets = [target for target in world.plans()["政府网站"].targets if target.literal]
    assert [(target.path[-1], target.literal) for target in targets] == [("预算", "预算/决算"), ("决算", "预算/决算")]


def test_unit_pages_give_one_question_for_each_unit_of_the_groups(world: World) -> None:
    pages = {question.unit: question for question in world.asked.questions if question.rule.row == 4}
    assert list(pages) == ["区政府办公室", "区财政局", "区教委", "青石镇"]
    assert (pages["区教委"].gap, pages["区教委"].site) == (Gap.UNIT_WITHOUT_PAGE, None)
    assert pages["区政府办公室"].site == "政府网站", "same host and port as the site"
    assert pages["区财政局"].site == "政府网站", "a further host of the site"
    assert pages["青石镇"].site == "部门网页 qs.example.gov.cn", "a host of its own"


def test_a_unit_page_is_where_the_search_begins(world: World) -> None:
    plans = world.plans()
    starts = [target.start for target in plans["政府网站"].targets if target.start]
    assert starts == ["https://www.example.gov.cn/qzfb/", "https://zfxxgk.example.gov.cn/czj/"]
    assert plans["部门网页 qs.example.gov.cn"].url == "https://qs.example.gov.cn/"
    assert plans["政府网站"].hosts == ("zfxxgk.example.gov.cn",)


def test_units_nobody_named_are_for_people(world: World, tmp_path: Path) -> None:
    text = DOCUMENT.replace("\t区政府办公室\n\t区政府各部门、各乡镇街道", "\t区政府办公室\n\t有关单位")
    (tmp_path / "doc.txt").write_text(text, encoding="utf-8")
    world.pack = derive(read_tasks(tmp_path / "doc.txt"))
    questions = [question for question in world.asked.questions if question.rule.row == 4]
    assert [(question.unit, question.gap) for question in questions] == [(None, Gap.UNIT_UNASSIGNED)]


def test_without_responsible_units_the_lead_answers(world: World, tmp_path: Path) -> None:
    text = DOCUMENT.replace("\t区政府办公室\n\t区政府各部门、各乡镇街道", "\t青石镇\n\t—")
    (tmp_path / "doc.txt").write_text(text, encoding="utf-8")
    world.pack = derive(read_tasks(tmp_path / "doc.txt"))
    questions = [question for question in world.asked.questions if question.rule.row == 4]
    assert [question.unit for question in questions] == ["青石镇"]


@pytest.mark.parametrize(
    ("units", "rows"),
    [
        pytest.param({"区财政局"}, [1, 2, 2, 4], id="leads, and its own page"),
        pytest.param({"区教委"}, [1, 2, 2, 4], id="named, shared through a group, and its page it has not"),
        pytest.param({"青石镇"}, [4], id="only its own page"),
        pytest.param({"区税务局"}, [3, 6], id="a unit the configuration does not know"),
        pytest.param({"区政府办公室"}, [2, 2, 4, 5, 6], id="with its manual task"),
    ],
)
def test_a_unit_filter_keeps_what_concerns_the_unit(world: World, units: set[str], rows: list[int]) -> None:
    kept = limit(world.asked, Selection(units=frozenset(units)), world.units)
    assert sorted([q.rule.row for q in kept.questions] + [task.row for task in kept.manual]) == rows
    assert {q.unit for q in kept.questions if q.rule.row == 4} <= units


def test_a_filter_asks_only_the_sites_it_needs(world: World) -> None:
    kept = limit(world.asked, Selection(units=frozenset({"区税务局"})), world.units)
    plans = world.plans(kept.questions)
    assert {name: len(plan.targets) for name, plan in plans.items()} == {"政府网站": 1, "税务局网站": 1}
    only_tax = limit(world.asked, Selection(sites=frozenset({"税务局网站"})), world.units)
    assert list(world.plans(only_tax.questions)) == ["税务局网站"]
    assert only_tax.manual == ()


def test_a_site_may_have_a_budget_of_its_own(world: World) -> None:
    sites = dict(world.config.sites)
    sites["税务局网站"] = sites["税务局网站"].model_copy(update={"max_pages": 12})
    world.config = replace(world.config, sites=sites)
    assert {name: plan.politeness.max_pages for name, plan in world.plans().items() if name in sites} == {
        "政府网站": Politeness().max_pages,
        "税务局网站": 12,
    }


def test_a_rule_filter_keeps_that_rule(world: World) -> None:
    rule = world.pack.rules[0].id
    kept = limit(world.asked, Selection(rules=frozenset({rule})), world.units)
    assert [question.rule.id for question in kept.questions] == [rule]


def test_a_site_that_is_not_configured_is_a_gap(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.directory = SiteDirectory(sites={"政府网站": world.config.sites["政府网站"]}, place=world.config.place)
    question = next(question for question in world.asked.questions if question.rule.row == 3)
    assert (question.site, question.key, question.gap) == (None, None, Gap.SITE_NOT_CONFIGURED)


def known(url: str) -> Learned:
    return Learned(url=url, trail=("首页", "减税降费"), match=Match.RENAMED, similarity=0.9)


@pytest.mark.parametrize(
    ("url", "handed_over"),
    [
        pytest.param("https://www.example.gov.cn/jsjf/", True, id="of the site"),
        pytest.param("https://zfxxgk.example.gov.cn/jsjf/", True, id="of a further host"),
        pytest.param("https://old.example.gov.cn/jsjf/", False, id="no longer covered by the configuration"),
    ],
)
def test_learned_addresses_are_handed_over(world: World, url: str, handed_over: bool) -> None:
    place = place_digest(("专题专栏", "减税降费"), None, None)
    targets = world.plans(learned={"政府网站": {place: known(url)}})["政府网站"].targets
    target = next(target for target in targets if target.path[-1] == "减税降费")
    assert (target.learned, target.learned_match) == ((url, Match.RENAMED) if handed_over else (None, None))
    assert [other.learned for other in targets if other is not target] == [None] * (len(targets) - 1)


def test_documents_are_looked_for_back_to_the_time_they_can_be_from(world: World) -> None:
    first, second = (question for question in world.asked.questions if question.rule.path[-1] == "减税降费")
    named = [
        replace(
            one,
            rule=replace(
                one.rule, requirements=(Requirement(kind=RequirementKind.DOCUMENT, quote=name, names=(name,), due=due),)
            ),
        )
        for one, name, due in (
            (first, "2026年税费政策指南", date(2026, 5, 31)),
            (second, "政务公开年度工作报告", date(2026, 3, 31)),
        )
    ]
    assert {question.year for question in named} == {2026}
    (target,) = world.plans(tuple(named))["政府网站"].targets
    assert target.documents == ("2026年税费政策指南", "2025年政务公开年度工作报告")
    assert (target.back_to, target.due, target.pages) == (date(2025, 1, 1), date(2026, 3, 31), 10)
    assert world.plans()["政府网站"].targets[0].documents == ()


def test_only_columns_that_rules_ask_for_are_inspected(world: World) -> None:
    targets = world.plans()["政府网站"].targets
    assert {target.inspect for target in targets} == {3}
    first, *others = world.pack.rules
    world.pack = replace(world.pack, rules=(replace(first, subcolumns=("视频",)), *others))
    inspect = {target.path[-1]: target.inspect for target in world.plans()["政府网站"].targets}
    assert (inspect["减税降费"], inspect["视频"]) == (3, 0)


@pytest.mark.parametrize(
    ("memory", "limited", "requests"),
    [
        pytest.param(0, False, 5 + 40, id="first run of few columns"),
        pytest.param(2, False, 5 + 40, id="few are remembered"),
        pytest.param(3, False, 1.25 * 5, id="most are remembered"),
        pytest.param(5, False, 1.25 * 5, id="all are remembered"),
        pytest.param(0, True, None, id="some units, rules or sites only"),
    ],
)
def test_how_much_closer_looks_may_ask(world: World, memory: int, limited: bool, requests: float | None) -> None:
    targets = world.plans()["政府网站"].targets
    assert len(targets) == 5
    seen = ColumnEvidence(key="", outcome=Outcome.ABSENT, looks=2)
    learned = {
        place_digest(one.path, one.literal, one.start): Learned(
            url=None, remembered=Remembered(evidence=seen, as_of=TODAY)
        )
        for one in targets[:memory]
    }
    plan = world.plans(learned={"政府网站": learned}, limited=limited)["政府网站"]
    assert (None if plan.ceiling is None else pytest.approx(plan.ceiling * len(targets))) == requests


@pytest.mark.parametrize(
    ("columns", "remembered", "waiting", "bad", "requests"),
    [
        pytest.param(10, 10, 0, 0, 12.5, id="nothing waits"),
        pytest.param(10, 10, 4, 0, 12.5 + 3 + 6, id="the entries of four columns wait"),
        pytest.param(10, 10, 4, 5, 12.5 + 3 + 6 + 5, id="what is bad does not keep them waiting"),
        pytest.param(10, 10, 0, 99, 12.5 + 20, id="nor is it without bounds"),
        pytest.param(10, 4, 4, 5, 50, id="most are new: a small site's own floor"),
        pytest.param(100, 4, 4, 5, 202, id="most are new: twice the columns and one"),
    ],
)
def test_what_had_to_wait_is_not_put_off_for_ever(
    columns: int, remembered: int, waiting: int, bad: int, requests: float
) -> None:
    each = requests_per_column(columns, remembered, waiting=waiting, follow_up=bad)
    assert each * columns == pytest.approx(requests)


@pytest.mark.parametrize("row", [1, 6])
def test_the_stricter_of_two_limits_decides_on_the_second_look(world: World, row: int) -> None:
    rules = tuple(replace(rule, limit_days=30) if rule.row == row else rule for rule in world.pack.rules)
    world.pack = replace(world.pack, rules=rules)
    target = next(t for t in world.plans()["政府网站"].targets if t.path[-1] == "减税降费")
    assert target.stale_before == TODAY - timedelta(days=30)


def test_a_ruling_or_a_skip_of_one_rule_does_not_bind_the_other(world: World) -> None:
    first, *others = world.pack.rules
    world.pack = replace(world.pack, rules=(replace(first, url="https://www.example.gov.cn/ruled/"), *others))
    urls = [t.url for t in world.plans()["政府网站"].targets if t.path[-1] == "减税降费"]
    assert urls == ["https://www.example.gov.cn/ruled/", None]
    world.pack = replace(world.pack, rules=(replace(first, skip="已停办"), *others))
    questions = [q.key for q in world.asked.questions if q.rule.path[-1] == "减税降费"]
    assert questions[0] is None
    assert questions[1] is not None


def test_suggested_rules_are_asked_only_when_accepted(world: World) -> None:
    first, *others = world.pack.rules
    world.pack = replace(world.pack, rules=(replace(first, suggested=True, accepted=False), *others))
    assert first.id not in {question.rule.id for question in world.asked.questions}


@pytest.mark.parametrize(
    ("accepted", "skip", "told"),
    [
        pytest.param(True, None, True, id="accepted"),
        pytest.param(False, None, False, id="waiting"),
        pytest.param(True, "不适用", False, id="accepted and skipped"),
    ],
)
def test_a_manual_task_says_which_accepted_suggestions_cover_part_of_it(
    world: World, accepted: bool, skip: str | None, told: bool
) -> None:
    task = world.pack.manual[0]
    rule = replace(world.pack.rules[0], id="建议", row=task.row, suggested=True, accepted=accepted, skip=skip)
    world.pack = replace(world.pack, rules=(*world.pack.rules, rule))
    (asked,) = (one for one in world.asked.manual if one.id == task.id)
    assert asked.reason.startswith(task.reason)
    assert ("已采纳的建议规则" in asked.reason and "建议" in asked.reason) is told
