"""What is remembered of sites as a whole: attempts to open them, and the columns that spoke against them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Final

from pydantic import TypeAdapter
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from crawler.evidence import SiteEvidence, SitePlan
from crawler.guard import host_key
from crawler.inspected import SeenColumn
from crawler.neglect import neglected
from crawler.surveyed import Probe
from zwgk.tables import ProbeRow, SeenRow

_SEEN: Final = TypeAdapter(tuple[SeenColumn, ...])
OWN_NETWORK: Final = ("域名无法解析", "网络不可达")
"""Failures that may as well be this machine's (crawler.outcomes); with other sites open they are the site's."""


class Watching:
    """Sites over runs. Every method commits before it returns; StoreError when that fails."""

    def __init__(self, engine: Engine, errors: Callable[[], AbstractContextManager[None]]) -> None:
        self._engine = engine
        self._errors = errors

    def record_probe(self, site: str, probe: Probe) -> None:
        """Keep one attempt to open a site's start page; two at one moment are one."""
        with self._errors(), Session(self._engine) as session:
            session.merge(ProbeRow(site=site, at=probe.at, seconds=probe.seconds, ok=probe.ok, detail=probe.detail))
            session.commit()

    def record_audit(self, plans: Sequence[SitePlan], evidence: Mapping[str, SiteEvidence]) -> None:
        """Keep how an audit of these sites opened their start pages, where that may be laid to the sites."""
        seen = {name: site.surveyed.probe for name, site in evidence.items() if site.surveyed is not None}
        probes = {name: probe for name, probe in seen.items() if probe is not None}
        if believable([plan for plan in plans if plan.name in evidence], probes):
            for name, probe in probes.items():
                self.record_probe(name, probe)

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


def believable(plans: Sequence[SitePlan], probes: Mapping[str, Probe]) -> bool:
    """Whether what failed may be laid to the sites: not where nothing at all came in, which our own network explains.

    A single site that is silent is believed to be so, unless already its name or the way to it could not be found.
    """
    if any(probe.ok or probe.detail.startswith("HTTP ") for probe in probes.values()):
        return True
    hosts = {host_key(plan.url) for plan in plans if plan.name in probes}
    return len(hosts) <= 1 and not any(probe.detail in OWN_NETWORK for probe in probes.values())


def keep_sight(session: Session, run: str, evidence: SiteEvidence, plan: SitePlan) -> None:
    """Keep what a run saw of a site's columns; nothing when it looked at some of them only."""
    if evidence.surveyed is None or plan.survey_limits is None or not evidence.surveyed.pages:
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
