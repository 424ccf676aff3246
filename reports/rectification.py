"""上次问题整改情况 of the 通报: what became of what earlier runs found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from checker.followed import Followed, Turn
from checker.ledger import LedgerState
from checker.result import Audit
from reports.cleaning import clean, percent
from reports.item import SENTENCE
from reports.letters import few, listed, numeral
from reports.problems import Problem, Settled

MOST_LISTED = 30
"""Lines of one list in 整改情况."""
LONG = 3
"""Runs from which a problem is named as one that drags on."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ListBlock:
    """One list under 整改情况."""

    ordinal: str
    name: str
    lines: tuple[str, ...]


def rectification(audit: Audit, followed: Followed | None, found: Sequence[Problem]) -> tuple[str, ...]:
    """What became of earlier problems, in figures; `found` are those of this run."""
    if followed is None:
        return ("本次未调取历次核查台账，整改情况另行通报。",)
    turns = followed.of_audit(audit)
    dragging = sum(map(_drags_on, found))
    gone, still, back, untold = (turns[one] for one in (Turn.RECTIFIED, Turn.OPEN, Turn.REOPENED, Turn.UNTOLD))
    waived = turns[Turn.WAIVED]
    if not (gone or still or back or untold or waived):
        return ("此前没有需要整改的遗留问题。",)
    told = f"此前发现且本次可以复查的问题{gone + still}个，已整改{gone}个，未整改{still}个"
    told += f"（其中不合格且连续{LONG}轮以上未整改{dragging}个）" if dragging else ""
    told += f"，整改率{percent(gone / (gone + still))}。" if gone + still else "。"
    more = listed([("整改后反弹", back), ("未能复查", untold), ("按规定豁免", waived)])
    return (f"{told}{f'另有{more}。' if more else ''}",)


def lists(found: Sequence[Problem], gone: Sequence[Settled]) -> tuple[ListBlock, ...]:
    """What was rectified, came back, drags on and was answered."""
    back = [one for one in found if one.state is LedgerState.REOPENED]
    still = sorted((one for one in found if _drags_on(one)), key=lambda one: -one.runs)
    answered = [one for one in found if one.replies]
    blocks = (
        ("已整改的问题", [f"{_whose(one.units)}{one.path}：{one.kind}（{one.opened}起）。" for one in gone]),
        ("整改后反弹的问题", [f"{_whose(one.units)}{one.path}：{one.kind}（{one.standing}）。" for one in back]),
        (
            f"连续{LONG}轮以上未整改的不合格问题",
            [f"{_whose(one.units)}{one.path}：{one.kind}（{one.standing}）。" for one in still],
        ),
        ("单位反馈", [_answer(one) for one in answered]),
    )
    kept = [(name, lines) for name, lines in blocks if lines]
    return tuple(
        ListBlock(ordinal=f"（{numeral(place)}）", name=f"{name}（{len(lines)}个）", lines=_numbered(lines))
        for place, (name, lines) in enumerate(kept, 1)
    )


def _drags_on(one: Problem) -> bool:
    return one.failed and one.state is LedgerState.OPEN and one.runs >= LONG


def _whose(units: Sequence[str]) -> str:
    return f"{few(units)}，" if units else ""


def _answer(one: Problem) -> str:
    last = one.replies[-1]
    said = clean(last.text, SENTENCE).rstrip("。")
    return f"{_whose(one.units)}{one.path}：{one.kind}。{last.by}（{last.on}）反馈：{said}。"


def _numbered(lines: Sequence[str]) -> tuple[str, ...]:
    shown = [f"{place}.{line}" for place, line in enumerate(lines[:MOST_LISTED], 1)]
    if len(lines) > MOST_LISTED:
        shown.append(f"其余{len(lines) - MOST_LISTED}个见核查台账。")
    return tuple(shown)
