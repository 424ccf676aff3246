"""Which changes of a run concern which recipient: the ledger against what each was told already."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from checker.ledger import STANDING, FindingKey, LedgerEntry, LedgerState
from checker.scoring import summarise
from zwgk.config import Config
from zwgk.errors import UserError
from zwgk.notices import UNTOLD, Notice, NoticeKind, Notices, NoticeState
from zwgk.notify_settings import RecipientKind, RecipientSettings
from zwgk.packs import read_packs
from zwgk.store import KeptRun, Store
from zwgk.tables import RunRow, RunState
from zwgk.units import registry

KILLED: Final = "程序被强行终止"
_SINCE: Final = "since"
_FRESH: Final = frozenset({LedgerState.NEW, LedgerState.REOPENED, LedgerState.RECTIFIED})


def digest(entry: LedgerEntry, kind: NoticeKind) -> str:
    """Names one opening, growth or rectification of a finding, whatever run sees it."""
    key = entry.key
    words = [kind.value, key.rule, key.unit, key.code, key.place, entry.openings]
    return _hashed([*words, entry.worsened] if kind is NoticeKind.WORSE else words)


def failure_digest(*words: object) -> str:
    """Names one failure."""
    return _hashed([NoticeKind.FAILURE.value, *words])


def _hashed(words: Sequence[object]) -> str:
    return hashlib.sha256(json.dumps(words, ensure_ascii=False, default=str).encode()).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Concerns:
    """Whom a finding concerns, as a run's results say."""

    run: KeptRun
    asked: frozenset[tuple[str, str]]
    """(rule, unit) of its results."""
    owners: Mapping[tuple[str, str], frozenset[str]]
    """The units that lead each or are named for it; who shares it as a member of a group does not answer for it."""

    def looked_at(self, entry: LedgerEntry) -> bool:
        """Whether the run says how the finding stands: it was asked, and no later run turned it.

        Ids of runs sort by their start. Sites are looked at by whole runs.
        """
        key = entry.key
        if entry.turned > self.run.id:
            return False
        return self.run.complete if key.place else (key.rule, key.unit) in self.asked

    def of(self, recipient: RecipientSettings, entry: LedgerEntry) -> bool:
        """Whether the finding is the recipient's business."""
        if recipient.kind is RecipientKind.SUPERVISOR:
            return True
        mine = self.owners.get((entry.key.rule, entry.key.unit), frozenset())
        return recipient.kind is RecipientKind.UNIT and not entry.key.place and recipient.unit in mine


def concerns(config: Config, store: Store, run: KeptRun) -> Concerns:
    """Of a judged run; who answers for what is reckoned by the configuration of today."""
    results = store.results(run.id)
    try:
        packs = () if config.place else read_packs(config, ())
    except UserError:  # rules that went away since do not silence a finished run
        packs = ()
    owners: dict[tuple[str, str], set[str]] = defaultdict(set)
    for unit in summarise(results, registry(config, packs)):
        for index in (*unit.lead, *unit.named):
            owners[results[index].rule, results[index].unit or ""].add(unit.name)
    return Concerns(
        run=run,
        asked=frozenset((result.rule, result.unit or "") for result in results),
        owners={key: frozenset(names) for key, names in owners.items()},
    )


@dataclass(frozen=True, kw_only=True)
class Noted:
    """What a run changes of a recipient's notices."""

    fresh: tuple[Notice, ...]
    moot: frozenset[str]
    """Digests of what was over before it was told."""
    anew: frozenset[str]
    """Digests of what was over, and is not."""

    def applied(self, known: Mapping[str, Notice]) -> dict[str, Notice]:
        """The recipient's notices as they become, by digest."""
        become = dict(known) | {one.digest: one for one in self.fresh}
        for digests, state in ((self.moot, NoticeState.MOOT), (self.anew, NoticeState.WAITING)):
            become |= {name: replace(become[name], state=state) for name in digests}
        return become

    def keep(self, notices: Notices, recipient: str, now: datetime) -> None:
        """Write it down."""
        notices.keep(self.fresh)
        notices.turn(recipient, self.moot, frm=UNTOLD, to=NoticeState.MOOT, now=now)
        notices.turn(recipient, self.anew, frm={NoticeState.MOOT}, to=NoticeState.WAITING, now=now)


def changes(
    name: str,
    recipient: RecipientSettings,
    known: Mapping[str, Notice],
    ledger: Mapping[FindingKey, LedgerEntry],
    what: Concerns,
    now: datetime,
) -> Noted:
    """What this recipient, who has the notices `known`, is to be told of after a run; nothing when it is asked again.

    To a recipient that is new only what this run changed is news. For the others it is what they were not told of, so
    that what a program did not live to note is noted after the next run.
    """
    first = _SINCE not in known
    fresh: list[Notice] = []
    moot: set[str] = set()
    anew: set[str] = set()

    def note(entry: LedgerEntry, kind: NoticeKind, state: NoticeState) -> None:
        named = digest(entry, kind)
        fresh.append(Notice(recipient=name, digest=named, run=what.run.id, kind=kind, state=state, at=now))

    if first and what.run.complete:
        since = Notice(
            recipient=name, digest=_SINCE, run=what.run.id, kind=NoticeKind.SINCE, state=NoticeState.KNOWN, at=now
        )
        fresh.append(since)
    for entry in ledger.values():
        if not what.looked_at(entry) or not what.of(recipient, entry):
            continue
        opened = known.get(digest(entry, NoticeKind.OPENED))
        news = not first or (entry.turned == what.run.id and entry.state in _FRESH)
        if entry.state in STANDING:
            if opened is None:
                note(entry, NoticeKind.OPENED, NoticeState.WAITING if news else NoticeState.KNOWN)
            elif opened.state is NoticeState.MOOT:
                anew.add(opened.digest)
            closed = known.get(digest(replace(entry, openings=entry.openings - 1), NoticeKind.RECTIFIED))
            if closed is not None and closed.state in UNTOLD:  # it was gone and is back before anybody heard
                moot.add(closed.digest)
            if entry.worsened and digest(entry, NoticeKind.WORSE) not in known:
                # Who is still to hear of the finding hears of it as it is now.
                heard = not news if opened is None else opened.state not in {*UNTOLD, NoticeState.MOOT}
                grown = heard and (not first or entry.grew == what.run.id)
                note(entry, NoticeKind.WORSE, NoticeState.WAITING if grown else NoticeState.KNOWN)
        moot |= _outgrown(entry, known)
        if entry.state in STANDING:
            continue
        if opened is not None and opened.state in UNTOLD:
            moot.add(opened.digest)
        elif entry.state is LedgerState.RECTIFIED and news and digest(entry, NoticeKind.RECTIFIED) not in known:
            if not (first or (opened is not None and opened.state is not NoticeState.MOOT)):
                continue  # who never heard of it need not hear that it is gone
            note(entry, NoticeKind.RECTIFIED, NoticeState.WAITING)
    return Noted(fresh=tuple(fresh), moot=frozenset(moot), anew=frozenset(anew))


def _outgrown(entry: LedgerEntry, known: Mapping[str, Notice]) -> set[str]:
    """Growth that nobody was told of, and that is over or overtaken."""
    last = entry.worsened if entry.state in STANDING else entry.worsened + 1
    digests = [digest(replace(entry, worsened=number), NoticeKind.WORSE) for number in range(1, last)]
    return {named for named in digests if named in known and known[named].state in UNTOLD}


@dataclass(frozen=True, kw_only=True)
class Ended:
    """How the newest run of everything ended."""

    run: KeptRun
    failure: str
    """Chinese: why it failed; empty when it did not."""


def newest_whole(store: Store) -> Ended | None:
    """The newest run of everything that is not under way; None when there is none."""
    row = _newest(store, RunRow.state.not_in((RunState.PLANNED, RunState.CRAWLING)))
    run = None if row is None else store.run(row.id)
    return None if row is None or run is None else Ended(run=run, failure=_failure(RunState(row.state), row.note))


def newest_reported(store: Store) -> KeptRun | None:
    """The newest run of everything that has its reports."""
    row = _newest(store, RunRow.state == RunState.REPORTED)
    return None if row is None else store.run(row.id)


def newest_released(config: Config, store: Store) -> KeptRun | None:
    """The newest run of everything that units may be told of: what it and the runs before it brought up."""
    if not config.release.required:
        return newest_reported(store)
    row = _newest(store, and_(RunRow.state == RunState.REPORTED, RunRow.released.is_not(None)))
    return None if row is None else store.run(row.id)


def _newest(store: Store, condition: ColumnElement[bool]) -> RunRow | None:
    wanted = select(RunRow).where(RunRow.complete.is_(True), condition)
    with store.errors(), Session(store.engine) as session:
        return session.scalars(wanted.order_by(RunRow.started.desc(), RunRow.id.desc()).limit(1)).first()


def _failure(state: RunState, note: str) -> str:
    if state is RunState.FAILED or (state is RunState.JUDGED and note):
        return note or "原因不明"
    # Who stopped it by hand knows.
    return note if state is RunState.INTERRUPTED and note.startswith(KILLED) else ""
