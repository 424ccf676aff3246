"""What people rule on findings and rules: waivers, "this is the column", "not applicable to this unit".

Each is kept with who, when, why and until when, is shown wherever it takes effect, and is never a secret edit.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class RulingKind(StrEnum):
    """What a person decided."""

    WAIVER = "waiver"  # 豁免: the finding is known and tolerated until a day
    COLUMN = "column"  # this page is the column
    NOT_APPLICABLE = "not-applicable"  # the rule does not apply, to one unit or at all


@dataclass(frozen=True, kw_only=True)
class Ruling:
    """A decision of a person on one rule."""

    id: str
    kind: RulingKind
    rule: str
    """Id of the rule; of a waiver of a site's finding the site's name."""
    unit: str | None = None
    """The unit it is limited to; None for all that answer for the rule."""
    code: str | None = None
    """`WAIVER`: the finding's code; None waives whatever is found."""
    url: str | None = None
    """`COLUMN`: the page."""
    reason: str
    by: str
    """Who decided."""
    on: date
    until: date | None = None
    """Last day it holds; None until it is revoked."""
    revoked: date | None = None
    """Day from which it no longer holds."""
    revoked_by: str = ""

    def holds(self, day: date, known: date | None = None) -> bool:
        """Whether it is in force for what is judged as of `day`, by what was decided until `known` (else until then).

        The two part where an audit is made today for a past day: its people decided what they decided.
        """
        known = known or day
        return self.on <= known and not self.expired(day) and (self.revoked is None or known < self.revoked)

    def expired(self, day: date) -> bool:
        """Whether its last day has passed."""
        return self.until is not None and day > self.until


@dataclass(frozen=True, kw_only=True)
class RulingUse:
    """Whether a ruling still does something, for the list that people clear out."""

    ruling: Ruling
    expired: bool
    needed: bool
    """Whether the run found what it waives; a waiver nothing falls under is no longer needed."""
