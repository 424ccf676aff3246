"""What is printed: tables and lines, plain where nobody looks at colours, and never a control character of a site."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence

import click
from rich.box import SIMPLE_HEAD
from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.table import Table
from rich.text import Text

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def clean(text: str) -> str:
    """The text without control characters: a page title must not be able to steer the terminal."""
    return _CONTROL.sub("", text)


def shorten(text: str, width: int) -> str:
    """The text on one line in at most `width` terminal cells."""
    line = clean(" ".join(text.split()))
    return line if cell_len(line) <= width else set_cell_size(line, width - 2).rstrip() + "…"


def say(text: str = "", *, err: bool = False) -> None:
    """Print one line."""
    click.echo(clean(text), err=err)


def table(headers: Sequence[str], rows: Sequence[Sequence[str]], *, err: bool = False) -> None:
    """Print a table: ruled on a terminal, aligned columns elsewhere."""
    stream = sys.stderr if err else sys.stdout
    if not stream.isatty():
        widths = [max(cell_len(clean(row[n])) for row in (headers, *rows)) for n in range(len(headers))]
        for row in (headers, *rows):
            cells = [set_cell_size(clean(cell), width) for cell, width in zip(row, widths, strict=True)]
            click.echo("  ".join(cells).rstrip(), err=err)
        return
    ruled = Table(box=SIMPLE_HEAD)
    for header in headers:
        ruled.add_column(header, overflow="fold")
    for row in rows:
        ruled.add_row(*(Text(clean(cell)) for cell in row))
    Console(file=stream).print(ruled)
