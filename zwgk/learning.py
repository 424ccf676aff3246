"""What runs learn of a site for the next one: where columns are, and what was last seen of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from crawler.evidence import ColumnEvidence, Match, Outcome, Remembered, Target
from zwgk.tables import LearnedRow, MemoryRow

_COLUMN: Final = TypeAdapter(ColumnEvidence)
#: What may be told from next time: found, and negatives that two looks confirmed.
_REMEMBERED: Final = (Outcome.FOUND, Outcome.ABSENT, Outcome.BROKEN)
#: What could not be looked at keeps its address; what is certainly elsewhere or gone must not mislead.
_FORGOTTEN: Final = (Outcome.ABSENT, Outcome.BROKEN, Outcome.AMBIGUOUS, Outcome.OFF_SITE)


@dataclass(frozen=True, kw_only=True)
class Learned:
    """Where a column was found last, and what the last run saw of it."""

    url: str | None
    """None when it was not found."""
    trail: tuple[str, ...] = ()
    match: Match = Match.NONE
    similarity: float = 0.0
    remembered: Remembered | None = None


def place_digest(path: Sequence[str], literal: str | None, start: str | None) -> str:
    """Name a place on a site by what is looked for and where the search begins."""
    return hashlib.sha256(json.dumps([list(path), literal, start], ensure_ascii=False).encode()).hexdigest()


def learn(session: Session, run: str, as_of: date, site: str, target: Target, column: ColumnEvidence | None) -> None:
    """Keep what one target's evidence tells, in the session's transaction."""
    if column is None or target.url is not None:  # a person's ruling needs no memory
        return
    place = place_digest(target.path, target.literal, target.start)
    located = column.located
    # A list that only a browser draws is where it is; it does not replace the address of one that was read.
    unread = column.outcome is Outcome.NEEDS_RENDERING and session.get(LearnedRow, (site, place)) is None
    if (column.outcome is Outcome.FOUND or unread) and located is not None and located.url:
        session.merge(
            LearnedRow(
                site=site,
                place=place,
                path=">".join(target.path),
                url=located.url,
                trail=json.dumps(located.trail, ensure_ascii=False),
                match=located.match.value,
                similarity=located.similarity,
                run=run,
            )
        )
    elif column.outcome in _FORGOTTEN:
        session.execute(delete(LearnedRow).where(LearnedRow.site == site, LearnedRow.place == place))
    if column.outcome in _REMEMBERED:
        text = _COLUMN.dump_json(replace(column, considered=(), opened=())).decode()
        session.merge(MemoryRow(site=site, place=place, as_of=as_of, run=run, evidence=text))
    elif column.outcome in _FORGOTTEN:
        session.execute(delete(MemoryRow).where(MemoryRow.site == site, MemoryRow.place == place))


def learned_on(session: Session, site: str) -> Mapping[str, Learned]:
    """All that was learned on a site, under `place_digest`."""
    memories = {
        row.place: remembered
        for row in session.scalars(select(MemoryRow).where(MemoryRow.site == site))
        if (remembered := _remembered(row)) is not None
    }
    found = {place: Learned(url=None, remembered=remembered) for place, remembered in memories.items()}
    for row in session.scalars(select(LearnedRow).where(LearnedRow.site == site)):
        found[row.place] = Learned(
            url=row.url,
            trail=tuple(json.loads(row.trail)),
            match=Match(row.match),
            similarity=row.similarity,
            remembered=memories.get(row.place),
        )
    return found


def _remembered(row: MemoryRow) -> Remembered | None:
    try:
        return Remembered(evidence=_COLUMN.validate_json(row.evidence), as_of=row.as_of)
    except ValidationError:  # kept by a version with other words for it: look anew
        return None
