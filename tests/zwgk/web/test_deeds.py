"""What people do in the browser: answers, rulings, releases, checks, accounts; each is kept, and on record."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from web_cases import PASSWORD, Service, check, post, sign_in

from checker.ledger import FindingKey
from checker.rulings import RulingKind
from zwgk.config import load_config
from zwgk.releasing import release
from zwgk.store import Store
from zwgk.tables import RunState
from zwgk.web.pages.ledger import address_of


@pytest.fixture
def key(service: Service) -> FindingKey:
    """Of the missing column of 区财政局, in a run that was released."""
    store = service.desk.store
    release(store, store.runs(complete=True)[0], by="zhuren", now=service.clock())
    return next(one for one in store.following.ledger() if one.code == "missing-column")


def words(key: FindingKey) -> dict[str, str]:
    return {"rule": key.rule, "unit": key.unit, "code": key.code, "place": key.place}


def test_a_unit_answers_and_the_supervisor_reads_it(service: Service, key: FindingKey) -> None:
    unit = service.signed_in("caizheng")
    done = post(unit, "/ledger/reply", {**words(key), "text": "栏目已恢复<script>alert(1)</script>"})
    assert done.headers["location"].endswith("done=replied")
    shown = service.signed_in("zhuren").get(address_of(key)).text
    assert "栏目已恢复&lt;script&gt;" in shown
    assert "区财政局（caizheng）" in shown
    assert post(unit, "/ledger/reply", {**words(key), "text": "  "}).status_code == 400


def test_a_waiver_is_in_force_at_once_and_can_be_taken_back(
    service: Service, key: FindingKey, config_file: Path
) -> None:
    browser = service.signed_in("zhuren")
    asked = {**words(key), "kind": "waiver", "until": "2999-12-31", "reason": "机构改革过渡期"}
    assert post(browser, "/ledger/ruling", asked).headers["location"].endswith("done=ruled")
    (ruling,) = service.desk.store.following.rulings()
    assert (ruling.kind, ruling.code, ruling.by, ruling.reason) == (
        RulingKind.WAIVER,
        "missing-column",
        "zhuren",
        "机构改革过渡期",
    )
    page = browser.get(address_of(key)).text
    assert "turn-waived" in page
    assert "机构改革过渡期" in page
    check(config_file, as_of=service.desk.today)
    results = service.desk.store.results(service.desk.store.runs(complete=True)[0])
    assert any(one.rulings == (ruling,) for one in results)
    name = re.search(r'name="id" value="([^"]+)"', page)
    assert name is not None
    assert post(browser, "/rulings/revoke", {"id": name[1]}).status_code == 303
    assert "turn-waived" not in browser.get(address_of(key)).text
    assert post(browser, "/rulings/revoke", {"id": name[1]}).status_code == 404, "only once"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        pytest.param({"kind": "waiver", "reason": "x"}, "最后一天", id="a waiver without an end"),
        pytest.param({"kind": "waiver", "reason": "x", "until": "2001-01-01"}, "已经过去", id="one that has ended"),
        pytest.param({"kind": "waiver", "reason": "x", "until": "tomorrow"}, "不是日期", id="no date"),
        pytest.param({"kind": "waiver", "reason": " ", "until": "2999-12-31"}, "理由", id="no reason"),
        pytest.param({"kind": "column", "reason": "x"}, "网址", id="a column without an address"),
        pytest.param(
            {"kind": "column", "reason": "x", "url": "https://elsewhere.example/"}, "不在配置的站点范围", id="elsewhere"
        ),
        pytest.param({"kind": "column", "reason": "x", "url": "javascript:alert(1)"}, "网址", id="no address"),
        pytest.param({"kind": "column", "reason": "x", "url": "http://[x"}, "http://[x", id="a broken address"),
        pytest.param({"kind": "pardon", "reason": "x"}, "不能这样裁定", id="no such kind"),
    ],
)
def test_rulings_that_cannot_be(service: Service, key: FindingKey, asked: dict[str, str], said: str) -> None:
    answer = post(service.signed_in("zhuren"), "/ledger/ruling", {**words(key), **asked})
    assert answer.status_code == 400
    told = re.search(r'role="alert">([^<]*)<', answer.text)
    assert told is not None
    assert said in told[1]
    assert "--" not in told[1], "words of the command line mean nothing here"
    assert service.desk.store.following.rulings() == ()


def test_this_is_the_column_and_not_applicable(service: Service, key: FindingKey) -> None:
    browser = service.signed_in("zhuren")
    column = {"kind": "column", "url": "https://www.example.gov.cn/zt/", "reason": "已核实"}
    assert post(browser, "/ledger/ruling", {**words(key), **column}).status_code == 303
    idle = {"kind": "not-applicable", "reason": "本区没有"}
    assert post(browser, "/ledger/ruling", {**words(key), **idle}).status_code == 303
    kinds = [(one.kind, one.code) for one in service.desk.store.following.rulings()]
    assert sorted(kinds) == [(RulingKind.COLUMN, None), (RulingKind.NOT_APPLICABLE, None)]


def test_a_release_stays_as_it_was_made(service: Service) -> None:
    run = service.desk.store.runs(complete=True)[0]
    first, second = service.signed_in("zhuren"), service.signed_in("guanli")
    post(first, f"/runs/{run}/release")
    service.clock.pass_by(hours=1)
    post(second, f"/runs/{run}/release")
    assert "zhuren" in first.get(f"/runs/{run}").text
    assert sum(one.what == "release" for one in service.desk.actions.newest(50)) == 1


def test_everything_is_on_record_with_who_and_from_where(service: Service, key: FindingKey) -> None:
    unit = service.signed_in("caizheng", peer="203.0.113.5")
    post(unit, "/ledger/reply", {**words(key), "text": "已整改"})
    unit.get("/ledger/export.csv")
    sign_in(service.visitor(peer="203.0.113.6"), "guanli", "wrong-wrong")
    post(unit, "/signout")
    told = [(one.what, one.by, one.address) for one in service.desk.actions.newest(5)]
    assert told == [
        ("sign-out", "caizheng", "203.0.113.5"),
        ("sign-in-refused", "（未登录）", "203.0.113.6"),
        ("export", "caizheng", "203.0.113.5"),
        ("reply", "caizheng", "203.0.113.5"),
        ("sign-in", "caizheng", "203.0.113.5"),
    ]
    shown = service.signed_in("guanli").get("/actions").text
    for word in ("整改反馈", "登录被拒", "203.0.113.6"):
        assert word in shown
    assert PASSWORD not in shown
    assert "wrong-wrong" not in shown


# Accounts


def test_an_administrator_makes_shuts_and_resets_accounts(service: Service) -> None:
    admin = service.signed_in("guanli")
    made = {"name": "weisheng", "role": "unit", "unit": "区财政局", "password": "桃花潭水深千尺不及汪伦"}
    assert post(admin, "/accounts", made).status_code == 303
    assert sign_in(service.visitor(), "weisheng", made["password"]).status_code == 303
    assert post(admin, "/accounts", made).status_code == 400, "twice"
    post(admin, "/accounts/active", {"name": "weisheng"})
    assert sign_in(service.visitor(), "weisheng", made["password"]).status_code == 401
    post(admin, "/accounts/active", {"name": "weisheng", "on": "1"})
    fresh = "另外的一个密码也够长"
    post(admin, "/accounts/password", {"name": "weisheng", "password": fresh})
    assert sign_in(service.visitor(), "weisheng", fresh).status_code == 303
    assert post(admin, "/accounts/active", {"name": "guanli"}).status_code == 400, "not oneself"


NO_ACCOUNTS: tuple[dict[str, str], ...] = (
    {"name": "bad name"},
    {"name": ""},
    {"name": "<b>"},
    {"role": "king"},
    {"role": "unit", "unit": ""},
    {"role": "unit", "unit": "没有的单位"},
    {"password": "short"},
    {"password": "aaaaaaaaaaaaaaaa"},
    {"password": "xinren12345"},
)


def test_accounts_that_cannot_be(service: Service) -> None:
    browser, before = service.signed_in("guanli"), service.desk.accounts.all()
    usual = {"name": "xinren", "role": "supervisor", "unit": "", "password": "桃花潭水深千尺不及汪伦"}
    for wrong in NO_ACCOUNTS:
        assert post(browser, "/accounts", {**usual, **wrong}).status_code == 400, wrong
    assert service.desk.accounts.all() == before


def test_progress_of_a_run_that_goes_on(service: Service, config_file: Path) -> None:
    config = load_config(config_file)
    other = Store.open(config.database, config.data)
    try:
        done = service.desk.store.runs(complete=True)[0]
        run = other.begin(
            now=service.clock(),
            as_of=service.desk.today,
            rules_digest="x",
            complete=True,
            selection={"units": [], "rules": [], "sites": []},
        )
        other.move(run, RunState.CRAWLING, now=service.clock())
        site, plan = next(iter(other.evidence(done).values())), next(iter(other.plans(done).values()))
        results = {n: one for n, one in enumerate(other.results(done)) if one.site == site.name}
        other.save_site(run, site, plan, now=service.clock(), results=results)
        browser = service.signed_in("zhuren")
        page = browser.get(f"/runs/{run}").text
        assert "正在检查" in page
        assert "导出" not in page
        news = browser.get(f"/runs/{run}/progress", headers={"accept": "application/json"}).json()
        assert (news["running"], news["finished"], news["expected"]) == (True, 1, 3)
        assert "不作数" in browser.get(f"/runs/{run}/progress").text
        assert browser.get(f"/api/v1/runs/{run}").json()["counts"] == {}
        assert browser.get(f"/runs/{run}/reports/index.html").status_code == 404
        assert service.signed_in("caizheng").get(f"/runs/{run}").status_code == 404
    finally:
        other.close()
