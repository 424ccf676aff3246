"""The runs before a run in figures, from the database: what reports compare it with, and draw as a trend."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from pydantic import TypeAdapter
from sqlalchemy import select
from sqlalchemy.orm import Session

from checker.brake import result_key
from checker.deductions import Cost, Scoring, cost, points
from checker.history import MOST_RUNS, History, PastRun, tally
from checker.result import Audit, Result, Status, UnitResult
from checker.scoring import summarise
from rules.units import UnitRegistry
from zwgk.store import KeptRun, Store
from zwgk.tables import ResultRow, RunRow, RunState

_RESULT: Final = TypeAdapter(Result)
_AT_ONCE: Final = 500
_COUNTED: Final = (RunState.JUDGED, RunState.REPORTED)

_Counts = defaultdict[str, Counter[Status]]


def history(store: Store, audit: Audit, units: UnitRegistry, scoring: Scoring | None = None) -> History:
    """Of a complete run the complete runs of earlier days; nothing of a part of a run, which compares with nothing.

    Of several runs of one day the last counts. Figures of units go by who answers for a rule in `audit`; for a rule
    that is no more, by the words of its result then. Points of the last run are reckoned as `scoring` has it now, so
    that a change of the weights is no change of the units.
    """
    run = store.run(audit.run.id)
    if run is None or not run.complete:
        return History(complete=run is None)
    chosen = _chosen(_runs_before(store, run), audit)
    if not chosen:
        return History()
    owners = dict(_owners(audit.units, audit.results))
    for result in audit.results:
        owners.setdefault(result_key(result), ())
    whole: _Counts = defaultdict(Counter)
    by_unit: defaultdict[str, _Counts] = defaultdict(lambda: defaultdict(Counter))
    gone: list[tuple[str, str, Status]] = []
    last = next(reversed(chosen))
    statuses: dict[str, Status] = {}
    for name, key, status in _statuses(store, list(chosen)):
        whole[name][status] += 1
        if key not in owners:
            gone.append((name, key, status))
        for unit in owners.get(key, ()):
            by_unit[name][unit][status] += 1
        if name == last:
            statuses[key] = status
    owners |= _owners_then(store, {key: name for name, key, _ in gone}, units)
    for name, key, status in gone:
        for unit in owners.get(key, ()):
            by_unit[name][unit][status] += 1
    scores = _scores(_costs(store, last, scoring or Scoring()), owners, scoring or Scoring())
    return History(
        runs=tuple(
            PastRun(
                id=name,
                as_of=as_of,
                whole=tally(whole[name]),
                units={unit: tally(counts) for unit, counts in by_unit[name].items()},
                scores=scores if name == last else {},
            )
            for name, as_of in chosen.items()
        ),
        statuses=statuses,
    )


def _runs_before(store: Store, run: KeptRun) -> Sequence[tuple[str, date]]:
    """Ids and days of the complete runs that were started before a run; the newest day first."""
    wanted = (
        select(RunRow.id, RunRow.as_of)
        .where(RunRow.complete.is_(True), RunRow.state.in_(_COUNTED), RunRow.started < run.started)
        .order_by(RunRow.as_of.desc(), RunRow.started.desc(), RunRow.id.desc())
    )
    with store.errors(), Session(store.engine) as session:
        return [(name, as_of) for name, as_of in session.execute(wanted)]


def _statuses(store: Store, runs: Sequence[str]) -> Iterator[tuple[str, str, Status]]:
    """Run, key and status of every result of these runs, without reading the results themselves."""
    for run in runs:
        wanted = select(ResultRow.key, ResultRow.status).where(ResultRow.run == run)
        with store.errors(), Session(store.engine) as session:
            rows = session.execute(wanted).all()
        for key, status in rows:
            yield run, key, Status(status)


def _costs(store: Store, run: str, scoring: Scoring) -> Iterator[tuple[str, Cost]]:
    """Key of every judged result of a run and what it costs; results are read one by one and let go of."""
    wanted = select(ResultRow.key, ResultRow.result).where(ResultRow.run == run).order_by(ResultRow.position)
    with store.errors(), Session(store.engine) as session:
        for key, text in session.execute(wanted.execution_options(yield_per=_AT_ONCE)):
            if (one := cost(_RESULT.validate_json(text), scoring)) is not None:
                yield key, one


def _scores(
    costs: Iterable[tuple[str, Cost]], owners: Mapping[str, Sequence[str]], scoring: Scoring
) -> Mapping[str, float]:
    """The points of every unit that had some."""
    own: defaultdict[str, list[Cost]] = defaultdict(list)
    for key, one in costs:
        for unit in owners.get(key, ()):
            own[unit].append(one)
    given = ((unit, points(costs, unit, scoring).points) for unit, costs in own.items())
    return {unit: score for unit, score in given if score is not None}


def _results(store: Store, run: str, keys: Collection[str]) -> tuple[Result, ...]:
    """Those of a run's results that have one of these keys."""
    wanted = select(ResultRow.key, ResultRow.result).where(ResultRow.run == run).order_by(ResultRow.position)
    chosen = frozenset(keys)
    with store.errors(), Session(store.engine) as session:
        rows = session.execute(wanted)
        return tuple(_RESULT.validate_json(text) for key, text in rows if key in chosen)


def _chosen(runs: Iterable[tuple[str, date]], audit: Audit) -> dict[str, date]:
    """Of each of the newest earlier days the last run, oldest first; `runs` come newest first."""
    days: dict[date, str] = {}
    for name, as_of in runs:
        if as_of < audit.run.as_of and len(days) < MOST_RUNS - 1:
            days.setdefault(as_of, name)
    return {days[day]: day for day in sorted(days)}


def _owners(units: Iterable[UnitResult], results: Sequence[Result]) -> Mapping[str, Sequence[str]]:
    """`result_key` → the units that lead it or are named for it."""
    owners: defaultdict[str, list[str]] = defaultdict(list)
    for unit in units:
        for index in (*unit.lead, *unit.named):
            owners[result_key(results[index])].append(unit.name)
    return owners


def _owners_then(store: Store, newest: Mapping[str, str], units: UnitRegistry) -> Mapping[str, Sequence[str]]:
    """The same of results that are asked for no more; `newest` says for each key the last run that has it.

    Each is read once and not once for every run: a new year's document ends all rules of the old one at once.
    """
    keys: defaultdict[str, list[str]] = defaultdict(list)
    for key, run in newest.items():
        keys[run].append(key)
    owners: dict[str, Sequence[str]] = {}
    for run, wanted in keys.items():
        results = _results(store, run, wanted)
        owners |= _owners(summarise(results, units), results)
    return owners
