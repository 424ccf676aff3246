"""What the tables of a 台账 are made of, whatever file they go into: sheets, columns, cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final, TypeAlias

from reports.cleaning import Link, clean

LONGEST: Final = 16_000
"""Characters of one cell: Excel takes 32,767 UTF-16 units, and a rare character takes two of them."""

Cell: TypeAlias = str | int | float | date | Link | None
"""Texts are as found; whoever writes them cleans them with `safe_text`."""


class Kind(StrEnum):
    """How a column is shown where a file can show it."""

    PLAIN = "plain"
    SHARE = "share"  # 0–1, as per cent
    STATE = "state"  # words of a closed list, coloured
    FILL_IN = "fill-in"  # empty, for people


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """A column; `value` takes what the sheet's rows are made of."""

    title: str
    width: int
    """Characters of the Latin alphabet; a Chinese one takes two."""
    value: Callable[[Any], Cell]
    kind: Kind = Kind.PLAIN


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """A table; `rows` are made while it is written, so that thousands of them need no memory."""

    name: str
    columns: tuple[Column, ...]
    rows: Callable[[], Iterable[Any]]
    frozen: int = 0
    """Columns that stay when the table is moved sideways."""
    printed: int = 0
    """How many columns go on paper, from the left; 0 for all."""

    def cells(self) -> Iterator[tuple[Cell, ...]]:
        """The rows' cells."""
        values = [column.value for column in self.columns]
        for row in self.rows():
            yield tuple([value(row) for value in values])


_ACTIVE: Final = re.compile(r"[=+\-@＝＋－＠﹢﹣﹦﹫\t\r\n|%]")


def safe_text(text: str) -> str:
    """`text` on one line without control characters, as long as a cell may be."""
    return clean(text, LONGEST)


def is_active(text: str) -> bool:
    """Whether a spreadsheet program could take the text for a formula or a command once somebody edits it."""
    return _ACTIVE.match(text) is not None


def joined(names: Iterable[str]) -> str:
    """Names with 、 between them."""
    return "、".join(clean(name, 100) for name in names)


def listed(sentences: Iterable[str]) -> str:
    """Sentences as one, each once, with ； between them."""
    parts = dict.fromkeys(one.rstrip("。；") for one in sentences)
    return "；".join(part for part in parts if part)
