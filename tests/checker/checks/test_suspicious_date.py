"""suspicious-date: when the places of a date contradict each other, and when it must stay silent."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from checker_cases import AS_OF, column, entries, entry, facts, listing

from checker.checks.suspicious_date import suspicious_date
from checker.engine import load_checks
from checker.facts import Facts
from checker.result import Status
from checker.verdict import decide
from crawler.evidence import ArticleDates, Outcome, Shape

OLD = date(2019, 5, 6)
RECENT = AS_OF - timedelta(days=3)


def article(**days: object) -> ArticleDates:
    return ArticleDates(title="关于项目进展的通报", url="https://www.example.gov.cn/a.html", **days)  # type: ignore[arg-type]


def seen(*articles: ArticleDates, ages: tuple[int, ...] = (3, 40)) -> Facts:
    return facts(column(listing=listing(*entries(*ages)), dates=articles))


FIRES = [
    pytest.param(
        facts(column(listing=listing(*entries(-20, 3, 9)))),
        "1条信息的日期晚于检查日2022-11-01",
        id="a row in the future",
    ),
    pytest.param(
        seen(article(row=RECENT, visible=OLD), ages=(3, 3, 3)), "均为同一日期，列表日期晚于文章页面", id="all rows anew"
    ),
    pytest.param(seen(article(row=RECENT, visible=OLD)), "页面2019-05-06", id="a row dated anew"),
    pytest.param(seen(article(row=RECENT, meta=OLD)), "PubDate2019-05-06", id="PubDate older than the row"),
    pytest.param(
        seen(article(visible=OLD, meta=RECENT, built=True)), "PubDate为页面生成时间", id="PubDate is a build stamp"
    ),
    pytest.param(
        seen(article(address=OLD, meta=RECENT, built=True)), "网址2019-05-06", id="build stamp against address"
    ),
    pytest.param(seen(article(row=OLD, visible=OLD, meta=RECENT)), "不一致", id="PubDate much newer than row and page"),
]

SILENT = [
    pytest.param(facts(column()), id="an ordinary column"),
    pytest.param(seen(ages=(275,) * 20), id="reports of all units on one day, nothing speaks against it"),
    pytest.param(
        seen(article(row=RECENT, visible=RECENT, meta=RECENT, built=True)), id="published and built on one day"
    ),
    pytest.param(seen(article(row=RECENT, visible=RECENT - timedelta(days=30))), id="a draft that waited thirty days"),
    pytest.param(seen(article(visible=RECENT, meta=OLD)), id="PubDate older than the page: re-edited"),
    pytest.param(seen(article(row=OLD, visible=RECENT)), id="the row older than the page"),
    pytest.param(seen(article(row=RECENT, address=OLD)), id="only the address is old: moved or prepared long before"),
    pytest.param(seen(article(meta=RECENT, address=OLD)), id="PubDate against the address, no build stamp"),
    pytest.param(
        seen(
            article(visible=OLD, meta=RECENT),
            article(visible=RECENT, meta=RECENT),
            article(visible=RECENT, meta=RECENT),
        ),
        id="one of three articles was re-edited",
    ),
    pytest.param(facts(column(listing=listing(entry(AS_OF)))), id="dated today"),
    pytest.param(facts(column(Outcome.BROKEN, listing=listing(*entries(-3)))), id="broken"),
    pytest.param(facts(column(listing=listing(shape=Shape.SINGLE))), id="a single text"),
]


@pytest.mark.parametrize(("given", "words"), FIRES)
def test_fires(given: Facts, words: str) -> None:
    findings = suspicious_date(given)
    assert [finding.code for finding in findings] == ["suspicious-date"]
    assert findings[0].status is Status.WARN
    assert words in findings[0].message
    assert "第3行" in findings[0].basis


@pytest.mark.parametrize("given", SILENT)
def test_silent(given: Facts) -> None:
    assert suspicious_date(given) == ()


@pytest.mark.parametrize(
    ("ages", "status"),
    [
        pytest.param((-20, 3), Status.WARN, id="a fresh column stays fresh, with a warning"),
        pytest.param((-20, 900), Status.FAIL, id="a stale column does not become fresh"),
    ],
)
def test_freshness_is_judged_by_the_other_rows(ages: tuple[int, ...], status: Status) -> None:
    verdict = decide(facts(column(listing=listing(*entries(*ages)))), load_checks())
    assert verdict.status is status
    assert "suspicious-date" in [finding.code for finding in verdict.findings]


def test_two_faults_are_one_finding() -> None:
    given = facts(column(listing=listing(*entries(-20, 3)), dates=(article(row=RECENT, visible=OLD),)))
    assert len(suspicious_date(given)) == 1
