"""A plain site without a known platform, and what every platform can change about it."""

from __future__ import annotations

import math
from random import Random
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import parse_qs

from benchmarks.generator import markup
from benchmarks.generator.model import Answer, Column, Entry, Request

if TYPE_CHECKING:
    from benchmarks.generator.site import Site


class Platform:
    """Addresses, lists, pagers and endpoints of one dialect."""

    name: ClassVar[str] = "plain"
    charset: ClassVar[str] = ""
    asks: ClassVar[bool] = False
    """Lists come from an endpoint: a column costs its page and one request more."""
    hidden: ClassVar[bool] = False
    """Lists come from an address that no page names: nobody can read them without a browser."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.rng = Random(f"{site.seed}{self.name}platform")
        self.size = self.rng.choice((10, 15, 15, 20, 20, 25))
        self.extension = site.style.extension
        self.content_type = f"text/html; charset={site.style.charset}" if self.rng.random() < 0.6 else "text/html"
        self.scheme = self.rng.choice(("folder", "file", "query"))

    def states_days(self, column: Column) -> bool:
        """Whether the endpoint gives each row's day, whatever pages of this site show."""
        return False

    # addresses

    def address(self, column: Column) -> str:
        """Where the column is, from the root."""
        if self.scheme == "query":
            return f"/list.{'asp' if self.extension == 'htm' else 'php'}?id={column.key}"
        path = "/".join(one.slug for one in column.trail)
        return f"/{path}/" if self.scheme == "folder" else f"/{path}.{self.extension}"

    def pages(self, column: Column) -> int:
        return max(1, math.ceil(len(column.entries) / self.size))

    def page_address(self, column: Column, number: int) -> str:
        """Where page `number`, from 1, of a list is."""
        if number == 1:
            return column.address
        if "?" in column.address:
            return f"{column.address}&page={number}"
        stem, dot, extension = column.address.rpartition(".")
        return f"{stem}_{number}.{extension}" if dot else f"{column.address}index_{number}.{self.extension}"

    def page_addresses(self, column: Column, number: int) -> list[str]:
        """All addresses of a page of a list."""
        found = [self.page_address(column, number)]
        if number == 1:
            found.append(self.second_address(column))
            if column.address.endswith("/"):
                found.append(f"{column.address}index.{self.extension}")
        return found

    def second_address(self, column: Column) -> str:
        """Where a moved column is now, beside its old place."""
        base = column.address.partition("?")[0]
        folder = base if base.endswith("/") else base.rpartition("/")[0] + "/"
        return f"{folder}lm{column.key}_new.{self.extension}"

    def article(self, column: Column, entry: Entry) -> str:
        return f"/{column.trail[0].slug}/content_{column.key}_{entry.number}.{self.extension}"

    # lists

    def shown(self, column: Column, number: int) -> list[Entry]:
        """The rows of page `number`."""
        return column.entries[(number - 1) * self.size : number * self.size]

    def rows(self, column: Column, number: int, here: str) -> str:
        site = self.site
        return "".join(
            markup.row(site.style, column, one, site.href(here, self.article(column, one)))
            for one in self.shown(column, number)
        )

    def list_block(self, column: Column, number: int, here: str) -> str:
        """The main part of a list's page."""
        return markup.rows(self.site.style, self.rows(column, number, here)) + self.pager(column, number, here)

    def pager(self, column: Column, number: int, here: str) -> str:
        """Links to the other pages."""
        last = self.pages(column)
        if last < 2:
            return ""
        links = "".join(
            f'<a href="{self.site.href(here, self.page_address(column, one))}">{one}</a> '
            for one in range(1, min(last, 9) + 1)
            if one != number
        )
        return f'<div class="fy">共{len(column.entries)}条 第{number}/{last}页 {links}</div>'

    def head(self, column: Column | None) -> str:
        """More for the head of a page."""
        return ""

    def answer(self, request: Request) -> Answer | None:
        """What an endpoint of the platform says; None leaves the request to the pages."""
        return None

    # for endpoints

    def column(self, key: object) -> Column | None:
        """The column of a number, however it came in."""
        digits = "".join(one for one in str(key) if one.isdigit())
        return next((one for one in self.site.columns if str(one.key) == digits), None)

    @staticmethod
    def fields(request: Request) -> dict[str, str]:
        """Query and form of a request, a name once."""
        both = parse_qs(request.query, keep_blank_values=True) | parse_qs(request.body, keep_blank_values=True)
        return {name: values[-1] for name, values in both.items()}
