"""The one table model of every document format: named columns and rows of cells.

A reader hands over what its format says. Formats with true merges (docx, xlsx, html) fill a merged cell with the value
above and mark it `inherited`; flattened text cannot tell a merged cell from an empty one, so it leaves the blank as it
is and says so with `merges_known=False`. What a blank means is then decided in one place, `rules.tasks`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One cell as the document has it, lines separated by newlines."""

    text: str
    inherited: bool = False
    """The value comes from a merged cell above, and the format says so."""
    spanning: bool = False
    """The cell covers the whole row, and the format says so: a heading of the rows below, never a task."""
    line: int | None = None
    """Line (or row) of the source where the cell starts, counted from 1; for messages."""

    @property
    def blank(self) -> bool:
        """Nothing but white space stands here."""
        return not self.text.strip()


@dataclass(frozen=True, kw_only=True)
class Table:
    """A header, one name for each column, and the rows below it.

    `headers` has exactly as many entries as each row; a header that spans two columns is repeated, a column without a
    title has an empty name.
    """

    headers: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    merges_known: bool
    notes: tuple[str, ...] = ()
    """Chinese sentences on what was left out of this table (hidden rows, a row of plain words), for people to check."""

    def column(self, index: int) -> tuple[Cell, ...]:
        """All body cells of one column, top to bottom."""
        return tuple(row[index] for row in self.rows)
