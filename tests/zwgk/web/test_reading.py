"""Runs, reports, ledger and history: what is shown of a run in each state, and that a unit sees its own alone."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook
from web_cases import Service, check, post, served
from zwgk_cases import TODAY, absent

from zwgk.config import load_config
from zwgk.releasing import release
from zwgk.tables import RunState


@pytest.fixture
def run(service: Service) -> str:
    kept = service.desk.store.run("latest")
    assert kept is not None
    return kept.id


@pytest.fixture
def released(service: Service, run: str) -> str:
    release(service.desk.store, run, by="zhuren", now=service.clock())
    return run


@pytest.fixture
def open_house(config_file: Path) -> Iterator[Service]:
    text = config_file.read_text(encoding="utf-8")
    config_file.write_text(f"{text}release: {{required: false}}\n", encoding="utf-8")
    with served(load_config(config_file)) as running:
        yield running


def test_a_supervisor_reads_every_report_of_a_run(service: Service, run: str) -> None:
    browser = service.signed_in("zhuren")
    assert run in browser.get("/").text
    page = browser.get(f"/runs/{run}").text
    for unit in ("区财政局", "区教委", "区政府办公室", "青石镇"):
        assert unit in page
        report = browser.get(f"/runs/{run}/reports/{unit}.html")
        assert report.status_code == 200
        assert unit in report.text
    assert browser.get(f"/runs/{run}/reports/index.html").status_code == 200
    assert browser.get(f"/runs/{run}/reports/badges/区教委.svg").headers["content-type"] == "image/svg+xml"


def test_reports_come_in_a_sandbox_without_an_origin(service: Service, run: str) -> None:
    policy = service.signed_in("zhuren").get(f"/runs/{run}/reports/index.html").headers["content-security-policy"]
    assert policy.startswith("sandbox ")
    assert "allow-same-origin" not in policy
    assert "frame-ancestors 'none'" in policy


NO_REPORTS = (
    "../../../config.yaml",
    "..%2F..%2F..%2Fconfig.yaml",
    "%2e%2e/%2e%2e/zwgk.db",
    "..\\..\\config.yaml",
    "/etc/passwd",
    "%2Fetc%2Fpasswd",
    "evidence/../../../../config.yaml",
    "badges/%2e%2e/index.html",
    ".hidden.html",
    "index.html%00.svg",
    "index.html/",
    "no-such.html",
    "evidence",
    "",
    "link.html",
    "other/x.html",
    "evidence/deep/x.html",
)


def test_nothing_but_a_report_is_handed_out(service: Service, run: str) -> None:
    folder = service.desk.config.data / "reports" / run
    (folder / "link.html").symlink_to(service.desk.config.file)
    for place in ("other", "evidence/deep"):
        (folder / place).mkdir(parents=True)
        (folder / place / "x.html").write_text("x", encoding="utf-8")
    browser = service.signed_in("zhuren")
    answers = {name: browser.get(f"/runs/{run}/reports/{name}") for name in NO_REPORTS}
    assert {name for name, answer in answers.items() if answer.status_code not in (404, 307)} == set()
    assert not any("sites:" in answer.text for answer in answers.values())


@pytest.mark.parametrize("run_id", ["..", "latest", "20260301-020000/../..", "2026", "20260301-020000-99999"])
def test_a_run_is_named_by_its_id_alone(service: Service, run_id: str) -> None:
    assert service.signed_in("zhuren").get(f"/runs/{run_id}/reports/index.html").status_code == 404


def test_a_unit_sees_nothing_of_a_run_before_it_is_released(service: Service, run: str) -> None:
    browser = service.signed_in("caizheng")
    assert run not in browser.get("/").text
    assert "减税降费" not in browser.get("/ledger").text
    for address in (f"/runs/{run}", f"/runs/{run}/reports/区财政局.html", f"/runs/{run}/export/json"):
        assert browser.get(address).status_code == 404, address


def test_after_its_release_it_sees_its_own(service: Service, run: str) -> None:
    supervisor = service.signed_in("zhuren")
    assert post(supervisor, f"/runs/{run}/release").status_code == 303
    assert "zhuren" in supervisor.get(f"/runs/{run}").text
    browser = service.signed_in("caizheng")
    assert run in browser.get("/").text
    assert "区教委" not in browser.get(f"/runs/{run}").text
    assert browser.get(f"/runs/{run}/reports/区财政局.html").status_code == 200
    assert "减税降费" in browser.get("/ledger").text


def test_where_no_release_is_asked_for_it_sees_it_at_once(open_house: Service) -> None:
    run = open_house.desk.store.runs(complete=True)[0]
    assert open_house.signed_in("caizheng").get(f"/runs/{run}/reports/区财政局.html").status_code == 200


@pytest.mark.parametrize("name", ["区教委.html", "区政府办公室.html", "badges/区教委.svg", "badges/区财政局.svg"])
def test_no_other_unit_s_files(service: Service, released: str, name: str) -> None:
    assert service.signed_in("caizheng").get(f"/runs/{released}/reports/{name}").status_code == 404


def test_the_overview_is_not_a_unit_s_business(service: Service, released: str) -> None:
    answer = service.signed_in("caizheng").get(f"/runs/{released}/reports/index.html")
    assert answer.headers["location"] == f"/runs/{released}"


def test_a_run_of_other_units_only_is_not_a_unit_s_business(service: Service, config_file: Path) -> None:
    check(config_file, units=("区教委",))
    run = service.desk.store.runs(complete=False)[0]
    release(service.desk.store, run, by="zhuren", now=service.clock())
    assert service.signed_in("jiaowei").get(f"/runs/{run}").status_code == 200
    assert service.signed_in("caizheng").get(f"/runs/{run}").status_code == 404


def test_a_file_whose_name_another_unit_s_name_would_give_is_not_taken_for_its_own(
    service: Service, released: str
) -> None:
    """区 教委 is written as 区_教委-digest.html; a file 区_教委.html would be that of a unit called 区_教委."""
    folder = service.desk.config.data / "reports" / released
    (folder / "区_教委.html").write_text("<p>another unit</p>", encoding="utf-8")
    service.desk.accounts.add(
        "kongge", service.desk.accounts.all()[0].role.UNIT, unit="区 教委", password=None, now=service.clock()
    )
    from zwgk.web.runs import unit_page

    assert unit_page(service.desk, released, "区 教委") is None


@pytest.mark.parametrize(
    ("state", "said"),
    [
        pytest.param(RunState.PLANNED, "准备中", id="planned"),
        pytest.param(RunState.JUDGED, "报告未写成", id="judged, no reports"),
        pytest.param(RunState.FAILED, "失败", id="failed"),
        pytest.param(RunState.INTERRUPTED, "没有做完", id="interrupted"),
    ],
)
def test_a_run_that_is_not_done_is_never_shown_as_done(
    service: Service, released: str, state: RunState, said: str
) -> None:
    """Even when it was released, and its files lie there."""
    service.desk.store.move(released, state, now=service.clock())
    browser = service.signed_in("zhuren")
    shown = browser.get(f"/runs/{released}").text
    if state is not RunState.PLANNED:  # of this machine, and nobody goes on with it: it is closed on the way
        assert said in shown
    assert "已完成" not in shown
    assert "打开" not in shown
    assert "导出" not in shown
    assert browser.get(f"/runs/{released}/reports/index.html").status_code == 404
    assert browser.get(f"/runs/{released}/export/json").status_code == 409
    assert service.signed_in("caizheng").get(f"/runs/{released}").status_code == 404


def test_a_run_that_nobody_goes_on_with_is_closed(service: Service, run: str) -> None:
    service.desk.store.move(run, RunState.CRAWLING, now=service.clock())
    shown = service.signed_in("zhuren").get("/").text
    assert "中断，没有做完" in shown


def test_exports_of_a_supervisor_are_whole(service: Service, run: str) -> None:
    browser = service.signed_in("zhuren")
    audit = browser.get(f"/runs/{run}/export/json").json()
    assert {unit["name"] for unit in audit["units"]} > {"区财政局", "区教委"}
    book = load_workbook(io.BytesIO(browser.get(f"/runs/{run}/export/xlsx").content))
    assert "问题台账" in book.sheetnames
    letters = zipfile.ZipFile(io.BytesIO(browser.get(f"/runs/{run}/export/docx").content)).namelist()
    assert "通报.docx" in letters
    sent = browser.get(f"/runs/{run}/export/csv")
    assert sent.headers["content-disposition"].startswith("attachment; ")
    assert browser.get(f"/runs/{run}/export/html").status_code == 404
    assert browser.get(f"/runs/{run}/export/exe").status_code == 404


def test_exports_of_a_unit_are_its_own(service: Service, released: str) -> None:
    browser = service.signed_in("jiaowei")
    audit = browser.get(f"/runs/{released}/export/json").json()
    assert [unit["name"] for unit in audit["units"]] == ["区教委"]
    for result in audit["results"]:
        assert "区教委" in json.dumps(result, ensure_ascii=False) or "区政府各部门" in json.dumps(
            result, ensure_ascii=False
        )
    text = browser.get("/ledger/export.csv").content.decode("utf-8-sig")
    assert "减税降费" in text
    assert "预算" not in text or "区政府各部门" in text
    docx = browser.get(f"/runs/{released}/export/docx")
    assert "通报" not in docx.headers["content-disposition"]


def test_the_ledger_shows_a_unit_what_it_answers_for(service: Service, released: str) -> None:
    supervisor, office = (
        service.signed_in("zhuren").get("/ledger").text,
        service.signed_in("jiaowei").get("/ledger").text,
    )
    assert supervisor.count("<tr>") > office.count("<tr>")
    assert "区税务局" in supervisor
    assert "区税务局" not in office


def test_what_an_unreleased_run_changed_is_not_yet_told_to_units(
    service: Service, released: str, config_file: Path
) -> None:
    check(config_file, answers={"预算": absent, "决算": absent})
    supervisor, unit = service.signed_in("zhuren"), service.signed_in("caizheng")
    assert "已整改" in supervisor.get("/ledger?state=rectified").text
    assert "减税降费" in supervisor.get("/ledger?state=rectified").text
    assert "减税降费" in unit.get("/ledger").text, "still stands, as far as the unit knows"
    assert "共 0 项" in unit.get("/ledger?state=rectified").text
    assert "决算" in supervisor.get("/ledger").text
    assert "决算" not in unit.get("/ledger").text
    newest = service.desk.store.runs(complete=True)[0]
    release(service.desk.store, newest, by="zhuren", now=service.clock())
    assert "决算" in unit.get("/ledger").text
    assert "减税降费" in unit.get("/ledger?state=rectified").text


def test_the_history_of_a_rule(service: Service, released: str, config_file: Path) -> None:
    check(config_file, as_of=TODAY)
    rule = next(one.rule for one in service.desk.store.results(released) if one.path[-1:] == ("减税降费",))
    supervisor = service.signed_in("zhuren").get("/history", params={"rule": rule})
    assert supervisor.text.count("<article") == 2
    assert "未找到" in supervisor.text or "缺少" in supervisor.text
    unit = service.signed_in("caizheng").get("/history", params={"rule": rule})
    assert unit.text.count("<article") == 1, "the second run was not released"


def test_no_history_of_others_rules(service: Service, released: str) -> None:
    results = service.desk.store.results(released)
    others = next(one for one in results if one.site == "税务局网站")
    assert service.signed_in("caizheng").get("/history", params={"rule": others.rule}).status_code == 404
    own_pages = next(one for one in results if one.unit == "区教委")
    asked = {"rule": own_pages.rule, "unit": "区教委"}
    assert service.signed_in("caizheng").get("/history", params=asked).status_code == 404
    assert service.signed_in("jiaowei").get("/history", params=asked).status_code == 200


def test_figures_for_monitoring_only_where_they_are_expected(config_file: Path) -> None:
    text = config_file.read_text(encoding="utf-8")
    config_file.write_text(f"{text}serve: {{metrics_from: [203.0.113.0/24]}}\n", encoding="utf-8")
    with served(load_config(config_file)) as service:
        scraped = service.visitor(peer="203.0.113.9").get("/metrics")
        assert scraped.headers["content-type"].startswith("text/plain")
        assert "zwgk_" in scraped.text
        assert service.visitor(peer="198.51.100.7").get("/metrics").status_code == 403
        told = {"X-Forwarded-For": "203.0.113.9"}
        assert service.visitor(peer="198.51.100.7", headers=told).get("/metrics").status_code == 403


def test_a_unit_reads_the_words_of_the_released_run(service: Service, released: str, config_file: Path) -> None:
    """Of what stands the ledger keeps the words of the last run: a unit's are those that somebody reviewed."""
    check(config_file, as_of=TODAY + timedelta(days=5))
    fresh, reviewed = f"截至{TODAY + timedelta(days=5)}", f"截至{TODAY}"
    assert fresh in service.signed_in("zhuren").get("/ledger").text
    browser = service.signed_in("caizheng")
    shown = browser.get("/ledger").text
    assert reviewed in shown
    assert fresh not in shown
    assert fresh not in browser.get("/ledger/export.csv").content.decode("utf-8-sig")
    assert fresh not in browser.get("/api/v1/ledger").text
    release(service.desk.store, service.desk.store.runs(complete=True)[0], by="zhuren", now=service.clock())
    assert fresh in browser.get("/ledger").text
