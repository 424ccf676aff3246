"""与上一轮相比: what a run changed, which a supervisor reads first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from checker.brake import result_key
from checker.followed import Followed
from checker.history import History, tally, this_run
from checker.ledger import LedgerState
from checker.result import Audit, Finding, Status
from reports.cleaning import clean, long_date, percent
from reports.follow import RectifiedView, StateView, TurnView, rectified, rectified_view, state_view, turn_views
from reports.item import NAME, SENTENCE, expected_path, title_of
from reports.trend import FIRST, PART, change, points
from reports.wording import SEVERITY, STATUS, Label, finding_name

MOST_CHANGES = 100
"""Findings listed of each kind; all of them stand in the units' reports and in the workbook."""
MOST_UNITS = 5
"""Units named of those that rose or fell most."""

_JUDGED = (Status.PASS, Status.WARN, Status.FAIL)
_FAULTY = (Status.WARN, Status.FAIL)


@dataclass(frozen=True, kw_only=True, slots=True)
class FigureChange:
    """合格率 or 覆盖率 then and now; `key` is a CSS class (up, down, same)."""

    name: str
    now: str
    before: str
    change: str
    key: str


@dataclass(frozen=True, kw_only=True, slots=True)
class FoundView:
    """A finding that was not there in the run before."""

    label: Label
    path: tuple[str, ...]
    name: str
    message: str
    state: StateView
    units: str


@dataclass(frozen=True, kw_only=True, slots=True)
class UnitMove:
    """A unit whose 合格率 rose or fell."""

    unit: str
    before: str
    now: str
    change: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ChangesView:
    """The block; of a first run and of a part of a run only `words`."""

    words: str
    figures: tuple[FigureChange, ...] = ()
    turns: tuple[TurnView, ...] = ()
    moves: tuple[str, ...] = ()
    found: tuple[FoundView, ...] = ()
    found_left_out: int = 0
    rectified: tuple[RectifiedView, ...] = ()
    rectified_left_out: int = 0
    fell: tuple[UnitMove, ...] = ()
    rose: tuple[UnitMove, ...] = ()


def changes(
    audit: Audit, history: History | None, followed: Followed | None, owners: Sequence[str]
) -> ChangesView | None:
    """What this run changed; `owners` are the units of each result as they are printed. None where nothing is known."""
    if history is None:
        return None
    if not history.complete:
        return ChangesView(words=PART)
    if history.last is None:
        return ChangesView(words=FIRST)
    before, now = history.last, this_run(audit)
    found = [] if followed is None else _found(audit, followed, owners)
    closed = [] if followed is None else _rectified(audit, followed)
    fell, rose = _moved(history, audit)
    return ChangesView(
        words=f"与上一轮（{long_date(before.as_of)}）相比",
        figures=(
            _figure("合格率", before.whole.pass_rate, now.whole.pass_rate),
            _figure("覆盖率", before.whole.coverage, now.whole.coverage),
        ),
        turns=() if followed is None else turn_views(followed.of_audit(audit)),
        moves=_moves(audit, history),
        found=tuple(found[:MOST_CHANGES]),
        found_left_out=max(0, len(found) - MOST_CHANGES),
        rectified=tuple(closed[:MOST_CHANGES]),
        rectified_left_out=max(0, len(closed) - MOST_CHANGES),
        fell=fell,
        rose=rose,
    )


def unit_changes(history: History | None, audit: Audit) -> Mapping[str, str]:
    """Unit → how its 合格率 moved since the run before, in points (+2.8, -1, 0), for those of which that is known."""
    before = {} if history is None or history.last is None else history.last.units
    moves = {
        unit.name: points(before[unit.name].pass_rate, tally(unit.counts).pass_rate)
        for unit in audit.units
        if unit.name in before
    }
    return {name: f"{moved:+g}" if moved else "0" for name, moved in moves.items() if moved is not None}


def _figure(name: str, before: float | None, now: float | None) -> FigureChange:
    moved = change(before, now)
    key = "up" if moved.startswith("升") else "down" if moved.startswith("降") else "same"
    return FigureChange(name=name, now=percent(now), before=percent(before), change=moved or "无法比较", key=key)


def _moves(audit: Audit, history: History) -> tuple[str, ...]:
    """How verdicts went from one status to another, in sentences."""
    fell = rose = lost = regained = fresh = 0
    keys = set()
    for result in audit.results:
        key, now = result_key(result), result.status
        keys.add(key)
        before = history.statuses.get(key)
        fresh += before is None
        fell += before is Status.PASS and now in _FAULTY
        rose += before in _FAULTY and now is Status.PASS
        lost += before in _JUDGED and now is Status.UNVERIFIABLE
        regained += before is Status.UNVERIFIABLE and now in _JUDGED
    gone = len(history.statuses.keys() - keys)
    told = (
        (fell, "项由合格转为预警或不合格"),
        (rose, "项由预警或不合格转为合格"),
        (lost, "项上轮已判定、本轮无法核验"),
        (regained, "项上轮无法核验、本轮已判定"),
        (fresh, "项为本轮新列入"),
        (gone, "项上轮核查、本轮不再列入"),
    )
    return tuple(f"{count} {words}" for count, words in told if count) or ("各项任务的结论与上一轮相同",)


def _found(audit: Audit, followed: Followed, owners: Sequence[str]) -> list[FoundView]:
    """New findings and those that came back, of results and then of sites, the most severe first."""
    rows: list[tuple[int, FoundView]] = []
    for result, units in zip(audit.results, owners, strict=True):
        for finding in result.findings:
            entry = followed.standing(result, finding)
            if entry is not None and entry.state in (LedgerState.NEW, LedgerState.REOPENED):
                path = expected_path(result) or (title_of(result),)
                rows.append(_row(finding, state_view(entry), path, units))
    for site in audit.sites:
        for finding in site.findings:
            entry = followed.standing_site(site, finding)
            if entry is not None and entry.state in (LedgerState.NEW, LedgerState.REOPENED):
                rows.append(_row(finding, state_view(entry), (clean(site.name, NAME),), "网站整体"))
    return [view for _, view in sorted(rows, key=lambda row: row[0])]


def _row(finding: Finding, state: StateView, path: tuple[str, ...], units: str) -> tuple[int, FoundView]:
    view = FoundView(
        label=STATUS[finding.status],
        path=path,
        name=finding_name(finding),
        message=clean(finding.message, SENTENCE),
        state=state,
        units=units,
    )
    return SEVERITY[finding.status], view


def _rectified(audit: Audit, followed: Followed) -> list[RectifiedView]:
    given = ((title_of(one), expected_path(one), one) for one in audit.results)
    sites: Iterable[RectifiedView] = (
        rectified_view(followed, entry, clean(site.name, NAME), ())
        for site in audit.sites
        for entry in followed.rectified_site(site)
    )
    return [*rectified(followed, given), *sites]


def _moved(history: History, audit: Audit) -> tuple[tuple[UnitMove, ...], tuple[UnitMove, ...]]:
    """The units that fell most, and those that rose most."""
    earlier = history.last.units if history.last else {}
    moves: list[tuple[float, UnitMove]] = []
    for unit in audit.units:
        name, figures, before = unit.name, tally(unit.counts), earlier.get(unit.name)
        if before is None or before.pass_rate is None or figures.pass_rate is None:
            continue
        moved = figures.pass_rate - before.pass_rate
        if moved:
            view = UnitMove(
                unit=clean(name, NAME),
                before=percent(before.pass_rate),
                now=percent(figures.pass_rate),
                change=change(before.pass_rate, figures.pass_rate),
            )
            moves.append((moved, view))
    moves.sort(key=lambda move: (move[0], move[1].unit))
    return (
        tuple(view for moved, view in moves if moved < 0)[:MOST_UNITS],
        tuple(view for moved, view in reversed(moves) if moved > 0)[:MOST_UNITS],
    )
