"""What is remembered of sites as a whole: attempts to open them, and the columns that spoke against them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Final

from pydantic import TypeAdapter
from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session

from crawler.evidence import SiteEvidence, SitePlan
from crawler.inspected import SeenColumn
from crawler.neglect import neglected
from crawler.surveyed import Probe
from zwgk.tables import ProbeRow, SeenRow

_SEEN: Final = TypeAdapter(tuple[SeenColumn, ...])
#: Days for which attempts are kept; judged are those of a week.
_KEPT_DAYS: Final = 60


class Watching:
    """Sites over runs. Every method commits before it returns; StoreError when that fails."""

    def __init__(self, engine: Engine, errors: Callable[[], AbstractContextManager[None]]) -> None:
        self._engine = engine
        self._errors = errors

    def record_probe(self, site: str, probe: Probe) -> None:
        """Keep one attempt to open a site's start page; two at one moment are one."""
        with self._errors(), Session(self._engine) as session:
            keep_probe(session, site, probe)
            session.commit()

    def probes(self, until: datetime, days: int) -> Mapping[str, tuple[Probe, ...]]:
        """The attempts of so many days before `until`, by site, oldest first."""
        wanted = (
            select(ProbeRow)
            .where(ProbeRow.at <= until, ProbeRow.at > until - timedelta(days=days))
            .order_by(ProbeRow.site, ProbeRow.at)
        )
        found: dict[str, list[Probe]] = {}
        with self._errors(), Session(self._engine) as session:
            for row in session.scalars(wanted):
                probe = Probe(at=row.at, seconds=row.seconds, ok=row.ok, detail=row.detail)
                found.setdefault(row.site, []).append(probe)
        return {site: tuple(probes) for site, probes in found.items()}

    def seen(self, site: str) -> tuple[SeenColumn, ...]:
        """Columns no rule names that spoke against the site when it was last looked at as a whole."""
        with self._errors(), Session(self._engine) as session:
            row = session.get(SeenRow, site)
            return () if row is None else _SEEN.validate_json(row.columns)


def keep_probe(session: Session, site: str, probe: Probe) -> None:
    """Keep one attempt, and forget those of long ago."""
    session.merge(ProbeRow(site=site, at=probe.at, seconds=probe.seconds, ok=probe.ok, detail=probe.detail))
    session.execute(delete(ProbeRow).where(ProbeRow.site == site, ProbeRow.at < probe.at - timedelta(days=_KEPT_DAYS)))


def keep_sight(session: Session, run: str, evidence: SiteEvidence, plan: SitePlan) -> None:
    """Keep what a run saw of a site as a whole; nothing when it looked at some columns only."""
    if evidence.surveyed is None:
        return
    if evidence.surveyed.probe is not None:
        keep_probe(session, evidence.name, evidence.surveyed.probe)
    if plan.survey_limits is None or not evidence.surveyed.pages:
        return
    read = {column.url for column in evidence.seen}
    columns = [
        column
        for columns in neglected(evidence.seen, plan.survey_limits).values()
        for column in columns
        if not column.asked
    ]
    columns += [column for column in plan.survey_limits.known if column.url not in read]
    session.merge(SeenRow(site=evidence.name, run=run, columns=_SEEN.dump_json(tuple(columns)).decode()))
