"""整改跟踪: what became of findings over the runs, people's rulings and units' answers, in words ready to print."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from checker.followed import Followed, Turn
from checker.ledger import LedgerEntry, LedgerState, Reply
from checker.result import Result
from checker.rulings import Ruling, RulingKind, RulingUse
from reports.cleaning import Link, clean, link
from reports.wording import code_name

_NAME = 60
_SAID = 600
_MOST = 10
"""Answers shown of one finding, and rulings shown of one result; the newest, and it is said how many there are."""

STATES: Mapping[LedgerState, str] = {
    LedgerState.NEW: "新发现",
    LedgerState.REOPENED: "反弹",
    LedgerState.OPEN: "未整改",
    LedgerState.WAIVED: "豁免",
    LedgerState.RECTIFIED: "已整改",
    LedgerState.WITHDRAWN: "已撤销",
}
TURNS: Mapping[Turn, str] = {
    Turn.NEW: "新发现",
    Turn.RECTIFIED: "已整改",
    Turn.OPEN: "未整改",
    Turn.REOPENED: "反弹",
    Turn.WAIVED: "豁免",
    Turn.UNTOLD: "未能复查",
}
"""In the order in which figures are told."""

_KINDS: Mapping[RulingKind, str] = {
    RulingKind.WAIVER: "豁免",
    RulingKind.COLUMN: "认定栏目",
    RulingKind.NOT_APPLICABLE: "认定不适用",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class StateView:
    """Where a finding stands: `key` is a CSS class."""

    key: str
    name: str
    detail: str
    """Since when and for how many runs; may be empty."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ReplyView:
    """整改反馈."""

    by: str
    on: str
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class EarlierView:
    """A finding that stands in the ledger and that this run could not tell anything of."""

    name: str
    state: StateView
    looked: str
    """The last day that could tell."""
    replies: tuple[ReplyView, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class RulingView:
    """人工裁定: what was decided, by whom, when, why and until when; `note` says what has become of it."""

    kind: str
    about: str
    link: Link | None
    reason: str
    by: str
    on: str
    until: str
    note: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class RectifiedView:
    """A finding that this run found rectified."""

    title: str
    path: tuple[str, ...]
    name: str
    message: str
    opened: str
    detail: str
    closed: str
    replies: tuple[ReplyView, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class TurnView:
    """One figure; `key` is a CSS class."""

    key: str
    name: str
    count: int
    note: str = ""


def earlier(followed: Followed | None, result: Result) -> tuple[EarlierView, ...]:
    """上次状态 of what this run could not tell."""
    if followed is None:
        return ()
    return tuple(
        EarlierView(
            name=code_name(entry.key.code),
            state=state_view(entry, seen_now=False),
            looked=entry.looked.isoformat(),
            replies=replies_to(followed, entry),
        )
        for entry in followed.untold(result)
    )


def rulings_on(followed: Followed | None, result: Result) -> tuple[RulingView, ...]:
    """What people ruled on the result, then waivers that have run out while their finding is there."""
    shown = [ruling_view(ruling, result) for ruling in result.rulings[:_MOST]]
    if followed is not None:
        shown += [use_view(use) for use in followed.expired(result)[:_MOST]]
    return tuple(shown)


def rectified(followed: Followed | None, results: Iterable[tuple[str, tuple[str, ...], Result]]) -> list[RectifiedView]:
    """What this run found rectified of results, each given with its title and path."""
    if followed is None:
        return []
    return [
        rectified_view(followed, entry, title, path)
        for title, path, result in results
        for entry in followed.rectified(result)
    ]


def rectified_view(followed: Followed, entry: LedgerEntry, title: str, path: tuple[str, ...]) -> RectifiedView:
    """One finding that was rectified."""
    times = f"第 {entry.openings} 次出现，" if entry.openings > 1 else ""
    return RectifiedView(
        title=title,
        path=path,
        name=code_name(entry.key.code),
        message=clean(entry.message, _SAID),
        opened=entry.opened.isoformat(),
        detail=f"{times}查到 {entry.runs} 轮" if entry.runs else times.rstrip("，"),
        closed=entry.closed.isoformat() if entry.closed else "",
        replies=replies_to(followed, entry),
    )


def state_view(entry: LedgerEntry, *, seen_now: bool = True) -> StateView:
    """The state in words (未整改，自 2026-03-01 起第 5 轮; 反弹，第 2 次); not `seen_now`, each says since when."""
    since = f"自 {entry.opened} 起" + (f"第 {entry.runs} 轮" if entry.runs else "")
    if not seen_now and entry.runs:
        since = f"自 {entry.opened} 起共 {entry.runs} 轮"
    times = f"第 {entry.openings} 次" if entry.openings > 1 else ""
    if entry.state is LedgerState.REOPENED:
        detail = times if seen_now else f"{times}，{since}"
        if seen_now:
            detail += f"（首次发现 {entry.first_opened}）"
    elif entry.state is LedgerState.NEW and seen_now:
        detail = ""
    else:
        detail = "，".join(part for part in (since, f"{times}出现" if times else "") if part)
    return StateView(key=f"turn-{entry.state.value}", name=STATES[entry.state], detail=detail)


def turn_views(figures: Mapping[Turn, int], *, longest: int = 0) -> tuple[TurnView, ...]:
    """The figures in their order; what could not be looked at again only where there is any."""
    return tuple(
        TurnView(
            key=f"turn-{turn.value}",
            name=name,
            count=figures[turn],
            note=f"最长已查到 {longest} 轮" if turn is Turn.OPEN and longest > 1 and figures[turn] else "",
        )
        for turn, name in TURNS.items()
        if turn is not Turn.UNTOLD or figures[turn]
    )


def longest(followed: Followed | None, results: Iterable[Result]) -> int:
    """The most runs that one of the open findings of these results was seen in."""
    if followed is None:
        return 0
    entries = (followed.standing(result, finding) for result in results for finding in result.findings)
    return max((one.runs for one in entries if one is not None and one.state is LedgerState.OPEN), default=0)


def ruling_view(ruling: Ruling, result: Result | None = None, *, note: str = "") -> RulingView:
    """A ruling; what it is about is left out where it stands on the result's own item."""
    about = [] if result is not None else [clean(ruling.rule, 80)]
    if ruling.unit is not None and (result is None or result.unit is None):
        about.append(clean(ruling.unit, _NAME))
    if ruling.kind is RulingKind.WAIVER:
        about.append(f"“{code_name(ruling.code)}”" if ruling.code else "任何问题")
    return RulingView(
        kind=_KINDS[ruling.kind],
        about="，".join(about),
        link=link(ruling.url) if ruling.url else None,
        reason=clean(ruling.reason, _SAID),
        by=clean(ruling.by, _NAME),
        on=ruling.on.isoformat(),
        until=f"至 {ruling.until} 止" if ruling.until else "长期有效",
        note=note,
    )


def use_view(use: RulingUse) -> RulingView:
    """A ruling with what has become of it; one on a result's own item is never shown so unless it has expired."""
    note = ""
    if use.expired:
        note = "已到期"
    elif not use.needed:
        note = "不再需要"
    return ruling_view(use.ruling, note=note)


def replies_to(followed: Followed, entry: LedgerEntry) -> tuple[ReplyView, ...]:
    """What the unit answered to a finding, oldest first; the newest where there are many."""
    given: Sequence[Reply] = followed.replies.get(entry.key, ()) if followed.replies else ()
    shown = [
        ReplyView(by=clean(one.by, _NAME), on=one.on.isoformat(), text=clean(one.text, _SAID)) for one in given[-_MOST:]
    ]
    if len(given) > _MOST:
        shown.insert(0, ReplyView(by="", on="", text=f"共 {len(given)} 次反馈，以下为最近 {_MOST} 次。"))
    return tuple(shown)
