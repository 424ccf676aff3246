"""问题台账: one line for each finding of a run, with what the ledger knows of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from checker.followed import Followed, Turn
from checker.ledger import LedgerEntry, LedgerState, Reply
from checker.result import Audit, EvidenceRef, Finding, Result, SiteResult, Status
from reports.follow import STATES, TURNS

FOUND: Final = (Status.FAIL, Status.WARN, Status.WAIVED)
UNTOLD: Final = TURNS[Turn.UNTOLD]
SEEN: Final = "本轮查到"
"""State of a finding that the ledger does not follow."""

STATE_ORDER: Final[tuple[str, ...]] = (
    STATES[LedgerState.NEW],
    STATES[LedgerState.REOPENED],
    STATES[LedgerState.OPEN],
    SEEN,
    UNTOLD,
    STATES[LedgerState.WAIVED],
    STATES[LedgerState.RECTIFIED],
    STATES[LedgerState.WITHDRAWN],
)
"""What has to be done comes first."""
_PLACE: Final[Mapping[str, int]] = {state: place for place, state in enumerate(STATE_ORDER)}
_WEIGHT: Final[Mapping[Status, int]] = {Status.FAIL: 0, Status.WARN: 1}


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One finding: seen in this run, or standing or closed in the ledger."""

    state: str
    """One of `STATE_ORDER`."""
    weight: Status
    code: str
    message: str
    finding: Finding | None = None
    """None for what this run did not see."""
    entry: LedgerEntry | None = None
    """None for what is not followed."""
    index: int | None = None
    """Place of `result` in the audit."""
    result: Result | None = None
    site: SiteResult | None = None
    """For a finding on a site as a whole."""
    replies: tuple[Reply, ...] = ()
    note: str = ""

    @property
    def evidence(self) -> tuple[EvidenceRef, ...]:
        """Pages the finding rests on."""
        return self.finding.evidence if self.finding is not None else ()


def register(audit: Audit, followed: Followed | None, *, whole: bool = True) -> tuple[Line, ...]:
    """The lines, by state, weight and place in the audit; withdrawn findings of dropped rules only with `whole`."""
    lines = list(lines_of(audit, followed, sites=whole))
    if followed is not None:
        lines += _withdrawn(audit, followed, whole=whole)
    return tuple(sorted(lines, key=lambda line: (_PLACE[line.state], _WEIGHT.get(line.weight, 2))))


def lines_of(audit: Audit, followed: Followed | None, *, sites: bool = True) -> Iterator[Line]:
    """What was found, could not be told or was rectified, in the order of the audit: of columns, then of sites."""
    for index, result in enumerate(audit.results):
        yield from _of_result(index, result, followed)
    for site in audit.sites if sites else ():
        yield from _of_site(site, followed)


def _of_result(index: int, result: Result, followed: Followed | None) -> Iterator[Line]:
    for finding in result.findings:
        if finding.status in FOUND:
            entry = followed.standing(result, finding) if followed is not None else None
            yield _seen(finding, entry, followed, index=index, result=result)
    if followed is not None:
        for entry in followed.untold(result):
            yield _told(entry, UNTOLD, followed, index=index, result=result)
        for entry in followed.rectified(result):
            yield _told(entry, STATES[entry.state], followed, index=index, result=result)


def _of_site(site: SiteResult, followed: Followed | None) -> Iterator[Line]:
    for finding in site.findings:
        if finding.status in FOUND:
            entry = followed.standing_site(site, finding) if followed is not None else None
            yield _seen(finding, entry, followed, site=site)
    if followed is not None:
        for entry in followed.untold_site(site):
            yield _told(entry, UNTOLD, followed, site=site)
        for entry in followed.rectified_site(site):
            yield _told(entry, STATES[entry.state], followed, site=site)


def _withdrawn(audit: Audit, followed: Followed, *, whole: bool) -> Iterator[Line]:
    places = {(result.rule, result.unit or ""): index for index, result in enumerate(audit.results)}
    for key in sorted(followed.entries):
        entry = followed.entries[key]
        if entry.state is not LedgerState.WITHDRAWN or entry.turned != followed.run:
            continue
        index = places.get((key.rule, key.unit)) if key.rule else None
        if index is not None:
            yield _told(entry, STATES[entry.state], followed, index=index, result=audit.results[index])
        elif whole:
            yield _told(entry, STATES[entry.state], followed)


def _seen(
    finding: Finding,
    entry: LedgerEntry | None,
    followed: Followed | None,
    *,
    index: int | None = None,
    result: Result | None = None,
    site: SiteResult | None = None,
) -> Line:
    state = STATES[entry.state] if entry is not None else SEEN
    if entry is None and finding.status is Status.WAIVED:
        state = STATES[LedgerState.WAIVED]
    return Line(
        state=state,
        weight=entry.status if entry is not None and finding.status is Status.WAIVED else finding.status,
        code=finding.code,
        message=finding.message,
        finding=finding,
        entry=entry,
        index=index,
        result=result,
        site=site,
        replies=_replies(followed, entry),
    )


def _told(
    entry: LedgerEntry,
    state: str,
    followed: Followed,
    *,
    index: int | None = None,
    result: Result | None = None,
    site: SiteResult | None = None,
) -> Line:
    return Line(
        state=state,
        weight=entry.status,
        code=entry.key.code,
        message=entry.message,
        entry=entry,
        index=index,
        result=result,
        site=site,
        replies=_replies(followed, entry),
        note=f"上次状态：{STATES[entry.state]}" if state == UNTOLD else "",
    )


def _replies(followed: Followed | None, entry: LedgerEntry | None) -> tuple[Reply, ...]:
    return tuple(followed.replies.get(entry.key, ())) if followed is not None and entry is not None else ()
