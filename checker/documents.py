"""应公开的文件: the documents a rule names, the day each is due, and where each stands by what was seen. Pure.

Shared by the checks on named documents; what the crawler looks for is told here too (`wanted_documents`), so that both
mean the same names and years.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from checker.facts import Facts
from checker.terms import Terms
from crawler.evidence import ColumnEvidence, Entry, Shape
from crawler.titles import Fit, fit, kin, year_of
from rules.model import DeadlineKind, Requirement, RequirementKind, Rule

#: A negative on a document needs so many readings of the column.
LOOKS = 2
#: A document without a year may have been published so many years before the task.
_YEARS_BEFORE = 3
_YEARLY_REPORT = re.compile(r"年度(?:工作)?报告$|年报$")
_LAST_YEAR = re.compile(r"上一?年度?|去年")
_YEARLY = re.compile(r"年度|本年|当年|今年")
_REVISED = re.compile(r"修订后的?|新修订的?|修正后的?|修改后的?|重新修订的?")
_REVISION = re.compile(r"修订|修正|修改")
_BRACKET = re.compile(r"[（(][^（()）]{0,60}[)）]\s*》?\s*$")


class State(Enum):
    """Where a document stands."""

    THERE = auto()
    LATE = auto()
    MISSING = auto()
    UNREAD = auto()  # the column was not read far enough, or not twice
    UNSURE = auto()  # a title is near, and nobody can tell
    SOON = auto()  # not there, and due within the band
    NOT_YET = auto()  # not there, and not due


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """One document that a rule names."""

    name: str
    """With its year in front where only the task tells it (2021年政府信息公开工作年度报告)."""
    label: str
    """As findings name it, in 《》 or quotes."""
    due: date | None = None
    """The day the document or its row gives; None when it gives none that can be reckoned."""
    ends: date | None = None
    """Without `due`: the end of the year it is wanted for; None when it never falls due."""
    why: str = ""
    """Chinese: why there is no due day."""
    back_to: date | None = None
    """It is not expected to be dated before this day; None when nothing tells."""
    year: int | None = None
    """The task's year."""
    formal: bool = True
    """Printed in 《》 or quotes; without them the words may only describe what the office calls otherwise."""
    since: date | None = None
    """A revised text (修订后的《…》): an entry dated before this day may be the one before the revision."""


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A document, where it stands, and the entry that tells."""

    wanted: Wanted
    state: State
    entry: Entry | None = None


def wanted_documents(rule: Rule, year: int | None) -> tuple[Wanted, ...]:
    """The documents a rule names, each once; `year` is the task document's."""
    found: dict[str, Wanted] = {}
    for requirement in rule.requirements:
        if requirement.kind is RequirementKind.DOCUMENT:
            for name in requirement.names:
                wanted = _wanted(rule, requirement, name, year)
                found.setdefault(wanted.name, wanted)
    return tuple(found.values())


def earliest_due(wanted: Iterable[Wanted], terms: Terms) -> date | None:
    """The first day by which one of the documents had to be there."""
    return min((terms.due_day(one.due) for one in wanted if one.due is not None), default=None)


def _wanted(rule: Rule, requirement: Requirement, name: str, year: int | None) -> Wanted:
    printed, own = name, year_of(name)
    if own is not None and year is not None and own > year + 1:
        own = None  # it looks ahead to that year
    if own is None and year is not None:
        if _LAST_YEAR.search(requirement.quote) or _YEARLY_REPORT.search(name):
            own = year - 1
        elif _YEARLY.search(requirement.quote) or _YEARLY.search(name):
            own = year
        name = f"{own}年{name}" if own is not None else name
    quoted = re.search(rf"[《“「]{re.escape(printed)}", requirement.quote) is not None
    titled = f"《{printed}" in requirement.quote
    due, ends, why = _due(rule, requirement, own, year)
    return Wanted(
        name=name,
        label=f"《{name}》" if titled else f"“{name}”",
        formal=quoted,
        due=due,
        ends=ends,
        why=why,
        back_to=_back_to(own, year),
        year=year,
        since=date(year - 1, 1, 1) if year is not None and _REVISED.search(requirement.quote) else None,
    )


def _due(
    rule: Rule, requirement: Requirement, own: int | None, year: int | None
) -> tuple[date | None, date | None, str]:
    """The due day; else the day from which a missing document is missing, and why there is no due day."""
    if requirement.due is not None:
        return requirement.due, None, ""
    kinds = {deadline.kind for deadline in rule.deadlines}
    days = {one.due for one in rule.deadlines if one.kind is DeadlineKind.DATE and one.due is not None}
    if len(days) == 1:
        return days.pop(), None, ""
    words = "、".join(deadline.text for deadline in rule.deadlines[:2])
    if not days and kinds & {DeadlineKind.RECURRING, DeadlineKind.CONTINUOUS, DeadlineKind.DURATION}:
        return None, None, f"时限“{words}”没有确定的到期日"
    if not days and DeadlineKind.DATE in kinds:
        return None, None, f"时限“{words}”未写明日期"
    last = max((one for one in (own, year) if one is not None), default=None)
    if last is None:
        return None, None, "文件未写明时限和年度"
    return None, max({date(last, 12, 31), *days}), f"文件未写明时限，按{last}年度内完成"


def _back_to(own: int | None, year: int | None) -> date | None:
    if own is not None:  # a plan or list for a year may be published before that year begins
        return date(own, 1, 1) if year is not None and own < year else date(own - 1, 10, 1)
    return date(year - _YEARS_BEFORE, 1, 1) if year is not None else None


def standings(facts: Facts) -> tuple[Standing, ...]:
    """Where each document of the rule stands; nothing when the column was not found or the rule names none."""
    return facts.once(_standings) if facts.rule.requirements else ()


def _standings(facts: Facts) -> tuple[Standing, ...]:
    column = facts.column
    if column is None or not (facts.found and facts.whole_column):
        return ()
    wanted = wanted_documents(facts.rule, facts.question.year)
    rows = (*facts.entries, *column.further) if wanted else ()
    return tuple(_standing(one, rows, column, facts) for one in wanted)


def _standing(wanted: Wanted, rows: Iterable[Entry], column: ColumnEvidence, facts: Facts) -> Standing:
    fits = [(fit(wanted.name, row.title), row) for row in rows]
    there = [row for likeness, row in fits if likeness is Fit.YES and not _outdated(wanted, row)]
    if there:
        dated = [row for row in there if row.date is not None and row.date <= facts.as_of]
        first = min(dated, key=lambda row: row.date or date.min, default=None)
        due = facts.terms.due_day(wanted.due) if wanted.due is not None else None
        late = due is not None and first is not None and first.date is not None and first.date > due
        if late and len(dated) == len(there) and column.title_looks >= LOOKS:
            return Standing(wanted=wanted, state=State.LATE, entry=first)
        return Standing(wanted=wanted, state=State.THERE, entry=first or there[0])
    near = next((row for likeness, row in fits if likeness is not Fit.NO), None)
    if near is None and not wanted.formal:
        near = next((row for _, row in fits if kin(wanted.name, row.title)), None)
    return Standing(wanted=wanted, state=_absent(wanted, near, column, facts), entry=near)


def _absent(wanted: Wanted, near: Entry | None, column: ColumnEvidence, facts: Facts) -> State:
    """What it means that no title is surely the document."""
    due = facts.terms.due_day(wanted.due) if wanted.due is not None else wanted.ends
    read = near is None and _read(wanted, column)
    if due is None:
        return State.NOT_YET
    if facts.as_of <= due:
        soon = wanted.due is not None and (due - facts.as_of).days <= facts.terms.warn_days
        return State.SOON if soon and read else State.NOT_YET
    if near is not None:
        return State.UNSURE
    return State.MISSING if read else State.UNREAD


def _read(wanted: Wanted, column: ColumnEvidence) -> bool:
    """Whether the column was read twice, as far back as the document can lie."""
    if column.title_looks < LOOKS or column.listing is None:
        return False
    if column.listing.shape not in (Shape.LIST, Shape.EMPTY_LIST):
        return False
    reached = column.back_to is not None and wanted.back_to is not None and column.back_to <= wanted.back_to
    return column.whole or reached


def _outdated(wanted: Wanted, row: Entry) -> bool:
    """Last year's edition of what is asked for this year, or perhaps the text before its revision.

    An edition whose year stands in a bracket may be in force still.
    """
    if wanted.since is not None and row.date is not None and row.date < wanted.since:
        return not _REVISION.search(row.title)
    if wanted.year is None or year_of(wanted.name) is not None:
        return False
    year = year_of(_BRACKET.sub("", row.title))
    return year is not None and year < wanted.year


def extent(facts: Facts) -> str:
    """How far the column was read, for a negative: 已查看全部12条信息."""
    column = facts.column
    if column is None:
        return ""
    number = len(facts.entries) + len(column.further)
    if column.whole:
        return f"已查看全部{number}条信息" if number else "栏目内没有信息"
    return f"已查看{column.back_to}以来的{number}条信息" if column.back_to else f"已查看{number}条信息"


def labels(standing: Iterable[Standing], most: int = 5) -> str:
    """The documents by name, for one sentence."""
    names = [one.wanted.label for one in standing]
    return "、".join(names[:most]) + (f"等{len(names)}份" if len(names) > most else "")
