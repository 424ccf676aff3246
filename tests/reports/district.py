"""Invented audits of an invented district (云山区): every status, match, date source and code, and hostile texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from checker.engine import load_checks
from checker.result import (
    Audit,
    AuditRun,
    ColumnView,
    EvidenceRef,
    Finding,
    Result,
    SiteResult,
    Status,
    UnitResult,
)
from crawler.evidence import DateSource, Entry, Look, Match, SiteStatus
from rules.model import Correction, Deadline, DeadlineKind

AS_OF = date(2024, 9, 30)
NIGHT = datetime(2024, 9, 29, 18, 0, 0, tzinfo=UTC)
DOCUMENT = "云山区2024年政务公开重点任务分工表"
HOME = "https://www.yunshan.example"

_LEAVES = (
    "惠企政策",
    "重点项目",
    "财政预决算",
    "政府采购",
    "教育收费",
    "义务教育招生",
    "医疗服务",
    "养老机构",
    "社会救助",
    "食品抽检",
    "环境监测",
    "征地补偿",
    "保障性住房",
    "交通运输",
    "应急演练",
    "行政处罚",
)


def run(number: str = "20240930-020000") -> AuditRun:
    return AuditRun(id=number, as_of=AS_OF, started=NIGHT, finished=NIGHT + timedelta(minutes=41), place="示例市云山区")


def evidence(path: str = "/zfxxgk/", quote: str = "") -> EvidenceRef:
    return EvidenceRef(
        url=HOME + path, fetched_at=NIGHT + timedelta(minutes=14, seconds=5), sha256="5d41402abc4b2a76" * 4, quote=quote
    )


def finding(code: str, message: str = "", *, quote: str = "") -> Finding:
    check = next(check for check in load_checks() if check.code == code)
    return Finding(
        code=code,
        status=check.status,
        message=message or f"{check.title}：栏目核查时发现上述情况，详见所附证据。",
        advice=check.advice,
        basis="任务分工表“公开路径”一栏；《政府网站与政务新媒体检查指标》关于栏目更新的要求",
        evidence=(evidence(f"/{code}/", quote), evidence("/")),
    )


def result(number: int = 1, status: Status = Status.PASS, code: str | None = None, **changes: object) -> Result:
    """A plausible result of `status`; `code` is its finding's."""
    leaf = _LEAVES[number % len(_LEAVES)]
    manual = status is Status.MANUAL
    seen = status in (Status.PASS, Status.FAIL, Status.WARN, Status.WAIVED) and code not in ("missing-column",)
    newest = AS_OF - timedelta(days=400 if code == "stale-column" else 352 if code == "due-soon" else 20 + number)
    base = Result(
        rule=f"yunshan-2024-{number:03d}",
        document=DOCUMENT,
        row=number,
        item=number % 4 or None,
        section="一、围绕优化营商环境推进公开",
        text=f"及时公开{leaf}信息，集中发布有关政策文件、办理流程和结果，方便企业和群众查询。",
        site=None if manual else "政府网站",
        path=() if manual else ("政府信息公开", "法定主动公开内容", leaf),
        lead_units=("区政务服务局",),
        responsible_units=("区财政局", "各乡镇人民政府"),
        status=status,
        findings=() if code is None else (finding(code, quote=f"{leaf}　共 20 条"),),
        reason="文件未写公开路径，须查阅线下台账。" if manual else None,
        column=ColumnView(
            url=f"{HOME}/zfxxgk/{number}/index.html",
            trail=("首页", "政府信息公开", "法定主动公开内容", leaf),
            match=Match.RENAMED if code == "renamed-column" else Match.EXACT,
            similarity=0.86 if code == "renamed-column" else 1.0,
            via="首页导航",
        )
        if seen
        else None,
        entries=20 if seen else None,
        newest=newest if seen else None,
        newest_source=DateSource.ROW if seen else None,
        limit_days=365 if seen else None,
        limit_basis="其他栏目一年内应有更新" if seen else "",
        samples=tuple(
            Entry(
                title=f"云山区关于{leaf}的通知（第{i + 1}号）",
                url=f"{HOME}/zfxxgk/{number}/{i}.html",
                date=newest - timedelta(days=30 * i),
                date_source=list(DateSource)[i % 4],
                pinned=i == 2,
                inferred=i == 1,
                future=False,
            )
            for i in range(3)
        )
        if seen
        else (),
        fetched_at=NIGHT + timedelta(minutes=number % 40, seconds=7) if seen else None,
        looked=()
        if manual or status is Status.PASS
        else (
            Look(place="首页", url=HOME + "/", note="导航 68 个链接"),
            Look(place="网站地图", url=HOME + "/map.html", note="未见同名栏目"),
            Look(place="导航遍历（32页）", url=None),
        ),
        deadlines=(Deadline(text="2024年10月底前", kind=DeadlineKind.DATE, due=date(2024, 10, 31)),)
        if number % 3 == 0
        else (),
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def results() -> tuple[Result, ...]:
    """Every code of every check, every status, and the special cases of single fields."""
    given: list[Result] = []
    for check in load_checks():
        given.append(result(len(given) + 1, check.status, check.code))
    given += [result(len(given) + i + 1) for i in range(8)]
    given.append(
        result(
            len(given) + 1,
            text="推进基层政务公开标准化规范化，" * 40,
            corrections=(Correction(original="政府信息公开日录", corrected="政府信息公开目录"),),
            doubts=("责任单位一栏为空，沿用上一行。",),
        )
    )
    given.append(
        result(
            len(given) + 1,
            Status.FAIL,
            "stale-column",
            text="推进重大行政决策公开，完善决策草案意见征集和结果反馈，" * 12,
            corrections=(Correction(original="政府信息公开日录", corrected="政府信息公开目录"),),
            doubts=("“有关单位”未指明，不展开。",),
            samples=(
                Entry(title="关于召开听证会的公告", url=None, date=None),
                Entry(title="计划于明年发布的公告", url=f"{HOME}/a.html", date=date(2025, 1, 1), future=True),
            ),
        )
    )
    given += [result(len(given) + i + 1, Status.MANUAL) for i in range(4)]
    given.append(result(len(given) + 1, Status.NOT_APPLICABLE, reason="规则集登记：本区无此职能。"))
    given.append(
        result(
            len(given) + 1, Status.WAIVED, "stale-column", reason="豁免至2024年12月31日：机构改革过渡期（张三核准）。"
        )
    )
    given.append(
        result(
            len(given) + 1, Status.FAIL, "empty-column", unit="区财政局", site="部门网页", path=("财政资金", "惠民补贴")
        )
    )
    return tuple(given)


def unit(
    name: str,
    given: Sequence[Result],
    *,
    lead: Sequence[int] = (),
    named: Sequence[int] = (),
    shared: Sequence[int] = (),
) -> UnitResult:
    counts = dict.fromkeys(Status, 0)
    for index in (*lead, *named):
        counts[given[index].status] += 1
    judged = counts[Status.PASS] + counts[Status.FAIL] + counts[Status.WARN]
    asked = len(lead) + len(named) - counts[Status.NOT_APPLICABLE] - counts[Status.WAIVED]
    return UnitResult(
        name=name,
        groups=("区政府各部门",),
        lead=tuple(lead),
        named=tuple(named),
        shared=tuple(shared),
        counts=counts,
        coverage=judged / asked if asked else 1.0,
        score=round(100 * (counts[Status.PASS] + 0.8 * counts[Status.WARN]) / judged, 1) if judged else None,
    )


def sites() -> tuple[SiteResult, ...]:
    reasons = {
        SiteStatus.REACHABLE: "",
        SiteStatus.UNREACHABLE: "连接超时，两次查看均未响应。",
        SiteStatus.BLOCKED: "返回 412 验证页。",
        SiteStatus.DISALLOWED: "robots.txt 不允许访问。",
    }
    return tuple(
        SiteResult(
            name=f"网站{number}",
            url=f"https://site{number}.yunshan.example/",
            status=status,
            requests=120 // number,
            pages=100 // number,
            reason=reason,
        )
        for number, (status, reason) in enumerate(reasons.items(), 1)
    )


def audit(
    *, names: Sequence[str] = ("区财政局", "区教育局", "区民政局", "区卫生健康局"), number: str = "20240930-020000"
) -> Audit:
    """The first unit answers for everything in some role; the others for less and less; the last for nothing by name."""
    given = results()
    every = range(len(given))
    units = [
        unit(
            name,
            given,
            lead=[i for i in every if i % 3 != 1 and i % (place + 1) == 0] if place < len(names) - 1 else [],
            named=[i for i in every if i % 3 == 1 and i % (place + 1) == 0] if place < len(names) - 1 else [],
            shared=[i for i in every if i % (place + 1) != 0][:9] if place < len(names) - 1 else [0, 5, 9, 20],
        )
        for place, name in enumerate(names)
    ]
    if units:
        # The first unit: every result, some of them only through its group; what there is but once it leads.
        rare = (Status.NOT_APPLICABLE, Status.WAIVED)
        units[0] = unit(
            names[0],
            given,
            lead=[i for i in every if i % 3 == 0 or given[i].status in rare],
            named=[i for i in every if i % 3 == 1 and given[i].status not in rare],
            shared=[i for i in every if i % 3 == 2 and given[i].status not in rare],
        )
    return Audit(run=run(number), sites=sites(), results=given, units=tuple(units), documents={DOCUMENT: 46})
