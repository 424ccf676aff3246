"""Facts for the checks on named documents: a rule that names them, and a column that was read back twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from checker_cases import column, entry, facts, listing, rule

from checker.facts import Facts
from checker.terms import Terms
from crawler.evidence import Entry
from rules.model import Deadline, DeadlineKind, Requirement, RequirementKind

YEAR = 2022
GUIDE = "2022年度税费政策优惠指南"
OTHERS = (entry(date(2022, 10, 20), "税费政策咨询热线"), entry(date(2022, 3, 1), "退税办理流程"))


def asked(*names: str, due: date | None = None, quote: str = "") -> Requirement:
    """公开 such documents."""
    words = quote or "公开" + "、".join(f"《{name}》" for name in names)
    return Requirement(kind=RequirementKind.DOCUMENT, quote=words, names=names, due=due)


def deadline(due: date | None, kind: DeadlineKind = DeadlineKind.DATE, text: str = "10月底前") -> Deadline:
    return Deadline(text=text, kind=kind, due=due)


def documents(
    *requirements: Requirement,
    rows: tuple[Entry, ...] = OTHERS,
    deadlines: tuple[Deadline, ...] = (),
    as_of: date | None = None,
    year: int | None = YEAR,
    terms: Terms | None = None,
    ruled: dict[str, Any] | None = None,
    **seen: Any,
) -> Facts:
    """A column with these rows, read whole and twice unless `seen` says otherwise."""
    found = column(**({"listing": listing(*rows), "whole": True, "title_looks": 2} | seen))
    given = facts(found, asked=rule(requirements=requirements, deadlines=deadlines, **(ruled or {})))
    return replace(
        given,
        question=replace(given.question, year=year),
        as_of=as_of or given.as_of,
        terms=terms or Terms(),
    )
