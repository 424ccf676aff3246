"""问题台账 as an account may see it: a unit's account sees what its unit answers for, as released runs left it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from checker.ledger import STANDING, FindingKey, LedgerEntry, LedgerState, Reply
from checker.result import Status
from checker.rulings import Ruling
from reports.follow import STATES
from reports.wording import code_name
from zwgk.decisions import named
from zwgk.ledger_command import concerns, shown_today
from zwgk.web.desk import Desk
from zwgk.web.errors import missing
from zwgk.web.released import as_released
from zwgk.web.sessions import Identity

_ORDER: Final = tuple(STATES)


@dataclass(frozen=True, kw_only=True)
class LedgerLine:
    """A finding with what people said of it."""

    entry: LedgerEntry
    replies: Sequence[Reply]
    rulings: Sequence[Ruling]
    """In force today."""

    @property
    def state(self) -> str:
        """In Chinese."""
        return STATES[self.entry.state]

    @property
    def name(self) -> str:
        """Of the fault, in Chinese."""
        return code_name(self.entry.key.code)

    @property
    def units(self) -> Sequence[str]:
        """Who answers for it, as printed."""
        entry = self.entry
        return (entry.key.unit,) if entry.key.unit else (*entry.lead_units, *entry.responsible_units)

    @property
    def standing(self) -> bool:
        """Whether it asks for something."""
        return self.entry.state in STANDING


def ledger_for(
    desk: Desk, who: Identity, *, states: Collection[LedgerState] = STANDING, unit: str = "", words: str = ""
) -> Sequence[LedgerLine]:
    """The findings in these states; only those that `unit` answers for and in which every one of `words` stands."""
    lines = _lines(desk, who)
    units = desk.units()
    wanted = frozenset((unit,)) if unit and who.sees_all else None
    sought = words.casefold().split()
    chosen = [
        line
        for line in lines
        if line.entry.state in states
        and (wanted is None or concerns(line.entry, wanted, units))
        and all(word in _text(line) for word in sought)
    ]
    return sorted(chosen, key=_place)


def finding_for(desk: Desk, who: Identity, key: FindingKey) -> LedgerLine:
    """One finding; RefusedError (404) when it is not in the ledger or not for this account."""
    for line in _lines(desk, who, only=key):
        return line
    raise missing("问题")


def _lines(desk: Desk, who: Identity, *, only: FindingKey | None = None) -> list[LedgerLine]:
    following = desk.store.following
    entries: Iterable[LedgerEntry] = following.ledger().values()
    if only is not None:
        entries = [entry for entry in entries if entry.key == only]
    if not who.sees_all:
        units, own = desk.units(), frozenset((who.unit,))
        entries = as_released(desk, (entry for entry in entries if concerns(entry, own, units)))
    rulings, today = following.rulings(), desk.today
    replies: Mapping[FindingKey, Sequence[Reply]] = following.replies()
    in_force = [ruling for ruling in rulings if ruling.holds(today)]
    return [
        LedgerLine(
            entry=shown_today(entry, rulings, today),
            replies=replies.get(entry.key, ()),
            rulings=[one for one in in_force if _on(one, entry.key)],
        )
        for entry in entries
    ]


def _on(ruling: Ruling, key: FindingKey) -> bool:
    return ruling.rule == named(key) and ruling.unit in (None, key.unit) and ruling.code in (None, key.code)


def _text(line: LedgerLine) -> str:
    entry = line.entry
    parts = (entry.key.rule, entry.key.place, entry.key.code, line.name, *line.units, *entry.path, entry.message)
    return " ".join((*parts, entry.document)).casefold()


def _place(line: LedgerLine) -> tuple[int, int, str, int, FindingKey]:
    entry = line.entry
    return (_ORDER.index(entry.state), entry.status is not Status.FAIL, entry.document, entry.row, entry.key)
