"""`zwgk explain`: the whole trail as a golden text, and the questions it cannot answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from zwgk_cases import NOW, TODAY, StubCrawl, district, found

from checker.question import Question
from checker.result import Finding, Result, Status
from crawler.evidence import (
    ColumnEvidence,
    Consideration,
    DateSource,
    Entry,
    Fetch,
    Listing,
    Located,
    Look,
    Match,
    Outcome,
    Shape,
    SiteEvidence,
    SiteStatus,
    Target,
)
from rules.derive import derive
from rules.model import Rule
from rules.pack import load_pack, merge_and_write
from rules.tasks import read_tasks
from zwgk.check_command import CheckRequest, run_check
from zwgk.cli import main
from zwgk.config import load_config
from zwgk.errors import UserError
from zwgk.explain_command import ExplainRequest, explanation, run_explain
from zwgk.options import Session
from zwgk.store import KeptRun
from zwgk.tables import RunState

URL = "https://www.example.gov.cn/"
RULE = Rule(
    id="r1",
    document="工作要点",
    section="",
    row=2,
    item=1,
    site="政府网站",
    path=("政务公开", "规划计划"),
    text="公开规划",
)
QUESTION = Question(rule=RULE, document="工作要点", site="政府网站", key="k")
RUN = KeptRun(
    id="20260301-020000",
    state=RunState.REPORTED,
    as_of=TODAY,
    started=NOW,
    finished=NOW,
    complete=True,
    selection=None,
)
COLUMN = ColumnEvidence(
    key="k",
    outcome=Outcome.FOUND,
    located=Located(
        url=f"{URL}gh/", trail=("政务公开", "规划信息"), match=Match.RENAMED, similarity=0.75, via="“规划信息”链接"
    ),
    listing=Listing(
        shape=Shape.LIST,
        entries=(
            Entry(title="规划一", url=None, date=date(2025, 12, 1), date_source=DateSource.ROW, pinned=True),
            Entry(title="\x1b[31m规划二", url=None),
        ),
        total=2,
    ),
    newest=date(2025, 12, 1),
    newest_source=DateSource.ROW,
    fetches=(
        Fetch(
            url=f"{URL}gh/", fetched_at=datetime(2026, 3, 1, 2, 0, tzinfo=UTC), status=200, sha256="0", note="栏目页"
        ),
    ),
    opened=(Look(place="首页", url=URL), Look(place="“政务公开”页", url=f"{URL}zwgk/")),
    considered=(
        Consideration(
            name="规划信息",
            url=f"{URL}gh/",
            seen_on=f"{URL}zwgk/",
            trail=("政务公开",),
            covered=("政务公开",),
            chosen=True,
            verdict="采用：名称同义，网站上的名称不同",
            said="位置：政务公开 > 规划信息",
        ),
        Consideration(
            name="规划计划",
            url=f"{URL}jw/gh/",
            seen_on=URL,
            trail=("部门", "区教委"),
            covered=(),
            chosen=False,
            verdict="名称相同；属于其他专题或单位，未打开",
        ),
    ),
)
SITE = SiteEvidence(name="政府网站", url=URL, status=SiteStatus.REACHABLE, requests=3, pages=3, columns={"k": COLUMN})
RESULT = Result(
    rule="r1",
    document="工作要点",
    row=2,
    item=1,
    section="",
    text="公开规划",
    site="政府网站",
    path=RULE.path,
    status=Status.WARN,
    findings=(Finding(code="renamed-column", status=Status.WARN, message="名称为“规划信息”。", advice="", basis=""),),
    limit_days=365,
    limit_basis="本区规定",
)

GOLDEN = """\
规则 r1：《工作要点》第2行第1项
要求的栏目：政府网站 > 政务公开 > 规划计划
轮次 20260301-020000，以 2026-03-01 为准

看了哪里
  1. 首页  https://www.example.gov.cn/
  2. “政务公开”页  https://www.example.gov.cn/zwgk/

比较了哪些候选
  √ 规划信息  https://www.example.gov.cn/gh/
      见于 https://www.example.gov.cn/zwgk/
      位于 政务公开，其中符合文件所写上级的有：政务公开
      页面自称 位置：政务公开 > 规划信息
      采用：名称同义，网站上的名称不同
  × 规划计划  https://www.example.gov.cn/jw/gh/
      见于 https://www.example.gov.cn/
      位于 部门 > 区教委
      名称相同；属于其他专题或单位，未打开

读到了什么：找到
  栏目 政务公开 > 规划信息（名称不一致，相似度 75%）
  地址 https://www.example.gov.cn/gh/，“规划信息”链接
  信息列表，读到 2 条，页面标注共 2 条
    2025-12-01（列表行）  置顶 规划一
    无日期  \x1b[31m规划二
  最新一条 2025-12-01（取自列表行）
  依据 栏目页 https://www.example.gov.cn/gh/（HTTP 200，2026-03-01 02:00:00）

结论：预警
  更新期限 365 天（本区规定）
  栏目名称不一致：名称为“规划信息”。"""


def test_the_whole_trail() -> None:
    assert "\n".join(explanation(RUN, QUESTION, RESULT, SITE)) == GOLDEN


def test_a_column_taken_over_says_from_when() -> None:
    column = replace(COLUMN, opened=(), since=date(2026, 2, 27), looks=2)
    text = "\n".join(explanation(RUN, QUESTION, RESULT, replace(SITE, columns={"k": column})))
    assert "与 2026-02-27 读取时相同，沿用当时读到的内容" in text
    assert "查看了 2 次" in text


def test_without_evidence_only_the_verdict_is_told() -> None:
    result = replace(RESULT, status=Status.UNVERIFIABLE, findings=(), reason="没有该网站")
    text = "\n".join(explanation(RUN, QUESTION, result, None))
    assert "看了哪里" not in text
    assert text.endswith("结论：无法核验\n  更新期限 365 天（本区规定）\n  没有该网站")


@pytest.fixture
def explain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    district(tmp_path)
    merge_and_write(derive(read_tasks(tmp_path / "doc.txt")), tmp_path / "pack.yaml")
    monkeypatch.chdir(tmp_path)
    config = load_config(tmp_path / "config.yaml")

    def hostile(target: Target) -> ColumnEvidence:
        seen = found(target)
        assert seen.listing is not None
        rows = tuple(replace(entry, title="\x1b[31m红字") for entry in seen.listing.entries)
        return replace(seen, listing=replace(seen.listing, entries=rows))

    run_check(Session(), config, CheckRequest(as_of=TODAY), search=StubCrawl(answers={"减税降费": hostile}))

    def run(rule: str, **words: Any) -> int:
        return run_explain(Session(), config, ExplainRequest(rule=rule, **words))

    return run


def test_what_a_site_wrote_cannot_steer_the_terminal(
    explain: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    rule = next(rule.id for rule in load_pack(Path("pack.yaml")).rules if rule.path[-1] == "减税降费")
    capsys.readouterr()
    assert explain(rule) == 0
    printed = capsys.readouterr().out
    assert "红字" in printed
    assert "\x1b" not in printed


def test_each_unit_of_a_units_page_rule(explain: Callable[..., int], capsys: pytest.CaptureFixture[str]) -> None:
    rule = next(rule.id for rule in load_pack(Path("pack.yaml")).rules if rule.site == "部门网页")
    capsys.readouterr()
    explain(rule)
    assert capsys.readouterr().out.count("要求的栏目：") == 4
    explain(rule, units=("区财政局",))
    assert "区财政局部门网页" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        pytest.param({"rule": "没有"}, "没有编号为“没有”的规则", id="no such rule"),
        pytest.param({"rule": "没有", "run": "20200101-000000"}, "没有", id="no such run either"),
    ],
)
def test_what_cannot_be_explained(explain: Callable[..., int], words: dict[str, Any], message: str) -> None:
    with pytest.raises(UserError, match=message):
        explain(**words)


def test_a_rule_the_run_did_not_ask(explain: Callable[..., int]) -> None:
    ids = [rule.id for rule in load_pack(Path("pack.yaml")).rules]
    config = load_config(Path("config.yaml"))
    run_check(Session(), config, CheckRequest(as_of=TODAY, rules=(ids[0],)), search=StubCrawl())
    with pytest.raises(UserError, match=f"没有查规则 {ids[-1]}"):
        explain(ids[-1])


def test_help_is_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("explain", "recheck"):
        assert main([command, "--help"]) == 0
        printed = capsys.readouterr().out
        assert "轮次" in printed
        assert "Options" not in printed
