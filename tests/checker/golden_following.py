"""What became of the golden audit's findings over the runs: every state, answers, rulings that hold or ended."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from checker.brake import result_key
from checker.followed import Followed
from checker.history import History, PastRun, Tally, tally, tally_of
from checker.ledger import FindingKey, LedgerEntry, LedgerState, Reply, advance
from checker.result import Audit, Status
from checker.ruled import apply_rulings, uses
from checker.rulings import Ruling, RulingKind
from checker.scoring import summarise
from rules.units import UnitRegistry

FIRST, LAST = date(2022, 9, 20), date(2022, 10, 31)


def rulings() -> tuple[Ruling, ...]:
    """A waiver that holds, one that has run out, one nothing falls under; a named column, a released unit."""

    def ruling(number: int, kind: RulingKind, rule: str, **more: object) -> Ruling:
        words = {"reason": "机构改革，栏目正在调整", "by": "区政务公开办王五", "on": FIRST} | more
        return Ruling(id=f"r{number}", kind=kind, rule=rule, **words)  # type: ignore[arg-type]

    return (
        ruling(1, RulingKind.WAIVER, "收费目录", code="broken-column", until=date(2022, 12, 31)),
        ruling(2, RulingKind.WAIVER, "义务教育", until=date(2022, 10, 15), reason="改版期间"),
        ruling(3, RulingKind.WAIVER, "减税降费", code="stale-column", until=date(2023, 6, 30), reason="暂无新政策"),
        ruling(4, RulingKind.COLUMN, "稳岗就业", url="https://www.example.gov.cn/wgjy/", reason="栏目已改名"),
        ruling(5, RulingKind.NOT_APPLICABLE, "通知公告", unit="区气象局", reason="垂直管理，不承担此项"),
    )


def ruled(audit: Audit, units: UnitRegistry) -> Audit:
    """The audit with the rulings applied to its results, and figures of `units` anew."""
    results = apply_rulings(audit.results, rulings(), audit.run.as_of)
    return replace(audit, results=results, units=summarise(results, units))


def followed(audit: Audit) -> Followed:
    """The ledger as the audit's run left it; `audit` is after `ruled`."""
    before = {entry.key: entry for entry in _before(audit)}
    changed = advance(before, audit.results, audit.sites, run=audit.run.id, as_of=audit.run.as_of, complete=False)
    stale = FindingKey(rule="通知公告", code="stale-column")
    gone = FindingKey(rule="减税降费", code="stale-column")
    replies = {
        stale: (
            Reply(key=stale, text="已联系网站维护单位，10月底前补发。", by="区财政局赵六", on=date(2022, 10, 8)),
            Reply(key=stale, text="已补发9月、10月通知公告。", by="区财政局赵六", on=date(2022, 10, 30)),
        ),
        gone: (Reply(key=gone, text="已更新三条政策。", by="区税务局钱七", on=LAST),),
    }
    return Followed(
        run=audit.run.id,
        entries=before | changed,
        replies=replies,
        uses=uses(audit.results, rulings(), audit.run.as_of),
    )


def _before(audit: Audit) -> list[LedgerEntry]:
    """One column rectified now, one finding that was rectified once, some that stood; the rest is new."""

    def entry(rule: str, code: str, state: LedgerState, **more: object) -> LedgerEntry:
        words: dict[str, object] = {
            "status": Status.FAIL,
            "message": "栏目最新信息发布于2021年8月3日，超过更新期限",
            "site": "政府网站",
            "path": ("专题专栏", rule),
            "opened": FIRST,
            "first_opened": FIRST,
            "runs": 4,
            "seen": LAST,
            "looked": LAST,
        }
        key = FindingKey(rule=rule, code=code)
        return LedgerEntry(key=key, state=state, turned="earlier", **(words | more))  # type: ignore[arg-type]

    found = {(result.rule, finding.code) for result in audit.results for finding in result.findings}
    standing = [
        entry(rule, code, LedgerState.OPEN)
        for rule in ("惠民资金", "通知公告", "义务教育", "收费目录")
        for code in sorted(code for name, code in found if name == rule)
    ]
    return [
        *standing,
        entry("减税降费", "stale-column", LedgerState.OPEN, runs=6, openings=2),
        entry("稳岗就业", "empty-column", LedgerState.RECTIFIED, closed=date(2022, 10, 12), looked=date(2022, 10, 12)),
        entry("住房保障", "stale-column", LedgerState.OPEN),
        entry("安全生产", "empty-column", LedgerState.NEW, runs=1, opened=LAST, first_opened=LAST),
    ]


def earlier(audit: Audit) -> History:
    """Two runs before the audit: in the last of them more passed, some was not asked yet, and one unit was missing."""
    fallen = dict.fromkeys(("政务动态", "惠民资金"), Status.PASS)
    statuses = {
        result_key(one): fallen.get(one.rule, one.status) for one in audit.results if one.status is not Status.MANUAL
    }
    units = {unit.name: tally(unit.counts) for unit in audit.units if unit.name != "区气象局"}
    better = {
        name: replace(one, passed=one.passed + 2, failed=one.failed - 2)
        for name, one in units.items()
        if one.failed > 1
    }
    whole = tally_of(one.status for one in audit.results)
    return History(
        runs=(
            PastRun(id="20220920-020000", as_of=FIRST, whole=Tally(unjudged=9)),
            PastRun(
                id="20221025-020000", as_of=date(2022, 10, 25), whole=replace(whole, passed=11), units=units | better
            ),
        ),
        statuses=statuses,
    )
