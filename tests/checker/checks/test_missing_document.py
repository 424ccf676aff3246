"""missing-document: when it accuses, when it cannot tell, when it only tells the day, and when it is silent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from checker_cases import entry, listing
from named_documents import GUIDE, OTHERS, asked, deadline, documents

from checker.checks.missing_document import missing_document
from checker.facts import Facts
from checker.result import Status
from checker.terms import Terms
from checker.workdays import WorkCalendar
from crawler.evidence import Outcome, Shape
from rules.model import DeadlineKind, RuleKind

PAST = date(2022, 10, 31)
LATER = date(2022, 12, 30)
REPORT = "政府信息公开工作年度报告"


REVISED = asked("云山市反不正当竞争条例", due=PAST, quote="公开修订后的《云山市反不正当竞争条例》")


def with_title(title: str, day: date | None = date(2022, 6, 1), **more: Any) -> Facts:
    return documents(asked(GUIDE, due=PAST), rows=(entry(day, title), *OTHERS), **more)


@pytest.mark.parametrize(
    ("case", "words"),
    [
        pytest.param(
            documents(asked(GUIDE, due=PAST)), f"未见《{GUIDE}》（时限2022-10-31，已过1天）", id="its own day"
        ),
        pytest.param(documents(asked(GUIDE), deadlines=(deadline(PAST),)), "时限2022-10-31", id="the row's only day"),
        pytest.param(documents(asked(GUIDE, due=PAST)), "已查看全部2条信息，两次查看均如此", id="read whole"),
        pytest.param(
            documents(asked(GUIDE, due=PAST), whole=False, back_to=date(2021, 10, 1)),
            "已查看2021-10-01以来的2条信息",
            id="read back to before its year",
        ),
        pytest.param(
            documents(asked(GUIDE, due=PAST), listing=listing(shape=Shape.EMPTY_LIST, total=0)),
            "栏目内没有信息",
            id="an empty column",
        ),
        pytest.param(documents(asked("2021年度目录", due=None), year=2021), "按2021年度内完成", id="its year is over"),
        pytest.param(with_title(f"《{GUIDE}》解读"), "未见", id="only an interpretation"),
        pytest.param(with_title("2021年度税费政策优惠指南"), "未见", id="only last year's"),
        pytest.param(with_title(f"{GUIDE}（征求意见稿）"), "未见", id="only a draft"),
        pytest.param(
            documents(asked("2022年度重大项目清单", due=PAST), rows=(entry(PAST, "云山区2022年重点项目名单"),)),
            "未见《2022年度重大项目清单》",
            id="what the task calls by a title of its own",
        ),
        pytest.param(
            documents(asked(GUIDE, "2022年度收费目录", due=PAST)),
            f"《{GUIDE}》（时限2022-10-31，已过1天）、《2022年度收费目录》",
            id="two in one finding",
        ),
        pytest.param(
            documents(asked(REPORT, due=PAST), rows=(entry(date(2022, 9, 1), f"2022年{REPORT}"),)),
            f"未见《2021年{REPORT}》",
            id="this year's report instead of last year's",
        ),
        pytest.param(
            documents(asked(GUIDE, due=date(2022, 10, 1)), as_of=date(2022, 10, 9)),
            "时限2022-10-01，2022-10-01为休息日，顺延至2022-10-08，已过1天",
            id="a day of rest moves the limit",
        ),
    ],
)
def test_accuses(case: Facts, words: str) -> None:
    (finding,) = missing_document(case)
    assert finding.status is Status.FAIL
    assert words in finding.message
    assert "第3行" in finding.basis


@pytest.mark.parametrize(
    ("case", "words"),
    [
        pytest.param(documents(asked(GUIDE, due=PAST), title_looks=1), "尚未复核", id="read once"),
        pytest.param(documents(asked(GUIDE, due=PAST), whole=False), "未能读全", id="read in part"),
        pytest.param(
            documents(asked(GUIDE, due=PAST), whole=False, back_to=date(2022, 5, 1)),
            "未能读全",
            id="not far enough back",
        ),
        pytest.param(
            documents(asked(GUIDE, due=PAST), listing=listing(*OTHERS, shape=Shape.SECTION)), "未能读全", id="a parent"
        ),
        pytest.param(
            documents(asked(GUIDE, due=PAST), listing=listing(shape=Shape.SHELL)), "未能读全", id="drawn by a script"
        ),
        pytest.param(documents(asked(GUIDE, due=PAST), listing=listing(shape=Shape.SINGLE)), "未能读全", id="one text"),
        pytest.param(with_title("税费政策优惠指南"), "名称相近的“税费政策优惠指南”", id="a title without its year"),
        pytest.param(with_title("2022年度税费政策优惠指引"), "名称相近", id="nearly the name"),
        pytest.param(
            documents(
                asked("2022年度重大项目清单", due=PAST, quote="公开2022年度重大项目清单"),
                rows=(entry(PAST, "云山区2022年重点项目名单"),),
            ),
            "名称相近的“云山区2022年重点项目名单”",
            id="what the task only describes",
        ),
        pytest.param(
            documents(asked("收费目录清单", due=PAST), rows=(entry(date(2021, 5, 1), "云山区2021年收费目录清单"),)),
            "名称相近",
            id="last year's of something without a year",
        ),
        pytest.param(
            documents(REVISED, rows=(entry(date(2018, 5, 1), "云山市反不正当竞争条例"),)),
            "名称相近",
            id="perhaps the text before its revision",
        ),
    ],
)
def test_cannot_tell(case: Facts, words: str) -> None:
    (finding,) = missing_document(case)
    assert finding.status is Status.UNVERIFIABLE
    assert words in finding.message
    assert not missing_document.able(case)


@pytest.mark.parametrize(
    ("case", "words"),
    [
        pytest.param(documents(asked(GUIDE, due=LATER)), "时限2022-12-30，还有59天", id="due later"),
        pytest.param(documents(asked(GUIDE)), "未写明时限，按2022年度内完成", id="no day: its year"),
        pytest.param(documents(asked("2021年度目录")), "按2022年度内完成", id="last year's, in this year's task"),
        pytest.param(
            documents(asked(GUIDE), deadlines=(deadline(None, DeadlineKind.CONTINUOUS, "持续推进"),)),
            "“持续推进”没有确定的到期日",
            id="a standing duty",
        ),
        pytest.param(
            documents(asked(GUIDE), deadlines=(deadline(None, DeadlineKind.DURATION, "印发后20个工作日内"),)),
            "没有确定的到期日",
            id="counted from an event nobody knows",
        ),
        pytest.param(documents(asked(GUIDE, due=LATER), title_looks=0, whole=False), "还有59天", id="read in part"),
        pytest.param(
            documents(asked("云山区第十四个五年规划和二〇三五年远景目标纲要")),
            "按2022年度内完成",
            id="a plan that looks ahead",
        ),
        pytest.param(
            documents(asked(GUIDE, due=LATER), rows=(entry(PAST, "税费政策优惠指南"),)),
            "还有59天，仅见名称相近的“税费政策优惠指南”",
            id="due later, and perhaps there",
        ),
        pytest.param(documents(asked("收费目录"), year=None), "未写明时限和年度", id="no year either"),
        pytest.param(
            documents(asked(GUIDE), deadlines=(deadline(date(2022, 6, 30)), deadline(PAST, text="又10月底前"))),
            "按2022年度内完成",
            id="two days, nobody knows which",
        ),
    ],
)
def test_not_due(case: Facts, words: str) -> None:
    (finding,) = missing_document(case)
    assert finding.status is Status.NOT_APPLICABLE
    assert words in finding.message


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(with_title(GUIDE), id="there"),
        pytest.param(with_title(f"区财政局关于印发《{GUIDE}》的通知"), id="there, as issued"),
        pytest.param(with_title(GUIDE, None), id="there without a date"),
        pytest.param(documents(asked(GUIDE, due=PAST), further=(entry(PAST, GUIDE),)), id="on a further page"),
        pytest.param(documents(), id="no document is named"),
        pytest.param(documents(asked(GUIDE, due=PAST), outcome=Outcome.ABSENT), id="the column itself is missing"),
        pytest.param(
            documents(asked(GUIDE, due=PAST), ruled={"kind": RuleKind.HOMEPAGE_ENTRY}), id="the rule is not of a column"
        ),
        pytest.param(documents(asked(GUIDE, due=date(2022, 11, 10))), id="due soon: another check speaks"),
        pytest.param(
            documents(asked("市场准入负面清单（2020年版）"), rows=(entry(None, "《市场准入负面清单（2020年版）》"),)),
            id="an edition in force",
        ),
        pytest.param(
            documents(REVISED, rows=(entry(date(2022, 5, 1), "云山市反不正当竞争条例"),)), id="the revised text"
        ),
        pytest.param(
            documents(REVISED, rows=(entry(date(2018, 5, 1), "云山市反不正当竞争条例（2018年修订）"),)),
            id="revised, as it says",
        ),
        pytest.param(
            documents(asked("云山市政务公开条例"), rows=(entry(None, "云山市政务公开条例（2019年修订）"),)),
            id="rules without a year",
        ),
    ],
)
def test_silent(case: Facts) -> None:
    assert missing_document(case) == ()


def test_what_is_missing_and_what_is_not_due_are_two_findings() -> None:
    case = documents(asked(GUIDE, due=PAST), asked("2022年度收费目录", due=LATER))
    missing, later = missing_document(case)
    assert (missing.status, later.status) == (Status.FAIL, Status.NOT_APPLICABLE)
    assert "收费目录" not in missing.message


def test_a_local_holiday_moves_the_day() -> None:
    resting = Terms(calendar=WorkCalendar(extra_holidays=frozenset({PAST, date(2022, 11, 1)})))
    case = documents(asked(GUIDE, due=PAST), terms=resting)
    assert missing_document(case) == (), "due on the second of November, which is soon"
    assert missing_document(replace(case, as_of=date(2022, 11, 3)))[0].status is Status.FAIL
