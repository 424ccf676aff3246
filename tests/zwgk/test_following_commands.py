"""台账, 豁免, 裁定, 整改反馈 and the comparison of runs, through the command line over several nights."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from zwgk_cases import CONFIG, TODAY, Answer, StubCrawl, absent, district, found

from checker.ledger import FindingKey, advance
from checker.result import Finding, SiteResult, Status
from crawler.evidence import ColumnEvidence, Outcome, SiteStatus, Target
from rules.derive import derive
from rules.pack import load_pack, merge_and_write
from rules.tasks import read_tasks
from zwgk.check_command import CheckRequest, run_check
from zwgk.cli import main
from zwgk.config import load_config
from zwgk.following import keep_ledger
from zwgk.options import Session
from zwgk.store import LATEST, Store

FAR = "2999-12-31"


@pytest.fixture
def folder(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    district(tmp_path, config=f"{CONFIG}database: {database}\n")
    merge_and_write(derive(read_tasks(tmp_path / "doc.txt")), tmp_path / "pack.yaml")
    monkeypatch.chdir(tmp_path)
    return tmp_path


Night = Callable[..., dict[str, Any]]


@pytest.fixture
def night(folder: Path) -> Night:
    """One complete run a day: `answers` by last segment; gives the JSON of the run."""

    def run(
        day: int = 0, crawl: StubCrawl | None = None, answers: dict[str, Answer] | None = None, **words: Any
    ) -> Any:
        request = CheckRequest(as_of=TODAY + timedelta(days=day), json_to="out.json", **words)
        stub = crawl or StubCrawl(answers=answers or {})
        run_check(Session(), load_config(folder / "config.yaml"), request, search=stub)
        return json.loads((folder / "out.json").read_text(encoding="utf-8"))

    return run


@pytest.fixture
def rules(folder: Path) -> dict[tuple[int, str], str]:
    """Ids by row and last segment."""
    return {(rule.row, rule.path[-1]): rule.id for rule in load_pack(folder / "pack.yaml").rules}


def old(target: Target) -> ColumnEvidence:
    return found(target, TODAY - timedelta(days=800))


def unreachable(target: Target) -> ColumnEvidence:
    return ColumnEvidence(key=target.key, outcome=Outcome.UNREACHABLE, reason="连接超时", looks=2)


def ledger(capsys: pytest.CaptureFixture[str], *words: str) -> dict[tuple[str, str, str], str]:
    """State by rule, unit and code."""
    capsys.readouterr()
    assert main(["ledger", "--json", *words]) == 0
    value = json.loads(capsys.readouterr().out)
    assert value["schema"] == "zwgk.ledger/1"
    return {(one["rule"], one["unit"] or "", one["code"]): one["state"] for one in value["entries"]}


def test_nights_and_their_ledger(
    night: Night, rules: dict[tuple[int, str], str], capsys: pytest.CaptureFixture[str]
) -> None:
    first, notice, plan = rules[1, "减税降费"], rules[3, "公告"], rules[4, "规划计划"]
    again = rules[6, "减税降费"]
    night(0, answers={"减税降费": absent, "公告": old})
    standing = ledger(capsys)
    assert standing[first, "", "missing-column"] == standing[again, "", "missing-column"] == "new"
    assert standing[notice, "", "stale-column"] == "new"
    assert not [key for key in standing if key[0] == plan]

    night(1, answers={"减税降费": absent, "公告": unreachable})
    standing = ledger(capsys)
    assert standing[first, "", "missing-column"] == "open"
    assert standing[notice, "", "stale-column"] == "new", "what could not be looked at stays as it is"

    night(2)
    assert ledger(capsys) == {}
    assert ledger(capsys, "--all")[first, "", "missing-column"] == "rectified"

    night(3, answers={"减税降费": absent})
    assert ledger(capsys)[first, "", "missing-column"] == "reopened"
    assert set(ledger(capsys, "--unit", "区教委")) == {(first, "", "missing-column")}


def test_a_part_of_the_rules_withdraws_nothing(
    night: Night, rules: dict[tuple[int, str], str], capsys: pytest.CaptureFixture[str]
) -> None:
    night(0, answers={"减税降费": absent, "公告": old})
    night(1, rules=(rules[1, "减税降费"],))
    standing = ledger(capsys)
    assert standing[rules[3, "公告"], "", "stale-column"] == "new"
    assert (rules[1, "减税降费"], "", "missing-column") not in standing, "looked at again, and it is there"


def test_another_pack_on_the_command_line_withdraws_nothing(
    folder: Path, night: Night, rules: dict[tuple[int, str], str], capsys: pytest.CaptureFixture[str]
) -> None:
    night(0, answers={"公告": old})
    other = folder / "other.yaml"
    text = (folder / "doc.txt").read_text(encoding="utf-8").replace("2026", "2027").split("\t4\n")[0]
    (folder / "doc27.txt").write_text(text, encoding="utf-8")
    merge_and_write(derive(read_tasks(folder / "doc27.txt")), other)
    night(1, packs=(other,))
    assert ledger(capsys)[rules[3, "公告"], "", "stale-column"] == "new"


def test_waived_and_back(night: Night, rules: dict[tuple[int, str], str], capsys: pytest.CaptureFixture[str]) -> None:
    rule = rules[3, "公告"]
    key = (rule, "", "stale-column")
    night(0, answers={"公告": old})
    words = ["waive", rule, "--code", "stale-column", "--until", FAR, "--reason", "机构改革", "--by", "王五"]
    assert main(words) == 0
    assert ledger(capsys)[key] == "waived", "shown at once"
    audit = night(1, answers={"公告": old})
    (result,) = (one for one in audit["results"] if one["rule"] == rule)
    assert result["status"] == "waived"
    assert [(one["reason"], one["by"], one["until"]) for one in result["rulings"]] == [("机构改革", "王五", FAR)]
    assert ledger(capsys)[key] == "waived"
    assert main(["unwaive", rule, "--by", "王五"]) == 0
    assert ledger(capsys)[key] == "open"
    audit = night(2, answers={"公告": old})
    assert [one["status"] for one in audit["results"] if one["rule"] == rule] == ["fail"]


@pytest.mark.parametrize("day", [0, 1])
def test_an_audit_for_a_past_day_knows_what_was_decided_since(
    night: Night, rules: dict[tuple[int, str], str], capsys: pytest.CaptureFixture[str], day: int
) -> None:
    waived, idle = rules[3, "公告"], rules[1, "减税降费"]
    night(0, answers={"公告": old, "减税降费": absent})
    assert main(["waive", waived, "--until", FAR, "--reason", "机构改革", "--by", "王五"]) == 0
    assert main(["rule", idle, "--not-applicable", "--reason", "已划转", "--by", "王五"]) == 0

    def statuses(audit: dict[str, Any]) -> list[str]:
        return [{one["rule"]: one["status"] for one in audit["results"]}[rule] for rule in (waived, idle)]

    audit = night(day, answers={"公告": old, "减税降费": absent})
    assert statuses(audit) == ["waived", "not_applicable"]
    main(["recheck", "latest", "--json", "again.json"])
    assert statuses(json.loads(Path("again.json").read_text("utf-8"))) == ["waived", "not_applicable"]
    assert main(["diff"]) == 0
    assert re.search(rf"已豁免 +{waived}(.|\n)*不再适用 +{idle}", capsys.readouterr().out)
    assert main(["unwaive", waived, "--by", "王五"]) == 0
    assert main(["unrule", idle, "--by", "王五"]) == 0
    assert statuses(night(day, answers={"公告": old, "减税降费": absent})) == ["fail", "fail"]


def test_a_waiver_that_ran_out_before_the_newest_audit(
    night: Night, rules: dict[tuple[int, str], str], capsys: pytest.CaptureFixture[str]
) -> None:
    rule = rules[3, "公告"]
    until = date.today() + timedelta(days=3)  # noqa: DTZ011 -- nobody may waive until a day that has passed
    night(0, answers={"公告": old})
    assert main(["waive", rule, "--until", str(until), "--reason", "改版", "--by", "王五"]) == 0
    for days, status in ((0, "waived"), (1, "fail")):
        audit = night((until - TODAY).days + days, answers={"公告": old})
        assert {one["rule"]: one["status"] for one in audit["results"]}[rule] == status
    assert main(["diff"]) == 0
    assert "豁免已止" in capsys.readouterr().out
    assert ledger(capsys)[rule, "", "stale-column"] == "open"
    assert main(["ledger"]) == 0
    assert f"豁免已到期：{rule}" in capsys.readouterr().out


def test_a_waiver_nobody_needs_is_named(
    night: Night, rules: dict[tuple[int, str], str], capsys: pytest.CaptureFixture[str]
) -> None:
    rule = rules[3, "公告"]
    night(0)
    assert main(["waive", rule, "--code", "stale-column", "--until", FAR, "--reason", "改版", "--by", "王五"]) == 0
    assert "目前没有这项问题" in capsys.readouterr().out
    night(0, rules=(rules[1, "减税降费"],))  # a look at another one changes nothing
    assert main(["ledger"]) == 0
    assert f"豁免不再需要：{rule} stale-column" in capsys.readouterr().out


def test_a_person_names_the_column(night: Night, rules: dict[tuple[int, str], str]) -> None:
    rule = rules[3, "公告"]
    url = "https://tax.example.gov.cn/tzgg/"
    assert main(["rule", rule, "--column", url, "--reason", "改名", "--by", "王五"]) == 0
    crawl = StubCrawl()
    audit = night(0, crawl)
    assert [target.url for plan in crawl.plans for target in plan.targets if target.path[-1] == "公告"] == [url]
    (result,) = (one for one in audit["results"] if one["rule"] == rule)
    assert [one["kind"] for one in result["rulings"]] == ["column"]


def test_a_person_says_not_applicable(
    night: Night, rules: dict[tuple[int, str], str], capsys: pytest.CaptureFixture[str]
) -> None:
    rule, plan = rules[3, "公告"], rules[4, "规划计划"]
    night(0, answers={"公告": old, "规划计划": old})
    said = ["--not-applicable", "--reason", "不承担此项职能", "--by", "王五"]
    assert main(["rule", rule, *said]) == 0
    assert main(["rule", plan, *said, "--unit", "区财政"]) == 0
    crawl = StubCrawl(answers={"公告": old, "规划计划": old})
    audit = night(0, crawl)
    statuses = {(one["rule"], one["unit"]): one["status"] for one in audit["results"]}
    assert statuses[rule, None] == statuses[plan, "区财政局"] == "not_applicable"
    assert statuses[plan, "区政府办公室"] == "fail"
    assert not [target for made in crawl.plans for target in made.targets if target.path[-1] == "公告"], "not asked"
    states = ledger(capsys, "--all")
    assert states[rule, "", "stale-column"] == states[plan, "区财政局", "stale-column"] == "withdrawn"
    assert main(["unrule", rule]) == 0


def test_an_answer_is_kept_with_the_finding(
    night: Night, rules: dict[tuple[int, str], str], capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    rule = rules[3, "公告"]
    night(0, answers={"公告": old})
    (folder / "answer.txt").write_bytes("已补发三月通知".encode("gb18030"))
    assert main(["reply", rule, "--file", "answer.txt", "--by", "区税务局赵六"]) == 0
    assert "zwgk check --rule" in capsys.readouterr().out
    assert main(["ledger", "--rule", rule]) == 0
    assert "整改反馈（区税务局赵六" in (shown := capsys.readouterr().out)
    assert "已补发三月通知" in shown


def test_an_answer_to_a_finding_on_a_site(folder: Path, night: Night, capsys: pytest.CaptureFixture[str]) -> None:
    night(0)
    key = FindingKey(rule="", code="no-ipv6", place="税务局网站")
    found_on_site = SiteResult(
        name=key.place,
        url="https://tax.example.gov.cn/",
        status=SiteStatus.REACHABLE,
        requests=1,
        pages=1,
        findings=(Finding(code=key.code, status=Status.WARN, message="没有 AAAA 记录", advice="", basis=""),),
    )
    config = load_config(folder / "config.yaml")
    with closing(Store.open(config.database, config.data)) as store:
        run = store.run(LATEST)
        assert run is not None
        changed = advance({}, (), (found_on_site,), run=run.id, as_of=run.as_of, complete=False)
        with store.engine.begin() as connection:
            keep_ledger(connection, {}, changed)
    assert main(["reply", key.place, "--text", "已申请", "--by", "赵六"]) == 0
    assert "zwgk check --site 税务局网站" in capsys.readouterr().out
    words = ["waive", key.place, "--code", "no-ipv6", "--until", FAR, "--reason", "年内改造", "--by", "王五"]
    assert main(words) == 0
    assert "目前没有这项问题" not in capsys.readouterr().out
    assert ledger(capsys, "--site", key.place)[None, "", "no-ipv6"] == "waived"  # type: ignore[index]
    assert main(["unwaive", key.place, "--by", "王五"]) == 0
    assert ledger(capsys, "--site", key.place)[None, "", "no-ipv6"] == "new"  # type: ignore[index]


def test_what_changed_between_two_runs(
    night: Night, rules: dict[tuple[int, str], str], capsys: pytest.CaptureFixture[str]
) -> None:
    first = night(0, answers={"减税降费": absent, "公告": old})["run"]["id"]
    second = night(1, answers={"减税降费": absent, "决算": old, "公告": unreachable})["run"]["id"]
    capsys.readouterr()
    for words in ([], [second], [first, second]):
        assert main(["diff", "--json", *words]) == 0
        value = json.loads(capsys.readouterr().out)
        assert (value["before"]["id"], value["after"]["id"]) == (first, second)
        changes = {(one["rule"], one["change"], one["code"]) for one in value["changes"]}
        assert changes == {
            (rules[1, "减税降费"], "still", "missing-column"),
            (rules[6, "减税降费"], "still", "missing-column"),
            (rules[2, "决算"], "appeared", "stale-column"),
            (rules[3, "公告"], "untold", "stale-column"),
        }
    assert main(["diff"]) == 0
    assert "新增 1 项；仍在 2 项；未能复查 1 项" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(["waive", "没有", "--until", FAR, "--reason", "x", "--by", "y"], "没有编号为", id="no such rule"),
        pytest.param(["waive", "R", "--until", "2001-01-01", "--reason", "x", "--by", "y"], "已经过去", id="past day"),
        pytest.param(["waive", "R", "--until", "明天", "--reason", "x", "--by", "y"], "不是日期", id="no day"),
        pytest.param(["waive", "R", "--until", FAR, "--reason", " ", "--by", "y"], "不能是空的", id="no reason"),
        pytest.param(["waive", "R", "--until", FAR, "--reason", "x"], "--by", id="nobody"),
        pytest.param(
            ["waive", "R", "--code", "stale", "--until", FAR, "--reason", "x", "--by", "y"],
            "是不是：stale-column",
            id="no such code",
        ),
        pytest.param(
            ["waive", "R", "--unit", "区财政局", "--until", FAR, "--reason", "x", "--by", "y"], "去掉 --unit", id="unit"
        ),
        pytest.param(
            ["waive", "政府网站", "--code", "stale-column", "--until", FAR, "--reason", "x", "--by", "y"],
            "没有问题代码",
            id="a code that is none of sites",
        ),
        pytest.param(["unwaive", "R"], "没有可撤销的豁免", id="nothing to revoke"),
        pytest.param(["rule", "R", "--reason", "x", "--by", "y"], "二者选一", id="no ruling"),
        pytest.param(
            ["rule", "R", "--column", "https://other.cn/", "--reason", "x", "--by", "y"],
            "不在配置的站点范围",
            id="foreign",
        ),
        pytest.param(["reply", "R", "--text", "好", "--by", "y"], "台账中没有", id="no finding to answer"),
        pytest.param(["diff"], "还没有两次全面检查", id="nothing to compare"),
        pytest.param(["diff", "a", "b", "c"], "最多写两个轮次", id="three runs"),
        pytest.param(["diff", "a", "b"], "没有轮次 a", id="no such run"),
        pytest.param(["ledger", "--unit", "区气象局"], "没有名为", id="no such unit"),
    ],
)
def test_mistakes_are_one_line_and_code_2(
    folder: Path,
    rules: dict[tuple[int, str], str],
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    said: str,
) -> None:
    assert main([rules[1, "减税降费"] if word == "R" else word for word in words]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.startswith("错误：")
    assert error.count("\n") == 1


def test_an_empty_ledger_says_so(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "config.yaml").write_text(CONFIG, encoding="utf-8")
    assert main(["ledger"]) == 0
    assert "还没有完成过检查" in capsys.readouterr().out
