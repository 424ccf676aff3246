"""Checks of sites as a whole, each by a table; what must not fire stands beside what must."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from checker_cases import AS_OF, FETCHED, column, listing, located, question, site
from golden_site import SAFE, home, many, probes, seen, whole

from checker.engine import judge
from checker.freshness import FreshnessLimit
from checker.ledger import LedgerState, advance
from checker.result import SiteResult, Status
from checker.ruled import waive_on_sites
from checker.rulings import Ruling, RulingKind
from checker.sitecheck import SiteFigures
from checker.sites import judge_sites, load_site_checks
from crawler.evidence import Match, Shape, SiteEvidence, SiteStatus
from crawler.inspected import Transport
from crawler.surveyed import Probe, Surveyed

FAIL, WARN = Status.FAIL, Status.WARN


def judged(evidence: SiteEvidence, **more: Any) -> SiteResult:
    (one,) = judge_sites({"政府网站": evidence}, as_of=AS_OF, **more)
    return one


def said(evidence: SiteEvidence, **more: Any) -> dict[str, Status]:
    return {one.code: one.status for one in judged(evidence, **more).findings}


def test_a_site_in_good_order_has_no_finding() -> None:
    one = judged(whole(), probes={"政府网站": probes()})
    assert (one.findings, one.veto) == ((), ())
    assert one.unexamined == ("broken-entries",), "no entry was opened"
    assert one.figures


def test_of_a_site_that_was_not_looked_at_as_a_whole_nothing_is_said() -> None:
    one = judged(site(homes={"": home(99)}, seen=many("部门动态", 99, 9)))
    assert (one.findings, one.figures) == ((), ())
    assert set(one.unexamined) == {check.code for check in load_site_checks()}


@pytest.mark.parametrize(
    ("page", "status", "settled"),
    [
        pytest.param(home(15), FAIL, True, id="a day over"),
        pytest.param(home(14), WARN, True, id="the limit itself is in time, and near"),
        pytest.param(home(12), None, True, id="before the band"),
        pytest.param(home(-1), None, False, id="dated after as-of"),
        pytest.param(home(40, newest_looks=1), None, False, id="one look"),
        pytest.param(home(40, doubt="首页有信息未注明日期"), None, False, id="entries without a day"),
        pytest.param(home(40, drawn_by_script=True), None, False, id="drawn by a script"),
        pytest.param(home(None), None, False, id="no dates at all say nothing"),
    ],
)
def test_stale_homepage(page: Any, status: Status | None, settled: bool) -> None:
    one = judged(whole(homes={"": page}))
    assert {f.code: f.status for f in one.findings} == ({"stale-homepage": status} if status else {})
    assert one.veto == (("stale-homepage",) if status is FAIL else ())
    assert ("stale-homepage" not in one.unexamined) is settled


@pytest.mark.parametrize(
    ("columns", "fires"),
    [
        pytest.param(many("部门动态", 15, 5), True, id="five of news"),
        pytest.param(many("部门动态", 14, 5), False, id="exactly the limit"),
        pytest.param(many("部门动态", 15, 4), False, id="four are too few"),
        pytest.param(many("部门动态", 15, 5, looks=1), False, id="looked at once"),
        pytest.param(
            (*many("部门动态", 15, 3), *many("通知公告", 181, 2, trail=("通知公告",))), False, id="same place"
        ),
        pytest.param(
            (*many("部门动态", 15, 3), seen("通知公告", 181, trail=("通知公告",)), seen("公示", 200, trail=("公示",))),
            True,
            id="news and first-level notices together",
        ),
        pytest.param(many("通知公告", 200, 9), False, id="notices deeper down are other columns, and in time there"),
        pytest.param(many("通知公告", 366, 10), True, id="ten notices deeper down"),
        pytest.param(many("统计信息", 366, 10), True, id="ten others"),
        pytest.param(many("统计信息", 366, 9), False, id="nine others"),
        pytest.param(many("统计信息", 365, 10), False, id="others exactly at the limit"),
        pytest.param(many("专项规划", 3000, 20), False, id="kinds without a limit"),
        pytest.param(many("部门动态", 15, 9, trail=("专题专栏", "防汛")), False, id="campaigns"),
        pytest.param(many("部门动态", 15, 9, shape="section"), False, id="overviews"),
        pytest.param(many("部门动态", 15, 9, url="https://www.example.gov.cn/x/"), False, id="one address"),
        pytest.param(
            (*many("部门动态", 15, 4), seen("镇街动态", 15), seen("子栏", 1, trail=("政务公开", "镇街动态", "子栏"))),
            False,
            id="a newer column below it",
        ),
    ],
)
def test_columns_not_updated(columns: Any, fires: bool) -> None:
    one = judged(whole(seen=columns))
    assert [f.code for f in one.findings] == (["columns-not-updated"] if fires else [])
    assert one.veto == (("columns-not-updated",) if fires else ())


@pytest.mark.parametrize(
    ("columns", "fires", "settled"),
    [
        pytest.param(many("征集结果", None, 5), True, True, id="five"),
        pytest.param(many("征集结果", None, 4), False, True, id="four"),
        pytest.param(many("征集结果", None, 5, looks=1), False, False, id="looked at once"),
        pytest.param(many("征集结果", None, 5, total=3), False, True, id="the pager says there are some"),
        pytest.param(many("征集结果", None, 5, shape="shell"), False, True, id="drawn by scripts"),
        pytest.param(many("征集结果", None, 5, shape="unknown"), False, True, id="nothing recognised"),
    ],
)
def test_empty_columns(columns: Any, fires: bool, settled: bool) -> None:
    one = judged(whole(seen=columns))
    assert [f.code for f in one.findings] == (["empty-columns"] if fires else [])
    assert ("empty-columns" not in one.unexamined) is settled


def test_what_counts_for_a_unit_already_is_marked() -> None:
    asked = question()
    stale = column(located=located(Match.EXACT, url="https://www.example.gov.cn/部门动态1/"), listing=listing())
    stale = replace(stale, newest=AS_OF - timedelta(days=999), listing=listing(shape=Shape.LIST))
    evidence = {"政府网站": whole(seen=many("部门动态", 15, 5), columns={asked.key or "": stale})}
    results = judge([asked], [], evidence, as_of=AS_OF)
    assert results[0].status is FAIL
    (one,) = judge_sites(evidence, as_of=AS_OF, results=results)
    (finding,) = one.findings
    assert "其中1个已计入" in finding.message
    assert sum("已计入" in ref.quote for ref in finding.evidence) == 1


@pytest.mark.parametrize(
    ("seconds", "bad", "share"),
    [
        pytest.param(1.0, 7, True, id="exactly five per cent"),
        pytest.param(1.0, 6, False, id="below"),
        pytest.param(15.0, 0, True, id="fifteen seconds are too long"),
        pytest.param(14.9, 0, False, id="slow, but in time"),
    ],
)
def test_unreachable_often(seconds: float, bad: int, share: bool) -> None:
    one = judged(whole(), probes={"政府网站": probes(bad, seconds=seconds)})
    assert one.veto == (("unreachable-often",) if share else ())


@pytest.mark.parametrize(
    "attempts",
    [
        pytest.param(probes(19, a_day=19), id="too few a day"),
        pytest.param(probes(99, days=6), id="not yet a week"),
        pytest.param((), id="none"),
        pytest.param((Probe(at=FETCHED, seconds=None, ok=False),), id="one"),
    ],
)
def test_too_few_attempts_tell_nothing(attempts: tuple[Probe, ...]) -> None:
    one = judged(whole(), probes={"政府网站": attempts})
    assert one.findings == ()
    assert "unreachable-often" in one.unexamined
    assert f"{len(attempts)}次" in one.figures[-1].value


@pytest.mark.parametrize(
    ("transport", "codes"),
    [
        pytest.param(SAFE, set(), id="in order"),
        pytest.param(None, set(), id="not tried"),
        pytest.param(Transport(), set(), id="could not tell"),
        pytest.param(replace(SAFE, ipv6=False), {"no-ipv6"}, id="no IPv6 address"),
        pytest.param(replace(SAFE, plain_stays=True), {"insecure-transport"}, id="http stays"),
        pytest.param(
            replace(SAFE, https=False), set(), id="an https that does not answer is no fault of a certificate"
        ),
        pytest.param(replace(SAFE, https=False, tls_fault="证书已过期"), {"tls-fault"}, id="expired"),
    ],
)
def test_transport(transport: Transport | None, codes: set[str]) -> None:
    found = said(whole(transport=transport))
    assert found == dict.fromkeys(codes, WARN)


def test_a_fault_of_an_https_that_nobody_is_led_to() -> None:
    seen = Transport(https=False, tls_fault="证书为自签名证书", plain_stays=True, ipv6=True)
    one = judged(whole(url="http://www.example.gov.cn/", transport=seen))
    assert [f.code for f in one.findings] == ["insecure-transport"]
    assert "自签名" in one.findings[0].message


@pytest.mark.parametrize(
    ("surveyed", "fires"),
    [
        pytest.param(Surveyed(pages=9, tagged=0), True, id="on no page"),
        pytest.param(Surveyed(pages=9, tagged=1), False, id="on one"),
        pytest.param(Surveyed(pages=2, tagged=0), False, id="too few pages"),
    ],
)
def test_missing_site_tags(surveyed: Surveyed, fires: bool) -> None:
    assert ("missing-site-tags" in said(whole(surveyed=surveyed))) is fires


def test_figures_and_kinds_are_configured() -> None:
    columns = many("部门动态", 15, 2)
    assert said(whole(seen=columns), figures=SiteFigures(news_columns=2)) == {"columns-not-updated": FAIL}
    exempt = (FreshnessLimit(match="", days=None),)
    assert said(whole(seen=columns), figures=SiteFigures(news_columns=2), table=exempt) == {}


def test_the_ledger_keeps_what_this_look_could_not_tell() -> None:
    first = judged(whole(seen=many("征集结果", None, 5)))
    ledger = advance({}, [], [first], run="1", as_of=AS_OF, complete=True)
    unsure = judged(whole(seen=many("征集结果", None, 5, looks=1)))
    unread = judged(whole(seen=(), surveyed=Surveyed(pages=9, tagged=9, unread=5)))
    limited = judged(site())
    for look in (unsure, unread, limited):
        assert advance(ledger, [], [look], run="2", as_of=AS_OF + timedelta(days=1), complete=True) == {}
    mended = advance(ledger, [], [judged(whole())], run="2", as_of=AS_OF + timedelta(days=1), complete=True)
    assert {entry.state for entry in mended.values()} == {LedgerState.RECTIFIED}


def test_a_site_that_could_not_be_opened_is_not_accused_of_its_pages() -> None:
    shut = whole(status=SiteStatus.UNREACHABLE, homes={}, seen=(), transport=None, surveyed=Surveyed())
    assert judged(shut).findings == ()


@pytest.mark.parametrize("one", load_site_checks(), ids=lambda one: one.code)
def test_every_check_speaks_chinese(one: Any) -> None:
    assert all(any("一" <= letter <= "鿿" for letter in text) for text in (one.title, one.advice))
    assert one.veto == (one.status is FAIL)


@pytest.mark.parametrize(
    ("changes", "status", "vetoed"),
    [
        pytest.param({}, Status.WAIVED, False, id="waived: no veto, and still told"),
        pytest.param({"rule": "另一个网站"}, FAIL, True, id="of another site"),
        pytest.param({"code": "no-ipv6"}, FAIL, True, id="of another fault"),
        pytest.param({"until": AS_OF - timedelta(days=1)}, FAIL, True, id="expired"),
        pytest.param({"kind": RulingKind.NOT_APPLICABLE}, FAIL, True, id="no waiver"),
    ],
)
def test_a_waiver_of_a_sites_finding(changes: dict[str, Any], status: Status, vetoed: bool) -> None:
    waiver = Ruling(
        id="w1",
        kind=RulingKind.WAIVER,
        rule="政府网站",
        code="stale-homepage",
        reason="网站迁移",
        by="王五",
        on=AS_OF,
        until=AS_OF + timedelta(days=9),
    )
    before = judged(replace(whole(), homes={"": home(40)}))
    assert before.veto == ("stale-homepage",)
    (after,) = waive_on_sites((before,), (replace(waiver, **changes),), AS_OF)
    assert [one.status for one in after.findings if one.code == "stale-homepage"] == [status]
    assert bool(after.veto) == vetoed
    entry = next(iter(advance({}, (), (after,), run="a", as_of=AS_OF, complete=True).values()))
    assert entry.state is (LedgerState.NEW if vetoed else LedgerState.WAIVED)
