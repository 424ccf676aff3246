"""The portal as it stands in one night: its columns and their rows, and the days they bear."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from demo.column import Column
from demo.columns import COLUMNS
from demo.nights import changed
from demo.rows import Row, rows_of


@dataclass(frozen=True, kw_only=True)
class Edition:
    """All that the pages of one night are made of; nights count from 1."""

    as_of: date
    """The day of this night."""
    night: int = 1

    @property
    def opened(self) -> date:
        """The day of the first night, from which ages are counted."""
        return self.as_of - timedelta(days=self.night - 1)

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """Every column that there is in this night."""
        return changed(COLUMNS, self.night)

    @cached_property
    def _by_trail(self) -> dict[tuple[str, tuple[str, ...]], Column]:
        return {(column.site, column.trail): column for column in self.columns}

    @cached_property
    def _by_path(self) -> dict[tuple[str, str], Column]:
        return {(column.site, column.path): column for column in self.columns}

    @cached_property
    def _below(self) -> dict[tuple[str, tuple[str, ...]], tuple[Column, ...]]:
        below: dict[tuple[str, tuple[str, ...]], tuple[Column, ...]] = {}
        for column in self.columns:
            place = (column.site, column.trail[:-1])
            below[place] = (*below.get(place, ()), column)
        return below

    def of(self, site: str) -> tuple[Column, ...]:
        """The columns of one site."""
        return tuple(column for column in self.columns if column.site == site)

    def top(self, site: str) -> tuple[Column, ...]:
        """Its outermost columns."""
        return self._below[site, ()]

    def children(self, parent: Column) -> tuple[Column, ...]:
        """The columns one level below."""
        return self._below.get((parent.site, parent.trail), ())

    def find(self, site: str, *trail: str) -> Column:
        """The column of that trail; KeyError when there is none."""
        return self._by_trail[site, trail]

    def at(self, site: str, path: str) -> Column:
        """The column of that path; KeyError when there is none."""
        return self._by_path[site, path]

    def rows(self, column: Column) -> tuple[Row, ...]:
        """The column's rows in the order they are listed."""
        return rows_of(column, self.opened)
