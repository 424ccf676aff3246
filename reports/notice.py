"""整改通知书 as data: one unit's problems with task, basis, advice and evidence, and the slip it sends back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from checker.followed import Followed
from checker.ledger import LedgerState
from checker.result import Audit, Result, UnitResult
from reports.cleaning import clean, long_date, percent
from reports.item import NAME, TASK_HEAD, FindingView, ItemView, document_name, folded, item_view
from reports.letters import DEMANDS, Letters, Numbered, deadline, demands, listed, numeral
from reports.problems import COUNTED, path_of, shortened, standing
from reports.summary import summary_row
from reports.told import Told
from reports.wording import STATUS

MOST = 300
"""Problems of one notice; beyond that it refers to the unit's report."""
_KEYS = tuple(STATUS[status].key for status in COUNTED)


@dataclass(frozen=True, kw_only=True, slots=True)
class NoticeItem:
    """One problem."""

    number: int
    ordinal: str
    title: str
    verdict: str
    kind: str
    path: str
    task: str
    message: str
    basis: str
    state: str
    advice: str
    seen: str
    """Address and time of the page that the problem rests on."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Notice:
    """The letter to one unit."""

    number: str
    unit: str
    opening: tuple[str, ...]
    items: tuple[NoticeItem, ...]
    demands: tuple[Numbered, ...]
    deadline: str
    rectify_days: int
    issuer: str
    date: str
    place: str
    run: str
    documents: str


def notice(
    audit: Audit, unit: UnitResult, followed: Followed | None = None, *, letters: Letters | None = None
) -> Notice | None:
    """The letter to `unit` on what it leads or is named for; None when there is nothing to rectify.

    What it shares only as a member of a group is not laid at its door here.
    """
    how = letters or Letters()
    day = audit.run.as_of
    indices = sorted({*unit.lead, *unit.named})
    found = list(_found(audit, indices, followed))
    if not found:
        return None
    items = tuple(
        _item(place, audit.results[index], item, finding)
        for place, (index, item, finding) in enumerate(found[:MOST], 1)
    )
    documents = "、".join(dict.fromkeys(document_name(audit.results[index].document) for index in indices))
    place = sorted(one.name for one in audit.units).index(unit.name) + 1
    return Notice(
        number=f"{clean(audit.run.id, NAME)}-{place:03d}",
        unit=clean(unit.name, NAME),
        opening=_opening(audit, unit, [finding for _, _, finding in found], documents),
        items=items,
        demands=demands(DEMANDS, how, day),
        deadline=deadline(how, day),
        rectify_days=how.rectify_days,
        issuer=clean(how.issuer, NAME) or "（发文机关）",
        date=long_date(day),
        place=clean(audit.run.place, NAME),
        run=clean(audit.run.id, NAME),
        documents=documents,
    )


def _found(
    audit: Audit, indices: Sequence[int], followed: Followed | None
) -> Iterator[tuple[int, ItemView, FindingView]]:
    """Failures first, each group in the order of the document."""
    views = [
        (index, item_view(audit.results[index], index=index, as_of=audit.run.as_of, told=Told(followed=followed)))
        for index in indices
        if audit.results[index].status in COUNTED
    ]
    for key in _KEYS:
        for index, item in views:
            for finding in item.findings:
                if finding.label.key == key:
                    yield index, item, finding


def _opening(audit: Audit, unit: UnitResult, found: Sequence[FindingView], documents: str) -> tuple[str, ...]:
    row = summary_row(unit)
    total = len({*unit.lead, *unit.named})
    failed = sum(one.label.key == _KEYS[0] for one in found)
    keys = [one.state.key for one in found if one.state is not None]
    turns = listed(
        [
            ("新发现", keys.count(f"turn-{LedgerState.NEW.value}")),
            ("仍未整改", keys.count(f"turn-{LedgerState.OPEN.value}")),
            ("整改后反弹", keys.count(f"turn-{LedgerState.REOPENED.value}")),
        ]
    )
    told = [
        f"根据{documents}，我单位对你单位牵头和负责的政务公开栏目进行了核查，核查基准日为{long_date(audit.run.as_of)}。"
        f"共核查{total}项，合格{row.passed}项、预警{row.warned}项、不合格{row.failed}项，合格率{percent(row.pass_rate)}。"
        f"发现需整改或处理的问题{len(found)}个（{listed([('不合格', failed), ('预警', len(found) - failed)])}）"
        + (f"，其中{turns}" if turns else "")
        + "。现通知如下。"
    ]
    if len(found) > MOST:
        told.append(f"本通知书列出前{MOST}个，其余见你单位的核查报告。")
    return tuple(told)


def _item(place: int, result: Result, item: ItemView, finding: FindingView) -> NoticeItem:
    seen = [item.evidence[number - 1] for number in finding.evidence[:1]]
    state = finding.state
    return NoticeItem(
        number=place,
        ordinal=f"（{numeral(place)}）",
        title=item.title,
        verdict=finding.label.name,
        kind=finding.name,
        path=path_of(result),
        task=f"{folded(result.text, head=TASK_HEAD).head}（{item.source}）",
        message=shortened(finding.message, path_of(result)),
        basis=finding.basis,
        state="" if state is None else standing(state),
        advice=finding.advice,
        seen="；".join(f"{one.link.text}（{one.time} 查看）" for one in seen),
    )
