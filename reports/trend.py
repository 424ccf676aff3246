"""走势: how 合格率 and 覆盖率 went over the last runs, as a picture, in words, and as a table of the figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from checker.history import History, PastRun, Tally, tally, this_run
from checker.result import Audit, UnitResult
from reports.cleaning import clean, long_date, percent
from reports.item import NAME
from reports.pictures import Series, Words, line_picture, spark_picture

_MOST_DAYS = 10
"""Days written under the picture."""
FIRST = "此前没有日期更早的完整核查可比；下一次核查起显示与上一轮的变化和走势。"
PART = "本轮只核查了指定的部分，各项数字只反映本轮核查的任务，不与以前各轮比较。"


@dataclass(frozen=True, kw_only=True, slots=True)
class TrendRow:
    """One run of the table."""

    run: str
    day: str
    pass_rate: str
    coverage: str
    figures: Tally


@dataclass(frozen=True, kw_only=True, slots=True)
class TrendView:
    """The trend; `picture` is None where there is but one run, and `words` then say so."""

    words: str
    picture: Markup | None
    rows: tuple[TrendRow, ...]
    """Newest first."""


def trend(history: History | None, audit: Audit) -> TrendView | None:
    """The trend of the whole audit; None where a run has no place in one (a part of a run)."""
    if history is None or not history.complete:
        return None
    return _trend([(run, run.whole) for run in (*history.runs, this_run(audit))], _picture)


def unit_trend(history: History | None, audit: Audit, unit: UnitResult) -> TrendView | None:
    """The same of one unit, with a small picture; runs in which it answered for nothing are left out.

    None also where it answers for nothing now.
    """
    figures = tally(unit.counts)
    if history is None or not figures.judged + figures.unjudged:
        return None
    runs = [(run, run.units[unit.name]) for run in history.runs if unit.name in run.units]
    now = PastRun(id=audit.run.id, as_of=audit.run.as_of, whole=figures)
    return _trend([*runs, (now, figures)], _spark)


def points(before: float | None, after: float | None) -> float | None:
    """The difference of two shares in percentage points, between what is printed of them; None when one is unknown."""
    return None if before is None or after is None else round(_printed(after) - _printed(before), 1)


def change(before: float | None, after: float | None) -> str:
    """The difference in words (升 2.8 个百分点, 持平); empty when one of them is not known."""
    moved = points(before, after)
    if moved is None:
        return ""
    return f"{'升' if moved > 0 else '降'} {abs(moved):g} 个百分点" if moved else "持平"


def change_of_points(before: float | None, after: float | None) -> str:
    """The difference of two scores in words (升 2.8 分, 持平); empty when one of them is not known."""
    if before is None or after is None:
        return ""
    moved = round(round(after, 1) - round(before, 1), 1)
    return f"{'升' if moved > 0 else '降'} {abs(moved):g} 分" if moved else "持平"


def _printed(share: float) -> float:
    """What `percent` prints, as a number."""
    return float(percent(share).removesuffix("%"))


Runs = Sequence[tuple[PastRun, Tally]]


def _trend(runs: Runs, draw: Callable[[Runs, str], Markup]) -> TrendView:
    rows = tuple(
        TrendRow(
            run=clean(run.id, NAME),
            day=run.as_of.isoformat(),
            pass_rate=percent(figures.pass_rate),
            coverage=percent(figures.coverage),
            figures=figures,
        )
        for run, figures in reversed(runs)
    )
    if len(runs) < 2:
        return TrendView(words=FIRST, picture=None, rows=rows)
    words = _words(runs)
    return TrendView(words=words, picture=draw(runs, words), rows=rows)


def _words(runs: Runs) -> str:
    rates = [figures.pass_rate for _, figures in runs]
    known = [rate for rate in rates if rate is not None]
    span = f"近 {len(runs)} 轮（{long_date(runs[0][0].as_of)}至{long_date(runs[-1][0].as_of)}）"
    if not known:
        return f"{span}都没有可判定的任务。"
    now = f"本轮 {percent(rates[-1])}" if rates[-1] is not None else "本轮没有可判定的任务"
    moved = change(rates[-2], rates[-1])
    if moved:
        now += f"，比上轮{moved}" if moved != "持平" else "，与上轮持平"
    return f"{span}合格率最低 {percent(min(known))}，最高 {percent(max(known))}，{now}。"


def _picture(runs: Runs, words: str) -> Markup:
    step = -(-len(runs) // _MOST_DAYS)
    days = [
        f"{run.as_of.month}-{run.as_of.day}" if (len(runs) - 1 - place) % step == 0 else ""
        for place, (run, _) in enumerate(runs)
    ]
    coverage = [_share(figures.coverage) for _, figures in runs]
    series = [
        Series(key="coverage", name="覆盖率", values=coverage),
        Series(key="rate", name="合格率", values=_rates(runs)),
    ]
    return line_picture(Words(key="trend", title="合格率和覆盖率走势", description=words), days, series)


def _spark(runs: Runs, words: str) -> Markup:
    return spark_picture(
        Words(key="trend", title="合格率走势", description=words),
        Series(key="rate", name="合格率", values=_rates(runs)),
    )


def _rates(runs: Runs) -> list[float | None]:
    return [_share(figures.pass_rate) for _, figures in runs]


def _share(share: float | None) -> float | None:
    return None if share is None else round(100 * share, 1)
