"""The golden audit: one column of every kind, judged, scored, written and reported; every word of it is compared.

The files in tests/golden are written anew by `make golden`. Read the diff: it is what officials will read.
"""

from __future__ import annotations

import json
import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from checker_cases import AS_OF, column, entries, fetch, listing, located, rule
from golden_content import HOME, content
from golden_following import earlier, followed, ruled
from golden_site import faulty, probes
from golden_workbook import workbook_text

from checker.engine import judge, load_checks
from checker.question import Gap, Question, question_key
from checker.result import Audit, AuditRun, Status
from checker.schema import audit_json
from checker.scoring import summarise
from checker.sites import judge_sites, load_site_checks
from crawler.evidence import ColumnEvidence, Look, Match, Outcome, Shape
from reports.formats.xlsx import workbook_bytes
from reports.html import render_overview, render_unit
from reports.sheets import sheets
from reports.told import Told
from rules.model import Deadline, DeadlineKind, ManualTask, RuleKind
from rules.units import Unit, UnitRegistry

FOLDER = Path(__file__).parent.parent / "golden"
UNITS = UnitRegistry(
    [
        Unit(name="区政府办公室"),
        Unit(name="区财政局", aliases=("区财政",), groups=("区政府各部门",)),
        Unit(name="区民政局", groups=("区政府各部门",)),
    ]
)
PLACES = ("首页", "“专题专栏”页", "网站地图", "逐层查看导航（32页）")
LOOKED = tuple(Look(place=place, url=None) for place in PLACES)

#: The column's name and what was seen of it.
SEEN: dict[str, ColumnEvidence] = {
    "减税降费": column(),
    "政务动态": column(listing=listing(*entries(13))),
    "通知公告": column(listing=listing(*entries(181, None, 200))),
    "惠民资金": column(listing=listing(*entries(None, -2))),
    "稳岗就业": column(listing=listing(shape=Shape.EMPTY_LIST, total=0)),
    "乡村振兴": column(Outcome.ABSENT, looked=LOOKED),
    "收费目录": column(Outcome.BROKEN, located=located(), fetches=(fetch(404),)),
    "规划计划": column(located=located(Match.RENAMED, trail=("专题专栏", "计划规划"), similarity=0.5)),
    "义务教育": column(located=located(Match.MISPLACED, trail=("互动交流", "义务教育"), via="网站地图")),
    "办事清单": column(Outcome.AMBIGUOUS, reason="有两个同名栏目"),
    "住房保障": column(Outcome.BLOCKED, reason="HTTP 412"),
    "食品安全": column(Outcome.UNREACHABLE, reason="连接超时"),
    "领导信箱": column(Outcome.DISALLOWED),
    "生态环境": column(Outcome.NEEDS_RENDERING, located=located()),
    "安全生产": column(Outcome.BUDGET_SPENT),
    "机构职能": column(listing=listing(shape=Shape.SINGLE)),
    "统计信息": column(listing=listing(shape=Shape.UNKNOWN)),
    "应急管理": column(Outcome.ABSENT, looks=1),
}


def audit() -> Audit:
    questions = []
    for row, name in enumerate(SEEN, 1):
        asked = rule(
            id=name,
            row=row,
            path=("专题专栏", name),
            lead_units=("区政府办公室",) if row % 2 else ("区财政局",),
            responsible_units=("区政府各部门",) if row % 3 else ("区民政局", "区气象局"),
        )
        questions.append(Question(rule=asked, document=asked.document, site="政府网站", key=name))
    video = rule(id="video", row=30, kind=RuleKind.SUBCOLUMNS, subcolumns=("视频", "图片"), lead_units=("区民政局",))
    questions += [
        Question(rule=video, document=video.document, site="政府网站", key="减税降费"),
        _gap(31, Gap.SITE_NOT_CONFIGURED, None, "区税务局网站"),
        _gap(32, Gap.UNIT_WITHOUT_PAGE, "区民政局", "部门网页"),
        _gap(33, Gap.UNIT_UNASSIGNED, None, "部门网页"),
    ]
    deadline = Deadline(text="年底前", kind=DeadlineKind.DATE, due=date(2022, 12, 31))
    manual = [
        ManualTask(
            id="m34",
            document="云山区任务分工",
            row=34,
            section="加强培训",
            text="开展一次业务培训。",
            lead_units=("区政府办公室",),
            deadlines=(deadline,),
            reason="未写公开路径",
        )
    ]
    more = content()
    questions += more.questions
    evidence = {"政府网站": faulty(SEEN | more.seen, HOME)}
    results = judge(questions, manual, evidence, as_of=AS_OF)
    started = datetime(2022, 11, 1, 2, 0, tzinfo=UTC)
    return Audit(
        run=AuditRun(
            id="20221101-020000",
            as_of=AS_OF,
            started=started,
            finished=started + timedelta(minutes=4),
            place="示范市云山区",
        ),
        sites=judge_sites(evidence, as_of=AS_OF, results=results, probes={"政府网站": probes(9)}),
        results=results,
        units=summarise(results, UNITS),
        documents={"云山区任务分工": 34},
    )


def _gap(row: int, gap: Gap, unit: str | None, printed: str) -> Question:
    asked = rule(id=f"gap{row}", row=row, site=printed, responsible_units=("区民政局",))
    return Question(rule=asked, document=asked.document, site=None, key=None, unit=unit, gap=gap)


def texts() -> dict[str, str]:
    whole = ruled(audit(), UNITS)
    known = followed(whole)
    unit = next(unit for unit in whole.units if unit.name == "区政府办公室")
    return {
        "audit.json": json.dumps(audit_json(whole), ensure_ascii=False, indent=1) + "\n",
        "unit.html": render_unit(whole, unit, Told(followed=known, history=earlier(whole))),
        "overview.html": render_overview(whole, followed=known, history=earlier(whole)),
        "workbook.txt": workbook_text(workbook_bytes(whole, sheets(whole, known, None))),
    }


@pytest.mark.parametrize("name", ["audit.json", "unit.html", "overview.html", "workbook.txt"])
def test_golden(name: str) -> None:
    text = texts()[name]
    file = FOLDER / name
    if os.environ.get("ZWGK_GOLDEN") == "write":
        file.write_text(text, encoding="utf-8", newline="\n")
    assert file.read_text(encoding="utf-8") == text, f"tests/golden/{name} differs: run `make golden` and read the diff"


def test_the_golden_audit_shows_every_kind() -> None:
    results = audit().results
    codes = {finding.code for result in results for finding in result.findings}
    assert codes == {one.code for one in load_checks()}
    of_sites = {finding.code for one in audit().sites for finding in one.findings}
    # Where most entries are broken no column is accused of it, so the two cannot stand side by side.
    assert of_sites == {one.code for one in load_site_checks()} - {"broken-entries"}
    assert {result.status for result in results} >= set(Status) - {Status.WAIVED, Status.NOT_APPLICABLE}
    keys = [question_key(result.rule, result.unit) for result in results]
    assert sorted(keys) == sorted(set(keys))
