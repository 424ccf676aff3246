"""检查项: what a check is, and the decorator that makes one of a pure function.

Nothing is entered into a list: `engine.load_checks` walks `checker/checks/` and takes what it finds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum, auto

from checker.facts import Facts
from checker.result import EvidenceRef, Finding, Status


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What a check saw: the part of a finding that differs from case to case."""

    message: str
    """Chinese sentence: what is expected, what was seen, with path, dates and days."""
    basis: str
    evidence: tuple[EvidenceRef, ...] = ()
    advice: str | None = None
    """What the unit should do, when the check's own advice does not fit this case."""
    status: Status | None = None
    """Another verdict than the check's own: `not_applicable` for what is not due yet, `unverifiable` for what this look
    could not settle."""
    extent: int = 0
    """How far it goes, as of `Finding`."""

    def finding(self, code: str, status: Status, advice: str) -> Finding:
        """The finding of the check with this code; its verdict and advice hold where the case has none of its own."""
        return Finding(
            code=code,
            status=self.status or status,
            message=self.message,
            advice=self.advice or advice,
            basis=self.basis,
            evidence=self.evidence,
            extent=self.extent,
        )


def doublings(count: int) -> int:
    """Steps of what grows all the time or comes and goes by ones: 1, 2–3, 4–7 … are one step each."""
    return count.bit_length()


class Need(Enum):
    """What a check must have before it can have anything to say; without it, it is not asked.

    Most results of a run are columns that were found, of rules that ask no more, and two thirds of the checks would
    each say nothing of them.
    """

    NOTHING = auto()
    MISS = auto()  # the column was not found, or nothing could be asked
    DEMAND = auto()  # the rule asks for more than a column that is kept up to date
    LOOK = auto()  # the column's newest entries were opened; without that the check could not tell


def always(_: Facts) -> bool:
    """Able whenever asked."""
    return True


@dataclass(frozen=True, kw_only=True)
class Check:
    """A pure function with its code and its texts; called with facts it returns findings."""

    code: str
    title: str
    """Chinese name of the fault, as headings show it."""
    advice: str
    """Chinese sentence: what the unit should do."""
    status: Status
    """What the fault makes of the result."""
    order: int
    """Place in the table of design.md section 4: the first that holds is the one that is said.

    Below 100 we could not look, from 100 the column's existence, from 200 its name and place, from 300 its dates,
    from 400 what it must hold and lead to, from 500 the quality of its entries.
    """
    ends: bool
    """Whether the judging ends here (a column that is gone has no dates)."""
    negative: bool
    """Whether it says that something is not there, which needs a second look before it may accuse."""
    judge: Callable[[Facts], Iterable[Fault]]
    own_looks: bool = False
    """Whether it counts the looks of what it judges itself, other than of the column's page."""
    able: Callable[[Facts], bool] = always
    """Whether this look showed enough to say that the fault is not there; what could not be examined closes nothing in
    the ledger. A check of the column itself is always able once it is asked."""
    need: Need = Need.NOTHING

    def __call__(self, facts: Facts) -> tuple[Finding, ...]:
        """Judge one question."""
        faults = list(self.judge(facts))
        if not faults:  # nearly always: 20,000 results ask every check
            return ()
        return tuple(fault.finding(self.code, self.status, self.advice) for fault in faults)


def check(
    code: str,
    *,
    title: str,
    advice: str,
    status: Status,
    order: int,
    ends: bool = True,
    negative: bool = True,
    own_looks: bool = False,
    able: Callable[[Facts], bool] = always,
    need: Need = Need.NOTHING,
) -> Callable[[Callable[[Facts], Iterable[Fault]]], Check]:
    """Make a check of a pure function; `code` is the name of its file with hyphens."""

    def wrap(judge: Callable[[Facts], Iterable[Fault]]) -> Check:
        return Check(
            code=code,
            title=title,
            advice=advice,
            status=status,
            order=order,
            ends=ends,
            negative=negative and not own_looks,
            judge=judge,
            own_looks=own_looks,
            able=able,
            need=need,
        )

    return wrap
