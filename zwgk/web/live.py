"""进度: how far a run that goes on has come, and what its finished sites say so far."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from checker.result import Status
from zwgk.plan import Selection, ask, limit
from zwgk.sites import SiteDirectory
from zwgk.tables import ResultRow, SiteEvidenceRow
from zwgk.web.desk import Desk
from zwgk.web.runs import RunView


@dataclass(frozen=True, kw_only=True)
class SiteSoFar:
    """A finished site of a run that goes on; its figures count for nothing yet."""

    name: str
    counts: Mapping[Status, int]


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far a run has come."""

    finished: Sequence[SiteSoFar]
    expected: int | None
    """Sites it asks in all, by the rules of today; None when that cannot be told."""

    @property
    def line(self) -> str:
        """In Chinese."""
        of = f" / {self.expected}" if self.expected else ""
        return f"已查完 {len(self.finished)}{of} 个站点，结果要等全部查完、判定后才算数"


def progress_of(desk: Desk, run: RunView) -> Progress:
    """How far a run has come that goes on, or came that was cut off."""
    finished = (
        select(SiteEvidenceRow.site)
        .where(SiteEvidenceRow.run == run.id)
        .order_by(SiteEvidenceRow.saved, SiteEvidenceRow.site)
    )
    figures = (
        select(ResultRow.site, ResultRow.status, func.count())
        .where(ResultRow.run == run.id)
        .group_by(ResultRow.site, ResultRow.status)
    )
    counts: dict[str | None, Counter[Status]] = {}
    with desk.store.errors(), Session(desk.store.engine) as session:
        sites = list(session.scalars(finished))
        for site, status, number in session.execute(figures):
            counts.setdefault(site, Counter())[Status(status)] = number
    return Progress(
        finished=[
            SiteSoFar(name=name, counts={one: counts[name][one] for one in Status if counts[name][one]})
            if name in counts
            else SiteSoFar(name=name, counts={})
            for name in sites
        ],
        expected=_expected(desk, run),
    )


def _expected(desk: Desk, run: RunView) -> int | None:
    kept = desk.store.run(run.id)
    packs = desk.packs()
    if kept is None or not packs or (kept.selection is None and not kept.complete):
        return None
    config, units = desk.config, desk.units()
    everything = ask(packs, SiteDirectory(sites=config.sites, place=config.place), units, place=config.place)
    asked = limit(everything, Selection.of(kept.selection or {}), units)
    return len({one.site for one in asked.questions if one.site is not None and one.key is not None}) or None
