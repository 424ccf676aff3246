"""证据编号: the numbers of an audit's evidence, the same for the same audit whichever units are written.

Faults come first, so that a bound on the number of pages costs what could not be verified before it costs a fault its
evidence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, TypeAlias

from checker.result import Audit, EvidenceRef, Finding, Result, Status

FOLDER: Final = "evidence"
"""Beside the units' pages."""
MOST: Final = 3000
"""Pieces of evidence of one run that are numbered."""

SHOWN: Final = (Status.FAIL, Status.WARN, Status.UNVERIFIABLE)
"""Statuses of results whose evidence is numbered, in this order."""

Key: TypeAlias = tuple[str, datetime, str]
"""Address, moment and digest: references that differ only in what they quote are to one piece of evidence."""


@dataclass(frozen=True, kw_only=True, slots=True)
class EvidenceBook:
    """The numbers of an audit's evidence."""

    numbers: Mapping[Key, int] = field(default_factory=dict)

    def number(self, ref: EvidenceRef) -> str:
        """证据编号, as it is printed; empty for what has none."""
        place = self.numbers.get(key_of(ref))
        return "" if place is None else evidence_name(place)

    def href(self, ref: EvidenceRef) -> str | None:
        """Relative address of its page from a unit's page."""
        place = self.numbers.get(key_of(ref))
        return None if place is None else f"{FOLDER}/{evidence_file(place)}"


def key_of(ref: EvidenceRef) -> Key:
    """What identifies a piece of evidence."""
    return ref.url, ref.fetched_at, ref.sha256


def evidence_name(number: int) -> str:
    """E-0012."""
    return f"E-{number:04d}"


def evidence_file(number: int) -> str:
    """The name of its page."""
    return f"{evidence_name(number)}.html"


def evidence_book(audit: Audit) -> EvidenceBook:
    """Numbers for the evidence of everything that failed, warns or could not be verified."""
    numbers: dict[Key, int] = {}
    for status in SHOWN:
        for result in audit.results:
            if result.status is status:
                for _, ref in refs_of(result):
                    if len(numbers) < MOST:
                        numbers.setdefault(key_of(ref), len(numbers) + 1)
    return EvidenceBook(numbers=numbers)


def refs_of(result: Result) -> Iterator[tuple[Finding, EvidenceRef]]:
    """What a result's findings rest on."""
    for finding in result.findings:
        for ref in finding.evidence:
            yield finding, ref
