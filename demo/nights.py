"""The nights: what changed on the portal since the night before, and which site could not be reached."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from demo.column import Column
from demo.district import TAX

NIGHTS = 3
"""How many nights there are."""
_Change = Callable[[Column], Column]

DOWN: Mapping[int, frozenset[str]] = {2: frozenset({TAX})}
"""Sites that end every connection without an answer, by night."""


def changed(columns: Iterable[Column], night: int) -> tuple[Column, ...]:
    """The columns of a night, made of those of the first one."""
    portal = tuple(columns)
    for n in range(2, night + 1):
        changes = CHANGES[n]
        portal = tuple(changes.get((c.site, c.path), _same)(c) for c in portal) + ADDED.get(n, ())
    return portal


def _same(column: Column) -> Column:
    return column


CHANGES: Mapping[int, Mapping[tuple[str, str], _Change]] = {
    2: {},
    3: {},
}
"""What becomes of a column, by night and place."""
ADDED: Mapping[int, tuple[Column, ...]] = {}
"""Columns that were set up, by night."""
