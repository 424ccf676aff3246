"""The engine: which finding is said, what the result is called, and what never becomes an accusation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from checker_cases import AS_OF, column, entries, facts, listing, located, question, rule, site

from checker.engine import judge, load_checks
from checker.facts import Facts
from checker.question import Gap, Question, question_key
from checker.registry import Check, Fault, check
from checker.result import Result, Status
from checker.sites import judge_sites
from crawler.evidence import ColumnEvidence, Look, Match, Outcome, Shape, SiteEvidence, SiteStatus
from rules.model import ManualTask, Rule, RuleKind


def ask(
    seen: ColumnEvidence | None = None, *, at: SiteEvidence | None = None, asked: Question | None = None, **changes: Any
) -> Result:
    where = at or site(SiteStatus.REACHABLE, *((seen,) if seen else ()))
    (result,) = judge([asked or question(rule(**changes))], [], {"政府网站": where}, as_of=AS_OF)
    return result


OLD = listing(*entries(400))
EMPTY = listing(shape=Shape.EMPTY_LIST)
REFERENCE = {"path": ("政务公开", "行政法规")}

VERDICTS = [
    pytest.param(column(), {}, "pass", [], id="fresh"),
    pytest.param(column(listing=OLD), {}, "fail", ["stale-column"], id="stale"),
    pytest.param(column(listing=OLD), REFERENCE, "pass", [], id="old, but a reference column"),
    pytest.param(column(listing=listing(*entries(360))), {}, "warn", ["due-soon"], id="due soon"),
    pytest.param(column(listing=listing(*entries(None))), {}, "fail", ["undated-column"], id="undated"),
    pytest.param(column(listing=EMPTY), {}, "fail", ["empty-column"], id="empty"),
    pytest.param(
        column(listing=EMPTY, located=located(Match.RENAMED)),
        {},
        "fail",
        ["empty-column"],
        id="empty goes before renamed",
    ),
    pytest.param(
        column(listing=OLD, located=located(Match.RENAMED)),
        {},
        "fail",
        ["renamed-column", "stale-column"],
        id="renamed is judged on for its dates",
    ),
    pytest.param(column(located=located(Match.MISPLACED)), {}, "warn", ["misplaced-column"], id="misplaced and fresh"),
    pytest.param(
        column(listing=OLD, located=located(Match.AMBIGUOUS)),
        {},
        "warn",
        ["ambiguous-column"],
        id="ambiguous ends there",
    ),
    pytest.param(column(Outcome.AMBIGUOUS), {}, "warn", ["ambiguous-column"], id="several, none read"),
    pytest.param(column(Outcome.ABSENT), {}, "fail", ["missing-column"], id="missing"),
    pytest.param(
        column(Outcome.BROKEN, located=located(), listing=EMPTY), {}, "fail", ["broken-column"], id="broken only"
    ),
    pytest.param(column(Outcome.UNREACHABLE), {}, "unverifiable", ["site-unreachable"], id="unreachable"),
    pytest.param(column(Outcome.BLOCKED), {}, "unverifiable", ["site-blocked"], id="blocked"),
    pytest.param(column(Outcome.DISALLOWED), {}, "unverifiable", ["robots-disallowed"], id="robots"),
    pytest.param(column(Outcome.NEEDS_RENDERING), {}, "unverifiable", ["needs-rendering"], id="needs a browser"),
    pytest.param(column(Outcome.BUDGET_SPENT), {}, "unverifiable", ["budget-spent"], id="budget"),
    pytest.param(column(Outcome.OFF_SITE), {}, "unverifiable", ["site-not-configured"], id="foreign host"),
    pytest.param(column(listing=listing(shape=Shape.SHELL)), {}, "unverifiable", ["needs-rendering"], id="shell"),
    pytest.param(column(listing=listing(shape=Shape.SINGLE)), {}, "pass", [], id="a single text exists"),
    pytest.param(column(listing=listing(shape=Shape.UNKNOWN)), {}, "unverifiable", [], id="a page not understood"),
    pytest.param(column(listing=listing(shape=Shape.UNKNOWN)), REFERENCE, "pass", [], id="not understood, no limit"),
    pytest.param(
        column(listing=listing(shape=Shape.SECTION)), {}, "unverifiable", [], id="section, children not dated"
    ),
    pytest.param(
        column(listing=listing(shape=Shape.SECTION), newest=AS_OF), {}, "pass", [], id="section, fresh children"
    ),
    pytest.param(column(listing=listing(total=9)), {}, "unverifiable", [], id="9 rows that could not be read"),
    pytest.param(column(listing=None, located=located(url=None)), {}, "unverifiable", [], id="a label without a page"),
    pytest.param(column(listing=None, located=located(url=None)), REFERENCE, "pass", [], id="a label, no limit"),
    pytest.param(
        column(listing=listing(shape=Shape.UNKNOWN), located=located(Match.RENAMED)),
        {},
        "warn",
        ["renamed-column"],
        id="renamed, dates not readable",
    ),
]


@pytest.mark.parametrize(("seen", "changes", "status", "codes"), VERDICTS)
def test_verdicts(seen: ColumnEvidence, changes: dict[str, Any], status: str, codes: list[str]) -> None:
    result = ask(seen, **changes)
    assert (result.status.value, [finding.code for finding in result.findings]) == (status, codes)
    if result.status is Status.UNVERIFIABLE:
        assert result.reason
        assert (result.entries, result.newest, result.samples) == (None, None, ())


ONE_LOOK = [
    pytest.param(column(Outcome.ABSENT, looks=1), id="missing"),
    pytest.param(column(Outcome.BROKEN, looks=1), id="broken"),
    pytest.param(column(listing=EMPTY, looks=1), id="empty"),
    pytest.param(column(listing=listing(*entries(None)), looks=1), id="undated"),
    pytest.param(column(listing=OLD, looks=1), id="stale"),
]


@pytest.mark.parametrize("seen", ONE_LOOK)
def test_one_look_never_accuses(seen: ColumnEvidence) -> None:
    result = ask(seen)
    assert result.status is Status.UNVERIFIABLE
    assert result.findings == ()
    assert "尚未复核" in (result.reason or "")
    assert result.column is None or result.column.match is not Match.NONE


def test_one_look_is_enough_for_praise_and_for_names() -> None:
    assert ask(column(looks=1)).status is Status.PASS
    assert ask(column(looks=1, located=located(Match.RENAMED))).status is Status.WARN


def test_unconfirmed_dates_leave_the_name_said() -> None:
    result = ask(column(looks=1, listing=OLD, located=located(Match.RENAMED)))
    assert [finding.code for finding in result.findings] == ["renamed-column"]
    assert result.status is Status.WARN
    assert "尚未复核" in (result.reason or "")


def test_a_site_down_makes_its_rules_unverifiable() -> None:
    result = ask(at=site(SiteStatus.UNREACHABLE, reason="连接超时"))
    assert result.status is Status.UNVERIFIABLE
    assert [finding.code for finding in result.findings] == ["site-unreachable"]


def test_no_evidence_is_no_verdict() -> None:
    assert ask().status is Status.UNVERIFIABLE
    (result,) = judge([question()], [], {}, as_of=AS_OF)
    assert result.status is Status.UNVERIFIABLE
    assert "没有该栏目的取证记录" in (result.reason or "")


def test_missing_names_no_place_and_broken_does() -> None:
    missing = ask(column(Outcome.ABSENT, looked=(Look(place="首页", url=None),))).column
    assert missing is not None
    assert (missing.match, missing.url) == (Match.NONE, None)
    broken = ask(column(Outcome.BROKEN, located=located())).column
    assert broken is not None
    assert (broken.match, broken.url) == (Match.EXACT, "https://www.example.gov.cn/jsjf/")


def test_an_unverifiable_result_still_names_the_column() -> None:
    result = ask(column(Outcome.BLOCKED, located=located()))
    assert result.column is not None
    assert result.column.url == "https://www.example.gov.cn/jsjf/"


def test_what_was_read_is_in_the_result() -> None:
    rows = entries(None, 30, 2, -1, 8, 4, 5)
    result = ask(column(listing=listing(*rows)))
    assert result.entries == 7
    assert result.newest == rows[2].date
    assert [sample.title for sample in result.samples] == ["信息2", "信息4", "信息5", "信息8", "信息30"]
    assert result.limit_days == 365
    assert result.fetched_at is not None


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        pytest.param(RuleKind.SUBCOLUMNS, "“减税降费”下是否设置子栏目“视频”、“图片”", id="sub-columns"),
        pytest.param(RuleKind.HOMEPAGE_ENTRY, "首页是否设置“视频”、“图片”", id="home-page entry"),
    ],
)
def test_what_could_not_be_told_of_other_demands_is_for_people(kind: RuleKind, words: str) -> None:
    changes: dict[str, Any] = {"kind": kind, "subcolumns": ("视频", "图片")}
    fine = ask(column(listing=OLD), **changes)
    assert (fine.status, fine.findings) == (Status.MANUAL, ())
    assert words in (fine.reason or "")
    gone = Status.FAIL if kind is RuleKind.SUBCOLUMNS else Status.UNVERIFIABLE
    assert ask(column(Outcome.ABSENT), **changes).status is gone
    assert ask(column(Outcome.BLOCKED), **changes).status is Status.UNVERIFIABLE
    assert ask(column(Outcome.ABSENT, looks=1), **changes).status is Status.UNVERIFIABLE
    assert ask(**changes).status is Status.UNVERIFIABLE


def test_a_home_page_entry_without_a_path_is_for_people() -> None:
    result = ask(kind=RuleKind.HOMEPAGE_ENTRY, path=())
    assert result.status is Status.MANUAL


GAPS = [
    pytest.param(Gap.SITE_NOT_CONFIGURED, Status.UNVERIFIABLE, ["site-not-configured"], id="site"),
    pytest.param(Gap.UNIT_WITHOUT_PAGE, Status.UNVERIFIABLE, ["unit-without-page"], id="unit"),
    pytest.param(Gap.UNIT_UNASSIGNED, Status.MANUAL, [], id="nobody knows which unit"),
]


@pytest.mark.parametrize(("gap", "status", "codes"), GAPS)
def test_gaps(gap: Gap, status: Status, codes: list[str]) -> None:
    asked = rule(site="部门网页")
    result = ask(asked=question(asked, gap=gap))
    assert (result.status, [finding.code for finding in result.findings]) == (status, codes)
    assert result.site == "部门网页"
    assert result.reason


def test_suggestions_are_judged_only_when_accepted() -> None:
    where = {"政府网站": site(SiteStatus.REACHABLE, column())}
    silent = question(rule(suggested=True, accepted=False))
    accepted = question(rule(suggested=True, accepted=True))
    assert judge([silent], [], where, as_of=AS_OF) == ()
    assert [result.status for result in judge([accepted], [], where, as_of=AS_OF)] == [Status.PASS]


def test_a_skipped_rule_does_not_apply() -> None:
    result = ask(column(Outcome.ABSENT), skip="本区没有此项业务")
    assert (result.status, result.reason, result.findings, result.column) == (
        Status.NOT_APPLICABLE,
        "本区没有此项业务",
        (),
        None,
    )


def manual(row: int, **changes: Any) -> ManualTask:
    values: dict[str, Any] = {"id": f"m{row}", "document": "云山区任务分工", "row": row, "section": "", "text": "做事"}
    return ManualTask(**(values | changes))


def test_manual_tasks_stand_among_the_rules_in_document_order() -> None:
    questions = [question(rule(id="r9", row=9)), question(rule(row=3, item=2)), question(rule(row=3, item=1))]
    tasks = [manual(5, reason="仅线下公开"), manual(1, skip="已取消"), manual(2, document="另一份文件")]
    results = judge(questions, tasks, {}, as_of=AS_OF)
    assert [(result.document[0], result.row, result.item) for result in results] == [
        ("云", 1, None),
        ("云", 3, 1),
        ("云", 3, 2),
        ("云", 5, None),
        ("云", 9, None),
        ("另", 2, None),
    ]
    assert (results[3].status, results[3].site, results[3].path) == (Status.MANUAL, None, ())
    assert results[3].reason == "仅线下公开"
    assert (results[0].status, results[0].reason) == (Status.NOT_APPLICABLE, "已取消")


def test_a_check_that_raises_costs_one_result_only() -> None:
    def broken(given: Facts) -> Iterator[Fault]:
        if given.rule.id == "bad":
            raise RuntimeError("secret detail")
        return iter(())

    faulty = check("x", title="x", advice="x", status=Status.FAIL, order=1)(broken)
    where = {"政府网站": site(SiteStatus.REACHABLE, column())}
    bad, good = judge([question(rule(id="bad")), question()], [], where, as_of=AS_OF, checks=[faulty])
    assert bad.status is Status.UNVERIFIABLE
    assert "检查程序出错" in (bad.reason or "")
    assert "secret" not in (bad.reason or "")
    assert good.status is Status.PASS


def test_judged_again_for_an_earlier_day_takes_the_rows_of_that_day() -> None:
    rows = entries(2, 20)
    where = {"政府网站": site(SiteStatus.REACHABLE, column(listing=listing(*rows)))}
    earlier = replace(rows[1]).date
    assert earlier is not None
    (result,) = judge([question()], [], where, as_of=earlier)
    assert result.newest == earlier


def test_checks_are_found_in_the_order_of_the_design() -> None:
    codes = [one.code for one in load_checks()]
    existence = ["ambiguous-column", "missing-column", "broken-column", "empty-column", "renamed-column"]
    assert [code for code in codes if code in existence] == existence
    assert codes.index("site-unreachable") < codes.index("ambiguous-column")
    dates = ["undated-column", "stale-column", "due-soon", "suspicious-date"]
    assert [code for code in codes if code in dates] == dates


@pytest.mark.parametrize("one", load_checks(), ids=lambda one: one.code)
def test_every_check_has_its_chinese_texts(one: Check) -> None:
    assert all(any("一" <= letter <= "鿿" for letter in text) for text in (one.title, one.advice))


@pytest.mark.parametrize("one", load_checks(), ids=lambda one: one.code)
def test_every_accusation_needs_a_second_look(one: Check) -> None:
    assert one.negative or one.own_looks or one.status is not Status.FAIL


def test_sites_are_told_as_they_were_seen() -> None:
    (one,) = judge_sites({"政府网站": site(SiteStatus.BLOCKED, reason="HTTP 412")}, as_of=AS_OF)
    assert (one.name, one.status, one.reason, one.findings) == ("政府网站", SiteStatus.BLOCKED, "HTTP 412", ())


def test_a_department_page_is_named_by_rule_and_unit() -> None:
    assert question_key("r1") == "r1"
    assert question_key("r1", "区财政局") != question_key("r1", "区民政局")


def test_expected_path_names_the_unit_of_a_department_page() -> None:
    asked: Rule = rule(site="部门网页", path=("机构职能",))
    assert facts(asked=asked, unit="区财政局").expected == "区财政局部门网页 > 机构职能"
