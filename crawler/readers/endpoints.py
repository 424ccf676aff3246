"""Lists that are not in the page: the request that yields them, as the platforms read it from the page.

A platform module may offer

    endpoint(document, page_url) -> Endpoint | None
    answer(body, endpoint, as_of) -> Listing | Endpoint | None
    further(endpoint, page) -> Endpoint | None

`page_url` is the address a person opened, with its fragment. `answer` gives the listing of an answer it recognises
(EMPTY_LIST only where the answer states a total of 0), a further Endpoint where the answer only tells what to ask next,
and None for everything else: an answer that is not understood is no empty list.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias
from urllib.parse import urlencode

from crawler.evidence import Listing
from crawler.readers.dialects import offering
from crawler.readers.document import Document

FORM = "application/x-www-form-urlencoded; charset=UTF-8"
JSON = "application/json;charset=UTF-8"


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    """One request that yields a column's rows."""

    platform: str
    """The system's name in Chinese, for reasons in reports."""
    url: str
    page: str
    """Address of the column page, without fragment: rows are resolved against it, and it is sent as Referer."""
    data: bytes | None = None
    """Posted when it is not None."""
    content_type: str = ""
    number: int = 1
    """The page of the list that is asked for, counted from 1."""
    terms: Mapping[str, str] = field(default_factory=dict)
    """What the platform module needs to read the answer and to ask for another page."""
    sure: bool = False
    """The page says itself that its list comes from here; otherwise only a page without rows is asked about."""
    apart: bool = False
    """The page never holds these rows: what is listed in it is something else."""
    turns_only: bool = False
    """It only yields further pages; the first one is the page itself."""
    instead: Endpoint | None = None
    """Asked when this one is not there or not understood."""
    by_form: bool = False
    """Sent as a browser sends a form that a visitor filled in, not as a script asks for data."""

    @property
    def headers(self) -> dict[str, str]:
        """What the page's own script would send: several systems answer 403 or 404 without."""
        if self.by_form:
            return {"Accept": "text/html, */*; q=0.1", "Referer": self.page, "Content-Type": self.content_type}
        sent = {
            "Accept": "application/json, text/javascript, text/html, */*; q=0.01",
            "X-Requested-With": "XMLHttpRequest",
            "Referer": self.page,
        }
        return {**sent, "Content-Type": self.content_type} if self.data is not None else sent


Reader: TypeAlias = Callable[[bytes, Endpoint, date], "Listing | Endpoint | None"]
Turner: TypeAlias = Callable[[Endpoint, int], "Endpoint | None"]


@dataclass(frozen=True, kw_only=True)
class Question:
    """An endpoint with the functions of the platform that knows it."""

    endpoint: Endpoint
    answer: Reader
    further: Turner | None = None


def questions(document: Document, page_url: str, *, has_rows: bool = False) -> tuple[Question, ...]:
    """What may be asked for the list of this page, sure ones first.

    Where the page has rows of its own, only platforms that can turn pages have anything to add.
    """
    found: list[Question] = []
    for module in offering("endpoint"):
        if has_rows and not hasattr(module, "further"):
            continue
        endpoint = module.endpoint(document, page_url)
        if endpoint is not None:
            found.append(Question(endpoint=endpoint, answer=module.answer, further=getattr(module, "further", None)))
    return tuple(sorted(found, key=lambda question: (not question.endpoint.apart, not question.endpoint.sure)))


def trail_of(document: Document, page_url: str) -> tuple[str, ...]:
    """The names down to the column of a page that is one shell for many; empty where no platform knows.

    A platform module that offers `trail(document, page_url)` is asked.
    """
    for module in offering("trail"):
        names: tuple[str, ...] = module.trail(document, page_url)
        if names:
            return names
    return ()


def form(fields: Mapping[str, str]) -> bytes:
    """Fields as a browser posts them."""
    return urlencode(fields).encode("ascii")
