"""通报 and 整改通知书 as data: who is told of what, figures in words, and what is not said without knowing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from district import AS_OF, audit, finding, result, run, unit
from test_follow import followed

from checker.followed import Followed
from checker.ledger import FindingKey, LedgerEntry, LedgerState, Reply
from checker.result import Audit, Result, SiteResult, Status
from checker.scoring import counts
from crawler.evidence import SiteStatus
from reports.bulletin import MOST_OF_KIND, MOST_ROWS, Bulletin, Earlier, bulletin
from reports.letters import Letters, demands, few, listed, numeral
from reports.notice import notice
from reports.problems import NOBODY, problems

DAY = date(2024, 8, 1)
FAIL = (Status.FAIL, "stale-column")


def of(*results: Result, **roles: Mapping[str, tuple[int, ...]]) -> Audit:
    """An audit whose units answer as told: lead={"区财政局": (0, 1)}."""
    names = dict.fromkeys(name for role in roles.values() for name in role)
    units = [unit(name, results, **{role: given.get(name, ()) for role, given in roles.items()}) for name in names]
    return Audit(run=run(), sites=(), results=results, units=tuple(units), documents={"某表": len(results)})


def ledger(state: LedgerState, *, runs: int = 1, rule: str = "yunshan-2024-001", replied: str = "") -> Followed:
    key = FindingKey(rule=rule, code="stale-column")
    one = LedgerEntry(
        key=key, state=state, status=Status.FAIL, message="旧", site="政府网站", opened=DAY, first_opened=DAY,
        runs=runs, openings=2 if state is LedgerState.REOPENED else 1, seen=AS_OF, looked=AS_OF, turned=run().id,
    )  # fmt: skip
    replies = {key: (Reply(key=key, text=replied, by="张三", on=DAY),)} if replied else {}
    return Followed(run=run().id, entries={key: one}, replies=replies)


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (21, "二十一"), (100, "一百"), (101, "一百零一"),
        (110, "一百一十"), (1001, "一千零一"), (1010, "一千零一十"), (2000, "二千"), (9999, "九千九百九十九"),
    ],
)  # fmt: skip
def test_numbers_in_chinese(number: int, said: str) -> None:
    assert numeral(number) == said


def test_short_lists() -> None:
    assert few(["甲局", "乙局"]) == "甲局、乙局"
    assert few(["甲", "乙", "丙", "丁", "戊"]) == "甲、乙、丙、丁等5个单位"
    assert listed([("新发现", 2), ("反弹", 0), ("豁免", 1)]) == "新发现2个、豁免1个"


def test_demands_name_the_deadline_and_leave_other_braces_alone() -> None:
    (one,) = demands(["{期限}前、{天数}日内，{{ 7 }}"], Letters(rectify_days=10), date(2024, 12, 25))
    assert (one.ordinal, one.text) == ("（一）", "2025年1月4日前、10日内，{{ 7 }}")


@pytest.mark.parametrize(
    ("changes", "roles", "told"),
    [
        pytest.param({}, {"lead": {"区财政局": (0,)}, "named": {"区教育局": (0,)}}, ("区财政局",), id="the leader"),
        pytest.param({}, {"lead": {"甲局": (0,), "乙局": (0,)}}, ("甲局", "乙局"), id="leaders together"),
        pytest.param(
            {"lead_units": ()}, {"named": {"区教育局": (0,)}}, ("区教育局",), id="nobody leads: who is named"
        ),
        pytest.param(
            {"lead_units": ("区外办",)}, {"named": {"区教育局": (0,)}}, ("区外办",), id="the leader is not in the audit"
        ),
        pytest.param(
            {"lead_units": (), "responsible_units": ("各乡镇",)}, {"shared": {"甲镇": (0,)}}, ("各乡镇",), id="a group"
        ),
        pytest.param({"lead_units": (), "responsible_units": ()}, {}, (NOBODY,), id="nobody is printed"),
        pytest.param(
            {"lead_units": ("区财政局",), "responsible_units": (), "released": ("区财政局",)}, {}, (NOBODY,),
            id="released by a ruling",
        ),
        pytest.param(
            {"unit": "区教育局"}, {"named": {"区教育局": (0,)}}, ("区教育局",), id="a unit's own page is its own"
        ),
    ],
)  # fmt: skip
def test_a_problem_stands_under_who_answers_first(
    changes: dict[str, Any], roles: dict[str, dict[str, tuple[int, ...]]], told: tuple[str, ...]
) -> None:
    given = of(result(1, *FAIL, **changes), **roles)
    (one,) = problems(given, None)
    assert one.units == told
    assert [block.name for block in bulletin(given).units] == ["、".join(told)]


@pytest.mark.parametrize("status", [s for s in Status if s not in (Status.FAIL, Status.WARN)])
def test_nobody_is_accused_by_other_statuses(status: Status) -> None:
    for seen in (Status.WAIVED, Status.FAIL):
        given = of(
            result(1, status, findings=(replace(finding("stale-column"), status=seen),)), lead={"区财政局": (0,)}
        )
        assert problems(given, None) == ()
        assert bulletin(given).units == ()
        assert notice(given, given.units[0]) is None


def test_warnings_are_counted_and_listed_and_accuse_nobody_in_the_text() -> None:
    given = of(result(1, Status.WARN, "due-soon"), lead={"区财政局": (0,)})
    letter = bulletin(given)
    assert letter.units == ()
    assert letter.faults == ("本次核查未发现不合格问题；预警1个，详见附件2。",)
    assert [one.verdict for one in letter.rows] == ["预警"]


def earlier(*statuses: Status, day: date = DAY) -> Earlier:
    return Earlier(as_of=day, counts=counts([result(1, status) for status in statuses]))


@pytest.mark.parametrize(
    ("now", "before", "told"),
    [
        pytest.param(
            (Status.PASS, Status.FAIL), earlier(Status.PASS, Status.FAIL, Status.FAIL),
            "合格率由33.3%升至50%，提高16.7个百分点，不合格由2项减至1项", id="better",
        ),
        pytest.param(
            (Status.PASS, Status.FAIL), earlier(Status.PASS),
            "合格率由100%降至50%，下降50.0个百分点，不合格由0项增至1项", id="worse",
        ),
        pytest.param(
            (Status.PASS, Status.FAIL), earlier(Status.PASS, Status.FAIL),
            "合格率50%，基本持平，不合格1项，与上次相同", id="the same",
        ),
        pytest.param(
            (Status.PASS, Status.FAIL), earlier(Status.MANUAL),
            "相比，上次没有能够作出结论的项目，合格率和不合格项数无法比较，覆盖率", id="no rate then: none is compared",
        ),
        pytest.param(
            (Status.UNVERIFIABLE,), earlier(Status.FAIL, Status.FAIL),
            "相比，本次没有能够作出结论的项目，合格率和不合格项数无法比较，覆盖率0%（上次100%）",
            id="what could not be looked at is not rectified",
        ),
    ],
)  # fmt: skip
def test_figures_are_compared(now: tuple[Status, ...], before: Earlier, told: str) -> None:
    given = of(*(result(i, status) for i, status in enumerate(now)), lead={"区财政局": tuple(range(len(now)))})
    assert told in bulletin(given, earlier=before).overall[1]


def test_without_an_earlier_run_nothing_is_compared() -> None:
    assert not any("上次" in line for line in bulletin(audit()).overall)


@pytest.mark.parametrize(
    ("known", "sentence", "lists"),
    [
        pytest.param(None, "本次未调取历次核查台账", (), id="no ledger"),
        pytest.param(ledger(LedgerState.NEW), "此前没有需要整改的遗留问题。", (), id="all is new"),
        pytest.param(
            ledger(LedgerState.OPEN, runs=2), "可以复查的问题1个，已整改0个，未整改1个，整改率0%。", (), id="open"
        ),
        pytest.param(
            ledger(LedgerState.OPEN, runs=5), "未整改1个（其中不合格且连续3轮以上未整改1个），整改率0%。",
            ("（一）连续3轮以上未整改的不合格问题（1个）",), id="drags on",
        ),
        pytest.param(
            ledger(LedgerState.REOPENED), "已整改0个，未整改0个。另有整改后反弹1个。",
            ("（一）整改后反弹的问题（1个）",), id="back",
        ),
        pytest.param(
            ledger(LedgerState.NEW, replied="正在整改。"), "此前没有", ("（一）单位反馈（1个）",), id="answered"
        ),
    ],
)  # fmt: skip
def test_what_became_of_earlier_problems(known: Followed | None, sentence: str, lists: tuple[str, ...]) -> None:
    letter = bulletin(of(result(1, *FAIL), lead={"区财政局": (0,)}), known)
    assert sentence in letter.rectification[0]
    assert tuple(one.ordinal + one.name for one in letter.lists) == lists


def test_what_is_rectified_is_named_with_its_unit() -> None:
    given = of(result(1), lead={"区财政局": (0,)})
    letter = bulletin(given, ledger(LedgerState.RECTIFIED))
    assert "已整改1个，未整改0个，整改率100%。" in letter.rectification[0]
    assert letter.lists[0].lines == (
        "1.区财政局，政府网站 > 政府信息公开 > 法定主动公开内容 > 重点项目：栏目更新不及时（2024-08-01起）。",
    )


def test_states_stand_with_the_problems_of_a_unit() -> None:
    letter = bulletin(of(result(1, *FAIL), lead={"区财政局": (0,)}), ledger(LedgerState.OPEN, runs=5))
    assert letter.units[0].summary == "不合格1个，其中上次发现仍未整改1个。"
    assert letter.rows[0].standing == "未整改，自 2024-08-01 起第 5 轮"


@pytest.mark.parametrize(
    ("changes", "message", "path", "told"),
    [
        pytest.param(
            {}, "栏目“政府网站 > 预算”已 40 天未更新。", "政府网站 > 预算", "该栏目已 40 天未更新。", id="the column itself"
        ),
        pytest.param(
            {}, "未找到栏目“政府网站 > 决算”。", "政府网站 > 预算", "未找到栏目“政府网站 > 决算”。", id="another column"
        ),
        pytest.param(
            {"unit": "区教委"}, "栏目“区教委部门网页 > 预算”没有内容。", "区教委部门网页 > 预算", "该栏目没有内容。",
            id="a unit's own page is named for the unit",
        ),
    ],
)  # fmt: skip
def test_a_path_is_told_once(changes: dict[str, Any], message: str, path: str, told: str) -> None:
    given = of(result(1, *FAIL, path=("预算",), findings=(finding("stale-column", message),), **changes))
    (one,) = problems(given, None)
    assert (one.path, one.message) == (path, told)


def test_states_have_no_brackets_of_their_own() -> None:
    (one,) = problems(of(result(1, *FAIL)), ledger(LedgerState.REOPENED))
    assert one.standing == "反弹，第 2 次，首次发现 2024-08-01"


def test_long_lists_are_cut_and_say_so() -> None:
    many = [result(i, *FAIL) for i in range(MOST_OF_KIND + 3)]
    (block,) = bulletin(of(*many, lead={"区财政局": tuple(range(len(many)))})).units
    assert (len(block.kinds[0].problems), block.kinds[0].count) == (MOST_OF_KIND, MOST_OF_KIND + 3)
    assert block.kinds[0].left_out == "其余3个见附件2。"
    huge = bulletin(of(*[result(1, *FAIL)] * (MOST_ROWS + 1), lead={"区财政局": (0,)}))
    assert len(huge.rows) == MOST_ROWS
    assert f"共{MOST_ROWS + 1}个问题" in huge.rows_note


def test_sites_as_a_whole_come_last_and_vetoes_are_told() -> None:
    site = SiteResult(
        name="政府网站", url="https://a.example/", status=SiteStatus.REACHABLE, requests=1, pages=1,
        findings=(finding("stale-column"),), veto=("stale-column",),
    )  # fmt: skip
    letter: Bulletin = bulletin(replace(of(result(1, *FAIL), lead={"区财政局": (0,)}), sites=(site,)))
    assert [block.name for block in letter.units] == ["区财政局", "网站整体情况"]
    assert "政府网站存在单项否决问题，详见附件2。" in letter.overall


def test_a_notice_tells_only_what_the_unit_answers_for_by_name() -> None:
    given = of(
        result(1, *FAIL), result(2, *FAIL), result(3, Status.WARN, "due-soon"),
        lead={"区财政局": (2, 0)}, shared={"区财政局": (1,)},
    )  # fmt: skip
    letter = notice(given, given.units[0], ledger(LedgerState.OPEN, runs=5))
    assert letter is not None
    assert [(one.ordinal, one.title, one.verdict) for one in letter.items] == [
        ("（一）", "重点项目", "不合格"),
        ("（二）", "政府采购", "预警"),
    ]
    assert "发现需整改或处理的问题2个（不合格1个、预警1个），其中仍未整改1个。现通知如下。" in letter.opening[0]
    first = letter.items[0]
    assert all((first.path, first.task, first.message, first.basis, first.advice, first.seen))
    assert first.task.endswith("（《云山区2024年政务公开重点任务分工表》第 1 行第 1 项）")
    assert letter.deadline == "2024年10月15日"


def test_a_finding_stands_once_in_the_bulletin_whatever_units_share_it() -> None:
    given, known = followed(audit())
    letter = bulletin(given, known)
    told = sum(kind.count for block in letter.units for kind in block.kinds)
    assert told == sum(
        finding.status is Status.FAIL for one in given.results if one.status is Status.FAIL for finding in one.findings
    )
