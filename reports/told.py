"""What stands beside an audit when its pages are written: the ledger, earlier runs, the numbers of evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from checker.followed import Followed
from checker.history import History
from reports.evidence_numbers import EvidenceBook

RECTIFY_DAYS: Final = 15
"""Days for rectification where the configuration does not say."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """Everything may be missing; pages then say nothing of it."""

    followed: Followed | None = None
    """The ledger as the run left it, with answers and rulings."""
    history: History | None = None
    """The runs before, in figures."""
    book: EvidenceBook | None = None
    """Numbers of evidence; None where it is not laid out beside the reports."""
    rectify_days: int = RECTIFY_DAYS
    """Days from the finding of a fault to the deadline for its rectification."""


NOTHING: Final = Told()
