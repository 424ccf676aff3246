"""历次检查: what every run said of one rule, with what it rested on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pydantic import TypeAdapter
from sqlalchemy import select
from sqlalchemy.orm import Session

from checker.question import question_key
from checker.result import EvidenceRef, Result
from checker.scoring import summarise
from reports.wording import DATE_SOURCE, STATUS, Label, finding_name, match_name
from zwgk.tables import ResultRow, RunRow, RunState
from zwgk.web.desk import Desk
from zwgk.web.errors import missing
from zwgk.web.sessions import Identity

_RESULT: Final = TypeAdapter(Result)
MOST: Final = 60
_PAGES: Final = 12


@dataclass(frozen=True, kw_only=True)
class Look:
    """One run's word on the rule."""

    run: str
    result: Result
    label: Label
    findings: Sequence[tuple[str, str]]
    """Name and message of each."""
    match: str
    source: str
    evidence: Sequence[EvidenceRef]


def history_for(desk: Desk, who: Identity, rule: str, unit: str) -> Sequence[Look]:
    """The newest runs that asked the rule, newest first; RefusedError (404) when none did that the account may see."""
    wanted = (
        select(ResultRow.run, ResultRow.result)
        .join(RunRow, RunRow.id == ResultRow.run)
        .where(ResultRow.key == question_key(rule, unit or None), RunRow.state == RunState.REPORTED)
        .order_by(RunRow.started.desc(), RunRow.id.desc())
        .limit(MOST)
    )
    if not who.sees_all and desk.config.release.required:
        wanted = wanted.where(RunRow.released.is_not(None))
    with desk.store.errors(), Session(desk.store.engine) as session:
        found = [(run, _RESULT.validate_json(text)) for run, text in session.execute(wanted)]
    if not who.sees_all:
        found = [(run, result) for run, result in found if answers_for(desk, result, who.unit)]
    if not found:
        raise missing("规则")
    return [_look(run, result) for run, result in found]


def answers_for(desk: Desk, result: Result, unit: str) -> bool:
    """Whether a unit leads a result, is named for it or shares it through a group."""
    return any(one.name == unit for one in summarise((result,), desk.units()))


def _look(run: str, result: Result) -> Look:
    refs = dict.fromkeys(ref for finding in result.findings for ref in finding.evidence)
    return Look(
        run=run,
        result=result,
        label=STATUS[result.status],
        findings=[(finding_name(finding), finding.message) for finding in result.findings],
        match=match_name(result.column) if result.column is not None else "",
        source=DATE_SOURCE[result.newest_source] if result.newest_source is not None else "",
        evidence=list(refs)[:_PAGES],
    )
