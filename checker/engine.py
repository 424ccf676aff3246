"""Judging: every question against its evidence, by the checks found in `checker/checks/`.

Pure: the same evidence, rules, limits and day give the same results (`zwgk recheck` lives on that).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from types import MappingProxyType

import checker.checks
from checker.discovery import checks_in
from checker.facts import Facts
from checker.freshness import BUILT_IN, FreshnessLimit, limit_for
from checker.habits import SiteHabits, habits_of
from checker.question import Question
from checker.registry import Check
from checker.result import ColumnView, Result, Status
from checker.terms import USUAL, Terms
from checker.verdict import Verdict, decide
from crawler.evidence import ColumnEvidence, Entry, Match, Outcome, SiteEvidence
from rules.model import ManualTask
from rules.tolook import to_look_at

_SAMPLES = 5
_NO_HABITS = SiteHabits()


@cache
def load_checks() -> tuple[Check, ...]:
    """Every check of `checker/checks/`, in the order in which their findings hold; ValueError as of `checks_in`."""
    return checks_in(checker.checks, Check)


def judge(
    questions: Iterable[Question],
    manual: Iterable[ManualTask],
    evidence: Mapping[str, SiteEvidence],
    *,
    as_of: date,
    table: Sequence[FreshnessLimit] = BUILT_IN,
    terms: Terms = USUAL,
    checks: Sequence[Check] | None = None,
) -> tuple[Result, ...]:
    """One result per question and per manual task, in the order of documents and rows.

    Suggested rules that nobody accepted give none. `evidence` is keyed by the configuration's site names.
    """
    checks = load_checks() if checks is None else checks
    habits = {name: habits_of(site) for name, site in evidence.items()}
    results = [
        judge_one(question, evidence, as_of=as_of, table=table, terms=terms, checks=checks, habits=habits)
        for question in questions
        if question.rule.accepted or not question.rule.suggested
    ]
    results += [_manual(task) for task in manual]
    documents = {name: number for number, name in enumerate(dict.fromkeys(result.document for result in results))}
    return tuple(sorted(results, key=lambda result: (documents[result.document], result.row, result.item or 0)))


def judge_one(
    question: Question,
    evidence: Mapping[str, SiteEvidence],
    *,
    as_of: date,
    table: Sequence[FreshnessLimit] = BUILT_IN,
    terms: Terms = USUAL,
    checks: Sequence[Check],
    habits: Mapping[str, SiteHabits] = MappingProxyType({}),
) -> Result:
    """The result of one question."""
    site = evidence.get(question.site) if question.site is not None else None
    column = site.columns.get(question.key) if site and question.key is not None else None
    twin_site, twin_key = question.twin or ("", "")
    facts = Facts(
        question=question,
        limit=limit_for(question.rule, table),
        as_of=as_of,
        site=site,
        column=column,
        parts={name: site.columns.get(key) if site else None for name, key in question.parts},
        twin=evidence[twin_site].columns.get(twin_key) if twin_site in evidence else None,
        terms=terms,
        habits=habits.get(question.site or "") or _NO_HABITS,
    )
    limit = terms.with_grace(facts.limit, facts.newest, as_of)
    if limit is not facts.limit:
        facts = replace(facts, limit=limit)
    return _result(facts, decide(facts, checks))


def _result(facts: Facts, verdict: Verdict) -> Result:
    rule, question, column = facts.rule, facts.question, facts.column
    read = verdict.status in (Status.PASS, Status.WARN, Status.FAIL, Status.MANUAL)
    listing = column.listing if column else None
    return Result(
        rule=rule.id,
        document=question.document,
        row=rule.row,
        item=rule.item,
        section=rule.section,
        text=rule.text,
        site=question.site or rule.site,
        path=rule.path,
        unit=question.unit,
        lead_units=rule.lead_units,
        responsible_units=rule.responsible_units,
        status=verdict.status,
        findings=verdict.findings,
        reason=verdict.reason,
        column=_view(column, verdict.status),
        entries=len(listing.entries) if read and listing else None,
        newest=facts.newest if read and facts.found else None,
        newest_source=column.newest_source if read and column and facts.newest == column.newest else None,
        limit_days=facts.limit.days,
        limit_basis=facts.limit.basis,
        samples=_samples(facts) if read else (),
        fetched_at=column.fetches[0].fetched_at if column and column.located and column.fetches else None,
        looked=column.looked if column else (),
        deadlines=rule.deadlines,
        corrections=rule.corrections,
        doubts=rule.doubts,
        unexamined=verdict.unexamined,
    )


def _view(column: ColumnEvidence | None, status: Status) -> ColumnView | None:
    """Where the column was found; `none` is said only of a column that is confirmed missing."""
    if column is None or status is Status.NOT_APPLICABLE:
        return None
    located = column.located
    if column.outcome is Outcome.ABSENT and status is not Status.FAIL:
        return None
    if column.outcome is Outcome.ABSENT:
        return ColumnView(url=None, trail=located.trail if located else (), match=Match.NONE, similarity=0.0)
    if located is not None:
        return ColumnView(
            url=located.url,
            trail=located.trail,
            match=located.match,
            similarity=located.similarity,
            via=located.via,
        )
    if column.outcome is Outcome.AMBIGUOUS:
        return ColumnView(url=None, trail=(), match=Match.AMBIGUOUS, similarity=0.0)
    return None


def _samples(facts: Facts) -> tuple[Entry, ...]:
    """The newest entries; rows without a usable date only when there are not enough others."""
    others = (entry for entry in facts.entries if not facts.usable(entry))
    return (*facts.dated, *others)[:_SAMPLES]


def _manual(task: ManualTask) -> Result:
    return Result(
        rule=task.id,
        document=task.document,
        row=task.row,
        item=None,
        section=task.section,
        text=task.text,
        site=None,
        path=(),
        lead_units=task.lead_units,
        responsible_units=task.responsible_units,
        status=Status.MANUAL if task.skip is None else Status.NOT_APPLICABLE,
        reason=task.skip or task.reason or "文件未写公开路径，请人工核查",
        to_look_at=to_look_at(task.text, task.deadlines) if task.skip is None else "",
        deadlines=task.deadlines,
    )
